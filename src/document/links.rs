//! Links and images of Markdown: where their addresses stand.

use std::ops::Range;

use pulldown_cmark::CowStr;

use super::build::{Builder, Opener};
use super::{Link, LinkKind, NodeId, NodeKind, TextRange, TextSource};
use crate::arena::Id;

/// A link or an image that is open.
pub(super) struct OpenLink<'t> {
    link: Id<Link>,
    destination: CowStr<'t>,
    title: CowStr<'t>,
}

impl<'t> Builder<'t> {
    /// Begins a link or an image: its destination, its title and its label, if it has one.
    pub(super) fn start_link(
        &mut self,
        kind: LinkKind,
        (destination, title, label): (CowStr<'t>, CowStr<'t>, CowStr<'t>),
        range: &Range<usize>,
    ) {
        let definition = self.definitions.place(&label).map(|place| TextRange::new(&place));
        let link = self.document.links.push(Link {
            kind,
            node: self.document.nodes.end(),
            place: TextRange::new(range),
            destination: TextSource::NONE,
            title: TextSource::NONE,
            definition,
        });
        let node =
            if kind == LinkKind::Image { NodeKind::Image(link) } else { NodeKind::Link(link) };
        self.open(node, range, Opener::Link(OpenLink { link, destination, title }));
    }

    /// Finds the address and the title of a link: they stand behind its words.
    pub(super) fn end_link(&mut self, open: &OpenLink<'_>) {
        let Link { node, place, definition, .. } = self.document.links[open.link];
        let address = match definition {
            Some(place) => after(self.text, place.range(), "]:"),
            None => self.address(place.range(), node),
        };
        let start = skip_blanks(self.text, address);
        let in_brackets = self.text[start..].starts_with('<');
        let start = start + usize::from(in_brackets);
        let destination = self.words(&open.destination, &(start..start + open.destination.len()));
        // Behind the destination comes the bracket, if there was one, and the mark before the title.
        let end = start + open.destination.len() + usize::from(in_brackets);
        let start = skip_blanks(self.text, end.min(self.text.len())) + 1;
        let title = self.words(&open.title, &(start..start + open.title.len()));
        let link = &mut self.document.links[open.link];
        (link.destination, link.title) = (destination, title);
    }

    /// Where the address of a link begins that has no definition.
    fn address(&self, place: Range<usize>, node: NodeId) -> usize {
        // What is no bracket belongs to a bare address.
        let marks = match self.text[place.clone()].as_bytes() {
            [b'!', b'[', ..] => 2,
            [b'[', ..] => 1,
            _ => return place.start,
        };
        let words = self.document.subtree(node).ids().skip(1);
        let ends = words.map(|node| self.document.nodes[node].place.range().end);
        let end = ends.max().unwrap_or(place.start + marks);
        after(self.text, end.min(place.end)..place.end, "](")
    }
}

/// The byte behind a mark in a part of a text; the end of the part if it is not there.
fn after(text: &str, part: Range<usize>, mark: &str) -> usize {
    text[part.clone()].find(mark).map_or(part.end, |at| part.start + at + mark.len())
}

/// The first byte from one on that is no blank.
fn skip_blanks(text: &str, from: usize) -> usize {
    text.len() - text.get(from..).map_or(0, |rest| rest.trim_start().len())
}
