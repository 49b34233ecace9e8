// Queries taken apart, and lengths.

import assert from "node:assert/strict";
import { test } from "node:test";
import { client } from "./site.mjs";

const { parseQuery } = await client("query");
const { lengthOf } = await client("rank");

/** The parts of a query, a word that is being typed with a cursor. */
function brief(text, stop) {
  const words = (phrase) => phrase.words.map((word) => word.text).join(" ");
  return parseQuery(text, stop).parts.map((part) => (part.phrase ? words(part.phrase) : part.word.text + (part.isLast ? "|" : "")));
}

test("a long query, or one of many phrases, does not leave out pages", () => {
  const narrows = (text) => parseQuery(text, new Set()).narrows;
  assert.deepEqual([`"a b" "c d" e`, `"a b" "c d" "e f"`, `"a b" ${"c ".repeat(10)}`, `"a b" ${"c ".repeat(11)}`].map(narrows), [true, false, true, false]);
  assert.ok(narrows(`"${"a ".repeat(20)}"`), "but a phrase alone");
});

test("quotes make phrases, and words that say little go while others stay", () => {
  const stop = new Set(["the", "of"]);
  assert.deepEqual(brief('the "warm handoff" of peers', stop), ["warm handoff", "peers|"]);
  for (const quoted of ["„warm handoff“", "«warm handoff»", "「warm handoff」", "『warm handoff』", "＂warm handoff＂"]) {
    assert.deepEqual(brief(quoted, stop), ["warm handoff"]);
  }
  assert.deepEqual(brief("the ", stop), ["the"]);
  assert.deepEqual(brief('warm "handoff', stop), ["warm", "handoff|"], "a quote that was never closed is none");
});

test("lengths are those of the index", () => {
  assert.deepEqual([0, 39, 40, 41, 48, 56, 64].map(lengthOf), [0, 39, 40, 42, 56, 88, 152]);
});
