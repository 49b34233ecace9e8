//! Random trees, written and read by our own parser: the same words, styles and blocks.

use std::fmt::Write as _;

use super::super::tree::{
    ForeignCell, ForeignItem, ForeignTable, InlineStyle, Side, plain, tidied,
};
use super::*;
use crate::arena::Id;
use crate::config::Config;
use crate::document::{Component, ComponentKind, Document, Element, Node, NodeId, NodeKind, Task};

/// What a text is made of, in order: `p(`, words, `)`.
type Outline = String;

#[test]
fn what_is_written_reads_the_same() {
    let mut failures: Vec<String> = (1..=600).filter_map(failure).collect();
    let count = failures.len();
    failures.sort_by_key(String::len);
    assert!(
        failures.is_empty(),
        "{count} failures, the shortest ones:\n{}",
        failures[..count.min(6)].join("\n")
    );
}

/// What is wrong with the tree of a seed.
fn failure(seed: u64) -> Option<String> {
    let text = RandomTree(seed).text();
    [false, true].into_iter().find_map(|has_math| {
        let written = write(&text, TargetMarks { has_math });
        let read = outline_of_document(&written, has_math);
        let expected = outline_of_text(&text, has_math);
        (read != expected).then(|| {
            let (wanted, got) = first_difference(&expected, &read);
            format!("seed {seed}\nexpected {wanted}\nread     {got}\n{written}")
        })
    })
}

/// The first lines that are not the same.
fn first_difference<'o>(expected: &'o str, read: &'o str) -> (&'o str, &'o str) {
    let ends = std::iter::once("(the end)").cycle();
    let pairs = expected.lines().chain(ends.clone()).zip(read.lines().chain(ends));
    pairs.into_iter().find(|(wanted, got)| wanted != got).unwrap_or_default()
}

/// A generator of numbers (xorshift, Marsaglia 2003).
struct RandomTree(u64);

const WORDS: [&str; 54] = [
    "saw",
    "tooth",
    "the",
    "cut",
    "a",
    "*",
    "_",
    "**b**",
    "_c_",
    "`",
    "``",
    "[d]",
    "[e](f)",
    "[^1]",
    "[@g]",
    "![h]",
    "<i>",
    "</j>",
    "<",
    "&amp;",
    "&",
    "#",
    "##",
    "-",
    "+",
    "1.",
    "12)",
    "=",
    "===",
    "---",
    ">",
    ":",
    ":::",
    "|",
    "\\",
    "\\*",
    "~~k~~",
    "~",
    "$l$",
    "$",
    "{#m}",
    "{{ n }}",
    "%%",
    "{% o %}",
    "snake_case",
    "2*3*4",
    "é",
    "日本",
    "“q”",
    "[ ]",
    "[[r]]",
    "!",
    "a]b",
    "<!-- s -->",
];

impl RandomTree {
    fn below(&mut self, limit: u64) -> u64 {
        // The first numbers of near seeds are alike.
        for _ in 0..3 {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
        }
        self.0 % limit
    }

    fn text(&mut self) -> ForeignText {
        let note_count = self.below(3);
        let notes = (0..note_count).map(|_| self.blocks(3, 0)).collect();
        let mut blocks = self.blocks(0, note_count);
        // Each note has its mark, or it is not shown.
        let marks = (0..note_count)
            .map(|at| ForeignInline::Note(usize::try_from(at).expect("it is small")));
        let marks: Vec<ForeignInline> = marks.collect();
        if !marks.is_empty() {
            blocks.insert(0, ForeignBlock::Paragraph(marks));
        }
        ForeignText { blocks, notes, has_formula: true }
    }

    fn blocks(&mut self, depth: u64, notes: u64) -> Vec<ForeignBlock> {
        let count = 1 + self.below(3);
        let mut blocks: Vec<ForeignBlock> = (0..count).map(|_| self.block(depth, notes)).collect();
        // Lists of definitions in a row are one.
        let is_definitions = |block: &ForeignBlock| matches!(block, ForeignBlock::Definitions(_));
        blocks.dedup_by(|one, other| is_definitions(one) && is_definitions(other));
        blocks
    }

