//! Shortcodes: names with arguments that a template of the site turns into HTML, as Hugo (gohugo.io/shortcodes) and Zola
//! (getzola.org/documentation/content/shortcodes) have them.
//!
//! In: the shortcodes of a page, which each tool writes in its own way. Those that come with the tools and with
//! widespread themes have the same names, and become our marks here. The others are left for the report, and the words
//! between them stay.

mod code;
mod meaning;
mod picture;

use std::ops::Range;

use super::edits::{Edits, literal};
use super::prose::{SourceProse, paragraph};
use super::{DialectPage, FileNames, inclusion, lines};

/// One shortcode, without the text between it and the one that closes it.
#[derive(Clone, Debug)]
pub(super) struct Shortcode<'t> {
    pub(super) place: Range<usize>,
    /// Without the folder of its template: `cover` of `blocks/cover`.
    pub(super) name: &'t str,
    pub(super) kind: ShortcodeKind,
    /// Whether the text up to its end is Markdown.
    pub(super) holds_markdown: bool,
    pub(super) arguments: Vec<ShortcodeArgument<'t>>,
}

/// A value, and the key it has if it has one.
#[derive(Clone, Debug)]
pub(super) struct ShortcodeArgument<'t> {
    pub(super) key: Option<&'t str>,
    pub(super) value: &'t str,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ShortcodeKind {
    /// Begins a text, if another one ends it.
    Opening,
    Closing,
    /// Stands for itself.
    Empty,
}

impl<'t> Shortcode<'t> {
    pub(super) fn new(place: Range<usize>, name: &'t str, kind: ShortcodeKind) -> Shortcode<'t> {
        Shortcode { place, name, kind, holds_markdown: true, arguments: Vec::new() }
    }

    /// The value of the first of some keys that is there and not empty.
    fn named(&self, keys: &[&str]) -> Option<&'t str> {
        let value = |key: &&str| {
            let is_it = |argument: &&ShortcodeArgument<'_>| {
                argument.key.is_some_and(|own| own.eq_ignore_ascii_case(key))
            };
            self.arguments.iter().find(is_it).map(|argument| argument.value.trim())
        };
        keys.iter().find_map(value).filter(|value| !value.is_empty())
    }

    /// The value without a key at a position.
    fn positional(&self, position: usize) -> Option<&'t str> {
        let mut values = self.arguments.iter().filter(|argument| argument.key.is_none());
        values.nth(position).map(|argument| argument.value.trim()).filter(|value| !value.is_empty())
    }

    /// The value of the first of some keys, or the first one without a key.
    fn named_or_first(&self, keys: &[&str]) -> Option<&'t str> {
        self.named(keys).or_else(|| self.positional(0))
    }

    fn says_yes(&self, key: &str) -> bool {
        self.named(&[key]) == Some("true")
    }
}

/// Shortcodes with a comment for what they say, `{{</* name */>}}`, are meant to be seen: in code as they are, elsewhere
/// as code.
pub(super) fn escaped(prose: &SourceProse<'_>, open: &str, close: &str, edits: &mut Edits) {
    let (begin, end) = (format!("{open}/*"), format!("*/{close}"));
    let body = &prose.text[prose.body..];
    for at in body.match_indices(&*begin).map(|(at, _)| prose.body + at) {
        let inner = at + begin.len();
        let Some(length) = paragraph(&prose.text[inner..]).find(&*end) else { continue };
        let last = inner + length;
        if prose.is_closed(at) {
            edits.remove(inner - 2..inner);
            edits.remove(last..last + 2);
        } else {
            let written = format!("{open}{}{close}", &prose.text[inner..last]);
            let text = format!("<code>{}</code>", literal(&written));
            edits.replace(at..last + end.len(), text);
        }
    }
}

