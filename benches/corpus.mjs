// A project of generated pages, shaped like technical documentation: as many words and distinct words
// a page as 10,000 real pages have, in Zipf's distribution, with forms of words, headings, code,
// tables and links. Sections have words of their own. The same number gives the same pages.
//
//   node benches/corpus.mjs PAGES FOLDER
//
// Other scripts import `generate` and `write`.

import fs from "node:fs";
import path from "node:path";

/** Measured on real documentation: words of a page, and Heaps' law for the distinct ones. */
const WORDS = 600;
const distinct = (pages) => Math.ceil(8.5 * (pages * WORDS) ** 0.575);
const SECTIONS = 16;
const SEED = 20261124;

const ONSETS = ["b", "br", "c", "ch", "cl", "d", "dr", "f", "fl", "g", "gr", "h", "j", "l", "m", "n", "p", "pl", "pr", "qu", "r", "s", "sh", "st", "t", "tr", "v", "w"];
const VOWELS = ["a", "e", "i", "o", "u", "ea", "ou", "ai"];
const CODAS = ["", "", "n", "r", "l", "s", "t", "m", "nd", "rt", "ck"];
const ENDINGS = ["", "", "", "s", "ed", "ing", "er", "ers", "ment", "ly", "ness", "ation", "able"];

/**
 * Path and text of each page.
 * @param {number} pages
 * @returns {Generator<[string, string]>}
 */
export function* generate(pages) {
  let state = SEED;
  /** A number from 0 up to 1 (Numerical Recipes' generator: its high bits are good enough). */
  function random() {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  }
  const below = (limit) => Math.floor(random() * limit);
  const pick = (list) => list[below(list.length)];

  /** Words by rank: the frequent ones are short, and forms of a word stand apart. */
  function vocabulary() {
    const wanted = distinct(pages);
    const words = new Set();
    const stems = [];
    while (words.size < wanted) {
      const isNew = !stems.length || random() < 0.45;
      if (isNew) {
        const syllables = 1 + below(words.size < 300 ? 2 : 3);
        stems.push(Array.from({ length: syllables }, () => pick(ONSETS) + pick(VOWELS) + pick(CODAS)).join(""));
      }
      words.add((isNew ? stems.at(-1) : pick(stems)) + pick(ENDINGS));
    }
    return [...words];
  }

  const words = vocabulary();
  const sums = new Float64Array(words.length);
  let total = 0;
  words.forEach((_, rank) => (sums[rank] = total += 1 / (rank + 2.7)));

  /** Sections have subjects: beyond the most frequent words, each sixteenth belongs to one of them. */
  let section = 0;
  function own(rank) {
    const moved = rank < 200 ? rank : rank - (rank % SECTIONS) + section;
    return words[Math.min(moved, words.length - 1)];
  }

  function word() {
    const wanted = random() * total;
    let [low, high] = [0, words.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] < wanted) low = middle + 1;
      else high = middle;
    }
    return own(low);
  }

  /** A word that names something: none of the most frequent. */
  const name = () => own(Math.floor(30 + random() ** 3 * (words.length - 30)));
  const capital = (text) => text[0].toUpperCase() + text.slice(1);
  const run = (count) => Array.from({ length: count }, word).join(" ");
  const sentence = () => `${capital(run(6 + below(16)))}.`;
  const paragraph = () => Array.from({ length: 2 + below(4) }, sentence).join(" ");
  const file = (page) => `section-${page % SECTIONS}/page-${page}.md`;
  const link = () => `[${run(2)}](../${file(below(pages))})`;

  function page(number) {
    section = number % SECTIONS;
    const title = capital([name(), name(), ...(random() < 0.5 ? [name()] : [])].join(" "));
    const parts = [`---\ntitle: ${title}\ndescription: ${sentence()}\ntags: [topic-${below(300)}]\n---\n`, paragraph()];
    let written = 60;
    // Pages differ in length as real ones do: many short ones, some very long.
    const wanted = WORDS * 0.35 * Math.exp(1.4 * (random() + random() + random() - 1.5));
    while (written < wanted * 2.6) {
      parts.push(`## ${capital(name())} ${word()}`, paragraph(), `${sentence()} See ${link()}.`);
      written += 90;
      const kind = random();
      if (kind < 0.35) {
        parts.push("```cpp\nint " + name() + "(const char* " + name() + ") {\n    return " + below(1000) + ";\n}\n```");
      } else if (kind < 0.5) {
        parts.push(Array.from({ length: 3 + below(4) }, () => `- ${run(4 + below(8))}`).join("\n"));
      } else if (kind < 0.55) {
        parts.push(`| ${name()} | ${name()} |\n|---|---|\n| ${run(3)} | ${run(4)} |\n| ${run(3)} | ${run(4)} |`);
      }
    }
    return `${parts.join("\n\n")}\n`;
  }

  yield ["index.md", "# Generated pages\n\nThey look like documentation and mean nothing.\n"];
  for (let number = 0; number < pages; number++) yield [file(number), page(number)];
}

/**
 * A project with these pages, in place of what was there.
 * @param {number} pages
 * @param {string} folder
 */
export function write(pages, folder) {
  const content = path.join(folder, "content");
  fs.rmSync(content, { recursive: true, force: true });
  for (let number = 0; number < SECTIONS; number++) {
    fs.mkdirSync(path.join(content, `section-${number}`), { recursive: true });
  }
  fs.writeFileSync(path.join(folder, "fieldguide.yaml"), "title: Generated pages\n");
  for (const [file, text] of generate(pages)) fs.writeFileSync(path.join(content, file), text);
}

if (process.argv[1] && fs.realpathSync(process.argv[1]) === import.meta.filename) {
  const [pages, folder] = [Number(process.argv[2]), process.argv[3]];
  if (!(pages > 0) || !folder) {
    console.error("usage: node benches/corpus.mjs PAGES FOLDER");
    process.exit(2);
  }
  write(pages, folder);
}
