//! The text of a foreign document as a tree, between its reader and the writer of Markdown.
//!
//! Readers hand over words as they found them: [`tidied`] joins blanks and drops what is empty.

/// A text with its notes.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct ForeignText {
    pub(super) blocks: Vec<ForeignBlock>,
    /// The words of each note, by its number in [`ForeignInline::Note`].
    pub(super) notes: Vec<Vec<ForeignBlock>>,
    /// Whether it has a formula.
    pub(super) has_formula: bool,
}

/// A block of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum ForeignBlock {
    Heading(ForeignHeading),
    Paragraph(Vec<ForeignInline>),
    List(ForeignList),
    Definitions(Vec<ForeignDefinition>),
    Quote(Vec<ForeignBlock>),
    Code {
        /// Empty if nobody knows it.
        language: String,
        text: String,
    },
    Table(ForeignTable),
    /// Pictures, or anything else, with a caption.
    Figure {
        caption: Vec<ForeignInline>,
        blocks: Vec<ForeignBlock>,
    },
    /// Text behind a line that all readers see.
    Details {
        summary: Vec<ForeignInline>,
        blocks: Vec<ForeignBlock>,
    },
    /// A line between two parts of the text.
    Rule,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct ForeignHeading {
    /// From 1 to 6.
    pub(super) level: u8,
    /// The id that links to it name.
    pub(super) id: Option<String>,
    pub(super) words: Vec<ForeignInline>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct ForeignList {
    /// The first number; `None` of bullets.
    pub(super) start: Option<u32>,
    /// Whether its items are lines rather than paragraphs.
    pub(super) is_tight: bool,
    pub(super) items: Vec<ForeignItem>,
}

#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct ForeignItem {
    /// Of a task, whether it is done.
    pub(super) task: Option<bool>,
    pub(super) blocks: Vec<ForeignBlock>,
}

/// A term and what it means, in one or several ways.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct ForeignDefinition {
    pub(super) term: Vec<ForeignInline>,
    pub(super) meanings: Vec<Vec<ForeignBlock>>,
}

#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct ForeignTable {
    pub(super) caption: Vec<ForeignInline>,
    /// Rows that are headings of columns, at the top.
    pub(super) head: Vec<ForeignRow>,
    pub(super) rows: Vec<ForeignRow>,
}

pub(super) type ForeignRow = Vec<ForeignCell>;

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct ForeignCell {
    /// Whether it is a heading of its row.
    pub(super) is_heading: bool,
    pub(super) side: Side,
    /// Columns and rows that it takes, from 1.
    pub(super) columns: u32,
    pub(super) rows: u32,
    pub(super) blocks: Vec<ForeignBlock>,
}

/// Where the words of a cell stand.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) enum Side {
    #[default]
    Unsaid,
    Left,
    Center,
    Right,
}

/// A part of a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum ForeignInline {
    Words(String),
    Styled(InlineStyle, Vec<ForeignInline>),
    Code(String),
    Link {
        /// An address, or a path seen from the page, with `#` and an id.
        to: String,
        /// Empty if there is none.
        title: String,
        words: Vec<ForeignInline>,
    },
    Picture {
        source: String,
        alt: String,
        title: String,
    },
    /// The end of a line.
    LineBreak,
    /// The mark of a note, by its position in the notes of the text.
    Note(usize),
    /// A formula in LaTeX.
    Formula(String),
    /// A place that links lead to.
    Place(String),
}

/// How words differ from those around them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum InlineStyle {
    Emphasis,
    Strong,
    Struck,
    Raised,
    Lowered,
    Underlined,
    Marked,
    Small,
    Key,
}

impl InlineStyle {
    /// The name of its element in HTML.
    pub(super) fn element(self) -> &'static str {
        match self {
            InlineStyle::Emphasis => "em",
            InlineStyle::Strong => "strong",
            InlineStyle::Struck => "del",
            InlineStyle::Raised => "sup",
            InlineStyle::Lowered => "sub",
            InlineStyle::Underlined => "u",
            InlineStyle::Marked => "mark",
            InlineStyle::Small => "small",
            InlineStyle::Key => "kbd",
        }
    }
}

impl ForeignText {
    /// Calls a function with the address of each link, to change it.
    pub(super) fn for_each_destination(&mut self, change: &mut impl FnMut(&mut String)) {
        let notes = self.notes.iter_mut().flatten();
        for block in self.blocks.iter_mut().chain(notes) {
            block.for_each_line(&mut |line| each_destination(line, change));
        }
    }
}

impl ForeignText {
    /// The words of a text, its notes and its code, as a reader sees them.
    pub(super) fn words(&self) -> String {
        let mut text = String::new();
        push_blocks(&self.blocks, &mut text);
        for note in &self.notes {
            push_blocks(note, &mut text);
        }
        text
    }
}

fn push_blocks(blocks: &[ForeignBlock], text: &mut String) {
    for block in blocks {
        push_block(block, text);
    }
}

