// @ts-check
// The search of a site, for its pages and for whoever wants to ask: `window.fieldguide`.
//
// Files are scripts: they come over HTTP and from a folder on a disk alike, and a strict content
// security policy lets them in. Each hands its data to `fieldguide.put`.

import { answer, Index } from "./answer.js";
import { piecesOf } from "./excerpt.js";
import { inflate, unpack } from "./files.js";

const FORMAT = 2;
/** Milliseconds after which a file is given up. */
const PATIENCE = 30000;

/** @typedef {import("./answer.js").Options} Options */
/** @typedef {import("./answer.js").Answer} Answer */
/** @typedef {import("./answer.js").Result} Result */
/** @typedef {import("./answer.js").Manifest} Manifest */
/** A result with what a page shows besides. @typedef {Result & { titlePieces: import("./excerpt.js").Piece[] }} SiteResult */
/** @typedef {Omit<Answer, "results"> & { results: SiteResult[], details: () => Promise<Answer> }} SiteAnswer */
/**
 * What `window.fieldguide` is.
 * @typedef {{
 *   search: (query: string, options?: Options) => Promise<SiteAnswer>,
 *   ready: Promise<void>,
 *   restarted: boolean,
 *   put: (name: string, edition: string, data: string) => void,
 *   start: (list: Manifest) => void,
 * }} Fieldguide
 */

/** A search that cannot be carried out; `kind` is `missing`, `damaged` or `version`. */
class SearchError extends Error {
  /** @param {string} kind @param {string} message */
  constructor(kind, message) {
    super(message);
    this.name = "SearchError";
    this.kind = kind;
  }
}

const script = /** @type {HTMLScriptElement} */ (document.currentScript);
const scriptUrl = script.src.split("?")[0];
const before = window.fieldguide;

/** @type {() => void} */
let isReady = () => {};
/** @type {Promise<void>} */
const ready = new Promise((resolve) => (isReady = resolve));
/** @type {Map<string, { resolve: (data: string) => void, reject: (error: Error) => void }>} */
const waiting = new Map();
/** @type {Manifest} */
let manifest;
/** @type {Index} */
let index;
/** @type {Promise<Map<string, Uint8Array>> | undefined} */
let together;

/** The text that a file hands over. @param {string} name @returns {Promise<string>} */
function request(name) {
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    const url = new URL(`./${manifest.folder}${name}.js?v=${manifest.version}`, scriptUrl).href;
    // A file that was cut short is no script: that is for us to tell, not for the console.
    const silence = (/** @type {ErrorEvent} */ event) => {
      if (event.filename === url || (!event.filename && location.protocol === "file:")) event.preventDefault();
    };
    const timer = setTimeout(() => fail("missing", "took too long"), PATIENCE);
    const end = () => {
      clearTimeout(timer);
      waiting.delete(name);
      window.removeEventListener("error", silence);
      element.remove();
    };
    const fail = (/** @type {string} */ kind, /** @type {string} */ why) => {
      end();
      reject(new SearchError(kind, `${name}.js ${why}`));
    };
    waiting.set(name, {
      resolve: (data) => {
        end();
        resolve(data);
      },
      reject: (error) => {
        end();
        reject(error);
      },
    });
    window.addEventListener("error", silence);
    element.onerror = () => fail("missing", "cannot be fetched");
    element.onload = () => {
      if (waiting.has(name)) fail("damaged", "is damaged");
    };
    element.src = url;
    document.head.append(element);
  });
}

/** The bytes of a file. @param {string} name @returns {Promise<Uint8Array>} */
async function fetchFile(name) {
  const data = await request(name);
  try {
    return await inflate(data);
  } catch {
    throw new SearchError("damaged", `${name}.js is damaged`);
  }
}

/** A file of the search, by itself or out of the one of a small site. @param {string} name */
async function getFile(name) {
  if (!manifest.together.includes(name[0])) return fetchFile(name);
  together ??= fetchFile("all").then(unpack);
  together.catch(() => (together = undefined));
  const bytes = (await together).get(name);
  if (!bytes) throw new SearchError("damaged", `all.js lacks ${name}`);
  return bytes;
}

/** @type {Promise<void> | undefined} */
let restarting;

/** Fetches this script anew, with the list of files of now; once for all queries that need it. */
function restart() {
  restarting ??= new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.onload = () => resolve();
    element.onerror = () => reject(new SearchError("missing", "search.js cannot be fetched"));
    element.src = `${scriptUrl}?again=${Date.now()}`;
    document.head.append(element);
  });
  return restarting;
}

/**
 * Answers a query. On a large site the answer has the list only; `details()` fetches what the
 * excerpts and sections need, fills them in and resolves to the same object. With the option
 * `excerpts`, and on a small site, they are there from the start.
 * @param {string} query
 * @param {Options} [options]
 * @returns {Promise<SiteAnswer>}
 */
async function searchSite(query, options = {}) {
  await ready;
  try {
    const { answer: found, forms, details } = await answer(index, String(query), options);
    if (options.excerpts || manifest.together.includes("x")) await details();
    for (const result of found.results) {
      Object.defineProperty(result, "titlePieces", { value: piecesOf(result.title, 0, forms) });
    }
    return /** @type {SiteAnswer} */ (Object.defineProperty(found, "details", { value: details }));
  } catch (error) {
    const kind = error instanceof SearchError ? error.kind : "damaged";
    if (kind === "version" && !api.restarted) {
      await restart();
      return window.fieldguide.search(query, options);
    }
    throw error instanceof SearchError ? error : new SearchError(kind, `the index is damaged: ${error}`);
  }
}

/** @type {Fieldguide} */
const api = {
  search: searchSite,
  ready,
  /** Whether this script came to replace one of another version. */
  restarted: Boolean(before),
  /** Takes what a file hands over. */
  put(name, edition, data) {
    const wanted = waiting.get(name);
    // A file on its way to the script that this one replaced.
    if (!wanted) before?.put?.(name, edition, data);
    else if (edition !== manifest.edition) wanted.reject(new SearchError("version", `${name}.js is of another version`));
    else wanted.resolve(data);
  },
  /** Begins with the list of files. */
  start(list) {
    if (list.format !== FORMAT) return;
    manifest = list;
    index = new Index(list, { get: getFile });
    isReady();
  },
};
window.fieldguide = api;
