/** The list of channels, with their threads, who is in the voice channels, and what has not been read. */

import { el, find, hidden, morphChildren } from "./dom.js";
import { face, icon } from "./icons.js";
import { goTo } from "./places.js";
import { rove, settleTabStop } from "./roving.js";
import { me } from "./store.js";
import { format } from "./time.js";
import { marksOf } from "./voice.js";

const GROUPS = [
  ["Text channels", ["text"]],
  ["Voice channels", ["voice", "stage"]],
  ["Direct messages", ["dm"]],
];
const WORDS = {
  text: "text channel",
  thread: "thread",
  voice: "voice channel",
  stage: "stage",
  dm: "direct messages",
};
const ROLES = { facilitator: "Facilitator and admin", member: "Member", outsider: "Not in the circle" };

const list = find("#channels");

/** Shows the channels the viewer can see, and below them who the viewer is. */
export function drawChannels(state) {
  find("#guild").textContent = state.guild;
  const groups = GROUPS.map(([title, kinds]) => group(title, topOf(state, kinds), state));
  morphChildren(list, el("div", {}, state.events.length ? events(state.events) : null, groups));
  settleTabStop(list);
  drawMe();
}

/** The server's events, as Discord has them above the channels. They are to be read; seats are taken on the cards. */
function events(all) {
  return el(
    "details",
    { class: "events", "data-key": "events" },
    el(
      "summary",
      { class: "channel" },
      icon("calendar"),
      el("span", { class: "channel-name" }, all.length === 1 ? "1 Event" : `${all.length} Events`),
    ),
    el("ul", {}, all.map(event)),
  );
}

function event({ id, name, starts, state: when, place }) {
  const at = el("time", { datetime: starts }, format("event", new Date(starts)));
  return el(
    "li",
    { class: "event", "data-key": id },
    el("p", { class: "event-when" }, when === "now" ? "Happening now" : at),
    el("p", { class: "event-name" }, name),
    place ? el("p", { class: "quiet" }, place) : null,
  );
}

/** The channels of these kinds, and with the text channels the threads whose channel the viewer cannot see. */
function topOf(state, kinds) {
  const isOrphan = ({ kind, parent }) =>
    kind === "thread" && kinds.includes("text") && !state.channels.some(({ id }) => id === parent);
  return state.channels.filter((channel) => kinds.includes(channel.kind) || isOrphan(channel));
}

function group(title, channels, state) {
  if (!channels.length) return null;
  return el(
    "section",
    { class: "group", "data-key": title },
    el("h3", { class: "group-title" }, title),
    el(
      "ul",
      {},
      channels.map((channel) => entry(channel, state)),
    ),
  );
}

function entry(channel, state) {
  const threads = state.channels.filter(({ kind, parent }) => kind === "thread" && parent === channel.id);
  const people = channel.people ?? [];
  return el(
    "li",
    { "data-key": channel.id },
    link(channel, state),
    threads.length
      ? el(
          "ul",
          { class: "threads" },
          threads.map((thread) => el("li", { "data-key": thread.id }, link(thread, state))),
        )
      : null,
    people.length
      ? el(
          "ul",
          { class: "in-voice", "aria-label": `In ${channel.name}` },
          people.map((person) => inVoice(person, channel)),
        )
      : null,
  );
}

function link(channel, state) {
  const isHere = channel.id === state.channel;
  const unread = isHere ? 0 : channel.unread;
  const name = [channel.name, WORDS[channel.kind] ?? channel.kind];
  if (channel.archived) name.push("closed");
  if (unread) name.push(`${unread} unread`);
  return el(
    "button",
    {
      type: "button",
      class: unread ? "channel unread" : "channel",
      "aria-label": name.join(", "),
      "aria-current": isHere ? "true" : null,
      "data-channel": channel.id,
    },
    channel.kind === "dm"
      ? face({ bot: true }, "small")
      : icon(channel.kind === "text" ? "hash" : channel.kind),
    el("span", { class: "channel-name" }, channel.name),
    channel.archived ? el("span", { class: "channel-closed", "data-words": "closed" }) : null,
    unread ? el("span", { class: "badge", "data-words": String(unread) }) : null,
  );
}

function inVoice(person, channel) {
  return el(
    "li",
    { "data-key": person.id },
    face(person, "tiny"),
    el("span", { class: "in-voice-name" }, person.name),
    marksOf(person, channel.kind === "stage").map(([picture, words]) => [
      picture ? icon(picture) : null,
      hidden(`, ${words}`),
    ]),
  );
}

function drawMe() {
  const person = me();
  if (!person) return;
  const card = el(
    "div",
    {},
    face(person),
    el(
      "div",
      {},
      el("p", { class: "me-name" }, hidden("You are "), person.name),
      el("p", { class: "quiet" }, ROLES[person.role] ?? person.role),
    ),
  );
  morphChildren(find("#me"), card);
}

list.addEventListener("click", (event) => {
  const node = event.target.closest("[data-channel]");
  if (node) goTo(node.dataset.channel);
});
rove(list);
