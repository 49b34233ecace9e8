//! Commands that a GitHub workflow turns into annotations of the files.

use std::fmt::Write as _;

use serde_json::json;

use super::{VERSION, fix_as_written, in_words};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::source::Sources;

/// Appends a diagnostic as a line.
pub(super) fn github(out: &mut String, diagnostic: &Diagnostic, sources: &Sources) {
    let command = match diagnostic.severity {
        Severity::Advice => "notice",
        other => other.name(),
    };
    let _ = write!(out, "::{command} ");
    if let Some(span) = diagnostic.span {
        let (file, start, end) = sources.positions(span);
        let _ = write!(out, "file={},line={}", property(&file.path), start.line);
        // Columns are understood within one line only.
        if start.line == end.line {
            let _ = write!(out, ",col={},endColumn={}", start.column, end.column);
        }
        let _ = write!(out, ",endLine={},", end.line);
    }
    let title = property(diagnostic.code.name());
    let fix = fix_as_written(diagnostic, sources);
    let fix = fix.map(|fix| format!("\nfix: {}", replacement(fix, sources)));
    let words = in_words(diagnostic) + &fix.unwrap_or_default();
    let _ = writeln!(out, "title={title}::{}", data(&words));
}

/// A fix as an object of JSON: the format has no property for it.
fn replacement(fix: &Fix, sources: &Sources) -> serde_json::Value {
    let (file, start, end) = sources.positions(fix.span);
    json!({
        "file": file.path,
        "line": start.line,
        "column": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "text": fix.text,
    })
}

/// The version of these lines, as a line that a workflow does not show.
pub(super) fn version() -> String {
    format!("::debug::fieldguide report version {VERSION}\n")
}

/// A text that may not end its line.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A text that may not end its property either.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
