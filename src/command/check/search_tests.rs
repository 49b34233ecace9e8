//! What readers shall find: queries with the pages that belong among their first results, in a file of the project.
//!
//! In: the file `search-tests.yaml`, and the site. Out: a report for each page that is not where it belongs, with what
//! came instead.

use std::collections::BTreeMap;
use std::fs;
use std::io;

use crate::cache::Cache;
use crate::command::search::{filters, opened, unreadable_index};
use crate::config::Project;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::files;
use crate::index::OpenedIndex;
use crate::nearest::nearest;
use crate::pipeline::{self, Build, LocaleSite};
use crate::search::{Options, SearchResults, search};
use crate::site::Entry;
use crate::source::{Sources, Span};
use crate::yaml::{MappingReader, Slice, Value, YamlDocument, YamlNode};

/// The file, from the project's folder.
const FILE: &str = "search-tests.yaml";

/// Results among which a page is expected, unless the file says otherwise.
const FIRST: usize = 5;

/// The largest number of results that a test can name.
const MOST: usize = 100;

/// Results that are looked at to say where a page is.
const LOOKED_AT: usize = 200;

/// A query, and what it shall find.
struct SearchTest {
    query: String,
    pages: Vec<ExpectedPage>,
    /// How many results count.
    first: usize,
    /// As the command line writes them: `key=value`.
    filters: Vec<(String, Span)>,
    language: Option<(String, Span)>,
}

/// A page by the path of its file in the content folder, or by its address.
struct ExpectedPage {
    name: String,
    place: Span,
}

/// What a run of the tests came to.
pub(super) struct TestedSearch {
    pub(super) problems: Diagnostics,
    /// Queries that were tried, and those of them that do not find what they shall.
    tried: usize,
    failed: usize,
}

impl TestedSearch {
    /// "search tests: 39 of 40 pass".
    pub(super) fn said(&self) -> String {
        format!("search tests: {} of {} pass", self.tried - self.failed, self.tried)
    }
}

/// Runs the tests of a project; `None` if it has none.
pub(super) fn run(project: &Project, build: &mut Build, cache: &Cache) -> Option<TestedSearch> {
    let mut problems = Diagnostics::default();
    let tests = read(project, &mut build.sources, &mut problems)?;
    let (_, stale) = pipeline::index(cache, &build.locale_sites);
    problems.push_all(stale);
    let mut failed = 0;
    let mut indexes: BTreeMap<usize, OpenedIndex> = BTreeMap::new();
    for test in &tests {
        match locale_of(test, build).and_then(|at| index_of(at, build, cache, &mut indexes)) {
            Ok((at, index)) => {
                let found = test.problems(build.locale_sites.get(at), index);
                failed += usize::from(!found.is_empty());
                problems.push_all(found);
            }
            Err(problem) => {
                failed += 1;
                problems.push(problem);
            }
        }
    }
    Some(TestedSearch { problems, tried: tests.len(), failed })
}

/// The tests in the file; `None` if there is no file.
fn read(
    project: &Project,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<SearchTest>> {
    let path = project.root.join(FILE);
    let shown = Project::shown(&path);
    if files::leads_out(&path, &project.root) {
        diagnostics.push(Project::outside_link(&path));
        return Some(Vec::new());
    }
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(error) => {
            let message = format!("`{shown}` cannot be read: {error}");
            diagnostics.push(Diagnostic::new(Code::UnreadableFile, message));
            return Some(Vec::new());
        }
    };
    let file = sources.add(shown, text);
    let document = YamlDocument::parse(Slice::whole(&file), diagnostics);
    if document.root == Value::Null {
        return Some(Vec::new());
    }
    let tests = document.node().list(diagnostics).unwrap_or_default();
    Some(tests.iter().filter_map(|test| SearchTest::read(test, diagnostics)).collect())
}

