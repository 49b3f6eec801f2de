/**
 * The two drawers of a narrow screen: channels on the left, people and weather on the right. Where there is room
 * they are columns; the right one can be put away there, too.
 */

import { find } from "./dom.js";

const DRAWERS = {
  sidebar: {
    node: find("#sidebar"),
    button: find("#open-sidebar"),
    narrow: matchMedia("(max-width: 760px)"),
  },
  panel: { node: find("#panel"), button: find("#open-panel"), narrow: matchMedia("(max-width: 1120px)") },
};
const veil = find("#veil");
const behind = [find("#bar"), find("#rail"), find("#main")];

let open = null;

/** Closes whichever drawer is open and gives the focus back. */
export function closeDrawers() {
  if (!open) return;
  const { button } = DRAWERS[open];
  open = null;
  draw();
  button.focus();
}

function isOverlay(name) {
  return DRAWERS[name].narrow.matches;
}

function toggle(name) {
  if (!isOverlay(name)) {
    document.body.classList.toggle(`without-${name}`);
    return draw();
  }
  if (open === name) return closeDrawers();
  open = name;
  draw();
  (DRAWERS[name].node.querySelector("[data-first]") ?? DRAWERS[name].node).focus();
  return undefined;
}

function draw() {
  for (const [name, { node, button }] of Object.entries(DRAWERS)) {
    const isShown = isOverlay(name) ? open === name : !document.body.classList.contains(`without-${name}`);
    node.classList.toggle("open", isShown && isOverlay(name));
    node.inert = !isShown || (open !== null && open !== name);
    button.setAttribute("aria-expanded", String(isShown));
  }
  veil.hidden = open === null;
  for (const node of behind) node.inert = open !== null;
}

function fold() {
  if (open && !isOverlay(open)) open = null;
  draw();
}

/** Begins to listen. */
export function startDrawers() {
  for (const [name, { node, button, narrow }] of Object.entries(DRAWERS)) {
    button.addEventListener("click", () => toggle(name));
    narrow.addEventListener("change", fold);
    node.querySelector("[data-close]")?.addEventListener("click", closeDrawers);
  }
  veil.addEventListener("click", closeDrawers);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open && !event.defaultPrevented) closeDrawers();
  });
  draw();
}
