//! The words that stand for pages wherever they are used, the terms of a glossary; and short forms that
//! texts explain where they first use them.

use std::collections::HashMap;
use std::ops::Range;

use crate::config::Config;
use crate::language::{is_apart, words, words_and_signs};
use crate::site::{EntryId, PageId, Site};

/// The terms of a site.
#[derive(Default)]
pub(super) struct Terms {
    /// By their first word in lower case; those of more words first.
    by_word: HashMap<String, Vec<PageName>>,
    /// By short form, what it is short for.
    abbreviations: HashMap<String, String>,
}

/// A short form in a text.
pub(super) struct Abbreviation<'s> {
    pub(super) at: Range<usize>,
    pub(super) long: &'s str,
    /// Whether the text itself says what it is short for: one of both stands in brackets.
    pub(super) is_explained: bool,
}

/// A name of a page.
pub(super) struct PageName {
    /// In lower case.
    words: Vec<String>,
    /// Of an abbreviation, its capital letters: `TPI` is one, `tpi` is not.
    exact: Option<String>,
    pub(super) entry: EntryId,
    pub(super) page: PageId,
}

impl Terms {
    /// The names of the pages in collections whose terms are linked, as far as they are written in a
    /// language: titles, and fields that hold other names of them.
    pub(super) fn new(site: &Site, config: &Config, language: usize) -> Terms {
        let abbreviations = config.abbreviations.iter().cloned().collect();
        let mut terms = Terms { abbreviations, ..Terms::default() };
        for id in site.terms(config) {
            let page = site.page(id);
            if page.language != language {
                continue;
            }
            let entry = site.entry_ids[id];
            let others = page.other_names(config).filter(|name| **name != page.title);
            for name in std::iter::once(&page.title).chain(others) {
                terms.add(name, entry, id);
            }
        }
        terms
    }

    fn add(&mut self, name: &str, entry: EntryId, page: PageId) {
        let words: Vec<String> = words_and_signs(name).map(|at| name[at].to_lowercase()).collect();
        let Some(first) = words.first() else { return };
        let is_abbreviation = name.chars().filter(|c| c.is_uppercase()).count() > 1
            && !name.contains(char::is_whitespace);
        let exact = is_abbreviation.then(|| name.to_owned());
        let term = PageName { exact, entry, page, words: words.clone() };
        let known = self.by_word.entry(first.clone()).or_default();
        let at = known.partition_point(|other| other.words.len() >= words.len());
        known.insert(at, term);
    }

    /// The abbreviations in a text, in order.
    pub(super) fn abbreviations(&self, text: &str) -> Vec<Abbreviation<'_>> {
        if self.abbreviations.is_empty() {
            return Vec::new();
        }
        let known = words(text).filter_map(|at| {
            let long = self.abbreviations.get(&text[at.clone()])?;
            let (before, after) = (&text[..at.start], &text[at.end..]);
            let is_explained = (before.ends_with('(') && after.starts_with(')'))
                || after.strip_prefix(" (").is_some_and(|after| after.starts_with(long));
            Some(Abbreviation { at, long, is_explained })
        });
        known.collect()
    }

    /// The terms in a text, in order, none within another; `wanted` says which are looked for.
    pub(super) fn find<'s>(
        &'s self,
        text: &str,
        mut wanted: impl FnMut(&PageName) -> bool,
    ) -> Vec<(Range<usize>, &'s PageName)> {
        let mut found: Vec<(Range<usize>, &PageName)> = Vec::new();
        if self.by_word.is_empty() {
            return found;
        }
        let places: Vec<Range<usize>> = words_and_signs(text).collect();
        let mut at = 0;
        while at < places.len() {
            let first = text[places[at].clone()].to_lowercase();
            let candidates = self.by_word.get(&first).into_iter().flatten();
            let mut here = candidates
                .filter_map(|term| Some((term.place(text, &places[at..])?, term)))
                .peekable();
            // The longest name is meant, whether it is looked for or not.
            let Some(length) = here.peek().map(|(_, term)| term.words.len()) else {
                at += 1;
                continue;
            };
            let mut longest = here.take_while(|(_, term)| term.words.len() == length);
            found.extend(longest.find(|(_, term)| wanted(term)));
            at += length;
        }
        found
    }
}

impl PageName {
    /// Where the term stands, if the text begins with it at the first of these words.
    fn place(&self, text: &str, words: &[Range<usize>]) -> Option<Range<usize>> {
        let own = words.get(..self.words.len())?;
        let is_same = own.iter().zip(&self.words).all(|(at, word)| {
            let written = &text[at.clone()];
            written == word || written.to_lowercase() == *word
        });
        let between = own.windows(2).all(|pair| {
            let gap = &text[pair[0].end..pair[1].start];
            gap.chars().all(|c| c.is_whitespace() || matches!(c, '-' | '‑' | '/'))
        });
        let range = own.first()?.start..own.last()?.end;
        let is_exact = self.exact.as_ref().is_none_or(|exact| text[range.clone()] == **exact);
        (is_same && between && is_exact && is_apart(text, &range)).then_some(range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arena::Arena;
    use crate::site::{Entry, Page};

    fn found(names: &[&str], text: &str) -> Vec<String> {
        let pages: Arena<&str, Page> = names.iter().copied().collect();
        let entries: Arena<&str, Entry> = names.iter().copied().collect();
        let mut terms = Terms::default();
        for ((page, name), entry) in pages.enumerate().zip(entries.ids()) {
            terms.add(name, entry, page);
        }
        terms.find(text, |_| true).into_iter().map(|(range, _)| text[range].to_owned()).collect()
    }

    #[test]
    fn terms_are_whole_words_and_the_longest_wins() {
        let names = ["Saw", "Saw blade", "Saw blade grinder", "Über"];
        let text = "Saw-blade grinders, a saw blade\ngrinder, saws; saw. ÜBER; über-all";
        let expected = ["Saw-blade", "saw blade\ngrinder", "saw", "ÜBER", "über"];
        assert_eq!(found(&names, text), expected);
    }

    #[test]
    fn terms_are_found_where_no_spaces_stand_between_words() {
        let names = ["のこぎり", "ピア", "ピアサポート", "톱", "锯"];
        let text =
            "この鋸はのこぎりです。ピアサポートのピア、ピアノ、オリンピア。톱을 쓴다. 用锯子。";
        assert_eq!(found(&names, text), ["のこぎり", "ピアサポート", "ピア", "톱", "锯"]);
    }

    #[test]
    fn abbreviations_keep_their_capital_letters() {
        assert_eq!(found(&["TPI", "HSS"], "A TPI, a tpi, TPIs, the HSS."), ["TPI", "HSS"]);
    }

    #[test]
    fn short_forms_are_whole_words_and_may_be_explained_already() {
        let pair = ("TPI".to_owned(), "teeth per inch".to_owned());
        let terms = Terms { abbreviations: [pair].into(), ..Terms::default() };
        let text = "TPI, TPIs, teeth per inch (TPI), TPI (teeth per inch), tpi";
        let found = terms.abbreviations(text);
        let found: Vec<(usize, bool)> =
            found.iter().map(|it| (it.at.start, it.is_explained)).collect();
        assert_eq!(found, [(0, false), (27, true), (33, true)]);
    }

    #[test]
    fn words_with_a_sentence_between_them_are_no_term() {
        assert_eq!(found(&["pull saw"], "A long pull. Saw on."), [""; 0]);
    }
}
