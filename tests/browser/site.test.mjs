// The showcase in a browser: under the strict policy, at a root, in a subfolder, from a disk.
// @ts-check
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { KINDS, browser, build, open, pages, serve } from "./support.mjs";

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

test("every page loads without a complaint under the strict policy", async () => {
  const context = await chrome.newContext();
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => {
    if (message.type() !== "log") complaints.push(`${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(root.base)) complaints.push(`asks for ${request.url()}`);
  });
  // Other languages have the same pages: some of each will do.
  const isFirst = (/** @type {string} */ path) => !/^(es|fr|de|ja|zh-cn)\//.test(path);
  const all = pages(site.output).filter((path, at) => isFirst(path) || at % 9 === 0);
  assert.ok(all.length > 100, `${all.length} pages`);
  for (const path of all) await page.goto(root.base + path);
  assert.deepEqual(complaints, []);
  assert.deepEqual(root.strays, []);
  await context.close();
});

for (const [kind, path] of Object.entries(KINDS)) {
  test(`${kind}: works in a subfolder and from a disk`, async () => {
    const context = await chrome.newContext();
    const links = [subfolder.base + path, `${pathToFileURL(site.output)}/${path}`];
    for (const url of kind === "notFound" ? [] : links) {
      const { page, complaints } = await open(context, url);
      assert.deepEqual(complaints, [], url);
      const styled = await page.evaluate(() => getComputedStyle(document.body).getPropertyValue("--accent") !== "");
      assert.ok(styled, `${url} has its style sheet`);
      const home = page.locator("header a").first();
      await home.click();
      await page.waitForURL(/index\.html$/);
      await page.close();
    }
    assert.deepEqual(subfolder.strays, []);
    await context.close();
  });
}

test("a kind of organization leads to what works in two clicks", async () => {
  const context = await chrome.newContext();
  const { page } = await open(context, root.base + KINDS.home);
  await page.locator("main").getByRole("link", { name: /Hospitals/ }).first().click();
  await page.locator("main").getByRole("link", { name: "Peers drift away from their role" }).first().click();
  assert.ok(await page.getByRole("heading", { name: "What may help" }).isVisible());
  await context.close();
});

test("a page says that its review is due once the day is past, whenever it was built", async () => {
  const context = await chrome.newContext();
  for (const [day, isShown] of /** @type {const} */ ([["2027-05-22", false], ["2027-05-23", true]])) {
    const page = await context.newPage();
    await page.clock.setFixedTime(new Date(`${day}T12:00:00Z`));
    await page.goto(root.base + KINDS.guide);
    const notice = page.getByText("This page was due for review by May 22, 2027.");
    assert.equal(await notice.isVisible(), isShown, day);
  }
  await context.close();
});

test("a term shows its definition to pointer and keyboard until Escape is pressed", async () => {
  const context = await chrome.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(root.base + KINDS.guide);
  const term = page.locator(".term").first();
  const definition = term.locator(".definition");
  assert.equal(await definition.isVisible(), false);
  await term.locator("a").hover();
  assert.equal(await definition.isVisible(), true);
  await definition.hover();
  assert.equal(await definition.isVisible(), true, "the pointer can be moved onto it");
  await page.keyboard.press("Escape");
  assert.equal(await definition.isVisible(), false);
  await page.mouse.move(0, 0);
  await term.locator("a").focus();
  assert.equal(await definition.isVisible(), true);
  const words = await term.locator("a").evaluate((link) => document.getElementById(link.getAttribute("aria-describedby") ?? "")?.textContent);
  assert.equal(words, await definition.textContent());
  await context.close();
});
