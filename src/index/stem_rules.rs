//! How an unknown form of a word finds its stem without a stemmer.
//!
//! A reader of the published index has every form that occurs on the site with its stem. For any
//! other form it has these rules: what to cut from a word in a certain context and what to put
//! there. A context is an ending and how much of a word stands before it, since stemmers leave
//! short words alone. The rules are learned by running the real stemmer over the site's words, and
//! over their stems with the endings that the language uses. A rule counts only where it leads to a
//! stem that the site has; else the next one of the context is tried, then those of shorter endings.
//!
//! Contexts are added from the shortest ending to the longest, where they mend more words than they
//! spoil.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::BuildHasherDefault;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::language::Language;
use crate::memo::OfWord;

/// Letters of an ending at most.
const LONGEST: usize = 10;

/// The last of the classes of what stands before an ending.
const LAST_CLASS: u8 = 2;

/// Rules of a context at most, and the share of its words that each has to be right for.
const RULES: usize = 6;
const LEAST_SHARE: usize = 100;

/// Stems that are tried with endings, at most: more teach little, and lead astray more often.
const TRIED: usize = 100;

/// The site's own endings that stems are tried with, at most.
const ENDINGS: usize = 150;

/// Words that a context must mend beyond those that it spoils: one proves nothing.
const PROOF: usize = 1;

/// How to come from a word to its stem: cut so many letters, then append.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug, Serialize, Deserialize)]
pub(crate) struct StemRule {
    pub(crate) cut: usize,
    pub(crate) append: String,
}

impl StemRule {
    /// What leads from a word to its stem.
    pub(crate) fn between(word: &str, stem: &str) -> StemRule {
        let same: usize = word
            .chars()
            .zip(stem.chars())
            .take_while(|(left, right)| left == right)
            .map(|(letter, _)| letter.len_utf8())
            .sum();
        StemRule { cut: word[same..].chars().count(), append: stem[same..].to_owned() }
    }

    /// What it makes of a word; `None` when the word is too short.
    fn apply<'b>(&self, word: &str, made: &'b mut String) -> Option<&'b str> {
        let end = match self.cut {
            0 => word.len(),
            cut => word.char_indices().rev().nth(cut - 1)?.0,
        };
        made.clear();
        made.push_str(&word[..end]);
        made.push_str(&self.append);
        Some(made)
    }
}

/// Letters that sound by themselves, folded. Other scripts have one class only.
fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
        || matches!(letter, 'α' | 'ε' | 'η' | 'ι' | 'ο' | 'υ' | 'ω')
        || matches!(letter, 'а' | 'е' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я')
}

/// Where in a word a rule can be used: by the letters of an ending, the class of what stands before it.
///
/// A class is how often a vowel is followed by another letter, up to [`LAST_CLASS`]: the measure of
/// Porter's stemmer (1980), by which Snowball's regions R1 and R2 can be told apart.
struct Contexts {
    /// The class before each of the last letters, and the byte where that begins; the place of a letter is
    /// its number in the word, modulo their number.
    classes: [u8; LONGEST],
    starts: [usize; LONGEST],
    letters: usize,
}

impl Contexts {
    fn of(word: &str) -> Contexts {
        let mut contexts = Contexts { classes: [0; LONGEST], starts: [0; LONGEST], letters: 0 };
        let mut class = 0;
        let mut after_vowel = false;
        for (start, letter) in word.char_indices() {
            let place = contexts.letters % LONGEST;
            contexts.classes[place] = class;
            contexts.starts[place] = start;
            contexts.letters += 1;
            let is_vowel = is_vowel(letter);
            if after_vowel && !is_vowel && class < LAST_CLASS {
                class += 1;
            }
            after_vowel = is_vowel;
        }
        contexts
    }

    /// The letters of the longest ending.
    fn longest(&self) -> usize {
        self.letters.min(LONGEST)
    }

    /// The class before an ending of so many letters, and the byte where that begins; `None` if the word
    /// is shorter.
    fn of_ending(&self, length: usize) -> Option<(u8, usize)> {
        let place = (self.letters.checked_sub(length)?) % LONGEST;
        (length <= LONGEST).then(|| (self.classes[place], self.starts[place]))
    }
}

