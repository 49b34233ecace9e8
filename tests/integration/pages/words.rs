//! No word is lost: a word somewhere in a random text is on the page and in the index, or a report names its place.

use std::collections::{BTreeMap, BTreeSet};

use super::super::random::{Random, seeds};
use super::super::regions::indexed;
use super::super::support::Site;
use super::browser::{self, Id, Tree};
use super::texts::{Text, text, written};
use super::{is_prose, kept};

/// Sites without being asked for more.
const FEW: u64 = 11;

/// Texts of a site, each a page.
const TEXTS: usize = 200;

/// Whatever is wrong with a text, its page is built.
const SETTINGS: &str = "title: Words
related: 0
collections:
  notes: { fields: { code: { type: string } } }
checks:
";

/// Problems of texts that keep a site from being built.
const ERRORS: [&str; 22] = [
    "broken-link",
    "broken-anchor",
    "undefined-footnote",
    "duplicate-anchor",
    "unsafe-link",
    "unclosed-html",
    "swallowed-text",
    "conflict-mark",
    "comment-syntax",
    "unknown-component",
    "component-argument",
    "unclosed-component",
    "misplaced-component",
    "math-syntax",
    "unknown-variable",
    "circular-text",
    "invalid-data",
    "nesting-too-deep",
    "missing-file",
    "citation-syntax",
    "unknown-citation",
    "blocked-html",
];

#[test]
fn a_word_is_on_its_page_and_in_the_index_or_a_report_names_its_place() {
    let texts = written();
    let failed: Vec<String> = seeds(FEW).filter_map(|seed| try_seed(seed, &texts).err()).collect();
    assert!(
        failed.is_empty(),
        "{} sites lose words. Repeat one with `FIELDGUIDE_SEED=… cargo test words`.\n{}",
        failed.len(),
        failed.join("\n")
    );
}

fn try_seed(seed: u64, written: &[String]) -> Result<(), String> {
    let mut random = Random(seed);
    let texts: Vec<Text> = (0..TEXTS).map(|_| text(&mut random, written)).collect();
    let checks = ERRORS.map(|code| format!("  {code}: warning\n")).concat();
    let site = Site::new().file("fieldguide.yaml", format!("{SETTINGS}{checks}"));
    for (number, text) in texts.iter().enumerate() {
        let page = format!("{}{}", front_matter(number), text.text);
        site.write(&format!("content/notes/{number}.md"), page);
    }
    let built = site.run(&["build", "--quiet", "--format", "json"]);
    let reports = Reports::read(&built.err);
    if built.code != 0 {
        return Err(kept(&site, seed, &reports.errors.join("\n")));
    }
    let indexed = indexed(&site);
    let lost = texts.iter().enumerate().flat_map(|(number, text)| {
        let page = Page {
            tree: browser::read(&site.published(&format!("notes/{number}.html")), true),
            indexed: indexed.get(&format!("k{number}")).map_or("", String::as_str),
            told: reports.lines.get(&number),
            text,
        };
        let lost = page.lost();
        lost.map(|why| format!("notes/{number}.md: {why}")).collect::<Vec<_>>()
    });
    let lost: Vec<String> = lost.collect();
    if lost.is_empty() { Ok(()) } else { Err(kept(&site, seed, &lost.join("\n"))) }
}

/// Every other page has a title of its own; that of the others is in its text, if it is anywhere.
fn front_matter(number: usize) -> String {
    let title = if number.is_multiple_of(2) {
        format!("title: Page {number}")
    } else {
        "weight: 1".to_owned()
    };
    format!("---\n{title}\ncode: k{number}\n---\n")
}

/// Elements whose text nobody sees.
const UNSEEN: [&str; 8] =
    ["script", "style", "template", "iframe", "noembed", "noframes", "noscript", "datalist"];

/// Lines of the front matter.
const HEAD: usize = 4;

/// What the build says.
#[derive(Default)]
struct Reports {
    /// By page, the lines that a report names.
    lines: BTreeMap<usize, BTreeSet<usize>>,
    errors: Vec<String>,
}

impl Reports {
    fn read(told: &str) -> Reports {
        let mut reports = Reports::default();
        for report in told.lines().filter_map(|line| serde_json::from_str(line).ok()) {
            reports.add(&report);
        }
        reports
    }

    fn add(&mut self, report: &serde_json::Value) {
        if report["severity"] == "error" {
            self.errors.push(report.to_string());
        }
        let place = &report["place"];
        let line = |end: &str| place[end]["line"].as_u64().and_then(|line| line.try_into().ok());
        let page = place["file"].as_str().and_then(|file| {
            file.strip_prefix("content/notes/")?.strip_suffix(".md")?.parse().ok()
        });
        if let (Some(page), Some(from), Some(to)) = (page, line("start"), line("end")) {
            let lines: std::ops::RangeInclusive<usize> = from..=to;
            self.lines.entry(page).or_default().extend(lines);
        }
    }
}

