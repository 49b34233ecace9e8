// The search of a site in several languages: an index for each, and what the others have.
// @ts-check
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { browser, build, open, serve } from "./support.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Texts by file. Every language has the word "zephyr", and each has one that no other has. */
const TEXTS = {
  "index.md": "# Harbour\n\nWelcome.\n",
  "index.es.md": "# Puerto\n\nSaludos.\n",
  "index.ar.md": "# الميناء\n\nأهلا.\n",
  "places/quay.md": "# Quay\n\nThe zephyr blows, and a foghorn sounds.\n",
  "places/pier.md": "# Pier\n\nThe zephyr blows.\n",
  "places/dock.md": "# Dock\n\nThe zephyr blows.\n",
  "places/mole.md": "# Mole\n\nThe zephyr blows.\n",
  "places/quay.es.md": "# Muelle\n\nSopla el zephyr, y hay recuperación.\n",
  "places/pier.es.md": "# Embarcadero\n\nSopla el zephyr.\n",
  "places/dock.es.md": "# Dique\n\nSopla el zephyr.\n",
  "places/mole.es.md": "# Espigón\n\nSopla el zephyr.\n",
  "places/quay.ar.md": "# رصيف\n\nتهب zephyr على السفينة.\n",
  "zephyr.md": "# A wind\n\nThe zephyr is a wind.\n",
};

const LANGUAGES = `languages: [en, es, ar]
words:
  es: { Harbour: Puerto, Places: Lugares, Place: Lugar }
  ar: { Harbour: الميناء, Places: الأماكن, Place: مكان }
`;

/** A project with these texts, in several languages unless told otherwise. */
function project({ texts = TEXTS, languages = LANGUAGES } = {}) {
  const root = mkdtempSync(join(tmpdir(), "fieldguide-languages-"));
  writeFileSync(join(root, "fieldguide.yaml"), `title: Harbour\ncollections:\n  places: { singular: Place }\n${languages}`);
  mkdirSync(join(root, "content/places"), { recursive: true });
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(root, "content", name), text);
  return root;
}

let several, site, chrome, root, subfolder;

before(async () => {
  several = project();
  site = build({ root: several });
  chrome = await browser();
  root = await serve(site.output);
  subfolder = await serve(site.output, "/some/where/");
});

after(async () => {
  await chrome?.close();
  await root?.close();
  await subfolder?.close();
  site?.remove();
  rmSync(several, { recursive: true, force: true });
});

/** Asks `window.fieldguide` several times at once; of each answer the addresses, or what went wrong. */
function askScript(page, ...queries) {
  return page.evaluate(
    (queries) =>
      Promise.all(
        queries.map(async ([query, options]) => {
          try {
            const { results } = await /** @type {any} */ (window).fieldguide.search(query, options);
            return results.map((result) => result.url).sort();
          } catch (error) {
            return `${error.name} ${error.kind}`;
          }
        }),
      ),
    queries,
  );
}

const ENGLISH = ["places/dock.html", "places/mole.html", "places/pier.html", "places/quay.html", "zephyr.html"];
const SPANISH = ["es/places/dock.html", "es/places/mole.html", "es/places/pier.html", "es/places/quay.html"];
const ARABIC = ["ar/places/quay.html"];

/** The names of the groups of other languages, once they are there; where the page has results, a click asks for them. */
async function groups(page) {
  await page.locator("[data-search-elsewhere]:visible, .search-language").first().waitFor();
  const button = page.locator("[data-search-elsewhere]:visible");
  if (await button.count()) await button.click();
  await page.locator(".search-language").first().waitFor();
  await page.evaluate(() => Promise.all(/** @type {any} */ (window).fieldguide.languages.map(({ language }) =>
    /** @type {any} */ (window).fieldguide.search("zephyr", { language, excerpts: true }).catch(() => {}),
  )));
  return page.locator(".search-language h3").allTextContents();
}

