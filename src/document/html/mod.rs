//! HTML in Markdown: its tags, and the elements that they make.
//!
//! Each block or mark of Markdown is a frame for the elements that begin in it. The end of the frame ends elements that
//! are still open, and an end tag that ends nothing is left out. So every element is a node like others, it holds
//! whole nodes, and the HTML of a page is balanced whatever its author writes. Tags that no browser shows, such as a
//! name that HTML does not know, are text.

mod safe;
pub(super) mod text;
mod tokens;

use std::ops::Range;

pub(crate) use tokens::text_of;
use tokens::{HtmlToken, TokenKind, tokens};

use super::build::{Builder, Opener};
use super::{Attribute, Element, Link, LinkKind, NodeId, NodeKind, TextRange, TextSource};
use crate::arena::Id;
use crate::config::HtmlPolicy;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::raw_html::{self, Meaning};

/// An element that is open.
pub(super) struct OpenElement {
    element: Id<Element>,
    /// In lower case.
    pub(super) name: String,
}

/// Elements that hold nothing (HTML, "serializes as void").
const VOID: [&str; 18] = [
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input",
    "keygen", "link", "meta", "param", "source", "track", "wbr",
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

/// The lists in which an element is an item, and its neighbors; `None` of what is no item.
fn list_of(name: &str) -> Option<(&'static [&'static str], &'static [&'static str])> {
    match name {
        "li" => Some((&["ul", "ol", "menu"], &["li"])),
        "dt" | "dd" => Some((&["dl"], &["dt", "dd"])),
        _ => None,
    }
}

/// Elements whose end tag may be left out (HTML, "optional tags").
const ENDS_ITSELF: [&str; 16] = [
    "p", "li", "dt", "dd", "option", "optgroup", "rt", "rp", "td", "th", "tr", "thead", "tbody",
    "tfoot", "colgroup", "caption",
];

/// Elements that stand around a whole page, which has them already.
const OF_PAGE: [&str; 3] = ["html", "head", "body"];

/// Elements in which a browser reads no tags, or shows nothing: without their end, they would swallow the rest of the
/// page.
const SWALLOWING: [&str; 12] = [
    "iframe",
    "noembed",
    "noframes",
    "noscript",
    "plaintext",
    "script",
    "select",
    "style",
    "template",
    "textarea",
    "title",
    "xmp",
];

/// Those of them in which it reads no tags but their own end (HTML, "parsing HTML fragments").
const RAW_TEXT: [&str; 9] =
    ["iframe", "noembed", "noframes", "noscript", "script", "style", "textarea", "title", "xmp"];

