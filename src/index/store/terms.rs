//! The terms of documents, as one thread finds them. Texts repeat their words: each word is looked up once, and
//! stemmed when it is new.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;

use super::super::SearchDocument;
use super::inside::InsideTerms;
use super::postings::Postings;
use crate::arena::{Arena, Id};
use crate::language::{Language, Scanner, is_unspaced};
use crate::memo::OfWord;

/// How often the title stands in the main field: a word of it counts that many times.
const TITLE_REPEATS: usize = 3;

/// Between a word and one of its forms, in a term of the field of words: it is in no word.
pub(super) const SURFACE: &str = "\0";

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
    /// Terms within words, of all texts and of titles, without positions.
    pub(super) inside_text: TermVocabulary,
    pub(super) inside_title: TermVocabulary,
    /// How words are written, where that differs from the words themselves, without positions.
    pub(super) surface_forms: TermVocabulary,
    /// One of them in the making.
    surface: String,
    inside: InsideTerms,
    /// Words that say little: no term within a word is one of them.
    common: HashSet<&'static str>,
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
            inside_text: TermVocabulary::default(),
            inside_title: TermVocabulary::default(),
            surface_forms: TermVocabulary::default(),
            surface: String::new(),
            inside: InsideTerms::default(),
            common: language.stop_words().into_iter().collect(),
            stems: Arena::default(),
            lengths: Vec::new(),
            line: Vec::new(),
        }
    }

    /// Adds the terms of a document; its number in the segment is higher than those that were added before.
    pub(super) fn add(&mut self, number: u32, document: &SearchDocument<'_>) {
        let mut text = Length::default();
        self.inside.clear();
        self.add_text(number, &document.title, TITLE_REPEATS, &mut text);
        for keyword in &document.keywords {
            self.add_text(number, keyword, 1, &mut text);
        }
        for passage in &document.passages {
            self.add_text(number, &passage.title, HEADING_REPEATS, &mut text);
            self.add_text(number, &passage.text, 1, &mut text);
        }
        self.add_inside_text(number, &document.title);
        let title = self.add_title(number, &document.title);
        self.add_inside_title(number, &document.title);
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
        self.inside.begin(text);
        let mut scanner = Scanner::new(text);
        let mut before = 0;
        while scanner.advance() {
            let token = &scanner.token;
            let stem = (!token.text.is_empty()).then(|| self.stem(number, &token.text));
            self.line.push(stem);
            self.inside.add(text, token);
            // Pairs of signs overlap.
            let between = text.get(before..token.start).unwrap_or_default();
            before = token.end;
            self.add_surface_form(number, &token.text, between, &text[token.start..token.end]);
        }
    }

    /// Takes note of how a word is written, behind what stands before it. A capital counts within a sentence only: at
    /// the beginning of one, any word has it.
    fn add_surface_form(&mut self, number: u32, word: &str, before: &str, written: &str) {
        if word == written || word.chars().next().is_none_or(is_unspaced) {
            return;
        }
        let has_capital_only = written.is_ascii() && written[1..] == word[1..];
        if has_capital_only && before != " " {
            return;
        }
        self.surface.clear();
        self.surface.extend([word, SURFACE, written]);
        self.surface_forms.add_document(&self.surface, number);
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
        self.inside.clear();
        self.inside.begin(title);
        let mut scanner = Scanner::new(title);
        while scanner.advance() {
            let word = scanner.token.text.as_str();
            if !word.is_empty() {
                let id = self.title.id(word);
                self.title.postings[id].add(number, length);
                length += 1;
            }
            self.inside.add(title, &scanner.token);
        }
        length
    }

    /// Adds the terms within the words of all texts of the document. Parts count if it does not have their stem.
    fn add_inside_text(&mut self, number: u32, title: &str) {
        self.inside.add_tails(title);
        let parts = self.inside.parts_of_text().filter(|part| !self.common.contains(part));
        for part in parts {
            let known = self.words.ids.get(part).map(|id| self.stems[*id]);
            let stem = known.or_else(|| self.text.ids.get(&*self.language.stem(part)).copied());
            if !stem.is_some_and(|stem| self.text.postings[stem].ends_with(number)) {
                self.inside_text.add_document(part, number);
            }
        }
        let always = self.inside.always().filter(|term| !self.common.contains(term));
        self.inside_text.add_documents(always, number);
    }

    /// Adds the terms within the words of the title. Parts count if they are not words of it.
    fn add_inside_title(&mut self, number: u32, title: &str) {
        self.inside.add_tails(title);
        let parts = self.inside.parts.iter().filter(|part| !self.common.contains(&***part));
        for part in parts {
            let word = self.title.ids.get(part);
            if !word.is_some_and(|word| self.title.postings[*word].ends_with(number)) {
                self.inside_title.add_document(part, number);
            }
        }
        let always = self.inside.always().filter(|term| !self.common.contains(term));
        self.inside_title.add_documents(always, number);
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

    /// Adds a document to the postings of a term.
    fn add_document(&mut self, term: &str, document: u32) {
        let id = self.id(term);
        self.postings[id].add_document(document);
    }

    fn add_documents<'t>(&mut self, terms: impl Iterator<Item = &'t str>, document: u32) {
        for term in terms {
            self.add_document(term, document);
        }
    }

    /// The terms with their postings, in no order.
    pub(super) fn into_terms(mut self) -> impl Iterator<Item = (Box<str>, Postings)> {
        let take = move |(term, id)| (term, std::mem::take(&mut self.postings[id]));
        self.ids.into_iter().map(take)
    }
}
