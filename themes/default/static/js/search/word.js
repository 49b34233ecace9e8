// @ts-check
// What a word of a query can mean: the twin of src/search/word.rs, which says why.

import { addScores, f32, keepBest } from "./rank.js";
import { addForms } from "./terms.js";
import { isOneSign } from "./tokens.js";

/** @import { Stem } from "./index.js" */
/** @import { Loaded } from "./load.js" */
/** @import { Part, QueryWord } from "./query.js" */
/** @import { PartForms } from "./understand.js" */
/** @import { Alternative, Scores } from "./rank.js" */
/** @import { TermScores } from "./terms.js" */

export const SHARE = 0.5;
const COMPLETIONS = 30;
const ACROSS = f32(0.7);
const FAMILY = f32(0.9);
const COMMON_NAME = 20;

/**
 * What a word stands for, with what it was corrected to; without forms if it stands for nothing.
 * @param {TermScores} terms
 * @param {Loaded} loaded
 * @param {Part} part
 * @param {QueryWord} word
 * @param {string[][]} synonyms
 */
export function wordScores(terms, loaded, part, { text, joined }, synonyms) {
  const search = new WordSearch(terms, loaded, text);
  search.own();
  for (const other of terms.index.family(text)) search.addFamily(other);
  if (loaded.isCompleted(part) && terms.index.vague.has(text)) search.completeInTitles();
  else {
    search.inside(text, 1, "part");
    if (loaded.isCompleted(part) || isOneSign(text)) search.complete();
  }
  for (const other of joined) search.joined(other);
  if (!search.isKnown()) search.otherForm();
  const corrections = search.isKnown() ? [] : search.correct();
  for (const synonym of synonyms) search.addSynonym(synonym);
  return { scores: search.scores, by: search.by, forms: search.forms, corrections };
}

/** What a number or a name gives as it is written. @param {TermScores} terms @param {Loaded} loaded @param {string} literal */
export function literalScores(terms, loaded, literal) {
  const search = new WordSearch(terms, loaded, literal);
  search.own();
  search.inside(literal, 1, "written");
  return search;
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
    /** Empty while the word stands for nothing. @type {PartForms} */
    this.forms = { words: new Set(), inside: new Set() };
    /** By document what counts there; only if somebody asks. @type {Map<number, Alternative> | undefined} */
    this.by = loaded.explains ? new Map() : undefined;
  }

  /** Takes over what an alternative gives pages, where it is more than they have. @param {Scores} scores @param {Alternative} by */
  keep(scores, by) {
    keepBest(this.scores, scores, this.by && ((document) => this.by?.set(document, by)));
  }

  isKnown() {
    return this.forms.words.size > 0 || this.forms.inside.size > 0;
  }

  /** The word itself. */
  own() {
    const stem = this.index.word(this.word);
    if (stem) this.addStem(stem, this.word, 1, "written");
  }

  /** Takes the word as another country spells it. @param {string} other @param {Stem | undefined} stem */
  addFamily(other, stem = this.index.word(other)) {
    if (stem) this.addStem(stem, other, FAMILY, "family");
  }

  /**
   * Takes a stem for the word, for a share of its score.
   * @param {Stem} stem
   * @param {string | null} written
   * @param {number} share
   * @param {Alternative} by
   */
  addStem(stem, written, share, by) {
    addForms(stem, this.forms.words);
    this.keep(this.terms.stem(stem, written, share), by);
  }

  /** A term within words of the site. @param {string} term @param {number} share @param {Alternative} by */
  inside(term, share, by) {
    const inside = this.index.inside(term);
    if (!inside) return;
    this.forms.inside.add(term);
    this.keep(this.terms.inside(term, inside, share), by);
  }

  /** Words that begin with the one being typed, or with a sign. */
  complete() {
    const { index, word } = this;
    const own = index.word(word);
    const share = this.isKnown() ? SHARE : 1;
    const found = index.beginning(word).filter(({ stem }) => stem.shard.stems[stem.stem] !== own?.shard.stems[own.stem]);
    const most = isOneSign(word) ? found.length : COMPLETIONS;
    for (const { word: text, stem } of found.slice(0, most)) this.addStem(stem, text, share, "prefix");
  }

  /** A vague beginning is completed in titles, and not at all if it is a word. */
  completeInTitles() {
    if (this.isKnown()) {
      this.inside(this.word, 1, "part");
      return;
    }
    const beginning = this.loaded.beginnings.get(this.word);
    beginning?.words.forEach((text, at) => {
      this.forms.words.add(text);
      this.keep(this.terms.title(beginning.titles[at], 1), "prefix");
    });
  }

  /** The word written together with a neighbor. @param {string} joined */
  joined(joined) {
    const stem = this.index.word(joined);
    if (stem) this.addStem(stem, joined, ACROSS, "join");
    this.inside(joined, ACROSS, "join");
  }

  /** Another form of a word, or else one that another country spells so; what can be completed is rather that. */
  otherForm() {
    const stem = this.loaded.formed.get(this.word);
    const spelled = this.loaded.spelled.get(this.word);
    if (stem) this.addStem(stem, null, 1, "stem");
    else if (spelled) this.addFamily(spelled.as, spelled.stem);
  }

  /** The words nearest to one that the index does not hold, and its halves; returns the first of each. */
  correct() {
    const { changes, words, to } = this.loaded.corrected.get(this.word) ?? { changes: 1, words: [], to: undefined };
    for (const other of words) {
      const stem = this.index.word(other);
      if (stem) this.addStem(stem, other, f32(SHARE / changes), "correction");
    }
    return [...(to ? [to] : []), ...this.cut()];
  }

  /** Pages with both halves of the word, where halves are words; returns the first halves that a page has. */
  cut() {
    const made = [];
    for (const halves of this.loaded.cuts.get(this.word) ?? []) {
      const stems = halves.map((half) => /** @type {Stem} */ (this.index.word(half)));
      const both = together(stems.map((stem, at) => this.terms.stem(stem, halves[at], ACROSS)));
      if (!both.size) continue;
      this.keep(both, "split");
      for (const stem of stems) addForms(stem, this.forms.words);
      made.push(halves.join(" "));
    }
    return made.slice(0, 1);
  }

  /** Pages that hold all words of another name count as if they held the word, for less. @param {string[]} words */
  addSynonym(words) {
    const stems = words.flatMap((word) => this.index.word(word) ?? []);
    if (stems.length < words.length) return;
    const found = together(stems.map((stem) => this.terms.stem(stem, null, SHARE)));
    if (found.size > Math.max(COMMON_NAME, this.index.manifest.documents >> 1)) return;
    for (const stem of stems) addForms(stem, this.forms.words);
    this.keep(found, "synonym");
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