/// The stems of a site.
type Stems<'s> = HashSet<&'s str, BuildHasherDefault<OfWord>>;

/// What the first rule makes that leads to a stem.
fn first_stem<'b>(
    rules: &[StemRule],
    word: &str,
    made: &'b mut String,
    is_stem: impl Fn(&str) -> bool,
) -> Option<&'b str> {
    rules.iter().any(|rule| rule.apply(word, made).is_some_and(&is_stem)).then_some(made)
}

/// The rules by context, written as the digit of its class and its ending.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub(crate) struct StemRules(pub(crate) BTreeMap<String, Vec<StemRule>>);

/// A word that rules are learned from.
struct Example<'s> {
    word: Cow<'s, str>,
    stem: &'s str,
    /// What leads from the word to its stem.
    rule: StemRule,
    contexts: Contexts,
    /// Whether the rules so far lead to its stem.
    is_right: bool,
}

impl<'s> Example<'s> {
    fn new(word: Cow<'s, str>, stem: &'s str) -> Example<'s> {
        let contexts = Contexts::of(&word);
        let rule = StemRule::between(&word, stem);
        Example { is_right: word == stem, stem, rule, contexts, word }
    }

    /// The ending of a length, if the word is that long.
    fn ending(&self, length: usize) -> Option<&str> {
        self.contexts.of_ending(length).map(|(_, start)| &self.word[start..])
    }
}

impl StemRules {
    /// The stem of a form that is not on the site; `is_stem` tells whether the site has a stem.
    pub(crate) fn stem(&self, word: &str, is_stem: impl Fn(&str) -> bool) -> Option<String> {
        let contexts = Contexts::of(word);
        let mut made = String::new();
        let found = (1..=contexts.longest()).rev().find_map(|length| {
            let (class, start) = contexts.of_ending(length)?;
            let rules = self.0.get(&format!("{class}{}", &word[start..]))?;
            first_stem(rules, word, &mut made, &is_stem).map(str::to_owned)
        });
        found.or_else(|| is_stem(word).then(|| word.to_owned()))
    }

    /// Learns from the forms on the site, each with its stem.
    pub(crate) fn learn(forms: &[(&str, &str)], language: &Language) -> StemRules {
        let stems: Stems<'_> = forms.iter().map(|(_, stem)| *stem).collect();
        let mut examples = examples(forms, &stems, language);
        let mut sorted: Vec<(u64, &mut Example<'_>)> =
            examples.iter_mut().map(|example| (last_bytes(&example.word), example)).collect();
        // Words that end alike stand together.
        sorted.par_sort_unstable_by(|(last, left), (other, right)| {
            let whole = || left.word.bytes().rev().cmp(right.word.bytes().rev());
            last.cmp(other).then_with(whole)
        });
        let mut examples: Vec<&mut Example<'_>> =
            sorted.into_iter().map(|(_, example)| example).collect();
        StemRules(learn_longer(&mut examples, 0, &stems).into_iter().collect())
    }
}

/// The site's words, and its stems with endings as far as they lead back to one of its stems.
fn examples<'s>(
    forms: &[(&'s str, &'s str)],
    stems: &Stems<'s>,
    language: &Language,
) -> Vec<Example<'s>> {
    let ordinary = forms.par_iter().filter(|(word, _)| is_ordinary(word));
    let mut examples: Vec<Example<'s>> =
        ordinary.map(|(word, stem)| Example::new(Cow::Borrowed(*word), stem)).collect();
    let mut endings: BTreeSet<&str> = BTreeSet::from_iter(common_endings(forms));
    for ending in language.endings() {
        endings.insert(ending);
    }
    let ordinary = stems.iter().copied().filter(|stem| is_ordinary(stem));
    let sorted: BTreeSet<&str> = ordinary.collect();
    let step = sorted.len().div_ceil(TRIED).max(1);
    let tried: Vec<&str> = sorted.into_iter().step_by(step).collect();
    let made = tried.into_par_iter().flat_map_iter(|stem| {
        let mut form = stem.to_owned();
        endings.iter().filter_map(move |ending| {
            form.truncate(stem.len());
            form.push_str(ending);
            let found = *stems.get(&*language.stem(&form))?;
            Some(Example::new(Cow::Owned(form.clone()), found))
        })
    });
    examples.par_extend(made);
    examples
}

