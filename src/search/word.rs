//! What a word of a query can mean: the twin of `word.js`.

use std::cmp::Reverse;
use std::ops::Range;

use super::query::QueryWord;
use super::rank::{Alternative, ClauseRole, Matches, ScoredClause, keep_best};
use super::spelling::{first_letters, nearest, tolerance};
use super::terms::{TermScores, add};
use super::understand::{PartForms, Understood};
use crate::index::{Dictionary, Failure, SHORTEST_PREFIX, TOO_COMMON};
use crate::language::{is_one_sign, variants};

/// What a word counts that is not the one that was typed: a completion of a known word, a synonym;
/// a correction counts that divided by the number of its changes.
pub(super) const SHARE: f32 = 0.5;

/// Completions of a word at most.
const COMPLETIONS: usize = 30;

/// What a word counts that is written together with its neighbor, and what the halves of a word count together.
const ACROSS: f32 = 0.7;

/// What a word counts in the spelling of another country.
const FAMILY: f32 = 0.9;

/// Pages that another name may be on at least, also if they are most of the site.
const COMMON_NAME: usize = 20;

/// Letters of half a word at least, and ways to cut a word at most.
const SHORTEST_HALF: usize = 3;
const CUTS: usize = 3;

/// A word and what was found for it so far.
struct WordSearch<'a> {
    terms: &'a TermScores<'a>,
    dictionary: &'a Dictionary,
    word: &'a str,
    matches: Matches,
    /// Empty while the word stands for nothing.
    forms: PartForms,
}

/// What a word stands for, if it does; and what it was corrected to. `is_last` tells whether it may be unfinished.
pub(super) fn word(
    terms: &TermScores<'_>,
    own: &QueryWord,
    is_last: bool,
    synonyms: &[Vec<String>],
) -> Result<(Option<Understood>, Vec<String>), Failure> {
    let mut search = WordSearch::new(terms, &own.text);
    let is_completed = is_last && own.text.chars().count() >= SHORTEST_PREFIX;
    let beginning = search.dictionary.beginning(&own.text);
    search.own()?;
    search.family()?;
    if is_completed && beginning.len() > TOO_COMMON {
        search.complete_in_titles(beginning)?;
    } else {
        search.inside(&own.text, 1.0, Alternative::Part)?;
        if is_completed || is_one_sign(&own.text) {
            search.complete(beginning)?;
        }
    }
    for joined in &own.joined {
        search.joined(joined)?;
    }
    if search.forms.is_empty() {
        search.other_form()?;
    }
    let mut corrections = Vec::new();
    if search.forms.is_empty() {
        corrections = search.correct()?;
    }
    for synonym in synonyms {
        search.add_synonym(synonym)?;
    }
    Ok((search.understood(ClauseRole::Wanted), corrections))
}

/// What a number or a name gives as it is written, if the site has it. It adds to the scores of its words.
pub(super) fn literal(terms: &TermScores<'_>, text: &str) -> Result<Option<Understood>, Failure> {
    let mut search = WordSearch::new(terms, text);
    search.own()?;
    search.inside(text, 1.0, Alternative::Written)?;
    Ok(search.understood(ClauseRole::Bonus))
}

