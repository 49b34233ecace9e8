//! The events of the parser to nodes.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{Alignment as Side, BlockQuoteKind, CodeBlockKind, Event, Tag, TagEnd};

use super::anchor::Anchors;
use super::component::OpenComponent;
use super::headings::OpenSection;
use super::html::OpenElement;
use super::links::OpenLink;
use super::{
    Alignment, Citation, CitedWork, CodeBlock, Display, Document, Footnote, LinkKind, Node, NodeId,
    NodeKind, ParsedDocument, Problem, Table, Task, TextRange, TextSource,
};
use crate::arena::Id;
use crate::config::{Config, Tone};
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{self, Definitions, Dialect, MarkdownItem, Oddity, Source};
use crate::nearest::Suggestions;

impl Document {
    /// Parses the Markdown after the front matter, by the settings in its language.
    pub(crate) fn parse(text: &str, config: &Config) -> ParsedDocument {
        let dialect = config.dialect();
        parse(text, &Source::new(text, dialect), dialect, config)
    }

    /// Parses Markdown that is not the text of a page: it has no components, citations or variables.
    pub(crate) fn fragment(text: &str, config: &Config) -> ParsedDocument {
        let Dialect { has_east_asian_emphasis, tags_are_text, .. } = config.dialect();
        let dialect = Dialect { has_east_asian_emphasis, tags_are_text, ..Dialect::default() };
        parse(text, &Source::without_fences(text, dialect), dialect, config)
    }
}

fn parse(text: &str, source: &Source<'_>, dialect: Dialect<'_>, config: &Config) -> ParsedDocument {
    let oddities = RefCell::new(Vec::new());
    let (definitions, pieces) = markdown::page_pieces(source, dialect, |oddity, range| {
        oddities.borrow_mut().push((unknown_name(&oddity), range));
    });
    let mut builder = Builder::new(text, definitions, config);
    for (piece, range) in pieces {
        builder.piece(piece, range);
    }
    for (unknown, range) in oddities.take() {
        match unknown {
            Some(name) => builder.unknown_variable(&name, &range),
            None => builder.broken_reference(&range),
        }
    }
    builder.finish()
}

/// The name of a variable that the settings do not declare; `None` of another mistake.
fn unknown_name(oddity: &Oddity<'_>) -> Option<String> {
    match oddity {
        Oddity::BrokenLink => None,
        Oddity::UnknownVariable(name) => Some((*name).to_owned()),
    }
}

/// A document in the making.
pub(super) struct Builder<'t> {
    pub(super) text: &'t str,
    pub(super) config: &'t Config,
    pub(super) definitions: Definitions,
    pub(super) document: Document,
    problems: Vec<Problem>,
    /// Nodes that are open, outer ones first.
    pub(super) frames: Vec<Frame<'t>>,
    /// Those of each kind.
    pub(super) open_frames: OpenFrames,
    pub(super) anchors: Anchors,
    pub(super) sections: Vec<OpenSection>,
    /// The level of the last heading.
    pub(super) level: u8,
    /// Recommendations and steps so far.
    pub(super) recommendations: usize,
    pub(super) steps: usize,
    /// Images that are open.
    pictures: usize,
    /// Whether the last event was plain text.
    pub(super) ends_in_text: bool,
    /// Footnotes by their label in lower case.
    notes: HashMap<String, Id<Footnote>>,
    /// Names near to those that nothing has, for components.
    pub(super) suggestions: Suggestions,
}

/// A node that is open.
pub(super) struct Frame<'t> {
    pub(super) node: NodeId,
    pub(super) open: Opener<'t>,
}

/// The kind of a node that is open, with the values that its end needs.
pub(super) enum Opener<'t> {
    /// A block or a mark of Markdown.
    Markdown,
    Heading,
    Link(OpenLink<'t>),
    Citation,
    Component(OpenComponent),
    Element(OpenElement),
}

