/**
 * What is said aside: to screen readers (new messages, what became of a press), and to everybody: a
 * refusal or an error of the bot in a line above the composer, a notice of the room for a moment over the messages.
 */

import { el, find } from "./dom.js";
import { room } from "./store.js";
import { isFor, labelsOf, linesOf, sentence, wordsOf } from "./words.js";

const KEPT_MS = 5000;
const NOTICE_MS = 4500;
const PROBLEM_MS = 20_000;
const BURST = 4;
const LENGTH = 300;

const voice = find("#voice-over");
const line = find("#line");
const text = find("#line-text");
const toast = find("#notice");
let timer = 0;
let toasted = 0;
let seenNotice = null;
let seenError = null;

/** Says something to screen readers, when they have finished what they are saying. */
export function say(words) {
  if (voice.childElementCount > BURST) voice.firstElementChild.remove();
  const said = el("p", {}, words);
  voice.append(said);
  setTimeout(() => said.remove(), KEPT_MS);
}

/** A refusal, or something that did not work: a sentence that stays for a while. */
export function problem(words) {
  clearTimeout(timer);
  text.replaceChildren(words);
  line.classList.add("shown");
  timer = setTimeout(settle, PROBLEM_MS);
}

/** Takes the refusal away: the person has gone on. */
export function settle() {
  clearTimeout(timer);
  text.replaceChildren();
  line.classList.remove("shown");
}

/** A quiet word about the room itself. */
export function notice(words) {
  clearTimeout(toasted);
  toast.replaceChildren(words);
  toasted = setTimeout(() => toast.replaceChildren(), NOTICE_MS);
}

/** Shows what the room or the bot has to say since the last state. */
export function drawAsides(state) {
  const fresh = (list, seen) => (seen === null ? [] : list.filter(({ id }) => id > seen));
  const notices = fresh(state.notices, seenNotice);
  const errors = fresh(state.errors, seenError);
  if (notices.length) notice(notices.at(-1).text);
  if (errors.length) problem(`The bot ran into an error: ${errors.at(-1).text} The rehearsal goes on.`);
  seenNotice = state.notices.at(-1)?.id ?? seenNotice ?? 0;
  seenError = state.errors.at(-1)?.id ?? seenError ?? 0;
}

/** Reads out what is new in the channel: a few messages in words, many as a number, of a redrawn card its news. */
export function announceMessages(added, changed) {
  const heard = added.filter((message) => message.author.id !== room.state.viewer);
  if (heard.length > BURST) say(`${heard.length} new messages.`);
  else heard.forEach((message) => say(aloud(message)));
  for (const [before, after] of changed.slice(-BURST)) {
    const old = new Set(linesOf(before));
    const news = sentence(linesOf(after).filter((part) => !old.has(part)));
    if (news) say(`${after.author.name}: ${short(news)}${buttonsOf(after)}`);
  }
}

function aloud(message) {
  const who = message.system ? "" : `${message.author.name}: `;
  const aside = message.ephemeral
    ? " Only you can see this."
    : isFor(message, room.state.viewer)
      ? " This is for you."
      : "";
  return `${who}${short(wordsOf(message))}${aside}${buttonsOf(message)}`;
}

function buttonsOf(message) {
  const labels = labelsOf(message);
  return labels.length ? ` Buttons: ${labels.join(", ")}.` : "";
}

function short(words) {
  return words.length > LENGTH ? `${words.slice(0, LENGTH)}…` : words;
}

find("#line-close").addEventListener("click", () => {
  settle();
  find("#write").focus();
});
