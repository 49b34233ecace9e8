//! Blocks that nobody meant: a sentence that became a heading or a list, code without an end, and both sides
//! of a conflict.

use std::ops::Range;

use super::mask::OBJECT;
use super::{CheckedText, with_fix};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Node, NodeId, NodeKind};

/// A sentence with a line of dashes right under it.
pub(super) fn headings_by_accident(text: &CheckedText<'_>, diagnostics: &mut Diagnostics) {
    for (_, node) in text.page.document.nodes.enumerate() {
        if matches!(node.kind, NodeKind::Heading(_)) {
            diagnostics.extend_with(heading_by_accident(text, node));
        }
    }
}

fn heading_by_accident(text: &CheckedText<'_>, node: &Node) -> Option<Diagnostic> {
    let place = node.place.range();
    let source = text.source[place.clone()].trim_end();
    let (words, line) = source.rsplit_once('\n')?;
    let dashes = line.trim_start_matches([' ', '\t', '>']);
    let is_underlined = dashes.len() > 1 && dashes.chars().all(|letter| letter == '-');
    // Who draws a line as long as the words means a heading.
    let is_meant = dashes.len() > 3 && dashes.len() * 4 >= words.chars().count() * 3;
    let is_sentence = words.contains('\n')
        || words.trim_end().ends_with(['.', '!', '?', ';', ':', ',', '…', '。', '！', '？']);
    // Front matter behind something else has its own report.
    let is_front_matter = words.lines().all(|line| line.contains(": ") || line.ends_with(':'));
    let is_sentence = is_sentence && !is_front_matter;
    (is_underlined && !is_meant && is_sentence && !source.starts_with('#')).then(|| {
        let at = place.start + words.len() + 1;
        let at = at + line.len() - dashes.len()..at + line.len();
        let message = "the line of dashes makes a heading of the words above it";
        let problem = text.problem(Code::AccidentalBlock, message, &at);
        let problem = problem.help("leave a blank line above it if it divides the text");
        let is_at_line_start = dashes.len() == line.len();
        with_fix(problem, is_at_line_start.then(|| text.fix(&(at.start..at.start), "\n")))
    })
}

/// A year and a point that begin a sentence, and so a list.
pub(super) fn lists_by_accident(text: &CheckedText<'_>, diagnostics: &mut Diagnostics) {
    for (id, node) in text.page.document.nodes.enumerate() {
        if matches!(node.kind, NodeKind::Numbers(first) if first >= 1000) {
            diagnostics.extend_with(list_by_accident(text, id, node));
        }
    }
}

fn list_by_accident(text: &CheckedText<'_>, list: NodeId, node: &Node) -> Option<Diagnostic> {
    let document = &text.page.document;
    let item = list.next();
    (item < node.end && document.nodes[item].end == node.end).then_some(())?;
    let start = node.place.range().start;
    let digits = text.source[start..].find(|letter: char| !letter.is_ascii_digit())?;
    let place = start..start + digits + 1;
    let written = &text.source[place.clone()];
    let message = format!("`{written}` at the beginning of a paragraph makes a numbered list");
    let fixed = format!("{}\\{}", &written[..digits], &written[digits..]);
    let problem = text.problem(Code::AccidentalBlock, message, &place);
    let problem = problem.help(format!("write `{fixed}` if it belongs to the sentence"));
    Some(with_fix(problem, Some(text.fix(&place, fixed))))
}

/// Code whose fence is never closed takes all that follows.
pub(super) fn unclosed_code(text: &CheckedText<'_>, diagnostics: &mut Diagnostics) {
    let document = &text.page.document;
    for (_, node) in document.nodes.enumerate() {
        let NodeKind::CodeBlock(code) = node.kind else { continue };
        if document.codes[code].info.is_some() {
            diagnostics.extend_with(unclosed(text, &node.place.range()));
        }
    }
}

fn unclosed(text: &CheckedText<'_>, place: &Range<usize>) -> Option<Diagnostic> {
    let source = text.source[place.clone()].trim_end();
    let mark = source.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let length = source.len() - source.trim_start_matches(mark).len();
    let (_, last) = source.rsplit_once('\n').unwrap_or_default();
    let last = last.trim_start_matches([' ', '\t', '>']);
    let is_closed = last.len() >= length && last.chars().all(|letter| letter == mark);
    (!is_closed).then(|| {
        let message = "the block of code that begins here never ends";
        let problem =
            text.problem(Code::UnclosedFence, message, &(place.start..place.start + length));
        problem.help("write the same fence on a line of its own where the code ends")
    })
}

/// What Git writes into a file where two changes do not go together.
pub(super) fn conflicts(text: &CheckedText<'_>, diagnostics: &mut Diagnostics) {
    if !text.source.contains("<<<<<<< ") {
        return;
    }
    let mut start = 0;
    for line in text.source.split_inclusive('\n') {
        let place = start..start + line.trim_end().len();
        start += line.len();
        let is_code = text.mask.words(&(place.start..place.start + 1)).starts_with(OBJECT);
        if line.starts_with("<<<<<<< ") && !is_code {
            let problem =
                text.problem(Code::ConflictMark, "a conflict of two changes is not solved", &place);
            let help = "keep one of the two texts, and take out the lines with `<<<<<<<`, `=======` and `>>>>>>>`";
            diagnostics.push(problem.help(help));
        }
    }
}
