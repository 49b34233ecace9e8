//! Tables: with pipes where each cell is one line, else in HTML.

use std::fmt::Write as _;

use super::html;
use super::line::MarkedLineKind;
use super::{BlockWriter, ForeignBlock, component_label};
use crate::convert::tree::{self, ForeignCell, ForeignRow, ForeignTable, Side};

impl BlockWriter {
    pub(super) fn table(self, table: &ForeignTable) -> String {
        let caption = component_label(&table.caption);
        if !has_pipes(table) || (caption.is_none() && !tree::is_blank(&table.caption)) {
            return self.html_table(table);
        }
        let pipes = self.pipe_table(table);
        let is_headed =
            table.rows.iter().any(|row| row.first().is_some_and(|cell| cell.is_heading));
        match caption {
            Some(caption) if is_headed => {
                format!("::: table {caption} {{headings=both}}\n\n{pipes}\n\n:::")
            }
            Some(caption) => format!("::: table {caption}\n\n{pipes}\n\n:::"),
            None => pipes,
        }
    }

    fn pipe_table(self, table: &ForeignTable) -> String {
        let head = table.head.first().map_or(&[][..], Vec::as_slice);
        let sides: Vec<&str> =
            (0..head.len()).map(|at| side_mark(column_side(table, at))).collect();
        let mut lines = vec![self.pipe_row(head), format!("| {} |", sides.join(" | "))];
        lines.extend(table.rows.iter().map(|row| self.pipe_row(row)));
        lines.join("\n")
    }

    fn pipe_row(self, row: &[ForeignCell]) -> String {
        let mut line = "|".to_owned();
        for cell in row {
            let words = only_line(&cell.blocks)
                .map_or(String::new(), |words| self.line(words, MarkedLineKind::Cell));
            let _ = write!(line, " {words}{}|", if words.is_empty() { "" } else { " " });
        }
        line
    }

    fn html_table(self, table: &ForeignTable) -> String {
        let mut lines = vec!["<table>".to_owned()];
        if !tree::is_blank(&table.caption) {
            lines.push(format!("<caption>{}</caption>", html::line(&table.caption)));
        }
        self.push_rows("thead", &table.head, true, &mut lines);
        self.push_rows("tbody", &table.rows, false, &mut lines);
        lines.push("</table>".to_owned());
        lines.join("\n")
    }

    fn push_rows(self, part: &str, rows: &[ForeignRow], is_head: bool, lines: &mut Vec<String>) {
        if rows.is_empty() {
            return;
        }
        lines.push(format!("<{part}>"));
        for row in rows {
            lines.push("<tr>".to_owned());
            lines.extend(row.iter().map(|cell| self.html_cell(cell, is_head)));
            lines.push("</tr>".to_owned());
        }
        lines.push(format!("</{part}>"));
    }

    fn html_cell(self, cell: &ForeignCell, is_head: bool) -> String {
        let name = if is_head || cell.is_heading { "th" } else { "td" };
        let scope = if cell.is_heading && !is_head { " scope=\"row\"" } else { "" };
        let columns = span("colspan", cell.columns);
        let rows = span("rowspan", cell.rows);
        let tag = format!("<{name}{scope}{columns}{rows}{}>", aligned(cell.side));
        match only_line(&cell.blocks).filter(|words| html::can_hold(words)) {
            Some(words) => format!("{tag}{}</{name}>", html::line(words)),
            None => format!("{tag}\n\n{}\n\n</{name}>", self.blocks(&cell.blocks)),
        }
    }
}

/// Whether a table is one with pipes: one row of headings, as many cells in each row, each of one line.
fn has_pipes(table: &ForeignTable) -> bool {
    let [head] = table.head.as_slice() else { return false };
    let is_headed = |row: &ForeignRow| row.first().is_some_and(|cell| cell.is_heading);
    // Headings of rows need a component, which needs a caption.
    let has_row_headings = table.rows.iter().any(is_headed);
    let are_all_headed = table.rows.iter().all(is_headed) && !tree::is_blank(&table.caption);
    !head.is_empty()
        && (!has_row_headings || are_all_headed)
        && table.rows.iter().all(|row| row.len() == head.len() && !has_inner_heading(row))
        && table.rows.iter().chain(&table.head).flatten().all(is_simple)
}

fn has_inner_heading(row: &ForeignRow) -> bool {
    row.iter().skip(1).any(|cell| cell.is_heading)
}

fn is_simple(cell: &ForeignCell) -> bool {
    cell.columns == 1 && cell.rows == 1 && only_line(&cell.blocks).is_some()
}

/// The words of a cell that holds one line, or nothing.
fn only_line(blocks: &[ForeignBlock]) -> Option<&[tree::ForeignInline]> {
    match blocks {
        [] => Some(&[]),
        [ForeignBlock::Paragraph(words)] => Some(words),
        _ => None,
    }
}

/// The side that the cells of a column have in common.
fn column_side(table: &ForeignTable, column: usize) -> Side {
    let mut sides = table.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.side);
    let head = table.head.first().and_then(|row| row.get(column)).map(|cell| cell.side);
    let Some(first) = sides.next() else { return head.unwrap_or_default() };
    if sides.all(|side| side == first) { first } else { Side::Unsaid }
}

fn side_mark(side: Side) -> &'static str {
    match side {
        Side::Unsaid => "---",
        Side::Left => ":---",
        Side::Center => ":---:",
        Side::Right => "---:",
    }
}

fn aligned(side: Side) -> &'static str {
    match side {
        Side::Unsaid => "",
        Side::Left => " align=\"left\"",
        Side::Center => " align=\"center\"",
        Side::Right => " align=\"right\"",
    }
}

fn span(name: &str, count: u32) -> String {
    if count > 1 { format!(" {name}=\"{count}\"") } else { String::new() }
}
