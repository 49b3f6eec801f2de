/**
 * Discord's components as they look in a message: containers, text, buttons, menus, pictures and files. Nothing
 * here listens: what is pressed carries `data-…` marks, which `presses.js` understands.
 */

import { el, hidden } from "./dom.js";
import { icon } from "./icons.js";
import { file, picture } from "./files.js";
import { markdown } from "./markdown.js";
import { channelName, nameOf, roleName } from "./store.js";

export const SELECTS = new Set([3, 5, 6, 7, 8]);
const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "premium" };
const PLACEHOLDERS = {
  3: "Make a selection",
  5: "Choose a person",
  6: "Choose a role",
  7: "Choose a person or a role",
  8: "Choose a channel",
};
/** The defaults of menus that Discord fills: a person, a role or a channel by its id. */
const NAMES = { user: nameOf, role: roleName, channel: channelName };

const DRAWINGS = {
  1: row,
  2: button,
  3: select,
  5: select,
  6: select,
  7: select,
  8: select,
  9: section,
  10: (c) => el("div", { class: "text md" }, markdown(c.content)),
  11: thumbnail,
  12: gallery,
  13: fileCard,
  14: separator,
  17: container,
};

/** Draws one component. One this page does not know is named, not hidden. */
export function component(c) {
  const draw = DRAWINGS[c.type];
  return draw
    ? draw(c)
    : el("p", { class: "unknown" }, `Something the rehearsal cannot show (component ${c.type}).`);
}

function row(c) {
  return el("div", { class: "row" }, c.components.map(component));
}

function button(c) {
  const style = STYLES[c.style] ?? "secondary";
  const label = c.label || c.emoji?.name || "Button";
  return el(
    "button",
    {
      type: "button",
      class: `button ${style}`,
      disabled: Boolean(c.disabled) || style === "premium",
      "data-label": label,
      "data-press": style === "link" ? null : c.custom_id,
      "data-link": style === "link" ? c.url : null,
      "data-key": `b${keyFor(c.custom_id ?? c.url ?? label)}`,
    },
    c.emoji?.name && c.label
      ? el("span", { class: "emoji", "aria-hidden": "true" }, `${c.emoji.name} `)
      : null,
    label,
    style === "link" ? icon("link") : null,
  );
}

/** A card that is drawn anew has new numbers in its ids; the same button is still the same button. */
function keyFor(id) {
  return String(id).replace(/\d+/g, "");
}

function select(c) {
  const chosen = chosenOf(c);
  const placeholder = c.placeholder || PLACEHOLDERS[c.type];
  return el(
    "button",
    {
      type: "button",
      class: "menu",
      role: "combobox",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-label": placeholder,
      disabled: Boolean(c.disabled),
      "data-select": c.custom_id,
      "data-key": `s${keyFor(c.custom_id)}`,
    },
    el(
      "span",
      { class: chosen.length ? "menu-value" : "menu-value menu-empty" },
      chosen.join(", ") || placeholder,
    ),
    icon("down"),
  );
}

/** What is chosen in a menu before anybody touches it. */
export function chosenOf(c) {
  const named = (c.default_values ?? []).map(({ id, type }) => NAMES[type]?.(id) ?? id);
  return [...(c.options ?? []).filter((option) => option.default).map((option) => option.label), ...named];
}

function section(c) {
  return el(
    "div",
    { class: "section" },
    el("div", { class: "section-words" }, c.components.map(component)),
    c.accessory ? el("div", { class: "section-side" }, component(c.accessory)) : null,
  );
}

function thumbnail(c) {
  return veiled(c, picture(c.media?.url, c.description, "thumbnail"));
}

function gallery(c) {
  const items = c.items ?? [];
  const shown = items.map((item) =>
    veiled(item, picture(item.media?.url, item.description, "gallery-picture")),
  );
  return el("div", { class: `gallery gallery-${Math.min(items.length, 5)}` }, shown);
}

function fileCard(c) {
  const url = c.file?.url ?? "";
  return veiled(c, file({ name: c.name || url.split("/").pop() || "file", url, size: c.size }));
}

function separator(c) {
  const size = c.spacing === 2 ? "wide" : "narrow";
  return el("div", { class: `separator ${size}${c.divider === false ? " bare" : ""}` });
}

function container(c) {
  const node = el("div", { class: "container" }, c.components.map(component));
  if (c.accent_color !== null && c.accent_color !== undefined) {
    node.classList.add("accented");
    node.style.setProperty("--accent", `#${Number(c.accent_color).toString(16).padStart(6, "0")}`);
  }
  return veiled(c, node);
}

/** Hides a picture, a file or a card that is marked as a spoiler until it is pressed. */
function veiled(c, node) {
  if (!c.spoiler) return node;
  return el(
    "div",
    { class: "veil", "data-key": "veil" },
    el(
      "button",
      { type: "button", class: "veil-lift", "data-spoiler": "" },
      "Spoiler",
      hidden(", press to show"),
    ),
    el("div", { class: "veiled" }, node),
  );
}