impl Builder<'_> {
    /// A piece of HTML: a block, or a tag among words.
    pub(super) fn html(&mut self, html: &str, is_among_words: bool, range: &Range<usize>) {
        let lines = LineStarts::new(html, self.text, range);
        let mut done = 0;
        for token in tokens(html) {
            self.markup(html, &lines, done..token.range.start);
            done = token.range.end;
            let left_out = Vec::new();
            let part = HtmlPart { html, is_among_words, lines: &lines, token: &token, left_out };
            match token.kind {
                TokenKind::Start | TokenKind::Empty | TokenKind::End | TokenKind::Odd
                    if self.config.html == HtmlPolicy::None =>
                {
                    self.markup_as_text(&part);
                }
                TokenKind::Comment => _ = self.leaf(NodeKind::Comment, &part.place()),
                TokenKind::Odd => self.odd(&part),
                TokenKind::Unended => self.unended(&part),
                TokenKind::End => self.end_tag(&part),
                TokenKind::Start | TokenKind::Empty => self.start_tag(&part),
            }
        }
        self.markup(html, &lines, done..html.len());
    }

    fn markup(&mut self, html: &str, lines: &LineStarts, part: Range<usize>) {
        if part.is_empty() {
            return;
        }
        let (place, text) = (lines.place(&part), &html[part]);
        if self.config.html == HtmlPolicy::None {
            let words = self.words(text, &place);
            let kind = self.kind_of_words(words);
            self.leaf(kind, &place);
            return;
        }
        // Where a browser does read tags, in the `title` of a drawing, these are none.
        let words = if self.is_in_foreign("") {
            self.words(&text.replace('<', "&lt;"), &place)
        } else {
            self.words(text, &place)
        };
        let words = self.document.texts.push(words);
        self.leaf(NodeKind::Markup(words), &place);
    }

    /// Shows markup as it is written.
    fn markup_as_text(&mut self, part: &HtmlPart<'_>) {
        let words = self.html_words(part.html, &part.token.range, part.lines);
        let kind = self.kind_of_words(words);
        self.leaf(kind, &part.place());
    }

    /// In a drawing or a formula, a browser would not end it where HTML does. What begins as an end tag and has no name,
    /// `</ b>`, was meant to be seen.
    fn odd(&mut self, part: &HtmlPart<'_>) {
        if self.is_in_foreign("") || part.written().starts_with("</") {
            self.report(shown_as_text(part.written(), "is no HTML element"), &part.place());
            self.markup_as_text(part);
        } else {
            self.markup(part.html, part.lines, part.token.range.clone());
        }
    }

    /// A comment without an end is a comment; a tag without an end is text.
    fn unended(&mut self, part: &HtmlPart<'_>) {
        let place = part.place();
        if part.written().starts_with("<!--") {
            let problem = Diagnostic::new(Code::UnclosedHtml, "the comment does not end");
            self.report(problem.help("add `-->` where it ends"), &(place.start..place.start + 4));
            self.leaf(NodeKind::Comment, &place);
        } else {
            let problem = Diagnostic::new(Code::UnclosedHtml, "the tag does not end").warning();
            let help = "add `>` where it ends, or write `&lt;` for its first sign";
            self.report(problem.help(help), &(place.start..place.start + 1));
            self.markup_as_text(part);
        }
    }

    fn start_tag(&mut self, part: &HtmlPart<'_>) {
        let range = part.place();
        let name = part.name().to_ascii_lowercase();
        let is_of_page = OF_PAGE.contains(&name.as_str());
        if is_of_page && !part.is_among_words {
            return self.report(tag_of_page(&name), &range);
        }
        if is_of_page || self.is_unknown(&name) {
            let why = if is_of_page { "cannot stand among words" } else { "is no HTML element" };
            self.report(shown_as_text(part.written(), why), &range);
            return self.markup_as_text(part);
        }
        if name == "plaintext" {
            self.report(swallowed_text(&name), &range);
            return self.markup_as_text(part);
        }
        if !self.is_in_its_list(&name, range.start) {
            return self.report(item_without_list(&name), &range);
        }
        while self.innermost_element().is_some_and(|open| is_ended_by(&open.name, &name)) {
            self.close(range.start);
        }
        // Only drawings and formulas have elements that a slash makes empty.
        let is_closed = part.token.kind == TokenKind::Empty && self.is_in_foreign(&name);
        let is_void = VOID.contains(&name.as_str());
        let is_left_out = self.leaves_out(&name);
        if is_left_out && (is_void || is_closed) {
            return self.report_left_out(&name, &range);
        }
        let element = if is_left_out {
            self.left_out_element(part)
        } else {
            self.element(part, &name, is_void, is_closed)
        };
        let kind = if is_left_out { NodeKind::Comment } else { NodeKind::Element(element) };
        if is_void || is_closed {
            self.leaf(kind, &range);
        } else {
            self.open(kind, &range, Opener::Element(OpenElement { element, name }));
        }
    }

    /// Whether an element that begins at a byte stands in a list, if it is an item. A browser would end the item
    /// before it, and all in between, also those of Markdown: only what stands in the same list may end here.
    fn is_in_its_list(&mut self, name: &str, at: usize) -> bool {
        let Some((lists, items)) = list_of(name) else { return true };
        for (number, frame) in self.frames.iter().enumerate().rev() {
            let Opener::Element(open) = &frame.open else { return false };
            if lists.contains(&open.name.as_str()) {
                return true;
            }
            if items.contains(&open.name.as_str()) {
                while self.frames.len() > number {
                    self.close(at);
                }
                return true;
            }
        }
        false
    }

    /// Adds an element by its start tag, with its links, and reports attributes that the site does not allow. Its node
    /// comes next.
    fn element(
        &mut self,
        part: &HtmlPart<'_>,
        name: &str,
        is_void: bool,
        is_closed: bool,
    ) -> Id<Element> {
        let HtmlToken { name: name_range, attributes, .. } = part.token;
        let part = &HtmlPart { left_out: self.left_out_attributes(part), ..*part };
        let attributes: Vec<_> = attributes.iter().filter(|(key, _)| part.shows(key)).collect();
        if raw_html::is_blocked(name) {
            self.report(raw_html::blocked(part.name()), &part.lines.place(name_range));
        }
        if let Some(problem) = raw_html::misplaced(name, |key| part.has_attribute(key)) {
            self.report(problem, &part.place());
        }
        let mut links = Vec::new();
        for (key, value) in &attributes {
            let Some(value) = value else { continue };
            let (written, value_written) = (&part.html[key.clone()], &part.html[value.clone()]);
            let Some(meaning) = raw_html::meaning(name, written, value_written) else { continue };
            match meaning {
                Meaning::Blocked => {
                    self.report(raw_html::blocked(written), &part.lines.place(key));
                }
                Meaning::Remote => self.report(raw_html::remote(), &part.lines.place(key)),
                Meaning::SendsAway => self.report(raw_html::sends_away(), &part.lines.place(key)),
                meaning => links.extend(self.html_links(part, meaning, value)),
            }
        }
        let attributes = attributes.iter().map(|(key, value)| Attribute {
            name: part.place_in_tag(key),
            value: value.as_ref().map(|value| part.place_in_tag(value)),
        });
        let name_place = part.place_in_tag(name_range);
        // Its end tag comes behind it: for what a browser takes out of the drawing, a slash means nothing.
        let shown = part.shown();
        let tag = match shown.strip_suffix("/>").filter(|_| is_closed && !is_void) {
            Some(start) => self.words(&format!("{}>", start.trim_end()), &part.place()),
            None => self.words(&shown, &part.place()),
        };
        let element = Element {
            tag,
            name_length: name_place.end - name_place.start,
            attributes: attributes.collect(),
            links,
            start_tag: TextRange::new(&part.place()),
            end_tag: None,
            is_empty: is_void,
        };
        self.document.elements.push(element)
    }

    /// Adds an element of which only the words in it are shown.
    fn left_out_element(&mut self, part: &HtmlPart<'_>) -> Id<Element> {
        let name = part.place_in_tag(&part.token.name);
        let element = Element {
            tag: self.html_words(part.html, &part.token.range, part.lines),
            name_length: name.end - name.start,
            attributes: Vec::new(),
            links: Vec::new(),
            start_tag: TextRange::new(&part.place()),
            end_tag: None,
            is_empty: false,
        };
        self.document.elements.push(element)
    }

    /// Whether HTML has no element of a name here. Names with a hyphen are for a project's own.
    fn is_unknown(&self, name: &str) -> bool {
        !name.contains('-') && !raw_html::is_known(name) && !self.is_in_foreign(name)
    }

    /// The links in the value of an attribute, by their bytes in the tag.
    fn html_links(
        &mut self,
        part: &HtmlPart<'_>,
        meaning: Meaning,
        value: &Range<usize>,
    ) -> Vec<(TextRange, Id<Link>)> {
        let (kind, addresses) = match meaning {
            Meaning::Link => (LinkKind::Html, vec![value.clone()]),
            Meaning::Picture => (LinkKind::HtmlPicture, vec![value.clone()]),
            Meaning::Pictures(files) => {
                let files = files.iter().map(|at| value.start + at.start..value.start + at.end);
                (LinkKind::HtmlPicture, files.collect())
            }
            Meaning::Id
            | Meaning::IdReference
            | Meaning::Blocked
            | Meaning::Remote
            | Meaning::SendsAway => return Vec::new(),
        };
        let node = self.document.nodes.end();
        let links = addresses.into_iter().map(|address| {
            // HTML writes the sign between the parts of a query so.
            let written = part.html[address.clone()].replace("&amp;", "&");
            let destination = self.words(&written, &part.lines.place(&address));
            let place = TextRange::new(&part.lines.place(&address));
            let title = TextSource::NONE;
            let link = Link { kind, node, place, destination, title, definition: None };
            (part.place_in_tag(&address), self.document.links.push(link))
        });
        links.collect()
    }

    /// Ends the element that an end tag names, with those in it.
    fn end_tag(&mut self, part: &HtmlPart<'_>) {
        let range = part.place();
        let name = part.name().to_ascii_lowercase();
        let Some((frame, element)) = self.open_element(&name) else {
            return self.stray_end_tag(part, &name);
        };
        if let Some(problem) = words_in_end_tag(part.written(), &name) {
            self.report(problem, &range);
        }
        while self.frames.len() > frame + 1 {
            self.close(range.start);
        }
        self.document.elements[element].end_tag = Some(TextRange::new(&range));
        let node = self.frames[frame].node;
        self.close(range.end);
        if RAW_TEXT.contains(&name.as_str()) && !self.is_in_raw_text() && !self.is_in_foreign(&name)
        {
            self.show_tags_as_text(node);
        }
    }

    fn is_in_raw_text(&self) -> bool {
        RAW_TEXT.iter().any(|name| self.open_frames.has_element(name))
    }

    /// In an element that holds text only, tags of other pieces are none: an attribute could hold its end.
    fn show_tags_as_text(&mut self, node: NodeId) {
        let held = node.next().up_to(self.document.nodes[node].end);
        for inner in held {
            if let NodeKind::Element(element) = self.document.nodes[inner].kind {
                let Element { start_tag, tag, .. } = self.document.elements[element];
                self.make_text(inner, start_tag, tag);
            }
        }
    }

    /// Makes an element the text of its tag; what it holds comes after it.
    fn make_text(&mut self, node: NodeId, start_tag: TextRange, tag: TextSource) {
        if let NodeKind::Element(element) = self.document.nodes[node].kind {
            self.document.elements[element].attributes.clear();
        }
        let kind = self.kind_of_words(tag);
        let made = &mut self.document.nodes[node];
        (made.kind, made.place, made.end) = (kind, start_tag, node.next());
    }

    /// An end tag of something unknown is text, as its start tag is.
    fn stray_end_tag(&mut self, part: &HtmlPart<'_>, name: &str) {
        let range = part.place();
        let is_of_page = OF_PAGE.contains(&name);
        if is_of_page && !part.is_among_words {
            return self.report(tag_of_page(&format!("/{name}")), &range);
        }
        if is_of_page || self.is_unknown(name) {
            return self.markup_as_text(part);
        }
        let message = format!("`</{name}>` ends nothing here, and is left out");
        let problem = Diagnostic::new(Code::UnclosedHtml, message).warning();
        self.report(
            problem.help(format!("remove it, or write `<{name}>` where it begins")),
            &range,
        );
    }

    /// An element ends: by its end tag, or with the block or mark around it.
    pub(super) fn end_element(&mut self, node: NodeId, open: &OpenElement) {
        let Element { start_tag, end_tag, tag, .. } = self.document.elements[open.element];
        let (name, range) = (open.name.as_str(), start_tag.range());
        let swallows = end_tag.is_none() && SWALLOWING.contains(&name);
        if self.document.nodes[node].kind == NodeKind::Comment && !swallows {
            self.report_left_out(name, &range);
            self.leave_out_words(node, name);
        }
        if end_tag.is_some() || ENDS_ITSELF.contains(&name) {
            return;
        }
        if SWALLOWING.contains(&name) {
            self.report(swallowed_text(name), &range);
            return self.show_as_text(node, (start_tag, tag), name);
        }
        let message = format!("`<{name}>` is not closed, and ends with what it stands in");
        let problem = Diagnostic::new(Code::UnclosedHtml, message).warning();
        let help = self.help_to_close(name, &range);
        self.report(problem.help(help), &range);
    }

    /// How to close an element, by its start tag.
    fn help_to_close(&self, name: &str, tag: &Range<usize>) -> String {
        let behind = self.text[tag.end..].trim_start();
        let is_fence = behind.starts_with("```") || behind.starts_with("~~~");
        if self.text[tag.clone()].ends_with("/>") {
            format!("write `<{name}></{name}>`: a slash closes no element of HTML")
        } else if is_fence {
            "write an empty line before the code: up to there, all is HTML".to_owned()
        } else {
            format!("add `</{name}>` where it ends")
        }
    }

    /// Shows an element that swallows text as it is written.
    fn show_as_text(
        &mut self,
        node: NodeId,
        (start_tag, tag): (TextRange, TextSource),
        name: &str,
    ) {
        let end = self.document.nodes[node].end;
        self.make_text(node, start_tag, tag);
        // The rest of its piece was not read for tags.
        let nodes = &mut self.document.nodes;
        let rest = Some(node.next()).filter(|rest| *rest < end && RAW_TEXT.contains(&name));
        if let Some(rest) = rest
            && let NodeKind::Markup(words) = nodes[rest].kind
        {
            nodes[rest].kind = NodeKind::Text(words);
        }
    }

    fn innermost_element(&self) -> Option<&OpenElement> {
        match &self.frames.last()?.open {
            Opener::Element(open) => Some(open),
            _ => None,
        }
    }

    /// The innermost element of a name that an end tag can end here, and its frame.
    fn open_element(&self, name: &str) -> Option<(usize, Id<Element>)> {
        let frame = self.open_frames.element(name)?;
        match &self.frames[frame].open {
            Opener::Element(open) => Some((frame, open.element)),
            _ => None,
        }
    }

    /// Whether a drawing or a formula is open, or the name is that of one.
    fn is_in_foreign(&self, name: &str) -> bool {
        ["svg", "math"]
            .iter()
            .any(|foreign| *foreign == name || self.open_frames.has_element(foreign))
    }

    fn html_words(&mut self, html: &str, part: &Range<usize>, lines: &LineStarts) -> TextSource {
        self.words(&html[part.clone()], &lines.place(part))
    }
}

