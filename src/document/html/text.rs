//! What a reader sees of HTML: the words between its tags, and the elements that divide or hide them.

use std::borrow::Cow;

use super::tokens::{HtmlToken, TokenKind, text_of, tokens};

/// Elements that stand among words and do not divide them (HTML, "phrasing content").
#[rustfmt::skip]
const AMONG_WORDS: [&str; 43] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "blink", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "img", "ins", "kbd", "label", "mark", "meter", "nobr", "output", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp",
    "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];

/// Elements whose words no browser shows where scripts run.
const HIDDEN: [&str; 8] =
    ["iframe", "noembed", "noframes", "noscript", "script", "style", "template", "datalist"];

/// Whether words on both sides of an element belong together.
pub(in crate::document) fn divides_words(element: &str) -> bool {
    !AMONG_WORDS.iter().any(|name| element.eq_ignore_ascii_case(name))
}

/// Whether a reader does not see what an element holds.
pub(in crate::document) fn hides_words(element: &str) -> bool {
    HIDDEN.iter().any(|name| element.eq_ignore_ascii_case(name))
}

/// The words of HTML between tags: its entities are the letters that they stand for, and what a browser takes for a comment
/// has none. A tag here is text, as in a `textarea`, and so is what begins as an end tag.
pub(in crate::document) fn words(markup: &str) -> Cow<'_, str> {
    let is_tag = |token: &HtmlToken| match token.kind {
        TokenKind::Comment => false,
        TokenKind::Odd => markup[token.range.clone()].starts_with("</"),
        _ => true,
    };
    let is_plain = !markup.contains(['&', '<']) || tokens(markup).iter().any(is_tag);
    if is_plain { Cow::Borrowed(markup) } else { Cow::Owned(text_of(markup)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_html_are_those_that_a_browser_shows() {
        let cases = [
            ("a b", "a b"),
            ("a &amp; b < c", "a & b < c"),
            ("<!DOCTYPE html> a", " a"),
            ("a <?b?> c", "a  c"),
            ("a </b c> d", "a </b c> d"),
            ("a </ b> d", "a </ b> d"),
        ];
        for (markup, expected) in cases {
            assert_eq!(words(markup), expected);
        }
        assert!(divides_words("TD") && !divides_words("Code") && hides_words("script"));
    }
}
