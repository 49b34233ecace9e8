//! HTML in Markdown: its tags, and the elements that they make.
//!
//! Each block or mark of Markdown is a frame for the elements that begin in it: what is not closed when the
//! frame ends is ended there. So every element is a node as others are, and what it holds is whole.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::build::{Builder, Open};
use super::{Attribute, Element, Kind, Link, LinkKind, NodeId, Place, Words};
use crate::arena::Id;
use crate::markdown::raw_html::{self, Meaning};

/// An element that is open.
pub(super) struct OpenElement {
    element: Id<Element>,
    /// In lower case.
    name: String,
}

/// A tag. Ranges are in bytes of the HTML.
#[derive(PartialEq, Eq, Debug)]
struct Tag {
    kind: TagKind,
    range: Range<usize>,
    name: Range<usize>,
    /// Names, and values without the marks around them.
    attributes: Vec<(Range<usize>, Option<Range<usize>>)>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum TagKind {
    Start,
    /// With a slash at its end.
    Empty,
    End,
}

/// Elements that hold nothing (HTML, "void elements").
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Elements before whose start tag a paragraph ends by itself (HTML, "the p element").
const ENDS_PARAGRAPH: [&str; 31] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "details",
    "dialog",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "table",
    "ul",
];

/// Whether an element that is open ends by itself where another one begins (HTML, "optional tags").
fn is_ended_by(open: &str, next: &str) -> bool {
    match open {
        "p" => ENDS_PARAGRAPH.contains(&next),
        "li" => next == "li",
        "dt" | "dd" => matches!(next, "dt" | "dd"),
        "option" => matches!(next, "option" | "optgroup" | "hr"),
        "optgroup" => matches!(next, "optgroup" | "hr"),
        "rt" | "rp" => matches!(next, "rt" | "rp"),
        "td" | "th" => matches!(next, "td" | "th" | "tr" | "tbody" | "tfoot"),
        "tr" => matches!(next, "tr" | "tbody" | "tfoot"),
        "thead" | "tbody" => matches!(next, "tbody" | "tfoot"),
        "colgroup" | "caption" => matches!(next, "colgroup" | "thead" | "tbody" | "tfoot" | "tr"),
        _ => false,
    }
}

