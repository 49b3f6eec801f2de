/**
 * Building and patching the page: `el` makes a node, `morph` makes an old node look like a new one and leaves
 * alone what has not changed, so that focus, open menus and half-typed words survive.
 */

const SVG = "http://www.w3.org/2000/svg";
/** Attributes that belong to the person at the page and not to what the server sends. */
const KEPT = new Set(["data-shown", "data-open"]);
const KEPT_WHILE_OPEN = new Set(["aria-expanded", "aria-controls", "aria-activedescendant"]);

/** Makes an element. `on…` are listeners, `data` a dataset, true an empty attribute; null and false are left out. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return node;
}

/** Words for screen readers only. */
export function hidden(text) {
  return el("span", { class: "vh" }, text);
}

/** Makes an SVG element. */
export function svg(tag, props = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(props)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** The first element inside `root` that matches; the page is its own, so a missing one is a fault of ours. */
export function find(selector, root = document) {
  const node = root.querySelector(selector);
  if (!node) throw new Error(`The page has no ${selector}.`);
  return node;
}

/** Makes the children of `from` look like those of `to`. */
export function morphChildren(from, to) {
  let at = from.firstChild;
  for (const fresh of [...to.childNodes]) {
    const old = match(from, at, fresh);
    if (!old) {
      from.insertBefore(fresh, at);
    } else {
      if (old === at) at = at.nextSibling;
      else from.insertBefore(old, at);
      morph(old, fresh);
    }
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

/** Makes `from` look like `to`, in place where it can. Returns the node that stands in the page afterwards. */
export function morph(from, to) {
  if (!isSame(from, to)) {
    from.replaceWith(to);
    return to;
  }
  if (from.nodeType === Node.TEXT_NODE) {
    if (from.data !== to.data) from.data = to.data;
    return from;
  }
  if (from.nodeType === Node.ELEMENT_NODE) {
    morphAttributes(from, to);
    morphChildren(from, to);
    morphState(from, to);
  }
  return from;
}

function match(parent, at, fresh) {
  const key = keyOf(fresh);
  if (key === null) return at && keyOf(at) === null && isSame(at, fresh) ? at : null;
  for (let node = at; node; node = node.nextSibling)
    if (keyOf(node) === key && isSame(node, fresh)) return node;
  return null;
}

function keyOf(node) {
  return node.dataset?.key ?? null;
}

function isSame(a, b) {
  return a.nodeType === b.nodeType && a.nodeName === b.nodeName && keyOf(a) === keyOf(b);
}

function morphAttributes(from, to) {
  const isOpenMenu = "open" in from.dataset;
  const isKept = (name) =>
    KEPT.has(name) ||
    name === "style" ||
    (name === "open" && from.nodeName === "DETAILS") ||
    (isOpenMenu && KEPT_WHILE_OPEN.has(name));
  for (const { name } of [...from.attributes])
    if (!to.hasAttribute(name) && !isKept(name)) from.removeAttribute(name);
  for (const { name, value } of [...to.attributes]) {
    if (!isKept(name) && from.getAttribute(name) !== value) from.setAttribute(name, value);
  }
  // The style attribute may not be set under the page's content policy; its object may.
  if (from.style && from.style.cssText !== to.style.cssText) from.style.cssText = to.style.cssText;
}

function morphState(from, to) {
  if (from.nodeName === "INPUT" && (from.type === "checkbox" || from.type === "radio"))
    from.checked = to.checked;
  if (from.nodeName === "SELECT" && from !== document.activeElement && from.value !== to.value)
    from.value = to.value;
}
