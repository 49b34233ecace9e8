//! The text of a page as a tree, parsed once.
//!
//! In: the Markdown after the front matter, and the settings. Out: a [`Document`]. Knows no other page and
//! makes no output. A document does not copy its source: places are bytes of the text that was parsed, and callers
//! pass that text.
//!
//! The tree is flat: nodes in the order of the source, each before what it holds, with the position of the
//! first node after all that. So a section, a component or a part that another page shows is a range of
//! nodes, and no function needs to call itself to see all of them.

mod anchor;
mod build;
mod component;
mod embed;
mod headings;
mod html;
mod links;
mod notes;
mod plain;
mod prose;
mod spec;
#[cfg(test)]
mod tests;
pub(crate) mod walk;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::arena::{Arena, Id};
use crate::config::Tone;
use crate::diagnostic::Diagnostic;
use crate::markdown::raw_html::{self, Meaning};

pub(crate) use anchor::{Anchor, RESERVED_IDS, is_combining};
pub(crate) use component::{Callout, Component, ComponentKind, Numbered};
pub(crate) use embed::{ChartKind, ChartUse, ColumnName, EmbedKind, TableUse};
pub(crate) use html::text_of as text_of_html;
pub(crate) use plain::PlainText;
pub(crate) use prose::{BlockKind, ProseBlock};
pub(crate) use spec::RequiredChild;

/// The position of a node in its document.
pub(crate) type NodeId = Id<Node>;

/// The text of a page.
#[derive(Default, Debug, Serialize, Deserialize)]
pub(crate) struct Document {
    pub(crate) nodes: Arena<Node>,
    /// All of `Words::Own`, one after the other.
    own: String,
    pub(crate) headings: Arena<Heading>,
    /// Links of Markdown, of HTML and of components.
    pub(crate) links: Arena<Link>,
    pub(crate) components: Arena<Component>,
    pub(crate) citations: Arena<Citation>,
    /// By the first place that names each.
    pub(crate) notes: Arena<Footnote>,
    /// Notes that are never shown.
    hidden: Vec<Nodes>,
    pub(crate) tables: Arena<Table>,
    pub(crate) codes: Arena<CodeBlock>,
    pub(crate) texts: Arena<TextSource>,
    pub(crate) elements: Arena<Element>,
}

/// A document, and the mistakes in its text as Markdown.
pub(crate) struct ParsedDocument {
    pub(crate) document: Document,
    pub(crate) problems: Vec<Problem>,
}

/// A mistake, and its place in the text.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) diagnostic: Diagnostic,
    pub(crate) place: TextRange,
}

/// Bytes of the Markdown after the front matter.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub(crate) struct TextRange {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// Words as a reader sees them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum TextSource {
    /// They stand so in the source.
    Source(TextRange),
    /// The document's own, because the source has a mark for them: an escape, an entity, a variable. Bytes of
    /// all such words.
    Own(TextRange),
}

/// Nodes in a row, from one to before another.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Nodes {
    pub(crate) from: NodeId,
    pub(crate) to: NodeId,
}

/// A part of the text.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Node {
    pub(crate) kind: NodeKind,
    pub(crate) place: TextRange,
    /// The first node after all that it holds.
    pub(crate) end: NodeId,
}

/// The kind of a node.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum NodeKind {
    Paragraph,
    Heading(Id<Heading>),
    /// A quotation, or an alert.
    Quote(Option<Tone>),
    CodeBlock(Id<CodeBlock>),
    /// A line between two parts of the text.
    Break,
    Bullets,
    /// A numbered list, and its first number.
    Numbers(u32),
    Item(Task),
    Definitions,
    Term,
    Definition,
    Table(Id<Table>),
    /// The first one of a table is its head.
    Row,
    Cell,
    Component(Id<Component>),
    /// The words of a footnote, where the source has them.
    Note(Id<Footnote>),
    Text(Id<TextSource>),
    /// Text that stands so in the source: nearly all.
    Verbatim,
    Code(Id<TextSource>),
    Formula(Display, Id<TextSource>),
    SoftBreak,
    HardBreak,
    Emphasis,
    Strong,
    Strikethrough,
    Link(Id<Link>),
    Image(Id<Link>),
    Citation(Id<Citation>),
    NoteReference(Id<Footnote>),
    /// An element of HTML, with what stands between its tags.
    Element(Id<Element>),
    /// HTML that is no tag and no comment.
    Markup(Id<TextSource>),
    /// A comment of HTML. It is for authors.
    Comment,
}

