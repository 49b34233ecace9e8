//! The tree that pandoc makes of a document, as a tree of ours.
//!
//! The form of the tree: pandoc-types 1.22 and 1.23 (hackage.haskell.org/package/pandoc-types, `Text.Pandoc.Definition`).

use std::collections::HashSet;

use serde_json::Value;

use crate::convert::tree::{
    ForeignBlock, ForeignCell, ForeignDefinition, ForeignHeading, ForeignInline, ForeignItem,
    ForeignList, ForeignRow, ForeignTable, ForeignText, InlineStyle, Side, plain, tidied,
};

/// What a document has become.
#[derive(Default, Debug)]
pub(super) struct ReadDocument {
    pub(super) text: ForeignText,
    /// What its title page says, in this order: title, other lines.
    pub(super) title: Option<String>,
    /// What is on the page no more, or not as it was.
    pub(super) changes: Vec<DocumentChange>,
}

/// Something that a document has and a page has not, or not in the same way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct DocumentChange {
    pub(super) kind: ChangeKind,
    pub(super) words: String,
    /// The words of the heading that it stands below; empty before the first one.
    pub(super) heading: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ChangeKind {
    /// Words that somebody suggested to delete, and nobody has.
    Deletion,
    /// Words that somebody suggested to insert.
    Insertion,
    Comment,
    /// Marks of another language, which pandoc keeps as they are.
    Raw,
}

/// Reads a tree. `file_of` gives the path of a picture as the page names it, or `None` for one that no browser shows.
pub(super) fn read(tree: &Value, file_of: &mut dyn FnMut(&str) -> Option<String>) -> ReadDocument {
    let mut wanted = HashSet::new();
    collect_targets(tree, &mut wanted);
    let reader =
        WordReader { document: ReadDocument::default(), wanted, heading: String::new(), file_of };
    reader.read(tree)
}

/// The ids that links inside a document lead to.
fn collect_targets(node: &Value, wanted: &mut HashSet<String>) {
    match node {
        Value::Array(parts) => parts.iter().for_each(|part| collect_targets(part, wanted)),
        Value::Object(keys) => {
            let target = (kind(node) == "Link").then(|| &content(node)[2][0]);
            if let Some(id) = target.and_then(Value::as_str).and_then(|to| to.strip_prefix('#')) {
                wanted.insert(id.to_owned());
            }
            keys.values().for_each(|part| collect_targets(part, wanted));
        }
        _ => {}
    }
}

/// The constructor of a node: `Para`.
fn kind(node: &Value) -> &str {
    node["t"].as_str().unwrap_or_default()
}

fn content(node: &Value) -> &Value {
    &node["c"]
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The attributes of a node: an id, classes, and pairs of a name and a value.
#[derive(Clone, Copy)]
struct Attributes<'v>(&'v Value);

impl<'v> Attributes<'v> {
    fn id(self) -> &'v str {
        text(&self.0[0])
    }

    fn has_class(self, class: &str) -> bool {
        list(&self.0[1]).iter().any(|own| own == class)
    }

    fn first_class(self) -> &'v str {
        text(&self.0[1][0])
    }
}

struct WordReader<'f> {
    document: ReadDocument,
    wanted: HashSet<String>,
    heading: String,
    file_of: &'f mut dyn FnMut(&str) -> Option<String>,
}

