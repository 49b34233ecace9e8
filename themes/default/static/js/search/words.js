// @ts-check
// The strings for the scripts of the search, and what both boxes share.

/** Milliseconds without a key before the box sends a query. */
export const TYPING_PAUSE = 120;
const STORED_QUERY = "fieldguide-search";

const wordsElement = /** @type {HTMLElement | null} */ (document.querySelector("[data-search-words]"));

/**
 * A string of the theme with its placeholders filled in.
 * @param {string} name
 * @param {Record<string, string>} [values]
 */
export function say(name, values = {}) {
  const text = wordsElement?.dataset[name] ?? "";
  return text.replace(/\{(\w+)\}/g, (_, gap) => values[gap] ?? "");
}

/** How many pages were found. @param {number} total @param {string} query */
export function sayTotal(total, query) {
  if (!total && query.trim()) return say("none", { query });
  const { lang } = document.documentElement;
  const form = new Intl.PluralRules(lang).select(total);
  const count = new Intl.NumberFormat(lang).format(total);
  return say(form, { count }) || say("other", { count });
}

/** What no page contains of a query. @param {{ missing: string[], missingPhrases: string[] }} answer @returns {string[]} */
export function sayMissing({ missing, missingPhrases }) {
  const phrases = missingPhrases.map((phrase) => say("missingPhrase", { phrase }));
  return [...missing.map((word) => say("missing", { word })), ...phrases];
}

/** Milliseconds without an answer after which readers are told to wait, and after which they can ask again. */
const WAITING_PAUSE = 300;
const HANGING_PAUSE = 5000;

/** How long readers have waited for an answer. @typedef {"no" | "yes" | "long"} Waiting */

/**
 * Waits for an answer, and says so if it takes long.
 * @template T
 * @param {Promise<T>} answer
 * @param {(waiting: Waiting) => void} show
 * @returns {Promise<T>}
 */
export async function whileWaiting(answer, show) {
  const timers = [setTimeout(() => show("yes"), WAITING_PAUSE), setTimeout(() => show("long"), HANGING_PAUSE)];
  try {
    return await answer;
  } finally {
    for (const timer of timers) clearTimeout(timer);
    show("no");
  }
}

/** A button that gives up on files that do not come, and then asks again. @param {() => void} ask */
export function retryButton(ask) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link-button";
  button.textContent = say("again");
  button.addEventListener("click", async () => {
    await window.fieldguide?.retry();
    ask();
  });
  return button;
}

/** Keeps a query for the next page, unless a word of it is mistyped or leads nowhere. @param {string} query @param {{ total: number, corrections: unknown[] }} answer */
export function storeAnswered(query, { total, corrections }) {
  storeQuery(total && !corrections.length ? query : "");
}

/**
 * The answer of the site, if the search script could be loaded.
 * @param {string} query
 * @param {Parameters<typeof window.fieldguide.search>[1]} options
 */
export async function askSite(query, options) {
  if (!window.fieldguide) throw new Error(say("noScript"));
  return window.fieldguide.search(query, options);
}

/**
 * Calls when the text of a box changes, but not while an input method puts a word together: its steps are no words.
 * @param {HTMLInputElement} input
 * @param {() => void} onChange
 */
export function onTyping(input, onChange) {
  input.addEventListener("input", (event) => {
    if (!(/** @type {InputEvent} */ (event).isComposing)) onChange();
  });
  input.addEventListener("compositionend", onChange);
}

/** The languages of the site but that of the page, in the order of the site. */
export function otherLanguages() {
  const own = document.documentElement.lang.toLowerCase();
  return (window.fieldguide?.languages ?? []).filter(({ language }) => language.toLowerCase() !== own);
}

/** @param {unknown} error */
export function sayFailure(error) {
  return say("failed", { reason: error instanceof Error ? error.message : String(error) });
}

/** The label of a collection, if the page knows it. @param {string | null} name */
export function collectionLabel(name) {
  const labels = [...(wordsElement?.querySelectorAll("[data-collection]") ?? [])];
  return labels.find((label) => label.getAttribute("data-collection") === name)?.textContent ?? "";
}

/** The query of this tab, kept from page to page. */
export function storedQuery() {
  try {
    return sessionStorage.getItem(STORED_QUERY) ?? "";
  } catch {
    return "";
  }
}

/** @param {string} query */
export function storeQuery(query) {
  try {
    sessionStorage.setItem(STORED_QUERY, query);
  } catch {
    // There is no access to storage: the query stays on this page.
  }
}
