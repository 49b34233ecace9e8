//! `fieldguide search`: a query, answered from the index that the last build left.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::terminal::count;
use super::{Outcome, Terminal};
use crate::diagnostic::{Code, Diagnostic};
use crate::index::{self, Opened};
use crate::nearest::nearest;
use crate::pipeline::Failed;
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
    if !arguments.root.is_dir() {
        return Err(super::no_such_folder(&arguments.root).into());
    }
    let index = index::open(&arguments.root.join(index::CACHE))?;
    let mut filters = filters(&arguments.filters, &index)?;
    if let Some(language) = &arguments.language {
        let chosen = format!("language={language}");
        filters.extend(self::filters(std::slice::from_ref(&chosen), &index)?);
    }
    let options = Options { limit: arguments.limit, filters: &filters };
    let answer = search(&index, &arguments.query, &options).map_err(|error| {
        let message = format!("the search index cannot be read: {error}");
        Diagnostic::new(Code::NoSearchIndex, message).help("run `fieldguide build` again")
    })?;
    if arguments.json {
        terminal.print(&serde_json::to_string(&answer).expect("an answer is plain data"));
    } else {
        show(&answer, arguments, terminal);
    }
    Ok(Outcome::Fine)
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
