//! Words of plain text.

use std::ops::Range;

use super::tokens::is_east_asian;

/// Runs of letters and digits, in order.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut letters = text.char_indices().peekable();
    std::iter::from_fn(move || {
        while letters.next_if(|(_, c)| !c.is_alphanumeric()).is_some() {}
        let (start, _) = *letters.peek()?;
        let mut end = start;
        while let Some((at, c)) = letters.next_if(|(_, c)| c.is_alphanumeric()) {
            end = at + c.len_utf8();
        }
        Some(start..end)
    })
}

/// The same, but each sign by itself where a script puts no spaces between words.
pub(crate) fn words_and_signs(text: &str) -> impl Iterator<Item = Range<usize>> {
    words(text).flat_map(move |word| {
        let mut letters = text[word.clone()].char_indices().peekable();
        std::iter::from_fn(move || {
            let (start, first) = letters.next()?;
            let mut end = start + first.len_utf8();
            while !is_east_asian(first)
                && let Some((at, letter)) = letters.next_if(|(_, letter)| !is_east_asian(*letter))
            {
                end = at + letter.len_utf8();
            }
            Some(word.start + start..word.start + end)
        })
    })
}

/// Whether a range of a text begins and ends where a word can: a word in Katakana or Hangul does not begin
/// in the middle of letters of that script, nor one in Katakana end there. Other signs tell nothing.
pub(crate) fn is_apart(text: &str, range: &Range<usize>) -> bool {
    let is_katakana = |c: char| matches!(c, '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}');
    let is_hangul = |c: char| matches!(c, '\u{ac00}'..='\u{d7a3}');
    let both = |a: Option<char>, b: Option<char>, is: &dyn Fn(char) -> bool| {
        a.is_some_and(is) && b.is_some_and(is)
    };
    let own = &text[range.clone()];
    let (before, after) =
        (text[..range.start].chars().next_back(), text[range.end..].chars().next());
    let (first, last) = (own.chars().next(), own.chars().next_back());
    !both(before, first, &is_katakana)
        && !both(last, after, &is_katakana)
        && !both(before, first, &is_hangul)
}
