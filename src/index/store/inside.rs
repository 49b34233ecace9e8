//! Terms within words: what a reader may type who writes a word in another way than the page does.
//!
//! Neighbors with one sign and no blank between them are also written together (`re-entry`, `reentry`). A word in which
//! capitals begin parts is also looked for by a part (`DeviceStatus`, `status`), in a title by all that follows one.
//! Numbers and names with signs are terms as they are written.
//! Of a text without spaces the last sign is a term, since no pair begins with it.

use std::collections::HashSet;

use crate::language::{Token, is_joint, is_unspaced, literal_terms, signs, tokens};

/// Words that are written together at most, and letters of the result.
const MOST_JOINED: usize = 4;
const LONGEST_JOINED: usize = 40;

/// Letters of a part of a word at least, in a text and in a title; and of what follows a part.
const SHORTEST_PART_OF_TEXT: usize = 4;
const SHORTEST_PART: usize = 3;
const SHORTEST_TAIL: usize = 6;

/// Finds the terms within the words of texts, which are handed over one by one.
#[derive(Default)]
pub(super) struct InsideTerms {
    /// Neighbors written together, and what is written with signs.
    joined: Vec<String>,
    /// Parts of words. They count where the words themselves do not have them.
    pub(super) parts: HashSet<Box<str>>,
    /// Signs that end a pair, and those that begin one or stand alone.
    last_signs: HashSet<Box<str>>,
    first_signs: HashSet<Box<str>>,
    /// The word before, and where it ends.
    before: String,
    end: usize,
    /// Words that are joined to each other, the word before the last of them.
    chain: Vec<String>,
}

impl InsideTerms {
    /// Forgets all texts.
    pub(super) fn clear(&mut self) {
        self.joined.clear();
        self.parts.clear();
        self.last_signs.clear();
        self.first_signs.clear();
    }

    /// Begins another text.
    pub(super) fn begin(&mut self, text: &str) {
        self.end_chain();
        self.joined.extend(literal_terms(text));
    }

    /// What comes is not joined to what came before.
    fn end_chain(&mut self) {
        self.before.clear();
        self.chain.clear();
    }

    /// Looks at the next word of a text.
    pub(super) fn add(&mut self, text: &str, token: &Token) {
        if token.text.chars().next().is_none_or(is_unspaced) {
            self.end_chain();
            self.add_signs(&token.text);
            return;
        }
        if self.before.is_empty() || !is_joint(&text[self.end..token.start]) {
            self.chain.clear();
        } else {
            self.join(&token.text);
        }
        self.before.clone_from(&token.text);
        self.end = token.end;
        for part in capital_parts(&text[token.start..token.end]) {
            self.add_part(&part.to_lowercase());
        }
    }

    /// Adds the parts of a title that end it, or a word of it.
    pub(super) fn add_tails(&mut self, title: &str) {
        for parts in chains_of_parts(title) {
            for start in 1..parts.len() {
                let tail = parts[start..].concat();
                if (SHORTEST_TAIL..=LONGEST_JOINED).contains(&tail.chars().count()) {
                    self.add_part(&tail);
                }
            }
        }
    }

    /// The parts that are long enough for a text.
    pub(super) fn parts_of_text(&self) -> impl Iterator<Item = &str> {
        let is_long = |part: &&str| part.chars().count() >= SHORTEST_PART_OF_TEXT;
        self.parts.iter().map(|part| &**part).filter(is_long)
    }

    /// Terms that always count: neighbors written together, and lone signs.
    pub(super) fn always(&self) -> impl Iterator<Item = &str> {
        self.joined.iter().map(String::as_str).chain(self.lone_signs())
    }

    /// The signs that end a text without spaces, and begin no pair elsewhere.
    fn lone_signs(&self) -> impl Iterator<Item = &str> {
        self.last_signs.difference(&self.first_signs).map(|sign| &**sign)
    }

    fn add_signs(&mut self, pair: &str) {
        let mut signs = signs(pair);
        let (first, last) = (signs.next(), signs.next());
        insert(&mut self.first_signs, first.unwrap_or_default());
        insert(&mut self.last_signs, last.unwrap_or_default());
    }

    fn add_part(&mut self, part: &str) {
        if part.chars().count() >= SHORTEST_PART {
            insert(&mut self.parts, part);
        }
    }

    /// Adds what a word makes with the one before it, and with all that are joined to it.
    fn join(&mut self, word: &str) {
        if self.chain.is_empty() {
            self.chain.push(self.before.clone());
        }
        self.chain.push(word.to_owned());
        let whole = (3..=MOST_JOINED).contains(&self.chain.len()).then_some(0);
        for start in whole.into_iter().chain([self.chain.len() - 2]) {
            let words = &self.chain[start..];
            if may_be_one(words) {
                self.joined.push(words.concat());
            }
        }
    }
}

