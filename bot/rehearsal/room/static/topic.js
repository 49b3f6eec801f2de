/** The line above the messages: where one is, and, in a voice channel or on a stage, who is there. */

import { problem, settle } from "./announce.js";
import { act } from "./api.js";
import { el, find, hidden, morphChildren } from "./dom.js";
import { face, icon } from "./icons.js";
import { channelName, nameOf, shownChannel } from "./store.js";

const voice = find("#voice");

/** Shows the name of the place, its people, and the page's title. */
export function drawTopic(state) {
  const channel = shownChannel();
  const kind = channel?.kind ?? "text";
  const name = channel?.name ?? "Nothing here";
  const parent = kind === "thread" ? channelName(channel.parent) : null;
  morphChildren(
    find("#place"),
    el(
      "div",
      {},
      kind === "dm" ? face({ bot: true }, "small") : icon(kind === "text" ? "hash" : kind),
      parent ? el("span", { class: "place-parent" }, `${parent} `, icon("down")) : null,
      el("h2", {}, name),
      channel?.archived ? el("span", { class: "tag" }, "closed") : null,
    ),
  );
  const unread = state.channels
    .filter(({ id }) => id !== state.channel)
    .reduce((sum, one) => sum + one.unread, 0);
  const title = `${unread ? `(${unread}) ` : ""}${name}, as ${nameOf(state.viewer)} · Rehearsal`;
  if (document.title !== title) document.title = title;
  drawVoice(channel);
}

function drawVoice(channel) {
  const people = channel?.people;
  voice.hidden = !people;
  if (!people) return;
  const isStage = channel.kind === "stage";
  const mine = people.find((person) => person.me);
  voice.setAttribute("aria-label", `People in ${channel.name}`);
  const fresh = el(
    "div",
    {},
    people.length
      ? el(
          "ul",
          { class: "tiles", "data-key": "tiles" },
          people.map((person) => tile(person, isStage)),
        )
      : el(
          "p",
          { class: "quiet", "data-key": "nobody" },
          isStage ? "Nobody is on the stage yet." : "Nobody is here yet.",
        ),
    el(
      "div",
      { class: "row", "data-key": "row" },
      el(
        "button",
        {
          type: "button",
          class: mine ? "button danger" : "button success",
          "data-voice": mine ? "leave" : "join",
        },
        mine ? "Leave" : "Join",
      ),
      mine && isStage && mine.suppress
        ? el(
            "button",
            {
              type: "button",
              class: "button secondary",
              "data-voice": "hand",
              "aria-pressed": String(mine.hand),
            },
            icon("hand"),
            "Raise your hand",
          )
        : null,
    ),
  );
  morphChildren(voice, fresh);
}

function tile(person, isStage) {
  const role = isStage ? (person.suppress ? "in the audience" : "speaker") : "";
  const state = [role, person.hand && "hand raised", person.mute && "muted", person.deaf && "deafened"]
    .filter(Boolean)
    .join(", ");
  return el(
    "li",
    { class: person.mute ? "tile muted" : "tile", "data-key": person.id },
    face(person, "large"),
    el(
      "span",
      { class: "tile-name" },
      person.hand ? icon("hand") : null,
      person.mute ? icon("muted") : null,
      person.name,
      person.me ? " (you)" : "",
    ),
    el("span", { class: "quiet" }, state || hidden("listening and free to speak")),
  );
}

voice.addEventListener("click", async (event) => {
  const node = event.target.closest("[data-voice]");
  if (!node) return;
  settle();
  const details = node.dataset.voice === "hand" ? { on: node.getAttribute("aria-pressed") !== "true" } : {};
  const answer = await act(node.dataset.voice, details);
  if (answer.error) problem(answer.error);
});
