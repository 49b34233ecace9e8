// Old addresses lead to new ones, with the query and the anchor that a reader asks for.
// @ts-check
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { browser, build, serve } from "./support.mjs";

let root, site, chrome, subfolder;

before(async () => {
  root = mkdtempSync(join(tmpdir(), "fieldguide-redirects-"));
  mkdirSync(join(root, "content"));
  writeFileSync(join(root, "content/index.md"), "# Home\n\nText.\n");
  const aliases = "---\naliases: [/old.html, /deep/er/old.html]\n---\n";
  writeFileSync(join(root, "content/new.md"), `${aliases}# New\n\nText.\n\n## Steps\n\nText.\n`);
  site = build({ root });
  chrome = await browser();
  subfolder = await serve(site.output, "/some/where/");
});

after(async () => {
  await chrome?.close();
  await subfolder?.close();
  site?.remove();
  rmSync(root, { recursive: true, force: true });
});

const OLD = ["old.html", "deep/er/old.html"];

for (const rest of ["#steps", "?a=1&b=2", "?a=1#steps", ""]) {
  test(`what is asked for stays on the way: "${rest}"`, async () => {
    const context = await chrome.newContext();
    const page = await context.newPage();
    const complaints = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    for (const base of [subfolder.base, `${pathToFileURL(site.output)}/`]) {
      for (const old of OLD) {
        await page.goto(base + old + rest, { waitUntil: "commit" });
        await page.waitForURL(`${base}new.html${rest}`);
      }
    }
    assert.deepEqual(complaints, []);
    assert.deepEqual(subfolder.strays, []);
    await context.close();
  });
}

test("an old address leads on without scripts", async () => {
  const context = await chrome.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  for (const old of OLD) {
    await page.goto(subfolder.base + old, { waitUntil: "commit" });
    await page.waitForURL(`${subfolder.base}new.html`);
  }
  await context.close();
});
