//! Tables of data files, which pages show as tables and charts.

use crate::source::Span;
use crate::yaml::{Aim, KeyPath, PathStep, Slice};

/// A table of a data file: its columns have names, and every row has a cell for each.
#[derive(Debug)]
pub(crate) struct DataTable {
    pub(crate) columns: Vec<String>,
    /// As written, without spaces around.
    pub(crate) rows: Vec<Vec<String>>,
    pub(crate) places: CellPlaces,
}

/// Where the cells of a table stand in their file.
#[derive(Debug)]
pub(crate) enum CellPlaces {
    /// By row and column.
    Spans(Vec<Vec<Span>>),
    /// A list of blocks whose keys are the columns.
    Blocks(Slice),
    /// A list of lists, of which the first one names the columns.
    Lists(Slice),
}

/// Numbers outside of these limits are mistakes, and no chart has a scale for them.
const SMALLEST: f64 = 1e-9;
const LARGEST: f64 = 1e15;

/// The endings of data files.
pub(crate) const DATA_ENDINGS: [&str; 4] = ["csv", "tsv", "yaml", "yml"];

/// Whether a file of this name can hold a table.
pub(crate) fn is_data_file(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    DATA_ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

impl DataTable {
    /// The position of a column.
    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    /// The number in a cell; `None` if it holds none.
    pub(crate) fn number(&self, row: usize, column: usize) -> Option<f64> {
        number(&self.rows[row][column])
    }

    /// Whether every cell of a column holds a number or nothing, and one of them a number.
    pub(crate) fn is_numeric(&self, column: usize) -> bool {
        let mut cells =
            self.rows.iter().map(|row| &row[column]).filter(|cell| !cell.is_empty()).peekable();
        cells.peek().is_some() && cells.all(|cell| number(cell).is_some())
    }

    /// Where a cell stands.
    pub(crate) fn place(&self, row: usize, column: usize) -> Span {
        let (slice, row, step) = match &self.places {
            CellPlaces::Spans(spans) => return spans[row][column],
            CellPlaces::Blocks(slice) => (slice, row, PathStep::Key(self.columns[column].clone())),
            CellPlaces::Lists(slice) => (slice, row + 1, PathStep::Index(column)),
        };
        slice.locate(&KeyPath::default().then(PathStep::Index(row)).then(step), Aim::Value)
    }

    /// All words of some columns, a line for each row.
    pub(crate) fn text(&self, columns: &[usize]) -> String {
        let heading = columns.iter().map(|column| self.columns[*column].as_str());
        let mut text = heading.collect::<Vec<_>>().join(" ");
        for row in &self.rows {
            text.push('\n');
            let cells = columns.iter().map(|column| row[*column].as_str());
            text.push_str(&cells.collect::<Vec<_>>().join(" "));
        }
        text
    }
}

/// A number as people write them: digits and a point, perhaps spaces between groups, a typographic
/// minus, or a percent sign at the end.
fn number(cell: &str) -> Option<f64> {
    let cell = cell.strip_suffix('%').unwrap_or(cell).trim_end();
    let plain: String = cell
        .chars()
        .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}'))
        .map(|c| if c == '\u{2212}' { '-' } else { c })
        .collect();
    // Rust also reads `inf` and `nan`.
    let mut signs = plain.chars();
    if !signs.all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E')) {
        return None;
    }
    let number: Option<f64> = plain.parse().ok();
    number.filter(|number| *number == 0.0 || (SMALLEST..=LARGEST).contains(&number.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, expected) in [
            ("12", Some(12.0)),
            ("-1.5", Some(-1.5)),
            ("\u{2212}3", Some(-3.0)),
            ("30 000", Some(30000.0)),
            ("45 %", Some(45.0)),
            ("1,5", None),
            ("inf", None),
            ("1e999", None),
            ("1e300", None),
            ("5e-324", None),
            ("0", Some(0.0)),
            ("", None),
            ("%", None),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
    }
}
