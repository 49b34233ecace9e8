//! Footnotes: numbered as they are used, written at the end of the text.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::HtmlWriter;
use crate::arena::Id;
use crate::document::{Footnote, Nodes};
use crate::site::Html;

/// The notes that one text uses.
pub(super) struct Footnotes {
    /// The beginning of their ids.
    prefix: String,
    /// In the order of first use, each with how often it is used.
    used: Vec<(Id<Footnote>, usize)>,
    /// Numbers from 1.
    numbers: HashMap<Id<Footnote>, usize>,
}

impl Footnotes {
    pub(super) fn new(prefix: &str) -> Footnotes {
        Footnotes { prefix: prefix.to_owned(), used: Vec::new(), numbers: HashMap::new() }
    }

    fn note_id(&self, number: usize) -> String {
        format!("{}fn-{number}", self.prefix)
    }

    /// The id of the n-th use of a note.
    fn use_id(&self, number: usize, nth: usize) -> String {
        let prefix = &self.prefix;
        match nth {
            1 => format!("{prefix}fnref-{number}"),
            nth => format!("{prefix}fnref-{number}-{nth}"),
        }
    }

    /// The number of a note and which use of it this is, both from 1.
    fn use_of(&mut self, note: Id<Footnote>) -> (usize, usize) {
        let number = *self.numbers.entry(note).or_insert(self.used.len() + 1);
        if number > self.used.len() {
            self.used.push((note, 0));
        }
        let (_, uses) = &mut self.used[number - 1];
        *uses += 1;
        (number, *uses)
    }
}

impl HtmlWriter<'_, '_> {
    pub(super) fn footnote_reference(&mut self, note: Id<Footnote>) {
        let (number, nth) = self.footnotes.use_of(note);
        if self.html.ends_with("</a></sup>") {
            // Two marks side by side would read as one number.
            self.html.push_markup("<sup>, </sup>");
        }
        let (id, note) = (self.footnotes.use_id(number, nth), self.footnotes.note_id(number));
        let _ = write!(
            self.html,
            "<sup class=\"footnote-ref\"><a href=\"#{note}\" id=\"{id}\" role=\"doc-noteref\">{number}</a></sup>"
        );
    }

    /// Writes the notes in the order of their numbers, each with ways back to its uses.
    pub(super) fn write_footnotes(&mut self) {
        // A note may use others, which come behind it.
        let mut notes: Vec<Html> = Vec::new();
        while let Some((note, _)) = self.footnotes.used.get(notes.len()) {
            let note = self.footnote(*note);
            notes.push(note);
        }
        if notes.is_empty() {
            return;
        }
        self.block("");
        self.html.push_markup("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
        self.html.push_text(&self.text.words.footnotes);
        self.html.push_markup("\">\n<ol>\n");
        for (at, note) in notes.iter().enumerate() {
            self.write_footnote(at + 1, note.as_str().trim_end());
        }
        self.html.push_markup("</ol>\n</section>\n");
    }

    /// The HTML of a note.
    fn footnote(&mut self, note: Id<Footnote>) -> Html {
        let document = self.text.document;
        let Some(node) = document.notes[note].definition else { return Html::default() };
        let Nodes { from, to } = document.subtree(node);
        let around = std::mem::take(&mut self.html);
        // Terms are explained in the text itself.
        self.closed_to_terms += 1;
        self.write(Nodes { from: from.next(), to });
        self.closed_to_terms -= 1;
        std::mem::replace(&mut self.html, around)
    }

    fn write_footnote(&mut self, number: usize, note: &str) {
        let (note, end) = match note.strip_suffix("</p>") {
            Some(note) => (note, "</p>"),
            None => (note, ""),
        };
        let _ = write!(self.html, "<li id=\"{}\">{note}", self.footnotes.note_id(number));
        let (_, uses) = self.footnotes.used[number - 1];
        for nth in 1..=uses {
            let id = self.footnotes.use_id(number, nth);
            let _ = write!(self.html, " <a href=\"#{id}\" role=\"doc-backlink\" aria-label=\"");
            let label = self.text.words.back_to_text.replace("{number}", &number.to_string());
            self.html.push_text(&if nth > 1 { format!("{label} ({nth})") } else { label });
            self.html.push_markup("\">↩</a>");
        }
        let _ = writeln!(self.html, "{end}</li>");
    }
}
