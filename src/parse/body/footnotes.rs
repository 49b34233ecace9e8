//! Footnotes of a text: marks without a note, and notes without a mark.

use super::SourceText;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::TextRange;

/// A mark whose note is not defined is text to the parser.
pub(super) fn check_undefined(
    text: &SourceText<'_>,
    words: &str,
    place: TextRange,
    diagnostics: &mut Diagnostics,
) {
    if !words.as_bytes().windows(2).any(|signs| signs == b"[^") {
        return;
    }
    for (at, _) in words.match_indices("[^") {
        let rest = &words[at + 2..];
        let Some(end) = rest.find(']') else { return };
        let label = &rest[..end];
        if label.is_empty() || label.chars().any(|c| c.is_whitespace() || c == '[' || c == '^') {
            continue;
        }
        let span = text.span(place.part(at..at + 3 + end));
        let message = format!("the footnote `{label}` is not defined on this page");
        let problem = Diagnostic::new(Code::UndefinedFootnote, message).at(span);
        diagnostics.push(problem.help(format!("add a line `[^{label}]: The note.`")));
    }
}

/// Reports notes to which nothing refers.
pub(super) fn check_unused(text: &SourceText<'_>, diagnostics: &mut Diagnostics) {
    let document = text.document;
    if document.notes.len() == 0 {
        return;
    }
    for note in document.unused_notes() {
        let Some(node) = note.last_definition else { continue };
        let label = document.read(note.label, text.source).to_lowercase();
        let place = document.nodes[node].place;
        let written = &text.source[place.range()];
        let mark = written.find("]:").map_or(written.len(), |end| end + "]:".len());
        let place = place.part(0..mark);
        let message = format!("nothing refers to the footnote `{label}`");
        let problem = Diagnostic::new(Code::UnusedFootnote, message).at(text.span(place));
        diagnostics.push(problem.help(format!("refer to it with `[^{label}]`, or remove it")));
    }
}
