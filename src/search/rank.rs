//! Scores: the twin of `rank.js`. Every step is rounded to 32 bits on both sides, and sums go in
//! the order of the query, so that equal input gives equal scores.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::index::Posting;

/// Okapi BM25 as tantivy computes it (Robertson and Zaragoza 2009; k1 and b are its constants).
const K1: f32 = 1.2;
const B: f32 = 0.75;

/// tantivy's lengths by their one-byte form: exact to 39, then in steps that double every eight.
pub(super) fn length_of(byte: u8) -> u32 {
    let byte = u32::from(byte);
    if byte < 40 {
        return byte;
    }
    let (group, step) = ((byte - 24) / 8, (byte - 24) % 8);
    24 + ((8 + step) << (group - 1))
}

/// What scores of a field are computed from.
pub(super) struct FieldStatistics {
    documents: f32,
    /// By one-byte length.
    norms: Vec<f32>,
}

impl FieldStatistics {
    pub(super) fn new(documents: usize, total_length: u64) -> FieldStatistics {
        #[expect(clippy::cast_precision_loss, reason = "tantivy rounds alike")]
        let (documents, total) = (documents as f32, total_length as f32);
        let average = total / documents;
        #[expect(clippy::cast_precision_loss, reason = "tantivy rounds alike")]
        let norm = |byte| K1 * (1.0 - B + B * (length_of(byte) as f32) / average);
        FieldStatistics { documents, norms: (0..=255).map(norm).collect() }
    }

    /// The weight of a term that this many documents hold. The logarithm is taken in 64 bits and
    /// rounded: as exact as can be, and the same in every language.
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "as meant")]
    pub(super) fn idf(&self, documents: usize) -> f32 {
        let held = documents as f32;
        let odds = (self.documents - held + 0.5) / (held + 0.5);
        f64::from(1.0 + odds).ln() as f32
    }

    #[expect(clippy::cast_precision_loss, reason = "tantivy rounds alike")]
    pub(super) fn score(&self, weight: f32, posting: &Posting) -> f32 {
        let frequency = posting.frequency as f32;
        weight * (frequency / (frequency + self.norms[usize::from(posting.length)]))
    }
}

/// The weight of a term in a sum: its idf times what is common to all of them, times a share.
pub(super) fn weight(idf: f32, share: f32) -> f32 {
    idf * (1.0 + K1) * share
}

/// What a term in a field gave to a score.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Contribution {
    /// The word of the query.
    pub(crate) word: String,
    pub(crate) field: String,
    pub(crate) term: String,
    pub(crate) score: f32,
}

/// By what a word of a query, or a phrase, counts on a page.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Alternative {
    #[default]
    Written,
    /// Another form of the word.
    Stem,
    /// A word that begins with it.
    Prefix,
    /// A part of a longer word.
    Part,
    /// It and its neighbor in the query, written as one word.
    Join,
    /// Two words, written as one in the query.
    Split,
    Correction,
    /// The word as another country spells it.
    Family,
    Synonym,
    Phrase,
}

/// What a page gets for a part of a query, and from what.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Found {
    pub(super) score: f32,
    pub(super) by: Alternative,
    pub(super) parts: Vec<Contribution>,
}

/// By document.
pub(super) type Matches = BTreeMap<u32, Found>;

/// Takes over what gives a document more than it has.
pub(super) fn keep_best(matches: &mut Matches, others: Matches) {
    for (document, found) in others {
        let known = matches.get(&document);
        if known.is_none_or(|known| found.score > known.score) {
            matches.insert(document, found);
        }
    }
}

/// How a part of a query counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ClauseRole {
    /// A page that matches it is better.
    Wanted,
    /// A page that does not match it is left out.
    Required,
    /// It adds to scores, and nothing lacks where it does not match.
    Bonus,
}

/// A part of a query with what it gives.
#[derive(Debug)]
pub(super) struct ScoredClause {
    pub(super) matches: Matches,
    pub(super) role: ClauseRole,
}

/// What the parts of a query give a document, and how many of them match.
#[derive(Default)]
struct Sum {
    score: f32,
    met: usize,
    required: usize,
}

/// The documents that match and their scores: the sum over the parts, doubled for those in which all parts match but
/// those for a bonus, and doubled for those whose title is the query. The best first; of equals the first document.
pub(super) fn combine<'c>(
    clauses: impl Iterator<Item = &'c ScoredClause> + Clone,
    exact_titles: &BTreeSet<u32>,
) -> Vec<(u32, f32)> {
    let mut sums: BTreeMap<u32, Sum> = BTreeMap::new();
    for clause in clauses.clone() {
        for (document, found) in &clause.matches {
            let sum = sums.entry(*document).or_default();
            sum.score += found.score;
            sum.met += usize::from(clause.role != ClauseRole::Bonus);
            sum.required += usize::from(clause.role == ClauseRole::Required);
        }
    }
    let count = |role| clauses.clone().filter(|clause| clause.role == role).count();
    let required = count(ClauseRole::Required);
    let all = required + count(ClauseRole::Wanted);
    let matching = sums.into_iter().filter(|(_, sum)| sum.required == required);
    let mut found: Vec<(u32, f32)> = matching
        .map(|(document, Sum { score, met, .. })| {
            let score = if all > 1 && met == all { score + score } else { score };
            (document, if exact_titles.contains(&document) { score + score } else { score })
        })
        .collect();
    found.sort_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(&right.0)));
    found
}
