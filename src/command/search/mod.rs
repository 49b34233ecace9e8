//! `fieldguide search`: a query, or those of a file, answered from the index that the last build left.

mod queries;

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::terminal::count;
use super::{Outcome, SiteArguments, Terminal, note_damage};
use crate::cache::Cache;
use crate::config::{Drafts, Project};
use crate::diagnostic::{Code, Diagnostic};
use crate::index::{self, Failure, Meta, OpenIndexError, OpenedIndex};
use crate::nearest::nearest;
use crate::pipeline::{self, BuildMemo, Failed};
use crate::search::{Alternative, ExplainedPart, Options, SearchResult, SearchResults, search};

/// A query, and how to show its answer.
pub(crate) struct SearchArguments {
    pub(crate) asked: Asked,
    pub(crate) root: PathBuf,
    pub(crate) limit: usize,
    pub(crate) language: Option<String>,
    /// Written `key=value`.
    pub(crate) filters: Vec<String>,
    pub(crate) json: bool,
    pub(crate) explain: bool,
}

/// What is asked.
pub(crate) enum Asked {
    Query(String),
    /// The queries of a file, of which those count that are not answered well.
    File(PathBuf),
}

/// Answers a query.
pub(super) fn run(arguments: &SearchArguments, terminal: &Terminal) -> Result<Outcome, Failed> {
    let project = SiteArguments::whole(arguments.root.clone()).project(None)?;
    let project = Project { drafts: Drafts::Exclude, ..project };
    let cache = Cache::of(&project)?;
    let answered = answer_from(&cache, &project, arguments, terminal);
    note_damage(&cache, terminal);
    answered
}

/// Answers a query from the index in the cache, or from that in the language that the arguments name.
fn answer_from(
    cache: &Cache,
    project: &Project,
    arguments: &SearchArguments,
    terminal: &Terminal,
) -> Result<Outcome, Failed> {
    let first = open(cache, None, project, terminal)?;
    let mut written = arguments.filters.clone();
    written.extend(arguments.language.iter().map(|language| format!("{LANGUAGE}{language}")));
    let index = match other_language(&mut written, &first.meta)? {
        Some(tag) => open(cache, Some(&tag), project, terminal)?,
        None => first,
    };
    let query = match &arguments.asked {
        Asked::Query(query) => query,
        Asked::File(file) => {
            queries::run(file, &index, arguments.json, terminal)?;
            return Ok(Outcome::Fine);
        }
    };
    let filters = filters(&written, &index)?;
    let answer = answer(&index, query, arguments, &filters)?;
    if arguments.json {
        terminal.print(&serde_json::to_string(&answer).expect("an answer is plain data"));
        return Ok(Outcome::Fine);
    }
    show(&answer, query, terminal);
    let others = index.meta.languages.iter().enumerate();
    for (position, tag) in others.filter(|(_, tag)| **tag != index.meta.language) {
        let other = open(cache, (position > 0).then_some(tag.as_str()), project, terminal)?;
        let found = answer_total(&other, query, arguments, &written);
        if found > 0 {
            let found = count(found, "page");
            terminal.print(&format!("\n{found} in `{tag}`: add `--lang {tag}`"));
        }
    }
    Ok(Outcome::Fine)
}

/// Opens the index of a language. Makes a damaged one again first.
fn open(
    cache: &Cache,
    other: Option<&str>,
    project: &Project,
    terminal: &Terminal,
) -> Result<OpenedIndex, Failed> {
    match index::open(cache, other) {
        Ok(opened) => return Ok(opened),
        Err(OpenIndexError::Missing(problem)) => return Err(problem.into()),
        Err(OpenIndexError::Damaged) => note_damage(cache, terminal),
    }
    let steps = terminal.progress();
    let settings = pipeline::settings(project);
    let linked = pipeline::link(project, settings, &mut BuildMemo::default(), &steps)?;
    let (_, problems) = pipeline::index(cache, &linked.locale_sites);
    steps.finish();
    index::open(cache, other).map_err(|unopened| match unopened {
        OpenIndexError::Missing(problem) => problem.into(),
        OpenIndexError::Damaged => Failed { sources: linked.sources, diagnostics: problems },
    })
}

