// On paper: what a PDF of a page says, sheet by sheet, in A4 and Letter.
// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { getDocumentProxy } from "unpdf";
import { KINDS } from "../support.mjs";
import { stage } from "./support.mjs";

const own = stage();
const FORMATS = /** @type {const} */ (["A4", "Letter"]);

test("24: on paper there is no navigation and no search; its address, its dates and what the foot says are", async () => {
  for (const format of FORMATS) {
    const text = words(await print(own.at(KINDS.guide), format));
    for (const gone of ["Skip to main", "In this section", "On this page", "Dark mode", "Menu", "Previous", "Related pages", "Pages that link here", "You are here", "↩", "#"]) {
      assert.ok(!text.includes(gone), `${format}: ${gone}`);
    }
    const canonical = `https://peer-support.example/${KINDS.guide}`;
    for (const there of ["Peer Support Field Guide", "What peers bring to a hospital", "To be reviewed by May 22, 2027", canonical, "It is not medical advice"]) {
      assert.ok(text.includes(squeeze(there)), `${format}: ${there}`);
    }
  }
});

test("24: the licence is printed", async () => {
  assert.match(String(words(await print(own.at(KINDS.page), "A4"))), /licen[cs]e/i);
});

test("24: on paper links to other sites show where they lead, folded texts are open and tabs follow each other", async () => {
  const page = String(words(await print(`${own.servedManual.base}guide/components.html`, "A4")));
  for (const there of ["Each saw was weighed three times.", "It cuts on the way back.", "It cuts on the way forward."]) {
    // Once as it is written, in code, and once as it comes out.
    assert.equal(page.split(squeeze(there)).length - 1, 2, there);
  }
  const references = words(await print(own.at(KINDS.references), "A4"));
  const html = readFileSync(join(own.site.output, KINDS.references), "utf8");
  const main = /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? "";
  const addresses = [...main.matchAll(/href="(https?:[^"]+)"/g)].map(([, address]) => address.replaceAll("&amp;", "&"));
  assert.ok(addresses.length > 3);
  assert.deepEqual(addresses.filter((address) => !references.includes(squeeze(`(${address})`))), []);
});

test("24: no sheet ends with a heading, and nothing is wider than its sheet", async () => {
  for (const format of FORMATS) {
    for (const url of [own.at(KINDS.guide), own.at(KINDS.page), own.at(KINDS.matrix), `${own.servedManual.base}guide/components.html`]) {
      const { sheets, headings } = await printWithHeadings(url, format);
      for (const [number, sheet] of sheets.slice(0, -1).entries()) {
        const { text, font } = /** @type {any} */ (sheet.lines.at(-1));
        // A heading is set in the type of the first one; links of the same words are not.
        const isHeading = font === sheets[0].lines[0].font && headings.some((heading) => heading.endsWith(squeeze(text)));
        assert.ok(!isHeading, `${format}, ${url}: sheet ${number + 1} ends with "${text}"`);
      }
      const wide = sheets.flatMap(({ items, width }) => items.filter((item) => item.text.trim() && (item.left < 0 || item.right > width + 1)));
      assert.deepEqual(wide, [], `${format}, ${url}`);
    }
  }
});

test("24: the matrix can be read on paper: whole names, eight points, and headings on every sheet", async () => {
  const html = readFileSync(join(own.site.output, KINDS.matrix), "utf8");
  const names = (part) => [...(part ?? "").matchAll(/<th scope="(?:col|row)"[^>]*><a [^>]*>(?:<span>)?([^<]+)/g)].map(([, name]) => squeeze(name.replaceAll("&amp;", "&").replaceAll("&#39;", "'")));
  const columns = names(/<thead>[\s\S]*?<\/thead>/.exec(html)?.[0]);
  const rows = names(/<tbody>[\s\S]*?<\/tbody>/.exec(html)?.[0]);
  assert.ok(columns.length > 10 && rows.length > 10);
  for (const format of FORMATS) {
    const sheets = (await print(own.at(KINDS.matrix), format)).filter(({ width, height }) => width > height);
    assert.ok(sheets.length > 0, "the table lies on its side");
    for (const { items, text } of sheets) {
      assert.deepEqual(columns.filter((name) => !text.includes(name)), [], `${format}: columns`);
      assert.deepEqual(items.filter(({ size, text: own }) => own.trim() && size < 7.9), [], `${format}: sizes`);
    }
    assert.deepEqual(rows.filter((name) => !words(sheets).includes(name)), [], `${format}: rows`);
  }
});

/** Words without what lines and hyphens do to them. */
const squeeze = (text) => text.normalize("NFKC").replace(/\s+/g, "");
function words(sheets) {
  const text = sheets.map((sheet) => sheet.text).join("");
  return { includes: (/** @type {string} */ part) => text.includes(squeeze(part)), toString: () => text };
}

/** The sheets of a page: each with its pieces of text, its lines from top to bottom, and all its words. */
async function print(url, format) {
  return (await printWithHeadings(url, format)).sheets;
}

async function printWithHeadings(url, format) {
  return own.visit({}, async (page) => {
    await page.goto(url);
    const headings = await page.locator("main :is(h1, h2, h3, h4)").evaluateAll((all) => all.map((one) => {
      const copy = one.cloneNode(true);
      for (const anchor of copy.querySelectorAll(".anchor")) anchor.remove();
      return copy.textContent;
    }));
    const file = await page.pdf({ format, preferCSSPageSize: false });
    const document = await getDocumentProxy(new Uint8Array(file));
    const sheets = [];
    for (let number = 1; number <= document.numPages; number += 1) sheets.push(await read(await document.getPage(number)));
    return { sheets, headings: headings.map(squeeze) };
  });
}

async function read(sheet) {
  const [, , width, height] = sheet.view;
  const content = await sheet.getTextContent();
  const items = content.items.map(({ str, transform, width: wide, fontName: font }) => {
    const [a, b, , , x, y] = transform;
    const size = Math.hypot(a, b);
    // Turned text goes up as it goes on.
    return { text: str, font, size, left: x, right: x + wide * (a / size), y, isTurned: Math.abs(b) > 0.01 };
  });
  /** @type {{ y: number, text: string, font: string }[]} */
  const lines = [];
  for (const item of items.filter(({ text, isTurned }) => text.trim() && !isTurned)) {
    const line = lines.find(({ y }) => Math.abs(y - item.y) < 3);
    if (line) line.text += item.text;
    else lines.push({ y: item.y, text: item.text, font: item.font });
  }
  lines.sort((one, other) => other.y - one.y);
  return { width, height, items, lines, text: squeeze(items.map(({ text }) => text).join("")) };
}
