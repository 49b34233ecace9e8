// Without scripts: everything is there to be read, and what folds can be unfolded.
// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { KINDS } from "../support.mjs";
import { DESKTOP, PHONE, stage } from "./support.mjs";

const own = stage();

test("22: without scripts every kind of page has its words, and none leads nowhere", async () => {
  for (const viewport of [PHONE, DESKTOP]) {
    await own.visit({ javaScriptEnabled: false, viewport }, async (page) => {
      for (const [kind, url] of own.kinds) {
        await page.goto(url);
        const main = page.locator("main");
        assert.ok(await main.getByRole("heading", { level: 1 }).isVisible(), kind);
        assert.ok((await main.innerText()).length > 60, kind);
        const dead = await page.locator("button:visible").evaluateAll((all) => all.filter((one) => one.type !== "submit").map((one) => one.outerHTML));
        assert.deepEqual(dead, [], `${kind}: buttons that need a script`);
      }
      await page.goto(own.at(KINDS.search));
      assert.ok(await page.locator("noscript p").isVisible());
    });
  }
});

test("22: without scripts the menu, the tree and the contents open on a phone, and stand open on a desktop", async () => {
  await own.visit({ javaScriptEnabled: false, viewport: PHONE }, async (page) => {
    for (const holder of [".menu", ".sidebar", ".contents"]) {
      await page.goto(own.at(KINDS.guide));
      const link = page.locator(`${holder} a`).nth(1);
      assert.equal(await link.isVisible(), false, holder);
      await page.locator(`${holder} summary`).click();
      const target = await link.getAttribute("href");
      await link.click();
      await page.waitForURL((url) => url.href === new URL(target ?? "", own.at(KINDS.guide)).href);
    }
  });
  await own.visit({ javaScriptEnabled: false }, async (page) => {
    await page.goto(own.at(KINDS.guide));
    for (const holder of [".menu", ".sidebar", ".contents"]) {
      assert.ok(await page.locator(`${holder} a`).nth(1).isVisible(), holder);
    }
  });
});

test("22: without scripts tabs are texts under their names, and folded texts unfold", async () => {
  await own.visit({ javaScriptEnabled: false }, async (page) => {
    await page.goto(`${own.servedManual.base}guide/components.html`);
    for (const [label, words] of [["Pull saw", "It cuts on the way back."], ["Push saw", "It cuts on the way forward."]]) {
      const tab = page.locator(".tab").filter({ hasText: words });
      assert.ok(await tab.getByText(label, { exact: true }).isVisible(), label);
      assert.ok(await tab.getByText(words).isVisible(), words);
    }
    const folded = page.locator(".expand").first();
    await folded.locator("summary").click();
    assert.ok(await folded.getByText("Each saw was weighed three times.").isVisible());
  });
});

test("22: without scripts the matrix has its table and its reasons, and every value that narrows a search its list", async () => {
  await own.visit({ javaScriptEnabled: false }, async (page) => {
    await page.goto(own.at(KINDS.matrix));
    assert.ok(await page.locator(".matrix td a").first().isVisible());
    const cell = page.locator(".matrix td a").first();
    const reason = page.locator(`[id="${(await cell.getAttribute("href"))?.slice(1)}"]`);
    await cell.click();
    assert.ok(await reason.isVisible());
    await page.goto(own.at(KINDS.terms));
    const terms = page.locator("main .terms a");
    assert.ok((await terms.count()) > 2);
    await terms.first().click();
    assert.ok((await page.locator("main .entry-title a").count()) > 3);
  });
});
