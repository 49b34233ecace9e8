// @ts-check
// Words in quotes: the twin of src/search/phrase.rs.

import { positionsOf } from "./files.js";
import { f32, weightOf } from "./rank.js";

/** @import { Index, Stem } from "./index.js" */
/** @import { Loaded } from "./load.js" */
/** @import { Phrase } from "./query.js" */
/** @import { Scores } from "./rank.js" */
/** @import { TermScores } from "./terms.js" */
/** By document, how long it is and where the phrase begins. @typedef {Map<number, { length: number, starts: Set<number> }>} Starts */

/**
 * The pages that hold the words of a phrase one after the other; none if a word is unknown. A phrase of one word is
 * that word.
 * @param {TermScores} terms
 * @param {Loaded} loaded
 * @param {Phrase} phrase
 * @param {number} share
 * @returns {Scores}
 */
export function phraseScores(terms, loaded, { words }, share) {
  const stems = words.flatMap(({ text }) => loaded.stem(text) ?? []);
  if (stems.length < words.length) return new Map();
  if (words.length === 1) return terms.stem(stems[0], words[0].text, share);
  const { text: field } = terms.index;
  const { starts, idf } = startsOf(stems, loaded);
  const weight = weightOf(idf, share);
  return new Map([...starts].map(([document, own]) => [document, field.score(weight, own.starts.size, own.length)]));
}

/** Where stems follow each other, and the sum of their idf. @param {Stem[]} stems @param {Loaded} loaded */
function startsOf(stems, { index, positions }) {
  let idf = 0;
  /** @type {Starts} */
  let known = new Map();
  stems.forEach(({ shard, stem }, offset) => {
    const { documents, lengths } = shard.texts[stem];
    const bytes = positions.get(shard.name.replace("w", "p"));
    if (!bytes) throw new Error("the positions are missing");
    const places = positionsOf(bytes, shard.texts, stem);
    idf = f32(idf + index.text.idf(documents.length));
    /** @type {Starts} */
    const next = new Map();
    documents.forEach((document, at) => {
      const before = known.get(document)?.starts;
      const starts = new Set(places[at].map((place) => place - offset));
      for (const start of starts) if (start < 0 || (offset && !before?.has(start))) starts.delete(start);
      if (starts.size) next.set(document, { length: lengths[at], starts });
    });
    known = next;
  });
  return { starts: known, idf };
}
