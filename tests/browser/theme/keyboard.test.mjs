// The theme by keyboard alone: where the Tab key stops, what can be seen there, and what Escape does.
// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { KINDS } from "../support.mjs";
import { DESKTOP, PHONE, stage } from "./support.mjs";

const own = stage();

test("1: the skip link is hidden until the Tab key finds it, and leads into the main part", async () => {
  for (const [viewport, kinds] of /** @type {const} */ ([[PHONE, own.some("home", "guide", "search")], [DESKTOP, own.kinds]])) {
    await own.visit({ viewport }, async (page) => {
      for (const [kind, url] of kinds) {
        await page.goto(url);
        const link = page.locator(".skip-link");
        await page.locator("#search-query").evaluateAll(([field]) => field?.blur());
        assert.ok((await bottom(link)) <= 0, `${kind}: hidden at first`);
        await page.keyboard.press("Tab");
        // On the search page the cursor starts in the field, and the Tab key goes on from there.
        if (kind === "search") await link.focus();
        assert.ok(await link.evaluate((one) => one === document.activeElement), `${kind}: the first stop`);
        assert.ok((await link.boundingBox())?.y >= 0, `${kind}: seen`);
        await page.keyboard.press("Enter");
        assert.equal(await page.evaluate(() => document.activeElement?.localName), "main", kind);
        await page.keyboard.press("Tab");
        assert.ok(await page.evaluate(isPastHeader), `${kind}: the next stop is in the main part`);
      }
    });
  }
});

const WALKS = [
  { viewport: PHONE, kinds: ["home", "guide", "search", "components"] },
  { viewport: { width: 1280, height: 720 }, kinds: ["home", "guide", "matrix", "search", "right to left"] },
];
/** Backwards the focus comes up from below: what sticks to the top could hide it. */
const BACKWARDS = ["guide", "matrix"];

for (const { viewport, kinds } of WALKS) {
  test(`9, 10: the Tab key stops everywhere in reading order, at nothing hidden, and leaves, ${viewport.width} pixels wide`, async () => {
    await own.visit({ viewport, reducedMotion: "reduce" }, async (page) => {
      for (const [kind, url] of own.some("home", "guide", "page", "matrix", "glossary", "search", "components", "right to left")) {
        await page.goto(url);
        for (const key of BACKWARDS.includes(kind) ? ["Tab", "Shift+Tab"] : ["Tab"]) {
          const { order, hidden, expected } = await walk(page, key);
          assert.deepEqual(order, expected, `${kind}, ${key}: the order`);
          assert.deepEqual(hidden, [], `${kind}, ${key}: hidden`);
        }
      }
    });
  });
}

test("10: what opens by keyboard closes by Escape, and the focus returns", async () => {
  await own.visit({ viewport: PHONE }, async (page) => {
    await page.goto(own.at(KINDS.guide));
    for (const holder of [".menu", ".sidebar > details", ".contents > details"]) {
      const summary = page.locator(`${holder} > summary`);
      await summary.focus();
      await page.keyboard.press("Enter");
      assert.equal(await page.locator(holder).getAttribute("open"), "", `${holder} opens`);
      await page.keyboard.press("Tab");
      assert.ok(await page.locator(`${holder} a:focus`).count(), `${holder}: the next stop is in it`);
      await page.keyboard.press("Escape");
      assert.equal(await page.locator(holder).getAttribute("open"), null, `${holder} closes`);
      assert.ok(await summary.evaluate((one) => one === document.activeElement), `${holder}: the focus is back`);
    }
  });
});

test("11: no key without a modifier does anything outside of a field", async () => {
  await own.visit({}, async (page) => {
    for (const [kind, url] of own.some("home", "guide", "matrix", "search", "components")) {
      await page.goto(url);
      await page.locator("#search-query").evaluateAll(([field]) => field?.blur());
      await page.evaluate(watch);
      for (const key of "abcdefghijklmnopqrstuvwxyz0123456789/?.,;'[]-=") await page.keyboard.press(key);
      assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).noticed), [], kind);
      assert.equal(page.url(), url, kind);
      assert.ok(await page.evaluate(() => document.activeElement === document.body), `${kind}: the focus moved`);
    }
  });
});