impl Builder<'_> {
    /// A piece of HTML: a block, or a tag among words.
    pub(super) fn html(&mut self, html: &str, range: &Range<usize>) {
        let lines = Lines::new(html, self.text, range);
        let mut done = 0;
        for tag in tags(html) {
            self.markup(&lines, done..tag.range.start);
            done = tag.range.end;
            match tag.kind {
                TagKind::End => self.end_tag(html, &tag, &lines),
                TagKind::Start | TagKind::Empty => self.start_tag(html, &tag, &lines),
            }
        }
        self.markup(&lines, done..html.len());
    }

    fn markup(&mut self, lines: &Lines, part: Range<usize>) {
        if !part.is_empty() {
            self.leaf(Kind::Markup, &lines.place(&part));
        }
    }

    fn start_tag(&mut self, html: &str, tag: &Tag, lines: &Lines) {
        let range = lines.place(&tag.range);
        let name = html[tag.name.clone()].to_ascii_lowercase();
        while self.innermost_element().is_some_and(|open| is_ended_by(&open.name, &name)) {
            self.close(range.start);
        }
        let node = self.document.nodes.end();
        let mut attributes = Vec::new();
        for (key, value) in &tag.attributes {
            attributes.push(Attribute {
                name: self.html_words(html, key, lines),
                value: value.as_ref().map(|value| self.html_words(html, value, lines)),
            });
            if let Some(value) = value {
                self.html_links(html, (&name, key, value), lines, node);
            }
        }
        let name_words = self.html_words(html, &tag.name, lines);
        let start_tag = Place::new(&range);
        let element = Element { name: name_words, attributes, start_tag, end_tag: None };
        let element = self.document.elements.push(element);
        // Only drawings and formulas have elements that a slash makes empty.
        let is_empty = tag.kind == TagKind::Empty && self.is_in_foreign();
        if is_empty || VOID.contains(&name.as_str()) {
            self.leaf(Kind::Element(element), &range);
        } else {
            let open = Open::Element(OpenElement { element, name });
            self.open(Kind::Element(element), &range, open);
        }
    }

    /// The links of an attribute: an element, a name and a value.
    fn html_links(
        &mut self,
        html: &str,
        (element, key, value): (&str, &Range<usize>, &Range<usize>),
        lines: &Lines,
        node: NodeId,
    ) {
        let (kind, parts) =
            match raw_html::meaning(element, &html[key.clone()], &html[value.clone()]) {
                Some(Meaning::Link) => (LinkKind::Html, vec![value.clone()]),
                Some(Meaning::Picture) => (LinkKind::HtmlPicture, vec![value.clone()]),
                Some(Meaning::Pictures(parts)) => {
                    let start = value.start;
                    let whole = |part: Range<usize>| start + part.start..start + part.end;
                    (LinkKind::HtmlPicture, parts.into_iter().map(whole).collect())
                }
                Some(Meaning::Id | Meaning::IdReference | Meaning::Blocked | Meaning::Remote)
                | None => {
                    return;
                }
            };
        for part in parts {
            let destination = self.html_words(html, &part, lines);
            let (place, title) = (Place::new(&lines.place(&part)), Words::Own(Place::default()));
            let link = Link { kind, node, place, destination, title, definition: None };
            self.document.links.push(link);
        }
    }

    /// Ends the element that an end tag names, with those in it.
    fn end_tag(&mut self, html: &str, tag: &Tag, lines: &Lines) {
        let range = lines.place(&tag.range);
        let name = html[tag.name.clone()].to_ascii_lowercase();
        let elements = self.frames.iter().rev().map_while(|frame| match &frame.open {
            Open::Element(open) => Some(open),
            _ => None,
        });
        let found = elements.enumerate().find(|(_, open)| open.name == name);
        let Some((inner, element)) = found.map(|(inner, open)| (inner, open.element)) else {
            self.leaf(Kind::StrayTag, &range);
            return;
        };
        for _ in 0..inner {
            self.close(range.start);
        }
        self.document.elements[element].end_tag = Some(Place::new(&range));
        self.close(range.end);
    }

    fn innermost_element(&self) -> Option<&OpenElement> {
        match &self.frames.last()?.open {
            Open::Element(open) => Some(open),
            _ => None,
        }
    }

    /// Whether a drawing or a formula is open.
    fn is_in_foreign(&self) -> bool {
        self.frames.iter().any(|frame| {
            matches!(&frame.open, Open::Element(open) if matches!(open.name.as_str(), "svg" | "math"))
        })
    }

    fn html_words(&mut self, html: &str, part: &Range<usize>, lines: &Lines) -> Words {
        self.words(&html[part.clone()], &lines.place(part))
    }
}

/// Where the lines of a piece of HTML stand in the source: those of a block in a list or in a quotation have
/// something before them.
struct Lines {
    /// The whole in the source.
    whole: Range<usize>,
    /// Where each line begins, in the piece and in the source; empty if they are not the same.
    starts: Vec<(usize, usize)>,
}

impl Lines {
    fn new(html: &str, text: &str, range: &Range<usize>) -> Lines {
        let source = &text[range.clone()];
        let whole = range.clone();
        if source == html {
            return Lines { whole, starts: vec![(0, range.start)] };
        }
        let (mut at, mut source_at) = (0, range.start);
        let mut starts = Vec::new();
        let mut source_lines = source.split_inclusive('\n');
        for line in html.split_inclusive('\n') {
            let written = source_lines.next().unwrap_or_default();
            let words = without_end(line);
            if !without_end(written).ends_with(words) {
                return Lines { whole, starts: Vec::new() };
            }
            starts.push((at, source_at + without_end(written).len() - words.len()));
            at += line.len();
            source_at += written.len();
        }
        Lines { whole, starts }
    }

    /// The place of a part of the piece.
    fn place(&self, part: &Range<usize>) -> Range<usize> {
        let of = |at: usize| {
            let line = self.starts.partition_point(|(start, _)| *start <= at).checked_sub(1)?;
            let (start, source) = self.starts[line];
            Some(source + at - start)
        };
        // The end belongs to the line of the byte before it.
        let end = of(part.end.saturating_sub(1).max(part.start))
            .map(|end| end + usize::from(!part.is_empty()));
        match (of(part.start), end) {
            (Some(start), Some(end)) => start..end,
            _ => self.whole.clone(),
        }
    }
}

