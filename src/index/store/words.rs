//! tantivy's way to our words: as written, or their stems.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};
use xxhash_rust::xxh3::Xxh3DefaultBuilder;

use super::queue::Queue;
use crate::language::{Language, Scanner};

/// Words as they are written, folded.
pub(super) fn as_written() -> TextAnalyzer {
    TextAnalyzer::from(Words { language: None, stems: Stems::default() })
}

/// The stems of words.
pub(super) fn stems(language: &Language) -> TextAnalyzer {
    TextAnalyzer::from(Words { language: Some(language.clone()), stems: Stems::default() })
}

/// Words as they are written of titles. A document has one title, and its title comes last but for the words of
/// its texts: whoever reads it has taken the document.
pub(super) fn of_titles(queue: &Arc<Queue>) -> TextAnalyzer {
    let words = Words { language: None, stems: Stems::default() };
    TextAnalyzer::from(Titles { words, queue: Arc::clone(queue) })
}

#[derive(Clone)]
struct Titles {
    words: Words,
    queue: Arc<Queue>,
}

impl Tokenizer for Titles {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.queue.leave();
        self.words.token_stream(text)
    }
}

#[derive(Clone)]
struct Words {
    /// `None`: words as written.
    language: Option<Language>,
    /// Stems found so far: texts repeat their words, and a look-up is much cheaper.
    stems: Stems,
}

/// Stems by word.
type Stems = HashMap<String, String, Xxh3DefaultBuilder>;

/// Stems to remember at most.
const REMEMBERED: usize = 200_000;

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        if self.stems.len() > REMEMBERED {
            self.stems.clear();
        }
        let language = self.language.as_ref();
        WordStream {
            scanner: Scanner::new(text),
            language,
            stems: &mut self.stems,
            token: Token::default(),
        }
    }
}

struct WordStream<'a> {
    scanner: Scanner<'a>,
    language: Option<&'a Language>,
    stems: &'a mut Stems,
    token: Token,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        while self.scanner.advance() {
            self.token.position = self.token.position.wrapping_add(1);
            let word = &self.scanner.token;
            if word.text.is_empty() {
                continue;
            }
            (self.token.offset_from, self.token.offset_to) = (word.start, word.end);
            self.token.text.clear();
            match self.language {
                None => self.token.text.push_str(&word.text),
                Some(language) => match self.stems.get(&word.text) {
                    Some(stem) => self.token.text.push_str(stem),
                    None => {
                        let stem = language.stem(&word.text).into_owned();
                        self.token.text.push_str(&stem);
                        self.stems.insert(word.text.clone(), stem);
                    }
                },
            }
            return true;
        }
        false
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
