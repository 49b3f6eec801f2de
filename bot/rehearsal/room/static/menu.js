/**
 * The menu that opens from a select: a list of choices by the pattern of a select-only combobox. The focus stays
 * on the button; arrows move, Enter chooses, Escape closes, letters jump. It lives outside what is redrawn.
 */

import { el } from "./dom.js";
import { float } from "./float.js";
import { icon } from "./icons.js";

const TYPING_MS = 700;

let open = null;

/**
 * Opens the menu of a button, or closes it.
 * @param {HTMLElement} anchor the button, with the role combobox
 * @param {object} spec `options` ({value, label, description}), `chosen` values, `min` and `max` of them, a `label`
 *   for the list, and `choose(values)`, called when one is chosen, or, with several, when the menu is closed
 */
export function toggleMenu(anchor, spec) {
  if (open?.anchor === anchor) return closeMenu(true);
  closeMenu(false);
  const many = (spec.max ?? 1) > 1;
  const list = el("ul", {
    id: "menu",
    class: "menu-list",
    role: "listbox",
    tabindex: "0",
    "aria-label": spec.label,
    "aria-multiselectable": many ? "true" : null,
  });
  open = { anchor, spec, list, many, chosen: new Set(spec.chosen ?? []), at: -1, typed: "", typedAt: 0 };
  list.append(...spec.options.map(option));
  if (!spec.options.length)
    list.append(
      el("li", { class: "menu-none", role: "option", "aria-disabled": "true" }, "Nothing to choose from"),
    );
  (anchor.closest("dialog, main") ?? document.body).append(list);
  anchor.dataset.open = "";
  anchor.setAttribute("aria-expanded", "true");
  anchor.setAttribute("aria-controls", "menu");
  const first = spec.options.findIndex(({ value }) => open.chosen.has(value));
  moveTo(Math.max(first, 0));
  placeMenu();
  return undefined;
}

/** Closes the menu that is open; with `commit`, several choices are sent. */
export function closeMenu(commit) {
  if (!open) return;
  const { anchor, spec, list, many, chosen } = open;
  open = null;
  list.remove();
  delete anchor.dataset.open;
  anchor.setAttribute("aria-expanded", "false");
  anchor.removeAttribute("aria-controls");
  anchor.removeAttribute("aria-activedescendant");
  const before = new Set(spec.chosen ?? []);
  const isNew = chosen.size !== before.size || [...chosen].some((value) => !before.has(value));
  if (commit && many && isNew && chosen.size >= (spec.min ?? 1)) {
    spec.choose(spec.options.map(({ value }) => value).filter((value) => chosen.has(value)));
  }
}

/** Puts the open menu beside its button; closes it when the button is gone. */
export function placeMenu() {
  if (!open) return;
  const { anchor, list } = open;
  if (!anchor.isConnected || anchor.disabled) return void closeMenu(false);
  float(list, anchor);
}

function option({ value, label, description }, index) {
  const isChosen = open.chosen.has(value);
  return el(
    "li",
    {
      id: `menu-${index}`,
      class: "menu-option",
      role: "option",
      "aria-selected": String(isChosen),
      "data-index": String(index),
    },
    el(
      "span",
      { class: "menu-words" },
      el("span", {}, label),
      description ? el("span", { class: "quiet" }, description) : null,
    ),
    el("span", { class: open.many ? "menu-box" : "menu-tick", "aria-hidden": "true" }, icon("check")),
  );
}

function moveTo(index) {
  const count = open.spec.options.length;
  if (!count) return;
  open.at = Math.max(0, Math.min(count - 1, index));
  open.list.querySelector(".active")?.classList.remove("active");
  const node = open.list.children[open.at];
  node.classList.add("active");
  node.scrollIntoView({ block: "nearest" });
  open.anchor.setAttribute("aria-activedescendant", node.id);
}

function pick(index) {
  const { spec, many, chosen, list } = open;
  const choice = spec.options[index];
  if (!choice) return;
  if (!many) {
    closeMenu(false);
    spec.choose([choice.value]);
    return;
  }
  if (chosen.has(choice.value)) chosen.delete(choice.value);
  else if (chosen.size < spec.max) chosen.add(choice.value);
  [...list.children].forEach((node, at) => {
    const isChosen = chosen.has(spec.options[at].value);
    node.setAttribute("aria-selected", String(isChosen));
    node.toggleAttribute("aria-disabled", false);
    if (!isChosen && chosen.size >= spec.max) node.setAttribute("aria-disabled", "true");
  });
}

function jump(letter) {
  const now = performance.now();
  open.typed = (now - open.typedAt < TYPING_MS ? open.typed : "") + letter.toLowerCase();
  open.typedAt = now;
  const index = open.spec.options.findIndex(({ label }) => label.toLowerCase().startsWith(open.typed));
  if (index >= 0) moveTo(index);
}

const KEYS = {
  ArrowDown: () => moveTo(open.at + 1),
  ArrowUp: () => moveTo(open.at - 1),
  Home: () => moveTo(0),
  End: () => moveTo(Infinity),
  Enter: () => pick(open.at),
  " ": () => pick(open.at),
  Escape: () => closeMenu(true),
};

addEventListener(
  "keydown",
  (event) => {
    if (!open || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Tab") return void closeMenu(true);
    const does = KEYS[event.key] ?? (event.key.length === 1 ? () => jump(event.key) : null);
    if (!does) return;
    event.preventDefault();
    event.stopPropagation();
    does();
  },
  true,
);
addEventListener("pointerdown", (event) => {
  if (open && !open.list.contains(event.target) && !open.anchor.contains(event.target)) closeMenu(true);
});
// The list takes no focus, so that the button keeps it and the phone's keyboard stays where it is.
addEventListener("mousedown", (event) => open?.list.contains(event.target) && event.preventDefault());
addEventListener("click", (event) => {
  const node = open && event.target.closest?.(".menu-option");
  if (node && open.list.contains(node)) pick(Number(node.dataset.index));
});
addEventListener("scroll", (event) => open && event.target !== open.list && placeMenu(), true);
addEventListener("resize", placeMenu);
