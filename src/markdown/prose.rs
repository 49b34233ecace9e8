//! The prose of a text: its blocks of words, without marks, each word with its place.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::written::written_pieces;
use super::{Dialect, Source, citation_label, page_events};

/// What stands for code, formulas and pictures: they are words, and nobody reads them as such.
const OBJECT: char = '\u{fffc}';

/// Words that belong together: a paragraph, a heading, an item of a list, a cell of a table.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) kind: BlockKind,
    pub(crate) text: String,
    /// Whether somebody else said it.
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

impl Block {
    /// Where words of the block stand in the source.
    pub(crate) fn place(&self, words: &Range<usize>) -> Range<usize> {
        let run = |at: usize| {
            let found = self.runs.partition_point(|(start, _)| *start <= at).saturating_sub(1);
            let (start, source) = &self.runs[found];
            let end = self.runs.get(found + 1).map_or(self.text.len(), |(next, _)| *next);
            // Escapes make words shorter than their source; then the whole run is the place.
            let is_verbatim = end - start == source.len();
            (*start, source.clone(), is_verbatim)
        };
        let (start, first, is_verbatim) = run(words.start);
        let from = if is_verbatim { first.start + (words.start - start) } else { first.start };
        let (start, last, is_verbatim) = run(words.end.saturating_sub(1).max(words.start));
        let to = if is_verbatim { last.start + (words.end - start) } else { last.end };
        from..to.max(from)
    }
}

/// The blocks of the text of a page, in order.
pub(crate) fn prose(text: &str, dialect: Dialect<'_>) -> Vec<Block> {
    let source = Source::new(text);
    let mut reader = Reader::new(&source);
    for (event, range) in page_events(source.text(), dialect) {
        reader.event(event, range);
    }
    reader.end_block();
    reader.blocks
}

struct Reader<'s> {
    source: &'s Source<'s>,
    blocks: Vec<Block>,
    kind: BlockKind,
    text: String,
    runs: Vec<(usize, Range<usize>)>,
    has_source: bool,
    /// Letters that are strong.
    strong_letters: usize,
    /// Thematic breaks so far, which may stand for fences.
    breaks: usize,
    /// Of each open component, whether it is a quotation.
    components: Vec<bool>,
    /// Of each open block quote, whether it is a quotation.
    quotes: Vec<bool>,
    strong: usize,
    /// Of each open link, whether it is a citation.
    links: Vec<bool>,
    /// Images, code blocks and citations that are open: no prose in there.
    closed: usize,
}

impl<'s> Reader<'s> {
    fn new(source: &'s Source<'s>) -> Reader<'s> {
        Reader {
            source,
            blocks: Vec::new(),
            kind: BlockKind::Paragraph,
            text: String::new(),
            runs: Vec::new(),
            has_source: false,
            strong_letters: 0,
            breaks: 0,
            components: Vec::new(),
            quotes: Vec::new(),
            strong: 0,
            links: Vec::new(),
            closed: 0,
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(words) => self.words(&words, range),
            Event::SoftBreak | Event::HardBreak => self.words(" ", range),
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
                self.words(&OBJECT.to_string(), range);
            }
            Event::FootnoteReference(_) => self.has_source = true,
            Event::Rule => {
                self.end_block();
                let fence = self.source.fence(self.breaks);
                self.breaks += 1;
                match fence.map(|fence| &fence.opening) {
                    Some(Some(opening)) => self.components.push(opening.name.text == "quote"),
                    Some(None) => drop(self.components.pop()),
                    None => {}
                }
            }
            Event::Html(_) | Event::InlineHtml(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Strong => self.strong += 1,
            Tag::Emphasis | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {}
            Tag::Link { dest_url, .. } => {
                self.has_source = true;
                let is_citation = citation_label(dest_url).is_some();
                self.links.push(is_citation);
                self.closed += usize::from(is_citation);
            }
            Tag::Image { .. } => {
                self.words(&OBJECT.to_string(), range);
                self.closed += 1;
            }
            _ => {
                self.end_block();
                self.kind = match tag {
                    Tag::Heading { .. } => BlockKind::Heading,
                    Tag::Item => BlockKind::Item,
                    Tag::TableCell => BlockKind::Cell,
                    // An item of a loose list is a paragraph, and yet an item.
                    Tag::Paragraph if self.kind == BlockKind::Item => BlockKind::Item,
                    _ => BlockKind::Paragraph,
                };
                match tag {
                    Tag::CodeBlock(_) => self.closed += 1,
                    Tag::BlockQuote(kind) => self.quotes.push(kind.is_none()),
                    _ => {}
                }
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Emphasis | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {}
            TagEnd::Link => {
                let was_citation = self.links.pop().unwrap_or(false);
                self.closed -= usize::from(was_citation);
            }
            TagEnd::Image => self.closed = self.closed.saturating_sub(1),
            _ => {
                self.end_block();
                self.kind = BlockKind::Paragraph;
                match tag {
                    TagEnd::CodeBlock => self.closed = self.closed.saturating_sub(1),
                    TagEnd::BlockQuote(_) => drop(self.quotes.pop()),
                    _ => {}
                }
            }
        }
    }

    fn words(&mut self, words: &str, range: Range<usize>) {
        if self.closed > 0 {
            return;
        }
        let start = self.text.len();
        match written_pieces(words, &self.source.text()[range.clone()]) {
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
        let is_quoted = self.quotes.iter().chain(&self.components).any(|quoted| *quoted);
        self.blocks.push(Block { kind: self.kind, text, is_quoted, has_source, is_strong, runs });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_have_their_words_and_places() {
        let text = "# Head *ing*\n\nOne `code` &amp; two[^n]\nlines.\n\n- item\n- **all strong**\n\n> said\n\n\
                    ::: quote {role=\"R\"}\nsaid too\n:::\n\n| a | [b](c) |\n|---|---|\n\n```\nno prose\n```\n\n[^n]: Note.\n";
        let blocks = prose(text, Dialect::default());
        let told: Vec<(BlockKind, &str, bool, bool)> = blocks
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
        assert_eq!(told, expected);
        assert!(blocks[3].is_strong && !blocks[2].is_strong);
        let place = |at: usize, words: &str| {
            let start = blocks[at].text.find(words).expect("it is there");
            &text[blocks[at].place(&(start..start + words.len()))]
        };
        assert_eq!(place(0, "ing"), "ing");
        assert_eq!(place(1, "lines"), "lines");
        assert_eq!(place(1, "One \u{fffc}"), "One `code`");
        assert_eq!(place(5, "too"), "too");
    }

    #[test]
    fn words_beside_escapes_and_entities_have_their_places() {
        let text = "A \\*b &amp; c&nbsp;d \\\\ &eacute;e && f.\n";
        let block = &prose(text, Dialect::default())[0];
        let place = |words: &str| {
            let start = block.text.find(words).expect("it is there");
            &text[block.place(&(start..start + words.len()))]
        };
        for words in ["A", "b", "c", "d", "e &&", "f."] {
            assert_eq!(place(words), words);
        }
        assert_eq!(place("*b &"), "\\*b &amp;");
        assert_eq!(place("\\ é"), "\\\\ &eacute;");
    }
}
