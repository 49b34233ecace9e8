// @ts-check
// Answers a query: the twin of src/search/answer.rs, which says why. It fetches the parts of the
// index that it needs from `files`, in as few rounds as possible.

import { excerpt, sections } from "./excerpt.js";
import { fileName, positionsOf, Reader, unfold, wordFile } from "./files.js";
import { parseQuery } from "./query.js";
import { combine, f32, statistics, weightOf } from "./rank.js";
import { compare, nearest, tolerance } from "./spelling.js";
import { applyRule, stemByRules } from "./stems.js";

const SHARE = 0.5;
const COMPLETIONS = 30;
const LONGEST_SYNONYM = 4;
const SHORTEST_PREFIX = 3;

/** @typedef {{ get: (name: string) => Promise<Uint8Array> }} Files */
/** @import { Postings } from "./rank.js" */
/** @typedef {{ name: string, words: Map<string, number>, list: string[], stems: string[], stemOf: number[], pages: number[], titles: Postings[], texts: Postings[] }} Shard */
/** @typedef {{ shard: Shard, stem: number }} Stem */
/** @typedef {{ text?: Postings, title?: Postings, share: number }} Alternative */
/** @typedef {{ from: string, to: string }} Correction */
/** @typedef {{ url: string, title: string, score: number, collection: string | null, sections: { title: string, anchor: string }[], excerpt: import("./excerpt.js").Piece[] }} Result */
/** @typedef {{ name: string, label: string, count: number }} FacetValue */
/** @typedef {{ label: string, values: FacetValue[] }} Facet */
/** @typedef {Record<string, Facet>} Facets */
/** @typedef {{ total: number, corrections: Correction[], results: Result[], facets?: Facets }} Answer */
/**
 * The list of files, with what the script must know before it fetches one. The manual says what each
 * key means, under "The files of the search".
 * @typedef {{
 *   format: number, version: string, edition: string, folder: string, together: string,
 *   documents: number, textLength: number, titleLength: number, titlesPerFile: number, textGroup: number,
 *   pieces: string, vague: string, vagueWords: string, firstLetters: string, secondLetters: string,
 *   stopWords: string, synonyms: string[][], facets: [string, string][], collections: string[],
 *   language: string, languages?: SiteLanguage[],
 * }} Manifest
 */
/**
 * A language of a site in several, with its search page from the site's root.
 * @typedef {{ language: string, name: string, direction: string, page: string, version: string }} SiteLanguage
 */
/** @typedef {{ limit?: number, filters?: Record<string, string | string[]>, facets?: boolean, language?: string, excerpts?: boolean }} Options */

/** The index of a site, as far as it was fetched. */
export class Index {
  /** @param {Manifest} manifest @param {Files} files */
  constructor(manifest, files) {
    this.manifest = manifest;
    this.files = files;
    this.shards = unfold(manifest.pieces);
    this.vague = new Set(unfold(manifest.vague));
    this.known = new Set(unfold(manifest.vagueWords));
    this.stopWords = new Set(manifest.stopWords.split(" "));
    this.text = statistics(manifest.documents, manifest.textLength);
    this.title = statistics(manifest.documents, manifest.titleLength);
    /** @type {Map<string, Promise<unknown>>} */
    this.read = new Map();
    /** @type {Map<string, Shard>} */
    this.loaded = new Map();
  }

  /**
   * A file as an object, made once.
   * @template T
   * @param {string} name
   * @param {(bytes: Uint8Array) => T} decode
   * @returns {Promise<T>}
   */
  file(name, decode) {
    let made = /** @type {Promise<T> | undefined} */ (this.read.get(name));
    if (!made) {
      made = this.files.get(name).then(decode);
      // What failed can be fetched again.
      made.catch(() => this.read.delete(name));
      this.read.set(name, made);
    }
    return made;
  }

