// Reads a JSON list of texts, writes the list of their words, or with the argument `literals` of their literal terms; null
// for a text with a character that this engine does not know.

import { client } from "./site.mjs";

const { tokens } = await client("tokens");
const { literalTerms } = await client("literals");

/** @param {string} text */
const words = (text) => tokens(text).map((token) => token.text).filter(Boolean);
const find = process.argv[2] === "literals" ? literalTerms : words;

let input = "";
for await (const chunk of process.stdin.setEncoding("utf8")) input += chunk;
const found = JSON.parse(input).map((text) => (/\p{Cn}/u.test(text) ? null : find(text)));
process.stdout.write(JSON.stringify(found));
