/** Going somewhere: to another channel, or into another person's shoes. */

import { say, settle } from "./announce.js";
import { refresh } from "./api.js";
import { closeDrawers } from "./drawers.js";
import { channelName, nameOf, room } from "./store.js";

/** Shows a channel. */
export async function goTo(id) {
  room.channel = id;
  settle();
  closeDrawers();
  await refresh();
  say(`${channelName(room.state.channel)}.`);
}

/** Becomes a person. The place stays the same where they can see it. */
export async function become(id) {
  if (id === room.viewer) return;
  room.viewer = id;
  settle();
  await refresh();
  say(`You are ${nameOf(room.state.viewer)}, in ${channelName(room.state.channel)}.`);
}
