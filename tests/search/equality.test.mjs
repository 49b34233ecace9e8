// The client in the browser and `fieldguide search` give the same answers.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";
import { openSite, root } from "./site.mjs";

const run = promisify(execFile);
const program = process.env.FIELDGUIDE ?? path.join(root, "target/debug/fieldguide");
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "fieldguide-equality-"));
after(() => fs.rmSync(scratch, { recursive: true, force: true }));

/** A copy of the showcase, to change at will. */
function copy(name) {
  const target = path.join(scratch, name);
  fs.mkdirSync(target);
  for (const part of ["fieldguide.yaml", "content"]) fs.cpSync(path.join(root, part), path.join(target, part), { recursive: true });
  return target;
}

const build = (project) => run(program, ["build", "--quiet", "--root", project]);

let state = 7;
function random(limit) {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * limit);
}
const pick = (list) => list[random(list.length)];

/** One edit at any place, or in the first letter. */
function typo(word, at = random([...word].length)) {
  const letters = [...word];
  const letter = String.fromCharCode(97 + random(26));
  switch (random(4)) {
    case 0: letters.splice(at, 0, letter); break;
    case 1: letters.splice(at, 1); break;
    case 2: letters[at] = letter; break;
    default: letters.splice(at, 2, letters[at + 1] ?? "", letters[at]);
  }
  return letters.join("");
}

/** Stop words only, and what hardly anybody types. A program cannot be given NUL or half a pair. */
const ODD = [
  "", " ", "the", "of the", "and", "to be or not to be", "what is it", '"', '""', '"the"', '"of the"', "???", "-peer", "peer*",
  "peer \"support", "“peer support”", "„peer support“", "«peer support»", '"peer" "support"', '"peer support" stigm', "peer\t support\n",
  "🦀 🦀", "👩‍⚕️", "\u0001", "\u202epeer\u202c", "\ufeffpeer", "peer\u200bsupport", "peer\u00a0support", "\ufffd", "\u{10ffff}",
  "e\u0301te\u0301", "ÉCOLE", "pe\u0301er suppo\u0308rt", "ＰＥＥＲ", "𝐩𝐞𝐞𝐫", "ﬁnd", "ﬁnancing", "STRASSE", "İstanbul", "PEER SUPPORTİNG",
  "ΟΔΟΣ", "Ω", "日本 東京", "培訓 支援", "國", "污名與歧視", "東 京", "本", "日 本 東 京 都 庁 前 駅 口 北", "แพทย์", "カタカナ", "が か\u3099", "ｶﾞ", "한국어", "שָׁלוֹם", "مُحَمَّد", "हिन्दी", "don't", "peer’s", "x²", "½",
  "constructor", "__proto__", "toString hasOwnProperty", "'; --", "<b>peer</b>", "../../etc", "%00%20", "$& $1",
  "C++", "peer+ C# --peer .net", "1.2.3", "v1.2.3 3.2.1", "1,000,000", "(555) 010-4477", "555-010-4477 peer", "colour", "organisation",
  "counselling behaviour", "programme programmes", '"colour" colour', "peer peer", "support peer", "what is peer support",
  "x".repeat(500), "a".repeat(128), "a".repeat(129), "peer ".repeat(64), "peer ".repeat(65), "stigma ".repeat(80) + "billing",
  `"${"peer support ".repeat(40)}"`,
];

/** Queries of every kind, from the words of the pages, each with filters at times. */
function queries(project, count, filters) {
  const texts = fs
    .readdirSync(path.join(project, "content"), { recursive: true })
    .filter((name) => name.endsWith(".md"))
    .map((name) => fs.readFileSync(path.join(project, "content", name), "utf8").match(/\p{L}+/gu) ?? []);
  const word = () => pick(pick(texts));
  function run(length) {
    const words = pick(texts);
    const start = random(Math.max(1, words.length - length));
    return words.slice(start, start + length).join(" ");
  }
  const kinds = [
    () => word(),
    () => `${word()} ${word()}`,
    () => `${word()} ${word()} ${word()}`,
    () => typo(word()),
    () => typo(word(), 0),
    () => typo(typo(word())),
    () => `${word()} ${typo(word())}`,
    () => `${typo(word())} ${typo(word(), 0)}`,
    () => { const cut = word(); return cut.slice(0, 1 + random(cut.length)); },
    () => { const cut = word(); return `${word()} ${cut.slice(0, 1 + random(cut.length))}`; },
    () => `"${run(2 + random(3))}"`,
    () => `${word()} "${run(2)}"`,
    () => run(8 + random(20)),
    () => `${word()}ing ${word()}s ${word()}er`,
    () => `${pick(ODD)} ${word()}`,
    () => word() + word(),
    () => run(2).replace(" ", ""),
    () => { const whole = word(); const at = random(whole.length); return `${whole.slice(0, at)} ${whole.slice(at)}`; },
    () => `${word()} "${word()} ${word()}" ${word()}`,
  ];
  const odd = ODD.map((text) => ({ text, filters: [] }));
  const drawn = Array.from({ length: count }, (_, at) => ({
    text: kinds[at % kinds.length](),
    filters: random(5) ? [] : [pick(filters), pick(filters)].slice(random(2)),
  }));
  return [...odd, ...drawn];
}

