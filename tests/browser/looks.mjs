// The showcase in the looks that the manual describes, made from the settings on that page.
// @ts-check
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { build, repository } from "./support.mjs";

/** Fonts of most Linux machines; a look without them has those of the reader's device. */
const SERIF = "/usr/share/fonts/truetype/liberation/LiberationSerif-";
const FONTS = { "serif.ttf": `${SERIF}Regular.ttf`, "serif-bold.ttf": `${SERIF}Bold.ttf` };

/** The settings on the page, by name of the look. @returns {[string, Record<string, any>][]} */
export function looks() {
  const page = readFileSync(join(repository, "docs/content/guide/looks.md"), "utf8");
  const blocks = [...page.matchAll(/look-(\w+)\.png[\s\S]*?```yaml\n([\s\S]*?)```/g)];
  return blocks.map(([, name, settings]) => [name, parse(settings)]);
}

/** Whether a file of content/ belongs to a translation. @param {string} file */
const isOfTranslation = (file) => /\.(es|fr|de|ja|zh-CN)\.md$|\/languages$/.test(file);

/** Builds the showcase with other settings, strictly, and in English: translations are those of its own words. @param {Record<string, any>} settings */
export function buildLook(settings) {
  const root = mkdtempSync(join(tmpdir(), "fieldguide-look-"));
  try {
    cpSync(join(repository, "content"), join(root, "content"), { recursive: true, filter: (file) => !isOfTranslation(file) });
    const logos = join(repository, "tests/looks");
    for (const logo of readdirSync(logos)) copyFileSync(join(logos, logo), join(root, "content/assets", logo));
    mkdirSync(join(root, "content/fonts"));
    for (const [name, file] of Object.entries(FONTS)) {
      const to = join(root, "content/fonts", name);
      if (existsSync(file)) copyFileSync(file, to);
      else writeFileSync(to, "");
    }
    const { languages, include, ...own } = parse(readFileSync(join(repository, "fieldguide.yaml"), "utf8"));
    const home = { ...own.home, ...settings.home };
    const footer = { ...own.footer, ...settings.footer };
    // The pictures of the other looks lie in the folder, too.
    const checks = { ...own.checks, "unused-file": "off" };
    writeFileSync(join(root, "fieldguide.yaml"), stringify({ ...own, ...settings, home, footer, checks }));
    return build({ root });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