impl WordReader<'_> {
    fn read(mut self, tree: &Value) -> ReadDocument {
        let mut blocks = self.title_page(&tree["meta"]);
        blocks.extend(self.blocks(&tree["blocks"]));
        self.document.text.blocks = blocks;
        self.document
    }

    /// Takes the title, and makes paragraphs of what else stands on the title page.
    fn title_page(&mut self, meta: &Value) -> Vec<ForeignBlock> {
        let title = plain(&self.meta_line(&meta["title"]));
        self.document.title = Some(title).filter(|title| !title.is_empty());
        let mut blocks = Vec::new();
        for key in ["subtitle", "author", "date"] {
            let line = self.meta_line(&meta[key]);
            if !line.is_empty() {
                blocks.push(ForeignBlock::Paragraph(line));
            }
        }
        blocks.extend(self.meta_blocks(&meta["abstract"]));
        blocks
    }

    /// A value of the title page as one line; several are divided by commas.
    fn meta_line(&mut self, value: &Value) -> Vec<ForeignInline> {
        match kind(value) {
            "MetaInlines" => self.line(content(value)),
            "MetaString" => vec![ForeignInline::Words(text(content(value)).to_owned())],
            "MetaBlocks" => {
                let lines = list(content(value)).iter().map(|block| self.line(content(block)));
                joined(lines.collect(), " ")
            }
            "MetaList" => {
                let lines = list(content(value)).iter().map(|part| self.meta_line(part)).collect();
                joined(lines, ", ")
            }
            _ => Vec::new(),
        }
    }

    fn meta_blocks(&mut self, value: &Value) -> Vec<ForeignBlock> {
        match kind(value) {
            "MetaBlocks" => self.blocks(content(value)),
            _ => {
                let line = self.meta_line(value);
                if line.is_empty() { Vec::new() } else { vec![ForeignBlock::Paragraph(line)] }
            }
        }
    }

    fn blocks(&mut self, blocks: &Value) -> Vec<ForeignBlock> {
        list(blocks).iter().flat_map(|block| self.block(block)).collect()
    }

    fn block(&mut self, block: &Value) -> Vec<ForeignBlock> {
        let inner = content(block);
        match kind(block) {
            "Plain" | "Para" => self.paragraph(inner),
            "LineBlock" => {
                let lines = list(inner).iter().map(|line| self.inlines(line)).collect();
                let words = tidied(joined_by(lines, &ForeignInline::LineBreak));
                vec![ForeignBlock::Paragraph(words)]
            }
            "CodeBlock" => {
                let language = Attributes(&inner[0]).first_class().to_owned();
                vec![ForeignBlock::Code { language, text: text(&inner[1]).to_owned() }]
            }
            "RawBlock" => {
                self.change(ChangeKind::Raw, text(&inner[1]));
                Vec::new()
            }
            "BlockQuote" => vec![ForeignBlock::Quote(self.blocks(inner))],
            "OrderedList" => {
                let start = inner[0][0].as_u64().and_then(|start| u32::try_from(start).ok());
                vec![self.list(Some(start.unwrap_or(1)), &inner[1])]
            }
            "BulletList" => vec![self.list(None, inner)],
            "DefinitionList" => {
                let definitions = list(inner).iter().map(|one| self.definition(one)).collect();
                vec![ForeignBlock::Definitions(definitions)]
            }
            "Header" => self.heading(inner),
            "HorizontalRule" => vec![ForeignBlock::Rule],
            "Table" => vec![ForeignBlock::Table(self.table(inner))],
            "Figure" => {
                let caption = self.caption(&inner[1]);
                vec![ForeignBlock::Figure { caption, blocks: self.blocks(&inner[2]) }]
            }
            "Div" => self.blocks(&inner[1]),
            _ => Vec::new(),
        }
    }

    fn paragraph(&mut self, words: &Value) -> Vec<ForeignBlock> {
        let words = self.line(words);
        if words.is_empty() { Vec::new() } else { vec![ForeignBlock::Paragraph(words)] }
    }

    fn heading(&mut self, inner: &Value) -> Vec<ForeignBlock> {
        let words = self.line(&inner[2]);
        if words.is_empty() {
            return Vec::new();
        }
        self.heading = plain(&words);
        let level = inner[0].as_u64().and_then(|level| u8::try_from(level).ok());
        let id = Attributes(&inner[1]).id();
        vec![ForeignBlock::Heading(ForeignHeading {
            level: level.unwrap_or(1).clamp(1, 6),
            id: self.wanted.contains(id).then(|| id.to_owned()),
            words,
        })]
    }

    fn list(&mut self, start: Option<u32>, items: &Value) -> ForeignBlock {
        let is_tight = list(items).iter().all(|item| kind(&item[0]) != "Para");
        let items = list(items).iter().map(|item| self.item(item)).collect();
        ForeignBlock::List(ForeignList { start, is_tight, items })
    }

    fn item(&mut self, item: &Value) -> ForeignItem {
        let mut blocks = self.blocks(item);
        let task = blocks.first_mut().and_then(take_box);
        ForeignItem { task, blocks }
    }

    fn definition(&mut self, definition: &Value) -> ForeignDefinition {
        let term = self.line(&definition[0]);
        let meanings = list(&definition[1]).iter().map(|one| self.blocks(one)).collect();
        ForeignDefinition { term, meanings }
    }

    /// A table: attributes, caption, columns, head, bodies and foot.
    fn table(&mut self, inner: &Value) -> ForeignTable {
        let sides: Vec<Side> = list(&inner[2]).iter().map(|column| side(&column[0])).collect();
        let caption = self.caption(&inner[1]);
        let mut head = self.rows(&inner[3][1], &sides, 0);
        let mut rows = Vec::new();
        for body in list(&inner[4]) {
            let headings = body[1].as_u64().unwrap_or_default();
            rows.extend(self.rows(&body[2], &sides, u64::MAX));
            rows.extend(self.rows(&body[3], &sides, headings));
        }
        rows.extend(self.rows(&inner[5][1], &sides, 0));
        // A head without a word is none.
        head.retain(|row| row.iter().any(|cell| !cell.blocks.is_empty()));
        ForeignTable { caption, head, rows }
    }

    /// Rows of a table; so many cells at the start of each are headings.
    fn rows(&mut self, rows: &Value, sides: &[Side], headings: u64) -> Vec<ForeignRow> {
        list(rows).iter().map(|row| self.row(&row[1], sides, headings)).collect()
    }

    fn row(&mut self, cells: &Value, sides: &[Side], headings: u64) -> ForeignRow {
        let mut column = 0;
        let mut row = Vec::new();
        for cell in list(cells) {
            let width = u32::try_from(cell[3].as_u64().unwrap_or(1)).unwrap_or(1).max(1);
            let own = side(&cell[1]);
            let of_column = sides.get(column).copied().unwrap_or_default();
            row.push(ForeignCell {
                is_heading: (column as u64) < headings,
                side: if own == Side::Unsaid { of_column } else { own },
                columns: width,
                rows: u32::try_from(cell[2].as_u64().unwrap_or(1)).unwrap_or(1).max(1),
                blocks: self.blocks(&cell[4]),
            });
            column += width as usize;
        }
        row
    }

    /// The words of a caption, which is a short form and blocks.
    fn caption(&mut self, caption: &Value) -> Vec<ForeignInline> {
        let lines = list(&caption[1]).iter().map(|block| self.line(content(block))).collect();
        joined(lines, " ")
    }

    fn line(&mut self, words: &Value) -> Vec<ForeignInline> {
        tidied(self.inlines(words))
    }

    fn inlines(&mut self, words: &Value) -> Vec<ForeignInline> {
        list(words).iter().flat_map(|word| self.inline(word)).collect()
    }

    fn inline(&mut self, word: &Value) -> Vec<ForeignInline> {
        let inner = content(word);
        let one = |inline| vec![inline];
        let words = |words: &str| vec![ForeignInline::Words(words.to_owned())];
        match kind(word) {
            "Str" => words(text(inner)),
            "Space" | "SoftBreak" => words(" "),
            "LineBreak" => one(ForeignInline::LineBreak),
            "Emph" => self.styled(InlineStyle::Emphasis, inner),
            "Strong" => self.styled(InlineStyle::Strong, inner),
            "Underline" => self.styled(InlineStyle::Underlined, inner),
            "Strikeout" => self.styled(InlineStyle::Struck, inner),
            "Superscript" => self.styled(InlineStyle::Raised, inner),
            "Subscript" => self.styled(InlineStyle::Lowered, inner),
            "SmallCaps" => self.inlines(inner),
            "Quoted" => {
                let (open, close) =
                    if kind(&inner[0]) == "SingleQuote" { ("‘", "’") } else { ("“", "”") };
                [words(open), self.inlines(&inner[1]), words(close)].concat()
            }
            "Cite" => self.inlines(&inner[1]),
            "Code" => one(ForeignInline::Code(text(&inner[1]).to_owned())),
            "Math" => {
                self.document.text.has_formula = true;
                one(ForeignInline::Formula(text(&inner[1]).trim().to_owned()))
            }
            "RawInline" => {
                self.change(ChangeKind::Raw, text(&inner[1]));
                Vec::new()
            }
            "Link" => one(ForeignInline::Link {
                to: text(&inner[2][0]).to_owned(),
                title: text(&inner[2][1]).to_owned(),
                words: self.inlines(&inner[1]),
            }),
            "Image" => self.picture(inner),
            "Note" => {
                let blocks = self.blocks(inner);
                self.document.text.notes.push(blocks);
                one(ForeignInline::Note(self.document.text.notes.len() - 1))
            }
            "Span" => self.span(Attributes(&inner[0]), &inner[1]),
            _ => Vec::new(),
        }
    }

    fn styled(&mut self, style: InlineStyle, inner: &Value) -> Vec<ForeignInline> {
        vec![ForeignInline::Styled(style, self.inlines(inner))]
    }

    fn picture(&mut self, inner: &Value) -> Vec<ForeignInline> {
        let alt = self.inlines(&inner[1]);
        let title = text(&inner[2][1]);
        match (self.file_of)(text(&inner[2][0])) {
            Some(source) => vec![ForeignInline::Picture {
                source,
                alt: plain(&alt),
                title: title.strip_prefix("fig:").unwrap_or(title).to_owned(),
            }],
            None => alt,
        }
    }

    /// Words that somebody has marked: a comment, a suggestion, a place that links lead to.
    fn span(&mut self, attributes: Attributes<'_>, inner: &Value) -> Vec<ForeignInline> {
        if attributes.has_class("comment-start") {
            let words = self.line(inner);
            self.change(ChangeKind::Comment, &plain(&words));
            return Vec::new();
        }
        if attributes.has_class("deletion") {
            let words = self.line(inner);
            self.change(ChangeKind::Deletion, &plain(&words));
            return Vec::new();
        }
        let words = self.inlines(inner);
        if attributes.has_class("insertion") {
            self.change(ChangeKind::Insertion, &plain(&words));
        }
        let words = if attributes.has_class("mark") {
            vec![ForeignInline::Styled(InlineStyle::Marked, words)]
        } else {
            words
        };
        let id = attributes.id();
        if self.wanted.contains(id) {
            return [vec![ForeignInline::Place(id.to_owned())], words].concat();
        }
        words
    }

    fn change(&mut self, kind: ChangeKind, words: &str) {
        if words.trim().is_empty() {
            return;
        }
        let (words, heading) = (words.trim().to_owned(), self.heading.clone());
        self.document.changes.push(DocumentChange { kind, words, heading });
    }
}

