//! What rules of advice hold pages to.

use crate::config::Advice;
use crate::diagnostic::Diagnostics;
use crate::yaml::Node;

pub(super) fn advice(advice: &mut Advice, node: &Node<'_>, diagnostics: &mut Diagnostics) {
    let Some(mut fields) = node.fields(diagnostics) else { return };
    if let Some(node) = fields.get("sentence_words") {
        let most = node.integer_in(5..=200, diagnostics);
        advice.sentence_words = most.unwrap_or(advice.sentence_words);
    }
    if let Some(node) = fields.get("known_acronyms") {
        advice.known_acronyms.extend(node.texts(diagnostics));
    }
    if let Some(node) = fields.get("wording") {
        for (phrase, better) in node.entries(diagnostics) {
            if phrase.trim().is_empty() {
                diagnostics.push(better.invalid("the words to avoid are missing"));
            } else if let Some(better) = better.text(diagnostics) {
                advice.wording.push((phrase.to_owned(), better));
            }
        }
    }
    fields.finish(diagnostics);
}
