// Text to words: the fixture that the program reads too, and what holds for every text.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { client, root } from "./site.mjs";

const { tokens } = await client("tokens");
const cases = JSON.parse(fs.readFileSync(path.join(root, "tests/search/tokens.json"), "utf8"));
const words = (text) => tokens(text).map((token) => token.text).filter(Boolean);

test("the fixture has each text once, and only whole characters", () => {
  assert.ok(cases.length >= 40, `${cases.length} cases`);
  assert.equal(new Set(cases.map(({ text }) => text)).size, cases.length);
  for (const { text } of cases) assert.equal(text.isWellFormed(), true, JSON.stringify(text));
});

for (const { text, tokens: expected } of cases) {
  test(`the words of ${JSON.stringify(text)} are as the fixture says`, () => {
    assert.deepEqual(words(text), expected);
  });
}

test("a word is its own word, so that what an index holds can be asked for", () => {
  for (const { tokens: expected } of cases) {
    for (const word of expected) assert.deepEqual(words(word), [word]);
  }
});

test("a text is the same whether its accents are apart or not", () => {
  for (const { text, tokens: expected } of cases) {
    if (/^[^\p{L}\p{N}]*$/u.test(text)) continue;
    for (const form of ["NFC", "NFD"]) assert.deepEqual(words(text.normalize(form)), expected, `${form} of ${text}`);
  }
});

test("words stand in the text in order, each at a place of its own", () => {
  for (const { text } of cases) {
    let before = { start: 0, end: 0 };
    for (const token of tokens(text)) {
      assert.ok(token.start >= before.start && token.end >= before.end, JSON.stringify(text));
      assert.ok(token.start < token.end && token.end <= text.length, JSON.stringify(text));
      before = token;
    }
  }
  const text = "Ein Straßencafé, 東京都 𠮷野家!";
  const places = tokens(text).map((token) => [token.text, text.slice(token.start, token.end)]);
  assert.deepEqual(places, [
    ["ein", "Ein"], ["strassencafe", "Straßencafé"], ["東京", "東京"], ["京都", "京都"], ["𠮷野", "𠮷野"], ["野家", "野家"],
  ]);
});

test("a word that is too long keeps its place and has no text", () => {
  assert.deepEqual(tokens(`a ${"x".repeat(129)} b`).map((token) => token.text), ["a", "", "b"]);
});

test("half a surrogate pair parts words and does no harm", () => {
  assert.deepEqual(words("peer\ud83esupport"), ["peer", "support"]);
  assert.deepEqual(words("\udd80peer\ud83e"), ["peer"]);
  assert.deepEqual(words("\udd80\ud83e"), []);
});
