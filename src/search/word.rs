//! What a word of a query can mean: the twin of `word.js`.

use std::collections::BTreeSet;

use super::query::QueryWord;
use super::rank::{ClauseRole, Matches, ScoredClause, keep_best};
use super::spelling::{first_letters, nearest, tolerance};
use super::terms::{TermScores, add};
use super::understand::{Correction, Understood};
use crate::index::{Dictionary, Failure, SHORTEST_PREFIX, TOO_COMMON};

/// What a word counts that is not the one that was typed: a completion of a known word, a synonym;
/// a correction counts that divided by the number of its changes.
pub(super) const SHARE: f32 = 0.5;

/// Completions of a word at most.
const COMPLETIONS: usize = 30;

/// A word and what was found for it so far.
struct WordSearch<'a> {
    terms: &'a TermScores<'a>,
    dictionary: &'a Dictionary,
    word: &'a str,
    matches: Matches,
    /// Empty while the word stands for nothing.
    forms: BTreeSet<String>,
}

/// What a word stands for, if it does; and what it was corrected to. `is_last` tells whether it may be unfinished.
pub(super) fn word(
    terms: &TermScores<'_>,
    own: &QueryWord,
    is_last: bool,
    synonyms: &[Vec<String>],
) -> Result<(Option<Understood>, Option<Correction>), Failure> {
    let mut search = WordSearch {
        terms,
        dictionary: &terms.index.dictionary,
        word: &own.text,
        matches: Matches::new(),
        forms: BTreeSet::new(),
    };
    search.own()?;
    if is_last && own.text.chars().count() >= SHORTEST_PREFIX {
        search.complete()?;
    }
    if search.forms.is_empty() {
        search.other_form()?;
    }
    let mut correction = None;
    if search.forms.is_empty() {
        let to = search.correct()?;
        correction = to.map(|to| Correction { from: own.typed.clone(), to });
    }
    for synonym in synonyms {
        search.add_synonym(synonym)?;
    }
    let WordSearch { matches, forms, .. } = search;
    let clause = ScoredClause { matches, role: ClauseRole::Wanted };
    let is_known = !forms.is_empty();
    Ok((is_known.then_some(Understood { clause, forms }), correction))
}

impl WordSearch<'_> {
    /// The word itself.
    fn own(&mut self) -> Result<(), Failure> {
        let Some(at) = self.dictionary.word(self.word) else { return Ok(()) };
        self.add_stem(self.dictionary.stem_of[at], Some(self.word), 1.0)
    }

    /// Takes a stem for the word, for a share of its score.
    fn add_stem(&mut self, stem: usize, written: Option<&str>, share: f32) -> Result<(), Failure> {
        self.terms.add_forms(stem, &mut self.forms);
        keep_best(&mut self.matches, self.terms.stem(self.word, stem, written, share)?);
        Ok(())
    }

    /// Words that begin with the one being typed. A vague beginning is completed in titles, and
    /// not at all if it is a word.
    fn complete(&mut self) -> Result<(), Failure> {
        let dictionary = self.dictionary;
        let range = dictionary.beginning(self.word);
        let own = dictionary.word(self.word).map(|at| dictionary.stem_of[at]);
        if range.len() > TOO_COMMON {
            return if own.is_some() { Ok(()) } else { self.complete_in_titles(range) };
        }
        let share = if own.is_some() { SHARE } else { 1.0 };
        let mut found: Vec<usize> =
            range.filter(|at| Some(dictionary.stem_of[*at]) != own).collect();
        found.sort_by_key(|at| (std::cmp::Reverse(dictionary.words[*at].pages), *at));
        for at in found.into_iter().take(COMPLETIONS) {
            self.add_stem(dictionary.stem_of[at], Some(&dictionary.words[at].text), share)?;
        }
        Ok(())
    }

    fn complete_in_titles(&mut self, range: std::ops::Range<usize>) -> Result<(), Failure> {
        for at in range {
            let text = &self.dictionary.words[at].text;
            if let Some(matches) = self.terms.title(self.word, text, 1.0)? {
                self.forms.insert(text.clone());
                keep_best(&mut self.matches, matches);
            }
        }
        Ok(())
    }

    /// Another form of a word; what can be completed is rather that.
    fn other_form(&mut self) -> Result<(), Failure> {
        match self.terms.stem_of(self.word) {
            Some(stem) => self.add_stem(stem, None, 1.0),
            None => Ok(()),
        }
    }

    /// The words nearest to one that the index does not hold; returns the first of them.
    fn correct(&mut self) -> Result<Option<String>, Failure> {
        let (changes, corrections) = self.nearest();
        #[expect(clippy::cast_precision_loss, reason = "one or two")]
        let share = SHARE / changes as f32;
        for correction in &corrections {
            if let Some(stem) = self.terms.stem_of(correction) {
                self.add_stem(stem, Some(correction), share)?;
            }
        }
        Ok(corrections.first().map(|first| (*first).to_owned()))
    }

    /// The nearest words, and how many letters are changed: those with the same first letter, or else those where the
    /// first letter is wrong.
    fn nearest(&self) -> (usize, Vec<String>) {
        let word = self.word;
        if tolerance(word) == 0 {
            return (1, Vec::new());
        }
        let (first, second) = first_letters(word);
        let words = self.dictionary.words.iter().map(|word| (word.text.as_str(), word.pages));
        let same = words.clone().filter(|(text, _)| first_letters(text).0 == first);
        let owned = |found: Vec<&str>| found.into_iter().map(str::to_owned).collect();
        let (changes, found) = nearest(word, same);
        if !found.is_empty() {
            return (changes, owned(found));
        }
        let other = words.filter(|(text, _)| {
            let letters = first_letters(text);
            letters.0 != first && (letters.0 == second || letters.1 == first || letters.1 == second)
        });
        let (changes, found) = nearest(word, other);
        (changes, owned(found))
    }

    /// Pages that hold all words of another name count as if they held the word, for less.
    fn add_synonym(&mut self, words: &[String]) -> Result<(), Failure> {
        let dictionary = self.dictionary;
        let stem = |word: &String| Some(dictionary.stem_of[dictionary.word(word)?]);
        let stems: Option<Vec<usize>> = words.iter().map(stem).collect();
        let Some(stems) = stems else { return Ok(()) };
        for stem in &stems {
            self.terms.add_forms(*stem, &mut self.forms);
        }
        let of = |stem: &usize| self.terms.stem(self.word, *stem, None, SHARE);
        let all: Vec<Matches> = stems.iter().map(of).collect::<Result<_, _>>()?;
        keep_best(&mut self.matches, together(all));
        Ok(())
    }
}

/// The pages that are in all of these, each with its sum.
fn together(all: Vec<Matches>) -> Matches {
    let mut all = all.into_iter();
    let mut together = all.next().unwrap_or_default();
    for mut next in all {
        together.retain(|document, _| next.contains_key(document));
        next.retain(|document, _| together.contains_key(document));
        add(&mut together, next);
    }
    together
}
