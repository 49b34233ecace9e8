// What a search costs a reader: requests, compressed bytes and waiting, by a cold start and for each
// next query; beside Pagefind on the same pages where its index is given.
//
//   node benches/search/payload.mjs SITE [PAGEFIND_FOLDER]
//
// SITE is a built site; its titles give the queries, drawn with a fixed seed. The server
// compresses as servers do (gzip, level 6; not what is compressed already). Each of ten queries is
// the first of a session of its own; then all ten are asked in one session. The sessions are had
// twice: as fast as the machine is, for requests and bytes, and over a line of 60 ms and 9 Mbit/s, for
// waiting and for the requests that wait for each other. Medians.
//
// A query is answered when the search page shows it: five results, three of them with an excerpt, or five of Pagefind's.
// Of a site of up to 20,000 pages that is too large for one file it fails above 60 kB, 12 requests or 4 that wait for each
// other before the first results, or above 30 kB for each next query.

import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import zlib from "node:zlib";
import { createRequire } from "node:module";
import { openSite, root } from "../../tests/search/site.mjs";

const { chromium } = createRequire(path.join(root, "tests/package.json"))("playwright-core");
const [site, pagefind] = process.argv.slice(2);
if (!site) {
  console.error("usage: node benches/search/payload.mjs SITE [PAGEFIND_FOLDER]");
  process.exit(2);
}

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".wasm": "application/wasm" };
/** Serves folders by prefix; `log` holds path and bytes of each answer. */
function serve(mounts) {
  const log = [];
  const server = http.createServer((request, response) => {
    const address = decodeURIComponent(request.url.split("?")[0]);
    if (address === "/blank") return response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html>");
    const [prefix, folder] = mounts.find(([prefix]) => address.startsWith(prefix)) ?? ["", ""];
    let body;
    try {
      body = fs.readFileSync(path.join(folder, address.slice(prefix.length)));
    } catch {
      return response.writeHead(404).end();
    }
    const type = TYPES[path.extname(address)] ?? "application/octet-stream";
    const headers = { "content-type": type, "cache-control": "max-age=600" };
    const zipped = zlib.gzipSync(body, { level: 6 });
    if (zipped.length < body.length * 0.95) {
      body = zipped;
      headers["content-encoding"] = "gzip";
    }
    log.push({ address, bytes: body.length });
    response.writeHead(200, headers).end(body);
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve({ log, server, origin: `http://127.0.0.1:${server.address().port}` }));
  });
}

/** Ten queries of two or three words, each from one title. */
async function queries() {
  const { manifest, index } = await openSite(site);
  let state = 20261122;
  function next(limit) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  }
  const found = [];
  for (let tries = 0; found.length < 10 && tries < 100_000; tries++) {
    const document = next(manifest.documents);
    const { title } = await index.titled(document);
    const words = [...new Set(title.toLowerCase().match(/\p{L}{4,}/gu) ?? [])];
    const wanted = 2 + (found.length % 2);
    if (words.length >= wanted) found.push(words.slice(0, wanted).join(" "));
  }
  return found;
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

const engines = {
  fieldguide: {
    open: async (page, origin) => {
      await page.addScriptTag({ url: `${origin}/site/assets/search.js` });
      await page.evaluate(() => window.fieldguide.ready);
    },
    ask: (page, query) =>
      page.evaluate(async (query) => (await window.fieldguide.search(query, { limit: 5, excerpts: 3 })).results.length, query),
  },
};
if (pagefind) {
  engines.pagefind = {
    open: async (page, origin) => {
      await page.evaluate(async (url) => {
        window.pf = await import(url);
        await window.pf.init();
      }, `${origin}/pagefind/pagefind.js`);
    },
    ask: (page, query) =>
      page.evaluate(async (query) => {
        const { results } = await window.pf.search(query);
        return (await Promise.all(results.slice(0, 5).map((result) => result.data()))).length;
      }, query),
  };
}

/** How many requests waited for each other: the longest chain in which none began before the last ended. */
function steps(requests) {
  const sorted = [...requests].sort((a, b) => a.start - b.start);
  const depths = [];
  for (const { start } of sorted) {
    depths.push(1 + Math.max(0, ...depths.filter((_, at) => sorted[at].end <= start)));
  }
  return Math.max(0, ...depths);
}

const { log, server, origin } = await serve([["/site/", site], ["/pagefind/", pagefind ?? site]]);
const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });

/** Opens an engine and asks: of each step the requests, the bytes, the milliseconds, the chain of requests. */
async function session(engine, queries, line) {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.on("pageerror", (error) => console.error(error.message));
  await page.goto(`${origin}/blank`);
  if (line) {
    const client = await context.newCDPSession(page);
    await client.send("Network.enable");
    await client.send("Network.emulateNetworkConditions", { offline: false, latency: 60, downloadThroughput: 9e6 / 8, uploadThroughput: 9e6 / 8 });
  }
  const costs = [];
  for (const step of [() => engine.open(page, origin), ...queries.map((query) => () => engine.ask(page, query))]) {
    log.length = 0;
    await page.evaluate(() => performance.clearResourceTimings());
    const begun = performance.now();
    await step();
    const waited = performance.now() - begun;
    const requests = await page.evaluate(() =>
      performance.getEntriesByType("resource").map((entry) => ({ start: entry.startTime, end: entry.responseEnd })),
    );
    costs.push({ requests: log.length, bytes: log.reduce((all, entry) => all + entry.bytes, 0), waited, steps: steps(requests) });
  }
  await context.close();
  return costs;
}

const asked = await queries();
const { manifest } = await openSite(site);
const isLarge = !manifest.together;
const isHeld = isLarge && manifest.documents <= 20_000;
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
let failed = false;
for (const [name, engine] of Object.entries(engines)) {
  async function cold(line) {
    const costs = [];
    for (const query of asked) {
      const [ready, first] = await session(engine, [query], line);
      costs.push(Object.fromEntries(Object.keys(first).map((key) => [key, ready[key] + first[key]])));
    }
    return Object.fromEntries(Object.keys(costs[0]).map((key) => [key, median(costs.map((cost) => cost[key]))]));
  }
  const [first, slow] = [await cold(false), await cold(true)];
  const [ready, ...each] = await session(engine, asked, false);
  const [, ...eachSlow] = await session(engine, asked, true);
  const next = { requests: median(each.map((c) => c.requests)), bytes: median(each.map((c) => c.bytes)), waited: median(eachSlow.map((c) => c.waited)) };
  const all = ready.bytes + each.reduce((sum, cost) => sum + cost.bytes, 0);
  console.log(`${name}: ready ${kilobytes(ready.bytes)} (${ready.requests}), with the first results ${kilobytes(first.bytes)} (${first.requests}), each next query ${kilobytes(next.bytes)} (${next.requests}), ten in all ${kilobytes(all)}`);
  console.log(`  at 60 ms and 9 Mbit/s: first results ${slow.waited.toFixed(0)} ms, ${slow.steps} requests after each other; each next query ${next.waited.toFixed(0)} ms`);
  if (name === "fieldguide" && isHeld) {
    failed = first.bytes > 60_000 || first.requests > 12 || slow.steps > 4 || next.bytes > 30_000;
  }
}
console.log(`${manifest.documents} pages${isLarge ? "" : " in one file"}; queries: ${asked.join(", ")}`);
await browser.close();
server.close();
if (failed) {
  console.error("a search costs more than it may");
  process.exitCode = 1;
}
