//! What looks like a link among words and is none.

use std::ops::Range;

use super::SourceText;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::TextRange;
use crate::markdown;

/// Reports links whose address has blanks: to the parser they are words.
pub(super) fn check_words(text: &SourceText<'_>, words: TextRange, diagnostics: &mut Diagnostics) {
    for (whole, address) in near_links(text.source, words.range()) {
        let address = text.source[address].trim();
        let message = "this is no link, since the address has blanks";
        // Names of variables need none.
        let tight = markdown::without_blanks(address);
        let help = match tight.split_once(char::is_whitespace) {
            None => format!("write it without blanks: `({tight})`"),
            Some((file, title)) if has_file_ending(file) && !title.contains('"') => {
                format!("a title stands between quotation marks: `({file} \"{title}\")`")
            }
            Some(_) => format!("write the address between angle brackets: `(<{tight}>)`"),
        };
        let span = text.span(TextRange::new(&whole));
        diagnostics.push(Diagnostic::new(Code::LinkSyntax, message).at(span).help(help));
    }
}

/// How many letters of words and of an address are looked at: a long line may hold many brackets.
const LONGEST_NEAR: usize = 300;

/// What looks like a link in a text and is none, since its address has blanks: from its opening bracket
/// on, and the address. `words` is a part of the text that the parser took for words.
fn near_links(text: &str, words: Range<usize>) -> Vec<(Range<usize>, Range<usize>)> {
    let ends = text[words.clone()].match_indices("](").map(|(at, _)| words.start + at);
    let near = ends.filter_map(|label_end| {
        let before = text[..label_end].char_indices().rev().take(LONGEST_NEAR);
        let (label, _) = before.take_while(|(_, c)| *c != '\n').find(|(_, c)| *c == '[')?;
        let start = if text[..label].ends_with('!') { label - 1 } else { label };
        let address = label_end + 2;
        let mut after = text[address..].char_indices().take(LONGEST_NEAR);
        let end = address + after.find(|(_, c)| matches!(c, ')' | '\n'))?.0;
        let is_meant = text[end..].starts_with(')')
            && !text[..start].ends_with('\\')
            && !text[..label_end].ends_with('\\')
            && is_spaced_address(&text[address..end]);
        is_meant.then_some((start..end + 1, address..end))
    });
    near.collect()
}

/// Whether a text has blanks in it and is meant as an address all the same: it begins as one, a part of it has
/// the ending of a file, or it is words alone, as the title of a page is.
fn is_spaced_address(text: &str) -> bool {
    let text = text.trim();
    let begins = ["{{", "/", "./", "../", "http://", "https://"];
    let is_title = |text: &str| {
        text.starts_with(char::is_alphabetic)
            && text
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'' | '’' | '#'))
    };
    let is_address = begins.iter().any(|begin| text.starts_with(begin))
        || text.split_whitespace().any(has_file_ending)
        || is_title(text);
    text.contains(char::is_whitespace) && is_address
}

/// Whether a word ends as the names of files do, perhaps with an anchor behind it.
fn has_file_ending(word: &str) -> bool {
    let file = word.split(['#', '?']).next().unwrap_or(word);
    file.rsplit_once('.').is_some_and(|(name, ending)| {
        !name.is_empty()
            && (2..=5).contains(&ending.len())
            && ending.starts_with(|c: char| c.is_ascii_alphabetic())
            && ending.chars().all(|c| c.is_ascii_alphanumeric())
    })
}
