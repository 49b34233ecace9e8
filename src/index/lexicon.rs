//! The words of an index: as written, with their stems, and what a query word stands for.
//!
//! The published files hold the same, cut into pieces (`publish`); `search` in Rust has it whole.
//! The rules here do not depend on how the pieces are cut.

use std::collections::{BTreeMap, HashMap};

use super::stem_rules::StemRules;
use super::store::Word;
use crate::language::Language;
use crate::memo::Fingerprint;

/// Words that begin alike, above which their beginning is too vague to be completed everywhere:
/// it is completed in titles only.
pub(crate) const VAGUE: usize = 100;

/// Letters of a beginning that is completed, at least.
pub(crate) const SHORTEST_PREFIX: usize = 3;

/// Every word of a site.
pub(crate) struct Lexicon {
    /// Sorted.
    pub(crate) words: Vec<Word>,
    /// The stem of each word, as a position in `stems`.
    pub(crate) stem_of: Vec<usize>,
    /// Sorted.
    pub(crate) stems: Vec<String>,
    /// By stem, the positions of its forms in `words`.
    pub(crate) forms: Vec<Vec<usize>>,
}

impl Lexicon {
    pub(crate) fn new(words: Vec<Word>, language: &Language) -> Lexicon {
        let mut by_stem: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, word) in words.iter().enumerate() {
            by_stem.entry(language.stem(&word.text).into_owned()).or_default().push(at);
        }
        let mut stem_of = vec![0; words.len()];
        for (stem, forms) in by_stem.values().enumerate() {
            for form in forms {
                stem_of[*form] = stem;
            }
        }
        let (stems, forms) = by_stem.into_iter().unzip();
        Lexicon { words, stem_of, stems, forms }
    }

    /// The position of a word as written.
    pub(crate) fn word(&self, text: &str) -> Option<usize> {
        self.words.binary_search_by(|word| word.text.as_str().cmp(text)).ok()
    }

    pub(crate) fn stem(&self, text: &str) -> Option<usize> {
        self.stems.binary_search_by(|stem| stem.as_str().cmp(text)).ok()
    }

    /// The words that begin so.
    pub(crate) fn beginning(&self, prefix: &str) -> std::ops::Range<usize> {
        let start = self.words.partition_point(|word| word.text.as_str() < prefix);
        let length = self.words[start..].partition_point(|word| word.text.starts_with(prefix));
        start..start + length
    }

    /// Beginnings that too many words share, sorted.
    pub(crate) fn vague_prefixes(&self) -> Vec<&str> {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for word in &self.words {
            let ends = word.text.char_indices().map(|(at, _)| at).skip(SHORTEST_PREFIX);
            for end in ends.chain([word.text.len()]) {
                let prefix = &word.text[..end];
                if prefix.chars().take(SHORTEST_PREFIX).count() == SHORTEST_PREFIX {
                    *counts.entry(prefix).or_default() += 1;
                }
            }
        }
        let mut vague: Vec<&str> =
            counts.into_iter().filter(|(_, count)| *count > VAGUE).map(|(text, _)| text).collect();
        vague.sort_unstable();
        vague
    }

    /// Changes with the words, wherever they stand.
    pub(crate) fn fingerprint(&self) -> [u8; 16] {
        Fingerprint::of(self.words.iter().map(|word| word.text.as_str())).bytes()
    }

    /// The rules for forms that are not among the words.
    pub(crate) fn rules(&self, language: &Language) -> StemRules {
        let forms: Vec<(&str, &str)> = self
            .words
            .iter()
            .zip(&self.stem_of)
            .map(|(word, stem)| (word.text.as_str(), self.stems[*stem].as_str()))
            .collect();
        StemRules::learn(&forms, language)
    }
}
