// @ts-check
// Measures other site generators on the same pages: Hugo with Pagefind, and Zola with its index for search.
//
//   node benches/peers.mjs [--runs N] [--plain] [--zola PROGRAM] [PAGES…]
//   node benches/peers.mjs [--runs N] [--plain] [--zola PROGRAM] --corpus FOLDER
//
// Pages are generated, 100, 1,000 and 10,000 by default, or come from a folder of Markdown with front matter
// (`title`, `description`, `tags`). Each program gets a project with the same texts, with links in its own form,
// and builds it from nothing, in turns with ours, three times by default. The output shows medians; the ratios
// to us are medians over the pairs. With `--plain`, code has no language, so no program colors it.
//
// Hugo and Pagefind are those in PATH or in the variables HUGO and PAGEFIND, Zola is what `--zola` names, by its path
// or by its name in PATH. The script names missing programs and leaves their figures empty. Fails if a program fails, or
// makes fewer pages than there are. README.md says more.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { generate } from "./corpus.mjs";
import { cells, fieldguide, forget, look, measure, medians, ratios, scratch, table, written } from "./measure.mjs";
import { hugo } from "./peers/hugo.mjs";
import { label } from "./peers/page.mjs";
import { zola } from "./peers/zola.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: "string", default: "3" },
    plain: { type: "boolean", default: false },
    corpus: { type: "string" },
    zola: { type: "string" },
  },
});
const runs = Number(values.runs);
const isPlain = values.plain ?? false;
const sizes = (positionals.length ? positionals : ["100", "1000", "10000"]).map(Number);
if (!(runs > 0) || !sizes.every((size) => size > 0) || (values.corpus && positionals.length)) {
  console.error("usage: node benches/peers.mjs [--runs N] [--plain] [--zola PROGRAM] [PAGES… | --corpus FOLDER]");
  process.exit(2);
}

/** @typedef {Map<string, string>} Texts  Pages by path. */
/** @typedef {import("./measure.mjs").Cost & import("./measure.mjs").Written} Row */

/** The columns of the table. */
const FIGURES = ["wall s", "CPU s", "peak MB", "files", "MB", "wall to us", "CPU to us", "peak to us"];

/** What the templates need. */
const OLDEST = { hugo: [0, 148], pagefind: [1, 0], zola: [0, 22] };

/**
 * A peer's program, if it is there and new enough; if not, why not. `told` is its path, or its name in PATH.
 * @param {keyof typeof OLDEST & string} name
 * @param {string} told
 */
function find(name, told) {
  const folders = told.includes(path.sep) ? [process.cwd()] : (process.env.PATH ?? "").split(path.delimiter);
  const tried = folders.map((folder) => path.resolve(folder, told));
  const program = tried.find((file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile());
  if (!program) return { why: `${name} (${told === name ? "not installed" : `there is no program ${told}`})` };
  const version = versionOf(program, name === "hugo" ? "version" : "--version");
  const [major, minor] = version.split(".").map(Number);
  const [first, second] = OLDEST[name];
  const isOld = major < first || (major === first && minor < second);
  return isOld ? { why: `${name} (${version} is older than ${first}.${second})` } : { program, version };
}
function versionOf(/** @type {string} */ program, /** @type {string} */ argument) {
  return /\d+(\.\d+)+/.exec(execFileSync(program, [argument], { encoding: "utf8" }))?.[0] ?? "0.0";
}

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

/** Where Hugo and Zola want the page of a folder. */
const section = (/** @type {string} */ file) => file.replace(/(^|\/)index\.md$/, "$1_index.md");

/** Rewrites each link to a page of the corpus with `as`, from the link as written and the path of that page. */
function links(/** @type {string} */ text, /** @type {string} */ file, /** @type {Texts} */ texts, /** @type {(written: string, to: string) => string} */ as) {
  return text.replace(/(\]\(<?|^\[[^\]\n]+\]:[ \t]+<?)([^\s()<>#:]+\.md)/gm, (all, before, written) => {
    const to = path.posix.join(path.posix.dirname(file), written);
    return texts.has(to) ? before + as(written, to) : all;
  });
}

/**
 * The same pages, and one for each folder that has none: Hugo and Zola would not take it for a section.
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
function titleOf(/** @type {string} */ file) {
  const name = path.posix.basename(isSection(file) ? path.posix.dirname(file) : file, ".md");
  return `title: ${JSON.stringify(name === "." ? "Corpus" : label(name))}`;
}

/**
 * Front matter, with a title, and the text below it.
 * @returns {[front: string, body: string]}
 */
function titled(/** @type {string} */ file, /** @type {string} */ text) {
  const [front, body] = split(text);
  return [hasTitle(front) ? front : `${titleOf(file)}\n${front}`, body];
}

