// Measures how soon an author sees an edit, and how much a server bears: on generated pages, beside a full build.
//
//   node benches/serve.mjs [PAGES] [EDITS] [REQUESTS]
//
// Times are from the moment a change is saved until a request for the page returns it, the watcher's
// quiet period of 5 ms included. Then it sends requests, 20,000 by default, eight at a time,
// while pages keep changing; it fails if one is not answered, or if the last edit never appears.

import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";

const [pages = 1000, edits = 9, requests = 20_000] = process.argv.slice(2).map(Number);
const root = path.resolve(import.meta.dirname, "..");
const program = process.env.FIELDGUIDE ?? path.join(root, "target/release/fieldguide");
const project = fs.mkdtempSync(path.join(os.tmpdir(), "fieldguide-serve-"));
const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
let base;

/** Status and text of an answer. */
function get(address) {
  return new Promise((resolve, reject) => {
    const request = http.get(`${base}${address}`, { agent }, (response) => {
      let text = "";
      response.on("data", (data) => (text += data));
      response.on("end", () => resolve({ status: response.statusCode, text }));
    });
    request.on("error", reject);
  });
}
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
const resident = (child) => Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1] ?? 0) / 1000;

const file = path.join(project, "content/section-3/page-3.md");
const address = "section-3/page-3.html";
let mark = 0;
function edit(text) {
  mark++;
  fs.writeFileSync(file, `${text}\n\nmark${mark}mark\n`);
}
async function seen() {
  const begun = performance.now();
  while (!(await get(address)).text.includes(`mark${mark}mark`)) {
    if (performance.now() - begun > 60_000) throw new Error("the edit is never seen");
  }
  return performance.now() - begun;
}

let child;
try {
  execFileSync(process.execPath, [path.join(root, "benches/corpus.mjs"), String(pages), project]);
  const text = fs.readFileSync(file, "utf8");
  const begun = performance.now();
  execFileSync(program, ["build", "--quiet", "--root", project], { stdio: ["ignore", "ignore", "inherit"] });
  const build = performance.now() - begun;

  const started = performance.now();
  child = spawn(program, ["serve", "--quiet", "--port", "0", "--root", project], { stdio: ["ignore", "pipe", "inherit"] });
  base = await new Promise((resolve) => child.stdout.once("data", (line) => resolve(String(line).trim())));
  await get(address);
  const first = performance.now() - started;

  async function series(pause) {
    const times = [];
    for (let count = 0; count < edits; count++) {
      await new Promise((done) => setTimeout(done, pause));
      edit(text);
      times.push(await seen());
    }
    return median(times);
  }
  // Whatever follows behind the last edit is done by then.
  const calm = await series(Math.min(10_000, 2 * build));
  const busy = await series(250);
  const ratio = (build / calm).toFixed(0);
  console.log(`${pages} pages: first page after ${first.toFixed(0)} ms`);
  console.log(`an edit is seen after ${calm.toFixed(0)} ms, 1/${ratio} of a full build of ${build.toFixed(0)} ms; while the search follows behind the edit before, after ${busy.toFixed(0)} ms (medians of ${edits})`);

  await new Promise((done) => setTimeout(done, Math.min(10_000, 2 * build)));
  const client = async () => (await get("assets/search.js")).text;
  const old = await client();
  edit(text);
  const since = performance.now();
  while ((await client()) === old) await new Promise((done) => setTimeout(done, 5));
  console.log(`the search knows an edit after ${(performance.now() - since).toFixed(0)} ms`);

  const before = resident(child);
  let asked = 0;
  async function ask() {
    while (asked < requests) {
      const number = asked++;
      if (number % 500 === 0) edit(text);
      const page = number % pages;
      const { status } = await get(`section-${page % 16}/page-${page}.html`);
      if (status !== 200) throw new Error(`page ${page} was answered with ${status}`);
    }
  }
  await Promise.all(Array.from({ length: 8 }, ask));
  await seen();
  console.log(`${requests} requests answered while pages changed; ${before.toFixed(0)} MB before, ${resident(child).toFixed(0)} MB after`);
} finally {
  child?.kill();
  agent.destroy();
  fs.rmSync(project, { recursive: true, force: true });
}
