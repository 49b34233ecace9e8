//! Collections: kinds of pages, each with a folder and fields of its own.

use std::collections::HashMap;

use super::fields::{DeclaredField, FIELDS, field};
use super::names::{Named, Names};
use super::values::{CONTENT_PATH, plain};
use crate::config::declare::{
    AnyText, By, Called, Declaration, KeyTable, NameKind, NameOf, OneOf, Spanned, To, Truth, key,
    name_of,
};
use crate::config::{CollectionSchema, Config, Field, FieldKind, Layout, Order, words_of_name};
use crate::diagnostic::{Code, Diagnostic};

/// A collection as it is written.
#[derive(Default)]
pub(super) struct DeclaredCollection {
    label: Option<String>,
    singular: Option<String>,
    description: Option<String>,
    folder: Option<Named>,
    layout: Layout,
    link_terms: bool,
    order: Option<Named>,
    ordered: bool,
    group_by: Option<Named>,
    pub(super) fields: Vec<DeclaredField>,
}

pub(super) static COLLECTION: KeyTable<DeclaredCollection> = KeyTable {
    keys: &[
        key("label", &To(AnyText, |it: &mut DeclaredCollection, label| it.label = Some(label)))
            .or("the name as words", "The name of the set."),
        key(
            "singular",
            &To(AnyText, |it: &mut DeclaredCollection, label| it.singular = Some(label)),
        )
        .or("the label", "The name of one of its pages."),
        key(
            "description",
            &To(AnyText, |it: &mut DeclaredCollection, text| it.description = Some(text)),
        )
        .or("none", "What its pages are about."),
        key(
            "folder",
            &To(Spanned(FOLDER), |it: &mut DeclaredCollection, folder| it.folder = Some(folder)),
        )
        .or("the name", "The folder that holds its pages."),
        key(
            "layout",
            &To(OneOf(&LAYOUTS), |it: &mut DeclaredCollection, layout| it.layout = layout),
        )
        .or_default(
            |it| name_of(&LAYOUTS, &it.layout),
            "How its pages are listed: one after the other, or by first letter.",
        ),
        key("link_terms", &To(Truth, |it: &mut DeclaredCollection, linked| it.link_terms = linked))
            .or_default(
                |it| format!("`{}`", it.link_terms),
                "Whether texts link to these pages where they first use their names.",
            ),
        key(
            "order",
            &To(Spanned(ORDER), |it: &mut DeclaredCollection, order| it.order = Some(order)),
        )
        .or("`title`", "What decides the order of its pages."),
        key("ordered", &To(Truth, |it: &mut DeclaredCollection, ordered| it.ordered = ordered))
            .or_default(
                |it| format!("`{}`", it.ordered),
                "Whether its pages lead to the next and the previous one.",
            ),
        key(
            "group_by",
            &To(NameOf(NameKind::OneOfField), |it: &mut DeclaredCollection, field| {
                it.group_by = Some(field);
            }),
        )
        .or("none", "The field by whose values the list is divided."),
        key("fields", &To(FIELDS, |it: &mut DeclaredCollection, fields| it.fields = fields))
            .or("none", "The keys that its pages have besides those of all pages."),
    ],
    variants: None,
};

const LAYOUTS: [(&str, Layout); 2] = [("list", Layout::List), ("glossary", Layout::Glossary)];

const FOLDER: By<String> =
    By { shape: || plain("a path in the content folder, not `tags`"), ..CONTENT_PATH };

const ORDER: Called = Called(
    "`title`, `weight`, `date` or a field of the type `string`, `integer`, `number`, `boolean`, `date` or `one-of`",
);

