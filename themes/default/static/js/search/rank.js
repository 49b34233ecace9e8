// @ts-check
// Scores: the twin of src/search/rank.rs. Every step is rounded to 32 bits.

/** Rounds to 32 bits. */
export const f32 = Math.fround;
const K1 = f32(1.2);
const B = f32(0.75);

/** @typedef {{ documents: number[], frequencies: number[], lengths: number[] }} Postings */
/** How a part of a query counts: a page should match it, must match it, or gets more if it does. @typedef {"wanted" | "required" | "bonus"} Role */
/** What a part of a query gives, by document. @typedef {Map<number, number>} Scores */
/** By what a word of a query, or a phrase, counts on a page. @typedef {"written" | "stem" | "prefix" | "part" | "join" | "split" | "correction" | "family" | "synonym" | "phrase"} Alternative */
/** @typedef {{ scores: Scores, role: Role }} Clause */

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
 * Takes over what gives a document more than it has.
 * @param {Scores} scores
 * @param {Scores} others
 * @param {(document: number) => void} [kept] hears of each
 */
export function keepBest(scores, others, kept) {
  for (const [document, score] of others) {
    const known = scores.get(document);
    if (known !== undefined && score <= known) continue;
    scores.set(document, score);
    kept?.(document);
  }
}

/** Adds what another field or term gives to the same pages. @param {Scores} scores @param {Scores} others */
export function addScores(scores, others) {
  for (const [document, score] of others) scores.set(document, f32((scores.get(document) ?? 0) + score));
}

/**
 * The documents that match with their scores, the best first.
 * @param {Clause[]} clauses
 * @param {Set<number>} exactTitles documents whose title is the query
 * @returns {[number, number][]}
 */
export function combine(clauses, exactTitles) {
  /** @type {Map<number, { score: number, met: number, required: number }>} */
  const sums = new Map();
  for (const { scores, role } of clauses) {
    for (const [document, score] of scores) {
      const sum = sums.get(document) ?? { score: 0, met: 0, required: 0 };
      sum.score = f32(sum.score + score);
      if (role !== "bonus") sum.met++;
      if (role === "required") sum.required++;
      sums.set(document, sum);
    }
  }
  const required = clauses.filter(({ role }) => role === "required").length;
  const all = clauses.filter(({ role }) => role !== "bonus").length;
  /** @type {[number, number][]} */
  const found = [];
  for (const [document, sum] of sums) {
    if (sum.required !== required) continue;
    const score = all > 1 && sum.met === all ? f32(sum.score + sum.score) : sum.score;
    found.push([document, exactTitles.has(document) ? f32(score + score) : score]);
  }
  return found.sort((left, right) => right[1] - left[1] || left[0] - right[0]);
}
