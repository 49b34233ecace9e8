//! One JSON object a line.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{VERSION, fix_as_written};
use crate::diagnostic::Diagnostic;
use crate::source::{Position, Sources, Span};

/// Appends a diagnostic as a line.
pub(super) fn json(out: &mut String, diagnostic: &Diagnostic, sources: &Sources) {
    let notes = diagnostic.notes.iter().map(|note| {
        let place = note.span.map(|span| place(span, sources));
        json!({ "message": note.message, "place": place })
    });
    let fix = fix_as_written(diagnostic, sources)
        .map(|fix| json!({ "place": place(fix.span, sources), "text": fix.text }));
    let object = json!({
        "version": VERSION,
        "code": diagnostic.code.name(),
        "severity": diagnostic.severity.name(),
        "message": diagnostic.message,
        "place": diagnostic.span.map(|span| place(span, sources)),
        "label": diagnostic.label,
        "notes": notes.collect::<Vec<_>>(),
        "repeats": diagnostic.repeats,
        "help": diagnostic.help,
        "fix": fix,
    });
    let _ = writeln!(out, "{object}");
}

fn place(span: Span, sources: &Sources) -> Value {
    let (file, start, end) = sources.positions(span);
    let bytes = file.written_range(span.range());
    json!({
        "file": file.path,
        "bytes": [bytes.start, bytes.end],
        "start": position(start),
        "end": position(end),
    })
}

fn position(at: Position) -> Value {
    json!({ "line": at.line, "column": at.column })
}
