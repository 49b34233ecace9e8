//! Values that YAML reads in another way than their author meant: words behind ` #`, and quotation marks of a word
//! processor. The text is valid, so nobody else would say so.

use std::ops::Range;

use super::{Aim, KeyPath, PathStep, Value, YamlDocument};
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::source::Span;

/// Marks of word processors around a value, and what closes each.
const CURLY: &[(char, &[char])] =
    &[('“', &['”', '“']), ('„', &['“', '”']), ('«', &['»']), ('‘', &['’']), ('‚', &['‘', '’'])];

/// Finds such values of a document. Of a key whose value is words for people, by `is_words`, every comment behind a value
/// is told; of others only one that begins without a blank.
pub(crate) fn near_misses(
    document: &YamlDocument,
    is_words: impl Fn(&str) -> bool,
) -> Vec<Diagnostic> {
    let text = document.slice.text();
    let may_miss = |letter: char| letter == '#' || CURLY.iter().any(|(open, _)| *open == letter);
    if !text.contains(may_miss) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (place, value) in scalars(&document.root) {
        if let Some(scalar) = PlainScalar::of(document, &place, value) {
            let problem = scalar.comment(is_words(scalar.key)).or_else(|| scalar.curly());
            found.extend(problem);
        }
    }
    found
}

/// All values that hold no others.
fn scalars(root: &Value) -> Vec<(KeyPath, &Value)> {
    let (mut found, mut next) = (Vec::new(), vec![(KeyPath::default(), root)]);
    while let Some((place, value)) = next.pop() {
        match value {
            Value::Map(entries) => next.extend(
                entries.iter().map(|(key, inner)| (place.then(PathStep::Key(key.clone())), inner)),
            ),
            Value::List(items) => next.extend(
                items.iter().enumerate().map(|(at, item)| (place.then(PathStep::Index(at)), item)),
            ),
            _ => found.push((place, value)),
        }
    }
    found
}

/// A value without quotes.
struct PlainScalar<'d> {
    document: &'d YamlDocument,
    /// The key that it belongs to.
    key: &'d str,
    /// Whether it is an entry of a list.
    is_item: bool,
    /// Its bytes in the file.
    range: Range<usize>,
    is_empty: bool,
}

impl<'d> PlainScalar<'d> {
    /// `None` of a value in quotes or in lines of its own, and of one whose key is not known.
    fn of(document: &'d YamlDocument, place: &KeyPath, value: &Value) -> Option<PlainScalar<'d>> {
        let file = &document.slice.file;
        let start = document.slice.locate(place, Aim::Value).range().start;
        let keys = document.slice.locate(&place.without_indices()?, Aim::Key);
        let key = file.text.get(keys.range())?.trim_matches(['"', '\'']);
        let written = &file.text[start..document.slice.end];
        let is_plain = !written.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*', '!']);
        let end = start + plain_length(written, value)?;
        let is_empty = *value == Value::Null;
        let is_item = matches!(place.0.last(), Some(PathStep::Index(_)));
        is_plain.then_some(PlainScalar { document, key, is_item, range: start..end, is_empty })
    }

    /// The value with its key, as it is to be written.
    fn written(&self, value: &str) -> String {
        if self.is_item { value.to_owned() } else { format!("{}: {value}", self.key) }
    }

    fn text(&self) -> &'d str {
        &self.document.slice.file.text
    }

    fn span(&self, range: Range<usize>) -> Span {
        self.document.slice.file.span(range.start, range.end)
    }

    /// A comment behind the value, in its last line.
    fn comment(&self, is_words: bool) -> Option<Diagnostic> {
        let line = self.text()[self.range.end..self.document.slice.end].lines().next()?;
        let lost = line.trim_start();
        let at = self.range.end + line.len() - lost.len();
        let lost = lost.trim_end();
        let is_attached = lost.strip_prefix('#')?.starts_with(char::is_alphanumeric);
        let is_told = is_attached || is_words && !self.is_empty;
        is_told.then(|| {
            let start = if self.is_empty { at } else { self.range.start };
            let whole = start..at + lost.len();
            let quoted = double_quoted(&self.text()[whole.clone()]);
            let is_one_line = !quoted.contains('\n');
            let message = format!("`{lost}` is a comment to YAML, and no part of `{}`", self.key);
            let help = if is_one_line {
                format!("write `{}` if it belongs to the value", self.written(&quoted))
            } else {
                "put the value in double quotes if it belongs to it".to_owned()
            };
            let problem = Diagnostic::new(Code::YamlComment, message);
            let problem = problem.at(self.span(at..at + lost.len())).help(help);
            let fix = || Fix { span: self.span(whole), text: quoted };
            Diagnostic { fix: (is_words && is_one_line).then(fix), ..problem }
        })
    }

    /// Quotation marks of a word processor around the whole value: they are shown.
    fn curly(&self) -> Option<Diagnostic> {
        let text = &self.text()[self.range.clone()];
        let mut letters = text.chars();
        let (first, last) = (letters.next()?, letters.next_back()?);
        let closes = CURLY.iter().find(|(open, _)| *open == first)?.1;
        let inside = letters.as_str();
        let is_quoted =
            closes.contains(&last) && !inside.contains(first) && !inside.contains(closes);
        is_quoted.then(|| {
            let message = format!("`{first}` and `{last}` are part of the value of `{}`", self.key);
            let quoted = format!("\"{inside}\"");
            let help = format!("write `{}`, or leave the marks out", self.written(&quoted));
            let span = self.span(self.range.clone());
            let problem = Diagnostic::new(Code::CurlyQuotes, message).at(span).help(help);
            let fix = (!inside.contains(['"', '\\', '\n'])).then_some(Fix { span, text: quoted });
            Diagnostic { fix, ..problem }
        })
    }
}

/// How many bytes a value without quotes takes: its words, whatever blanks are between them. `None` if the text does not
/// begin with it.
fn plain_length(text: &str, value: &Value) -> Option<usize> {
    let word = text.split_whitespace().next().unwrap_or_default();
    let words = match value {
        Value::Null if matches!(word, "~" | "null" | "Null" | "NULL") => word,
        Value::Null => "",
        Value::String(words) => words,
        _ => word,
    };
    let mut rest = text;
    for word in words.split_whitespace() {
        rest = rest.trim_start().strip_prefix(word)?;
    }
    Some(text.len() - rest.len())
}

/// A text in double quotes, as YAML has it.
fn double_quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
