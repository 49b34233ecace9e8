//! The cells of a table (RFC 4180), divided by commas, semicolons, tabs or bars.

use csv_core::{ReadFieldResult, ReaderBuilder};

/// A table as it is written.
pub(super) struct TableText {
    /// The names of the columns.
    pub(super) names: Vec<String>,
    pub(super) rows: Vec<Row>,
}

pub(super) struct Row {
    /// From 1, without the line of names.
    pub(super) number: usize,
    /// Without blanks at their ends.
    pub(super) cells: Vec<String>,
}

impl Row {
    /// The cell of a column; empty where the row is too short.
    pub(super) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.cells.iter().all(String::is_empty)
    }
}

pub(super) fn read(text: &str) -> TableText {
    let text = text.trim_start_matches('\u{feff}').trim_start_matches(['\r', '\n']);
    let (divider, text) = divider(text);
    let mut records =
        records(text, divider).into_iter().skip_while(|cells| cells.iter().all(String::is_empty));
    let names = records.next().unwrap_or_default();
    let rows = records.enumerate().map(|(at, cells)| Row { number: at + 1, cells });
    let mut rows: Vec<Row> = rows.collect();
    // Spreadsheets leave empty rows behind the last one.
    while rows.last().is_some_and(Row::is_empty) {
        rows.pop();
    }
    TableText { names, rows }
}

/// What divides the cells, and the text without the line in which some spreadsheets say so: `sep=;`.
fn divider(text: &str) -> (u8, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.trim().strip_prefix("sep=").map(str::as_bytes) {
        Some([divider]) => (*divider, rest),
        _ => (most_common_divider(first), text),
    }
}

/// The divider that the first line has most often outside of quotation marks; of equals, the first one.
fn most_common_divider(line: &str) -> u8 {
    let outside: String = line.split('"').step_by(2).collect();
    let count = |divider: &u8| outside.bytes().filter(|byte| byte == divider).count();
    let dividers = [b'|', b'\t', b';', b','];
    dividers.into_iter().max_by_key(count).unwrap_or(b',')
}

fn records(text: &str, divider: u8) -> Vec<Vec<String>> {
    let mut reader = ReaderBuilder::new().delimiter(divider).build();
    let mut input = text.as_bytes();
    // A field is never longer than what is left to read.
    let mut buffer = vec![0; text.len() + 1];
    let (mut records, mut record, mut field) = (Vec::new(), Vec::new(), Vec::new());
    loop {
        let (result, read, written) = reader.read_field(input, &mut buffer);
        input = &input[read..];
        field.extend_from_slice(&buffer[..written]);
        match result {
            ReadFieldResult::Field { record_end } => {
                record.push(String::from_utf8_lossy(&field).trim().to_owned());
                field.clear();
                if record_end {
                    records.push(std::mem::take(&mut record));
                }
            }
            // The end is told once more, by an empty input.
            ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
            ReadFieldResult::End => return records,
        }
    }
}
