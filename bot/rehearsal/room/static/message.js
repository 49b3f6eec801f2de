/** One message: who says it and when, its words and cards, and what Discord writes around them. */

import { el, hidden } from "./dom.js";
import { component } from "./components.js";
import { embed, file } from "./files.js";
import { face, icon } from "./icons.js";
import { inline } from "./inline.js";
import { markdown } from "./markdown.js";
import { format, stamp } from "./time.js";
import { isFor, wordsOf } from "./words.js";

const SNIPPET = 90;

/**
 * Draws a message.
 * @param {object} message as the contract describes it
 * @param {object} place how it stands among the others: `grouped` under the one before, first of its `day`, first
 *   that is `unread`, the message it replies `to`, and who is looking (`viewer`)
 */
export function drawMessage(message, place) {
  const kinds = ["entry"];
  if (place.grouped) kinds.push("grouped");
  if (message.ephemeral) kinds.push("ephemeral");
  else if (isFor(message, place.viewer)) kinds.push("called");
  if (isSystem(message)) kinds.push("system");
  if (message.reply) kinds.push("answer");
  return el(
    "li",
    { id: `m${message.id}`, class: kinds.join(" "), "data-message": message.id, tabindex: "-1" },
    divider(message, place),
    el("div", { class: "message" }, isSystem(message) ? system(message) : spoken(message, place)),
  );
}

/** Discord's own words, such as a new thread. That the bot is thinking about an answer looks like its answer. */
function isSystem(message) {
  return Boolean(message.system) && !message.system.endsWith("is thinking…");
}

function divider(message, place) {
  if (!place.day && !place.unread) return null;
  const words = place.day ? format("D", new Date(message.at)) : null;
  return el(
    "div",
    { class: place.unread ? "divider divider-new" : "divider", "data-key": "divider" },
    words ? el("span", { class: "divider-day" }, words) : null,
    place.unread ? el("span", { class: "divider-mark" }, "New", hidden(" messages from here")) : null,
  );
}

function system(message) {
  return [
    el("span", { class: "gutter system-mark" }, icon(/thread/i.test(message.system) ? "thread" : "note")),
    el("p", { class: "system-words" }, inline(message.system), " ", when(message)),
  ];
}

function spoken(message, place) {
  return [
    message.reply ? reply(place.to) : null,
    place.grouped
      ? el("span", { class: "gutter" }, when(message))
      : el("span", { class: "gutter" }, face(message.author)),
    place.grouped ? el("h3", { class: "vh" }, message.author.name) : heading(message),
    el(
      "div",
      { class: "body" },
      content(message),
      message.components.map(component),
      message.embeds.map(embed),
      message.files.map(file),
      message.ephemeral ? privately(message) : null,
    ),
  ];
}

function heading(message) {
  return el(
    "div",
    { class: "byline" },
    el("h3", { class: "author" }, message.author.name),
    message.author.bot ? el("span", { class: "app" }, "APP") : null,
    when(message),
    message.edited && !message.content ? edited() : null,
  );
}

function when(message) {
  const date = new Date(message.at);
  return el("time", { class: "when", datetime: message.at, title: format("F", date) }, stamp(message.at));
}

function content(message) {
  const isEmpty = !message.components.length && !message.embeds.length && !message.files.length;
  if (message.content)
    return el("div", { class: "content md" }, markdown(message.content), message.edited ? edited() : null);
  if (isEmpty && message.author.bot)
    return el("p", { class: "thinking" }, `${message.author.name} is thinking…`);
  return null;
}

function edited() {
  return el("span", { class: "edited" }, "(edited)");
}

function reply(to) {
  if (!to) return el("p", { class: "reply" }, icon("reply"), "The message this answers is not here.");
  const words = wordsOf(to);
  return el(
    "button",
    { type: "button", class: "reply", "data-jump": to.id },
    icon("reply"),
    hidden("Answers "),
    face(to.author, "tiny"),
    el("span", { class: "reply-name" }, to.author.name),
    el(
      "span",
      { class: "reply-words" },
      words.length > SNIPPET ? `${words.slice(0, SNIPPET)}…` : words || "a card",
    ),
  );
}

function privately(message) {
  return el(
    "p",
    { class: "privately" },
    icon("eye"),
    "Only you can see this · ",
    el("button", { type: "button", class: "link", "data-dismiss": message.id }, "Dismiss message"),
  );
}
