/** The room's own pictures: line icons on a 24 by 24 grid, the faces of people, and the bot's ring. */

import { el, svg } from "./dom.js";
import { room } from "./store.js";

const PATHS = {
  hash: "M10 4 8 20M16 4l-2 16M5 9h15M4 15h15",
  thread: "M5 4v9a4 4 0 0 0 4 4h3M12 8h8M12 12h5M15 17h5",
  voice: "M4 9.5v5h3.5L12 19V5L7.5 9.5zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11",
  stage: "M12 13.5v7M9 20.5h6M12 13.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M6.8 15.5a6.5 6.5 0 1 1 10.4 0",
  dm: "M4 5h16v11H10l-4 4v-4H4z",
  muted:
    "M12 4a2.6 2.6 0 0 1 2.6 2.6v4.8M9.4 9.4v2a2.6 2.6 0 0 0 3.6 2.4M6 11.5a6 6 0 0 0 9.4 5M12 17.5V21M4 4l16 16",
  deaf: "M5 15v-2.5a7 7 0 0 1 10.5-6M19 12.5V16M5 15v3a1.5 1.5 0 0 0 3 0v-3zM4 4l16 16",
  hand: "M8 12V6.2a1.3 1.3 0 0 1 2.6 0V11V4.8a1.3 1.3 0 0 1 2.6 0V11V6a1.3 1.3 0 0 1 2.6 0v8a6 6 0 0 1-11 3.3L3.5 14a1.3 1.3 0 0 1 2.2-1.4L8 15",
  people:
    "M9 11a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 9 11M3 19c0-3 2.7-5 6-5s6 2 6 5M15.5 5a3.2 3.2 0 0 1 0 6M17.5 14.3c2 .7 3.5 2.4 3.5 4.7",
  menu: "M4 6h16M4 12h16M4 18h16",
  close: "M6 6l12 12M18 6 6 18",
  down: "M6 9l6 6 6-6",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12M12 14.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6",
  pause: "M8.5 5v14M15.5 5v14",
  next: "M6 5l8 7-8 7zM18 5v14",
  send: "M4 12 20 5l-5 15-3.5-6.5zM11.5 13.5 20 5",
  slash: "M7 4h10a3 3 0 0 1 3 3v10a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3V7a3 3 0 0 1 3-3M14 8l-4 8",
  file: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
  save: "M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 20h14",
  reply: "M20 18c0-5-3-8-9-8H5M9 5l-5 5 5 5",
  compass: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M15.5 8.5l-2 5-5 2 2-5z",
  calendar: "M5 6h14v14H5zM5 10.5h14M8.5 3.5V8M15.5 3.5V8",
  check: "M5 12.5l4.5 4.5L19 7.5",
  note: "M12 8v.1M12 11.5V16M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18",
  link: "M10 6H6v12h12v-4M13 5h6v6M19 5l-8 8",
  auto: "M19 12a7 7 0 0 1-12.5 4.3M5 12a7 7 0 0 1 12.5-4.3M17.5 3.5v4.3h-4.3M6.5 20.5v-4.3h4.3",
};

/** A line icon. It says nothing to a screen reader; the control it stands in does. */
export function icon(name) {
  return svg(
    "svg",
    { class: `icon icon-${name}`, viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: PATHS[name] ?? PATHS.note }),
  );
}

/** Fills the marks `<span data-icon="…">` that index.html leaves for icons. */
export function fillIcons(root = document) {
  for (const place of root.querySelectorAll("[data-icon]")) place.replaceWith(icon(place.dataset.icon));
}

/**
 * A person's face: their first letter on a colour of their own; the bot's is a ring of people. The letter is drawn by
 * the style, so that it is no part of any words.
 */
export function face(person, size = "") {
  const node = el("span", { class: `face ${size}`, "aria-hidden": "true" });
  if (person.bot) {
    node.classList.add("face-bot");
    node.append(ring());
    return node;
  }
  node.classList.add(`face-${hue(person.id)}`);
  node.dataset.letter = [...(person.name || "?")][0].toUpperCase();
  return node;
}

function ring() {
  const dots = [...Array(6).keys()].map((n) => {
    const turn = (n * Math.PI) / 3 - Math.PI / 2;
    return svg("circle", {
      cx: (12 + 6.2 * Math.cos(turn)).toFixed(2),
      cy: (12 + 6.2 * Math.sin(turn)).toFixed(2),
      r: n === 0 ? "2.3" : "1.7",
    });
  });
  return svg("svg", { viewBox: "0 0 24 24", focusable: "false" }, ...dots);
}

const HUES = 8;

/** Each of the cast has a colour of their own; with more people than colours some share one. */
function hue(id) {
  const place = room.state?.people.findIndex((person) => person.id === id) ?? -1;
  if (place >= 0) return place % HUES;
  let sum = 0;
  for (const char of String(id)) sum = (sum * 31 + char.charCodeAt(0)) % 9973;
  return sum % HUES;
}
