// @ts-check
// Stems of forms that are not on the site, by rules: the twin of src/index/stem_rules.rs.

const LONGEST_ENDING = 10;
const LAST_CLASS = 2;
const VOWELS = "aeiouyαεηιουωаеиоуыэюя";

/** @typedef {{ cut: number, append: string }} Rule */

/**
 * A word with its last letters replaced; "" if it is too short.
 * @param {string} word
 * @param {Rule} rule
 */
export function applyRule(word, { cut, append }) {
  if (!cut) return word + append;
  const letters = [...word];
  return cut > letters.length ? "" : letters.slice(0, letters.length - cut).join("") + append;
}

/** The contexts of a word, the one with the longest ending first. @param {string} word */
function contexts(word) {
  const letters = [...word];
  let measure = 0;
  let afterVowel = false;
  const found = letters.map((letter, at) => {
    const context = measure + letters.slice(at).join("");
    const isVowel = VOWELS.includes(letter);
    if (afterVowel && !isVowel && measure < LAST_CLASS) measure++;
    afterVowel = isVowel;
    return context;
  });
  return found.slice(-LONGEST_ENDING);
}

/**
 * The stem that the rules give a word, if the site has it.
 * @param {string} word
 * @param {Map<string, Rule[]>} rules by context
 * @param {(stem: string) => boolean} isStem
 * @returns {string | undefined}
 */
export function stemByRules(word, rules, isStem) {
  const own = contexts(word).flatMap((context) => rules.get(context) ?? []);
  return [...own.map((rule) => applyRule(word, rule)), word].find(isStem);
}
