//! Lines that begin like a heading, an item of a list or a note of another tool, and are none.

use std::ops::Range;

use super::mask::{MaskedBlock, OBJECT};
use super::{CheckedText, with_fix};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::NodeKind;

/// Signs that word processors put before the items of a list.
const BULLETS: &[char] =
    &['•', '·', '‣', '◦', '▪', '▫', '●', '○', '■', '□', '➢', '➤', '✓', '✔', '–', '\u{f0b7}'];

pub(super) fn check(text: &CheckedText<'_>, diagnostics: &mut Diagnostics) {
    for block in text.mask.blocks() {
        match text.page.document.nodes[block.node].kind {
            NodeKind::Paragraph => of_paragraph(text, block, diagnostics),
            NodeKind::Item(_) => task(text, &block.range, diagnostics),
            _ => {}
        }
    }
}

fn of_paragraph(text: &CheckedText<'_>, block: &MaskedBlock, diagnostics: &mut Diagnostics) {
    let lines: Vec<WordLine<'_>> =
        text.mask.lines(&block.range).map(|(start, line)| WordLine::new(start, line)).collect();
    if let [first, ..] = &lines[..] {
        task(text, &(first.start..block.range.end), diagnostics);
    }
    for line in &lines {
        let found = heading(text, line, &lines)
            .or_else(|| dash(text, line, &lines))
            .or_else(|| number(text, line))
            .or_else(|| bullet(text, line, block, &lines))
            .or_else(|| admonition(text, line))
            .or_else(|| directive(text, line));
        diagnostics.extend_with(found);
    }
}

/// A line without the blanks before it.
struct WordLine<'t> {
    /// Its first byte in the Markdown.
    start: usize,
    text: &'t str,
}

