//! The schema of front matter.

use serde_json::{Map, Value, json};

use super::one_of;
use super::shape::properties;
use crate::config::{CollectionSchema, Field, FieldId, FieldKind, page_keys};
use crate::parse::{ForeignKey, UNPUBLISHED};
use crate::pipeline::LocaleSite;

/// Of pages outside of collections: keys that nobody knows do nothing there.
pub(super) fn of_plain_pages(locale_site: &LocaleSite) -> Value {
    let own = properties(&page_keys(), &locale_site.config);
    object("Front matter of a page", with_foreign(own), None, true)
}

/// Of the pages of a collection, with the names that its values can have now.
pub(super) fn of_collection(position: usize, locale_site: &LocaleSite) -> Value {
    let schema = &locale_site.config.collections[position];
    let mut properties = properties(&page_keys(), &locale_site.config);
    let mut required = Vec::new();
    for field in &schema.fields {
        properties.insert(field.name.clone(), declared(field, locale_site));
        if field.required {
            required.push(field.name.as_str());
        }
    }
    for (id, field, relation) in locale_site.config.relations() {
        let inverse = relation.inverse.as_ref().filter(|_| relation.to == position);
        if let Some(inverse) = inverse.filter(|inverse| !properties.contains_key(*inverse)) {
            let from = &locale_site.config.collections[id.collection];
            let names = names(id.collection, from, locale_site);
            let label = format!("{}, the other side of `{}`", relation.inverse_label, field.name);
            let many = relation.cardinality.is_shared();
            let one = related(&names, id, locale_site);
            properties.insert(inverse.clone(), described(several(one, many), &label));
        }
    }
    let title = format!("Front matter of `{}`", schema.name);
    let has_translations = locale_site.config.languages.all.len() > 1;
    let required = (!required.is_empty()).then(|| demand(&required, has_translations));
    let required = required.map(|required| (drafts(&properties), required));
    object(&title, with_foreign(properties), required, false)
}

/// The same keys, and those of other tools, as far as none of the others has such a name.
fn with_foreign(mut properties: Map<String, Value>) -> Map<String, Value> {
    for (name, key) in ForeignKey::ALL {
        let (schema, what) = foreign(key);
        // Some tools write them in lower case.
        for name in [name.to_owned(), name.to_lowercase()] {
            let described = || described(schema.clone(), what);
            properties.entry(name).or_insert_with(described);
        }
    }
    properties
}

/// The schema of a key of another tool, and its help.
fn foreign(key: ForeignKey) -> (Value, &'static str) {
    let truth = json!({ "type": "boolean" });
    let day = json!({ "type": "string", "format": "date" });
    match key {
        ForeignKey::Draft => (truth, "Whether it is not published yet"),
        ForeignKey::Published => {
            (truth, "Whether it is published; `false` is the same as `draft: true`")
        }
        ForeignKey::PublishedOrDay => (
            json!({ "anyOf": [truth, day] }),
            "Whether it is published, or the first day; `false` is the same as `draft: true`",
        ),
        ForeignKey::FirstDay => (day, "The same as `publish_on`"),
        ForeignKey::LastDay => (day, "The same as `expires_on`"),
        ForeignKey::Status => (json!({ "type": "string" }), "`draft` is the same as `draft: true`"),
    }
}

/// A demand for these keys. A translation has those of its original.
fn demand(keys: &[&str], has_translations: bool) -> Value {
    let keys = json!({ "required": keys });
    if !has_translations {
        return keys;
    }
    json!({ "anyOf": [keys, { "required": ["translation"] }, { "required": ["translation_of"] }] })
}

/// The pages that are drafts by their keys, of which `own` are not those of other tools.
fn drafts(own: &Map<String, Value>) -> Value {
    let says = |name: &str, values: Value| json!({ "properties": { name: { "enum": values } }, "required": [name] });
    let foreign = ForeignKey::ALL.iter().filter(|(name, _)| !own.contains_key(*name));
    let foreign = foreign.filter_map(|(name, key)| {
        let values = match key {
            ForeignKey::Draft => json!([true]),
            ForeignKey::Published | ForeignKey::PublishedOrDay => json!([false]),
            ForeignKey::Status => json!(UNPUBLISHED),
            ForeignKey::FirstDay | ForeignKey::LastDay => return None,
        };
        Some(says(name, values))
    });
    let all: Vec<Value> = std::iter::once(says("draft", json!([true]))).chain(foreign).collect();
    json!({ "anyOf": all })
}

