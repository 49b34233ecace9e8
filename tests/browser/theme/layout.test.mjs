// Boxes and type: small and enlarged windows, wider spacing, targets, sizes, and right to left.
// @ts-check
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { KINDS, repository } from "../support.mjs";
import { DESKTOP, PHONE, TABLET, restyle, stage } from "./support.mjs";

const own = stage();

test("12: targets are 24 pixels large or have room around them; the menu of a phone has 44", async () => {
  for (const viewport of [PHONE, TABLET, DESKTOP]) {
    await own.visit({ viewport }, async (page) => {
      for (const [kind, url] of own.kinds) {
        await page.goto(url);
        assert.deepEqual(await page.evaluate(small), [], `${kind}, ${viewport.width}`);
      }
    });
  }
  await own.visit({ viewport: PHONE, hasTouch: true, isMobile: true }, async (page) => {
    await page.goto(own.at(KINDS.guide));
    await page.locator(".menu > summary").tap();
    const heights = await page.locator(".menu > summary, .menu-list a, .menu .theme-switch").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
    assert.ok(heights.length > 5);
    assert.deepEqual(heights.filter((height) => height < 44), []);
  });
});

for (const viewport of [PHONE, { width: 320, height: 256 }, TABLET, DESKTOP]) {
  test(`13: nothing scrolls two ways or is cut, ${viewport.width} by ${viewport.height}`, async () => {
    await own.visit({ viewport }, async (page) => {
      for (const [kind, url] of own.kinds) {
        await page.goto(url);
        assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).audit.lost()), [], kind);
        await page.evaluate(unfold);
        assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).audit.lost()), [], `${kind}, unfolded`);
      }
    });
  });
}

test("13: with text twice as large nothing is cut or lost", async () => {
  for (const viewport of [{ width: 640, height: 700 }, { width: 1280, height: 800 }]) {
    await own.visit({ viewport }, async (page) => {
      for (const [kind, url] of own.kinds) {
        await page.goto(url);
        await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
        assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).audit.lost()), [], `${kind}, ${viewport.width}`);
      }
    });
  }
});

test("14: the spacing that a reader asks for loses no words", async () => {
  const spacing = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }";
  for (const viewport of [PHONE, DESKTOP]) {
    await own.visit({ viewport }, async (page) => {
      for (const [kind, url] of own.kinds) {
        await page.goto(url);
        await page.evaluate(unfold);
        await restyle(page, spacing);
        assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).audit.lost()), [], `${kind}, ${viewport.width}`);
      }
    });
  }
});

test("15: text is large enough, in sizes that follow the reader's, with room between lines", async () => {
  for (const [viewport, least] of /** @type {const} */ ([[PHONE, 16], [DESKTOP, 18]])) {
    await own.visit({ viewport }, async (page) => {
      for (const [kind, url] of own.some("page", "guide", "components", "matrix", "right to left")) {
        await page.goto(url);
        const text = page.locator(".prose > p").first();
        const size = () => text.evaluate((one) => parseFloat(getComputedStyle(one).fontSize));
        const before = await size();
        assert.ok(before >= least, `${kind}: ${before}`);
        const height = await text.evaluate((one) => parseFloat(getComputedStyle(one).lineHeight));
        assert.ok(height / before >= 1.5, `${kind}: lines of ${height / before}`);
        await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
        assert.equal(await size(), before * 2, kind);
      }
    });
  }
});

test("15: lines have at most 75 characters, start at one side, and no style writes capitals", async () => {
  await own.visit({}, async (page) => {
    const faults = [];
    for (const [kind, url] of own.kinds) {
      await page.goto(url);
      const found = [...(await page.evaluate(longLines)), ...(await page.evaluate(set))];
      faults.push(...found.map((fault) => `${kind}: ${fault}`));
    }
    assert.deepEqual(faults, []);
  });
});

test("5: from right to left the page is mirrored", async () => {
  await own.visit({}, async (page) => {
    await page.goto(`${own.servedArabic.base}guide/first.html`);
    await page.evaluate(() => (document.documentElement.dir = "rtl"));
    const [sidebar, main, contents] = await Promise.all([".sidebar", "main", ".contents"].map((part) => page.locator(part).boundingBox()));
    assert.ok(sidebar && main && contents);
    assert.ok(contents.x + contents.width <= main.x && main.x + main.width <= sidebar.x, "contents, text, tree");
    const [brand, box] = await Promise.all([".brand-name", "#site-search"].map((part) => page.locator(part).boundingBox()));
    assert.ok(brand && box && brand.x > box.x + box.width, "the name of the site is on the right");
    const quote = await page.locator("blockquote").evaluate((one) => [getComputedStyle(one).borderRightWidth, getComputedStyle(one).borderLeftWidth]);
    assert.deepEqual(quote, ["4px", "0px"]);
    for (const viewport of [PHONE, TABLET, DESKTOP]) {
      await page.setViewportSize(viewport);
      assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).audit.lost()), [], `${viewport.width}`);
    }
  });
});

test("5: from right to left the words over the matrix lean the other way", async () => {
  await own.visit({}, async (page) => {
    await page.goto(own.at(KINDS.matrix));
    const word = page.locator(".matrix thead th a").first();
    const cell = page.locator(".matrix thead th:has(a)").first();
    for (const direction of ["ltr", "rtl"]) {
      await page.evaluate((one) => (document.documentElement.dir = one), direction);
      const [words, column] = await Promise.all([word.boundingBox(), cell.boundingBox()]);
      assert.ok(words && column);
      // They begin over their column, and lean away from the side at which lines start.
      const start = direction === "ltr" ? words.x : words.x + words.width;
      const end = direction === "ltr" ? words.x + words.width : words.x;
      const middle = column.x + column.width / 2;
      assert.ok(Math.abs(start - middle) < column.width, `${direction}: they begin at ${start}, their column is at ${middle}`);
      assert.ok(direction === "ltr" ? end > middle + column.width : end < middle - column.width, direction);
    }
  });
});

