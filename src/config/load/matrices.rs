//! Matrices: tables of two collections and a relation between them.

use super::names::{Named, Names};
use super::values::PAGE_PATH;
use crate::config::declare::{AnyText, Declaration, KeyTable, NameKind, NameOf, Spanned, To, key};
use crate::config::{Config, FieldId, MatrixSchema, words_of_name};
use crate::diagnostic::{Code, Diagnostic};

/// A matrix as it is written.
#[derive(Default)]
pub(super) struct DeclaredMatrix {
    label: Option<String>,
    page: Option<Named>,
    rows: Option<Named>,
    columns: Option<Named>,
    relation: Option<Named>,
}

pub(super) static MATRIX: KeyTable<DeclaredMatrix> = KeyTable {
    keys: &[
        key("label", &To(AnyText, |it: &mut DeclaredMatrix, label| it.label = Some(label)))
            .or("the name as words", "The name that readers see."),
        key(
            "rows",
            &To(NameOf(NameKind::Collection), |it: &mut DeclaredMatrix, name| it.rows = Some(name)),
        )
        .required("The collection whose pages are the rows."),
        key(
            "columns",
            &To(NameOf(NameKind::Collection), |it: &mut DeclaredMatrix, name| {
                it.columns = Some(name);
            }),
        )
        .required("The collection whose pages are the columns."),
        key(
            "relation",
            &To(NameOf(NameKind::RelationField), |it: &mut DeclaredMatrix, name| {
                it.relation = Some(name);
            }),
        )
        .required("The field that joins the two."),
        key("page", &To(Spanned(PAGE_PATH), |it: &mut DeclaredMatrix, page| it.page = Some(page)))
            .or("the name with `.md`", "The page of the matrix."),
    ],
    variants: None,
};

/// The matrices of a project; those without two collections and a relation are left out.
pub(super) fn resolve(
    declared: &[Declaration<DeclaredMatrix>],
    config: &Config,
    names: &mut Names<'_>,
) -> Vec<MatrixSchema> {
    declared.iter().filter_map(|it| matrix(it, config, names)).collect()
}

fn matrix(
    Declaration { name, name_span, value }: &Declaration<DeclaredMatrix>,
    config: &Config,
    names: &mut Names<'_>,
) -> Option<MatrixSchema> {
    let DeclaredMatrix { label, page, rows, columns, relation } = value.as_ref()?;
    let mut side = |named: &Option<Named>| names.collection(named.as_ref()?, config);
    let (rows, columns) = (side(rows), side(columns));
    let (rows, columns) = (rows?, columns?);
    let relation = relation_between(relation.as_ref()?, rows, columns, config, names)?;
    let (page, span) = page.clone().unwrap_or_else(|| (format!("{name}.md"), *name_span));
    Some(MatrixSchema {
        name: name.clone(),
        label: label.clone().unwrap_or_else(|| words_of_name(name)),
        page,
        span,
        rows,
        columns,
        relation,
    })
}

/// The relation of that name that joins two collections, in either direction.
fn relation_between(
    named: &Named,
    rows: usize,
    columns: usize,
    config: &Config,
    names: &mut Names<'_>,
) -> Option<FieldId> {
    let ends = [(rows, columns), (columns, rows)];
    let candidates: Vec<(&str, FieldId)> = config
        .relations()
        .filter(|(id, _, relation)| ends.contains(&(id.collection, relation.to)))
        .map(|(id, field, _)| (field.name.as_str(), id))
        .collect();
    if candidates.is_empty() {
        let (rows, columns) = (&config.collections[rows].name, &config.collections[columns].name);
        let message = format!("no relation joins `{rows}` and `{columns}`");
        names.diagnostics.push(Diagnostic::new(Code::UnknownName, message).at(named.1));
        return None;
    }
    names.one_of(named, &candidates)
}