fn push_block(block: &ForeignBlock, text: &mut String) {
    match block {
        ForeignBlock::Heading(ForeignHeading { words, .. }) | ForeignBlock::Paragraph(words) => {
            push_line(words, text);
        }
        ForeignBlock::List(list) => {
            for item in &list.items {
                push_blocks(&item.blocks, text);
            }
        }
        ForeignBlock::Definitions(definitions) => {
            for ForeignDefinition { term, meanings } in definitions {
                push_line(term, text);
                for meaning in meanings {
                    push_blocks(meaning, text);
                }
            }
        }
        ForeignBlock::Quote(blocks) => push_blocks(blocks, text),
        ForeignBlock::Code { text: code, .. } => text.extend([code, "\n"]),
        ForeignBlock::Table(table) => {
            push_line(&table.caption, text);
            for cell in table.head.iter().chain(&table.rows).flatten() {
                push_blocks(&cell.blocks, text);
            }
        }
        ForeignBlock::Figure { caption: words, blocks }
        | ForeignBlock::Details { summary: words, blocks } => {
            push_line(words, text);
            push_blocks(blocks, text);
        }
        ForeignBlock::Rule => {}
    }
}

fn push_line(words: &[ForeignInline], text: &mut String) {
    push_plain(words, text);
    text.push('\n');
}

impl ForeignBlock {
    /// Calls a function with each line of words of a block.
    fn for_each_line(&mut self, change: &mut impl FnMut(&mut Vec<ForeignInline>)) {
        match self {
            ForeignBlock::Heading(ForeignHeading { words, .. })
            | ForeignBlock::Paragraph(words) => {
                change(words);
            }
            ForeignBlock::List(list) => {
                for item in &mut list.items {
                    each_line(&mut item.blocks, change);
                }
            }
            ForeignBlock::Definitions(definitions) => {
                for ForeignDefinition { term, meanings } in definitions {
                    change(term);
                    for meaning in meanings {
                        each_line(meaning, change);
                    }
                }
            }
            ForeignBlock::Quote(blocks) => each_line(blocks, change),
            ForeignBlock::Table(table) => {
                change(&mut table.caption);
                for cell in table.head.iter_mut().chain(&mut table.rows).flatten() {
                    each_line(&mut cell.blocks, change);
                }
            }
            ForeignBlock::Figure { caption: words, blocks }
            | ForeignBlock::Details { summary: words, blocks } => {
                change(words);
                each_line(blocks, change);
            }
            ForeignBlock::Code { .. } | ForeignBlock::Rule => {}
        }
    }
}

fn each_line(blocks: &mut [ForeignBlock], change: &mut impl FnMut(&mut Vec<ForeignInline>)) {
    for block in blocks {
        block.for_each_line(change);
    }
}

fn each_destination(words: &mut [ForeignInline], change: &mut impl FnMut(&mut String)) {
    for word in words {
        match word {
            ForeignInline::Link { to, words, .. } => {
                change(to);
                each_destination(words, change);
            }
            ForeignInline::Styled(_, words) => each_destination(words, change),
            _ => {}
        }
    }
}

/// The words of a line as a reader sees them, without text alternatives and notes.
pub(super) fn plain(words: &[ForeignInline]) -> String {
    let mut text = String::new();
    push_plain(words, &mut text);
    single_line(&text)
}

/// Words with single blanks between them.
pub(super) fn single_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn push_plain(words: &[ForeignInline], text: &mut String) {
    for word in words {
        match word {
            ForeignInline::Words(own) | ForeignInline::Code(own) | ForeignInline::Formula(own) => {
                text.push_str(own);
            }
            ForeignInline::Styled(_, inner) | ForeignInline::Link { words: inner, .. } => {
                push_plain(inner, text);
            }
            ForeignInline::LineBreak => text.push(' '),
            ForeignInline::Picture { .. } | ForeignInline::Note(_) | ForeignInline::Place(_) => {}
        }
    }
}

/// Whether a line shows nothing to a reader.
pub(super) fn is_blank(words: &[ForeignInline]) -> bool {
    words.iter().all(|word| match word {
        ForeignInline::Words(text) => text.trim_matches(is_space).is_empty(),
        ForeignInline::Styled(_, inner) | ForeignInline::Link { words: inner, .. } => {
            is_blank(inner)
        }
        ForeignInline::LineBreak => true,
        _ => false,
    })
}

/// Blanks that HTML joins. A no-break space is a letter.
pub(super) fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// A line with single blanks between its words, none at its ends and at the ends of styled words, and without styles and
/// links that hold nothing, and styles inside the same style.
pub(super) fn tidied(words: Vec<ForeignInline>) -> Vec<ForeignInline> {
    let mut line = TidiedLine::within(Vec::new());
    for word in words {
        line.push(word);
    }
    line.finish()
}

/// A line that grows, without the blank at its end.
struct TidiedLine {
    words: Vec<ForeignInline>,
    /// The styles around it.
    styles: Vec<InlineStyle>,
    /// Whether a blank stood behind the last word.
    owes_blank: bool,
}

