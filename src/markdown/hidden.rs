//! Signs that the parser would take for something that nobody meant.
//!
//! Each is hidden behind another sign of the same length before the text is parsed, so every byte stays where it
//! is, and comes back in what the parser makes of the text.

use std::borrow::Cow;

use pulldown_cmark::{CowStr, Event, Tag};

use super::{Dialect, colon, dollar, flanking};

/// A sign to hide: where it stands, in bytes.
pub(super) type SignPosition = usize;

/// ASCII signs, and the control characters that stand for them.
const ASCII: &[(char, char)] = &[
    (':', '\u{2}'),
    ('$', '\u{3}'),
    ('"', '\u{e}'),
    ('\'', '\u{f}'),
    ('(', '\u{10}'),
    (')', '\u{11}'),
    (',', '\u{12}'),
    ('.', '\u{13}'),
    (';', '\u{14}'),
    ('!', '\u{15}'),
    ('?', '\u{16}'),
    ('%', '\u{17}'),
    ('/', '\u{18}'),
    ('-', '\u{19}'),
    ('+', '\u{1b}'),
    ('=', '\u{1c}'),
    ('@', '\u{1d}'),
    ('&', '\u{1e}'),
];

/// Blocks of signs of three bytes, and where the private characters that stand for each begin.
const BLOCKS: &[(std::ops::RangeInclusive<char>, u32)] = &[
    ('\u{2010}'..='\u{205e}', 0xe000),
    ('\u{3001}'..='\u{303f}', 0xe100),
    ('\u{ff01}'..='\u{ffef}', 0xe200),
    ('\u{fe10}'..='\u{fe6f}', 0xe300),
    ('\u{30fb}'..='\u{30fb}', 0xe400),
];

/// The sign that stands for another one; `None` if it has none.
pub(super) fn sign_for(letter: char) -> Option<char> {
    if letter.is_ascii() {
        return ASCII.iter().find(|(shown, _)| *shown == letter).map(|(_, hidden)| *hidden);
    }
    let (block, start) = BLOCKS.iter().find(|(block, _)| block.contains(&letter))?;
    char::from_u32(start + (u32::from(letter) - u32::from(*block.start())))
}

/// The sign that another one stands for.
fn sign_of(hidden: char) -> Option<char> {
    if hidden.is_ascii() {
        return ASCII.iter().find(|(_, sign)| *sign == hidden).map(|(shown, _)| *shown);
    }
    let number = u32::from(hidden);
    let (block, start) = BLOCKS.iter().find(|(block, start)| {
        let length = u32::from(*block.end()) - u32::from(*block.start());
        (*start..=start + length).contains(&number)
    })?;
    char::from_u32(u32::from(*block.start()) + (number - start))
}

/// The text with its misleading signs hidden. One that has such signs of its own stays as it is.
pub(super) fn hide<'t>(text: &'t str, dialect: Dialect<'_>) -> Cow<'t, str> {
    let mut signs: Vec<SignPosition> = colon::misleading(text);
    if dialect.math {
        signs.extend(dollar::misleading(text));
    }
    if dialect.has_east_asian_emphasis {
        signs.extend(flanking::misleading(text));
    }
    if signs.is_empty() || text.contains(|letter| sign_of(letter).is_some()) {
        return Cow::Borrowed(text);
    }
    signs.sort_unstable();
    signs.dedup();
    let mut hidden = String::with_capacity(text.len());
    let mut done = 0;
    for at in signs {
        hidden.push_str(&text[done..at]);
        let letter = text[at..].chars().next().unwrap_or_default();
        hidden.push(sign_for(letter).unwrap_or(letter));
        done = at + letter.len_utf8();
    }
    hidden.push_str(&text[done..]);
    Cow::Owned(hidden)
}

/// The event with its signs as they were.
pub(super) fn show(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Text(text) => Event::Text(shown(text)),
        Event::Code(text) => Event::Code(shown(text)),
        Event::Html(text) => Event::Html(shown(text)),
        Event::InlineHtml(text) => Event::InlineHtml(shown(text)),
        Event::InlineMath(text) => Event::InlineMath(shown(text)),
        Event::DisplayMath(text) => Event::DisplayMath(shown(text)),
        Event::FootnoteReference(label) => Event::FootnoteReference(shown(label)),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let (dest_url, title) = (shown(dest_url), shown(title));
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            let (dest_url, title) = (shown(dest_url), shown(title));
            Event::Start(Tag::Image { link_type, dest_url, title, id })
        }
        other => other,
    }
}

fn shown(text: CowStr<'_>) -> CowStr<'_> {
    if !text.contains(|letter| sign_of(letter).is_some()) {
        return text;
    }
    CowStr::from(text.chars().map(|letter| sign_of(letter).unwrap_or(letter)).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_comes_back_and_is_as_long() {
        let ascii = ASCII.iter().map(|(shown, _)| *shown);
        let blocks = BLOCKS.iter().flat_map(|(block, _)| block.clone());
        for letter in ascii.chain(blocks) {
            let hidden = sign_for(letter).expect("it has one");
            assert_eq!(hidden.len_utf8(), letter.len_utf8(), "{letter}");
            assert_eq!(sign_of(hidden), Some(letter));
            assert_eq!(sign_of(letter), None, "{letter}");
        }
    }
}
