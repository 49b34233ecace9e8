//! The prose of a text: its blocks of words, without marks, each word with its place.

use std::ops::Range;

use super::walk::WalkEvent;
use super::{ComponentKind, Document, Node, NodeKind, Nodes};
use crate::markdown::written_pieces;

/// Stands for code, formulas and pictures, which have a place in a sentence and are no prose.
const OBJECT: &str = "\u{fffc}";

/// Words that belong together: a paragraph, a heading, an item of a list, a cell of a table.
#[derive(Clone, Debug)]
pub(crate) struct ProseBlock {
    pub(crate) kind: BlockKind,
    pub(crate) text: String,
    /// Whether it stands in a quotation.
    pub(crate) is_quoted: bool,
    /// Whether it cites a work, has a note, or leads somewhere.
    pub(crate) has_source: bool,
    /// Whether all of it is strong.
    pub(crate) is_strong: bool,
    /// Where each run of words begins in `text`, and where it stands in the source.
    runs: Vec<(usize, Range<usize>)>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum BlockKind {
    Paragraph,
    Heading,
    Item,
    Cell,
}

impl ProseBlock {
    /// Where words of the block stand in the source.
    pub(crate) fn place(&self, words: &Range<usize>) -> Range<usize> {
        let (start, first, is_verbatim) = self.run(words.start);
        let from = if is_verbatim { first.start + (words.start - start) } else { first.start };
        let (start, last, is_verbatim) = self.run(words.end.saturating_sub(1).max(words.start));
        let to = if is_verbatim { last.start + (words.end - start) } else { last.end };
        from..to.max(from)
    }

    /// The run of words at a byte of `text`: its start there, its place in the source, and whether the source has
    /// its very words. Escapes make words shorter than their source.
    fn run(&self, at: usize) -> (usize, &Range<usize>, bool) {
        let found = self.runs.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        let (start, source) = &self.runs[found];
        let end = self.runs.get(found + 1).map_or(self.text.len(), |(next, _)| *next);
        (*start, source, end - start == source.len())
    }
}

impl Document {
    /// The blocks of words of a part, in order; `text` is the source of the document.
    pub(crate) fn prose(&self, part: Nodes, text: &str) -> Vec<ProseBlock> {
        let mut reader = ProseBuilder::new(self, text);
        for step in self.walk(part) {
            match step {
                WalkEvent::Enter(node) => reader.enter(&self.nodes[node]),
                WalkEvent::Leave(node) => reader.leave(&self.nodes[node]),
            }
        }
        reader.end_block();
        reader.blocks
    }
}

struct ProseBuilder<'d> {
    document: &'d Document,
    source: &'d str,
    blocks: Vec<ProseBlock>,
    kind: BlockKind,
    text: String,
    runs: Vec<(usize, Range<usize>)>,
    has_source: bool,
    /// Letters that are strong.
    strong_letters: usize,
    /// Quotations that are open, as blocks and as components.
    quotes: usize,
    strong: usize,
    /// Images and code blocks that are open: no prose in there.
    closed: usize,
}

impl<'d> ProseBuilder<'d> {
    fn new(document: &'d Document, source: &'d str) -> ProseBuilder<'d> {
        ProseBuilder {
            document,
            source,
            blocks: Vec::new(),
            kind: BlockKind::Paragraph,
            text: String::new(),
            runs: Vec::new(),
            has_source: false,
            strong_letters: 0,
            quotes: 0,
            strong: 0,
            closed: 0,
        }
    }

    fn enter(&mut self, node: &Node) {
        match role(node.kind) {
            ProseRole::Words => {
                let words = self.document.words_of(node, self.source).unwrap_or_default();
                self.words(words, node.place.range());
            }
            ProseRole::Object => self.words(OBJECT, node.place.range()),
            ProseRole::Source => self.has_source = true,
            ProseRole::Mark => self.strong += usize::from(node.kind == NodeKind::Strong),
            ProseRole::Nothing => {}
            ProseRole::Block => {
                self.end_block();
                self.kind = match node.kind {
                    NodeKind::Heading(_) => BlockKind::Heading,
                    NodeKind::Item(_) => BlockKind::Item,
                    NodeKind::Cell => BlockKind::Cell,
                    // An item of a loose list is a paragraph, and yet an item.
                    NodeKind::Paragraph if self.kind == BlockKind::Item => BlockKind::Item,
                    _ => BlockKind::Paragraph,
                };
            }
        }
        self.quotes += usize::from(self.is_quotation(node));
        self.closed += usize::from(is_closed(node));
    }

    fn leave(&mut self, node: &Node) {
        match role(node.kind) {
            ProseRole::Mark => self.strong -= usize::from(node.kind == NodeKind::Strong),
            ProseRole::Block => {
                self.end_block();
                self.kind = BlockKind::Paragraph;
            }
            ProseRole::Words | ProseRole::Object | ProseRole::Source | ProseRole::Nothing => {}
        }
        self.quotes -= usize::from(self.is_quotation(node));
        self.closed -= usize::from(is_closed(node));
    }

    /// Whether a node is a quotation.
    fn is_quotation(&self, node: &Node) -> bool {
        match node.kind {
            NodeKind::Quote(alert) => alert.is_none(),
            NodeKind::Component(component) => {
                matches!(self.document.components[component].kind, ComponentKind::Quote { .. })
            }
            _ => false,
        }
    }

    fn words(&mut self, words: &str, range: Range<usize>) {
        if self.closed > 0 {
            return;
        }
        let start = self.text.len();
        match written_pieces(words, &self.source[range.clone()]) {
            Some(pieces) => self.runs.extend(pieces.into_iter().map(|(at, place)| {
                (start + at, range.start + place.start..range.start + place.end)
            })),
            None => self.runs.push((start, range)),
        }
        self.text.push_str(words);
        if self.strong > 0 {
            self.strong_letters += words.len();
        }
    }

    fn end_block(&mut self) {
        let text = std::mem::take(&mut self.text);
        let runs = std::mem::take(&mut self.runs);
        let has_source = std::mem::take(&mut self.has_source);
        let is_strong = std::mem::take(&mut self.strong_letters) == text.len();
        if text.trim().is_empty() {
            return;
        }
        let is_quoted = self.quotes > 0;
        self.blocks.push(ProseBlock {
            kind: self.kind,
            text,
            is_quoted,
            has_source,
            is_strong,
            runs,
        });
    }
}