/// A page that was built from a text.
struct Page<'t> {
    text: &'t Text,
    tree: Tree,
    /// The words of its text in the index. Those of its title are the ones that a browser's tab shows.
    indexed: &'t str,
    told: Option<&'t BTreeSet<usize>>,
}

impl Page<'_> {
    /// What is wrong with each word that is lost.
    fn lost(&self) -> impl Iterator<Item = String> {
        let (shown, indexed) = (self.shown(), self.tab() + self.indexed);
        let words = self.text.words.iter();
        words.filter_map(move |word| {
            if shown.contains(word) {
                let is_found = indexed.contains(word);
                return (!is_found).then(|| format!("{word} is not in the index"));
            }
            (!self.is_excused(word))
                .then(|| format!("{word} is not on the page, and nothing says so"))
        })
    }

    /// The title and the text, without what runs or styles and without what a reader sees only where nothing runs.
    fn shown(&self) -> String {
        let is_shown = |id: &Id| is_prose(&self.tree, *id) || self.is_element(*id, "h1");
        let tops = self.tree.all().into_iter().filter(is_shown);
        let texts = tops.flat_map(|top| self.tree.below(top)).filter(|id| !self.is_in_unseen(*id));
        texts.map(|id| self.tree.own_text(id)).collect()
    }

    /// What the tab of a browser shows: the plain words of the title.
    fn tab(&self) -> String {
        let title = self.tree.all().into_iter().find(|id| self.is_element(*id, "title"));
        title.map_or_else(String::new, |id| self.tree.text(id))
    }

    fn is_element(&self, id: Id, name: &str) -> bool {
        self.tree.name(id).is_some_and(|own| own == name)
    }

    /// Whether a word is in a script, or in something else that has no text for readers.
    fn is_unseen(&self, word: &str) -> bool {
        let mut texts = self.tree.all().into_iter();
        texts.any(|id| self.is_in_unseen(id) && self.tree.own_text(id).contains(word))
    }

    fn is_in_unseen(&self, id: Id) -> bool {
        let around = self.tree.around(id).into_iter().filter_map(|id| self.tree.name(id));
        around.into_iter().any(|name| UNSEEN.contains(&name.as_str()))
    }

    /// Whether a report names the place of a word, or it stands where nobody reads it.
    fn is_excused(&self, word: &str) -> bool {
        let at = self.text.text.find(word).unwrap_or_default();
        let line = HEAD + 1 + self.text.text[..at].matches('\n').count();
        self.told.is_some_and(|lines| lines.contains(&line))
            || self.is_in_attribute(word)
            || self.is_unseen(word)
            || is_hidden(&self.text.text, at)
    }

    /// An address, a title, a class: it is in the page.
    fn is_in_attribute(&self, word: &str) -> bool {
        self.tree.all().into_iter().any(|id| self.tree.has_in_attribute(id, word))
    }
}

/// Whether a place of a text is one of those that no reader sees: a comment, the rest of an end tag, the words behind a
/// fence, the definition of a link.
fn is_hidden(text: &str, at: usize) -> bool {
    let before = &text[..at];
    let is_open = |(start, end): &(&str, &str)| {
        before.rfind(start).is_some_and(|open| !before[open..].contains(end))
    };
    let line = line_start(text, at);
    let marks = text[line..].trim_start_matches(MARKS);
    COMMENTS.iter().any(is_open)
        || marks.starts_with("```")
        || marks.starts_with("~~~")
        || is_in_definition(text, at)
}

/// What begins a comment, or an end tag, and what ends it. Browsers take other marks for comments, too, and drop the tags of
/// cells outside of a table.
const COMMENTS: [(&str, &str); 5] =
    [("<!--", "-->"), ("<!", ">"), ("<?", ">"), ("</", ">"), ("<t", ">")];

/// Signs that stand before what a quotation or a list holds.
const MARKS: [char; 9] = [' ', '\t', '>', '-', '*', '+', '.', ')', '1'];

/// Whether a place is in the definition of a link, which may go over several lines: `[label]: address "title"`.
fn is_in_definition(text: &str, at: usize) -> bool {
    let mut start = line_start(text, at);
    while !text[start..].trim_start_matches(MARKS).starts_with('[') {
        if start == 0 || text[..start].ends_with("\n\n") {
            return false;
        }
        start = line_start(text, start - 1);
    }
    let block = text[start..].split("\n\n").next().unwrap_or_default();
    block.contains("]:")
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}
