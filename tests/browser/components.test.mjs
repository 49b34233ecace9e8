// Components in a browser: tabs by mouse and keyboard, without scripts and on paper, and axe over all.
// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browser, build, open, repository, serve } from "./support.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PAGE = "guide/components.html";

let site, chrome, root;

before(async () => {
  site = build({ root: join(repository, "docs") });
  root = await serve(site.output);
  chrome = await browser();
});

after(async () => {
  await chrome?.close();
  await root?.close();
  site?.remove();
});

test("tabs show one text at a time, and the arrow keys move between them", async () => {
  const context = await chrome.newContext();
  const { page, complaints } = await open(context, root.base + PAGE);
  const tabs = page.getByRole("tab");
  const panels = page.locator("[role=tabpanel]");
  assert.deepEqual(await tabs.allTextContents(), ["Pull saw", "Push saw"]);
  const shown = () => panels.evaluateAll((all) => all.map((panel) => panel.checkVisibility()));
  assert.deepEqual(await shown(), [true, false]);
  await tabs.nth(1).click();
  assert.deepEqual(await shown(), [false, true]);
  await page.keyboard.press("ArrowRight");
  assert.deepEqual(await shown(), [true, false]);
  assert.equal(await tabs.nth(0).evaluate((tab) => document.activeElement === tab), true);
  await page.keyboard.press("End");
  assert.deepEqual(await shown(), [false, true]);
  const name = await page.getByRole("tabpanel").getAttribute("aria-labelledby");
  assert.equal(await page.locator(`#${name}`).textContent(), "Push saw");
  assert.deepEqual(complaints, []);
  await context.close();
});

test("without scripts, and on paper, every text of a component can be read", async () => {
  const context = await chrome.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(root.base + PAGE);
  assert.equal(await page.getByRole("tab").count(), 0);
  for (const words of ["It cuts on the way back.", "It cuts on the way forward."]) {
    assert.ok(await page.getByRole("paragraph").filter({ hasText: words }).first().isVisible(), words);
  }
  await context.close();
  const printed = await chrome.newContext();
  const paper = await printed.newPage();
  await paper.goto(root.base + PAGE);
  await paper.emulateMedia({ media: "print" });
  for (const words of ["It cuts on the way back.", "It cuts on the way forward.", "Each saw was weighed three times."]) {
    const text = paper.locator(".tab p, .expand p").filter({ hasText: words });
    assert.ok((await text.boundingBox())?.height, words);
  }
  assert.equal(await paper.getByRole("tablist").count(), 0);
  await printed.close();
});

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  test(`axe finds nothing wrong with components, ${colorScheme}`, async () => {
    const context = await chrome.newContext({ colorScheme, viewport: { width: 320, height: 800 }, bypassCSP: true });
    const page = await context.newPage();
    await page.goto(root.base + PAGE);
    await page.addScriptTag({ content: AXE });
    const { violations } = await page.evaluate(() => /** @type {any} */ (window).axe.run());
    assert.deepEqual(violations.map((found) => `${found.id}: ${found.nodes[0].html}`), []);
    await context.close();
  });
}
