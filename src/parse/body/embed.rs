//! Components that show something from another file.

use std::ops::Range;

use super::Scan;
use crate::diagnostic::Diagnostic;
use crate::document::spec;
use crate::markdown::{Opening, Part};
use crate::site::{ChartKind, ChartUse, ColumnName, Embed, LinkKind, Shown, TableUse};

impl Scan<'_, '_> {
    /// Takes in an embed whose link comes next. Returns its position among those of the text, and how the
    /// link has to be resolved.
    pub(super) fn embed(&mut self, opening: &Opening) -> (usize, LinkKind) {
        let mut problems = Vec::new();
        let caption =
            spec::value(opening, "caption").map(|value| value.text.clone()).unwrap_or_default();
        let shown = match opening.name.text.as_str() {
            "chart" => Shown::Chart(ChartUse {
                caption,
                kind: chart_kind(opening, &mut problems),
                x: spec::value(opening, "x").map(|value| self.column(&value.text, &value.range)),
                y: self.columns(spec::value(opening, "y")),
            }),
            "include" => Shown::Text,
            _ => Shown::Table(TableUse {
                caption,
                columns: self.columns(spec::value(opening, "columns")),
                row_headings: spec::row_headings(opening, &mut problems),
            }),
        };
        for (problem, range) in problems {
            self.diagnostics.push(problem.at(self.span(&range)));
        }
        let kind = match shown {
            Shown::Table(_) | Shown::Chart(_) => LinkKind::Data,
            Shown::Text => LinkKind::Include,
        };
        let (position, link) = (self.body.embeds.len(), self.body.links.len());
        self.body.embeds.push(Embed { link, passage: self.passage, shown });
        (position, kind)
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
}

fn chart_kind(opening: &Opening, problems: &mut Vec<(Diagnostic, Range<usize>)>) -> ChartKind {
    let choices = [("bar", ChartKind::Bar), ("line", ChartKind::Line)];
    let help = "`bar` compares things, `line` follows one through time";
    spec::choice(opening, "kind", choices, help, problems)
}