  /** The position of the shard that would hold a word. @param {string} word */
  place(word) {
    let [low, high] = [0, this.shards.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (compare(this.shards[middle], word) <= 0) low = middle;
      else high = middle;
    }
    return low;
  }

  /** @param {number} place */
  async loadShard(place) {
    if (!this.shards.length) return;
    const name = fileName("w", this.shards[place]);
    const shard = await this.file(name, (bytes) => {
      const { words, ...rest } = wordFile(bytes);
      return { name, list: words, words: new Map(words.map((word, at) => [word, at])), ...rest };
    });
    this.loaded.set(name, shard);
  }

  /** The stem of a word as written, of a shard that is there. @param {string} word @returns {Stem | undefined} */
  word(word) {
    const shard = this.loaded.get(fileName("w", this.shards[this.place(word)] ?? ""));
    const at = shard?.words.get(word);
    return shard && at !== undefined ? { shard, stem: shard.stemOf[at] } : undefined;
  }

  /**
   * Words with pages, by their first letter or by their second; by their first also a word of each stem.
   * @param {string} kind
   * @param {string} letter
   * @returns {Promise<{ words: string[], pages: number[], ofStem: Map<string, string> }>}
   */
  spelling(kind, letter) {
    const letters = kind === "s" ? this.manifest.firstLetters : this.manifest.secondLetters;
    if (!letter || !letters.includes(letter)) return Promise.resolve({ words: [], pages: [], ofStem: new Map() });
    return this.file(fileName(kind, letter), (bytes) => {
      const reader = new Reader(bytes);
      const words = reader.words();
      const pages = reader.numbers(words.length);
      const ofStem = new Map();
      if (kind === "s") for (const word of words) ofStem.set(applyRule(word, reader.rule()), word);
      return { words, pages, ofStem };
    });
  }

  /** Rules for stems by context. @returns {Promise<Map<string, import("./stems.js").Rule[]>>} */
  rules() {
    return this.file("r", (bytes) => {
      const reader = new Reader(bytes);
      const contexts = reader.words();
      return new Map(contexts.map((context) => [context, Array.from({ length: reader.number() }, () => reader.rule())]));
    });
  }

  /** @param {string} name */
  facet(name) {
    return this.file(fileName("f", name), (bytes) => {
      const reader = new Reader(bytes);
      return Array.from({ length: reader.number() }, () => ({
        name: reader.text(),
        label: reader.text(),
        documents: reader.gaps(reader.number()),
      }));
    });
  }

  /** Titles and addresses of a block of documents. @param {number} block */
  titles(block) {
    return this.file(`d-${block}`, (bytes) => {
      const reader = new Reader(bytes);
      const count = reader.number();
      const titles = Array.from({ length: count }, () => reader.text());
      // U+0000 is short for the title, which most addresses hold.
      const plain = (/** @type {string} */ title) => (title.match(/[A-Za-z0-9]+/g) ?? []).join("-").toLowerCase();
      const urls = reader.words().map((url, at) => url.replace("\0", () => plain(titles[at])));
      return { titles, urls, collections: reader.numbers(count), texts: reader.numbers(count) };
    });
  }
}

/** A query on its way. */
class Search {
  /** @param {Index} index @param {string} text */
  constructor(index, text) {
    this.index = index;
    this.query = parseQuery(text, index.stopWords);
    /** @type {Correction[]} */
    this.corrections = [];
    /** @type {Map<string, Stem>} Stems of forms that are not on the site. */
    this.formed = new Map();
    /** @type {Map<string, { changes: number, words: string[] }>} */
    this.corrected = new Map();
    /** @type {Map<string, { words: string[], titles: Postings[] }>} */
    this.beginnings = new Map();
    /** @type {Map<string, Uint8Array>} */
    this.positions = new Map();
    /** @type {Map<string, number>} */
    this.forms = new Map();
  }

  /** @param {import("./query.js").Part} part */
  isCompleted(part) {
    return Boolean(part.isLast && this.query.isShort && [...(part.word ?? "")].length >= SHORTEST_PREFIX);
  }