impl SearchTest {
    fn read(node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Option<SearchTest> {
        let mut keys = node.fields(diagnostics)?;
        let query = keys.require("query", diagnostics).and_then(|query| query.text(diagnostics));
        let pages = keys.require("expect", diagnostics);
        let pages = pages.map(|pages| named(&pages, diagnostics)).unwrap_or_default();
        let first = keys.get("first");
        let first = first.and_then(|first| first.integer_in(1..=MOST, diagnostics));
        let filters = read_filters(&mut keys, diagnostics);
        let language = keys.get("language");
        let language = language.and_then(|node| Some((node.text(diagnostics)?, node.span())));
        keys.finish(diagnostics);
        let pages = pages.into_iter().map(|(name, place)| ExpectedPage { name, place }).collect();
        Some(SearchTest { query: query?, pages, first: first.unwrap_or(FIRST), filters, language })
    }

    /// What is not as it shall be.
    fn problems(&self, locale_site: &LocaleSite, index: &OpenedIndex) -> Vec<Diagnostic> {
        let pages = self.pages.iter();
        let unknown = pages.filter(|page| page.entry(locale_site).is_none());
        let mut problems: Vec<Diagnostic> = unknown.map(|page| page.unknown(locale_site)).collect();
        let (narrowed, wrong_filters) = self.narrowed(index);
        if !wrong_filters.is_empty() {
            problems.extend(wrong_filters);
            return problems;
        }
        let options = Options { limit: LOOKED_AT, explains: false, filters: &narrowed };
        let answer = match search(index, &self.query, &options) {
            Ok(answer) => answer,
            Err(error) => return vec![unreadable_index(&error)],
        };
        let known = self.pages.iter().filter_map(|page| Some((page, page.entry(locale_site)?)));
        problems.extend(known.filter_map(|(page, entry)| self.problem(page, entry, &answer)));
        problems
    }

    /// The facets and values that the filters name, and a problem for each that the site does not have.
    fn narrowed(&self, index: &OpenedIndex) -> (BTreeMap<String, Vec<String>>, Vec<Diagnostic>) {
        let mut narrowed: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut problems = Vec::new();
        for (filter, place) in &self.filters {
            match filters(std::slice::from_ref(filter), index) {
                Ok(named) => {
                    for (facet, values) in named {
                        narrowed.entry(facet).or_default().extend(values);
                    }
                }
                Err(problem) => problems.push(problem.at(*place)),
            }
        }
        (narrowed, problems)
    }

    fn problem(
        &self,
        page: &ExpectedPage,
        entry: &Entry,
        answer: &SearchResults,
    ) -> Option<Diagnostic> {
        let address = entry.url.encoded();
        let place = answer.results.iter().position(|result| result.url == address);
        if place.is_some_and(|place| place < self.first) {
            return None;
        }
        let (query, name) = (&self.query, &page.name);
        let message = match place {
            Some(place) => format!(
                "“{query}” finds `{name}` at place {} of {}, not among the first {}",
                place + 1,
                answer.total,
                self.first
            ),
            None => format!("“{query}” does not find `{name}`"),
        };
        let problem = Diagnostic::new(Code::SearchExpectation, message).at(page.place);
        Some(self.instead(answer).into_iter().fold(problem, Diagnostic::note))
    }

    /// What came instead, and how the query was read.
    fn instead(&self, answer: &SearchResults) -> Vec<String> {
        let mut notes = Vec::new();
        let corrections = answer.corrections.iter();
        notes.extend(corrections.map(|it| format!("`{}` was read as `{}`", it.from, it.to)));
        if !answer.missing.is_empty() {
            notes.push(format!("no page contains `{}`", answer.missing.join("`, `")));
        }
        let first = answer.results.iter().take(self.first).enumerate();
        let found: Vec<String> =
            first.map(|(at, it)| format!("{}. {} ({})", at + 1, it.title, it.url)).collect();
        notes.push(if found.is_empty() {
            "nothing was found".to_owned()
        } else {
            format!("found instead: {}", found.join("; "))
        });
        notes
    }
}

/// The values of the filters, each as `key=value`.
fn read_filters(
    keys: &mut MappingReader<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<(String, Span)> {
    let Some(node) = keys.get("filters") else { return Vec::new() };
    let mut filters = Vec::new();
    for (key, values) in node.entries(diagnostics) {
        let values = named(&values, diagnostics).into_iter();
        filters.extend(values.map(|(value, place)| (format!("{key}={value}"), place)));
    }
    filters
}

/// A text, or the texts of a list, with their places.
fn named(node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Vec<(String, Span)> {
    let nodes = match node.value {
        Value::List(_) => node.list(diagnostics).unwrap_or_default(),
        _ => vec![node.clone()],
    };
    nodes.iter().filter_map(|node| Some((node.text(diagnostics)?, node.span()))).collect()
}

impl ExpectedPage {
    /// The address that the name means.
    fn entry<'s>(&self, locale_site: &'s LocaleSite) -> Option<&'s Entry> {
        let name = self.name.trim_start_matches('/');
        let file = format!("{}.md", name.trim_end_matches(".md"));
        let mut entries = locale_site.site.entries.iter();
        entries.find(|entry| {
            let path = entry.path.as_str();
            path == file || entry.url.encoded() == name
        })
    }

    fn unknown(&self, locale_site: &LocaleSite) -> Diagnostic {
        let message = format!("there is no page `{}`", self.name);
        let entries = locale_site.site.entries.iter();
        let known = entries.map(|entry| entry.path.without_extension());
        let near = nearest(self.name.trim_end_matches(".md"), known);
        Diagnostic::new(Code::UnknownName, message).at(self.place).did_you_mean(near)
    }
}

/// The locale site that a test is about.
fn locale_of(test: &SearchTest, build: &Build) -> Result<usize, Diagnostic> {
    let Some((language, place)) = &test.language else { return Ok(0) };
    let languages = || build.locale_sites.iter().map(|it| it.config.language.as_str());
    if let Some(at) = languages().position(|tag| tag.eq_ignore_ascii_case(language)) {
        return Ok(at);
    }
    let message = format!("the site has no pages in `{language}`");
    let known: Vec<&str> = languages().collect();
    let problem = Diagnostic::new(Code::UnknownName, message).at(*place);
    Err(problem.note(format!("known are {}", known.join(", "))))
}

/// The index in a language, opened once.
fn index_of<'i>(
    at: usize,
    build: &Build,
    cache: &Cache,
    indexes: &'i mut BTreeMap<usize, OpenedIndex>,
) -> Result<(usize, &'i OpenedIndex), Diagnostic> {
    if let std::collections::btree_map::Entry::Vacant(vacant) = indexes.entry(at) {
        let language = build.locale_sites.get(at).config.language.as_str();
        vacant.insert(opened(cache, (at > 0).then_some(language))?);
    }
    Ok((at, &indexes[&at]))
}
