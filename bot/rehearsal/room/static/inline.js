/**
 * Discord's Markdown within a line: emphasis, spoilers, code, mentions, timestamps and links. Links are shown as
 * words: nothing on this page leads out of this computer.
 */

import { el, hidden } from "./dom.js";
import { icon } from "./icons.js";
import { channelName, channelOf, nameOf, roleName } from "./store.js";
import { timestamp } from "./time.js";

const MARKS = [
  ["***", (inside) => el("em", {}, el("strong", {}, inside))],
  ["**", (inside) => el("strong", {}, inside)],
  ["__", (inside) => el("u", {}, inside)],
  ["~~", (inside) => el("s", {}, inside)],
  ["||", spoiler],
  ["*", (inside) => el("em", {}, inside)],
  ["_", (inside) => el("em", {}, inside)],
];

/** What begins at one place: a pattern, and what it becomes. The first that fits is taken. */
const RULES = [
  [/\\([^\w\s])/y, (found) => found[1]],
  [/(`{1,2})([^]*?[^`])\1(?!`)/y, (found) => el("code", {}, found[2].trim() || found[2])],
  [/<@!?(\d+)>/y, (found) => mention(`@${nameOf(found[1])}`)],
  [/<@&(\d+)>/y, (found) => mention(`@${roleName(found[1])}`)],
  [/<#(\d+)>/y, (found) => channel(found[1])],
  [/<t:(-?\d{1,13})(?::([tTdDfFRsS]))?>/y, (found) => timestamp(Number(found[1]), found[2])],
  [/<\/([^:>]{1,100}):\d+>/y, (found) => command(found[1])],
  [/<a?(:\w{2,32}:)\d+>/y, (found) => el("span", { class: "emoji" }, found[1])],
  [/<id:(?:customize|browse|guide|linked-roles)(?::\d+)?>/y, () => mention("Channels and roles")],
  [/@(?:everyone|here)\b/y, (found) => mention(found[0])],
  [
    /\[((?:\\.|[^\]\\\n])+)\]\(<?(https?:\/\/[^\s)>]+)>?(?:\s+"[^"\n]*")?\)/y,
    (found) => link(found[2], inline(found[1])),
  ],
  [/<(https?:\/\/[^\s<>]+)>/y, (found) => link(found[1], found[1])],
  [/https?:\/\/[^\s<]+[^\s<.,:;"')\]]/y, (found) => link(found[0], found[0])],
];

/** The nodes of a line, or of several that belong together. */
export function inline(text) {
  const made = document.createDocumentFragment();
  let words = "";
  for (let at = 0; at < text.length;) {
    const [node, end] = special(text, at) ?? [null, at];
    if (node === null) {
      words += text[at];
      at += 1;
    } else if (typeof node === "string") {
      words += node;
      at = end;
    } else {
      made.append(words, node);
      words = "";
      at = end;
    }
  }
  made.append(words);
  made.normalize();
  return made;
}

const STARTS = new Set("\\`<@[h*_~|");

function special(text, at) {
  if (!STARTS.has(text[at])) return null;
  for (const [pattern, make] of RULES) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) return [make(found), at + found[0].length];
  }
  for (const [mark, make] of MARKS) {
    if (!text.startsWith(mark, at)) continue;
    const end = closing(text, at + mark.length, mark);
    if (end < 0 || (mark === "_" && isWord(text[at - 1]))) continue;
    return [make(inline(text.slice(at + mark.length, end))), end + mark.length];
  }
  return null;
}

/** Where the mark that opens before `from` is closed again; -1 when it is not, or around nothing. */
function closing(text, from, mark) {
  const isSingle = mark.length === 1;
  if (isSingle && /\s/.test(text[from] ?? " ")) return -1;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "\\") {
      at += 1;
    } else if (text.startsWith(mark, at) && at > from) {
      const double = mark + mark;
      if (isSingle && text.startsWith(double, at)) {
        // A double mark inside a single one is emphasis of its own: *a **b** c*.
        const inner = text.indexOf(double, at + 2);
        if (inner < 0) return -1;
        at = inner + 1;
        continue;
      }
      if (isSingle && /\s/.test(text[at - 1])) continue;
      if (mark === "_" && isWord(text[at + 1])) continue;
      // **a *b*** closes with the last two of three.
      return !isSingle && mark !== "***" && text[at + mark.length] === mark[0] ? at + 1 : at;
    }
  }
  return -1;
}

function isWord(char) {
  return char !== undefined && /\w/.test(char);
}

function mention(text) {
  return el("span", { class: "mention" }, text);
}

function channel(id) {
  const known = channelOf(id);
  const name = channelName(id);
  if (!known) return el("span", { class: "mention" }, icon("hash"), name);
  return el(
    "button",
    { type: "button", class: "mention", "data-go": id, "data-key": `go${id}` },
    icon(known.kind === "text" ? "hash" : known.kind),
    hidden("Go to "),
    name,
  );
}

function command(name) {
  return el("button", { type: "button", class: "mention", "data-command": name }, `/${name}`);
}

/** A link. One to a channel goes there, as in Discord, for as long as the viewer sees it. */
function link(address, words) {
  const id = /^https:\/\/discord\.com\/channels\/\d+\/(\d+)$/.exec(address)?.[1];
  if (id && channelOf(id)) {
    return el("button", { type: "button", class: "mention", "data-go": id, "data-key": `go${id}` }, words);
  }
  if (id) return el("span", { class: "link", title: "You do not see that channel now" }, words);
  return el("span", { class: "link", title: `${address} (links are not opened in a rehearsal)` }, words);
}

function spoiler(inside) {
  return el(
    "span",
    {
      class: "spoiler",
      role: "button",
      tabindex: "0",
      "aria-label": "Spoiler, press to read",
      "data-spoiler": "",
    },
    el("span", { "aria-hidden": "true" }, inside),
  );
}
