//! Tables in YAML: a list of blocks whose keys are the columns, or a list of lists of which the first
//! one names them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::{MOST_ROWS, check_columns, fit, invalid, no_table, width};
use crate::diagnostic::Diagnostics;
use crate::site::{CellPlaces, DataTable};
use crate::source::SourceFile;
use crate::yaml::{Slice, Value, YamlDocument, YamlNode};

pub(super) fn table(file: &Arc<SourceFile>, diagnostics: &mut Diagnostics) -> Option<DataTable> {
    let document = YamlDocument::parse(Slice::whole(file), diagnostics);
    if document.root == Value::Null {
        diagnostics.push(no_table(file));
        return None;
    }
    let rows = document.node().list(diagnostics)?;
    let is_empty = match rows.first().map(|row| row.value) {
        None => true,
        Some(Value::List(cells)) => cells.is_empty(),
        Some(Value::Map(cells)) => cells.is_empty(),
        Some(_) => {
            diagnostics.push(rows[0].wrong_type("a block of keys, or a list"));
            return None;
        }
    };
    if is_empty {
        diagnostics.push(no_table(file));
        return None;
    }
    match rows[0].value {
        Value::List(_) => lists(&rows, &document.slice, diagnostics),
        _ => blocks(&rows, &document.slice, diagnostics),
    }
}

/// Columns that a row lacks of which it is told, at most.
const MOST_MISSING: usize = 10;

/// The first block has the columns, and all others have the same ones.
fn blocks(
    rows: &[YamlNode<'_>],
    slice: &Slice,
    diagnostics: &mut Diagnostics,
) -> Option<DataTable> {
    let first = rows.first()?.entries(diagnostics);
    let columns: Vec<String> = first.iter().map(|(name, _)| (*name).to_owned()).collect();
    if !check_columns(&columns, |at| first[at].1.key_span(), diagnostics) {
        return None;
    }
    let known: HashSet<&str> = columns.iter().map(String::as_str).collect();
    let mut table = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        if at >= MOST_ROWS {
            table.push(Vec::new());
            continue;
        }
        let entries = if at == 0 { first.clone() } else { row.entries(diagnostics) };
        if !matches!(row.value, Value::Map(_)) {
            table.push(vec![String::new(); columns.len()]);
            continue;
        }
        let by_name: HashMap<&str, &YamlNode<'_>> =
            entries.iter().map(|(name, node)| (*name, node)).collect();
        for (name, node) in &entries {
            if !known.contains(name) {
                let message = format!("row {} has `{name}`, which the first row has not", at + 1);
                let near = node.nearest(name, columns.iter().map(String::as_str));
                diagnostics.push(invalid(message, node.key_span()).did_you_mean(near));
            }
        }
        let mut missing = 0;
        let cells = columns.iter().map(|column| match by_name.get(column.as_str()) {
            Some(node) => cell(node, diagnostics),
            None if missing == MOST_MISSING => String::new(),
            None => {
                missing += 1;
                let message = format!("row {} has no `{column}`", at + 1);
                let problem = invalid(message, row.span());
                diagnostics.push(problem.help(format!("add it; an empty cell is `{column}:`")));
                String::new()
            }
        });
        table.push(cells.collect());
    }
    Some(DataTable { columns, rows: table, places: CellPlaces::Blocks(slice.clone()) })
}

fn lists(rows: &[YamlNode<'_>], slice: &Slice, diagnostics: &mut Diagnostics) -> Option<DataTable> {
    let mut read = |node: &YamlNode<'_>| -> Option<Vec<String>> {
        let cells = node.list(diagnostics)?;
        Some(cells.iter().map(|node| cell(node, diagnostics)).collect())
    };
    let columns = read(rows.first()?)?;
    let heading = &rows[0];
    let body: Vec<(&YamlNode<'_>, Vec<String>)> =
        rows[1..].iter().map(|node| (node, read(node).unwrap_or_default())).collect();
    if !check_columns(&columns, |_| heading.span(), diagnostics) {
        return None;
    }
    let table = body.into_iter().enumerate().map(|(at, (node, mut cells))| {
        // One that is no list at all was told.
        let is_list = matches!(node.value, Value::List(_));
        if is_list {
            fit(&mut cells, &columns, at + 1, node.span(), diagnostics);
        }
        cells.resize(width(&columns, at + 1), String::new());
        cells
    });
    let rows = table.collect();
    Some(DataTable { columns, rows, places: CellPlaces::Lists(slice.clone()) })
}

/// A cell is text, a number, or nothing.
fn cell(node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> String {
    match node.value {
        Value::Null => String::new(),
        _ => node.text(diagnostics).unwrap_or_default().trim().to_owned(),
    }
}
