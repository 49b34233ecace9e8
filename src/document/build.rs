//! The events of the parser to nodes.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Alignment as Side, BlockQuoteKind, CodeBlockKind, Event, Tag, TagEnd};

use super::anchor::Anchors;
use super::component::OpenComponent;
use super::headings::OpenSection;
use super::html::OpenElement;
use super::links::OpenLink;
use super::{
    Alignment, Citation, CitedWork, CodeBlock, Display, Document, Kind, LinkKind, Node, NodeId,
    Note, Place, Table, Task, Words,
};
use crate::arena::Id;
use crate::config::{Config, Tone};
use crate::markdown::{self, Definitions, Piece, Source};
use crate::nearest::Suggestions;

impl Document {
    /// Parses the Markdown after the front matter, by the settings in its language.
    pub(crate) fn parse(text: &str, config: &Config) -> Document {
        let source = Source::new(text);
        let (definitions, pieces) = markdown::page_pieces(&source, config.dialect());
        let mut builder = Builder::new(text, definitions, config);
        for (piece, range) in pieces {
            builder.piece(piece, range);
        }
        builder.finish()
    }
}

/// A document while it is made.
pub(super) struct Builder<'t> {
    pub(super) text: &'t str,
    pub(super) config: &'t Config,
    pub(super) definitions: Definitions,
    pub(super) document: Document,
    /// What is open, outer ones first.
    pub(super) frames: Vec<Frame<'t>>,
    pub(super) anchors: Anchors,
    pub(super) sections: Vec<OpenSection>,
    /// The level of the last heading.
    pub(super) level: u8,
    /// Recommendations, steps and embeds so far.
    pub(super) recommendations: usize,
    pub(super) steps: usize,
    pub(super) embeds: usize,
    /// Whether the last event was plain text.
    pub(super) ends_in_text: bool,
    /// Footnotes by their label in lower case.
    notes: HashMap<String, Id<Note>>,
    /// Names near to those that nothing has, for components.
    pub(super) suggestions: Suggestions,
}

/// A node that is open.
pub(super) struct Frame<'t> {
    pub(super) node: NodeId,
    pub(super) open: Open<'t>,
}

/// What opened a node, with what has to be known when it ends.
pub(super) enum Open<'t> {
    /// A block or a mark of Markdown.
    Markdown,
    Heading,
    Link(OpenLink<'t>),
    Citation,
    Component(OpenComponent),
    Element(OpenElement),
}

impl Open<'_> {
    /// Whether an event of the parser ends it.
    fn is_markdown(&self) -> bool {
        !matches!(self, Open::Component(_) | Open::Element(_))
    }
}

