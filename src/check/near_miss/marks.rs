//! Marks that never close: `**` and backticks that stay on the page.

use std::ops::Range;

use super::CheckedText;
use super::mask::{MaskedBlock, OBJECT};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::NodeKind;
use crate::markdown::is_east_asian;

pub(super) fn check(text: &CheckedText<'_>, diagnostics: &mut Diagnostics) {
    for block in text.mask.blocks() {
        diagnostics.extend_with(strong(text, block));
        // In a row, a sign that divides cells divides code, too: that has a report of its own.
        if text.page.document.nodes[block.node].kind != NodeKind::Cell {
            diagnostics.extend_with(code(text, block));
        }
    }
}

/// `**` before a word. Around it are blanks or marks, so it is no sign of a formula and no pattern of paths.
fn strong(text: &CheckedText<'_>, block: &MaskedBlock) -> Option<Diagnostic> {
    let words = text.mask.words(&block.range);
    let at = words.match_indices("**").map(|(at, _)| at).find(|at| opens_strong(words, *at))?;
    let place = mark(block, at, 2);
    let problem =
        text.problem(Code::UnclosedMark, "`**` stays on the page: nothing closes it", &place);
    let help = "write `**` where the strong words end, without a blank before it, or `\\*\\*` for the signs themselves";
    Some(problem.help(help))
}

fn opens_strong(words: &str, at: usize) -> bool {
    let before = words[..at].chars().next_back();
    let after = words[at + 2..].chars().next();
    let opens = before.is_none_or(|letter| {
        letter.is_whitespace()
            || matches!(letter, '(' | '"' | '“' | '„' | '«')
            || is_east_asian(letter)
    });
    let is_word =
        |letter: char| letter.is_alphanumeric() || letter == OBJECT || is_east_asian(letter);
    opens && after.is_some_and(is_word)
}

/// A backtick before a word. With a straight `'` after it, it is a quotation mark of another program.
fn code(text: &CheckedText<'_>, block: &MaskedBlock) -> Option<Diagnostic> {
    let words = text.mask.words(&block.range);
    let (at, _) = words.match_indices('`').find(|(at, _)| opens_code(words, *at))?;
    let place = mark(block, at, 1);
    let problem = text.problem(
        Code::UnclosedMark,
        "the backtick stays on the page: nothing closes it",
        &place,
    );
    Some(problem.help("write a backtick where the code ends, or a backslash before this one"))
}

fn opens_code(words: &str, at: usize) -> bool {
    let before = words[..at].chars().next_back();
    let rest = &words[at + 1..];
    let opens = before.is_none_or(|letter| letter.is_whitespace() || letter == '(');
    let line = rest.lines().next().unwrap_or_default();
    opens
        && rest.starts_with(|letter: char| {
            letter.is_alphanumeric() || matches!(letter, '-' | '/' | '.' | '<')
        })
        && !line.contains(['\'', OBJECT])
}

fn mark(block: &MaskedBlock, at: usize, length: usize) -> Range<usize> {
    block.range.start + at..block.range.start + at + length
}