/// Whether an item of a list is a task.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum Task {
    No,
    Open,
    Done,
}

/// How a formula stands in the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum Display {
    Inline,
    Block,
}

/// A heading, or the label of a component that is one.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Heading {
    /// From 1 to 6.
    pub(crate) level: u8,
    pub(crate) anchor: Anchor,
    /// Plain, without the id in braces.
    pub(crate) text: TextSource,
    /// Of the heading, or of the component.
    pub(crate) node: NodeId,
    /// The text up to the next heading of its level, or the whole component. `None` in a list or in a quotation, where
    /// it has no end.
    pub(crate) section: Option<Nodes>,
}

/// A link, or a part of the text that loads a file.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Link {
    pub(crate) kind: LinkKind,
    /// The link or the image; the component, or the element.
    pub(crate) node: NodeId,
    /// The place for reports: the whole link, the label of a component, the value of an attribute.
    pub(crate) place: TextRange,
    pub(crate) destination: TextSource,
    /// Empty if there is none.
    pub(crate) title: TextSource,
    /// Where a reference link has its destination.
    pub(crate) definition: Option<TextRange>,
}

/// How a link is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum LinkKind {
    Link,
    Image,
    /// A card that stands for a page.
    Card,
    /// Data to show.
    Data,
    /// A page, or a part of one, to show.
    Include,
    /// An attribute of HTML that leads somewhere.
    Html,
    /// An attribute of HTML that loads a picture, a film or a sound.
    HtmlPicture,
}

/// A place that names works.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Citation {
    pub(crate) node: NodeId,
    /// None if it is not written as a citation is.
    pub(crate) works: Vec<CitedWork>,
    /// Whether it stands in the text alternative of a picture, where nobody sees it.
    pub(crate) is_in_picture: bool,
}

/// A work that a text names.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct CitedWork {
    /// Its key in the reference file, which may not have it.
    pub(crate) key: TextSource,
    /// The place for reports.
    pub(crate) place: TextRange,
    /// The part of the work: "p. 4".
    pub(crate) locator: Option<TextSource>,
}

/// A footnote.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Footnote {
    /// As it is first written.
    pub(crate) label: TextSource,
    /// The first node that says it; others with the same label do not count.
    pub(crate) definition: Option<NodeId>,
    /// The last one.
    pub(crate) last_definition: Option<NodeId>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Table {
    /// By column.
    pub(crate) alignments: Vec<Alignment>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum Alignment {
    None,
    Left,
    Center,
    Right,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct CodeBlock {
    /// The words behind its fence; `None` if it is indented.
    pub(crate) info: Option<TextSource>,
}

/// An element of HTML.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Element {
    /// Its start tag, as written.
    pub(crate) tag: TextSource,
    /// The length of its name, which begins at the second byte of the tag.
    name_length: u32,
    pub(crate) attributes: Vec<Attribute>,
    /// The links of its attributes: bytes of the tag.
    pub(crate) links: Vec<(TextRange, Id<Link>)>,
    pub(crate) start_tag: TextRange,
    /// Its end tag; `None` if it has none among the blocks and marks around it, which end it.
    pub(crate) end_tag: Option<TextRange>,
    /// Whether it holds nothing and has no end, such as a picture.
    pub(crate) is_empty: bool,
}

/// An attribute of an element, in bytes of its tag.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Attribute {
    pub(crate) name: TextRange,
    /// As written, without the marks around it; `None` of an attribute that has none.
    pub(crate) value: Option<TextRange>,
}

/// The start tag of the element that shows a mark of another tool that means nothing.
pub(crate) const NOT_UNDERSTOOD: &str = "<code class=\"not-understood\">";

