/** The list of commands above the composer, while one types `/`. The focus stays in the composer. */

import { say } from "./announce.js";
import { el, find } from "./dom.js";
import { face } from "./icons.js";
import { room } from "./store.js";

const list = find("#picker");
const write = find("#write");

let found = [];
let at = 0;
let choose = () => {};

/** Says what to do with the command that is chosen. */
export function onPick(handler) {
  choose = handler;
}

/** Whether the list is open. */
export function isPicking() {
  return !list.hidden;
}

/** Shows the commands that fit what is typed; closes when it is no command. */
export function drawPicker(typed) {
  const before = found.map(({ name }) => name).join();
  found = typed.startsWith("/") ? matching(typed.slice(1).toLowerCase()) : [];
  if (!found.length) return closePicker();
  if (found.map(({ name }) => name).join() !== before || list.hidden) {
    list.replaceChildren(...found.map(entry));
    list.hidden = false;
    say(found.length === 1 ? "1 command." : `${found.length} commands.`);
    moveTo(0);
  }
  return undefined;
}

/** Closes the list. */
export function closePicker() {
  found = [];
  list.hidden = true;
  list.replaceChildren();
  write.removeAttribute("aria-activedescendant");
}

/** What a key does while the list is open. Returns whether it did something. */
export function pickerKey(key) {
  if (list.hidden) return false;
  if (key === "ArrowDown") moveTo(at + 1);
  else if (key === "ArrowUp") moveTo(at - 1);
  else if (key === "Enter" || key === "Tab") choose(found[at], key);
  else if (key === "Escape") closePicker();
  else return false;
  return true;
}

/** Commands that begin with what is typed, then those that contain it; a whole command with words after it, too. */
function matching(typed) {
  const commands = room.state?.commands ?? [];
  const whole = commands.filter(({ name }) => typed.startsWith(`${name} `));
  const begin = commands.filter(({ name }) => name.startsWith(typed));
  const within = commands.filter(
    (command) => !begin.includes(command) && command.name.includes(typed.trim()),
  );
  return whole.length ? whole : [...begin, ...within];
}

function entry({ name, description, options }, index) {
  return el(
    "li",
    {
      id: `picker-${index}`,
      class: "picker-entry",
      role: "option",
      "aria-selected": "false",
      "data-index": String(index),
    },
    face({ bot: true }, "small"),
    el(
      "span",
      { class: "picker-words" },
      el(
        "span",
        {},
        el("span", { class: "picker-name" }, `/${name}`),
        options.map((option) => [
          " ",
          el("span", { class: option.required ? "picker-option must" : "picker-option" }, option.name),
        ]),
      ),
      el("span", { class: "quiet" }, description),
    ),
  );
}

function moveTo(index) {
  at = (index + found.length) % found.length;
  list.querySelector('[aria-selected="true"]')?.setAttribute("aria-selected", "false");
  const node = list.children[at];
  node.setAttribute("aria-selected", "true");
  node.scrollIntoView({ block: "nearest" });
  write.setAttribute("aria-activedescendant", node.id);
}

list.addEventListener("mousedown", (event) => event.preventDefault());
list.addEventListener("click", (event) => {
  const node = event.target.closest("[data-index]");
  if (node) choose(found[Number(node.dataset.index)], "Enter");
});
