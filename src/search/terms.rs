//! What the terms of the index give to pages: the twin of `terms.js`.

use std::collections::BTreeSet;

use super::rank::{Contribution, FieldStatistics, Found, Matches, weight};
use crate::index::{Failure, OpenedIndex, Posting, ScoredField};

/// The index of a query, and the figures of its fields.
pub(super) struct TermScores<'a> {
    pub(super) index: &'a OpenedIndex,
    pub(super) text: FieldStatistics,
    title: FieldStatistics,
    /// Whether words count in titles, too.
    is_short: bool,
}

impl<'a> TermScores<'a> {
    pub(super) fn new(index: &'a OpenedIndex, is_short: bool) -> TermScores<'a> {
        let documents = index.meta.keys.len();
        TermScores {
            index,
            text: FieldStatistics::new(documents, index.meta.text_length),
            title: FieldStatistics::new(documents, index.meta.title_length),
            is_short,
        }
    }

    /// What a stem gives for a word of the query, and in titles the word as it is written there.
    pub(super) fn stem(
        &self,
        word: &str,
        stem: usize,
        written: Option<&str>,
        share: f32,
    ) -> Result<Matches, Failure> {
        let reader = &self.index.reader;
        let stem = &self.index.dictionary.stems[stem];
        let texts = reader.postings(ScoredField::Text, stem)?;
        let mut matches = Matches::new();
        add(&mut matches, term(&self.text, &texts, share, word, "text", stem));
        if let Some(written) = written.filter(|_| self.is_short) {
            let titles = reader.postings(ScoredField::Title, written)?;
            add(&mut matches, term(&self.title, &titles, share, word, "title", written));
        }
        Ok(matches)
    }

    /// What a word of the site gives in titles alone, if it is in one.
    pub(super) fn title(
        &self,
        word: &str,
        written: &str,
        share: f32,
    ) -> Result<Option<Matches>, Failure> {
        let titles = self.index.reader.postings(ScoredField::Title, written)?;
        let is_there = !titles.is_empty();
        Ok(is_there.then(|| term(&self.title, &titles, share, word, "title", written)))
    }

    /// The position of the stem of a word: of a form on the site, or by the rules.
    pub(super) fn stem_of(&self, word: &str) -> Option<usize> {
        let dictionary = &self.index.dictionary;
        if let Some(at) = dictionary.word(word) {
            return Some(dictionary.stem_of[at]);
        }
        // A reader looks among the words that begin with the same letter.
        let first = word.chars().next();
        let is_stem = |stem: &str| {
            dictionary.stem(stem).is_some_and(|stem| {
                dictionary.forms[stem]
                    .iter()
                    .any(|form| dictionary.words[*form].text.chars().next() == first)
            })
        };
        dictionary.stem(&self.index.meta.rules.stem(word, is_stem)?)
    }

    /// Adds the words of the site with a stem.
    pub(super) fn add_forms(&self, stem: usize, forms: &mut BTreeSet<String>) {
        let dictionary = &self.index.dictionary;
        let own = dictionary.forms[stem].iter().map(|form| dictionary.words[*form].text.clone());
        forms.extend(own);
    }
}

/// What a term gives by its postings in a field.
fn term(
    statistics: &FieldStatistics,
    postings: &[Posting],
    share: f32,
    word: &str,
    field: &'static str,
    term: &str,
) -> Matches {
    let weight = weight(statistics.idf(postings.len()), share);
    let found = postings.iter().map(|posting| {
        let score = statistics.score(weight, posting);
        let contribution =
            Contribution { word: word.to_owned(), field, term: term.to_owned(), score };
        (posting.document, Found { score, parts: vec![contribution] })
    });
    found.collect()
}

/// Adds what another field or term gives to the same pages.
pub(super) fn add(matches: &mut Matches, others: Matches) {
    for (document, other) in others {
        let known = matches.entry(document).or_default();
        known.score += other.score;
        known.parts.extend(other.parts);
    }
}
