//! Data files to [`DataTable`]s: comma-separated values, and YAML.
//!
//! In: the text of a file that some page shows. Out: a table whose rows are all as long as its heading,
//! and a diagnostic for each that is not, by row and column.

mod csv;
mod yaml;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::percent;
use crate::site::{ContentPath, DataTable, LinkKind, Page, split_destination};
use crate::source::{SourceFile, Span};

/// Rows of a table on a page at most, and columns.
const MOST_ROWS: usize = 2000;
const MOST_COLUMNS: usize = 1000;

/// The tables of a site, by the path of their files.
pub(crate) type Tables = BTreeMap<ContentPath, Arc<DataTable>>;

/// The files that pages show as data.
pub(crate) fn data_files(pages: &[Arc<Page>]) -> BTreeSet<ContentPath> {
    let mut files = BTreeSet::new();
    for page in pages {
        let named = page.embeds().map(|embed| &page.document.links[embed.link]);
        files.extend(named.filter(|link| link.kind == LinkKind::Data).flat_map(|link| {
            let (written, ..) = split_destination(page.read(link.destination));
            let decoded = percent::decode(written);
            let path = decoded.as_deref().unwrap_or(written);
            // Seen from where the page lies, too: a folder of a language may have files of its own.
            let folders = [page.written.folder(), page.file.folder()];
            folders.map(|folder| ContentPath::resolve(folder, path)).into_iter().flatten()
        }));
    }
    files
}

/// Reads data files.
pub(crate) fn data(
    files: &[(ContentPath, Arc<SourceFile>)],
    diagnostics: &mut Diagnostics,
) -> Tables {
    let mut tables = Tables::new();
    for (path, file) in files {
        let name = path.file_name().to_lowercase();
        let table = if name.ends_with(".yaml") || name.ends_with(".yml") {
            yaml::table(file, diagnostics)
        } else {
            csv::table(file, name.ends_with(".tsv"), diagnostics)
        };
        if let Some(mut table) = table {
            if table.rows.len() > MOST_ROWS {
                let count = table.rows.len();
                let message =
                    format!("a page shows {MOST_ROWS} rows at most, and there are {count}");
                let problem = invalid(message, table.place(MOST_ROWS, 0));
                diagnostics.push(problem.help("show a part of it, and link to the whole file"));
                table.rows.truncate(MOST_ROWS);
            }
            tables.insert(path.clone(), Arc::new(table));
        }
    }
    tables
}

fn invalid(message: impl Into<String>, span: Span) -> Diagnostic {
    Diagnostic::new(Code::InvalidData, message).at(span)
}

/// A file that has no columns.
fn no_table(file: &SourceFile) -> Diagnostic {
    let problem = invalid("the file holds no table", file.span(0, 0));
    problem.help("write the names of the columns on its first line, and a row on each other one")
}

/// Reports columns without a name, and those of one name.
/// Returns whether there are not too many.
fn check_columns(
    columns: &[String],
    place: impl Fn(usize) -> Span,
    diagnostics: &mut Diagnostics,
) -> bool {
    if columns.len() > MOST_COLUMNS {
        let count = columns.len();
        let message = format!("a page shows {MOST_COLUMNS} columns at most, and there are {count}");
        let problem = invalid(message, place(MOST_COLUMNS));
        diagnostics.push(problem.help("show a part of them, and link to the whole file"));
        return false;
    }
    let mut known = HashSet::new();
    for (at, name) in columns.iter().enumerate() {
        if name.is_empty() {
            let message = format!("column {} has no name", at + 1);
            diagnostics.push(invalid(message, place(at)).help("write one on the first line"));
        } else if !known.insert(name) {
            let message = format!("two columns are called `{name}`");
            diagnostics.push(invalid(message, place(at)).help("rename one of them"));
        }
    }
    true
}

/// Makes a row as long as the heading, and says so where it was not. `row` counts from 1.
fn fit(
    cells: &mut Vec<String>,
    columns: &[String],
    row: usize,
    place: Span,
    diagnostics: &mut Diagnostics,
) {
    if cells.len() != columns.len() {
        let (cell_count, column_count) = (cells.len(), columns.len());
        let message = format!("row {row} has {cell_count} cells for {column_count} columns");
        let problem = invalid(message, place);
        let missing = columns.get(cell_count).map(|name| {
            format!("the first one that it lacks is `{name}`; an empty cell is written, too")
        });
        let help = missing.unwrap_or_else(|| {
            "remove the last ones; a cell that holds the divider stands in quotation marks"
                .to_owned()
        });
        diagnostics.push(problem.help(help));
        cells.resize(width(columns, row), String::new());
    }
}

/// How many cells a row gets; one that no page shows, none.
fn width(columns: &[String], row: usize) -> usize {
    if row > MOST_ROWS { 0 } else { columns.len() }
}
