/**
 * The fields of forms: each is a node, what has been entered in it, and what is wrong with that. Menus are used
 * by command options too; the rest are the inputs of Discord's modals.
 */

import { chosenOf, SELECTS } from "./components.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { toggleMenu } from "./menu.js";
import { room } from "./store.js";

const TEXT = 4;
const FILE = 19;
const RADIO = 21;
const CHECKS = 22;
const CHECK = 23;
const PARAGRAPH = 2;
const LONGEST = 4000;
const FEWEST_ROWS = 4;
const MOST_ROWS = 10;
const LARGEST_FILE = 512 * 1024;
export const TOO_LARGE = "A rehearsal takes files of up to half a megabyte.";

/** A menu that keeps what is chosen. `value` is one value, or "" for none; `values` all of them. */
export function menuField({
  id,
  options,
  min = 1,
  max = 1,
  chosen = [],
  placeholder = "Choose",
  describedby = null,
  required = false,
}) {
  let values = chosen;
  const shown = el("span", { class: "menu-value" });
  const node = el(
    "button",
    {
      id,
      type: "button",
      class: "menu",
      role: "combobox",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-labelledby": `${id}-label`,
      "aria-describedby": describedby,
      "aria-required": required ? "true" : null,
      onclick: () =>
        toggleMenu(node, {
          options: choices,
          chosen: values,
          min: required ? min : 0,
          max,
          label: placeholder,
          choose,
        }),
    },
    shown,
    icon("down"),
  );
  // One that need not be chosen can be taken back; in a menu of several that is done by choosing it again.
  const choices = required || max > 1 ? options : [{ value: "", label: "None" }, ...options];
  const draw = () => {
    const labels = options.filter(({ value }) => values.includes(value)).map(({ label }) => label);
    shown.textContent = labels.join(", ") || placeholder;
    shown.classList.toggle("menu-empty", !labels.length);
  };
  const choose = (picked) => {
    values = picked.filter((value) => value !== "");
    node.removeAttribute("aria-invalid");
    draw();
  };
  draw();
  return { node, value: () => values[0] ?? "", values: () => values };
}

/**
 * The field of one input component of a modal.
 * @param {object} c the raw component
 * @param {string} id for its label
 * @param {string} describedby the ids of what describes it
 */
export function modalField(c, id, describedby) {
  if (c.type === TEXT) return textField(c, id, describedby);
  if (SELECTS.has(c.type)) return selectField(c, id, describedby);
  if (c.type === RADIO) return radioField(c, id, describedby);
  if (c.type === CHECKS) return checksField(c, id, describedby);
  if (c.type === CHECK) return checkField(c, id, describedby);
  if (c.type === FILE) return uploadField(c, id, describedby);
  return {
    node: el("p", { class: "field-hint" }, `The rehearsal cannot show this field (type ${c.type}).`),
    value: () => undefined,
    fault: () => "",
    target: () => null,
  };
}

/** Whether a modal's field must be filled; Discord's default differs between kinds. */
export function isRequired(c) {
  return c.type === CHECK ? false : c.required !== false;
}

/** A field that takes one small file. `value` is its name and content, or "" for none, or null for one too large. */
export function fileField(attributes) {
  let given = "";
  const input = el("input", { ...attributes, value: null, class: "field", type: "file" });
  input.addEventListener("change", async () => {
    const [chosen] = input.files;
    given = "";
    if (!chosen) return;
    given = null;
    if (chosen.size <= LARGEST_FILE) given = { name: chosen.name, data: base64(await chosen.arrayBuffer()) };
  });
  return { node: input, value: () => given };
}

function base64(buffer) {
  return btoa([...new Uint8Array(buffer)].map((byte) => String.fromCharCode(byte)).join(""));
}

function uploadField(c, id, describedby) {
  const { node, value } = fileField({ id, "aria-describedby": describedby });
  const fault = () => {
    if (value() === null) return TOO_LARGE;
    return isRequired(c) && !value() ? "This one is needed." : "";
  };
  return { node, target: () => node, value, fault };
}

function textField(c, id, describedby) {
  const isLong = c.style === PARAGRAPH;
  const most = c.max_length || LONGEST;
  const count = el("span", { class: "field-count", "aria-hidden": "true" });
  const input = el(isLong ? "textarea" : "input", {
    id,
    class: "field",
    name: c.custom_id,
    type: isLong ? null : "text",
    rows: isLong ? String(rowsFor(c.value)) : null,
    maxlength: String(most),
    placeholder: c.placeholder || null,
    autocomplete: "off",
    "aria-required": isRequired(c) ? "true" : null,
    "aria-describedby": describedby,
    value: c.value || "",
  });
  const draw = () => (count.textContent = `${input.value.length} / ${most}`);
  input.addEventListener("input", draw);
  draw();
  return {
    node: isLong ? el("div", { class: "field-counted" }, input, count) : input,
    target: () => input,
    value: () => input.value,
    fault: () => {
      if (!input.value.trim()) return isRequired(c) ? "This one is needed." : "";
      return input.value.length < (c.min_length ?? 0)
        ? `Please write at least ${c.min_length} characters.`
        : "";
    },
  };
}

