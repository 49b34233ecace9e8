// @ts-check
// Marks on the page that a result leads to: the words that were found, until Escape. The page itself stays as it is.

import { isUnspaced } from "./tokens.js";

const STORED_MARKS = "fieldguide-marks";
const HIGHLIGHT = "search";

/** @import { SiteResult } from "./client.js" */
/** The words to mark on a page, by its address. @typedef {{ page: string, words: string[] }} Marks */

/** Keeps the words of a result for the page that a link leads to. @param {SiteResult} result @param {string} address */
export function storeMarks({ titlePieces, excerpt }, address) {
  const found = [...titlePieces, ...excerpt].filter((piece) => piece.marked);
  const words = [...new Set(found.map((piece) => piece.text.toLowerCase()))];
  try {
    sessionStorage.setItem(STORED_MARKS, JSON.stringify({ page: withoutAnchor(address), words }));
  } catch {
    // There is no access to storage: the page has no marks.
  }
}

/** @param {string} address */
function withoutAnchor(address) {
  return new URL(address, location.href).href.replace(/#.*/, "");
}

/** The words to mark on this page, once. @returns {string[]} */
function takeMarks() {
  try {
    const { page, words } = /** @type {Marks} */ (JSON.parse(sessionStorage.getItem(STORED_MARKS) ?? "{}"));
    if (page !== withoutAnchor(location.href)) return [];
    sessionStorage.removeItem(STORED_MARKS);
    return words;
  } catch {
    return [];
  }
}

/** Marks words on this page, if a result led here. */
export function startMarks() {
  const content = document.querySelector("main");
  const words = takeMarks();
  if (!content || !words.length || !("highlights" in CSS)) return;
  CSS.highlights.set(HIGHLIGHT, new Highlight(...rangesOf(content, new RegExp(words.map(pattern).join("|"), "giu"))));
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) CSS.highlights.delete(HIGHLIGHT);
  });
}

/** What finds a word as a whole; scripts without spaces have no ends of words. @param {string} word */
function pattern(word) {
  const own = word.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  return isUnspaced(word) ? own : `(?<![\\p{L}\\p{N}])${own}(?![\\p{L}\\p{N}])`;
}

/** Where words stand in an element. @param {Element} content @param {RegExp} words @returns {Range[]} */
function rangesOf(content, words) {
  const ranges = [];
  const texts = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    for (const found of (node.nodeValue ?? "").matchAll(words)) {
      const range = new Range();
      range.setStart(node, found.index);
      range.setEnd(node, found.index + found[0].length);
      ranges.push(range);
    }
  }
  return ranges;
}
