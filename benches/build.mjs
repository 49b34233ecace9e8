// @ts-check
// Measures `fieldguide build` on generated pages: from nothing, again with nothing changed, and with one page
// changed.
//
//   node benches/build.mjs [--runs N] [--stages] [PAGES…]
//
// The default sizes are 100, 1,000 and 10,000 pages. The builds take turns, three times by default, so that other work of
// the machine slows all of them; the output shows medians. Files and MB count what a build wrote into the output
// folder. With `--stages`, one more build of each size from nothing shows the cost of each stage. Fails if a build with
// nothing changed writes a file, or one with a page changed does not show the change. README.md says more.

import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { write } from "./corpus.mjs";
import { cells, fieldguide, forget, look, measure, median, ratios, scratch, table, written } from "./measure.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: "string", default: "3" }, stages: { type: "boolean", default: false } },
});
const runs = Number(values.runs);
const sizes = (positionals.length ? positionals : ["100", "1000", "10000"]).map(Number);
if (!(runs > 0) || !sizes.every((size) => size > 0)) {
  console.error("usage: node benches/build.mjs [--runs N] [--stages] [PAGES…]");
  process.exit(2);
}

const KINDS = /** @type {const} */ (["from nothing", "nothing changed", "one page changed"]);
/** @typedef {import("./measure.mjs").Cost & import("./measure.mjs").Written & { cache: number }} Built */

await scratch("build", async (folder) => {
  const log = path.join(folder, "log");
  let outputs = 0;

  const output = () => path.join(folder, `output-${outputs++}`);

  /** @returns {Promise<Built>} */
  async function build(/** @type {string} */ project, /** @type {string} */ site) {
    const before = look(site);
    const cost = await measure(fieldguide, ["build", "--quiet", "--root", project, "--output", site], log);
    const cache = written(look(path.join(project, ".fieldguide"))).mb;
    return { ...cost, ...written(look(site), before), cache };
  }

  const projects = sizes.map((pages) => {
    const project = path.join(folder, `project-${pages}`);
    write(pages, project);
    /** @type {Record<typeof KINDS[number], Built[]>} */
    const builds = { "from nothing": [], "nothing changed": [], "one page changed": [] };
    return { pages, project, builds };
  });

  for (let run = 0; run < runs; run++) {
    for (const { pages, project, builds } of projects) {
      const site = output();
      forget(project, folder);
      builds["from nothing"].push(await build(project, site));

      const again = await build(project, site);
      if (again.files) throw new Error(`${again.files} files of ${pages} pages were written although nothing had changed`);
      builds["nothing changed"].push(again);

      const page = path.join(project, "content/section-0/page-0.md");
      const text = fs.readFileSync(page, "utf8");
      fs.writeFileSync(page, `${text}\nOne sentence more.\n`);
      builds["one page changed"].push(await build(project, site));
      const shown = fs.readFileSync(path.join(site, "section-0/page-0.html"), "utf8");
      if (!shown.includes("One sentence more.")) throw new Error(`a change in one of ${pages} pages does not show`);
      fs.writeFileSync(page, text);
    }
  }

  table(
    ["pages", "build", "wall s", "CPU s", "peak MB", "files", "MB", "cache MB"],
    projects.flatMap(({ pages, builds }) =>
      KINDS.map((kind) => {
        const of = (/** @type {keyof Built} */ key) => median(builds[kind].map((one) => one[key]));
        const cost = cells({ wall: of("wall"), cpu: of("cpu"), peak: of("peak") });
        return [pages, kind, ...cost, of("files"), of("mb").toFixed(1), of("cache").toFixed(1)];
      }),
    ),
  );

  table(
    ["pages", "ratio", "wall", "CPU", "peak"],
    projects.flatMap(({ pages, builds }, at) => {
      const first = builds["from nothing"];
      function row(/** @type {string} */ name, /** @type {Built[]} */ from, /** @type {Built[]} */ to) {
        const { wall, cpu, peak } = ratios(from, to);
        return [pages, name, wall, cpu, peak];
      }
      const rows = [
        row("from nothing / nothing changed", first, builds["nothing changed"]),
        row("from nothing / one page changed", first, builds["one page changed"]),
      ];
      const smaller = projects[at - 1];
      if (smaller) rows.push(row(`from nothing / that of ${smaller.pages} pages`, first, smaller.builds["from nothing"]));
      return rows;
    }),
  );

  if (values.stages) {
    for (const { pages, project } of projects) {
      forget(project, folder);
      await measure(fieldguide, ["build", "--quiet", "--timings", "--root", project, "--output", output()], log);
      // The tables begin with `stage`; warnings may stand before.
      const said = fs.readFileSync(log, "utf8");
      console.log(`${pages} pages:\n${said.slice(Math.max(0, said.search(/^stage /m)))}`);
    }
  }
});
