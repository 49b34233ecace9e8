//! What a page says most: some of its words, with weights.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::memo::Fingerprint;

/// A weight of 1 in whole numbers.
pub(super) const ONE: u32 = 1 << 14;

/// The words that a page says most. Depends on the page alone.
///
/// Their weights are a vector of length 1 (Salton's vector space model), in whole numbers, so that
/// sums of their products are the same on every machine.
#[derive(Clone, Default, Debug, Serialize, Deserialize)]
pub(crate) struct TermVector {
    /// In order of stem.
    terms: Box<[Term]>,
    /// The written forms, one after the other.
    words: Box<str>,
    #[serde(skip)]
    fingerprint: OnceLock<Fingerprint>,
}

/// A term of a vector.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Term {
    /// Stands for what its forms have in common.
    pub(super) stem: u64,
    /// Where its written form ends in `words`.
    end: u32,
    /// Its part of the vector.
    pub(super) weight: u16,
}

impl TermVector {
    /// Of stems, each with its weight and with the form to show; each stem comes once.
    pub(crate) fn new(mut words: Vec<(u64, u32, &str)>) -> TermVector {
        words.sort_unstable_by_key(|(stem, ..)| *stem);
        let square = |weight: u32| u64::from(weight) * u64::from(weight);
        let length = words.iter().map(|(_, weight, _)| square(*weight)).sum::<u64>().isqrt().max(1);
        let mut written = String::new();
        let term = |(stem, weight, word): (u64, u32, &str)| {
            written.push_str(word);
            let part = u64::from(weight) * u64::from(ONE) / length;
            Term {
                stem,
                end: u32::try_from(written.len()).expect("a few words are short"),
                weight: u16::try_from(part).expect("no part is longer than the whole"),
            }
        };
        let terms = words.into_iter().map(term).collect();
        TermVector { terms, words: written.into_boxed_str(), fingerprint: OnceLock::new() }
    }

    /// Changes with its stems and their weights, and with no written form.
    pub(crate) fn fingerprint(&self) -> Fingerprint {
        let terms = || self.terms.iter().map(|term| (term.stem, term.weight));
        *self.fingerprint.get_or_init(|| Fingerprint::of_values(terms()))
    }

    pub(super) fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The written form of a term, by its position.
    pub(super) fn word(&self, term: usize) -> &str {
        let start = term.checked_sub(1).map_or(0, |before| self.terms[before].end);
        &self.words[start as usize..self.terms[term].end as usize]
    }

    /// The terms that both have: their positions here and there.
    pub(super) fn common(&self, other: &TermVector) -> Vec<(usize, usize)> {
        let (mut here, mut there) = (0, 0);
        let mut common = Vec::new();
        while let (Some(own), Some(others)) = (self.terms.get(here), other.terms.get(there)) {
            match own.stem.cmp(&others.stem) {
                std::cmp::Ordering::Less => here += 1,
                std::cmp::Ordering::Greater => there += 1,
                std::cmp::Ordering::Equal => {
                    common.push((here, there));
                    (here, there) = (here + 1, there + 1);
                }
            }
        }
        common
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vector_has_the_length_1_and_keeps_its_words() {
        let vector = TermVector::new(vec![(7, 3, "seven"), (2, 4, "two")]);
        let terms: Vec<(u64, u16, &str)> = vector
            .terms()
            .iter()
            .enumerate()
            .map(|(at, term)| (term.stem, term.weight, vector.word(at)))
            .collect();
        assert_eq!(terms, [(2, 13_107, "two"), (7, 9830, "seven")]);
        let other = TermVector::new(vec![(1, 1, "one"), (7, 1, "sevens"), (9, 1, "nine")]);
        assert_eq!(vector.common(&other), [(1, 1)]);
    }

    #[test]
    fn the_fingerprint_is_that_of_stems_and_weights() {
        let print = |words: [(u64, u32, &str); 2]| TermVector::new(words.to_vec()).fingerprint();
        let words = [(7, 3, "seven"), (2, 4, "two")];
        assert_eq!(print(words), print([(2, 4, "Two"), (7, 3, "seven")]));
        assert_ne!(print(words), print([(7, 4, "seven"), (2, 3, "two")]));
        assert_ne!(print(words), print([(7, 3, "seven"), (3, 4, "two")]));
    }
}
