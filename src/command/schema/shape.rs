//! Shapes of values as JSON Schema.

use serde_json::{Map, Value, json};

use super::one_of;
use crate::config::{Config, KeyInfo, NameKind, Shape, TextFormat};

/// A block of these keys and no others.
pub(super) fn block(keys: &[KeyInfo], config: &Config) -> Value {
    let is_required = |key: &&KeyInfo| key.default.is_none() && key.only_in.is_none();
    let required: Vec<&str> = keys.iter().filter(is_required).map(|key| key.name).collect();
    json!({
        "type": "object",
        "properties": properties(keys, config),
        "required": required,
        "additionalProperties": false,
    })
}

/// The schema of each key, with its help.
pub(super) fn properties(keys: &[KeyInfo], config: &Config) -> Map<String, Value> {
    let described = keys.iter().map(|key| {
        let mut schema = value(&key.shape, config);
        schema["description"] = json!(key.help);
        (key.name.to_owned(), schema)
    });
    described.collect()
}

/// A value of a shape, with the names that the project declares.
fn value(shape: &Shape, config: &Config) -> Value {
    match shape {
        // Plain numbers and truth values are taken for text.
        Shape::Text { format: TextFormat::Any, .. } => {
            json!({ "type": ["string", "number", "boolean"] })
        }
        Shape::Text { format: TextFormat::Pattern(pattern), .. } => {
            json!({ "type": "string", "pattern": pattern })
        }
        Shape::Text { format: TextFormat::Uri, .. } => json!({ "type": "string", "format": "uri" }),
        Shape::Text { format: TextFormat::Day, .. } => {
            json!({ "type": "string", "format": "date" })
        }
        Shape::Truth => json!({ "type": "boolean" }),
        Shape::False => json!({ "enum": [false] }),
        Shape::Integer(None) => json!({ "type": "integer" }),
        Shape::Integer(Some((least, most))) => {
            json!({ "type": "integer", "minimum": least, "maximum": most })
        }
        Shape::Number => json!({ "type": "number" }),
        Shape::OneOf { names, .. } => one_of(names),
        Shape::NameOf(kind) => name(*kind, config),
        Shape::List { of, .. } => json!({ "type": "array", "items": value(of, config) }),
        Shape::Map { among, value: each, .. } => map(among, &value(each, config)),
        Shape::Block(keys) => block(keys, config),
        Shape::Nothing => json!({ "type": "null" }),
        Shape::Anything => json!({}),
        Shape::Either(shapes) => {
            let shapes: Vec<Value> = shapes.iter().map(|shape| value(shape, config)).collect();
            json!({ "anyOf": shapes })
        }
    }
}

/// A name of something that the project declares. Those of fields depend on the collection, which a schema cannot tell.
fn name(kind: NameKind, config: &Config) -> Value {
    match kind {
        NameKind::Collection => one_of(config.collections.iter().map(|it| &it.name)),
        NameKind::Vocabulary => one_of(config.vocabularies.iter().map(|it| &it.name)),
        NameKind::OneOfField | NameKind::RelationField => json!({ "type": "string" }),
    }
}

/// A block with any keys, or with these.
fn map(among: &[&str], each: &Value) -> Value {
    if among.is_empty() {
        return json!({ "type": "object", "additionalProperties": each });
    }
    let properties: Map<String, Value> =
        among.iter().map(|key| ((*key).to_owned(), each.clone())).collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}