/// A token, in the piece of HTML that it stands in.
struct HtmlPart<'h> {
    html: &'h str,
    is_among_words: bool,
    lines: &'h LineStarts,
    token: &'h HtmlToken,
    /// The attributes that are not shown, in order, in bytes of the piece.
    left_out: Vec<Range<usize>>,
}

impl<'h> HtmlPart<'h> {
    fn written(&self) -> &'h str {
        &self.html[self.token.range.clone()]
    }

    fn name(&self) -> &'h str {
        &self.html[self.token.name.clone()]
    }

    fn has_attribute(&self, name: &str) -> bool {
        let attributes = &self.token.attributes;
        attributes.iter().any(|(key, _)| self.html[key.clone()].eq_ignore_ascii_case(name))
    }

    /// Its bytes in the text.
    fn place(&self) -> Range<usize> {
        self.lines.place(&self.token.range)
    }

    fn shows(&self, attribute: &Range<usize>) -> bool {
        !self.left_out.iter().any(|range| range.contains(&attribute.start))
    }

    /// The tag without what is not shown.
    fn shown(&self) -> String {
        let mut shown = String::new();
        let mut done = self.token.range.start;
        for range in &self.left_out {
            shown.push_str(&self.html[done..range.start]);
            done = range.end;
        }
        shown + &self.html[done..self.token.range.end]
    }

    /// A range of the piece, in bytes of the tag as it is shown.
    fn place_in_tag(&self, range: &Range<usize>) -> TextRange {
        let before = self.left_out.iter().take_while(|left_out| left_out.end <= range.start);
        let start = self.token.range.start + before.map(ExactSizeIterator::len).sum::<usize>();
        TextRange::new(&(range.start - start..range.end - start))
    }
}

