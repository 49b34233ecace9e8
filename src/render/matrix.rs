//! Two collections and the relation between them as a table, and as comma-separated values.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::languages;
use super::navigation::link_to;
use super::view::{
    LinkView, LocaleInfoView, MatrixCellView, MatrixHeadView, MatrixRowView, MatrixView,
    TermNameView,
};
use crate::config::{Config, MatrixSchema, Vocabulary};
use crate::site::{Entry, Links, PageId, RelatedPage, RelationSide, Site, UrlPath};

/// The table of a matrix.
pub(super) fn view(
    schema: &MatrixSchema,
    entry: &Entry,
    site: &Site,
    links: &Links,
    config: &Config,
) -> MatrixView {
    let rows = rows(schema, site, links, config);
    let columns = columns(&site.collections[schema.columns], &rows, site);
    let (row_schema, column_schema) =
        (&config.collections[schema.rows], &config.collections[schema.columns]);
    let row_gaps = rows.iter().filter(|row| row.count == 0);
    let column_gaps = columns.iter().filter(|column| column.count == 0);
    let csv = entry.companion().map(|path| UrlPath::of_file(path.as_str()).encoded());
    MatrixView {
        label: schema.label.clone(),
        rows_label: row_schema.label.clone(),
        rows_singular: row_schema.singular.clone(),
        columns_label: column_schema.label.clone(),
        columns_singular: column_schema.singular.clone(),
        relation_label: relation_label(schema, config),
        row_gaps: row_gaps.map(|row| link(&row.title, &row.url, row.language.as_ref())).collect(),
        column_gaps: column_gaps
            .map(|column| link(&column.title, &column.url, column.language.as_ref()))
            .collect(),
        pairs: rows.iter().map(|row| row.count).sum(),
        csv: csv.unwrap_or_default(),
        strengths: strengths(schema, &rows, config),
        columns,
        rows,
    }
}

fn rows(schema: &MatrixSchema, site: &Site, links: &Links, config: &Config) -> Vec<MatrixRowView> {
    let columns = site.collections[schema.columns].iter().enumerate();
    let column_of: HashMap<PageId, usize> = columns.map(|(at, page)| (*page, at)).collect();
    let rows = site.collections[schema.rows].iter().map(|row| {
        let LinkView { title, url, language } = link_to(site.entry_of_page(*row), site);
        let cells = cells(*row, &column_of, schema, site, links, config);
        let count = cells.iter().filter(|cell| cell.filled).count();
        MatrixRowView { title, url, count, language, cells }
    });
    rows.collect()
}

/// The cells of a row: those of related pages are filled.
fn cells(
    row: PageId,
    column_of: &HashMap<PageId, usize>,
    schema: &MatrixSchema,
    site: &Site,
    links: &Links,
    config: &Config,
) -> Vec<MatrixCellView> {
    let side = side(schema);
    let mut cells = Vec::new();
    cells.resize_with(column_of.len(), MatrixCellView::default);
    let related = links.relations.of_pages[row].iter();
    for other in related.filter(|other| other.field == schema.relation && other.side == side) {
        let Some(at) = column_of.get(&other.page) else {
            continue;
        };
        cells[*at] = MatrixCellView {
            filled: true,
            reason: other.reason.clone(),
            reason_language: reason_language(other, site),
            strength: strength(other, config),
        };
    }
    cells
}

fn columns(pages: &[PageId], rows: &[MatrixRowView], site: &Site) -> Vec<MatrixHeadView> {
    let columns = pages.iter().enumerate().map(|(at, page)| {
        let LinkView { title, url, language } = link_to(site.entry_of_page(*page), site);
        let count = rows.iter().filter(|row| row.cells[at].filled).count();
        MatrixHeadView { title, url, count, language }
    });
    columns.collect()
}

fn link(title: &str, url: &str, language: Option<&LocaleInfoView>) -> LinkView {
    LinkView { title: title.to_owned(), url: url.to_owned(), language: language.cloned() }
}

/// The side of the relation on which the rows are.
fn side(schema: &MatrixSchema) -> RelationSide {
    if schema.relation.collection == schema.rows {
        RelationSide::Forward
    } else {
        RelationSide::Inverse
    }
}

fn relation_label(schema: &MatrixSchema, config: &Config) -> String {
    match side(schema) {
        RelationSide::Inverse => config.relation(schema.relation).inverse_label.clone(),
        RelationSide::Forward => config.field(schema.relation).label.clone(),
    }
}

/// The language of a relation's reason, if it is not that of the locale site.
pub(super) fn reason_language(related: &RelatedPage, site: &Site) -> Option<LocaleInfoView> {
    let (page, position) = related.written;
    let page = site.page(page);
    let writer = match (&page.original, page.front_matter.relations.get(position)) {
        (Some(original), Some(written)) if written.is_reason_inherited => original,
        _ => page,
    };
    languages::lang_override(writer, site)
}

/// The name of a relation's strength.
pub(super) fn strength(related: &RelatedPage, config: &Config) -> Option<TermNameView> {
    let vocabulary = config.relation(related.field).strength?;
    Some(term_name(&config.vocabularies[vocabulary], related.strength?))
}

fn term_name(vocabulary: &Vocabulary, position: usize) -> TermNameView {
    let term = &vocabulary.terms[position];
    TermNameView { value: term.value.clone(), label: term.label.clone(), rank: position + 1 }
}

/// The strengths in the cells of a table, in the order of the vocabulary.
fn strengths(schema: &MatrixSchema, rows: &[MatrixRowView], config: &Config) -> Vec<TermNameView> {
    let Some(vocabulary) = config.relation(schema.relation).strength else { return Vec::new() };
    let cells = rows.iter().flat_map(|row| &row.cells);
    let used: HashSet<usize> =
        cells.filter_map(|cell| Some(cell.strength.as_ref()?.rank)).collect();
    let vocabulary = &config.vocabularies[vocabulary];
    let names = (0..vocabulary.terms.len()).map(|position| term_name(vocabulary, position));
    names.filter(|name| used.contains(&name.rank)).collect()
}

/// One line a pair, and one a row without any (RFC 4180: lines end in CR LF, quotes are doubled).
pub(super) fn csv(view: &MatrixView, strings: &BTreeMap<String, String>) -> String {
    let [strength, reason] = ["matrix_strength", "matrix_reason"]
        .map(|key| strings.get(key).map_or(key, String::as_str));
    let mut csv = csv_line([&view.rows_singular, &view.columns_singular, strength, reason]);
    for row in &view.rows {
        if row.count == 0 {
            csv += &csv_line([&row.title, "", "", ""]);
        }
        for (column, cell) in view.columns.iter().zip(&row.cells) {
            if cell.filled {
                let strength = cell.strength.as_ref().map_or("", |strength| &strength.label);
                let reason = cell.reason.as_deref().unwrap_or("");
                csv += &csv_line([&row.title, &column.title, strength, reason]);
            }
        }
    }
    csv
}

fn csv_line(cells: [&str; 4]) -> String {
    cells.map(csv_cell).join(",") + "\r\n"
}

/// Quoted where a comma, a quote or a line break asks for it, and guarded so that no spreadsheet
/// reads it as a formula.
fn csv_cell(text: &str) -> String {
    let guarded = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    if text.contains([',', '"', '\n', '\r']) || !guarded.is_empty() {
        format!("\"{guarded}{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_survive_a_spreadsheet() {
        assert_eq!(csv_cell("plain"), "plain");
        assert_eq!(csv_cell("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(csv_cell("=SUM(A1)"), "\"'=SUM(A1)\"");
    }
}
