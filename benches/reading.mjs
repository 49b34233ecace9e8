// How far down a page its answer begins: the first line of the text, its first heading, the first entry of a list.
//
//   node benches/reading.mjs FOLDER [PAGE...]
//
// FOLDER is a site that was built by any tool, PAGE a path in it. It prints a table in Markdown: pixels from the top of the
// page at three widths, without scrolling, and whether the header and the contents are still in sight further down.
import { createServer } from "node:http";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { extname, join } from "node:path";

const [folder, ...asked] = process.argv.slice(2);
if (!folder) {
  console.error("usage: node benches/reading.mjs FOLDER [PAGE...]");
  process.exit(2);
}

const require = createRequire(new URL("../tests/package.json", import.meta.url));
const { chromium } = require("playwright-core");

/** Ten kinds of page of the site in content/. */
const PAGES = [
  "index.html", "barriers/stigma-toward-peers.html", "strategies/effective-supervision.html", "key-elements/funding.html",
  "guides/hospitals-and-emergency-departments.html", "glossary/warm-handoff.html", "barriers/index.html", "strategies/index.html",
  "resources/index.html", "matrix.html",
];

const SIZES = [{ width: 1440, height: 900 }, { width: 768, height: 1024 }, { width: 390, height: 844 }];
const TYPES = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };

/** Runs in the page: where its parts begin, in pixels from its top; null for what it has not. */
function measure() {
  const texts = ".prose, .sl-markdown-content, .md-content__inner";
  const inText = (names) => names.split(",").map((name) => texts.split(", ").map((text) => `${text} ${name}`).join(", ")).join(", ");
  function top(selector) {
    const found = [...document.querySelectorAll(selector)].find((one) => {
      const { height, width } = one.getBoundingClientRect();
      return height > 0 && width > 0 && !one.closest("h1, .page-header, .visually-hidden") && one.textContent.trim();
    });
    return found ? Math.round(found.getBoundingClientRect().top + scrollY) : null;
  }
  const answers = [top(inText("p,li,dd,td")), top(".answers li")].filter((one) => one !== null);
  return {
    line: answers.length ? Math.min(...answers) : null,
    heading: top(inText("h2,h3")),
    entry: top(".entry, .card, .match li"),
    table: top("main table"),
    length: document.documentElement.scrollHeight,
  };
}

/** Runs in the page, scrolled down: whether something that leads on is in sight. */
function inSight() {
  function seen(selector) {
    return [...document.querySelectorAll(selector)].some((one) => {
      const { top, bottom, height } = one.getBoundingClientRect();
      return height > 0 && bottom > 0 && top < innerHeight;
    });
  }
  return { header: seen("header"), contents: seen(".contents, starlight-toc, mobile-starlight-toc, .md-sidebar--secondary") };
}

const server = createServer((request, response) => {
  let path = join(folder, decodeURIComponent(new URL(request.url ?? "/", "http://x").pathname));
  if (existsSync(path) && statSync(path).isDirectory()) path = join(path, "index.html");
  if (!existsSync(path)) return response.writeHead(404).end();
  response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" }).end(readFileSync(path));
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "chromium", args: ["--no-sandbox"] });

console.log("| page | width | first line | first heading | first entry | table | length | header, contents in sight |");
console.log("|---|---|---|---|---|---|---|---|");
for (const path of asked.length ? asked : PAGES) {
  for (const viewport of SIZES) {
    const page = await browser.newPage({ viewport });
    await page.goto(`http://127.0.0.1:${port}/${path}`);
    const found = await page.evaluate(measure);
    await page.evaluate(() => scrollTo(0, innerHeight * 1.5));
    await page.waitForTimeout(50);
    const { header, contents } = await page.evaluate(inSight);
    const cells = [found.line, found.heading, found.entry, found.table, found.length].map((one) => one ?? "");
    console.log(`| ${path} | ${viewport.width} | ${cells.join(" | ")} | ${header ? "yes" : "no"}, ${contents ? "yes" : "no"} |`);
    await page.close();
  }
}
await browser.close();
server.close();
