// The looks of the manual's page on them: built from the settings that stand there.
// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { buildLook, looks } from "../looks.mjs";
import { browser } from "../support.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

test("6: each look of the manual is built without a complaint, and can be read by light and in the dark", async (t) => {
  const chrome = await browser();
  t.after(() => chrome.close());
  const known = looks();
  assert.equal(known.length, 3);
  for (const [name, settings] of known) {
    const built = buildLook(settings);
    t.after(() => built.remove());
    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      const context = await chrome.newContext({ colorScheme, bypassCSP: true });
      const page = await context.newPage();
      await page.goto(pathToFileURL(join(built.output, "index.html")).href);
      assert.ok((await page.title()).endsWith(settings.title), await page.title());
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => /** @type {any} */ (window).axe.run());
      assert.deepEqual(violations.map((/** @type {any} */ one) => `${one.id}: ${one.nodes[0]?.html}`), [], `${name}, ${colorScheme}`);
      await context.close();
    }
  }
});

test("the parts of the home page come in the order of the settings", async (t) => {
  const chrome = await browser();
  t.after(() => chrome.close());
  for (const [name, settings] of looks()) {
    const built = buildLook(settings);
    t.after(() => built.remove());
    const page = await chrome.newPage();
    await page.goto(pathToFileURL(join(built.output, "index.html")).href);
    const titles = { entries: "home-entries", collections: "home-collections", matrices: "home-matrix-1" };
    const order = await page.locator("main h2[id]").evaluateAll((all) => all.map((one) => one.id));
    const wanted = settings.home.show.filter((/** @type {string} */ part) => part in titles).map((/** @type {keyof titles} */ part) => titles[part]);
    assert.deepEqual(order.filter((id) => Object.values(titles).includes(id)), wanted, name);
    assert.equal(await page.locator("main .prose").count(), settings.home.show.includes("text") ? 1 : 0, name);
  }
});
