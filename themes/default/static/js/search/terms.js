// @ts-check
// What the terms of the index give to pages: the twin of src/search/terms.rs.

import { addScores, f32, keepBest, lengthOf, weightOf } from "./rank.js";
import { tokens } from "./tokens.js";

const OTHER_FORM = f32(0.6);
const INSIDE = f32(0.7);
const MOST_NAMED = 8;

/** @import { Index, Inside, Shard, Stem } from "./index.js" */
/** @import { Query } from "./query.js" */
/** @import { Postings, Scores } from "./rank.js" */

export class TermScores {
  /** @param {Index} index @param {Query} query */
  constructor(index, { isShort, hasFewWords }) {
    this.index = index;
    /** Whether words count in titles, too. */
    this.isShort = isShort;
    /** Whether their other forms count there, too. */
    this.hasFewWords = hasFewWords;
  }

  /**
   * What a stem gives, in titles rather the word as it is written there.
   * @param {Stem} stem
   * @param {string | null} written
   * @param {number} share
   * @returns {Scores}
   */
  stem(stem, written, share) {
    const scores = term(this.index.text, stem.shard.texts[stem.stem], share);
    if (this.isShort) addScores(scores, this.stemInTitles(stem, written, share));
    return scores;
  }

  /**
   * What a word gives in titles, as it is written or by its stem, whichever is more.
   * @param {Stem} stem
   * @param {string | null} written
   * @param {number} share
   */
  stemInTitles({ shard, stem }, written, share) {
    const at = written === null ? undefined : shard.words.get(written);
    const scores = at === undefined ? new Map() : this.title(shard.titles[at], share);
    if (!this.hasFewWords) return scores;
    keepBest(scores, this.title(titlesOfForms(shard, stem), f32(f32(share) * OTHER_FORM)));
    return scores;
  }

  /**
   * What a term within words gives. It is as rare as the word of the same name and the term together.
   * @param {string} word of the same name
   * @param {Inside} inside
   * @param {number} share
   */
  inside(word, { texts, titles }, share) {
    const { index } = this;
    const own = index.word(word);
    const inside = f32(f32(share) * INSIDE);
    function held(/** @type {Postings} */ postings, /** @type {Postings | undefined} */ others) {
      return Math.min(postings.documents.length + (others?.documents.length ?? 0), index.manifest.documents);
    }
    const scores = term(index.text, texts, inside, held(texts, own?.shard.texts[own.stem]));
    if (!this.isShort) return scores;
    const ownTitles = own?.shard.titles[own.shard.words.get(word) ?? 0];
    addScores(scores, term(index.title, titles, inside, held(titles, ownTitles)));
    return scores;
  }

  /** Those of some pages whose title is the query. @param {Query} query @param {Set<number>} named */
  async exactTitles(query, named) {
    const own = query.words.map(({ text }) => text).join(" ");
    const exact = new Set();
    for (const document of named) {
      const { title } = await this.index.titled(document);
      if (tokens(title).map(({ text }) => text).join(" ") === own) exact.add(document);
    }
    return exact;
  }

  /** The few pages whose titles have as many words as the query, and each word that says something as often as it. @param {Query} query */
  titlesWithWords({ parts, words }) {
    /** @type {number[] | undefined} */
    let all;
    for (const { word } of parts) {
      if (!word || !this.isShort) return new Set();
      const { text } = word;
      const shard = this.index.shardOf(text);
      const at = shard?.words.get(text);
      if (!shard || at === undefined) return new Set();
      const { documents, frequencies, lengths } = shard.titles[at];
      const times = words.filter((other) => other.text === text).length;
      all = documents.filter(
        (document, place) => lengthOf(lengths[place]) === words.length && frequencies[place] === times && (all?.includes(document) ?? true),
      );
    }
    return new Set(all && all.length <= MOST_NAMED ? all : []);
  }

  /** What postings in titles give. @param {Postings} titles @param {number} share */
  title(titles, share) {
    return term(this.index.title, titles, share);
  }
}

/** The titles that hold any form of a stem. @param {Shard} shard @param {number} stem @returns {Postings} */
function titlesOfForms(shard, stem) {
  /** @type {Map<number, [number, number]>} By document, the frequency and the length. */
  const all = new Map();
  shard.stemOf.forEach((own, at) => {
    if (own !== stem) return;
    const { documents, frequencies, lengths } = shard.titles[at];
    documents.forEach((document, place) => {
      all.set(document, [(all.get(document)?.[0] ?? 0) + frequencies[place], lengths[place]]);
    });
  });
  const values = [...all.values()];
  return { documents: [...all.keys()], frequencies: values.map(([sum]) => sum), lengths: values.map(([, length]) => length) };
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
 * @param {number} [held] how many pages hold it
 * @returns {Scores}
 */
function term(field, { documents, frequencies, lengths }, share, held = documents.length) {
  const weight = weightOf(field.idf(held), share);
  return new Map(documents.map((document, at) => [document, field.score(weight, frequencies[at], lengths[at])]));
}
