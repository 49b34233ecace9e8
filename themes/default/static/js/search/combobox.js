// @ts-check
// The box in the header: results while the reader types, as the WAI-ARIA Authoring Practices describe it
// under "Combobox", with a list and manual selection. The focus stays in the box throughout.

import { storeMarks } from "./marks.js";
import { addressOf, element, insistOn, marked, searchAddress } from "./results.js";
import { startShortcut } from "./shortcut.js";
import { askSite, collectionLabel, onTyping, retryButton, say, sayFailure, sayMissing, sayTotal, storeAnswered, storedQuery, storeQuery, TYPING_PAUSE, whileWaiting } from "./words.js";

/** @import { SiteAnswer, SiteResult } from "./client.js" */

const MOST_PAGES = 6;
const MOST_PAGE_SECTIONS = 2;
/** Milliseconds without a key before screen readers announce the results. */
const TELLING_PAUSE = 700;

class Combobox {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.input = /** @type {HTMLInputElement} */ (form.elements.namedItem("q"));
    const id = `${this.input.id}-list`;
    this.list = element("div", { class: "search-options", role: "listbox", id, "aria-label": say("results") });
    this.note = element("div", { class: "search-note" });
    this.popup = element("div", { class: "search-popup", hidden: "" }, this.note, this.list);
    this.status = element("p", { class: "visually-hidden", role: "status" });
    form.append(this.popup, this.status);
    /** @type {HTMLElement[]} */
    this.options = [];
    /** @type {HTMLElement | undefined} */
    this.active = undefined;
    /** The query whose results are in the list. */
    this.shown = "";
    /** Counts queries, to recognize a late answer. */
    this.asked = 0;
    this.typing = 0;
    this.telling = 0;
  }

  start() {
    const { form, input } = this;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.list.id);
    input.setAttribute("aria-expanded", "false");
    input.value ||= storedQuery();
    onTyping(input, () => this.wait());
    input.addEventListener("click", () => this.open());
    input.addEventListener("keydown", (event) => this.press(event));
    // The focus stays in the box, whatever is clicked in the list.
    this.popup.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey) this.close();
    });
    document.addEventListener("pointerdown", (event) => this.closeOutside(event));
    document.addEventListener("focusin", (event) => this.closeOutside(event));
    // Readers who come back to the page find the list closed.
    addEventListener("pagehide", () => this.close());
  }

  /** Closes the list after an event elsewhere on the page. @param {Event} event */
  closeOutside(event) {
    if (!this.form.contains(/** @type {Node} */ (event.target))) this.close();
  }

  /** Waits for a pause in typing. */
  wait() {
    this.cancel();
    if (!this.input.value.trim()) {
      storeQuery("");
      this.empty();
    } else this.typing = window.setTimeout(() => this.ask(), TYPING_PAUSE);
  }

  /** Cancels the query on its way. */
  cancel() {
    this.asked++;
    this.list.setAttribute("aria-busy", "false");
    clearTimeout(this.typing);
    clearTimeout(this.telling);
  }

  async ask() {
    this.cancel();
    const own = this.asked;
    const query = this.input.value.trim();
    try {
      const answer = await whileWaiting(askSite(query, { limit: MOST_PAGES }), (waiting) => own === this.asked && this.showWaiting(waiting));
      if (own !== this.asked) return;
      this.show(query, answer);
      if (answer.results.every((result) => result.excerpt.length)) return;
      await answer.details();
      if (own === this.asked) this.fill(query, answer);
    } catch (error) {
      if (own === this.asked) this.fail(error);
    }
  }

  /** Says that an answer takes long; the list stays until it comes. @param {import("./words.js").Waiting} waiting */
  showWaiting(waiting) {
    this.list.setAttribute("aria-busy", String(waiting !== "no"));
    if (waiting === "no") return;
    const said = say(waiting === "long" ? "slow" : "underWay");
    const again = waiting === "long" ? [" ", retryButton(() => this.ask())] : [];
    this.note.replaceChildren(element("p", {}, said, ...again));
    this.unfold();
    this.tell(said);
  }

  /** @param {string} query @param {SiteAnswer} answer */
  show(query, answer) {
    this.shown = query;
    storeAnswered(query, answer);
    this.activate(undefined);
    this.fill(query, answer);
    const told = [...answer.corrections.map(({ from, to }) => say("corrected", { from, to })), ...sayMissing(answer)];
    const notes = told.map((note) => element("p", {}, note));
    const nothing = [element("p", { class: "search-nothing" }, sayTotal(0, query)), element("p", {}, say("noneHint"))];
    this.note.replaceChildren(...(answer.total ? notes : nothing));
    this.list.scrollTop = 0;
    this.unfold();
    this.tell([...(answer.total ? told : []), sayTotal(answer.total, query)].join(" "));
  }

  /** Fills the list; what was active stays so. @param {string} query @param {SiteAnswer} answer */
  fill(query, answer) {
    const options = answer.results.flatMap(pageOptions);
    if (answer.total) {
      for (const { from } of answer.corrections) {
        options.push(option("search-option-more", searchAddress(insistOn(query, from)), say("insist", { from })));
      }
      options.push(option("search-option-more", searchAddress(query), say("all", { query })));
    }
    options.forEach((made, at) => (made.id = `${this.list.id}-${at}`));
    const before = this.active?.getAttribute("href");
    this.options = options;
    this.list.replaceChildren(...options);
    this.activate(before ? options.find((made) => made.getAttribute("href") === before) : undefined);
  }

  /** @param {unknown} error */
  fail(error) {
    this.empty();
    this.note.replaceChildren(element("p", {}, sayFailure(error)));
    this.unfold();
    this.tell(sayFailure(error));
  }

  empty() {
    this.close();
    this.shown = "";
    this.options = [];
    this.list.replaceChildren();
    this.note.replaceChildren();
  }

  /** Says it once nobody types any more. @param {string} text */
  tell(text) {
    this.status.textContent = "";
    this.telling = window.setTimeout(() => (this.status.textContent = text), TELLING_PAUSE);
  }

  /** Shows the results for the text in the box. */
  open() {
    const query = this.input.value.trim();
    if (!query || !this.popup.hidden) return;
    if (query === this.shown) this.unfold();
    else this.ask();
  }

  unfold() {
    this.popup.hidden = false;
    this.note.hidden = !this.note.hasChildNodes();
    this.list.hidden = !this.options.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
  }

  close() {
    this.cancel();
    this.activate(undefined);
    this.popup.hidden = true;
    this.status.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
  }

  /** @param {HTMLElement | undefined} chosen */
  activate(chosen) {
    this.active?.setAttribute("aria-selected", "false");
    this.active = chosen;
    if (!chosen) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    chosen.setAttribute("aria-selected", "true");
    chosen.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", chosen.id);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (event.isComposing) return;
    if (event.key === "Tab") this.close();
    else if (event.key === "Escape") this.escape(event);
    else if (event.key === "Enter") this.follow(event);
    else if (!event.ctrlKey && !event.metaKey && !event.shiftKey) this.move(event);
  }

  /** The first time closes, the second clears; after that the key is somebody else's. @param {KeyboardEvent} event */
  escape(event) {
    if (this.popup.hidden && !this.input.value) return;
    event.preventDefault();
    event.stopPropagation();
    if (!this.popup.hidden) {
      this.close();
      return;
    }
    this.input.value = "";
    storeQuery("");
    this.empty();
  }

  /** @param {KeyboardEvent} event */
  follow(event) {
    if (!this.active) return;
    event.preventDefault();
    this.active.click();
  }

  /** @param {KeyboardEvent} event */
  move(event) {
    const isDown = event.key === "ArrowDown";
    if (this.popup.hidden && (isDown || event.key === "ArrowUp")) {
      event.preventDefault();
      this.open();
      return;
    }
    const last = this.options.length - 1;
    const at = this.active ? this.options.indexOf(this.active) : -1;
    /** @type {Record<string, number>} */
    const moves = { ArrowDown: at < last ? at + 1 : 0, ArrowUp: at > 0 ? at - 1 : last };
    // While no option is selected, these keys move in the text.
    if (this.active) Object.assign(moves, { Home: 0, End: last });
    if (last < 0 || this.popup.hidden || !(event.key in moves)) return;
    event.preventDefault();
    this.activate(this.options[moves[event.key]]);
  }
}

