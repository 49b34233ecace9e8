//! The report of an import: as data, and as a page of the new project.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::json;

use super::losses::{ConvertedMarks, LossKind};
use crate::config::words_of_name;

/// Losses of one kind that the page lists.
const LISTED: usize = 200;

/// Letters of one loss that the page shows.
const SHOWN: usize = 120;

/// The page of the report, from the content folder.
pub(crate) const REPORT_PAGE: &str = "import-report.md";

/// What became of a site.
pub(crate) struct ImportReport {
    /// What it was written for.
    pub(crate) kind: String,
    /// The file that told it.
    pub(crate) by: Option<String>,
    pub(crate) pages: usize,
    pub(crate) aliases: usize,
    /// Problems that would keep a site with settings from being published.
    pub(crate) errors: usize,
    /// By kind, then in order of place.
    pub(crate) losses: Vec<ReportedLoss>,
    pub(crate) converted: ConvertedMarks,
}

/// Something that is not in the new project as it was.
pub(crate) struct ReportedLoss {
    /// A name out of [`LossKind::ALL`], or that of a kind of documents.
    pub(crate) kind: &'static str,
    pub(crate) file: String,
    /// From 1.
    pub(crate) line: Option<usize>,
    pub(crate) column: Option<usize>,
    pub(crate) words: String,
    pub(crate) rule: String,
}

impl ImportReport {
    /// The report as JSON, with a line break at its end.
    pub(crate) fn json(&self) -> String {
        let losses: Vec<_> = self
            .losses
            .iter()
            .map(|loss| {
                json!({
                    "kind": loss.kind, "file": loss.file, "line": loss.line, "column": loss.column,
                    "words": loss.words, "rule": loss.rule,
                })
            })
            .collect();
        let converted: Vec<_> = self
            .converted
            .iter()
            .map(|(mark, converted)| {
                json!({ "mark": mark, "count": converted.count, "words": converted.words })
            })
            .collect();
        let report = json!({
            "version": 1, "kind": self.kind, "found_by": self.by, "pages": self.pages, "aliases": self.aliases,
            "losses": losses, "converted": converted,
        });
        format!("{report:#}\n")
    }

    /// The numbers of losses by kind, in the order of the report.
    pub(crate) fn counts(&self) -> Vec<(&'static str, String, usize)> {
        let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
        for loss in &self.losses {
            *counts.entry(loss.kind).or_default() += 1;
        }
        let known = LossKind::ALL.iter().filter_map(|(_, name, heading)| {
            let count = counts.remove(name)?;
            Some((*name, (*heading).to_owned(), count))
        });
        let mut all: Vec<_> = known.collect();
        // Kinds of documents speak for themselves: `window-title`.
        all.extend(counts.into_iter().map(|(kind, count)| (kind, words_of_name(kind), count)));
        all
    }

    /// The report as a draft.
    pub(crate) fn page(&self) -> String {
        let mut page = format!(
            "---\ntitle: Import report\ndescription: What the import kept, converted and lost.\ndraft: true\n---\n\n\
             {} pages were read as `{}`. {} old addresses lead to the new ones. The whole report is in \
             `import-report.json`. Remove this page when nothing in it is left to do.\n",
            self.pages, self.kind, self.aliases
        );
        if self.losses.is_empty() {
            page += "\nNothing was lost.\n";
        }
        for (kind, heading, count) in self.counts() {
            let _ = write!(page, "\n## {heading}\n\n");
            let of_kind = self.losses.iter().filter(|loss| loss.kind == kind);
            for loss in of_kind.take(LISTED) {
                page += &line(loss);
            }
            if count > LISTED {
                let _ = write!(page, "\n{} more are in `import-report.json`.\n", count - LISTED);
            }
        }
        if !self.converted.is_empty() {
            page += "\n## Converted marks and keys\n\n| As it was | Times |\n|---|---|\n";
            for (mark, converted) in self.converted.iter().take(LISTED) {
                let mark = code_span(&mark.replace('|', "\\|"));
                let _ = writeln!(page, "| {mark} | {} |", converted.count);
            }
        }
        page
    }
}

/// A loss as an item of a list.
fn line(loss: &ReportedLoss) -> String {
    let place = match (loss.line, loss.column) {
        (Some(line), Some(column)) => format!("{}:{line}:{column}", loss.file),
        (Some(line), None) => format!("{}:{line}", loss.file),
        _ => loss.file.clone(),
    };
    let words = loss.words.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = words.chars().take(SHOWN).collect();
    let more = if short.len() < words.len() { " …" } else { "" };
    format!("- {} {}{more}: {}\n", code_span(&place), code_span(&short), loss.rule)
}

/// A text as code of Markdown, on one line: between more backticks than it holds.
fn code_span(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let marks = "`".repeat(longest + 1);
    let blank =
        if text.starts_with('`') || text.ends_with('`') || text.is_empty() { " " } else { "" };
    format!("{marks}{blank}{text}{blank}{marks}")
}
