//! Text to [`Value`], by `serde_yaml`.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::{Aim, Place, Slice, Step, Value, locate};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// Reads a YAML text; reports what is wrong with it.
pub(super) fn parse(slice: &Slice, diagnostics: &mut Diagnostics) -> Value {
    let text = slice.text();
    let blank = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    if text.lines().all(blank) {
        return Value::Null;
    }
    match serde_yaml::from_str::<Parsed>(text) {
        Ok(parsed) => {
            let mut root = parsed.0;
            remove_repeated_keys(&mut root, &Place::default(), slice, diagnostics);
            root
        }
        Err(error) => {
            diagnostics.push(syntax_error(&error, slice));
            Value::Null
        }
    }
}

fn syntax_error(error: &serde_yaml::Error, slice: &Slice) -> Diagnostic {
    let text = slice.text();
    let at = error.location().map_or(0, |location| {
        locate::byte_offset(text, location.line(), location.column())
    });
    let message = plain_message(&error.to_string());
    let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[line_start..].lines().next().unwrap_or_default();
    let tab = line.find('\t').filter(|tab| line[..*tab].trim().is_empty());
    let (start, help) = match tab {
        Some(tab) => (
            line_start + tab,
            Some("indent with spaces: YAML does not allow tabs"),
        ),
        None => (at, help(&message, line)),
    };
    let length = text[start..]
        .chars()
        .next()
        .filter(|c| *c != '\n')
        .map_or(0, char::len_utf8);
    let code = if message.contains("nested") {
        Code::NestingTooDeep
    } else {
        Code::YamlSyntax
    };
    let start = slice.start + start;
    let span = slice.file.span(start, start + length);
    let mut diagnostic = Diagnostic::new(code, message).at(span);
    diagnostic.help = help.map(str::to_owned);
    diagnostic
}

/// The library's message without its position, which the report shows in its own way.
fn plain_message(message: &str) -> String {
    let end = message.find(" at line ").unwrap_or(message.len());
    let message = &message[..end];
    if message.starts_with("recursion limit") {
        return "values are nested too deep".to_owned();
    }
    if message.starts_with("repetition limit") {
        return "aliases repeat too much content".to_owned();
    }
    format!("not valid YAML: {message}")
}

fn help(message: &str, line: &str) -> Option<&'static str> {
    let value = line.split_once(": ").map_or("", |(_, value)| value);
    if value.contains(": ") && !value.starts_with(['"', '\'']) {
        return Some("put a value that holds a colon in double quotes");
    }
    if value.starts_with(['@', '`', '%', '*', '&', '!']) {
        return Some("put a value that begins with a special character in double quotes");
    }
    if message.contains("while parsing a flow") {
        return Some("close the bracket, or write one item a line after `- `");
    }
    if message.contains("quoted scalar") {
        return Some("close the quote on the same line, or leave both out");
    }
    if message.contains("document") {
        return Some("remove the `---` line: one file holds one document");
    }
    None
}

/// Later uses of a key are reported and dropped.
fn remove_repeated_keys(
    value: &mut Value,
    place: &Place,
    slice: &Slice,
    diagnostics: &mut Diagnostics,
) {
    match value {
        Value::Map(entries) => {
            let mut kept: Vec<(String, Value)> = Vec::with_capacity(entries.len());
            let mut seen = std::collections::HashSet::new();
            for (key, mut inner) in entries.drain(..) {
                let inner_place = place.then(Step::Key(key.clone()));
                if seen.insert(key.clone()) {
                    remove_repeated_keys(&mut inner, &inner_place, slice, diagnostics);
                    kept.push((key, inner));
                } else {
                    let repeated = slice.locate(&inner_place, Aim::RepeatedKey);
                    diagnostics.push(duplicate_key(
                        &key,
                        repeated,
                        slice.locate(&inner_place, Aim::Key),
                    ));
                }
            }
            *entries = kept;
        }
        Value::List(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                remove_repeated_keys(item, &place.then(Step::Index(index)), slice, diagnostics);
            }
        }
        _ => {}
    }
}

fn duplicate_key(
    key: &str,
    repeated: crate::source::Span,
    first: crate::source::Span,
) -> Diagnostic {
    Diagnostic::new(
        Code::DuplicateKey,
        format!("the key `{key}` stands twice in this block"),
    )
    .at(repeated)
    .note_at("it stands here first, and this value counts", first)
    .help("remove one of the two")
}

/// A value as the deserializer makes it, with repeated keys still in it.
struct Parsed(Value);

impl<'de> Deserialize<'de> for Parsed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Parsed, D::Error> {
        deserializer.deserialize_any(ParsedVisitor).map(Parsed)
    }
}

struct ParsedVisitor;

impl<'de> Visitor<'de> for ParsedVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Integer(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value, E> {
        i64::try_from(value)
            .map(Value::Integer)
            .map_err(|_| E::custom("the number is too large"))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element::<Parsed>()? {
            list.push(item.0);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Vec::new();
        while let Some((key, value)) = entries.next_entry::<Parsed, Parsed>()? {
            map.push((key_text(key.0).map_err(de::Error::custom)?, value.0));
        }
        Ok(Value::Map(map))
    }

    fn visit_enum<A: de::EnumAccess<'de>>(self, _: A) -> Result<Value, A::Error> {
        Err(de::Error::custom("tags such as `!name` are not supported"))
    }
}

/// Keys are words; numbers and true or false are taken by their text.
fn key_text(key: Value) -> Result<String, &'static str> {
    match key {
        Value::String(text) => Ok(text),
        Value::Integer(number) => Ok(number.to_string()),
        Value::Float(number) => Ok(number.to_string()),
        Value::Bool(value) => Ok(value.to_string()),
        Value::Null => Ok("null".to_owned()),
        Value::List(_) | Value::Map(_) => Err("a key cannot be a list or a block"),
    }
}
