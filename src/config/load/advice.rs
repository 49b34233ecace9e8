//! What rules of advice hold pages to.

use super::values::plain;
use crate::config::Advice;
use crate::config::declare::{AnyText, By, Integer, KeyTable, List, Shape, To, key};
use crate::diagnostic::Diagnostics;
use crate::yaml::YamlNode;

pub(super) static ADVICE: KeyTable<Advice> = KeyTable {
    keys: &[
        key(
            "sentence_words",
            &To(Integer { least: 5, most: 200 }, |it: &mut Advice, most| it.sentence_words = most),
        )
        .or_default(|it| it.sentence_words.to_string(), "Words of a sentence at most."),
        key(
            "known_acronyms",
            &To(List { of: AnyText, called: "short forms" }, |it: &mut Advice, known| {
                it.known_acronyms.extend(known);
            }),
        )
        .or("none", "Short forms that need no explanation."),
        key("wording", &To(WORDING, |it: &mut Advice, wording| it.wording.extend(wording)))
            .or("none", "Words or phrases to avoid, each with a better one."),
    ],
    variants: None,
};

const WORDING: By<Vec<(String, String)>> = By {
    read: |node, diagnostics| Some(wording(node, diagnostics)),
    shape: || Shape::map("WORDS", plain("better words")),
    help_without_value: None,
};

fn wording(node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Vec<(String, String)> {
    let mut wording = Vec::new();
    for (phrase, better) in node.entries(diagnostics) {
        if phrase.trim().is_empty() {
            diagnostics.push(better.invalid("the words to avoid are missing"));
        } else if let Some(better) = better.text(diagnostics) {
            wording.push((phrase.to_owned(), better));
        }
    }
    wording
}
