// @ts-check
// The nearest words to one that is on no page: the twin of src/search/spelling.rs.

const SHORTEST_WORD = 4;
const LONG_WORD = 8;
const MOST_CORRECTIONS = 8;

/** How many letters may be wrong. @param {string} word */
export function tolerance(word) {
  const letters = [...word].length;
  if (letters < SHORTEST_WORD || /\p{N}/u.test(word)) return 0;
  return letters < LONG_WORD ? 1 : 2;
}

/**
 * Optimal string alignment; above the limit, any number above it.
 * @param {string[]} left
 * @param {string[]} right
 * @param {number} limit
 */
export function distance(left, right, limit) {
  if (Math.abs(left.length - right.length) > limit) return limit + 1;
  /** @type {number[]} */
  let before = [];
  let last = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= right.length; column++) {
      let best = Math.min(
        last[column - 1] + (left[row - 1] === right[column - 1] ? 0 : 1),
        last[column] + 1,
        current[column - 1] + 1,
      );
      if (row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]) {
        best = Math.min(best, before[column - 2] + 1);
      }
      current.push(best);
      least = Math.min(least, best);
    }
    if (least > limit) return limit + 1;
    before = last;
    last = current;
  }
  return last[right.length];
}

/** In the order of code points, as Rust sorts. @param {string} left @param {string} right */
export function compare(left, right) {
  const [a, b] = [[...left], [...right]];
  for (let at = 0; at < a.length && at < b.length; at++) {
    const order = /** @type {number} */ (a[at].codePointAt(0)) - /** @type {number} */ (b[at].codePointAt(0));
    if (order) return order;
  }
  return a.length - b.length;
}

/**
 * The nearest words, and the number of changed letters.
 * @param {string} word
 * @param {number} limit of that number
 * @param {Iterable<[string, number]>} candidates words with the pages that hold them
 * @returns {[number, string[]]}
 */
export function nearest(word, limit, candidates) {
  const letters = [...word];
  /** @type {[string, number][]} */
  let found = [];
  for (const [candidate, pages] of candidates) {
    if (Math.abs(candidate.length - word.length) > 2 * limit) continue;
    const changes = distance(letters, [...candidate], limit);
    if (changes > limit) continue;
    if (changes < limit) {
      limit = changes;
      found = [];
    }
    found.push([candidate, pages]);
  }
  found.sort((left, right) => right[1] - left[1] || compare(left[0], right[0]));
  return [limit, found.slice(0, MOST_CORRECTIONS).map(([text]) => text)];
}
