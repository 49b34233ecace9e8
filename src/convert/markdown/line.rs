//! The words of a block with their marks.

use std::fmt::Write as _;

use super::escape::{Surroundings, escaped};
use super::html;
use super::{ForeignInline, TargetMarks, single_line};
use crate::convert::tree::{InlineStyle, is_blank};
use crate::percent;

/// The kind of a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum MarkedLineKind {
    /// It may have several lines.
    Paragraph,
    Heading,
    /// A line that must not end before its words do.
    Single,
    /// A cell of a table.
    Cell,
}

/// Writes words with their marks.
pub(super) struct LineWriter {
    kind: MarkedLineKind,
    marks: TargetMarks,
    written: String,
    is_in_link: bool,
}

impl LineWriter {
    pub(super) fn new(kind: MarkedLineKind, marks: TargetMarks) -> LineWriter {
        LineWriter { kind, marks, written: String::new(), is_in_link: false }
    }

    pub(super) fn write(mut self, words: &[ForeignInline]) -> String {
        self.push_all(words, None);
        self.written
    }

    /// Adds words; `after` is the letter behind the last one.
    fn push_all(&mut self, words: &[ForeignInline], after: Option<char>) {
        for (at, word) in words.iter().enumerate() {
            let after = words.get(at + 1).map_or(after, |next| Some(self.first_letter(next)));
            self.push(word, after);
        }
    }

    fn push(&mut self, word: &ForeignInline, after: Option<char>) {
        match word {
            ForeignInline::Words(words) => self.push_words(words, after),
            ForeignInline::Styled(style, words) => self.push_styled(*style, words, after),
            ForeignInline::Code(code) => self.push_code(code),
            ForeignInline::Link { to, title, words } => self.push_link(to, title, words),
            ForeignInline::Picture { source, alt, title } => {
                self.push_picture(source, alt, title);
            }
            ForeignInline::LineBreak => self.push_break(),
            ForeignInline::Note(at) => {
                // Two brackets in a row would be one link.
                let end = if after == Some('[') { "<!-- -->" } else { "" };
                let _ = write!(self.written, "[^{}]{end}", at + 1);
            }
            ForeignInline::Formula(formula) => self.push_formula(formula, after),
            ForeignInline::Place(id) => self.written.push_str(&html::place(id)),
        }
    }

    /// The letter that something begins with when it is written.
    fn first_letter(&self, word: &ForeignInline) -> char {
        match word {
            ForeignInline::Words(words) => words.chars().next().unwrap_or(' '),
            ForeignInline::Styled(InlineStyle::Emphasis | InlineStyle::Strong, _) => '*',
            ForeignInline::Styled(InlineStyle::Struck, _) => '~',
            ForeignInline::Link { .. } | ForeignInline::Note(_) => '[',
            ForeignInline::Picture { .. } => '!',
            ForeignInline::LineBreak if self.kind == MarkedLineKind::Paragraph => '\\',
            ForeignInline::Styled(..) | ForeignInline::Place(_) | ForeignInline::LineBreak => '<',
            ForeignInline::Formula(_) if self.marks.has_math => '$',
            ForeignInline::Code(_) | ForeignInline::Formula(_) => '`',
        }
    }

    /// The letter before the next one; `None` at the beginning of a line.
    fn before(&self) -> Option<char> {
        self.written.chars().next_back().filter(|letter| *letter != '\n')
    }

    fn push_words(&mut self, words: &str, after: Option<char>) {
        let around = Surroundings {
            kind: self.kind,
            marks: self.marks,
            before: self.before(),
            after,
            is_in_link: self.is_in_link,
            has_line_before: self.written.contains('\n'),
        };
        let escaped = escaped(words, around);
        self.written.push_str(&escaped);
    }

    fn push_styled(&mut self, style: InlineStyle, words: &[ForeignInline], after: Option<char>) {
        let marks: &[&str] = match style {
            InlineStyle::Emphasis => &["*", "_"],
            InlineStyle::Strong => &["**", "__"],
            InlineStyle::Struck => &["~~"],
            _ => &[],
        };
        let before = self.before();
        for mark in marks {
            let sign = mark.chars().next();
            let length = self.written.len();
            self.written.push_str(mark);
            self.push_all(words, sign);
            if is_flanked(before, &self.written[length..], mark, after) {
                self.written.push_str(mark);
                return;
            }
            self.written.truncate(length);
        }
        let element = style.element();
        let _ = write!(self.written, "<{element}>");
        self.push_all(words, Some('<'));
        let _ = write!(self.written, "</{element}>");
    }

