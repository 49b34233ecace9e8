//! Variables in a text: `{{ name }}` stands for words that the settings declare.
//!
//! Names count in words and in the addresses and titles of links and images, not in code, formulas or HTML. A
//! backslash before the braces leaves them as they are.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

/// Names and the words that each stands for.
pub(crate) type Variables = BTreeMap<String, String>;

/// A name in braces. Ranges are in bytes of the text around it.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Use {
    whole: Range<usize>,
    name: Range<usize>,
}

/// Whether a variable can have this name.
pub(crate) fn is_variable_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(is_variable_letter)
}

fn is_variable_letter(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '-' | '_')
}

/// The length of the name in braces with which a text begins, braces and blanks included.
pub(super) fn length_of_use(text: &str) -> Option<usize> {
    let inside = text.strip_prefix("{{")?;
    let name = &inside[..inside.find(|c: char| !is_variable_letter(c) && !c.is_whitespace())?];
    let is_use = is_variable_name(name.trim()) && inside[name.len()..].starts_with("}}");
    is_use.then_some(name.len() + 4)
}

/// The names in braces, in order.
fn uses(text: &str) -> Vec<Use> {
    let mut uses = Vec::new();
    let mut from = 0;
    while let Some(found) = text[from..].find("{{") {
        let start = from + found;
        from = start + 1;
        if let Some(length) = length_of_use(&text[start..]) {
            let inner = &text[start + 2..start + length - 2];
            let name = start + 2 + (inner.len() - inner.trim_start().len());
            from = start + length;
            uses.push(Use { whole: start..from, name: name..name + inner.trim().len() });
        }
    }
    uses
}

/// A text in which no blanks stand beside the names in braces.
pub(crate) fn without_blanks(text: &str) -> String {
    let mut tight = String::new();
    let mut done = 0;
    for Use { whole, name } in uses(text) {
        tight.push_str(&text[done..whole.start]);
        tight.push_str("{{");
        tight.push_str(&text[name]);
        tight.push_str("}}");
        done = whole.end;
    }
    tight + &text[done..]
}

/// The words of a name.
fn value<'v>(name: &str, variables: &'v Variables) -> Option<&'v str> {
    variables.get(name).map(String::as_str)
}

/// A text that is no Markdown with its variables filled in; each unknown name is reported with its
/// place.
pub(crate) fn fill(
    text: &str,
    variables: &Variables,
    mut unknown: impl FnMut(&str, Range<usize>),
) -> Option<String> {
    if variables.is_empty() || !text.contains("{{") {
        return None;
    }
    let mut filled = String::new();
    let mut done = 0;
    for Use { whole, name } in uses(text) {
        filled.push_str(&text[done..whole.start]);
        done = whole.end;
        match value(&text[name.clone()], variables) {
            Some(value) => filled.push_str(value),
            None => {
                filled.push_str(&text[whole]);
                unknown(&text[name.clone()], name);
            }
        }
    }
    filled.push_str(&text[done..]);
    Some(filled)
}

/// Events in which variables have become words.
pub(super) struct Filled<'s, 'v, I, R> {
    inner: I,
    /// The text of the events.
    source: &'s str,
    variables: &'v Variables,
    /// Called with each name that is not declared, and its place in the source.
    unknown: R,
    /// Parts of a text that was divided, last first.
    pending: Vec<(Event<'s>, Range<usize>)>,
    in_code: bool,
}

impl<'s, 'v, I, R: FnMut(&str, Range<usize>)> Filled<'s, 'v, I, R> {
    pub(super) fn new(inner: I, source: &'s str, variables: &'v Variables, unknown: R) -> Self {
        Filled { inner, source, variables, unknown, pending: Vec::new(), in_code: false }
    }

    /// Divides words where variables stand, so that each part keeps its place.
    fn divide(&mut self, text: &str, range: Range<usize>) {
        let raw = &self.source[range.clone()];
        let is_verbatim = raw == text;
        let mut parts = Vec::new();
        let (mut done, mut raw_done) = (0, 0);
        // Behind the last use, whether it was filled in or not.
        let mut searched = 0;
        for Use { whole, name } in uses(text) {
            // Where marks were taken from the words, a use is looked for as it is written.
            let at = if is_verbatim {
                whole.start
            } else {
                match raw[searched..].find(&text[whole.clone()]) {
                    Some(found) => searched + found,
                    None => continue,
                }
            };
            let end = at + whole.len();
            if is_escaped(self.source, range.start + at) {
                searched = end;
                continue;
            }
            let written = &text[name.clone()];
            let Some(value) = value(written, self.variables) else {
                let start = range.start + at + (name.start - whole.start);
                (self.unknown)(written, start..start + name.len());
                searched = end;
                continue;
            };
            if whole.start > done {
                let before = range.start + raw_done..range.start + at;
                parts.push((Event::Text(owned(&text[done..whole.start])), before));
            }
            parts.push((Event::Text(owned(value)), range.start + at..range.start + end));
            (done, raw_done, searched) = (whole.end, end, end);
        }
        if done < text.len() {
            let rest = if done == 0 { range } else { range.start + raw_done..range.end };
            parts.push((Event::Text(owned(&text[done..])), rest));
        }
        parts.reverse();
        self.pending = parts;
    }

