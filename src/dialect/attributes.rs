//! Lists of attributes: `{ .class #id key=value }` of Python-Markdown (`attr_list`), and `{: .class #id }` of both it and
//! kramdown. Addresses stay; looks and sizes go.

use std::ops::Range;

use super::edits::Edits;
use super::prose::{LineKind, SourceProse};
use crate::markdown::is_id;

/// Whether a list needs a colon where it touches no element.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Colon {
    Required,
    Optional,
    /// None has one, and each has a line of its own below a block, as in Hugo.
    OwnLine,
}

/// Takes the lists of attributes from a text, and keeps the addresses that they set.
pub(super) fn translate(prose: &SourceProse<'_>, colon: Colon, edits: &mut Edits) {
    for at in prose.find("{") {
        if let Some(list) = list_at(prose, at, colon) {
            replace(&list, prose, edits);
        }
    }
}

pub(super) struct AttributeList<'t> {
    /// From its brace to its brace.
    pub(super) place: Range<usize>,
    pub(super) id: Option<&'t str>,
    /// The line that it stands in.
    line: usize,
}

/// The list that begins with a brace, if one does.
pub(super) fn list_at<'t>(
    prose: &SourceProse<'t>,
    at: usize,
    colon: Colon,
) -> Option<AttributeList<'t>> {
    let line = prose.line_of(at)?;
    // The head of a component of ours has attributes of its own.
    if colon == Colon::Required && prose.words(line).starts_with(":::") {
        return None;
    }
    let end = prose.lines[line].place.end;
    let inner = &prose.text[at + 1..end];
    let inner = &inner[..inner.find('}')?];
    let (words, has_colon) = match inner.strip_prefix(':') {
        Some(words) => (words, true),
        None => (inner, false),
    };
    let mut id = None;
    let (mut count, mut has_name) = (0, false);
    for word in attributes(words) {
        count += 1;
        match word.strip_prefix('#') {
            Some(name) if is_address(name) => id = Some(name),
            _ if word.strip_prefix('.').is_some_and(is_name) => has_name = true,
            _ if word.split_once('=').is_some_and(|(key, _)| is_name(key)) => {}
            _ if has_colon && is_name(word) => {}
            _ => return None,
        }
    }
    let place = at..at + inner.len() + 2;
    let touches = prose.text[..at].ends_with([')', ']', '*', '_', '`', '>', '~', '^', '=', ':']);
    let is_list = match colon {
        Colon::Required => {
            let is_named = has_name || id.is_some();
            has_colon
                || (touches && is_named)
                || prose.text[..at].ends_with(')')
                || (is_named && ends_heading(prose, line, &place) && !is_ours(&place, id))
        }
        Colon::Optional => has_colon || has_name || id.is_some() || touches,
        Colon::OwnLine => {
            let is_whole = prose.words(line).len() == place.len();
            is_whole && (has_name || id.is_some()) && prose.is_below_block(line)
        }
    };
    (count > 0 && is_list).then_some(AttributeList { place, id, line })
}

/// Whether a list is the end of a heading.
fn ends_heading(prose: &SourceProse<'_>, line: usize, place: &Range<usize>) -> bool {
    let is_last = prose.text[place.end..prose.lines[line].place.end].trim().is_empty();
    prose.words(line).starts_with('#') && is_last
}

/// Whether a list is nothing but an address of ours, which stays as it is.
fn is_ours(place: &Range<usize>, id: Option<&str>) -> bool {
    id.is_some_and(|id| is_id(id) && place.len() == id.len() + "{#}".len())
}

/// The parts of a list; quotation marks hold one together.
fn attributes(words: &str) -> impl Iterator<Item = &str> {
    let mut quote: Option<char> = None;
    let is_between = move |letter: char| {
        match quote {
            Some(open) if letter == open => quote = None,
            None if matches!(letter, '"' | '\'') => quote = Some(letter),
            _ => {}
        }
        quote.is_none() && letter.is_whitespace()
    };
    words.split(is_between).filter(|word| !word.is_empty())
}