/// Puts our marks in the place of the shortcodes of a page, which are in order.
pub(super) fn translate(
    page: DialectPage<'_>,
    prose: &SourceProse<'_>,
    names: &FileNames,
    shortcodes: &[Shortcode<'_>],
    edits: &mut Edits,
) {
    let ends = ends(shortcodes);
    let shortcodes = ShortcodePage { page, prose, names, shortcodes, ends: &ends };
    for position in 0..shortcodes.shortcodes.len() {
        shortcodes.translate(position, edits);
    }
}

/// A page and its shortcodes.
struct ShortcodePage<'p, 't> {
    page: DialectPage<'p>,
    prose: &'p SourceProse<'t>,
    names: &'p FileNames,
    shortcodes: &'p [Shortcode<'t>],
    /// By the position of a shortcode, that of the one that closes it.
    ends: &'p [Option<usize>],
}

/// What a shortcode becomes.
enum ShortcodeMeaning {
    /// Lines before the text of the shortcode, and behind it.
    Around(String, String),
    /// Words before its text, and behind it.
    AroundWords(String, String),
    /// Lines in the place of it and of its text.
    Lines(String),
    /// Words in the place of it and of its text.
    Words(String),
    /// The text of another file.
    File(String),
    /// Nothing; its text stays.
    Layout,
    NotUnderstood,
}

impl<'t> ShortcodePage<'_, 't> {
    fn translate(&self, position: usize, edits: &mut Edits) {
        let own = &self.shortcodes[position];
        if own.kind == ShortcodeKind::Closing {
            return;
        }
        let close = self.ends[position].map(|close| self.shortcodes[close].place.clone());
        let whole = own.place.start..close.as_ref().unwrap_or(&own.place).end;
        match (self.meaning(position), close) {
            (ShortcodeMeaning::Around(before, after), Some(close)) => {
                lines::replace(self.prose, own.place.clone(), &before, edits);
                lines::replace(self.prose, close, &after, edits);
            }
            (ShortcodeMeaning::AroundWords(before, after), Some(close)) => {
                edits.replace(own.place.clone(), before);
                edits.replace(close, after);
            }
            (ShortcodeMeaning::Lines(text), _) => lines::replace(self.prose, whole, &text, edits),
            (ShortcodeMeaning::Words(text), _) => edits.replace(whole, text),
            (ShortcodeMeaning::File(file), _) => {
                inclusion::show(self.page, self.prose, self.names, &file, whole, edits);
            }
            (ShortcodeMeaning::Layout, close) => {
                edits.remove(own.place.clone());
                if let Some(close) = close {
                    edits.remove(close);
                }
            }
            // The report is about the shortcode. What closes it says nothing more.
            (ShortcodeMeaning::NotUnderstood, Some(close)) => edits.remove(close),
            _ => {}
        }
    }

    /// The text between a shortcode and the one that closes it, as it is written.
    fn inner(&self, position: usize) -> Option<&'t str> {
        Some(&self.prose.text[self.inner_place(position)?])
    }

    fn inner_place(&self, position: usize) -> Option<Range<usize>> {
        let close = self.ends[position]?;
        Some(self.shortcodes[position].place.end..self.shortcodes[close].place.start)
    }

    /// The nearest of some shortcodes around one.
    fn around(&self, position: usize, names: &[&str]) -> Option<usize> {
        (0..position).rev().find(|outer| {
            let is_open = self.ends[*outer].is_some_and(|close| close > position);
            is_open && names.contains(&self.shortcodes[*outer].name)
        })
    }
}

/// By the position of each shortcode, that of the one that closes it. Those that nothing closes stand for themselves.
fn ends(shortcodes: &[Shortcode<'_>]) -> Vec<Option<usize>> {
    let mut ends = vec![None; shortcodes.len()];
    let mut open: Vec<usize> = Vec::new();
    for (position, shortcode) in shortcodes.iter().enumerate() {
        match shortcode.kind {
            ShortcodeKind::Opening => open.push(position),
            ShortcodeKind::Empty => {}
            ShortcodeKind::Closing => {
                // Zola names none.
                let is_it = |at: &usize| {
                    shortcode.name.is_empty() || shortcodes[*at].name == shortcode.name
                };
                if let Some(depth) = open.iter().rposition(is_it) {
                    ends[open[depth]] = Some(position);
                    open.truncate(depth);
                }
            }
        }
    }
    ends
}
