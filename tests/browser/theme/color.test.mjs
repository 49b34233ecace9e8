// Colors as they come out: contrast, links, the mark of the focus, forced colors, motion.
// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { KINDS } from "../support.mjs";
import { stage } from "./support.mjs";

const own = stage();
const SCHEMES = /** @type {const} */ (["light", "dark"]);

for (const colorScheme of SCHEMES) {
  test(`6: text, fields, buttons, marks and the ring of the focus stand out enough, ${colorScheme}`, async () => {
    await own.visit({ colorScheme }, async (page) => {
      const faults = [];
      for (const [kind, url] of own.kinds) {
        await page.goto(url);
        await page.keyboard.press("Tab");
        faults.push(...(await page.evaluate(measure)).map((fault) => `${kind}: ${fault}`));
      }
      assert.deepEqual([...new Set(faults)], []);
    });
  });
}

test("6: a chosen scheme has the colors of the system's, whatever the system is set to", async () => {
  for (const [colorScheme, chosen] of [["dark", "light"], ["light", "dark"]]) {
    await own.visit({ colorScheme, reducedMotion: "reduce" }, async (page) => {
      await page.goto(own.at(KINDS.guide));
      await page.evaluate((theme) => (document.documentElement.dataset.theme = theme), chosen);
      assert.deepEqual(await page.evaluate(measure), []);
      assert.equal(await page.evaluate(isDark), chosen === "dark");
    });
  }
});

test("7: links in running text are underlined, and those that were followed look different", async () => {
  await own.visit({}, async (page, context) => {
    const faults = [];
    for (const [kind, url] of own.kinds) {
      await page.goto(url);
      faults.push(...(await page.evaluate(plainLinks)).map((fault) => `${kind}: ${fault}`));
    }
    assert.deepEqual(faults, []);
    await page.goto(own.at(KINDS.page));
    const link = page.locator(".prose a:not(.anchor, .term a, .citation a)").first();
    const fresh = await link.screenshot();
    await force(page, context, link, ["visited"]);
    assert.ok(!fresh.equals(await link.screenshot()), "the color of a link that was followed");
  });
});

test("7: nothing is said by color alone", async () => {
  await own.visit({}, async (page) => {
    for (const [kind, url] of own.kinds) {
      await page.goto(url);
      assert.deepEqual(await page.evaluate(colorOnly), [], kind);
    }
    await page.goto(own.at(KINDS.matrix));
    const marks = await page.locator(".legend use").evaluateAll((uses) => uses.map((use) => use.getAttribute("href")));
    assert.ok(marks.length > 1);
    assert.equal(new Set(marks).size, marks.length, "each strength has a mark of its own");
    const words = await page.locator(".matrix td a").evaluateAll((links) => links.filter((link) => !link.textContent?.includes(":")).length);
    assert.equal(words, 0, "each mark of the table says its strength in words");
    const shown = await page.locator(".match li:not(:has(.badge))").count();
    assert.equal(shown, 0, "and so does the list");
  });
});

for (const colorScheme of SCHEMES) {
  test(`8: the focus is seen on each kind of control: two pixels around it, and 3:1 between both states, ${colorScheme}`, async () => {
    await own.visit({ colorScheme, viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" }, async (page) => {
      const seen = new Set();
      const faults = [];
      for (const [kind, url] of own.some("home", "guide", "matrix", "glossary", "search", "tag", "components")) {
        await page.goto(url);
        await page.keyboard.press("Tab");
        for (const { at, sort } of await page.evaluate(sorts)) {
          if (seen.has(sort)) continue;
          seen.add(sort);
          const share = await ring(page, at);
          if (share < 1) faults.push(`${kind}: ${sort} has ${share.toFixed(2)} of what it needs`);
        }
      }
      assert.ok(seen.size > 15, `${seen.size} kinds of controls`);
      assert.deepEqual(faults, []);
    });
  });
}

test("8: no rule takes the mark of the focus away without another in its place", async () => {
  await own.visit({}, async (page) => {
    for (const [kind, url] of own.kinds) {
      await page.goto(url);
      await page.keyboard.press("Tab");
      assert.deepEqual(await page.evaluate(unmarked), [], kind);
    }
  });
});

test("23: nothing moves by itself, and nothing at all where less motion is asked for", async () => {
  await own.visit({ reducedMotion: "no-preference" }, async (page) => {
    for (const [kind, url] of own.kinds) {
      await page.goto(url);
      const running = await page.evaluate(() => document.getAnimations().length + document.querySelectorAll("[autoplay], marquee").length);
      assert.equal(running, 0, kind);
    }
  });
  await own.visit({ reducedMotion: "reduce" }, async (page) => {
    for (const [kind, url] of own.kinds) {
      await page.goto(url);
      assert.deepEqual(await page.evaluate(moving), [], kind);
    }
  });
});