/// The positions of open frames by their kinds, so that no search is needed.
#[derive(Default)]
pub(super) struct OpenFrames {
    /// Blocks and marks of Markdown.
    markdown: usize,
    /// The names of components.
    pub(super) components: Vec<&'static str>,
    /// The frames that are no elements.
    blocks: Vec<usize>,
    /// The frames of elements, by name.
    elements: HashMap<String, Vec<usize>>,
}

impl OpenFrames {
    /// How many blocks and marks of Markdown there are.
    pub(super) fn depth(&self) -> usize {
        self.markdown
    }

    /// The innermost element of a name, if its frame ends where the innermost block or mark does.
    pub(super) fn element(&self, name: &str) -> Option<usize> {
        let frame = *self.elements.get(name)?.last()?;
        self.blocks.last().is_none_or(|block| *block < frame).then_some(frame)
    }

    /// Whether an element of a name is anywhere around.
    pub(super) fn has_element(&self, name: &str) -> bool {
        self.elements.get(name).is_some_and(|frames| !frames.is_empty())
    }

    fn push(&mut self, open: &Opener<'_>, frame: usize) {
        self.markdown += usize::from(open.is_markdown());
        match open {
            Opener::Element(element) => {
                self.elements.entry(element.name.clone()).or_default().push(frame);
                return;
            }
            Opener::Component(component) => self.components.push(component.spec.name),
            _ => {}
        }
        self.blocks.push(frame);
    }

    fn pop(&mut self, open: &Opener<'_>) {
        self.markdown -= usize::from(open.is_markdown());
        match open {
            Opener::Element(element) => {
                self.elements.get_mut(&element.name).map(Vec::pop);
                return;
            }
            Opener::Component(_) => _ = self.components.pop(),
            _ => {}
        }
        self.blocks.pop();
    }
}

