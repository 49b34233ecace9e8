//! Words in quotes: the twin of `phrase.js`.

use std::collections::{BTreeMap, BTreeSet};

use super::query::Phrase;
use super::rank::{Alternative, Contribution, Found, Matches, weight};
use super::terms::TermScores;
use crate::index::{Failure, Posting, TermPositions};

/// Where a phrase begins on a page: the length of the page, and the positions.
type Starts = BTreeMap<u32, (u8, BTreeSet<u32>)>;

/// The pages that hold the words of a phrase one after the other; none if a word is unknown. A phrase of one word is
/// that word.
pub(super) fn phrase(
    terms: &TermScores<'_>,
    phrase: &Phrase,
    share: f32,
) -> Result<Matches, Failure> {
    let words = phrase.words.iter();
    let stems: Option<Vec<usize>> = words.clone().map(|word| terms.stem_of(&word.text)).collect();
    let Some(stems) = stems else { return Ok(Matches::new()) };
    let text = words.map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    if let [stem] = stems[..] {
        return terms.stem(&text, stem, Some(&text), share);
    }
    let (starts, idf) = starts(terms, &stems)?;
    let weight = weight(idf, share);
    let found = starts.into_iter().map(|(document, (length, starts))| {
        let frequency = u32::try_from(starts.len()).expect("a page has fewer words");
        let score = terms.text.score(weight, &Posting { document, frequency, length });
        let (word, term) = (text.clone(), text.clone());
        let part = Contribution { word, field: "phrase".to_owned(), term, score };
        (document, Found { score, by: Alternative::Phrase, parts: vec![part] })
    });
    Ok(found.collect())
}

/// Where stems follow each other, and the sum of their idf.
fn starts(terms: &TermScores<'_>, stems: &[usize]) -> Result<(Starts, f32), Failure> {
    let mut known = Starts::new();
    let mut idf = 0.0;
    for (at, stem) in stems.iter().enumerate() {
        let stem = &terms.index.dictionary.stems[*stem];
        let TermPositions { postings, positions } = terms.index.reader.positions(stem)?;
        idf += terms.text.idf(postings.len());
        let offset = u32::try_from(at).expect("a query has few words");
        let next = postings.into_iter().filter_map(|(posting, own)| {
            let places = positions[own].iter();
            let starts = places.filter_map(|place| place.checked_sub(offset));
            let starts: BTreeSet<u32> = match known.get(&posting.document) {
                _ if at == 0 => starts.collect(),
                Some((_, known)) => starts.filter(|start| known.contains(start)).collect(),
                None => return None,
            };
            (!starts.is_empty()).then_some((posting.document, (posting.length, starts)))
        });
        known = next.collect();
    }
    Ok((known, idf))
}
