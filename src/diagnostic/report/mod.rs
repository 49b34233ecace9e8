//! Diagnostics to text: `human` with source snippets, `short` for editors, `json` for tools, `sarif`
//! for services that show the findings of many tools, `github` for workflows there.

mod digest;
mod github;
mod human;
mod json;
mod overview;
mod sarif;

use std::fmt::Write as _;

use rayon::prelude::*;

use super::{Diagnostic, Fix, Severity};
use crate::source::Sources;
use digest::Shown;

/// How a report is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Format {
    /// With source snippets, without repeats; `colour` for a terminal that shows it.
    Human { colour: bool },
    /// One line a kind of problem.
    Overview,
    /// One line a problem: `file:line:column: severity[code]: message`.
    Short,
    /// One JSON object a line.
    Json,
    /// One SARIF log, also of no problems.
    Sarif,
    /// One workflow command a line.
    Github,
}

/// The version of the formats that other programs read. It goes up when a key changes its meaning or goes away; new
/// keys may come at any time.
const VERSION: u32 = 1;

/// A report as a person reads it, without colors.
pub(crate) struct PersonalReport<'d> {
    pub(crate) text: String,
    /// The problem that it begins with; none where it only counts some.
    pub(crate) first: Option<&'d Diagnostic>,
    /// The problems that it covers.
    pub(crate) covered: usize,
}

/// The first reports that [`Format::Human`] would have, one by one.
pub(crate) fn first_reports<'d>(
    diagnostics: &'d [Diagnostic],
    sources: &Sources,
    most: usize,
) -> Vec<PersonalReport<'d>> {
    let shown = digest::digest(diagnostics).into_iter().take(most);
    let report = |one: Shown<'d>| {
        let mut text = String::new();
        human::human(&mut text, &one, sources, false);
        match one {
            Shown::Problem(first, others) => {
                PersonalReport { text, first: Some(first), covered: 1 + others.len() }
            }
            Shown::Rest(_, rest) => {
                PersonalReport { text, first: None, covered: rest.values().sum() }
            }
        }
    };
    shown.map(report).collect()
}

/// Diagnostics that a thread writes at a time.
const CHUNK: usize = 64;

/// All diagnostics as text, each ended by a newline.
pub(crate) fn report(diagnostics: &[Diagnostic], sources: &Sources, format: Format) -> String {
    match format {
        Format::Human { colour } => {
            let shown = digest::digest(diagnostics);
            each(&shown, |out, one| human::human(out, one, sources, colour))
        }
        Format::Overview => overview::overview(diagnostics, sources),
        Format::Short => each(diagnostics, |out, one| short(out, one, sources)),
        Format::Json => each(diagnostics, |out, one| json::json(out, one, sources)),
        Format::Sarif => sarif::sarif(diagnostics, sources),
        Format::Github => {
            each(diagnostics, |out, one| github::github(out, one, sources)) + &github::version()
        }
    }
}

/// The texts of entries one after the other, as `write` appends each.
fn each<E: Sync>(entries: &[E], write: impl Fn(&mut String, &E) + Sync) -> String {
    let texts = entries.par_chunks(CHUNK).map(|some| {
        let mut text = String::new();
        for entry in some {
            write(&mut text, entry);
        }
        text
    });
    texts.collect::<Vec<_>>().concat()
}

/// "2 errors, 1 warning"; empty without a problem.
pub(crate) fn summary(diagnostics: &[Diagnostic]) -> String {
    [Severity::Error, Severity::Warning, Severity::Advice]
        .into_iter()
        .filter_map(|severity| {
            let number = diagnostics.iter().filter(|one| one.severity == severity).count();
            let plural = if number == 1 { "" } else { "s" };
            let name = match severity {
                Severity::Advice => format!("piece{plural} of advice"),
                _ => format!("{}{plural}", severity.name()),
            };
            (number > 0).then(|| format!("{number} {name}"))
        })
        .collect::<Vec<_>>()
        .join(", ")
}

/// The fix of a problem, if it changes what its author wrote and no translation of it.
fn fix_as_written<'d>(diagnostic: &'d Diagnostic, sources: &Sources) -> Option<&'d Fix> {
    let is_written =
        |fix: &&Fix| sources.file(fix.span.file).exact_range(fix.span.range()).is_some();
    diagnostic.fix.as_ref().filter(is_written)
}

fn repeats(diagnostic: &Diagnostic) -> Option<String> {
    match diagnostic.repeats {
        0 => None,
        1 => Some("met once more".to_owned()),
        more => Some(format!("met {more} more times")),
    }
}

fn short(out: &mut String, diagnostic: &Diagnostic, sources: &Sources) {
    if let Some(span) = diagnostic.span {
        let (file, at) = sources.position(span);
        let _ = write!(out, "{}:{}:{}: ", file.path, at.line, at.column);
    }
    let severity = diagnostic.severity.name();
    let _ = write!(out, "{severity}[{}]: {}", diagnostic.code.name(), diagnostic.message);
    if let Some(help) = &diagnostic.help {
        let _ = write!(out, " ({help})");
    }
    out.push('\n');
}

/// A diagnostic without its places: the message, then notes and help, a line each.
fn in_words(diagnostic: &Diagnostic) -> String {
    let mut words = diagnostic.message.clone();
    let plain = diagnostic.notes.iter().filter(|note| note.span.is_none());
    let notes = plain.map(|note| note.message.clone()).chain(repeats(diagnostic));
    for note in notes {
        let _ = write!(words, "\nnote: {note}");
    }
    if let Some(help) = &diagnostic.help {
        let _ = write!(words, "\nhelp: {help}");
    }
    words
}
