//! Tables of a page.

use super::dom::{Dom, DomId};
use super::reader::PageReader;
use crate::convert::tree::{ForeignBlock, ForeignCell, ForeignRow, ForeignTable, Side};

/// Columns and rows that a cell takes at most (HTML, "colspan", "rowspan").
const MOST_COLUMNS: u32 = 1000;
const MOST_ROWS: u32 = 65_534;

impl PageReader<'_> {
    pub(super) fn table(&mut self, node: DomId) -> Vec<ForeignBlock> {
        let rows = rows(self.source.dom, node);
        if is_layout(self.source.dom, node, &rows) {
            return self.cells_as_blocks(&rows);
        }
        let caption = self.source.dom.children(node).iter().copied();
        let caption = caption.into_iter().find(|id| self.source.dom.name(*id) == "caption");
        let caption = caption.map(|caption| self.line(caption)).unwrap_or_default();
        let mut table = ForeignTable { caption, ..ForeignTable::default() };
        for row in rows {
            let is_head = is_head(self.source.dom, row) && table.rows.is_empty();
            let cells = self.row(row);
            if cells.is_empty() {
                continue;
            }
            if is_head { table.head.push(cells) } else { table.rows.push(cells) }
        }
        let is_empty = table.head.is_empty() && table.rows.is_empty();
        if is_empty { Vec::new() } else { vec![ForeignBlock::Table(table)] }
    }

    /// A table that only puts things beside each other: they follow one another.
    fn cells_as_blocks(&mut self, rows: &[DomId]) -> Vec<ForeignBlock> {
        let dom = self.source.dom;
        let cells =
            rows.iter().flat_map(|row| cells(dom, *row)).filter(|cell| !self.is_hidden(*cell));
        let cells: Vec<DomId> = cells.collect();
        cells.into_iter().flat_map(|cell| self.blocks(cell)).collect()
    }

    fn is_hidden(&self, node: DomId) -> bool {
        self.source.left_out.contains(&node)
    }

    fn row(&mut self, row: DomId) -> ForeignRow {
        if self.is_hidden(row) {
            return Vec::new();
        }
        self.note_id(row);
        cells(self.source.dom, row).into_iter().map(|cell| self.cell(cell)).collect()
    }

    fn cell(&mut self, cell: DomId) -> ForeignCell {
        let dom = self.source.dom;
        self.note_id(cell);
        let count = |name: &str, most: u32| {
            let written =
                dom.attribute(cell, name).and_then(|count| count.trim().parse::<u32>().ok());
            written.unwrap_or(1).clamp(1, most)
        };
        ForeignCell {
            is_heading: dom.name(cell) == "th",
            side: side(dom, cell),
            columns: count("colspan", MOST_COLUMNS),
            rows: count("rowspan", MOST_ROWS),
            blocks: self.blocks(cell),
        }
    }
}

/// The rows of a table, without those of tables in it.
fn rows(dom: &Dom, table: DomId) -> Vec<DomId> {
    let mut rows = Vec::new();
    for child in dom.children(table) {
        match dom.name(*child) {
            "tr" => rows.push(*child),
            "thead" | "tbody" | "tfoot" => {
                rows.extend(
                    dom.children(*child).iter().copied().filter(|row| dom.name(*row) == "tr"),
                );
            }
            _ => {}
        }
    }
    rows
}

fn cells(dom: &Dom, row: DomId) -> Vec<DomId> {
    let cells = dom.children(row).iter().copied();
    cells.filter(|cell| matches!(dom.name(*cell), "td" | "th")).collect()
}

/// Whether a row holds headings of columns: all its cells are headings.
fn is_head(dom: &Dom, row: DomId) -> bool {
    let is_in_head = dom.parent(row).is_some_and(|parent| dom.name(parent) == "thead");
    let cells = cells(dom, row);
    is_in_head || (!cells.is_empty() && cells.iter().all(|cell| dom.name(*cell) == "th"))
}

/// Whether a table is no table of values: it says so, or it has neither headings nor a caption, and holds parts of a page.
fn is_layout(dom: &Dom, table: DomId, rows: &[DomId]) -> bool {
    if dom.has_role(table, "presentation") || dom.has_role(table, "none") {
        return true;
    }
    let cells: Vec<DomId> = rows.iter().flat_map(|row| cells(dom, *row)).collect();
    let has_headings = cells.iter().any(|cell| dom.name(*cell) == "th");
    let has_caption = dom.children(table).iter().any(|child| dom.name(*child) == "caption");
    let parts = ["h1", "h2", "h3", "h4", "h5", "h6", "table", "hr", "main", "article"];
    let holds_parts =
        |cell: &DomId| dom.below(*cell).into_iter().any(|id| parts.contains(&dom.name(id)));
    !has_headings && !has_caption && (cells.len() == 1 || cells.iter().any(holds_parts))
}

/// Where the words of a cell stand, by its attribute or its style.
fn side(dom: &Dom, cell: DomId) -> Side {
    let style = dom.attribute(cell, "style").unwrap_or_default();
    let mut rules = style.split(';').filter_map(|rule| rule.split_once(':'));
    let aligned = rules.find(|(name, _)| name.trim().eq_ignore_ascii_case("text-align"));
    let value = aligned.map(|(_, value)| value).or_else(|| dom.attribute(cell, "align"));
    match value.unwrap_or_default().trim().to_ascii_lowercase().as_str() {
        "left" => Side::Left,
        "center" => Side::Center,
        "right" => Side::Right,
        _ => Side::Unsaid,
    }
}
