//! A tree as Markdown in fieldguide's own marks.
//!
//! In: a [`ForeignText`]. Out: text of which our parser makes the same blocks, styles and words. Each paragraph is one line.
//! A letter gets a backslash only where it would be a mark.

mod escape;
mod html;
mod line;
mod table;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use super::tree::{
    self, ForeignBlock, ForeignDefinition, ForeignHeading, ForeignInline, ForeignList, ForeignText,
    single_line,
};
use crate::document::Anchor;
use crate::markdown::{heading_id, is_id};
use line::{LineWriter, MarkedLineKind};

/// Marks that the settings of the site turn on, so that words must not look like them.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct TargetMarks {
    /// Dollar signs hold formulas.
    pub(super) has_math: bool,
}

/// The text of a page. Ends with a line feed unless it is empty.
pub(super) fn write(text: &ForeignText, marks: TargetMarks) -> String {
    let writer = BlockWriter { marks };
    let mut parts = writer.parts(&text.blocks);
    parts.extend(text.notes.iter().enumerate().map(|(at, words)| writer.note(at, words)));
    let mut written = parts.join("\n\n");
    if !written.is_empty() {
        written.push('\n');
    }
    written
}

/// Writes blocks without a line feed at their end.
#[derive(Clone, Copy)]
struct BlockWriter {
    marks: TargetMarks,
}

impl BlockWriter {
    fn blocks(self, blocks: &[ForeignBlock]) -> String {
        self.parts(blocks).join("\n\n")
    }

    /// Each block that shows something. Lists in a row have other marks, or they would be one list.
    fn parts(self, blocks: &[ForeignBlock]) -> Vec<String> {
        let mut parts = Vec::new();
        let mut has_other_marks = false;
        let mut before: Option<&ForeignBlock> = None;
        for block in blocks {
            has_other_marks =
                before.is_some_and(|before| is_same_list(before, block)) && !has_other_marks;
            let written = match block {
                ForeignBlock::List(list) => self.list(list, has_other_marks),
                other => self.block(other),
            };
            if !written.is_empty() {
                before = Some(block);
                parts.push(written);
            }
        }
        parts
    }

    fn block(self, block: &ForeignBlock) -> String {
        match block {
            ForeignBlock::Heading(heading) => self.heading(heading),
            ForeignBlock::Paragraph(words) => self.line(words, MarkedLineKind::Paragraph),
            ForeignBlock::List(list) => self.list(list, false),
            ForeignBlock::Definitions(definitions) => self.definitions(definitions),
            ForeignBlock::Quote(blocks) => quoted(&self.blocks(blocks)),
            ForeignBlock::Code { language, text } => code(language, text),
            ForeignBlock::Table(table) => self.table(table),
            ForeignBlock::Figure { caption, blocks } => self.figure(caption, blocks),
            ForeignBlock::Details { summary, blocks } => self.details(summary, blocks),
            ForeignBlock::Rule => "---".to_owned(),
        }
    }

    fn line(self, words: &[ForeignInline], kind: MarkedLineKind) -> String {
        LineWriter::new(kind, self.marks).write(words)
    }

    fn heading(self, heading: &ForeignHeading) -> String {
        let words = self.line(&heading.words, MarkedLineKind::Heading);
        let marks = "#".repeat(usize::from(heading.level.clamp(1, 6)));
        match own_id(heading) {
            HeadingId::Made => format!("{marks} {words}"),
            HeadingId::Own(id) => format!("{marks} {words} {{#{id}}}"),
            HeadingId::Odd(id) => format!("{marks} {}{words}", html::place(&id)),
        }
    }

    fn list(self, list: &ForeignList, has_other_marks: bool) -> String {
        let is_tight = list.is_tight && list.items.iter().all(|item| is_tight(&item.blocks));
        let mut items = Vec::new();
        for (at, item) in list.items.iter().enumerate() {
            let mark = item_mark(list.start, at, has_other_marks);
            let rest = " ".repeat(mark.len() + 1);
            let task = item.task.map_or("", |is_done| if is_done { "[x] " } else { "[ ] " });
            let between = if is_tight { "\n" } else { "\n\n" };
            let blocks = self.parts(&item.blocks).join(between);
            items.push(prefixed(&format!("{task}{blocks}"), &format!("{mark} "), &rest));
        }
        items.join(if is_tight { "\n" } else { "\n\n" })
    }

    fn definitions(self, definitions: &[ForeignDefinition]) -> String {
        let mut parts = Vec::new();
        for ForeignDefinition { term, meanings } in definitions {
            let mut part = self.line(term, MarkedLineKind::Single);
            for meaning in meanings {
                let blocks = self.blocks(meaning);
                let written = prefixed(&blocks, ": ", "  ");
                let _ = write!(part, "\n{written}");
                if blocks.contains('\n') {
                    part.push('\n');
                }
            }
            parts.push(part.trim_end().to_owned());
        }
        parts.join("\n\n")
    }

    fn figure(self, caption: &[ForeignInline], blocks: &[ForeignBlock]) -> String {
        let content = self.blocks(blocks);
        let label = component_label(caption);
        match label {
            // The component takes a picture.
            Some(label) if holds_picture(blocks) => component("figure", &label, &content),
            _ if tree::is_blank(caption) => content,
            _ => {
                let caption = html::line(caption);
                format!("<figure>\n\n{content}\n\n<figcaption>{caption}</figcaption>\n</figure>")
            }
        }
    }

