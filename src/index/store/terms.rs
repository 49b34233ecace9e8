//! The terms of documents, as one thread finds them. Texts repeat their words: each word is looked up once, and
//! stemmed when it is new.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::super::SearchDocument;
use super::postings::Postings;
use crate::arena::{Arena, Id};
use crate::language::{Language, Scanner};
use crate::memo::OfWord;

/// How often the title stands in the main field: a word of it counts that many times.
const TITLE_REPEATS: usize = 3;

/// How often a heading stands there.
const HEADING_REPEATS: usize = 2;

/// The terms of some documents.
pub(super) struct SegmentTerms<'l> {
    language: &'l Language,
    /// Stems: title, keywords, then headings and texts, each as often as it counts.
    pub(super) text: TermVocabulary,
    /// The titles' words as written.
    pub(super) title: TermVocabulary,
    /// Every word as written, without positions.
    pub(super) words: TermVocabulary,
    /// By word, its stem in `text`.
    stems: Arena<Id<Postings>, Postings>,
    pub(super) lengths: Vec<Lengths>,
    /// The stems of the text that is looked at. `None` is a word that is never found, and keeps its place.
    line: Vec<Option<Id<Postings>>>,
}

/// How many terms a document has in each field that is scored.
pub(super) struct Lengths {
    pub(super) document: u32,
    pub(super) text: u32,
    pub(super) title: u32,
}

/// The terms of a field, each with its postings.
#[derive(Default)]
pub(super) struct TermVocabulary {
    ids: HashMap<Box<str>, Id<Postings>, BuildHasherDefault<OfWord>>,
    postings: Arena<Postings>,
}

impl<'l> SegmentTerms<'l> {
    pub(super) fn new(language: &'l Language) -> SegmentTerms<'l> {
        SegmentTerms {
            language,
            text: TermVocabulary::default(),
            title: TermVocabulary::default(),
            words: TermVocabulary::default(),
            stems: Arena::default(),
            lengths: Vec::new(),
            line: Vec::new(),
        }
    }

    /// Adds the terms of a document; its number in the segment is higher than those that were added before.
    pub(super) fn add(&mut self, number: u32, document: &SearchDocument<'_>) {
        let mut text = Length::default();
        self.add_text(number, &document.title, TITLE_REPEATS, &mut text);
        for keyword in &document.keywords {
            self.add_text(number, keyword, 1, &mut text);
        }
        for passage in &document.passages {
            self.add_text(number, &passage.title, HEADING_REPEATS, &mut text);
            self.add_text(number, &passage.text, 1, &mut text);
        }
        let title = self.add_title(number, &document.title);
        self.lengths.push(Lengths { document: number, text: text.terms, title });
    }

    /// Adds the words of a text to the main field, so many times, behind what the document has there.
    fn add_text(&mut self, number: u32, text: &str, times: usize, length: &mut Length) {
        if text.is_empty() {
            return;
        }
        self.read_line(number, text);
        for _ in 0..times {
            let start = length.end;
            for (position, stem) in (start..).zip(&self.line) {
                if let Some(stem) = stem {
                    self.text.postings[*stem].add(number, position);
                    length.terms += 1;
                    length.end = position + 1;
                }
            }
            // A phrase does not go on from one text to the next.
            length.end += 1;
        }
    }

    /// Finds the stems of a text, and takes note of its words.
    fn read_line(&mut self, number: u32, text: &str) {
        self.line.clear();
        let mut scanner = Scanner::new(text);
        while scanner.advance() {
            let word = scanner.token.text.as_str();
            let stem = (!word.is_empty()).then(|| self.stem(number, word));
            self.line.push(stem);
        }
    }

    /// The stem of a word, which the document holds.
    fn stem(&mut self, number: u32, word: &str) -> Id<Postings> {
        let id = self.words.id(word);
        if id == self.stems.end() {
            self.stems.push(self.text.id(&self.language.stem(word)));
        }
        self.words.postings[id].add_document(number);
        self.stems[id]
    }

    /// Adds the title's words as written; returns how many they are.
    fn add_title(&mut self, number: u32, title: &str) -> u32 {
        let mut length = 0;
        let mut scanner = Scanner::new(title);
        while scanner.advance() {
            let word = scanner.token.text.as_str();
            if !word.is_empty() {
                let id = self.title.id(word);
                self.title.postings[id].add(number, length);
                length += 1;
            }
        }
        length
    }
}

/// How much of a document stands in the main field.
#[derive(Default)]
struct Length {
    terms: u32,
    /// The position behind all of it.
    end: u32,
}

impl TermVocabulary {
    /// The postings of a term; new ones if it is.
    fn id(&mut self, term: &str) -> Id<Postings> {
        if let Some(id) = self.ids.get(term) {
            return *id;
        }
        let id = self.postings.push(Postings::default());
        self.ids.insert(term.into(), id);
        id
    }

    /// The terms with their postings, in no order.
    pub(super) fn into_terms(mut self) -> impl Iterator<Item = (Box<str>, Postings)> {
        let take = move |(term, id)| (term, std::mem::take(&mut self.postings[id]));
        self.ids.into_iter().map(take)
    }
}