    fn block(&mut self, depth: u64, notes: u64) -> ForeignBlock {
        let kind = if depth > 2 { self.below(3) } else { self.below(13) };
        match kind {
            3 | 4 => ForeignBlock::List(self.list(depth + 1, notes)),
            5 => ForeignBlock::Quote(self.blocks(depth + 1, notes)),
            6 => ForeignBlock::Table(self.table(depth + 1, notes)),
            7 => ForeignBlock::Definitions(self.definitions(depth + 1, notes)),
            8 => ForeignBlock::Details {
                summary: self.words(1, 0),
                blocks: self.blocks(depth + 1, notes),
            },
            9 => ForeignBlock::Code { language: "text".to_owned(), text: self.code() },
            10 => ForeignBlock::Rule,
            11 => ForeignBlock::Heading(self.heading()),
            _ => ForeignBlock::Paragraph(self.words(0, notes)),
        }
    }

    fn heading(&mut self) -> ForeignHeading {
        let id = (self.below(3) == 0).then(|| format!("h{}", self.below(1000)));
        ForeignHeading {
            level: 2 + u8::try_from(self.below(4)).expect("it is small"),
            id,
            words: self.words(1, 0),
        }
    }

    fn code(&mut self) -> String {
        let lines = (0..=self.below(3)).map(|_| format!("  {}", self.word()));
        lines.collect::<Vec<_>>().join("\n")
    }

    fn list(&mut self, depth: u64, notes: u64) -> ForeignList {
        let start =
            (self.below(2) == 0).then(|| u32::try_from(1 + self.below(12)).expect("it is small"));
        let items = (0..=self.below(3)).map(|_| {
            let task = match self.below(9) {
                0 => Some(true),
                1 => Some(false),
                _ => None,
            };
            let blocks = if self.below(2) == 0 {
                vec![ForeignBlock::Paragraph(self.words(0, notes))]
            } else {
                let mut blocks = vec![ForeignBlock::Paragraph(self.words(0, notes))];
                blocks.extend(self.blocks(depth, notes));
                blocks
            };
            ForeignItem { task, blocks }
        });
        ForeignList { start, items: items.collect(), is_tight: self.below(2) == 0 }
    }

    fn table(&mut self, depth: u64, notes: u64) -> ForeignTable {
        let width = 1 + self.below(3);
        let is_simple = self.below(3) > 0;
        let row = |random: &mut RandomTree| {
            (0..width).map(|_| random.cell(depth, notes, is_simple)).collect::<Vec<_>>()
        };
        let head = vec![row(self)];
        let rows = (0..=self.below(3)).map(|_| row(self)).collect();
        let caption = if self.below(3) == 0 { self.words(1, 0) } else { Vec::new() };
        ForeignTable { caption, head, rows }
    }

    fn cell(&mut self, depth: u64, notes: u64, is_simple: bool) -> ForeignCell {
        let blocks = if is_simple {
            vec![ForeignBlock::Paragraph(self.words(1, notes))]
        } else {
            self.blocks(depth, notes)
        };
        let columns =
            if is_simple { 1 } else { 1 + u32::try_from(self.below(2)).expect("it is small") };
        ForeignCell { is_heading: false, side: Side::Right, columns, rows: 1, blocks }
    }

    fn definitions(&mut self, depth: u64, notes: u64) -> Vec<ForeignDefinition> {
        let definitions = (0..=self.below(2)).map(|_| ForeignDefinition {
            term: self.words(1, 0),
            meanings: (0..=self.below(2))
                .map(|_| {
                    let mut blocks = vec![ForeignBlock::Paragraph(self.words(0, notes))];
                    blocks.extend(self.blocks(depth, notes).into_iter().skip(1));
                    blocks
                })
                .collect(),
        });
        definitions.collect()
    }

    /// A line that shows something.
    fn words(&mut self, depth: u64, notes: u64) -> Vec<ForeignInline> {
        let mut words = tidied(self.inlines(depth, notes));
        if plain(&words).is_empty() {
            words.insert(0, ForeignInline::Words("saw".to_owned()));
        }
        tidied(words)
    }

    fn inlines(&mut self, depth: u64, notes: u64) -> Vec<ForeignInline> {
        (0..=self.below(5)).map(|_| self.inline(depth, notes)).collect()
    }

