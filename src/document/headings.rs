//! Headings: their words, their anchors, and their sections.

use std::ops::Range;

use super::build::{Builder, Opener};
use super::{Heading, NodeId, NodeKind, Nodes, TextSource};
use crate::arena::Id;
use crate::markdown;

/// The section of a heading, up to now.
pub(super) struct OpenSection {
    heading: Id<Heading>,
    level: u8,
    /// How many components it stands in.
    inside: usize,
    from: NodeId,
}

impl Builder<'_> {
    pub(super) fn start_heading(&mut self, range: &Range<usize>) {
        // No heading begins in another one: this is the next to be added.
        let kind = NodeKind::Heading(self.document.headings.end());
        self.open(kind, range, Opener::Heading);
    }

    pub(super) fn end_heading(&mut self, level: u8, ends_in_text: bool) {
        let innermost = self.frames.iter().rfind(|frame| matches!(frame.open, Opener::Heading));
        let Some(node) = innermost.map(|frame| frame.node) else { return };
        self.end();
        let words = self.words_of_heading(node);
        let own_id = markdown::heading_id(&words).filter(|_| ends_in_text);
        let (text, own_id) = match own_id {
            Some((text, id)) => (text, Some(id)),
            None => (words.trim(), None),
        };
        if ends_in_text {
            self.cut_id();
        }
        let first = self.document.subtree(node).ids().nth(1).unwrap_or(node);
        let start = self.document.nodes[first].place.range().start;
        let read = self.words(text, &(start..start + text.len()));
        let heading = self.add_heading(level, (text, read), own_id, node);
        self.level = level;
        self.steps = 0;
        // In a list or a quotation, nothing says where its text ends.
        if self.open_frames.depth() == 0 {
            let inside = self.open_frames.components.len();
            self.end_sections(node, |open| open.inside == inside && open.level >= level);
            let from = self.document.nodes.end();
            self.sections.push(OpenSection { heading, level, inside, from });
        }
    }

    /// The plain words of a heading. Where a picture is all of it, its text alternative is what the heading says.
    fn words_of_heading(&self, node: NodeId) -> String {
        let part = self.document.subtree(node);
        let words = self.document.plain_text(part, self.text);
        if words.trim().is_empty() { self.document.line(part, self.text) } else { words }
    }

    /// Adds a heading, or the label of a component that is one.
    pub(super) fn add_heading(
        &mut self,
        level: u8,
        (words, text): (&str, TextSource),
        own_id: Option<&str>,
        node: NodeId,
    ) -> Id<Heading> {
        let anchor = match own_id {
            Some(id) => self.anchors.take(id),
            None => self.anchors.of_words(words),
        };
        self.document.headings.push(Heading { level, anchor, text, node, section: None })
    }

    /// The id in braces is no part of the words of a heading.
    fn cut_id(&mut self) {
        let document = &mut self.document;
        let Some(last) = document.nodes.last_mut() else { return };
        match last.kind {
            NodeKind::Verbatim => {
                let words = &self.text[last.place.range()];
                if let Some((before, _)) = markdown::heading_id(words) {
                    last.place = last.place.shortened(before.len());
                }
            }
            NodeKind::Text(id) => {
                if let TextSource::Own(place) = document.texts[id]
                    && let Some((before, _)) = markdown::heading_id(&document.own[place.range()])
                {
                    document.texts[id] = TextSource::Own(place.shortened(before.len()));
                }
            }
            _ => {}
        }
    }

    /// Ends sections before a node.
    pub(super) fn end_sections(&mut self, to: NodeId, is_over: impl Fn(&OpenSection) -> bool) {
        while let Some(section) = self.sections.pop_if(|section| is_over(section)) {
            let nodes = Nodes { from: section.from, to };
            self.document.headings[section.heading].section = Some(nodes);
        }
    }

    /// Ends the sections that stand in more components than are open.
    pub(super) fn end_inner_sections(&mut self) {
        let (inside, to) = (self.open_frames.components.len(), self.document.nodes.end());
        self.end_sections(to, |section| section.inside > inside);
    }
}