    /// The address or the title of a link or an image, with its variables filled in.
    fn filled(&mut self, text: CowStr<'s>, range: &Range<usize>) -> CowStr<'s> {
        let unknown = &mut self.unknown;
        fill(&text, self.variables, |name, _| unknown(name, range.clone()))
            .map_or(text, CowStr::from)
    }
}

/// Whether a backslash stands before a place that is not itself escaped.
pub(crate) fn is_escaped(source: &str, at: usize) -> bool {
    let before = source[..at].bytes().rev();
    before.take_while(|byte| *byte == b'\\').count() % 2 == 1
}

fn owned<'s>(text: &str) -> CowStr<'s> {
    CowStr::from(text.to_owned())
}

impl<'s, I, R> Iterator for Filled<'s, '_, I, R>
where
    I: Iterator<Item = (Event<'s>, Range<usize>)>,
    R: FnMut(&str, Range<usize>),
{
    type Item = (Event<'s>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(part) = self.pending.pop() {
            return Some(part);
        }
        let (event, range) = self.inner.next()?;
        if self.variables.is_empty() {
            return Some((event, range));
        }
        let event = match event {
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let dest_url = self.filled(dest_url, &range);
                let title = self.filled(title, &range);
                Event::Start(Tag::Link { link_type, dest_url, title, id })
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                let dest_url = self.filled(dest_url, &range);
                let title = self.filled(title, &range);
                Event::Start(Tag::Image { link_type, dest_url, title, id })
            }
            Event::Text(text) if !self.in_code && text.contains("{{") => {
                self.divide(&text, range);
                return self.pending.pop();
            }
            other => {
                match other {
                    Event::Start(Tag::CodeBlock(_)) => self.in_code = true,
                    Event::End(TagEnd::CodeBlock) => self.in_code = false,
                    _ => {}
                }
                other
            }
        };
        Some((event, range))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::{Dialect, MarkdownItem, Source, page_pieces};

    fn variables() -> Variables {
        let all = [("org", "The Mill"), ("line_1", "+1 *2*"), ("url", "https://a.example/x")];
        all.map(|(name, value)| (name.to_owned(), value.to_owned())).into()
    }

    /// The events of a text in which no line is a fence.
    fn events(text: &str) -> Vec<(Event<'static>, Range<usize>)> {
        let (source, variables) = (Source::without_fences(text, Dialect::default()), variables());
        let dialect = Dialect { variables: &variables, ..Dialect::default() };
        let (_, pieces) = page_pieces(&source, dialect, |_, _| {});
        let events = pieces.filter_map(|(piece, range)| match piece {
            MarkdownItem::Event(event) => Some((event.into_static(), range)),
            MarkdownItem::Fence(_) => None,
        });
        events.collect()
    }

    /// The words of a text, each run with what its place holds.
    fn words(text: &str) -> Vec<(String, &str)> {
        events(text)
            .into_iter()
            .filter_map(|(event, range)| match event {
                Event::Text(words) | Event::Code(words) => {
                    Some((words.into_string(), &text[range]))
                }
                _ => None,
            })
            .collect()
    }

    #[test]
    fn words_take_the_place_of_names() {
        let found = words("At {{ org }}, call {{line_1}}!");
        let expected = [
            ("At ", "At "),
            ("The Mill", "{{ org }}"),
            (", call ", ", call "),
            ("+1 *2*", "{{line_1}}"),
            ("!", "!"),
        ];
        assert_eq!(found, expected.map(|(words, raw)| (words.to_owned(), raw)));
    }

    #[test]
    fn braces_without_an_end_take_no_time() {
        for text in ["{".repeat(200_000), "{{a".repeat(100_000), "{{ ".repeat(100_000)] {
            assert!(uses(&text).is_empty());
            assert!(!words(&format!("http://a.example/{text}")).is_empty());
        }
    }

    #[test]
    fn code_and_what_is_escaped_stay() {
        assert_eq!(words("`{{ org }}`")[0].0, "{{ org }}");
        assert_eq!(words("    {{ org }}\n")[0].0, "{{ org }}\n");
        let found: String = words(r"\{{ org }} &amp; {{ org }} {{ no }}")
            .into_iter()
            .map(|(words, _)| words)
            .collect();
        assert_eq!(found, "{{ org }} & The Mill {{ no }}");
        assert_eq!(words(r"\\{{ org }}").last().expect("there are some").0, "The Mill");
    }

    #[test]
    fn addresses_are_filled_and_unknown_names_reported() {
        let variables = variables();
        let mut unknown = Vec::new();
        let filled = fill("a {{ org }} {{ ogr }} {{}} {{ a b }} {{", &variables, |name, range| {
            unknown.push((name.to_owned(), range));
        });
        assert_eq!(filled.as_deref(), Some("a The Mill {{ ogr }} {{}} {{ a b }} {{"));
        assert_eq!(unknown, [("ogr".to_owned(), 15..18)]);
        let text =
            "[x]({{url}} \"{{ org }}\") ![y](<{{ url }}#b>) https://b.example/{{ line_1 }}/c.";
        let to = events(text).into_iter().filter_map(|(event, _)| match event {
            Event::Start(
                Tag::Link { dest_url, title, .. } | Tag::Image { dest_url, title, .. },
            ) => Some(format!("{dest_url} {title}")),
            _ => None,
        });
        let to: Vec<String> = to.collect();
        let expected = [
            "https://a.example/x The Mill",
            "https://a.example/x#b ",
            "https://b.example/+1 *2*/c ",
        ];
        assert_eq!(to, expected);
    }
}
