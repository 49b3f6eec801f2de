/** The list of what can be practised: the tour and the scenes, chosen by name. */

import { el, find } from "./dom.js";
import { icon } from "./icons.js";
import { room } from "./store.js";

const dialog = find("#practice");
let begin = () => {};

/** Says what to do with the lesson that is chosen. It returns a promise. */
export function onPractice(handler) {
  begin = handler;
}

/** Opens the list. */
export function choosePractice() {
  if (!room.state || dialog.open) return;
  dialog.replaceChildren(
    el(
      "header",
      { class: "modal-head" },
      el("h2", { id: "practice-title" }, "What would you like to practise?"),
      el(
        "button",
        { type: "button", class: "plain", "aria-label": "Close the list", onclick: () => dialog.close() },
        icon("close"),
      ),
    ),
    el(
      "ul",
      { class: "lessons" },
      room.state.lessons.map(({ key, title, about }) =>
        el(
          "li",
          {},
          el(
            "button",
            { type: "button", class: "lesson", onclick: ({ currentTarget }) => choose(currentTarget, key) },
            el("strong", {}, title),
            el("span", { class: "quiet" }, about),
          ),
        ),
      ),
    ),
    el(
      "p",
      { class: "quiet lessons-foot", role: "status" },
      "Most scenes begin in the middle of a circle. Setting them takes a few seconds.",
    ),
  );
  dialog.showModal();
}

async function choose(node, key) {
  if (dialog.getAttribute("aria-busy")) return;
  dialog.setAttribute("aria-busy", "true");
  node.classList.add("chosen");
  dialog.querySelector("[role=status]").textContent = "One moment. The others are taking their seats.";
  await begin(key);
  dialog.removeAttribute("aria-busy");
  dialog.close();
}

for (const node of document.querySelectorAll("[data-practise]")) node.addEventListener("click", choosePractice);
