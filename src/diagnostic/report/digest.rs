//! Many problems as a person reads them: those that say the same share one report, and a file has ten reports at most.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::diagnostic::{Code, Diagnostic, Note, Severity};
use crate::source::{FileId, Sources, Span};

/// Reports on one file that are shown; errors go first.
const PER_FILE: usize = 10;

/// Further places that a report names.
const PLACES: usize = 5;

/// A report that is shown.
pub(super) enum Shown<'d> {
    /// A problem, with the other places that have the same.
    Problem(&'d Diagnostic, Vec<Span>),
    /// The problems of a file beyond the shown ones, by their code.
    Rest(FileId, BTreeMap<Code, usize>),
}

/// Problems that say the same, in their order; at least one.
type Group<'d> = Vec<&'d Diagnostic>;

/// The reports to show of problems that are sorted by file. Those of a file follow each other, and then what is left
/// out of them.
pub(super) fn digest(diagnostics: &[Diagnostic]) -> Vec<Shown<'_>> {
    let groups = groups(diagnostics);
    groups.chunk_by(|a, b| file_of(a) == file_of(b)).flat_map(of_file).collect()
}

/// Problems by what they say, in the order of the first of each.
fn groups(diagnostics: &[Diagnostic]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known: HashMap<_, usize> = HashMap::with_capacity(diagnostics.len());
    for problem in diagnostics {
        let group = *known.entry(words(problem)).or_insert(groups.len());
        match groups.get_mut(group) {
            Some(group) => group.push(problem),
            None => groups.push(vec![problem]),
        }
    }
    groups
}

/// All that a report says besides its place.
fn words(problem: &Diagnostic) -> (Code, Severity, &str, &str, Option<&str>, &[Note]) {
    let Diagnostic { code, severity, message, label, help, notes, .. } = problem;
    (*code, *severity, message, label, help.as_deref(), notes)
}

fn file_of(group: &Group<'_>) -> Option<FileId> {
    group[0].span.map(|span| span.file)
}

/// The reports of one file, or those without a place.
fn of_file<'d>(groups: &[Group<'d>]) -> Vec<Shown<'d>> {
    let file = groups.first().and_then(file_of);
    let limit = if file.is_some() { PER_FILE } else { groups.len() };
    let mut worst_first: Vec<usize> = (0..groups.len()).collect();
    worst_first.sort_by_key(|&group| groups[group][0].severity);
    let first: BTreeSet<usize> = worst_first.iter().take(limit).copied().collect();
    let mut shown: Vec<Shown<'d>> = first.iter().map(|&group| problem(&groups[group])).collect();
    let mut rest: BTreeMap<Code, usize> = BTreeMap::new();
    for &group in worst_first.iter().skip(limit) {
        *rest.entry(groups[group][0].code).or_default() += groups[group].len();
    }
    shown.extend(file.filter(|_| !rest.is_empty()).map(|file| Shown::Rest(file, rest)));
    shown
}

fn problem<'d>(group: &Group<'d>) -> Shown<'d> {
    let others = group[1..].iter().filter_map(|problem| problem.span);
    Shown::Problem(group[0], others.collect())
}

/// "also in a.md:3:1, b.md:5:2 and 314 more in 171 files"; nothing without other places.
pub(super) fn also_in(others: &[Span], sources: &Sources) -> Option<String> {
    let (named, more) = others.split_at(others.len().min(PLACES));
    let named: Vec<String> = named.iter().map(|&span| place(span, sources)).collect();
    let files: BTreeSet<FileId> = more.iter().map(|span| span.file).collect();
    let more = match (more.len(), files.len()) {
        (0, _) => String::new(),
        (number, 1) => format!(" and {number} more in one file"),
        (number, files) => format!(" and {number} more in {files} files"),
    };
    (!named.is_empty()).then(|| format!("also in {}{more}", named.join(", ")))
}

fn place(span: Span, sources: &Sources) -> String {
    let (file, at) = sources.position(span);
    format!("{}:{}:{}", file.path, at.line, at.column)
}

/// "a.md has 37 more problems: 30 `list-syntax`, 7 `broken-link`", and how to see them.
pub(super) fn rest(file: FileId, rest: &BTreeMap<Code, usize>, sources: &Sources) -> String {
    let number: usize = rest.values().sum();
    let by_code: Vec<String> =
        rest.iter().map(|(code, number)| format!("{number} `{}`", code.name())).collect();
    let (path, plural) = (&sources.file(file).path, if number == 1 { "" } else { "s" });
    let by_code = by_code.join(", ");
    format!("{path} has {number} more problem{plural}: {by_code} (`--format short` lists all)")
}
