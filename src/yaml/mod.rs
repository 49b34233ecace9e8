//! YAML to values whose places can be told.
//!
//! In: a slice of a source file. Out: a [`Document`], or diagnostics. Values are decoded through
//! [`Node`]s, which push a diagnostic for each mistake and go on, so that one run tells all of
//! them; serde's derived types would stop at the first.
//!
//! `serde_yaml` tells positions only with errors. So places are found when they are needed: a
//! [`Place`] is the way from the root (keys and indices), and `locate` reads the slice once
//! more, follows that way and raises an error where it ends. A page without mistakes pays nothing.

mod locate;
mod node;
mod parse;

use std::sync::Arc;

use crate::diagnostic::Diagnostics;
use crate::source::{SourceFile, Span};

pub(crate) use locate::Aim;
pub(crate) use node::{Fields, Node};

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
    /// What a person calls a value of this kind.
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
pub(crate) enum Step {
    Key(String),
    Index(usize),
}

/// The way from the root of a document to a value.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Place(Vec<Step>);

impl Place {
    /// The place of a value inside the one at this place.
    pub(crate) fn then(&self, step: Step) -> Place {
        let mut steps = self.0.clone();
        steps.push(step);
        Place(steps)
    }
}

/// Where a YAML text stands: a whole file, or the front matter of a page.
#[derive(Clone, Debug)]
pub(crate) struct Slice {
    pub(crate) file: Arc<SourceFile>,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Slice {
    pub(crate) fn whole(file: &Arc<SourceFile>) -> Slice {
        let start = if file.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Slice { file: Arc::clone(file), start, end: file.text.len() }
    }

    pub(crate) fn text(&self) -> &str {
        &self.file.text[self.start..self.end]
    }

    /// The span of a key or a value.
    pub(crate) fn locate(&self, place: &Place, aim: Aim) -> Span {
        let range = locate::locate(self.text(), &place.0, aim);
        self.file.span(self.start + range.start, self.start + range.end)
    }
}

/// A parsed YAML text.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) slice: Slice,
    pub(crate) root: Value,
}

impl Document {
    /// Reads a slice. A text that is not YAML is a diagnostic and an empty document.
    pub(crate) fn parse(slice: Slice, diagnostics: &mut Diagnostics) -> Document {
        let root = parse::parse(&slice, diagnostics);
        Document { slice, root }
    }

    pub(crate) fn node(&self) -> Node<'_> {
        Node::root(self)
    }
}
