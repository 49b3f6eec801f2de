/**
 * Hearing from the server that something has changed. A browser opens six connections to one server and no more, and a
 * stream keeps one: so of all pages that are open in one browser one listens, and tells the others what it heard. When
 * it is closed, another listens in its place.
 */

const NAME = `listening ${location.pathname}`;
/** How long a page waits to hear that somebody listens, before it says that it hears of no changes. */
const SILENT_MS = 6000;
const SILENT =
  "This page does not hear of changes by itself just now. It looks again every few seconds, and keeps trying.";
const REFUSED = "This page hears of no changes just now.";

const others = new BroadcastChannel(NAME);
const hooks = { news: () => {}, word: () => {} };
let isListening = false;
let source = null;
let last = null;
let waiting = 0;

/**
 * Begins.
 * @param {(version: number) => void} onNews called with the newest version there is
 * @param {(word: {link: "up" | "unheard" | "lost" | "foreign", words?: string}) => void} onWord called when somebody
 *   listens, or cannot
 */
export function startListening(onNews, onWord) {
  Object.assign(hooks, { news: onNews, word: onWord });
  others.onmessage = ({ data }) => {
    if (data.question) answer(data.question);
    else take(data);
  };
  // The lock is held until this page is closed.
  navigator.locks.request(NAME, () => {
    isListening = true;
    listen();
    return new Promise(() => {});
  });
  waitForWord();
  others.postMessage({ question: "who listens" });
}

/** Tries again to hear of changes, if nobody does. */
export function listenAgain() {
  if (!isListening) others.postMessage({ question: "try again" });
  else if (source.readyState !== EventSource.OPEN) listen();
}

function answer(question) {
  if (!isListening) return;
  if (question === "try again") listenAgain();
  else if (last) others.postMessage(last);
}

function tell(word) {
  last = word.link ? word : last;
  others.postMessage(word);
  take(word);
}

function take(word) {
  clearTimeout(waiting);
  waiting = 0;
  if (word.link) hooks.word(word);
  else hooks.news(word.version);
}

function waitForWord() {
  waiting ||= setTimeout(() => take({ link: "unheard", words: SILENT }), SILENT_MS);
}

function listen() {
  source?.close();
  source = new EventSource("events");
  waitForWord();
  source.onmessage = (event) => tell({ version: JSON.parse(event.data).version });
  source.onopen = () => tell({ link: "up" });
  source.onerror = () => {
    // A browser begins again by itself, but says nothing meanwhile; and it gives up on an answer that is no stream.
    if (source.readyState === EventSource.CLOSED) return askWhy();
    // Every page looks for itself whether the server is there still.
    tell({ version: null });
    return waitForWord();
  };
}

/** A browser does not tell a page why it got no stream; the answer to the same question, asked plainly, does. */
async function askWhy() {
  const asking = new AbortController();
  try {
    const response = await fetch("events", { signal: asking.signal });
    if (response.ok) return listen();
    if (response.status === 403) return tell({ link: "foreign" });
    const said = await response.json().catch(() => ({}));
    return tell({ link: "unheard", words: said.error ?? REFUSED });
  } catch {
    return tell({ link: "lost" });
  } finally {
    asking.abort();
  }
}
