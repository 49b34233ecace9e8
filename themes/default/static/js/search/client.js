// @ts-check
// The search of a site, for its pages and for other scripts: `window.fieldguide`.
//
// Files are scripts: they come over HTTP and from a folder on a disk alike, and a strict content
// security policy lets them in. Each hands its data to `fieldguide.put`.
//
// A site in several languages has an index for each. A page begins with that of its own language;
// another one is fetched when it is needed, beginning with a script that calls `fieldguide.start`.

import { answer } from "./answer.js";
import { SearchError } from "./error.js";
import { piecesOf } from "./excerpt.js";
import { folderOf, inflate, unpack } from "./files.js";
import { Index } from "./index.js";

const FORMAT = 5;
/** Milliseconds after which the client gives up on a file. */
const PATIENCE = 30000;

/** @import { Options, Answer, Result } from "./answer.js" */
/** @import { Manifest, SiteLanguage } from "./index.js" */
/** A result with its title in pieces, for a page. @typedef {Result & { titlePieces: import("./excerpt.js").Piece[] }} SiteResult */
/** @typedef {Omit<Answer, "results"> & { results: SiteResult[], details: (first?: number) => Promise<Answer> }} SiteAnswer */
/** What a script hands over: a file, or the list of them. @typedef {Partial<Manifest & { name: string, data: string }>} Handed */
/**
 * The type of `window.fieldguide`.
 * @typedef {{
 *   search: (query: string, options?: Options) => Promise<SiteAnswer>,
 *   ready: Promise<void>,
 *   languages: SiteLanguage[],
 *   restarted: boolean,
 *   retry: () => Promise<void>,
 *   put: (name: string, edition: string, data: string) => void,
 *   start: (list: Manifest) => void,
 * }} Fieldguide
 */

/** The same error, as the caller of the search gets it. @param {unknown} error */
function asSearchError(error) {
  return error instanceof SearchError ? error : new SearchError("damaged", `the index is damaged: ${error}`);
}

const script = /** @type {HTMLScriptElement} */ (document.currentScript);
const scriptUrl = script.src.split("?")[0];
const before = window.fieldguide;

/** @type {() => void} */
let isReady = () => {};
/** @type {Promise<void>} */
const ready = new Promise((resolve) => (isReady = resolve));
/**
 * The scripts on their way. Files of several indexes have the same names: the running script
 * says to which index a file belongs.
 * @type {Map<Element | null, (handed: Handed) => void>}
 */
const waiting = new Map();
/** What gives up on each script that is on its way. @type {Set<() => void>} */
const pending = new Set();
/** How often a reader gave up on files. */
let retries = 0;

/** What a script hands over. @param {string} path from the folder of this script @param {string} name @returns {Promise<Handed>} */
function request(path, name) {
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    // A browser would join a request for an address that is on its way.
    const url = new URL(`./${path}${retries ? `&again=${retries}` : ""}`, scriptUrl).href;
    // A file that was cut short is not a script: the client reports that, not the console.
    function silence(/** @type {ErrorEvent} */ event) {
      if (event.filename === url || (!event.filename && location.protocol === "file:")) event.preventDefault();
    }
    const timer = setTimeout(giveUp, PATIENCE);
    function giveUp() {
      fail("missing", "took too long");
    }
    function end() {
      pending.delete(giveUp);
      clearTimeout(timer);
      waiting.delete(element);
      window.removeEventListener("error", silence);
      element.remove();
    }
    function fail(/** @type {string} */ kind, /** @type {string} */ why) {
      end();
      reject(new SearchError(kind, `${name}.js ${why}`));
    }
    waiting.set(element, (handed) => {
      end();
      resolve(handed);
    });
    pending.add(giveUp);
    window.addEventListener("error", silence);
    element.onerror = () => fail("missing", "cannot be fetched");
    element.onload = () => {
      if (waiting.has(element)) fail("damaged", "is damaged");
    };
    element.src = url;
    document.head.append(element);
  });
}

/** The index of one language, as its list of files names it, with what was fetched of it. */
class Edition {
  /** @param {Manifest} manifest */
  constructor(manifest) {
    this.manifest = manifest;
    this.index = new Index(manifest, this);
    /** The files in the one of a small site. @type {Promise<Map<string, Uint8Array>> | undefined} */
    this.together = undefined;
  }

  /** The bytes of a file. @param {string} name @returns {Promise<Uint8Array>} */
  async fetch(name) {
    const { folder, version, edition } = this.manifest;
    const handed = await request(`${folder}${folderOf(name)}${name}.js?v=${version}`, name);
    const damaged = () => new SearchError("damaged", `${name}.js is damaged`);
    if (handed.name !== name) throw damaged();
    if (handed.edition !== edition) throw new SearchError("version", `${name}.js is of another version`);
    try {
      return await inflate(handed.data ?? "");
    } catch {
      throw damaged();
    }
  }

