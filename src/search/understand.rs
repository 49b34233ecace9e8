//! What the parts of a query stand for: the twin of `understand.js`.

use std::collections::BTreeSet;

use serde::Serialize;

use super::phrase::phrase;
use super::query::{Clause, Phrase, Query, QueryWord};
use super::rank::{ClauseRole, Matches, ScoredClause};
use super::synonyms::synonyms;
use super::terms::TermScores;
use super::word::{SHARE, literal, word};
use crate::index::{Failure, OpenedIndex};

/// A word that no page holds, and what was searched for instead.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Correction {
    /// As it was typed.
    pub(crate) from: String,
    pub(crate) to: String,
}

/// A part of the query and what it gives.
pub(super) struct Understood {
    /// The word as the index writes it, or the phrase as it was typed.
    pub(super) word: String,
    pub(super) clause: ScoredClause,
    pub(super) forms: PartForms,
}

/// What shows on a page why it was found.
#[derive(Default)]
pub(super) struct PartForms {
    pub(super) words: BTreeSet<String>,
    /// Terms within words.
    pub(super) inside: BTreeSet<String>,
}

impl PartForms {
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty() && self.inside.is_empty()
    }
}

/// A query, understood.
#[derive(Default)]
pub(super) struct Understanding {
    /// The parts that stand for something, in the order of the query.
    pub(super) parts: Vec<Understood>,
    pub(super) corrections: Vec<Correction>,
    pub(super) missing: Vec<String>,
    pub(super) missing_phrases: Vec<String>,
    /// Pages whose title is the query.
    pub(super) exact_titles: BTreeSet<u32>,
}

/// A part of the query before it is known whether phrases leave out pages.
enum Draft<'q> {
    Word(Understood),
    Phrase(&'q Phrase, Matches),
}

impl Understanding {
    pub(super) fn of(query: &Query, index: &OpenedIndex) -> Result<Understanding, Failure> {
        let terms = TermScores::new(index, query);
        let exact_titles = terms.exact_titles(query)?;
        let mut understanding = Understanding { exact_titles, ..Understanding::default() };
        let drafts = understanding.drafts(query, &terms)?;
        let role = if query.narrows && some_page_meets_all(&drafts) {
            ClauseRole::Required
        } else {
            ClauseRole::Wanted
        };
        for draft in drafts {
            match draft {
                Draft::Word(understood) => understanding.parts.push(understood),
                Draft::Phrase(phrase, matches) => {
                    understanding.add_phrase(phrase, matches, role, query, &terms)?;
                }
            }
        }
        for text in &query.literals {
            understanding.parts.extend(literal(&terms, text)?);
        }
        Ok(understanding)
    }

    fn drafts<'q>(
        &mut self,
        query: &'q Query,
        terms: &TermScores<'_>,
    ) -> Result<Vec<Draft<'q>>, Failure> {
        let mut drafts = Vec::new();
        for (at, part) in query.parts.iter().enumerate() {
            match part {
                Clause::Word { word: own, is_last } => {
                    let synonyms = synonyms(terms.index, &query.parts, at);
                    let is_last = *is_last && query.is_short;
                    let (understood, corrections) = word(terms, own, is_last, &synonyms)?;
                    let from = &own.typed;
                    let corrections = corrections.into_iter();
                    self.corrections
                        .extend(corrections.map(|to| Correction { from: from.clone(), to }));
                    match understood {
                        Some(understood) => drafts.push(Draft::Word(understood)),
                        None => note(&mut self.missing, &own.typed),
                    }
                }
                Clause::Phrase(own) => {
                    drafts.push(Draft::Phrase(own, phrase(terms, own, 1.0)?));
                }
            }
        }
        Ok(drafts)
    }

    /// Adds a phrase, or else its words, and something for the pages where it stands.
    fn add_phrase(
        &mut self,
        own: &Phrase,
        matches: Matches,
        role: ClauseRole,
        query: &Query,
        terms: &TermScores<'_>,
    ) -> Result<(), Failure> {
        if !matches.is_empty() && (role == ClauseRole::Required || own.words.len() == 1) {
            let forms = forms_of(&own.words, terms);
            let clause = ScoredClause { matches, role };
            self.parts.push(Understood { word: own.typed.clone(), clause, forms });
            return Ok(());
        }
        for word in &own.words {
            match terms.stem_of(&word.text) {
                None => note(&mut self.missing, &word.typed),
                Some(stem) if !word.is_common || query.is_common() => {
                    let matches = terms.stem(&word.text, stem, Some(&word.text), 1.0)?;
                    let clause = ScoredClause { matches, role: ClauseRole::Wanted };
                    let forms = forms_of(std::slice::from_ref(word), terms);
                    self.parts.push(Understood { word: word.text.clone(), clause, forms });
                }
                Some(_) => {}
            }
        }
        if own.words.len() == 1 {
            return Ok(());
        }
        if matches.is_empty() {
            note(&mut self.missing_phrases, &own.typed);
        }
        let clause = ScoredClause { matches: phrase(terms, own, SHARE)?, role: ClauseRole::Bonus };
        let (word, forms) = (own.typed.clone(), forms_of(&own.words, terms));
        self.parts.push(Understood { word, clause, forms });
        Ok(())
    }
}

/// Whether there is a page for all that is known of a query: a phrase that no page holds is not.
fn some_page_meets_all(drafts: &[Draft<'_>]) -> bool {
    let mut known = drafts.iter().filter_map(|draft| match draft {
        Draft::Word(understood) => Some(&understood.clause.matches),
        Draft::Phrase(_, matches) => (!matches.is_empty()).then_some(matches),
    });
    let Some(first) = known.next() else { return false };
    let others: Vec<&Matches> = known.collect();
    first.keys().any(|document| others.iter().all(|other| other.contains_key(document)))
}

/// The words of the site that words of a phrase stand for.
fn forms_of(words: &[QueryWord], terms: &TermScores<'_>) -> PartForms {
    let mut forms = PartForms::default();
    for stem in words.iter().filter_map(|word| terms.stem_of(&word.text)) {
        terms.add_forms(stem, &mut forms.words);
    }
    forms
}

fn note(noted: &mut Vec<String>, typed: &str) {
    if !noted.iter().any(|known| known == typed) {
        noted.push(typed.to_owned());
    }
}