    /// Code between more backticks than any run in it.
    fn push_code(&mut self, code: &str) {
        let runs: Vec<usize> = code.split(|letter| letter != '`').map(str::len).collect();
        let is_odd_in_cell = self.kind == MarkedLineKind::Cell && code.contains("\\|");
        if is_odd_in_cell || self.before() == Some('`') {
            self.written.push_str("<code>");
            self.push_words(code, Some('<'));
            self.written.push_str("</code>");
            return;
        }
        let fence =
            "`".repeat((1..=code.len() + 1).find(|length| !runs.contains(length)).unwrap_or(1));
        let pad = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
        let code = if self.kind == MarkedLineKind::Cell {
            code.replace('|', "\\|")
        } else {
            code.to_owned()
        };
        let _ = write!(self.written, "{fence}{pad}{code}{pad}{fence}");
    }

    fn push_link(&mut self, to: &str, title: &str, words: &[ForeignInline]) {
        // A link in a link is none.
        if self.is_in_link || (is_blank(words) && to.is_empty()) {
            return self.push_all(words, None);
        }
        let is_address = to.starts_with("https://") || to.starts_with("http://");
        let shows_address = [ForeignInline::Words(to.to_owned())] == *words;
        if is_address && title.is_empty() && shows_address && is_plain_address(to) {
            let _ = write!(self.written, "<{to}>");
            return;
        }
        self.written.push('[');
        self.is_in_link = true;
        self.push_all(words, Some(']'));
        self.is_in_link = false;
        let _ = write!(self.written, "]({}{})", self.destination(to), self.title(title));
    }

    fn push_picture(&mut self, source: &str, alt: &str, title: &str) {
        self.written.push_str("![");
        let was_in_link = std::mem::replace(&mut self.is_in_link, true);
        self.push_words(&single_line(alt), Some(']'));
        self.is_in_link = was_in_link;
        let _ = write!(self.written, "]({}{})", self.destination(source), self.title(title));
    }

    /// An address without what would end it.
    fn destination(&self, to: &str) -> String {
        let mut destination = String::with_capacity(to.len());
        for letter in to.trim().chars() {
            let ends =
                letter.is_whitespace() || letter.is_control() || "()<>\\`\"".contains(letter);
            if ends || (letter == '|' && self.kind == MarkedLineKind::Cell) {
                destination.push_str(&percent::encode(letter.encode_utf8(&mut [0; 4]), ""));
            } else if letter == '$' && self.marks.has_math {
                destination.push_str("%24");
            } else {
                destination.push(letter);
            }
        }
        // What looks like an entity would be one.
        if destination.contains(';') { destination.replace('&', "&amp;") } else { destination }
    }

    fn title(&self, title: &str) -> String {
        if title.is_empty() {
            return String::new();
        }
        let mut written = String::new();
        for letter in single_line(title).chars() {
            let is_mark = matches!(letter, '"' | '\\' | '&' | '<' | '`' | '*' | '_')
                || (letter == '|' && self.kind == MarkedLineKind::Cell);
            if is_mark {
                written.push('\\');
            }
            written.push(letter);
        }
        format!(" \"{written}\"")
    }

    fn push_break(&mut self) {
        match self.kind {
            MarkedLineKind::Paragraph => self.written.push_str("\\\n"),
            _ => self.written.push_str("<br>"),
        }
    }

    fn push_formula(&mut self, formula: &str, after: Option<char>) {
        if self.marks.has_math {
            // A dollar sign before a digit is that of a price.
            let end = if after.is_some_and(char::is_numeric) { "<!-- -->" } else { "" };
            let _ = write!(self.written, "${formula}${end}");
        } else {
            self.push_code(formula);
        }
    }
}

/// Whether marks begin and end a style (`CommonMark` 0.31, "emphasis and strong emphasis"). `written` is the first
/// mark and the words behind it. A little stricter than the rules.
fn is_flanked(before: Option<char>, written: &str, mark: &str, after: Option<char>) -> bool {
    let inner = &written[mark.len()..];
    let sign = mark.chars().next();
    let (Some(first), Some(last)) = (inner.chars().next(), inner.chars().next_back()) else {
        return false;
    };
    let is_apart = |letter: Option<char>| {
        letter.is_none_or(|letter| letter.is_whitespace() || letter.is_ascii_punctuation())
    };
    let opens = !first.is_whitespace() && (first.is_alphanumeric() || is_apart(before));
    let closes = !last.is_whitespace() && (last.is_alphanumeric() || is_apart(after));
    let touches = [before, Some(first), Some(last), after].contains(&sign);
    // An underscore inside a word is a letter.
    let is_in_word = sign == Some('_') && !(is_apart(before) && is_apart(after));
    opens && closes && !touches && !is_in_word && before != Some('\\')
}

/// Whether an address can stand between angle brackets.
fn is_plain_address(address: &str) -> bool {
    address
        .chars()
        .all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '&' | '\\' | '|' | '$' | '`'))
}