/// The role of a node in prose.
enum ProseRole {
    Words,
    /// It stands among words and is none.
    Object,
    /// It says where words come from, or leads somewhere.
    Source,
    /// It marks words.
    Mark,
    Nothing,
    /// Words on both sides of its ends do not belong together.
    Block,
}

fn role(kind: NodeKind) -> ProseRole {
    match kind {
        NodeKind::Text(_) | NodeKind::Verbatim | NodeKind::SoftBreak | NodeKind::HardBreak => {
            ProseRole::Words
        }
        NodeKind::Code(_) | NodeKind::Formula(..) | NodeKind::Image(_) => ProseRole::Object,
        NodeKind::Link(_) | NodeKind::Citation(_) | NodeKind::NoteReference(_) => ProseRole::Source,
        NodeKind::Emphasis | NodeKind::Strong | NodeKind::Strikethrough => ProseRole::Mark,
        NodeKind::Element(_) | NodeKind::Markup(_) | NodeKind::Comment => ProseRole::Nothing,
        _ => ProseRole::Block,
    }
}

/// Whether the words in a node are no prose.
fn is_closed(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Image(_) | NodeKind::CodeBlock(_))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn prose(text: &str) -> Vec<ProseBlock> {
        let document = Document::parse(text, &Config::default()).document;
        document.prose(document.all(), text)
    }

    #[test]
    fn blocks_have_their_words_and_places() {
        let text = "# Head *ing*\n\nOne `code` &amp; two[^n]\nlines.\n\n- item\n- **all strong**\n\n> said\n\n\
                    ::: quote {role=\"R\"}\nsaid too\n:::\n\n| a | [b](c) |\n|---|---|\n\n```\nno prose\n```\n\n[^n]: Note.\n";
        let blocks = prose(text);
        let found: Vec<(BlockKind, &str, bool, bool)> = blocks
            .iter()
            .map(|block| (block.kind, block.text.as_str(), block.is_quoted, block.has_source))
            .collect();
        let expected = [
            (BlockKind::Heading, "Head ing", false, false),
            (BlockKind::Paragraph, "One \u{fffc} & two lines.", false, true),
            (BlockKind::Item, "item", false, false),
            (BlockKind::Item, "all strong", false, false),
            (BlockKind::Paragraph, "said", true, false),
            (BlockKind::Paragraph, "said too", true, false),
            (BlockKind::Cell, "a", false, false),
            (BlockKind::Cell, "b", false, true),
            (BlockKind::Paragraph, "Note.", false, false),
        ];
        assert_eq!(found, expected);
        assert!(blocks[3].is_strong && !blocks[2].is_strong);
        assert_eq!(written("ing", &blocks[0], text), "ing");
        assert_eq!(written("lines", &blocks[1], text), "lines");
        assert_eq!(written("One \u{fffc}", &blocks[1], text), "One `code`");
        assert_eq!(written("too", &blocks[5], text), "too");
    }

    /// Words of a block as its source has them.
    fn written<'t>(words: &str, block: &ProseBlock, source: &'t str) -> &'t str {
        let start = block.text.find(words).expect("it is there");
        &source[block.place(&(start..start + words.len()))]
    }

    #[test]
    fn words_beside_escapes_and_entities_have_their_places() {
        let text = "A \\*b &amp; c&nbsp;d \\\\ &eacute;e && f.\n";
        let block = &prose(text)[0];
        for words in ["A", "b", "c", "d", "e &&", "f."] {
            assert_eq!(written(words, block, text), words);
        }
        assert_eq!(written("*b &", block, text), "\\*b &amp;");
        assert_eq!(written("\\ é", block, text), "\\\\ &eacute;");
    }
}
