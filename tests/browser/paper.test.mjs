// What a reader sees of an author's Markdown on paper, and of code in a language that reads from right to left.
// @ts-check
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browser, build, open, serve } from "./support.mjs";

const COLUMNS = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const row = (words) => `|${COLUMNS.map((column) => words + column).join("|")}|\n`;

const PAGES = {
  "index.md": `# Paper

<details>
<summary>If nobody answers</summary>

Call the second number instead.

</details>

${row("Column-heading-")}${row("-").replaceAll(/\d/g, "")}${row("Some-rather-long-value-")}`,
  "code.md": `# \u0631\u0645\u0632

\u0627\u0643\u062a\u0628 \`<slot />\` \u0623\u0648 \`--force (all)!\` \u0647\u0646\u0627.

\`\`\`
a --b (c)
\`\`\`
`,
};

let folder, site, chrome, root;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "fieldguide-browser-"));
  mkdirSync(join(folder, "content"));
  writeFileSync(join(folder, "fieldguide.yaml"), "title: Paper\nlanguage: ar\n");
  for (const [path, text] of Object.entries(PAGES)) writeFileSync(join(folder, "content", path), text);
  site = build({ root: folder, strict: false });
  root = await serve(site.output);
  chrome = await browser();
});

after(async () => {
  await chrome?.close();
  await root?.close();
  site?.remove();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

test("on paper, what is folded is open and a wide table is whole", async () => {
  const context = await chrome.newContext({ viewport: { width: 680, height: 960 } });
  const { page } = await open(context, root.base + "index.html");
  const folded = page.getByText("Call the second number instead.");
  assert.equal(await folded.isVisible(), false);
  await page.emulateMedia({ media: "print" });
  assert.equal(await folded.evaluate((text) => text.checkVisibility({ contentVisibilityAuto: true })), true);
  assert.ok(await folded.evaluate((text) => text.getBoundingClientRect().height > 0));
  const cells = await page.locator("td").evaluateAll((all) => all.map((cell) => cell.getBoundingClientRect().toJSON()));
  assert.equal(cells.length, COLUMNS.length);
  for (const { left, right } of cells) assert.ok(left >= 0 && right <= 680, `${left} to ${right}`);
  await context.close();
});

test("code reads from left to right in every language", async () => {
  const context = await chrome.newContext();
  const { page } = await open(context, root.base + "code.html");
  assert.equal(await page.locator("html").getAttribute("dir"), "rtl");
  const directions = await page.locator("main :is(code, pre)").evaluateAll((all) =>
    all.map((code) => [getComputedStyle(code).direction, getComputedStyle(code).unicodeBidi]),
  );
  assert.equal(directions.length, 4);
  for (const [direction, bidi] of directions) assert.deepEqual([direction, bidi], ["ltr", "isolate"]);
  await context.close();
});
