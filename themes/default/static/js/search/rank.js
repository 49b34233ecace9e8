// @ts-check
// Scores: the twin of src/search/rank.rs. Every step is rounded to 32 bits.

/** Rounds to 32 bits. */
export const f32 = Math.fround;
const K1 = f32(1.2);
const B = f32(0.75);

/** @typedef {{ documents: number[], frequencies: number[], lengths: number[] }} Postings */
/** @typedef {{ scores: Map<number, number>, required: boolean }} Group */

/** tantivy's lengths from their one-byte form. @param {number} byte */
export function lengthOf(byte) {
  if (byte < 40) return byte;
  const group = (byte - 24) >> 3;
  return 24 + (8 + ((byte - 24) & 7)) * 2 ** (group - 1);
}

/**
 * The figures of a field for its scores.
 * @param {number} documents
 * @param {number} totalLength
 */
export function statistics(documents, totalLength) {
  const average = f32(f32(totalLength) / f32(documents));
  const base = f32(1 - B);
  const norms = Array.from({ length: 256 }, (_, byte) =>
    f32(K1 * f32(base + f32(f32(B * f32(lengthOf(byte))) / average))),
  );
  return {
    /** @param {number} held */
    idf(held) {
      const odds = f32(f32(f32(f32(documents) - f32(held)) + 0.5) / f32(f32(held) + 0.5));
      return f32(Math.log(f32(1 + odds)));
    },
    /** @param {number} weight @param {number} frequency @param {number} length */
    score(weight, frequency, length) {
      return f32(weight * f32(f32(frequency) / f32(f32(frequency) + norms[length])));
    },
  };
}

/** @param {number} idf @param {number} share */
export function weightOf(idf, share) {
  return f32(f32(idf * f32(1 + K1)) * f32(share));
}

/**
 * The documents that match with their scores, the best first.
 * @param {Group[]} groups
 * @returns {[number, number][]}
 */
export function combine(groups) {
  /** @type {Map<number, [number, number, number]>} */
  const sums = new Map();
  for (const group of groups) {
    for (const [document, score] of group.scores) {
      const sum = sums.get(document);
      if (!sum) sums.set(document, [score, 1, group.required ? 1 : 0]);
      else {
        sum[0] = f32(sum[0] + score);
        sum[1]++;
        if (group.required) sum[2]++;
      }
    }
  }
  const required = groups.filter((group) => group.required).length;
  /** @type {[number, number][]} */
  const found = [];
  for (const [document, [sum, met, musts]] of sums) {
    if (musts !== required) continue;
    found.push([document, groups.length > 1 && met === groups.length ? f32(sum + sum) : sum]);
  }
  return found.sort((left, right) => right[1] - left[1] || left[0] - right[0]);
}
