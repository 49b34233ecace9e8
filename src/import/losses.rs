//! What of the written words is not in the files that an import writes.
//!
//! Words are counted: of each page those of the text as written, less those of the file. What is left over is looked for
//! where the translation put something else; so each word of an author is in the file or has a place in the report.
//! A word that only named a mark, a file or a measure is no loss to a reader: it is listed with the mark.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::ops::Range;

use super::marks::{is_syntax, name_of_mark};
use crate::document::NOT_UNDERSTOOD;
use crate::language::words;
use crate::percent;
use crate::site::Page;
use crate::source::{ReplacedText, Span};

/// Something that an author wrote and that is not in the new project as it was.
#[derive(Clone, Debug)]
pub(crate) struct PlacedLoss {
    pub(crate) kind: LossKind,
    pub(crate) place: Span,
    /// As they were written.
    pub(crate) words: String,
    /// What became of them, and why.
    pub(crate) rule: String,
}

/// The kind of a loss.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum LossKind {
    /// A mark that nobody here understands; it is shown as it was written.
    NotUnderstood,
    /// A link that leads nowhere; it is written as it was.
    Link,
    /// A key of the front matter.
    Key,
    Comment,
    /// A line of a program.
    Module,
    /// Words in a mark that something of ours stands for now.
    Words,
    /// A file that is not brought over.
    File,
}

impl LossKind {
    /// All, in the order of the report: the name in JSON, and the heading.
    pub(crate) const ALL: [(LossKind, &'static str, &'static str); 7] = [
        (LossKind::NotUnderstood, "not-understood", "Marks that mean nothing here"),
        (LossKind::Link, "broken-link", "Links that lead nowhere"),
        (LossKind::Key, "key", "Keys that are gone"),
        (LossKind::Comment, "comment", "Comments that are gone"),
        (LossKind::Module, "module", "Lines of programs that are gone"),
        (LossKind::Words, "words", "Words of marks that are gone"),
        (LossKind::File, "file", "Files that were left out"),
    ];

    /// Its name in JSON.
    pub(crate) fn name(self) -> &'static str {
        let named = LossKind::ALL.iter().find(|(kind, ..)| *kind == self);
        named.map_or("words", |(_, name, _)| name)
    }
}

/// Marks and keys of the old tool that something of ours stands for now: how often, and the words that are gone with
/// them.
#[derive(Default, Debug)]
pub(crate) struct ConvertedMarks(BTreeMap<String, ConvertedMark>);

#[derive(Default, Debug)]
pub(crate) struct ConvertedMark {
    pub(crate) count: usize,
    pub(crate) words: BTreeSet<String>,
}

impl ConvertedMarks {
    pub(super) fn add<'w>(&mut self, mark: &str, words: impl IntoIterator<Item = &'w str>) {
        let known = self.0.entry(mark.to_owned()).or_default();
        known.count += 1;
        known.words.extend(words.into_iter().map(str::to_owned));
    }

    pub(super) fn extend(&mut self, other: ConvertedMarks) {
        for (mark, ConvertedMark { count, words }) in other.0 {
            let known = self.0.entry(mark).or_default();
            known.count += count;
            known.words.extend(words);
        }
    }

    /// In the order of their names.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &ConvertedMark)> {
        self.0.iter().map(|(mark, converted)| (mark.as_str(), converted))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Words that a page had more often than its file has them.
pub(super) struct GoneWords {
    left: HashMap<String, usize>,
}

impl GoneWords {
    /// Those of a page whose file has a text.
    pub(super) fn new(page: &Page, file: &str) -> GoneWords {
        let mut left: HashMap<String, usize> = HashMap::new();
        if page.source.translated_from().is_some() {
            for word in spelled(&decoded(page.source.written().0)) {
                *left.entry(word).or_default() += 1;
            }
            for word in spelled(&decoded(file)) {
                if let Some(count) = left.get_mut(&word) {
                    *count = count.saturating_sub(1);
                }
            }
        }
        GoneWords { left }
    }