test("19: an entry of the contents leads the focus to its heading, and the one being read is marked", async () => {
  for (const viewport of [PHONE, DESKTOP]) {
    await own.visit({ viewport }, async (page) => {
      await page.goto(own.at(KINDS.guide));
      const button = page.locator(".contents summary");
      if (await button.isVisible()) await button.press("Enter");
      const entry = page.locator(".contents a").nth(3);
      const id = (await entry.getAttribute("href"))?.slice(1);
      await entry.press("Enter");
      assert.equal(await page.evaluate(() => document.activeElement?.id), id);
      assert.ok(page.url().endsWith(`#${id}`));
      const box = await page.locator(`[id="${id}"]`).boundingBox();
      assert.ok(box && box.y >= 0 && box.y < viewport.height / 2, `the heading is at ${box?.y}`);
      await page.waitForFunction((target) => document.querySelector(".contents [aria-current]")?.getAttribute("href") === `#${target}`, id);
    });
  }
});

test("19: the mark in the contents follows the reader down and up again", async () => {
  await own.visit({}, async (page) => {
    await page.goto(own.at(KINDS.guide));
    const entries = await page.locator(".contents a").evaluateAll((all) => all.map((link) => decodeURIComponent(link.getAttribute("href") ?? "")));
    const chosen = [entries[1], entries[6], entries[9], entries[6], entries[1]];
    for (const target of chosen) {
      // Some lines into the section: its heading is out of sight, and the next is not there yet.
      await page.evaluate((id) => {
        const heading = document.getElementById(id.slice(1));
        window.scrollTo(0, (heading?.getBoundingClientRect().top ?? 0) + window.scrollY + 20);
      }, target);
      await page.waitForFunction((id) => decodeURIComponent(document.querySelector(".contents [aria-current]")?.getAttribute("href") ?? "") === id, target);
      assert.equal(await page.locator(".contents [aria-current]").count(), 1);
    }
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    const marked = page.locator(".contents [aria-current]");
    await page.waitForFunction((before) => document.querySelector(".contents [aria-current]")?.getAttribute("href") !== before, entries[1]);
    assert.ok(await marked.evaluate((one) => {
      const list = one.closest(".contents")?.getBoundingClientRect();
      const box = one.getBoundingClientRect();
      return list && box.top >= list.top && box.bottom <= list.bottom;
    }), "the marked entry can be seen");
  });
});

/** Where the lower edge of an element is. */
async function bottom(locator) {
  const box = await locator.boundingBox();
  return box.y + box.height;
}

/**
 * Presses a key from the first stop (or the last, backwards) until the focus leaves the page: the
 * stops that it came to, those at which nothing can be seen, and the stops there should be.
 */
async function walk(page, key) {
  const count = await page.evaluate((isForward) => {
    const own = /** @type {any} */ (window);
    own.all = own.audit.stops();
    own.all.at(isForward ? 0 : -1).focus();
    return own.all.length;
  }, key === "Tab");
  const order = [];
  const hidden = [];
  for (let times = 0; times < count + 5; times += 1) {
    const { at, fault } = await page.evaluate(look);
    // Without a frame around it the page begins anew after its last stop.
    if (at < 0 || order.includes(at)) break;
    order.push(at);
    if (fault) hidden.push(fault);
    await page.keyboard.press(key);
  }
  const expected = Array.from({ length: count }, (_, at) => at);
  return { order, hidden, expected: key === "Tab" ? expected : expected.toReversed() };
}

/* What follows runs inside of a page. */

function isPastHeader() {
  const active = /** @type {Element} */ (document.activeElement);
  const main = /** @type {Element} */ (document.querySelector("main"));
  const isAfter = main.compareDocumentPosition(active) & Node.DOCUMENT_POSITION_FOLLOWING;
  return main.contains(active) || Boolean(isAfter) || active === document.body;
}

/** Where the focus is, and what is wrong if nothing of it can be seen. */
function look() {
  const { audit, all } = /** @type {any} */ (window);
  const active = /** @type {Element} */ (document.activeElement);
  const at = all.indexOf(active);
  if (at < 0) return { at };
  const seen = [...active.getClientRects()].some((box) => {
    const inset = 2;
    const across = [box.left + inset, (box.left + box.right) / 2, box.right - inset];
    const down = [box.top + inset, (box.top + box.bottom) / 2, box.bottom - inset];
    return across.some((x) => down.some((y) => {
      const hit = document.elementFromPoint(x, y);
      return hit && (active.contains(hit) || hit.contains(active) && hit !== document.body && hit.localName === "label");
    }));
  });
  return { at, fault: seen ? "" : audit.name(active) };
}

/** Notes whatever changes in the page from now on. */
function watch() {
  const own = /** @type {any} */ (window);
  own.noticed = [];
  const observer = new MutationObserver((changes) => own.noticed.push(...changes.map((change) => `${change.type} ${change.target.nodeName}`)));
  observer.observe(document, { subtree: true, childList: true, attributes: true });
}
