// What axe, a program that looks for barriers, finds in a page of each kind.
// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { DESKTOP, PHONE, TABLET, stage } from "./support.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const own = stage();

/** Between them all colors and all widths, without every page in every one. */
const MODES = [
  { name: "light, on a phone", options: { colorScheme: "light", viewport: PHONE } },
  { name: "dark, on a desktop", options: { colorScheme: "dark", viewport: DESKTOP } },
  { name: "light, on a tablet", options: { colorScheme: "light", viewport: TABLET }, kinds: ["home", "guide", "matrix"] },
];

for (const { name, options, kinds } of MODES) {
  test(`axe finds nothing wrong: ${name}`, async () => {
    await own.visit({ ...options, bypassCSP: true }, async (page) => {
      const found = [];
      for (const [kind, url] of kinds ? own.some(...kinds) : own.kinds) {
        await page.goto(url);
        await page.evaluate(AXE);
        const { violations } = await page.evaluate(() => /** @type {any} */ (window).axe.run());
        found.push(...violations.map((one) => `${kind}: ${one.id}: ${one.nodes[0].html} (${one.nodes.length})`));
      }
      assert.deepEqual(found, []);
    });
  });
}
