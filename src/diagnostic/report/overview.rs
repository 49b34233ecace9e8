//! A line for each kind of problem: of a folder that was written for another tool, nobody reads a thousand reports.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Sources;

/// Kinds that are shown.
const KINDS: usize = 24;

/// Characters of a message that a line holds.
const WIDTH: usize = 100;

/// The kinds, what keeps a site from being published first, then by their number.
pub(super) fn overview(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut by_code: BTreeMap<Code, Vec<&Diagnostic>> = BTreeMap::new();
    for problem in diagnostics {
        by_code.entry(problem.code).or_default().push(problem);
    }
    let mut kinds: Vec<Vec<&Diagnostic>> = by_code.into_values().collect();
    kinds.sort_by_key(|kind| (!kind.iter().any(|one| one.is_softened), usize::MAX - kind.len()));
    let mut text = String::new();
    for kind in kinds.iter().take(KINDS) {
        let _ = writeln!(text, "{}", line(kind, sources));
    }
    let more: usize = kinds.iter().skip(KINDS).map(Vec::len).sum();
    if more > 0 {
        let _ = writeln!(text, "  and {more} more of {} other kinds", kinds.len() - KINDS);
    }
    text
}

/// "  103 × broken-link, first in a.md:3:1: there is no page `b.md`".
fn line(kind: &[&Diagnostic], sources: &Sources) -> String {
    let first = kind[0];
    let place = first.span.map(|span| {
        let (file, at) = sources.position(span);
        format!(", first in {}:{}:{}", file.path, at.line, at.column)
    });
    let name = first.code.name();
    format!("  {:>5} {name}{}: {}", kind.len(), place.unwrap_or_default(), cut(&first.message))
}

/// The message, or its beginning.
fn cut(message: &str) -> String {
    match message.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{}…", &message[..end]),
        None => message.to_owned(),
    }
}
