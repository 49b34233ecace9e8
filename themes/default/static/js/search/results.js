// @ts-check
// Results as elements. What pages say is text, never HTML.

import { say } from "./words.js";

/** @typedef {import("./client.js").SiteResult} SiteResult */
/** @typedef {import("./answer.js").Correction} Correction */

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

/** Text with the words that were found marked. @param {import("./excerpt.js").Piece[]} pieces */
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

/** The query with a word in quotes, which is not corrected then. @param {string} query @param {string} word */
export function insistOn(query, word) {
  const parts = query.split(/(\s+)/).map((part) => (part.toLowerCase() === word ? `"${part}"` : part));
  const insisting = parts.join("");
  return insisting.includes('"') ? insisting : `"${word}"`;
}

/** A result of the search page. @param {SiteResult} result @param {string} label of its collection */
export function resultItem(result, label) {
  const link = element("a", { href: addressOf(result.url) }, ...marked(result.titlePieces));
  const made = element("li", { class: "result" }, element("h2", {}, link));
  if (label) made.append(element("span", { class: "result-label" }, label));
  if (result.excerpt.length) made.append(element("p", { class: "result-excerpt" }, ...marked(result.excerpt)));
  if (result.sections.length) made.append(sectionLinks(result));
  return made;
}

/** @param {SiteResult} result */
function sectionLinks(result) {
  const links = result.sections.map((section) =>
    element("li", {}, element("a", { href: addressOf(result.url, section.anchor) }, section.title)),
  );
  return element("ul", { class: "result-sections", role: "list" }, ...links);
}
