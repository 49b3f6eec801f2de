/** One tab stop for a group of buttons: Tab goes in and out, arrows, Home and End go about inside. */

const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** Makes the buttons of a container one tab stop. */
export function rove(container) {
  container.addEventListener("keydown", (event) => {
    const items = itemsOf(container);
    const at = items.indexOf(document.activeElement);
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    let to = at + (STEPS[event.key] ?? 0);
    if (event.key === "Home") to = 0;
    else if (event.key === "End") to = items.length - 1;
    if (to === at) return;
    event.preventDefault();
    items[(to + items.length) % items.length].focus();
    settleTabStop(container);
  });
}

/** Says which of the buttons Tab goes to: the focused one, else the one that is chosen, else the first. */
export function settleTabStop(container) {
  const items = itemsOf(container);
  const stop =
    items.find((item) => item === document.activeElement) ??
    items.find((item) => item.matches('[aria-current="true"], [aria-pressed="true"]')) ??
    items[0];
  for (const item of items) {
    const index = item === stop ? "0" : "-1";
    if (item.getAttribute("tabindex") !== index) item.setAttribute("tabindex", index);
  }
}

function itemsOf(container) {
  return [...container.querySelectorAll("button:not(:disabled)")];
}
