// Components in a browser: tabs by mouse and keyboard. What else they owe a reader is tested with the theme.
// @ts-check
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browser, build, open, repository, serve } from "./support.mjs";

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
