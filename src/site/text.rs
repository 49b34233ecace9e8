//! The text of a page: its headings, links and citations, with their places in its file.

use serde::{Deserialize, Serialize};

use super::{FieldValue, Page};
use crate::arena::Id;
use crate::document::{
    Anchor, Citation, Component, ComponentKind, Document, EmbedKind, Link, LinkKind, NodeKind,
    Nodes, Numbered, PlainText, TextRange, TextSource,
};
use crate::memo::Fingerprint;
use crate::source::Span;

/// A heading of a page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PageHeading<'p> {
    /// From 1 to 6.
    pub(crate) level: u8,
    /// Plain text.
    pub(crate) text: &'p str,
    pub(crate) anchor: &'p Anchor,
    pub(crate) span: Span,
}

/// A link or an image as written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WrittenLink<'p> {
    pub(crate) kind: LinkKind,
    pub(crate) destination: &'p str,
    pub(crate) span: Span,
    link: &'p Link,
    document: &'p Document,
    /// The source of the document.
    source: &'p str,
}

/// Something from another file that a text shows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Embed<'p> {
    pub(crate) shown: &'p EmbedKind,
    /// The link that names the file.
    pub(crate) link: Id<Link>,
}

/// Markdown that is not the text of a page: in a field, or in the settings.
#[derive(Debug)]
pub(crate) struct FieldText {
    pub(crate) markdown: String,
    pub(crate) document: Document,
    /// Where it is written.
    pub(crate) span: Span,
}

/// The fingerprint and the size of the plain text of a page, for when the text is not at hand.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct PlainSize {
    /// Changes with every word.
    pub(crate) fingerprint: Fingerprint,
    /// Bytes of its passages, without what is blank around them.
    pub(crate) bytes: usize,
}

impl PlainSize {
    pub(crate) fn of(plain: &PlainText) -> PlainSize {
        let bytes = plain.passages.iter().map(|text| text.trim().len()).sum();
        PlainSize { fingerprint: plain.fingerprint(), bytes }
    }
}

/// Where a value of a field stands: the position of the field in its collection, and that of the value.
pub(crate) type FieldPlace = (usize, usize);

impl Page {
    /// Words of the text.
    pub(crate) fn read(&self, words: TextSource) -> &str {
        self.document.read(words, self.body())
    }

    /// A place of the text in the file.
    pub(crate) fn span(&self, place: TextRange) -> Span {
        let range = place.range();
        self.source.span(self.body_start + range.start, self.body_start + range.end)
    }