  /** Fetches all files for the words of the query. */
  async load() {
    const { index } = this;
    const places = new Set();
    /** @type {Promise<void>[]} */
    const waiting = [];
    this.query.parts.forEach((part, at) => {
      for (const words of this.synonyms(at)) for (const word of words) places.add(index.place(word));
      for (const word of part.phrase ?? []) places.add(index.place(word));
      if (part.phrase && part.phrase.length > 1) {
        for (const word of part.phrase) waiting.push(this.loadPositions(word));
      }
      if (!part.word) return;
      const first = index.place(part.word);
      if (this.isCompleted(part) && index.vague.has(part.word) && !index.known.has(part.word)) {
        waiting.push(this.loadBeginning(part.word));
        return;
      }
      places.add(first);
      if (!this.isCompleted(part) || index.vague.has(part.word)) return;
      for (let at = first + 1; index.shards[at]?.startsWith(part.word); at++) places.add(at);
    });
    for (const place of places) waiting.push(index.loadShard(place));
    await Promise.all(waiting);
    await this.loadUnknown();
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
    const unknown = new Map();
    for (const part of this.query.parts) {
      for (const word of part.phrase ?? [/** @type {string} */ (part.word)]) {
        if (index.word(word)) continue;
        const isCompleted = this.isCompleted(part) && this.canComplete(word);
        if (!isCompleted) unknown.set(word, unknown.get(word) || !part.phrase);
      }
    }
    if (!unknown.size) return;
    const places = new Set();
    /** @type {Map<string, string>} For a form that is not on the site, one that is. */
    const forms = new Map();
    await Promise.all([...unknown].map(([word, mayCorrect]) => this.resolve(word, mayCorrect, forms, places)));
    await Promise.all([...places].map((place) => index.loadShard(place)));
    for (const [word, form] of forms) {
      const stem = index.word(form);
      if (stem) this.formed.set(word, stem);
    }
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
    const [first, second] = [...word];
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
    if (!words.length) {
      const others = await Promise.all([
        index.spelling("t", first),
        index.spelling("t", second),
        index.spelling("s", second),
      ]);
      const candidates = new Map(others.flatMap((other) => zip(other.words, other.pages)));
      for (const other of candidates.keys()) if ([...other][0] === first) candidates.delete(other);
      [changes, words] = nearest(word, candidates);
    }
    this.corrected.set(word, { changes, words });
    for (const other of words) places.add(index.place(other));
  }

  /** @param {string} word @returns {Stem | undefined} */
  stem(word) {
    return this.index.word(word) ?? this.formed.get(word);
  }

  /** Whether words begin so. @param {string} prefix */
  canComplete(prefix) {
    const beginning = this.beginnings.get(prefix);
    return (beginning ? beginning.words : this.completions(prefix)).length > 0;
  }

  /**
   * Words that begin so, the most frequent first.
   * @param {string} prefix
   * @returns {{ word: string, pages: number, stem: Stem }[]}
   */
  completions(prefix) {
    const { index } = this;
    if (index.vague.has(prefix)) return [];
    const own = index.word(prefix);
    /** @type {{ word: string, pages: number, stem: Stem }[]} */
    const found = [];
    const first = index.place(prefix);
    for (let at = first; at === first || index.shards[at]?.startsWith(prefix); at++) {
      const shard = index.loaded.get(fileName("w", index.shards[at] ?? ""));
      if (!shard) continue;
      shard.list.forEach((word, position) => {
        if (!word.startsWith(prefix) || index.place(word) !== at) return;
        const stem = shard.stemOf[position];
        if (own && shard.stems[stem] === own.shard.stems[own.stem]) return;
        found.push({ word, pages: shard.pages[position], stem: { shard, stem } });
      });
    }
    found.sort((left, right) => right.pages - left.pages || compare(left.word, right.word));
    return found.slice(0, COMPLETIONS);
  }

