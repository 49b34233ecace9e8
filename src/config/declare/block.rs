//! Tables of keys, and blocks that are read by them.

use std::collections::HashMap;

use super::shape::{KeyInfo, Shape, quoted};
use super::types::ValueType;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use crate::yaml::{MappingReader, UnknownKey, YamlNode};

/// A key of the blocks that are read into a `T`.
pub(crate) struct DeclaredKey<T: 'static> {
    name: &'static str,
    slot: &'static dyn KeyTarget<T>,
    unset: Unset<T>,
    /// One sentence: what it is for.
    help: &'static str,
    /// The variants of the block that have it; none: all.
    only: &'static [&'static str],
}

/// A key without its default and its help.
pub(crate) struct NewKey<T: 'static> {
    name: &'static str,
    slot: &'static dyn KeyTarget<T>,
}

/// Begins to declare a key: its name, and what takes its value.
pub(crate) const fn key<T>(name: &'static str, slot: &'static dyn KeyTarget<T>) -> NewKey<T> {
    NewKey { name, slot }
}

impl<T> NewKey<T> {
    /// A key that has to have a value. Help is one sentence.
    pub(crate) const fn required(self, help: &'static str) -> DeclaredKey<T> {
        self.with(Unset::Required, help)
    }

    /// A key without which this counts, in words.
    pub(crate) const fn or(self, words: &'static str, help: &'static str) -> DeclaredKey<T> {
        self.with(Unset::Is(words), help)
    }

    /// A key without which counts what a new `T` holds; `words` says it.
    pub(crate) const fn or_default(
        self,
        words: fn(&T) -> String,
        help: &'static str,
    ) -> DeclaredKey<T> {
        self.with(Unset::Holds(words), help)
    }

    const fn with(self, unset: Unset<T>, help: &'static str) -> DeclaredKey<T> {
        DeclaredKey { name: self.name, slot: self.slot, unset, help, only: &[] }
    }
}

impl<T> DeclaredKey<T> {
    /// The same key for some variants of the block only.
    pub(crate) const fn only(mut self, variants: &'static [&'static str]) -> DeclaredKey<T> {
        self.only = variants;
        self
    }
}

/// The value that counts where a key has none.
enum Unset<T> {
    /// It has to have one.
    Required,
    /// This, in words.
    Is(&'static str),
    /// The one of a new `T`, in words.
    Holds(fn(&T) -> String),
}

/// Reads the value of a key into a part of a `T`.
pub(crate) trait KeyTarget<T>: Sync {
    /// Reports what is wrong, and leaves `target` as it is as far as that goes.
    fn read(&self, target: &mut T, node: &YamlNode<'_>, diagnostics: &mut Diagnostics);

    fn shape(&self) -> Shape;

    /// How to write the value, if a key without one is a mistake.
    fn help_without_value(&self) -> Option<&'static str> {
        None
    }
}

/// A value of a type, and where it goes.
pub(crate) struct To<T, V: ValueType>(pub(crate) V, pub(crate) fn(&mut T, V::Value));

impl<T, V: ValueType> KeyTarget<T> for To<T, V> {
    fn read(&self, target: &mut T, node: &YamlNode<'_>, diagnostics: &mut Diagnostics) {
        if let Some(value) = self.0.read(node, diagnostics) {
            (self.1)(target, value);
        }
    }

    fn shape(&self) -> Shape {
        self.0.shape()
    }

    fn help_without_value(&self) -> Option<&'static str> {
        self.0.help_without_value()
    }
}

/// A block.
pub(crate) struct InBlock<T: 'static>(pub(crate) &'static KeyTable<T>);

impl<T: Default> ValueType for InBlock<T> {
    type Value = T;

    fn read(&self, node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Option<T> {
        let mut value = T::default();
        self.0.read(&mut value, node, diagnostics)?;
        Some(value)
    }

    fn shape(&self) -> Shape {
        self.0.shape()
    }
}

/// A block inside a block. What it does not set stays as an included file set it.
pub(crate) struct Within<T, U: 'static>(
    pub(crate) &'static KeyTable<U>,
    pub(crate) fn(&mut T) -> &mut U,
);

impl<T, U: Default> KeyTarget<T> for Within<T, U> {
    fn read(&self, target: &mut T, node: &YamlNode<'_>, diagnostics: &mut Diagnostics) {
        self.0.read((self.1)(target), node, diagnostics);
    }

    fn shape(&self) -> Shape {
        self.0.shape()
    }
}

/// Declarations by name, in one file of settings or in several.
pub(crate) struct Declarations<T, V: ValueType> {
    /// The key that holds them.
    pub(crate) key: &'static str,
    pub(crate) of: V,
    pub(crate) list: fn(&mut T) -> &mut Vec<Declaration<V::Value>>,
}

/// Something with a name.
pub(crate) struct Declaration<V> {
    pub(crate) name: String,
    pub(crate) name_span: Span,
    /// `None` if it could not be read.
    pub(crate) value: Option<V>,
}

