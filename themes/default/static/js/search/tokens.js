// @ts-check
// Splits a text into the words to search for: the twin of src/language/tokens.rs, which says why.

const LONGEST = 40;
const WORD = /[\p{Alphabetic}\p{N}\p{M}]+/gu;
const NO_WORD = /[^\p{Alphabetic}\p{N}\p{M}]/gu;
const DROPPED =
  /[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\u{e0100}-\u{e01ef}]/gu;
const UNSPACED =
  /[\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303c\u3041-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\u{1b000}-\u{1b16f}\u{20000}-\u{3ffff}]+/gu;
const PLAIN = /[ßæœøđðħıłŋþς]/g;
/** @type {Record<string, string>} */
const SPELLED = {
  ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ħ: "h", ı: "i", ł: "l", ŋ: "n", þ: "th", ς: "σ",
};

/** @typedef {{ text: string, start: number, end: number }} Token */

/**
 * The form of a word in the index.
 * @param {string} word
 * @returns {string}
 */
function fold(word) {
  return word
    .normalize("NFKD")
    .toLowerCase()
    .replace(DROPPED, "")
    .replace(NO_WORD, "")
    .replace(PLAIN, (letter) => SPELLED[letter])
    .normalize("NFC");
}

/**
 * The words of a text, in order; one that is too long has an empty text.
 * @param {string} text
 * @returns {Token[]}
 */
export function tokens(text) {
  /** @type {Token[]} */
  const found = [];
  /** @param {string} part @param {number} place */
  function spaced(part, place) {
    if (!part) return;
    const folded = fold(part);
    if (!folded) return;
    const isLong = folded.length > LONGEST && [...folded].length > LONGEST;
    found.push({ text: isLong ? "" : folded, start: place, end: place + part.length });
  }
  for (const run of text.matchAll(WORD)) {
    let done = 0;
    for (const part of run[0].matchAll(UNSPACED)) {
      spaced(run[0].slice(done, part.index), run.index + done);
      pairs(part[0], run.index + part.index, found);
      done = part.index + part[0].length;
    }
    spaced(run[0].slice(done), run.index + done);
  }
  return found;
}

/**
 * Each pair of neighbors in a text without spaces; a single character alone.
 * @param {string} part
 * @param {number} place
 * @param {Token[]} found
 */
function pairs(part, place, found) {
  const signs = [...fold(part)];
  const places = [0];
  for (const sign of part) places.push(places[places.length - 1] + sign.length);
  const isAligned = places.length === signs.length + 1;
  const width = Math.min(signs.length, 2);
  for (let first = 0; width && first + width <= signs.length; first++) {
    found.push({
      text: signs.slice(first, first + width).join(""),
      start: place + (isAligned ? places[first] : 0),
      end: place + (isAligned ? places[first + width] : part.length),
    });
  }
}
