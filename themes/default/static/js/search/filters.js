// @ts-check
// The filters of the search page: boxes with counts, and active filters as buttons that remove them.

import { element } from "./results.js";
import { say } from "./words.js";

/** @import { Facets, Facet, FacetValue } from "./answer.js" */

/** How many groups are open at first. */
const OPEN_GROUPS = 2;
/** The name of a filter in the address of the page. */
const ADDRESS_PREFIX = "f.";

/** The label of a group; the index does not know the strings of the theme. @param {string} name @param {Facet} facet */
function labelOf(name, facet) {
  const ours = { collection: "facetCollection", tag: "facetTag" }[name];
  return (ours && say(ours)) || facet.label;
}

export class Filters {
  /**
   * @param {(name: string) => HTMLElement} part of the page
   * @param {() => void} onChange
   */
  constructor(part, onChange) {
    this.all = part("filters");
    this.number = part("number");
    this.groups = part("groups");
    this.chips = part("chips");
    this.status = part("status");
    this.onChange = onChange;
    /** @type {Map<string, Set<string>>} */
    this.chosen = new Map();
    /** Facets of all answers so far, for the names of active filters. @type {Facets} */
    this.known = {};
    /** @type {Map<string, boolean>} */
    this.isOpen = new Map();
  }

  /** @param {URLSearchParams} parameters */
  read(parameters) {
    this.chosen.clear();
    for (const [name, value] of parameters) {
      if (name.startsWith(ADDRESS_PREFIX)) this.valuesOf(name.slice(ADDRESS_PREFIX.length)).add(value);
    }
  }

  /** @param {URLSearchParams} parameters */
  write(parameters) {
    for (const [name, value] of this.pairs()) parameters.append(ADDRESS_PREFIX + name, value);
  }

  /** @param {string} name */
  valuesOf(name) {
    const values = this.chosen.get(name) ?? new Set();
    this.chosen.set(name, values);
    return values;
  }

  /** The chosen values with the names of their filters. @returns {[string, string][]} */
  pairs() {
    return [...this.chosen].flatMap(([name, values]) =>
      [...values].map((value) => /** @type {[string, string]} */ ([name, value])),
    );
  }

  /** The filters for a query. */
  options() {
    const used = [...this.chosen].filter(([, values]) => values.size);
    return Object.fromEntries(used.map(([name, values]) => [name, [...values]]));
  }

  /** @param {string} name @param {string} value @param {boolean} isChosen */
  set(name, value, isChosen) {
    if (isChosen) this.valuesOf(name).add(value);
    else this.valuesOf(name).delete(value);
    this.showChips();
    this.onChange();
  }

  clear() {
    this.chosen.clear();
    this.showChips();
    this.status.focus();
    this.onChange();
  }

  /** @param {Facets} facets */
  show(facets) {
    Object.assign(this.known, facets);
    const held = document.activeElement?.getAttribute("data-filter");
    for (const group of this.groups.querySelectorAll("details")) this.isOpen.set(group.dataset.facet ?? "", group.open);
    const groups = Object.entries(facets).filter(([name, facet]) => this.shownValues(name, facet).length > 0);
    this.groups.replaceChildren(...groups.map(([name, facet], at) => this.group(name, facet, at)));
    this.all.hidden = !groups.length;
    if (held) {
      // A box that goes leaves its focus to what it changed.
      const box = [...this.groups.querySelectorAll("input")].find((one) => one.dataset.filter === held);
      (box ?? this.status).focus();
    }
    this.showChips();
  }

  /** The values to choose from; none if they make no difference. @param {string} name @param {Facet} facet */
  shownValues(name, facet) {
    const own = this.valuesOf(name);
    const values = facet.values.filter((value) => value.count || own.has(value.name));
    return values.length > 1 || own.size ? values : [];
  }

  /** @param {string} name @param {Facet} facet @param {number} at */
  group(name, facet, at) {
    const boxes = this.shownValues(name, facet).map((value) => this.box(name, value));
    const values = element("div", { class: "filter-values", role: "group", "aria-label": labelOf(name, facet) }, ...boxes);
    const group = element("details", { class: "filter-group", "data-facet": name }, element("summary", {}, labelOf(name, facet)), values);
    group.open = this.isOpen.get(name) ?? (at < OPEN_GROUPS || this.valuesOf(name).size > 0);
    return group;
  }

  /** @param {string} name @param {FacetValue} value */
  box(name, value) {
    const box = element("input", { type: "checkbox", "data-filter": `${name}=${value.name}` });
    box.checked = this.valuesOf(name).has(value.name);
    box.addEventListener("change", () => this.set(name, value.name, box.checked));
    const count = element("span", { class: "filter-count" }, String(value.count));
    return element("label", { class: "filter" }, box, element("span", {}, value.label), " ", count);
  }

  /** Keeps the focus at its place among the filters, or moves it to the results. */
  showChips() {
    const held = [...this.chips.querySelectorAll("button")].findIndex((chip) => chip === document.activeElement);
    const chosen = this.pairs();
    const chips = chosen.map(([name, value]) => this.chip(name, value));
    if (chips.length) {
      const clear = element("button", { type: "button", class: "link-button" }, say("clear"));
      clear.addEventListener("click", () => this.clear());
      chips.push(clear);
    }
    this.chips.replaceChildren(...chips.map((chip) => element("li", {}, chip)));
    this.chips.hidden = !chips.length;
    this.number.textContent = String(chosen.length);
    this.number.hidden = !chosen.length;
    if (held >= 0) (chips[held] ?? this.status).focus();
  }

  /** @param {string} name @param {string} value */
  chip(name, value) {
    const facet = this.known[name];
    const label = facet?.values.find((known) => known.name === value)?.label ?? value;
    const filter = `${facet ? labelOf(name, facet) : name}: ${label}`;
    const chip = element("button", { type: "button", class: "chip", "aria-label": say("remove", { filter }) }, filter);
    chip.addEventListener("click", () => this.set(name, value, false));
    return chip;
  }
}