/// An object of these keys; what is required may be missing from what fits the first of the two.
fn object(
    title: &str,
    properties: Map<String, Value>,
    required: Option<(Value, Value)>,
    open: bool,
) -> Value {
    let mut schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": title,
        "type": "object",
        "properties": properties,
        "additionalProperties": open,
    });
    if let Some((unless, required)) = required {
        schema["if"] = unless;
        schema["else"] = required;
    }
    schema
}

fn described(mut schema: Value, what: &str) -> Value {
    schema["description"] = json!(what);
    schema
}

fn declared(field: &Field, locale_site: &LocaleSite) -> Value {
    let config = &locale_site.config;
    let one = match &field.kind {
        FieldKind::String | FieldKind::Text => json!({ "type": ["string", "number", "boolean"] }),
        FieldKind::Integer { min, max } => limits(json!({ "type": "integer" }), *min, *max),
        FieldKind::Number { min, max } => limits(json!({ "type": "number" }), *min, *max),
        FieldKind::Boolean => json!({ "type": "boolean" }),
        FieldKind::Date => json!({ "type": "string", "format": "date" }),
        FieldKind::Url => json!({ "type": "string", "format": "uri" }),
        FieldKind::Email => json!({ "type": "string", "format": "email" }),
        FieldKind::OneOf(vocabulary) => {
            let terms = config.vocabularies[*vocabulary].terms.iter();
            one_of(terms.map(|term| &term.value))
        }
        FieldKind::Citation => {
            let works = locale_site.site.references.iter();
            one_of(works.map(|work| &work.key))
        }
        FieldKind::Relation(relation) => {
            let names = names(relation.to, &config.collections[relation.to], locale_site);
            strong(one_related(&names), relation.strength, locale_site)
        }
    };
    let what = field.help.as_deref().unwrap_or(&field.label);
    described(several(one, field.list), what)
}

fn limits<T: Copy + serde::Serialize>(mut schema: Value, min: Option<T>, max: Option<T>) -> Value {
    for (key, limit) in [("minimum", min), ("maximum", max)] {
        if let Some(limit) = limit {
            schema[key] = json!(limit);
        }
    }
    schema
}

fn several(one: Value, many: bool) -> Value {
    if many { json!({ "type": "array", "items": one }) } else { one }
}

/// The pages of a collection, as relations name them.
fn names(position: usize, schema: &CollectionSchema, locale_site: &LocaleSite) -> Vec<String> {
    let folder = schema.folder.len() + 1;
    let pages = locale_site.site.collections[position].iter().map(|id| locale_site.site.page(*id));
    let mut names: Vec<String> =
        pages.map(|page| page.path.without_extension()[folder..].to_owned()).collect();
    names.sort();
    names
}

fn related(names: &[String], id: FieldId, locale_site: &LocaleSite) -> Value {
    let strength = locale_site.config.relation(id).strength;
    strong(one_related(names), strength, locale_site)
}

/// A page by its name, or with a reason.
fn one_related(names: &[String]) -> Value {
    json!({
        "anyOf": [
            one_of(names),
            {
                "type": "object",
                "properties": {
                    "to": one_of(names),
                    "reason": { "type": "string", "description": "Why, in one sentence" },
                },
                "required": ["to"],
                "additionalProperties": false,
            },
        ],
    })
}

/// The same with a strength, if the relation has one.
fn strong(mut schema: Value, vocabulary: Option<usize>, locale_site: &LocaleSite) -> Value {
    if let Some(vocabulary) = vocabulary {
        let terms = locale_site.config.vocabularies[vocabulary].terms.iter();
        let terms = terms.map(|term| &term.value);
        schema["anyOf"][1]["properties"]["strength"] = one_of(terms);
    }
    schema
}