impl Opener<'_> {
    /// Whether an event of the parser ends it.
    fn is_markdown(&self) -> bool {
        !matches!(self, Opener::Component(_) | Opener::Element(_))
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
            problems: Vec::new(),
            frames: Vec::new(),
            open_frames: OpenFrames::default(),
            anchors: Anchors::new(),
            sections: Vec::new(),
            level: 1,
            recommendations: 0,
            steps: 0,
            pictures: 0,
            ends_in_text: false,
            notes: HashMap::new(),
        }
    }

    fn piece(&mut self, piece: MarkdownItem<'t>, range: Range<usize>) {
        let ended_in_text = std::mem::take(&mut self.ends_in_text);
        match piece {
            MarkdownItem::Fence(fence) => self.fence(fence),
            MarkdownItem::Event(Event::Start(tag)) => self.start(tag, &range),
            MarkdownItem::Event(Event::End(TagEnd::HtmlBlock)) => {}
            MarkdownItem::Event(Event::End(TagEnd::Heading(level))) => {
                self.end_heading(level as u8, ended_in_text);
            }
            MarkdownItem::Event(Event::End(tag)) => {
                self.pictures -= usize::from(tag == TagEnd::Image);
                self.end();
            }
            // The works of a citation are read from its label.
            MarkdownItem::Event(_) if self.is_in_citation() => {}
            MarkdownItem::Event(event) => self.leaf_event(event, &range),
        }
    }

    fn finish(mut self) -> ParsedDocument {
        let end = self.text.len();
        while !self.frames.is_empty() {
            self.close(end);
        }
        let last = self.document.nodes.end();
        self.end_sections(last, |_| true);
        self.document.hidden = self.document.hidden_notes();
        self.report_lost_definitions();
        ParsedDocument { document: self.document, problems: self.problems }
    }

    /// Adds a mistake, at bytes of the text.
    pub(super) fn report(&mut self, diagnostic: Diagnostic, range: &Range<usize>) {
        self.problems.push(Problem { diagnostic, place: TextRange::new(range) });
    }

    pub(super) fn unknown_variable(&mut self, name: &str, range: &Range<usize>) {
        let message = format!("no variable is called `{name}`");
        let problem = Diagnostic::new(Code::UnknownVariable, message);
        let known = self.config.variables.keys().map(String::as_str);
        let problem = match self.suggestions.nearest(name, known) {
            Some(near) => problem.did_you_mean(Some(near)),
            None => {
                problem.help(format!("declare it: `variables: {{ {name}: … }}`, or write `\\{{{{`"))
            }
        };
        self.report(problem, range);
    }

    /// Reports lines such as `[Note]: remember`, which define a link that nothing uses: nobody would see their words.
    fn report_lost_definitions(&mut self) {
        let used = self.document.links.iter().filter_map(|link| link.definition);
        let used: HashSet<usize> = used.map(|place| place.range().start).collect();
        let mut lost: Vec<Range<usize>> = self.definitions.places().collect();
        lost.retain(|place| {
            !used.contains(&place.start) && leads_to_word(&self.text[place.clone()])
        });
        lost.sort_by_key(|place| place.start);
        for place in lost {
            let written = self.text[place.clone()].trim_end().to_owned();
            let message =
                format!("`{written}` defines a link that nothing uses, so nobody sees it");
            let problem = Diagnostic::new(Code::LinkSyntax, message).warning();
            let help = format!("write `\\{written}` if it is text, or remove it");
            self.report(problem.help(help), &place);
        }
    }

    /// Square brackets with a label that no line defines.
    fn broken_reference(&mut self, range: &Range<usize>) {
        let written = &self.text[range.clone()];
        let may_be_citation = self.config.references.is_some();
        if may_be_citation && written.strip_prefix('[').is_some_and(markdown::is_citation) {
            return self.report(citation_syntax(), range);
        }
        let label = written.rsplit_once('[').map_or("", |(_, label)| label).trim_end_matches(']');
        let message = format!("no line of the page defines the label `{label}`");
        let help = format!("add a line `[{label}]: address`");
        let problem = Diagnostic::new(Code::UndefinedReference, message).help(help);
        self.report(problem, range);
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
                self.pictures += 1;
                self.start_link(LinkKind::Image, (dest_url, title, id), range);
            }
            Tag::FootnoteDefinition(label) => self.start_note(&label, range),
            tag => {
                let kind = self.kind_of(tag, range);
                self.open(kind, range, Opener::Markdown);
            }
        }
    }

    /// The kind of a block or a mark that the parser ends.
    fn kind_of(&mut self, tag: Tag<'t>, range: &Range<usize>) -> NodeKind {
        match tag {
            Tag::BlockQuote(kind) => NodeKind::Quote(kind.map(tone)),
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                let behind = self.text[range.clone()].trim_start_matches(['`', '~']).trim_start();
                let start = range.end - behind.len();
                let info = Some(self.words(&info, &(start..start + info.len())));
                NodeKind::CodeBlock(self.document.codes.push(CodeBlock { info }))
            }
            Tag::CodeBlock(CodeBlockKind::Indented) => {
                NodeKind::CodeBlock(self.document.codes.push(CodeBlock { info: None }))
            }
            Tag::List(None) => NodeKind::Bullets,
            // The parser reads numbers of nine digits at most, as CommonMark has it.
            Tag::List(Some(first)) => NodeKind::Numbers(u32::try_from(first).unwrap_or(1)),
            Tag::Item => NodeKind::Item(Task::No),
            Tag::DefinitionList => NodeKind::Definitions,
            Tag::DefinitionListTitle => NodeKind::Term,
            Tag::DefinitionListDefinition => NodeKind::Definition,
            Tag::Table(sides) => {
                let alignments = sides.into_iter().map(alignment).collect();
                NodeKind::Table(self.document.tables.push(Table { alignments }))
            }
            Tag::TableHead | Tag::TableRow => NodeKind::Row,
            Tag::TableCell => NodeKind::Cell,
            Tag::Emphasis => NodeKind::Emphasis,
            Tag::Strong => NodeKind::Strong,
            Tag::Strikethrough => NodeKind::Strikethrough,
            // The dialect has no others.
            _ => NodeKind::Paragraph,
        }
    }

    fn leaf_event(&mut self, event: Event<'t>, range: &Range<usize>) {
        let kind = match event {
            Event::Text(words) => {
                self.ends_in_text = true;
                self.text_kind(&words, range)
            }
            Event::Code(code) => NodeKind::Code(self.text_in(&code, range)),
            Event::InlineMath(formula) => {
                NodeKind::Formula(Display::Inline, self.text_in(&formula, range))
            }
            Event::DisplayMath(formula) => {
                NodeKind::Formula(Display::Block, self.text_in(&formula, range))
            }
            Event::SoftBreak => NodeKind::SoftBreak,
            Event::HardBreak => NodeKind::HardBreak,
            Event::Rule => NodeKind::Break,
            Event::FootnoteReference(label) => NodeKind::NoteReference(self.note(&label, range)),
            Event::Html(html) => return self.html(&html, false, range),
            Event::InlineHtml(html) => return self.html(&html, true, range),
            Event::TaskListMarker(is_done) => return self.mark_task(is_done),
            Event::Start(_) | Event::End(_) => return,
        };
        self.leaf(kind, range);
    }

    fn text_kind(&mut self, words: &str, range: &Range<usize>) -> NodeKind {
        let words = self.words(words, range);
        self.kind_of_words(words)
    }

    /// Text that stands in the source as a whole node does, or not.
    pub(super) fn kind_of_words(&mut self, words: TextSource) -> NodeKind {
        match words {
            TextSource::Source(_) => NodeKind::Verbatim,
            own @ TextSource::Own(_) => NodeKind::Text(self.document.texts.push(own)),
        }
    }

    /// Words between marks that are as long on both sides: code, a formula.
    fn text_in(&mut self, words: &str, range: &Range<usize>) -> Id<TextSource> {
        let start = range.start + (range.len().saturating_sub(words.len())) / 2;
        let words = self.words(words, &(start..start + words.len()));
        self.document.texts.push(words)
    }

    /// The item of a list that is open is a task.
    fn mark_task(&mut self, is_done: bool) {
        let nodes = &mut self.document.nodes;
        for frame in self.frames.iter().rev() {
            if let NodeKind::Item(task) = &mut nodes[frame.node].kind {
                *task = if is_done { Task::Done } else { Task::Open };
                return;
            }
        }
    }

    fn start_note(&mut self, label: &str, range: &Range<usize>) {
        let note = self.note(label, range);
        let node = self.open(NodeKind::Note(note), range, Opener::Markdown);
        let note = &mut self.document.notes[note];
        note.definition.get_or_insert(node);
        note.last_definition = Some(node);
    }

    /// The footnote of a label.
    fn note(&mut self, label: &str, range: &Range<usize>) -> Id<Footnote> {
        let key = label.to_lowercase();
        if let Some(known) = self.notes.get(&key) {
            return *known;
        }
        // It stands behind `[^`.
        let start = range.start + 2;
        let label = self.words(label, &(start..start + label.len()));
        let note =
            self.document.notes.push(Footnote { label, definition: None, last_definition: None });
        self.notes.insert(key, note);
        note
    }

    fn start_citation(&mut self, label: &str, range: &Range<usize>) {
        let works = markdown::cited_works(label).unwrap_or_default();
        if works.is_empty() {
            self.report(citation_syntax(), range);
        }
        // The label begins after the bracket; spaces at line ends make it another text.
        let start = range.start + 1;
        let label_start = self.text[start..range.end].starts_with(label).then_some(start);
        let works = works.into_iter().map(|work| {
            let place = place_in_label(&work.key, label_start, range);
            CitedWork {
                key: self.words(&label[work.key], &place),
                place: TextRange::new(&place),
                locator: work.locator.map(|part| {
                    let place = place_in_label(&part, label_start, range);
                    self.words(&label[part], &place)
                }),
            }
        });
        let works = works.collect();
        let (node, is_in_picture) = (self.document.nodes.end(), self.pictures > 0);
        let citation = self.document.citations.push(Citation { node, works, is_in_picture });
        self.open(NodeKind::Citation(citation), range, Opener::Citation);
    }

    fn is_in_citation(&self) -> bool {
        self.frames.last().is_some_and(|frame| matches!(frame.open, Opener::Citation))
    }

    /// Ends the innermost block or mark of Markdown, and all nodes that are open in it.
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
    pub(super) fn open(
        &mut self,
        kind: NodeKind,
        range: &Range<usize>,
        open: Opener<'t>,
    ) -> NodeId {
        let node = self.leaf(kind, range);
        self.open_frames.push(&open, self.frames.len());
        self.frames.push(Frame { node, open });
        node
    }

    /// Adds a node that holds no others so far.
    pub(super) fn leaf(&mut self, kind: NodeKind, range: &Range<usize>) -> NodeId {
        let nodes = &mut self.document.nodes;
        let mut place = TextRange::new(range);
        // Words that the parser does not separate share a place.
        place.start = nodes.last_mut().map_or(0, |last| last.place.start).max(place.start);
        let end = nodes.end().next();
        nodes.push(Node { kind, place, end })
    }

    /// Ends the innermost node that is open, at a byte of the text if nothing else says where.
    pub(super) fn close(&mut self, end: usize) {
        let Some(Frame { node, open }) = self.frames.pop() else { return };
        self.open_frames.pop(&open);
        let nodes = &mut self.document.nodes;
        let (after, last) = (nodes.end(), nodes.last_mut().map_or(0, |last| last.place.end));
        let ended = &mut nodes[node];
        ended.end = after;
        if !open.is_markdown() {
            ended.place.end = TextRange::new(&(end..end)).end.max(last);
        }
        match open {
            Opener::Link(link) => self.end_link(&link),
            Opener::Component(component) => self.end_component(&component),
            Opener::Element(element) => self.end_element(node, &element),
            Opener::Markdown | Opener::Heading | Opener::Citation => {}
        }
    }

    /// Words for a place of the source: that place if it holds just them, else words of the document's own.
    pub(super) fn words(&mut self, words: &str, range: &Range<usize>) -> TextSource {
        if self.text.get(range.clone()) == Some(words) {
            return TextSource::Source(TextRange::new(range));
        }
        let own = &mut self.document.own;
        let start = own.len();
        own.push_str(words);
        TextSource::Own(TextRange::new(&(start..own.len())))
    }
}

/// The place of a part of a citation's label, which begins at a byte of the text; the whole citation if the source
/// has the label in other bytes.
fn place_in_label(part: &Range<usize>, start: Option<usize>, whole: &Range<usize>) -> Range<usize> {
    start.map_or(whole.clone(), |start| start + part.start..start + part.end)
}

/// Square brackets with an `@` that are no citation.
fn citation_syntax() -> Diagnostic {
    let message = "this is not written as a citation is";
    let problem = Diagnostic::new(Code::CitationSyntax, message);
    problem.help("write `[@key]`, or `[@one; @other, p. 4]`, without other marks")
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

/// Whether the definition of a link names a word and no address: the line is text more likely. `[//]: # (words)` is how
/// people write a comment.
fn leads_to_word(definition: &str) -> bool {
    let target = definition.split_once("]:").map_or("", |(_, rest)| rest.trim_start());
    let word = target.split_whitespace().next().unwrap_or_default();
    word.starts_with(char::is_alphabetic)
        && word.chars().all(|c| c.is_alphanumeric() || "'’-,;!?".contains(c))
}
