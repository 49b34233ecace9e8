//! How an unknown form of a word finds its stem without a stemmer.
//!
//! A reader of the published index has every form that occurs on the site with its stem. For any
//! other form it has these rules: what to cut from a word with a certain ending and what to put
//! there. They are learned by running the real stemmer over the site's words and over their stems
//! with the endings that the language uses. A rule counts only where it leads to a stem that the
//! site has; else the rule for a shorter ending is tried.
//!
//! The rules are a tree over endings: a longer ending has a rule of its own where that mends more
//! words than it spoils.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::Language;

/// Letters of an ending at most.
const LONGEST: usize = 7;

/// Stems that are tried with the language's endings, at most: more teach little.
const TRIED: usize = 6000;

/// Endings that stems are tried with, at most.
const ENDINGS: usize = 80;

/// How to come from a word to its stem: cut so many letters, then append.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug, Serialize, Deserialize)]
pub(crate) struct Rule {
    pub(crate) cut: usize,
    pub(crate) append: String,
}

impl Rule {
    /// What leads from a word to its stem.
    pub(crate) fn between(word: &str, stem: &str) -> Rule {
        let same: usize = word
            .chars()
            .zip(stem.chars())
            .take_while(|(left, right)| left == right)
            .map(|(letter, _)| letter.len_utf8())
            .sum();
        Rule { cut: word[same..].chars().count(), append: stem[same..].to_owned() }
    }

    /// `None` when the word is too short.
    fn apply(&self, word: &str) -> Option<String> {
        let end = word.char_indices().rev().nth(self.cut.checked_sub(1).unwrap_or(usize::MAX));
        let kept = match (self.cut, end) {
            (0, _) => word,
            (_, Some((end, _))) => &word[..end],
            (_, None) => return None,
        };
        Some(format!("{kept}{}", self.append))
    }
}

/// The rules by ending.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub(crate) struct StemRules(pub(crate) BTreeMap<String, Rule>);

impl StemRules {
    /// The stem of a form that is not on the site; `is_stem` tells whether the site has a stem.
    pub(crate) fn stem(&self, word: &str, is_stem: impl Fn(&str) -> bool) -> Option<String> {
        endings(word).find_map(|ending| {
            let rule = self.0.get(ending)?;
            rule.apply(word).filter(|stem| is_stem(stem))
        })
    }

    /// Learns from the forms on the site, each with its stem.
    pub(crate) fn learn(forms: &[(&str, &str)], language: &Language) -> StemRules {
        let stems: HashSet<&str> = forms.iter().map(|(_, stem)| *stem).collect();
        let mut known: Vec<(String, Rule)> = forms
            .iter()
            .filter(|(word, _)| is_ordinary(word))
            .map(|(word, stem)| ((*word).to_owned(), Rule::between(word, stem)))
            .collect();
        let endings = common_endings(&known);
        let mut sorted: Vec<&str> =
            stems.iter().copied().filter(|stem| is_ordinary(stem)).collect();
        sorted.sort_unstable();
        let step = sorted.len().div_ceil(TRIED).max(1);
        for stem in sorted.iter().step_by(step) {
            for ending in &endings {
                let form = format!("{stem}{ending}");
                let found = language.stem(&form);
                if stems.contains(found.as_ref()) {
                    known.push((form.clone(), Rule::between(&form, &found)));
                }
            }
        }
        let mut rules = BTreeMap::new();
        let examples: Vec<(&str, &Rule)> =
            known.iter().map(|(word, rule)| (word.as_str(), rule)).collect();
        let keep = Rule::default();
        rules.insert(String::new(), keep.clone());
        grow(&examples, 0, &keep, &mut rules);
        StemRules(rules)
    }
}

/// Words whose ending means something: letters only.
fn is_ordinary(word: &str) -> bool {
    word.chars().all(char::is_alphabetic)
}

/// The endings of a word, the longest first, the empty one last.
fn endings(word: &str) -> impl Iterator<Item = &str> {
    let starts = word.char_indices().rev().take(LONGEST).map(|(at, _)| at);
    let mut starts: Vec<usize> = starts.collect();
    starts.reverse();
    starts.into_iter().map(|at| &word[at..]).chain([""])
}

/// What words have after their stem, the most frequent first.
fn common_endings(known: &[(String, Rule)]) -> Vec<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (word, rule) in known.iter().filter(|(_, rule)| rule.cut > 0) {
        let start = word.char_indices().rev().nth(rule.cut - 1).map_or(0, |(at, _)| at);
        *counts.entry(&word[start..]).or_default() += 1;
    }
    let mut endings: Vec<(&str, usize)> = counts.into_iter().collect();
    endings.sort_unstable_by_key(|(ending, count)| (std::cmp::Reverse(*count), *ending));
    endings.into_iter().take(ENDINGS).map(|(ending, _)| ending.to_owned()).collect()
}

/// Adds rules for endings one letter longer than `length`, below one whose words follow `current`.
fn grow(
    examples: &[(&str, &Rule)],
    length: usize,
    current: &Rule,
    rules: &mut BTreeMap<String, Rule>,
) {
    if length == LONGEST {
        return;
    }
    let mut by_ending: BTreeMap<&str, Vec<(&str, &Rule)>> = BTreeMap::new();
    for (word, rule) in examples {
        if let Some((start, _)) = word.char_indices().rev().nth(length) {
            by_ending.entry(&word[start..]).or_default().push((word, rule));
        }
    }
    for (ending, examples) in by_ending {
        let mut counts: BTreeMap<&Rule, usize> = BTreeMap::new();
        for (_, rule) in &examples {
            *counts.entry(rule).or_default() += 1;
        }
        let kept = counts.get(current).copied().unwrap_or(0);
        // A rule cuts no letter that its ending does not name.
        let best = counts.iter().filter(|(rule, _)| rule.cut <= length + 1);
        let best = best.max_by_key(|(rule, count)| (**count, std::cmp::Reverse(**rule)));
        let (best, count) = best.map_or((current, 0), |(rule, count)| (*rule, *count));
        // One word more proves nothing.
        let current = if count > kept + 1 {
            rules.insert(ending.to_owned(), best.clone());
            best
        } else {
            current
        };
        if counts.len() > 1 || counts.keys().next() != Some(&current) {
            grow(&examples, length + 1, current, rules);
        }
    }
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

    /// Large lists of words, a line each, named `en.txt` and so on, in the folder that
    /// `FIELDGUIDE_WORD_LISTS` names: half of the words are seen, the other half is looked for.
    #[test]
    fn of_large_lists_nearly_all_unseen_forms_find_their_stem() {
        let Some(folder) = std::env::var_os("FIELDGUIDE_WORD_LISTS") else {
            return;
        };
        for code in ["en", "fr", "de", "es"] {
            let path = std::path::Path::new(&folder).join(format!("{code}.txt"));
            let text = std::fs::read_to_string(path).expect("the list can be read");
            let language = Language::new(code);
            let mut words: Vec<String> = text
                .lines()
                .flat_map(crate::index::tokens)
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
