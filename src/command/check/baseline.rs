//! Known problems: a file that lists the problems that a site has already, so that a check reports
//! only new ones.
//!
//! An entry is a line of JSON: path, code and message of a problem, and their number. It has no line
//! number, so it stays true while other parts of its page change.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::record;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceFile, Sources, Span};

/// A line of the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BaselineEntry {
    /// From the project's folder; empty for what has no place.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    path: String,
    code: String,
    message: String,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    count: u32,
}

fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands in a reference")]
fn is_one(count: &u32) -> bool {
    *count == 1
}

/// Path, code and message: nothing lasting distinguishes problems that share them.
type ProblemKind = (String, String, String);

/// The known problems of a site: how many of each kind, and where the file says so.
#[derive(Default)]
pub(super) struct Baseline(BTreeMap<ProblemKind, (usize, Span)>);

/// The problems of a site, compared with the known ones.
pub(super) struct Compared {
    /// Problems that the file does not know.
    pub(super) new: Vec<Diagnostic>,
    /// The number of those that it knows.
    pub(super) known: usize,
    /// Entries of the file that are no longer true.
    pub(super) gone: Vec<Diagnostic>,
}

/// Reads a file of known problems. `Err` with all its problems.
pub(super) fn parse(file: &SourceFile) -> Result<Baseline, Vec<Diagnostic>> {
    let mut known: BTreeMap<ProblemKind, (usize, Span)> = BTreeMap::new();
    let mut problems = Vec::new();
    for (line, span) in record::lines(file) {
        match serde_json::from_str::<BaselineEntry>(line) {
            Ok(entry) => {
                let kind = (entry.path, entry.code, entry.message);
                let (count, _) = known.entry(kind).or_insert((0, span));
                // Two sides of a merge may both have counted.
                *count = (entry.count as usize).max(*count);
            }
            Err(error) => {
                problems.push(
                    record::conflict(line, span).unwrap_or_else(|| syntax(&error, line, span)),
                );
            }
        }
    }
    if problems.is_empty() { Ok(Baseline(known)) } else { Err(problems) }
}

fn syntax(error: &serde_json::Error, line: &str, place: Span) -> Diagnostic {
    // The column counts bytes.
    let mut at = error.column().saturating_sub(1).min(line.len());
    while !line.is_char_boundary(at) {
        at -= 1;
    }
    let range = place.range();
    let span = Span::new(place.file, range.start + at, range.end);
    let why = error.to_string();
    let why = why.split(" at line ").next().unwrap_or_default();
    let message = format!("this is no known problem: {why}");
    let problem = Diagnostic::new(Code::RecordSyntax, message).at(span);
    problem.help("remove the line, or the file, and write it with `--accept`")
}

impl Baseline {
    /// The file of a site that has these problems; `root` is the beginning of paths in the project.
    pub(super) fn of(found: &[Diagnostic], sources: &Sources, root: &str) -> String {
        let mut counts: BTreeMap<ProblemKind, usize> = BTreeMap::new();
        for problem in found {
            *counts.entry(kind(problem, sources, root)).or_default() += 1;
        }
        let lines = counts.into_iter().map(|((path, code, message), count)| {
            let count = u32::try_from(count).unwrap_or(u32::MAX);
            let entry = BaselineEntry { path, code, message, count };
            serde_json::to_string(&entry).expect("an entry is plain data") + "\n"
        });
        lines.collect()
    }

    /// Divides problems into new and known ones. A problem cannot be gone if this run did not look for its code.
    pub(super) fn compare(
        &self,
        found: Vec<Diagnostic>,
        sources: &Sources,
        root: &str,
        is_looked_for: impl Fn(&str) -> bool,
    ) -> Compared {
        let mut left: BTreeMap<&ProblemKind, usize> =
            self.0.iter().map(|(kind, (count, _))| (kind, *count)).collect();
        let mut compared = Compared { new: Vec::new(), known: 0, gone: Vec::new() };
        for problem in found {
            match left.get_mut(&kind(&problem, sources, root)) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    compared.known += 1;
                }
                Some(_) => {
                    compared.new.push(problem.note("there are more of these than are known"));
                }
                None => compared.new.push(problem),
            }
        }
        let left = left.into_iter().filter(|(kind, count)| *count > 0 && is_looked_for(&kind.1));
        for (kind, count) in left {
            compared.gone.push(gone(kind, count, self.0[kind]));
        }
        compared
    }

    /// The number of known problems.
    pub(super) fn len(&self) -> usize {
        self.0.values().map(|(count, _)| count).sum()
    }
}

fn gone((path, code, _): &ProblemKind, count: usize, (known, span): (usize, Span)) -> Diagnostic {
    let place = if path.is_empty() { String::new() } else { format!(" in `{path}`") };
    let message = if count == known {
        format!("this problem `{code}`{place} is gone")
    } else {
        format!("of {known} problems `{code}`{place} {} remain", known - count)
    };
    let problem = Diagnostic::new(Code::KnownProblemGone, message).at(span);
    problem.help("write the file anew with `--accept`, so that it does not come back unseen")
}

fn kind(problem: &Diagnostic, sources: &Sources, root: &str) -> ProblemKind {
    let path = problem.span.map_or("", |span| {
        let path = sources.file(span.file).path.as_str();
        path.strip_prefix(root).unwrap_or(path)
    });
    (path.to_owned(), problem.code.name().to_owned(), problem.message.clone())
}
