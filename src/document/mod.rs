//! The text of a page as a tree, parsed once.
//!
//! In: the Markdown after the front matter, and the settings. Out: a [`Document`]. Knows no other page and
//! makes no output. Nothing here owns what the source says already: places are bytes of the text that was
//! parsed, and whoever reads a document has that text at hand.
//!
//! The tree is flat: nodes in the order of the source, each before what it holds, with the position of the
//! first node after all that. So a section, a component or a part that another page shows is a range of
//! nodes, and no function needs to call itself to see all of them.

mod anchor;
mod build;
mod component;
mod headings;
mod html;
mod links;
mod prose;
pub(crate) mod spec;
pub(crate) mod walk;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::arena::{Arena, Id};
use crate::config::Tone;
use crate::markdown::raw_html::{self, Meaning};

pub(crate) use anchor::{Anchor, is_combining};
pub(crate) use component::{Callout, Component, ComponentKind, Numbered};
pub(crate) use prose::{Block, BlockKind};

/// The position of a node in its document.
pub(crate) type NodeId = Id<Node>;

/// The text of a page.
#[derive(Default, Serialize, Deserialize)]
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
    pub(crate) notes: Arena<Note>,
    pub(crate) tables: Arena<Table>,
    pub(crate) codes: Arena<CodeBlock>,
    pub(crate) texts: Arena<Words>,
    pub(crate) elements: Arena<Element>,
}

/// Bytes of the Markdown after the front matter.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub(crate) struct Place {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// Words as a reader sees them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum Words {
    /// They stand so in the source.
    Source(Place),
    /// The document's own, since the source has a mark for them: an escape, an entity, a variable. Bytes of
    /// all such words.
    Own(Place),
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
    pub(crate) kind: Kind,
    pub(crate) place: Place,
    /// The first node after all that it holds.
    pub(crate) end: NodeId,
}

/// What a node is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum Kind {
    Paragraph,
    Heading(Id<Heading>),
    /// What somebody said, or an alert.
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
    /// What a footnote says, where the source says it.
    Note(Id<Note>),
    Text(Id<Words>),
    /// Text that stands so in the source: nearly all.
    Verbatim,
    Code(Id<Words>),
    Formula(Display, Id<Words>),
    SoftBreak,
    HardBreak,
    Emphasis,
    Strong,
    Strikethrough,
    Link(Id<Link>),
    Image(Id<Link>),
    Citation(Id<Citation>),
    NoteReference(Id<Note>),
    /// An element of HTML, with what stands between its tags.
    Element(Id<Element>),
    /// HTML that is no tag: a comment, or text beside tags.
    Markup,
    /// An end tag of HTML that ends nothing.
    StrayTag,
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
    /// The anchor, where its author chose it.
    pub(crate) own_id: Option<Words>,
    /// Plain, without the id in braces.
    pub(crate) text: Words,
    /// Of the heading, or of the component.
    pub(crate) node: NodeId,
    /// What belongs to it: the text up to the next heading of its level, or the whole component. `None` in a
    /// list or in a quotation, where it has no end.
    pub(crate) section: Option<Nodes>,
}

/// A link, or what loads a file.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Link {
    pub(crate) kind: LinkKind,
    /// The link or the image; the component, or the element.
    pub(crate) node: NodeId,
    /// What to point at: the whole link, the label of a component, the value of an attribute.
    pub(crate) place: Place,
    pub(crate) destination: Words,
    /// Empty if there is none.
    pub(crate) title: Words,
    /// Where a reference link has its destination.
    pub(crate) definition: Option<Place>,
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
    /// None if it is not written as a citation is.
    pub(crate) works: Vec<CitedWork>,
}

/// A work that a text names.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct CitedWork {
    /// Its key in the reference file, which may not have it.
    pub(crate) key: Words,
    /// Where to point at.
    pub(crate) place: Place,
    /// Which part of the work: "p. 4".
    pub(crate) locator: Option<Words>,
}

/// A footnote.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Note {
    /// As it is first written.
    pub(crate) label: Words,
    /// The first node that says it; others with the same label do not count.
    pub(crate) definition: Option<NodeId>,
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
    /// What stands behind its fence; `None` if it is indented.
    pub(crate) info: Option<Words>,
}

/// An element of HTML.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Element {
    /// As written.
    pub(crate) name: Words,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) start_tag: Place,
    /// Its end tag; `None` if it has none among the blocks and marks around it, which end it.
    pub(crate) end_tag: Option<Place>,
}

