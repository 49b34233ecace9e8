//! What a text shows from other files: data as tables and charts, and the texts of other pages.

use super::DataTable;
use crate::source::Span;
use serde::{Deserialize, Serialize};

/// A place in a text that shows something from another file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Embed {
    /// The position, among the links of the text, of the one that names the file.
    pub(crate) link: usize,
    /// The position, among the passages of the page, of the one it stands in.
    pub(crate) passage: usize,
    pub(crate) shown: Shown,
}

/// What is shown of a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum Shown {
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
    /// The column of what is compared; `None`: the first one.
    pub(crate) x: Option<ColumnName>,
    /// The columns of numbers; `None`: all others that hold nothing else.
    pub(crate) y: Option<Vec<ColumnName>>,
}

/// A column by its name, which the file may not have.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct ColumnName {
    pub(crate) name: String,
    pub(crate) span: Span,
}

/// Columns that a chart can tell apart at most.
pub(crate) const MOST_SERIES: usize = 6;

/// Levels of texts that include each other at most.
pub(crate) const DEEPEST_TEXT: usize = 8;

/// How a chart shows numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum ChartKind {
    Bar,
    Line,
}

impl Shown {
    /// The columns that the text names.
    pub(crate) fn named(&self) -> impl Iterator<Item = &ColumnName> {
        let (one, several) = match self {
            Shown::Table(table) => (&None, &table.columns),
            Shown::Text => (&None, &None),
            Shown::Chart(chart) => (&chart.x, &chart.y),
        };
        one.iter().chain(several.iter().flatten())
    }
}

impl TableUse {
    /// The positions of the columns to show; those that the file has not are told.
    pub(crate) fn columns(&self, table: &DataTable) -> Vec<usize> {
        match &self.columns {
            Some(names) => positions(names, table),
            None => (0..table.columns.len()).collect(),
        }
    }
}

impl ChartUse {
    /// The position of the column of what is compared.
    pub(crate) fn x(&self, table: &DataTable) -> usize {
        self.x.as_ref().and_then(|x| table.column(&x.name)).unwrap_or(0)
    }

    /// The positions of the columns of numbers.
    pub(crate) fn y(&self, table: &DataTable) -> Vec<usize> {
        let x = self.x(table);
        let numeric = |column: &usize| *column != x && table.is_numeric(*column);
        match &self.y {
            Some(names) => positions(names, table),
            None => (0..table.columns.len()).filter(numeric).collect(),
        }
    }
}

fn positions(names: &[ColumnName], table: &DataTable) -> Vec<usize> {
    names.iter().filter_map(|column| table.column(&column.name)).collect()
}