/// A tag that is shown as text, and why.
fn shown_as_text(tag: &str, why: &str) -> Diagnostic {
    let tag = tag.split_inclusive('\n').next().unwrap_or_default().trim_end();
    let rest = tag.strip_prefix('<').unwrap_or(tag);
    let problem =
        Diagnostic::new(Code::UnknownElement, format!("`{tag}` {why}, so it is shown as text"));
    problem.help(format!("write it as code, `` `{tag}` ``, or as text, `\\<{rest}`"))
}

/// What stands behind the name in an end tag, which no browser reads.
fn words_in_end_tag(tag: &str, name: &str) -> Option<Diagnostic> {
    let rest = tag.get("</".len() + name.len()..)?.trim_end_matches('>').trim();
    let is_empty = rest.trim_matches('/').is_empty();
    let message = format!("`{rest}` stands in an end tag, where nobody sees it");
    let problem = Diagnostic::new(Code::UnclosedHtml, message).warning();
    let problem = problem.help(format!("write `</{name}>`, and the words before or behind it"));
    (!is_empty).then_some(problem)
}

fn swallowed_text(name: &str) -> Diagnostic {
    let as_text = format!("write `\\<{name}>` if it is text");
    // Nothing ends it.
    if name == "plaintext" {
        let message = "a browser would take the rest of the page for text behind `<plaintext>`";
        return Diagnostic::new(Code::SwallowedText, message).help(as_text);
    }
    let message = format!(
        "without `</{name}>`, a browser would take the rest of the page for a part of `<{name}>`"
    );
    let problem = Diagnostic::new(Code::SwallowedText, message);
    problem.help(format!("add `</{name}>` where it ends, or {as_text}"))
}

