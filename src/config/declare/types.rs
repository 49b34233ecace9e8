//! Types of values: how each is read, and its shape.

use std::fmt::Display;

use super::shape::{NameKind, Shape, TextFormat, quoted};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use crate::yaml::{KeyPath, YamlNode};

/// A type of values.
pub(crate) trait ValueType: Sync {
    /// A value as the program has it.
    type Value;

    /// Reads a value. `None` if it is wrong, which is reported.
    fn read(&self, node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Option<Self::Value>;

    fn shape(&self) -> Shape;

    /// How to write a value, if a key without one is a mistake.
    fn help_without_value(&self) -> Option<&'static str> {
        None
    }
}

/// Text of any kind.
pub(crate) struct AnyText;

impl ValueType for AnyText {
    type Value = String;

    fn read(&self, node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
        node.text(diagnostics)
    }

    fn shape(&self) -> Shape {
        Shape::Text { called: "text", format: TextFormat::Any }
    }
}

/// Text that people call by these words.
pub(crate) struct Called(pub(crate) &'static str);

impl ValueType for Called {
    type Value = String;

    fn read(&self, node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
        node.text(diagnostics)
    }

    fn shape(&self) -> Shape {
        Shape::Text { called: self.0, format: TextFormat::Any }
    }
}

/// `true` or `false`.
pub(crate) struct Truth;

impl ValueType for Truth {
    type Value = bool;

    fn read(&self, node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Option<bool> {
        node.bool(diagnostics)
    }

    fn shape(&self) -> Shape {
        Shape::Truth
    }
}

/// Any whole number.
pub(crate) struct WholeNumber;

impl ValueType for WholeNumber {
    type Value = i64;

    fn read(&self, node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Option<i64> {
        node.integer(diagnostics)
    }

    fn shape(&self) -> Shape {
        Shape::Integer(None)
    }
}

/// Any number.
pub(crate) struct Number;

impl ValueType for Number {
    type Value = f64;

    fn read(&self, node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Option<f64> {
        node.number(diagnostics)
    }

    fn shape(&self) -> Shape {
        Shape::Number
    }
}

/// A whole number within bounds, these included.
pub(crate) struct Integer<N> {
    pub(crate) least: N,
    pub(crate) most: N,
}

impl<N> ValueType for Integer<N>
where
    N: TryFrom<i64> + TryInto<i64> + PartialOrd + Display + Copy + Sync,
{
    type Value = N;

    fn read(&self, node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Option<N> {
        node.integer_in(self.least..=self.most, diagnostics)
    }

    fn shape(&self) -> Shape {
        Shape::Integer(self.least.try_into().ok().zip(self.most.try_into().ok()))
    }
}

/// One of a few values, by its name.
pub(crate) struct OneOf<C: 'static>(pub(crate) &'static [(&'static str, C)]);

impl<C: Copy + Sync> ValueType for OneOf<C> {
    type Value = C;

    fn read(&self, node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Option<C> {
        let text = node.text(diagnostics)?;
        if let Some((_, value)) = self.0.iter().find(|(name, _)| *name == text) {
            return Some(*value);
        }
        let names: Vec<&str> = self.0.iter().map(|(name, _)| *name).collect();
        let nearest = node.nearest(&text, names.iter().copied());
        diagnostics.push(not_one_of(&text, &names, nearest).at(node.span()));
        None
    }

    fn shape(&self) -> Shape {
        let names = self.0.iter().map(|(name, _)| (*name).to_owned()).collect();
        Shape::OneOf { called: None, names }
    }
}

/// A report of text that is none of a few names; `nearest` is the one that may be meant.
pub(crate) fn not_one_of(text: &str, names: &[&str], nearest: Option<&str>) -> Diagnostic {
    let message = format!("`{text}` is not one of {}", quoted(names));
    Diagnostic::new(Code::InvalidValue, message).did_you_mean(nearest)
}

/// The name of one of these values, in code quotes.
pub(crate) fn name_of<C: PartialEq>(choices: &[(&str, C)], value: &C) -> String {
    let found = choices.iter().find(|(_, choice)| choice == value);
    found.map_or_else(String::new, |(name, _)| format!("`{name}`"))
}

/// The name of something that the project declares, perhaps further down or in another file; and where it is named.
pub(crate) struct NameOf(pub(crate) NameKind);

impl ValueType for NameOf {
    type Value = (String, Span);

    fn read(&self, node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Option<(String, Span)> {
        Some((node.text(diagnostics)?, node.span()))
    }

    fn shape(&self) -> Shape {
        Shape::NameOf(self.0)
    }
}

/// A list. Items that are wrong are left out.
pub(crate) struct List<V> {
    pub(crate) of: V,
    /// In words, several of them.
    pub(crate) called: &'static str,
}

impl<V: ValueType> ValueType for List<V> {
    type Value = Vec<V::Value>;

    fn read(&self, node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<V::Value>> {
        let items = node.list(diagnostics)?;
        Some(items.iter().filter_map(|item| self.of.read(item, diagnostics)).collect())
    }

    fn shape(&self) -> Shape {
        Shape::List { called: self.called, of: Box::new(self.of.shape()) }
    }
}

/// A value and where it is written.
pub(crate) struct Spanned<V>(pub(crate) V);

impl<V: ValueType> ValueType for Spanned<V> {
    type Value = (V::Value, Span);

    fn read(&self, node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Option<(V::Value, Span)> {
        Some((self.0.read(node, diagnostics)?, node.span()))
    }

    fn shape(&self) -> Shape {
        self.0.shape()
    }

    fn help_without_value(&self) -> Option<&'static str> {
        self.0.help_without_value()
    }
}

/// A value and the way to it.
pub(crate) struct Placed<V>(pub(crate) V);

impl<V: ValueType> ValueType for Placed<V> {
    type Value = (V::Value, KeyPath);

    fn read(
        &self,
        node: &YamlNode<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<(V::Value, KeyPath)> {
        Some((self.0.read(node, diagnostics)?, node.place.clone()))
    }

    fn shape(&self) -> Shape {
        self.0.shape()
    }
}

/// A value that is made from one of another type, with reports of what does not fit.
pub(crate) struct Converted<V: ValueType, U> {
    pub(crate) from: V,
    pub(crate) make: fn(V::Value, &YamlNode<'_>, &mut Diagnostics) -> Option<U>,
}

impl<V: ValueType, U> ValueType for Converted<V, U> {
    type Value = U;

    fn read(&self, node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Option<U> {
        let value = self.from.read(node, diagnostics)?;
        (self.make)(value, node, diagnostics)
    }

    fn shape(&self) -> Shape {
        self.from.shape()
    }
}

/// A type with a function of its own to read it.
pub(crate) struct By<U: 'static> {
    pub(crate) read: fn(&YamlNode<'_>, &mut Diagnostics) -> Option<U>,
    pub(crate) shape: fn() -> Shape,
    /// How to write a value, if a key without one is a mistake.
    pub(crate) help_without_value: Option<&'static str>,
}

impl<U> ValueType for By<U> {
    type Value = U;

    fn read(&self, node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Option<U> {
        (self.read)(node, diagnostics)
    }

    fn shape(&self) -> Shape {
        (self.shape)()
    }

    fn help_without_value(&self) -> Option<&'static str> {
        self.help_without_value
    }
}