/** Every value of every filter of a site, as for the program. */
async function filtersOf(project) {
  const { index, manifest } = await openSite(path.join(project, "public"));
  const lists = manifest.facets.map(async ([name]) => (await index.facet(name)).map((value) => `${name}=${value.name}`));
  return (await Promise.all(lists)).flat();
}

/** `varied`: whether many of the queries are corrected and narrowed. */
async function compare(project, asked, varied = true) {
  const { search } = await openSite(path.join(project, "public"));
  let next = 0;
  let [found, corrected, narrowed] = [0, 0, 0];
  async function worker() {
    while (next < asked.length) {
      const explain = next % 3 === 0;
      const { text, filters } = asked[next++];
      const flags = filters.flatMap((filter) => ["--filter", filter]);
      if (explain) flags.push("--explain");
      const { stdout } = await run(program, ["search", "--root", project, "--json", ...flags, "--", text], { maxBuffer: 1e8 });
      const chosen = {};
      for (const filter of filters) {
        const [name, value] = filter.split("=");
        (chosen[name] ??= []).push(value);
      }
      const { answer, details } = await search(text, { filters: chosen, explain });
      await details();
      const { total, corrections, missing, missingPhrases, results, ...more } = answer;
      const told = JSON.stringify({ total, corrections, missing, missingPhrases, results });
      // Equal to the last digit of a score and in the order of all names.
      assert.equal(told, JSON.stringify(JSON.parse(stdout)), JSON.stringify({ text, filters }));
      assert.deepEqual(more, {}, "nothing that was not asked for");
      found += total > 0 ? 1 : 0;
      corrected += corrections.length ? 1 : 0;
      narrowed += filters.length && total ? 1 : 0;
    }
  }
  await Promise.all([worker(), worker()]);
  assert.ok(found > asked.length / 2, `${found} of ${asked.length} queries find something`);
  if (!varied) return;
  assert.ok(corrected > asked.length / 20, `${corrected} of ${asked.length} queries are corrected`);
  assert.ok(narrowed > asked.length / 50, `${narrowed} of ${asked.length} queries are narrowed and find something`);
}

const project = copy("kept");
const leaving = path.join(project, "content/leaving.md");
fs.writeFileSync(leaving, "---\ntitle: Leaving\ntags: [farewell]\n---\n\nQuixotry and stigma go away with this page.\n");

test("3,000 queries and odd ones have the same answers in the browser and in the program", async () => {
  await build(project);
  const filters = await filtersOf(project);
  for (const filter of ["collection=barriers", "tag=farewell", "setting=hospital", "language=en"]) {
    assert.ok(filters.includes(filter), filter);
  }
  await compare(project, queries(project, 3000, filters));
});

test("they have the same answers after a page is changed, one added and one deleted", async () => {
  const page = path.join(project, "content/glossary/stigma.md");
  fs.appendFileSync(page, "\nHeliotropes grow beside the zygomorphic stigma.\n");
  fs.writeFileSync(path.join(project, "content/zygomorph.md"), "# Zygomorph\n\nOf one symmetry, like a stigma.\n");
  fs.rmSync(leaving);
  await build(project);
  const filters = await filtersOf(project);
  assert.ok(!filters.includes("tag=farewell"), "a tag without pages is gone");
  const told = ["heliotropes zygomorhpic", "quixotry", '"quixotry"', "quixotri"].map((text) => ({ text, filters: [] }));
  await compare(project, [...told, ...queries(project, 300, filters)]);
  const { search } = await openSite(path.join(project, "public"));
  assert.equal((await search("heliotropes")).answer.total, 1);
  assert.equal((await search('"quixotry"')).answer.total, 0);
});

test("a kept index publishes, byte for byte, the files of a new one", async () => {
  const fresh = path.join(scratch, "fresh");
  fs.mkdirSync(fresh);
  for (const part of ["fieldguide.yaml", "content"]) fs.cpSync(path.join(project, part), path.join(fresh, part), { recursive: true });
  await build(fresh);
  function files(site) {
    const folder = path.join(site, "public/assets");
    const names = fs.readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".js")).sort();
    return names.map((name) => [name, fs.readFileSync(path.join(folder, name), "base64")]);
  }
  assert.ok(files(fresh).some(([name]) => name === "search/en/all.js"));
  assert.deepEqual(files(project), files(fresh));
});

test("they have the same answers where the index is in many files", async () => {
  const large = path.join(scratch, "large");
  await run(process.execPath, [path.join(root, "benches/corpus.mjs"), "500", large]);
  await build(large);
  const { manifest } = await openSite(path.join(large, "public"));
  assert.equal(manifest.together, "", "nothing is in one file");
  const alone = fs.readdirSync(path.join(large, "public/assets", manifest.folder)).filter((name) => name.endsWith(".js"));
  assert.deepEqual(alone, ["r.js"], "all others lie in folders");
  await compare(large, queries(large, 300, await filtersOf(large)), false);
});