fn side(alignment: &Value) -> Side {
    match kind(alignment) {
        "AlignLeft" => Side::Left,
        "AlignRight" => Side::Right,
        "AlignCenter" => Side::Center,
        _ => Side::Unsaid,
    }
}

/// The box that the words of a task begin with, `☐` or `☒`, taken off.
fn take_box(first: &mut ForeignBlock) -> Option<bool> {
    let ForeignBlock::Paragraph(words) = first else { return None };
    let Some(ForeignInline::Words(text)) = words.first_mut() else { return None };
    let is_done = text.starts_with(['☒', '☑']);
    let rest = text.strip_prefix(['☐', '☒', '☑'])?.trim_start().to_owned();
    *text = rest;
    Some(is_done)
}

/// Lines as one, with words between them.
fn joined(lines: Vec<Vec<ForeignInline>>, between: &str) -> Vec<ForeignInline> {
    let lines = lines.into_iter().filter(|line| !line.is_empty()).collect();
    joined_by(lines, &ForeignInline::Words(between.to_owned()))
}

fn joined_by(lines: Vec<Vec<ForeignInline>>, between: &ForeignInline) -> Vec<ForeignInline> {
    let mut all: Vec<ForeignInline> = Vec::new();
    for line in lines {
        if !all.is_empty() {
            all.push(between.clone());
        }
        all.extend(line);
    }
    all
}