/// The last bytes of a word, from the end: they order most words without a look at the others.
fn last_bytes(word: &str) -> u64 {
    let last = word.bytes().rev().chain(std::iter::repeat(0)).take(size_of::<u64>());
    last.fold(0, |bytes, byte| bytes << 8 | u64::from(byte))
}

/// Words whose ending means something: letters only.
fn is_ordinary(word: &str) -> bool {
    word.chars().all(char::is_alphabetic)
}

/// What the site's words have after their stem, the most frequent.
fn common_endings<'w>(forms: &[(&'w str, &'w str)]) -> Vec<&'w str> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (word, stem) in forms.iter().filter(|(word, _)| is_ordinary(word)) {
        let cut = StemRule::between(word, stem).cut;
        let start = cut.checked_sub(1).and_then(|last| word.char_indices().rev().nth(last));
        if let Some((start, _)) = start {
            *counts.entry(&word[start..]).or_default() += 1;
        }
    }
    let mut endings: Vec<(&str, usize)> = counts.into_iter().collect();
    endings.sort_unstable_by_key(|(ending, count)| (std::cmp::Reverse(*count), *ending));
    endings.into_iter().take(ENDINGS).map(|(ending, _)| ending).collect()
}

/// The rules of contexts with endings longer than `length`, from examples that end alike so far.
fn learn_longer(
    examples: &mut [&mut Example<'_>],
    length: usize,
    stems: &Stems<'_>,
) -> Vec<(String, Vec<StemRule>)> {
    let wrong = examples.iter().filter(|example| !example.is_right).count();
    if length == LONGEST || wrong <= PROOF {
        return Vec::new();
    }
    let length = length + 1;
    let alike: Vec<&mut [&mut Example<'_>]> = examples
        .chunk_by_mut(|left, right| left.ending(length) == right.ending(length))
        .filter(|examples| examples[0].ending(length).is_some())
        .collect();
    let learned = alike.into_par_iter().flat_map_iter(|examples| {
        let mut rules: Vec<(String, Vec<StemRule>)> = (0..=LAST_CLASS)
            .filter_map(|class| {
                let ending = examples[0].ending(length)?.to_owned();
                Some((format!("{class}{ending}"), learn(examples, length, class, stems)?))
            })
            .collect();
        rules.extend(learn_longer(examples, length, stems));
        rules
    });
    learned.collect()
}

/// The rules of one context, if they mend more than they spoil. The examples all have its ending;
/// of those of its class it is noted whether they are right now.
fn learn(
    examples: &mut [&mut Example<'_>],
    length: usize,
    class: u8,
    stems: &Stems<'_>,
) -> Option<Vec<StemRule>> {
    let class_of =
        |example: &Example<'_>| example.contexts.of_ending(length).map(|(class, _)| class);
    let members = examples.iter_mut().filter(|example| class_of(example) == Some(class));
    let mut members: Vec<&mut Example<'_>> = members.map(|example| &mut **example).collect();
    let wrong = members.iter().filter(|example| !example.is_right).count();
    if wrong <= PROOF {
        return None;
    }
    let rules = common_rules(&members, length);
    let mut made = String::new();
    let now = |example: &&mut Example<'_>| {
        let found = first_stem(&rules, &example.word, &mut made, |stem| stems.contains(stem));
        found.map_or(example.is_right, |found| found == example.stem)
    };
    let right: Vec<bool> = members.iter().map(now).collect();
    if right.iter().filter(|is_right| !**is_right).count() + PROOF >= wrong {
        return None;
    }
    for (example, is_right) in members.iter_mut().zip(right) {
        example.is_right = is_right;
    }
    Some(rules)
}

/// The rules that are right for most of the examples; none cuts a letter that the ending does not
/// name.
fn common_rules(examples: &[&mut Example<'_>], length: usize) -> Vec<StemRule> {
    let least = examples.len().div_ceil(LEAST_SHARE).max(2);
    let mut counts: BTreeMap<&StemRule, usize> = BTreeMap::new();
    for example in examples.iter().filter(|example| example.rule.cut <= length) {
        *counts.entry(&example.rule).or_default() += 1;
    }
    let mut rules: Vec<(&StemRule, usize)> =
        counts.into_iter().filter(|(_, count)| *count >= least).collect();
    // Of equals the first: the sort is stable.
    rules.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    rules.into_iter().take(RULES).map(|(rule, _)| rule.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Forms of a few words, in which the stemmer is at work on doubled letters and on vowels.
    const WORDS: &str = "connect connects connected connecting connection connections connector \
        run runs running runner plan plans planned planning planner happy happier happily \
        happiness study studies studied studying relate relates related relating relation \
        relations relational care cares cared caring careful carefully careless train trains trainer trainers \
        trained training support supports supported supporting supporter walk walks walker walkers \
        work works worker workers note \
        notes noted noting noise power powers powered occur occurs occurred occurring occurrence";

    #[test]
    fn an_unknown_form_finds_the_stem_of_its_word_and_a_mistyped_word_none() {
        let language = Language::new("en");
        let stems: Vec<(&str, String)> =
            WORDS.split_whitespace().map(|word| (word, language.stem(word).into_owned())).collect();
        let forms: Vec<(&str, &str)> =
            stems.iter().map(|(word, stem)| (*word, stem.as_str())).collect();
        let rules = StemRules::learn(&forms, &language);
        let known: HashSet<&str> = forms.iter().map(|(_, stem)| *stem).collect();
        let stem = |word: &str| rules.stem(word, |stem| known.contains(stem));
        for word in ["connectors", "runners", "planners", "happiest", "powering"] {
            let expected = Some(language.stem(word).into_owned());
            let expected = expected.filter(|stem| known.contains(stem.as_str()));
            assert_eq!(stem(word), expected, "{word}");
        }
        for word in ["powre", "niose", "occurrnce", "trianing"] {
            assert_eq!(stem(word), None, "{word}");
        }
    }

    /// Debian's large lists of words, in the folder that `FIELDGUIDE_WORD_LISTS` names: half of the
    /// words are seen, the other half is looked for. `tests/run` installs them.
    #[test]
    fn of_large_lists_nearly_all_unseen_forms_find_their_stem() {
        let Some(folder) = std::env::var_os("FIELDGUIDE_WORD_LISTS") else {
            return;
        };
        let lists = [
            ("en", "american-english-large"),
            ("fr", "french"),
            ("de", "ngerman"),
            ("es", "spanish"),
        ];
        for (code, list) in lists {
            let path = std::path::Path::new(&folder).join(list);
            let text = std::fs::read_to_string(path).expect("the list can be read");
            let language = Language::new(code);
            let mut words: Vec<String> = text
                .lines()
                .flat_map(crate::language::tokens)
                .map(|token| token.text)
                .filter(|word| word.chars().count() > 2)
                .collect();
            words.sort_unstable();
            words.dedup();
            let stems: Vec<String> =
                words.iter().map(|word| language.stem(word).into_owned()).collect();
            let hash = |word: &str| xxhash_rust::xxh3::xxh3_64(word.as_bytes()).is_multiple_of(2);
            let forms: Vec<(&str, &str)> = words
                .iter()
                .zip(&stems)
                .filter(|(word, _)| hash(word))
                .map(|(word, stem)| (word.as_str(), stem.as_str()))
                .collect();
            let rules = StemRules::learn(&forms, &language);
            let known: HashSet<&str> = forms.iter().map(|(_, stem)| *stem).collect();
            let (mut right, mut all, mut astray, mut others) = (0, 0, 0, 0);
            for (word, stem) in words.iter().zip(&stems).filter(|(word, _)| !hash(word)) {
                let found = rules.stem(word, |stem| known.contains(stem));
                if known.contains(stem.as_str()) {
                    all += 1;
                    right += usize::from(found.as_ref() == Some(stem));
                } else {
                    others += 1;
                    astray += usize::from(found.is_some());
                }
            }
            assert!(right * 100 >= all * 99, "{code}: {right} of {all}");
            let per_mille = right * 1000 / all;
            let rules = rules.0.len();
            #[expect(clippy::print_stderr, reason = "the figures are what it is run for")]
            {
                eprintln!("{code}: {right} of {all}, {per_mille} per mille; {rules} rules");
                eprintln!("  {astray} of {others} whose stem is not known went astray");
            }
        }
    }
}
