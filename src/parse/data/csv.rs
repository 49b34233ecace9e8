//! Comma-separated values (RFC 4180), also with semicolons or tabs, as spreadsheets write them.

use std::sync::Arc;

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use super::{check_columns, fit, invalid, no_table, width};
use crate::diagnostic::Diagnostics;
use crate::site::{CellPlaces, DataTable};
use crate::source::{SourceFile, Span};

/// A cell and where it stands.
type CsvCell = (String, Span);

pub(super) fn table(
    file: &Arc<SourceFile>,
    has_tabs: bool,
    diagnostics: &mut Diagnostics,
) -> Option<DataTable> {
    let divider = if has_tabs { b'\t' } else { divider(&file.text) };
    let mut records = records(file, divider, diagnostics).into_iter();
    let Some(heading) = records.next() else {
        diagnostics.push(no_table(file));
        return None;
    };
    let (columns, column_places): (Vec<String>, Vec<Span>) = heading.into_iter().unzip();
    if !check_columns(&columns, |at| column_places[at], diagnostics) {
        return None;
    }
    let (mut rows, mut places) = (Vec::new(), Vec::new());
    for (at, record) in records.enumerate() {
        let (mut cells, mut spans): (Vec<String>, Vec<Span>) = record.into_iter().unzip();
        let (first, last) = (spans[0], spans[spans.len() - 1]);
        let whole = Span { end: last.end, ..first };
        fit(&mut cells, &columns, at + 1, whole, diagnostics);
        spans.resize(width(&columns, at + 1).max(1), whole);
        rows.push(cells);
        places.push(spans);
    }
    Some(DataTable { columns, rows, places: CellPlaces::Spans(places) })
}

/// What divides the cells of the first line most often.
fn divider(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut is_quoted = false;
    for byte in text.lines().next().unwrap_or_default().bytes() {
        is_quoted ^= byte == b'"';
        for (divider, count) in counts.iter_mut().filter(|_| !is_quoted) {
            *count += usize::from(byte == *divider);
        }
    }
    // Of equals, the first one.
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    counts.iter().find(|(_, count)| *count == most).map_or(b',', |(divider, _)| *divider)
}

/// The records of a file; lines without anything on them are none, nor are rows of empty cells after the
/// last one, which spreadsheets leave behind.
fn records(file: &SourceFile, divider: u8, diagnostics: &mut Diagnostics) -> Vec<Vec<CsvCell>> {
    let mut reader: Reader = ReaderBuilder::new().delimiter(divider).build();
    let mut at = if file.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let (mut records, mut record) = (Vec::new(), Vec::new());
    // A field is never longer than what is left to read.
    let mut buffer = vec![0; file.text.len() + 1];
    loop {
        let (result, read, written) = reader.read_field(&file.text.as_bytes()[at..], &mut buffer);
        let start = at;
        at += read;
        let record_ends = match result {
            ReadFieldResult::Field { record_end } => record_end,
            // The end of the text is told once more, by an empty input.
            ReadFieldResult::InputEmpty if written > 0 || read > 0 => {
                let field = String::from_utf8_lossy(&buffer[..written]).into_owned();
                let (end, _, more) = reader.read_field(&[], &mut buffer);
                debug_assert_eq!(more, 0, "the field was read whole");
                if matches!(end, ReadFieldResult::Field { .. }) {
                    record.push(cell(file, start, at, &field, diagnostics));
                }
                break;
            }
            ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull | ReadFieldResult::End => {
                break;
            }
        };
        let field = String::from_utf8_lossy(&buffer[..written]).into_owned();
        record.push(cell(file, start, at, &field, diagnostics));
        if record_ends {
            records.push(std::mem::take(&mut record));
        }
    }
    if !record.is_empty() {
        records.push(record);
    }
    let is_empty = |record: &Vec<CsvCell>| record.iter().all(|(cell, _)| cell.is_empty());
    let filled = records.iter().rposition(|record| !is_empty(record)).map_or(0, |last| last + 1);
    records.truncate(filled);
    records
}

/// A cell without spaces around it, and its place without what divides it from others.
fn cell(
    file: &SourceFile,
    start: usize,
    end: usize,
    field: &str,
    diagnostics: &mut Diagnostics,
) -> CsvCell {
    let raw = &file.text[start..end];
    let inner = raw.trim_end_matches([',', ';', '\t', '\r', '\n']);
    let before = inner.len() - inner.trim_start().len();
    let span = file.span(start + before, start + inner.trim_end().len().max(before));
    if let Some(problem) = inner.trim().strip_prefix('"').and_then(quotation_problem) {
        let help = "close the cell at its end, and write two marks for one inside of it";
        diagnostics.push(invalid(problem, span).help(help));
    }
    (field.trim().to_owned(), span)
}

/// What is wrong with a cell in quotation marks, by what stands behind its first one.
fn quotation_problem(rest: &str) -> Option<&'static str> {
    let without_pairs = rest.replace("\"\"", "");
    match without_pairs.find('"') {
        None => Some("a quotation mark is not closed"),
        Some(end) if end + 1 == without_pairs.len() => None,
        Some(_) => Some("there is text behind the quotation mark that closes the cell"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn read(text: &str) -> (Option<DataTable>, Arc<SourceFile>, usize) {
        let mut sources = Sources::default();
        let file = sources.add("a.csv".to_owned(), text.to_owned());
        let mut diagnostics = Diagnostics::default();
        let table = table(&file, false, &mut diagnostics);
        let count = diagnostics.finish(&crate::diagnostic::Levels::default()).len();
        (table, file, count)
    }

    #[test]
    fn cells_are_read_with_their_places() {
        let text = "\u{feff}Year,\"Who, where\",N\r\n2019,\"a \"\"b\"\"\", 3 \r\n\r\n2020,,45 %";
        let (table, file, problems) = read(text);
        let table = table.expect("it is one");
        assert_eq!(problems, 0);
        assert_eq!(table.columns, ["Year", "Who, where", "N"]);
        assert_eq!(table.rows, [["2019", "a \"b\"", "3"], ["2020", "", "45 %"]]);
        let at = |row, column| &file.text[table.place(row, column).range()];
        assert_eq!(at(0, 0), "2019");
        assert_eq!(at(0, 2), "3");
        assert_eq!(at(1, 2), "45 %");
    }

    #[test]
    fn spreadsheets_of_other_countries_divide_by_semicolons() {
        let (table, _, problems) = read("a;\"b,c,d\";e\n1;2,5;3\n");
        assert_eq!(table.expect("it is one").rows, [["1", "2,5", "3"]]);
        assert_eq!(problems, 0);
    }

    #[test]
    fn every_row_is_as_long_as_the_heading_and_odd_ones_are_told() {
        let (table, _, problems) = read("a,b,a\n1\n1,2,3,4\n\"x,y\n");
        let table = table.expect("it is one");
        assert!(table.rows.iter().all(|row| row.len() == 3), "{:?}", table.rows);
        assert_eq!(problems, 5, "two columns of one name, three rows, and a mark that is open");
        let (table, _, problems) = read("a,b\n,\n1,2\n,\n,\n");
        assert_eq!((table.expect("it is one").rows.len(), problems), (2, 0));
        let (_, _, problems) = read("a,b\n\"x\"y,1\n\"x\"\"y\",\"\"\"z\"\n\"x\"y\",2\n");
        assert_eq!(problems, 2, "text behind a closing mark, twice");
        for nothing in ["", "\n\n", "\u{feff}", ",,\n,,\n"] {
            let (table, _, problems) = read(nothing);
            assert!(table.is_none() && problems == 1, "{nothing:?}");
        }
    }
}
