// The search box in the header: a combobox with a list of results, on every page.
// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { browser, build, open, serve } from "./support.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PAGE = "barriers/peer-drift.html";
const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 800 };

let site, chrome, root, subfolder;

before(async () => {
  site = build();
  chrome = await browser();
  root = await serve(site.output);
  subfolder = await serve(site.output, "/some/where/");
});

after(async () => {
  await chrome?.close();
  await root?.close();
  await subfolder?.close();
  site?.remove();
});

/** Opens a page, on a wide screen unless told otherwise. */
async function start({ base = root.base, path = PAGE, viewport = WIDE, ...rest } = {}) {
  const context = await chrome.newContext({ viewport, ...rest });
  const { page, complaints } = await open(context, base + path);
  return { context, page, complaints, box: page.locator("#site-search"), popup: page.locator(".search-popup") };
}

/** Types a query and waits for its list. */
async function type({ page, box }, query) {
  await box.pressSequentially(query);
  await page.locator(".search-popup", { hasText: `“${query}”` }).waitFor();
}

/** The option to which the box points. */
function activeOption(page) {
  return page.evaluate(() => {
    const id = document.querySelector("#site-search")?.getAttribute("aria-activedescendant");
    const option = id && document.getElementById(id);
    if (!option) return null;
    const all = [...document.querySelectorAll("[role=option]")];
    const selected = all.filter((other) => other.getAttribute("aria-selected") === "true");
    return { at: all.indexOf(option), of: all.length, isOnly: selected.length === 1 && selected[0] === option };
  });
}

for (const place of ["at a root", "in a subfolder", "from a disk"]) {
  test(`the list comes while one types, and leads on, ${place}`, async () => {
    const base = { "at a root": root.base, "in a subfolder": subfolder.base }[place] ?? `${pathToFileURL(site.output)}/`;
    const { context, page, complaints, box } = await start({ base });
    const asked = [];
    context.on("request", (request) => {
      if (!request.url().endsWith("favicon.svg")) asked.push(request.url());
    });
    await box.click();
    assert.deepEqual(asked, [], "nothing is fetched before a query");
    await type({ page, box }, "supervision");
    assert.ok(asked.length > 0 && asked.every((url) => url.startsWith(base)));
    const hrefs = await page.locator("[role=option]").evaluateAll((all) => all.map((option) => /** @type {HTMLAnchorElement} */ (option).href));
    assert.ok(hrefs.length > 3 && hrefs.every((href) => href.startsWith(base)));
    assert.equal(hrefs.at(-1), `${base}search.html?q=supervision`);
    assert.equal(await page.locator(".search-option-page").count(), 6);
    assert.ok((await page.locator(".search-option-section").count()) > 0);
    assert.ok((await page.locator(".search-option-page mark").count()) > 0);
    await box.press("ArrowDown");
    await box.press("Enter");
    await page.waitForURL(hrefs[0]);
    assert.deepEqual(complaints, []);
    assert.deepEqual([...root.strays, ...subfolder.strays], []);
    await context.close();
  });
}

test("the box says what it is and where one is in the list", async () => {
  const { context, page, box } = await start();
  assert.equal(await box.getAttribute("role"), "combobox");
  assert.equal(await box.getAttribute("aria-autocomplete"), "list");
  assert.equal(await box.getAttribute("aria-expanded"), "false");
  const list = page.locator(`#${await box.getAttribute("aria-controls")}`);
  assert.equal(await list.getAttribute("role"), "listbox");
  assert.ok(await list.getAttribute("aria-label"));
  await type({ page, box }, "supervision");
  assert.equal(await box.getAttribute("aria-expanded"), "true");
  assert.equal(await activeOption(page), null, "nothing is chosen by itself");
  await box.press("ArrowDown");
  const { of } = await activeOption(page);
  assert.deepEqual(await activeOption(page), { at: 0, of, isOnly: true });
  const steps = [["ArrowDown", 1], ["End", of - 1], ["ArrowDown", 0], ["ArrowUp", of - 1], ["Home", 0]];
  for (const [key, at] of /** @type {[string, number][]} */ (steps)) {
    await box.press(key);
    assert.deepEqual(await activeOption(page), { at, of, isOnly: true }, key);
    assert.equal(await page.evaluate(() => document.activeElement?.id), "site-search");
    const seen = await page.evaluate(() => {
      const chosen = document.querySelector("[aria-selected=true]")?.getBoundingClientRect();
      const frame = document.querySelector("[role=listbox]")?.getBoundingClientRect();
      return chosen && frame && chosen.top >= frame.top - 1 && chosen.bottom <= frame.bottom + 1;
    });
    assert.ok(seen, `${key}: the option is in sight`);
  }
  await box.pressSequentially("x");
  assert.equal(await box.inputValue(), "supervisionx", "one goes on typing at the end");
  await context.close();
});

