//! Names of places, which pages refer to wherever they stand: `(label)=` before a heading, `:name:` of a directive.

use std::collections::HashMap;

use super::super::names::link_to;
use super::super::prose::SourceProse;
use super::directive::{MystDirective, directives};

/// The names of places on a page, and what a reader sees there.
#[derive(Debug)]
pub(crate) struct PageLabels {
    path: String,
    title: Option<String>,
    labels: Vec<(String, Option<String>)>,
}

impl PageLabels {
    /// Of a page in `MyST`, by its path in the content folder.
    pub(crate) fn of(path: &str, text: &str) -> PageLabels {
        let prose = SourceProse::of_myst(text);
        let (path, title) = (path.to_owned(), title(&prose));
        let mut found = PageLabels { path, title, labels: Vec::new() };
        found.add_targets(&prose);
        for directive in directives(&prose) {
            found.add_directive(&directive, &prose);
        }
        found
    }

    /// Lines with a label, each with the heading that follows.
    fn add_targets(&mut self, prose: &SourceProse<'_>) {
        let mut waiting = 0;
        for line in (0..prose.lines.len()).filter(|line| prose.is_open(*line)) {
            let words = prose.words(line);
            if let Some(label) = target(words).or_else(|| equation(words)) {
                self.labels.push((normal(label), None));
                continue;
            }
            let heading = heading(words);
            for (_, title) in &mut self.labels[waiting..] {
                title.clone_from(&heading);
            }
            waiting = self.labels.len();
            self.title = self.title.take().or(heading);
        }
    }

    fn add_directive(&mut self, directive: &MystDirective<'_>, prose: &SourceProse<'_>) {
        let text = directive.text(prose);
        if directive.name == "glossary" {
            self.labels.extend(terms(&text).map(|term| (term_label(term), Some(term.to_owned()))));
        }
        if directive.name == "figure-md" {
            let caption = text.lines().last().map(str::to_owned);
            self.labels.push((normal(directive.argument), caption));
        }
        let caption = match directive.name {
            "figure" => text.lines().next(),
            name if name.contains("code") || name == "math" => directive.option(&["caption"]),
            _ => Some(directive.argument),
        };
        if let Some(label) = directive.label() {
            let caption = caption.filter(|caption| !caption.is_empty()).map(str::to_owned);
            self.labels.push((normal(label), caption));
        }
    }
}

/// Where a name leads, and what stands there.
#[derive(Debug)]
pub(crate) struct LabelTarget {
    path: String,
    id: String,
    pub(super) title: Option<String>,
}

impl LabelTarget {
    /// The address of the place, as a page links to it.
    pub(super) fn address(&self, page: &str) -> String {
        let way = if self.path == page { String::new() } else { link_to(&self.path, page) };
        format!("{way}#{}", self.id)
    }
}

/// The names of places on all pages, and the titles of these.
#[derive(Default, Debug)]
pub(crate) struct SiteLabels {
    labels: HashMap<String, LabelTarget>,
    titles: HashMap<String, String>,
}

impl SiteLabels {
    /// Of all pages in order; of labels that several have, the first one counts.
    pub(crate) fn new(pages: impl Iterator<Item = PageLabels>) -> SiteLabels {
        let mut site = SiteLabels::default();
        for page in pages {
            for (label, title) in page.labels {
                let target = LabelTarget { path: page.path.clone(), id: id(&label), title };
                site.labels.entry(label).or_insert(target);
            }
            if let Some(title) = page.title {
                site.titles.insert(page.path, title);
            }
        }
        site
    }

    pub(super) fn find(&self, label: &str) -> Option<&LabelTarget> {
        self.labels.get(&normal(label))
    }

    /// The title of a page by its path.
    pub(super) fn title(&self, path: &str) -> Option<&str> {
        self.titles.get(path).map(String::as_str)
    }
}

/// The title in the front matter.
fn title(prose: &SourceProse<'_>) -> Option<String> {
    let front_matter = &prose.text[..prose.body];
    let value = front_matter.lines().find_map(|line| line.strip_prefix("title:"))?.trim();
    let words = value.trim_matches(['"', '\'']);
    (!words.is_empty()).then(|| words.to_owned())
}

/// The label of a line `(label)=`.
pub(super) fn target(words: &str) -> Option<&str> {
    let label = words.strip_prefix('(')?.strip_suffix(")=")?;
    (!label.is_empty() && !label.contains([')', '('])).then_some(label)
}

/// The label behind a formula: `$$ (label)`.
pub(super) fn equation(words: &str) -> Option<&str> {
    let (before, label) = words.strip_suffix(')')?.rsplit_once('(')?;
    (before.trim_end().ends_with("$$") && !label.is_empty()).then_some(label)
}

/// The words of a heading.
fn heading(words: &str) -> Option<String> {
    let rest = words.strip_prefix('#')?.trim_start_matches('#');
    let words = rest.split(" {#").next().unwrap_or(rest);
    rest.starts_with(' ').then(|| words.trim().trim_end_matches('#').trim().to_owned())
}

/// The terms of a glossary: the lines before those that explain them.
pub(super) fn terms(text: &str) -> impl Iterator<Item = &str> {
    let is_term = |line: &&str| {
        !line.trim().is_empty() && !line.starts_with([' ', '\t', ':']) && !line.starts_with('%')
    };
    text.lines().filter(is_term).map(str::trim)
}

/// The name of a term among the labels.
pub(super) fn term_label(term: &str) -> String {
    format!("term-{}", normal(term))
}

/// A label without what its spellings differ in.
fn normal(label: &str) -> String {
    label.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The id of the element at a label.
pub(super) fn id(label: &str) -> String {
    let label = normal(label);
    let letters = label.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' });
    letters.collect::<String>().trim_matches('-').to_owned()
}