impl TextSource {
    /// No words.
    pub(crate) const NONE: TextSource = TextSource::Own(TextRange { start: 0, end: 0 });
}

impl TextRange {
    /// Panics at more than four billion bytes: `read` refuses such texts.
    pub(crate) fn new(range: &Range<usize>) -> TextRange {
        let [start, end] = [range.start, range.end]
            .map(|at| u32::try_from(at).expect("texts are shorter than four billion bytes"));
        TextRange { start, end }
    }

    pub(crate) fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// A part of it, in bytes from its start.
    pub(crate) fn part(self, range: Range<usize>) -> TextRange {
        let start = self.range().start;
        TextRange::new(&(start + range.start..start + range.end))
    }

    /// The first bytes of it.
    fn shortened(self, length: usize) -> TextRange {
        let start = self.range().start;
        TextRange::new(&(start..start + length))
    }
}

impl Nodes {
    pub(crate) fn contains(self, node: NodeId) -> bool {
        self.from <= node && node < self.to
    }

    /// Each of them, in order.
    pub(crate) fn ids(self) -> impl Iterator<Item = NodeId> {
        self.from.up_to(self.to)
    }
}

impl LinkKind {
    /// Whether it stands in HTML.
    pub(crate) fn is_html(self) -> bool {
        matches!(self, LinkKind::Html | LinkKind::HtmlPicture)
    }

    /// Whether it loads a picture, a film or a sound.
    pub(crate) fn is_picture(self) -> bool {
        matches!(self, LinkKind::Image | LinkKind::HtmlPicture)
    }
}

impl Citation {
    /// The id of a citation of a page. No author can give it: `~` is not for them.
    pub(crate) fn id(position: Id<Citation>) -> String {
        format!("cite~{}", position.number() + 1)
    }
}

impl Element {
    /// Its name as written; `tag` is its start tag.
    pub(crate) fn name<'t>(&self, tag: &'t str) -> &'t str {
        &tag[1..=self.name_length as usize]
    }
}

impl Document {
    /// Words of the document; `text` is its source.
    pub(crate) fn read<'a>(&'a self, words: TextSource, text: &'a str) -> &'a str {
        match words {
            TextSource::Source(place) => &text[place.range()],
            TextSource::Own(place) => &self.own[place.range()],
        }
    }

    /// Whether an element shows a mark of another tool that means nothing.
    pub(crate) fn is_not_understood(&self, element: Id<Element>, text: &str) -> bool {
        self.read(self.elements[element].tag, text) == NOT_UNDERSTOOD
    }

    /// The words of a node itself: text, code, a formula, or the blank that the end of a line is.
    pub(crate) fn words_of<'a>(&'a self, node: &Node, text: &'a str) -> Option<&'a str> {
        match node.kind {
            NodeKind::SoftBreak | NodeKind::HardBreak => Some(" "),
            NodeKind::Verbatim => Some(&text[node.place.range()]),
            NodeKind::Text(words) | NodeKind::Code(words) | NodeKind::Formula(_, words) => {
                Some(self.read(self.texts[words], text))
            }
            _ => None,
        }
    }

    /// The words of a link or an image, with the text alternatives of pictures; none of a component or an element.
    pub(crate) fn link_text(&self, link: &Link, text: &str) -> String {
        if !matches!(self.nodes[link.node].kind, NodeKind::Link(_) | NodeKind::Image(_)) {
            return String::new();
        }
        let words = self.subtree(link.node).ids().map(|id| self.words_of(&self.nodes[id], text));
        words.flatten().collect()
    }

    /// The words of a part, without the text alternatives of pictures.
    pub(crate) fn plain_text(&self, part: Nodes, text: &str) -> String {
        let mut plain = String::new();
        let mut next = part.from;
        while next < part.to {
            let node = &self.nodes[next];
            let is_picture = matches!(node.kind, NodeKind::Image(_));
            plain.push_str(self.words_of(node, text).unwrap_or_default());
            next = if is_picture { node.end } else { next.next() };
        }
        plain
    }

