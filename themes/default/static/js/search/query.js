// @ts-check
// Splits a query into its parts: the twin of src/search/query.rs, which says why.

import { tokens } from "./tokens.js";

const MOST_WORDS = 64;
const SHORT = 4;
const NARROWING_PHRASES = 2;
const NARROWING_WORDS = 12;

/** @typedef {{ text: string, typed: string, isCommon: boolean }} QueryWord */
/** Words in quotes. @typedef {{ words: QueryWord[], typed: string }} Phrase */
/**
 * A word, with whether the query ends in it; or a phrase.
 * @typedef {{ word?: QueryWord, isLast?: boolean, phrase?: Phrase }} Part
 */
/** @typedef {{ parts: Part[], isShort: boolean, narrows: boolean }} Query */

/** @param {Part} part */
const wordsOf = ({ word, phrase }) => (word ? [word] : (phrase?.words ?? []));

/**
 * @param {string} text
 * @param {Set<string>} stopWords
 * @returns {Query}
 */
export function parseQuery(text, stopWords) {
  let parts = clauses(text, stopWords);
  const saysMuch = (/** @type {Part} */ part) => !part.word?.isCommon;
  if (parts.some(saysMuch)) parts = parts.filter(saysMuch);
  const words = parts.reduce((sum, part) => sum + wordsOf(part).length, 0);
  const phrases = parts.filter((part) => part.phrase).length;
  const narrows = parts.length === 1 || (phrases <= NARROWING_PHRASES && words <= NARROWING_WORDS);
  return { parts, isShort: words <= SHORT, narrows };
}

/** Whether each word is common: then they are all that there is to look for. @param {Query} query */
export function isCommon(query) {
  return query.parts.flatMap(wordsOf).every((word) => word.isCommon);
}

/**
 * All parts of a query, in order.
 * @param {string} text
 * @param {Set<string>} stopWords
 */
function clauses(text, stopWords) {
  /** @type {Part[]} */
  const parts = [];
  let left = MOST_WORDS;
  let start = 0;
  const pieces = text.split(/["“”„«»‹›「」『』＂]/);
  pieces.forEach((piece, at) => {
    const found = tokens(piece)
      .filter((token) => token.text)
      .slice(0, left);
    left -= found.length;
    const words = found.map((token) => ({
      text: token.text,
      typed: piece.slice(token.start, token.end),
      isCommon: stopWords.has(token.text),
    }));
    // A quote that was never closed is none.
    if (at % 2 && at < pieces.length - 1) {
      const typed = piece.slice(found[0]?.start, found[found.length - 1]?.end);
      if (words.length) parts.push({ phrase: { words, typed } });
    } else {
      words.forEach((word, at) => parts.push({ word, isLast: start + found[at].end === text.length }));
    }
    start += piece.length + 1;
  });
  return parts;
}
