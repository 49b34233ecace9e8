// @ts-check
// Excerpts of a page's text for a result, never HTML: the twin of src/search/excerpt.rs.

import { isJoint, isUnspaced, tokens } from "./tokens.js";

const EXCERPT_WORDS = 32;
const BEFORE = 6;
const MOST_SECTIONS = 3;

/** @typedef {{ title: string, anchor: string, text: string }} Passage */
/** @typedef {{ title: string, anchor: string }} Section */
/** @typedef {{ text: string, marked: boolean }} Piece */
/** What counts as found, words and terms within words, each with the part of the query that it belongs to. @typedef {{ words: Map<string, number>, inside: Map<string, number> }} Forms */
/** @import { Token } from "./tokens.js" */

const MOST_JOINED = 4;
const PART_OF_ANY = 4;
const HAS_PARTS = /^.[^]*\p{Uppercase}/su;

/**
 * By word of a text the part of the query that it belongs to.
 * @param {string} text
 * @param {Token[]} all
 * @param {Forms} forms
 * @returns {(number | undefined)[]}
 */
function groupsOf(text, all, forms) {
  const groups = all.map((token) => forms.words.get(token.text));
  if (!forms.inside.size) return groups;
  all.forEach((_, start) => {
    const [group, count] = insideOf(text, all.slice(start, start + MOST_JOINED), forms.inside);
    for (let at = start; at < start + count; at++) groups[at] ??= group;
  });
  return groups;
}

/**
 * The part of the query that the first of some words belongs to by a term within it, or written together with the next
 * ones; and how many they are.
 * @param {string} text
 * @param {Token[]} words
 * @param {Map<string, number>} inside
 * @returns {[number, number]}
 */
function insideOf(text, [first, ...others], inside) {
  const hasParts = isUnspaced(first.text) || HAS_PARTS.test(text.slice(first.start, first.end));
  const parts = [...inside].filter(([term]) => first.text.includes(term) && (hasParts || [...term].length >= PART_OF_ANY));
  if (parts.length) return [Math.min(...parts.map(([, group]) => group)), 1];
  let together = first.text;
  let { end } = first;
  for (const [at, next] of others.entries()) {
    if (!isJoint(text.slice(end, next.start))) break;
    together += next.text;
    end = next.end;
    const group = inside.get(together);
    if (group !== undefined) return [group, at + 2];
  }
  return [0, 0];
}

/** How many parts of the query, and how many words. @param {(number | undefined)[]} groups */
function worth(groups) {
  const hits = groups.filter((group) => group !== undefined);
  return [new Set(hits).size, hits.length];
}

/** @param {number[]} left @param {number[]} right */
const isMore = (left, right) => left[0] > right[0] || (left[0] === right[0] && left[1] > right[1]);

/**
 * The piece of text in which most of the query stands, and the section that it is of.
 * @param {Passage[]} passages
 * @param {Forms} forms
 * @returns {{ section: Section | null, pieces: Piece[] }}
 */
export function excerpt(passages, forms) {
  let best = [0, 0];
  let place = [-1, 0];
  passages.forEach((passage, at) => {
    const groups = groupsOf(passage.text, tokens(passage.text), forms);
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
  if (place[0] < 0) return { section: null, pieces: [] };
  const { title, anchor, text } = passages[place[0]];
  return { section: title ? { title, anchor } : null, pieces: piecesOf(text, place[1], forms) };
}

/**
 * The words around the one at `hit`, or all words of a line without one.
 * @param {string} passage
 * @param {number} hit
 * @param {Forms} forms
 * @returns {Piece[]}
 */
export function piecesOf(passage, hit, forms) {
  const text = passage.replace(/^[ \n\t\r]+|[ \n\t\r]+$/g, "");
  const all = tokens(text);
  const start = beginningOf(text, all, hit);
  const end = Math.min(all.length, start + EXCERPT_WORDS);
  const to = end === all.length ? text.length : all[end - 1].end;
  /** @type {Piece[]} */
  const pieces = [];
  function push(/** @type {string} */ part, /** @type {boolean} */ marked) {
    const last = pieces[pieces.length - 1];
    const spaced = part.replace(/[ \n\t\r]+/g, (blanks, at) => {
      const ends = /[.!?:;。！？：；]$/.test(part.slice(0, at) || last?.text || "");
      return blanks.includes("\n") && !ends ? " · " : " ";
    });
    if (last && last.marked === marked) last.text += spaced;
    else if (spaced) pieces.push({ text: spaced, marked });
  }
  if (start > 0) push("… ", false);
  let at = start === 0 ? 0 : all[start].start;
  const groups = groupsOf(text, all, forms);
  for (const [place, token] of all.entries()) {
    if (place < start || place >= end || groups[place] === undefined) continue;
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
 * Where an excerpt begins whose first found word is at `hit`: with all of a short text, or with the block, if that is near.
 * @param {string} text
 * @param {Token[]} all
 * @param {number} hit
 */
function beginningOf(text, all, hit) {
  if (all.length <= EXCERPT_WORDS) return 0;
  const first = Math.max(0, hit - BEFORE);
  for (let at = Math.min(hit, all.length - 1); at >= Math.max(1, first); at--) {
    if (text.slice(all[at - 1].end, all[at].start).includes("\n")) return at;
  }
  return first;
}

/**
 * The sections with most of the query, in the order of the page.
 * @param {Passage[]} passages
 * @param {Forms} forms
 * @returns {Section[]}
 */
export function sections(passages, forms) {
  const found = passages
    .map((passage, at) => {
      const groups = [passage.title, passage.text].flatMap((text) => groupsOf(text, tokens(text), forms));
      return { at, title: passage.title, value: worth(groups) };
    })
    .filter((section) => section.title && section.value[0] > 0);
  found.sort((left, right) => right.value[0] - left.value[0] || right.value[1] - left.value[1] || left.at - right.at);
  return found
    .slice(0, MOST_SECTIONS)
    .sort((left, right) => left.at - right.at)
    .map(({ at }) => ({ title: passages[at].title, anchor: passages[at].anchor }));
}