impl<'t> Builder<'t> {
    fn new(text: &'t str, definitions: Definitions, config: &'t Config) -> Builder<'t> {
        Builder {
            text,
            config,
            suggestions: Suggestions::default(),
            definitions,
            document: Document::default(),
            frames: Vec::new(),
            anchors: Anchors::new(),
            sections: Vec::new(),
            level: 1,
            recommendations: 0,
            steps: 0,
            embeds: 0,
            ends_in_text: false,
            notes: HashMap::new(),
        }
    }

    fn piece(&mut self, piece: Piece<'t>, range: Range<usize>) {
        let ended_in_text = std::mem::take(&mut self.ends_in_text);
        match piece {
            Piece::Fence(fence) => self.fence(fence),
            Piece::Event(Event::Start(tag)) => self.start(tag, &range),
            Piece::Event(Event::End(TagEnd::HtmlBlock)) => {}
            Piece::Event(Event::End(TagEnd::Heading(level))) => {
                self.end_heading(level as u8, ended_in_text);
            }
            Piece::Event(Event::End(_)) => self.end(),
            // What a citation names is read from its label.
            Piece::Event(_) if self.is_in_citation() => {}
            Piece::Event(event) => self.leaf_event(event, &range),
        }
    }

    fn finish(mut self) -> Document {
        let end = self.text.len();
        while !self.frames.is_empty() {
            self.close(end);
        }
        let last = self.document.nodes.end();
        self.end_sections(last, |_| true);
        self.document
    }

    fn start(&mut self, tag: Tag<'t>, range: &Range<usize>) {
        match tag {
            Tag::HtmlBlock => {}
            Tag::Heading { .. } => self.start_heading(range),
            Tag::Link { dest_url, title, id, .. } => match markdown::citation_label(&dest_url) {
                Some(label) => self.start_citation(label, range),
                None => self.start_link(LinkKind::Link, (dest_url, title, id), range),
            },
            Tag::Image { dest_url, title, id, .. } => {
                self.start_link(LinkKind::Image, (dest_url, title, id), range);
            }
            Tag::FootnoteDefinition(label) => self.start_note(&label, range),
            tag => {
                let kind = self.kind_of(tag, range);
                self.open(kind, range, Open::Markdown);
            }
        }
    }

    /// What a block or a mark is that the parser ends.
    fn kind_of(&mut self, tag: Tag<'t>, range: &Range<usize>) -> Kind {
        match tag {
            Tag::BlockQuote(kind) => Kind::Quote(kind.map(tone)),
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                let behind = self.text[range.clone()].trim_start_matches(['`', '~']).trim_start();
                let start = range.end - behind.len();
                let info = Some(self.words(&info, &(start..start + info.len())));
                Kind::CodeBlock(self.document.codes.push(CodeBlock { info }))
            }
            Tag::CodeBlock(CodeBlockKind::Indented) => {
                Kind::CodeBlock(self.document.codes.push(CodeBlock { info: None }))
            }
            Tag::List(None) => Kind::Bullets,
            // The parser reads numbers of nine digits at most, as CommonMark has it.
            Tag::List(Some(first)) => Kind::Numbers(u32::try_from(first).unwrap_or(1)),
            Tag::Item => Kind::Item(Task::No),
            Tag::DefinitionList => Kind::Definitions,
            Tag::DefinitionListTitle => Kind::Term,
            Tag::DefinitionListDefinition => Kind::Definition,
            Tag::Table(sides) => {
                let alignments = sides.into_iter().map(alignment).collect();
                Kind::Table(self.document.tables.push(Table { alignments }))
            }
            Tag::TableHead | Tag::TableRow => Kind::Row,
            Tag::TableCell => Kind::Cell,
            Tag::Emphasis => Kind::Emphasis,
            Tag::Strong => Kind::Strong,
            Tag::Strikethrough => Kind::Strikethrough,
            // The dialect has no others.
            _ => Kind::Paragraph,
        }
    }

    fn leaf_event(&mut self, event: Event<'t>, range: &Range<usize>) {
        let kind = match event {
            Event::Text(words) => {
                self.ends_in_text = true;
                self.text_kind(&words, range)
            }
            Event::Code(code) => Kind::Code(self.text_in(&code, range)),
            Event::InlineMath(formula) => {
                Kind::Formula(Display::Inline, self.text_in(&formula, range))
            }
            Event::DisplayMath(formula) => {
                Kind::Formula(Display::Block, self.text_in(&formula, range))
            }
            Event::SoftBreak => Kind::SoftBreak,
            Event::HardBreak => Kind::HardBreak,
            Event::Rule => Kind::Break,
            Event::FootnoteReference(label) => Kind::NoteReference(self.note(&label, range)),
            Event::Html(html) | Event::InlineHtml(html) => return self.html(&html, range),
            Event::TaskListMarker(is_done) => return self.mark_task(is_done),
            Event::Start(_) | Event::End(_) => return,
        };
        self.leaf(kind, range);
    }

    fn text_kind(&mut self, words: &str, range: &Range<usize>) -> Kind {
        match self.words(words, range) {
            Words::Source(_) => Kind::Verbatim,
            own @ Words::Own(_) => Kind::Text(self.document.texts.push(own)),
        }
    }

    /// Words between marks that are as long on both sides: code, a formula.
    fn text_in(&mut self, words: &str, range: &Range<usize>) -> Id<Words> {
        let start = range.start + (range.len().saturating_sub(words.len())) / 2;
        let words = self.words(words, &(start..start + words.len()));
        self.document.texts.push(words)
    }

    /// The item of a list that is open is a task.
    fn mark_task(&mut self, is_done: bool) {
        let nodes = &mut self.document.nodes;
        for frame in self.frames.iter().rev() {
            if let Kind::Item(task) = &mut nodes[frame.node].kind {
                *task = if is_done { Task::Done } else { Task::Open };
                return;
            }
        }
    }

    fn start_note(&mut self, label: &str, range: &Range<usize>) {
        let note = self.note(label, range);
        let node = self.open(Kind::Note(note), range, Open::Markdown);
        self.document.notes[note].definition.get_or_insert(node);
    }

    /// The footnote of a label.
    fn note(&mut self, label: &str, range: &Range<usize>) -> Id<Note> {
        let key = label.to_lowercase();
        if let Some(known) = self.notes.get(&key) {
            return *known;
        }
        // It stands behind `[^`.
        let start = range.start + 2;
        let label = self.words(label, &(start..start + label.len()));
        let note = self.document.notes.push(Note { label, definition: None });
        self.notes.insert(key, note);
        note
    }

    fn start_citation(&mut self, label: &str, range: &Range<usize>) {
        let works = markdown::cited_works(label).unwrap_or_default();
        // The label begins after the bracket; spaces at line ends make it another text.
        let start = range.start + 1;
        let is_verbatim = self.text[start..range.end].starts_with(label);
        let place = |part: &Range<usize>| {
            if is_verbatim { start + part.start..start + part.end } else { range.clone() }
        };
        let works = works.into_iter().map(|work| CitedWork {
            key: self.words(&label[work.key.clone()], &place(&work.key)),
            place: Place::new(&place(&work.key)),
            locator: work.locator.map(|part| self.words(&label[part.clone()], &place(&part))),
        });
        let works = works.collect();
        let citation = self.document.citations.push(Citation { works });
        self.open(Kind::Citation(citation), range, Open::Citation);
    }

    fn is_in_citation(&self) -> bool {
        self.frames.last().is_some_and(|frame| matches!(frame.open, Open::Citation))
    }

    /// Ends the innermost block or mark of Markdown, and what its end leaves open.
    pub(super) fn end(&mut self) {
        let Some(at) = self.frames.iter().rposition(|frame| frame.open.is_markdown()) else {
            return;
        };
        let end = self.document.nodes[self.frames[at].node].place.range().end;
        while self.frames.len() > at + 1 {
            self.close(end);
        }
        self.close(end);
    }

    /// Begins a node that others can stand in.
    pub(super) fn open(&mut self, kind: Kind, range: &Range<usize>, open: Open<'t>) -> NodeId {
        let node = self.leaf(kind, range);
        self.frames.push(Frame { node, open });
        node
    }

    /// Adds a node that holds no others so far.
    pub(super) fn leaf(&mut self, kind: Kind, range: &Range<usize>) -> NodeId {
        let nodes = &mut self.document.nodes;
        let mut place = Place::new(range);
        // Where the parser cannot tell words apart, they share a place.
        place.start = nodes.last_mut().map_or(0, |last| last.place.start).max(place.start);
        let end = nodes.end().next();
        nodes.push(Node { kind, place, end })
    }

    /// Ends the innermost node that is open, at a byte of the text if nothing else says where.
    pub(super) fn close(&mut self, end: usize) {
        let Some(Frame { node, open }) = self.frames.pop() else { return };
        let nodes = &mut self.document.nodes;
        let (after, last) = (nodes.end(), nodes.last_mut().map_or(0, |last| last.place.end));
        let ended = &mut nodes[node];
        ended.end = after;
        if !open.is_markdown() {
            ended.place.end = Place::new(&(end..end)).end.max(last);
        }
        match open {
            Open::Link(link) => self.end_link(&link),
            Open::Component(component) => self.end_component(&component),
            Open::Markdown | Open::Heading | Open::Citation | Open::Element(_) => {}
        }
    }

    /// How many blocks and marks of Markdown are open.
    pub(super) fn depth(&self) -> usize {
        self.frames.iter().filter(|frame| frame.open.is_markdown()).count()
    }

    /// Words that stand for what the source has at a place.
    pub(super) fn words(&mut self, words: &str, range: &Range<usize>) -> Words {
        if self.text.get(range.clone()) == Some(words) {
            return Words::Source(Place::new(range));
        }
        let own = &mut self.document.own;
        let start = own.len();
        own.push_str(words);
        Words::Own(Place::new(&(start..own.len())))
    }
}

fn tone(kind: BlockQuoteKind) -> Tone {
    match kind {
        BlockQuoteKind::Note => Tone::Note,
        BlockQuoteKind::Tip => Tone::Tip,
        BlockQuoteKind::Important => Tone::Important,
        BlockQuoteKind::Warning => Tone::Warning,
        BlockQuoteKind::Caution => Tone::Caution,
    }
}

fn alignment(side: Side) -> Alignment {
    match side {
        Side::None => Alignment::None,
        Side::Left => Alignment::Left,
        Side::Center => Alignment::Center,
        Side::Right => Alignment::Right,
    }
}
