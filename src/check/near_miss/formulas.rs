//! Formulas that hold a sentence: two prices with words between them.

use super::CheckedText;
use crate::diagnostic::{Code, Diagnostics};
use crate::document::{Display, NodeKind};

/// How many words in a row no formula has.
const WORDS: usize = 3;

pub(super) fn check(text: &CheckedText<'_>, diagnostics: &mut Diagnostics) {
    let document = &text.page.document;
    for (_, node) in document.nodes.enumerate() {
        let NodeKind::Formula(Display::Inline, tex) = node.kind else { continue };
        if holds_a_sentence(document.read(document.texts[tex], text.source)) {
            let message = "this formula holds words";
            let place = node.place.range();
            let problem = text.problem(Code::MathSyntax, message, &place).warning();
            let help =
                "write `\\$` if these are prices, or `\\text{…}` around the words of a formula";
            diagnostics.push(problem.help(help));
        }
    }
}

/// Whether words stand in a row that are no names of one letter and no commands.
fn holds_a_sentence(tex: &str) -> bool {
    let mut in_a_row = 0;
    for word in tex.split_whitespace() {
        let is_word =
            word.len() > 1 && word.chars().all(|c| c.is_alphabetic() || matches!(c, ',' | '.'));
        in_a_row = if is_word { in_a_row + 1 } else { 0 };
        if in_a_row >= WORDS {
            return true;
        }
    }
    false
}
