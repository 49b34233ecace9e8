//! Marks that no translator understood: shown as code, which no search finds, and reported.

use std::ops::Range;

use super::edits::Edits;
use super::prose::{LineKind, SourceProse, is_escaped, last_line, paragraph};

/// Marks between delimiters: what opens one, what closes it, and how reports name it.
const MARKS: [(&str, &str); 5] =
    [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}"), ("<%", "%>"), ("{{", "}}")];

/// Lines that begin so are marks of Python-Markdown and its extensions.
const LINES: [&str; 4] = ["!!! ", "??? ", "???+ ", "/// "];

/// Shows what is left of the marks of other tools. The edits of translators, which come first, win.
pub(super) fn show(prose: &SourceProse<'_>, edits: &mut Edits) {
    for (place, form) in delimited(prose) {
        edits.not_understood(place.clone(), &prose.text[place], &form);
    }
    for line in prose.lines.iter().filter(|line| line.kind == LineKind::Words) {
        let words = prose.text[line.place.clone()].trim();
        if LINES.iter().any(|start| words.starts_with(start)) && !prose.is_closed(line.place.start)
        {
            let start = line.place.start + prose.text[line.place.clone()].find(words).unwrap_or(0);
            let place = start..start + words.len();
            edits.not_understood(place, words, &form_of(words, " "));
        }
    }
}

/// Shortcodes, tags of templates, and variables, each with its form.
fn delimited(prose: &SourceProse<'_>) -> Vec<(Range<usize>, String)> {
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
        let Some((open, close)) = mark.filter(|_| !is_in_address(text, start)) else { continue };
        let inner = start + open.len();
        let Some(length) = paragraph(&text[inner..]).find(close) else { continue };
        at = inner + length + close.len();
        found.push((start..at, form(open, &text[inner..inner + length], close)));
    }
    found
}

/// Whether a place is in the address of a link or in a tag of HTML. Nobody sees it there, and a report says that the link
/// leads nowhere.
fn is_in_address(text: &str, at: usize) -> bool {
    let line = last_line(&text[..at]);
    let in_link = line.rfind("](").is_some_and(|start| !line[start + 2..].contains(')'));
    let in_definition = line.trim_start().starts_with('[') && line.contains("]:");
    let tag = line.rfind('<').filter(|start| !line[*start..].contains('>'));
    in_link || in_definition || tag.is_some_and(|start| line[start..].contains('='))
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
    fn a_mark_in_an_address_stays_there() {
        for text in ["[a]({{ site.url }}/b)", "<img src=\"{{ x }}\">", "[a]: {{ x }}/b"] {
            assert_eq!(translated(text, SourceDialect::Plain, &[]), text);
        }
        let shown = translated("a {{ x }} b", SourceDialect::Plain, &[]);
        assert!(shown.starts_with("a <code class=\"not-understood\">"), "{shown}");
    }
}
