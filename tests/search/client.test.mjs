// The modules of the client by themselves.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { client, root } from "./site.mjs";

const { tokens } = await client("tokens");
const { distance, nearest, tolerance } = await client("spelling");
const { parseQuery } = await client("query");
const { lengthOf } = await client("rank");

test("words are what the fixture says, as in the index", () => {
  const cases = JSON.parse(fs.readFileSync(path.join(root, "tests/search/tokens.json"), "utf8"));
  for (const { text, tokens: expected } of cases) {
    const found = tokens(text).map((token) => token.text);
    assert.deepEqual(found.filter(Boolean), expected, JSON.stringify(text));
  }
});

test("exchanged neighbours are one change", () => {
  assert.equal(distance([..."form"], [..."from"], 2), 1);
  assert.equal(distance([..."suport"], [..."support"], 2), 1);
  assert.equal(distance([..."abcd"], [..."wxyz"], 2) > 2, true);
});

test("short words and numbers are not corrected, long ones in two letters", () => {
  assert.deepEqual(["abc", "abcd", "abcdefgh", "abcdefgh1"].map(tolerance), [0, 1, 2, 0]);
  const words = [["train", 3], ["trains", 9], ["brain", 5]];
  assert.deepEqual(nearest("trian", words), [1, ["train"]]);
  assert.deepEqual(nearest("rain", words), [1, ["brain", "train"]]);
});

test("quotes make phrases, and words that say little go while others stay", () => {
  const stop = new Set(["the", "of"]);
  assert.deepEqual(parseQuery('the "warm handoff" of peers', stop).parts, [
    { phrase: ["warm", "handoff"] },
    { word: "peers", isLast: true },
  ]);
  assert.deepEqual(parseQuery("the ", stop).parts, [{ word: "the", isLast: false }]);
});

test("lengths are those of the index", () => {
  assert.deepEqual([0, 39, 40, 41, 48, 56, 64].map(lengthOf), [0, 39, 40, 42, 56, 88, 152]);
});
