// @ts-check
// Results as elements. What pages say is text, never HTML.

import { storeMarks } from "./marks.js";
import { say, sayTotal } from "./words.js";

/** @import { ExplainedPart } from "./answer.js" */
/** @import { SiteLanguage } from "./index.js" */
/** @import { SiteAnswer, SiteResult } from "./client.js" */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Text with marks on the words that were found. @param {import("./excerpt.js").Piece[]} pieces */
export function marked(pieces) {
  return pieces.map((piece) => (piece.marked ? element("mark", {}, piece.text) : piece.text));
}

/** The address of a page, or of a section of it. @param {string} url @param {string} [anchor] */
export function addressOf(url, anchor) {
  return say("root") + url + (anchor ? `#${encodeURIComponent(anchor)}` : "");
}

/** The search page with a query. @param {string} query */
export function searchAddress(query) {
  return `${say("page")}?${new URLSearchParams({ q: query })}`;
}

/** The query with a word in quotes, so that it is not corrected. @param {string} query @param {string} word */
export function insistOn(query, word) {
  const parts = query.split(/(\s+)/).map((part) => (part.toLowerCase() === word ? `"${part}"` : part));
  const insisting = parts.join("");
  return insisting.includes('"') ? insisting : `"${word}"`;
}

/** A result of the search page. @param {SiteResult} result @param {string} label of its collection */
export function resultItem(result, label) {
  const made = element("li", { class: "result" }, element("h2", {}, titleLink(result)));
  if (label) made.append(element("span", { class: "result-label" }, label));
  if (result.excerpt.length) made.append(excerptOf(result));
  const others = result.sections.filter(({ anchor }) => anchor !== result.section?.anchor);
  if (others.length) made.append(sectionLinks(result, others));
  if (result.explanation) made.append(explanationOf(result.explanation));
  made.addEventListener("click", () => storeMarks(result, addressOf(result.url)));
  return made;
}

/** @param {SiteResult} result */
function titleLink(result) {
  return element("a", { href: addressOf(result.url) }, ...marked(result.titlePieces));
}

/** The sentence that answers best, behind a link to its section. @param {SiteResult} result */
function excerptOf({ url, section, excerpt }) {
  const made = element("p", { class: "result-excerpt" }, ...marked(excerpt));
  if (section) made.prepend(element("a", { class: "result-section", href: addressOf(url, section.anchor) }, section.title), " ");
  return made;
}

/** Why a result was found, in the words of `fieldguide search --json --explain`. @param {ExplainedPart[]} parts */
function explanationOf(parts) {
  const said = parts.map(({ word, by, score }) => `${word} (${by}) ${score.toFixed(2)}`);
  return element("p", { class: "result-label", dir: "ltr" }, said.join(" · "));
}

/** @param {SiteResult} result @param {import("./excerpt.js").Section[]} sections */
function sectionLinks(result, sections) {
  const links = sections.map((section) =>
    element("li", {}, element("a", { href: addressOf(result.url, section.anchor) }, section.title)),
  );
  return element("ul", { class: "result-sections", role: "list" }, ...links);
}

/**
 * Results in another language, with a link to all of them.
 * @param {SiteLanguage} other
 * @param {SiteAnswer} answer
 * @param {URLSearchParams} parameters of the search page
 */
export function languageResults(other, answer, parameters) {
  const { language, name, page } = other;
  const own = { lang: language, dir: other.direction };
  const query = parameters.get("q") ?? "";
  const total = element("span", { class: "result-label" }, sayTotal(answer.total, query));
  const notes = answer.corrections.map(({ from, to }) => element("p", { class: "result-label" }, say("corrected", { from, to })));
  const items = answer.results.map((result) => {
    const item = element("li", { class: "result-other", ...own }, element("h4", {}, titleLink(result)));
    if (result.excerpt.length) item.append(excerptOf(result));
    return item;
  });
  const within = element("span", { class: "visually-hidden" }, " (", element("span", own, name), ")");
  const all = element("a", { href: `${say("root")}${page}?${parameters}`, hreflang: language }, say("all", { query }), within);
  const heading = element("h3", {}, element("span", own, name), " ", total);
  const list = element("ol", { class: "results-other", role: "list" }, ...items);
  return element("div", { class: "search-language" }, heading, ...notes, list, element("p", {}, all));
}