/**
 * A line of the list: a link, so that it can be opened in a new tab, too.
 * @param {string} kind
 * @param {string} href
 * @param {(Node | string)[]} content
 */
function option(kind, href, ...content) {
  const attributes = { class: `search-option ${kind}`, href, role: "option", tabindex: "-1", "aria-selected": "false" };
  return element("a", attributes, ...content);
}

/** A page and the sections of it that fit best. @param {SiteResult} result */
function pageOptions(result) {
  const page = option("search-option-page", addressOf(result.url));
  page.append(element("span", { class: "search-option-title" }, ...marked(result.titlePieces)));
  const label = collectionLabel(result.collection);
  if (label) page.append(" ", element("span", { class: "result-label" }, label));
  if (result.excerpt.length) page.append(" ", element("span", { class: "search-option-text" }, ...marked(result.excerpt)));
  const sections = result.sections.slice(0, MOST_PAGE_SECTIONS).map((section) => {
    const within = element("span", { class: "visually-hidden" }, ` (${result.title})`);
    return option("search-option-section", addressOf(result.url, section.anchor), section.title, within);
  });
  const options = [page, ...sections];
  for (const made of options) made.addEventListener("click", () => storeMarks(result, addressOf(result.url)));
  return options;
}

/** Starts the box in the header, if the page has one, and on a narrow screen the button that shows it. */
export function startCombobox() {
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector(".site-search"));
  if (form) connect(form);
}

/** Makes the box of a form, and connects it with the button and the shortcut. @param {HTMLFormElement} form */
function connect(form) {
  const box = new Combobox(form);
  box.start();
  const opener = /** @type {HTMLElement | null} */ (document.querySelector(".search-open"));
  function show(/** @type {boolean} */ isOpen) {
    form.toggleAttribute("data-open", isOpen);
    opener?.setAttribute("aria-expanded", String(isOpen));
  }
  function openBox() {
    show(true);
    box.input.focus();
    box.input.select();
    box.open();
  }
  show(false);
  // Without this script the button sends the form.
  opener?.setAttribute("type", "button");
  opener?.setAttribute("aria-controls", form.id);
  opener?.addEventListener("click", () => {
    if (form.hasAttribute("data-open")) show(false);
    else openBox();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !opener?.checkVisibility()) return;
    event.stopPropagation();
    show(false);
    opener.focus();
  });
  startShortcut(form, say("control"), openBox);
}
