/** Points at what the tour asks one to press: an outline on the page, and a way to it when it is out of sight. */

import { find } from "./dom.js";
import { room } from "./store.js";

const log = find("#log");
const sight = new IntersectionObserver(seen, { root: log, threshold: 0.6 });

let wanted = null;
let target = null;
let isHidden = false;
let changed = () => {};

/** Calls `listener` when the target goes out of sight or comes back. */
export function onSight(listener) {
  changed = listener;
}

/** Whether there is something to press that cannot be seen just now. */
export function isOutOfSight() {
  return isHidden;
}

/** Whether it is in another place than the one that is shown. */
export function isElsewhere() {
  return Boolean(wanted?.channel) && wanted.channel !== room.state?.channel;
}

/**
 * Outlines what is to be pressed. Null takes the outline away.
 * @param {{label: string | null, channel: string | null} | null} what the newest button with this label, or, for a
 *   command, the way to it; in another place, or without a label, the way to that place
 */
export function pointAt(what) {
  wanted = what;
  const found = what ? nodeOf(what) : undefined;
  for (const node of document.querySelectorAll(".guided"))
    if (node !== found) node.classList.remove("guided");
  found?.classList.add("guided");
  if (found === target) return;
  sight.disconnect();
  target = found;
  setHidden(false);
  if (target && log.contains(target)) sight.observe(target);
}

function nodeOf({ label, channel }) {
  if (isElsewhere()) return wayThrough(channel);
  if (!label) return undefined;
  return label.startsWith("/") ? wayTo(label) : buttonOf(label);
}

/** On a small screen the list of channels is behind a button. */
function wayThrough(channel) {
  const sidebar = find("#sidebar");
  return sidebar.inert ? find("#open-sidebar") : sidebar.querySelector(`[data-channel="${channel}"]`);
}

/** Brings what is to be pressed into sight. */
export function showTarget() {
  target?.scrollIntoView({ block: "center" });
  target?.focus({ preventScroll: true });
}

function seen(entries) {
  setHidden(!entries.at(-1).isIntersecting);
}

function setHidden(now) {
  if (isHidden === now) return;
  isHidden = now;
  changed();
}

function buttonOf(label) {
  const name = label.trim().toLowerCase();
  const fits = (node) => (node.dataset.label ?? node.textContent).trim().toLowerCase() === name;
  const inMessages = [...document.querySelectorAll("#messages button[data-label]:not(:disabled)")];
  const others = [...document.querySelectorAll("#bar button, #channels button, #voice button")];
  return inMessages.findLast(fits) ?? others.find(fits);
}

/** A command is run by its form, found in the list of commands, and the list is behind a button. */
function wayTo(command) {
  const form = find("#options");
  const isOpen = !form.hidden && form.getAttribute("aria-label").endsWith(command);
  if (isOpen) return form.querySelector("[type=submit]");
  const names = [...document.querySelectorAll("#picker .picker-name")];
  return names.find((node) => node.textContent === command)?.closest("li") ?? find("#commands");
}

// The list of commands, its form and the list of channels open and close between two states.
const opening = new MutationObserver(() => wanted && pointAt(wanted));
opening.observe(find("#dock"), { childList: true, subtree: true, attributeFilter: ["hidden"] });
opening.observe(find("#sidebar"), { attributeFilter: ["inert"] });
