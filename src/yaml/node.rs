//! Decoding with diagnostics: a value, its place, and questions to it.

use std::collections::{HashMap, HashSet};
use std::fmt::Display;
use std::ops::RangeInclusive;

use super::parse::missing_space;
use super::{Aim, KeyPath, PathStep, Slice, Value, YamlDocument};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Span;

/// A value of a document and the way to it.
#[derive(Clone, Debug)]
pub(crate) struct YamlNode<'a> {
    document: &'a YamlDocument,
    pub(crate) value: &'a Value,
    pub(crate) place: KeyPath,
}

impl<'a> YamlNode<'a> {
    pub(super) fn root(document: &'a YamlDocument) -> YamlNode<'a> {
        YamlNode { document, value: &document.root, place: KeyPath::default() }
    }

    /// Where the document stands.
    pub(crate) fn slice(&self) -> &'a Slice {
        &self.document.slice
    }

    pub(crate) fn span(&self) -> Span {
        self.document.slice.locate(&self.place, Aim::Value)
    }

    pub(crate) fn key_span(&self) -> Span {
        self.document.slice.locate(&self.place, Aim::Key)
    }

    /// The name nearest to a misspelt one of this document, as long as there are not too many of these.
    pub(crate) fn nearest<'n>(
        &self,
        name: &str,
        candidates: impl IntoIterator<Item = &'n str>,
    ) -> Option<&'n str> {
        self.document.suggestions.nearest(name, candidates)
    }

    fn child(&self, step: PathStep, value: &'a Value) -> YamlNode<'a> {
        YamlNode { document: self.document, value, place: self.place.then(step) }
    }

    /// "expected …, found …", at this value.
    pub(crate) fn wrong_type(&self, expected: &str) -> Diagnostic {
        let is_item = matches!(self.place.0.last(), Some(PathStep::Index(_)));
        let name = match self.place.0.iter().rev().find_map(|step| match step {
            PathStep::Key(key) => Some(key),
            PathStep::Index(_) => None,
        }) {
            Some(key) if is_item && matches!(self.value, Value::String(_)) => {
                format!("an entry of `{key}` wants {expected}")
            }
            Some(key) => format!("`{key}` wants {expected}"),
            None => format!("{expected} was expected here"),
        };
        Diagnostic::new(Code::WrongType, name)
            .at(self.span())
            .label(format!("this is {}", self.value.kind()))
    }

    pub(crate) fn invalid(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Code::InvalidValue, message).at(self.span())
    }

    /// Text. Numbers, and true or false, count as the text that their author wrote.
    pub(crate) fn text(&self, diagnostics: &mut Diagnostics) -> Option<String> {
        match self.value {
            Value::String(text) => Some(text.clone()),
            Value::Integer(number) => Some(number.to_string()),
            Value::Bool(value) => Some(value.to_string()),
            // A version such as `1.10` is not `1.1`.
            Value::Float(number) => {
                let written = &self.document.slice.file.text[self.span().range()];
                let is_it = written.parse::<f64>().is_ok_and(|read| read.total_cmp(number).is_eq());
                Some(if is_it { written.to_owned() } else { number.to_string() })
            }
            _ => {
                diagnostics.push(self.wrong_type("text"));
                None
            }
        }
    }

    pub(crate) fn bool(&self, diagnostics: &mut Diagnostics) -> Option<bool> {
        let Value::Bool(value) = self.value else {
            let problem = self.wrong_type("`true` or `false`");
            let meant = match self.value {
                Value::String(text) => match text.to_lowercase().as_str() {
                    "yes" | "on" | "y" => Some("write `true`"),
                    "no" | "off" | "n" => Some("write `false`"),
                    _ => None,
                },
                _ => None,
            };
            diagnostics.push(match meant {
                Some(help) => problem.help(help),
                None => problem,
            });
            return None;
        };
        Some(*value)
    }

    pub(crate) fn integer(&self, diagnostics: &mut Diagnostics) -> Option<i64> {
        let Value::Integer(value) = self.value else {
            diagnostics.push(self.wrong_type("a whole number"));
            return None;
        };
        Some(*value)
    }

    /// A whole number within bounds that the message can name.
    pub(crate) fn integer_in<T>(
        &self,
        range: RangeInclusive<T>,
        diagnostics: &mut Diagnostics,
    ) -> Option<T>
    where
        T: TryFrom<i64> + PartialOrd + Display,
    {
        let value = self.integer(diagnostics)?;
        let fitting = T::try_from(value).ok().filter(|value| range.contains(value));
        if fitting.is_none() {
            let (least, most) = (range.start(), range.end());
            diagnostics.push(self.invalid(format!("a number from {least} to {most} is wanted")));
        }
        fitting
    }

    pub(crate) fn number(&self, diagnostics: &mut Diagnostics) -> Option<f64> {
        match self.value {
            #[expect(clippy::cast_precision_loss, reason = "a field for people, not for sums")]
            Value::Integer(value) => Some(*value as f64),
            Value::Float(value) if value.is_finite() => Some(*value),
            _ => {
                diagnostics.push(self.wrong_type("a number"));
                None
            }
        }
    }

    /// A list. A single value where a list belongs is a mistake, and the help says how to fix it.
    pub(crate) fn list(&self, diagnostics: &mut Diagnostics) -> Option<Vec<YamlNode<'a>>> {
        let Value::List(items) = self.value else {
            let mut problem = self.wrong_type("a list");
            if let Value::String(text) = self.value {
                problem = problem.help(format!("write `[{text}]`, or one item a line after `- `"));
            }
            diagnostics.push(problem);
            return None;
        };
        let nodes = items.iter().enumerate();
        Some(nodes.map(|(index, item)| self.child(PathStep::Index(index), item)).collect())
    }

    /// The entries of a block whose keys are names that the author chose.
    pub(crate) fn entries(&self, diagnostics: &mut Diagnostics) -> Vec<(&'a str, YamlNode<'a>)> {
        let Value::Map(entries) = self.value else {
            diagnostics.push(self.wrong_type("a block of keys"));
            return Vec::new();
        };
        let nodes = entries.iter();
        nodes
            .map(|(key, value)| (key.as_str(), self.child(PathStep::Key(key.clone()), value)))
            .collect()
    }

    /// The entries of a block whose keys the program knows.
    pub(crate) fn fields(&self, diagnostics: &mut Diagnostics) -> Option<MappingReader<'a>> {
        match self.value {
            Value::Map(entries) => {
                let positions = entries.iter().enumerate();
                let by_key = positions.map(|(at, (key, _))| (key.as_str(), at)).collect();
                Some(MappingReader { node: self.clone(), by_key, asked: HashSet::new() })
            }
            _ => {
                let problem = self.wrong_type("a block of keys");
                let is_root = self.place == KeyPath::default();
                diagnostics.push(match self.value {
                    Value::String(text) if is_root && missing_space(text) => {
                        problem.help("write a space after the colon")
                    }
                    _ => problem,
                });
                None
            }
        }
    }
}