/// An attribute of an element, or an argument of a component.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Attribute {
    pub(crate) name: Words,
    /// As written, without the marks around it; `None` of an attribute that has none.
    pub(crate) value: Option<Words>,
}

impl Place {
    /// A text of more than four billion bytes is refused when it is read.
    fn new(range: &Range<usize>) -> Place {
        let byte = |at| u32::try_from(at).expect("texts are shorter than four billion bytes");
        Place { start: byte(range.start), end: byte(range.end) }
    }

    pub(crate) fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The first bytes of it.
    fn shortened(self, length: usize) -> Place {
        let start = self.range().start;
        Place::new(&(start..start + length))
    }
}

impl Nodes {
    /// Each of them, in order.
    pub(crate) fn ids(self) -> impl Iterator<Item = NodeId> {
        self.from.up_to(self.to)
    }
}

impl Document {
    /// Words of the document; `text` is what it was parsed from.
    pub(crate) fn read<'a>(&'a self, words: Words, text: &'a str) -> &'a str {
        match words {
            Words::Source(place) => &text[place.range()],
            Words::Own(place) => &self.own[place.range()],
        }
    }

    /// The words of a node itself: text, code, a formula, or the blank that the end of a line is.
    pub(crate) fn words_of<'a>(&'a self, node: &Node, text: &'a str) -> Option<&'a str> {
        match node.kind {
            Kind::SoftBreak | Kind::HardBreak => Some(" "),
            Kind::Verbatim => Some(&text[node.place.range()]),
            Kind::Text(words) | Kind::Code(words) | Kind::Formula(_, words) => {
                Some(self.read(self.texts[words], text))
            }
            _ => None,
        }
    }

    /// The words of a link or an image, with those that stand for pictures; none of a component or an element.
    pub(crate) fn link_text(&self, link: &Link, text: &str) -> String {
        if !matches!(self.nodes[link.node].kind, Kind::Link(_) | Kind::Image(_)) {
            return String::new();
        }
        let words = self.subtree(link.node).ids().map(|id| self.words_of(&self.nodes[id], text));
        words.flatten().collect()
    }

    /// The words of a part, without those that stand for pictures.
    pub(crate) fn plain_text(&self, part: Nodes, text: &str) -> String {
        let mut plain = String::new();
        let mut next = part.from;
        while next < part.to {
            let node = &self.nodes[next];
            let is_picture = matches!(node.kind, Kind::Image(_));
            plain.push_str(self.words_of(node, text).unwrap_or_default());
            next = if is_picture { node.end } else { next.next() };
        }
        plain
    }

    /// Every id that the text sets besides those of headings, in order.
    pub(crate) fn ids<'a>(&'a self, text: &'a str) -> Vec<&'a str> {
        let mut ids = Vec::new();
        for node in &self.nodes {
            match node.kind {
                Kind::Component(component) if self.components[component].heading.is_none() => {
                    ids.extend(self.components[component].anchor.as_ref().map(Anchor::as_str));
                }
                Kind::Element(element) => ids.extend(self.ids_of(&self.elements[element], text)),
                _ => {}
            }
        }
        ids
    }

