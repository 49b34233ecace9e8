//! A query as written to its parts: the twin of `query.js`.
//!
//! Words in quotes are a phrase. Of the other words, the ones that say little are dropped while something else is left.

use std::collections::HashSet;

use crate::language::{Token, tokens};

/// Words of a query that count; the rest is ignored.
const LONGEST: usize = 64;

/// Words up to which a query is taken for a name rather than a sentence: its last word may be
/// unfinished, and words count more in titles.
const SHORT: usize = 4;

/// Phrases and words of a query up to which a phrase can leave out pages; of a longer one, phrases only add to scores.
const NARROWING_PHRASES: usize = 2;
const NARROWING_WORDS: usize = 12;

/// A word of a query.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct QueryWord {
    pub(super) text: String,
    pub(super) typed: String,
    pub(super) is_common: bool,
}

/// A part of a query.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Clause {
    Word {
        word: QueryWord,
        /// Whether it is being typed: the query ends in it.
        is_last: bool,
    },
    Phrase(Phrase),
}

/// Words in quotes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Phrase {
    pub(super) words: Vec<QueryWord>,
    pub(super) typed: String,
}

/// A query, understood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Query {
    pub(super) parts: Vec<Clause>,
    pub(super) is_short: bool,
    /// Whether a phrase can leave out pages.
    pub(super) narrows: bool,
}

impl Clause {
    fn words(&self) -> &[QueryWord] {
        match self {
            Clause::Word { word, .. } => std::slice::from_ref(word),
            Clause::Phrase(phrase) => &phrase.words,
        }
    }
}

impl Query {
    /// Whether each word is common: then they are all that there is to look for.
    pub(super) fn is_common(&self) -> bool {
        self.parts.iter().flat_map(Clause::words).all(|word| word.is_common)
    }
}

/// Takes a query apart.
pub(super) fn parse(text: &str, stop_words: &[&str]) -> Query {
    let mut parts = clauses(text, &stop_words.iter().copied().collect());
    let says_much = |part: &Clause| match part {
        Clause::Word { word, .. } => !word.is_common,
        Clause::Phrase(_) => true,
    };
    if parts.iter().any(says_much) {
        parts.retain(says_much);
    }
    let words: usize = parts.iter().map(|part| part.words().len()).sum();
    let phrases = parts.iter().filter(|part| matches!(part, Clause::Phrase(_))).count();
    let narrows = parts.len() == 1 || phrases <= NARROWING_PHRASES && words <= NARROWING_WORDS;
    Query { is_short: words <= SHORT, narrows, parts }
}

/// All parts of a query, in order.
fn clauses(text: &str, stop_words: &HashSet<&str>) -> Vec<Clause> {
    let mut parts = Vec::new();
    let mut left = LONGEST;
    for Piece { start, end, is_quoted } in pieces(text) {
        let piece = &text[start..end];
        let found = tokens(piece).into_iter().filter(|token| !token.text.is_empty());
        let found: Vec<Token> = found.take(left).collect();
        left -= found.len();
        let word = |token: &Token| QueryWord {
            typed: piece[token.start..token.end].to_owned(),
            is_common: stop_words.contains(token.text.as_str()),
            text: token.text.clone(),
        };
        if let (true, [first, ..], [.., last]) = (is_quoted, &found[..], &found[..]) {
            let typed = piece[first.start..last.end].to_owned();
            parts.push(Clause::Phrase(Phrase { words: found.iter().map(word).collect(), typed }));
        } else {
            parts.extend(found.iter().map(|token| Clause::Word {
                word: word(token),
                is_last: start + token.end == text.len(),
            }));
        }
    }
    parts
}

/// A range of a query between quotes, or outside of them.
struct Piece {
    start: usize,
    end: usize,
    is_quoted: bool,
}

/// A query divided at its quotes. One that was never closed is no quote.
fn pieces(text: &str) -> Vec<Piece> {
    let quotes: Vec<(usize, &str)> = text.match_indices(is_quote).collect();
    let mut pieces = Vec::new();
    let mut start = 0;
    for (number, (at, quote)) in quotes.iter().enumerate() {
        pieces.push(Piece { start, end: *at, is_quoted: number % 2 == 1 });
        start = at + quote.len();
    }
    pieces.push(Piece { start, end: text.len(), is_quoted: false });
    pieces
}

fn is_quote(letter: char) -> bool {
    matches!(
        letter,
        '"' | '“' | '”' | '„' | '«' | '»' | '‹' | '›' | '「' | '」' | '『' | '』' | '＂'
    )
}
