//! Extensions of kramdown (kramdown.gettalong.org/syntax.html): `{:toc}`, `{::comment}`, `{::options /}`, definitions of
//! attributes, and the callouts that themes make of `{: .note }`.

use super::super::callout::{self, Folding};
use super::super::edits::Edits;
use super::super::prose::{LineKind, SourceProse};

pub(super) fn translate(prose: &SourceProse<'_>, edits: &mut Edits) {
    extensions(prose, edits);
    for line in (0..prose.lines.len()).filter(|line| prose.is_open(*line)) {
        let Some(inner) = attributes_alone(prose.words(line)) else { continue };
        if inner.split(' ').any(|word| word == "toc") {
            contents(prose, line, edits);
        } else if is_definition(inner) {
            edits.remove(prose.lines[line].place.clone());
        } else {
            themed(prose, line, inner, edits);
        }
    }
}

/// `{::comment}…{:/comment}`, and tags that say how to read the text between them.
fn extensions(prose: &SourceProse<'_>, edits: &mut Edits) {
    for at in prose.find("{::").into_iter().chain(prose.find("{:/")) {
        let Some(length) = prose.text[at..].find('}') else { continue };
        let end = at + length + 1;
        let is_comment = prose.text[at..].starts_with("{::comment");
        let after = &prose.text[end..];
        let closed = if is_comment { comment_end(after) } else { 0 };
        edits.remove(at..end + closed);
    }
}

/// How long a comment and its end are. One that nothing closes is for the author too.
fn comment_end(text: &str) -> usize {
    let ends = ["{:/comment}", "{:/}"];
    let found = ends.iter().filter_map(|end| text.find(end).map(|at| at + end.len()));
    found.min().unwrap_or(text.len())
}

/// What stands between the braces of a line that is a list of attributes.
fn attributes_alone(words: &str) -> Option<&str> {
    let inner = words.strip_prefix("{:")?.strip_suffix('}')?;
    (!inner.starts_with([':', '/']) && !inner.contains('}')).then(|| inner.trim())
}

/// The list of the headings goes, and the item that holds its place.
fn contents(prose: &SourceProse<'_>, line: usize, edits: &mut Edits) {
    let holder = line.checked_sub(1).filter(|before| {
        let words = prose.words(*before);
        words.starts_with(['*', '-', '+', '1']) && prose.is_open(*before)
    });
    let first = holder.unwrap_or(line);
    edits.remove(prose.lines[first].place.start..prose.lines[line].place.end);
}

/// `{:name: .class}` gives a name to attributes.
fn is_definition(inner: &str) -> bool {
    inner.split_once(':').is_some_and(|(name, _)| {
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
    })
}

/// `{: .note }` right before a paragraph or a quotation makes a callout of it.
fn themed(prose: &SourceProse<'_>, line: usize, inner: &str, edits: &mut Edits) {
    let mut classes = inner.split(' ').filter_map(|word| word.strip_prefix('.'));
    let Some(kind) = classes.find(|class| callout::is_kind(class)) else { return };
    let is_words = |line: &usize| prose.lines.get(*line).is_some_and(|l| l.kind == LineKind::Words);
    let last = (line + 1..prose.lines.len()).take_while(is_words).last();
    if let Some(last) = last.filter(|_| !prose.follows_words(line)) {
        let opening = callout::opening(kind, "", Folding::None);
        edits.replace(prose.lines[line].place.clone(), format!("::: {opening}"));
        let end = prose.lines[last].place.end;
        edits.replace(end..end, "\n:::");
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::translated;
    use crate::config::SourceDialect;

    #[test]
    fn extensions_of_kramdown_are_understood() {
        for (text, expected) in [
            ("* TOC\n{:toc}\n\nW\n", "\n\nW\n"),
            ("1. x\n{: .a toc}\n", "\n"),
            ("{::options parse_block_html=\"true\" /}\nW\n", "\nW\n"),
            ("a {::comment}secret{:/comment} b\n", "a  b\n"),
            ("{::comment}\nsecret\n{:/}\nW\n", "\nW\n"),
            ("{::comment}\nsecret\n", ""),
            ("{::nomarkdown}\n<b>x</b>\n{:/nomarkdown}\n", "\n<b>x</b>\n\n"),
            ("{:ref: .c #d}\nW\n", "\nW\n"),
            ("{: .warning }\nW\nX\n\nY\n", "::: warning\nW\nX\n:::\n\nY\n"),
            ("W\n{: .warning }\n", "W\n\n"),
        ] {
            assert_eq!(translated(text, SourceDialect::Jekyll, &[]), expected, "{text}");
        }
    }
}
