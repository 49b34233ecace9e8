//! Values in the front matter that YAML reads in another way than their author.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Fix};
use crate::site::Page;
use crate::source::Span;

/// Marks of word processors around a value, and what closes each.
const CURLY: &[(char, &[char])] =
    &[('“', &['”', '“']), ('„', &['“', '”']), ('«', &['»']), ('‘', &['’']), ('‚', &['‘', '’'])];

/// Keys whose values are words that people read: a `#` in them is never a comment.
const WORDS: &[&str] = &["title", "description"];

pub(super) fn check(page: &Page, diagnostics: &mut Diagnostics) {
    let text = &page.source.text[..page.body_start];
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some(value) = KeyValue::of(line.trim_end(), start) {
            diagnostics.extend_with(comment(page, &value).or_else(|| curly(page, &value)));
        }
        start += line.len();
    }
}

/// A key at the beginning of a line, and what stands behind it.
struct KeyValue<'t> {
    key: &'t str,
    text: &'t str,
    /// Where the value begins in the file.
    start: usize,
}

impl<'t> KeyValue<'t> {
    fn of(line: &'t str, start: usize) -> Option<KeyValue<'t>> {
        let (key, rest) = line.split_once(": ")?;
        let is_key = key.starts_with(char::is_alphabetic)
            && key.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_'));
        let text = rest.trim_start();
        (is_key && !text.is_empty()).then(|| KeyValue {
            key,
            text,
            start: start + line.len() - text.len(),
        })
    }

    fn place(&self, range: &Range<usize>, page: &Page) -> Span {
        page.source.span(self.start + range.start, self.start + range.end)
    }
}

/// ` #` in a value that is not quoted: YAML takes the rest for a comment.
fn comment(page: &Page, value: &KeyValue<'_>) -> Option<Diagnostic> {
    let is_plain = !value.text.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*', '!']);
    let at = if value.text.starts_with('#') { 0 } else { value.text.find(" #")? + 1 };
    let is_words = WORDS.contains(&value.key);
    let is_attached = value.text[at + 1..].starts_with(|letter: char| letter.is_alphanumeric());
    (is_plain && (is_words || is_attached)).then(|| {
        let lost = value.text[at..].trim_end();
        let span = value.place(&(at..at + lost.len()), page);
        let message = format!("`{lost}` is a comment to YAML, and no part of `{}`", value.key);
        let quoted = format!("\"{}\"", value.text.replace('\\', "\\\\").replace('"', "\\\""));
        let problem = Diagnostic::new(Code::YamlComment, message).at(span);
        let problem =
            problem.help(format!("write `{}: {quoted}` if it belongs to the value", value.key));
        let whole = value.place(&(0..value.text.len()), page);
        Diagnostic { fix: is_words.then_some(Fix { span: whole, text: quoted }), ..problem }
    })
}

/// Quotation marks of a word processor around a whole value: they are shown.
fn curly(page: &Page, value: &KeyValue<'_>) -> Option<Diagnostic> {
    let mut letters = value.text.chars();
    let (first, last) = (letters.next()?, letters.next_back()?);
    let closes = CURLY.iter().find(|(open, _)| *open == first)?.1;
    let inside = letters.as_str();
    let is_quoted = closes.contains(&last) && !inside.contains(first) && !inside.contains(closes);
    is_quoted.then(|| {
        let span = value.place(&(0..value.text.len()), page);
        let message = format!("`{first}` and `{last}` are part of the value of `{}`", value.key);
        let quoted = format!("\"{inside}\"");
        let fix = (!inside.contains(['"', '\\'])).then(|| Fix { span, text: quoted.clone() });
        let problem = Diagnostic::new(Code::CurlyQuotes, message).at(span);
        Diagnostic {
            fix,
            ..problem.help(format!("write `{}: {quoted}`, or leave the marks out", value.key))
        }
    })
}
