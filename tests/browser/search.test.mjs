// The search page in a browser: under the strict policy at a root and in a subfolder, and from a disk.
// @ts-check
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { browser, build, open, repository, serve } from "./support.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Tighter than the manual's: nothing but scripts, styles and pictures of the site itself. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'";

let site, chrome, root, subfolder;

before(async () => {
  site = build();
  chrome = await browser();
  root = await serve(site.output, "/", POLICY);
  subfolder = await serve(site.output, "/some/where/", POLICY);
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

for (const place of ["at a root", "in a subfolder", "from a disk"]) {
  test(`a typed query finds pages ${place}, and asks nobody else`, async () => {
    const disk = `${pathToFileURL(site.output).href}/`;
    const base = { "at a root": root.base, "in a subfolder": subfolder.base }[place] ?? disk;
    const context = await chrome.newContext();
    const strangers = [];
    context.on("request", (request) => {
      if (!request.url().startsWith(base) && !request.url().startsWith("data:")) strangers.push(request.url());
    });
    const { page, complaints } = await open(context, `${base}search.html`);
    await page.locator("#search-query").pressSequentially("stigma");
    const first = page.locator(".result h2 a").first();
    await first.waitFor();
    await page.waitForFunction(() => /^\d+ pages found$/.test(document.querySelector("[data-search-status]")?.textContent ?? ""));
    await page.locator(".result mark", { hasText: /^stigma/i }).first().waitFor();
    const contract = await page.evaluate(async () => {
      const { fieldguide } = /** @type {any} */ (window);
      await fieldguide.ready;
      return fieldguide.search("stigma");
    });
    assert.deepEqual(Object.keys(contract), ["total", "corrections", "missing", "missingPhrases", "results"]);
    assert.ok(contract.total >= contract.results.length && contract.results.length > 1);
    assert.deepEqual(contract.corrections, []);
    for (const [at, result] of contract.results.entries()) {
      assert.deepEqual(Object.keys(result), ["url", "title", "score", "collection", "sections", "excerpt"]);
      assert.ok(existsSync(join(site.output, result.url)), result.url);
      assert.ok(result.title && result.score > 0 && result.score <= (contract.results[at - 1]?.score ?? Infinity));
      assert.ok(result.excerpt.every(({ text, marked }) => typeof text === "string" && typeof marked === "boolean"));
      assert.ok(result.sections.every(({ title, anchor }) => title && typeof anchor === "string"));
    }
    const few = await page.evaluate(() =>
      /** @type {any} */ (window).fieldguide.search("peer suport", { limit: 3, filters: { collection: "strategies" } }),
    );
    assert.deepEqual(few.corrections, [{ from: "suport", to: "support" }]);
    assert.equal(few.results.length, 3);
    assert.ok(few.results.every((result) => result.collection === "strategies" && result.excerpt.length));
    const href = await first.evaluate((link) => /** @type {HTMLAnchorElement} */ (link).href);
    assert.equal(href, base + contract.results[0].url);
    await first.click();
    await page.waitForURL(href);
    assert.ok((await page.locator("h1").first().textContent())?.includes(contract.results[0].title));
    assert.deepEqual(complaints, []);
    assert.deepEqual(strangers, []);
    assert.deepEqual([...root.strays, ...subfolder.strays], []);
    await context.close();
  });
}

test("the sections of a result lead to headings that are there", async () => {
  const context = await chrome.newContext();
  const { page } = await open(context, `${root.base}search.html?q=supervision`);
  await page.locator(".result-sections a").first().waitFor();
  const links = await page.locator(".result-sections a").evaluateAll((all) => all.map((link) => /** @type {HTMLAnchorElement} */ (link).href));
  for (const link of links) {
    const [path, anchor] = link.slice(root.base.length).split("#");
    assert.ok(readFileSync(join(site.output, path), "utf8").includes(`id="${decodeURIComponent(anchor)}"`), link);
  }
  await context.close();
});

test("a mistyped word is corrected, and the original can be insisted on", async () => {
  const context = await chrome.newContext();
  const { page } = await open(context, `${root.base}search.html`);
  await ask(page, "supervison");
  assert.ok((await page.locator(".result").count()) > 0);
  const note = page.locator("[data-search-correction]");
  assert.match(await note.textContent(), /supervison.*supervision/);
  await note.getByRole("button").click();
  await page.waitForFunction(() => !document.querySelector(".result"));
  assert.equal(await page.locator("#search-query").inputValue(), '"supervison"');
  assert.equal(await note.textContent(), "No page contains “supervison”.", "nothing is corrected any more");
  assert.ok(await page.locator("[data-search-status]").textContent());
  await context.close();
});

test("filters narrow the results and stand in the address", async () => {
  const context = await chrome.newContext();
  const { page } = await open(context, `${root.base}search.html`);
  const all = await ask(page, "training");
  const box = page.locator('[data-filter="collection=barriers"]');
  const count = await page.locator("label.filter", { has: box }).locator(".filter-count").textContent();
  await box.check();
  await page.waitForFunction((all) => document.querySelector("[data-search-status]")?.textContent !== all, all);
  assert.match(await page.locator("[data-search-status]").textContent(), new RegExp(`^${count} page`));
  assert.match(page.url(), /f\.collection=barriers/);
  for (const link of await page.locator(".result h2 a").evaluateAll((links) => links.map((link) => link.getAttribute("href")))) {
    assert.match(link, /(^|\/)barriers\//);
  }
  await page.reload();
  await page.locator(".result").first().waitFor();
  assert.ok(await box.isChecked(), "the address brings the filter back");
  assert.match(await page.locator("[data-search-status]").textContent(), new RegExp(`^${count} page`));
  await box.uncheck();
  await page.waitForFunction((all) => document.querySelector("[data-search-status]")?.textContent === all, all);
  assert.ok(!page.url().includes("f.collection"));
  await context.close();
});

test("filters without words list all pages that pass them", async () => {
  const context = await chrome.newContext();
  const { page } = await open(context, `${root.base}search.html?f.collection=barriers&f.setting=hospital`);
  const status = page.locator("[data-search-status]");
  await page.locator(".result").first().waitFor();
  const box = page.locator('[data-filter="setting=hospital"]');
  const count = await page.locator("label.filter", { has: box }).locator(".filter-count").textContent();
  assert.match(await status.textContent(), new RegExp(`^${count} page`));
  await page.locator("[data-search-chips]").getByRole("button", { name: "Clear all" }).click();
  await page.locator("[data-search-hint]").waitFor();
  assert.equal(await status.textContent(), "");
  await context.close();
});

test("what is chosen is removed by its chip, or all at once, and the focus stays near", async () => {
  const context = await chrome.newContext();
  const { page } = await open(context, `${root.base}search.html?q=training&f.collection=barriers&f.setting=hospital`);
  await page.locator(".result").first().waitFor();
  const chips = page.locator(".chip");
  assert.deepEqual(await chips.allTextContents(), ["Collection: Barriers", "Setting: Hospitals and emergency departments"]);
  assert.equal(await chips.first().getAttribute("aria-label"), "Remove the filter Collection: Barriers");
  await chips.first().click();
  assert.equal(await chips.count(), 1);
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Setting: Hospitals and emergency departments");
  assert.ok(!page.url().includes("f.collection"));
  await page.locator("[data-search-chips]").getByRole("button", { name: "Clear all" }).click();
  assert.equal(await chips.count(), 0);
  assert.ok(await page.evaluate(() => document.activeElement?.matches("[data-search-status]")));
  assert.match(page.url(), /\?q=training$/);
  assert.equal(await page.locator(".filter input:checked").count(), 0);
  await context.close();
});

test("filters stand beside the results, and on a phone behind a button with their number", async () => {
  const address = `${root.base}search.html?q=training&f.collection=barriers`;
  const desk = await chrome.newContext({ viewport: { width: 1280, height: 800 } });
  const wide = (await open(desk, address)).page;
  await wide.locator(".result").first().waitFor();
  const [filters, results] = [await wide.locator(".filters").boundingBox(), await wide.locator(".results").boundingBox()];
  assert.ok(filters && results && filters.x + filters.width < results.x);
  assert.equal(await wide.locator(".filters-button").isVisible(), false);
  await desk.close();
  const hand = await chrome.newContext({ viewport: { width: 390, height: 800 } });
  const narrow = (await open(hand, address)).page;
  await narrow.locator(".result").first().waitFor();
  const box = narrow.locator('[data-filter="collection=barriers"]');
  assert.equal(await box.isVisible(), false);
  const button = narrow.locator(".filters-button");
  assert.match(await button.textContent(), /Filters\s*1/);
  await button.click();
  assert.ok(await box.isChecked() && (await box.isVisible()));
  await box.focus();
  await box.uncheck();
  await narrow.waitForFunction(() => !document.querySelector(".chip"));
  assert.ok(await box.isVisible(), "it stays open");
  await hand.close();
});

test("a query without results says what it was, and where to go on", async () => {
  const context = await chrome.newContext();
  const { page } = await open(context, `${root.base}search.html?q=xyzzyqq&f.collection=barriers`);
  const help = page.locator("[data-search-none]");
  await help.waitFor();
  assert.equal(await page.locator("[data-search-status]").textContent(), "Nothing found for “xyzzyqq”.");
  assert.equal(await help.locator("[data-search-quoted]").isVisible(), false);
  assert.equal(await help.getByRole("link", { name: "Glossary" }).getAttribute("href"), "./glossary/index.html");
  await help.getByRole("button", { name: "Clear all" }).click();
  assert.equal(await page.locator(".chip").count(), 0);
  assert.equal(await help.locator("[data-search-filtered]").isVisible(), false);
  await ask(page, '"xyzzyqq"');
  assert.ok(await help.locator("[data-search-quoted]").isVisible());
  await page.locator("#search-query").fill("");
  await page.locator("[data-search-hint]").waitFor();
  assert.equal(await help.isVisible(), false);
  await context.close();
});

test("more results come on demand, and the focus goes to the first of them", async () => {
  const context = await chrome.newContext();
  const { page } = await open(context, `${root.base}search.html?q=training`);
  await page.getByRole("button", { name: "Show more results" }).click();
  await page.waitForFunction(() => document.querySelectorAll(".result").length === 20);
  const at = await page.evaluate(() => [...document.querySelectorAll(".result a")].findIndex((link) => link === document.activeElement));
  const first = await page.evaluate(() => [...document.querySelectorAll(".result a")].indexOf(/** @type {any} */ (document.querySelectorAll(".result")[10].querySelector("a"))));
  assert.equal(at, first);
  await context.close();
});

/** A site whose index is in many files: so many pages with the word "orchard". */
function largeSite(pages) {
  const folder = mkdtempSync(join(tmpdir(), "fieldguide-large-"));
  mkdirSync(join(folder, "content"));
  let state = 1;
  function word() {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state.toString(36);
  }
  for (let page = 0; page < pages; page++) {
    const text = Array.from({ length: 900 }, word).join(" ");
    writeFileSync(join(folder, "content", `page-${page}.md`), `# Page ${page}\n\n## Trees\n\nAn orchard. ${text}\n`);
  }
  const built = build({ root: folder, strict: false });
  rmSync(folder, { recursive: true });
  return built;
}

test("on a large site the first results come with few files, and the others when the reader scrolls", async () => {
  const large = largeSite(40);
  const served = await serve(large.output, "/", POLICY);
  const context = await chrome.newContext({ viewport: { width: 390, height: 844 } });
  const files = new Set();
  context.on("request", (request) => files.add(new URL(request.url()).pathname.split("/").pop()));
  const { page } = await open(context, `${served.base}search.html?q=orchard`);
  await page.waitForFunction(() => document.querySelectorAll(".result-excerpt").length === 3);
  assert.equal(await page.locator(".result").count(), 5);
  assert.match(await page.locator("[data-search-status]").innerText(), /^40 pages found/);
  const texts = () => [...files].filter((file) => file.startsWith("x-")).length;
  assert.ok(texts() <= 3, [...files].join(" "));
  await page.mouse.wheel(0, 300);
  await page.waitForFunction(() => document.querySelectorAll(".result-excerpt").length === 10);
  assert.equal(await page.locator(".result").count(), 10);
  const some = await page.evaluate(async () => {
    const { results } = await window.fieldguide.search("orchard", { limit: 20, excerpts: 12 });
    return results.filter((result) => result.excerpt.length).length;
  });
  assert.ok(some >= 12 && some < 20, `${some} with an excerpt`);
  await context.close();
  await served.close();
  large.remove();
});

test("a package opens from a folder with signs in its name, and its search answers", async () => {
  const folder = mkdtempSync(join(tmpdir(), "fieldguide-package-"));
  const file = join(folder, "guide.zip");
  execFileSync(process.env.FIELDGUIDE ?? join(repository, "target/debug/fieldguide"), ["package", "--quiet", "--output", file], { cwd: repository });
  const unpacked = join(folder, "Ein Ordner #1 (50%)");
  execFileSync("python3", ["-m", "zipfile", "-e", file, unpacked]);
  const [name] = readdirSync(unpacked);
  const context = await chrome.newContext();
  const { page, complaints } = await open(context, pathToFileURL(join(unpacked, name, "START-HERE.html")).href);
  await page.waitForURL((url) => url.pathname.endsWith("/site/index.html"));
  await page.locator(".site-search input").fill("stigma");
  await page.locator(".search-option-page").first().waitFor();
  await page.locator(".search-option-page").first().click();
  await page.waitForURL((url) => !url.pathname.endsWith("/site/index.html"));
  assert.match(await page.locator("h1").innerText(), /stigma/i);
  assert.deepEqual(complaints, []);
  await context.close();
  rmSync(folder, { recursive: true });
});

test("a result leads to the section that answers, where the words are marked until Escape", async () => {
  const context = await chrome.newContext();
  const { page, complaints } = await open(context, `${root.base}search.html?q=supervision`);
  const answer = page.locator(".result-section").first();
  await answer.waitFor();
  assert.match(await answer.getAttribute("href") ?? "", /#/);
  const listed = page.locator(".result", { has: answer }).first().locator(".result-sections a");
  assert.ok(!(await listed.allInnerTexts()).includes(await answer.innerText()), "the section stands there once");
  await answer.click();
  await page.waitForURL((url) => !url.pathname.endsWith("search.html"));
  const marks = () => page.evaluate(() => [...(CSS.highlights.get("search") ?? [])].map(String));
  const marked = await marks();
  assert.ok(marked.length > 0 && marked.every((word) => /^supervis/i.test(word)), marked.join(" "));
  await page.keyboard.press("Escape");
  assert.deepEqual(await marks(), []);
  await page.reload();
  assert.deepEqual(await marks(), [], "another visit has none");
  assert.deepEqual(complaints, []);
  await context.close();
});

test("who follows a result and comes back finds the list as long and at the same place", async () => {
  const context = await chrome.newContext({ viewport: { width: 390, height: 844 } });
  const { page } = await open(context, `${root.base}search.html?q=training`);
  await page.getByRole("button", { name: "Show more results" }).click();
  const link = page.locator(".result h2 a").nth(15);
  await link.scrollIntoViewIfNeeded();
  await page.waitForFunction(() => [...document.querySelectorAll(".result")].every((result) => result.querySelector(".result-excerpt")));
  await link.scrollIntoViewIfNeeded();
  const before = await page.evaluate(() => scrollY);
  assert.ok(before > 500, String(before));
  await link.click();
  await page.waitForURL((url) => !url.pathname.endsWith("search.html"));
  await page.goBack();
  await page.waitForFunction(() => document.querySelectorAll(".result").length === 20);
  await page.waitForFunction((before) => Math.abs(scrollY - before) < 50, before);
  await context.close();
});

test("each search has its own title, and the box of other pages keeps no mistyped word", async () => {
  const context = await chrome.newContext({ viewport: { width: 1280, height: 800 } });
  const { page } = await open(context, `${root.base}search.html`);
  const title = await page.title();
  await ask(page, "stigma");
  assert.equal(await page.title(), `“stigma” – ${title}`);
  await ask(page, "stigmaa");
  await page.locator(".result").first().waitFor();
  await page.locator("#search-query").fill("");
  await page.locator("[data-search-hint]").waitFor();
  assert.equal(await page.title(), title);
  for (const [query, kept] of [["stigma", "stigma"], ["stigmaa", ""], ["xyzzyqq", ""]]) {
    await page.goto(`${root.base}search.html?q=${query}`);
    await page.waitForFunction(() => document.querySelector("[data-search-status]")?.textContent);
    await page.goto(`${root.base}about.html`);
    assert.equal(await page.locator("#site-search").inputValue(), kept, query);
  }
  await context.close();
});

test("a filter that the site does not have is left out, and the page says so", async () => {
  const context = await chrome.newContext();
  const { page } = await open(context, `${root.base}search.html?q=stigma&f.colour=red&f.collection=nothing&f.collection=barriers`);
  await page.locator(".result").first().waitFor();
  await page.getByText("The site cannot be filtered by “colour: red”.").waitFor();
  await page.getByText("The site cannot be filtered by “collection: nothing”.").waitFor();
  assert.deepEqual(await page.locator(".chip").allTextContents(), ["Collection: Barriers"]);
  assert.ok(page.url().endsWith("?q=stigma&f.collection=barriers"), page.url());
  const kinds = await page.evaluate(() =>
    Promise.all([{ colour: "red" }, { collection: ["barriers", "nothing"] }].map((filters) =>
      window.fieldguide.search("stigma", { filters }).then(() => "none", (error) => error.kind),
    )),
  );
  assert.deepEqual(kinds, ["unknown-filter", "unknown-filter"]);
  await context.close();
});

test("a search file that does not come is told after a while, and can be asked for again", async () => {
  const context = await chrome.newContext();
  const { page } = await open(context, `${root.base}search.html`);
  let isHeld = true;
  await page.route("**/assets/search/**", (route) => (isHeld ? undefined : route.continue()));
  const status = page.locator("[data-search-status]");
  await page.locator("#search-query").fill("stigma");
  await page.locator("#search-query").press("Enter");
  await status.getByText("Searching…").waitFor();
  const again = status.getByRole("button", { name: "Try again" });
  await again.waitFor();
  assert.match(String(await status.textContent()), /^This is taking a while/);
  isHeld = false;
  await again.click();
  await page.locator(".result").first().waitFor();
  assert.match(String(await status.textContent()), /pages found$/);
  await context.close();
});

test("a key in the address shows why each page was found", async () => {
  const context = await chrome.newContext();
  const { page } = await open(context, `${root.base}search.html?q=peersupport&explain=1`);
  await page.locator(".result").first().getByText("peersupport (split)").waitFor();
  await ask(page, "stigma");
  await page.locator(".result").first().getByText("stigma (written)").waitFor();
  assert.ok(page.url().endsWith("?q=stigma&explain=1"));
  await context.close();
});

test("a result is a heading with its collection and an excerpt, and the shortcut leads to the box", async () => {
  const context = await chrome.newContext();
  const { page } = await open(context, `${root.base}search.html?q=stigma`);
  await page.locator(".result").first().waitFor();
  assert.ok((await page.getByRole("heading", { level: 2 }).count()) > 5);
  assert.match(await page.locator(".result-label").first().textContent(), /\w/);
  assert.ok((await page.locator(".result-excerpt mark").count()) > 0);
  await page.keyboard.press("Control+k");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "search-query");
  await context.close();
});

test("no query does harm", async () => {
  const context = await chrome.newContext();
  const { page, complaints } = await open(context, `${root.base}search.html`);
  const kinds = () => page.locator("[data-search-page] *").evaluateAll((all) => [...new Set(all.map((one) => one.localName))].sort());
  await ask(page, "peer suport");
  await page.getByRole("button", { name: "Search the other languages" }).click();
  await page.locator(".search-language").first().waitFor();
  const usual = new Set(await kinds());
  const queries = [
    "x".repeat(10_000), "peer ".repeat(2_000), "?!.,;:-()[]{}", "🦀👩‍⚕️🦀", "שלום עולם مرحبا", "a\u0000b",
    "<img src=x onerror=alert(1)>", "<script>alert(1)</script>", '"', "\u202epeer\u202c", "constructor __proto__ toString",
    '"<img src=x onerror=alert(1)>"', '"><svg onload=alert(1)>', "stigmaa <b>bold</b>", "{query} {count} $& $1", "\ud83e", "%", "&amp;&lt;",
  ];
  page.on("dialog", (dialog) => complaints.push(`a dialog: ${dialog.message()}`));
  for (const query of queries) {
    assert.ok(await ask(page, query), query.slice(0, 20));
    assert.deepEqual((await kinds()).filter((kind) => !usual.has(kind)), [], query.slice(0, 20));
    const address = `${root.base}search.html?q=${encodeURIComponent(query.toWellFormed())}`;
    // A server takes no address of any length.
    if (address.length > 8000) continue;
    await page.goto(address);
    await page.waitForFunction(() => document.querySelector("[data-search-status]")?.textContent);
    assert.deepEqual((await kinds()).filter((kind) => !usual.has(kind)), [], query.slice(0, 20));
  }
  assert.deepEqual(complaints, []);
  await context.close();
});

test("a file that is missing, cut short or of another version is told", async () => {
  const broken = join(site.output, "../broken");
  const damages = {
    missing: (file) => rmSync(file),
    "cut short": (file) => writeFileSync(file, readFileSync(file, "utf8").slice(0, 2000)),
    "cut in half": (file) => writeFileSync(file, readFileSync(file, "utf8").slice(0, readFileSync(file, "utf8").length / 2)),
    empty: (file) => writeFileSync(file, ""),
    "an HTML page": (file) => writeFileSync(file, "<!doctype html><title>Sign in</title>"),
    damaged: (file) => writeFileSync(file, readFileSync(file, "utf8").replace(/A/g, "B")),
    "of another version": (file) => writeFileSync(file, readFileSync(file, "utf8").replace(/","\w+","/, '","00000000","')),
  };
  for (const [damage, apply] of Object.entries(damages)) {
    rmSync(broken, { recursive: true, force: true });
    cpSync(site.output, broken, { recursive: true });
    apply(join(broken, "assets/search/en/all.js"));
    const served = await serve(broken, "/", POLICY);
    for (const base of [served.base, `${pathToFileURL(broken).href}/`]) {
      const context = await chrome.newContext();
      const { page, complaints } = await open(context, `${base}search.html`);
      assert.match(await ask(page, "stigma"), /The search does not work right now/, damage);
      assert.equal(await page.locator(".result").count(), 0);
      const exceptions = complaints.filter((text) => !/^failed:|Failed to load resource|net::ERR/.test(text));
      assert.deepEqual(exceptions, [], damage);
      const kind = await page.evaluate(() =>
        /** @type {any} */ (window).fieldguide.search("stigma").then(() => "none", (error) => `${error.name} ${error.kind}`),
      );
      const kinds = { missing: "missing", "of another version": "version" };
      assert.equal(kind, `SearchError ${kinds[damage] ?? "damaged"}`, `${damage} ${base}`);
      await context.close();
    }
    await served.close();
  }
});

test("a page that was open while the site was published anew answers from the new site", async () => {
  const folder = join(site.output, "../deployed");
  cpSync(site.output, folder, { recursive: true });
  const served = await serve(folder, "/", POLICY);
  const context = await chrome.newContext();
  const { page, complaints } = await open(context, `${served.base}search.html`);
  await page.evaluate(() => /** @type {any} */ (window).fieldguide.ready);
  // The new site has one page more, in front of all: the numbers of pages in its files are others.
  const project = join(site.output, "../project");
  for (const part of ["fieldguide.yaml", "content"]) cpSync(join(repository, part), join(project, part), { recursive: true });
  writeFileSync(join(project, "content/a-novelty.md"), "# A novelty\n\nQuixotic, and without stigma.\n");
  const newer = build({ root: project, strict: false });
  cpSync(newer.output, folder, { recursive: true });
  const answers = await page.evaluate(async () => {
    const ask = (/** @type {string} */ query) => /** @type {any} */ (window).fieldguide.search(query);
    // Two at once meet the new files together.
    return Promise.all([ask("peer drift"), ask("quixotic")]);
  });
  assert.deepEqual(answers.map((answer) => answer.results[0].url), ["glossary/peer-drift.html", "a-novelty.html"]);
  await ask(page, "stigma");
  await page.locator(".result mark", { hasText: /^stigma/i }).first().waitFor();
  assert.deepEqual(complaints, []);
  await context.close();
  await served.close();
  newer.remove();
});

test("the answer to the newest query stays, though an older one comes after it", async () => {
  const context = await chrome.newContext();
  const { page, complaints } = await open(context, `${root.base}search.html`);
  await page.evaluate(async () => {
    const own = /** @type {any} */ (window);
    await own.fieldguide.ready;
    const search = own.fieldguide.search;
    own.late = new Promise((done) => (own.release = done));
    own.fieldguide.search = async (query, options) => {
      const answer = await search(query, options);
      if (query === "stigma") await own.late;
      return answer;
    };
  });
  const input = page.locator("#search-query");
  for (const query of ["stigma", "billing"]) {
    await input.fill(query);
    await input.press("Enter");
  }
  await page.locator(".result mark", { hasText: /billing/i }).first().waitFor();
  const shown = await page.locator("[data-search-results]").innerHTML();
  // The older answer arrives; all that follows from it is done before a message comes in.
  await page.evaluate(async () => {
    /** @type {any} */ (window).release();
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
  assert.equal(await page.locator("[data-search-results]").innerHTML(), shown);
  assert.match(page.url(), /\?q=billing$/);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("after quick typing the list is that of what stands in the box", async () => {
  const context = await chrome.newContext();
  const { page, complaints } = await open(context, `${root.base}search.html`);
  const input = page.locator("#search-query");
  for (const query of ["stigma", "training", "billing", "hospital"]) {
    await input.fill("");
    await input.pressSequentially(query);
  }
  await page.waitForURL(/\?q=hospital$/);
  const { total, titles } = await page.evaluate(async () => {
    const answer = await /** @type {any} */ (window).fieldguide.search("hospital");
    return { total: answer.total, titles: answer.results.map((result) => result.title) };
  });
  await page.waitForFunction((text) => document.querySelector("[data-search-status]")?.textContent === text, `${total} pages found`);
  assert.deepEqual(await page.locator(".result h2").allTextContents(), titles);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("axe finds nothing on the search page with results", async () => {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    for (const width of [320, 1280]) {
      const context = await chrome.newContext({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
      const { page } = await open(context, `${root.base}search.html`);
      await page.evaluate(AXE);
      async function look(what) {
        const { violations } = await page.evaluate(() => /** @type {any} */ (window).axe.run());
        const told = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`);
        assert.deepEqual(told, [], `${what}, ${colorScheme} ${width}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        assert.equal(wide, false, `${what}, ${width} px`);
      }
      await look("no query");
      await ask(page, "peer suport");
      if (width < 500) await page.locator("summary", { hasText: "Filters" }).click();
      await page.locator('[data-filter="collection=barriers"]').check();
      await page.locator(".chip").waitFor();
      await look("results");
      await ask(page, "xyzzyqq");
      await look("no results");
      await context.close();
    }
  }
});

test("without scripts the page says what to do instead", async () => {
  const context = await chrome.newContext({ javaScriptEnabled: false });
  const { page } = await open(context, `${root.base}search.html`);
  assert.ok(await page.locator("noscript .notice", { hasText: "needs JavaScript" }).isVisible());
  await context.close();
});
