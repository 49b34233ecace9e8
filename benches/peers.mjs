// @ts-check
// What other generators of sites take for the same pages: Hugo with Pagefind.
//
//   node benches/peers.mjs [--runs N] [--plain] [PAGES…]
//   node benches/peers.mjs [--runs N] [--plain] --corpus FOLDER
//
// Pages are generated, 100, 1,000 and 10,000 of them unless told, or those of a folder of Markdown with front matter
// (`title`, `description`, `tags`). Each program gets a project with the same texts, its links written as it wants
// them, and builds it from nothing, in turns with ours, three times by default. Medians are printed, and of
// the ratios to us the median over the pairs. With `--plain`, code has no language and nobody colours it.
//
// Programs are those in PATH or in the variables HUGO and PAGEFIND; what is not there is named and left
// out. Fails if a program does, or if it makes fewer pages than there are. README.md tells more.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { generate } from "./corpus.mjs";
import { cells, fieldguide, forget, look, measure, medians, ratios, scratch, table, written } from "./measure.mjs";
import { hugo, label } from "./peers/hugo.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: "string", default: "3" }, plain: { type: "boolean", default: false }, corpus: { type: "string" } },
});
const runs = Number(values.runs);
const isPlain = values.plain ?? false;
const sizes = (positionals.length ? positionals : ["100", "1000", "10000"]).map(Number);
if (!(runs > 0) || !sizes.every((size) => size > 0) || (values.corpus && positionals.length)) {
  console.error("usage: node benches/peers.mjs [--runs N] [--plain] [PAGES… | --corpus FOLDER]");
  process.exit(2);
}

/** @typedef {Map<string, string>} Texts  Pages by path. */
/** @typedef {import("./measure.mjs").Cost & import("./measure.mjs").Written} Row */

/** What the templates need. */
const OLDEST = { hugo: [0, 148], pagefind: [1, 0] };

/**
 * A peer's program, if it is there and new enough; if not, why not.
 * @param {keyof typeof OLDEST & string} name
 */
function find(name) {
  const told = process.env[name.toUpperCase()];
  const tried = told ? [path.resolve(told)] : (process.env.PATH ?? "").split(path.delimiter).map((folder) => path.join(folder, name));
  const program = tried.find((file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile());
  if (!program) return { why: `${name} (not installed)` };
  const version = versionOf(program, name === "hugo" ? "version" : "--version");
  const [major, minor] = version.split(".").map(Number);
  const [first, second] = OLDEST[name];
  const isOld = major < first || (major === first && minor < second);
  return isOld ? { why: `${name} (${version} is older than ${first}.${second})` } : { program, version };
}
const versionOf = (/** @type {string} */ program, /** @type {string} */ argument) =>
  /\d+(\.\d+)+/.exec(execFileSync(program, [argument], { encoding: "utf8" }))?.[0] ?? "0.0";

/** @returns {Texts} */
function read(/** @type {string} */ folder) {
  const files = fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".md"));
  return new Map(files.sort().map((file) => [file.replaceAll(path.sep, "/"), fs.readFileSync(path.join(folder, file), "utf8")]));
}

/**
 * The text without languages of code. A line that only looks like the begin of a block may be taken for one; the text
 * is the same for everybody.
 */
const withoutLanguages = (/** @type {string} */ text) => text.replace(/^([ \t>]*(?:[-*+][ \t]+|\d+[.)][ \t]+)*)(`{3,}|~{3,})[^`\n]+$/gm, "$1$2");

/** @returns {[front: string, body: string]} */
function split(/** @type {string} */ text) {
  const found = /^---\r?\n(?:([^]*?)\r?\n)?---\r?\n/.exec(text);
  return found ? [found[1] ?? "", text.slice(found[0].length)] : ["", text];
}

const hasTitle = (/** @type {string} */ front) => /^title:/m.test(front);

/** Where Hugo wants the page of a folder. */
const section = (/** @type {string} */ file) => file.replace(/(^|\/)index\.md$/, "$1_index.md");