    fn inline(&mut self, depth: u64, notes: u64) -> ForeignInline {
        let kind = if depth > 2 { self.below(6) } else { self.below(18) };
        match kind {
            6 => ForeignInline::Styled(InlineStyle::Emphasis, self.inlines(depth + 1, notes)),
            7 | 8 => ForeignInline::Styled(InlineStyle::Strong, self.inlines(depth + 1, notes)),
            9 => ForeignInline::Styled(InlineStyle::Struck, self.inlines(depth + 1, notes)),
            10 => ForeignInline::Styled(InlineStyle::Raised, self.inlines(depth + 1, notes)),
            11 => ForeignInline::Code(self.code()),
            12 => ForeignInline::Link {
                to: ["a.md#b", "x y(z).md", "https://a.example/?b=c&amp;d", "#e"]
                    [usize::try_from(self.below(4)).expect("small")]
                .to_owned(),
                title: if self.below(3) == 0 { self.word().to_owned() } else { String::new() },
                words: vec![ForeignInline::Words(format!("q{}", self.word()))],
            },
            13 => ForeignInline::Picture {
                source: "a b.png".to_owned(),
                alt: self.word().to_owned(),
                title: String::new(),
            },
            14 => ForeignInline::LineBreak,
            15 if notes > 0 => {
                ForeignInline::Note(usize::try_from(self.below(notes)).expect("it is small"))
            }
            16 => ForeignInline::Formula("x_1".to_owned()),
            17 => ForeignInline::Place("p".to_owned()),
            _ => {
                let blank = if self.below(2) == 0 { " " } else { "" };
                let count = 1 + self.below(3);
                let words: Vec<&str> = (0..count).map(|_| self.word()).collect();
                ForeignInline::Words(format!("{blank}{}{blank}", words.join(" ")))
            }
        }
    }

    fn word(&mut self) -> &'static str {
        WORDS[usize::try_from(self.below(WORDS.len() as u64)).expect("it is small")]
    }
}

fn outline_of_text(text: &ForeignText, has_math: bool) -> Outline {
    let mut outline = TreeOutline { has_math, written: String::new() };
    outline.blocks(&text.blocks);
    for note in &text.notes {
        outline.within("note", |outline| outline.blocks(note));
    }
    lines(&outline.written)
}

