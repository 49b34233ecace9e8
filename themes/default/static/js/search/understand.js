// @ts-check
// What the parts of a query stand for: the twin of src/search/understand.rs.

import { phraseScores } from "./phrase.js";
import { isCommon } from "./query.js";
import { synonyms } from "./synonyms.js";
import { addForms, TermScores } from "./terms.js";
import { literalScores, SHARE, wordScores } from "./word.js";

/** @import { Loaded } from "./load.js" */
/** @import { Phrase, QueryWord } from "./query.js" */
/** @import { Alternative, Clause, Role, Scores } from "./rank.js" */
/** @typedef {{ from: string, to: string }} Correction */
/** What shows on a page why it was found: words, and terms within words. @typedef {{ words: Set<string>, inside: Set<string> }} PartForms */
/** A part of the query; `by` says by document what counts there. @typedef {Clause & { word: string, forms: PartForms, by?: Map<number, Alternative> }} Understood */
/** A part of the query before it is known whether phrases leave out pages. @typedef {{ understood?: Understood, phrase?: Phrase, scores: Scores }} Draft */

/** A query, understood. */
export class Understanding {
  /** @param {Loaded} loaded */
  constructor(loaded) {
    this.loaded = loaded;
    this.terms = new TermScores(loaded.index, loaded.query);
    /** @type {Understood[]} */
    this.parts = [];
    /** @type {Correction[]} */
    this.corrections = [];
    /** @type {Set<string>} */
    this.missing = new Set();
    /** @type {Set<string>} */
    this.missingPhrases = new Set();
    const drafts = this.drafts();
    const role = loaded.query.narrows && somePageMeetsAll(drafts) ? "required" : "wanted";
    for (const { understood, phrase, scores } of drafts) {
      if (understood) this.parts.push(understood);
      else if (phrase) this.addPhrase(phrase, scores, role);
    }
    for (const literal of loaded.query.literals) {
      const { scores, by, forms } = literalScores(this.terms, loaded, literal);
      if (scores.size) this.parts.push({ word: literal, scores, by, role: "bonus", forms });
    }
  }

  /** @returns {Draft[]} */
  drafts() {
    const { index, query } = this.loaded;
    /** @type {Draft[]} */
    const drafts = [];
    query.parts.forEach((part, at) => {
      const { phrase, word } = part;
      if (phrase) drafts.push({ phrase, scores: phraseScores(this.terms, this.loaded, phrase, 1) });
      if (!word) return;
      const { scores, by, forms, corrections } = wordScores(this.terms, this.loaded, part, word, synonyms(index.manifest.synonyms, query.parts, at));
      for (const to of corrections) this.corrections.push({ from: word.typed, to });
      if (forms.words.size || forms.inside.size) drafts.push({ understood: { word: word.text, scores, by, role: "wanted", forms }, scores });
      else this.missing.add(word.typed);
    });
    return drafts;
  }

  /**
   * Adds a phrase, or else its words, and something for the pages where it stands.
   * @param {Phrase} phrase
   * @param {Scores} scores
   * @param {Role} role
   */
  addPhrase(phrase, scores, role) {
    const { terms, loaded } = this;
    const { words, typed } = phrase;
    if (scores.size && (role === "required" || words.length === 1)) {
      this.parts.push(this.phrasePart(phrase, scores, role));
      return;
    }
    for (const word of words) {
      const stem = loaded.stem(word.text);
      if (!stem) this.missing.add(word.typed);
      else if (!word.isCommon || isCommon(loaded.query)) {
        this.parts.push({ word: word.text, scores: terms.stem(stem, word.text, 1), role: "wanted", forms: this.formsOf([word]) });
      }
    }
    if (words.length === 1) return;
    if (!scores.size) this.missingPhrases.add(typed);
    this.parts.push(this.phrasePart(phrase, phraseScores(terms, loaded, phrase, SHARE), "bonus"));
  }

  /** A phrase as a part; of one word, it is that word. @param {Phrase} phrase @param {Scores} scores @param {Role} role @returns {Understood} */
  phrasePart({ words, typed }, scores, role) {
    /** @type {Map<number, Alternative> | undefined} */
    const by = this.loaded.explains && words.length > 1 ? new Map([...scores.keys()].map((document) => [document, "phrase"])) : undefined;
    return { word: typed, scores, by, role, forms: this.formsOf(words) };
  }

  /** The words of the site that words of a phrase stand for. @param {QueryWord[]} words */
  formsOf(words) {
    /** @type {PartForms} */
    const forms = { words: new Set(), inside: new Set() };
    for (const { text } of words) {
      const stem = this.loaded.stem(text);
      if (stem) addForms(stem, forms.words);
    }
    return forms;
  }
}

/** Whether there is a page for all that is known of a query: a phrase that no page holds is not. @param {Draft[]} drafts */
function somePageMeetsAll(drafts) {
  const [first, ...others] = drafts.filter(({ understood, scores }) => understood || scores.size);
  return Boolean(first) && [...first.scores.keys()].some((document) => others.every(({ scores }) => scores.has(document)));
}
