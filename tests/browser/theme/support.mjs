// What the tests of the theme share: three sites, a browser, and pages that can be measured.
// @ts-check
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before } from "node:test";
import { KINDS, browser, build, pages, repository, serve } from "../support.mjs";

/** Measures colors, boxes and the order of focus inside of a page. */
const AUDIT = readFileSync(new URL("audit.js", import.meta.url), "utf8");

/** The languages of the showcase but the first, by what the paths of their pages begin with. */
export const FOLDERS = { es: "es", fr: "fr", de: "de", ja: "ja", "zh-cn": "zh-CN" };

/** The language of a page of the showcase, by its path. @param {string} path */
export const languageOf = (path) => FOLDERS[path.split("/")[0]] ?? "en";

export const PHONE = { width: 320, height: 700 };
export const TABLET = { width: 768, height: 1000 };
export const DESKTOP = { width: 1440, height: 900 };

/** What the tests of a file have: built and served before the first of them, gone after the last. */
class Stage {
  /** @type {any} */ chrome;
  /** @type {any} */ site;
  /** @type {any} */ manual;
  /** @type {any} */ arabic;
  /** @type {any} */ served;
  /** @type {any} */ servedManual;
  /** @type {any} */ servedArabic;
  /** @type {any} */ reader;

  async open() {
    this.site = build();
    this.manual = build({ root: join(repository, "docs") });
    this.arabic = build({ root: join(repository, "tests/sites/rtl") });
    this.served = await serve(this.site.output);
    this.servedManual = await serve(this.manual.output);
    this.servedArabic = await serve(this.arabic.output);
    this.chrome = await browser();
  }

  async close() {
    await this.chrome?.close();
    for (const served of [this.served, this.servedManual, this.servedArabic]) await served?.close();
    for (const site of [this.site, this.manual, this.arabic]) site?.remove();
  }

  /** The address of a page of the showcase. @param {string} path */
  at(path) {
    return this.served.base + path;
  }

  /** A page of each kind, one with components, and one in a script that runs from right to left. */
  get kinds() {
    const showcase = Object.entries(KINDS).map(([kind, path]) => [kind, this.at(path)]);
    return [
      ...showcase,
      ["components", `${this.servedManual.base}guide/components.html`],
      ["section", `${this.servedManual.base}guide/index.html`],
      ["right to left", `${this.servedArabic.base}guide/first.html`],
    ];
  }

  /** Some of them. @param {string[]} names */
  some(...names) {
    return this.kinds.filter(([kind]) => names.includes(kind));
  }

  /** Every page of the three sites: a name for reports, and its HTML. */
  get documents() {
    return [this.site, this.manual, this.arabic].flatMap(({ output }, number) =>
      pages(output).map((path) => {
        const name = `${["showcase", "manual", "rtl"][number]}/${path}`;
        return { name, path, html: readFileSync(join(output, path), "utf8") };
      }),
    );
  }

  /** A page in which `audit` measures; it is closed when the work is done. */
  async visit(options, work) {
    const context = await this.chrome.newContext({ viewport: DESKTOP, ...options });
    context.setDefaultTimeout(10_000);
    if (options.javaScriptEnabled !== false) await context.addInitScript(AUDIT);
    try {
      return await work(await context.newPage(), context);
    } finally {
      await context.close();
    }
  }

  /**
   * What `check` says of each page, read without running it: one line for each fault. The check is
   * sent to the browser as text, so it knows nothing but its arguments.
   * @param {(document: Document, path: string) => string[]} check
   * @returns {Promise<string[]>}
   */
  async faults(check) {
    this.reader ??= await this.read();
    return this.reader.evaluate(`all.flatMap((one) => (${check})(one.document, one.path).map((fault) => one.name + ": " + fault))`);
  }

  /** A page that holds all documents. */
  async read() {
    const page = await this.chrome.newPage();
    await page.evaluate((documents) => {
      const parser = new DOMParser();
      const parsed = documents.map(({ name, path, html }) => ({ name, path, document: parser.parseFromString(html, "text/html") }));
      Object.assign(window, { all: parsed });
    }, this.documents);
    return page;
  }
}

/** @returns {Stage} */
export function stage() {
  const made = new Stage();
  before(() => made.open());
  after(() => made.close());
  return made;
}

/** Puts a style sheet into a page, whatever its policy says of those in the text. */
export function restyle(page, css) {
  return page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }, css);
}

/** Writes measured sizes to the report of the tests. */
export function tell(t, sizes) {
  for (const [name, value] of Object.entries(sizes)) t.diagnostic(`${name}: ${value}`);
}
