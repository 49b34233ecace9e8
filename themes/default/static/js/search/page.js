// @ts-check
// The search page: results while the reader types, and filters. The address holds query and filters.

import { showInAddress } from "./address.js";
import { Filters } from "./filters.js";
import { element, insistOn, languageResults, resultItem } from "./results.js";
import { startShortcut } from "./shortcut.js";
import { askSite, onTyping, otherLanguages, say, sayFailure, sayMissing, sayTotal, storeQuery, TYPING_PAUSE, whileWaiting } from "./words.js";

/** @import { SiteAnswer } from "./client.js" */

const RESULTS = 10;
const MOST_RESULTS = 100;
/** The key in the address with which results say why they were found. */
const EXPLAIN = "explain";
/** Results of each other language. */
const OTHER_RESULTS = 3;
/** Milliseconds that the help waits for results in other languages, which are above it. */
const HELP_PAUSE = 1000;

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
    this.filters = new Filters(part, () => this.askAnew());
    this.limit = RESULTS;
    /** Whether results say why they were found, for editors. */
    this.explains = new URLSearchParams(location.search).has(EXPLAIN);
    /** Counts queries, to recognize a late answer. */
    this.asked = 0;
    /** The query in the address of the page. */
    this.address = "";
    this.typing = 0;
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
    this.fromAddress();
  }

  fromAddress() {
    const parameters = new URLSearchParams(location.search);
    this.input.value = parameters.get("q") ?? "";
    this.filters.read(parameters);
    this.askAnew();
  }

  /** @param {string} query */
  parameters(query) {
    const parameters = new URLSearchParams();
    if (query) parameters.set("q", query);
    this.filters.write(parameters);
    if (this.explains) parameters.set(EXPLAIN, "1");
    return parameters;
  }

  toAddress() {
    showInAddress(this.parameters(this.input.value));
    this.address = location.search;
  }

  askAnew() {
    clearTimeout(this.typing);
    this.limit = RESULTS;
    this.toAddress();
    if (this.input.value) storeQuery(this.input.value);
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
      const answer = await whileWaiting(askSite(query, options), (isWaiting) => own === this.asked && this.showWaiting(isWaiting));
      if (own !== this.asked) return;
      this.show(query, answer);
      if (!answer.results.every((result) => result.excerpt.length)) {
        await answer.details();
        if (own !== this.asked) return;
        this.refreshList(answer);
      }
      // The focus of who wanted more results does not wait for it.
      this.askOthers(query, answer);
    } catch (error) {
      if (own === this.asked) this.fail(error);
    }
  }

  /** @param {boolean} isWaiting */
  showWaiting(isWaiting) {
    this.list.setAttribute("aria-busy", String(isWaiting));
    if (isWaiting) this.status.textContent = say("underWay");
  }

  /** @param {string} query @param {SiteAnswer} answer */
  show(query, answer) {
    this.hint.hidden = true;
    this.showNotes(answer);
    this.filters.show(answer.facets ?? {});
    this.showList(answer);
    this.more.hidden = answer.total <= answer.results.length || this.limit >= MOST_RESULTS;
    this.none.hidden = true;
    this.emptyOthers();
    this.quoted.hidden = !query.includes('"');
    this.filtered.hidden = !this.filters.pairs().length;
    this.status.textContent = sayTotal(answer.total, query);
  }

  /**
   * Asks the other languages, and shows their results in the order of the site. Languages that fail are left out.
   * @param {string} query
   * @param {SiteAnswer} answer of the page's own language
   */
  async askOthers(query, answer) {
    const own = this.asked;
    const parameters = this.parameters(query);
    const late = setTimeout(() => this.showHelp(own, answer), HELP_PAUSE);
    // Filters alone are about the lists of this language.
    const others = this.others && query.trim() ? otherLanguages() : [];
    const options = { limit: OTHER_RESULTS, filters: this.filters.options(), excerpts: true };
    const answers = others.map(({ language }) => askSite(query, { ...options, language }).catch(() => undefined));
    for (const [at, other] of others.entries()) {
      const found = await answers[at];
      if (own !== this.asked) return;
      if (!found || !isWorthShowing(found, answer)) continue;
      this.others?.append(languageResults(other, found, parameters));
      this.others?.removeAttribute("hidden");
    }
    clearTimeout(late);
    this.showHelp(own, answer);
  }

  /** Shows help if nothing was found, unless a newer query is on its way. @param {number} asked @param {SiteAnswer} answer */
  showHelp(asked, answer) {
    if (asked === this.asked) this.none.hidden = answer.total > 0;
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
    const missing = sayMissing(answer).map((note) => element("p", { class: "search-correction" }, note));
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
  }

  /** @param {unknown} error */
  fail(error) {
    this.empty();
    this.status.textContent = sayFailure(error);
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
    this.limit = Math.min(MOST_RESULTS, this.limit + RESULTS);
    await this.ask();
    this.list.children[first]?.querySelector("a")?.focus();
  }
}

/**
 * Whether results in another language help. If the page's own language knows every word, a correction in
 * another language does not.
 * @param {SiteAnswer} found
 * @param {SiteAnswer} own
 */
function isWorthShowing(found, own) {
  const isKnown = own.total > 0 && !own.corrections.length;
  return found.total > 0 && !(isKnown && found.corrections.length);
}

/** Starts the search page, if this is one. */
export function startSearchPage() {
  const page = /** @type {HTMLElement | null} */ (document.querySelector("[data-search-page]"));
  if (page) new SearchPage(page).start();
}
