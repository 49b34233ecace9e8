//! One JSON object a line.

use std::fmt::Write as _;

use serde_json::json;

use crate::diagnostic::Diagnostic;
use crate::source::{Position, Sources, Span};

/// Appends a diagnostic as a line.
pub(super) fn json(out: &mut String, diagnostic: &Diagnostic, sources: &Sources) {
    let place = |span: Span| {
        let (file, start, end) = sources.positions(span);
        let position = |at: Position| json!({ "line": at.line, "column": at.column });
        json!({
            "file": file.path,
            "bytes": [span.range().start, span.range().end],
            "start": position(start),
            "end": position(end),
        })
    };
    let notes: Vec<_> = diagnostic
        .notes
        .iter()
        .map(|note| json!({ "message": note.message, "place": note.span.map(place) }))
        .collect();
    let object = json!({
        "code": diagnostic.code.name(),
        "severity": diagnostic.severity.name(),
        "message": diagnostic.message,
        "place": diagnostic.span.map(place),
        "label": diagnostic.label,
        "notes": notes,
        "repeats": diagnostic.repeats,
        "help": diagnostic.help,
        "fix": diagnostic.fix.as_ref().map(|fix| json!({ "place": place(fix.span), "text": fix.text })),
    });
    let _ = writeln!(out, "{object}");
}
