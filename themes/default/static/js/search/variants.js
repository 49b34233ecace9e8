// @ts-check
// The same word by the spellings of two countries: the twin of src/language/variants.rs.

/** How a part of a word is written on both sides, and the letters of a word at least in which that says something. @typedef {{ sides: string[], shortest: number }} SpellingPair */

/**
 * A word as the other side of a pair writes it, once for each place of each pair.
 * @param {string} word
 * @param {SpellingPair[]} pairs
 * @returns {string[]}
 */
export function variants(word, pairs) {
  const own = pairs.filter(({ shortest }) => [...word].length >= shortest);
  return own.flatMap(({ sides: [left, right] }) => [...replaced(word, left, right), ...replaced(word, right, left)]);
}

/** A word with one of the places of a part written in another way. @param {string} word @param {string} own @param {string} other */
function replaced(word, own, other) {
  const parts = word.split(own);
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join(own) + other + parts.slice(at + 1).join(own));
}
