/**
 * The simulated clock between two answers of the server, and Discord's timestamps, which are `<time>` elements
 * that count on it.
 */

import { el } from "./dom.js";
import { language } from "./store.js";

const FASTEST_MS = 100;
const SLACK_S = 5;
const UNITS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];
const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
  s: { dateStyle: "short", timeStyle: "short" },
  event: { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" },
  S: { dateStyle: "short", timeStyle: "medium" },
};

const listeners = [];
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const formats = new Map();
let base = { sim: Date.now(), real: performance.now(), speed: 0 };
let latest = 0;
let timer = 0;

/** Sets the clock by what the server says. It never steps back by a little, as that would look like a fault. */
export function setClock(iso, speed) {
  const sim = Date.parse(iso);
  if (sim < latest - SLACK_S * 1000 * Math.max(1, speed)) latest = 0;
  base = { sim, real: performance.now(), speed };
  tick();
}

/** The simulated time now, in milliseconds. */
export function now() {
  latest = Math.max(latest, base.sim + (performance.now() - base.real) * base.speed);
  return latest;
}

/** Calls `listener` whenever the clock has moved on. */
export function onTick(listener) {
  listeners.push(listener);
}

function tick() {
  clearTimeout(timer);
  for (const node of document.querySelectorAll("time[data-live]")) {
    const text = relative(Number(node.dataset.live));
    if (node.firstChild.data !== text) node.firstChild.data = text;
  }
  for (const listener of listeners) listener(now());
  if (!base.speed || document.hidden) return;
  const step = 1000 / base.speed;
  const wait = step - ((now() % 1000) / 1000) * step;
  timer = setTimeout(tick, Math.max(calm.matches ? 1000 : FASTEST_MS, Math.ceil(wait) + 1));
}

document.addEventListener("visibilitychange", () => document.hidden || tick());

/** A Discord timestamp: an instant in seconds, and one of Discord's letters. */
export function timestamp(seconds, style = "f") {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return document.createTextNode(`<t:${seconds}>`);
  const isLive = style === "R";
  return el(
    "time",
    {
      class: "timestamp",
      datetime: date.toISOString(),
      title: format("F", date),
      lang: language(),
      "data-live": isLive ? String(seconds) : null,
    },
    isLive ? relative(seconds) : format(style, date),
  );
}

/** How far away an instant is: `in 3 minutes`, `2 hours ago`. */
export function relative(seconds) {
  const away = seconds - now() / 1000;
  const [unit, size] = UNITS.find(([, length]) => Math.abs(away) >= length - 0.5) ?? UNITS.at(-1);
  const count = Math.round(away / size);
  const words = cached(`R ${language()}`, () => new Intl.RelativeTimeFormat([language(), "en"]));
  return words.format(count || 0, unit);
}

/** The time above a message, as Discord writes it: the hour alone today, the date with it before. */
export function stamp(iso) {
  const date = new Date(iso);
  const days = Math.round((midnight(now()) - midnight(date)) / 86_400_000);
  if (days === 0) return format("t", date);
  return days === 1 ? `Yesterday at ${format("t", date)}` : format("s", date);
}

/** An instant in one of Discord's styles, in the viewer's language. */
export function format(style, date) {
  const shape = STYLES[style] ?? STYLES.f;
  return cached(`${style} ${language()}`, () => new Intl.DateTimeFormat([language(), "en"], shape)).format(
    date,
  );
}

/** The day of an instant, to compare it with another's. */
export function dayOf(iso) {
  return midnight(Date.parse(iso)).getTime();
}

function midnight(instant) {
  const date = new Date(instant);
  date.setHours(0, 0, 0, 0);
  return date;
}

function cached(key, make) {
  if (!formats.has(key)) formats.set(key, make());
  return formats.get(key);
}
