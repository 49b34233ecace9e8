//! Documents as tantivy takes them in: each text is looked at once here, and tantivy finds its words on lines of
//! their own.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::{Arc, Mutex};

use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

use super::super::SearchDocument;
use super::queue::Queue;
use crate::language::{Language, Scanner};
use crate::memo::OfWord;

/// How often the title stands in the main field: a word of it counts that many times.
const TITLE_REPEATS: usize = 3;

/// How often a heading stands there.
const HEADING_REPEATS: usize = 2;

/// Words to remember at most.
const REMEMBERED: usize = 200_000;

/// The words of a document, in texts of which each line is a word. An empty line is a word that is never found, and
/// keeps its place.
#[derive(Default)]
pub(super) struct Analyzed {
    /// Stems: title, keywords, then headings and texts, each as often as it counts.
    pub(super) stems: Vec<String>,
    /// The title's words as written.
    pub(super) title: String,
    /// Every word as written, once.
    pub(super) words: String,
}

/// Finds the words of documents.
pub(super) struct Analyzer {
    language: Language,
    /// Analyses that are not at work, each with what it has learned.
    idle: Mutex<Vec<Analysis>>,
}

impl Analyzer {
    pub(super) fn new(language: &Language) -> Analyzer {
        Analyzer { language: language.clone(), idle: Mutex::default() }
    }

    /// The words of a document.
    pub(super) fn analyze(&self, document: &SearchDocument<'_>) -> Analyzed {
        let idle = self.idle.lock().expect("no thread panics while it holds this").pop();
        let mut analysis = idle.unwrap_or_default();
        let analyzed = analysis.of(document, &self.language);
        self.idle.lock().expect("no thread panics while it holds this").push(analysis);
        analyzed
    }
}

/// What one thread knows of words: texts repeat them, and a look-up is much cheaper than a stemmer.
#[derive(Default)]
struct Analysis {
    known: HashMap<String, Known, BuildHasherDefault<OfWord>>,
    /// The number of the document.
    document: u64,
}

/// A word that was met.
struct Known {
    stem: String,
    /// The number of the last document that holds it.
    document: u64,
}

impl Analysis {
    fn of(&mut self, document: &SearchDocument<'_>, language: &Language) -> Analyzed {
        if self.known.len() > REMEMBERED {
            self.known.clear();
        }
        self.document += 1;
        let mut analyzed = Analyzed::default();
        let mut scanner = Scanner::new(&document.title);
        while scanner.advance() {
            push_line(&mut analyzed.title, &scanner.token.text);
        }
        let title = (document.title.as_str(), TITLE_REPEATS);
        let keywords = document.keywords.iter().map(|keyword| (&**keyword, 1));
        let passages = document.passages.iter();
        let passages = passages.flat_map(|it| [(&*it.title, HEADING_REPEATS), (&*it.text, 1)]);
        for (text, times) in std::iter::once(title).chain(keywords).chain(passages) {
            if !text.is_empty() {
                let stems = self.stems(text, &mut analyzed.words, language);
                analyzed.stems.extend(std::iter::repeat_n(stems, times));
            }
        }
        analyzed
    }

    /// The stems of a text. Words that the document did not have so far are added to `words`.
    fn stems(&mut self, text: &str, words: &mut String, language: &Language) -> String {
        let mut stems = String::with_capacity(text.len());
        let mut scanner = Scanner::new(text);
        while scanner.advance() {
            let word = scanner.token.text.as_str();
            if word.is_empty() {
                stems.push('\n');
                continue;
            }
            let document = self.document;
            match self.known.get_mut(word) {
                Some(known) => {
                    push_line(&mut stems, &known.stem);
                    if known.document != document {
                        known.document = document;
                        push_line(words, word);
                    }
                }
                None => {
                    let stem = language.stem(word).into_owned();
                    push_line(&mut stems, &stem);
                    push_line(words, word);
                    self.known.insert(word.to_owned(), Known { stem, document });
                }
            }
        }
        stems
    }
}

fn push_line(text: &mut String, word: &str) {
    text.push_str(word);
    text.push('\n');
}

/// What tells tantivy that each line is a word.
pub(super) fn of_lines() -> TextAnalyzer {
    TextAnalyzer::from(Lines)
}

/// The same for titles. A document has one title, and whoever reads it has taken the document.
pub(super) fn of_titles(queue: &Arc<Queue>) -> TextAnalyzer {
    TextAnalyzer::from(Titles { queue: Arc::clone(queue) })
}

#[derive(Clone)]
struct Lines;

#[derive(Clone)]
struct Titles {
    queue: Arc<Queue>,
}

impl Tokenizer for Lines {
    type TokenStream<'a> = LineStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> LineStream<'a> {
        LineStream::new(text)
    }
}

impl Tokenizer for Titles {
    type TokenStream<'a> = LineStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> LineStream<'a> {
        self.queue.leave();
        LineStream::new(text)
    }
}

struct LineStream<'a> {
    rest: &'a str,
    token: Token,
}

impl<'a> LineStream<'a> {
    fn new(text: &'a str) -> LineStream<'a> {
        LineStream { rest: text, token: Token::default() }
    }
}

impl TokenStream for LineStream<'_> {
    fn advance(&mut self) -> bool {
        while let Some((word, rest)) = self.rest.split_once('\n') {
            self.rest = rest;
            self.token.position = self.token.position.wrapping_add(1);
            if !word.is_empty() {
                self.token.text.clear();
                self.token.text.push_str(word);
                return true;
            }
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