  /** Other names of what the words around a part say. @param {number} at */
  synonyms(at) {
    const { parts } = this.query;
    const found = new Map();
    for (let start = Math.max(0, at + 1 - LONGEST_SYNONYM); start <= at; start++) {
      for (let end = at + 1; end <= Math.min(parts.length, start + LONGEST_SYNONYM); end++) {
        const words = parts.slice(start, end);
        if (words.some((part) => part.phrase)) continue;
        const name = words.map((part) => part.word).join(" ");
        for (const set of this.index.manifest.synonyms) {
          if (!set.includes(name)) continue;
          for (const other of set) if (other !== name) found.set(other, other.split(" "));
        }
      }
    }
    return [...found.values()];
  }

  /** @param {Stem} stem @param {string | null} written @param {number} share @returns {Alternative} */
  alternative({ shard, stem }, written, share) {
    const at = written === null || !this.query.isShort ? undefined : shard.words.get(written);
    return { text: shard.texts[stem], title: at === undefined ? undefined : shard.titles[at], share };
  }

  /**
   * The alternative of a stem, whose forms count as found.
   *
   * @param {Stem} stem
   * @param {string | null} written
   * @param {number} share
   * @param {number} group
   */
  found(stem, written, share, group) {
    this.addForms(stem, group);
    return this.alternative(stem, written, share);
  }

  /** @param {Stem} stem @param {number} group */
  addForms({ shard, stem }, group) {
    shard.list.forEach((word, at) => {
      if (shard.stemOf[at] === stem) this.addForm(word, group);
    });
  }

  /** @param {string} form @param {number} group */
  addForm(form, group) {
    if (!this.forms.has(form)) this.forms.set(form, group);
  }

  /** The parts of the query with the scores they give. */
  groups() {
    /** @type {import("./rank.js").Group[]} */
    const groups = [];
    this.query.parts.forEach((part, at) => {
      if (part.phrase) groups.push({ scores: this.phrase(part.phrase, groups.length), required: true });
      else {
        const scores = this.wordScores(part, at, groups.length);
        if (scores) groups.push({ scores, required: false });
      }
    });
    return groups;
  }

  /**
   * @param {import("./query.js").Part} part
   * @param {number} at
   * @param {number} group
   */
  wordScores(part, at, group) {
    const alternatives = this.alternatives(part, group);
    let isKnown = alternatives.length > 0;
    const scores = this.best(alternatives);
    for (const words of this.synonyms(at)) {
      const stems = words.map((/** @type {string} */ word) => this.index.word(word));
      if (stems.some((/** @type {Stem | undefined} */ stem) => !stem)) continue;
      isKnown = true;
      /** @type {Map<number, number> | null} */
      let all = null;
      for (const stem of stems) {
        const one = this.best([this.alternative(stem, null, SHARE)]);
        this.addForms(stem, group);
        if (!all) all = one;
        else {
          for (const [document, score] of all) {
            const other = one.get(document);
            if (other === undefined) all.delete(document);
            else all.set(document, f32(score + other));
          }
        }
      }
      for (const [document, score] of all ?? []) {
        const known = scores.get(document);
        if (known === undefined || score > known) scores.set(document, score);
      }
    }
    return isKnown ? scores : null;
  }

