// Lists of several pages, from a server and from a disk, with scripts and without.
// @ts-check
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { browser, build, open, serve } from "./support.mjs";

const NOTES = 1100;
const AT_HOME = 130;
const SETTINGS = `title: Wiki
vocabularies:
  settings:
    values: { hospital: In hospital, home: At home }
collections:
  notes:
    fields:
      setting: { type: one-of, vocabulary: settings }
`;

/** @type {any} */ let chrome;
/** @type {any} */ let site;
/** @type {any} */ let served;

before(async () => {
  const project = mkdtempSync(join(tmpdir(), "fieldguide-long-lists-"));
  mkdirSync(join(project, "content/notes"), { recursive: true });
  writeFileSync(join(project, "fieldguide.yaml"), SETTINGS);
  writeFileSync(join(project, "content/index.md"), "# Wiki\n\nAll of it.\n");
  for (let number = 1; number <= NOTES; number++) {
    const setting = number > NOTES - AT_HOME ? "home" : "hospital";
    const text = `---\ntitle: Note ${String(number).padStart(4, "0")}\nsetting: ${setting}\n---\n\nNothing new.\n`;
    writeFileSync(join(project, `content/notes/note-${number}.md`), text);
  }
  site = build({ root: project, strict: false });
  rmSync(project, { recursive: true, force: true });
  served = await serve(site.output);
  chrome = await browser();
});

after(async () => {
  await chrome?.close();
  await served?.close();
  site?.remove();
});

/** Where the site is. */
const places = () => [served.base, `${pathToFileURL(site.output).href}/`];

test("a filter leads to all pages of the list that have the value", async () => {
  for (const base of places()) {
    const context = await chrome.newContext();
    // All of these stand on the third page of the list.
    const { page, complaints } = await open(context, `${base}notes/index.html`);
    const link = page.locator(".filter-links a", { hasText: "At home" });
    assert.equal(await link.locator(".filter-count").textContent(), String(AT_HOME));
    await link.click();
    await page.locator(".result").first().waitFor();
    assert.match((await page.locator("[data-search-status]").textContent()) ?? "", new RegExp(`^${AT_HOME} pages`));
    assert.deepEqual(complaints, []);
    await context.close();
  }
});

test("without scripts the list is plain, and each page of it is a link away", async () => {
  const context = await chrome.newContext({ javaScriptEnabled: false });
  const { page } = await open(context, `${served.base}notes/index.html`);
  assert.equal(await page.locator(".list-filters").isVisible(), false);
  const found = new Set();
  for (let number = 1; number <= 3; number++) {
    const pages = page.getByRole("navigation", { name: "Pages of this list" });
    assert.equal(await pages.locator('[aria-current="page"]').textContent(), String(number));
    assert.equal(await pages.getByRole("link", { name: /^Page \d of 3$/ }).count(), 3);
    for (const title of await page.locator(".entry-title a").allTextContents()) found.add(title);
    if (number < 3) await pages.getByRole("link", { name: "Next" }).click();
  }
  assert.equal(found.size, NOTES);
  await context.close();
});