test("Enter without an option asks the search page", async () => {
  const { context, page, box, complaints } = await start({ base: subfolder.base });
  await box.fill("supervision");
  await box.press("Enter");
  await page.locator(".result").first().waitFor();
  assert.equal(await page.locator("#search-query").inputValue(), "supervision");
  assert.ok(page.url().startsWith(`${subfolder.base}search.html`));
  assert.deepEqual(complaints, []);
  await context.close();
});

test("Escape closes first and clears then, and the focus stays", async () => {
  const { context, page, box, popup } = await start();
  await type({ page, box }, "supervision");
  await box.press("Escape");
  assert.equal(await popup.isVisible(), false);
  assert.equal(await box.inputValue(), "supervision");
  assert.equal(await box.getAttribute("aria-expanded"), "false");
  await box.press("ArrowDown");
  assert.ok(await popup.isVisible(), "the same list opens again");
  await box.press("Escape");
  await box.press("Escape");
  assert.equal(await box.inputValue(), "");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "site-search");
  await context.close();
});

test("Tab and a click elsewhere close the list; a click into the box shows it again", async () => {
  const { context, page, box, popup } = await start();
  await type({ page, box }, "supervision");
  await box.press("Tab");
  assert.equal(await popup.isVisible(), false);
  assert.ok(await page.evaluate(() => document.activeElement?.matches(".site-search button")));
  await box.click();
  assert.ok(await popup.isVisible());
  await page.mouse.click(20, 700);
  assert.equal(await popup.isVisible(), false);
  await context.close();
});

test("a list that was closed while it was on its way stays closed", async () => {
  const { context, page, box, popup } = await start();
  await page.evaluate(() => {
    const { fieldguide } = window;
    const search = fieldguide.search;
    fieldguide.search = async (query, options) => {
      await new Promise((done) => (/** @type {any} */ (window).release = done));
      return search(query, options);
    };
  });
  await box.fill("supervision");
  await page.waitForFunction(() => /** @type {any} */ (window).release);
  await box.press("Tab");
  await page.evaluate(async () => {
    /** @type {any} */ (window).release();
    await window.fieldguide.ready;
  });
  await page.waitForTimeout(200);
  assert.equal(await popup.isVisible(), false);
  await context.close();
});

test("a result opens by pointer, and in a new tab with Control", async () => {
  const { context, page, box, popup } = await start();
  await type({ page, box }, "supervision");
  const option = page.locator(".search-option-page").first();
  const href = await option.evaluate((link) => /** @type {HTMLAnchorElement} */ (link).href);
  const [other] = await Promise.all([context.waitForEvent("page"), option.click({ modifiers: ["Control"] })]);
  await other.waitForURL(href);
  assert.ok(page.url().endsWith(PAGE) && (await popup.isVisible()), "this page stays as it is");
  await option.click();
  await page.waitForURL(href);
  await context.close();
});

test("what was found is read out after a pause", async () => {
  const { context, page, box } = await start();
  await type({ page, box }, "supervision");
  const { total } = await page.evaluate(() => window.fieldguide.search("supervision"));
  await page.waitForFunction((text) => document.querySelector(".site-search [role=status]")?.textContent === text, `${total} pages found`);
  await box.fill("stigmaa");
  await page.waitForFunction(() => /^No pages contain “stigmaa”\..*“stigma”\. \d+ pages found$/.test(document.querySelector(".site-search [role=status]")?.textContent ?? ""));
  await box.fill("xyzzyqq");
  await page.waitForFunction(() => document.querySelector(".site-search [role=status]")?.textContent === "Nothing found for “xyzzyqq”.");
  await context.close();
});

test("a mistyped word and a query without results are told in the list, too", async () => {
  const { context, page, box, popup } = await start();
  await type({ page, box }, "stigmaa");
  assert.match(await popup.locator(".search-note").textContent(), /stigmaa.*stigma/);
  const insist = popup.getByRole("option", { name: "Search for “stigmaa” only" });
  assert.equal(await insist.getAttribute("href"), "../search.html?q=%22stigmaa%22");
  await box.fill("xyzzyqq");
  await popup.getByText("Nothing found for “xyzzyqq”.").waitFor();
  assert.equal(await page.locator("[role=option]").count(), 0);
  assert.equal(await box.getAttribute("aria-expanded"), "false");
  await box.press("Escape");
  assert.equal(await popup.isVisible(), false);
  await context.close();
});

