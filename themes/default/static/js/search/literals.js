// @ts-check
// Numbers and names whose signs mean something, as they are written: the twin of src/language/literals.rs, which says why.

const LONGEST_LITERAL = 40;
const SIGNED = /\w+(?:\+\+|[+#](?![\w+#]))/g;
const PREFIXED = /(?<=^|[ \t\n(["'`])(?:--[a-z][\w-]*|\.[a-z]\w*)/gi;
const NUMBERS = /(?<!\w)(v?)(\d+(?:(?:\) |[).,/-])\d+)+)(\w*)/gi;
const THOUSANDS = /^\d{1,3}(?:[.,]\d{3})+$/;
const TELEPHONE = /^\d{2,5}(?:[^\d,]+\d{2,5})+$/;

/** The literal terms of a text, sorted, each once. @param {string} text */
export function literalTerms(text) {
  const names = [SIGNED, PREFIXED].flatMap((pattern) => text.match(pattern) ?? []);
  const found = names.map((name) => name.toLowerCase());
  for (const [, v, number, rest] of text.matchAll(NUMBERS)) {
    if (rest) continue;
    if (/^[\d.]+$/.test(number)) found.push(number);
    const digits = number.replace(/\D/g, "");
    const isTelephone = TELEPHONE.test(number) && digits.length > 6 && digits.length < 16;
    if (!v && (THOUSANDS.test(number) || isTelephone)) found.push(digits);
  }
  return [...new Set(found.filter((term) => term.length <= LONGEST_LITERAL))].sort();
}