impl TidiedLine {
    fn within(styles: Vec<InlineStyle>) -> TidiedLine {
        TidiedLine { words: Vec::new(), styles, owes_blank: false }
    }

    fn push(&mut self, word: ForeignInline) {
        match word {
            ForeignInline::Words(text) => self.push_text(&text),
            ForeignInline::Styled(style, inner) if self.styles.contains(&style) => {
                for word in inner {
                    self.push(word);
                }
            }
            ForeignInline::Styled(style, inner) => {
                self.styles.push(style);
                self.push_holder(inner, |inner| ForeignInline::Styled(style, inner));
                self.styles.pop();
            }
            ForeignInline::Link { to, title, words } => {
                self.push_holder(words, |words| ForeignInline::Link { to, title, words });
            }
            ForeignInline::LineBreak => {
                self.owes_blank = false;
                if !self.words.is_empty() {
                    self.words.push(ForeignInline::LineBreak);
                }
            }
            // A formula or code of blanks shows nothing.
            ForeignInline::Code(text) | ForeignInline::Formula(text) if text.trim().is_empty() => {
                self.owes_blank |= !self.words.is_empty();
            }
            ForeignInline::Code(text) => self.push_whole(ForeignInline::Code(single_line(&text))),
            ForeignInline::Formula(text) => {
                self.push_whole(ForeignInline::Formula(single_line(&text)));
            }
            other => self.push_whole(other),
        }
    }

    fn push_text(&mut self, text: &str) {
        let words: Vec<&str> = text.split(is_space).filter(|word| !word.is_empty()).collect();
        self.owes_blank |= text.starts_with(is_space);
        if words.is_empty() {
            return;
        }
        self.push_whole(ForeignInline::Words(words.join(" ")));
        self.owes_blank = text.ends_with(is_space);
    }

    /// Adds a style or a link; the blanks at the ends of what it holds stand beside it.
    fn push_holder(
        &mut self,
        inner: Vec<ForeignInline>,
        hold: impl FnOnce(Vec<ForeignInline>) -> ForeignInline,
    ) {
        let mut own = TidiedLine::within(self.styles.clone());
        let starts_blank = inner.first().is_some_and(begins_with_blank);
        for word in inner {
            own.push(word);
        }
        let ends_blank = own.owes_blank;
        let inner = own.finish();
        self.owes_blank |= starts_blank;
        if inner.is_empty() {
            self.owes_blank |= ends_blank;
            return;
        }
        self.push_whole(hold(inner));
        self.owes_blank = ends_blank;
    }

    /// Adds what is not empty, behind the blank that stood before it.
    fn push_whole(&mut self, word: ForeignInline) {
        let is_at_start = self.words.last().is_none_or(|last| *last == ForeignInline::LineBreak);
        let blank = if self.owes_blank && !is_at_start { " " } else { "" };
        self.owes_blank = false;
        match (self.words.last_mut(), word) {
            (Some(ForeignInline::Words(before)), ForeignInline::Words(text)) => {
                before.push_str(blank);
                before.push_str(&text);
            }
            (Some(ForeignInline::Words(before)), word) => {
                before.push_str(blank);
                self.words.push(word);
            }
            (_, ForeignInline::Words(text)) => {
                self.words.push(ForeignInline::Words(format!("{blank}{text}")));
            }
            (_, word) => {
                if !blank.is_empty() {
                    self.words.push(ForeignInline::Words(blank.to_owned()));
                }
                self.words.push(word);
            }
        }
    }

    fn finish(mut self) -> Vec<ForeignInline> {
        while self.words.last() == Some(&ForeignInline::LineBreak) {
            self.words.pop();
        }
        self.words
    }
}

fn begins_with_blank(word: &ForeignInline) -> bool {
    match word {
        ForeignInline::Words(text) => text.starts_with(is_space),
        ForeignInline::Styled(_, inner) | ForeignInline::Link { words: inner, .. } => {
            inner.first().is_some_and(begins_with_blank)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> ForeignInline {
        ForeignInline::Words(text.to_owned())
    }

    fn strong(text: &str) -> ForeignInline {
        ForeignInline::Styled(InlineStyle::Strong, vec![words(text)])
    }

    #[test]
    fn blanks_are_single_and_stand_beside_styles() {
        for (line, expected) in [
            (
                vec![words(" a\n b "), strong(" c "), words("d ")],
                vec![words("a b "), strong("c"), words(" d")],
            ),
            (vec![strong(" "), words("a"), strong(" "), words("b")], vec![words("a b")]),
            (
                vec![words("a"), ForeignInline::LineBreak, words(" b")],
                vec![words("a"), ForeignInline::LineBreak, words("b")],
            ),
            (
                vec![ForeignInline::LineBreak, words("a "), ForeignInline::LineBreak],
                vec![words("a")],
            ),
            (vec![strong("a"), strong("b"), words(" ")], vec![strong("a"), strong("b")]),
            (vec![words("a\u{a0}"), words(" b")], vec![words("a\u{a0} b")]),
        ] {
            assert_eq!(tidied(line.clone()), expected, "{line:?}");
        }
    }
}
