//! What the terms of the index give to pages: the twin of `terms.js`.

use std::collections::{BTreeMap, BTreeSet};

use super::query::{Clause, Query};
use super::rank::{Contribution, FieldStatistics, Found, Matches, keep_best, length_of, weight};
use crate::index::{Dictionary, Failure, OpenedIndex, Posting, ScoredField, SearchDocument};
use crate::language::tokens;

/// What a title gives by another form of a word.
const OTHER_FORM: f32 = 0.6;

/// What a term within a word gives.
const INSIDE: f32 = 0.7;

/// Pages up to which a title names them.
const MOST_NAMED: usize = 8;

/// The index of a query, and the figures of its fields.
pub(super) struct TermScores<'a> {
    pub(super) index: &'a OpenedIndex,
    pub(super) text: FieldStatistics,
    title: FieldStatistics,
    /// Whether words count in titles, too.
    is_short: bool,
    /// Whether their other forms count there, too.
    has_few_words: bool,
}

impl<'a> TermScores<'a> {
    pub(super) fn new(index: &'a OpenedIndex, query: &Query) -> TermScores<'a> {
        let documents = index.meta.keys.len();
        TermScores {
            index,
            text: FieldStatistics::new(documents, index.meta.text_length),
            title: FieldStatistics::new(documents, index.meta.title_length),
            is_short: query.is_short,
            has_few_words: query.has_few_words,
        }
    }

    /// What a stem gives for a word of the query, in titles rather the word as it is written there.
    pub(super) fn stem(
        &self,
        word: &str,
        stem: usize,
        written: Option<&str>,
        share: f32,
    ) -> Result<Matches, Failure> {
        let term = &self.index.dictionary.stems[stem];
        let texts = self.index.reader.postings(ScoredField::Text, term)?;
        let mut matches = found(&self.text, &texts, texts.len(), share, [word, "text", term]);
        if self.is_short {
            add(&mut matches, self.stem_in_titles(word, stem, written, share)?);
        }
        Ok(matches)
    }

    /// What a word gives in titles, as it is written or by its stem, whichever is more.
    fn stem_in_titles(
        &self,
        word: &str,
        stem: usize,
        written: Option<&str>,
        share: f32,
    ) -> Result<Matches, Failure> {
        let mut matches = Matches::new();
        if let Some(written) = written {
            let titles = self.index.reader.postings(ScoredField::Title, written)?;
            matches = found(&self.title, &titles, titles.len(), share, [word, "title", written]);
        }
        if !self.has_few_words {
            return Ok(matches);
        }
        let titles = self.titles_of_forms(stem)?;
        let term = &self.index.dictionary.stems[stem];
        let of_stem = [word, "title", term];
        let by_stem = found(&self.title, &titles, titles.len(), share * OTHER_FORM, of_stem);
        keep_best(&mut matches, by_stem);
        Ok(matches)
    }

    /// The titles that hold any form of a stem.
    fn titles_of_forms(&self, stem: usize) -> Result<Vec<Posting>, Failure> {
        let dictionary = &self.index.dictionary;
        let mut all: BTreeMap<u32, Posting> = BTreeMap::new();
        for form in &dictionary.forms[stem] {
            let written = &dictionary.words[*form].text;
            for posting in self.index.reader.postings(ScoredField::Title, written)? {
                let known = all.entry(posting.document);
                known.and_modify(|sum| sum.frequency += posting.frequency).or_insert(posting);
            }
        }
        Ok(all.into_values().collect())
    }

    /// What a term within words gives. It is as rare as the word of the same name and the term together.
    pub(super) fn inside(&self, word: &str, term: &str, share: f32) -> Result<Matches, Failure> {
        let share = share * INSIDE;
        let mut matches = self.inside_field(ScoredField::InsideText, word, term, share)?;
        if self.is_short {
            add(&mut matches, self.inside_field(ScoredField::InsideTitle, word, term, share)?);
        }
        Ok(matches)
    }

    fn inside_field(
        &self,
        field: ScoredField,
        word: &str,
        term: &str,
        share: f32,
    ) -> Result<Matches, Failure> {
        let Dictionary { stems, stem_of, .. } = &self.index.dictionary;
        let own = self.index.dictionary.word(term);
        let (statistics, of, own_term, name) = match field {
            ScoredField::Text | ScoredField::InsideText => {
                let stem = own.map(|own| stems[stem_of[own]].as_str());
                (&self.text, ScoredField::Text, stem, "text")
            }
            ScoredField::Title | ScoredField::InsideTitle => {
                (&self.title, ScoredField::Title, own.map(|_| term), "title")
            }
        };
        let reader = &self.index.reader;
        let own = own_term.map_or(Ok(0), |own| reader.postings(of, own).map(|own| own.len()))?;
        let postings = reader.postings(field, term)?;
        let held = (postings.len() + own).min(self.index.meta.keys.len());
        Ok(found(statistics, &postings, held, share, [word, name, term]))
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
        let term = [word, "title", written];
        Ok(is_there.then(|| found(&self.title, &titles, titles.len(), share, term)))
    }

    /// The pages whose title is the query: the same words in the same order, common ones too. Only a short query
    /// without a phrase is a title, and one that many pages share names none of them.
    pub(super) fn exact_titles(&self, query: &Query) -> Result<BTreeSet<u32>, Failure> {
        let mut named = self.titles_with_words(query)?;
        if named.is_empty() || named.len() > MOST_NAMED {
            return Ok(BTreeSet::new());
        }
        let documents = self.index.reader.documents(&named)?;
        let is_query = |document: &SearchDocument<'_>| {
            let words = tokens(&document.title).into_iter().map(|token| token.text);
            words.eq(query.words.iter().map(String::as_str))
        };
        named.retain(|document| documents.get(document).is_some_and(is_query));
        Ok(named)
    }

    /// The pages whose titles have as many words as the query, and each word that says something as often as it.
    fn titles_with_words(&self, query: &Query) -> Result<BTreeSet<u32>, Failure> {
        let mut all: Option<BTreeSet<u32>> = None;
        for part in &query.parts {
            let word = match part {
                Clause::Word { word, .. } if self.is_short => &word.text,
                _ => return Ok(BTreeSet::new()),
            };
            let titles = self.index.reader.postings(ScoredField::Title, word)?;
            let times = query.words.iter().filter(|other| *other == word).count();
            let is_alike = |posting: &&Posting| {
                length_of(posting.length) as usize == query.words.len()
                    && posting.frequency as usize == times
            };
            let held = titles.iter().filter(is_alike).map(|posting| posting.document).collect();
            all = Some(match all {
                Some(all) => &all & &held,
                None => held,
            });
        }
        Ok(all.unwrap_or_default())
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

/// What a term gives by its postings in a field, if so many pages hold it. `names` are the word of the query, the field
/// and the term.
fn found(
    statistics: &FieldStatistics,
    postings: &[Posting],
    held: usize,
    share: f32,
    names: [&str; 3],
) -> Matches {
    let weight = weight(statistics.idf(held), share);
    let [word, field, term] = names.map(str::to_owned);
    let found = postings.iter().map(|posting| {
        let score = statistics.score(weight, posting);
        let (word, field, term) = (word.clone(), field.clone(), term.clone());
        let part = Contribution { word, field, term, score };
        (posting.document, Found { score, parts: vec![part], ..Found::default() })
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
