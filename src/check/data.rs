//! Data that texts show: columns that a file has not, and what no chart can draw.

use std::collections::HashSet;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, listed};
use crate::nearest::Suggestions;
use crate::site::{ChartUse, DataTable, EmbedKind, Links, MOST_SERIES, Site, Target};
use crate::source::Span;

pub(super) fn check(site: &Site, links: &Links, _: &Config, diagnostics: &mut Diagnostics) {
    // Of several charts of one column, the first one tells.
    let (mut told, suggestions) = (HashSet::new(), Suggestions::default());
    for (page, targets) in site.pages.iter().zip(&links.targets) {
        for embed in page.embeds() {
            let Target::Asset(path) = &targets.text[embed.link] else { continue };
            let Some(table) = site.tables.get(path) else { continue };
            for column in embed.shown.named() {
                if table.column(&column.name).is_none() {
                    let message = format!("`{path}` has no column `{}`", column.name);
                    let problem = Diagnostic::new(Code::ComponentArgument, message);
                    let names = table.columns.iter().map(String::as_str);
                    let near = suggestions.nearest(&column.name, names);
                    diagnostics.push(with_columns(
                        problem.at(page.span(column.place)),
                        near,
                        table,
                    ));
                }
            }
            if let EmbedKind::Chart(chart) = &embed.shown {
                let span = page.span_of_link(embed.link);
                check_chart(chart, span, table, diagnostics);
                for column in chart.y(table) {
                    if told.insert((path, column)) {
                        check_numbers(table, column, diagnostics);
                    }
                }
            }
        }
    }
}

fn with_columns(problem: Diagnostic, near: Option<&str>, table: &DataTable) -> Diagnostic {
    match near {
        Some(near) => problem.did_you_mean(Some(near)),
        None => {
            let columns = listed(table.columns.iter().map(String::as_str));
            problem.help(format!("write one of {columns}"))
        }
    }
}

fn check_chart(chart: &ChartUse, span: Span, table: &DataTable, diagnostics: &mut Diagnostics) {
    let count = chart.y(table).len();
    if chart.y.is_none() && count == 0 {
        let problem =
            Diagnostic::new(Code::InvalidData, "the chart has no numbers to draw").at(span);
        diagnostics.push(problem.help("name a column of numbers: `{y=\"…\"}`"));
    }
    if count > MOST_SERIES {
        let message =
            format!("a chart shows {MOST_SERIES} columns at most, and this one has {count}");
        let problem = Diagnostic::new(Code::ComponentArgument, message).at(span);
        diagnostics.push(problem.help("choose some of them: `{y=\"one, other\"}`"));
    }
}

fn check_numbers(table: &DataTable, column: usize, diagnostics: &mut Diagnostics) {
    for (row, cells) in table.rows.iter().enumerate() {
        let cell = &cells[column];
        if !cell.is_empty() && table.number(row, column).is_none() {
            let name = &table.columns[column];
            let message = format!("row {}, column `{name}`: `{cell}` is no number", row + 1);
            let problem = Diagnostic::new(Code::InvalidData, message).at(table.place(row, column));
            let help = "write it with digits and a point, or leave the cell empty";
            diagnostics.push(problem.help(help));
        }
    }
}