test("23: in forced colors all text, marks and the focus can be seen, and what is chosen differs", async () => {
  for (const colorScheme of SCHEMES) {
    await own.visit({ forcedColors: "active", colorScheme }, async (page) => {
      for (const [kind, url] of colorScheme === "dark" ? own.kinds : own.some("home", "guide", "matrix")) {
        await page.goto(url);
        await page.keyboard.press("Tab");
        assert.deepEqual(await page.evaluate(measure), [], `${kind}, ${colorScheme}`);
        assert.deepEqual(await page.evaluate(unmarked), [], `${kind}, ${colorScheme}`);
        assert.deepEqual(await page.evaluate(colorOnly), [], `${kind}, ${colorScheme}`);
      }
      const knob = page.locator(".theme-switch:visible");
      await page.goto(own.at(KINDS.home));
      const off = await knob.screenshot();
      await knob.click();
      await page.mouse.move(0, 0);
      await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur());
      assert.ok(!off.equals(await knob.screenshot()), "the switch shows its state");
    });
  }
});

test("23: light or dark follows the system until the reader chooses", async () => {
  await own.visit({ colorScheme: "light" }, async (page) => {
    await page.goto(own.at(KINDS.home));
    assert.equal(await page.evaluate(isDark), false);
    await page.emulateMedia({ colorScheme: "dark" });
    assert.equal(await page.evaluate(isDark), true);
    await page.getByRole("switch").click();
    assert.equal(await page.evaluate(isDark), false);
    await page.goto(own.at(KINDS.guide));
    assert.equal(await page.evaluate(isDark), false, "the choice holds on the next page");
  });
});

/* What follows runs inside of a page. */

function isDark() {
  const { audit } = /** @type {any} */ (window);
  return audit.ratio(audit.backdrop(document.body), [0, 0, 0, 1]) < 4.5;
}

/** Whatever has too little contrast. */
function measure() {
  const { audit } = /** @type {any} */ (window);
  const found = [];
  function want(least, color, behind, what) {
    const has = audit.contrast(color, behind);
    if (has < least) found.push(`${has.toFixed(2)} of ${least}: ${what}`);
  }
  for (const { holder } of audit.texts()) {
    if (holder.closest(":disabled, [aria-disabled=true], option")) continue;
    const style = getComputedStyle(holder);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    want(isLarge ? 3 : 4.5, holder.closest("svg") ? style.fill : style.color, holder, audit.name(holder));
  }
  for (const field of document.querySelectorAll("input:not([type=checkbox])")) {
    if (!audit.visible(field)) continue;
    want(3, getComputedStyle(field).borderBlockStartColor, field.parentElement, `edge of ${audit.name(field)}`);
    if (field.hasAttribute("placeholder")) want(4.5, getComputedStyle(field, "::placeholder").color, field, `placeholder of ${audit.name(field)}`);
  }
  for (const button of document.querySelectorAll(".button")) {
    if (!audit.visible(button)) continue;
    const style = getComputedStyle(button);
    const edges = [style.backgroundColor, style.borderBlockStartColor].map((color) => audit.contrast(color, button.parentElement));
    if (Math.max(...edges) < 3) found.push(`edge of ${audit.name(button)}`);
  }
  for (const track of document.querySelectorAll(".theme-switch-track")) {
    if (audit.visible(track)) want(3, getComputedStyle(track).borderBlockStartColor, track.parentElement, "the switch");
  }
  for (const mark of document.querySelectorAll(".mark, [class^='chart-bar'], [class*='chart-bar ']")) {
    if (audit.visible(mark)) want(3, getComputedStyle(mark).fill, mark.parentElement, audit.name(mark));
  }
  for (const line of document.querySelectorAll(".icon, .chart-line")) {
    if (audit.visible(line)) want(3, getComputedStyle(line).stroke, line.parentElement, audit.name(line));
  }
  for (const stop of audit.stops()) {
    stop.focus();
    const style = getComputedStyle(stop);
    if (style.outlineStyle !== "none") want(3, style.outlineColor, stop.parentElement, `ring of ${audit.name(stop)}`);
  }
  return found;
}

/** Links among words that only their color tells apart. */
function plainLinks() {
  const { audit } = /** @type {any} */ (window);
  return [...document.querySelectorAll(":is(.prose, .lead, .relation-list p, .site-footer-text) a[href]:not(.anchor, .number)")]
    .filter((link) => audit.visible(link) && !getComputedStyle(link).textDecorationLine.includes("underline"))
    .map((link) => audit.name(link));
}

/** Entries marked as current, or notices, that differ from their neighbors in color at most. */
function colorOnly() {
  const { audit } = /** @type {any} */ (window);
  function traits(element) {
    const style = getComputedStyle(element);
    return [style.fontWeight, style.borderBlockEndWidth, style.borderInlineStartWidth, style.textDecorationLine].join();
  }
  const found = [];
  for (const current of document.querySelectorAll("nav li > [aria-current]")) {
    const other = current.closest("ul")?.querySelector("a:not([aria-current])");
    if (other && audit.visible(current) && traits(current) === traits(other)) found.push(audit.name(current));
  }
  for (const notice of document.querySelectorAll(".alert")) {
    if (!notice.querySelector(".alert-title")?.textContent?.trim()) found.push(audit.name(notice));
  }
  const series = (line) => /series-\d/.exec(line.getAttribute("class") ?? line.parentElement.getAttribute("class"))?.[0];
  for (const chart of document.querySelectorAll(".chart")) {
    const dashes = Object.fromEntries([...chart.querySelectorAll(".chart-line")].map((line) => [series(line), getComputedStyle(line).strokeDasharray]));
    if (new Set(Object.values(dashes)).size < Object.keys(dashes).length) found.push(`lines alike: ${JSON.stringify(dashes)}`);
  }
  return found;
}

