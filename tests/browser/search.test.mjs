// Search in a browser: under the strict policy at a root and in a subfolder, and from a disk.
// @ts-check
import assert from "node:assert/strict";
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { browser, build, open, serve } from "./support.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let site, chrome, root, subfolder;

before(async () => {
  site = build();
  chrome = await browser();
  root = await serve(site.output);
  subfolder = await serve(site.output, "/some/where/");
});

after(async () => {
  await chrome?.close();
  await root?.close();
  await subfolder?.close();
  site?.remove();
});

/** Types a query on the search page and waits until the page says what became of it. */
async function ask(page, query) {
  const asked = page.locator("#search-query");
  await page.locator("[data-search-status]").evaluate((status) => (status.textContent = ""));
  await asked.fill(query);
  await asked.press("Enter");
  await page.waitForFunction(() => document.querySelector("[data-search-status]")?.textContent);
  return page.locator("[data-search-status]").textContent();
}

test("a query finds pages at a root, in a subfolder and from a disk", async () => {
  for (const base of [root.base, subfolder.base, `${pathToFileURL(site.output).href}/`]) {
    const context = await chrome.newContext();
    const { page, complaints } = await open(context, `${base}search.html?q=stigma`);
    const first = page.locator(".result a").first();
    await first.waitFor();
    assert.match(await page.locator("[data-search-status]").textContent(), /^\d+ pages found$/);
    assert.ok((await page.locator(".result mark").count()) > 0);
    const href = await first.evaluate((link) => /** @type {HTMLAnchorElement} */ (link).href);
    assert.ok(href.startsWith(base), href);
    assert.ok(existsSync(join(site.output, href.slice(base.length).split("#")[0])), href);
    const answer = await page.evaluate(async () => {
      const { fieldguide } = /** @type {any} */ (window);
      await fieldguide.ready;
      return fieldguide.search("peer suport", { limit: 3, filters: { collection: "strategies" } });
    });
    assert.deepEqual(Object.keys(answer).sort(), ["corrections", "results", "total"]);
    assert.deepEqual(answer.corrections, [{ from: "suport", to: "support" }]);
    assert.equal(answer.results.length, 3);
    assert.ok(answer.results.every((result) => result.collection === "strategies" && result.excerpt.length));
    assert.deepEqual(complaints, []);
    await context.close();
  }
});

test("the box in the header leads to the answer, from a page in a folder too", async () => {
  const context = await chrome.newContext({ viewport: { width: 1280, height: 800 } });
  const { page, complaints } = await open(context, `${subfolder.base}barriers/peer-drift.html`);
  await page.locator("#site-search").fill("supervision");
  await page.locator("#site-search").press("Enter");
  await page.locator(".result").first().waitFor();
  assert.equal(await page.locator("#search-query").inputValue(), "supervision");
  assert.ok(page.url().startsWith(`${subfolder.base}search.html`));
  assert.deepEqual(complaints, []);
  await context.close();
});

test("a mistyped word is corrected, and the original can be insisted on", async () => {
  const context = await chrome.newContext();
  const { page } = await open(context, `${root.base}search.html`);
  await ask(page, "supervison");
  const note = page.locator("[data-search-correction]");
  assert.match(await note.textContent(), /supervison.*supervision/);
  await note.getByRole("button").click();
  await page.waitForFunction(() => !document.querySelector(".result"));
  assert.equal(await page.locator("#search-query").inputValue(), '"supervison"');
  await context.close();
});

test("filters narrow the results and stand in the address", async () => {
  const context = await chrome.newContext();
  const { page } = await open(context, `${root.base}search.html`);
  const all = await ask(page, "training");
  await page.locator("summary", { hasText: "Collection" }).click();
  const box = page.locator('[data-filter="collection=barriers"]');
  const count = /\((\d+)\)/.exec(await page.locator("label.filter", { has: box }).textContent())[1];
  await box.check();
  await page.waitForFunction((all) => document.querySelector("[data-search-status]")?.textContent !== all, all);
  assert.match(await page.locator("[data-search-status]").textContent(), new RegExp(`^${count} page`));
  assert.match(page.url(), /f\.collection=barriers/);
  await context.close();
});

