/** The guided first session: a card that says what to press next, and an outline around it on the page. */

import { problem, say, settle } from "./announce.js";
import { post, refresh } from "./api.js";
import { el, find, morphChildren } from "./dom.js";
import { icon } from "./icons.js";
import { markdown } from "./markdown.js";

const card = find("#guide");
const invitation = find("#invitation");
let told = "";
let isDeclined = false;

/** Shows the step of the guide, or the invitation to it. Outlines what to press. */
export function drawGuide(state) {
  const { guide } = state;
  card.hidden = !guide;
  invitation.hidden = Boolean(guide) || isDeclined;
  if (guide) {
    isDeclined = true;
    morphChildren(card, drawing(guide));
    tell(guide);
  } else {
    told = "";
  }
  outline(guide && !guide.done ? guide.target?.label : null);
}

function drawing({ step, of, title, text, say: words, target, done }) {
  return el(
    "div",
    {},
    el(
      "div",
      { class: "guide-words" },
      el("p", { class: "guide-step" }, done ? "That was the tour" : `Step ${step} of ${of}`),
      el("h2", {}, title),
      el("div", { class: "md" }, markdown(text)),
      words ? el("p", { class: "guide-say" }, icon("compass"), el("span", {}, words)) : null,
    ),
    el("progress", { class: "guide-progress", max: String(of), value: String(step), "aria-label": "How far the tour is" }),
    el(
      "div",
      { class: "guide-foot" },
      el("button", { type: "button", class: "button quiet-button", "data-guide": "stop", "data-key": "stop" }, done ? "Close" : "Stop the tour"),
      done
        ? null
        : el("button", { type: "button", class: target ? "button secondary" : "button primary", "data-guide": "next", "data-key": "next" }, "Next step"),
    ),
  );
}

function tell({ step, of, title, say: words, done }) {
  const now = `${step} ${title} ${done}`;
  if (now === told) return;
  told = now;
  say(`${done ? "" : `Step ${step} of ${of}. `}${title}. ${words ?? ""}`);
}

/** Outlines the last button with this label: in the messages, else among the room's own. */
function outline(label) {
  const wanted = label?.trim().toLowerCase();
  const fits = (node) => (node.dataset.label ?? node.textContent).trim().toLowerCase() === wanted;
  const inMessages = [...document.querySelectorAll("#messages button[data-label]:not(:disabled)")];
  const others = [...document.querySelectorAll("button:not([data-label]):not([data-guide])")];
  const target = wanted ? (inMessages.findLast(fits) ?? others.find(fits)) : undefined;
  for (const node of document.querySelectorAll(".guided")) if (node !== target) node.classList.remove("guided");
  target?.classList.add("guided");
}

async function send(body) {
  settle();
  const answer = await post("guide", body);
  if (answer.error) problem(answer.error);
  await refresh();
}

card.addEventListener("click", ({ target }) => {
  const node = target.closest("[data-guide]");
  if (node) send({ [node.dataset.guide]: true });
});
find("#tour").addEventListener("click", () => send({ start: true }));
find("#invite-tour").addEventListener("click", () => send({ start: true }));
find("#decline-tour").addEventListener("click", () => {
  isDeclined = true;
  invitation.hidden = true;
  find("#write").focus();
});