    /// The places of the text that a link can lead to.
    pub(crate) fn anchors<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a str> {
        let headings = self.headings.iter().filter(|heading| !self.is_hidden(heading.node));
        headings.map(|heading| heading.anchor.as_str()).chain(self.ids(text))
    }

    /// Every id that the text sets besides those of headings: by components, then by HTML.
    pub(crate) fn ids<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a str> {
        let components = self.components.iter().filter(|component| component.heading.is_none());
        let of_components = components.filter_map(|it| Some(it.anchor.as_ref()?.as_str()));
        of_components.chain(self.elements.iter().flat_map(|element| self.ids_of(element, text)))
    }

    /// The name of an element as written; `text` is the source of the document.
    fn name_of<'a>(&'a self, element: &Element, text: &'a str) -> &'a str {
        element.name(self.read(element.tag, text))
    }

    fn ids_of<'a>(&'a self, element: &'a Element, text: &'a str) -> impl Iterator<Item = &'a str> {
        let tag = self.read(element.tag, text);
        let meanings = self.meanings(element, text);
        meanings
            .filter(|(_, meaning)| *meaning == Meaning::Id)
            .map(|(place, _)| &tag[place.range()])
    }

    /// The values of an element's attributes that mean something, in bytes of its tag.
    pub(crate) fn meanings<'a>(
        &'a self,
        element: &'a Element,
        text: &'a str,
    ) -> impl Iterator<Item = (TextRange, Meaning)> {
        let tag = self.read(element.tag, text);
        let name = element.name(tag).to_ascii_lowercase();
        element.attributes.iter().filter_map(move |Attribute { name: key, value }| {
            let place = (*value)?;
            let meaning = raw_html::meaning(&name, &tag[key.range()], &tag[place.range()])?;
            Some((place, meaning))
        })
    }

    /// The heading that leads the text, if one does: nothing that a reader sees stands before it.
    pub(crate) fn leading_heading(&self, text: &str) -> Option<Id<Heading>> {
        let is_unseen = |node: &&Node| match node.kind {
            NodeKind::Comment => true,
            NodeKind::Markup(words) => self.read(self.texts[words], text).trim().is_empty(),
            _ => false,
        };
        match self.nodes.iter().find(|node| !is_unseen(node))?.kind {
            NodeKind::Heading(heading) => Some(heading),
            _ => None,
        }
    }

    /// Where a heading stands in the text: the line that opens a component, or the heading without what is blank
    /// behind it.
    pub(crate) fn place_of_heading(&self, heading: &Heading, text: &str) -> TextRange {
        let Node { kind, place, .. } = self.nodes[heading.node];
        match kind {
            NodeKind::Component(component) => self.components[component].opening,
            _ => place.shortened(text[place.range()].trim_end().len()),
        }
    }

    /// Whether it has HTML that is more than comments with blanks between them.
    pub(crate) fn has_html(&self, text: &str) -> bool {
        self.nodes.iter().any(|node| match node.kind {
            NodeKind::Element(_) => true,
            NodeKind::Markup(words) => !self.read(self.texts[words], text).trim().is_empty(),
            _ => false,
        })
    }

    /// All nodes.
    pub(crate) fn all(&self) -> Nodes {
        let to = self.nodes.end();
        Nodes { from: self.nodes.ids().next().unwrap_or(to), to }
    }

    /// A node with all that it holds.
    pub(crate) fn subtree(&self, node: NodeId) -> Nodes {
        Nodes { from: node, to: self.nodes[node].end }
    }

    /// The section or the component with an anchor, for other pages to show. `None` if there is none, or if it has no
    /// end.
    pub(crate) fn part(&self, anchor: &Anchor) -> Option<Nodes> {
        if let Some(heading) = self.headings.iter().find(|heading| heading.anchor == *anchor) {
            return heading.section;
        }
        let mut components = self.components.iter().filter(|component| component.is_whole);
        let named = components.find(|component| component.anchor.as_ref() == Some(anchor))?;
        Some(self.subtree(named.node))
    }
}
