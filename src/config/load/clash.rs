//! Names and pages that two declarations claim.

use std::collections::BTreeMap;

use super::Declared;
use crate::config::declare::is_name;
use crate::config::{Config, FieldKind, PageKeys, is_below};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// The name of a relation on the other side is a key there: it has to be free.
pub(super) fn report_clashing_inverses(
    config: &Config,
    declared: &Declared,
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
                || PageKeys::is_reserved(inverse)
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
    declared: &Declared,
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
        let declaration = declared.vocabularies.iter().find(|it| it.name == name);
        problem.span = declaration.map(|it| it.name_span);
        diagnostics.push(problem.help("give the vocabulary another name"));
    }
}

/// Matrices, the bibliography and the list of reviews need pages of their own.
pub(super) fn report_taken_pages(config: &Config, diagnostics: &mut Diagnostics) {
    let mut owners: BTreeMap<String, String> = BTreeMap::new();
    owners.insert("index.md".to_owned(), "is the home page".to_owned());
    owners.insert("404.md".to_owned(), "is the not-found page".to_owned());
    owners.insert("search.md".to_owned(), "is the search page".to_owned());
    owners.insert("tags/index.md".to_owned(), "is the page of the tags".to_owned());
    for schema in &config.collections {
        let owner = format!("is the page of the collection `{}`", schema.name);
        owners.insert(format!("{}/index.md", schema.folder), owner);
    }
    let references = config.references.iter();
    let references = references.map(|it| (&it.page, it.page_span, "the references".to_owned()));
    let matrices = config.matrices.iter().map(|it| (&it.page, it.span, format!("`{}`", it.name)));
    let review = config.review_page.iter();
    let review = review.map(|(page, span)| (page, *span, "the list of reviews".to_owned()));
    for (page, span, name) in references.chain(matrices).chain(review) {
        let mut collections = config.collections.iter();
        let in_collection = collections.find(|schema| is_below(page, &schema.folder));
        let (message, help) = if let Some(owner) = owners.get(page) {
            (format!("`{page}` {owner} already"), None)
        } else if let Some(schema) = in_collection {
            let message = format!("`{page}` would be a page of the collection `{}`", schema.name);
            (message, Some("name a page outside its folder"))
        } else if page.ends_with(".md") {
            owners.insert(page.clone(), format!("is the page of {name}"));
            continue;
        } else {
            (format!("`{page}` is not a page"), Some("write a name that ends in `.md`"))
        };
        let mut problem = Diagnostic::new(Code::InvalidValue, message).at(span);
        problem.help = help.map(str::to_owned);
        diagnostics.push(problem);
    }
}