/** Writes each link to a page of the corpus as `as` makes it. */
const links = (/** @type {string} */ text, /** @type {string} */ file, /** @type {Texts} */ texts, /** @type {(written: string) => string} */ as) =>
  text.replace(/(\]\(<?|^\[[^\]\n]+\]:[ \t]+<?)([^\s()<>#:]+\.md)/gm, (all, before, written) =>
    texts.has(path.posix.join(path.posix.dirname(file), written)) ? before + as(written) : all,
  );

/**
 * The same pages, and one for each folder that has none: Hugo would not take it for a section.
 * @returns {Texts}
 */
function withFolders(/** @type {Texts} */ texts) {
  const all = new Map([["index.md", ""]]);
  for (const file of texts.keys()) {
    for (let folder = path.posix.dirname(file); folder !== "."; folder = path.posix.dirname(folder)) all.set(`${folder}/index.md`, "");
  }
  for (const [file, text] of texts) all.set(file, text);
  return all;
}

const isSection = (/** @type {string} */ file) => path.posix.basename(file) === "index.md";
/** The line of front matter for a page without a title. */
const titleOf = (/** @type {string} */ file) => {
  const name = path.posix.basename(isSection(file) ? path.posix.dirname(file) : file, ".md");
  return `title: ${JSON.stringify(name === "." ? "Corpus" : label(name))}`;
};

/** A page as Hugo wants it, which shall not take texts for calls of its shortcodes: braces are kept apart. */
function forHugo(/** @type {string} */ file, /** @type {string} */ text, /** @type {Texts} */ texts) {
  const [front, body] = split(text);
  const own = hasTitle(front) ? front : `${titleOf(file)}\n${front}`;
  return `---\n${own}\n---\n${links(body, file, texts, section).replace(/\{\{(?=[<%])/g, "{ {")}`;
}

/** @param {string} folder @param {Iterable<[string, string]>} files */
function writeAll(folder, files) {
  for (const [file, text] of files) {
    const place = path.join(folder, file);
    fs.mkdirSync(path.dirname(place), { recursive: true });
    fs.writeFileSync(place, text);
  }
}

/** Projects of everybody in folders by name. */
function prepare(/** @type {string} */ folder, /** @type {Texts} */ texts) {
  // Real documentation has broken links.
  const checks = values.corpus ? "checks: { broken-anchor: warning, broken-link: warning, undefined-footnote: warning }\n" : "";
  const settings = `title: Corpus\nbase_url: https://corpus.example/\n${checks}`;
  writeAll(path.join(folder, "fieldguide"), [["fieldguide.yaml", settings]]);
  writeAll(path.join(folder, "fieldguide/content"), texts);

  const top = [...new Set([...texts.keys()].filter((file) => file.includes("/")).map((file) => file.split("/")[0]))].sort();
  if (!peers.hugo.program) return;
  const pages = [...withFolders(texts)];
  writeAll(path.join(folder, "hugo"), Object.entries(hugo(isPlain, top)));
  writeAll(
    path.join(folder, "hugo/content"),
    pages.map(([file, text]) => [section(file), forHugo(file, text, texts)]),
  );
}

const peers = { hugo: find("hugo"), pagefind: find("pagefind") };
const there = Object.entries(peers).flatMap(([name, { version }]) => (version ? [`${name} ${version}`] : []));
const leftOut = Object.values(peers).flatMap(({ why }) => why ?? []);
console.log([`fieldguide ${versionOf(fieldguide, "--version")}`, ...there].join(", "));
if (leftOut.length) console.log(`left out: ${leftOut.join(", ")}`);
if (!peers.hugo.program && peers.pagefind.program) console.log("without Hugo, Pagefind has nothing to read");
console.log();

await scratch("peers", async (folder) => {
  const log = path.join(folder, "log");
  let outputs = 0;
  const corpora = values.corpus ? [read(values.corpus)] : sizes.map((pages) => new Map(generate(pages)));
  for (const corpus of corpora) {
    const texts = isPlain ? new Map([...corpus].map(([file, text]) => [file, withoutLanguages(text)])) : corpus;
    const projects = path.join(folder, `projects-${texts.size}`);
    prepare(projects, texts);
    /** @type {Record<string, Row[]>} */
    const rows = {};

    /** Runs a program into a new folder, and returns that. */
    const run = async (/** @type {string} */ name, /** @type {string} */ program, /** @type {(output: string) => string[]} */ args) => {
      const output = path.join(folder, `output-${outputs++}`);
      const cost = await measure(program, args(output), log);
      const files = look(output);
      const made = [...files.keys()].filter((file) => file.endsWith(".html")).length;
      if (name !== "pagefind" && made < texts.size) throw new Error(`${name} made ${made} pages of ${texts.size}`);
      (rows[name] ??= []).push({ ...cost, ...written(files) });
      return output;
    };

    for (let turn = 0; turn < runs; turn++) {
      const project = path.join(projects, "fieldguide");
      forget(project, folder);
      await run("fieldguide", fieldguide, (output) => ["build", "--quiet", "--root", project, "--output", output]);
      if (peers.hugo.program) {
        const site = await run("hugo", peers.hugo.program, (output) => ["--noBuildLock", "--source", path.join(projects, "hugo"), "--destination", output]);
        if (peers.pagefind.program) {
          await run("pagefind", peers.pagefind.program, (output) => ["--site", site, "--output-path", output]);
          const [first, second] = [rows.hugo[turn], rows.pagefind[turn]];
          (rows["hugo + pagefind"] ??= []).push({
            wall: first.wall + second.wall,
            cpu: first.cpu + second.cpu,
            peak: Math.max(first.peak, second.peak),
            files: first.files + second.files,
            mb: first.mb + second.mb,
          });
        }
      }
    }

    const bytes = [...texts.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    console.log(`${texts.size} pages, ${(bytes / 1e6).toFixed(1)} MB of Markdown${isPlain ? ", code without languages" : ""}:\n`);
    table(
      ["program", "wall s", "CPU s", "peak MB", "files", "MB", "wall to us", "CPU to us", "peak to us"],
      Object.entries(rows).map(([name, all]) => {
        const { files, mb, ...cost } = medians(all);
        const { wall, cpu, peak } = ratios(all, rows.fieldguide);
        return [name, ...cells(cost), files, mb.toFixed(1), ...(name === "fieldguide" ? ["1", "1", "1"] : [wall, cpu, peak])];
      }),
    );
  }
});
