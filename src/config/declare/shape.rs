//! Forms of values, for editors and for people.

use crate::diagnostic::{LISTED, listed};

/// A key, for editors and people.
#[derive(Clone, Debug)]
pub(crate) struct KeyInfo {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    /// The default in words; `None` if the key is required.
    pub(crate) default: Option<String>,
    /// One sentence: what it is for.
    pub(crate) help: &'static str,
    /// The variants of the block that have it, in words, if not all have it.
    pub(crate) only_in: Option<String>,
}

/// The form of a value.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    Text {
        /// In words.
        called: &'static str,
        format: TextFormat,
    },
    /// `true` or `false`.
    Truth,
    /// `false` alone.
    False,
    /// A whole number, and its bounds.
    Integer(Option<(i64, i64)>),
    Number,
    /// One of these names.
    OneOf {
        /// In words, instead of the names.
        called: Option<&'static str>,
        names: Vec<String>,
    },
    /// The name of something that the project declares.
    NameOf(NameKind),
    List {
        /// In words, several of them.
        called: &'static str,
        of: Box<Shape>,
    },
    /// A block whose keys authors choose.
    Map {
        /// The word that stands for such a key.
        key: &'static str,
        /// The keys that there can be; none: any.
        among: Vec<&'static str>,
        value: Box<Shape>,
    },
    /// A block whose keys the program knows.
    Block(Vec<KeyInfo>),
    /// A key without a value.
    Nothing,
    Anything,
    Either(Vec<Shape>),
}

/// How text is written.
#[derive(Clone, Copy, Debug)]
pub(crate) enum TextFormat {
    /// Anything. Plain numbers and truth values are taken for text.
    Any,
    /// A regular expression of ECMA-262, as JSON Schema has them.
    Pattern(&'static str),
    /// An absolute address.
    Uri,
    /// A day, as `2026-03-31`.
    Day,
}

/// A kind of things that have names.
#[derive(Clone, Copy, Debug)]
pub(crate) enum NameKind {
    Collection,
    Vocabulary,
    OneOfField,
    RelationField,
}

impl NameKind {
    fn words(self) -> &'static str {
        match self {
            NameKind::Collection => "a collection",
            NameKind::Vocabulary => "a vocabulary",
            NameKind::OneOfField => "a `one-of` field",
            NameKind::RelationField => "a relation field between the two",
        }
    }
}

impl Shape {
    /// A block whose keys, of which one is called so, authors choose freely.
    pub(crate) fn map(key: &'static str, value: Shape) -> Shape {
        Shape::Map { key, among: Vec::new(), value: Box::new(value) }
    }

    /// The type in words: "a whole number from 0 to 20".
    pub(crate) fn words(&self) -> String {
        match self {
            Shape::Truth => "`true` or `false`".to_owned(),
            Shape::False => "`false`".to_owned(),
            Shape::Integer(None) => "a whole number".to_owned(),
            Shape::Integer(Some((least, most))) => format!("a whole number from {least} to {most}"),
            Shape::Number => "a number".to_owned(),
            Shape::Text { called, .. } | Shape::OneOf { called: Some(called), .. } => {
                (*called).to_owned()
            }
            Shape::OneOf { called: None, names } => quoted(names),
            Shape::NameOf(kind) => kind.words().to_owned(),
            Shape::List { called, .. } => format!("a list of {called}"),
            Shape::Map { key, value, .. } => format!("by `{key}`, {}", value.words()),
            Shape::Block(_) => "a block of keys".to_owned(),
            Shape::Nothing => "nothing".to_owned(),
            Shape::Anything => "anything".to_owned(),
            Shape::Either(shapes) => either(shapes),
        }
    }

    /// The keys inside, each with its path from here.
    fn keys(&self, path: &str) -> Vec<(String, &KeyInfo)> {
        match self {
            Shape::List { of, .. } => of.keys(&format!("{path}[]")),
            Shape::Map { key, value, .. } => value.keys(&format!("{path}.{key}")),
            Shape::Block(keys) => KeyInfo::with_paths(keys, &format!("{path}.")),
            Shape::Either(shapes) => shapes.iter().flat_map(|shape| shape.keys(path)).collect(),
            _ => Vec::new(),
        }
    }
}

fn either(shapes: &[Shape]) -> String {
    shapes.iter().map(Shape::words).collect::<Vec<_>>().join(" or ")
}

impl KeyInfo {
    /// The type in words, with the variants that have the key.
    pub(crate) fn type_words(&self) -> String {
        let words = self.shape.words();
        match &self.only_in {
            Some(only_in) => format!("{words}; in {only_in}"),
            None => words,
        }
    }

    /// Keys and those inside them, each with its path: `search.synonyms`, `menu[].label`, `matrices.NAME.rows`.
    pub(crate) fn with_paths<'k>(keys: &'k [KeyInfo], before: &str) -> Vec<(String, &'k KeyInfo)> {
        let mut all = Vec::new();
        for key in keys {
            let path = format!("{before}{}", key.name);
            let inside = key.shape.keys(&path);
            all.push((path, key));
            all.extend(inside);
        }
        all
    }
}

/// "`a`, `b` or `c`". Of a great many, the first ones and how many more there are.
pub(crate) fn quoted<N: AsRef<str>>(names: &[N]) -> String {
    let all: Vec<String> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match all.as_slice() {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        all if all.len() > LISTED => listed(names.iter().map(AsRef::as_ref)),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
    }
}
