//! Markdown in elements of HTML that say so: `<div markdown>` of Python-Markdown (`md_in_html`), `markdown="1"` of kramdown.

use std::ops::Range;

use super::edits::Edits;
use super::prose::{LineKind, SourceProse};

/// Sets the text in such elements apart from their tags, as `CommonMark` wants it.
pub(super) fn translate(prose: &SourceProse<'_>, edits: &mut Edits) {
    for at in prose.find("<") {
        if let Some(element) = MarkdownElement::at(prose, at) {
            edits.remove(element.attribute.clone());
            set_apart(&element, prose, edits);
        }
    }
}

struct MarkdownElement<'t> {
    name: &'t str,
    /// The attribute, with the blank before it.
    attribute: Range<usize>,
    /// Where its tag ends.
    end: usize,
}

impl<'t> MarkdownElement<'t> {
    fn at(prose: &SourceProse<'t>, at: usize) -> Option<MarkdownElement<'t>> {
        let rest = &prose.text[at + 1..];
        let tag = &rest[..rest.find('>')?];
        let length = tag.find(|c: char| !c.is_ascii_alphanumeric() && c != '-')?;
        let name = &tag[..length];
        let start = length + tag[length..].find(" markdown")?;
        let after = &tag[start + " markdown".len()..];
        let value = match after.strip_prefix('=') {
            Some(value) => {
                let quote = value.chars().next().filter(|sign| matches!(sign, '"' | '\''));
                match quote {
                    Some(quote) => 3 + value[1..].find(quote)?,
                    None => 1 + value.find(' ').unwrap_or(value.len()),
                }
            }
            None if after.is_empty() || after.starts_with([' ', '/', '\n']) => 0,
            None => return None,
        };
        let start = at + 1 + start;
        let attribute = start..start + " markdown".len() + value;
        (!name.is_empty()).then_some(MarkdownElement {
            name,
            attribute,
            end: at + 1 + tag.len() + 1,
        })
    }
}

/// Puts an empty line behind the tag, before the end tag, and between the tags and the words within.
fn set_apart(element: &MarkdownElement<'_>, prose: &SourceProse<'_>, edits: &mut Edits) {
    const BLOCKS: [&str; 10] = [
        "div",
        "section",
        "article",
        "aside",
        "figure",
        "figcaption",
        "details",
        "summary",
        "center",
        "main",
    ];
    let Some(first) = prose.line_of(element.end - 1).filter(|_| BLOCKS.contains(&element.name))
    else {
        return;
    };
    let close = format!("</{}>", element.name);
    let rest = first + 1..prose.lines.len();
    let Some(last) = rest.clone().find(|line| prose.words(*line).starts_with(&close)) else {
        return;
    };
    if prose.lines[first].place.end != element.end {
        return;
    }
    for line in first + 1..=last {
        let is_tag = |line: usize| prose.words(line).starts_with('<');
        let both_words =
            [line - 1, line].iter().all(|line| prose.lines[*line].kind != LineKind::Blank);
        if both_words && is_tag(line) != is_tag(line - 1) {
            let end = prose.lines[line - 1].place.end;
            edits.replace(end..end, "\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::translated;
    use crate::config::SourceDialect::{Jekyll, Mkdocs};

    #[test]
    fn text_in_elements_stands_apart_from_their_tags() {
        for (text, dialect, expected) in [
            ("<div markdown>\n**a**\n</div>\n", Mkdocs, "<div>\n\n**a**\n\n</div>\n"),
            (
                "<div class=\"x\" markdown=\"1\">\n\na\n\n</div>\n",
                Jekyll,
                "<div class=\"x\">\n\na\n\n</div>\n",
            ),
            (
                "<figure markdown='span'>\n  ![a](b)\n  <figcaption>c</figcaption>\n</figure>\n",
                Mkdocs,
                "<figure>\n\n  ![a](b)\n\n  <figcaption>c</figcaption>\n</figure>\n",
            ),
            ("<div>\na\n</div>\n", Mkdocs, "<div>\na\n</div>\n"),
            ("<b markdown=1>x</b>\n", Jekyll, "<b>x</b>\n"),
        ] {
            assert_eq!(translated(text, dialect, &[]), expected, "{text}");
        }
    }
}