impl<'a> WordSearch<'a> {
    fn new(terms: &'a TermScores<'a>, word: &'a str) -> WordSearch<'a> {
        WordSearch {
            terms,
            dictionary: &terms.index.dictionary,
            word,
            matches: Matches::new(),
            forms: PartForms::default(),
        }
    }

    /// What was found, as a part of a query; `None` if the word stands for nothing.
    fn understood(self, role: ClauseRole) -> Option<Understood> {
        let WordSearch { word, matches, forms, .. } = self;
        let clause = ScoredClause { matches, role };
        (!forms.is_empty()).then(|| Understood { word: word.to_owned(), clause, forms })
    }

    /// The word itself.
    fn own(&mut self) -> Result<(), Failure> {
        let Some(at) = self.dictionary.word(self.word) else { return Ok(()) };
        self.add_stem(self.dictionary.stem_of[at], Some(self.word), 1.0, Alternative::Written)
    }

    /// The word as another country spells it.
    fn family(&mut self) -> Result<(), Failure> {
        let dictionary = self.dictionary;
        let Some(own) = dictionary.word(self.word) else { return Ok(()) };
        for other in dictionary.family(dictionary.stem_of[own]) {
            self.add_family(other)?;
        }
        Ok(())
    }

    /// Takes a word in the spelling of another country, if the site has a form of it; returns whether it does.
    fn add_family(&mut self, other: &str) -> Result<bool, Failure> {
        let Some(stem) = self.terms.stem_of(other) else { return Ok(false) };
        self.add_stem(stem, Some(other), FAMILY, Alternative::Family)?;
        Ok(true)
    }

    /// Takes a stem for the word, for a share of its score.
    fn add_stem(
        &mut self,
        stem: usize,
        written: Option<&str>,
        share: f32,
        by: Alternative,
    ) -> Result<(), Failure> {
        self.terms.add_forms(stem, &mut self.forms.words);
        self.keep(self.terms.stem(self.word, stem, written, share)?, by);
        Ok(())
    }

    /// A term within words of the site.
    fn inside(&mut self, term: &str, share: f32, by: Alternative) -> Result<(), Failure> {
        if self.dictionary.has_inside(term) {
            self.forms.inside.insert(term.to_owned());
            self.keep(self.terms.inside(self.word, term, share)?, by);
        }
        Ok(())
    }

    /// Takes over what an alternative gives pages, where it is more than they have.
    fn keep(&mut self, mut matches: Matches, by: Alternative) {
        for found in matches.values_mut() {
            found.by = by;
        }
        keep_best(&mut self.matches, matches);
    }

    /// Words that begin with the one being typed, or with a sign.
    fn complete(&mut self, beginning: Range<usize>) -> Result<(), Failure> {
        let dictionary = self.dictionary;
        let own = dictionary.word(self.word).map(|at| dictionary.stem_of[at]);
        let share = if self.forms.is_empty() { 1.0 } else { SHARE };
        let mut found: Vec<usize> =
            beginning.filter(|at| Some(dictionary.stem_of[*at]) != own).collect();
        found.sort_by_key(|at| (Reverse(dictionary.words[*at].pages), *at));
        let most = if is_one_sign(self.word) { found.len() } else { COMPLETIONS };
        for at in found.into_iter().take(most) {
            let written = Some(dictionary.words[at].text.as_str());
            self.add_stem(dictionary.stem_of[at], written, share, Alternative::Prefix)?;
        }
        Ok(())
    }

    /// A vague beginning is completed in titles, and not at all if it is a word.
    fn complete_in_titles(&mut self, beginning: Range<usize>) -> Result<(), Failure> {
        if !self.forms.is_empty() {
            return self.inside(self.word, 1.0, Alternative::Part);
        }
        for at in beginning {
            let text = &self.dictionary.words[at].text;
            if let Some(matches) = self.terms.title(self.word, text, 1.0)? {
                self.forms.words.insert(text.clone());
                self.keep(matches, Alternative::Prefix);
            }
        }
        Ok(())
    }

    /// The word written together with a neighbor.
    fn joined(&mut self, joined: &str) -> Result<(), Failure> {
        if let Some(at) = self.dictionary.word(joined) {
            let stem = self.dictionary.stem_of[at];
            self.add_stem(stem, Some(joined), ACROSS, Alternative::Join)?;
        }
        self.inside(joined, ACROSS, Alternative::Join)
    }

    /// Another form of a word, or else one that another country spells so; what can be completed is rather that.
    fn other_form(&mut self) -> Result<(), Failure> {
        if let Some(stem) = self.terms.stem_of(self.word) {
            return self.add_stem(stem, None, 1.0, Alternative::Stem);
        }
        // A reader has the words that begin with the same letter.
        let first = first_letters(self.word).0;
        let variants = variants(self.word, self.terms.index.language.spelling_pairs());
        for other in variants.iter().filter(|other| first_letters(other).0 == first) {
            if self.add_family(other)? {
                break;
            }
        }
        Ok(())
    }

    /// The words nearest to one that the index does not hold, and its halves; returns the first of each. Where one
    /// letter explains the word, it is not cut.
    fn correct(&mut self) -> Result<Vec<String>, Failure> {
        let (changes, words) = self.nearest();
        #[expect(clippy::cast_precision_loss, reason = "one or two")]
        let share = SHARE / changes as f32;
        for correction in &words {
            if let Some(stem) = self.terms.stem_of(correction) {
                self.add_stem(stem, Some(correction), share, Alternative::Correction)?;
            }
        }
        let mut made: Vec<String> =
            words.first().map(|word| self.as_written(word)).into_iter().collect();
        if made.is_empty() || changes > 1 {
            made.extend(self.cut()?);
        }
        Ok(made)
    }

    /// A word of the site as most of its pages write it.
    fn as_written(&self, word: &str) -> String {
        let known = self.dictionary.word(word).map(|at| &self.dictionary.words[at]);
        known.and_then(|known| known.surface.as_deref()).unwrap_or(word).to_owned()
    }

    /// Pages with both halves of the word, where halves are words; returns the first halves that a page has.
    fn cut(&mut self) -> Result<Option<String>, Failure> {
        let dictionary = self.dictionary;
        let mut first = None;
        for (left, right) in cuts(self.word, dictionary) {
            let half = |at: usize| {
                let written = &dictionary.words[at].text;
                self.terms.stem(self.word, dictionary.stem_of[at], Some(written), ACROSS)
            };
            let both = together(vec![half(left)?, half(right)?]);
            if both.is_empty() {
                continue;
            }
            self.keep(both, Alternative::Split);
            for at in [left, right] {
                self.terms.add_forms(dictionary.stem_of[at], &mut self.forms.words);
            }
            let (left, right) = (&dictionary.words[left].text, &dictionary.words[right].text);
            first.get_or_insert_with(|| format!("{left} {right}"));
        }
        Ok(first)
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
        let (changes, found) = nearest(word, tolerance(word), same);
        if !found.is_empty() {
            return (changes, owned(found));
        }
        let other = words.filter(|(text, _)| {
            let letters = first_letters(text);
            letters.0 != first && (letters.0 == second || letters.1 == first || letters.1 == second)
        });
        let (changes, found) = nearest(word, 1, other);
        (changes, owned(found))
    }

    /// Pages that hold all words of another name count as if they held the word, for less. A name that more than half of
    /// the pages hold does not stand for another one: it would find the whole site.
    fn add_synonym(&mut self, words: &[String]) -> Result<(), Failure> {
        let dictionary = self.dictionary;
        let stem = |word: &String| Some(dictionary.stem_of[dictionary.word(word)?]);
        let stems: Option<Vec<usize>> = words.iter().map(stem).collect();
        let Some(stems) = stems else { return Ok(()) };
        let of = |stem: &usize| self.terms.stem(self.word, *stem, None, SHARE);
        let all: Vec<Matches> = stems.iter().map(of).collect::<Result<_, _>>()?;
        let found = together(all);
        if found.len() > COMMON_NAME.max(self.terms.index.meta.keys.len() / 2) {
            return Ok(());
        }
        for stem in &stems {
            self.terms.add_forms(*stem, &mut self.forms.words);
        }
        self.keep(found, Alternative::Synonym);
        Ok(())
    }
}

/// The halves of a word that are words, as positions: those cuts whose rarer half is on most pages, of equals the one
/// with the shorter first half.
fn cuts(word: &str, dictionary: &Dictionary) -> Vec<(usize, usize)> {
    let ends: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
    let last = ends.len().saturating_sub(SHORTEST_HALF) + 1;
    let mut found: Vec<(Reverse<u32>, usize, usize)> = Vec::new();
    for end in ends.get(SHORTEST_HALF..last).unwrap_or_default() {
        let (left, right) = word.split_at(*end);
        if let (Some(left), Some(right)) = (dictionary.word(left), dictionary.word(right)) {
            let pages = dictionary.words[left].pages.min(dictionary.words[right].pages);
            found.push((Reverse(pages), left, right));
        }
    }
    found.sort_by_key(|(pages, ..)| *pages);
    found.into_iter().take(CUTS).map(|(_, left, right)| (left, right)).collect()
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
