//! Colons that begin a line and no definition.
//!
//! The parser takes every line that begins with a colon for a definition, and the paragraph before it for the
//! term, so `:warning: Never more` made a term of something else. A definition here has a blank after its colon
//! and stands right under its term, or under another definition. Any other colon is hidden from the parser and
//! comes back in what it makes of the text.

use std::borrow::Cow;

use pulldown_cmark::{CowStr, Event, Tag};

/// Stands for a colon while the text is parsed: as long as one, and nothing to Markdown.
const HIDDEN: char = '\u{2}';

/// The text with the colons hidden that begin a line and no definition. A text with such signs of its own stays
/// as it is.
pub(super) fn hidden(text: &str) -> Cow<'_, str> {
    if !text.match_indices(':').any(|(at, _)| begins_line(text, at)) || text.contains(HIDDEN) {
        return Cow::Borrowed(text);
    }
    let colons = colons(text);
    if colons.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut hidden = String::with_capacity(text.len());
    let mut done = 0;
    for at in colons {
        hidden.push_str(&text[done..at]);
        hidden.push(HIDDEN);
        done = at + 1;
    }
    hidden.push_str(&text[done..]);
    Cow::Owned(hidden)
}

/// Whether nothing but blanks stands between a byte and the beginning of its line.
fn begins_line(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches(' ');
    before.is_empty() || before.ends_with('\n')
}

/// Where the colons are, in bytes.
fn colons(text: &str) -> Vec<usize> {
    let mut colons = Vec::new();
    let mut start = 0;
    let (mut before, mut is_after_blank) = ("", true);
    for line in text.split_inclusive('\n') {
        let words = line.trim_start_matches(' ');
        let indent = line.len() - words.len();
        let words = words.trim_end();
        if indent < 4 && words.starts_with(':') {
            let is_under_term = !is_after_blank || is_of_definition(before);
            let has_blank = words[1..].starts_with([' ', '\t']);
            if !(is_under_term && has_blank) && !is_delimiter_row(words) {
                colons.push(start + indent);
            }
        }
        is_after_blank = words.is_empty();
        if !is_after_blank {
            before = line;
        }
        start += line.len();
    }
    colons
}

/// Whether a line divides the head of a table from its rows, and aligns the first column.
fn is_delimiter_row(words: &str) -> bool {
    words.contains('-') && words.chars().all(|sign| matches!(sign, ':' | '-' | '|' | ' ' | '\t'))
}

/// Whether a line is a definition, or goes on with one.
fn is_of_definition(line: &str) -> bool {
    line.starts_with([' ', '\t']) || line.starts_with(": ")
}

/// The event with its colons as they were.
pub(super) fn shown(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Text(text) => Event::Text(colon(text)),
        Event::Code(text) => Event::Code(colon(text)),
        Event::Html(text) => Event::Html(colon(text)),
        Event::InlineHtml(text) => Event::InlineHtml(colon(text)),
        Event::InlineMath(text) => Event::InlineMath(colon(text)),
        Event::DisplayMath(text) => Event::DisplayMath(colon(text)),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let (dest_url, title) = (colon(dest_url), colon(title));
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            let (dest_url, title) = (colon(dest_url), colon(title));
            Event::Start(Tag::Image { link_type, dest_url, title, id })
        }
        other => other,
    }
}

fn colon(text: CowStr<'_>) -> CowStr<'_> {
    if text.contains(HIDDEN) { CowStr::from(text.replace(HIDDEN, ":")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_definition_has_a_blank_and_stands_under_its_term() {
        let is_kept = |text| assert_eq!(hidden(text), text);
        is_kept("Term\n: words\n");
        is_kept("| a | b |\n:-: | --:\n");
        is_kept("Term\n: words\n: others\n\n: and more\n");
        is_kept("Term\n\t: words\n\n  going on\n\n: more\n");
        let is_hidden = |text: &str, expected: &str| assert_eq!(hidden(text), expected);
        is_hidden("Words\n:warning: No\n", "Words\n\u{2}warning: No\n");
        is_hidden("Words\n\n: no\n", "Words\n\n\u{2} no\n");
        is_hidden(":::tip[A]\n", "\u{2}::tip[A]\n");
        is_hidden("a\n   :b", "a\n   \u{2}b");
    }
}
