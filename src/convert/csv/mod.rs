//! A table of values: each row is a page of a collection, each column a field of it.

mod columns;
mod dates;
mod rows;
#[cfg(test)]
mod tests;

use std::path::Path;

use super::folder::bytes;
use super::markdown::{self, TargetMarks};
use super::names::FreePaths;
use super::tree::{ForeignBlock, ForeignInline, ForeignText, single_line, tidied};
use super::{Conversion, ConvertOptions, ConvertedPage, Loss, LossPlace, PlainValue, encoding};
use crate::diagnostic::{Code, Diagnostic, listed};
use crate::nearest::nearest;
use crate::site::Slug;
use columns::{Column, ColumnKind};
use rows::{Row, TableText};

/// Rows of a table at most: each is a page.
const MOST_ROWS: usize = 100_000;

/// Converts a table whose first line names the columns.
pub(super) fn convert(source: &Path, options: &ConvertOptions) -> Result<Conversion, Diagnostic> {
    let name = source.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let table = rows::read(&encoding::plain_text(&bytes(source)?));
    if table.names.is_empty() || table.rows.is_empty() {
        let message = format!("{name} holds no table");
        let problem = Diagnostic::new(Code::InvalidData, message);
        return Err(problem.help(
            "write the names of the columns on its first line, and a row on each other one",
        ));
    }
    if table.rows.len() > MOST_ROWS {
        let message = format!("{name} has more than {MOST_ROWS} rows, and each would be a page");
        return Err(
            Diagnostic::new(Code::FileTooLarge, message).help("divide the table into several")
        );
    }
    let title = title_column(&table, options, &name)?;
    let columns = columns::of(&table, title);
    let stem = name.rsplit_once('.').map_or(&*name, |(stem, _)| stem);
    let collection = Collection { name: collection_name(stem), label: label(stem), columns };
    Ok(collection.conversion(&table, &name))
}

/// The column with the titles of pages: the one that is asked for, or one that is called so, or the first one.
fn title_column(
    table: &TableText,
    options: &ConvertOptions,
    name: &str,
) -> Result<usize, Diagnostic> {
    let position =
        |wanted: &str| table.names.iter().position(|own| own.eq_ignore_ascii_case(wanted));
    let Some(wanted) = &options.title_column else {
        return Ok(["title", "name"].into_iter().find_map(position).unwrap_or(0));
    };
    position(wanted).ok_or_else(|| {
        let message = format!("{name} has no column `{wanted}`");
        let names = || table.names.iter().map(String::as_str);
        let problem = Diagnostic::new(Code::UnknownName, message);
        match nearest(wanted, names()) {
            Some(near) => problem.did_you_mean(Some(near)),
            None => problem.help(format!("name one of {}", listed(names()))),
        }
    })
}

/// The name of a collection by the name of its file; `tags` is a folder of the program's own.
fn collection_name(stem: &str) -> String {
    let name = Slug::new(stem).as_str().to_owned();
    if name == "tags" { "tags-table".to_owned() } else { name }
}

fn label(name: &str) -> String {
    let words = single_line(&name.replace(['-', '_'], " "));
    let mut letters = words.chars();
    letters.next().map_or(words.clone(), |first| first.to_uppercase().chain(letters).collect())
}

/// A table as a collection.
struct Collection {
    name: String,
    label: String,
    columns: Vec<Column>,
}

impl Collection {
    fn conversion(self, table: &TableText, source: &str) -> Conversion {
        let mut conversion = Conversion { settings: self.settings(), ..Conversion::default() };
        let mut paths = FreePaths::default();
        for column in self.columns.iter().filter(|column| column.kind == ColumnKind::Empty) {
            let rule = "a column without values is left out";
            conversion.losses.push(Loss::new(source, "empty-column", column.label.as_str(), rule));
        }
        for column in self.columns.iter().filter(|column| column.is_ambiguous) {
            let rule = "the days of this column stay words, because day and month could be either; write them as 2026-03-31";
            conversion.losses.push(Loss::new(
                source,
                "ambiguous-days",
                column.label.as_str(),
                rule,
            ));
        }
        for row in &table.rows {
            if row.is_empty() {
                let loss = Loss::new(source, "empty-row", "", "a row without values is no page");
                conversion.losses.push(loss.at(LossPlace::Row(row.number)));
                continue;
            }
            for cell in row.cells.iter().skip(table.names.len()).filter(|cell| !cell.is_empty()) {
                let rule = "the cell is left out, because the first line names no column for it";
                let loss = Loss::new(source, "extra-cell", cell.as_str(), rule);
                conversion.losses.push(loss.at(LossPlace::Row(row.number)));
            }
            conversion.pages.push(self.page(row, &mut paths));
        }
        conversion
    }

    fn page(&self, row: &Row, paths: &mut FreePaths) -> ConvertedPage {
        let titles = self.columns.iter().filter(|column| column.kind == ColumnKind::Title);
        let title = titles.map(|column| row.cell(column.position)).next().unwrap_or_default();
        // A row without a title is called by its first value.
        let title = std::iter::once(title)
            .chain(row.cells.iter().map(String::as_str))
            .find(|cell| !cell.is_empty());
        let title = single_line(title.unwrap_or_default());
        let slug = Slug::new(&title);
        let stem = if matches!(slug.as_str(), "index" | "readme") {
            format!("{}-page", slug.as_str())
        } else {
            slug.as_str().to_owned()
        };
        let path = paths.take(&format!("{}/{stem}.md", self.name));
        let mut front_matter = Vec::new();
        let mut text = String::new();
        for column in &self.columns {
            let cell = row.cell(column.position);
            if column.kind == ColumnKind::Body {
                text = paragraphs(cell);
            } else if let Some(value) = column.value(cell) {
                front_matter.push((column.key.clone(), value));
            }
        }
        ConvertedPage { path, title, front_matter, text, old_address: None }
    }

    fn settings(&self) -> Vec<(String, PlainValue)> {
        let text = |words: &str| PlainValue::Text(words.to_owned());
        let mut settings = vec![("title".to_owned(), text(&self.label))];
        let vocabularies: Vec<_> =
            self.columns.iter().filter_map(|it| it.vocabulary(&self.name)).collect();
        if !vocabularies.is_empty() {
            settings.push(("vocabularies".to_owned(), PlainValue::Block(vocabularies)));
        }
        let fields = self.columns.iter().filter_map(|column| column.field(&self.name)).collect();
        let collection = vec![
            ("label".to_owned(), text(&self.label)),
            ("folder".to_owned(), text(&self.name)),
            ("order".to_owned(), text("title")),
            ("fields".to_owned(), PlainValue::Block(fields)),
        ];
        let collections = vec![(self.name.clone(), PlainValue::Block(collection))];
        settings.push(("collections".to_owned(), PlainValue::Block(collections)));
        settings
    }
}

/// Plain text as Markdown: empty lines end a paragraph, and other lines stay lines.
fn paragraphs(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let parts = lines.split(|line| line.is_empty()).filter(|part| !part.is_empty());
    let blocks = parts.map(|part| {
        let lines = part.iter().map(|line| ForeignInline::Words((*line).to_owned()));
        let words = lines.flat_map(|line| [ForeignInline::LineBreak, line]);
        ForeignBlock::Paragraph(tidied(words.collect()))
    });
    let text = ForeignText { blocks: blocks.collect(), ..ForeignText::default() };
    markdown::write(&text, TargetMarks::default())
}
