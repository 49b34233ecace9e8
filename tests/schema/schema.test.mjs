// The JSON Schemas agree with the program: whatever it accepts of content/ and docs/, they do, and of
// what it refuses they refuse what a schema can know of.
// @ts-check
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import { parse } from "yaml";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const program = process.env.FIELDGUIDE ?? join(repository, "target/debug/fieldguide");

/** A validator of one schema of a project. */
function validator(root, name) {
  const schema = JSON.parse(execFileSync(program, ["schema", name, "--quiet", "--root", root], { encoding: "utf8" }));
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, strict: true, strictRequired: false });
  /** @type {any} */ (formats)(ajv);
  const validate = ajv.compile(schema);
  return (value) => (validate(value) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`));
}

/** The front matter of a page; nothing if it has none. */
const frontMatter = (text) => parse(/^---\n([\s\S]*?)^---$/m.exec(text.startsWith("---\n") ? text : "")?.[1] ?? "{}") ?? {};

function markdown(folder) {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".md"));
}

for (const root of [repository, join(repository, "docs")]) {
  test(`${relative(repository, root) || "the site"}: settings and every page are valid`, () => {
    const settings = parse(readFileSync(join(root, "fieldguide.yaml"), "utf8"));
    assert.deepEqual(validator(root, "settings")(settings), []);
    const folders = Object.keys(settings.collections ?? {});
    const of = new Map(["pages", ...folders].map((name) => [name, validator(root, name)]));
    const pages = markdown(join(root, "content"));
    assert.ok(pages.length >= 10);
    for (const path of pages) {
      const folder = path.endsWith("index.md") ? undefined : folders.find((name) => path.startsWith(`${name}/`));
      const found = of.get(folder ?? "pages")?.(frontMatter(readFileSync(join(root, "content", path), "utf8")));
      assert.deepEqual(found, [], path);
    }
  });
}

test("what the program refuses is refused, as far as a schema knows", () => {
  const settings = validator(repository, "settings");
  for (const [wrong, why] of /** @type {[object, RegExp][]} */ ([
    [{ titel: "x" }, /additional/],
    [{ urls: "file" }, /allowed values/],
    [{ theme: { accent: "teal" } }, /pattern/],
    [{ checks: { "broken-links": "off" } }, /additional/],
    [{ collections: { a: { fields: { b: { kind: "text" } } } } }, /required property 'type'/],
    [{ callouts: { evidence: { tone: "tip" } } }, /required property 'label'/],
  ])) {
    assert.match(settings(wrong).join("\n"), why, JSON.stringify(wrong));
  }
  const barrier = validator(repository, "barriers");
  const path = join(repository, "content/barriers/peer-drift.md");
  const good = frontMatter(readFileSync(path, "utf8"));
  assert.deepEqual(barrier(good), []);
  for (const [key, value] of Object.entries({ setting: ["hospitl"], strategies: [{ to: "nothing" }], sources: ["nobody"], owners: "x", draft: "maybe", date: "May" })) {
    assert.notDeepEqual(barrier({ ...good, [key]: value }), [], key);
  }
  const { sources, ...without } = good;
  assert.match(barrier(without).join("\n"), /'sources'/);
  assert.deepEqual(barrier({ ...without, draft: true }), [], "a draft may lack it");
});

test("a new project has the schemas that its editor settings name", () => {
  const folder = mkdtempSync(join(tmpdir(), "fieldguide-schema-"));
  const root = join(folder, "new");
  execFileSync(program, ["init", "--quiet", root]);
  const { "yaml.schemas": named } = JSON.parse(readFileSync(join(root, ".vscode/settings.json"), "utf8"));
  for (const [schema, file] of Object.entries(named)) {
    const written = JSON.parse(readFileSync(join(root, schema), "utf8"));
    assert.equal(written.type, "object");
    assert.ok(readFileSync(join(root, /** @type {string} */ (file)), "utf8"));
  }
  const printed = execFileSync(program, ["schema", "problems", "--root", root], { encoding: "utf8" });
  assert.equal(readFileSync(join(root, ".vscode/schemas/problems.schema.json"), "utf8"), printed);
  rmSync(folder, { recursive: true });
});
