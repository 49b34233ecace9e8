//! Where words stand in the source, which may have marks for some of their letters: escapes and entities.

use std::ops::Range;

/// Words in pieces, where marks make them shorter than their source: where each begins among the words, and
/// its place in the source. `None` if they are one piece, or if the letters do not show the pieces.
pub(crate) fn written_pieces(words: &str, source: &str) -> Option<Vec<(usize, Range<usize>)>> {
    if words.len() == source.len() {
        return None;
    }
    let mut pieces: Vec<(usize, Range<usize>)> = Vec::new();
    let (mut at, mut is_plain) = (0, false);
    for (start, letter) in words.char_indices() {
        let length = written_length(letter, &source[at..])?;
        match pieces.last_mut() {
            Some((_, place)) if is_plain && length == letter.len_utf8() => place.end += length,
            _ => pieces.push((start, at..at + length)),
        }
        is_plain = length == letter.len_utf8();
        at += length;
    }
    Some(pieces)
}

/// Where a part of some words stands in their source; `None` if their letters do not say.
pub(super) fn written_place(
    words: &str,
    source: &str,
    part: &Range<usize>,
) -> Option<Range<usize>> {
    let (mut at, mut start) = (0, None);
    for (index, letter) in words.char_indices() {
        if index == part.start {
            start = Some(at);
        }
        at += written_length(letter, &source[at..])?;
        if index + letter.len_utf8() == part.end {
            return Some(start?..at);
        }
    }
    None
}

/// The length of the sign with which a source begins and that stands for a letter.
fn written_length(letter: char, source: &str) -> Option<usize> {
    let escaped = source.strip_prefix('\\').filter(|_| letter.is_ascii_punctuation());
    if escaped.is_some_and(|rest| rest.starts_with(letter)) {
        return Some(2);
    }
    let entity = source.starts_with('&').then(|| source.find(';')).flatten();
    match entity {
        Some(end) if letter != '&' || &source[..end] == "&amp" => Some(end + 1),
        _ => source.starts_with(letter).then(|| letter.len_utf8()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_stands_where_its_letters_do() {
        let (words, source) = ("a *b & é", "a \\*b &amp; &eacute;");
        for (part, written) in [("a", "a"), ("*b", "\\*b"), ("& é", "&amp; &eacute;")] {
            let start = words.find(part).expect("it is there");
            let place = written_place(words, source, &(start..start + part.len()));
            assert_eq!(place.map(|place| &source[place]), Some(written));
        }
        assert_eq!(written_place("\u{fffd}a", "\0a", &(3..4)), None);
    }
}
