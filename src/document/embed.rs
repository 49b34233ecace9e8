//! Parts of other files in a text: data as tables and charts, and the texts of other pages.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::TextRange;
use super::spec::{self, OpeningProblems};
use crate::config::CHART_KINDS;
use crate::markdown::{FenceText, Opening};

/// The form in which a text shows a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum EmbedKind {
    Table(TableUse),
    Chart(ChartUse),
    /// The text of a page, or a part of it.
    Text,
}

/// How a text shows data as a table.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct TableUse {
    pub(crate) caption: String,
    /// `None`: all.
    pub(crate) columns: Option<Vec<ColumnName>>,
    /// Whether the first cell of each row is its heading.
    pub(crate) row_headings: bool,
}

/// How a text shows data as a chart.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct ChartUse {
    pub(crate) caption: String,
    pub(crate) kind: ChartKind,
    /// The column with the names of rows; `None`: the first one.
    pub(crate) x: Option<ColumnName>,
    /// The columns of numbers; `None`: all others that hold nothing else.
    pub(crate) y: Option<Vec<ColumnName>>,
}

/// A column by its name, which the file may not have.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct ColumnName {
    pub(crate) name: String,
    pub(crate) place: TextRange,
}

/// How a chart shows numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum ChartKind {
    Bar,
    Line,
}

impl EmbedKind {
    /// Reads the opening of a table, a chart or an include.
    pub(super) fn of(opening: &Opening, problems: &mut OpeningProblems) -> EmbedKind {
        let caption = spec::value(opening, "caption").map(|value| value.text.clone());
        let caption = caption.unwrap_or_default();
        match opening.name.text.as_str() {
            "chart" => EmbedKind::Chart(ChartUse {
                caption,
                kind: chart_kind(opening, problems),
                x: spec::value(opening, "x").map(|value| column(&value.text, &value.range)),
                y: spec::value(opening, "y").map(columns),
            }),
            "include" => EmbedKind::Text,
            _ => EmbedKind::Table(TableUse {
                caption,
                columns: spec::value(opening, "columns").map(columns),
                row_headings: spec::row_headings(opening, problems),
            }),
        }
    }

    /// The columns that the text names.
    pub(crate) fn named(&self) -> impl Iterator<Item = &ColumnName> {
        let (one, several) = match self {
            EmbedKind::Table(table) => (&None, &table.columns),
            EmbedKind::Text => (&None, &None),
            EmbedKind::Chart(chart) => (&chart.x, &chart.y),
        };
        one.iter().chain(several.iter().flatten())
    }
}

/// Names with commas between them.
fn columns(value: &FenceText) -> Vec<ColumnName> {
    let mut start = value.range.start;
    let names = value.text.split(',').map(|part| {
        let at = start + (part.len() - part.trim_start().len());
        start += part.len() + 1;
        column(part.trim(), &(at..at + part.trim().len()))
    });
    names.collect()
}

fn column(name: &str, range: &Range<usize>) -> ColumnName {
    ColumnName { name: name.to_owned(), place: TextRange::new(range) }
}

fn chart_kind(opening: &Opening, problems: &mut OpeningProblems) -> ChartKind {
    match spec::choice(opening, "kind", &CHART_KINDS, problems) {
        "line" => ChartKind::Line,
        _ => ChartKind::Bar,
    }
}