/// Whether somebody would write these words together: words, perhaps with numbers, but no codes.
fn may_be_one(words: &[String]) -> bool {
    let is_word = |word: &String| word.chars().all(char::is_alphabetic);
    let is_plain = |word: &String| is_word(word) || word.chars().all(char::is_numeric);
    let letters: usize = words.iter().map(|word| word.chars().count()).sum();
    letters <= LONGEST_JOINED && words.iter().any(is_word) && words.iter().all(is_plain)
}

fn insert(set: &mut HashSet<Box<str>>, text: &str) {
    if !text.is_empty() && !set.contains(text) {
        set.insert(text.into());
    }
}

/// The words of a title as chains of those that are joined, each in its parts.
fn chains_of_parts(title: &str) -> Vec<Vec<String>> {
    let mut chains: Vec<Vec<String>> = Vec::new();
    let mut end = None;
    for token in tokens(title) {
        if token.text.starts_with(is_unspaced) {
            end = None;
            continue;
        }
        let written = &title[token.start..token.end];
        let mut parts: Vec<String> = capital_parts(written).map(str::to_lowercase).collect();
        if parts.is_empty() {
            parts.push(token.text);
        }
        match chains.last_mut() {
            Some(chain) if end.is_some_and(|end| is_joint(&title[end..token.start])) => {
                chain.extend(parts);
            }
            _ => chains.push(parts),
        }
        end = Some(token.end);
    }
    chains
}

/// The parts of a word that begin with a capital, if it has several: `HTMLParser` is `HTML` and `Parser`.
fn capital_parts(word: &str) -> impl Iterator<Item = &str> {
    let bytes = word.as_bytes();
    // Most words have no capital behind their first letter.
    let is_plain = word.is_ascii() && !bytes.iter().skip(1).any(u8::is_ascii_uppercase);
    let cuts = if is_plain { Vec::new() } else { capital_cuts(word) };
    let starts = std::iter::once(0).chain(cuts.clone());
    let ends = cuts.clone().into_iter().chain([word.len()]);
    starts.zip(ends).filter(move |_| !cuts.is_empty()).map(|(start, end)| &word[start..end])
}

/// Where parts of a word begin: at a capital behind another letter, and at the last of several capitals if a small
/// letter follows.
fn capital_cuts(word: &str) -> Vec<usize> {
    let letters: Vec<(usize, char)> = word.char_indices().collect();
    let begins = |around: &[(usize, char)]| {
        let is_small = |at: usize| around.get(at).is_some_and(|(_, next)| next.is_lowercase());
        around[1].1.is_uppercase() && (!around[0].1.is_uppercase() || is_small(2))
    };
    let inner = 1..letters.len();
    let cuts = inner.filter(|at| begins(&letters[at - 1..letters.len().min(at + 2)]));
    cuts.map(|at| letters[at].0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> InsideTerms {
        let mut inside = InsideTerms::default();
        for token in tokens(text) {
            inside.add(text, &token);
        }
        inside
    }

    fn sorted<'s>(all: impl Iterator<Item = &'s str>) -> Vec<&'s str> {
        let mut all: Vec<&str> = all.collect();
        all.sort_unstable();
        all
    }

    #[test]
    fn neighbors_with_one_sign_between_them_are_also_written_together() {
        let joined =
            found("Re-entry, well - being: COVID-19 e-mail/post 1.2.3 1a-bc a--b don't").joined;
        assert_eq!(joined, ["reentry", "covid19", "email", "emailpost", "mailpost", "dont"]);
        let four = found("a-b-c-d-e").joined;
        assert_eq!(four, ["ab", "abc", "bc", "abcd", "cd", "de"]);
        let mut inside = found("warm");
        inside.begin("");
        inside.add("-handoff", &tokens("-handoff")[0]);
        assert!(inside.joined.is_empty(), "not from one text to the next");
    }

    #[test]
    fn parts_of_a_word_begin_with_capitals() {
        let parts = |text: &str| {
            let found = found(text).parts;
            sorted(found.iter().map(|part| &**part)).join(" ")
        };
        assert_eq!(
            parts("getDeviceStatus HTMLParser iPhone"),
            "device get html parser phone status"
        );
        assert_eq!(parts("Device USA plain ÉtatÉtat"), "état");
        let mut inside = InsideTerms::default();
        inside.add_tails("BatteryDeviceStatus 東京都庁Tower get_device_name x of y");
        let tails = sorted(inside.parts.iter().map(|tail| &**tail));
        assert_eq!(tails, ["devicename", "devicestatus", "status"]);
    }

    #[test]
    fn a_sign_that_ends_a_text_is_a_term_unless_it_begins_a_pair() {
        assert_eq!(sorted(found("国家 作家 家族 心").lone_signs()), ["族"]);
        assert_eq!(sorted(found("国家").lone_signs()), ["家"]);
    }
}
