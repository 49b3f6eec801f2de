/**
 * Discord's Markdown in blocks: headings, small text, quotes, lists and code. What stands within a line is for
 * `inline.js`. Everything becomes nodes; no words are ever read as HTML.
 */

import { el } from "./dom.js";
import { inline } from "./inline.js";

const FENCE = /```(?:([\w+#.-]+)\n)?\n?([^]*?)```/g;
const HEADING = /^(#{1,3})\s+(.+)$/;
const SMALL = /^-#\s+(.+)$/;
const QUOTE = /^>\s(.*)$/;
const QUOTE_REST = /^>>>\s(.*)$/;
const ITEM = /^( *)([-*]|\d{1,9}\.)\s+(.+)$/;

/** A text as Discord shows it. */
export function markdown(text) {
  const body = document.createDocumentFragment();
  const source = String(text ?? "");
  let at = 0;
  for (const found of source.matchAll(FENCE)) {
    body.append(...blocks(source.slice(at, found.index)));
    body.append(el("pre", { class: "code-block" }, el("code", {}, found[2])));
    at = found.index + found[0].length;
  }
  body.append(...blocks(source.slice(at).replace(at ? /^\n/ : /^$/, "")));
  return body;
}

/** The words of a text without any format, for a line that is read aloud or quoted. */
export function plain(text) {
  return markdown(text).textContent.replace(/\s+/g, " ").trim();
}

function blocks(text) {
  if (!text.trim()) return [];
  const lines = text.split("\n");
  const made = [];
  let words = [];
  const flush = () => {
    const said = words.join("\n").replace(made.length ? /^\n/ : /^$/, "");
    if (said.trim()) made.push(el("p", {}, inline(said.replace(/\n+$/, ""))));
    words = [];
  };
  while (lines.length) {
    const block = special(lines);
    if (block) {
      flush();
      made.push(block);
    } else {
      words.push(lines.shift());
    }
  }
  flush();
  return made;
}

/** Takes the block that begins on the first line, if one does. */
function special(lines) {
  const line = lines[0];
  let found = HEADING.exec(line);
  if (found) {
    lines.shift();
    // One level for a screen reader, as a card may begin with any of the three; the look differs.
    return el("h4", { class: `md-h${found[1].length}` }, inline(found[2].replace(/\s+#+$/, "")));
  }
  found = SMALL.exec(line);
  if (found) {
    lines.shift();
    return el("p", { class: "md-small" }, inline(found[1]));
  }
  found = QUOTE_REST.exec(line);
  if (found) {
    const rest = [found[1], ...lines.splice(0).slice(1)];
    return el("blockquote", {}, blocks(rest.join("\n")));
  }
  if (QUOTE.test(line)) return quote(lines);
  return ITEM.test(line) ? list(lines, ITEM.exec(line)[1].length) : null;
}

function quote(lines) {
  const quoted = [];
  for (let found; lines.length && (found = QUOTE.exec(lines[0])); lines.shift()) quoted.push(found[1]);
  return el("blockquote", {}, blocks(quoted.join("\n")));
}

function list(lines, depth) {
  const first = ITEM.exec(lines[0])[2];
  const isNumbered = isNumber(first);
  const node = isNumbered ? el("ol", { start: String(Number.parseInt(first, 10)) }) : el("ul");
  while (lines.length) {
    const found = ITEM.exec(lines[0]);
    if (!found || found[1].length < depth) break;
    const isDeeper = found[1].length > depth && node.lastChild;
    if (!isDeeper && isNumber(found[2]) !== isNumbered) break;
    if (isDeeper) {
      node.lastChild.append(list(lines, found[1].length));
    } else {
      node.append(el("li", {}, inline(found[3])));
      lines.shift();
    }
  }
  return node;
}

function isNumber(mark) {
  return mark !== "-" && mark !== "*";
}
