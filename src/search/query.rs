//! A query as written to its parts: the twin of `query.js`.
//!
//! Words in quotes are a phrase, which a page must hold. Of the other words, the ones that say
//! little are dropped while something else is left.

use std::collections::HashSet;

use crate::language::{Token, tokens};

/// Words of a query that count; the rest is ignored.
const LONGEST: usize = 64;

/// Words up to which a query is taken for a name rather than a sentence: its last word may be
/// unfinished, and words count more in titles.
const SHORT: usize = 4;

/// A part of a query.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Clause {
    Word {
        text: String,
        /// Whether it is being typed: the query ends in it.
        is_last: bool,
    },
    /// Words in quotes.
    Phrase(Vec<String>),
}

/// A query, understood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Query {
    pub(super) parts: Vec<Clause>,
    pub(super) is_short: bool,
}

/// Takes a query apart.
pub(super) fn parse(text: &str, stop_words: &[&str]) -> Query {
    let stop_words: HashSet<&str> = stop_words.iter().copied().collect();
    let mut parts: Vec<Clause> = Vec::new();
    let mut left = LONGEST;
    let mut quoted = false;
    let mut start = 0;
    let ends = text.match_indices(is_quote).map(|(at, quote)| (at, quote.len()));
    for (end, width) in ends.chain([(text.len(), 0)]) {
        let found = tokens(&text[start..end]);
        let found: Vec<Token> =
            found.into_iter().filter(|token| !token.text.is_empty()).take(left).collect();
        left -= found.len();
        if quoted && !found.is_empty() {
            parts.push(Clause::Phrase(found.into_iter().map(|token| token.text).collect()));
        } else {
            for token in found {
                let is_last = start + token.end == text.len();
                parts.push(Clause::Word { text: token.text, is_last });
            }
        }
        quoted = !quoted;
        start = end + width;
    }
    let says_much = |part: &Clause| match part {
        Clause::Word { text, .. } => !stop_words.contains(text.as_str()),
        Clause::Phrase(_) => true,
    };
    if parts.iter().any(says_much) {
        parts.retain(says_much);
    }
    let words = parts.iter().map(|part| match part {
        Clause::Word { .. } => 1,
        Clause::Phrase(words) => words.len(),
    });
    let is_short = words.sum::<usize>() <= SHORT;
    Query { parts, is_short }
}

fn is_quote(letter: char) -> bool {
    matches!(
        letter,
        '"' | '“' | '”' | '„' | '«' | '»' | '‹' | '›' | '「' | '」' | '『' | '』' | '＂'
    )
}
