/** The guided first session: a card that says what to press next, and an outline around it on the page. */

import { problem, say, settle } from "./announce.js";
import { post, refresh } from "./api.js";
import { el, find, hidden, morphChildren } from "./dom.js";
import { icon } from "./icons.js";
import { markdown } from "./markdown.js";
import { room } from "./store.js";

const card = find("#guide");
const invitation = find("#invitation");
let told = "";
let isDeclined = false;
/** On a small screen the words can be folded away, so that the messages have room. */
let isFolded = false;

let wanted = null;

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
  wanted = guide && !guide.done ? guide.target?.label : null;
  outline(wanted);
}

function drawing({ step, of, title, text, say: words, target, done }) {
  return el(
    "div",
    {},
    el(
      "div",
      { class: "guide-head" },
      el("p", { class: "guide-step" }, done ? "That was the tour" : `Step ${step} of ${of}`),
      el(
        "button",
        {
          type: "button",
          class: "plain",
          "aria-expanded": String(!isFolded),
          "aria-controls": "guide-text",
          "data-fold": "",
        },
        hidden("The step in full"),
        icon("down"),
      ),
    ),
    el("h2", {}, title),
    el("div", { class: "md", id: "guide-text", hidden: isFolded }, markdown(text)),
    el("progress", {
      class: "guide-progress",
      max: String(of),
      value: String(step),
      "aria-label": "How far the tour is",
    }),
    el(
      "div",
      { class: "guide-foot" },
      el("p", { class: "guide-say" }, words ? [icon("compass"), el("span", {}, words)] : null),
      el(
        "button",
        { type: "button", class: "button quiet-button", "data-guide": "stop", "data-key": "stop" },
        done ? "Close" : "Stop the tour",
      ),
      done
        ? null
        : el(
            "button",
            {
              type: "button",
              class: target ? "button secondary" : "button primary",
              "data-guide": "next",
              "data-key": "next",
            },
            "Next step",
          ),
    ),
  );
}

function tell({ step, of, title, say: words, done }) {
  const now = `${step} ${title} ${done}`;
  if (now === told) return;
  told = now;
  say(`${done ? "" : `Step ${step} of ${of}. `}${title}. ${words ?? ""}`);
}

/** Outlines what to press: the newest button with this label, or, for a command, the way to it. */
function outline(label) {
  const target = label ? (label.startsWith("/") ? wayTo(label) : buttonOf(label)) : undefined;
  for (const node of document.querySelectorAll(".guided"))
    if (node !== target) node.classList.remove("guided");
  target?.classList.add("guided");
}

function buttonOf(label) {
  const fits = (node) =>
    (node.dataset.label ?? node.textContent).trim().toLowerCase() === label.trim().toLowerCase();
  const inMessages = [...document.querySelectorAll("#messages button[data-label]:not(:disabled)")];
  const others = [...document.querySelectorAll("#bar button, #channels button, #voice button")];
  return inMessages.findLast(fits) ?? others.find(fits);
}

/** A command is run by its form, found in the list of commands, and the list is behind a button. */
function wayTo(command) {
  const form = find("#options");
  if (!form.hidden && form.getAttribute("aria-label").endsWith(command))
    return form.querySelector("[type=submit]");
  const names = [...document.querySelectorAll("#picker .picker-name")];
  return names.find((node) => node.textContent === command)?.closest("li") ?? find("#commands");
}

async function send(body) {
  settle();
  const answer = await post("guide", body);
  if (answer.error) problem(answer.error);
  await refresh();
}

card.addEventListener("click", ({ target }) => {
  if (target.closest("[data-fold]")) {
    isFolded = !isFolded;
    drawGuide(room.state);
  }
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
// The list of commands and their form open and close between two states.
new MutationObserver(() => wanted?.startsWith("/") && outline(wanted)).observe(find("#dock"), {
  childList: true,
  subtree: true,
  attributeFilter: ["hidden"],
});