test("5: no shorthand of the style sheets tells left from right", () => {
  const found = [];
  for (const { file, at, line } of declarations()) {
    const values = /(?:^|[\s;{])(?:padding|margin|inset|border-(?:radius|width|color|style)):\s*([^;]+);/.exec(line)?.[1].match(/\w*\([^)]*\)|[^\s()]+/g) ?? [];
    if (values.length === 4 && values[1] !== values[3]) found.push(`${file}:${at} ${line.trim()}`);
  }
  assert.deepEqual(found, []);
});

test("5: the style sheets know a start and an end, and neither left nor right", () => {
  const physical = /(?<![\w-])(?:(?:margin|padding|border(?:-(?:top|bottom))?|scroll-(?:margin|padding))-)?(?:left|right)(?![\w])(?!-solid|-dashed)/;
  // Formulas are written from left to right in every language.
  const isFormula = (line) => /menv|cell-|text-align: (right|left);( text-align|  *\})/.test(line);
  const found = [...declarations()].filter(({ line }) => !isFormula(line) && physical.test(line));
  assert.deepEqual(found.map(({ file, at, line }) => `${file}:${at} ${line.trim()}`), []);
});

/** Every line of the style sheets, without its comments. */
function* declarations() {
  const folder = join(repository, "themes/default/static/css");
  for (const file of readdirSync(folder)) {
    const text = readFileSync(join(folder, file), "utf8").replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ""));
    for (const [at, line] of text.split("\n").entries()) yield { file, at: at + 1, line };
  }
}

/* What follows runs inside of a page. */

/** Opens whatever is folded. */
function unfold() {
  for (const folded of document.querySelectorAll("details")) folded.open = true;
}

/** Targets under 24 pixels whose neighbors are too near (WCAG 2.5.8); links in sentences may be. */
function small() {
  const { audit } = /** @type {any} */ (window);
  function inSentence(target) {
    if (!getComputedStyle(target).display.startsWith("inline") || target.matches("button, input")) return false;
    const block = target.closest("p, li, dd, dt, td, th, figcaption, blockquote, caption, div, h1, h2, h3, h4, h5, h6");
    const words = [...(block?.childNodes ?? [])].filter((node) => node !== target && !node.contains(target) && node.textContent?.trim());
    return words.length > 0 || Boolean(target.closest("sup, .citation"));
  }
  const targets = audit.stops().filter((stop) => audit.visible(stop) && !stop.matches("[role=region], main, pre, [role=tabpanel]"));
  const boxes = targets.map((target) => target.getBoundingClientRect());
  const centre = (box) => [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  const isSmall = (box) => box.width < 23.99 || box.height < 23.99;
  const gap = ([x, y], box) => Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
  return targets.filter((target, at) => {
    if (!isSmall(boxes[at]) || inSentence(target)) return false;
    const own = centre(boxes[at]);
    return boxes.some((box, other) => {
      if (other === at || target.contains(targets[other]) || targets[other].contains(target)) return false;
      if (!isSmall(box)) return gap(own, box) < 12;
      const [x, y] = centre(box);
      return Math.hypot(own[0] - x, own[1] - y) < 24;
    });
  }).map((target) => `${audit.name(target)} ${JSON.stringify(target.getBoundingClientRect())}`);
}

/** Whether there are more than 75 characters to a line; lines differ with their letters, but none is far off. */
function longLines() {
  const { audit } = /** @type {any} */ (window);
  const found = [];
  const full = [];
  for (const block of document.querySelectorAll("main :is(p, .prose li, .highlight li, .highlights li, .sources li > div, .references > li > div > div, dd), .site-footer p")) {
    if (!audit.visible(block) || block.querySelector("p, li") || (block.textContent ?? "").length <= 75) continue;
    /** @type {Map<number, number>} */
    const lines = new Map();
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!audit.visible(node.parentElement)) continue;
      for (const { index, 0: word } of (node.textContent ?? "").matchAll(/\S+\s?/g)) {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.trimEnd().length);
        const { bottom } = range.getBoundingClientRect();
        const line = [...lines.keys()].find((one) => Math.abs(one - bottom) < 8) ?? bottom;
        lines.set(line, (lines.get(line) ?? 0) + word.length);
      }
    }
    const counts = [...lines.values()];
    full.push(...counts.slice(0, -1));
    const longest = Math.max(...counts);
    if (longest > 81) found.push(`${longest} characters: ${audit.name(block)}`);
  }
  const mean = full.reduce((sum, count) => sum + count, 0) / full.length;
  if (mean > 75) found.push(`${mean.toFixed(0)} characters on average`);
  return found;
}

/** Text that is justified, does not start at its side, or is set in capitals. */
function set() {
  const { audit } = /** @type {any} */ (window);
  const found = [];
  for (const { holder } of audit.texts()) {
    const style = getComputedStyle(holder);
    if (style.textTransform !== "none") found.push(`${style.textTransform}: ${audit.name(holder)}`);
    if (style.textAlign === "justify") found.push(`justified: ${audit.name(holder)}`);
    const isText = holder.closest(".prose p, .lead, .entry p, .card p") && !holder.closest("table, [class*=align-], .tabs button");
    if (isText && !["start", "left"].includes(style.textAlign) && style.direction === "ltr") found.push(`${style.textAlign}: ${audit.name(holder)}`);
  }
  return found;
}