  /**
   * Each word of the site that a word of the query can mean: itself, those that it begins, another form, a correction.
   *
   * @param {import("./query.js").Part} part
   * @param {number} group
   */
  alternatives(part, group) {
    const word = /** @type {string} */ (part.word);
    /** @type {Alternative[]} */
    const alternatives = [];
    const own = this.index.word(word);
    if (own) alternatives.push(this.found(own, word, 1, group));
    if (this.isCompleted(part)) {
      const share = own ? SHARE : 1;
      const beginning = this.beginnings.get(word);
      if (beginning) {
        beginning.words.forEach((word, at) => {
          alternatives.push({ title: beginning.titles[at], share });
          this.addForm(word, group);
        });
      } else {
        for (const found of this.completions(word)) alternatives.push(this.found(found.stem, found.word, share, group));
      }
    }
    const formed = this.formed.get(word);
    if (!alternatives.length && formed) alternatives.push(this.found(formed, null, 1, group));
    if (!alternatives.length) {
      const corrected = this.corrected.get(word);
      if (corrected?.words.length) {
        this.corrections.push({ from: word, to: corrected.words[0] });
        for (const other of corrected.words) {
          const stem = this.index.word(other);
          if (stem) alternatives.push(this.found(stem, other, f32(SHARE / corrected.changes), group));
        }
      }
    }
    return alternatives;
  }

  /** By document the alternative that gives most. @param {Alternative[]} alternatives */
  best(alternatives) {
    const { index } = this;
    /** @type {Map<number, number>} */
    const scores = new Map();
    for (const { text, title, share } of alternatives) {
      /** @type {Map<number, number>} */
      const own = new Map();
      for (const [field, postings] of /** @type {const} */ ([[index.text, text], [index.title, title]])) {
        if (!postings) continue;
        const { documents, frequencies, lengths } = postings;
        const weight = weightOf(field.idf(documents.length), share);
        for (let at = 0; at < documents.length; at++) {
          const score = field.score(weight, frequencies[at], lengths[at]);
          const known = own.get(documents[at]);
          own.set(documents[at], known === undefined ? score : f32(known + score));
        }
      }
      for (const [document, score] of own) {
        const known = scores.get(document);
        if (known === undefined || score > known) scores.set(document, score);
      }
    }
    return scores;
  }

  /**
   * Documents that hold the words of a phrase one after the other.
   * @param {string[]} words
   * @param {number} group
   * @returns {Map<number, number>}
   */
  phrase(words, group) {
    const stems = words.map((word) => this.stem(word));
    if (stems.some((stem) => !stem)) return new Map();
    const known = /** @type {Stem[]} */ (stems);
    for (const stem of known) this.addForms(stem, group);
    if (words.length === 1) return this.best([this.alternative(known[0], words[0], 1)]);
    let idf = 0;
    /** @type {Map<number, { length: number, starts: Set<number> }>} */
    let runs = new Map();
    known.forEach(({ shard, stem }, offset) => {
      const { documents, lengths } = shard.texts[stem];
      const bytes = this.positions.get(shard.name.replace("w", "p"));
      if (!bytes) throw new Error("the positions are missing");
      const positions = positionsOf(bytes, shard.texts, stem);
      idf = f32(idf + this.index.text.idf(documents.length));
      const next = new Map();
      documents.forEach((document, at) => {
        const before = runs.get(document);
        const starts = new Set(positions[at].map((place) => place - offset));
        for (const start of starts) if (start < 0 || (offset && !before?.starts.has(start))) starts.delete(start);
        if (starts.size) next.set(document, { length: lengths[at], starts });
      });
      runs = next;
    });
    const weight = weightOf(idf, 1);
    return new Map([...runs].map(([document, run]) => [document, this.index.text.score(weight, run.starts.size, run.length)]));
  }
}

/**
 * The passages of documents.
 * @param {Uint8Array} bytes
 * @returns {import("./excerpt.js").Passage[][]}
 */
function textFile(bytes) {
  /** @type {string[][]} */
  const documents = JSON.parse(new TextDecoder().decode(bytes));
  return documents.map((parts) => {
    const passages = [];
    for (let at = 0; at < parts.length; at += 3) {
      passages.push({ title: parts[at], anchor: parts[at + 1], text: parts[at + 2] });
    }
    return passages;
  });
}

/** All documents, none better than another. @param {number} count @returns {[number, number][]} */
const everyDocument = (count) => Array.from({ length: count }, (_, document) => [document, 0]);

