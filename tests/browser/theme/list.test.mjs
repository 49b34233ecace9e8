// Lists of collections, narrowed by what readers choose.
// @ts-check
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { KINDS } from "../support.mjs";
import { PHONE, stage } from "./support.mjs";

const own = stage();
const LIST = "strategies/index.html";

/** What of the list is seen. @param {import("playwright-core").Page} page */
function seen(page) {
  return page.evaluate(() => ({
    entries: [...document.querySelectorAll(".entry:not([hidden])")].filter((one) => one.checkVisibility()).map((one) => (one.getAttribute("data-values") ?? "").trim().split(" ")),
    groups: [...document.querySelectorAll(".group")].filter((one) => one.checkVisibility()).length,
    status: document.querySelector("[data-list-status]")?.textContent,
    query: location.search,
  }));
}

/** @param {import("playwright-core").Page} page @param {string} name @param {string} value */
const box = (page, name, value) => page.locator(`.filter input[name="${name}"][value="${value}"]`);

test("several values of a field are alternatives, every field has to fit, and the address keeps the choice", async () => {
  await own.visit({}, async (page) => {
    await page.goto(own.at(LIST));
    const whole = await seen(page);
    await box(page, "effort", "small").check();
    const small = await seen(page);
    assert.ok(small.entries.length > 0 && small.entries.length < whole.entries.length);
    assert.ok(small.entries.every((values) => values.includes("effort=small")));
    assert.equal(small.groups, 1, "groups without an entry are gone");
    await box(page, "effort", "medium").check();
    const two = await seen(page);
    assert.ok(two.entries.length > small.entries.length && two.entries.every((values) => values.includes("effort=small") || values.includes("effort=medium")));
    await box(page, "leads", "peers").check();
    const both = await seen(page);
    assert.ok(both.entries.length < two.entries.length && both.entries.every((values) => values.includes("leads=peers")));
    assert.equal(both.query, "?effort=small&effort=medium&leads=peers");
    assert.equal(both.status, `${both.entries.length} of ${whole.entries.length} entries`);
    await page.reload();
    assert.deepEqual(await seen(page), both);
    await page.getByRole("button", { name: "Clear all filters" }).click();
    assert.deepEqual(await seen(page), { ...whole, query: "" });
    assert.ok(await page.evaluate(() => document.activeElement?.matches(".filter input")), "the focus is among the filters");
  });
});

test("the number beside a value is that of the entries it would leave, and dead ends are closed", async () => {
  await own.visit({}, async (page) => {
    await page.goto(`${own.at(LIST)}?effort=small`);
    const boxes = await page.locator('.filter input[name="leads"]').all();
    let dead = 0;
    for (const one of boxes) {
      const number = Number(await one.evaluate((input) => input.closest("label")?.querySelector(".filter-count")?.textContent));
      if (number === 0) {
        dead += 1;
        assert.ok(await one.isDisabled());
        continue;
      }
      await one.check();
      assert.equal((await seen(page)).entries.length, number);
      await one.uncheck();
    }
    assert.ok(boxes.length > 2 && dead < boxes.length);
  });
});

test("a list is narrowed on a phone, by keyboard, and from a disk", async () => {
  await own.visit({ viewport: PHONE }, async (page) => {
    await page.goto(pathToFileURL(join(own.site.output, LIST)).href);
    const whole = await seen(page);
    await page.locator(".filters-button").focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    assert.ok((await seen(page)).entries.length < whole.entries.length);
    assert.equal(await page.locator(".filters-number").textContent(), "1");
  });
});

test("an address with values that nobody knows shows the whole list, and without scripts it is whole", async () => {
  for (const javaScriptEnabled of [true, false]) {
    await own.visit({ javaScriptEnabled }, async (page) => {
      await page.goto(`${own.at(LIST)}?effort=none&x=y`);
      assert.equal(await page.locator(".entry:visible").count(), await page.locator(".entry").count());
      assert.equal(await page.locator(".list-filters").isVisible(), javaScriptEnabled);
      await page.goto(own.at(KINDS.glossary));
      assert.equal(await page.locator(".list-filters").count(), 0, "a glossary has letters");
    });
  }
});

test("every entry of the glossary can be read where it stands", async () => {
  for (const viewport of [PHONE, { width: 1440, height: 900 }]) {
    await own.visit({ viewport }, async (page) => {
      await page.goto(own.at(KINDS.glossary));
      const entries = page.locator("li.definition");
      assert.ok((await entries.count()) > 10);
      assert.equal(await page.locator("li.definition:visible p").count(), await entries.count());
    });
  }
});