test("no query does harm", async () => {
  const context = await chrome.newContext();
  const { page, complaints } = await open(context, `${root.base}search.html`);
  const queries = [
    "x".repeat(10_000), "peer ".repeat(2_000), "?!.,;:-()[]{}", "🦀👩‍⚕️🦀", "שלום עולם مرحبا", "a\u0000b",
    "<img src=x onerror=alert(1)>", "<script>alert(1)</script>", '"', "\u202epeer\u202c", "constructor __proto__ toString",
  ];
  page.on("dialog", (dialog) => complaints.push(`a dialog: ${dialog.message()}`));
  for (const query of queries) {
    assert.ok(await ask(page, query), query.slice(0, 20));
    assert.equal(await page.locator("[data-search-page] :is(img, script)").count(), 0);
  }
  assert.deepEqual(complaints, []);
  await context.close();
});

test("a file that is missing, cut short or of another version is told", async () => {
  const broken = join(site.output, "../broken");
  const damages = {
    missing: (file) => rmSync(file),
    "cut short": (file) => writeFileSync(file, readFileSync(file, "utf8").slice(0, 2000)),
    damaged: (file) => writeFileSync(file, readFileSync(file, "utf8").replace(/A/g, "B")),
    "of another version": (file) => writeFileSync(file, readFileSync(file, "utf8").replace(/","\w+","/, '","00000000","')),
  };
  for (const [damage, apply] of Object.entries(damages)) {
    rmSync(broken, { recursive: true, force: true });
    cpSync(site.output, broken, { recursive: true });
    apply(join(broken, "assets/search/en/all.js"));
    const served = await serve(broken);
    for (const base of [served.base, `${pathToFileURL(broken).href}/`]) {
      const context = await chrome.newContext();
      const { page, complaints } = await open(context, `${base}search.html`);
      assert.match(await ask(page, "stigma"), /The search does not work right now/, damage);
      assert.equal(await page.locator(".result").count(), 0);
      const exceptions = complaints.filter((text) => !/^failed:|Failed to load resource|net::ERR/.test(text));
      assert.deepEqual(exceptions, [], damage);
      await context.close();
    }
    await served.close();
  }
});

test("the answer to the newest query stays", async () => {
  const context = await chrome.newContext();
  const { page } = await open(context, `${root.base}search.html`);
  await page.evaluate(async () => {
    const { fieldguide } = /** @type {any} */ (window);
    await fieldguide.ready;
    const search = fieldguide.search;
    // The first answer comes last.
    let release = () => {};
    fieldguide.search = async (query, options) => {
      const answer = await search(query, options);
      if (query === "stigma") await new Promise((done) => (release = () => done(undefined)));
      else setTimeout(() => release());
      return answer;
    };
  });
  const input = page.locator("#search-query");
  await input.fill("stigma");
  await input.press("Enter");
  await input.fill("billing");
  await input.press("Enter");
  await page.locator(".result mark", { hasText: /billing/i }).first().waitFor();
  assert.equal(await page.locator(".result h2 mark", { hasText: /stigma/i }).count(), 0);
  await context.close();
});

test("axe finds nothing on the search page with results", async () => {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    for (const width of [320, 1280]) {
      const context = await chrome.newContext({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
      const { page } = await open(context, `${root.base}search.html`);
      await ask(page, "peer suport");
      await page.locator("summary", { hasText: "Collection" }).click();
      await page.evaluate(AXE);
      const { violations } = await page.evaluate(() => /** @type {any} */ (window).axe.run());
      const told = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`);
      assert.deepEqual(told, [], `${colorScheme} ${width}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      assert.equal(wide, false, `${width} px`);
      await context.close();
    }
  }
});

test("without scripts the page says what to do instead", async () => {
  const context = await chrome.newContext({ javaScriptEnabled: false });
  const { page } = await open(context, `${root.base}search.html`);
  assert.match(await page.locator("noscript").textContent(), /needs JavaScript/);
  await context.close();
});
