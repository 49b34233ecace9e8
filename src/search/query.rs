//! A query as written to its parts: the twin of `query.js`.
//!
//! Words in quotes are a phrase. Of the other words, the ones that say little are dropped while something else is left.

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use crate::index::Dictionary;
use crate::language::{Token, is_one_sign, is_unspaced, literal_terms, tokens};

/// Words of a query that count; the rest is ignored.
const LONGEST: usize = 64;

/// Words up to which a query is taken for a name rather than a sentence: its last word may be
/// unfinished, and words count more in titles.
const SHORT: usize = 4;

/// Words up to which other forms of a word count in titles. In more words, some are often forms of each other.
const FEW: usize = 3;

/// Pairs of signs in a row up to which they count as one word here: nine signs can be a name.
const NAME_PAIRS: usize = 8;

/// Phrases and words of a query up to which a phrase can leave out pages; of a longer one, phrases only add to scores.
const NARROWING_PHRASES: usize = 2;
const NARROWING_WORDS: usize = 12;

/// A word of a query.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct QueryWord {
    pub(super) text: String,
    /// The word, or the run of signs that it is a pair of.
    pub(super) typed: String,
    /// Whether it is a pair of signs that begins within the one before.
    continues: bool,
    pub(super) is_common: bool,
    /// The word written together with a neighbor; only in a short query.
    pub(super) joined: Vec<String>,
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
    /// All words in order, common ones too.
    pub(super) words: Vec<String>,
    /// Numbers and names that are written with signs.
    pub(super) literals: BTreeSet<String>,
    pub(super) is_short: bool,
    /// Whether other forms of a word count in titles.
    pub(super) has_few_words: bool,
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

impl Clause {
    fn words_mut(&mut self) -> &mut [QueryWord] {
        match self {
            Clause::Word { word, .. } => std::slice::from_mut(word),
            Clause::Phrase(phrase) => &mut phrase.words,
        }
    }
}

impl Query {
    /// Whether each word is common: then they are all that there is to look for.
    pub(super) fn is_common(&self) -> bool {
        self.parts.iter().flat_map(Clause::words).all(|word| word.is_common)
    }
}

impl Query {
    /// Writes words that stand for nothing on a site with the signs that it uses, where it does not use those of the query.
    pub(super) fn write_as(&mut self, dictionary: &Dictionary) {
        let words = self.parts.iter_mut().flat_map(Clause::words_mut).map(|word| &mut word.text);
        let words = words.chain(&mut self.words).filter(|text| text.starts_with(is_unspaced));
        let unknown: Vec<&mut String> =
            words.filter(|text| !stands_for_something(text, dictionary)).collect();
        if unknown.is_empty() {
            return;
        }
        let signs = dictionary.other_signs();
        for text in unknown {
            *text = text.chars().map(|sign| *signs.get(&sign).unwrap_or(&sign)).collect();
        }
    }
}

/// Whether a word of a script without spaces is one of the site, or within one; a sign also if one begins with it.
fn stands_for_something(text: &str, dictionary: &Dictionary) -> bool {
    let begins_one = is_one_sign(text) && !dictionary.beginning(text).is_empty();
    begins_one || dictionary.word(text).is_some() || dictionary.has_inside(text)
}

/// Takes a query apart.
pub(super) fn parse(text: &str, stop_words: &[&str]) -> Query {
    let mut parts = clauses(text, &stop_words.iter().copied().collect());
    let words = parts.iter().flat_map(Clause::words).map(|word| word.text.clone()).collect();
    let says_much = |part: &Clause| match part {
        Clause::Word { word, .. } => !word.is_common,
        Clause::Phrase(_) => true,
    };
    if parts.iter().any(says_much) {
        parts.retain(says_much);
    }
    let count: usize = parts.iter().map(|part| part.words().len()).sum();
    let phrases = parts.iter().filter(|part| matches!(part, Clause::Phrase(_))).count();
    let names = names(parts.iter().flat_map(Clause::words));
    let (is_short, has_few_words) = (names <= SHORT, names <= FEW);
    if !is_short {
        forget_joined(&mut parts);
    }
    let narrows = parts.len() == 1 || phrases <= NARROWING_PHRASES && count <= NARROWING_WORDS;
    let literals = literal_terms(text).into_iter().collect();
    Query { parts, words, literals, is_short, has_few_words, narrows }
}

