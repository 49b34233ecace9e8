// @ts-check
// Filters the list of a collection by the values that a reader chooses: several of one field are
// alternatives, and every field must match. The address holds the choice.

import { showInAddress } from "./search/address.js";

/** @typedef {Record<string, string[]>} Chosen Values by the name of their field. */

/**
 * Whether an entry with these values matches, ignoring the field `but`.
 * @param {Set<string>} values
 * @param {Chosen} chosen
 * @param {string} [but]
 */
function fits(values, chosen, but) {
  return Object.entries(chosen).every(
    ([field, wanted]) => field === but || !wanted.length || wanted.some((value) => values.has(`${field}=${value}`)),
  );
}

/** @param {HTMLElement} filters */
function narrow(filters) {
  const boxes = /** @type {HTMLInputElement[]} */ ([...filters.querySelectorAll("input[type=checkbox]")]);
  const part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (document.querySelector(selector));
  const [status, chosenCount] = [part("[data-list-status]"), part("[data-chosen]")];
  const clear = /** @type {HTMLButtonElement} */ (filters.querySelector("[data-clear]"));
  const whole = status.textContent ?? "";
  const entries = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-values]")]).map((element) => ({
    element,
    values: new Set((element.dataset.values ?? "").trim().split(" ")),
  }));

  /** @returns {Chosen} */
  function chosen() {
    /** @type {Chosen} */
    const values = {};
    for (const box of boxes) if (box.checked) (values[box.name] ??= []).push(box.value);
    return values;
  }

  function fromAddress() {
    const parameters = new URLSearchParams(location.search);
    for (const box of boxes) box.checked = parameters.getAll(box.name).includes(box.value);
  }

  /** @param {Chosen} values */
  function toAddress(values) {
    const parameters = new URLSearchParams(location.search);
    for (const { name } of boxes) parameters.delete(name);
    for (const [name, all] of Object.entries(values)) for (const value of all) parameters.append(name, value);
    showInAddress(parameters);
  }

  function show() {
    const values = chosen();
    const number = boxes.filter((box) => box.checked).length;
    let shown = 0;
    for (const entry of entries) {
      entry.element.hidden = !fits(entry.values, values);
      if (!entry.element.hidden) shown += 1;
    }
    for (const group of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".list .group"))) {
      group.hidden = !group.querySelector(".entry:not([hidden])");
      const jump = document.querySelector(`.jump a[href="#${CSS.escape(group.getAttribute("aria-labelledby") ?? "")}"]`);
      jump?.parentElement?.toggleAttribute("hidden", group.hidden);
    }
    for (const box of boxes) {
      const key = `${box.name}=${box.value}`;
      const count = entries.filter((entry) => entry.values.has(key) && fits(entry.values, values, box.name)).length;
      const label = box.closest("label")?.querySelector(".filter-count");
      if (label) label.textContent = String(count);
      // A dead end; a chosen value can always be removed.
      box.disabled = count === 0 && !box.checked;
    }
    clear.hidden = number === 0;
    chosenCount.textContent = number ? String(number) : "";
    const words = (shown ? filters.dataset.shown : filters.dataset.none) ?? "";
    const said = number ? words.replace("{shown}", String(shown)).replace("{count}", String(entries.length)) : whole;
    if (status.textContent !== said) status.textContent = said;
    return values;
  }

  filters.addEventListener("change", () => toAddress(show()));
  clear.addEventListener("click", () => {
    for (const box of boxes) box.checked = false;
    toAddress(show());
    // The button disappears, and would take the focus with it.
    boxes[0]?.focus();
  });
  window.addEventListener("popstate", () => {
    fromAddress();
    show();
  });
  fromAddress();
  filters.hidden = false;
  show();
}

/** Starts the filters of this page, if it has any. A list of several pages uses the search instead. */
export function startList() {
  document.querySelector("[data-list-search]")?.removeAttribute("hidden");
  const filters = /** @type {HTMLElement | null} */ (document.querySelector("[data-list-filters]"));
  if (filters) narrow(filters);
}