/// Opens the index of a language that was made just now.
pub(super) fn opened(cache: &Cache, other: Option<&str>) -> Result<OpenedIndex, Diagnostic> {
    index::open(cache, other).map_err(|unopened| match unopened {
        OpenIndexError::Missing(problem) => problem,
        OpenIndexError::Damaged => {
            let problem = Diagnostic::new(Code::NoSearchIndex, "the search index is damaged");
            problem.help("run the command again; it makes the index anew")
        }
    })
}

/// The beginning of a filter by language.
const LANGUAGE: &str = "language=";

fn answer(
    index: &OpenedIndex,
    query: &str,
    arguments: &SearchArguments,
    filters: &BTreeMap<String, Vec<String>>,
) -> Result<SearchResults, Diagnostic> {
    let options = Options { limit: arguments.limit, explains: arguments.explain, filters };
    search(index, query, &options).map_err(|error| unreadable_index(&error))
}

pub(super) fn unreadable_index(error: &Failure) -> Diagnostic {
    let message = format!("the search index cannot be read: {error}");
    Diagnostic::new(Code::NoSearchIndex, message).help("run `fieldguide build` again")
}

/// The number of pages found in another language, whose index may lack some of the filters.
fn answer_total(
    index: &OpenedIndex,
    query: &str,
    arguments: &SearchArguments,
    written: &[String],
) -> usize {
    let found =
        filters(written, index).and_then(|filters| answer(index, query, arguments, &filters));
    found.map_or(0, |answer| answer.total)
}

/// Takes the filter by language out of the filters, because each language has an index of its own. Returns the tag, if
/// that is not the first language.
fn other_language(filters: &mut Vec<String>, first: &Meta) -> Result<Option<String>, Diagnostic> {
    if first.languages.is_empty() {
        return Ok(None);
    }
    let named = filters.iter().rev().find_map(|filter| filter.strip_prefix(LANGUAGE));
    let Some(named) = named.map(str::to_owned) else { return Ok(None) };
    filters.retain(|filter| !filter.starts_with(LANGUAGE));
    let Some(tag) = first.languages.iter().find(|tag| tag.eq_ignore_ascii_case(&named)) else {
        let message = format!("the site has no pages in `{named}`");
        let known: Vec<&str> = first.languages.iter().map(String::as_str).collect();
        return Err(unknown_filter(message, &named, &known));
    };
    Ok((*tag != first.language).then(|| tag.clone()))
}

/// The facets and values that the arguments name; each has to exist.
pub(super) fn filters(
    written: &[String],
    index: &OpenedIndex,
) -> Result<BTreeMap<String, Vec<String>>, Diagnostic> {
    let mut filters: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let facets = &index.meta.facets;
    for filter in written {
        let Some((key, value)) = filter.split_once('=') else {
            let message = format!("`{filter}` is not a filter");
            let problem = Diagnostic::new(Code::UnknownFilter, message);
            return Err(problem.help("write `--filter key=value`"));
        };
        let Some(facet) = facets.iter().find(|facet| facet.name == key) else {
            let names: Vec<&str> = facets.iter().map(|facet| facet.name.as_str()).collect();
            let message = format!("the site cannot be filtered by `{key}`");
            return Err(unknown_filter(message, key, &names));
        };
        let names: Vec<&str> = facet.values.iter().map(|value| value.name.as_str()).collect();
        if !names.contains(&value) {
            let message = format!("no page has `{key}` `{value}`");
            return Err(unknown_filter(message, value, &names));
        }
        filters.entry(key.to_owned()).or_default().push(value.to_owned());
    }
    Ok(filters)
}

/// The report of a name that is not among those of the index.
fn unknown_filter(message: String, name: &str, known: &[&str]) -> Diagnostic {
    let problem = Diagnostic::new(Code::UnknownFilter, message);
    let problem = problem.did_you_mean(nearest(name, known.iter().copied()));
    problem.note(format!("known are {}", known.join(", ")))
}