/// A line without what ends it, which the parser makes one sign.
fn without_end(line: &str) -> &str {
    line.trim_end_matches(['\r', '\n'])
}

/// The tags of a piece of HTML, in order. One that is not ended goes on to the end of the piece.
fn tags(html: &str) -> Vec<Tag> {
    let (tags, is_ended) = ended_tags(html);
    if is_ended {
        return tags;
    }
    let mut ended = [">", "\">", "'>"].iter().map(|end| ended_tags(&format!("{html}{end}")));
    let (mut tags, _) = ended.find(|(_, is_ended)| *is_ended).unwrap_or((tags, false));
    for tag in &mut tags {
        tag.range.end = tag.range.end.min(html.len());
    }
    tags
}

/// The tags that are ended, and whether that is all of them.
fn ended_tags(html: &str) -> (Vec<Tag>, bool) {
    let mut tags: Vec<Tag> = Vec::new();
    let mut open: Option<Tag> = None;
    let callback = |event: CallbackEvent<'_>, Span { start, end }: Span<usize>| {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                let name = start + 1..start + 1 + name.len();
                let (kind, range) = (TagKind::Start, start..end);
                open = Some(Tag { kind, range, name, attributes: Vec::new() });
            }
            CallbackEvent::AttributeName { .. } => {
                let value = empty_value(html, end);
                // Those of an end tag come before it, and mean nothing.
                if let Some(tag) = &mut open {
                    tag.attributes.push((start..end, value));
                }
            }
            CallbackEvent::AttributeValue { .. } => {
                let last = open.as_mut().and_then(|tag| tag.attributes.last_mut());
                if let Some((_, value)) = last {
                    *value = Some(start..end);
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                tags.extend(open.take().map(|mut tag| {
                    tag.range.end = end;
                    tag.kind = if self_closing { TagKind::Empty } else { TagKind::Start };
                    tag
                }));
            }
            CallbackEvent::EndTag { name } => {
                let name = start + 2..start + 2 + name.len();
                let (kind, attributes) = (TagKind::End, Vec::new());
                tags.push(Tag { kind, range: start..end, name, attributes });
            }
            CallbackEvent::String { .. }
            | CallbackEvent::Comment { .. }
            | CallbackEvent::Doctype { .. }
            | CallbackEvent::Error(_) => {}
        }
        None::<Infallible>
    };
    let mut emitter = CallbackEmitter::new(callback);
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
    let is_ended = open.is_none();
    (tags, is_ended)
}

/// The value of an attribute that has none between its marks, behind its name; nothing is told of it.
fn empty_value(html: &str, name_end: usize) -> Option<Range<usize>> {
    let rest = html.get(name_end..)?;
    let value = rest.trim_start().strip_prefix('=')?.trim_start();
    let start = html.len() - value.len();
    let mark = usize::from(value.starts_with(['"', '\'']));
    Some(start + mark..start + mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each tag as it is written, with its name and its attributes.
    fn read(html: &str) -> Vec<String> {
        let described = tags(html).into_iter().map(|tag| {
            let attributes = tag.attributes.iter().map(|(name, value)| {
                let value = value.clone().map_or("-", |value| &html[value]);
                format!(" {}={value}", &html[name.clone()])
            });
            format!("{} {:?}{}", &html[tag.name.clone()], tag.kind, attributes.collect::<String>())
        });
        described.collect()
    }

    #[test]
    fn tags_have_their_names_and_attributes() {
        for (html, expected) in [
            ("<a href=\"x\" ID=y Checked>é</A >", &["a Start href=x ID=y Checked=-", "A End"][..]),
            ("é <ü> <br/> < b", &["br Empty"]),
            ("<p title='a > b' x=\"\" é = 1>", &["p Start title=a > b x= é=1"]),
            ("<!-- <p> --> <?x <p> ?> <![CDATA[<p>", &[]),
            ("<textarea><b></textarea><i>", &["textarea Start", "textarea End", "i Start"]),
            ("<div id=x", &["div Start id=x"]),
            ("a\n<div title=\"x\ny", &["div Start title=x\ny"]),
            ("</b x=y>", &["b End"]),
        ] {
            assert_eq!(read(html), expected, "{html}");
        }
    }
}
