/**
 * Talking to the room's server: fetching the state, and sending what people do. It keeps trying when the server is
 * gone. What is shown of all this is for others.
 */

import { listenAgain, startListening } from "./listening.js";
import { room, writeAddress } from "./store.js";

const RETRY_MS = [1000, 2000, 4000, 8000];
/** Now and then the state is fetched unasked, so that the clock of a page left open does not drift. */
const RESYNC_MS = 30_000;
const HIDDEN_MS = 5000;

/** Tells the server which states are asked for by one and the same page. */
const PAGE = crypto.randomUUID();

const hooks = { state: () => {}, link: () => {} };
let running = null;
let queued = null;
let failures = 0;
/** Why the server lets this page hear of no changes, in its words; empty while it does. */
let unheard = "";
let retry = 0;
let lastLoad = 0;
let late = 0;

/**
 * Starts listening.
 * @param {(state: object) => void} onState called with every new state
 * @param {(link: "up" | "unheard" | "lost" | "foreign", words?: string) => void} onLink called when the server goes or
 *   comes back; `foreign` means that it no longer knows this address, `unheard` that it answers but tells of no changes
 */
export function start(onState, onLink) {
  hooks.state = onState;
  hooks.link = onLink;
  startListening(
    (version) => version !== room.state?.version && heard(),
    ({ link, words }) => (link === "up" ? hearsAgain() : cannotHear(link, words)),
  );
  refresh();
  setInterval(() => performance.now() - lastLoad > RESYNC_MS && heard(), RESYNC_MS / 2);
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
  // Whom this page showed may play themselves again at once.
  addEventListener("pagehide", () => {
    const gone = new Blob([JSON.stringify({ page: PAGE })], { type: "application/json" });
    navigator.sendBeacon("api/gone", gone);
  });
}

/** Fetches the state. Resolves once a state asked for after this call has been shown. */
export function refresh() {
  if (!running) {
    running = load().finally(() => (running = null));
    return running;
  }
  queued ??= running.then(() => {
    queued = null;
    return refresh();
  });
  return queued;
}

/** Tries at once what would be tried by itself later. */
export function tryAgain() {
  clearTimeout(retry);
  return again();
}

/** Sends something to the server. Always resolves: with its answer, or with an `error` sentence. */
export async function post(path, body) {
  try {
    const answer = await fetch(`api/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) return said;
    return { error: said.error ?? `The rehearsal did not accept that (${answer.status}).` };
  } catch {
    failed("lost");
    return {
      error: "The rehearsal is not answering, so that did not arrive. It can be tried again in a moment.",
    };
  }
}

/** Does something as the viewer, in the channel that is shown, and fetches what came of it. */
export async function act(kind, details = {}) {
  const { viewer, channel } = room.state;
  const answer = await post("do", { viewer, channel, kind, ...details });
  if (kind !== "autocomplete") await refresh();
  return answer;
}

async function load() {
  const { viewer, channel } = room;
  lastLoad = performance.now();
  try {
    const answer = await fetch(`api/state?${new URLSearchParams({ viewer, channel, page: PAGE })}`);
    if (answer.status === 403) return failed("foreign");
    if (!answer.ok) return failed("lost");
    const state = await answer.json();
    // Somebody may have switched person or channel meanwhile; what was asked for before that is not shown.
    if (viewer !== room.viewer || channel !== room.channel) return undefined;
    if (!unheard) failures = 0;
    hooks.link(unheard ? "unheard" : "up", unheard);
    room.viewer = state.viewer;
    room.channel ||= state.channel;
    room.state = state;
    writeAddress();
    hooks.state(state);
  } catch (error) {
    if (!(error instanceof TypeError) && !(error instanceof SyntaxError)) throw error;
    failed("lost");
  }
  return undefined;
}

function failed(link, words = "") {
  hooks.link(link, words);
  tryLater();
}

function tryLater() {
  clearTimeout(retry);
  retry = setTimeout(again, RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]);
  failures += 1;
}

function again() {
  listenAgain();
  // Until it hears of changes again, it looks.
  if (unheard) tryLater();
  return refresh();
}

function hearsAgain() {
  if (!unheard) return;
  unheard = "";
  clearTimeout(retry);
  refresh();
}

function cannotHear(link, words = "") {
  if (link === "unheard") unheard = words;
  failed(link, words);
}

/** A hidden page looks rarely: it only has to keep its title right. */
function heard() {
  if (!document.hidden) refresh();
  else late ||= setTimeout(() => ((late = 0), refresh()), HIDDEN_MS);
}