/// An outline with one line for each block, without empty ones.
fn lines(outline: &str) -> Outline {
    let lines = outline.lines().map(single_line).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

struct TreeOutline {
    has_math: bool,
    written: Outline,
}

impl TreeOutline {
    fn within(&mut self, name: &str, write: impl FnOnce(&mut TreeOutline)) {
        let _ = writeln!(self.written, "\n{name}[");
        write(self);
        self.written.push_str("\n]\n");
    }

    fn blocks(&mut self, blocks: &[ForeignBlock]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &ForeignBlock) {
        match block {
            ForeignBlock::Heading(heading) => {
                self.within(&format!("h{}", heading.level), |outline| outline.line(&heading.words));
            }
            ForeignBlock::Paragraph(words) => self.line(words),
            ForeignBlock::List(list) => {
                let name = list.start.map_or("ul".to_owned(), |start| format!("ol{start}"));
                self.within(&name, |outline| outline.items(&list.items));
            }
            ForeignBlock::Definitions(definitions) => {
                self.within("dl", |outline| outline.definitions(definitions));
            }
            ForeignBlock::Quote(blocks) => self.within("quote", |outline| outline.blocks(blocks)),
            ForeignBlock::Code { text, .. } => self.code(text),
            ForeignBlock::Table(table) => self.within("table", |outline| outline.table(table)),
            ForeignBlock::Figure { .. } => unreachable!("none is made"),
            ForeignBlock::Details { summary, blocks } => self.within("details", |outline| {
                let _ = writeln!(outline.written, "caption: {}", plain(summary));
                outline.blocks(blocks);
            }),
            ForeignBlock::Rule => self.written.push_str("\nrule\n"),
        }
    }

    fn code(&mut self, text: &str) {
        let _ = writeln!(self.written, "\ncode[\n{text}\n]");
    }

    fn items(&mut self, items: &[ForeignItem]) {
        for item in items {
            self.within(task_name(item.task), |outline| outline.blocks(&item.blocks));
        }
    }

    fn definitions(&mut self, definitions: &[ForeignDefinition]) {
        for definition in definitions {
            self.within("dt", |outline| outline.line(&definition.term));
            for meaning in &definition.meanings {
                self.within("dd", |outline| outline.blocks(meaning));
            }
        }
    }

    fn table(&mut self, table: &ForeignTable) {
        if !table.caption.is_empty() {
            let _ = writeln!(self.written, "caption: {}", plain(&table.caption));
        }
        for row in table.head.iter().chain(&table.rows) {
            self.within("row", |outline| {
                for cell in row {
                    outline.within("cell", |outline| outline.blocks(&cell.blocks));
                }
            });
        }
    }

    fn line(&mut self, words: &[ForeignInline]) {
        self.written.push('\n');
        self.inlines(words);
        self.written.push('\n');
    }

    fn inlines(&mut self, words: &[ForeignInline]) {
        for word in words {
            self.inline(word);
        }
    }

    fn inline(&mut self, word: &ForeignInline) {
        match word {
            ForeignInline::Words(words) => self.written.push_str(words),
            ForeignInline::Styled(style, words) => {
                let _ = write!(self.written, "{}⟦", style.element());
                self.inlines(words);
                self.written.push('⟧');
            }
            ForeignInline::Code(code) => self.inline_code(code),
            ForeignInline::Link { words, .. } => {
                self.written.push_str("a⟦");
                self.inlines(words);
                self.written.push('⟧');
            }
            ForeignInline::Picture { .. } => self.written.push_str("img⟦⟧"),
            ForeignInline::LineBreak => self.written.push_str("br⟦⟧"),
            ForeignInline::Note(_) => self.written.push_str("note⟦⟧"),
            ForeignInline::Formula(formula) if self.has_math => {
                let _ = write!(self.written, "${formula}$");
            }
            ForeignInline::Formula(formula) => self.inline_code(formula),
            ForeignInline::Place(_) => self.written.push_str("span⟦⟧"),
        }
    }

    fn inline_code(&mut self, code: &str) {
        let _ = write!(self.written, "code⟦{code}⟧");
    }
}

fn task_name(task: Option<bool>) -> &'static str {
    match task {
        None => "li",
        Some(true) => "done",
        Some(false) => "open",
    }
}

fn outline_of_document(written: &str, has_math: bool) -> Outline {
    let config = Config { math: has_math, ..Config::default() };
    let parsed = Document::parse(written, &config);
    let mut outline = DocumentOutline {
        document: &parsed.document,
        text: written,
        open: Vec::new(),
        caption: None,
        written: String::new(),
    };
    for id in parsed.document.nodes.ids() {
        outline.node(id);
    }
    outline.close_before(parsed.document.nodes.end());
    lines(&outline.written)
}

struct DocumentOutline<'d> {
    document: &'d Document,
    text: &'d str,
    /// What is open: where it ends, and what its end writes.
    open: Vec<(NodeId, &'static str)>,
    /// Of a table in a component.
    caption: Option<String>,
    written: Outline,
}

