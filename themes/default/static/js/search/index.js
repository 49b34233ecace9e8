// @ts-check
// The index of a site, as far as it was fetched: its files as objects, each made once.

import { fileName, Reader, unfold, wordFile } from "./files.js";
import { statistics } from "./rank.js";
import { compare } from "./spelling.js";
import { applyRule } from "./stems.js";

/** @typedef {{ get: (name: string) => Promise<Uint8Array> }} Files */
/** @import { Postings } from "./rank.js" */
/** @typedef {{ name: string, words: Map<string, number>, list: string[], stems: string[], stemOf: number[], pages: number[], titles: Postings[], texts: Postings[], inside: Map<string, number>, insideTexts: Postings[], insideTitles: Postings[], families: Map<number, string[]> }} Shard */
/** @typedef {{ shard: Shard, stem: number }} Stem */
/** A term within words: its postings in texts and in titles. @typedef {{ texts: Postings, titles: Postings }} Inside */
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

/** @param {string[]} words @returns {Map<string, number>} */
const places = (words) => new Map(words.map((word, at) => [word, at]));

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
      const { words, inside, ...rest } = wordFile(bytes);
      return { name, list: words, words: places(words), inside: places(inside), ...rest };
    });
    this.loaded.set(name, shard);
  }

  /** The shard that holds a word, if it is there. @param {string} word */
  shardOf(word) {
    return this.loaded.get(fileName("w", this.shards[this.place(word)] ?? ""));
  }

  /** A term within words, of a shard that is there. @param {string} term @returns {Inside | undefined} */
  inside(term) {
    const shard = this.shardOf(term);
    const at = shard?.inside.get(term);
    return shard && at !== undefined ? { texts: shard.insideTexts[at], titles: shard.insideTitles[at] } : undefined;
  }

  /** The pages that hold a word as written, of a shard that is there. @param {string} word */
  pages(word) {
    const shard = this.shardOf(word);
    const at = shard?.words.get(word);
    return (at !== undefined && shard?.pages[at]) || 0;
  }

  /** The stem of a word as written, of a shard that is there. @param {string} word @returns {Stem | undefined} */
  word(word) {
    const shard = this.shardOf(word);
    const at = shard?.words.get(word);
    return shard && at !== undefined ? { shard, stem: shard.stemOf[at] } : undefined;
  }

  /**
   * The words of fetched shards that begin so, those on most pages first.
   * @param {string} prefix
   * @returns {{ word: string, pages: number, stem: Stem }[]}
   */
  beginning(prefix) {
    /** @type {{ word: string, pages: number, stem: Stem }[]} */
    const found = [];
    const first = this.place(prefix);
    for (let at = first; at === first || this.shards[at]?.startsWith(prefix); at++) {
      const shard = this.loaded.get(fileName("w", this.shards[at] ?? ""));
      shard?.list.forEach((word, position) => {
        if (!word.startsWith(prefix) || this.place(word) !== at) return;
        found.push({ word, pages: shard.pages[position], stem: { shard, stem: shard.stemOf[position] } });
      });
    }
    return found.sort((left, right) => right.pages - left.pages || compare(left.word, right.word));
  }

  /**
   * Words with pages, by their first letter or by their second; by their first also a word of each stem, and how pages
   * write words where that is another way.
   * @param {string} kind
   * @param {string} letter
   * @returns {Promise<{ words: string[], pages: number[], ofStem: Map<string, string>, surface: Map<string, string> }>}
   */
  spelling(kind, letter) {
    const letters = kind === "s" ? this.manifest.firstLetters : this.manifest.secondLetters;
    if (!letter || !letters.includes(letter)) return Promise.resolve({ words: [], pages: [], ofStem: new Map(), surface: new Map() });
    return this.file(fileName(kind, letter), (bytes) => {
      const reader = new Reader(bytes);
      const words = reader.words();
      const pages = reader.numbers(words.length);
      const ofStem = new Map();
      const surface = new Map();
      if (kind === "s") {
        for (const word of words) ofStem.set(applyRule(word, reader.rule()), word);
        for (const word of words) surface.set(word, reader.text() || word);
      }
      return { words, pages, ofStem, surface };
    });
  }

  /** The word as another country spells it, where the site does, of a shard that is there. @param {string} word */
  family(word) {
    const own = this.word(word);
    return own?.shard.families.get(own.stem) ?? [];
  }

  /** Rules for stems by context, how words are spelled in two countries, and signs that the site writes in another form. @returns {Promise<{ rules: Map<string, import("./stems.js").Rule[]>, pairs: import("./variants.js").SpellingPair[], signs: Map<string, string> }>} */
  rules() {
    return this.file("r", (bytes) => {
      const reader = new Reader(bytes);
      const contexts = reader.words();
      const rules = new Map(contexts.map((context) => [context, Array.from({ length: reader.number() }, () => reader.rule())]));
      const pairs = Array.from({ length: reader.number() }, () => ({ sides: [reader.text(), reader.text()], shortest: reader.number() }));
      const signs = new Map(reader.text().match(/../gsu)?.map((/** @type {string} */ pair) => /** @type {[string, string]} */ ([...pair])));
      return { rules, pairs, signs };
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

  /** The title of a document and what stands beside it, with its place in the file of its text. @param {number} document */
  async titled(document) {
    const { titlesPerFile, textGroup } = this.manifest;
    const { titles, urls, collections, texts } = await this.titles(Math.floor(document / titlesPerFile));
    const at = document % titlesPerFile;
    const before = texts.slice(at - (document % textGroup), at);
    return {
      title: titles[at],
      url: urls[at],
      collection: collections[at],
      texts: `x-${Math.floor(document / textGroup)}-${texts[at]}`,
      place: before.filter((file) => file === texts[at]).length,
    };
  }
}
