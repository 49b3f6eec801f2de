/**
 * A field that suggests while one types: the pattern of an editable combobox. Where the suggestions come from is
 * for whoever makes one.
 *
 * Enter takes the first suggestion, as in Discord, once something is typed or where a choice is needed: in a field that
 * may stay empty it sends the form. Tab leaves the words as they are, unless an arrow key has chosen.
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
  let [choices, at, timer, asked, hasChosen, isStale] = [[], -1, 0, 0, false, false];
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
    hasChosen = false;
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
  /** Somebody was quicker than the suggestions. */
  const takeFirst = async () => {
    clearTimeout(timer);
    await ask();
    if (!isStale && choices.length) pick(0);
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
    isStale = false;
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
    hasChosen = false;
    if (choices.length) float(list, input);
    if (input.value.trim() || input.getAttribute("aria-required") === "true") moveTo(0);
    say(choices.length === 1 ? "1 suggestion." : `${choices.length || "No"} suggestions.`);
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
    // What is listed belongs to what was typed before.
    isStale = true;
    at = -1;
    list.querySelector(".active")?.classList.remove("active");
    input.removeAttribute("aria-activedescendant");
  });
  input.addEventListener("focus", ask);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && list.hidden) ask();
    const isHasty = event.key === "Enter" && isStale && input.value.trim();
    if (list.hidden && !isHasty) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      moveTo(event.key === "ArrowDown" ? at + 1 : at < 0 ? -1 : at - 1);
      hasChosen = true;
    } else if (isHasty) takeFirst();
    else if (event.key === "Enter" && at >= 0) pick(at);
    else if (event.key === "Escape") close();
    else if (event.key === "Tab" && hasChosen) return pick(at);
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
