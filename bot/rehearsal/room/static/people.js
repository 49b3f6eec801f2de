/** The people of the cast: whether they act by themselves, their language, and what happens to one of them. */

import { problem, settle } from "./announce.js";
import { post, refresh } from "./api.js";
import { el, find, hidden, morphChildren } from "./dom.js";
import { face, icon } from "./icons.js";
import { personOf } from "./store.js";

const ROLES = { facilitator: "Facilitator and admin", member: "Member", outsider: "Not in the circle" };
const list = find("#people");
const names = new Map();

/** Shows the people. */
export function drawPeople(state) {
  morphChildren(
    list,
    el(
      "ul",
      {},
      state.people.map((person) => entry(person, state)),
    ),
  );
}

function entry(person, state) {
  const { gone, dms_closed: closed, dropped } = state.weather;
  const isGone = gone.includes(person.id);
  const marks = [ROLES[person.role] ?? person.role];
  if (isGone) marks.push("has left");
  if (!person.microphone) marks.push("no microphone");
  if (dropped.includes(person.id)) marks.push("line dropped");
  if (closed.includes(person.id)) marks.push("messages closed");
  return el(
    "li",
    { class: "person", "data-key": person.id },
    el(
      "div",
      { class: "person-head" },
      el("span", { class: person.here && !isGone ? "presence here" : "presence" }, face(person)),
      el(
        "div",
        { class: "person-words" },
        el(
          "h3",
          {},
          `${person.name} `,
          person.id === state.viewer ? el("span", { class: "tag" }, "you") : null,
        ),
        el("p", { class: "quiet" }, marks.join(" · ")),
      ),
      person.role === "outsider"
        ? null
        : toggle({
            label: "Auto",
            rest: ` for ${person.name}`,
            on: person.auto,
            data: { person: person.id, auto: "" },
            small: true,
          }),
    ),
    el(
      "details",
      { class: "person-more" },
      el("summary", {}, icon("down"), hidden(`More about ${person.name}`)),
      el(
        "div",
        { class: "person-settings" },
        el(
          "label",
          { class: "setting" },
          el("span", {}, hidden(`${person.name}: `), "Language"),
          el("select", { class: "field", "data-person": person.id }, languages(person, state)),
        ),
        person.connected || dropped.includes(person.id)
          ? toggle({
              label: `The line of ${person.name} drops`,
              on: dropped.includes(person.id),
              data: { weather: "line", id: person.id },
            })
          : null,
        toggle({
          label: `${person.name} leaves the server`,
          on: isGone,
          data: { weather: "leave", id: person.id },
        }),
        toggle({
          label: `${person.name}'s direct messages are closed`,
          on: closed.includes(person.id),
          data: { weather: "dms_closed", id: person.id },
        }),
      ),
    ),
  );
}

/** A switch as Discord's settings have them. `data` says what it sets. */
export function toggle({ label, rest = "", on, data, small = false }) {
  return el(
    "label",
    { class: small ? "setting setting-small" : "setting" },
    el("span", {}, label, rest ? hidden(rest) : null),
    el("input", { type: "checkbox", role: "switch", class: "switch", checked: on, data }),
  );
}

function languages(person, state) {
  const known = state.locales.includes(person.language) ? state.locales : [person.language, ...state.locales];
  return known.map((code) =>
    el("option", { value: code, selected: code === person.language }, languageName(code)),
  );
}

/** A language by its own name, as Discord lists them: `Deutsch`. */
function languageName(code) {
  if (!names.has(code)) {
    let name = code;
    try {
      name = new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code;
    } catch {
      // A code this browser does not know stays a code.
    }
    names.set(code, name.charAt(0).toLocaleUpperCase(code) + name.slice(1));
  }
  return names.get(code);
}

list.addEventListener("change", async ({ target }) => {
  const { person: id, auto } = target.dataset;
  if (!id) return;
  settle();
  const answer = await post(
    "person",
    auto === undefined ? { id, language: target.value } : { id, auto: target.checked },
  );
  if (answer.error) {
    problem(answer.error);
    if (auto === undefined) target.value = personOf(id).language;
    else target.checked = !target.checked;
  }
  await refresh();
});