    /// Adds what is gone to the losses, and the marks that have become ours to the converted ones. `replaced` is what the
    /// translation of the page does not keep.
    pub(super) fn report(
        mut self,
        page: &Page,
        replaced: &[ReplacedText],
        losses: &mut Vec<PlacedLoss>,
        converted: &mut ConvertedMarks,
    ) {
        let Some(written) = page.source.translated_from() else { return };
        let is_shown =
            |place: &Range<usize>| page.source.text[place.clone()].contains(NOT_UNDERSTOOD);
        // Marks that mean nothing are on the page, and in the report, as a whole.
        let (shown, gone): (Vec<_>, Vec<_>) =
            replaced.iter().cloned().partition(|(_, to)| is_shown(to));
        for (from, _) in shown {
            self.take(&written.text[from], |_| true);
        }
        // Of a word that a mark names and a reader sees elsewhere, the name is what is gone.
        for (from, _) in &gone {
            let text = &written.text[from.clone()];
            let name = name_of_mark(text);
            let names = self.take(text, |place| place.end <= name.len() || is_syntax(text, place));
            if !names.is_empty() {
                converted.add(name.trim_start(), names);
            }
        }
        for (from, to) in gone {
            let text = &written.text[from];
            let words = self.take(text, |_| true);
            if !words.is_empty() {
                losses.push(loss(text, &words, to, page));
            }
        }
    }

    /// The words of a text that are gone, of those that are wanted; they are not looked for again.
    fn take<'t>(
        &mut self,
        text: &'t str,
        is_wanted: impl Fn(&Range<usize>) -> bool,
    ) -> Vec<&'t str> {
        let is_gone = |place: &Range<usize>| {
            let count = self.left.get_mut(&text[place.clone()].to_lowercase());
            count.filter(|count| **count > 0).map(|count| *count -= 1).is_some()
        };
        words(text).filter(is_wanted).filter(is_gone).map(|place| &text[place]).collect()
    }
}

fn spelled(text: &str) -> impl Iterator<Item = String> {
    words(text).map(|place| text[place].to_lowercase())
}

/// A text with the signs that addresses and HTML encode: `%20`, `&#46;`.
fn decoded(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['%', '&']) {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let (letters, length) = encoded(rest).unwrap_or_else(|| (rest[..1].to_owned(), 1));
        let _ = write!(decoded, "{letters}");
        rest = &rest[length..];
    }
    decoded.push_str(rest);
    decoded
}

/// The letters that a text begins with in an encoded form, and how long that is.
fn encoded(text: &str) -> Option<(String, usize)> {
    if let Some(number) = text.strip_prefix("&#") {
        let (number, _) = number.split_once(';')?;
        let letter = number.parse().ok().and_then(char::from_u32)?;
        return Some((letter.to_string(), number.len() + 3));
    }
    // A letter beyond ASCII takes up to four of them.
    let length = (1..=4).take_while(|count| {
        let part = text.get((count - 1) * 3..count * 3).map(str::as_bytes);
        part.is_some_and(|part| part[0] == b'%' && part[1..].iter().all(u8::is_ascii_hexdigit))
    });
    let lengths: Vec<usize> = length.map(|count| count * 3).collect();
    lengths.into_iter().rev().find_map(|length| Some((percent::decode(&text[..length])?, length)))
}

fn loss(text: &str, gone: &[&str], to: Range<usize>, page: &Page) -> PlacedLoss {
    const COMMENTS: [&str; 7] = ["<!--", "%", "{/*", "{#", "[//]:", "{{/*", "{% comment"];
    const MODULES: [&str; 4] = ["import ", "export ", "<script", "<style"];
    let written = text.trim();
    let begins = |signs: &[&str]| signs.iter().any(|sign| written.starts_with(sign));
    let place = page.source.span(to.start, to.end);
    let (kind, rule) = if to.end <= page.body_start {
        (LossKind::Key, "the key belongs to the old tool".to_owned())
    } else if begins(&COMMENTS) {
        (LossKind::Comment, "it is a comment, and no page shows it".to_owned())
    } else if begins(&MODULES) {
        (LossKind::Module, "a page holds no program".to_owned())
    } else {
        (
            LossKind::Words,
            format!("the mark that stands here now has no place for {}", listed(gone)),
        )
    };
    PlacedLoss { kind, place, words: written.to_owned(), rule }
}

/// Some words, each in backticks.
fn listed(words: &[&str]) -> String {
    const MOST: usize = 8;
    let named: Vec<String> = words.iter().take(MOST).map(|word| format!("`{word}`")).collect();
    let more = if words.len() > MOST { " …" } else { "" };
    format!("{}{more}", named.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoded_signs_are_read() {
        for (text, expected) in [
            ("a%20b", "a b"),
            ("%C3%BCber", "über"),
            ("100% of 5%", "100% of 5%"),
            ("a&#46;b &amp; &#x;", "a.b &amp; &#x;"),
            ("%C3%20", "%C3 "),
        ] {
            assert_eq!(decoded(text), expected, "{text}");
        }
    }
}
