// @ts-check
// Other names of what a query says: the twin of src/search/synonyms.rs.

const LONGEST_SYNONYM = 4;

/**
 * Other names of what the words around a part say.
 * @param {string[][]} sets of names that mean the same
 * @param {import("./query.js").Part[]} parts
 * @param {number} at
 * @returns {string[][]} the words of each
 */
export function synonyms(sets, parts, at) {
  const found = new Map();
  for (let start = Math.max(0, at + 1 - LONGEST_SYNONYM); start <= at; start++) {
    for (let end = at + 1; end <= Math.min(parts.length, start + LONGEST_SYNONYM); end++) {
      const words = parts.slice(start, end);
      if (words.some((part) => part.phrase)) continue;
      const name = words.map((part) => part.word?.text).join(" ");
      for (const set of sets) {
        if (!set.includes(name)) continue;
        for (const other of set) if (other !== name) found.set(other, other.split(" "));
      }
    }
  }
  return [...found.values()];
}
