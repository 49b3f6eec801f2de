/**
 * The messages of the channel that is shown: draws what is new or different, keeps the rest, and keeps the eye
 * where it was. At the bottom it stays at the bottom; further up, a pill says that there is more.
 */

import { announceMessages } from "./announce.js";
import { act } from "./api.js";
import { find, morph } from "./dom.js";
import { drawMessage } from "./message.js";
import { channelName, nameOf, room } from "./store.js";
import { dayOf } from "./time.js";

const KEPT = 200;
const NEAR_PX = 60;
const GROUP_MS = 7 * 60_000;
const DISMISSED = 500;

const log = find("#log");
const list = find("#messages");
const pill = find("#pill");
const blank = find("#blank");
const dismissed = new Set();

/** What stands in the list: by id, its node, its message, and what it was drawn from. */
let drawn = new Map();
/** What channels were called then: a mention of one that is new to the viewer is drawn again with its name. */
let names = "";
let place = "";
let isAtBottom = true;
let firstUnread = null;
let unseen = 0;
let markedAt = "";

/** Shows the messages of a state. */
export function drawMessages(state) {
  const hasMoved = place !== `${state.viewer} ${state.channel}`;
  const shown = state.messages.filter((message) => !dismissed.has(message.id)).slice(-KEPT);
  if (hasMoved) moveTo(state, shown);
  const eye = isAtBottom ? null : topmost();
  const focus = focused();
  const { added, changed } = patch(state, shown);
  restore(focus);
  blank.hidden = shown.length > 0;
  if (isAtBottom) toBottom();
  else if (eye?.node.isConnected) log.scrollTop += eye.node.offsetTop - eye.top;
  if (!hasMoved) {
    announceMessages(added, changed);
    if (!isAtBottom) unseen += added.length;
  }
  drawPill();
  markRead(state);
}

/** Whether a message is in the list. */
export function messageNode(id) {
  return drawn.get(id)?.node;
}

/** Goes to the newest message. */
export function toBottom() {
  log.scrollTop = log.scrollHeight;
  isAtBottom = true;
  unseen = 0;
  drawPill();
}

/** Takes a private message out of sight; Discord does not keep them either. */
export function dismiss(id) {
  dismissed.add(id);
  if (dismissed.size > DISMISSED) dismissed.delete(dismissed.values().next().value);
  drawMessages(room.state);
}

function moveTo(state, shown) {
  place = `${state.viewer} ${state.channel}`;
  drawn = new Map();
  list.replaceChildren();
  isAtBottom = true;
  unseen = 0;
  const unread = state.channels.find((channel) => channel.id === state.channel)?.unread ?? 0;
  firstUnread = unread > 0 && unread < shown.length ? shown[shown.length - unread].id : null;
  const name = channelName(state.channel);
  log.setAttribute("aria-label", `Messages in ${name}`);
  find("#blank-words").textContent = state.channel
    ? `This is the beginning of ${name}.`
    : `${nameOf(state.viewer)} sees no channel here.`;
}

function patch(state, shown) {
  const [added, changed] = [[], []];
  const fresh = new Map();
  const byId = new Map(shown.map((message) => [message.id, message]));
  const called = JSON.stringify([state.channels.map(({ id, name }) => [id, name]), state.channel_names]);
  let before = null;
  let at = list.firstElementChild;
  for (const message of shown) {
    const position = positionOf(message, before, byId, state.viewer);
    const source = JSON.stringify([message, position.grouped, position.day, position.unread]);
    let known = drawn.get(message.id);
    if (!known) {
      known = { node: drawMessage(message, position), message, source };
      added.push(message);
    } else if (known.source !== source || called !== names) {
      changed.push([known.message, message]);
      known = { node: morph(known.node, drawMessage(message, position)), message, source };
    }
    fresh.set(message.id, known);
    if (known.node === at) at = at.nextElementSibling;
    else list.insertBefore(known.node, at);
    before = message;
  }
  for (const [id, { node }] of drawn) if (!fresh.has(id)) node.remove();
  drawn = fresh;
  names = called;
  return { added, changed };
}

function positionOf(message, before, byId, viewer) {
  const day = !before || dayOf(before.at) !== dayOf(message.at);
  const unread = message.id === firstUnread;
  const isAlone = day || unread || message.system || message.reply || message.ephemeral;
  const grouped =
    !isAlone &&
    !before.system &&
    !before.ephemeral &&
    before.author.id === message.author.id &&
    Date.parse(message.at) - Date.parse(before.at) < GROUP_MS;
  return { day, unread, grouped, viewer, to: message.reply ? byId.get(message.reply) : null };
}

/** The message at the top of what can be seen, so that it can stay there. */
function topmost() {
  for (const { node } of drawn.values()) {
    if (node.offsetTop + node.offsetHeight > log.scrollTop) return { node, top: node.offsetTop };
  }
  return null;
}

function focused() {
  const node = document.activeElement;
  return list.contains(node) ? { node, message: node.closest("[data-message]") } : null;
}

/** A button that is gone leaves the focus on its message, not at the top of the page. */
function restore(focus) {
  if (!focus || focus.node.isConnected) return;
  (focus.message?.isConnected ? focus.message : log).focus({ preventScroll: true });
}

function drawPill() {
  pill.hidden = isAtBottom || unseen === 0;
  const words = unseen === 1 ? "1 new message" : `${unseen} new messages`;
  if (pill.firstChild?.data !== words) pill.replaceChildren(words);
}

/** Tells the server that the viewer has read the channel: only while they look at its end. */
function markRead(state) {
  const unread = state.channels.find((channel) => channel.id === state.channel)?.unread ?? 0;
  if (!unread || !isAtBottom || document.hidden) return;
  const mark = `${place} ${state.messages.at(-1)?.id} ${unread}`;
  if (mark === markedAt) return;
  markedAt = mark;
  act("read");
}

log.addEventListener(
  "scroll",
  () => {
    isAtBottom = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_PX;
    if (isAtBottom) unseen = 0;
    drawPill();
    if (isAtBottom && room.state) markRead(room.state);
  },
  { passive: true },
);
pill.addEventListener("click", () => {
  toBottom();
  log.focus({ preventScroll: true });
});
// A picture that arrives, or a composer that grows, must not push the newest message out of sight; nor may it carry a
// button away that is just being pressed.
const watcher = new ResizeObserver(() => {
  if (isAtBottom && !log.matches(":active")) log.scrollTop = log.scrollHeight;
});
watcher.observe(log);
watcher.observe(list);
