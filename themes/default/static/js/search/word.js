// @ts-check
// What a word of a query can mean: the twin of src/search/word.rs, which says why.

import { addScores, f32, keepBest } from "./rank.js";
import { addForms } from "./terms.js";

/** @import { Stem } from "./index.js" */
/** @import { Loaded } from "./load.js" */
/** @import { Part, QueryWord } from "./query.js" */
/** @import { Scores } from "./rank.js" */
/** @import { TermScores } from "./terms.js" */

export const SHARE = 0.5;
const COMPLETIONS = 30;

/**
 * What a word stands for, with what it was corrected to; without forms if it stands for nothing.
 * @param {TermScores} terms
 * @param {Loaded} loaded
 * @param {Part} part
 * @param {QueryWord} word
 * @param {string[][]} synonyms
 */
export function wordScores(terms, loaded, part, { text }, synonyms) {
  const search = new WordSearch(terms, loaded, text);
  search.own();
  if (loaded.isCompleted(part)) search.complete();
  if (!search.forms.size) search.otherForm();
  const correction = search.forms.size ? undefined : search.correct();
  for (const synonym of synonyms) search.addSynonym(synonym);
  return { scores: search.scores, forms: search.forms, correction };
}

/** A word and what was found for it so far. */
class WordSearch {
  /** @param {TermScores} terms @param {Loaded} loaded @param {string} word */
  constructor(terms, loaded, word) {
    this.terms = terms;
    this.loaded = loaded;
    this.index = loaded.index;
    this.word = word;
    /** @type {Scores} */
    this.scores = new Map();
    /** Empty while the word stands for nothing. @type {Set<string>} */
    this.forms = new Set();
  }

  /** The word itself. */
  own() {
    const stem = this.index.word(this.word);
    if (stem) this.addStem(stem, this.word, 1);
  }

  /** Takes a stem for the word, for a share of its score. @param {Stem} stem @param {string | null} written @param {number} share */
  addStem(stem, written, share) {
    addForms(stem, this.forms);
    keepBest(this.scores, this.terms.stem(stem, written, share));
  }

  /** Words that begin with the one being typed. */
  complete() {
    const { index, word } = this;
    const own = index.word(word);
    const beginning = this.loaded.beginnings.get(word);
    beginning?.words.forEach((text, at) => {
      this.forms.add(text);
      keepBest(this.scores, this.terms.title(beginning.titles[at], 1));
    });
    if (index.vague.has(word)) return;
    const share = own ? SHARE : 1;
    const found = index.beginning(word).filter(({ stem }) => stem.shard.stems[stem.stem] !== own?.shard.stems[own.stem]);
    for (const { word: text, stem } of found.slice(0, COMPLETIONS)) this.addStem(stem, text, share);
  }

  /** Another form of a word; what can be completed is rather that. */
  otherForm() {
    const stem = this.loaded.formed.get(this.word);
    if (stem) this.addStem(stem, null, 1);
  }

  /** The words nearest to one that the index does not hold; returns the first of them. */
  correct() {
    const { changes = 1, words = [] } = this.loaded.corrected.get(this.word) ?? {};
    for (const other of words) {
      const stem = this.index.word(other);
      if (stem) this.addStem(stem, other, f32(SHARE / changes));
    }
    return words[0];
  }

  /** Pages that hold all words of another name count as if they held the word, for less. @param {string[]} words */
  addSynonym(words) {
    const stems = words.flatMap((word) => this.index.word(word) ?? []);
    if (stems.length < words.length) return;
    for (const stem of stems) addForms(stem, this.forms);
    keepBest(this.scores, together(stems.map((stem) => this.terms.stem(stem, null, SHARE))));
  }
}

/** The pages that are in all of these, each with its sum. @param {Scores[]} all */
function together([first, ...others]) {
  for (const next of others) {
    for (const document of first.keys()) if (!next.has(document)) first.delete(document);
    addScores(first, new Map([...next].filter(([document]) => first.has(document))));
  }
  return first;
}
