//! Footnotes of a text: marks without a note, and notes without a mark.

use std::ops::Range;

use super::Scan;
use crate::diagnostic::{Code, Diagnostic};

#[derive(Default)]
pub(super) struct Footnote {
    pub(super) defined: Option<Range<usize>>,
    pub(super) used: bool,
}

impl Scan<'_, '_> {
    /// A mark whose note is not defined is text to the parser.
    pub(super) fn undefined_footnotes(&mut self, text: &str, range: &Range<usize>) {
        let source = &self.file.text[self.offset..][range.clone()];
        if text != source || !text.as_bytes().windows(2).any(|signs| signs == b"[^") {
            return;
        }
        for (at, _) in text.match_indices("[^") {
            let rest = &text[at + 2..];
            let Some(end) = rest.find(']') else { return };
            let label = &rest[..end];
            if label.is_empty() || label.chars().any(|c| c.is_whitespace() || c == '[' || c == '^')
            {
                continue;
            }
            let span = self.span(&(range.start + at..range.start + at + 3 + end));
            let message = format!("the footnote `{label}` is not defined on this page");
            let problem = Diagnostic::new(Code::UndefinedFootnote, message).at(span);
            self.diagnostics.push(problem.help(format!("add a line `[^{label}]: The note.`")));
        }
    }

    pub(super) fn report_footnotes(&mut self) {
        for (label, footnote) in std::mem::take(&mut self.footnotes) {
            let Some(range) = footnote.defined.filter(|_| !footnote.used) else {
                continue;
            };
            let span = self.span(&(range.start..range.start + label.len() + 4));
            let message = format!("nothing refers to the footnote `{label}`");
            let problem = Diagnostic::new(Code::UnusedFootnote, message).at(span);
            self.diagnostics
                .push(problem.help(format!("refer to it with `[^{label}]`, or remove it")));
        }
    }
}
