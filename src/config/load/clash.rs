//! Names and pages that two declarations claim.

use std::collections::BTreeMap;

use super::values::is_name;
use super::{Declared, PAGE_KEYS};
use crate::config::{Config, FieldKind};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// The name of a relation on the other side is a key there: it has to be free.
pub(super) fn report_clashing_inverses(
    config: &Config,
    declared: &Declared<'_>,
    diagnostics: &mut Diagnostics,
) {
    let mut taken: BTreeMap<(usize, &str), &str> = BTreeMap::new();
    for schema in &config.collections {
        for field in &schema.fields {
            let FieldKind::Relation(relation) = &field.kind else {
                continue;
            };
            let Some(inverse) = relation.inverse.as_deref() else {
                continue;
            };
            let target = &config.collections[relation.to];
            let symmetric = target.name == schema.name && inverse == field.name;
            let clashes = (target.field(inverse).is_some() && !symmetric)
                || PAGE_KEYS.contains(&inverse)
                || taken.insert((relation.to, inverse), &field.name).is_some();
            let message = if !is_name(inverse) {
                "names are made of letters, digits, `-` and `_`".to_owned()
            } else if clashes {
                let (field, target) = (&field.name, &target.name);
                format!("the inverse `{inverse}` of `{field}` is a key of `{target}` already")
            } else {
                continue;
            };
            let mut problem = Diagnostic::new(Code::InvalidValue, message);
            problem.span = declared.inverse_span(&schema.name, &field.name);
            diagnostics.push(problem.help("give the inverse another name"));
        }
    }
}

/// The pages of a vocabulary stand in a folder of its name.
pub(super) fn report_taken_folders(
    config: &Config,
    declared: &Declared<'_>,
    diagnostics: &mut Diagnostics,
) {
    for position in config.browsable_vocabularies() {
        let name = config.vocabularies[position].name.as_str();
        let collection = config.collections.iter().find(|schema| schema.folder == name);
        let owner = match collection {
            Some(schema) => format!("the collection `{}`", schema.name),
            None if name == "tags" => "the tags".to_owned(),
            None => continue,
        };
        let message =
            format!("the folder `{name}` of this vocabulary's pages belongs to {owner} already");
        let mut problem = Diagnostic::new(Code::InvalidValue, message);
        let node = declared.vocabularies.iter().find(|(declared, _)| *declared == name);
        problem.span = node.map(|(_, node)| node.key_span());
        diagnostics.push(problem.help("give the vocabulary another name"));
    }
}

/// A matrix needs a page of its own.
pub(super) fn report_taken_pages(config: &Config, diagnostics: &mut Diagnostics) {
    for (position, matrix) in config.matrices.iter().enumerate() {
        let page = matrix.page.as_str();
        let other = config.matrices[..position].iter().find(|other| other.page == page);
        let references = config.references.as_ref().filter(|references| references.page == page);
        let index_of = page.strip_suffix("index.md").map(|folder| folder.trim_end_matches('/'));
        let message = if let Some(other) = other {
            format!("`{page}` is the page of `{}` already", other.name)
        } else if references.is_some() {
            format!("`{page}` is the page of the references already")
        } else if page == "index.md" {
            format!("`{page}` is the home page already")
        } else if index_of
            .is_some_and(|folder| config.collections.iter().any(|c| c.folder == folder))
        {
            format!("`{page}` is the page of a collection already")
        } else if !page.ends_with(".md") {
            let problem = Diagnostic::new(Code::InvalidValue, format!("`{page}` is not a page"));
            diagnostics.push(problem.at(matrix.span).help("write a name that ends in `.md`"));
            continue;
        } else {
            continue;
        };
        diagnostics.push(Diagnostic::new(Code::InvalidValue, message).at(matrix.span));
    }
}
