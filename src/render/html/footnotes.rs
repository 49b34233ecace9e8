//! Footnotes: numbered as they are used, written at the end of the text.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::Words;
use crate::site::Html;

#[derive(Default)]
pub(super) struct Footnotes {
    /// Numbers by label, in the order of first use.
    numbers: HashMap<String, usize>,
    /// How often each number was used.
    uses: Vec<usize>,
    /// The notes, by label.
    pub(super) notes: HashMap<String, Html>,
    /// The text around the note that is being written, and the note's label.
    pub(super) open: Option<(Html, String)>,
}

impl Footnotes {
    /// The number of a label and which use of it this is, both from 1.
    pub(super) fn use_of(&mut self, label: &str) -> (usize, usize) {
        let next = self.numbers.len() + 1;
        let number = *self.numbers.entry(label.to_lowercase()).or_insert(next);
        self.uses.resize(self.numbers.len(), 0);
        self.uses[number - 1] += 1;
        (number, self.uses[number - 1])
    }

    pub(super) fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// The notes in the order of their numbers, each with ways back to its uses.
    pub(super) fn write(self, html: &mut Html, words: &Words) {
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
            let _ = write!(html, "<li id=\"fn-{number}\">{note}");
            for nth in 1..=self.uses[number - 1] {
                let id = use_id(number, nth);
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

/// The id of the n-th use of a note.
pub(super) fn use_id(number: usize, nth: usize) -> String {
    if nth == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{nth}") }
}
