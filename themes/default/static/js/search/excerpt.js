// @ts-check
// Excerpts of a page's text for a result, never HTML: the twin of src/search/excerpt.rs.

import { tokens } from "./tokens.js";

const EXCERPT_WORDS = 32;
const BEFORE = 6;
const MOST_SECTIONS = 3;

/** @typedef {{ title: string, anchor: string, text: string }} Passage */
/** @typedef {{ text: string, marked: boolean }} Piece */

/** How many parts of the query, and how many words. @param {(number | undefined)[]} groups */
function worth(groups) {
  const hits = groups.filter((group) => group !== undefined);
  return [new Set(hits).size, hits.length];
}

/** @param {number[]} left @param {number[]} right */
const isMore = (left, right) => left[0] > right[0] || (left[0] === right[0] && left[1] > right[1]);

/**
 * @param {Passage[]} passages
 * @param {Map<string, number>} forms
 * @returns {Piece[]}
 */
export function excerpt(passages, forms) {
  let best = [0, 0];
  let place = [-1, 0];
  passages.forEach((passage, at) => {
    const groups = tokens(passage.text).map((token) => forms.get(token.text));
    groups.forEach((group, start) => {
      if (group === undefined) return;
      const value = worth(groups.slice(start, start + EXCERPT_WORDS - BEFORE));
      if (isMore(value, best)) {
        best = value;
        place = [at, start];
      }
    });
  });
  if (place[0] < 0) place = [passages.findIndex((passage) => passage.text), 0];
  return place[0] < 0 ? [] : piecesOf(passages[place[0]].text, place[1], forms);
}

/**
 * The words around the one at `hit`, or all words of a line without one.
 * @param {string} text
 * @param {number} hit
 * @param {Map<string, number>} forms
 * @returns {Piece[]}
 */
export function piecesOf(text, hit, forms) {
  const all = tokens(text);
  const start = Math.max(0, hit - BEFORE);
  const end = Math.min(all.length, start + EXCERPT_WORDS);
  const to = end === all.length ? text.length : all[end - 1].end;
  /** @type {Piece[]} */
  const pieces = [];
  function push(/** @type {string} */ part, /** @type {boolean} */ marked) {
    const spaced = part.replace(/[ \n\t\r]+/g, " ");
    const last = pieces[pieces.length - 1];
    if (last && last.marked === marked) last.text += spaced;
    else if (spaced) pieces.push({ text: spaced, marked });
  }
  if (start > 0) push("… ", false);
  let at = start === 0 ? 0 : all[start].start;
  for (const token of all.slice(start, end)) {
    if (!forms.has(token.text)) continue;
    const begin = Math.max(token.start, at);
    push(text.slice(at, begin), false);
    push(text.slice(begin, Math.max(token.end, begin)), true);
    at = Math.max(token.end, at);
  }
  push(text.slice(at, Math.max(to, at)), false);
  if (end < all.length) push(" …", false);
  return pieces;
}

/**
 * The sections with most of the query, in the order of the page.
 * @param {Passage[]} passages
 * @param {Map<string, number>} forms
 * @returns {{ title: string, anchor: string }[]}
 */
export function sections(passages, forms) {
  const found = passages
    .map((passage, at) => {
      const words = [...tokens(passage.title), ...tokens(passage.text)];
      return { at, title: passage.title, value: worth(words.map((token) => forms.get(token.text))) };
    })
    .filter((section) => section.title && section.value[0] > 0);
  found.sort((left, right) => right.value[0] - left.value[0] || right.value[1] - left.value[1] || left.at - right.at);
  return found
    .slice(0, MOST_SECTIONS)
    .sort((left, right) => left.at - right.at)
    .map(({ at }) => ({ title: passages[at].title, anchor: passages[at].anchor }));
}
