/** Light or dark: as the system has it, or as somebody chooses. The choice is kept by the browser, for this computer. */

import { find } from "./dom.js";

const looks = find("#looks");
const root = document.documentElement;

function draw() {
  for (const node of looks.children)
    node.setAttribute("aria-pressed", String(node.dataset.look === (root.dataset.look ?? "")));
}

looks.addEventListener("click", ({ target }) => {
  const node = target.closest("[data-look]");
  if (!node) return;
  const { look } = node.dataset;
  if (look) root.dataset.look = look;
  else delete root.dataset.look;
  try {
    localStorage.setItem("look", look);
  } catch {
    // It holds until the page is loaded again.
  }
  draw();
});
draw();
