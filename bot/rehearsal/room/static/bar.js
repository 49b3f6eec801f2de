/** The bar at the top: the simulated clock, how fast it runs, and saving the session. */

import { problem, settle } from "./announce.js";
import { post, refresh } from "./api.js";
import { find } from "./dom.js";
import { rove, settleTabStop } from "./roving.js";
import { language } from "./store.js";
import { onTick, setClock } from "./time.js";

const clock = find("#clock");
const today = find("#today");
const speeds = find("#speeds");
const save = find("#save");
const formats = new Map();

/** Shows the time and its speed. */
export function drawBar(state) {
  setClock(state.now, state.speed);
  for (const node of speeds.querySelectorAll("[data-speed]")) {
    node.setAttribute("aria-pressed", String(Number(node.dataset.speed) === state.speed));
  }
  settleTabStop(speeds);
  const href = `save.html?${new URLSearchParams({ viewer: state.viewer })}`;
  if (save.getAttribute("href") !== href) save.setAttribute("href", href);
}

onTick((now) => {
  const text = clockFormat().format(now);
  const day = dayFormat().format(now);
  if (today.textContent !== day) today.textContent = day;
  if (clock.firstChild?.data !== text) clock.replaceChildren(text);
});

function clockFormat() {
  return cached("clock", { timeStyle: "medium" });
}

function dayFormat() {
  return cached("day", { weekday: "short", day: "numeric", month: "short" });
}

function cached(name, shape) {
  const key = `${name} ${language()}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat([language(), "en"], shape));
  return formats.get(key);
}

async function send(body) {
  settle();
  const answer = await post("time", body);
  if (answer.error) problem(answer.error);
  await refresh();
}

find("#times").addEventListener("click", ({ target }) => {
  const { speed, skip, next } = target.closest("button")?.dataset ?? {};
  if (speed) send({ speed: Number(speed) });
  else if (skip) send({ skip: Number(skip) });
  else if (next) send({ next: true });
});
rove(speeds);
