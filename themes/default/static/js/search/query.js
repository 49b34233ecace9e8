// @ts-check
// Splits a query into its parts: the twin of src/search/query.rs, which says why.

import { tokens } from "./tokens.js";

const MOST_WORDS = 64;
const SHORT = 4;

/**
 * A word, with whether the query ends in it; or the words of a phrase.
 * @typedef {{ word?: string, isLast?: boolean, phrase?: string[] }} Part
 */

/**
 * @param {string} text
 * @param {Set<string>} stopWords
 * @returns {{ parts: Part[], isShort: boolean }}
 */
export function parseQuery(text, stopWords) {
  /** @type {Part[]} */
  let parts = [];
  let left = MOST_WORDS;
  let start = 0;
  text.split(/["“”„«»‹›「」『』＂]/).forEach((piece, at) => {
    const found = tokens(piece)
      .filter((token) => token.text)
      .slice(0, left);
    left -= found.length;
    if (at % 2 && found.length) {
      parts.push({ phrase: found.map((token) => token.text) });
    } else {
      for (const token of found) {
        parts.push({ word: token.text, isLast: start + token.end === text.length });
      }
    }
    start += piece.length + 1;
  });
  const saysMuch = (/** @type {Part} */ part) => !part.word || !stopWords.has(part.word);
  if (parts.some(saysMuch)) parts = parts.filter(saysMuch);
  const words = parts.reduce((sum, part) => sum + (part.phrase ? part.phrase.length : 1), 0);
  return { parts, isShort: words <= SHORT };
}
