// Queries taken apart, and lengths.

import assert from "node:assert/strict";
import { test } from "node:test";
import { client } from "./site.mjs";

const { parseQuery } = await client("query");
const { lengthOf } = await client("rank");

test("quotes make phrases, and words that say little go while others stay", () => {
  const stop = new Set(["the", "of"]);
  assert.deepEqual(parseQuery('the "warm handoff" of peers', stop).parts, [
    { phrase: ["warm", "handoff"] },
    { word: "peers", isLast: true },
  ]);
  for (const quoted of ["„warm handoff“", "«warm handoff»", "「warm handoff」", "『warm handoff』", "＂warm handoff＂"]) {
    assert.deepEqual(parseQuery(quoted, stop).parts, [{ phrase: ["warm", "handoff"] }]);
  }
  assert.deepEqual(parseQuery("the ", stop).parts, [{ word: "the", isLast: false }]);
});

test("lengths are those of the index", () => {
  assert.deepEqual([0, 39, 40, 41, 48, 56, 64].map(lengthOf), [0, 39, 40, 42, 56, 88, 152]);
});
