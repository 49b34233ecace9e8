// @ts-check
// Splits a query into its parts: the twin of src/search/query.rs, which says why.

import { literalTerms } from "./literals.js";
import { isOneSign, isUnspaced, tokens } from "./tokens.js";

const MOST_WORDS = 64;
const SHORT = 4;
const FEW = 3;
const NAME_PAIRS = 8;
const NARROWING_PHRASES = 2;
const NARROWING_WORDS = 12;

/**
 * `typed` is the word, or the run of signs that it is a pair of; `continues` tells whether it begins within the pair before.
 * `joined` is the word written together with each neighbor, in a short query.
 * @typedef {{ text: string, typed: string, continues: boolean, isCommon: boolean, joined: string[] }} QueryWord
 */
/** @import { Token } from "./tokens.js" */
/** Words in quotes. @typedef {{ words: QueryWord[], typed: string }} Phrase */
/**
 * A word, with whether the query ends in it; or a phrase.
 * @typedef {{ word?: QueryWord, isLast?: boolean, phrase?: Phrase }} Part
 */
/** `words` are all words in order, common ones too; `literals` what is written with signs. @typedef {{ parts: Part[], words: QueryWord[], literals: string[], isShort: boolean, hasFewWords: boolean, narrows: boolean }} Query */

/** @param {Part} part */
const wordsOf = ({ word, phrase }) => (word ? [word] : (phrase?.words ?? []));

/**
 * @param {string} text
 * @param {Set<string>} stopWords
 * @returns {Query}
 */
export function parseQuery(text, stopWords) {
  let parts = clauses(text, stopWords);
  const words = parts.flatMap(wordsOf);
  const saysMuch = (/** @type {Part} */ part) => !part.word?.isCommon;
  if (parts.some(saysMuch)) parts = parts.filter(saysMuch);
  const left = parts.flatMap(wordsOf);
  const phrases = parts.filter((part) => part.phrase).length;
  const count = names(left);
  const [isShort, hasFewWords] = [count <= SHORT, count <= FEW];
  // A sentence would need many files for them, and says enough without.
  if (!isShort) for (const { word } of parts) if (word) word.joined = [];
  const narrows = parts.length === 1 || (phrases <= NARROWING_PHRASES && left.length <= NARROWING_WORDS);
  return { parts, words, literals: literalTerms(text), isShort, hasFewWords, narrows };
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
    const found = uniteSigns(piece, tokens(piece).filter((token) => token.text)).slice(0, left);
    left -= found.length;
    const words = found.map((token, place) => ({
      text: token.text,
      typed: runAround(piece, found, place),
      continues: continues(found, place),
      isCommon: stopWords.has(token.text),
      joined: joined(found, place),
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

/** How many words there are, where a short run of signs counts as one. @param {QueryWord[]} words */
function names(words) {
  const starts = words.flatMap((word, at) => (word.continues && at ? [] : [at]));
  const runs = starts.map((start, at) => (starts[at + 1] ?? words.length) - start);
  return runs.reduce((sum, pairs) => sum + (pairs <= NAME_PAIRS ? 1 : pairs), 0);
}

/**
 * The words, where signs with blanks between them are a run: each two neighbors are a word.
 * @param {string} piece
 * @param {Token[]} words
 * @returns {Token[]}
 */
function uniteSigns(piece, words) {
  function isRun(/** @type {Token} */ left, /** @type {Token | undefined} */ right) {
    if (!right || !isOneSign(left.text) || !isOneSign(right.text)) return false;
    return /^\p{White_Space}*$/u.test(piece.slice(left.end, right.start));
  }
  return words.flatMap((word, at) => {
    const next = words[at + 1];
    if (isRun(word, next)) return [{ text: word.text + next.text, start: word.start, end: next.end }];
    return at > 0 && isRun(words[at - 1], word) ? [] : [word];
  });
}

/** Whether a word begins within the one before: both are pairs of a run of signs. @param {Token[]} words @param {number} at */
const continues = (words, at) => at > 0 && words[at].start < words[at - 1].end;

/** The run of signs that a pair is of; of any other word, the word. @param {string} piece @param {Token[]} words @param {number} at */
function runAround(piece, words, at) {
  let [first, last] = [at, at];
  while (continues(words, first)) first--;
  while (last + 1 < words.length && continues(words, last + 1)) last++;
  return piece.slice(words[first].start, words[last].end);
}

/** A word written together with the one before it, and with the one behind it. @param {Token[]} words @param {number} at */
function joined(words, at) {
  const pairs = [words.slice(Math.max(0, at - 1), at + 1), words.slice(at, at + 2)];
  const spaced = pairs.filter((pair) => pair.length === 2 && !pair.some(({ text }) => isUnspaced(text)));
  return spaced.map(([left, right]) => left.text + right.text);
}