  /** A file of the search, by itself or out of the one of a small site. @param {string} name */
  async get(name) {
    if (!this.manifest.together.includes(name[0])) return this.fetch(name);
    this.together ??= this.fetch("all").then(unpack);
    this.together.catch(() => (this.together = undefined));
    const bytes = (await this.together).get(name);
    if (!bytes) throw new SearchError("damaged", `all.js lacks ${name}`);
    return bytes;
  }

  /** @param {string} query @param {Options} options @returns {Promise<SiteAnswer>} */
  async answer(query, options) {
    const { answer: found, forms, details: fetchDetails } = await answer(this.index, query, options);
    /** @param {number} [first] */
    function details(first) {
      return fetchDetails(first).catch((error) => {
        throw asSearchError(error);
      });
    }
    const { excerpts, explain } = options;
    if (explain || this.manifest.together.includes("x")) await details();
    else if (excerpts) await details(excerpts === true ? undefined : excerpts);
    for (const result of found.results) {
      Object.defineProperty(result, "titlePieces", { value: piecesOf(result.title, 0, forms) });
    }
    return /** @type {SiteAnswer} */ (Object.defineProperty(found, "details", { value: details }));
  }
}

/** That of the page's language. @type {Edition} */
let ownEdition;
/** By language, as far as they were asked for. @type {Map<string, Promise<Edition>>} */
const editions = new Map();

/** Fetches the list of files of another language. @param {SiteLanguage} wanted */
async function fetchEdition({ language, version }) {
  const list = await request(`${ownEdition.manifest.folder}../${language}/start.js?v=${version}`, "start");
  if (list.format !== FORMAT) throw new SearchError("version", "start.js is of another version");
  return new Edition(/** @type {Manifest} */ (list));
}

/** The index of a language of the site. @param {SiteLanguage} wanted */
function editionIn(wanted) {
  let made = editions.get(wanted.language);
  if (!made) {
    made = fetchEdition(wanted);
    // What failed can be fetched again.
    made.catch(() => editions.delete(wanted.language));
    editions.set(wanted.language, made);
  }
  return made;
}

/** @type {Promise<void> | undefined} */
let restarting;

/** Fetches this script again, with the present list of files; once for all queries that need it. */
function restart() {
  restarting ??= new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.onload = () => resolve();
    element.onerror = () => reject(new SearchError("missing", `${scriptUrl.split("/").pop()} cannot be fetched`));
    element.src = `${scriptUrl}?again=${Date.now()}`;
    document.head.append(element);
  });
  return restarting;
}

/**
 * Answers a query, from the index of the page's language or of the language in the options. On a large
 * site the answer has the list only; `details()` fetches what the excerpts and sections need, fills
 * them in and resolves to the same object. With the option `excerpts`, and on a small site, they are
 * there from the start. As a number, the option says for how many results.
 * @param {string} query
 * @param {Options} [options]
 * @returns {Promise<SiteAnswer>}
 */
async function searchSite(query, options = {}) {
  await ready;
  const tag = String(options.language ?? "").toLowerCase();
  const wanted = api.languages.find(({ language }) => language.toLowerCase() === tag);
  try {
    if (!wanted) return await ownEdition.answer(String(query), options);
    const edition = await editionIn(wanted);
    // All of its pages are in that language.
    return await edition.answer(String(query), { ...options, language: undefined });
  } catch (thrown) {
    const error = asSearchError(thrown);
    if (error.kind === "version" && !api.restarted) {
      await restart();
      return window.fieldguide.search(query, options);
    }
    throw error;
  }
}

/** @type {Fieldguide} */
const api = {
  search: searchSite,
  ready,
  /** The languages of a site in several, in its order. */
  languages: [],
  /** Whether this script came to replace one of another version. */
  restarted: Boolean(before),
  /** Gives up on files that are on their way. Once that is done, the next search asks for them again. */
  async retry() {
    retries++;
    for (const giveUp of [...pending]) giveUp();
    // Who waits for them hears of it first.
    await new Promise((resolve) => setTimeout(resolve));
  },
  /** Takes what a file hands over. */
  put(name, edition, data) {
    const take = waiting.get(document.currentScript);
    if (take) take({ name, edition, data });
    // A file for the script that this one replaced.
    else before?.put?.(name, edition, data);
  },
  /** Begins with the list of files; or takes that of another language. */
  start(list) {
    const take = waiting.get(document.currentScript);
    if (take) take(list);
    else if (ownEdition) before?.start?.(list);
    else if (list.format === FORMAT) {
      ownEdition = new Edition(list);
      editions.set(list.language, Promise.resolve(ownEdition));
      api.languages = list.languages ?? [];
      isReady();
    }
  },
};
window.fieldguide = api;
