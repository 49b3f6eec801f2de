/** The weather: what goes wrong in real life, as switches in plain words. */

import { problem, settle } from "./announce.js";
import { post, refresh } from "./api.js";
import { el, find, morphChildren } from "./dom.js";
import { toggle } from "./people.js";

const PERMISSIONS = {
  create_private_threads: "The bot may not create threads",
  send_messages_in_threads: "The bot may not write in threads",
  manage_threads: "The bot may not close threads",
  send_messages: "The bot may not write in channels",
  manage_channels: "The bot may not make channels",
  manage_roles: "The bot may not choose who sees a channel",
  mute_members: "The bot may not mute people",
};
const box = find("#weather");

/** Shows which weather it is. */
export function drawWeather(state) {
  const { slow, down, missing } = state.weather;
  const names = [...new Set([...Object.keys(PERMISSIONS), ...missing])];
  const fresh = el(
    "div",
    {},
    toggle({ label: "Discord is slow", on: slow, data: { weather: "slow" } }),
    names.map((name) =>
      toggle({
        label: PERMISSIONS[name] ?? `The bot may not ${name.replaceAll("_", " ")}`,
        on: missing.includes(name),
        data: { weather: "permission", name },
      }),
    ),
    el(
      "div",
      { class: "weather-buttons", "data-key": "buttons" },
      el(
        "button",
        { type: "button", class: "button secondary", disabled: down, "data-weather": "down" },
        "Discord is down for thirty seconds",
      ),
      el(
        "button",
        { type: "button", class: "button secondary", "data-weather": "restart" },
        "Restart the bot now",
      ),
    ),
  );
  morphChildren(box, fresh);
  find("#down").hidden = !down;
}

async function send(node, details) {
  const { weather: kind, id, name } = node.dataset;
  settle();
  const answer = await post("weather", { kind, ...(id && { id }), ...(name && { name }), ...details });
  if (answer.error) {
    problem(answer.error);
    if ("on" in details) node.checked = !details.on;
  }
  await refresh();
}

find("#panel").addEventListener("change", ({ target }) => {
  if (target.matches("input[data-weather]")) send(target, { on: target.checked });
});
find("#panel").addEventListener("click", ({ target }) => {
  const node = target.closest("button[data-weather]");
  if (node) send(node, {});
});