/// How many words there are, where a short run of signs counts as one.
fn names<'q>(words: impl Iterator<Item = &'q QueryWord>) -> usize {
    let words: Vec<&QueryWord> = words.collect();
    let runs = words.chunk_by(|_, next| next.continues);
    runs.map(|pairs| if pairs.len() <= NAME_PAIRS { 1 } else { pairs.len() }).sum()
}

/// A sentence would need many files for them, and says enough without.
fn forget_joined(parts: &mut [Clause]) {
    for part in parts {
        if let Clause::Word { word, .. } = part {
            word.joined.clear();
        }
    }
}

/// All parts of a query, in order.
fn clauses(text: &str, stop_words: &HashSet<&str>) -> Vec<Clause> {
    let mut parts = Vec::new();
    let mut left = LONGEST;
    for QueryPiece { start, end, is_quoted } in pieces(text) {
        let piece = &text[start..end];
        let found = tokens(piece).into_iter().filter(|token| !token.text.is_empty());
        let mut found = unite_signs(piece, found.collect());
        found.truncate(left);
        left -= found.len();
        let word = |at: usize| QueryWord {
            typed: piece[run_around(&found, at)].to_owned(),
            continues: continues(&found, at),
            is_common: stop_words.contains(found[at].text.as_str()),
            text: found[at].text.clone(),
            joined: joined(&found, at),
        };
        if let (true, [first, ..], [.., last]) = (is_quoted, &found[..], &found[..]) {
            let typed = piece[first.start..last.end].to_owned();
            parts.push(Clause::Phrase(Phrase {
                words: (0..found.len()).map(word).collect(),
                typed,
            }));
        } else {
            parts.extend(found.iter().enumerate().map(|(at, token)| Clause::Word {
                word: word(at),
                is_last: start + token.end == text.len(),
            }));
        }
    }
    parts
}

/// The words, where signs with blanks between them are a run: each two neighbors are a word.
fn unite_signs(piece: &str, words: Vec<Token>) -> Vec<Token> {
    let is_run = |left: &Token, right: &Token| {
        is_one_sign(&left.text)
            && is_one_sign(&right.text)
            && piece[left.end..right.start].chars().all(char::is_whitespace)
    };
    let pair = |pair: &[Token]| Token {
        text: format!("{}{}", pair[0].text, pair[1].text),
        start: pair[0].start,
        end: pair[1].end,
    };
    let runs = words.chunk_by(is_run);
    let united = runs.flat_map(|run| match run {
        [_] => run.to_vec(),
        _ => run.windows(2).map(pair).collect(),
    });
    united.collect()
}

/// Whether a word begins within the one before: both are pairs of a run of signs.
fn continues(words: &[Token], at: usize) -> bool {
    at > 0 && words[at].start < words[at - 1].end
}

/// The run of signs that a pair is of; of any other word, the word.
fn run_around(words: &[Token], at: usize) -> Range<usize> {
    let first = (0..=at).rev().find(|at| !continues(words, *at)).unwrap_or(at);
    let last = (at..words.len() - 1).find(|at| !continues(words, at + 1));
    words[first].start..words[last.unwrap_or(words.len() - 1)].end
}

/// A word written together with the one before it, and with the one behind it.
fn joined(words: &[Token], at: usize) -> Vec<String> {
    let pairs = words[at.saturating_sub(1)..words.len().min(at + 2)].windows(2);
    let is_spaced = |word: &Token| !word.text.chars().next().is_some_and(is_unspaced);
    let joined = pairs.filter(|pair| pair.iter().all(is_spaced));
    joined.map(|pair| format!("{}{}", pair[0].text, pair[1].text)).collect()
}

/// A range of a query between quotes, or outside of them.
struct QueryPiece {
    start: usize,
    end: usize,
    is_quoted: bool,
}

/// A query divided at its quotes. One that was never closed is no quote.
fn pieces(text: &str) -> Vec<QueryPiece> {
    let quotes: Vec<(usize, &str)> = text.match_indices(is_quote).collect();
    let mut pieces = Vec::new();
    let mut start = 0;
    for (number, (at, quote)) in quotes.iter().enumerate() {
        pieces.push(QueryPiece { start, end: *at, is_quoted: number % 2 == 1 });
        start = at + quote.len();
    }
    pieces.push(QueryPiece { start, end: text.len(), is_quoted: false });
    pieces
}

fn is_quote(letter: char) -> bool {
    matches!(
        letter,
        '"' | '“' | '”' | '„' | '«' | '»' | '‹' | '›' | '「' | '」' | '『' | '』' | '＂'
    )
}
