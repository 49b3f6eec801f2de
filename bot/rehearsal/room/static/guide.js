/** The guided first session: a card that says what to press next, and an outline around it on the page. */

import { problem, say, settle } from "./announce.js";
import { post, refresh } from "./api.js";
import { el, find, hidden, morphChildren } from "./dom.js";
import { icon } from "./icons.js";
import { markdown } from "./markdown.js";
import { isOutOfSight, onSight, pointAt, showTarget } from "./pointer.js";
import { room } from "./store.js";

const LOW_PX = 560;

const card = find("#guide");
const invitation = find("#invitation");
let told = "";
let isDeclined = false;
/** On a small screen the words can be folded away, so that the messages have room. */
let isFolded = innerHeight < LOW_PX;

/** Shows the step of the guide, or the invitation to it. Outlines what to press. */
export function drawGuide(state) {
  const { guide } = state;
  card.hidden = !guide;
  invitation.hidden = Boolean(guide) || isDeclined;
  if (guide) {
    isDeclined = true;
    card.classList.toggle("folded", isFolded);
    morphChildren(card, drawing(guide));
    tell(guide);
  } else {
    told = "";
  }
  pointAt((guide && !guide.done && guide.target?.label) || null);
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
      el("div", { class: "guide-buttons" }, [
        isOutOfSight()
          ? el(
              "button",
              { type: "button", class: "button primary", "data-show": "", "data-key": "show" },
              "Show me where",
            )
          : null,
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
      ]),
    ),
  );
}

function tell({ step, of, title, say: words, done }) {
  const now = `${step} ${title} ${done}`;
  if (now === told) return;
  told = now;
  say(`${done ? "" : `Step ${step} of ${of}. `}${title}. ${words ?? ""}`);
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
  if (target.closest("[data-show]")) showTarget();
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
onSight(() => room.state && drawGuide(room.state));