test("a search that cannot be carried out says so", async () => {
  const { context, page, box, popup } = await start();
  await page.evaluate(() => (window.fieldguide.search = () => Promise.reject(new Error("a file is missing"))));
  await box.fill("stigma");
  await popup.getByText("The search does not work right now (a file is missing).").waitFor();
  await context.close();
});

test("the query goes along from page to page, without opening the list", async () => {
  const { context, page, box, popup } = await start();
  await type({ page, box }, "supervision");
  await page.locator(".search-option-page").nth(1).click();
  await page.waitForURL((url) => !url.href.endsWith(PAGE));
  assert.equal(await box.inputValue(), "supervision");
  assert.equal(await popup.isVisible(), false);
  await page.goBack();
  assert.equal(await box.inputValue(), "supervision");
  assert.equal(await popup.isVisible(), false);
  await box.focus();
  await box.press("ArrowDown");
  await popup.waitFor();
  await box.fill("");
  await page.reload();
  assert.equal(await box.inputValue(), "", "what was cleared stays so");
  const other = await (await chrome.newContext()).newPage();
  await other.goto(root.base + PAGE);
  assert.equal(await other.locator("#site-search").inputValue(), "", "another visit begins anew");
  await other.context().close();
  await context.close();
});

test("the shortcut leads to the box from anywhere, and is shown on wide screens", async () => {
  const { context, page, box, popup } = await start();
  assert.equal(await page.locator(".search-key").textContent(), "Ctrl K");
  assert.ok(await page.locator(".search-key").isVisible());
  assert.equal(await box.getAttribute("aria-keyshortcuts"), "Control+k");
  for (const keys of ["Control+k", "Meta+k"]) {
    await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur());
    await page.keyboard.press("k");
    assert.ok(await page.evaluate(() => document.activeElement === document.body), "a letter alone does nothing");
    await page.keyboard.press(keys);
    assert.equal(await page.evaluate(() => document.activeElement?.id), "site-search", keys);
  }
  assert.equal(await popup.isVisible(), false, "an empty box has no list");
  await type({ page, box }, "supervision");
  await box.press("Escape");
  await page.locator("h1").click();
  await page.keyboard.press("Control+k");
  assert.ok(await popup.isVisible(), "what was found is there again");
  await context.close();
});

test("a configured key works, but not while one types; an empty one is none", async () => {
  for (const shortcut of ["/", ""]) {
    const { context, page, box } = await start({ path: "404.html" });
    await page.route("**/index.html", async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace(/data-shortcut="[^"]*"/, `data-shortcut="${shortcut}"`);
      await route.fulfill({ response, body });
    });
    await page.goto(`${root.base}index.html`);
    for (const keys of ["Control+k", "/"]) await page.keyboard.press(keys);
    assert.equal(await page.evaluate(() => document.activeElement?.id === "site-search"), shortcut === "/");
    await box.pressSequentially("a/b");
    assert.equal(await box.inputValue(), "a/b");
    assert.equal(await page.locator(".search-key").isVisible(), false);
    await context.close();
  }
});

test("a phone has a button for the search and one for the menu, large enough", async () => {
  const { context, page, box, popup } = await start({ viewport: PHONE });
  const opener = page.locator("header").getByRole("button", { name: "Search" }).first();
  for (const target of [opener, page.locator(".menu-button")]) {
    const size = await target.boundingBox();
    assert.ok(size && size.width >= 44 && size.height >= 44);
  }
  assert.equal(await box.isVisible(), false);
  assert.equal(await opener.getAttribute("aria-expanded"), "false");
  await opener.click();
  assert.equal(await opener.getAttribute("aria-expanded"), "true");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "site-search");
  await type({ page, box }, "supervision");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(wide, false);
  await opener.click();
  assert.equal(await box.isVisible(), false);
  await opener.click();
  assert.equal(await box.inputValue(), "supervision");
  assert.ok(await popup.isVisible(), "text and list are there again");
  for (let times = 0; times < 3; times++) await page.keyboard.press("Escape");
  assert.equal(await box.isVisible(), false);
  assert.ok(await page.evaluate(() => document.activeElement?.matches(".search-open")), "the focus comes back");
  await page.locator(".menu-button").click();
  assert.ok(await page.getByRole("switch").isVisible());
  await context.close();
});

test("without scripts the form is plainly there and asks the search page, on a phone too", async () => {
  for (const viewport of [PHONE, WIDE]) {
    const { context, page, box } = await start({ viewport, javaScriptEnabled: false });
    assert.ok(await box.isVisible());
    assert.equal(await page.locator(".search-open").isVisible(), false);
    await box.fill("stigma");
    await box.press("Enter");
    await page.waitForURL(`${root.base}search.html?q=stigma`);
    await context.close();
  }
});

