// Reads a JSON list of texts, writes the list of their words; null for a text with a character
// that this engine does not know.

import { client } from "./site.mjs";

const { tokens } = await client("tokens");
let input = "";
for await (const chunk of process.stdin.setEncoding("utf8")) input += chunk;
const found = JSON.parse(input).map((text) =>
  /\p{Cn}/u.test(text) ? null : tokens(text).map((token) => token.text).filter(Boolean),
);
process.stdout.write(JSON.stringify(found));
