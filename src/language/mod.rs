//! The words of a text, and what is particular to a language: its stemmer, the endings of its words,
//! and the words that say little.

mod composed;
mod conventions;
mod suffixes;
mod han;
mod literals;
mod names;
mod stop_words;
mod tokens;
#[cfg(test)]
mod twin;
mod variants;
mod words;

use std::borrow::Cow;

use frostem::Stemmer;

pub(crate) use composed::composed;
pub(crate) use conventions::Conventions;
pub(crate) use han::other_forms;
pub(crate) use literals::literal_terms;
pub(crate) use names::{is_traditional_chinese, name};
pub(crate) use tokens::{
    LONGEST, Scanner, Token, is_joint, is_one_sign, is_unspaced, is_word, signs, tokens,
};
pub(crate) use variants::{SpellingPair, variants};
pub(crate) use words::{is_apart, words, words_and_signs};

/// The language of texts.
#[derive(Clone)]
pub(crate) struct Language {
    /// A BCP 47 tag.
    pub(crate) code: String,
    stemmer: Option<Stemmer>,
}

impl Language {
    /// The language of a tag; one without a stemmer keeps its words as they are.
    pub(crate) fn new(code: &str) -> Language {
        let primary = code.split('-').next().unwrap_or(code);
        Language { code: code.to_owned(), stemmer: Stemmer::try_from_name(primary).ok() }
    }

    /// What the forms of a word have in common (Snowball). The word is folded already.
    pub(crate) fn stem<'w>(&self, word: &'w str) -> Cow<'w, str> {
        match &self.stemmer {
            Some(stemmer) => stemmer.stem(word),
            None => Cow::Borrowed(word),
        }
    }

    /// Words so common that a query means nothing by them, folded, in order of the alphabet.
    pub(crate) fn stop_words(&self) -> Vec<&'static str> {
        let mut words: Vec<&str> = stop_words::of(self.primary()).split_whitespace().collect();
        words.sort_unstable();
        words
    }

    /// Whether names are written together with others as one word.
    pub(crate) fn writes_compounds(&self) -> bool {
        ["da", "de", "fi", "nb", "nl", "nn", "no", "sv"].contains(&self.primary())
    }

    /// How words are spelled in two countries.
    pub(crate) fn spelling_pairs(&self) -> &'static [SpellingPair] {
        variants::of(self.primary())
    }

    /// What words have after their stem, folded, as far as it is known beforehand.
    pub(crate) fn endings(&self) -> impl Iterator<Item = &'static str> {
        suffixes::of(self.primary()).split_whitespace()
    }

    /// The tag without script and region.
    fn primary(&self) -> &str {
        self.code.split('-').next().unwrap_or(&self.code)
    }
}
