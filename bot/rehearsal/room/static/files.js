/** Pictures, attachments and embeds of a message. Everything is fetched through the room's own server. */

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { markdown } from "./markdown.js";

const UNITS = ["bytes", "KB", "MB", "GB"];

/** Where the room serves a file of the simulated Discord. An address that is the room's own stays as it is. */
export function local(url) {
  if (!url) return "";
  return url.startsWith("cdn?") || url.startsWith("data:") ? url : `cdn?${new URLSearchParams({ u: url })}`;
}

/** A picture. Without a description it is named as one, so that a screen reader does not spell an address. */
export function picture(url, description, kind) {
  return el("img", {
    class: kind,
    src: local(url),
    alt: description || "Picture without a description",
    loading: "lazy",
  });
}

/** An attachment: a picture, or a card with its name that downloads it. */
export function file({ name, url, size, image }) {
  if (image) return picture(url, name, "attachment-picture");
  return el(
    "div",
    { class: "file" },
    icon("file"),
    el(
      "span",
      { class: "file-words" },
      el("a", { class: "link", href: local(url), download: name }, name),
      size ? el("span", { class: "quiet" }, inBytes(size)) : null,
    ),
  );
}

function inBytes(size) {
  let [left, unit] = [Number(size), 0];
  while (left >= 1024 && unit < UNITS.length - 1) [left, unit] = [left / 1024, unit + 1];
  return `${unit ? left.toFixed(2) : left} ${UNITS[unit]}`;
}

/** An embed, the older form of a card. */
export function embed(e) {
  const node = el(
    "div",
    { class: "embed" },
    e.author?.name ? el("p", { class: "embed-author" }, e.author.name) : null,
    e.title ? el("h4", { class: e.url ? "embed-title link" : "embed-title" }, e.title) : null,
    e.description ? el("div", { class: "embed-words md" }, markdown(e.description)) : null,
    e.fields?.length ? el("div", { class: "embed-fields" }, e.fields.map(field)) : null,
    e.image?.url ? picture(e.image.url, e.image.description, "embed-image") : null,
    e.thumbnail?.url ? picture(e.thumbnail.url, e.thumbnail.description, "embed-thumbnail") : null,
    e.footer?.text ? el("p", { class: "embed-footer" }, e.footer.text) : null,
  );
  if (Number.isInteger(e.color))
    node.style.setProperty("--accent", `#${e.color.toString(16).padStart(6, "0")}`);
  return node;
}

function field({ name, value, inline }) {
  return el(
    "div",
    { class: inline ? "embed-field beside" : "embed-field" },
    el("p", { class: "embed-field-name" }, name),
    el("div", { class: "md" }, markdown(value)),
  );
}
