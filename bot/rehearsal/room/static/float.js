/** Puts a list beside the control it belongs to: below when there is room, else above, never off the screen. */

const EDGE_PX = 8;
const GAP_PX = 4;
const TALLEST_PX = 320;

/** Places `list`, which is fixed to the screen, beside `anchor` and as wide as it. */
export function float(list, anchor) {
  const box = anchor.getBoundingClientRect();
  const below = innerHeight - box.bottom - EDGE_PX - GAP_PX;
  const above = box.top - EDGE_PX - GAP_PX;
  const width = Math.min(Math.max(box.width, 200), innerWidth - 2 * EDGE_PX);
  const set = (name, px) => list.style.setProperty(name, `${px}px`);
  set("width", width);
  set("left", Math.max(EDGE_PX, Math.min(box.left, innerWidth - width - EDGE_PX)));
  const height = Math.min(list.scrollHeight + 2, TALLEST_PX, Math.max(below, above));
  const isBelow = below >= height || below >= above;
  set("max-height", height);
  set("top", isBelow ? box.bottom + GAP_PX : box.top - height - GAP_PX);
}
