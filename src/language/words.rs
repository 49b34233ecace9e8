//! Words of plain text.

use std::ops::Range;

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
