//! Sentences that are hard to read for their length.

use std::ops::Range;

use super::Prose;
use crate::diagnostic::{Code, Diagnostics};
use crate::document::BlockKind;

pub(super) fn long(prose: &Prose<'_>, diagnostics: &mut Diagnostics) {
    let most = prose.config.advice.sentence_words;
    for block in &prose.blocks {
        if block.is_quoted || !matches!(block.kind, BlockKind::Paragraph | BlockKind::Item) {
            continue;
        }
        for sentence in sentences(&block.text) {
            let count = words(&block.text[sentence.clone()]);
            if count > most {
                let message = format!("this sentence has {count} words");
                let problem = prose.problem(Code::LongSentence, message, block, &sentence);
                diagnostics
                    .push(problem.help(format!("say it in several, of {most} words at most")));
            }
        }
    }
}

fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// The sentences of a text. A stop ends one if a blank and no small letter follow, and what stands
/// before it is neither an initial nor so short as abbreviations are.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    for (at, (place, letter)) in letters.iter().enumerate() {
        // Several stops in a row are one.
        if *place < start {
            continue;
        }
        let is_wide_stop = matches!(letter, '。' | '！' | '？');
        if !is_wide_stop && !matches!(letter, '.' | '!' | '?' | '…') {
            continue;
        }
        let mut next = at + 1;
        while letters
            .get(next)
            .is_some_and(|(_, c)| matches!(c, '"' | '”' | '’' | '\'' | ')' | ']' | '»' | '.'))
        {
            next += 1;
        }
        let after = letters.get(next).map(|(_, c)| *c);
        let first_after = letters[next..].iter().map(|(_, c)| *c).find(|c| !c.is_whitespace());
        let goes_on = first_after.is_some_and(char::is_lowercase);
        let is_stop = is_wide_stop || (after.is_none_or(char::is_whitespace) && !goes_on);
        let end = letters.get(next).map_or(text.len(), |(end, _)| *end);
        if is_stop && (is_wide_stop || !is_abbreviation(&text[start..letters[at].0], *letter)) {
            push(&mut sentences, text, start..end);
            start = end;
        }
    }
    push(&mut sentences, text, start..text.len());
    sentences
}

/// Whether the word before a point is one that is cut short.
fn is_abbreviation(before: &str, stop: char) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    let has_points = word.contains('.') && word.chars().all(|c| c.is_alphabetic() || c == '.');
    let is_title = matches!(word, "Dr" | "Mr" | "Mrs" | "Ms" | "St" | "No" | "vs" | "cf" | "Prof");
    stop == '.' && (is_initial || has_points || is_title)
}

fn push(sentences: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    let inner = &text[range.clone()];
    let start = range.start + (inner.len() - inner.trim_start().len());
    let end = start + inner.trim().len();
    if start < end {
        sentences.push(start..end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_end_sentences_and_abbreviations_do_not() {
        let of = |text: &'static str| -> Vec<&str> {
            sentences(text).into_iter().map(|range| &text[range]).collect()
        };
        assert_eq!(of("One. Two!  Three? four."), ["One.", "Two!", "Three? four."]);
        assert_eq!(of("She said “Yes.” Then she left."), ["She said “Yes.”", "Then she left."]);
        assert_eq!(
            of("Dr. B. Smith of the U.S. Army, e.g. here. End"),
            ["Dr. B. Smith of the U.S. Army, e.g. here.", "End"]
        );
        assert_eq!(of("短い。次。"), ["短い。", "次。"]);
        assert_eq!(of("Is it?. Yes?!"), ["Is it?.", "Yes?!"]);
        assert_eq!(of("Version 1.5 is out"), ["Version 1.5 is out"]);
        assert_eq!(words("one – two, \u{fffc} 3"), 3);
    }
}
