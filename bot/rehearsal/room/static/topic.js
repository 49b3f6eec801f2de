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
      mine && mine.invited
        ? el("p", { "data-key": "invited", role: "status" }, "Discord invites you to speak.")
        : null,
      mine && mine.invited ? answering("Accept", true, "button success") : null,
      mine && isStage && !mine.suppress
        ? answering(mine.invited ? "Decline" : "Move to the audience", false, "button secondary")
        : null,
    ),
  );
  morphChildren(voice, fresh);
}

function answering(label, on, look) {
  return el(
    "button",
    { type: "button", class: look, "data-key": label, "data-voice": "answer", "data-on": String(on) },
    label,
  );
}

function place(person) {
  if (person.suppress) return "in the audience";
  return person.invited ? "invited to speak" : "speaker";
}

function tile(person, isStage) {
  const role = isStage ? place(person) : "";
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
  const details = {};
  if (node.dataset.voice === "hand") details.on = node.getAttribute("aria-pressed") !== "true";
  if (node.dataset.voice === "answer") details.on = node.dataset.on === "true";
  const answer = await act(node.dataset.voice, details);
  if (answer.error) problem(answer.error);
});
