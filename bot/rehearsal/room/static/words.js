/** What a message says, in plain words: for announcements, for the line above a reply, and to know who is meant. */

import { plain } from "./markdown.js";

const BUTTON = 2;
const TEXT = 10;

/** Every component of a message, from top to bottom. */
export function* walk(components) {
  for (const component of components ?? []) {
    yield component;
    yield* walk(component.components);
    if (component.accessory) yield component.accessory;
    if (component.component) yield* walk([component.component]);
  }
}

/** The lines of a message: its text, its cards, and the names of its files. */
export function linesOf(message) {
  const parts = [
    message.system ?? "",
    message.content ?? "",
    ...[...walk(message.components)].filter((c) => c.type === TEXT).map((c) => c.content),
    ...(message.embeds ?? []).flatMap((embed) => [embed.title ?? "", embed.description ?? ""]),
    ...(message.files ?? []).map((file) => `File ${file.name}`),
  ];
  return parts.flatMap((part) => String(part).split("\n")).filter((line) => line.trim());
}

/** The words of a message in one line. */
export function wordsOf(message) {
  return sentence(linesOf(message));
}

/** Lines without their format, one after the other, each with its end. */
export function sentence(lines) {
  const said = lines.map((line) => plain(line.replace(/^(#{1,3}|-#|>|-|\*) /, ""))).filter(Boolean);
  return said.map((line) => (/[\p{L}\p{N})]$/u.test(line) && said.length > 1 ? `${line}.` : line)).join(" ");
}

/** The buttons that can be pressed, by their labels. */
export function labelsOf(message) {
  const buttons = [...walk(message.components)].filter((c) => c.type === BUTTON && !c.disabled);
  return buttons.map((button) => button.label ?? button.emoji?.name ?? "").filter(Boolean);
}

const CALL = /^(?:#{1,3} )?((?:<@!?\d+>[\s,]*)+)/;

/**
 * Whether a message calls this person, which Discord marks. Of the bot's cards only those that begin by speaking to
 * them: the bot names people without calling them, and the page is not told of whom Discord was asked to.
 */
export function isFor(message, id) {
  if (message.author.id === id) return false;
  const names = (words) => new RegExp(`<@!?${id}>`).test(words);
  const lines = linesOf(message);
  if (message.author.bot) return lines.some((line) => names(CALL.exec(line)?.[1] ?? ""));
  return lines.some((line) => names(line) || /@(everyone|here)\b/.test(line));
}
