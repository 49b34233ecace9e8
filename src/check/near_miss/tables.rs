//! Tables that are none, and rows that are longer than their table.

use std::ops::Range;

use super::{CheckedText, with_fix};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Fix};
use crate::document::{NodeId, NodeKind};

/// Lines between signs `|` that make no table, because a line of dashes is missing or does not fit.
pub(super) fn without_delimiter(text: &CheckedText<'_>, diagnostics: &mut Diagnostics) {
    for block in text.mask.blocks() {
        let is_paragraph = text.page.document.nodes[block.node].kind == NodeKind::Paragraph;
        if !is_paragraph || !text.mask.words(&block.range).contains('|') {
            continue;
        }
        let rows: Vec<(Range<usize>, &str)> = rows(text, &block.range);
        let first = rows.iter().position(|(_, row)| is_row(row));
        let Some([(head, words), (second, below), ..]) = first.map(|first| &rows[first..]) else {
            continue;
        };
        if !is_row(below) {
            continue;
        }
        let problem = if is_delimiter(below) {
            misfit(text, (head, words), (second, below))
        } else {
            Some(missing(text, head, words))
        };
        diagnostics.extend_with(problem);
    }
}

/// The lines of a paragraph as they are written, without the blanks around them.
fn rows<'t>(text: &CheckedText<'t>, block: &Range<usize>) -> Vec<(Range<usize>, &'t str)> {
    let lines = text.mask.lines(block);
    let rows = lines.map(|(start, masked)| {
        let line = &text.source[start..start + masked.len()];
        let row = line.trim_start_matches([' ', '\t', '>']);
        let start = start + line.len() - row.len();
        let row = row.trim_end();
        (start..start + row.len(), row)
    });
    rows.collect()
}

fn is_row(line: &str) -> bool {
    line.len() > 2 && line.starts_with('|') && line.ends_with('|') && !line.ends_with("\\|")
}

fn is_delimiter(row: &str) -> bool {
    row.contains('-') && row.chars().all(|letter| matches!(letter, '|' | '-' | ':' | ' ' | '\t'))
}

fn missing(text: &CheckedText<'_>, head: &Range<usize>, words: &str) -> Diagnostic {
    let columns = cells(words).len();
    let dashes = format!("|{}", " --- |".repeat(columns));
    let message = "these lines make no table, because no line of dashes stands under the first one";
    let problem = text.problem(Code::TableSyntax, message, head);
    let problem = problem.help(format!("write `{dashes}` under it"));
    // In a list or in a quotation, something has to stand before it.
    let is_at_line_start = head.start == 0 || text.source[..head.start].ends_with('\n');
    let fix = is_at_line_start.then(|| text.fix(&(head.end..head.end), format!("\n{dashes}")));
    with_fix(problem, fix)
}

fn misfit(
    text: &CheckedText<'_>,
    head: (&Range<usize>, &str),
    below: (&Range<usize>, &str),
) -> Option<Diagnostic> {
    let (wanted, there) = (cells(head.1).len(), cells(below.1).len());
    (wanted != there).then(|| {
        let message = format!(
            "these lines make no table, because the first one has {wanted} cells and the line of dashes {there}"
        );
        let dashes = format!("|{}", " --- |".repeat(wanted));
        let problem = text.problem(Code::TableSyntax, message, below.0);
        problem.help(format!("write `{dashes}`, or `\\|` for a sign that divides no cells"))
    })
}

/// Rows with more cells than the head of their table. Nothing shows the last ones.
pub(super) fn long_rows(text: &CheckedText<'_>, diagnostics: &mut Diagnostics) {
    let document = &text.page.document;
    for (id, node) in document.nodes.enumerate() {
        let NodeKind::Table(table) = node.kind else { continue };
        let columns = document.tables[table].alignments.len();
        for row in rows_of(text, id) {
            diagnostics.extend_with(long_row(text, &row, columns));
        }
    }
}

fn rows_of(text: &CheckedText<'_>, table: NodeId) -> Vec<Range<usize>> {
    let document = &text.page.document;
    let rows = document.subtree(table).ids().filter(|id| document.nodes[*id].kind == NodeKind::Row);
    rows.map(|row| document.nodes[row].place.range()).collect()
}

fn long_row(text: &CheckedText<'_>, place: &Range<usize>, columns: usize) -> Option<Diagnostic> {
    let row = text.source[place.clone()].lines().next()?.trim_end();
    let cells = cells(row);
    let lost = cells.get(columns)?;
    let is_empty = cells[columns..].iter().all(|cell| row[cell.clone()].trim().is_empty());
    (!is_empty).then(|| {
        let there = cells.len();
        let message =
            format!("this row has {there} cells and its table {columns}: the rest is not shown");
        let at = place.start + lost.start..place.start + cells[there - 1].end;
        let problem = text.problem(Code::TableSyntax, message, &at);
        let problem = problem.help("write `\\|` for a sign that divides no cells, also in code");
        with_fix(problem, escaped(text, place.start, row, columns))
    })
}

/// The row with its signs in code escaped, if that is what it takes.
fn escaped(text: &CheckedText<'_>, start: usize, row: &str, columns: usize) -> Option<Fix> {
    let mut fixed = String::with_capacity(row.len() + 4);
    let mut is_code = false;
    let mut before = ' ';
    for letter in row.chars() {
        is_code ^= letter == '`';
        if letter == '|' && is_code && before != '\\' {
            fixed.push('\\');
        }
        fixed.push(letter);
        before = letter;
    }
    (!is_code && cells(&fixed).len() == columns)
        .then(|| text.fix(&(start..start + row.len()), fixed))
}

/// The cells of a row: what stands between signs `|` without a backslash before them.
fn cells(row: &str) -> Vec<Range<usize>> {
    let start = usize::from(row.starts_with('|'));
    let mut cells = Vec::new();
    let mut from = start;
    for (at, _) in row.match_indices('|').filter(|(at, _)| *at >= start) {
        if !row[..at].ends_with('\\') {
            cells.push(from..at);
            from = at + 1;
        }
    }
    if !row[from..].trim().is_empty() {
        cells.push(from..row.len());
    }
    cells
}
