// @ts-check
// Fetches the parts of the index that a query needs, in as few rounds as possible.

import { fileName, Reader } from "./files.js";
import { nearest, tolerance } from "./spelling.js";
import { stemByRules } from "./stems.js";
import { synonyms } from "./synonyms.js";
import { isOneSign, isUnspaced } from "./tokens.js";
import { variants } from "./variants.js";

/** @import { Index, Stem } from "./index.js" */
/** @import { Part, Query, QueryWord } from "./query.js" */
/** @import { Postings } from "./rank.js" */

/** Letters of a beginning that is completed, at least. */
const SHORTEST_PREFIX = 3;
/** Letters of half a word at least, and ways to cut a word at most. */
const SHORTEST_HALF = 3;
const CUTS = 3;

/** What was fetched for a query. */
export class Loaded {
  /** @param {Index} index @param {Query} query @param {boolean} explains whether results say why they were found */
  constructor(index, query, explains) {
    this.index = index;
    this.query = query;
    this.explains = explains;
    /** @type {Map<string, Stem>} Stems of forms that are not on the site. */
    this.formed = new Map();
    /** For words that are on the site as another country spells them, that spelling. @type {Map<string, { as: string, stem: Stem }>} */
    this.spelled = new Map();
    /** `to` is how pages write the first of the words. @type {Map<string, { changes: number, words: string[], to?: string }>} */
    this.corrected = new Map();
    /** The halves that a word can be cut into. @type {Map<string, string[][]>} */
    this.cuts = new Map();
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

  /** Fetches all files for the words of the query. @param {boolean} [isWritten] whether they are written as the site does */
  async load(isWritten) {
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
      if (!part.word) return;
      waiting.push(...this.loadWord(part, part.word.text, places));
      for (const joined of part.word.joined) places.add(index.place(joined));
    });
    for (const literal of query.literals) places.add(index.place(literal));
    for (const place of places) waiting.push(index.loadShard(place));
    await Promise.all(waiting);
    if (!isWritten && (await this.writeAsSite())) {
      await this.load(true);
      return;
    }
    const families = query.parts.flatMap(({ word }) => (word ? index.family(word.text) : []));
    await Promise.all([this.loadUnknown(), ...families.map((other) => index.loadShard(index.place(other)))]);
  }

  /** Writes words that stand for nothing with the signs that the site uses; returns whether any was. */
  async writeAsSite() {
    const { index } = this;
    const unknown = this.query.words.filter(
      ({ text }) => isUnspaced(text) && !index.word(text) && !index.inside(text) && !(isOneSign(text) && index.beginning(text).length),
    );
    if (!unknown.length) return false;
    const { signs } = await index.rules();
    for (const word of unknown) word.text = [...word.text].map((sign) => signs.get(sign) ?? sign).join("");
    return true;
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
    if (isVague || !(this.isCompleted(part) || isOneSign(word))) return [];
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
    /** @type {Map<string, { form: string, as: string }>} For a word that is not on the site, one that is, and of what it is a form. */
    const forms = new Map();
    const unknown = this.unknown();
    await Promise.all([...unknown].map(([word, mayCorrect]) => this.resolve(word, mayCorrect, forms, places)));
    await Promise.all([...places].map((place) => index.loadShard(place)));
    for (const [word, { form, as }] of forms) {
      const stem = index.word(form);
      if (stem && as === word) this.formed.set(word, stem);
      else if (stem) this.spelled.set(word, { as, stem });
    }
  }

  /** Words that the site does not have, with whether each may be corrected. @returns {Map<string, boolean>} */
  unknown() {
    const unknown = new Map();
    for (const part of this.query.parts) {
      for (const { text } of part.phrase?.words ?? []) {
        if (!this.index.word(text)) unknown.set(text, unknown.get(text) ?? false);
      }
      if (part.word && !this.isKnown(part, part.word)) unknown.set(part.word.text, true);
    }
    return unknown;
  }

  /** Whether a word stands for something without another form or a correction. @param {Part} part @param {QueryWord} word */
  isKnown(part, { text, joined }) {
    const { index } = this;
    if (index.word(text) || joined.some((other) => index.word(other) || index.inside(other))) return true;
    const beginning = this.beginnings.get(text);
    if (beginning) return beginning.words.length > 0;
    if (index.inside(text)) return true;
    return (this.isCompleted(part) || isOneSign(text)) && index.beginning(text).length > 0;
  }

  /**
   * Looks up a word that is not on the site: as another form of one that is, or else as a misspelling.
   *
   * @param {string} word
   * @param {boolean} mayCorrect
   * @param {Map<string, { form: string, as: string }>} forms takes the other form
   * @param {Set<number>} places takes the shards of the words found
   */
  async resolve(word, mayCorrect, forms, places) {
    const { index } = this;
    const [first] = word;
    const [{ rules, pairs }, same] = await Promise.all([index.rules(), index.spelling("s", first)]);
    const pages = zip(same.words, same.pages);
    const known = new Map(pages);
    function formOf(/** @type {string} */ word) {
      return known.has(word) ? word : same.ofStem.get(stemByRules(word, rules, (stem) => same.ofStem.has(stem)) ?? "");
    }
    for (const as of [word, ...(mayCorrect ? variants(word, pairs) : [])]) {
      const form = formOf(as);
      if (!form) continue;
      forms.set(word, { form, as });
      places.add(index.place(form));
      return;
    }
    if (!mayCorrect) return;
    const { changes, words } = await this.nearest(word, pages);
    const [initial] = words[0] ?? "";
    const { surface } = await index.spelling("s", initial);
    this.corrected.set(word, { changes, words, to: surface.get(words[0]) });
    for (const other of words) places.add(index.place(other));
    if (words.length && changes === 1) return;
    const cuts = await this.cut(word, known);
    this.cuts.set(word, cuts);
    for (const [left] of cuts) places.add(index.place(left));
  }

  /** @param {string} word @param {[string, number][]} same words with the same first letter */
  async nearest(word, same) {
    const tolerated = tolerance(word);
    if (!tolerated) return { changes: 1, words: [] };
    let [changes, words] = nearest(word, tolerated, same);
    if (!words.length) [changes, words] = nearest(word, 1, await this.otherBeginnings(word));
    return { changes, words };
  }

  /**
   * The halves of a word that are words: those cuts whose rarer half is on most pages.
   * @param {string} word
   * @param {Map<string, number>} pages by word with the same first letter
   */
  async cut(word, pages) {
    const { index } = this;
    const letters = [...word];
    /** @type {string[][]} */
    const halves = [];
    for (let at = SHORTEST_HALF; at <= letters.length - SHORTEST_HALF; at++) {
      const [left, right] = [letters.slice(0, at).join(""), letters.slice(at).join("")];
      if (pages.has(left)) halves.push([left, right]);
    }
    const places = new Set(halves.map(([, right]) => index.place(right)));
    await Promise.all([...places].map((place) => index.loadShard(place)));
    const known = halves.filter(([, right]) => index.word(right));
    const rarer = (/** @type {string[]} */ [left, right]) => Math.min(pages.get(left) ?? 0, index.pages(right));
    return known.sort((left, right) => rarer(right) - rarer(left)).slice(0, CUTS);
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
