// @ts-check
// The search page: results while the reader types, and filters. The address holds query and filters.

import { showInAddress } from "./address.js";
import { Filters } from "./filters.js";
import { element, insistOn, languageResults, resultItem } from "./results.js";
import { startShortcut } from "./shortcut.js";
import { askSite, onTyping, otherLanguages, retryButton, say, sayFailure, sayMissing, sayTotal, storeAnswered, TYPING_PAUSE, whileWaiting } from "./words.js";

/** @import { SeenResults } from "./address.js" */
/** @import { SiteAnswer } from "./client.js" */

const RESULTS = 10;
/** On a large site, each result needs files: the others come when the reader scrolls. */
const FIRST_RESULTS = 5;
const FIRST_EXCERPTS = 3;
const MOST_RESULTS = 100;
/** The key in the address with which results say why they were found. */
const EXPLAIN = "explain";
/** Results of each other language. */
const OTHER_RESULTS = 3;

class SearchPage {
  /** @param {HTMLElement} page */
  constructor(page) {
    function part(/** @type {string} */ name) {
      return /** @type {HTMLElement} */ (page.querySelector(`[data-search-${name}]`));
    }
    this.form = /** @type {HTMLFormElement} */ (page.querySelector("form"));
    this.input = /** @type {HTMLInputElement} */ (this.form.elements.namedItem("q"));
    this.status = part("status");
    this.list = part("results");
    this.correction = part("correction");
    this.hint = part("hint");
    this.none = part("none");
    this.quoted = part("quoted");
    this.filtered = part("filtered");
    this.clear = part("clear");
    this.more = part("more");
    /** Only a site in several languages has it. @type {HTMLElement | null} */
    this.others = part("others");
    /** The button that asks the other languages. @type {HTMLElement | null} */
    this.elsewhere = part("elsewhere");
    this.filters = new Filters(part, () => this.askAnew());
    this.limit = FIRST_RESULTS;
    /** Fetches what is missing of the list, when the reader scrolls. */
    this.complete = () => {};
    /** Whether results say why they were found, for editors. */
    this.explains = new URLSearchParams(location.search).has(EXPLAIN);
    /** Counts queries, to recognize a late answer. */
    this.asked = 0;
    /** The query in the address of the page. */
    this.address = "";
    this.typing = 0;
    /** The title of the window without a query. */
    this.title = document.title;
    /** How far down the page a reader was who comes back. */
    this.scroll = 0;
    /** Filters of the address that the site does not have. @type {string[]} */
    this.leftOut = [];
  }

  start() {
    onTyping(this.input, () => {
      clearTimeout(this.typing);
      this.typing = window.setTimeout(() => this.askAnew(), TYPING_PAUSE);
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.askAnew();
    });
    this.more.addEventListener("click", () => this.showMore());
    this.clear.addEventListener("click", () => this.filters.clear());
    addEventListener("popstate", () => {
      // A link within the page is no new query.
      if (location.search !== this.address) this.fromAddress();
    });
    startShortcut(this.form, say("control"), () => {
      this.input.focus();
      this.input.select();
    });
    // Who follows a result and comes back finds the list as it was.
    this.list.addEventListener("click", () => this.toAddress({ limit: this.limit, scroll: scrollY }));
    addEventListener("scroll", () => this.complete(), { passive: true });
    this.elsewhere?.addEventListener("click", () => this.answerElsewhere());
    this.fromAddress();
  }

  fromAddress() {
    const parameters = new URLSearchParams(location.search);
    const seen = /** @type {SeenResults | null} */ (history.state);
    this.input.value = parameters.get("q") ?? "";
    this.filters.read(parameters);
    this.askAnew(seen?.limit);
    this.scroll = seen?.scroll ?? 0;
  }

  /** @param {string} query */
  parameters(query) {
    const parameters = new URLSearchParams();
    if (query) parameters.set("q", query);
    this.filters.write(parameters);
    if (this.explains) parameters.set(EXPLAIN, "1");
    return parameters;
  }

  /** @param {SeenResults} [seen] */
  toAddress(seen) {
    showInAddress(this.parameters(this.input.value), seen);
    this.address = location.search;
  }

