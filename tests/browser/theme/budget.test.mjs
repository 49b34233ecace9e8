// What a page costs its reader: bytes of the theme, of styles and of scripts, and whom it asks.
// @ts-check
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { stage, tell } from "./support.mjs";

const own = stage();
const KILOBYTE = 1024;
/** Slow 3G as browsers imitate it: bytes in a second, and seconds to a server and back. */
const SLOW = { bytes: 50_000, trip: 0.4 };

/** Bytes of a file of the showcase as they travel. */
const packed = (path) => gzipSync(readFileSync(join(own.site.output, path)), { level: 9 }).length;
const kilobytes = (bytes) => `${(bytes / KILOBYTE).toFixed(1)} KB`;
const assets = (ending) => readdirSync(join(own.site.output, "assets")).filter((name) => name.endsWith(ending)).map((name) => `assets/${name}`);

test("budget: the theme adds less than 20 KB of HTML to any page", (t) => {
  const sizes = own.documents.map(({ name, html }) => {
    const main = /<main[^>]*>([\s\S]*)<\/main>/.exec(html)?.[1] ?? "";
    return { name, around: Buffer.byteLength(html) - Buffer.byteLength(main) };
  });
  sizes.sort((one, other) => other.around - one.around);
  const middle = sizes[Math.floor(sizes.length / 2)].around;
  tell(t, { "HTML around the text": `${kilobytes(middle)}, at most ${kilobytes(sizes[0].around)} (${sizes[0].name})` });
  assert.ok(sizes[0].around < 20 * KILOBYTE, `${sizes[0].name}: ${sizes[0].around} bytes`);
});

test("budget: styles stay under 30 KB and scripts under 40 KB, compressed", (t) => {
  const styles = assets(".css").reduce((sum, path) => sum + packed(path), 0);
  // A page has the search of its own language.
  const isOfAnother = (/** @type {string} */ path) => path.startsWith("assets/search-");
  const scripts = assets(".js").filter((path) => !isOfAnother(path)).reduce((sum, path) => sum + packed(path), 0);
  tell(t, { styles: kilobytes(styles), scripts: kilobytes(scripts) });
  assert.ok(styles > 0 && styles < 30 * KILOBYTE, `${styles} bytes of styles`);
  assert.ok(scripts > 0 && scripts < 40 * KILOBYTE, `${scripts} bytes of scripts`);
});

test("budget: what a page needs before it can be read arrives in two seconds of slow 3G", (t) => {
  const styles = assets(".css").reduce((sum, path) => sum + packed(path), 0);
  const pages = own.documents.filter(({ name }) => name.startsWith("showcase/"));
  const needs = pages.map(({ path }) => ({ path, bytes: packed(path) + styles })).sort((one, other) => other.bytes - one.bytes);
  // A connection, the page, its styles: three ways to the server and back. The rest is for bytes.
  const room = (2 - 3 * SLOW.trip) * SLOW.bytes;
  tell(t, { "before a page can be read": `at most ${kilobytes(needs[0].bytes)} (${needs[0].path})` });
  assert.deepEqual(needs.filter(({ bytes }) => bytes > room), []);
});

test("budget: no script or style inside of a page, and no address of another host that is loaded", async () => {
  const faults = await own.faults((document) => {
    const found = [];
    for (const script of document.querySelectorAll("script")) {
      if (!script.src && script.type !== "application/ld+json") found.push(`a script: ${script.textContent?.slice(0, 60)}`);
    }
    for (const style of document.querySelectorAll("style, [style]")) found.push(`a style: ${style.outerHTML.slice(0, 60)}`);
    for (const element of document.querySelectorAll("*")) {
      for (const { name } of element.attributes) if (name.startsWith("on")) found.push(`${name} of ${element.localName}`);
    }
    const loading = "[src], [srcset], link:not([rel=canonical], [rel=alternate])[href], object[data], video[poster], use[href], image[href]";
    for (const element of document.querySelectorAll(loading)) {
      for (const name of ["src", "srcset", "href", "data", "poster"]) {
        if (/^([a-z]+:)?\/\//i.test(element.getAttribute(name) ?? "")) found.push(`loads ${element.getAttribute(name)}`);
      }
    }
    return found;
  });
  assert.deepEqual(faults, []);
  const read = (path) => readFileSync(join(own.site.output, path), "utf8");
  const loaded = [...assets(".css"), ...assets(".js")].filter((path) => /url\(\s*["']?(https?:)?\/\//.test(read(path)));
  assert.deepEqual(loaded, []);
  // In a script, `@import` is a comment about types.
  assert.deepEqual(assets(".css").filter((path) => read(path).includes("@import")), []);
});