    /// The headings, without the one that says the title.
    pub(crate) fn headings(&self) -> impl DoubleEndedIterator<Item = PageHeading<'_>> + Clone {
        let skipped = usize::from(self.title_heading.is_some());
        let headings = self.document.headings.as_slice()[skipped..].iter();
        let shown = headings.filter(|heading| !self.document.is_hidden(heading.node));
        shown.map(|heading| PageHeading {
            level: heading.level,
            text: self.read(heading.text),
            anchor: &heading.anchor,
            span: self.span(self.document.place_of_heading(heading, self.body())),
        })
    }

    /// The headings of parts with a number, by anchor: what each is called, and its number.
    pub(crate) fn numbered(&self) -> impl Iterator<Item = (&Anchor, Numbered, usize)> {
        self.document.components.iter().filter_map(|component| {
            let ComponentKind::Numbered { what, number } = component.kind else { return None };
            Some((&self.document.headings[component.heading?].anchor, what, number))
        })
    }

    /// The anchor of the heading that says the title.
    pub(crate) fn title_anchor(&self) -> Option<&Anchor> {
        self.title_heading.map(|heading| &self.document.headings[heading].anchor)
    }

    /// The places in the text that a link can lead to.
    pub(crate) fn anchors(&self) -> impl Iterator<Item = &str> {
        self.document.anchors(self.body())
    }

    pub(crate) fn has_anchor(&self, anchor: &str) -> bool {
        self.anchors().any(|own| own == anchor)
    }

    /// The links of the text.
    pub(crate) fn text_links(&self) -> impl Iterator<Item = WrittenLink<'_>> {
        self.document.links.iter().map(|link| WrittenLink {
            kind: link.kind,
            destination: self.read(link.destination),
            span: self.span(link.place),
            link,
            document: &self.document,
            source: self.body(),
        })
    }

    /// The link at a position of the text.
    pub(crate) fn span_of_link(&self, link: Id<Link>) -> Span {
        self.span(self.document.links[link].place)
    }

    /// The texts in fields, those of the page that it translates among them.
    pub(crate) fn field_texts(&self) -> impl Iterator<Item = (FieldPlace, &FieldText)> {
        self.front_matter.fields.iter().flat_map(|(field, values)| {
            values.iter().enumerate().filter_map(move |(at, value)| match value {
                FieldValue::Text(text) => Some(((*field, at), &**text)),
                _ => None,
            })
        })
    }

    /// The links of its fields, then those of its text.
    pub(crate) fn links(&self) -> impl Iterator<Item = WrittenLink<'_>> {
        self.field_texts().flat_map(|(_, text)| text.links()).chain(self.text_links())
    }

    /// The components of the text that show other files.
    pub(crate) fn embeds(&self) -> impl Iterator<Item = Embed<'_>> {
        self.document.components.ids().filter_map(|component| self.embed(component))
    }

    /// The components of a part of the text that show other files.
    pub(crate) fn embeds_in(&self, part: Nodes) -> impl Iterator<Item = Embed<'_>> {
        let components = self.document.components.enumerate();
        let shown = self.document.shown(part);
        let inside = components.filter(move |(_, component)| shown.contains(component.node));
        inside.filter_map(|(id, _)| self.embed(id))
    }

    /// A component that shows another file, if it does.
    pub(crate) fn embed(&self, component: Id<Component>) -> Option<Embed<'_>> {
        let component = &self.document.components[component];
        match &component.kind {
            ComponentKind::Embed(shown) => Some(Embed { shown, link: component.link? }),
            _ => None,
        }
    }

    /// What stands in the heading that says the title.
    pub(crate) fn title_words(&self) -> Option<Nodes> {
        let heading = self.title_heading.map(|heading| self.document.headings[heading].node)?;
        let Nodes { from, to } = self.document.subtree(heading);
        Some(Nodes { from: from.next(), to })
    }

    /// Whether the page shows a citation: one among words for a picture or in a note that nothing uses, it does not.
    pub(crate) fn shows(&self, citation: &Citation) -> bool {
        !citation.is_in_picture && !self.document.is_hidden(citation.node)
    }

    /// The plain text before the first heading, then that under each.
    pub(crate) fn plain_text(&self) -> PlainText {
        let mut plain = PlainText::of(&self.document, self.document.all(), self.body());
        if self.title_heading.is_some() {
            plain.leave_out_first_heading();
        }
        plain
    }
}

impl FieldText {
    /// Its links.
    pub(crate) fn links(&self) -> impl Iterator<Item = WrittenLink<'_>> {
        self.document.links.iter().map(|link| WrittenLink {
            kind: link.kind,
            destination: self.document.read(link.destination, &self.markdown),
            span: self.span,
            link,
            document: &self.document,
            source: &self.markdown,
        })
    }

    /// Its words without its marks.
    pub(crate) fn words(&self) -> String {
        self.document.line(self.document.all(), &self.markdown)
    }
}

impl WrittenLink<'_> {
    /// The words of a link, the text alternative of an image; plain text.
    pub(crate) fn text(&self) -> String {
        self.document.link_text(self.link, self.source)
    }

    /// Whether it offers one of several files to choose from, in HTML.
    pub(crate) fn is_one_of_several(&self) -> bool {
        let NodeKind::Element(element) = self.document.nodes[self.link.node].kind else {
            return false;
        };
        let element = &self.document.elements[element];
        let tag = self.document.read(element.tag, self.source);
        element.name(tag).eq_ignore_ascii_case("source")
    }

    /// Whether it is an image that is declared to only decorate.
    pub(crate) fn is_decorative(&self) -> bool {
        let written = &self.source[self.link.place.range()];
        // HTML has its own ways to say what a picture shows.
        self.kind == LinkKind::HtmlPicture
            || (self.kind == LinkKind::Image && written.ends_with("\"\")"))
    }
}
