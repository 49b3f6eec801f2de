/** The line above the messages: where one is. */

import { el, find, morphChildren } from "./dom.js";
import { face, icon } from "./icons.js";
import { channelName, nameOf, shownChannel } from "./store.js";

/** Shows the name of the place, and the page's title. */
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
}