impl<'t> WordLine<'t> {
    fn new(start: usize, line: &'t str) -> WordLine<'t> {
        let text = line.trim_start();
        WordLine { start: start + line.len() - text.len(), text: text.trim_end() }
    }

    /// The bytes of its beginning.
    fn beginning(&self, length: usize) -> Range<usize> {
        self.start..self.start + length
    }
}

/// `##Heading`. One `#` may be a tag of another tool, so its line has to look like a heading.
fn heading(
    text: &CheckedText<'_>,
    line: &WordLine<'_>,
    lines: &[WordLine<'_>],
) -> Option<Diagnostic> {
    let words = line.text.trim_start_matches('#');
    let level = line.text.len() - words.len();
    let first = words.chars().next()?;
    let is_heading = match level {
        1 => {
            lines.len() == 1 && first.is_uppercase() && words.contains(' ') && !words.contains('#')
        }
        2..=6 => first.is_alphanumeric() || first == OBJECT,
        _ => false,
    };
    is_heading.then(|| {
        let marks = &line.text[..level];
        let message = format!("`{marks}` without a blank after it begins no heading");
        let place = line.beginning(level);
        let problem = text.problem(Code::HeadingSyntax, message, &place);
        let problem = problem.help(format!("write `{marks} ` and the words of the heading"));
        with_fix(problem, Some(text.fix(&place, format!("{marks} "))))
    })
}

/// `-one`: an item of a list if all lines of its paragraph are. `-v` alone is an option of a program, and `-or-`
/// stands between two things.
fn dash(text: &CheckedText<'_>, line: &WordLine<'_>, lines: &[WordLine<'_>]) -> Option<Diagnostic> {
    lines.iter().all(is_dashed_item).then(|| item(text, line, 1, &line.text[..1]))
}

fn is_dashed_item(line: &WordLine<'_>) -> bool {
    let words = line.text.strip_prefix(['-', '+']).unwrap_or_default();
    let first = words.split_whitespace().next().unwrap_or_default();
    let letters = first.chars().take_while(|letter| letter.is_alphabetic()).count();
    letters > 2 && !first.contains(['=', ':']) && !line.text.ends_with('-')
}

/// `1.one`
fn number(text: &CheckedText<'_>, line: &WordLine<'_>) -> Option<Diagnostic> {
    let words = line.text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let digits = line.text.len() - words.len();
    let mut letters = words.strip_prefix(['.', ')'])?.chars();
    let is_item = (1..=3).contains(&digits)
        && letters.next().is_some_and(char::is_alphabetic)
        && letters.next().is_some_and(char::is_alphabetic);
    is_item.then(|| item(text, line, digits + 1, &line.text[..=digits]))
}

/// `• one`, and `– one` where nobody is quoted. A dash alone may begin a speech, or name who said something.
fn bullet(
    text: &CheckedText<'_>,
    line: &WordLine<'_>,
    block: &MaskedBlock,
    lines: &[WordLine<'_>],
) -> Option<Diagnostic> {
    let sign = line.text.chars().next().filter(|sign| BULLETS.contains(sign))?;
    let words = line.text[sign.len_utf8()..].trim_start();
    let is_dash = sign == '–';
    let has_blank = words.len() + sign.len_utf8() < line.text.len();
    let is_speech = is_dash && (block.is_quoted || !has_blank);
    let is_alone = is_dash
        && lines.len() > 1
        && lines.iter().filter(|other| other.text.starts_with('–')).count() == 1;
    let is_item = words
        .chars()
        .next()
        .is_some_and(|first| first.is_alphanumeric() || first == OBJECT || first == '"');
    (is_item && !is_speech && !is_alone).then(|| {
        let length = line.text.len() - words.len();
        item(text, line, length, "-")
    })
}

/// A line that would be an item with a mark and a blank in the place of its first bytes.
fn item(text: &CheckedText<'_>, line: &WordLine<'_>, length: usize, mark: &str) -> Diagnostic {
    let place = line.beginning(length);
    let written = line.text[..length].trim_end();
    let message = format!("`{written}` here begins no item of a list");
    let problem = text.problem(Code::ListSyntax, message, &place);
    let problem = problem.help(format!("write `{mark} ` and the words of the item"));
    with_fix(problem, Some(text.fix(&place, format!("{mark} "))))
}

/// `[] task` and `[X]task`, at the beginning of an item or of a paragraph.
fn task(text: &CheckedText<'_>, range: &Range<usize>, diagnostics: &mut Diagnostics) {
    let words = text.mask.words(range);
    let words = words.lines().next().unwrap_or_default();
    let blanks = words.len() - words.trim_start_matches([' ', '\t', OBJECT]).len();
    let start = range.start + blanks;
    // The mark of the list is not among the words, and what looks like a task may be in brackets.
    let Some((inside, after)) =
        text.source[start..].strip_prefix('[').and_then(|rest| rest.split_once(']'))
    else {
        return;
    };
    let mark = match inside {
        "" | " " => "[ ]",
        "x" | "X" => "[x]",
        _ => return,
    };
    let is_item =
        matches!(text.source.as_bytes().get(range.start), Some(b'-' | b'*' | b'+' | b'0'..=b'9'));
    let is_miss = match inside {
        "" => after.strip_prefix(' ').is_some_and(begins_words),
        _ => is_item && after.starts_with(char::is_alphanumeric),
    };
    if is_miss && text.mask.words(&(start..start + 1)) == "[" {
        let place = start..start + inside.len() + 2;
        let written = &text.source[place.clone()];
        let problem =
            text.problem(Code::TaskSyntax, format!("`{written}` here begins no task"), &place);
        let fixed = if is_item { mark.to_owned() } else { format!("- {mark}") };
        let fix = format!("{fixed}{}", if after.starts_with(' ') { "" } else { " " });
        let problem = problem.help(format!("write `{fixed} ` and the words of the task"));
        diagnostics.push(with_fix(problem, Some(text.fix(&place, fix))));
    }
}

fn begins_words(text: &str) -> bool {
    !text.starts_with(|sign: char| sign.is_ascii_punctuation() && !"`*_[(\"'~".contains(sign))
}

/// `!!! note`, as other tools begin a callout.
fn admonition(text: &CheckedText<'_>, line: &WordLine<'_>) -> Option<Diagnostic> {
    let rest = ["!!! ", "??? ", "???+ "].iter().find_map(|mark| line.text.strip_prefix(mark))?;
    let name = rest.split_whitespace().next()?;
    name.chars().all(|letter| letter.is_alphanumeric() || letter == '-').then(|| {
        let place = line.beginning(line.text.len() - rest.len() + name.len());
        let message = format!(
            "`{}` is a mark of another tool, and stays on the page",
            &line.text[..place.len()]
        );
        let problem = text.problem(Code::ForeignSyntax, message, &place);
        problem.help(format!("write `::: {name}`, the text without its indentation, and `:::`"))
    })
}

/// `:::tip[Title]`, as other tools begin a component.
fn directive(text: &CheckedText<'_>, line: &WordLine<'_>) -> Option<Diagnostic> {
    let rest = line.text.trim_start_matches(':');
    let colons = line.text.len() - rest.len();
    let length =
        rest.find(|letter: char| !letter.is_alphanumeric() && letter != '-').unwrap_or(rest.len());
    let (name, after) = rest.split_at(length);
    (colons > 2 && !name.is_empty()).then(|| {
        let place = line.beginning(colons + length);
        let message = format!("`{}` opens no component", &line.text[..place.len()]);
        let label = after.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        let label = label.map_or(String::new(), |(label, _)| format!(" {label}"));
        let problem = text.problem(Code::ForeignSyntax, message, &place);
        problem.help(format!("write `::: {name}{label}`"))
    })
}