/** @param {string[]} words @param {number[]} pages @returns {[string, number][]} */
const zip = (words, pages) => words.map((word, at) => [word, pages[at]]);

/**
 * Answers a query.
 * @param {Index} index
 * @param {string} text
 * @param {Options} options
 * @returns {Promise<{ answer: Answer, forms: Map<string, number>, details: () => Promise<Answer> }>}
 */
export async function answer(index, text, options = {}) {
  const { manifest } = index;
  const { limit = 10, facets = false } = options;
  const filters = { ...options.filters };
  if (options.language) filters.language = options.language;
  const search = new Search(index, text);
  const wanted = new Set(facets ? manifest.facets.map((/** @type {string[]} */ facet) => facet[0]) : []);
  for (const name of Object.keys(filters)) wanted.add(name);
  const known = manifest.facets.filter((/** @type {string[]} */ facet) => wanted.has(facet[0]));
  const [lists] = await Promise.all([
    Promise.all(known.map(([name]) => index.facet(name))),
    search.load(),
  ]);
  const groups = search.groups();
  // Filters without words list all pages that pass.
  const isOfFilters = !search.query.parts.length && Object.keys(filters).length > 0;
  const ranked = isOfFilters ? everyDocument(manifest.documents) : combine(groups);
  /** @type {[string, Set<number>][]} */
  const narrowed = Object.entries(filters).map(([name, value]) => {
    const at = known.findIndex((/** @type {string[]} */ facet) => facet[0] === name);
    const chosen = (lists[at] ?? []).filter((own) => [value].flat().includes(own.name));
    return [name, new Set(chosen.flatMap((own) => own.documents))];
  });
  function passes(/** @type {number} */ document, /** @type {string} */ but) {
    return narrowed.every(([name, documents]) => name === but || documents.has(document));
  }
  const found = ranked.filter(([document]) => passes(document, ""));
  const shown = found.slice(0, Math.max(0, limit));
  const size = manifest.titlesPerFile;
  const blocks = new Map();
  await Promise.all(
    [...new Set(shown.map(([document]) => Math.floor(document / size)))].map(async (block) => {
      blocks.set(block, await index.titles(block));
    }),
  );
  /** @type {string[]} */
  const texts = [];
  /** @type {number[]} Which of the documents of its file of texts each is. */
  const positions = [];
  /** @type {Result[]} */
  const results = shown.map(([document, score]) => {
    const block = blocks.get(Math.floor(document / size));
    const at = document % size;
    const group = Math.floor(document / manifest.textGroup);
    texts.push(`x-${group}-${block.texts[at]}`);
    const before = block.texts.slice(at - (document % manifest.textGroup), at);
    positions.push(before.filter((/** @type {number} */ file) => file === block.texts[at]).length);
    const collection = manifest.collections[block.collections[at] - 1] ?? null;
    return { url: block.urls[at], title: block.titles[at], score, collection, sections: [], excerpt: [] };
  });
  /** @type {Answer} */
  const made = { total: found.length, corrections: search.corrections, results };
  if (facets) {
    /** @type {Facets} */
    const counted = {};
    made.facets = counted;
    known.forEach(([name, label], at) => {
      const passing = new Set(ranked.map(([document]) => document).filter((document) => passes(document, name)));
      const values = lists[at].map((value) => ({
        name: value.name,
        label: value.label,
        count: value.documents.filter((document) => passing.has(document)).length,
      }));
      counted[name] = { label, values };
    });
  }
  /** Fetches the texts and fills in excerpts and sections. */
  async function details() {
    await Promise.all(
      shown.map(async ([document], at) => {
        const name = texts[at];
        const documents = await index.file(name, textFile);
        const passages = documents[positions[at]];
        results[at].sections = sections(passages, search.forms);
        results[at].excerpt = excerpt(passages, search.forms);
      }),
    );
    return made;
  }
  return { answer: made, forms: search.forms, details };
}
