// The search as a form: its parts, its address, and what is announced. Results have tests of their own.
// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { KINDS } from "../support.mjs";
import { DESKTOP, PHONE, stage } from "./support.mjs";

const own = stage();

test("16: the search is a form with a label and a button that says Search, wide enough for 27 characters", async () => {
  for (const viewport of [PHONE, DESKTOP]) {
    await own.visit({ viewport }, async (page) => {
      for (const [kind, url] of own.kinds) {
        await page.goto(url);
        assert.deepEqual(await page.evaluate(forms, viewport.width > 1000), [], `${kind}, ${viewport.width}`);
        const isEnglish = !url.startsWith(own.servedArabic.base);
        const button = page.locator('form[role="search"] [type="submit"]').first();
        if (isEnglish) assert.match(await button.innerText(), /search/i, kind);
      }
    });
  }
});

test("16: a search has its own address, in which the term is kept, with scripts and without", async () => {
  for (const javaScriptEnabled of [true, false]) {
    await own.visit({ javaScriptEnabled }, async (page) => {
      await page.goto(own.at(KINDS.page));
      await page.locator("header").getByRole(javaScriptEnabled ? "combobox" : "textbox").fill("peer drift");
      await page.locator("header").getByRole("button", { name: /search/i }).click();
      await page.waitForURL(/search\.html\?q=peer(\+|%20)drift$/);
      if (!javaScriptEnabled) return;
      assert.equal(await page.locator("main").getByRole("searchbox").inputValue(), "peer drift");
      await page.locator(".result").first().waitFor();
      await page.reload();
      await page.locator(".result").first().waitFor();
      assert.equal(await page.locator("main").getByRole("searchbox").inputValue(), "peer drift");
    });
  }
});

test("17: counts and empty answers are announced, results are a list of headings, and the focus stays", async () => {
  await own.visit({}, async (page) => {
    await page.goto(own.at(KINDS.search));
    const box = page.locator("main").getByRole("searchbox");
    const status = page.locator('main [role="status"]');
    assert.equal(await status.count(), 1);
    assert.equal(await status.textContent(), "", "it is there before it speaks");
    await box.pressSequentially("stigma");
    await page.waitForFunction(() => /^\d+ /.test(document.querySelector('main [role="status"]')?.textContent ?? ""));
    assert.ok(await box.evaluate((one) => one === document.activeElement), "the focus stays in the field");
    const list = page.locator("main").getByRole("list").filter({ has: page.locator(".result") }).first();
    const items = await list.locator("> .result").count();
    assert.ok(items > 1);
    assert.equal(await list.locator("> .result").getByRole("heading", { level: 2 }).count(), items, "each has a heading");
    await box.fill("zzyzzyva");
    await page.waitForFunction(() => /zzyzzyva/.test(document.querySelector('main [role="status"]')?.textContent ?? ""));
    assert.equal(await page.locator(".result").count(), 0);
    assert.ok(await box.evaluate((one) => one === document.activeElement), "and still does");
  });
});

/* What follows runs inside of a page. */

/** What is wrong with the forms for a search; on a wide window their fields are measured, too. */
function forms(isWide) {
  const { audit } = /** @type {any} */ (window);
  const all = /** @type {HTMLFormElement[]} */ ([...document.querySelectorAll('form[role="search"], search form')]);
  const found = all.length ? [] : ["no form"];
  for (const form of all) {
    const field = form.querySelector("input");
    if (!field?.labels?.[0]?.textContent?.trim()) found.push("a field without a label");
    if (!form.querySelector("button[type=submit]") || form.method !== "get" || field?.name !== "q") found.push("no plain form");
    if (!field || !isWide || !audit.visible(field)) continue;
    const style = getComputedStyle(field);
    const brush = /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(1, 1).getContext("2d"));
    brush.font = `${style.fontSize} ${style.fontFamily}`;
    const width = field.clientWidth - parseFloat(style.paddingInlineStart) - parseFloat(style.paddingInlineEnd);
    const needed = brush.measureText("n".repeat(27)).width;
    if (width < needed) found.push(`${Math.round(width)} of ${Math.round(needed)} pixels: ${audit.name(field)}`);
  }
  return found;
}
