// The SARIF logs that `--format sarif` writes are valid by the schema of the standard.
// @ts-check
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import Draft4 from "ajv-draft-04";
import formats from "ajv-formats";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const program = process.env.FIELDGUIDE ?? join(repository, "target/debug/fieldguide");
const schema = join(repository, "tests/node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");

/** What a run of `check` in a folder writes. */
function log(root, ...options) {
  const { stdout } = spawnSync(program, ["check", "--format", "sarif", ...options], { cwd: root, encoding: "utf8" });
  return JSON.parse(stdout);
}

test("logs are valid, of a site with problems, one without, and none at all", () => {
  const ajv = new /** @type {any} */ (Draft4)({ allErrors: true, strict: false, unicodeRegExp: false });
  /** @type {any} */ (formats)(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(schema, "utf8")));
  const root = mkdtempSync(join(tmpdir(), "fieldguide-sarif-"));
  mkdirSync(join(root, "content"));
  const page = join(root, "content", "a b.md");
  writeFileSync(page, "# A\n\n## B {#x}\n\n## B {#x}\n\n[no\nwhere](c.md) ![](d.png)\n\n[^x]\n");
  const broken = log(root);
  assert.ok(broken.runs[0].results.length >= 4);
  writeFileSync(page, "# A\n\nText.\n");
  for (const written of [broken, log(root), log(root, "--root", "nowhere")]) {
    assert.ok(validate(written), JSON.stringify(validate.errors));
  }
  delete broken.runs[0].tool;
  assert.ok(!validate(broken), "the schema refuses what lacks a part");
  rmSync(root, { recursive: true });
});