  askAnew(limit = FIRST_RESULTS) {
    clearTimeout(this.typing);
    this.limit = limit;
    this.scroll = 0;
    this.leftOut = [];
    this.toAddress();
    return this.ask();
  }

  async ask() {
    const query = this.input.value;
    const own = ++this.asked;
    this.list.setAttribute("aria-busy", "false");
    if (!query.trim() && !this.filters.pairs().length) {
      this.showHint();
      return;
    }
    try {
      const options = { limit: this.limit, filters: this.filters.options(), facets: true, explain: this.explains };
      const answer = await whileWaiting(askSite(query, options), (waiting) => own === this.asked && this.showWaiting(waiting));
      if (own !== this.asked) return;
      const isWhole = answer.results.every((result) => result.excerpt.length);
      if (isWhole && this.limit < RESULTS && answer.total > this.limit) {
        // Nothing more has to be fetched.
        this.limit = RESULTS;
        await this.ask();
        return;
      }
      this.show(query, answer);
      if (!isWhole) await this.showExcerpts(answer);
      if (own !== this.asked) return;
      if (this.scroll) scrollTo(0, this.scroll);
      this.scroll = 0;
      if (!answer.total && query.trim()) await this.askOthers();
    } catch (error) {
      if (own !== this.asked) return;
      if (!this.leaveOut(error)) this.fail(error);
    }
  }

  /** Fills in the first excerpts, and those of all results and more of these when the reader scrolls. @param {SiteAnswer} answer */
  async showExcerpts(answer) {
    const own = this.asked;
    await answer.details(this.limit > FIRST_RESULTS ? undefined : FIRST_EXCERPTS);
    if (own !== this.asked) return;
    this.refreshList(answer);
    if (this.limit > FIRST_RESULTS) return;
    this.complete = () => {
      this.complete = () => {};
      if (own === this.asked) this.askForMore(RESULTS);
    };
  }

  /** Asks for so many results, and leaves the focus where it is. @param {number} limit */
  async askForMore(limit) {
    this.limit = limit;
    await this.ask();
  }

  /** Leaves out a filter that the site does not have, and asks again. Returns whether that was the trouble. @param {unknown} error */
  leaveOut(error) {
    const filter = /** @type {import("./error.js").SearchError} */ (error).filter;
    if (!filter) return false;
    const [name, value] = filter;
    this.filters.valuesOf(name).delete(value);
    this.leftOut.push(`${name}: ${value}`);
    this.toAddress();
    this.ask();
    return true;
  }

  /** @param {import("./words.js").Waiting} waiting */
  showWaiting(waiting) {
    this.list.setAttribute("aria-busy", String(waiting !== "no"));
    if (waiting === "yes") this.status.textContent = say("underWay");
    if (waiting === "long") this.status.replaceChildren(say("slow"), " ", retryButton(() => this.ask()));
  }

  /** @param {string} query @param {SiteAnswer} answer */
  show(query, answer) {
    this.hint.hidden = true;
    document.title = query.trim() ? `“${query.trim()}” – ${this.title}` : this.title;
    storeAnswered(query, answer);
    this.showNotes(answer);
    this.filters.show(answer.facets ?? {});
    this.showList(answer);
    this.more.hidden = answer.total <= answer.results.length || this.limit >= MOST_RESULTS;
    this.none.hidden = answer.total > 0;
    this.emptyOthers();
    // Filters alone are about the lists of this language, and where nothing is found, the others are asked at once.
    this.offerOthers(answer.total > 0 && Boolean(query.trim()));
    this.quoted.hidden = !query.includes('"');
    this.filtered.hidden = !this.filters.pairs().length;
    this.status.textContent = sayTotal(answer.total, query);
  }

  /** Offers to ask the other languages: each has files of its own to fetch. @param {boolean} isOffered */
  offerOthers(isOffered) {
    this.others?.toggleAttribute("hidden", !isOffered || !otherLanguages().length);
    this.elsewhere?.removeAttribute("hidden");
  }