impl<T, V: ValueType> KeyTarget<T> for Declarations<T, V> {
    fn read(&self, target: &mut T, node: &YamlNode<'_>, diagnostics: &mut Diagnostics) {
        let list = (self.list)(target);
        let mut known: HashMap<String, Span> =
            list.iter().map(|it| (it.name.clone(), it.name_span)).collect();
        for (name, entry) in node.entries(diagnostics) {
            let name_span = entry.key_span();
            if let Some(first) = known.get(name) {
                let message = format!("`{name}` is declared twice in `{}`", self.key);
                let twice = Diagnostic::new(Code::DuplicateKey, message).at(name_span);
                diagnostics.push(twice.note_at("first declared here", *first));
            } else if is_name(name) {
                let value = self.of.read(&entry, diagnostics);
                known.insert(name.to_owned(), name_span);
                list.push(Declaration { name: name.to_owned(), name_span, value });
            } else {
                let message = "names are made of letters, digits, `-` and `_`";
                diagnostics.push(Diagnostic::new(Code::InvalidValue, message).at(name_span));
            }
        }
    }

    fn shape(&self) -> Shape {
        Shape::map("NAME", self.of.shape())
    }
}

/// Whether a project can give something that name: names become file names and addresses.
pub(crate) fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
}

/// A block whose keys the program knows.
pub(crate) struct KeyTable<T: 'static> {
    pub(crate) keys: &'static [DeclaredKey<T>],
    /// Set if not all blocks have the same keys.
    pub(crate) variants: Option<Variants<T>>,
}

/// The variants of a block: each has keys of its own.
pub(crate) struct Variants<T> {
    /// The words before the name of a variant: "a field of type".
    pub(crate) noun: &'static str,
    /// The name of the variant that a block is; its key stands before those of one variant only.
    pub(crate) of: fn(&T) -> Option<&'static str>,
}

impl<T> KeyTable<T> {
    /// Reads a block into `target`. `None` if the value is no block. Whatever is wrong is reported.
    pub(crate) fn read(
        &self,
        target: &mut T,
        node: &YamlNode<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<()> {
        let mut fields = node.fields(diagnostics)?;
        self.read_keys(target, &mut fields, |_| true, diagnostics);
        for unknown in fields.unknown() {
            self.report_unknown(&unknown, target, diagnostics);
        }
        Some(())
    }

    /// Reads the keys that are wanted, by their names, out of a block that holds others, too.
    pub(crate) fn read_keys(
        &self,
        target: &mut T,
        fields: &mut MappingReader<'_>,
        is_wanted: impl Fn(&str) -> bool,
        diagnostics: &mut Diagnostics,
    ) {
        for key in self.keys {
            if self.has(key, target) && is_wanted(key.name) {
                read_key(key, target, fields, diagnostics);
            }
        }
    }

    /// Whether there is a key of that name.
    pub(crate) fn has_key(&self, name: &str) -> bool {
        self.keys.iter().any(|key| key.name == name)
    }

    /// Whether the block that is read has a key, by what was read of it before.
    fn has(&self, key: &DeclaredKey<T>, target: &T) -> bool {
        let variant = || self.variants.as_ref().and_then(|variants| (variants.of)(target));
        key.only.is_empty() || variant().is_some_and(|variant| key.only.contains(&variant))
    }

    fn report_unknown(&self, unknown: &UnknownKey<'_>, target: &T, diagnostics: &mut Diagnostics) {
        let name = unknown.key;
        let others: Vec<&str> = self.variants_with(name).collect();
        let Some(Variants { noun, of }) = self.variants.as_ref().filter(|_| !others.is_empty())
        else {
            return diagnostics.push(unknown.report(Code::UnknownKey));
        };
        // Without a variant nobody can tell, and that is reported.
        if let Some(own) = of(target) {
            let message = format!("{noun} `{own}` takes no `{name}`");
            let problem = Diagnostic::new(Code::UnknownKey, message).at(unknown.span());
            diagnostics.push(problem.help(format!("it is for {noun} {}", quoted(&others))));
        }
    }

    /// The variants that have a key of that name, if not all have it.
    fn variants_with(&self, name: &str) -> impl Iterator<Item = &'static str> {
        self.keys.iter().filter(move |key| key.name == name).flat_map(|key| key.only).copied()
    }
}

impl<T: Default> KeyTable<T> {
    /// The keys of the block, for editors and people.
    pub(crate) fn describe(&self) -> Vec<KeyInfo> {
        let new = T::default();
        let noun = self.variants.as_ref().map_or("", |variants| variants.noun);
        let keys = self.keys.iter();
        keys.map(|key| KeyInfo {
            name: key.name,
            shape: key.slot.shape(),
            default: match key.unset {
                Unset::Required => None,
                Unset::Is(words) => Some(words.to_owned()),
                Unset::Holds(words) => Some(words(&new)),
            },
            help: key.help,
            only_in: (!key.only.is_empty()).then(|| format!("{noun} {}", quoted(key.only))),
        })
        .collect()
    }

    pub(crate) fn shape(&self) -> Shape {
        Shape::Block(self.describe())
    }
}

fn read_key<T>(
    key: &DeclaredKey<T>,
    target: &mut T,
    fields: &mut MappingReader<'_>,
    diagnostics: &mut Diagnostics,
) {
    let node = match key.unset {
        Unset::Required => fields.require(key.name, diagnostics),
        Unset::Is(_) | Unset::Holds(_) => fields.get(key.name),
    };
    if let Some(node) = node {
        key.slot.read(target, &node, diagnostics);
    } else if let (Some(help), Some(span)) = (key.slot.help_without_value(), fields.empty(key.name))
    {
        let message = format!("`{}` has no value", key.name);
        diagnostics.push(Diagnostic::new(Code::InvalidValue, message).at(span).help(help));
    }
}
