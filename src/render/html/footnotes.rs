//! Footnotes: numbered as they are used, written at the end of the text.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::Words;
use crate::site::Html;

/// The notes of one text.
pub(super) struct Footnotes {
    /// What their ids begin with.
    prefix: String,
    /// Numbers by label, in the order of first use.
    numbers: HashMap<String, usize>,
    /// How often each number was used.
    uses: Vec<usize>,
    /// The notes, by label.
    pub(super) notes: HashMap<String, Html>,
    /// Whether uses count no more: they stand in what is not shown.
    is_closed: bool,
    /// The text around the note that is being written, and the note's label.
    pub(super) open: Option<(Html, String)>,
}

impl Footnotes {
    pub(super) fn new(prefix: &str) -> Footnotes {
        Footnotes {
            prefix: prefix.to_owned(),
            numbers: HashMap::new(),
            uses: Vec::new(),
            notes: HashMap::new(),
            is_closed: false,
            open: None,
        }
    }

    pub(super) fn note_id(&self, number: usize) -> String {
        format!("{}fn-{number}", self.prefix)
    }

    /// The id of the n-th use of a note.
    pub(super) fn use_id(&self, number: usize, nth: usize) -> String {
        let prefix = &self.prefix;
        match nth {
            1 => format!("{prefix}fnref-{number}"),
            nth => format!("{prefix}fnref-{number}-{nth}"),
        }
    }

    /// The number of a label and which use of it this is, both from 1.
    pub(super) fn use_of(&mut self, label: &str) -> (usize, usize) {
        if self.is_closed {
            return (1, 1);
        }
        let next = self.numbers.len() + 1;
        let number = *self.numbers.entry(label.to_lowercase()).or_insert(next);
        self.uses.resize(self.numbers.len(), 0);
        self.uses[number - 1] += 1;
        (number, self.uses[number - 1])
    }

    /// Forgets the uses so far; notes stay.
    pub(super) fn begin_anew(&mut self) {
        self.numbers.clear();
        self.uses.clear();
    }

    /// From here on, uses do not count.
    pub(super) fn close(&mut self) {
        self.is_closed = true;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// The notes in the order of their numbers, each with ways back to its uses.
    pub(super) fn write(&self, html: &mut Html, words: &Words) {
        html.push_markup("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
        html.push_text(&words.footnotes);
        html.push_markup("\">\n<ol>\n");
        let mut labels: Vec<(usize, &String)> =
            self.numbers.iter().map(|(label, number)| (*number, label)).collect();
        labels.sort_unstable();
        for (number, label) in labels {
            let note = self.notes.get(label).map_or("", |note| note.as_str().trim_end());
            let (note, end) = match note.strip_suffix("</p>") {
                Some(note) => (note, "</p>"),
                None => (note, ""),
            };
            let _ = write!(html, "<li id=\"{}\">{note}", self.note_id(number));
            for nth in 1..=self.uses[number - 1] {
                let id = self.use_id(number, nth);
                let _ = write!(html, " <a href=\"#{id}\" role=\"doc-backlink\" aria-label=\"");
                let label = words.back_to_text.replace("{number}", &number.to_string());
                html.push_text(&if nth > 1 { format!("{label} ({nth})") } else { label });
                html.push_markup("\">↩</a>");
            }
            let _ = writeln!(html, "{end}</li>");
        }
        html.push_markup("</ol>\n</section>\n");
    }
}
