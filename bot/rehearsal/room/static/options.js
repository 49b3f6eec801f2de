/** The form for a command's options, above the composer. It stays open until the command has been taken. */

import { problem, settle } from "./announce.js";
import { act, post } from "./api.js";
import { el, find } from "./dom.js";
import { icon } from "./icons.js";
import { fileField, menuField, TOO_LARGE } from "./fields.js";
import { room } from "./store.js";
import { suggestField } from "./suggest.js";

const STRING = 3;
const INTEGER = 4;
const BOOLEAN = 5;
const USER = 6;
const CHANNEL = 7;
const ROLE = 8;
const MENTIONABLE = 9;
const NUMBER = 10;
const FILE = 11;
const YES_NO = [
  { value: "true", label: "Yes" },
  { value: "false", label: "No" },
];

const form = find("#options");
let current = null;

/**
 * Opens the form.
 * @param {object} command as the contract describes it
 * @param {string} typed words that were typed after the command; they go into the first option
 */
export function openOptions(command, typed = "") {
  const fields = command.options.map((option, index) =>
    field(command, option, index === 0 ? typed.trim() : ""),
  );
  current = { command, fields };
  form.setAttribute("aria-label", `Options of /${command.name}`);
  form.replaceChildren(
    el(
      "div",
      { class: "options-head" },
      el(
        "p",
        {},
        el("strong", {}, `/${command.name}`),
        " ",
        el("span", { class: "quiet" }, command.description),
      ),
      el(
        "button",
        { type: "button", class: "plain", "aria-label": "Close the command", onclick: close },
        icon("close"),
      ),
    ),
    el(
      "div",
      { class: "options-fields" },
      fields.map(({ node }) => node),
    ),
    el(
      "div",
      { class: "options-foot" },
      el("button", { type: "button", class: "button quiet-button", onclick: close }, "Cancel"),
      el("button", { type: "submit", class: "button primary" }, "Run command"),
    ),
  );
  form.hidden = false;
  form.querySelector("input, [role=combobox]")?.focus();
}

/** Whether the form belongs to a command the viewer no longer has; then it is closed. */
export function drawOptions(state) {
  if (current && !state.commands.some(({ name }) => name === current.command.name)) close();
}

function close() {
  current = null;
  form.hidden = true;
  form.replaceChildren();
  find("#write").focus();
}

function field(command, option, typed) {
  const id = `option-${option.name}`;
  const control = controlFor(command, option, { id, typed });
  const hint = el("p", { class: "field-hint", id: `${id}-hint` }, option.description);
  const fault = el("p", { class: "field-fault", id: `${id}-fault` });
  const node = el(
    "div",
    { class: "option" },
    el(
      "label",
      { class: "field-label", for: id, id: `${id}-label` },
      option.name,
      option.required ? el("span", { class: "must" }, " required") : null,
    ),
    control.node,
    hint,
    fault,
  );
  return { option, value: control.value, node, fault, input: () => node.querySelector(`#${CSS.escape(id)}`) };
}

function controlFor(command, option, { id, typed }) {
  const attributes = {
    id,
    value: typed,
    "aria-required": option.required ? "true" : null,
    "aria-describedby": `${id}-hint ${id}-fault`,
  };
  const chooses = (options) =>
    menuField({ id, options, required: option.required, describedby: attributes["aria-describedby"] });
  if (option.choices?.length)
    return chooses(option.choices.map(({ name, value }) => ({ label: name, value: String(value) })));
  if (option.autocomplete)
    return suggestField({ attributes, suggest: (text) => complete(command, option, text) });
  if (option.type === BOOLEAN) return chooses(YES_NO);
  if ([USER, CHANNEL, ROLE, MENTIONABLE].includes(option.type)) {
    return suggestField({
      attributes,
      strict: true,
      suggest: async (text) => filtered(entities(option.type), text),
    });
  }
  if (option.type === FILE) {
    return fileField(attributes);
  }
  const mode = { [INTEGER]: "numeric", [NUMBER]: "decimal" }[option.type] ?? null;
  const input = el("input", {
    ...attributes,
    class: "field",
    type: "text",
    inputmode: mode,
    autocomplete: "off",
    maxlength: option.type === STRING ? "6000" : null,
  });
  return { node: input, value: () => input.value.trim() };
}

/** The people, channels or roles that an option or a menu can name, as {name, value}. */
export function entities(type) {
  const { people, channels, roles } = room.state;
  const named = people.map(({ id, name }) => ({ name, value: id }));
  const groups = Object.entries(roles ?? {}).map(([value, role]) => ({
    name: `@${role?.name ?? role}`,
    value,
  }));
  if (type === CHANNEL)
    return channels
      .filter(({ kind }) => kind !== "dm")
      .map(({ id, name }) => ({ name: `#${name}`, value: id }));
  if (type === ROLE) return groups;
  return type === MENTIONABLE ? [...named, ...groups] : named;
}

function filtered(choices, text) {
  const typed = text.trim().toLowerCase();
  return choices.filter(({ name }) => name.toLowerCase().includes(typed)).slice(0, 25);
}

async function complete(command, option, value) {
  const { viewer, channel } = room.state;
  const others = valuesOf(current?.fields.filter((one) => one.option !== option) ?? []);
  const answer = await post("do", {
    viewer,
    channel,
    kind: "autocomplete",
    name: command.name,
    option: option.name,
    value,
    options: others,
  });
  if (answer.error) problem(answer.error);
  return (answer.choices ?? []).map((choice) => ({ name: choice.name, value: String(choice.value) }));
}

function valuesOf(fields) {
  const values = fields.map(({ option, value }) => [
    option.name,
    option.type === BOOLEAN && value() ? value() === "true" : value(),
  ]);
  return Object.fromEntries(values.filter(([, value]) => value !== "" && value !== null));
}

function faultOf({ option, value }) {
  const given = value();
  if (given === null) return option.type === FILE ? TOO_LARGE : "Please choose one from the list.";
  if (given === "") return option.required ? "This one is needed." : "";
  if (option.type === INTEGER && !/^-?\d+$/.test(given)) return "This needs a whole number.";
  return option.type === NUMBER && Number.isNaN(Number(given)) ? "This needs a number." : "";
}

function check(fields) {
  let first = null;
  for (const one of fields) {
    const words = faultOf(one);
    one.fault.textContent = words;
    one.input()?.setAttribute("aria-invalid", String(Boolean(words)));
    if (words) first ??= one.input();
  }
  first?.focus();
  return first === null;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!current || form.dataset.busy || !check(current.fields)) return;
  const { command, fields } = current;
  settle();
  form.dataset.busy = "";
  const answer = await act("slash", { name: command.name, options: valuesOf(fields) });
  delete form.dataset.busy;
  if (answer.error) problem(answer.error);
  else if (current?.command === command) close();
});
form.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  event.preventDefault();
  close();
});
