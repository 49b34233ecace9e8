// A site in several languages in a browser: the switch, what nobody has translated, search, line breaks.
// @ts-check
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browser, build, open, repository, serve } from "./support.mjs";

let site, arabic, chrome, root, served;

before(async () => {
  site = build();
  arabic = build({ root: join(repository, "tests/sites/languages"), strict: false });
  chrome = await browser();
  root = await serve(site.output);
  served = await serve(arabic.output);
});

after(async () => {
  await chrome?.close();
  for (const server of [root, served]) await server?.close();
  for (const built of [site, arabic]) built?.remove();
});

/** Opens a page, and closes it when the work is done and nothing was complained of. */
async function visit(url, work, options = {}) {
  const context = await chrome.newContext({ viewport: { width: 1200, height: 800 }, ...options });
  context.setDefaultTimeout(10_000);
  const { page, complaints } = await open(context, url);
  try {
    await work(page);
    assert.deepEqual(complaints, [], url);
  } finally {
    await context.close();
  }
}

const NAMES = ["English", "Español", "Français", "Deutsch", "日本語", "简体中文"];

for (const [folder, tag] of [["es", "es"], ["fr", "fr"], ["de", "de"], ["ja", "ja"], ["zh-cn", "zh-CN"]]) {
  test(`${tag}: each language is called by its own name and leads to the same page, with scripts and without`, async () => {
    for (const javaScriptEnabled of [true, false]) {
      await visit(`${root.base}${folder}/barriers/peer-drift.html`, async (page) => {
        assert.equal(await page.locator("html").getAttribute("lang"), tag);
        const list = page.locator(".languages a");
        assert.ok(!(await list.first().isVisible()));
        await page.locator(".languages > summary").click();
        assert.deepEqual(await list.allTextContents(), NAMES);
        for (const link of await list.all()) assert.equal(await link.getAttribute("lang"), await link.getAttribute("hreflang"));
        assert.equal(await page.locator('.languages [aria-current="true"]').getAttribute("lang"), tag);
        await page.getByRole("link", { name: "English", exact: true }).first().click();
        await page.waitForURL(`${root.base}barriers/peer-drift.html`);
      }, { javaScriptEnabled });
    }
  });

  test(`${tag}: a page that nobody has translated says so, and its text is marked`, async () => {
    await visit(`${root.base}${folder}/about.html`, async (page) => {
      assert.equal(await page.locator("html").getAttribute("lang"), tag);
      assert.equal(await page.locator("h1").getAttribute("lang"), "en");
      assert.equal(await page.locator(".prose").first().getAttribute("lang"), "en");
      const notice = page.locator("main .notice").first();
      assert.ok(await notice.isVisible());
      await notice.getByRole("link", { name: "English" }).click();
      await page.waitForURL(`${root.base}about.html`);
    });
  });
}

test("the switch closes with Escape, with a click elsewhere, and keeps the focus", async () => {
  await visit(`${root.base}de/index.html`, async (page) => {
    const summary = page.locator(".languages > summary");
    await summary.press("Enter");
    await page.locator(".languages a").first().focus();
    await page.keyboard.press("Escape");
    assert.ok(await summary.evaluate((one) => one === document.activeElement));
    assert.ok(!(await page.locator(".languages a").first().isVisible()));
    await summary.click();
    await page.locator("h1").click();
    assert.ok(!(await page.locator(".languages a").first().isVisible()));
  });
});

test("Arabic runs from right to left, and what is not translated from left to right", async () => {
  await visit(`${served.base}ar/tools/منشار.html`, async (page) => {
    assert.equal(await page.locator("html").getAttribute("dir"), "rtl");
    const side = (selector) => page.locator(selector).first().evaluate((one) => one.getBoundingClientRect().x);
    assert.ok((await side(".brand")) > (await side(".languages")), "the name of the site is on the right");
    assert.equal(await page.locator(".relation p").first().getAttribute("dir"), "ltr");
    await page.locator(".languages > summary").click();
    await page.getByRole("link", { name: "Deutsch" }).click();
    await page.waitForURL(`${served.base}de/tools/saw.html`);
    assert.equal(await page.locator("html").getAttribute("dir"), null);
    await page.goto(`${served.base}de/tools/hobel.html`);
    await page.locator(".languages > summary").click();
    const there = page.locator(".languages li").first();
    assert.match(await there.innerText(), /English\s+führt zu „Tools“/);
    await there.getByRole("link").click();
    await page.waitForURL(`${served.base}tools/index.html`);
  });
});

for (const [folder, query, title] of [
  ["ja", "スティグマ", "ピアが職場でスティグマに直面する"],
  ["zh-cn", "资金", "资金少且难以持久"],
  ["de", "Finanziehrung", "Die Finanzierung ist knapp und nicht von Dauer"],
]) {
  test(`${folder}: a search finds the pages of its language first`, async () => {
    await visit(`${root.base}${folder}/index.html`, async (page) => {
      await page.locator("header").getByRole("combobox").fill(query);
      await page.keyboard.press("Enter");
      await page.waitForURL(/search\.html\?q=/);
      const first = page.locator("[data-search-results] a").first();
      assert.equal((await first.innerText()).trim(), title);
      assert.match(await first.evaluate((link) => link.href), new RegExp(`/${folder}/`));
    });
  });
}

test("what other languages have is offered below, grouped by language", async () => {
  await visit(`${root.base}es/search.html?q=stigma`, async (page) => {
    await page.getByRole("button", { name: "Buscar en los otros idiomas" }).click();
    const groups = page.locator("[data-search-others] section, [data-search-others] [lang]");
    await groups.first().waitFor();
    const english = page.locator('[data-search-others] a[lang="en"], [data-search-others] [lang="en"] a').first();
    assert.match(await english.evaluate((link) => /** @type {HTMLAnchorElement} */ (link).href), /\/(barriers|glossary|search)[./]/);
  });
});

/** The first sign of each line of the texts, as they are laid out. */
function lineStarts() {
  const starts = [];
  for (const block of document.querySelectorAll("main :is(p, h1, h2, li)")) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let bottom = -Infinity;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (let at = 0; at < (node.textContent ?? "").length; at++) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const box = range.getClientRects()[0];
        if (!box || box.height === 0 || box.width === 0) continue;
        const sign = node.textContent?.[at] ?? "";
        if (box.top > bottom - 2 && bottom > -Infinity) starts.push(sign);
        bottom = Math.max(bottom, box.top + box.height / 2);
      }
    }
  }
  return starts;
}

for (const path of ["ja/barriers/peer-drift.html", "zh-cn/barriers/peer-drift.html", "ja/guides/planning-a-program.html"]) {
  test(`${path}: no line begins with what belongs to the one before`, async () => {
    await visit(root.base + path, async (page) => {
      const starts = await page.evaluate(lineStarts);
      assert.ok(starts.length > 20, `${starts.length} lines`);
      assert.deepEqual(starts.filter((sign) => "。、，．！？：；）」』】〉》”’ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々".includes(sign)), []);
    }, { viewport: { width: 360, height: 700 } });
  });
}

test("long words and unspaced texts fit into a narrow screen", async () => {
  await visit(`${root.base}de/index.html`, async (page) => {
    for (const folder of ["de", "ja", "zh-cn", "fr"]) {
      for (const path of ["index.html", "matrix.html", "guides/planning-a-program.html", "glossary/index.html", "about.html"]) {
        await page.goto(`${root.base}${folder}/${path}`);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(width <= 320, `${folder}/${path}: ${width}`);
      }
    }
  }, { viewport: { width: 320, height: 700 } });
});
