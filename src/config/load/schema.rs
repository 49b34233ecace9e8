//! What a project declares by name: vocabularies, collections with their fields, matrices.

use std::collections::HashMap;

use super::clash::report_clashing_inverses;
use super::values::{choice, inner_path, is_name, quoted, words_of_name};
use super::{Declared, PAGE_KEYS};
use crate::config::{
    Cardinality, CollectionSchema, Config, Field, FieldId, FieldKind, Layout, MatrixSchema, Order,
    RelationSchema, Term, Vocabulary,
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::yaml::{Fields, Node, Value};

pub(super) fn vocabulary(
    name: &str,
    node: &Node<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Vocabulary> {
    let mut fields = node.fields(diagnostics)?;
    let label = fields.text("label", diagnostics).unwrap_or_else(|| words_of_name(name));
    let values = fields.require("values", diagnostics);
    fields.finish(diagnostics);
    let mut terms = Vec::new();
    for (value, node) in values?.entries(diagnostics) {
        if value == "index" {
            let message = "`index` is the address of the list of values";
            let problem = Diagnostic::new(Code::InvalidValue, message).at(node.key_span());
            diagnostics.push(problem.help("give the value another name"));
            continue;
        }
        if !is_name(value) {
            let message =
                "values are made of letters, digits, `-` and `_`; their label can be anything";
            let problem = Diagnostic::new(Code::InvalidValue, message);
            diagnostics.push(problem.at(node.key_span()));
            continue;
        }
        terms.push(term(value, &node, diagnostics));
    }
    Some(Vocabulary { name: name.to_owned(), label, terms })
}

fn term(value: &str, node: &Node<'_>, diagnostics: &mut Diagnostics) -> Term {
    let plain = |label| Term { value: value.to_owned(), label, description: None };
    match node.value {
        Value::Null => plain(words_of_name(value)),
        Value::Map(_) => {
            let Some(mut fields) = node.fields(diagnostics) else {
                return plain(words_of_name(value));
            };
            let label = fields.text("label", diagnostics).unwrap_or_else(|| words_of_name(value));
            let description = fields.text("description", diagnostics);
            fields.finish(diagnostics);
            Term { value: value.to_owned(), label, description }
        }
        _ => plain(node.text(diagnostics).unwrap_or_else(|| words_of_name(value))),
    }
}

pub(super) fn collections(
    config: &mut Config,
    declared: &Declared<'_>,
    diagnostics: &mut Diagnostics,
) {
    // First their names, so that relations can find them whatever the order.
    let mut blocks = Vec::new();
    let mut owners: HashMap<String, &str> = HashMap::new();
    for (name, node) in &declared.collections {
        let Some(mut fields) = node.fields(diagnostics) else {
            continue;
        };
        let label = fields.text("label", diagnostics).unwrap_or_else(|| words_of_name(name));
        let folder_node = fields.get("folder");
        let folder = folder_node.as_ref().and_then(|node| inner_path(node, diagnostics));
        let folder = folder.unwrap_or_else(|| (*name).to_owned());
        if folder == "tags" {
            let message = "the folder `tags` belongs to the tags already";
            let span = folder_node.as_ref().map_or_else(|| node.key_span(), Node::span);
            diagnostics.push(Diagnostic::new(Code::InvalidValue, message).at(span));
        }
        let owner = owners.entry(folder.clone()).or_insert(*name);
        if owner != name {
            let message =
                format!("the folder `{folder}` belongs to the collection `{owner}` already");
            let span = folder_node.as_ref().map_or_else(|| node.key_span(), Node::span);
            diagnostics.push(Diagnostic::new(Code::InvalidValue, message).at(span));
        }
        let link_terms = fields.bool("link_terms", diagnostics);
        let layouts = [("list", Layout::List), ("glossary", Layout::Glossary)];
        let layout = fields.get("layout").and_then(|node| choice(&node, &layouts, diagnostics));
        config.collections.push(CollectionSchema {
            name: (*name).to_owned(),
            singular: fields.text("singular", diagnostics).unwrap_or_else(|| label.clone()),
            label,
            description: fields.text("description", diagnostics),
            folder,
            layout: layout.unwrap_or(Layout::List),
            link_terms: link_terms.unwrap_or(false),
            order: Order::Title,
            ordered: fields.bool("ordered", diagnostics).unwrap_or(false),
            group_by: None,
            fields: Vec::new(),
        });
        blocks.push(fields);
    }
    for (position, mut block) in blocks.into_iter().enumerate() {
        if let Some(node) = block.get("fields") {
            let fields = node.entries(diagnostics);
            let fields = fields
                .into_iter()
                .filter_map(|(name, node)| field(name, &node, config, position, diagnostics))
                .collect();
            config.collections[position].fields = fields;
        }
        let schema = &config.collections[position];
        let order = block.get("order").and_then(|node| order(&node, schema, diagnostics));
        let group_by = block.get("group_by").and_then(|node| group_by(&node, schema, diagnostics));
        let schema = &mut config.collections[position];
        schema.order = order.unwrap_or(schema.order);
        schema.group_by = group_by;
        block.finish(diagnostics);
    }
    report_clashing_inverses(config, declared, diagnostics);
}

fn field(
    name: &str,
    node: &Node<'_>,
    config: &Config,
    collection: usize,
    diagnostics: &mut Diagnostics,
) -> Option<Field> {
    if PAGE_KEYS.contains(&name) || !is_name(name) {
        let message = if is_name(name) {
            format!("`{name}` is a key of every page already")
        } else {
            "names are made of letters, digits, `-` and `_`".to_owned()
        };
        let problem = Diagnostic::new(Code::InvalidValue, message).at(node.key_span());
        diagnostics.push(problem.help("give the field another name"));
        return None;
    }
    let mut fields = node.fields(diagnostics)?;
    let kind = fields
        .require("type", diagnostics)
        .and_then(|node| field_kind(&node, &mut fields, config, collection, diagnostics));
    let label = fields.text("label", diagnostics).unwrap_or_else(|| words_of_name(name));
    let help = fields.text("help", diagnostics);
    let list = match &kind {
        Some(FieldKind::Relation(relation)) => relation.cardinality.to_many(),
        _ => fields.bool("list", diagnostics).unwrap_or(false),
    };
    let required = fields.bool("required", diagnostics).unwrap_or(false);
    let synonyms = fields.get("synonyms");
    if let (Some(node), Some(kind)) = (&synonyms, &kind)
        && !matches!(kind, FieldKind::String)
    {
        let message = format!("a field of type `{}` has no synonyms", kind.name());
        diagnostics.push(node.invalid(message).help("only fields of type `string` have"));
    }
    let synonyms = synonyms.and_then(|node| node.bool(diagnostics)).unwrap_or(false);
    let in_cards = fields.get("in_cards");
    if let (Some(node), Some(kind)) = (&in_cards, &kind)
        && !matches!(kind, FieldKind::String | FieldKind::Text)
    {
        let message = format!("cards do not show a field of type `{}`", kind.name());
        let help = "only fields of type `string` or `text` can be shown there";
        diagnostics.push(node.invalid(message).help(help));
    }
    let in_cards = in_cards.and_then(|node| node.bool(diagnostics)).unwrap_or(false);
    fields.finish(diagnostics);
    let (name, kind) = (name.to_owned(), kind?);
    Some(Field { name, label, help, kind, list, required, synonyms, in_cards })
}

fn field_kind(
    node: &Node<'_>,
    fields: &mut Fields<'_>,
    config: &Config,
    collection: usize,
    diagnostics: &mut Diagnostics,
) -> Option<FieldKind> {
    #[derive(Clone, Copy)]
    enum Name {
        String,
        Text,
        Integer,
        Number,
        Boolean,
        Date,
        Url,
        Email,
        OneOf,
        Citation,
        Relation,
    }
    let names = [
        ("string", Name::String),
        ("text", Name::Text),
        ("integer", Name::Integer),
        ("number", Name::Number),
        ("boolean", Name::Boolean),
        ("date", Name::Date),
        ("url", Name::Url),
        ("email", Name::Email),
        ("one-of", Name::OneOf),
        ("citation", Name::Citation),
        ("relation", Name::Relation),
    ];
    Some(match choice(node, &names, diagnostics)? {
        Name::String => FieldKind::String,
        Name::Text => FieldKind::Text,
        Name::Integer => {
            let (min, max) = bounds(fields, Node::integer, diagnostics);
            FieldKind::Integer { min, max }
        }
        Name::Number => {
            let (min, max) = bounds(fields, Node::number, diagnostics);
            FieldKind::Number { min, max }
        }
        Name::Boolean => FieldKind::Boolean,
        Name::Date => FieldKind::Date,
        Name::Url => FieldKind::Url,
        Name::Email => FieldKind::Email,
        Name::OneOf => {
            let node = fields.require("vocabulary", diagnostics)?;
            FieldKind::OneOf(vocabulary_name(&node, config, diagnostics)?)
        }
        Name::Citation => FieldKind::Citation,
        Name::Relation => FieldKind::Relation(relation(fields, config, collection, diagnostics)?),
    })
}

/// The least and the greatest number that a field takes.
fn bounds<'a, T: PartialOrd>(
    fields: &mut Fields<'a>,
    read: fn(&Node<'a>, &mut Diagnostics) -> Option<T>,
    diagnostics: &mut Diagnostics,
) -> (Option<T>, Option<T>) {
    let min = fields.get("min").and_then(|node| read(&node, diagnostics));
    let max_node = fields.get("max");
    let max = max_node.as_ref().and_then(|node| read(node, diagnostics));
    if let (Some(min), Some(max), Some(node)) = (&min, &max, &max_node)
        && min > max
    {
        diagnostics.push(node.invalid("the greatest number is below the least"));
    }
    (min, max)
}

fn vocabulary_name(
    node: &Node<'_>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    let names: Vec<&str> = config.vocabularies.iter().map(|v| v.name.as_str()).collect();
    declared_name(node, "vocabulary", &names, diagnostics)
}

pub(super) fn collection_name(
    node: &Node<'_>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    let names: Vec<&str> = config.collections.iter().map(|c| c.name.as_str()).collect();
    declared_name(node, "collection", &names, diagnostics)
}

/// The position of a declared name.
fn declared_name(
    node: &Node<'_>,
    what: &str,
    names: &[&str],
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    let name = node.text(diagnostics)?;
    let position = names.iter().position(|known| *known == name);
    if position.is_none() {
        let message = format!("no {what} is called `{name}`");
        let mut problem = Diagnostic::new(Code::UnknownName, message).at(node.span());
        problem = problem.did_you_mean(node.nearest(&name, names.iter().copied()));
        if problem.help.is_none() && !names.is_empty() {
            problem = problem.note(format!("declared are {}", quoted(names)));
        }
        diagnostics.push(problem);
    }
    position
}

fn relation(
    fields: &mut Fields<'_>,
    config: &Config,
    collection: usize,
    diagnostics: &mut Diagnostics,
) -> Option<RelationSchema> {
    let to = fields
        .require("to", diagnostics)
        .and_then(|node| collection_name(&node, config, diagnostics));
    let inverse = fields.text("inverse", diagnostics);
    let inverse_label = fields
        .text("inverse_label", diagnostics)
        .unwrap_or_else(|| config.collections[collection].label.clone());
    let cardinalities = [
        ("many-to-many", Cardinality::ManyToMany),
        ("one-to-many", Cardinality::OneToMany),
        ("many-to-one", Cardinality::ManyToOne),
        ("one-to-one", Cardinality::OneToOne),
    ];
    let cardinality =
        fields.get("cardinality").and_then(|node| choice(&node, &cardinalities, diagnostics));
    let strength =
        fields.get("strength").and_then(|node| vocabulary_name(&node, config, diagnostics));
    let acyclic = fields.bool("acyclic", diagnostics).unwrap_or(false);
    Some(RelationSchema {
        to: to?,
        inverse,
        inverse_label,
        cardinality: cardinality.unwrap_or(Cardinality::ManyToMany),
        strength,
        acyclic,
    })
}

fn order(
    node: &Node<'_>,
    schema: &CollectionSchema,
    diagnostics: &mut Diagnostics,
) -> Option<Order> {
    let fields = schema.fields.iter().enumerate();
    let mut choices =
        vec![("title", Order::Title), ("weight", Order::Weight), ("date", Order::Date)];
    let fields = fields.filter(|(_, field)| has_order(&field.kind));
    choices.extend(fields.map(|(position, field)| (field.name.as_str(), Order::Field(position))));
    choice(node, &choices, diagnostics)
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
    node: &Node<'_>,
    schema: &CollectionSchema,
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    let text = node.text(diagnostics)?;
    let choices: Vec<(&str, usize)> = schema
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| matches!(field.kind, FieldKind::OneOf(_)))
        .map(|(position, field)| (field.name.as_str(), position))
        .collect();
    let found = choices.iter().find(|(name, _)| *name == text);
    if found.is_none() {
        let message = format!("the collection `{}` has no one-of field `{text}`", schema.name);
        let problem = Diagnostic::new(Code::UnknownName, message).at(node.span());
        let names = choices.iter().map(|(name, _)| *name);
        diagnostics.push(problem.did_you_mean(node.nearest(&text, names)));
    }
    found.map(|(_, position)| *position)
}

pub(super) fn matrix(
    name: &str,
    node: &Node<'_>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<MatrixSchema> {
    let mut fields = node.fields(diagnostics)?;
    let label = fields.text("label", diagnostics).unwrap_or_else(|| words_of_name(name));
    let page = fields.get("page");
    let span = page.as_ref().map_or_else(|| node.key_span(), Node::span);
    let page = page.and_then(|node| inner_path(&node, diagnostics));
    let mut side = |key| {
        let node = fields.require(key, diagnostics)?;
        collection_name(&node, config, diagnostics)
    };
    let (rows, columns) = (side("rows"), side("columns"));
    let relation_node = fields.require("relation", diagnostics);
    fields.finish(diagnostics);
    if rows.is_none() || columns.is_none() {
        // At least whether it is a name at all.
        relation_node.as_ref().and_then(|node| node.text(diagnostics));
    }
    let (rows, columns, relation_node) = (rows?, columns?, relation_node?);

    let joins =
        |from: usize, to: usize| (from, to) == (rows, columns) || (from, to) == (columns, rows);
    let candidates: Vec<(&str, FieldId)> = config
        .relations()
        .filter(|(id, _, relation)| joins(id.collection, relation.to))
        .map(|(id, field, _)| (field.name.as_str(), id))
        .collect();
    relation_node.text(diagnostics)?;
    if candidates.is_empty() {
        let (rows, columns) = (&config.collections[rows].name, &config.collections[columns].name);
        let message = format!("no relation joins `{rows}` and `{columns}`");
        let problem = Diagnostic::new(Code::UnknownName, message).at(relation_node.span());
        diagnostics.push(problem);
        return None;
    }
    let relation = choice(&relation_node, &candidates, diagnostics)?;
    Some(MatrixSchema {
        name: name.to_owned(),
        label,
        page: page.unwrap_or_else(|| format!("{name}.md")),
        span,
        rows,
        columns,
        relation,
    })
}