for (const place of ["at a root", "in a subfolder", "from a disk"]) {
  test(`a page answers in its language, and in another one that is asked for, ${place}`, async () => {
    const disk = `${pathToFileURL(site.output).href}/`;
    const base = { "at a root": root.base, "in a subfolder": subfolder.base }[place] ?? disk;
    const context = await chrome.newContext();
    const asked = [];
    context.on("request", (request) => asked.push(request.url().split("?")[0].slice(base.length)));
    const { page, complaints } = await open(context, `${base}index.html`);
    const languages = await page.evaluate(() => /** @type {any} */ (window).fieldguide.languages);
    assert.deepEqual(languages.map(({ language, name, direction, page }) => [language, name, direction, page]), [
      ["en", "English", "ltr", "search.html"], ["es", "Español", "ltr", "es/search.html"], ["ar", "العربية", "rtl", "ar/search.html"],
    ]);
    assert.deepEqual(await askScript(page, ["zephyr", {}]), [ENGLISH]);
    assert.deepEqual(asked.filter((path) => /search\/(es|ar)\//.test(path)), [], "nothing of the others before they are asked");
    assert.deepEqual(await askScript(page, ["zephyr", { language: "es" }], ["zephyr", { language: "ES" }]), [SPANISH, SPANISH]);
    assert.deepEqual(await askScript(page, ["zephyr", { language: "en" }], ["zephyr", { language: "fr" }]), [ENGLISH, "SearchError unknown-filter"]);
    assert.deepEqual(await askScript(page, ["zephyr", { language: "es", limit: 1 }], ["zephyr", { language: "ar" }]), [[SPANISH[0]], ARABIC]);
    const filtered = { language: "es", filters: { collection: "places" } };
    assert.deepEqual(await askScript(page, ["foghorn", { language: "es" }], ["recuperacion", filtered]), [[], [SPANISH[3]]]);
    for (const language of ["es", "ar"]) {
      const own = asked.filter((path) => path.includes(`search/${language}/`)).sort();
      assert.deepEqual(own, [`assets/search/${language}/all.js`, `assets/search/${language}/start.js`], "each file once");
    }
    const spanish = await open(context, `${base}es/index.html`);
    assert.deepEqual(await askScript(spanish.page, ["zephyr", {}], ["zephyr", { language: "en" }]), [SPANISH, ENGLISH]);
    assert.deepEqual([...complaints, ...spanish.complaints, ...root.strays, ...subfolder.strays], []);
    await context.close();
  });

  test(`searches in several languages at once do not mix, ${place}`, async () => {
    const disk = `${pathToFileURL(site.output).href}/`;
    const base = { "at a root": root.base, "in a subfolder": subfolder.base }[place] ?? disk;
    for (const late of ["none", "en", "es", "ar"]) {
      const context = await chrome.newContext();
      const { page, complaints } = await open(context, `${base}index.html`);
      // The files have the same name and come in another order than they were asked for.
      await page.route(`**/search/${late}/all.js*`, async (route) => {
        await new Promise((done) => setTimeout(done, 300));
        await route.continue();
      });
      const answers = await askScript(
        page, ["zephyr", {}], ["zephyr", { language: "ar" }], ["zephyr", { language: "es" }],
        ["foghorn", {}], ["recuperación", { language: "es" }], ["recuperación", {}],
      );
      assert.deepEqual(answers, [ENGLISH, ARABIC, SPANISH, ["places/quay.html"], [SPANISH[3]], []], `late: ${late}`);
      assert.deepEqual(complaints, []);
      await context.close();
    }
  });
}

test("the search page shows below its results what the other languages have", async () => {
  const context = await chrome.newContext();
  const { page, complaints } = await open(context, `${root.base}search.html?q=zephyr`);
  assert.deepEqual(await groups(page), ["Español 4 pages found", "العربية 1 page found"]);
  assert.equal(await page.locator("[data-search-status]").textContent(), "5 pages found");
  assert.equal(await page.locator(".result").count(), 5);
  assert.ok(await page.getByRole("heading", { level: 2, name: "In other languages" }).isVisible());
  const [spanish, arabic] = await page.locator(".search-language").all();
  assert.equal(await spanish.locator("li").count(), 3, "the first ones only");
  assert.deepEqual(await arabic.locator("h4").allTextContents(), ["رصيف"]);
  for (const [group, lang, dir] of /** @type {const} */ ([[spanish, "es", "ltr"], [arabic, "ar", "rtl"]])) {
    for (const part of await group.locator("h3 > span:first-child, li").all()) {
      assert.deepEqual([await part.getAttribute("lang"), await part.getAttribute("dir")], [lang, dir]);
    }
    const all = group.getByRole("link", { name: "All results for “zephyr”" });
    assert.equal(await all.getAttribute("href"), `./${lang}/search.html?q=zephyr`);
    assert.equal(await all.getAttribute("hreflang"), lang);
  }
  const hrefs = await page.locator(".search-language li a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  assert.ok(hrefs.slice(0, 3).every((href) => href.startsWith("./es/places/")) && hrefs[3] === "./ar/places/quay.html");
  const levels = await page.locator("main :is(h1, h2, h3, h4)").evaluateAll((all) =>
    all.filter((heading) => heading.checkVisibility()).map((heading) => Number(heading.localName[1])),
  );
  assert.ok(levels.every((level, at) => level <= (levels[at - 1] ?? 0) + 1), levels.join(" "));
  await spanish.getByRole("link", { name: "All results" }).click();
  await page.waitForURL(/\/es\/search\.html\?q=zephyr$/);
  assert.deepEqual(await groups(page), ["English 5 páginas encontradas", "العربية 1 página encontrada"]);
  assert.deepEqual(complaints, []);
  assert.deepEqual(root.strays, []);
  await context.close();
});

test("what only another language has stands at once below the box, before the help", async () => {
  for (const viewport of [{ width: 390, height: 844 }, { width: 1440, height: 900 }]) {
    const context = await chrome.newContext({ viewport });
    const { page, complaints } = await open(context, `${root.base}search.html?q=recuperaci%C3%B3n`);
    assert.deepEqual(await groups(page), ["Español 1 page found"]);
    assert.equal(await page.locator("[data-search-status]").textContent(), "Nothing found for “recuperación”.");
    const help = page.locator("[data-search-none]");
    await help.waitFor();
    const [box, below] = [await page.locator(".search-language li a").boundingBox(), await help.boundingBox()];
    assert.ok(box && below && box.y + box.height < viewport.height && box.y < below.y);
    const input = page.locator("#search-query");
    const section = page.locator("[data-search-others]");
    for (const query of ["foghorn", "recuperacion", "xyzzyqq", "recuperacion", ""]) {
      await input.fill(query);
      await input.press("Enter");
      if (query === "recuperacion") await page.locator(".search-language").waitFor();
      else if (query === "foghorn") await page.getByRole("button", { name: "Search the other languages" }).waitFor();
      else await section.waitFor({ state: "hidden" });
      if (query !== "recuperacion") assert.equal(await page.locator(".search-language").count(), 0, query);
    }
    assert.equal(await help.isVisible(), false);
    assert.deepEqual(complaints, []);
    await context.close();
  }
});

test("a word that another language takes for a mistyped one is shown only where nobody knows it", async () => {
  const context = await chrome.newContext();
  const { page } = await open(context, `${root.base}es/search.html`);
  const near = await page.evaluate(() => window.fieldguide.search("zephyrr", { language: "ar" }));
  assert.deepEqual(near.corrections, [{ from: "zephyrr", to: "zephyr" }]);
  await page.locator("#search-query").fill("zephyrr");
  await page.locator("#search-query").press("Enter");
  assert.deepEqual(await groups(page), ["English 5 páginas encontradas", "العربية 1 página encontrada"]);
  assert.match(await page.locator(".search-language").first().textContent(), /Ninguna página contiene «zephyrr»/);
  // Only English has a word near to "soundz", and only Spanish has "sopla".
  await page.locator("#search-query").fill("soundz");
  await page.locator("#search-query").press("Enter");
  assert.deepEqual(await groups(page), ["English 1 página encontrada"]);
  await page.locator("#search-query").fill("soundz sopla");
  await page.locator("#search-query").press("Enter");
  await page.locator(".search-language").first().waitFor({ state: "detached" });
  assert.equal(await page.locator(".result").count(), 4);
  await context.close();
});

test("the files of the other languages are fetched after a click, which leads to their first result", async () => {
  const context = await chrome.newContext();
  const asked = [];
  context.on("request", (request) => asked.push(request.url()));
  const { page } = await open(context, `${root.base}search.html?q=zephyr`);
  const button = page.getByRole("button", { name: "Search the other languages" });
  await button.waitFor();
  assert.deepEqual(asked.filter((url) => /search\/(es|ar)\//.test(url)), []);
  await button.click();
  await page.waitForFunction(() => document.activeElement?.closest(".search-language"));
  assert.equal(await button.isVisible(), false);
  const input = page.locator("#search-query");
  await input.fill("foghorn");
  await input.press("Enter");
  await button.click();
  await page.getByText("Nothing found for “foghorn”.").waitFor();
  await page.waitForFunction(() => document.activeElement?.matches("[data-search-status]"));
  await context.close();
});

test("filters narrow the other languages, too, and go along to their pages", async () => {
  const context = await chrome.newContext();
  const { page } = await open(context, `${root.base}es/search.html?q=zephyr&f.collection=places`);
  assert.deepEqual(await groups(page), ["English 4 páginas encontradas", "العربية 1 página encontrada"]);
  const all = page.locator(".search-language > p a").first();
  assert.equal(await all.getAttribute("href"), "../search.html?q=zephyr&f.collection=places");
  assert.equal(await page.locator("[data-facet=language]").count(), 0, "one language is no choice");
  await page.locator(".chip").click();
  await page.getByRole("button", { name: "Buscar en los otros idiomas" }).click();
  await page.locator(".search-language h3", { hasText: "5 páginas" }).waitFor();
  await context.close();
});

test("the results of the page's language do not wait, and what comes late to an older query is dropped", async () => {
  const context = await chrome.newContext();
  const { page, complaints } = await open(context, `${root.base}search.html`);
  await page.evaluate(() => {
    const own = /** @type {any} */ (window);
    own.held = [];
    const search = own.fieldguide.search;
    own.fieldguide.search = async (query, options) => {
      const answer = await search(query, options);
      if (options.language && query === "zephyr") await new Promise((done) => own.held.push(done));
      return answer;
    };
  });
  const input = page.locator("#search-query");
  await input.fill("zephyr");
  await input.press("Enter");
  await page.locator(".result").first().waitFor();
  await page.getByRole("button", { name: "Search the other languages" }).click();
  await page.waitForFunction(() => /** @type {any} */ (window).held.length === 2);
  assert.equal(await page.locator(".result").count(), 5);
  await input.fill("recuperacion");
  await input.press("Enter");
  await page.locator(".search-language").waitFor();
  await page.evaluate(async () => {
    for (const release of /** @type {any} */ (window).held) release();
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
  assert.deepEqual(await page.locator(".search-language h3").allTextContents(), ["Español 1 page found"]);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("where nothing is found, the help does not wait long for a language that does not answer", async () => {
  const context = await chrome.newContext();
  const { page } = await open(context, `${root.base}search.html`);
  await page.route("**/search/es/**", () => {});
  await page.locator("#search-query").fill("xyzzyqq");
  await page.locator("#search-query").press("Enter");
  await page.locator("[data-search-none]").waitFor({ timeout: 5000 });
  await context.close();
});

test("a language whose files are missing, damaged or of another version is left out in silence", async () => {
  const broken = join(site.output, "../broken");
  const cut = (file) => writeFileSync(file, readFileSync(file, "utf8").slice(0, 500));
  const damages = {
    "missing start.js": ["start", rmSync, "missing"],
    "start.js cut short": ["start", cut, "damaged"],
    "empty start.js": ["start", (file) => writeFileSync(file, ""), "damaged"],
    "start.js of another format": ["start", (file) => writeFileSync(file, readFileSync(file, "utf8").replace(/"format":\d+/, '"format":0')), "version"],
    "missing all.js": ["all", rmSync, "missing"],
    "all.js cut short": ["all", cut, "damaged"],
    "all.js of another version": ["all", (file) => writeFileSync(file, readFileSync(file, "utf8").replace(/","\w+","/, '","00000000","')), "version"],
    "all.js of another language": ["all", (file) => cpSync(file.replace("/es/", "/en/"), file), "version"],
  };
  for (const [damage, [name, apply, kind]] of Object.entries(damages)) {
    rmSync(broken, { recursive: true, force: true });
    cpSync(site.output, broken, { recursive: true });
    /** @type {(file: string) => void} */ (apply)(join(broken, `assets/search/es/${name}.js`));
    const served = await serve(broken);
    for (const base of [served.base, `${pathToFileURL(broken).href}/`]) {
      const context = await chrome.newContext();
      const { page, complaints } = await open(context, `${base}search.html?q=zephyr`);
      assert.deepEqual(await groups(page), ["العربية 1 page found"], damage);
      assert.equal(await page.locator(".result").count(), 5, damage);
      assert.equal(await page.locator("[data-search-status]").textContent(), "5 pages found");
      assert.deepEqual(await askScript(page, ["zephyr", { language: "es" }], ["zephyr", {}]), [`SearchError ${kind}`, ENGLISH], damage);
      const exceptions = complaints.filter((text) => !/^failed:|Failed to load resource|net::ERR/.test(text));
      assert.deepEqual(exceptions, [], damage);
      await context.close();
    }
    await served.close();
  }
});

test("another language is read anew where the site was published between two of its files", async () => {
  const folder = join(site.output, "../deployed");
  cpSync(site.output, folder, { recursive: true });
  const served = await serve(folder);
  const context = await chrome.newContext();
  const { page } = await open(context, `${served.base}index.html`);
  for (const file of ["start", "all"]) {
    // What failed is asked for again. In the end the list of the older site is there, without its file.
    await page.route(`**/search/es/${file}.js*`, (route) => route.abort());
    assert.deepEqual(await askScript(page, ["zephyr", { language: "es" }]), ["SearchError missing"], file);
    await page.unroute(`**/search/es/${file}.js*`);
  }
  const more = { "a-novelty.md": "# A novelty\n\nQuixotic.\n", "a-novelty.es.md": "# Algo nuevo\n\nQuijotesco.\n" };
  const newer = project({ texts: { ...TEXTS, ...more } });
  const published = build({ root: newer });
  cpSync(published.output, folder, { recursive: true });
  const answers = await askScript(
    page, ["quijotesco", { language: "es" }], ["zephyr", { language: "es" }], ["quixotic", {}], ["zephyr", { language: "ar" }],
  );
  assert.deepEqual(answers, [["es/a-novelty.html"], SPANISH, ["a-novelty.html"], ARABIC]);
  assert.equal(await page.evaluate(() => window.fieldguide.restarted), true);
  await context.close();
  await served.close();
  published.remove();
  rmSync(newer, { recursive: true, force: true });
});

test("a query of the box that finds nothing leads on to the page that asks the other languages", async () => {
  const context = await chrome.newContext({ viewport: { width: 1280, height: 800 } });
  const asked = [];
  context.on("request", (request) => asked.push(request.url()));
  const { page, complaints } = await open(context, `${root.base}places/quay.html`);
  const box = page.locator("#site-search");
  await box.pressSequentially("recuperación");
  await page.locator(".search-nothing").waitFor();
  assert.deepEqual(asked.filter((url) => /search\/(es|ar)\//.test(url)), [], "the box asks its own language only");
  await box.press("Enter");
  assert.deepEqual(await groups(page), ["Español 1 page found"]);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("a site in one language knows nothing of all this", async () => {
  const texts = Object.fromEntries(Object.entries(TEXTS).filter(([name]) => !/\.(es|ar)\.md$/.test(name)));
  const own = project({ texts, languages: "" });
  const single = build({ root: own });
  const served = await serve(single.output);
  const context = await chrome.newContext();
  const asked = [];
  context.on("request", (request) => asked.push(request.url().split("?")[0].slice(served.base.length)));
  const { page, complaints } = await open(context, `${served.base}search.html?q=zephyr`);
  await page.locator(".result").first().waitFor();
  const options = [{}, { language: "en" }, { language: "es" }, { filters: { language: "en" } }];
  const answers = await askScript(page, ...options.map((one) => /** @type {const} */ (["zephyr", one])));
  assert.deepEqual(answers, [ENGLISH, ENGLISH, "SearchError unknown-filter", ENGLISH]);
  assert.deepEqual(await page.evaluate(() => window.fieldguide.languages), []);
  assert.equal(await page.locator("[data-search-others]").count(), 0);
  await page.locator("#search-query").fill("xyzzyqq");
  await page.locator("[data-search-none]").waitFor();
  assert.deepEqual(asked.filter((path) => path.startsWith("assets/search/")), ["assets/search/en/all.js"]);
  assert.deepEqual([...complaints, ...served.strays], []);
  await context.close();
  await served.close();
  single.remove();
  rmSync(own, { recursive: true, force: true });
});

test("axe finds nothing with other languages, and nothing is too wide", async () => {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    for (const width of [320, 1280]) {
      for (const path of ["search.html?q=zephyr", "search.html?q=recuperacion", "ar/search.html?q=zephyrr"]) {
        const context = await chrome.newContext({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
        const { page } = await open(context, root.base + path);
        await groups(page);
        await page.evaluate(AXE);
        const { violations } = await page.evaluate(() => /** @type {any} */ (window).axe.run());
        const told = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`);
        assert.deepEqual(told, [], `${path}, ${colorScheme} ${width}`);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, `${path}, ${width} px`);
        await context.close();
      }
    }
  }
});