    fn details(self, summary: &[ForeignInline], blocks: &[ForeignBlock]) -> String {
        let content = self.blocks(blocks);
        match component_label(summary) {
            Some(label) => component("details", &label, &content),
            None => {
                let summary = html::line(summary);
                format!("<details>\n<summary>{summary}</summary>\n\n{content}\n\n</details>")
            }
        }
    }

    /// A note at the end of the page; what follows its first line is indented.
    fn note(self, at: usize, blocks: &[ForeignBlock]) -> String {
        prefixed(&self.blocks(blocks), &format!("[^{}]: ", at + 1), "    ")
    }
}

/// Whether two blocks in a row are lists of one kind.
fn is_same_list(before: &ForeignBlock, block: &ForeignBlock) -> bool {
    match (before, block) {
        (ForeignBlock::List(one), ForeignBlock::List(other)) => {
            one.start.is_some() == other.start.is_some()
        }
        _ => false,
    }
}

/// Whether the blocks of an item are a line, and lists below it.
fn is_tight(blocks: &[ForeignBlock]) -> bool {
    blocks.iter().enumerate().all(|(at, block)| match block {
        ForeignBlock::Paragraph(_) => at == 0,
        ForeignBlock::List(list) => {
            let follows_list = at > 0 && is_same_list(&blocks[at - 1], block);
            // Below a line, only a list that begins with 1 is one.
            let interrupts = at == 0 || list.start.is_none_or(|start| start == 1);
            interrupts
                && !follows_list
                && list.is_tight
                && list.items.iter().all(|item| is_tight(&item.blocks))
                && list.items.first().is_some_and(|item| !item.blocks.is_empty())
        }
        _ => false,
    })
}

fn item_mark(start: Option<u32>, at: usize, has_other_marks: bool) -> String {
    let Some(start) = start else {
        return if has_other_marks { "*" } else { "-" }.to_owned();
    };
    // More digits than nine are no number of a list.
    let number = (u64::from(start) + at as u64).min(999_999_999);
    format!("{number}{}", if has_other_marks { ')' } else { '.' })
}

/// What makes the anchor of a heading.
enum HeadingId {
    /// Its words.
    Made,
    Own(String),
    /// An id that cannot stand in braces.
    Odd(String),
}

fn own_id(heading: &ForeignHeading) -> HeadingId {
    let words = tree::plain(&heading.words);
    let made = Anchor::of_words(&words);
    match &heading.id {
        Some(id) if id == made.as_str() => HeadingId::Made,
        Some(id) if is_id(id) => HeadingId::Own(id.clone()),
        Some(id) => HeadingId::Odd(id.clone()),
        // Words that look like an id are words if another one follows.
        None if heading_id(&words).is_some() => HeadingId::Own(made.as_str().to_owned()),
        None => HeadingId::Made,
    }
}

/// The label of a component, which is plain: `None` for words with marks, and for those that look like arguments.
fn component_label(words: &[ForeignInline]) -> Option<String> {
    let is_plain = words.iter().all(|word| matches!(word, ForeignInline::Words(_)));
    let label = tree::plain(words);
    (is_plain && !label.is_empty() && !label.ends_with('}')).then_some(label)
}

/// A component with a label. Behind a block of HTML, an empty line stands before its end.
fn component(name: &str, label: &str, content: &str) -> String {
    let last = content.lines().next_back().unwrap_or_default().trim_start();
    let between = if last.starts_with('<') { "\n\n" } else { "\n" };
    format!("::: {name} {label}\n{content}{between}:::")
}

fn holds_picture(blocks: &[ForeignBlock]) -> bool {
    blocks.iter().any(|block| match block {
        ForeignBlock::Paragraph(words) => words.iter().any(is_picture),
        _ => false,
    })
}

fn is_picture(word: &ForeignInline) -> bool {
    match word {
        ForeignInline::Picture { .. } => true,
        ForeignInline::Link { words, .. } => words.iter().any(is_picture),
        _ => false,
    }
}

/// Code between lines of more backticks than any in it.
fn code(language: &str, text: &str) -> String {
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let text = text.strip_suffix('\n').unwrap_or(text);
    let language: String = language.chars().filter(|c| !c.is_whitespace() && *c != '`').collect();
    if text.is_empty() {
        return format!("{fence}{language}\n{fence}");
    }
    format!("{fence}{language}\n{text}\n{fence}")
}

fn quoted(text: &str) -> String {
    let lines =
        text.lines().map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") });
    lines.collect::<Vec<_>>().join("\n")
}

/// A text with one beginning for its first line and another one for the rest; empty lines stay empty.
fn prefixed(text: &str, first: &str, rest: &str) -> String {
    let mut written = first.trim_end().to_owned();
    for (at, line) in text.lines().enumerate() {
        match (at, line.is_empty()) {
            (0, true) => {}
            (0, false) => {
                written.clear();
                written.push_str(first);
                written.push_str(line);
            }
            (_, true) => written.push('\n'),
            (_, false) => {
                let _ = write!(written, "\n{rest}{line}");
            }
        }
    }
    written
}
