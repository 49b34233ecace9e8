// Search files that are damaged: whoever searches gets an answer or is told why there is none.

import assert from "node:assert/strict";
import { execFileSync, fork } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import zlib from "node:zlib";
import { openPage } from "./browser.mjs";
import { client, root } from "./site.mjs";

const program = process.env.FIELDGUIDE ?? path.join(root, "target/debug/fieldguide");
/** Damaged sites to try; more of them by hand. */
const SEEDS = Number(process.env.FIELDGUIDE_SEEDS ?? 200);
/** The first of them, to try it again. */
const FIRST = Number(process.env.FIELDGUIDE_SEED ?? 1);
/** Milliseconds after which a search hangs; none takes a hundredth of it. */
const LIMIT = 60_000;

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "fieldguide-damage-"));
after(() => fs.rmSync(scratch, { recursive: true, force: true }));

/** A page of the showcase with its title and its words alone. */
function plain(text) {
  const [, head, body] = /^---\n(.*?)\n---\n(.*)$/s.exec(text);
  const words = body.replace(/\[@[^\]]*\]/g, "").replace(/\]\([^)]*\)/g, "]").replace(/^:::.*$/gm, "");
  return `---\n${/^title: .*$/m.exec(head)[0]}\ntags: [peers]\n---\n${words}`;
}

/** Publishes two collections of the showcase. */
function publish(name) {
  const [project, output] = [path.join(scratch, name), path.join(scratch, name, "public")];
  for (const folder of ["barriers", "strategies"]) {
    const from = path.join(root, "content", folder);
    const to = path.join(project, "content", folder);
    fs.mkdirSync(to, { recursive: true });
    for (const file of fs.readdirSync(from).filter((file) => /^[^.]+\.md$/.test(file))) {
      fs.writeFileSync(path.join(to, file), plain(fs.readFileSync(path.join(from, file), "utf8")));
    }
  }
  const settings = "collections: { barriers: {}, strategies: {} }\n";
  fs.writeFileSync(path.join(project, "fieldguide.yaml"), settings);
  execFileSync(program, ["build", "--quiet", "--root", project]);
  return output;
}

/** Lays out a site's search as that of a large one, whose files all stand by themselves. */
async function split(site) {
  const { folderOf, unpack } = await client("files");
  const [folder, script] = [path.join(site, "assets/search/en"), path.join(site, "assets/search.js")];
  const text = fs.readFileSync(path.join(folder, "all.js"), "utf8");
  const [, edition, data] = /^fieldguide\.put\("all","([^"]*)","([^"]*)"\)\n$/.exec(text);
  for (const [name, bytes] of unpack(zlib.inflateRawSync(Buffer.from(data, "base64")))) {
    const packed = zlib.deflateRawSync(bytes).toString("base64");
    fs.mkdirSync(path.join(folder, folderOf(name)), { recursive: true });
    fs.writeFileSync(path.join(folder, folderOf(name), `${name}.js`), `fieldguide.put("${name}","${edition}","${packed}")\n`);
  }
  fs.rmSync(path.join(folder, "all.js"));
  const own = fs.readFileSync(script, "utf8");
  fs.writeFileSync(script, own.replace(/"together":"\w+"/, '"together":""'));
}

/** Has a process ask for searches over damaged files; fails if one of them hangs. */
function damage(site) {
  return new Promise((resolve, reject) => {
    const script = path.join(import.meta.dirname, "damage.mjs");
    const asking = fork(script, [site, FIRST, SEEDS].map(String), { execArgv: [] });
    let [seed, timer] = [FIRST, undefined];
    function end(settle, value) {
      clearTimeout(timer);
      asking.kill("SIGKILL");
      settle(value);
    }
    function fail(why) {
      // What a search before left at work may be what hangs.
      const again = `FIELDGUIDE_SEED=${FIRST} FIELDGUIDE_SEEDS=${seed - FIRST + 1}`;
      end(reject, new Error(`seed ${seed}: ${why}\nrepeat it and those before it with ${again}`));
    }
    function wait() {
      clearTimeout(timer);
      timer = setTimeout(() => fail("it hangs"), LIMIT);
    }
    asking.on("message", (told) => {
      wait();
      if (told.wrong) fail(told.wrong);
      else if (told.seed) seed = told.seed;
      else end(resolve, told);
    });
    // A rejection that nobody handles ends the process.
    asking.on("exit", (code) => fail(`it ends with ${code}`));
    wait();
  });
}

test("a number without an end and a word that shares too much are no loops", async () => {
  const { Reader } = await client("files");
  for (const byte of [0x80, 0xff]) assert.throws(() => new Reader(Buffer.alloc(400, byte)).number(), RangeError);
  assert.equal(new Reader(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f)).number(), 2 ** 32 - 1);
  // Two words, of which the second shares four of the one letter of the first.
  assert.throws(() => new Reader(Uint8Array.of(2, 0, 1, 97, 4, 1, 98)).words(), RangeError);
  assert.deepEqual(new Reader(Uint8Array.of(2, 0, 1, 97, 1, 1, 98)).words(), ["a", "ab"]);
});

for (const name of ["small", "large"]) {
  test(`damaged files of a ${name} site are told, and never hang or throw elsewhere`, async () => {
    const output = publish(name);
    if (name === "large") await split(output);
    const { fieldguide, complaints } = openPage((file) => {
      const found = path.join(output, file);
      return fs.existsSync(found) ? fs.readFileSync(found, "utf8") : undefined;
    });
    assert.ok((await fieldguide.search("stigma")).total > 0, "whole files answer");
    assert.deepEqual(complaints, []);
    const { answers, failures } = await damage(output);
    if (SEEDS < 100) return;
    assert.ok(answers > SEEDS / 20 && failures > SEEDS / 20, `${answers} answers, ${failures} failures`);
  });
}
