//! The words of an index: as written, with their stems, and what a query word stands for.
//!
//! The published files hold the same, cut into pieces (`publish`); `search` in Rust has it whole.
//! The rules here do not depend on how the pieces are cut.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::stem_rules::StemRules;
use super::store::{Error, IndexReader, WrittenWord};
use crate::language::{Language, is_unspaced, other_forms, variants};
use crate::memo::Fingerprint;

/// Words that begin alike, above which their beginning is too vague to be completed everywhere:
/// it is completed in titles only.
pub(crate) const TOO_COMMON: usize = 100;

/// Letters of a beginning that is completed, at least.
pub(crate) const SHORTEST_PREFIX: usize = 3;

/// Every word of a site.
pub(crate) struct Dictionary {
    /// Sorted.
    pub(crate) words: Vec<WrittenWord>,
    /// The stem of each word, as a position in `stems`.
    pub(crate) stem_of: Vec<usize>,
    /// Sorted.
    pub(crate) stems: Vec<String>,
    /// By stem, the positions of its forms in `words`.
    pub(crate) forms: Vec<Vec<usize>>,
    /// Terms within words, sorted.
    pub(crate) inside: Vec<String>,
    /// By stem, words of other stems that are forms of it in the spelling of another country, as positions in `words`:
    /// one of each stem.
    pub(crate) families: BTreeMap<usize, BTreeSet<usize>>,
}

impl Dictionary {
    /// The words of an index, whose reader then knows those that are written together.
    ///
    /// # Errors
    ///
    /// The index cannot be read.
    pub(super) fn of(reader: &mut IndexReader, language: &Language) -> Result<Dictionary, Error> {
        let mut dictionary = Dictionary::new(reader.words()?, reader.inside()?, language);
        let compounds = dictionary.compounds(language);
        dictionary.inside.extend(compounds.keys().cloned());
        dictionary.inside.sort_unstable();
        dictionary.inside.dedup();
        reader.compounds = compounds;
        Ok(dictionary)
    }

    fn new(words: Vec<WrittenWord>, inside: Vec<String>, language: &Language) -> Dictionary {
        let stem = |(at, word): (usize, &WrittenWord)| (language.stem(&word.text).into_owned(), at);
        let mut stemmed: Vec<(String, usize)> = words.par_iter().enumerate().map(stem).collect();
        stemmed.par_sort_unstable();
        let mut stem_of = vec![0; words.len()];
        let (mut stems, mut forms) = (Vec::new(), Vec::new());
        for same in stemmed.chunk_by_mut(|(left, _), (right, _)| left == right) {
            let of_stem: Vec<usize> = same.iter().map(|(_, at)| *at).collect();
            for form in &of_stem {
                stem_of[*form] = stems.len();
            }
            stems.push(std::mem::take(&mut same[0].0));
            forms.push(of_stem);
        }
        let mut dictionary =
            Dictionary { words, stem_of, stems, forms, inside, families: BTreeMap::new() };
        dictionary.families = dictionary.families(language);
        dictionary
    }

    /// Finds the stems that spellings keep apart.
    fn families(&self, language: &Language) -> BTreeMap<usize, BTreeSet<usize>> {
        let pairs = language.spelling_pairs();
        if pairs.is_empty() {
            return BTreeMap::new();
        }
        let related = |at: usize| {
            let variants = variants(&self.words[at].text, pairs).into_iter();
            let others = variants.filter_map(|other| self.word(&other));
            let others = others.filter(move |other| self.stem_of[*other] != self.stem_of[at]);
            others.map(move |other| (self.stem_of[at], other)).collect::<Vec<_>>()
        };
        let mut found: Vec<(usize, usize)> =
            (0..self.words.len()).into_par_iter().flat_map_iter(related).collect();
        // Of the words of another stem, the first stands for it.
        found.sort_unstable_by_key(|(stem, other)| (*stem, self.stem_of[*other], *other));
        found.dedup_by_key(|(stem, other)| (*stem, self.stem_of[*other]));
        let mut families: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (stem, other) in found {
            families.entry(stem).or_default().insert(other);
        }
        families
    }

    /// Signs of Chinese that the site does not use, with those that it writes instead.
    pub(crate) fn other_signs(&self) -> BTreeMap<char, char> {
        let unspaced = self.words.iter().filter(|word| word.text.starts_with(is_unspaced));
        other_forms(&unspaced.flat_map(|word| word.text.chars()).collect())
    }

    /// The words that are forms of a stem in the spelling of another country.
    pub(crate) fn family(&self, stem: usize) -> impl Iterator<Item = &str> {
        let family = self.families.get(&stem).into_iter().flatten();
        family.map(|other| self.words[*other].text.as_str())
    }

    /// The position of a word as written.
    pub(crate) fn word(&self, text: &str) -> Option<usize> {
        self.words.binary_search_by(|word| word.text.as_str().cmp(text)).ok()
    }

    /// Whether there is such a term within words.
    pub(crate) fn has_inside(&self, text: &str) -> bool {
        self.inside.binary_search_by(|term| term.as_str().cmp(text)).is_ok()
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
    pub(crate) fn too_common_prefixes(&self) -> Vec<&str> {
        let mut too_common = Vec::new();
        let mut before = "";
        // Words that begin alike stand in a row, which the first of them adds.
        for (word, last) in self.words.iter().zip(self.words.iter().skip(TOO_COMMON)) {
            let text = word.text.as_str();
            let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            let own = shared_bytes(before, text) + 1..=shared_bytes(text, &last.text);
            let ends = ends.skip(SHORTEST_PREFIX).filter(|end| own.contains(end));
            too_common.extend(ends.map(|end| &text[..end]));
            before = text;
        }
        too_common
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

/// How many bytes two words begin with that are the same.
pub(super) fn shared_bytes(left: &str, right: &str) -> usize {
    left.bytes().zip(right.bytes()).take_while(|(left, right)| left == right).count()
}