  /** Asks the other languages for a reader, who then is at the first of their results. */
  async answerElsewhere() {
    const own = this.asked;
    this.elsewhere?.setAttribute("aria-busy", "true");
    const isFound = await this.askOthers();
    if (own !== this.asked) return;
    if (!isFound) this.others?.append(element("p", { class: "search-language" }, say("none", { query: this.input.value })));
    const first = /** @type {HTMLElement | null | undefined} */ (this.others?.querySelector(".search-language a"));
    (first ?? this.status).focus();
  }

  /** Asks the other languages, and shows their results in the order of the site. Languages that fail are left out. */
  async askOthers() {
    const own = this.asked;
    const query = this.input.value;
    const parameters = this.parameters(query);
    const others = otherLanguages();
    const options = { limit: OTHER_RESULTS, filters: this.filters.options(), excerpts: true };
    const answers = others.map(({ language }) => askSite(query, { ...options, language }).catch(() => undefined));
    let isFound = false;
    for (const [at, other] of others.entries()) {
      const found = await answers[at];
      if (own !== this.asked) return false;
      if (!found?.total) continue;
      isFound = true;
      this.others?.append(languageResults(other, found, parameters));
      this.others?.removeAttribute("hidden");
    }
    this.elsewhere?.removeAttribute("aria-busy");
    this.elsewhere?.setAttribute("hidden", "");
    return isFound;
  }

  /** Removes the results in other languages, but not their heading. */
  emptyOthers() {
    for (const group of this.others?.querySelectorAll(".search-language") ?? []) group.remove();
    this.others?.setAttribute("hidden", "");
  }

  /** @param {SiteAnswer} answer */
  showList(answer) {
    const collections = answer.facets?.collection?.values ?? [];
    const items = answer.results.map((result) => {
      const label = collections.find((value) => value.name === result.collection)?.label;
      return resultItem(result, label ?? "");
    });
    this.list.replaceChildren(...items);
  }

  /** The same list with more in it; the focus stays on its link. @param {SiteAnswer} answer */
  refreshList(answer) {
    const links = () => [...this.list.querySelectorAll("a")];
    const held = links().find((link) => link === document.activeElement)?.href;
    this.showList(answer);
    if (held) links().find((link) => link.href === held)?.focus({ preventScroll: true });
  }

  /** What was corrected, and what no page contains. @param {SiteAnswer} answer */
  showNotes(answer) {
    const leftOut = this.leftOut.map((filter) => say("unknownFilter", { filter }));
    const missing = [...leftOut, ...sayMissing(answer)].map((note) => element("p", { class: "search-correction" }, note));
    const corrections = answer.corrections.map(({ from, to }) => {
      const insist = element("button", { type: "button", class: "link-button" }, say("insist", { from }));
      insist.addEventListener("click", () => {
        this.input.value = insistOn(this.input.value, from);
        this.askAnew();
        this.input.focus();
      });
      return element("p", { class: "search-correction" }, say("corrected", { from, to }), " ", insist);
    });
    this.correction.replaceChildren(...corrections, ...missing);
  }

  /** The page before the first query. */
  showHint() {
    this.empty();
    this.hint.hidden = false;
    this.status.textContent = "";
    document.title = this.title;
  }

  /** @param {unknown} error */
  fail(error) {
    this.empty();
    this.status.replaceChildren(sayFailure(error), " ", retryButton(() => this.ask()));
  }

  empty() {
    for (const part of [this.list, this.correction]) part.replaceChildren();
    for (const part of [this.hint, this.none, this.more]) part.hidden = true;
    this.emptyOthers();
    this.filters.show({});
  }

  /** Moves the focus to the first of the new results. */
  async showMore() {
    const first = this.limit;
    await this.askForMore(Math.min(MOST_RESULTS, this.limit < RESULTS ? RESULTS : this.limit + RESULTS));
    this.list.children[first]?.querySelector("a")?.focus();
  }
}

/** Starts the search page, if this is one. */
export function startSearchPage() {
  const page = /** @type {HTMLElement | null} */ (document.querySelector("[data-search-page]"));
  if (page) new SearchPage(page).start();
}