impl DocumentOutline<'_> {
    fn close_before(&mut self, next: NodeId) {
        while let Some((end, close)) = self.open.last().filter(|(end, _)| *end <= next) {
            let _ = end;
            self.written.push_str(close);
            self.open.pop();
        }
    }

    fn node(&mut self, id: NodeId) {
        self.close_before(id);
        let node = &self.document.nodes[id];
        let in_caption = self.open.iter().any(|(_, close)| *close == CAPTION_END);
        match node.kind {
            NodeKind::Paragraph => self.open(node, "\n", "\n"),
            NodeKind::Heading(heading) => {
                let level = self.document.headings[heading].level;
                self.open(node, &format!("\nh{level}[\n"), BLOCK_END);
            }
            NodeKind::Quote(_) => self.open_block(node, "quote"),
            NodeKind::CodeBlock(_) => self.open_block(node, "code"),
            NodeKind::Break => self.written.push_str("\nrule\n"),
            NodeKind::Bullets => self.open_block(node, "ul"),
            NodeKind::Numbers(start) => self.open_block(node, &format!("ol{start}")),
            NodeKind::Item(task) => self.open_block(
                node,
                task_name(match task {
                    Task::No => None,
                    Task::Open => Some(false),
                    Task::Done => Some(true),
                }),
            ),
            NodeKind::Definitions => self.open_block(node, "dl"),
            NodeKind::Term => self.open_block(node, "dt"),
            NodeKind::Definition => self.open_block(node, "dd"),
            NodeKind::Table(_) => {
                self.open_block(node, "table");
                if let Some(caption) = self.caption.take() {
                    let _ = writeln!(self.written, "caption: {caption}");
                }
            }
            NodeKind::Row => self.open_block(node, "row"),
            NodeKind::Cell => self.open_block(node, "cell"),
            NodeKind::Component(component) => self.component(node, component),
            NodeKind::Note(_) => self.open_block(node, "note"),
            NodeKind::Formula(_, words) => {
                let formula = self.document.read(self.document.texts[words], self.text).trim();
                let _ = write!(self.written, "${formula}$");
            }
            NodeKind::Code(_) if !in_caption => {
                let code = self.document.words_of(node, self.text).unwrap_or_default();
                let _ = write!(self.written, "code⟦{code}⟧");
            }
            NodeKind::HardBreak => self.written.push_str("br⟦⟧"),
            NodeKind::Emphasis => self.open(node, "em⟦", "⟧"),
            NodeKind::Strong => self.open(node, "strong⟦", "⟧"),
            NodeKind::Strikethrough => self.open(node, "del⟦", "⟧"),
            NodeKind::Link(_) => self.open(node, "a⟦", "⟧"),
            NodeKind::Image(_) => self.written.push_str("img⟦⟧"),
            NodeKind::Citation(_) => self.written.push_str("citation⟦⟧"),
            NodeKind::NoteReference(_) => self.written.push_str("note⟦⟧"),
            NodeKind::Element(element) => self.element(node, element, in_caption),
            NodeKind::Markup(words) => {
                let words = self.document.read(self.document.texts[words], self.text);
                if !(words.trim().is_empty() && words.contains('\n')) {
                    self.written.push_str(&shown(words));
                }
            }
            NodeKind::Comment => {}
            _ if self.is_in_picture(id) => {}
            _ => self.written.push_str(self.document.words_of(node, self.text).unwrap_or_default()),
        }
    }

    /// Whether a node is a part of a text alternative.
    fn is_in_picture(&self, id: NodeId) -> bool {
        let before = self.document.nodes.ids().take_while(|before| *before < id);
        let mut pictures = before
            .map(|before| &self.document.nodes[before])
            .filter(|node| matches!(node.kind, NodeKind::Image(_)));
        pictures.any(|picture| id < picture.end)
    }

    fn open(&mut self, node: &Node, begin: &str, end: &'static str) {
        self.written.push_str(begin);
        self.open.push((node.end, end));
    }

    fn open_block(&mut self, node: &Node, name: &str) {
        self.open(node, &format!("\n{name}[\n"), BLOCK_END);
    }

    fn component(&mut self, node: &Node, component: Id<Component>) {
        let component = &self.document.components[component];
        let label =
            component.label.map_or("", |label| self.document.read(label, self.text)).to_owned();
        match component.kind {
            ComponentKind::Table { .. } => self.caption = Some(label),
            ComponentKind::Details => {
                self.open_block(node, "details");
                let _ = writeln!(self.written, "caption: {label}");
            }
            _ => self.open_block(node, "component"),
        }
    }

    fn element(&mut self, node: &Node, element: Id<Element>, in_caption: bool) {
        let element = &self.document.elements[element];
        let name = element.name(self.document.read(element.tag, self.text));
        match name {
            "thead" | "tbody" => {}
            "table" => self.open_block(node, "table"),
            "details" => self.open_block(node, "details"),
            "tr" => self.open_block(node, "row"),
            "td" | "th" => self.open_block(node, "cell"),
            "caption" | "summary" => self.open(node, "\ncaption: ", CAPTION_END),
            "br" if in_caption => self.written.push(' '),
            _ if in_caption => {}
            "br" | "img" => {
                let _ = write!(self.written, "{name}⟦⟧");
            }
            _ => self.open(node, &format!("{name}⟦"), "⟧"),
        }
    }
}

const BLOCK_END: &str = "\n]\n";
/// No other end is the same.
const CAPTION_END: &str = "\n\n";

/// The letters that entities stand for.
fn shown(html: &str) -> String {
    html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#124;", "|")
        .replace("&amp;", "&")
}
