//! Emphasis beside the punctuation of East Asian scripts.
//!
//! `CommonMark` asks for a blank or a punctuation mark outside of `**` that stands beside one inside. Chinese,
//! Japanese and Korean put no blanks there, so `**…。**次` kept its signs. The amendment that the field agrees on
//! (`markdown-cjk-friendly`, version 1) takes their punctuation for letters, and lets other punctuation stand
//! beside `**` if one of their characters is on the other side.

use super::hidden::{PUNCTUATION, SignPosition, sign_for};

/// The signs that keep emphasis beside them from beginning or ending, with what has to stand for each.
pub(super) fn misleading(text: &str) -> Vec<(SignPosition, char)> {
    let mut found = Vec::new();
    for (start, end) in runs(text) {
        let before = text[..start].char_indices().next_back();
        let after = text[end..].chars().next().map(|letter| (end, letter));
        let (Some(before), Some(after)) = (before, after) else { continue };
        found.extend(hidden(text, before, after));
        found.extend(hidden(text, after, before));
    }
    found
}

/// What hides a sign beside emphasis, by the one on the other side.
fn hidden(
    text: &str,
    (at, sign): (SignPosition, char),
    (other_at, other): (SignPosition, char),
) -> Option<(SignPosition, char)> {
    let can_hide = |at, sign| sign_for(sign).is_some() && !is_part_of_link(text, at, sign);
    let is_needed = if is_east_asian_punctuation(sign) {
        // Beside a sign that has to stay, such as the end of a link or of code, punctuation is what it takes.
        !is_sign(other) || can_hide(other_at, other)
    } else {
        // Beside another sign, each of them lets emphasis stand there already.
        is_east_asian(other) && (!is_sign(other) || is_east_asian_punctuation(other))
    };
    if !is_needed {
        return None;
    }
    match sign_for(sign) {
        Some(hidden) if can_hide(at, sign) => Some((at, hidden)),
        // The letter on the other side has to look like punctuation, unless it is.
        _ if is_east_asian_punctuation(other) => None,
        _ if is_sign(sign) && other.len_utf8() == PUNCTUATION.len_utf8() => {
            Some((other_at, PUNCTUATION))
        }
        _ => None,
    }
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

/// Whether the parser takes a character for punctuation: symbols and pictures are.
fn is_sign(letter: char) -> bool {
    !letter.is_alphanumeric() && !letter.is_whitespace() && !is_variation(letter)
}

/// Whether a character chooses the form of the one before it.
fn is_variation(letter: char) -> bool {
    matches!(letter, '\u{fe00}'..='\u{fe0e}' | '\u{e0100}'..='\u{e01ef}')
}

fn is_east_asian_punctuation(sign: char) -> bool {
    matches!(sign, '\u{3001}'..='\u{303f}' | '\u{30fb}' | '\u{fe10}'..='\u{fe6f}' | '\u{ff01}'..='\u{ffef}')
}

/// Whether a character is of Chinese, Japanese or Korean: a letter or punctuation.
pub(crate) fn is_east_asian(letter: char) -> bool {
    is_east_asian_punctuation(letter)
        || is_variation(letter)
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
