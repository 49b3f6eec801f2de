/**
 * A field that suggests while one types: the pattern of an editable combobox. Where the suggestions come from is
 * for whoever makes one.
 */

import { say } from "./announce.js";
import { el } from "./dom.js";
import { float } from "./float.js";

const WAIT_MS = 150;
let number = 0;

/**
 * Makes a field with suggestions.
 * @param {object} spec `attributes` of the input; `suggest(text)`, which resolves to [{name, value}]; `strict` when
 *   only a suggestion may be chosen
 * @returns {{node: HTMLElement, value: () => string | null}} `value` is null for words that a strict field cannot take
 */
export function suggestField({ attributes, suggest, strict = false }) {
  const id = `suggest-${(number += 1)}`;
  const known = new Map();
  let [choices, at, timer, asked] = [[], -1, 0, 0];
  const list = el("ul", {
    id,
    class: "menu-list",
    role: "listbox",
    tabindex: "0",
    "aria-label": "Suggestions",
    hidden: true,
  });
  const input = el("input", {
    ...attributes,
    type: "text",
    class: "field",
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": id,
  });

  const close = () => {
    clearTimeout(timer);
    asked += 1;
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const moveTo = (index) => {
    if (!choices.length) return;
    at = (index + choices.length) % choices.length;
    list.querySelector(".active")?.classList.remove("active");
    list.children[at].classList.add("active");
    list.children[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", list.children[at].id);
  };
  const pick = (index) => {
    input.value = choices[index].name;
    input.removeAttribute("aria-invalid");
    close();
  };
  const ask = async () => {
    const turn = (asked += 1);
    const found = await suggest(input.value);
    if (turn !== asked || document.activeElement !== input) return;
    choices = found;
    at = -1;
    for (const { name, value } of choices) known.set(name, value);
    list.replaceChildren(
      ...choices.map(({ name }, index) =>
        el(
          "li",
          {
            id: `${id}-${index}`,
            class: "menu-option",
            role: "option",
            "aria-selected": "false",
            "data-index": String(index),
          },
          name,
        ),
      ),
    );
    list.hidden = !choices.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
    if (choices.length) float(list, input);
    say(choices.length === 1 ? "1 suggestion." : `${choices.length || "No"} suggestions.`);
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
  input.addEventListener("focus", ask);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && list.hidden) ask();
    if (list.hidden) return;
    if (event.key === "ArrowDown") moveTo(at + 1);
    else if (event.key === "ArrowUp") moveTo(at - 1);
    else if (event.key === "Enter" && at >= 0) pick(at);
    else if (event.key === "Escape") close();
    else if (event.key === "Tab" && at >= 0) return pick(at);
    else return undefined;
    event.preventDefault();
    event.stopPropagation();
    return undefined;
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const node = event.target.closest("[data-index]");
    if (node) pick(Number(node.dataset.index));
  });

  return {
    node: el("div", { class: "suggest" }, input, list),
    value: () => {
      const typed = input.value.trim();
      if (!typed) return "";
      return known.get(input.value) ?? (strict ? null : typed);
    },
  };
}