fn item_without_list(name: &str) -> Diagnostic {
    let list = if name == "li" { "ul" } else { "dl" };
    let message = format!("`<{name}>` stands in no list, and is left out");
    let help = format!("write `<{list}>` before the first one, and `</{list}>` after the last one");
    Diagnostic::new(Code::UnclosedHtml, message).warning().help(help)
}

fn tag_of_page(name: &str) -> Diagnostic {
    let message = format!("`<{name}>` is left out: the page around this text has its own");
    Diagnostic::new(Code::UnclosedHtml, message).warning().help("remove it")
}

/// Where the lines of a piece of HTML stand in the source: those of a block in a list or in a quotation have
/// something before them.
struct LineStarts {
    /// The whole in the source.
    whole: Range<usize>,
    /// Where each line begins, in the piece and in the source; empty if they are not the same.
    starts: Vec<(usize, usize)>,
}

impl LineStarts {
    fn new(html: &str, text: &str, range: &Range<usize>) -> LineStarts {
        let source = &text[range.clone()];
        let whole = range.clone();
        if source == html {
            return LineStarts { whole, starts: vec![(0, range.start)] };
        }
        let (mut at, mut source_at) = (0, range.start);
        let mut starts = Vec::new();
        let mut source_lines = source.split_inclusive('\n');
        for line in html.split_inclusive('\n') {
            let written = source_lines.next().unwrap_or_default();
            let words = without_end(line);
            if !without_end(written).ends_with(words) {
                return LineStarts { whole, starts: Vec::new() };
            }
            starts.push((at, source_at + without_end(written).len() - words.len()));
            at += line.len();
            source_at += written.len();
        }
        LineStarts { whole, starts }
    }

    /// The place of a part of the piece.
    fn place(&self, part: &Range<usize>) -> Range<usize> {
        // The end belongs to the line of the byte before it.
        let last = self.source_of(part.end.saturating_sub(1).max(part.start));
        match (self.source_of(part.start), last) {
            (Some(start), Some(last)) => start..last + usize::from(!part.is_empty()),
            _ => self.whole.clone(),
        }
    }

    /// Where a byte of the piece stands in the source; `None` if their lines are not the same.
    fn source_of(&self, at: usize) -> Option<usize> {
        let line = self.starts.partition_point(|(start, _)| *start <= at).checked_sub(1)?;
        let (start, source) = self.starts[line];
        Some(source + at - start)
    }
}

/// A line without what ends it, which the parser makes one sign.
fn without_end(line: &str) -> &str {
    line.trim_end_matches(['\r', '\n'])
}
