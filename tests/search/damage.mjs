// Asks a site for searches over damaged files, in a process that can be ended. It says which damage is next before it
// does it, and tells every answer that is none.

import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";
import { openPage } from "./browser.mjs";

const [site, first, seeds] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const tell = (message) => new Promise((resolve) => process.send(message, resolve));

/** What a reader is told of a search that fails. */
const KINDS = ["missing", "damaged", "version", "unknown-filter"];
const QUERIES = [
  ["stigma", { facets: true }],
  ["stigm", { excerpts: true }],
  ["peer suport", { limit: 100 }],
  ['"peer support"', { filters: { collection: "strategies" } }],
  ["workerings billng", { excerpts: true, facets: true }],
];

function randomFrom(seed) {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** Damages bytes in one or a few places. */
function damagedBytes(bytes, random) {
  let made = Buffer.from(bytes);
  for (let left = 1 + random(3); left > 0; left--) {
    const at = random(made.length);
    const end = Math.min(made.length, at + 1 + random(300));
    switch (random(6)) {
      case 0: made = made.subarray(0, at); break;
      case 1: if (made.length) made[at] ^= 1 << random(8); break;
      case 2: made.fill([0, 0x7f, 0x80, 0xff][random(4)], at, end); break;
      case 3: made = Buffer.concat([made.subarray(0, at), made.subarray(end)]); break;
      case 4: made = Buffer.concat([made.subarray(0, end), made.subarray(at)]); break;
      default: made = Buffer.concat([made.subarray(0, at), Buffer.alloc(200, 0x80), made.subarray(at)]);
    }
  }
  return made;
}

/** A file of the search with its inner data damaged, and packed again as if it were whole. */
function damagedInside(text, random) {
  const [, head, data, tail] = /^(fieldguide\.put\("[^"]*","[^"]*",")([^"]*)("\)\n)$/.exec(text);
  const inner = damagedBytes(zlib.inflateRawSync(Buffer.from(data, "base64")), random);
  return head + zlib.deflateRawSync(inner).toString("base64") + tail;
}

/** A text with another one's place, or with bytes wrong anywhere. */
function damaged(text, other, random) {
  switch (random(8)) {
    case 0: return undefined;
    case 1: return "";
    case 2: return "<!DOCTYPE html><title>Not found</title>";
    case 3: return other;
    case 4: return damagedBytes(text, random).toString("latin1");
    default: return damagedInside(text, random);
  }
}

const files = new Map(
  fs
    .readdirSync(path.join(site, "assets/search"), { recursive: true })
    .filter((name) => name.endsWith(".js"))
    .map((name) => `assets/search/${name}`)
    .map((name) => [name, fs.readFileSync(path.join(site, name), "utf8")]),
);
const names = [...files.keys()].sort();
const script = fs.readFileSync(path.join(site, "assets/search.js"), "utf8");

/** Whether something is an answer, as the manual describes it. */
function isAnswer(answer) {
  const areTexts = (...all) => all.every((text) => typeof text === "string");
  return (
    Number.isInteger(answer.total) &&
    answer.corrections.every(({ from, to }) => areTexts(from, to)) &&
    answer.results.every(
      ({ url, title, score, excerpt, sections, titlePieces }) =>
        areTexts(url, title) &&
        Number.isFinite(score) &&
        [...excerpt, ...titlePieces].every(({ text }) => areTexts(text)) &&
        sections.every(({ title, anchor }) => areTexts(title, anchor)),
    )
  );
}

let [answers, failures] = [0, 0];
for (let seed = first; seed < first + seeds; seed++) {
  const random = randomFrom(seed);
  const changed = new Map();
  for (let left = 1 + random(Math.ceil(names.length / 2)); left > 0; left--) {
    const [name, other] = [names[random(names.length)], names[random(names.length)]];
    changed.set(name, damaged(files.get(name), files.get(other), random));
  }
  await tell({ seed });
  const read = (name) => (name === "assets/search.js" ? script : changed.has(name) ? changed.get(name) : files.get(name));
  const { fieldguide } = openPage(read);
  const [query, options] = QUERIES[random(QUERIES.length)];
  try {
    const answer = await fieldguide.search(query, options);
    await answer.details();
    if (!isAnswer(answer)) await tell({ wrong: `${query}: ${JSON.stringify(answer)}` });
    answers++;
  } catch (error) {
    const isTold = error.name === "SearchError" && KINDS.includes(error.kind) && error.message;
    if (!isTold) await tell({ wrong: `${query}: ${error.stack ?? error}` });
    failures++;
  }
}
await tell({ answers, failures });
process.disconnect();
