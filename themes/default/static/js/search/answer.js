// @ts-check
// A query to its results: the twin of src/search/answer.rs, which says why.

import { SearchError } from "./error.js";
import { excerpt, sections } from "./excerpt.js";
import { Loaded } from "./load.js";
import { parseQuery } from "./query.js";
import { combine } from "./rank.js";
import { tokens } from "./tokens.js";
import { Understanding } from "./understand.js";

/** @import { Forms } from "./excerpt.js" */
/** @import { Passage } from "./excerpt.js" */
/** @import { Index } from "./index.js" */
/** @import { Alternative } from "./rank.js" */
/** @import { Correction, Understood } from "./understand.js" */
/** @typedef {{ url: string, title: string, score: number, collection: string | null, sections: import("./excerpt.js").Section[], section?: import("./excerpt.js").Section | null, excerpt: import("./excerpt.js").Piece[], explanation?: ExplainedPart[] }} Result */
/** What a part of the query gave a page. @typedef {{ word: string, by: Alternative, score: number }} ExplainedPart */
/** @typedef {{ name: string, label: string, count: number }} FacetValue */
/** @typedef {{ label: string, values: FacetValue[] }} Facet */
/** @typedef {Record<string, Facet>} Facets */
/** @typedef {{ total: number, corrections: Correction[], missing: string[], missingPhrases: string[], results: Result[], facets?: Facets }} Answer */
/** @typedef {{ limit?: number, filters?: Record<string, string | string[]>, facets?: boolean, language?: string, excerpts?: boolean | number, explain?: boolean }} Options */

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

/** What counts as found, each with the first part of the query that it belongs to. @param {Understood[]} parts */
function formsOf(parts) {
  /** @type {Forms} */
  const forms = { words: new Map(), inside: new Map() };
  parts.forEach((part, at) => {
    for (const form of part.forms.words) if (!forms.words.has(form)) forms.words.set(form, at);
    for (const term of part.forms.inside) if (!forms.inside.has(term)) forms.inside.set(term, at);
  });
  return forms;
}

/**
 * What each part of a query gave a page.
 * @param {number} document
 * @param {Understood[]} parts
 * @param {string} title
 * @param {Passage[]} passages
 * @returns {ExplainedPart[]}
 */
function explanation(document, parts, title, passages) {
  const texts = [title, ...passages.flatMap((passage) => [passage.title, passage.text])];
  const words = new Set(texts.flatMap((text) => tokens(text).map((token) => token.text)));
  return parts.flatMap((part) => {
    const { word, by, forms, scores } = part;
    const score = scores.get(document);
    if (score === undefined) return [];
    const found = by?.get(document) ?? "written";
    const isOtherForm = found === "written" && !words.has(word) && [...forms.words].some((form) => words.has(form));
    return [{ word, by: isOtherForm ? "stem" : found, score }];
  });
}

/**
 * Refuses a filter or a value that the site does not have.
 * @param {Record<string, string | string[]>} filters
 * @param {[string, string][]} known filters with their labels
 * @param {{ name: string }[][]} lists of the values of each
 */
function refuseUnknown(filters, known, lists) {
  for (const [name, values] of Object.entries(filters)) {
    const at = known.findIndex(([own]) => own === name);
    for (const value of [values].flat()) {
      if (at < 0) throw new SearchError("unknown-filter", `the site cannot be filtered by ${name}`, [name, value]);
      if (lists[at].some((own) => own.name === value)) continue;
      throw new SearchError("unknown-filter", `no page has ${name} ${value}`, [name, value]);
    }
  }
}

/**
 * Answers a query.
 * @param {Index} index
 * @param {string} text
 * @param {Options} options
 * @returns {Promise<{ answer: Answer, forms: Forms, details: (first?: number) => Promise<Answer> }>}
 */
export async function answer(index, text, options = {}) {
  const { manifest } = index;
  const { limit = 10, facets = false, explain = false } = options;
  const filters = { ...options.filters };
  if (options.language) filters.language = options.language;
  const query = parseQuery(text, index.stopWords);
  const loaded = new Loaded(index, query, explain);
  const wanted = new Set(facets ? manifest.facets.map((/** @type {string[]} */ facet) => facet[0]) : []);
  for (const name of Object.keys(filters)) wanted.add(name);
  const known = manifest.facets.filter((/** @type {string[]} */ facet) => wanted.has(facet[0]));
  const [lists] = await Promise.all([
    Promise.all(known.map(([name]) => index.facet(name))),
    loaded.load(),
  ]);
  refuseUnknown(filters, known, lists);
  const { parts, corrections, missing, missingPhrases, terms } = new Understanding(loaded);
  const forms = formsOf(parts);
  // Filters without words list all pages that pass.
  const isOfFilters = !query.parts.length && Object.keys(filters).length > 0;
  const named = terms.titlesWithWords(query);
  let ranked = isOfFilters ? everyDocument(manifest.documents) : combine(parts, named);
  if (named.size) {
    // Most of these are results, too.
    await Promise.all(ranked.slice(0, limit).map(([document]) => index.titled(document)));
    ranked = combine(parts, await terms.exactTitles(query, named));
  }
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
  const pages = await Promise.all(shown.map(([document]) => index.titled(document)));
  /** @type {Result[]} */
  const results = shown.map(([, score], at) => {
    const { url, title, collection } = pages[at];
    return { url, title, score, collection: manifest.collections[collection - 1] ?? null, sections: [], excerpt: [] };
  });
  /** @type {Answer} */
  const made = { total: found.length, corrections, missing: [...missing], missingPhrases: [...missingPhrases], results };
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
  /** Fetches the texts of the first results, or of all, and fills in excerpts and sections. @param {number} [first] */
  async function details(first) {
    await Promise.all(
      shown.slice(0, first).map(async ([document], at) => {
        const { texts, place } = pages[at];
        const passages = (await index.file(texts, textFile))[place];
        const { section, pieces } = excerpt(passages, forms);
        Object.assign(results[at], { sections: sections(passages, forms), excerpt: pieces });
        // For pages, as the title in pieces.
        Object.defineProperty(results[at], "section", { value: section, configurable: true });
        if (explain) results[at].explanation = explanation(document, parts, results[at].title, passages);
      }),
    );
    return made;
  }
  return { answer: made, forms, details };
}