/** A page for Hugo. Braces are separated, so that Hugo does not read texts as shortcodes. */
function forHugo(/** @type {string} */ file, /** @type {string} */ text, /** @type {Texts} */ texts) {
  const [front, body] = titled(file, text);
  return `---\n${front}\n---\n${links(body, file, texts, section).replace(/\{\{(?=[<%])/g, "{ {")}`;
}

/**
 * A page for Zola: tags below `taxonomies`, links from the content folder, braces apart. Three hyphens at the
 * end of any line would end its front matter.
 */
function forZola(/** @type {string} */ file, /** @type {string} */ text, /** @type {Texts} */ texts) {
  const [front, body] = titled(file, text);
  // The page of a folder can have none, and says how its pages are sorted: the others sort them by title anyway.
  const taxonomies = (/** @type {string} */ tags) => (isSection(file) ? "" : `taxonomies:\n${tags.replace(/^/gm, "  ")}`);
  const own = front.replace(/-{3,}/g, "--").replace(/^tags:.*(?:\r?\n[ \t-].*)*/m, taxonomies);
  const order = isSection(file) ? "sort_by: title\n" : "";
  return `---\n${order}${own}\n---\n${links(body, file, texts, (_, to) => `@/${section(to)}`).replace(/\{(?=[{%])/g, "{ ")}`;
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
  const pages = [...withFolders(texts)];
  const projects = [
    { name: "hugo", peer: peers.hugo, files: hugo, page: forHugo },
    { name: "zola", peer: peers.zola, files: zola, page: forZola },
  ];
  for (const { name, files, page } of projects.filter(({ peer }) => peer.program)) {
    writeAll(path.join(folder, name), Object.entries(files(isPlain, top)));
    writeAll(
      path.join(folder, name, "content"),
      pages.map(([file, text]) => [section(file), page(file, text, texts)]),
    );
  }
}

const peers = {
  hugo: find("hugo", process.env.HUGO ?? "hugo"),
  pagefind: find("pagefind", process.env.PAGEFIND ?? "pagefind"),
  zola: values.zola ? find("zola", values.zola) : { why: "zola (`--zola PROGRAM` names it)" },
};
if (values.zola && !peers.zola.program) {
  console.error(`--zola: ${peers.zola.why}`);
  process.exit(2);
}
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
    /** In the order of the table. @type {Record<string, Row[]>} */
    const rows = { fieldguide: [], hugo: [], pagefind: [], "hugo + pagefind": [], zola: [] };

    /** Runs a program into a new folder, and returns that. */
    async function run(/** @type {string} */ name, /** @type {string} */ program, /** @type {(output: string) => string[]} */ args) {
      const output = path.join(folder, `output-${outputs++}`);
      const cost = await measure(program, args(output), log);
      const files = look(output);
      const made = [...files.keys()].filter((file) => file.endsWith(".html")).length;
      if (name !== "pagefind" && made < texts.size) throw new Error(`${name} made ${made} pages of ${texts.size}`);
      rows[name].push({ ...cost, ...written(files) });
      return output;
    }

    for (let turn = 0; turn < runs; turn++) {
      const project = path.join(projects, "fieldguide");
      forget(project, folder);
      await run("fieldguide", fieldguide, (output) => ["build", "--quiet", "--root", project, "--output", output]);
      if (peers.hugo.program) {
        const site = await run("hugo", peers.hugo.program, (output) => ["--noBuildLock", "--source", path.join(projects, "hugo"), "--destination", output]);
        if (peers.pagefind.program) {
          await run("pagefind", peers.pagefind.program, (output) => ["--site", site, "--output-path", output]);
          const [first, second] = [rows.hugo[turn], rows.pagefind[turn]];
          rows["hugo + pagefind"].push({
            wall: first.wall + second.wall,
            cpu: first.cpu + second.cpu,
            peak: Math.max(first.peak, second.peak),
            files: first.files + second.files,
            mb: first.mb + second.mb,
          });
        }
      }
      if (peers.zola.program) {
        await run("zola", peers.zola.program, (output) => ["--root", path.join(projects, "zola"), "build", "--output-dir", output]);
      }
    }

    const bytes = [...texts.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    console.log(`${texts.size} pages, ${(bytes / 1e6).toFixed(1)} MB of Markdown${isPlain ? ", code without languages" : ""}:\n`);
    table(
      ["program", ...FIGURES],
      Object.entries(rows).map(([name, all]) => {
        if (!all.length) return [name, ...FIGURES.map(() => "–")];
        const { files, mb, ...cost } = medians(all);
        const { wall, cpu, peak } = ratios(all, rows.fieldguide);
        return [name, ...cells(cost), files, mb.toFixed(1), ...(name === "fieldguide" ? ["1", "1", "1"] : [wall, cpu, peak])];
      }),
    );
  }
});
