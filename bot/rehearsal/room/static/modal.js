/**
 * Discord's modals, as a dialog. One that is open is never redrawn and never closed by the server, so that nothing
 * half typed is lost; it goes when the person sends it or closes it.
 */

import { problem } from "./announce.js";
import { act } from "./api.js";
import { el, find } from "./dom.js";
import { isRequired, modalField } from "./fields.js";
import { face, icon } from "./icons.js";
import { markdown } from "./markdown.js";

const TEXT_DISPLAY = 10;
const ROW = 1;

const dialog = find("#modal");
/** The modal that was answered last; it stands in the state until the server has taken the answer. */
let answered = "";
let shown = "";
let opener = null;
let fields = [];
let isBusy = false;

/** Opens the modal of a state, if there is a new one. */
export function drawModal(state) {
  const source = state.modal ? JSON.stringify([state.viewer, state.modal]) : "";
  if (!source) answered = "";
  if (!source || source === answered || dialog.open) return;
  shown = source;
  opener = document.activeElement;
  open(state.modal);
}

/** A press may open the same modal once more. */
export function forgetModal() {
  if (!dialog.open) answered = "";
}

function open(modal) {
  fields = [];
  const fault = el("p", { id: "modal-fault", class: "field-fault", role: "alert" });
  const form = el(
    "form",
    { novalidate: true },
    el(
      "header",
      { class: "modal-head" },
      face({ bot: true }, "small"),
      el("h2", { id: "modal-title" }, modal.title),
      el(
        "button",
        { type: "button", class: "plain", "aria-label": "Close the form", onclick: cancel },
        icon("close"),
      ),
    ),
    el("div", { class: "modal-body" }, modal.components.map(part)),
    el(
      "footer",
      { class: "modal-foot" },
      fault,
      el("button", { type: "button", class: "button quiet-button", onclick: cancel }, "Cancel"),
      el("button", { type: "submit", class: "button primary" }, "Submit"),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(fault);
  });
  dialog.setAttribute("aria-labelledby", "modal-title");
  dialog.replaceChildren(form);
  dialog.showModal();
  (fields[0]?.target() ?? form.querySelector("[type=submit]")).focus();
}

function part(c, index) {
  if (c.type === TEXT_DISPLAY) return el("div", { class: "md modal-words" }, markdown(c.content));
  const input = c.component ?? (c.type === ROW ? c.components[0] : c);
  return labelled(
    {
      label: c.label ?? input.label ?? input.placeholder ?? "Your answer",
      description: c.description,
      input,
    },
    `field-${index}`,
  );
}

function labelled({ label, description, input }, id) {
  const hint = description ? `${id}-hint` : "";
  const field = modalField(input, id, `${hint} ${id}-fault`.trim());
  const fault = el("p", { class: "field-fault", id: `${id}-fault` });
  fields.push({ ...field, id: input.custom_id, words: fault });
  const must = isRequired(input) ? el("span", { class: "must" }, " required") : null;
  const title = el(
    "label",
    { class: "field-label", id: `${id}-label`, for: field.node.getAttribute("role") ? null : id },
    label,
    must,
  );
  const words = hint ? el("p", { class: "field-hint", id: hint }, description) : null;
  if (field.isInline)
    return el("div", { class: "modal-field inline" }, field.node, el("div", {}, title, words, fault));
  return el("div", { class: "modal-field" }, title, words, field.node, fault);
}

async function submit(fault) {
  if (isBusy) return;
  let first = null;
  for (const field of fields) {
    const words = field.fault();
    field.words.textContent = words;
    field.target()?.setAttribute("aria-invalid", String(Boolean(words)));
    if (words) first ??= field.target();
  }
  if (first) return void first.focus();
  const values = Object.fromEntries(
    fields.map(({ id, value }) => [id, value()]).filter(([, value]) => value !== undefined),
  );
  isBusy = true;
  answered = shown;
  const answer = await act("modal", { values });
  isBusy = false;
  if (answer.error) {
    answered = "";
    fault.textContent = answer.error;
  } else {
    close();
  }
}

async function cancel() {
  answered = shown;
  close();
  const answer = await act("modal_cancel");
  if (answer.error) problem(answer.error);
}

function close() {
  if (dialog.open) dialog.close();
  dialog.replaceChildren();
  fields = [];
  (opener?.isConnected && opener !== document.body ? opener : find("#write")).focus();
}

dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  cancel();
});
