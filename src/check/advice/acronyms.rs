//! Short forms in capital letters that a page uses before it says what they are short for.

use std::collections::HashSet;
use std::ops::Range;

use super::Prose;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostics};
use crate::document::BlockKind;
use crate::language::words;
use crate::site::Site;

/// Short forms that are better known than what they are short for.
const COMMON: [&str; 16] = [
    "AM", "CD", "CSV", "DVD", "FAQ", "GPS", "HTML", "ID", "OK", "PDF", "PM", "SMS", "TV", "URL",
    "USB", "UTC",
];

/// What needs no explanation: what the settings name, and names of pages that texts link to.
pub(super) fn known<'a>(site: &'a Site, config: &'a Config) -> Vec<&'a str> {
    let declared = config.abbreviations.iter().map(|(short, _)| short.as_str());
    let mut known: Vec<&str> = declared.chain(COMMON).collect();
    known.extend(config.advice.known_acronyms.iter().map(String::as_str));
    for page in site.terms(config).map(|id| site.page(id)) {
        known.push(&page.title);
        known.extend(page.other_names(config).map(String::as_str));
    }
    known
}

pub(super) fn undefined(prose: &Prose<'_>, diagnostics: &mut Diagnostics) {
    let mut seen: HashSet<&str> = prose.known.iter().copied().collect();
    let texts = prose.blocks.iter().map(|block| block.text.as_str());
    let written: HashSet<&str> = texts.flat_map(|text| words(text).map(|at| &text[at])).collect();
    for block in &prose.blocks {
        if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Item) {
            continue;
        }
        let text = block.text.as_str();
        let places: Vec<Range<usize>> = words(text).collect();
        for (at, range) in places.iter().enumerate() {
            let word = &text[range.clone()];
            let is_shouted = [at.wrapping_sub(1), at + 1]
                .iter()
                .any(|near| places.get(*near).is_some_and(|near| is_capital(&text[near.clone()])));
            let (before, after) = (&text[..range.start], &text[range.end..]);
            // `1 GB` is a unit, and `.NET` a name; a year says nothing of the word behind it.
            let number = before.trim_end().rsplit(|c: char| !c.is_ascii_digit()).next();
            let is_unit = number.is_some_and(|number| !number.is_empty() && number.len() != 4);
            let is_other = before.ends_with('.') || is_unit;
            if !is_acronym(word) || is_shouted || is_other || !seen.insert(word) {
                continue;
            }
            // What the page writes in small letters, too, is a word that is stressed.
            if written.contains(word.to_lowercase().as_str()) {
                continue;
            }
            let is_explained = before.ends_with('(') || after.starts_with(" (");
            if !is_explained && !block.is_quoted {
                let message = format!("the page does not say what `{word}` is short for");
                let problem = prose.problem(Code::UndefinedAcronym, message, block, range);
                let help = format!(
                    "write it out and put `({word})` behind it, or declare it under `abbreviations`"
                );
                diagnostics.push(problem.help(help));
            }
        }
    }
}

/// Whether a word of several letters has capital ones only.
fn is_capital(word: &str) -> bool {
    word.chars().count() > 1 && word.chars().all(char::is_uppercase)
}

/// From two to six capital letters, perhaps with fewer digits behind the first. Numbers in Roman letters
/// are none.
fn is_acronym(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_uppercase()).count();
    let is_plain = word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit())
        && word.starts_with(char::is_uppercase)
        && letters * 2 > word.chars().count();
    let is_roman = word.chars().all(|c| "IVXLCDM".contains(c));
    is_plain && !is_roman && (2..=6).contains(&letters) && word.chars().count() <= 6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_are_short_and_in_capital_letters() {
        for word in ["TPI", "EU", "H2O"] {
            assert!(is_acronym(word), "{word}");
        }
        for word in ["Tpi", "XIV", "A", "2024", "WORKSHOP", "TPIs", "FE20", "1AFF"] {
            assert!(!is_acronym(word), "{word}");
        }
    }
}
