//! Two collections and the relation between them as a table, and as comma-separated values.

use std::collections::{BTreeMap, HashMap};

use super::languages;
use super::navigation::link_to;
use super::view::{
    LinkView, MatrixCellView, MatrixHeadView, MatrixRowView, MatrixView, SpokenView, TermNameView,
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
    let columns = &site.collections[schema.columns];
    let column_of: HashMap<PageId, usize> =
        columns.iter().enumerate().map(|(at, page)| (*page, at)).collect();
    let side = side(schema);
    let mut counts = vec![0; columns.len()];
    let mut rows = Vec::new();
    let mut used_strengths = Vec::new();
    for row in &site.collections[schema.rows] {
        let mut cells: Vec<MatrixCellView> = Vec::new();
        cells.resize_with(columns.len(), || MatrixCellView {
            filled: false,
            reason: None,
            reason_language: None,
            strength: None,
        });
        let related = links.relations.of_pages[*row].iter();
        for other in related.filter(|other| other.field == schema.relation && other.side == side) {
            let Some(at) = column_of.get(&other.page) else {
                continue;
            };
            counts[*at] += 1;
            used_strengths.extend(other.strength);
            cells[*at] = MatrixCellView {
                filled: true,
                reason: other.reason.clone(),
                reason_language: reason_language(other, site),
                strength: strength(other, config),
            };
        }
        let LinkView { title, url, language } = link_to(site.entry_of_page(*row), site);
        let count = cells.iter().filter(|cell| cell.filled).count();
        rows.push(MatrixRowView { title, url, count, language, cells });
    }
    let columns: Vec<MatrixHeadView> = columns
        .iter()
        .zip(counts)
        .map(|(page, count)| {
            let LinkView { title, url, language } = link_to(site.entry_of_page(*page), site);
            MatrixHeadView { title, url, count, language }
        })
        .collect();
    let gap = |title: &str, url: &str, language: &Option<SpokenView>| LinkView {
        title: title.to_owned(),
        url: url.to_owned(),
        language: language.clone(),
    };
    let (row_schema, column_schema) =
        (&config.collections[schema.rows], &config.collections[schema.columns]);
    MatrixView {
        label: schema.label.clone(),
        rows_label: row_schema.label.clone(),
        rows_singular: row_schema.singular.clone(),
        columns_label: column_schema.label.clone(),
        columns_singular: column_schema.singular.clone(),
        relation_label: relation_label(schema, config),
        row_gaps: rows
            .iter()
            .filter(|r| r.count == 0)
            .map(|r| gap(&r.title, &r.url, &r.language))
            .collect(),
        column_gaps: columns
            .iter()
            .filter(|c| c.count == 0)
            .map(|c| gap(&c.title, &c.url, &c.language))
            .collect(),
        pairs: rows.iter().map(|row| row.count).sum(),
        csv: entry
            .companion()
            .map_or_else(String::new, |path| UrlPath::of_file(path.as_str()).encoded()),
        strengths: strengths(schema, &used_strengths, config),
        columns,
        rows,
    }
}

/// From which side of the relation the rows see it.
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

/// The language of a relation's reason, if it is not that of the edition.
pub(super) fn reason_language(related: &RelatedPage, site: &Site) -> Option<SpokenView> {
    let (page, position) = related.written;
    let page = site.page(page);
    let writer = match (&page.original, page.front_matter.relations.get(position)) {
        (Some(original), Some(written)) if written.is_reason_inherited => original,
        _ => page,
    };
    languages::foreign(writer, site)
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

fn strengths(schema: &MatrixSchema, used: &[usize], config: &Config) -> Vec<TermNameView> {
    let Some(vocabulary) = config.relation(schema.relation).strength else { return Vec::new() };
    let terms = config.vocabularies[vocabulary].terms.iter().enumerate();
    terms
        .filter(|(position, _)| used.contains(position))
        .map(|(position, _)| term_name(&config.vocabularies[vocabulary], position))
        .collect()
}

/// One line a pair, and one a row without any (RFC 4180: lines end in CR LF, quotes are doubled).
pub(super) fn csv(view: &MatrixView, strings: &BTreeMap<String, String>) -> String {
    let mut csv = String::new();
    let mut line = |cells: [&str; 4]| {
        let cells: Vec<String> = cells.into_iter().map(csv_cell).collect();
        csv.push_str(&cells.join(","));
        csv.push_str("\r\n");
    };
    let word = |key| strings.get(key).map_or(key, String::as_str);
    let (strength, reason) = (word("matrix_strength"), word("matrix_reason"));
    line([&view.rows_singular, &view.columns_singular, strength, reason]);
    for row in &view.rows {
        if row.count == 0 {
            line([&row.title, "", "", ""]);
        }
        for (column, cell) in view.columns.iter().zip(&row.cells) {
            if cell.filled {
                let strength = cell.strength.as_ref().map_or("", |strength| &strength.label);
                line([&row.title, &column.title, strength, cell.reason.as_deref().unwrap_or("")]);
            }
        }
    }
    csv
}

/// Quoted where a comma, a quote or a line break asks for it, and kept from being read as a
/// formula by a spreadsheet.
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
