// @ts-check
// What the terms of the index give to pages: the twin of src/search/terms.rs.

import { addScores, weightOf } from "./rank.js";

/** @import { Index, Stem } from "./index.js" */
/** @import { Postings, Scores } from "./rank.js" */

export class TermScores {
  /** @param {Index} index @param {boolean} isShort */
  constructor(index, isShort) {
    this.index = index;
    /** Whether words count in titles, too. */
    this.isShort = isShort;
  }

  /**
   * What a stem gives, and in titles the word as it is written there.
   * @param {Stem} stem
   * @param {string | null} written
   * @param {number} share
   * @returns {Scores}
   */
  stem({ shard, stem }, written, share) {
    const scores = term(this.index.text, shard.texts[stem], share);
    const at = written === null || !this.isShort ? undefined : shard.words.get(written);
    if (at !== undefined) addScores(scores, term(this.index.title, shard.titles[at], share));
    return scores;
  }

  /** What postings in titles give. @param {Postings} titles @param {number} share */
  title(titles, share) {
    return term(this.index.title, titles, share);
  }
}

/** Adds the words of the site with a stem. @param {Stem} stem @param {Set<string>} forms */
export function addForms({ shard, stem }, forms) {
  shard.list.forEach((word, at) => {
    if (shard.stemOf[at] === stem) forms.add(word);
  });
}

/**
 * What a term gives by its postings in a field.
 * @param {ReturnType<typeof import("./rank.js").statistics>} field
 * @param {Postings} postings
 * @param {number} share
 * @returns {Scores}
 */
function term(field, { documents, frequencies, lengths }, share) {
  const weight = weightOf(field.idf(documents.length), share);
  return new Map(documents.map((document, at) => [document, field.score(weight, frequencies[at], lengths[at])]));
}
