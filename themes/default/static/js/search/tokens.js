// @ts-check
// Splits a text into the words to search for: the twin of src/language/tokens.rs, which says why.

const LONGEST = 128;
const WORD = /[\p{Alphabetic}\p{N}\p{M}]+/gu;
const NO_WORD = /[^\p{Alphabetic}\p{N}\p{M}]/gu;
const DROPPED =
  /[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\u{e0100}-\u{e01ef}]/gu;
const UNSPACED =
  /[\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303c\u3041-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\u{1b000}-\u{1b16f}\u{20000}-\u{3ffff}\u0e01-\u0e4e\u0e81-\u0ece\u0edc-\u0edf\u1000-\u103f\u1050-\u108f\u109a-\u109d\ua9e0-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa7f\u1780-\u17d3\u17d7\u17dc\u17dd]+/gu;
const BEGINS_UNSPACED = new RegExp(`^(?:${UNSPACED.source})`, "u");
const KATAKANA = /[\u30a1-\u30f6\u30fd\u30fe]/g;
const TO_HIRAGANA = 0x60;
const PLAIN = /[ßæœøđðħıłŋþς]/g;
/** @type {Record<string, string>} */
const SPELLED = {
  ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ħ: "h", ı: "i", ł: "l", ŋ: "n", þ: "th", ς: "σ",
};

/** @typedef {{ text: string, start: number, end: number }} Token */

/** Whether a word is of a script without spaces. @param {string} word */
export const isUnspaced = (word) => BEGINS_UNSPACED.test(word);

/** Whether words with this between them are also written together. @param {string} between */
export const isJoint = (between) => /^[-‐‑_.:/'’]$/u.test(between);

/** The signs of a text without spaces: letters, each with its marks. @param {string} text @returns {string[]} */
const signsOf = (text) => text.match(/.\p{M}*/gsu) ?? [];

/** Whether a word is one sign of a script without spaces: pairs that begin with it complete it. @param {string} word */
export const isOneSign = (word) => isUnspaced(word) && signsOf(word).length === 1;

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
    .normalize("NFC")
    .replace(KATAKANA, (letter) => String.fromCharCode(letter.charCodeAt(0) - TO_HIRAGANA));
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
 * Each pair of neighbors in a text without spaces; a single sign alone.
 * @param {string} part
 * @param {number} place
 * @param {Token[]} found
 */
function pairs(part, place, found) {
  const signs = signsOf(fold(part));
  const places = [0];
  for (const sign of signsOf(part)) places.push(places[places.length - 1] + sign.length);
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
