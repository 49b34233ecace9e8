//! Signs that the parser would take for something that nobody meant.
//!
//! Each is hidden behind another sign of the same length before the text is parsed, so every byte stays where it
//! is, and comes back in what the parser makes of the text.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag};

use super::{Dialect, colon, dollar, flanking, tag};

/// Where a sign to hide stands, in bytes.
pub(super) type SignPosition = usize;

/// Stands for a letter that has to look like punctuation. What it stands for is looked up in the text.
pub(super) const PUNCTUATION: char = '\u{2e4f}';

/// ASCII signs, and the control characters that stand for them.
const ASCII: &[(char, char)] = &[
    (':', '\u{2}'),
    ('$', '\u{3}'),
    ('<', '\u{4}'),
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

/// A text with its misleading signs hidden.
pub(super) struct Hidden<'t> {
    pub(super) text: Cow<'t, str>,
    hides: bool,
    /// The letters that look like punctuation, in order of their places.
    letters: Vec<(SignPosition, char)>,
}

impl<'t> Hidden<'t> {
    /// A text that has such signs of its own stays as it is.
    pub(super) fn new(text: Cow<'t, str>, dialect: Dialect<'_>) -> Hidden<'t> {
        let signs = misleading(&text, dialect);
        if signs.is_empty() || text.contains(is_hidden) {
            return Hidden { text, hides: false, letters: Vec::new() };
        }
        let mut hidden = String::with_capacity(text.len());
        let mut done = 0;
        for (at, sign) in &signs {
            hidden.push_str(&text[done..*at]);
            hidden.push(*sign);
            done = at + sign.len_utf8();
        }
        hidden.push_str(&text[done..]);
        let letters = signs.into_iter().filter(|(_, sign)| *sign == PUNCTUATION);
        let letters = letters.map(|(at, _)| (at, letter_at(&text, at))).collect();
        Hidden { text: Cow::Owned(hidden), hides: true, letters }
    }

    /// The event with its signs as they were; `range` is its place in the text.
    pub(super) fn show<'e>(&self, event: Event<'e>, range: &Range<usize>) -> Event<'e> {
        let shown = |text| self.shown(text, range);
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

    fn shown<'e>(&self, text: CowStr<'e>, range: &Range<usize>) -> CowStr<'e> {
        if !self.hides || !text.contains(is_hidden) {
            return text;
        }
        let first = self.letters.partition_point(|(at, _)| *at < range.start);
        let mut letters = self.letters[first..].iter().map(|(_, letter)| *letter);
        let shown = text.chars().map(|letter| match sign_of(letter) {
            Some(shown) => shown,
            None if letter == PUNCTUATION => letters.next().unwrap_or(letter),
            None => letter,
        });
        CowStr::from(shown.collect::<String>())
    }
}

/// The misleading signs of a text with what stands for each, in order.
fn misleading(text: &str, dialect: Dialect<'_>) -> Vec<(SignPosition, char)> {
    let mut signs: Vec<SignPosition> = colon::misleading(text);
    if dialect.math {
        signs.extend(dollar::misleading(text));
    }
    if dialect.tags_are_text {
        signs.extend(tag::misleading(text));
    }
    let mut hidden: BTreeMap<SignPosition, char> =
        signs.into_iter().filter_map(|at| Some((at, sign_for(letter_at(text, at))?))).collect();
    if dialect.has_east_asian_emphasis {
        hidden.extend(flanking::misleading(text));
    }
    hidden.into_iter().collect()
}

fn letter_at(text: &str, at: SignPosition) -> char {
    text[at..].chars().next().unwrap_or_default()
}

fn is_hidden(letter: char) -> bool {
    letter == PUNCTUATION || sign_of(letter).is_some()
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
