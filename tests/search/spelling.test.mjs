// What counts as a near word.

import assert from "node:assert/strict";
import { test } from "node:test";
import { client } from "./site.mjs";

const { compare, distance, nearest: nearestWithin, tolerance } = await client("spelling");
const nearest = (word, candidates) => nearestWithin(word, tolerance(word), candidates);
const between = (left, right, limit = 9) => distance([...left], [...right], limit);

test("a letter inserted, left out, replaced or exchanged with its neighbour is one change", () => {
  assert.equal(between("peer", "peer"), 0);
  for (const other of ["peeer", "pee", "pear", "pere", "xpeer", "eer", "beer", "eper"]) {
    assert.equal(between("peer", other), 1, other);
    assert.equal(between(other, "peer"), 1, other);
  }
});

test("letters that were exchanged are not changed again", () => {
  // Optimal string alignment: an unrestricted distance would be 2.
  assert.equal(between("ca", "abc"), 3);
});

test("two changes are two, and nothing is the number of letters away", () => {
  assert.equal(between("kitten", "sitting"), 3);
  assert.equal(between("stigma", "tsigam"), 2);
  assert.equal(between("", "peer"), 4);
  assert.equal(between("peer", ""), 4);
  assert.equal(between("", ""), 0);
});

test("letters outside the first plane are one letter each", () => {
  assert.equal(between("𠮷野", "𠮷家"), 1);
  assert.equal(between("𠮷野", "野𠮷"), 1);
});

test("a distance above the limit is only told to be above it", () => {
  for (const [left, right] of [["peer", "stigma"], ["abcd", "wxyz"], ["a", "abcdef"]]) {
    for (const limit of [0, 1, 2]) assert.ok(between(left, right, limit) > limit, `${left} ${right} ${limit}`);
  }
  assert.equal(between("kitten", "sitting", 3), 3);
});

test("short words and words with a number are left alone, long ones may have two wrong letters", () => {
  assert.deepEqual(["", "abc", "abcd", "abcdefg", "abcdefgh", "year2020", "x²yzabcd"].map(tolerance), [0, 0, 1, 1, 2, 0, 0]);
  assert.deepEqual(["𠮷野家", "𠮷野家屋"].map(tolerance), [0, 1]);
  assert.deepEqual(nearest("per", [["peer", 1], ["pear", 2]]), [0, []]);
});

test("only the words at the least distance are near", () => {
  assert.deepEqual(nearest("supervsion", [["supervisor", 90], ["supervision", 1]]), [1, ["supervision"]]);
  assert.deepEqual(nearest("supervsion", [["supervision", 1], ["supervisor", 90]]), [1, ["supervision"]]);
  assert.deepEqual(nearest("supervsian", [["supervision", 1], ["something", 90]]), [2, ["supervision"]]);
  assert.deepEqual(nearest("stigma", [["sigma", 1], ["enigma", 5]])[1], ["sigma"]);
});

test("the word on most pages comes first, then the alphabet by code points", () => {
  const words = [["bear", 1], ["gear", 3], ["fear", 3], ["𠮷ear", 3], ["ﾊear", 3], ["dear", 9]];
  assert.deepEqual(nearest("zear", words), [1, ["dear", "fear", "gear", "ﾊear", "𠮷ear", "bear"]]);
  assert.ok(compare("\uff8a", "𠮷") < 0);
  assert.ok(compare("pee", "peer") < 0);
  assert.equal(compare("peer", "peer"), 0);
});

test("no more than eight words are near", () => {
  const words = [..."bcdfghjklm"].map((letter, at) => [`${letter}ear`, at]);
  const [changes, found] = nearest("zear", words);
  assert.equal(changes, 1);
  assert.deepEqual(found, ["mear", "lear", "kear", "jear", "hear", "gear", "fear", "dear"]);
});

test("a word that nothing resembles has no near words", () => {
  assert.deepEqual(nearest("zzzzzzzz", [["peer", 4], ["support", 9]])[1], []);
  assert.deepEqual(nearest("zzzzzzzz", [])[1], []);
});
