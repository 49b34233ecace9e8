//! Components that show something from another file.

use std::ops::Range;

use super::Scan;
use super::spec;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{Opening, Part};
use crate::site::{ChartKind, ChartUse, ColumnName, Embed, LinkKind, Shown, TableUse};

impl Scan<'_, '_> {
    /// Takes in an embed whose link comes next. Returns its position among those of the text.
    pub(super) fn embed(&mut self, opening: &Opening) -> usize {
        let caption =
            spec::value(opening, "caption").map(|value| value.text.clone()).unwrap_or_default();
        let shown = match opening.name.text.as_str() {
            "chart" => Shown::Chart(ChartUse {
                caption,
                kind: self.chart_kind(opening),
                x: spec::value(opening, "x").map(|value| self.column(&value.text, &value.range)),
                y: self.columns(spec::value(opening, "y")),
            }),
            "include" => Shown::Text,
            _ => Shown::Table(TableUse {
                caption,
                columns: self.columns(spec::value(opening, "columns")),
                row_headings: self.row_headings(opening),
            }),
        };
        let (link, passage) = (self.body.links.len(), self.passage);
        self.body.embeds.push(Embed { link, passage, shown });
        self.body.embeds.len() - 1
    }

    /// How a link to what is shown has to be resolved.
    pub(super) fn kind_of_embed(&self, position: usize) -> LinkKind {
        match self.body.embeds[position].shown {
            Shown::Table(_) | Shown::Chart(_) => LinkKind::Data,
            Shown::Text => LinkKind::Include,
        }
    }

    /// Names with commas between them.
    fn columns(&self, value: Option<&Part>) -> Option<Vec<ColumnName>> {
        let value = value?;
        let mut start = value.range.start;
        let names = value.text.split(',').map(|part| {
            let at = start + (part.len() - part.trim_start().len());
            start += part.len() + 1;
            self.column(part.trim(), &(at..at + part.trim().len()))
        });
        Some(names.collect())
    }

    fn column(&self, name: &str, range: &Range<usize>) -> ColumnName {
        ColumnName { name: name.to_owned(), span: self.span(range) }
    }

    fn row_headings(&mut self, opening: &Opening) -> bool {
        let mut problems = Vec::new();
        let row_headings = spec::row_headings(opening, &mut problems);
        for (problem, range) in problems {
            self.diagnostics.push(problem.at(self.span(&range)));
        }
        row_headings
    }

    fn chart_kind(&mut self, opening: &Opening) -> ChartKind {
        match spec::value(opening, "kind") {
            None => ChartKind::Bar,
            Some(value) if value.text == "bar" => ChartKind::Bar,
            Some(value) if value.text == "line" => ChartKind::Line,
            Some(value) => {
                let message = format!("`{}` is not one of `bar` or `line`", value.text);
                let problem = Diagnostic::new(Code::ComponentArgument, message);
                let help = "`bar` compares things, `line` follows one through time";
                self.diagnostics.push(problem.at(self.span(&value.range)).help(help));
                ChartKind::Bar
            }
        }
    }
}
