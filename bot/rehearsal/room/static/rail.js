/** "You are": the faces at the edge. One press, and the page is somebody else's. */

import { el, find, morphChildren } from "./dom.js";
import { face, icon } from "./icons.js";
import { become } from "./places.js";
import { rove, settleTabStop } from "./roving.js";

const ROLES = { facilitator: "facilitator", member: "member", outsider: "not in the circle" };
const list = find("#faces");

/** Shows the people and who of them one is. */
export function drawRail(state) {
  const people = state.people.map((person) =>
    el("li", { "data-key": person.id, class: person.role }, entry(person, state)),
  );
  morphChildren(list, el("ul", {}, people));
  settleTabStop(list);
}

function entry(person, state) {
  const isMe = person.id === state.viewer;
  const name = [person.name, ROLES[person.role] ?? person.role];
  if (person.auto && !isMe) name.push("on auto");
  return el(
    "button",
    {
      type: "button",
      class: "you",
      "aria-label": name.join(", "),
      "aria-pressed": String(isMe),
      "data-be": person.id,
    },
    el(
      "span",
      { class: "you-face" },
      face(person, "large"),
      person.auto && !isMe ? el("span", { class: "you-auto" }, icon("auto")) : null,
    ),
    el("span", { class: "you-name" }, person.name),
  );
}

list.addEventListener("click", (event) => {
  const node = event.target.closest("[data-be]");
  if (node) become(node.dataset.be);
});
rove(list);