/// Adds the collections to the settings; vocabularies are there already.
pub(super) fn resolve(
    declared: &[Declaration<DeclaredCollection>],
    config: &mut Config,
    names: &mut Names<'_>,
) {
    // First their names, so that relations can find them whatever the order.
    let mut written = Vec::new();
    let mut owners: HashMap<&str, &str> = HashMap::new();
    for declaration in declared {
        if let Some(collection) = &declaration.value {
            report_taken_folder(declaration, collection, &mut owners, names);
            config.collections.push(without_fields(&declaration.name, collection));
            written.push(collection);
        }
    }
    for (position, collection) in written.into_iter().enumerate() {
        let fields = collection.fields.iter();
        let fields = fields.filter_map(|it| field(it, config, position, names)).collect();
        let schema = &mut config.collections[position];
        schema.fields = fields;
        let order = collection.order.as_ref().and_then(|named| order(named, schema, names));
        schema.order = order.unwrap_or(schema.order);
        schema.group_by = collection.group_by.as_ref().and_then(|it| group_by(it, schema, names));
    }
}

fn folder_of<'c>(name: &'c str, collection: &'c DeclaredCollection) -> &'c str {
    collection.folder.as_ref().map_or(name, |(folder, _)| folder)
}

/// Reports the folder of a collection that somebody has; `owners` are collections by folder.
fn report_taken_folder<'d>(
    declaration: &'d Declaration<DeclaredCollection>,
    collection: &'d DeclaredCollection,
    owners: &mut HashMap<&'d str, &'d str>,
    names: &mut Names<'_>,
) {
    let folder = folder_of(&declaration.name, collection);
    let first = *owners.entry(folder).or_insert(&declaration.name);
    let owner = match first {
        _ if folder == "tags" => "the tags".to_owned(),
        first if first == declaration.name => return,
        first => format!("the collection `{first}`"),
    };
    let message = format!("the folder `{folder}` belongs to {owner} already");
    let span = collection.folder.as_ref().map_or(declaration.name_span, |(_, span)| *span);
    names.diagnostics.push(Diagnostic::new(Code::InvalidValue, message).at(span));
}

fn without_fields(name: &str, collection: &DeclaredCollection) -> CollectionSchema {
    let label = collection.label.clone().unwrap_or_else(|| words_of_name(name));
    CollectionSchema {
        name: name.to_owned(),
        singular: collection.singular.clone().unwrap_or_else(|| label.clone()),
        label,
        description: collection.description.clone(),
        folder: folder_of(name, collection).to_owned(),
        layout: collection.layout,
        link_terms: collection.link_terms,
        order: Order::Title,
        ordered: collection.ordered,
        group_by: None,
        fields: Vec::new(),
    }
}

fn order(named: &Named, schema: &CollectionSchema, names: &mut Names<'_>) -> Option<Order> {
    let mut choices =
        vec![("title", Order::Title), ("weight", Order::Weight), ("date", Order::Date)];
    let fields = schema.fields.iter().enumerate().filter(|(_, field)| has_order(&field.kind));
    choices.extend(fields.map(|(position, field)| (field.name.as_str(), Order::Field(position))));
    names.one_of(named, &choices)
}

/// Whether the values of a field follow each other in an order that readers expect.
fn has_order(kind: &FieldKind) -> bool {
    !matches!(
        kind,
        FieldKind::Text
            | FieldKind::Url
            | FieldKind::Email
            | FieldKind::Citation
            | FieldKind::Relation(_)
    )
}

fn group_by(
    (name, span): &Named,
    schema: &CollectionSchema,
    names: &mut Names<'_>,
) -> Option<usize> {
    let is_one_of = |field: &&Field| matches!(field.kind, FieldKind::OneOf(_));
    let found = schema.field(name).filter(|position| is_one_of(&&schema.fields[*position]));
    if found.is_none() {
        let message = format!("the collection `{}` has no one-of field `{name}`", schema.name);
        let problem = Diagnostic::new(Code::UnknownName, message).at(*span);
        let fields = schema.fields.iter().filter(is_one_of).map(|field| field.name.as_str());
        let nearest = names.nearest(name, &fields.collect::<Vec<_>>());
        names.diagnostics.push(problem.did_you_mean(nearest));
    }
    found
}
