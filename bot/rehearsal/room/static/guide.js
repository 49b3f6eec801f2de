/** The tour and the scenes: a card that says what to do next, and an outline around it on the page. */

import { problem, say, settle } from "./announce.js";
import { post, refresh } from "./api.js";
import { el, find, hidden, morphChildren } from "./dom.js";
import { icon } from "./icons.js";
import { markdown } from "./markdown.js";
import { goTo } from "./places.js";
import { isElsewhere, isOutOfSight, onSight, pointAt, showTarget } from "./pointer.js";
import { choosePractice, onPractice } from "./practice.js";
import { room } from "./store.js";

const LOW_PX = 560;
const TOUR = "tour";

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
  // What to press is known first: the buttons of the card say where it is.
  pointAt((guide && !guide.done && guide.target) || null);
  if (!guide) {
    told = "";
    return;
  }
  isDeclined = true;
  // What there was to choose is what one comes for.
  if (`${guide.step} ${guide.title}` !== told && guide.choices.length) isFolded = false;
  card.classList.toggle("folded", isFolded);
  card.setAttribute("aria-label", guide.lesson === TOUR ? "The tour" : `Practice: ${guide.name}`);
  morphChildren(card, drawing(guide));
  tell(guide);
}

function drawing(guide) {
  const { step, of, title, text, say: words, choices } = guide;
  return el(
    "div",
    {},
    el(
      "div",
      { class: "guide-head" },
      el("p", { class: "guide-step" }, head(guide)),
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
    el(
      "div",
      { id: "guide-text", hidden: isFolded },
      el("div", { class: "md" }, markdown(text)),
      choices.length ? el("ul", { class: "guide-choices" }, choices.map(choice)) : null,
    ),
    el("progress", {
      class: "guide-progress",
      max: String(of),
      value: String(step),
      "aria-label": guide.lesson === TOUR ? "How far the tour is" : "How far the scene is",
    }),
    el(
      "div",
      { class: "guide-foot" },
      el("p", { class: "guide-say" }, words ? [icon("compass"), el("span", {}, words)] : null),
      el("div", { class: "guide-buttons" }, buttons(guide)),
    ),
  );
}

function head({ lesson, name, title, step, of, waits, done }) {
  if (lesson !== TOUR) return [title === name ? "Practice" : name, waits ? " · Time waits for you" : ""];
  return done ? "That was the tour" : [`Step ${step} of ${of}`, waits ? " · Time waits for you" : ""];
}

function choice({ name, words, mine }) {
  return el(
    "li",
    { class: mine ? "mine" : null },
    el("strong", {}, `${name}.`),
    ` ${words}`,
    mine ? [" ", el("span", { class: "tag" }, "you did this")] : null,
  );
}

function buttons({ lesson, target, may_wait: mayWait, done }) {
  const isTour = lesson === TOUR;
  const stop = done ? "Close" : isTour ? "Stop the tour" : "Stop";
  return [
    isElsewhere()
      ? button("Take me there", "primary", { "data-go": target.channel, "data-key": "go" })
      : isOutOfSight()
        ? button("Show me where", "primary", { "data-show": "", "data-key": "show" })
        : null,
    mayWait ? button("Wait and see", "secondary", { "data-guide": "wait", "data-key": "wait" }) : null,
    button(stop, "quiet-button", { "data-guide": "stop", "data-key": "stop" }),
    done
      ? button(isTour ? "Practise" : "Another scene", "primary", { "data-another": "", "data-key": "another" })
      : isTour
        ? button("Next step", target ? "secondary" : "primary", { "data-guide": "next", "data-key": "next" })
        : null,
  ];
}

function button(words, look, props) {
  return el("button", { type: "button", class: `button ${look}`, ...props }, words);
}

function tell(guide) {
  const { lesson, step, of, title, say: words, choices, done } = guide;
  const now = `${step} ${title}`;
  if (now === told) return;
  told = now;
  const where = lesson === TOUR && !done ? `Step ${step} of ${of}. ` : "";
  say(`${where}${title}. ${choices.map(({ name }) => name).join(", ")} ${words ?? ""}`);
}

async function send(body) {
  settle();
  const answer = await post("guide", body);
  if (answer.error) problem(answer.error);
  // Who begins is shown what they begin with.
  if (answer.viewer) Object.assign(room, { viewer: answer.viewer, channel: answer.channel });
  await refresh();
}

card.addEventListener("click", ({ target }) => {
  if (target.closest("[data-fold]")) {
    isFolded = !isFolded;
    drawGuide(room.state);
  }
  if (target.closest("[data-show]")) showTarget();
  if (target.closest("[data-another]")) choosePractice();
  const way = target.closest("[data-go]");
  if (way) goTo(way.dataset.go);
  const node = target.closest("[data-guide]");
  if (node) send({ [node.dataset.guide]: true });
});
find("#invite-tour").addEventListener("click", () => send({ start: TOUR }));
find("#decline-tour").addEventListener("click", () => {
  isDeclined = true;
  invitation.hidden = true;
  find("#write").focus();
});
onPractice((lesson) => send({ start: lesson }));
onSight(() => room.state && drawGuide(room.state));