fn is_name(word: &str) -> bool {
    let is_sign = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ':' | '.' | '@' | '/');
    word.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ':'))
        && word.chars().all(is_sign)
}

/// Whether a word can be an address: tools take more than we do, such as `#a-(b)`.
fn is_address(word: &str) -> bool {
    let begins = word.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    is_id(word) || (begins && !word.contains(['"', '\'', '<', '>', '&', '{', '#']))
}

/// Leaves out a list; its address stays at the heading or as one of its own.
fn replace(list: &AttributeList<'_>, prose: &SourceProse<'_>, edits: &mut Edits) {
    let line = prose.lines[list.line].place.clone();
    let before = &prose.text[line.start..list.place.start];
    let after = &prose.text[list.place.end..line.end];
    let is_last = after.trim().is_empty();
    let start = if is_last { line.start + before.trim_end().len() } else { list.place.start };
    let is_heading = before.trim_start().starts_with('#') || has_underline(prose, list.line);
    match list.id {
        Some(id) if is_heading && is_last && is_id(id) => {
            edits.replace(start..list.place.end, format!(" {{#{id}}}"));
        }
        Some(id) if before.ends_with("[]()") => {
            let start = list.place.start - "[]()".len();
            edits.replace(start..list.place.end, anchor(id));
        }
        Some(id) => edits.replace(list.place.clone(), anchor(id)),
        // A line of its own goes whole, but for the signs of the quotation that it stands in.
        None => edits.remove(start..list.place.end),
    }
}

/// An address of its own.
pub(super) fn anchor(id: &str) -> String {
    format!("<span id=\"{id}\"></span>")
}

/// Whether a line below makes a line a heading.
fn has_underline(prose: &SourceProse<'_>, line: usize) -> bool {
    let Some(next) = prose.lines.get(line + 1).filter(|next| next.kind == LineKind::Words) else {
        return false;
    };
    let words = prose.text[next.place.clone()].trim();
    !words.is_empty() && (words.trim_matches('=').is_empty() || words.trim_matches('-').is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::tests::translated;
    use crate::config::SourceDialect::{Jekyll, Mkdocs};

    #[test]
    fn addresses_stay_and_looks_go() {
        for (text, dialect, expected) in [
            ("## H { #id }\n", Mkdocs, "## H {#id}\n"),
            ("## H { #id .c data-x=\"a b\" }\n", Mkdocs, "## H {#id}\n"),
            ("## H {: .c }\n", Mkdocs, "## H\n"),
            ("H {#id .c}\n===\n", Mkdocs, "H {#id}\n===\n"),
            ("## H {#a-(b)}\n", Jekyll, "## H <span id=\"a-(b)\"></span>\n"),
            ("[A](b.md){ .md-button target=_blank } x\n", Mkdocs, "[A](b.md) x\n"),
            ("![A](b.png){ width=\"300\" }\n", Mkdocs, "![A](b.png)\n"),
            ("Words\n{ .annotate }\n\n1. a\n", Mkdocs, "Words\n\n\n1. a\n"),
            ("[](){#here}\n", Mkdocs, "<span id=\"here\"></span>\n"),
            (
                "`x`{.py} and { x } and {width=1} and {}\n",
                Mkdocs,
                "`x` and { x } and {width=1} and {}\n",
            ),
            ("`{ .c }` \\{ .c }\n", Mkdocs, "`{ .c }` \\{ .c }\n"),
            ("[A](b){.button}\n", Jekyll, "[A](b)\n"),
            ("![A](b.png){width=50%} (a) {b=c}\n", Jekyll, "![A](b.png) (a) {b=c}\n"),
            ("## H {#id .c}\n", Jekyll, "## H {#id}\n"),
            ("> Q\n{: .callout}\n", Jekyll, "> Q\n\n"),
            ("## H {#id}\nW { .c } *a*{:.b}\n", Jekyll, "## H {#id}\nW { .c } *a*\n"),
        ] {
            assert_eq!(translated(text, dialect, &[]), expected, "{text}");
        }
    }
}
