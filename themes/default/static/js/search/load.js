// @ts-check
// Fetches the parts of the index that a query needs, in as few rounds as possible.

import { fileName, Reader } from "./files.js";
import { nearest, tolerance } from "./spelling.js";
import { stemByRules } from "./stems.js";
import { synonyms } from "./synonyms.js";

/** @import { Index, Stem } from "./index.js" */
/** @import { Part, Query } from "./query.js" */
/** @import { Postings } from "./rank.js" */

/** Letters of a beginning that is completed, at least. */
const SHORTEST_PREFIX = 3;

/** What was fetched for a query. */
export class Loaded {
  /** @param {Index} index @param {Query} query */
  constructor(index, query) {
    this.index = index;
    this.query = query;
    /** @type {Map<string, Stem>} Stems of forms that are not on the site. */
    this.formed = new Map();
    /** @type {Map<string, { changes: number, words: string[] }>} */
    this.corrected = new Map();
    /** @type {Map<string, { words: string[], titles: Postings[] }>} */
    this.beginnings = new Map();
    /** @type {Map<string, Uint8Array>} */
    this.positions = new Map();
  }

  /** Whether the word may be unfinished. @param {Part} part */
  isCompleted({ word, isLast }) {
    return Boolean(isLast && this.query.isShort && word && [...word.text].length >= SHORTEST_PREFIX);
  }

  /** The stem of a word: of a form on the site, or by the rules. @param {string} word @returns {Stem | undefined} */
  stem(word) {
    return this.index.word(word) ?? this.formed.get(word);
  }

  /** Fetches all files for the words of the query. */
  async load() {
    const { index, query } = this;
    /** @type {Set<number>} */
    const places = new Set();
    /** @type {Promise<void>[]} */
    const waiting = [];
    query.parts.forEach((part, at) => {
      for (const words of synonyms(index.manifest.synonyms, query.parts, at)) {
        for (const word of words) places.add(index.place(word));
      }
      for (const { text } of part.phrase?.words ?? []) {
        places.add(index.place(text));
        if (part.phrase && part.phrase.words.length > 1) waiting.push(this.loadPositions(text));
      }
      if (part.word) waiting.push(...this.loadWord(part, part.word.text, places));
    });
    for (const place of places) waiting.push(index.loadShard(place));
    await Promise.all(waiting);
    await this.loadUnknown();
  }

  /**
   * Begins to fetch what a word needs besides shards.
   * @param {Part} part
   * @param {string} word
   * @param {Set<number>} places takes the shards
   */
  loadWord(part, word, places) {
    const { index } = this;
    const isVague = index.vague.has(word);
    if (this.isCompleted(part) && isVague && !index.known.has(word)) return [this.loadBeginning(word)];
    const first = index.place(word);
    places.add(first);
    if (!this.isCompleted(part) || isVague) return [];
    for (let at = first + 1; index.shards[at]?.startsWith(word); at++) places.add(at);
    return [];
  }

  /** @param {string} word */
  async loadPositions(word) {
    const name = fileName("p", this.index.shards[this.index.place(word)] ?? "");
    this.positions.set(name, await this.index.file(name, (bytes) => bytes));
  }

  /** @param {string} prefix */
  async loadBeginning(prefix) {
    const made = await this.index.file(fileName("c", prefix), (bytes) => {
      const reader = new Reader(bytes);
      return { words: reader.words(), titles: reader.columns() };
    });
    this.beginnings.set(prefix, made);
  }

  /** Other forms of words on the site, and corrections. */
  async loadUnknown() {
    const { index } = this;
    /** @type {Set<number>} */
    const places = new Set();
    /** @type {Map<string, string>} For a form that is not on the site, one that is. */
    const forms = new Map();
    const unknown = this.unknown();
    await Promise.all([...unknown].map(([word, mayCorrect]) => this.resolve(word, mayCorrect, forms, places)));
    await Promise.all([...places].map((place) => index.loadShard(place)));
    for (const [word, form] of forms) {
      const stem = index.word(form);
      if (stem) this.formed.set(word, stem);
    }
  }

  /** Words that the site does not have, with whether each may be corrected. @returns {Map<string, boolean>} */
  unknown() {
    const unknown = new Map();
    for (const part of this.query.parts) {
      for (const { text } of part.phrase?.words ?? []) {
        if (!this.index.word(text)) unknown.set(text, unknown.get(text) ?? false);
      }
      const { word } = part;
      if (word && !this.index.word(word.text) && !this.canComplete(part, word.text)) unknown.set(word.text, true);
    }
    return unknown;
  }

  /** @param {Part} part @param {string} word */
  canComplete(part, word) {
    if (!this.isCompleted(part)) return false;
    return (this.beginnings.get(word)?.words ?? this.index.beginning(word)).length > 0;
  }

  /**
   * Looks up a word that is not on the site: as another form of one that is, or else as a misspelling.
   *
   * @param {string} word
   * @param {boolean} mayCorrect
   * @param {Map<string, string>} forms takes the other form
   * @param {Set<number>} places takes the shards of the words found
   */
  async resolve(word, mayCorrect, forms, places) {
    const { index } = this;
    const [first] = word;
    const [rules, same] = await Promise.all([index.rules(), index.spelling("s", first)]);
    const stem = stemByRules(word, rules, (stem) => same.ofStem.has(stem));
    const form = stem && same.ofStem.get(stem);
    if (form) {
      forms.set(word, form);
      places.add(index.place(form));
      return;
    }
    if (!mayCorrect || !tolerance(word)) return;
    let [changes, words] = nearest(word, zip(same.words, same.pages));
    if (!words.length) [changes, words] = nearest(word, await this.otherBeginnings(word));
    this.corrected.set(word, { changes, words });
    for (const other of words) places.add(index.place(other));
  }

  /** Words that a word can be if its first letter is wrong, with their pages. @param {string} word */
  async otherBeginnings(word) {
    const { index } = this;
    const [first, second] = word;
    const others = await Promise.all([
      index.spelling("t", first),
      index.spelling("t", second),
      index.spelling("s", second),
    ]);
    const candidates = new Map(others.flatMap((other) => zip(other.words, other.pages)));
    for (const other of candidates.keys()) if ([...other][0] === first) candidates.delete(other);
    return candidates;
  }
}

/** @param {string[]} words @param {number[]} pages @returns {[string, number][]} */
const zip = (words, pages) => words.map((word, at) => [word, pages[at]]);
