//! Words for which the project knows better ones.

use super::Prose;
use crate::diagnostic::{Code, Diagnostics};

pub(super) fn listed(prose: &Prose<'_>, diagnostics: &mut Diagnostics) {
    for block in prose.blocks.iter().filter(|block| !block.is_quoted) {
        for (phrase, better) in &prose.config.advice.wording {
            for at in uses(&block.text, phrase) {
                let range = at..at + phrase.len();
                let written = &block.text[range.clone()];
                let message = format!("the project writes `{better}` for `{written}`");
                let problem = prose.problem(Code::Wording, message, block, &range);
                diagnostics.push(problem.help(format!("write `{better}`")));
            }
        }
    }
}

/// Where a phrase stands as whole words, outside of quotation marks. Letters may be large or small.
fn uses(text: &str, phrase: &str) -> Vec<usize> {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let starts = text.char_indices().map(|(at, _)| at);
    starts
        .filter(|at| {
            let written = text.get(*at..at + phrase.len());
            written.is_some_and(|written| written.to_lowercase() == phrase.to_lowercase())
                && !is_letter(text[..*at].chars().next_back())
                && !is_letter(text[at + phrase.len()..].chars().next())
                && !is_in_marks(&text[..*at])
        })
        .collect()
}

/// Whether a quotation is open at the end of a text.
fn is_in_marks(before: &str) -> bool {
    let count = |mark: char| before.chars().filter(|c| *c == mark).count();
    count('“') > count('”') || count('«') > count('»') || count('"') % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_whole_words_and_quotations_are_left_alone() {
        let text = "Blunt saws, a blunt saw, “a blunt saw”, and a BLUNT SAW";
        assert_eq!(uses(text, "blunt saw"), [14, 50]);
        assert_eq!(uses("über", "ü"), [0; 0]);
    }
}