/** Stops of the Tab key that show no ring of at least two pixels, on themselves or what holds them. */
function unmarked() {
  const { audit } = /** @type {any} */ (window);
  return audit
    .stops()
    .filter((stop) => {
      stop.focus();
      const ringed = [stop, stop.closest(":has(:focus-visible)"), stop.closest(".callout")].filter(Boolean);
      return !ringed.some((one) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(one);
        return !["none", "hidden"].includes(outlineStyle) && parseFloat(outlineWidth) >= 2;
      });
    })
    .map((stop) => audit.name(stop));
}

/** One stop of each sort: of the same class in the same place. */
function sorts() {
  const { audit } = /** @type {any} */ (window);
  const found = new Map();
  audit.stops().forEach((stop, at) => {
    const holder = stop.closest("[class]:not(a, button, input, summary)");
    const sort = `${holder?.className} > ${stop.localName}.${stop.className}`;
    if (!found.has(sort)) found.set(sort, at);
  });
  return [...found].map(([sort, at]) => ({ sort, at }));
}

/** What would move: a transition or an animation that takes any time. */
function moving() {
  const { audit } = /** @type {any} */ (window);
  const lasts = (/** @type {string} */ times) => times.split(",").some((time) => parseFloat(time) > 0);
  return [...document.querySelectorAll("*")]
    .filter((element) => {
      const style = getComputedStyle(element);
      return lasts(style.transitionDuration) || (style.animationName !== "none" && lasts(style.animationDuration)) || style.scrollBehavior === "smooth";
    })
    .map((element) => audit.name(element));
}

/**
 * How much of the ring that WCAG asks for (2.4.13: two pixels all around, 3:1 between both states)
 * a stop gets when the focus comes to it, counted in two pictures of its surroundings.
 */
async function ring(page, at) {
  const box = await page.evaluate((number) => {
    const stop = /** @type {any} */ (window).audit.stops()[number];
    stop.focus();
    // The header moves with the focus, except at the top of the page.
    if (stop.closest(".site-header")) scrollTo(0, 0);
    else stop.scrollIntoView({ block: "center", behavior: "instant" });
    // Only the ring is to differ: not the cursor, nor what a field does in the focus.
    stop.style.caretColor = "transparent";
    const { x, y, width, height } = (stop.closest(".callout, .card") ?? stop).getBoundingClientRect();
    // A turned link fills less than the box around it.
    const [line] = stop.getClientRects();
    const isWhole = getComputedStyle(stop).display !== "inline";
    return { x, y, width, height, wide: isWhole ? stop.offsetWidth : line.width, high: isWhole ? stop.offsetHeight : line.height };
  }, at);
  const clip = {
    x: Math.max(0, box.x - 8), y: Math.max(0, box.y - 8), width: box.width + 16, height: box.height + 16,
  };
  if (clip.height > 900) clip.height = 900 - clip.y;
  const focused = await page.screenshot({ clip });
  await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur());
  const blurred = await page.screenshot({ clip });
  const changed = await page.evaluate(differing, [focused, blurred].map((picture) => `data:image/png;base64,${picture.toString("base64")}`));
  return changed / (2 * 2 * (Math.min(box.wide, box.width) + Math.min(box.high, 880)));
}

/** How many pixels of two pictures differ by 3:1 or more. */
async function differing(pictures) {
  const { audit } = /** @type {any} */ (window);
  const [one, other] = await Promise.all(
    pictures.map(async (address) => {
      const picture = new Image();
      picture.src = address;
      await picture.decode();
      const canvas = new OffscreenCanvas(picture.width, picture.height);
      const brush = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
      brush.drawImage(picture, 0, 0);
      return brush.getImageData(0, 0, picture.width, picture.height).data;
    }),
  );
  let count = 0;
  for (let at = 0; at < one.length; at += 4) {
    if (one[at] === other[at] && one[at + 1] === other[at + 1] && one[at + 2] === other[at + 2]) continue;
    if (audit.ratio(one.slice(at, at + 3), other.slice(at, at + 3)) >= 3) count += 1;
  }
  return count;
}

/** Puts a link into a state that a page cannot ask for. */
async function force(page, context, link, states) {
  await link.evaluate((element) => element.setAttribute("data-forced", ""));
  const session = await context.newCDPSession(page);
  await session.send("DOM.enable");
  await session.send("CSS.enable");
  const { root } = await session.send("DOM.getDocument");
  const { nodeId } = await session.send("DOM.querySelector", { nodeId: root.nodeId, selector: "[data-forced]" });
  await session.send("CSS.forcePseudoState", { nodeId, forcedPseudoClasses: states });
}
