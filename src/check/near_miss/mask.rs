//! The words of a text at their places, and nothing else.

use std::ops::Range;

use crate::document::{Document, Node, NodeId, NodeKind, walk::WalkEvent};

/// Stands for each byte of what is no text and yet part of a line: code, marks, links, HTML, what is escaped.
pub(super) const OBJECT: char = '\u{1a}';

/// The same as a byte.
const MASKED: u8 = OBJECT as u8;

/// A text of the same length as the Markdown in which only words are left. Everything else is [`OBJECT`]s, or
/// blanks where it is between the blocks: marks of lists and quotations, indentation.
pub(super) struct Mask {
    text: String,
    blocks: Vec<MaskedBlock>,
}

/// Words that belong together: a paragraph, a heading, an item of a list, a cell of a table.
pub(super) struct MaskedBlock {
    pub(super) node: NodeId,
    pub(super) range: Range<usize>,
    pub(super) is_quoted: bool,
}

impl Mask {
    /// The words of a document; `source` is what it was parsed from.
    pub(super) fn new(document: &Document, source: &str) -> Mask {
        let mut bytes = vec![b' '; source.len()];
        source.match_indices('\n').for_each(|(at, _)| bytes[at] = b'\n');
        let mut blocks: Vec<MaskedBlock> = Vec::new();
        let mut quotes = 0_usize;
        let mut walk = document.walk(document.all());
        while let Some(step) = walk.next() {
            match step {
                WalkEvent::Enter(id) => {
                    let node = &document.nodes[id];
                    quotes += usize::from(is_quotation(node));
                    if holds_words(node) {
                        blocks.push(MaskedBlock {
                            node: id,
                            range: words_of(document, id),
                            is_quoted: quotes > 0,
                        });
                    }
                    fill(&mut bytes, node, source);
                    if matches!(node.kind, NodeKind::CodeBlock(_)) {
                        walk.leave_out();
                    }
                }
                WalkEvent::Leave(id) => quotes -= usize::from(is_quotation(&document.nodes[id])),
            }
        }
        let text = String::from_utf8(bytes).unwrap_or_else(|_| " ".repeat(source.len()));
        Mask { text, blocks }
    }

    pub(super) fn blocks(&self) -> &[MaskedBlock] {
        &self.blocks
    }

    /// The words of a part, in its bytes.
    pub(super) fn words(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// The lines of a part, with their places.
    pub(super) fn lines(&self, range: &Range<usize>) -> impl Iterator<Item = (usize, &str)> {
        let mut start = range.start;
        self.words(range).split_inclusive('\n').map(move |line| {
            start += line.len();
            (start - line.len(), line.trim_end_matches(['\n', '\r']))
        })
    }
}

fn is_quotation(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Quote(None))
}

fn holds_words(node: &Node) -> bool {
    matches!(
        node.kind,
        NodeKind::Paragraph
            | NodeKind::Heading(_)
            | NodeKind::Item(_)
            | NodeKind::Cell
            | NodeKind::Term
            | NodeKind::Definition
    )
}

/// The bytes of a block's own words: an item may hold other blocks after them.
fn words_of(document: &Document, block: NodeId) -> Range<usize> {
    let node = &document.nodes[block];
    let (mut range, mut next) = (node.place.range(), block.next());
    while next < node.end {
        let inner = &document.nodes[next];
        if is_block(inner) {
            range.end = inner.place.range().start.max(range.start);
            break;
        }
        next = inner.end;
    }
    range
}

fn is_block(node: &Node) -> bool {
    holds_words(node)
        || matches!(
            node.kind,
            NodeKind::Quote(_)
                | NodeKind::CodeBlock(_)
                | NodeKind::Break
                | NodeKind::Bullets
                | NodeKind::Numbers(_)
                | NodeKind::Definitions
                | NodeKind::Table(_)
                | NodeKind::Row
                | NodeKind::Component(_)
                | NodeKind::Note(_)
        )
}

/// Writes a node into the mask; what it holds is written over it afterwards.
fn fill(bytes: &mut [u8], node: &Node, source: &str) {
    let range = node.place.range();
    match node.kind {
        NodeKind::Verbatim | NodeKind::Text(_) => {
            bytes[range.clone()].copy_from_slice(&source.as_bytes()[range.clone()]);
            hide_escapes(&mut bytes[range.clone()]);
            hide_escaped_start(bytes, range.start, source);
        }
        NodeKind::SoftBreak | NodeKind::HardBreak => {}
        _ if is_block(node) && !matches!(node.kind, NodeKind::CodeBlock(_)) => {}
        _ => bytes[range].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = MASKED),
    }
}

/// The parser begins a text with the sign behind a backslash.
fn hide_escaped_start(bytes: &mut [u8], start: usize, source: &str) {
    let before = &source[..start];
    let backslashes = before.len() - before.trim_end_matches('\\').len();
    let sign = bytes.get_mut(start).filter(|sign| sign.is_ascii_punctuation());
    if let Some(sign) = sign.filter(|_| backslashes % 2 == 1) {
        *sign = MASKED;
    }
}

/// A sign behind a backslash is meant as it is.
fn hide_escapes(bytes: &mut [u8]) {
    let mut at = 0;
    while at + 1 < bytes.len() {
        if bytes[at] == b'\\' && bytes[at + 1].is_ascii_punctuation() {
            bytes[at..at + 2].fill(MASKED);
            at += 2;
        } else {
            at += 1;
        }
    }
}