test("the header has two rows, the name in one line, and its row with menu and search stays", async () => {
  const { context, page } = await start({ viewport: { width: 1440, height: 900 } });
  const [name, form, menu] = await Promise.all([".brand-name", ".site-search", ".menu-list"].map((part) => page.locator(part).boundingBox()));
  assert.ok(name.height < 35, `the name is ${name.height} px high`);
  assert.ok(form.y >= menu.y && form.y + form.height <= menu.y + menu.height + 1 && form.x > menu.x);
  assert.ok(menu.height < 60);
  const box = await page.locator("#site-search").evaluate((input) => input.clientWidth / parseFloat(getComputedStyle(input).fontSize));
  assert.ok(box > 13, "20 characters have room");
  assert.equal(await page.locator(".menu-list [aria-current]").textContent(), "Barriers");
  for (const viewport of [WIDE, { width: 800, height: 1000 }, PHONE]) {
    await page.setViewportSize(viewport);
    await page.evaluate(() => scrollTo(0, 1200));
    const shown = viewport === PHONE ? ".search-open" : "#site-search";
    const [search, header] = await Promise.all([shown, ".site-header"].map((part) => page.locator(part).boundingBox()));
    assert.ok(search && search.y >= 0, `the search is in sight at ${viewport.width} px`);
    assert.ok(header && header.y + header.height <= viewport.height / 8, `the header leaves room at ${viewport.width} px`);
    // The first row comes back for who goes through it by keyboard.
    await page.locator(".brand").focus();
    const brand = await page.locator(".brand").boundingBox();
    assert.ok(brand && brand.y >= 0, `the focus is in sight at ${viewport.width} px`);
    await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur());
  }
  await context.close();
});

test("from right to left all stands the other way round, and nothing is cut", async () => {
  for (const viewport of [PHONE, WIDE]) {
    const { context, page, box } = await start({ viewport });
    await page.evaluate(() => (document.documentElement.dir = "rtl"));
    if (viewport === PHONE) await page.locator(".search-open").click();
    await type({ page, box }, "supervision");
    const [brand, list] = [await page.locator(".brand").boundingBox(), await page.locator(".search-popup").boundingBox()];
    assert.ok(brand.x > viewport.width / 4);
    assert.ok(list.x >= 0 && list.x + list.width <= viewport.width);
    await context.close();
  }
});

test("axe finds nothing while the list is open", async () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [320, 768, 1280]) {
      const { context, page, box } = await start({ viewport: { width, height: 800 }, colorScheme, bypassCSP: true });
      if (width < 500) await page.locator(".search-open").click();
      await page.evaluate(AXE);
      for (const query of ["supervison", "xyzzyqq"]) {
        await box.fill("");
        await type({ page, box }, query);
        await page.waitForFunction(() => document.querySelector(".site-search [role=status]")?.textContent);
        await box.press("ArrowDown");
        const { violations } = await page.evaluate(() => /** @type {any} */ (window).axe.run());
        const told = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`);
        assert.deepEqual(told, [], `${query}, ${colorScheme}, ${width}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        assert.equal(wide, false, `${query}, ${width} px`);
      }
      await context.close();
    }
  }
});

test("the box waits while an input method puts a word together", async () => {
  const { context, page, complaints, box } = await start();
  await page.evaluate(() => {
    const { search } = window.fieldguide;
    const asked = (window["asked"] = /** @type {string[]} */ ([]));
    window.fieldguide.search = (query, options) => {
      asked.push(query);
      return search(query, options);
    };
  });
  const cdp = await context.newCDPSession(page);
  await box.focus();
  for (const text of ["s", "sti", "stig"]) {
    await cdp.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    // Longer than the pause after which a query is sent.
    await page.waitForTimeout(300);
  }
  assert.deepEqual(await page.evaluate(() => window["asked"]), []);
  await cdp.send("Input.insertText", { text: "stigma" });
  await page.locator(".search-option-page").first().waitFor();
  assert.deepEqual(await page.evaluate(() => window["asked"]), ["stigma"]);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("the box says that a search is under way if it takes long", async () => {
  const { context, page, box, popup } = await start();
  let release = () => {};
  const released = new Promise((resolve) => (release = () => resolve(undefined)));
  await page.route("**/assets/search/**", async (route) => {
    await released;
    await route.continue();
  });
  await box.pressSequentially("stigma");
  await popup.getByText("Searching…").waitFor();
  assert.equal(await popup.locator(".search-options").getAttribute("aria-busy"), "true");
  release();
  await page.locator(".search-option-page").first().waitFor();
  assert.equal(await popup.locator(".search-options").getAttribute("aria-busy"), "false");
  assert.equal(await popup.getByText("Searching…").count(), 0);
  await context.close();
});
