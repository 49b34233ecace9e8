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

/** One edit at any place. */
function typo(word) {
  const letters = [...word];
  const at = random(letters.length);
  const letter = String.fromCharCode(97 + random(26));
  switch (random(4)) {
    case 0: letters.splice(at, 0, letter); break;
    case 1: letters.splice(at, 1); break;
    case 2: letters[at] = letter; break;
    default: letters.splice(at, 2, letters[at + 1] ?? "", letters[at]);
  }
  return letters.join("");
}

/** Queries of every kind, from the words of the pages. */
function queries(project, count) {
  const texts = fs
    .readdirSync(path.join(project, "content"), { recursive: true })
    .filter((name) => name.endsWith(".md"))
    .map((name) => fs.readFileSync(path.join(project, "content", name), "utf8").match(/\p{L}+/gu) ?? []);
  const word = () => pick(pick(texts));
  const run = (length) => {
    const words = pick(texts);
    const start = random(Math.max(1, words.length - length));
    return words.slice(start, start + length).join(" ");
  };
  const odd = ["", " ", "the", "of the", "\"", "\"\"", "???", "🦀 🦀", "\u0001", "e\u0301te\u0301", "日本 東京", "שלום", "مرحبا", "ÉCOLE", "Ω", "x".repeat(500), "<b>peer</b>", "'; --", "\"the\"", "peer \"support", "“peer support”"];
  const kinds = [
    () => word(),
    () => `${word()} ${word()}`,
    () => `${word()} ${word()} ${word()}`,
    () => typo(word()),
    () => `${word()} ${typo(word())}`,
    () => { const cut = word(); return cut.slice(0, 1 + random(cut.length)); },
    () => { const cut = word(); return `${word()} ${cut.slice(0, 1 + random(cut.length))}`; },
    () => `"${run(2 + random(3))}"`,
    () => `${word()} "${run(2)}"`,
    () => run(8 + random(20)),
    () => `${word()}ing ${word()}s ${word()}er`,
    () => pick(odd),
  ];
  const filters = ["collection=barriers", "collection=strategies", "setting=hospital", "tag=training", "language=en"];
  return Array.from({ length: count }, (_, at) => ({
    text: kinds[at % kinds.length](),
    filters: random(6) ? [] : [pick(filters), pick(filters)].slice(random(2)),
  }));
}

async function compare(project, asked) {
  const { search } = await openSite(path.join(project, "public"));
  let next = 0;
  let found = 0;
  const worker = async () => {
    while (next < asked.length) {
      const { text, filters } = asked[next++];
      const flags = filters.flatMap((filter) => ["--filter", filter]);
      const { stdout } = await run(program, ["search", "--root", project, "--json", ...flags, "--", text], { maxBuffer: 1e8 });
      const chosen = {};
      for (const filter of filters) {
        const [name, value] = filter.split("=");
        (chosen[name] ??= []).push(value);
      }
      const { answer, details } = await search(text, { filters: chosen });
      await details();
      assert.deepEqual(answer, JSON.parse(stdout), JSON.stringify({ text, filters }));
      found += answer.total > 0 ? 1 : 0;
    }
  };
  await Promise.all([worker(), worker()]);
  assert.ok(found > asked.length / 2, `${found} of ${asked.length} queries find something`);
}

const project = copy("kept");

test("3,000 queries have the same answers in both", async () => {
  await build(project);
  await compare(project, queries(project, 3000));
});

test("so they have after changes, and a kept index gives the files of a new one", async () => {
  const page = path.join(project, "content/glossary/stigma.md");
  fs.appendFileSync(page, "\nHeliotropes grow beside the zygomorphic stigma.\n");
  fs.writeFileSync(path.join(project, "content/zygomorph.md"), "# Zygomorph\n\nOf one symmetry, like a stigma.\n");
  await build(project);
  await compare(project, [...queries(project, 300), { text: "heliotropes zygomorhpic", filters: [] }]);
  const fresh = path.join(scratch, "fresh");
  fs.mkdirSync(fresh);
  for (const part of ["fieldguide.yaml", "content"]) fs.cpSync(path.join(project, part), path.join(fresh, part), { recursive: true });
  await build(fresh);
  const files = (site) => {
    const folder = path.join(site, "public/assets");
    const names = fs.readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".js")).sort();
    return names.map((name) => [name, fs.readFileSync(path.join(folder, name), "utf8")]);
  };
  assert.deepEqual(files(project), files(fresh));
});
