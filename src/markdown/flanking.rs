//! Emphasis beside the punctuation of East Asian scripts.
//!
//! `CommonMark` asks for a blank or a punctuation mark outside of `**` that stands beside one inside. Chinese,
//! Japanese and Korean put no blanks there, so `**…。**次` kept its signs. The amendment that the field agrees on
//! (`markdown-cjk-friendly`, version 1) takes their punctuation for letters, and lets other punctuation stand
//! beside `**` if one of their characters is on the other side.

use super::hidden::{SignPosition, sign_for};

/// The punctuation that keeps emphasis beside it from beginning or ending.
pub(super) fn misleading(text: &str) -> Vec<SignPosition> {
    let mut found = Vec::new();
    for (start, end) in runs(text) {
        let before = text[..start].char_indices().next_back();
        let after = text[end..].chars().next().map(|letter| (end, letter));
        let (Some(before), Some(after)) = (before, after) else { continue };
        found.extend(
            [(before, after), (after, before)]
                .iter()
                .filter_map(|(side, other)| misleads(text, *side, other.1).then_some(side.0)),
        );
    }
    found
}

/// The runs of signs that emphasis is made of.
fn runs(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(['*', '~'])?;
        let sign = text.as_bytes()[start];
        at = start + text[start..].bytes().take_while(|byte| *byte == sign).count();
        Some((start, at))
    })
}

/// Whether a sign beside emphasis has to be hidden, by what stands on the other side.
fn misleads(text: &str, (at, sign): (SignPosition, char), other: char) -> bool {
    if sign_for(sign).is_none() || is_part_of_link(text, at, sign) {
        return false;
    }
    is_east_asian_punctuation(sign) || is_east_asian(other)
}

/// Whether a bracket or a sign belongs to a link or a picture.
fn is_part_of_link(text: &str, at: SignPosition, sign: char) -> bool {
    let line = &text[text[..at].rfind('\n').map_or(0, |end| end + 1)..at];
    match sign {
        ')' => line.rfind("](").is_some_and(|open| !line[open..].contains(')')),
        '(' => line.ends_with(']'),
        '!' => text[at..].starts_with("!["),
        _ => false,
    }
}

fn is_east_asian_punctuation(sign: char) -> bool {
    matches!(sign, '\u{3001}'..='\u{303f}' | '\u{30fb}' | '\u{fe10}'..='\u{fe6f}' | '\u{ff01}'..='\u{ffef}')
}

/// Whether a character is of Chinese, Japanese or Korean: a letter or punctuation.
fn is_east_asian(letter: char) -> bool {
    is_east_asian_punctuation(letter)
        || matches!(letter,
            '\u{1100}'..='\u{11ff}'
            | '\u{2e80}'..='\u{2fff}'
            | '\u{3005}'..='\u{a4cf}'
            | '\u{a960}'..='\u{a97f}'
            | '\u{ac00}'..='\u{d7ff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{1b000}'..='\u{1b16f}'
            | '\u{1f200}'..='\u{1f2ff}'
            | '\u{20000}'..='\u{3ffff}')
}
