/** Who is in a voice channel or on a stage, who can be heard there now, and what one does there oneself. */

import { problem, settle } from "./announce.js";
import { act } from "./api.js";
import { el, find, hidden, morphChildren } from "./dom.js";
import { face, icon } from "./icons.js";
import { shownChannel } from "./store.js";

const MOST_NAMES = 3;
const voice = find("#voice");

/** Shows who is in the channel that is shown; nothing where nobody can speak. */
export function drawVoice() {
  const channel = shownChannel();
  voice.hidden = !channel?.people;
  if (voice.hidden) return;
  const { people, aloud } = channel;
  const isStage = channel.kind === "stage";
  voice.setAttribute("aria-label", `People in ${channel.name}`);
  const fresh = el(
    "div",
    {},
    el(
      "p",
      { class: "heard-now", "data-key": "heard", role: "status" },
      icon(people.some(({ heard }) => heard) ? "voice" : "muted"),
      el("span", {}, heardNow(people, isStage)),
    ),
    people.length
      ? el(
          "ul",
          { class: "roster", "data-key": "roster" },
          people.map((person) => entry(person, isStage)),
        )
      : null,
    aloud
      ? el(
          "p",
          { class: "aloud", "data-key": "aloud" },
          el("strong", {}, aloud.name),
          " says: ",
          el("q", {}, aloud.words),
        )
      : null,
    el("div", { class: "row", "data-key": "row" }, mine(people, isStage)),
  );
  morphChildren(voice, fresh);
}

/** Who can be heard now, in one sentence. */
function heardNow(people, isStage) {
  if (!people.length) return isStage ? "Nobody is on the stage yet." : "Nobody is here yet.";
  const heard = people.filter((person) => person.heard);
  if (!heard.length) return "Nobody can be heard now.";
  if (heard.length === people.length && people.length > 1) return "Everyone here can be heard now.";
  if (heard.length === 1) return `Only ${heard[0].me ? "you" : heard[0].name} can be heard now.`;
  const names = heard.map((person) => (person.me ? "you" : person.name));
  const shown = names.length > MOST_NAMES ? names.slice(0, MOST_NAMES - 1) : names.slice(0, -1);
  const rest = names.length - shown.length;
  const said = `${shown.join(", ")} and ${rest > 1 ? `${rest} others` : names.at(-1)}`;
  return `${said[0].toUpperCase()}${said.slice(1)} can be heard now.`;
}

/** Somebody of the roster, and why they are heard or not. */
function entry(person, isStage) {
  const marks = marksOf(person, isStage);
  return el(
    "li",
    { class: person.heard ? "in-roster heard" : "in-roster", "data-key": person.id },
    face(person, "roster-face"),
    el(
      "span",
      { class: "roster-words" },
      el("span", { class: "roster-name" }, person.name, person.me ? " (you)" : ""),
      el(
        "span",
        { class: "quiet" },
        marks.map(([picture, words], at) => [
          at ? hidden(", ") : null,
          el("span", { class: "mark" }, picture ? icon(picture) : null, words),
        ]),
      ),
    ),
  );
}

/** What there is to say of somebody: a picture for some of it, and words. */
export function marksOf(person, isStage) {
  const marks = [];
  if (person.mute) marks.push(["muted", "muted by the server"]);
  if (person.hand) marks.push(["hand", "hand raised"]);
  if (person.invited) marks.push(["stage", "invited to speak"]);
  else if (person.suppress && !person.hand && person.microphone) {
    marks.push([null, isStage ? "in the audience" : "listens"]);
  }
  if (!person.microphone) marks.push(["muted", "no microphone"]);
  else if (person.self_mute) marks.push(["muted", "microphone off"]);
  if (person.deaf) marks.push(["deaf", "deafened"]);
  if (person.heard) marks.push(["voice", isStage ? "speaks" : "can speak"]);
  return marks.length ? marks : [[null, "listens"]];
}

/** What whoever is shown can do here. */
function mine(people, isStage) {
  const me = people.find((person) => person.me);
  if (!me) return press("Join", "join", "success");
  if (me.invited) {
    return [
      el("p", { class: "invited", "data-key": "invited", role: "status" }, "Discord invites you to speak."),
      press("Accept", "answer", "success", { "data-on": "true" }),
      press("Decline", "answer", "secondary", { "data-on": "false" }),
    ];
  }
  return [
    isStage && me.suppress
      ? press([icon("hand"), "Raise your hand"], "hand", "secondary", { "aria-pressed": String(me.hand) })
      : null,
    isStage && !me.suppress
      ? press("Move to the audience", "answer", "secondary", { "data-on": "false" })
      : null,
    press("Leave", "leave", "danger"),
  ];
}

function press(words, what, look, more = {}) {
  const key = `${what}${more["data-on"] ?? ""}`;
  return el(
    "button",
    { type: "button", class: `button ${look}`, "data-key": key, "data-voice": what, ...more },
    words,
  );
}

voice.addEventListener("click", async (event) => {
  const node = event.target.closest("[data-voice]");
  if (!node) return;
  settle();
  const details = {};
  if (node.dataset.voice === "hand") details.on = node.getAttribute("aria-pressed") !== "true";
  if (node.dataset.voice === "answer") details.on = node.dataset.on === "true";
  const answer = await act(node.dataset.voice, details);
  if (answer.error) problem(answer.error);
});