    fn ids_of<'a>(&'a self, element: &'a Element, text: &'a str) -> impl Iterator<Item = &'a str> {
        let name = self.read(element.name, text).to_ascii_lowercase();
        element.attributes.iter().filter_map(move |attribute| {
            let value = self.read(attribute.value?, text);
            let meaning = raw_html::meaning(&name, self.read(attribute.name, text), value);
            matches!(meaning, Some(Meaning::Id)).then_some(value)
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

    /// What an anchor names and another page can show: a section, or a component. `None` if nothing ends
    /// where it does.
    pub(crate) fn part(&self, anchor: &Anchor) -> Option<Nodes> {
        if let Some(heading) = self.headings.iter().find(|heading| heading.anchor == *anchor) {
            return heading.section;
        }
        let mut components = self.components.iter().filter(|component| component.is_whole);
        let named = |component: &&Component| component.anchor.as_ref() == Some(anchor);
        components.find(named).map(|component| self.subtree(component.node))
    }

    /// The innermost node at a byte of the text; `None` between blocks.
    pub(crate) fn node_at(&self, byte: u32) -> Option<NodeId> {
        let before = self.nodes.as_slice().partition_point(|node| node.place.start <= byte);
        let mut candidates = self.nodes.enumerate().take(before).rev();
        candidates.find(|(_, node)| byte < node.place.end).map(|(id, _)| id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_is_small() {
        assert_eq!(size_of::<Node>(), 20);
    }

    /// The words of a part of a text.
    fn part(text: &str, anchor: &str) -> Option<String> {
        let document = Document::parse(text, &crate::config::Config::default());
        let part = document.part(&Anchor::verbatim(anchor))?;
        Some(document.plain_text(part, text))
    }

    #[test]
    fn an_anchor_names_a_section_or_a_component() {
        let text =
            "# One\n\na\n\n::: note L {#b}\nc\n:::\n\n## Two\n\nd\n\n> # Said\n\n# Three\n\ne\n";
        assert_eq!(part(text, "one").as_deref(), Some("acTwodSaid"));
        assert_eq!(part(text, "b").as_deref(), Some("c"));
        assert_eq!(part(text, "three").as_deref(), Some("e"));
        assert_eq!(part(text, "said"), None);
        assert_eq!(part(text, "four"), None);
    }

    #[test]
    fn addresses_and_titles_have_their_places() {
        let text = "[a](b.md \"T\") ![c](<d e.png> 'U') [f][g] <https://h.example> https://i.example\n\n\
                    [g]: j.md (V)\n\n[k](l\\*.md) <a href=\"m.md\">n</a>\n";
        let document = Document::parse(text, &crate::config::Config::default());
        let written = document.links.iter().map(|link| {
            let title = document.read(link.title, text);
            let place = |words| match words {
                Words::Source(place) => &text[place.range()],
                Words::Own(_) => "own",
            };
            (place(link.destination), if title.is_empty() { "" } else { place(link.title) })
        });
        let expected = [
            ("b.md", "T"),
            ("d e.png", "U"),
            ("j.md", "V"),
            ("https://h.example", ""),
            ("https://i.example", ""),
            ("own", ""),
            ("m.md", ""),
        ];
        assert_eq!(written.collect::<Vec<_>>(), expected);
        let definitions = document.links.iter().filter_map(|link| link.definition);
        let definitions: Vec<&str> = definitions.map(|place| &text[place.range()]).collect();
        assert_eq!(definitions, ["[g]: j.md (V)"]);
    }

    /// The elements of a text, each with the words between its tags and whether it is closed.
    fn elements(text: &str) -> Vec<(String, String, bool)> {
        let document = Document::parse(text, &crate::config::Config::default());
        let nodes = document.nodes.enumerate().filter_map(|(id, node)| match node.kind {
            Kind::Element(element) => Some((id, &document.elements[element])),
            _ => None,
        });
        let described = nodes.map(|(id, element)| {
            let words = document.plain_text(document.subtree(id), text);
            (document.read(element.name, text).to_owned(), words, element.end_tag.is_some())
        });
        described.collect()
    }

    #[test]
    fn an_element_ends_where_the_block_or_mark_around_it_does() {
        let told = |text| -> Vec<String> {
            let said = |(name, words, closed): (String, String, bool)| {
                format!("{name} {words}{}", if closed { "" } else { " open" })
            };
            elements(text).into_iter().map(said).collect()
        };
        assert_eq!(told("<div>\n\na *b*\n\n</div>\n\nc\n"), ["div a b"]);
        assert_eq!(told("*a <b>c* d</b>\n\ne\n"), ["b c open"]);
        assert_eq!(told("> <div>\n> a\n\nb\n"), ["div  open"]);
        assert_eq!(told("::: note\n<div>\n\na\n\n:::\n\n</div>\n"), ["div a open"]);
        assert_eq!(told("<b>a <i>b</b> c</i>\n"), ["b a b", "i b open"]);
        assert_eq!(told("<br>a <svg><g/>b</svg>\n"), ["br  open", "svg b", "g  open"]);
        assert_eq!(told("<ul><li>a<li>b</ul>\n"), ["ul ", "li  open", "li  open"]);
    }

    #[test]
    fn a_byte_has_its_innermost_node() {
        let text = "# A *b* c\n\n- d\n";
        let document = Document::parse(text, &crate::config::Config::default());
        let at = |byte| document.node_at(byte).map(|id| document.nodes[id].kind);
        assert_eq!(at(5), Some(Kind::Verbatim));
        assert_eq!(at(4), Some(Kind::Emphasis));
        assert_eq!(
            at(0),
            Some(Kind::Heading(document.headings.ids().next().expect("it is there")))
        );
        assert_eq!(at(10), None);
        assert_eq!(at(11), Some(Kind::Item(Task::No)));
    }
}
