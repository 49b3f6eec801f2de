/**
 * What the page knows: the last state the server sent, who the viewer is and where they look. Nothing else keeps
 * a copy. The viewer and the place stand in the address after `#`, so that two tabs can be two members.
 */

export const room = {
  /** The last state, as the contract describes it; null before the first. */
  state: null,
  /** Whom the page asks to be, and where to look; the server answers with what is possible. */
  viewer: "",
  channel: "",
};

/** Reads viewer and place from the address. */
export function readAddress() {
  const asked = new URLSearchParams(location.hash.slice(1));
  room.viewer = asked.get("as") ?? "";
  room.channel = asked.get("in") ?? "";
}

/** Writes viewer and place into the address, without a step in the history. */
export function writeAddress() {
  const now = new URLSearchParams({ as: room.viewer, in: room.channel });
  if (location.hash !== `#${now}`) history.replaceState(null, "", `#${now}`);
}

/** The channel that is shown; undefined when there is none. */
export function shownChannel() {
  return channelOf(room.state?.channel);
}

/** A channel the viewer can see. */
export function channelOf(id) {
  return room.state?.channels.find((channel) => channel.id === id);
}

/** A person of the cast. */
export function personOf(id) {
  return room.state?.people.find((person) => person.id === id);
}

/** The viewer. */
export function me() {
  return personOf(room.state?.viewer);
}

/** What a person is called. */
export function nameOf(id) {
  return room.state?.users?.[id] ?? personOf(id)?.name ?? "someone";
}

/** What a channel is called, also one the viewer cannot see. */
export function channelName(id) {
  return channelOf(id)?.name ?? room.state?.channel_names?.[id] ?? "unknown";
}

/** What a role is called. */
export function roleName(id) {
  const role = room.state?.roles?.[id];
  return (typeof role === "object" ? role?.name : role) ?? "unknown role";
}

/** The language the viewer has set in Discord. */
export function language() {
  return me()?.language || "en-US";
}
