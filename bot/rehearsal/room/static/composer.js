/** Where one writes: messages, and commands that begin with `/`. What is half typed is kept for each place. */

import { problem, settle } from "./announce.js";
import { act } from "./api.js";
import { find } from "./dom.js";
import { toBottom } from "./messages.js";
import { openOptions } from "./options.js";
import { closePicker, drawPicker, isPicking, onPick, pickerKey } from "./picker.js";
import { room, shownChannel } from "./store.js";

const DRAFTS = 50;

const form = find("#composer");
const write = find("#write");
const send = find("#send");
const drafts = new Map();
let place = null;
let isSending = false;

/** Shows whether and where one may write. */
export function drawComposer(state) {
  const channel = shownChannel();
  const next = `${state.viewer} ${state.channel}`;
  if (next !== place) {
    keepDraft();
    place = next;
    write.value = drafts.get(place) ?? "";
    closePicker();
    grow();
  }
  const may = Boolean(channel?.can_send);
  write.disabled = !may;
  write.placeholder = may ? `Message ${nameOf(channel)}` : reason(channel);
  form.classList.toggle("closed", !may);
  find("#commands").disabled = !state.commands.length || !channel;
}

function nameOf(channel) {
  return channel.kind === "dm" ? `@${channel.name}` : `#${channel.name}`;
}

function reason(channel) {
  if (!channel) return "There is nothing to write in here";
  return channel.archived ? "This room is closed" : "You may not write in this channel";
}

function keepDraft() {
  if (place === null) return;
  drafts.delete(place);
  if (write.value) drafts.set(place, write.value);
  if (drafts.size > DRAFTS) drafts.delete(drafts.keys().next().value);
}

/** As tall as what is written, up to a limit that the style sets. */
function grow() {
  write.style.setProperty("height", "auto");
  write.style.setProperty("height", `${write.scrollHeight}px`);
  send.disabled = !write.value.trim();
}

/** Opens the list of commands, as typing `/` does. */
function listCommands() {
  if (!write.disabled) {
    write.value = "/";
    write.focus();
    grow();
    drawPicker(write.value);
  }
}

/** Runs a command, or opens the form for its options. */
export function startCommand(name, typed = "") {
  const command = room.state.commands.find((one) => one.name === name);
  if (!command) return problem(`/${name} is not there for you in this place.`);
  if (command.options.length) return openOptions(command, typed);
  return run(name);
}

async function run(name) {
  settle();
  const answer = await act("slash", { name, options: {} });
  if (answer.error) problem(answer.error);
  write.focus();
}

async function submit() {
  const text = write.value.trim();
  if (!text || isSending) return;
  isSending = true;
  settle();
  toBottom();
  const from = place;
  write.value = "";
  grow();
  const answer = await act("send", { text });
  isSending = false;
  if (!answer.error) return;
  problem(answer.error);
  if (place === from && !write.value) write.value = text;
  else drafts.set(from, text);
  grow();
}

onPick((command, key) => {
  const typed = write.value.slice(command.name.length + 2);
  if (key === "Tab" && !command.options.length) {
    write.value = `/${command.name}`;
    return drawPicker(write.value);
  }
  write.value = "";
  grow();
  closePicker();
  return startCommand(command.name, typed);
});

write.addEventListener("input", () => {
  grow();
  drawPicker(write.value);
});
write.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (!event.shiftKey && pickerKey(event.key)) return event.preventDefault();
  if (event.key !== "Enter" || event.shiftKey) return undefined;
  event.preventDefault();
  if (write.value.startsWith("/"))
    return problem(
      `There is no command ${write.value.trim().split("\n")[0]} here. Type / to see all of them.`,
    );
  return submit();
});
write.addEventListener("blur", () => isPicking() && closePicker());
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (write.value.startsWith("/")) pickerKey("Enter");
  else submit();
});
// Pressing the button must not take the focus from the field, or the phone's keyboard would jump.
find("#commands").addEventListener("mousedown", (event) => event.preventDefault());
find("#commands").addEventListener("click", () => (isPicking() ? closePicker() : listCommands()));
