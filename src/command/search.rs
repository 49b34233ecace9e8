//! `fieldguide search`: a query, answered from the index that the last build left.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::terminal::count;
use super::{Outcome, SiteArguments, Terminal, note_damage};
use crate::cache::Cache;
use crate::config::{Drafts, Project};
use crate::diagnostic::{Code, Diagnostic};
use crate::index::{self, Meta, Opened, Unopened};
use crate::nearest::nearest;
use crate::pipeline::{self, BuildMemo, Failed};
use crate::search::{Answer, Options, SearchResult, search};

/// What to search for, and how to show it.
pub(crate) struct SearchArguments {
    pub(crate) query: String,
    pub(crate) root: PathBuf,
    pub(crate) limit: usize,
    pub(crate) language: Option<String>,
    /// Written `key=value`.
    pub(crate) filters: Vec<String>,
    pub(crate) json: bool,
    pub(crate) explain: bool,
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
    let open = |other: Option<&str>| open(cache, other, project, terminal);
    let first = open(None)?;
    let mut written = arguments.filters.clone();
    written.extend(arguments.language.iter().map(|language| format!("{LANGUAGE}{language}")));
    let index = match other_language(&mut written, &first.meta)? {
        Some(tag) => open(Some(&tag))?,
        None => first,
    };
    let filters = filters(&written, &index)?;
    let answer = answer(&index, arguments, &filters)?;
    if arguments.json {
        terminal.print(&serde_json::to_string(&answer).expect("an answer is plain data"));
        return Ok(Outcome::Fine);
    }
    show(&answer, arguments, terminal);
    let others = index.meta.languages.iter().enumerate();
    for (position, tag) in others.filter(|(_, tag)| **tag != index.meta.language) {
        let other = open((position > 0).then_some(tag.as_str()))?;
        let found = answer_total(&other, arguments, &written);
        if found > 0 {
            let found = count(found, "page");
            terminal.print(&format!("\n{found} in `{tag}`: add `--lang {tag}`"));
        }
    }
    Ok(Outcome::Fine)
}

/// Opens the index of a language; one that was damaged is made anew first.
fn open(
    cache: &Cache,
    other: Option<&str>,
    project: &Project,
    terminal: &Terminal,
) -> Result<Opened, Failed> {
    match index::open(cache, other) {
        Ok(opened) => return Ok(opened),
        Err(Unopened::Missing(problem)) => return Err(problem.into()),
        Err(Unopened::Damaged) => note_damage(cache, terminal),
    }
    let steps = terminal.progress();
    let settings = pipeline::settings(project);
    let linked = pipeline::link(project, settings, &mut BuildMemo::default(), &steps)?;
    let (_, problems) = pipeline::index(cache, &linked.editions);
    steps.finish();
    index::open(cache, other).map_err(|unopened| match unopened {
        Unopened::Missing(problem) => problem.into(),
        Unopened::Damaged => Failed { sources: linked.sources, diagnostics: problems },
    })
}

/// What a filter by language begins with.
const LANGUAGE: &str = "language=";

fn answer(
    index: &Opened,
    arguments: &SearchArguments,
    filters: &BTreeMap<String, Vec<String>>,
) -> Result<Answer, Diagnostic> {
    let options = Options { limit: arguments.limit, filters };
    search(index, &arguments.query, &options).map_err(|error| {
        let message = format!("the search index cannot be read: {error}");
        Diagnostic::new(Code::NoSearchIndex, message).help("run `fieldguide build` again")
    })
}

/// How many pages are found in another language, where not all filters may be known.
fn answer_total(index: &Opened, arguments: &SearchArguments, written: &[String]) -> usize {
    let found = filters(written, index).and_then(|filters| answer(index, arguments, &filters));
    found.map_or(0, |answer| answer.total)
}

/// The tag of the language that filters name, if that is not the first one. Each language has an index of
/// its own, so the filter is none any more.
fn other_language(filters: &mut Vec<String>, first: &Meta) -> Result<Option<String>, Diagnostic> {
    if first.languages.is_empty() {
        return Ok(None);
    }
    let named = filters.iter().rev().find_map(|filter| filter.strip_prefix(LANGUAGE));
    let Some(named) = named.map(str::to_owned) else { return Ok(None) };
    filters.retain(|filter| !filter.starts_with(LANGUAGE));
    let Some(tag) = first.languages.iter().find(|tag| tag.eq_ignore_ascii_case(&named)) else {
        let message = format!("the site has no pages in `{named}`");
        let problem = Diagnostic::new(Code::UnknownFilter, message);
        let problem =
            problem.did_you_mean(nearest(&named, first.languages.iter().map(String::as_str)));
        return Err(problem.note(format!("known are {}", first.languages.join(", "))));
    };
    Ok((*tag != first.language).then(|| tag.clone()))
}

/// The facets and values that the arguments name; each has to exist.
fn filters(
    written: &[String],
    index: &Opened,
) -> Result<BTreeMap<String, Vec<String>>, Diagnostic> {
    let mut filters: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let facets = &index.meta.facets;
    let known = |names: &[&str]| format!("known are {}", names.join(", "));
    for filter in written {
        let unknown = |message: String| Diagnostic::new(Code::UnknownFilter, message);
        let Some((key, value)) = filter.split_once('=') else {
            let problem = unknown(format!("`{filter}` is not a filter"));
            return Err(problem.help("write `--filter key=value`"));
        };
        let Some(facet) = facets.iter().find(|facet| facet.name == key) else {
            let names: Vec<&str> = facets.iter().map(|facet| facet.name.as_str()).collect();
            let problem = unknown(format!("the site cannot be filtered by `{key}`"));
            let problem = problem.did_you_mean(nearest(key, names.iter().copied()));
            return Err(problem.note(known(&names)));
        };
        let names: Vec<&str> = facet.values.iter().map(|value| value.name.as_str()).collect();
        if !names.contains(&value) {
            let problem = unknown(format!("no page has `{key}` `{value}`"));
            let problem = problem.did_you_mean(nearest(value, names.iter().copied()));
            return Err(problem.note(known(&names)));
        }
        filters.entry(key.to_owned()).or_default().push(value.to_owned());
    }
    Ok(filters)
}

/// The answer for a person.
fn show(answer: &Answer, arguments: &SearchArguments, terminal: &Terminal) {
    for correction in &answer.corrections {
        let (from, to) = (&correction.from, &correction.to);
        let insist = format!("write \"{from}\" in quotes to insist on it");
        terminal.print(&format!("no page has `{from}`; searched for `{to}` instead ({insist})"));
    }
    if answer.total == 0 {
        terminal.print("nothing found");
        if arguments.query.contains('"') {
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
        show_result(at + 1, result, arguments.explain, terminal);
    }
}

fn show_result(number: usize, result: &SearchResult, explain: bool, terminal: &Terminal) {
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
    if !explain {
        return;
    }
    for part in &result.contributions {
        let (word, field, term, score) = (&part.word, part.field, &part.term, part.score);
        terminal.print(&format!("   {score:>8.4}  `{word}` by `{term}` in {field}"));
    }
    let sum: f64 = result.contributions.iter().map(|part| f64::from(part.score)).sum();
    if result.score > sum * 1.5 {
        terminal.print("   counted twice: every word of the query matches");
    }
}
