// A built site's search, for tests: the client's own modules over files of a folder.

import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

export const root = path.resolve(import.meta.dirname, "../..");
const modules = path.join(root, "themes/default/static/js/search");

/** A module of the client. */
export async function client(name) {
  // The sources are modules by their syntax; Node asks for the name to say so.
  const text = fs.readFileSync(path.join(modules, `${name}.js`), "utf8");
  const target = path.join(fs.realpathSync(folder()), `${name}.mjs`);
  fs.writeFileSync(target, text.replace(/from "\.\/(\w+)\.js"/g, 'from "./$1.mjs"'));
  for (const [, other] of text.matchAll(/from "\.\/(\w+)\.js"/g)) {
    if (!fs.existsSync(path.join(folder(), `${other}.mjs`))) await client(other);
  }
  return import(pathToFileURL(target).href);
}

let made;
function folder() {
  made ??= fs.mkdtempSync(path.join(process.env.TMPDIR ?? "/tmp", "fieldguide-client-"));
  return made;
}
process.on("exit", () => made && fs.rmSync(made, { recursive: true, force: true }));

/** The index of a site in a folder. */
export async function openSite(site) {
  const script = fs.readFileSync(path.join(site, "assets/search.js"), "utf8");
  const manifest = JSON.parse(/fieldguide\.start\((.*)\);\n$/.exec(script)[1]);
  const { answer } = await client("answer");
  const { Index } = await client("index");
  const { folderOf, inflate, unpack } = await client("files");
  let together;
  async function read(name) {
    const text = fs.readFileSync(path.join(site, "assets", manifest.folder, `${folderOf(name)}${name}.js`), "utf8");
    const [, own, edition, data] = /^fieldguide\.put\("([^"]*)","([^"]*)","([^"]*)"\)\n$/.exec(text);
    if (own !== name || edition !== manifest.edition) throw new Error(`${name} is not what it says`);
    return inflate(data);
  }
  const files = {
    async get(name) {
      if (!manifest.together.includes(name[0])) return read(name);
      together ??= unpack(await read("all"));
      return together.get(name);
    },
  };
  const index = new Index(manifest, files);
  return { index, manifest, search: (query, options) => answer(index, query, options) };
}