/// The answer for a person.
fn show(answer: &SearchResults, query: &str, terminal: &Terminal) {
    for correction in &answer.corrections {
        let (from, to) = (&correction.from, &correction.to);
        let insist = format!("write \"{from}\" in quotes to insist on it");
        terminal.print(&format!("no page has `{from}`; searched for `{to}` instead ({insist})"));
    }
    for word in &answer.missing {
        terminal.print(&format!("No page contains “{word}”."));
    }
    for phrase in &answer.missing_phrases {
        terminal.print(&format!("No page contains the phrase “{phrase}”."));
    }
    if answer.total == 0 {
        terminal.print("nothing found");
        if query.contains('"') {
            terminal.print("without the quotes, pages with any of the words are found");
        }
        return;
    }
    let shown = answer.results.len();
    let of = if shown < answer.total { format!("the first {shown} of ") } else { String::new() };
    terminal.print(&format!("{of}{}", count(answer.total, "page")));
    for facet in &answer.facets {
        let counts = facet.values.iter().filter(|(_, count)| *count > 0);
        let counts: Vec<String> = counts.map(|(name, count)| format!("{name} {count}")).collect();
        if counts.len() > 1 {
            terminal.print(&format!("  {}: {}", facet.label, counts.join(", ")));
        }
    }
    for (at, result) in answer.results.iter().enumerate() {
        show_result(at + 1, result, terminal);
    }
}

fn show_result(number: usize, result: &SearchResult, terminal: &Terminal) {
    let collection = result.collection.as_ref().map(|name| format!(" [{name}]"));
    let collection = collection.unwrap_or_default();
    terminal.print("");
    terminal.print(&format!("{number}. {}{collection}", terminal.strong(&result.title)));
    terminal.print(&format!("   {}  ({:.2})", result.url, result.score));
    let pieces = result
        .excerpt
        .iter()
        .map(|piece| if piece.marked { terminal.strong(&piece.text) } else { piece.text.clone() });
    let excerpt: String = pieces.collect();
    if !excerpt.is_empty() {
        terminal.print(&format!("   {}", excerpt.trim()));
    }
    for section in &result.sections {
        terminal.print(&format!("   # {}  {}#{}", section.title, result.url, section.anchor));
    }
    if let Some(parts) = &result.explanation {
        explain(parts, result.score, terminal);
    }
}

/// Says by what each part of a query counts on a page, and how much.
fn explain(parts: &[ExplainedPart], total: f64, terminal: &Terminal) {
    for ExplainedPart { word, by, score, contributions } in parts {
        terminal.print(&format!("   {score:>8.4}  {}", reason(word, *by)));
        for part in contributions {
            let (field, term, score) = (&part.field, &part.term, part.score);
            terminal.print(&format!("             {score:.4} for `{term}` in the {field}"));
        }
    }
    let sum: f64 = parts.iter().map(|part| part.score).sum();
    let has_all = parts.len() > 1 && total > sum * 1.5;
    if has_all {
        terminal.print("   doubled, because the page has every word of the query");
    }
    if total > sum * if has_all { 3.0 } else { 1.5 } {
        terminal.print("   doubled, because the query is its title");
    }
}

/// By what a word of a query, or a phrase, counts.
fn reason(word: &str, by: Alternative) -> String {
    match by {
        Alternative::Written => format!("`{word}` as it is written"),
        Alternative::Stem => format!("another form of `{word}`"),
        Alternative::Prefix => format!("a word that begins with `{word}`"),
        Alternative::Part => format!("`{word}` within a longer word, or divided by a hyphen"),
        Alternative::Join => format!("`{word}` and its neighbor, written as one word"),
        Alternative::Split => format!("`{word}`, written as two words"),
        Alternative::Correction => format!("a correction of `{word}`"),
        Alternative::Family => format!("`{word}`, spelled in another way"),
        Alternative::Synonym => format!("another name of `{word}`"),
        Alternative::Phrase => format!("the phrase “{word}”"),
    }
}
