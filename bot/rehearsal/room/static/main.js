/** The page: fetches what the viewer sees and lets each part draw its own. At most once a frame. */

import { drawAsides, say } from "./announce.js";
import { start, tryAgain } from "./api.js";
import { drawBar } from "./bar.js";
import { drawChannels } from "./channels.js";
import { drawComposer } from "./composer.js";
import { el, find } from "./dom.js";
import { startDrawers } from "./drawers.js";
import { drawGuide } from "./guide.js";
import { fillIcons } from "./icons.js";
import "./look.js";
import { placeMenu } from "./menu.js";
import { drawMessages } from "./messages.js";
import { drawModal } from "./modal.js";
import { drawOptions } from "./options.js";
import { drawPeople } from "./people.js";
import "./presses.js";
import { drawRail } from "./rail.js";
import { readAddress, room } from "./store.js";
import { drawTopic } from "./topic.js";
import { drawVoice } from "./voice.js";
import { drawWeather } from "./weather.js";

/** The parts, in the order in which they are drawn. Large ones are drawn only when what they show has changed. */
const PARTS = [
  drawBar,
  ifNew(drawRail, ({ people, viewer }) => [people, viewer]),
  ifNew(drawChannels, ({ guild, events, channels, channel, people, viewer }) => [
    guild,
    events,
    channels,
    channel,
    people,
    viewer,
  ]),
  drawTopic,
  drawVoice,
  drawMessages,
  drawComposer,
  drawOptions,
  ifNew(drawPeople, ({ people, viewer, weather, locales }) => [people, viewer, weather, locales]),
  ifNew(drawWeather, ({ weather }) => weather),
  drawGuide,
  drawModal,
  drawAsides,
];
const LOST = {
  lost: "The rehearsal is not answering. Is it still running in its window? This page keeps trying.",
  foreign:
    "This page belongs to a rehearsal that has ended. Open the address that the new one shows in its window.",
};

const FRAMELESS_MS = 250;

let planned = null;
/** Whether something on the page is just being pressed. */
let isPressing = false;

function ifNew(part, shows) {
  let before = "";
  return (state) => {
    const now = JSON.stringify(shows(state));
    if (now === before) return;
    before = now;
    part(state);
  };
}

/** Draws in the next frame; a page that is covered has none, but its title still counts what is unread. */
function plan() {
  if (planned) return;
  planned = { frame: requestAnimationFrame(draw), timer: setTimeout(draw, FRAMELESS_MS) };
}

function draw() {
  cancelAnimationFrame(planned.frame);
  clearTimeout(planned.timer);
  planned = null;
  if (isPressing) return;
  const { state } = room;
  document.body.classList.remove("waiting");
  for (const part of PARTS) part(state);
  placeMenu();
  // Whoever tries the page from outside waits for this, and not for a number of frames.
  document.body.dataset.version = state.version;
}

/**
 * A message that arrives moves the others up, and a new thread moves the channels down. Between the two halves of a
 * press that would carry the button away from under the finger, and the press be lost; so the page waits for the
 * second half.
 */
function hold() {
  isPressing = true;
}

function release(event) {
  // A scroll bar that is let go tells nobody; the next movement has no button down.
  if (!isPressing || (event.type === "pointermove" && event.buttons)) return;
  // The click comes after the finger has been lifted.
  setTimeout(() => {
    isPressing = false;
    if (room.state) plan();
  });
}

function link(state, reason = "") {
  const words = LOST[state] ?? reason;
  const line = find("#lost");
  if ((line.firstChild?.textContent ?? "") === words) return;
  const again = el("button", { type: "button", class: "plain", onclick: tryAgain }, "Try again");
  line.replaceChildren(...(words ? [el("span", {}, words)] : []), ...(state === "unheard" ? [again] : []));
  // What is shown may still be pressed while the page only hears of no changes by itself.
  document.body.classList.toggle("lost", state === "lost" || state === "foreign");
  if (!words) say("The rehearsal answers again.");
}

/** The address after `#` is taken by viewer and place, so the skip links move the focus themselves. */
function skip(event) {
  event.preventDefault();
  find(event.target.getAttribute("href")).focus();
}

fillIcons();
for (const node of document.querySelectorAll(".skip")) node.addEventListener("click", skip);
addEventListener("pointerdown", hold);
for (const end of ["pointerup", "pointercancel", "pointermove", "blur"]) addEventListener(end, release);
startDrawers();
readAddress();
addEventListener("hashchange", () => location.reload());
start(plan, link);
