// How good the results are: nDCG@10 over judged queries, and how often a known page comes first.
//
//   node benches/search/relevance.mjs COLLECTION [PROGRAM]
//
// COLLECTION is a folder with docs.jsonl (id, title, text), queries.jsonl (id, text), qrels.tsv
// (query, document, gain) and known.jsonl (text, target, kind), such as the Cranfield collection.
// Fails below nDCG@10 of 0.43, 0.97 known pages first, or one of them not among five; and where the
// program does not answer a judged query as the client does, page by page and score by score.
//
// nDCG as trec_eval has it: linear gain, discount log2(rank + 1); documents judged below 0 are
// left out of that query's list.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { openSite, root } from "../../tests/search/site.mjs";

const [collection, program = path.join(root, "target/release/fieldguide")] = process.argv.slice(2);
if (!collection) {
  console.error("usage: node benches/search/relevance.mjs COLLECTION [PROGRAM]");
  process.exit(2);
}
function lines(name) {
  return fs.readFileSync(path.join(collection, name), "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

/** Text that Markdown takes as it is. */
function plain(text) {
  return text.replace(/[\\`*_[\]<>#|~$]/g, "\\$&").replace(/^([-+=])/gm, "\\$1").replace(/^(\d+)([.)])/gm, "$1\\$2");
}

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "fieldguide-relevance-"));
try {
  fs.mkdirSync(path.join(scratch, "content"));
  fs.writeFileSync(path.join(scratch, "fieldguide.yaml"), "title: Collection\nchecks: {empty-page: off}\n");
  for (const { id, title, text } of lines("docs.jsonl")) {
    const page = `---\ntitle: ${JSON.stringify(title)}\nslug: ${id}\n---\n\n${plain(text)}\n`;
    fs.writeFileSync(path.join(scratch, `content/${id}.md`), page);
  }
  execFileSync(program, ["build", "--quiet", "--root", scratch], { stdio: "inherit" });
  const { search } = await openSite(path.join(scratch, "public"));
  async function ask(text, limit) {
    const { answer } = await search(text, { limit });
    return answer.results.map((result) => result.url.replace(/\.html$/, ""));
  }

  const judged = new Map();
  for (const line of fs.readFileSync(path.join(collection, "qrels.tsv"), "utf8").split("\n").filter(Boolean)) {
    const [query, document, gain] = line.split(/\s+/);
    if (!judged.has(query)) judged.set(query, new Map());
    judged.get(query).set(document, Number(gain));
  }
  let [sum, count, empty] = [0, 0, 0];
  const different = [];
  for (const { id, text } of lines("queries.jsonl")) {
    const gains = judged.get(id);
    const ideal = [...(gains?.values() ?? [])].filter((gain) => gain > 0).sort((a, b) => b - a);
    if (!ideal.length) continue;
    const worth = (list) => list.slice(0, 10).reduce((all, gain, rank) => all + gain / Math.log2(rank + 2), 0);
    const found = await ask(text, 100);
    const told = execFileSync(program, ["search", "--root", scratch, "--json", "--limit", "100", "--", text], { encoding: "utf8" });
    const scores = (results) => JSON.stringify(results.map(({ url, score }) => [url, score]));
    if (scores(JSON.parse(told).results) !== scores((await search(text, { limit: 100 })).answer.results)) different.push(text);
    const hits = found.filter((document) => (gains.get(document) ?? 0) >= 0);
    sum += worth(hits.map((document) => gains.get(document) ?? 0)) / worth(ideal);
    count++;
    empty += found.length ? 0 : 1;
  }
  const ndcg = sum / count;
  console.log(`nDCG@10 ${ndcg.toFixed(4)} over ${count} queries, ${empty} without a result`);
  console.log(`the program answers ${count - different.length} of them as the client does, in 100 results and their scores`);

  const kinds = new Map();
  for (const { text, target, kind } of lines("known.jsonl")) {
    const found = await ask(text, 5);
    for (const name of [kind, "all"]) {
      const own = kinds.get(name) ?? { asked: 0, first: 0, five: 0 };
      own.asked++;
      own.first += found[0] === target ? 1 : 0;
      own.five += found.includes(target) ? 1 : 0;
      kinds.set(name, own);
    }
  }
  for (const [name, { asked, first, five }] of kinds) {
    console.log(`known pages, ${name}: ${(first / asked).toFixed(2)} first, ${(five / asked).toFixed(2)} among five, of ${asked}`);
  }
  const all = kinds.get("all");
  if (different.length) {
    console.error(`not alike: ${different.join(" | ")}`);
    process.exitCode = 1;
  }
  if (ndcg < 0.43 || all.first < 0.97 * all.asked || all.five < all.asked) {
    console.error("the results are worse than they were");
    process.exitCode = 1;
  }
} finally {
  fs.rmSync(scratch, { recursive: true, force: true });
}