/// A block that is read key by key; whatever was not asked for is unknown.
pub(crate) struct MappingReader<'a> {
    pub(crate) node: YamlNode<'a>,
    by_key: HashMap<&'a str, usize>,
    asked: HashSet<String>,
}

impl<'a> MappingReader<'a> {
    /// The value of a key, unless it is missing or empty.
    pub(crate) fn get(&mut self, key: &str) -> Option<YamlNode<'a>> {
        self.asked.insert(key.to_owned());
        let (key, value) = self.entry(key)?;
        (*value != Value::Null).then(|| self.node.child(PathStep::Key(key.clone()), value))
    }

    fn entry(&self, key: &str) -> Option<&'a (String, Value)> {
        let Value::Map(entries) = self.node.value else {
            return None;
        };
        entries.get(*self.by_key.get(key)?)
    }

    /// The place of a key that stands there without a value.
    pub(crate) fn empty(&self, key: &str) -> Option<Span> {
        let (key, value) = self.entry(key)?;
        (*value == Value::Null)
            .then(|| self.node.child(PathStep::Key(key.clone()), value).key_span())
    }

    /// The value of a key that stands there and says nothing: none at all, `""` or `[]`.
    pub(crate) fn blank(&self, key: &str) -> Option<YamlNode<'a>> {
        let (key, value) = self.entry(key)?;
        let is_blank = match value {
            Value::Null => true,
            Value::String(text) => text.trim().is_empty(),
            Value::List(items) => items.is_empty(),
            _ => false,
        };
        is_blank.then(|| self.node.child(PathStep::Key(key.clone()), value))
    }

    /// The value of a key that has to be there.
    pub(crate) fn require(
        &mut self,
        key: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<YamlNode<'a>> {
        let found = self.get(key);
        if found.is_none() {
            let message = format!("the key `{key}` is missing here");
            let place =
                if self.node.place.0.is_empty() { self.node.span() } else { self.node.key_span() };
            diagnostics.push(Diagnostic::new(Code::MissingKey, message).at(place));
        }
        found
    }

    pub(crate) fn text(&mut self, key: &str, diagnostics: &mut Diagnostics) -> Option<String> {
        self.get(key)?.text(diagnostics)
    }

    /// The keys that nobody asked for, each with the nearest that somebody did.
    pub(crate) fn unknown(self) -> Vec<UnknownKey<'a>> {
        let Value::Map(entries) = self.node.value else {
            return Vec::new();
        };
        let unknown = entries.iter().filter(|(key, _)| !self.asked.contains(key));
        unknown
            .map(|(key, value)| UnknownKey {
                key,
                node: self.node.child(PathStep::Key(key.clone()), value),
                nearest: self
                    .node
                    .nearest(key, self.asked.iter().map(String::as_str))
                    .map(str::to_owned),
            })
            .collect()
    }

    /// Reports the unknown keys as errors.
    pub(crate) fn finish(self, diagnostics: &mut Diagnostics) {
        for unknown in self.unknown() {
            diagnostics.push(unknown.report(Code::UnknownKey));
        }
    }
}

/// A key that nobody asked for.
pub(crate) struct UnknownKey<'a> {
    pub(crate) key: &'a str,
    node: YamlNode<'a>,
    nearest: Option<String>,
}

impl UnknownKey<'_> {
    pub(crate) fn span(&self) -> Span {
        self.node.key_span()
    }

    /// A report that nothing reads the key.
    pub(crate) fn report(&self, code: Code) -> Diagnostic {
        self.report_as(code, format!("there is no key `{}`", self.key))
    }

    /// The same in other words.
    pub(crate) fn report_as(&self, code: Code, message: String) -> Diagnostic {
        Diagnostic::new(code, message).at(self.span()).did_you_mean(self.nearest.as_deref())
    }
}
