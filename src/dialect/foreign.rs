//! Marks that no translator understood: shown as code, which no search finds, and reported.

use std::ops::Range;

use super::edits::Edits;
use super::prose::{
    LineKind, SourceProse, is_escaped, last_line, last_part, paragraph, without_containers,
};

/// Marks between delimiters: what opens one, what closes it, and how reports name it.
const MARKS: [(&str, &str); 5] =
    [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}"), ("<%", "%>"), ("{{", "}}")];

/// Lines that begin so are marks of Python-Markdown and its extensions.
const LINES: [&str; 4] = ["!!! ", "??? ", "???+ ", "/// "];

/// Shows what is left of the marks of other tools. The edits of translators, which come first, win.
pub(super) fn show(prose: &SourceProse<'_>, edits: &mut Edits) {
    for (place, form) in delimited(prose) {
        if is_address(prose, place.start) {
            edits.lost(place, &form);
        } else {
            edits.not_understood(place.clone(), &prose.text[place], &form);
        }
    }
    for line in prose.lines.iter().filter(|line| line.kind == LineKind::Words) {
        let words = without_containers(&prose.text[line.place.clone()]).trim_end();
        let start = line.place.start + prose.text[line.place.clone()].find(words).unwrap_or(0);
        if is_line(words) && !prose.is_closed(start) {
            edits.not_understood(start..start + words.len(), words, &form_of(words, " "));
        }
    }
}

/// Whether a line is a mark as a whole.
fn is_line(words: &str) -> bool {
    LINES.iter().any(|start| words.starts_with(start))
        || (words.len() > 2 && words.bytes().all(|sign| sign == b'/'))
}

/// Whether a place is in the tag of an element, or in the address of a link, where no element can be shown.
pub(super) fn is_address(prose: &SourceProse<'_>, at: usize) -> bool {
    let before = &prose.text[prose.body..at];
    is_in_destination(last_line(before)) || is_in_tag(last_part(before))
}

/// Whether the address of a link is open at the end of a line.
fn is_in_destination(before: &str) -> bool {
    let is_definition = before.trim_start().starts_with('[')
        && before.split_once("]:").is_some_and(|(_, rest)| !rest.trim().contains(' '));
    let is_open = before.rsplit_once("](").is_some_and(|(_, rest)| !rest.contains(')'));
    is_definition || is_open
}

/// Whether a tag of HTML is open at the end of a text.
fn is_in_tag(before: &str) -> bool {
    let Some((_, tag)) = before.rsplit_once('<') else { return false };
    tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')
        && !tag.contains('>')
        && !tag.contains("\n\n")
}

/// Shortcodes, tags of templates, and variables, each with its form.
pub(super) fn delimited(prose: &SourceProse<'_>) -> Vec<(Range<usize>, String)> {
    let text = prose.text;
    let mut found = Vec::new();
    let mut at = prose.body;
    while let Some(next) = text[at..].find(['{', '<']) {
        let start = at + next;
        at = start + 1;
        if prose.is_closed(start) || is_escaped(text, start) {
            continue;
        }
        let mark = MARKS.iter().find(|(open, _)| text[start..].starts_with(open));
        let Some((open, close)) = mark else { continue };
        let inner = start + open.len();
        let Some(length) = paragraph(&text[inner..]).find(close) else { continue };
        at = inner + length + close.len();
        found.push((start..at, form(open, &text[inner..inner + length], close)));
    }
    found
}

/// A mark by its name: `{{< param >}}` of `{{< param "x" >}}`.
fn form(open: &str, inner: &str, close: &str) -> String {
    let words = inner.trim_matches(['-', ' ', '\n', '\r', '\t', '/', '=']);
    let name: String = words
        .chars()
        .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/'))
        .collect();
    if name.is_empty() { format!("{open} … {close}") } else { format!("{open} {name} {close}") }
}

/// A line by its sign and its first word.
fn form_of(words: &str, blank: &str) -> String {
    words.split(blank).take(2).collect::<Vec<_>>().join(blank)
}

#[cfg(test)]
mod tests {
    use super::super::tests::translated;
    use crate::config::SourceDialect;

    #[test]
    fn a_mark_in_an_address_is_left_out_of_it() {
        for (text, expected) in [
            ("[a]({{ site.url }}/b)", "[a](/b)"),
            ("<img src=\"{{ x }}\">", "<img src=\"\">"),
            ("[a]: {{ x }}/b", "[a]: /b"),
        ] {
            assert_eq!(translated(text, SourceDialect::Plain, &[]), expected);
        }
        let shown = translated("a {{ x }} b", SourceDialect::Plain, &[]);
        assert!(shown.starts_with("a <code class=\"not-understood\">"), "{shown}");
    }
}