/** How many rows a long field begins with, so that most of what is in it can be seen. */
function rowsFor(value) {
  return Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, (value || "").split("\n").length + 1));
}

function selectField(c, id, describedby) {
  const options = c.type === 3 ? c.options : entityOptions(c);
  const chosen = [
    ...(c.options ?? []).filter((option) => option.default).map(({ value }) => value),
    ...(c.default_values ?? []).map((one) => one.id),
  ];
  const required = isRequired(c);
  const [min, max] = [c.min_values ?? 1, c.max_values ?? 1];
  const placeholder = c.placeholder || chosenOf(c)[0] || "Make a selection";
  const field = menuField({ id, options, min, max, chosen, placeholder, describedby, required });
  return {
    node: field.node,
    target: () => field.node,
    value: field.values,
    fault: () => tooFew(field.values(), required, min),
  };
}

/** What a menu of people, roles or channels offers. */
export function entityOptions(c) {
  const { people, channels, roles } = room.state;
  const named = people.map(({ id, name, role }) => ({ value: id, label: name, description: role }));
  const groups = Object.entries(roles ?? {}).map(([value, role]) => ({
    value,
    label: `@${role?.name ?? role}`,
  }));
  if (c.type === 6) return groups;
  if (c.type === 7) return [...named, ...groups];
  if (c.type !== 8) return named;
  const kinds = { 0: "text", 2: "voice", 11: "thread", 12: "thread", 13: "stage" };
  const wanted = c.channel_types?.length ? c.channel_types.map((type) => kinds[type]) : null;
  return channels
    .filter(({ kind }) => kind !== "dm" && (!wanted || wanted.includes(kind)))
    .map(({ id, name }) => ({ value: id, label: `#${name}` }));
}

function tooFew(values, required, min) {
  if (!values.length) return required ? "Please choose one." : "";
  return values.length < min ? `Please choose at least ${min}.` : "";
}

function radioField(c, id, describedby) {
  const inputs = [];
  const rows = c.options.map((option, index) => choice("radio", c, option, `${id}-${index}`, inputs));
  return {
    node: group("radiogroup", rows, id, describedby, isRequired(c)),
    target: () => inputs[0],
    value: () => inputs.find((input) => input.checked)?.value,
    fault: () => (isRequired(c) && !inputs.some((input) => input.checked) ? "Please choose one." : ""),
  };
}

function checksField(c, id, describedby) {
  const inputs = [];
  const rows = c.options.map((option, index) => choice("checkbox", c, option, `${id}-${index}`, inputs));
  const most = c.max_values ?? c.options.length;
  const values = () => inputs.filter((input) => input.checked).map((input) => input.value);
  const node = group("group", rows, id, describedby, false);
  node.addEventListener("change", () => {
    const isFull = values().length >= most;
    for (const input of inputs) input.disabled = isFull && !input.checked;
  });
  return {
    node,
    target: () => inputs[0],
    value: values,
    fault: () => tooFew(values(), isRequired(c), c.min_values ?? 1),
  };
}

function checkField(c, id, describedby) {
  const input = el("input", {
    id,
    type: "checkbox",
    class: "tick",
    checked: Boolean(c.default),
    "aria-describedby": describedby,
  });
  return { node: input, isInline: true, target: () => input, value: () => input.checked, fault: () => "" };
}

function group(role, rows, id, describedby, required) {
  return el(
    "div",
    {
      id,
      role,
      class: "choices",
      "aria-labelledby": `${id}-label`,
      "aria-describedby": describedby,
      "aria-required": required ? "true" : null,
    },
    rows,
  );
}

function choice(type, c, option, id, inputs) {
  const hint = option.description ? `${id}-hint` : null;
  const input = el("input", {
    id,
    type,
    class: "tick",
    name: c.custom_id,
    value: option.value,
    checked: Boolean(option.default),
    "aria-describedby": hint,
  });
  inputs.push(input);
  return el(
    "label",
    { class: "choice", for: id },
    input,
    el(
      "span",
      {},
      el("span", { class: "choice-label" }, option.label),
      hint ? el("span", { class: "quiet", id: hint }, option.description) : null,
    ),
  );
}
