// As much of a browser as the published script of the search needs: it loads scripts from a folder, or from
// whatever a test puts in their place.

import vm from "node:vm";

/** Milliseconds that a script may run for when it is loaded. */
const LONGEST = 10_000;

/**
 * A page of a site that has loaded its search.
 * @param {(path: string) => string | undefined} read the text of a file of the site; `undefined` if there is none
 * @returns {{ fieldguide: any, complaints: string[] }} the search, and what the console would show
 */
export function openPage(read) {
  const complaints = [];
  const listeners = new Set();
  const url = (path) => `https://site.example/${path}`;
  function run(element, text) {
    document.currentScript = element;
    try {
      vm.runInContext(text, page, { timeout: LONGEST });
    } catch (error) {
      const event = new Event("error", { cancelable: true });
      Object.assign(event, { filename: element.src, message: String(error) });
      for (const listener of [...listeners]) listener(event);
      if (!event.defaultPrevented) complaints.push(`${element.src}: ${error}`);
    }
    document.currentScript = null;
  }
  function load(element) {
    const text = read(new URL(element.src).pathname.slice(1));
    if (text === undefined) {
      element.onerror?.();
      return;
    }
    run(element, text);
    element.onload?.();
  }
  const document = {
    currentScript: null,
    createElement: () => ({ src: "", onload: null, onerror: null, remove() {} }),
    head: { append: (element) => setImmediate(load, element) },
  };
  const page = vm.createContext({
    document,
    location: { protocol: "https:" },
    addEventListener: (_, listener) => listeners.add(listener),
    removeEventListener: (_, listener) => listeners.delete(listener),
    ...{ URL, TextDecoder, TextEncoder, DecompressionStream, atob, setTimeout, clearTimeout },
  });
  page.window = page;
  const script = "assets/search.js";
  run({ src: url(script) }, read(script));
  return { fieldguide: page.fieldguide, complaints };
}
