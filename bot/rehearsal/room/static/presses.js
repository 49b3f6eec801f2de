/** What can be pressed in the messages: the bot's buttons and menus, mentions, spoilers, replies and dismissals. */

import { notice, problem, settle } from "./announce.js";
import { act } from "./api.js";
import { SELECTS } from "./components.js";
import { startCommand } from "./composer.js";
import { find } from "./dom.js";
import { entityOptions } from "./fields.js";
import { toggleMenu } from "./menu.js";
import { dismiss, messageNode } from "./messages.js";
import { forgetModal } from "./modal.js";
import { goTo } from "./places.js";
import { room } from "./store.js";
import { walk } from "./words.js";

const FLASH_MS = 1600;
const log = find("#log");

/** By the mark on the node: what a press does. */
const PRESSES = {
  press: (node, message) => press(node, message, "click", { custom_id: node.dataset.press }),
  select: openSelect,
  go: (node) => goTo(node.dataset.go),
  command: (node) => startCommand(node.dataset.command),
  jump: (node) => jumpTo(node.dataset.jump),
  dismiss: (node) => {
    dismiss(node.dataset.dismiss);
    find("#write").focus();
  },
  spoiler: reveal,
  link: (node) => notice(`In Discord this opens ${node.dataset.link}. Nothing is opened in a rehearsal.`),
};

async function press(node, message, kind, details) {
  if (node.dataset.busy) return;
  settle();
  forgetModal();
  node.dataset.busy = "yes";
  node.setAttribute("aria-busy", "true");
  const answer = await act(kind, { message, ...details });
  delete node.dataset.busy;
  node.removeAttribute("aria-busy");
  if (answer.error) problem(answer.error);
}

function openSelect(node, id) {
  const message = room.state.messages.find((one) => one.id === id);
  const c = [...walk(message?.components)].find(
    (one) => SELECTS.has(one.type) && one.custom_id === node.dataset.select,
  );
  if (!c) return;
  const options = c.type === 3 ? c.options : entityOptions(c);
  const chosen = [
    ...(c.options ?? []).filter((option) => option.default).map(({ value }) => value),
    ...(c.default_values ?? []).map((one) => one.id),
  ];
  toggleMenu(node, {
    options,
    chosen,
    min: c.min_values ?? 1,
    max: c.max_values ?? 1,
    label: c.placeholder || "Choices",
    choose: (values) => {
      const labels = options.filter(({ value }) => values.includes(value)).map(({ label }) => label);
      const shown = node.querySelector(".menu-value");
      shown.textContent = labels.join(", ");
      shown.classList.remove("menu-empty");
      press(node, id, "select", { custom_id: node.dataset.select, ctype: c.type, values });
    },
  });
}

function reveal(node) {
  const veil = node.closest(".veil") ?? node;
  veil.dataset.shown = "";
  if (veil !== node) return;
  node.removeAttribute("role");
  node.removeAttribute("aria-label");
  node.firstElementChild?.removeAttribute("aria-hidden");
}

function jumpTo(id) {
  const node = messageNode(id);
  if (!node) return;
  node.scrollIntoView({ block: "center" });
  node.focus({ preventScroll: true });
  node.classList.add("flash");
  setTimeout(() => node.classList.remove("flash"), FLASH_MS);
}

function pressed(event) {
  const node = event.target.closest("button, [data-spoiler]");
  if (!node || node.disabled) return;
  const mark = Object.keys(PRESSES).find((name) => name in node.dataset);
  if (mark) PRESSES[mark](node, node.closest("[data-message]")?.dataset.message);
}

log.addEventListener("click", pressed);
log.addEventListener("keydown", (event) => {
  if (event.target.matches("[data-spoiler]:not(button)") && ["Enter", " "].includes(event.key)) {
    event.preventDefault();
    reveal(event.target);
  }
});
