//! YAML to values, each with its place.
//!
//! In: a slice of a source file. Out: a [`YamlDocument`], or diagnostics. Values are decoded through
//! [`YamlNode`]s, which push a diagnostic for each mistake and go on, so that one run tells all of
//! them; serde's derived types would stop at the first.
//!
//! `serde_yaml` tells positions only with errors. So places are found when they are needed: a
//! [`KeyPath`] is the way from the root (keys and indices). The first one that is asked for has the slice read once
//! more, which finds all of them (`marks`). What that cannot tell, the library does: `locate` reads the slice,
//! follows the way and raises an error where it ends. A page without mistakes pays nothing.

mod flow;
mod locate;
mod marks;
mod near_miss;
mod node;
mod parse;

use std::sync::{Arc, OnceLock};

use crate::diagnostic::Diagnostics;
use crate::nearest::Suggestions;
use crate::source::{SourceFile, Span};

pub(crate) use locate::Aim;
use marks::Marks;
pub(crate) use near_miss::near_misses;
pub(crate) use node::{MappingReader, UnknownKey, YamlNode};

/// A YAML value. Dates are strings until a field says that they are dates.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Integer(i64),
    Float(f64),
    String(String),
    List(Vec<Value>),
    /// In the order of the text; no key stands twice.
    Map(Vec<(String, Value)>),
}

impl Value {
    /// The same value as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        match self {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Integer(value) => (*value).into(),
            Value::Float(value) => (*value).into(),
            Value::String(text) => text.as_str().into(),
            Value::List(items) => items.iter().map(Value::json).collect(),
            Value::Map(entries) => {
                entries.iter().map(|(key, value)| (key.clone(), value.json())).collect()
            }
        }
    }

    /// The words for a value of this kind.
    fn kind(&self) -> &'static str {
        match self {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Integer(_) | Value::Float(_) => "a number",
            Value::String(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "a block of keys",
        }
    }
}

/// One step from a value to one inside it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum PathStep {
    Key(String),
    Index(usize),
}

/// The way from the root of a document to a value.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct KeyPath(Vec<PathStep>);

impl KeyPath {
    /// The place of a value inside the one at this place.
    pub(crate) fn then(&self, step: PathStep) -> KeyPath {
        let mut steps = self.0.clone();
        steps.push(step);
        KeyPath(steps)
    }

    /// The place of the last key on the way; `None` if there is none.
    fn without_indices(&self) -> Option<KeyPath> {
        let key = self.0.iter().rposition(|step| matches!(step, PathStep::Key(_)))?;
        Some(KeyPath(self.0[..=key].to_vec()))
    }
}

/// Where a YAML text stands: a whole file, or the front matter of a page.
#[derive(Clone, Debug)]
pub(crate) struct Slice {
    pub(crate) file: Arc<SourceFile>,
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Where its values stand, once somebody asked; `None` inside if that is not known.
    marks: Arc<OnceLock<Option<Marks>>>,
}

impl Slice {
    /// The bytes from `start` to `end` of a file.
    pub(crate) fn new(file: &Arc<SourceFile>, start: usize, end: usize) -> Slice {
        Slice { file: Arc::clone(file), start, end, marks: Arc::default() }
    }

    pub(crate) fn whole(file: &Arc<SourceFile>) -> Slice {
        let start = if file.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Slice::new(file, start, file.text.len())
    }

    pub(crate) fn text(&self) -> &str {
        &self.file.text[self.start..self.end]
    }

    /// The span of a key or a value.
    pub(crate) fn locate(&self, place: &KeyPath, aim: Aim) -> Span {
        let marks = self.marks.get_or_init(|| Marks::of(self.text(), &parse::raw(self.text())?));
        let known = marks.as_ref().and_then(|marks| marks.find(&place.0, aim));
        let range = known.unwrap_or_else(|| locate::locate(self.text(), &place.0, aim));
        self.file.span(self.start + range.start, self.start + range.end)
    }
}

/// A parsed YAML text.
#[derive(Clone, Debug)]
pub(crate) struct YamlDocument {
    pub(crate) slice: Slice,
    pub(crate) root: Value,
    /// Whether the slice could be read.
    pub(crate) is_readable: bool,
    suggestions: Suggestions,
}

impl YamlDocument {
    /// Reads a slice. A text that is not YAML is a diagnostic and an empty document.
    pub(crate) fn parse(slice: Slice, diagnostics: &mut Diagnostics) -> YamlDocument {
        let root = parse::parse(&slice, diagnostics);
        let is_readable = root.is_some();
        YamlDocument { is_readable, ..YamlDocument::new(slice, root.unwrap_or(Value::Null)) }
    }

    /// A slice that is read already.
    pub(crate) fn new(slice: Slice, root: Value) -> YamlDocument {
        YamlDocument { slice, root, is_readable: true, suggestions: Suggestions::default() }
    }

    pub(crate) fn node(&self) -> YamlNode<'_> {
        YamlNode::root(self)
    }
}
