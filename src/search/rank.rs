//! Scores: the twin of `rank.js`. Every step is rounded to 32 bits on both sides, and sums go in
//! the order of the query, so that equal input gives equal scores.

use std::collections::BTreeMap;

use crate::index::Posting;

/// Okapi BM25 as tantivy computes it (Robertson and Zaragoza 2009; k1 and b are its constants).
const K1: f32 = 1.2;
const B: f32 = 0.75;

/// tantivy's lengths by their one-byte form: exact to 39, then in steps that double every eight.
fn length_of(byte: u8) -> u32 {
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

/// A part of the query with the scores it gives, by document.
pub(super) struct ScoredClause {
    pub(super) scores: BTreeMap<u32, f32>,
    /// Whether a page must match it.
    pub(super) required: bool,
}

/// The documents that match and their scores: the sum over the groups, and once more for those in
/// which all groups match. The best first; of equals the first document.
pub(super) fn combine(groups: &[ScoredClause]) -> Vec<(u32, f32)> {
    let mut sums: BTreeMap<u32, (f32, usize, usize)> = BTreeMap::new();
    for group in groups {
        for (document, score) in &group.scores {
            let sum = sums.entry(*document).or_default();
            *sum = (sum.0 + score, sum.1 + 1, sum.2 + usize::from(group.required));
        }
    }
    let required = groups.iter().filter(|group| group.required).count();
    let matching = sums.into_iter().filter(|(_, (_, _, met))| *met == required);
    let mut found: Vec<(u32, f32)> = matching
        .map(|(document, (sum, met, _))| {
            let all = groups.len() > 1 && met == groups.len();
            (document, if all { sum + sum } else { sum })
        })
        .collect();
    found.sort_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(&right.0)));
    found
}
