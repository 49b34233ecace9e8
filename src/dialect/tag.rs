//! Tags of components, as JSX (mdxjs.com/docs/what-is-mdx) and Vue write them: `<Name key="value" other={1 + 2}>`.

use std::ops::Range;

use super::prose::SourceProse;

/// A tag of a component.
pub(super) struct JsxTag<'t> {
    pub(super) place: Range<usize>,
    /// Empty for a fragment, `<>`.
    pub(super) name: &'t str,
    pub(super) kind: TagKind,
    attributes: Vec<(&'t str, Option<&'t str>)>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum TagKind {
    Opening,
    Closing,
    /// Closed by itself: `<Name />`.
    Empty,
}

impl<'t> JsxTag<'t> {
    /// The words of an attribute. What a program would have to compute has none.
    pub(super) fn words(&self, key: &str) -> Option<&'t str> {
        let (_, value) = self.attributes.iter().find(|(name, _)| *name == key)?;
        literal((*value)?)
    }

    /// An attribute as it is written, an expression in its braces.
    pub(super) fn written(&self, key: &str) -> Option<&'t str> {
        self.attributes.iter().find(|(name, _)| *name == key)?.1
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.attributes.iter().any(|(name, _)| *name == key)
    }
}

/// The tags of components in prose, in order: those whose names begin with a capital, and fragments.
pub(super) fn tags<'t>(prose: &SourceProse<'t>) -> Vec<JsxTag<'t>> {
    let mut tags: Vec<JsxTag<'t>> = Vec::new();
    for at in prose.find("<") {
        let is_inside = tags.last().is_some_and(|tag| tag.place.contains(&at));
        if let Some(tag) = read(prose.text, at).filter(|_| !is_inside) {
            tags.push(tag);
        }
    }
    tags
}

/// The words of a value: between quotation marks, or the same within braces.
fn literal(value: &str) -> Option<&str> {
    let inner = match value.strip_prefix('{') {
        Some(inner) => inner.strip_suffix('}')?.trim(),
        None => value,
    };
    let sign = inner.chars().next().filter(|sign| matches!(sign, '"' | '\'' | '`'))?;
    let words = inner[1..].strip_suffix(sign)?;
    (!words.contains(sign) && !words.contains("${")).then_some(words)
}

fn read(text: &str, start: usize) -> Option<JsxTag<'_>> {
    let mut at = start + 1;
    let is_closing = text[at..].starts_with('/');
    at += usize::from(is_closing);
    let name = part(&text[at..], |c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_'));
    let is_component = name.is_empty() || name.starts_with(|c: char| c.is_ascii_uppercase());
    if !is_component || (name.is_empty() && !text[at..].starts_with('>')) {
        return None;
    }
    at += name.len();
    let mut tag = JsxTag { place: start..at, name, kind: TagKind::Opening, attributes: Vec::new() };
    loop {
        at += blank(&text[at..])?;
        let rest = &text[at..];
        if let Some(length) =
            ["/>", ">"].iter().find(|end| rest.starts_with(**end)).map(|e| e.len())
        {
            tag.kind = match (is_closing, length) {
                (true, _) => TagKind::Closing,
                (false, 1) => TagKind::Opening,
                (false, _) => TagKind::Empty,
            };
            tag.place.end = at + length;
            return Some(tag);
        }
        at += attribute(rest, &mut tag)?;
    }
}

/// The blanks at the beginning of a text; `None` if they hold an empty line, which no tag does.
fn blank(text: &str) -> Option<usize> {
    let length = text.find(|c: char| !c.is_whitespace())?;
    (text[..length].matches('\n').count() < 2).then_some(length)
}

/// Reads an attribute at the beginning of a text, and tells its length.
fn attribute<'t>(text: &'t str, tag: &mut JsxTag<'t>) -> Option<usize> {
    if text.starts_with('{') {
        return braces(text);
    }
    let name = part(text, |c| c.is_alphanumeric() || "-_:@.#$".contains(c));
    if name.is_empty() {
        return None;
    }
    let Some(value) = text[name.len()..].strip_prefix('=') else {
        tag.attributes.push((name, None));
        return Some(name.len());
    };
    let length = match value.chars().next()? {
        sign @ ('"' | '\'') => value[1..].find(sign)? + 2,
        '{' => braces(value)?,
        _ => return None,
    };
    tag.attributes.push((name, Some(&value[..length])));
    Some(name.len() + 1 + length)
}

/// How long an expression in braces is, from its first brace to the one that closes it.
pub(super) fn braces(text: &str) -> Option<usize> {
    let (mut depth, mut quote) = (0_usize, None);
    let mut is_escaped = false;
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            _ if is_escaped => is_escaped = false,
            (Some(_), '\\') => is_escaped = true,
            (Some(sign), _) if sign == letter => quote = None,
            (None, '"' | '\'' | '`') => quote = Some(letter),
            (None, '{') => depth += 1,
            (None, '}') => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

fn part(text: &str, is_part: impl Fn(char) -> bool) -> &str {
    &text[..text.find(|c| !is_part(c)).unwrap_or(text.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_have_names_kinds_and_words() {
        for (text, found) in [
            ("<Tabs>", Some(("Tabs", TagKind::Opening, None))),
            ("<A a=\"x > y\" b={[1, '}']}\n  c />", Some(("A", TagKind::Empty, Some("x > y")))),
            ("<A {...b} a={'x'}>", Some(("A", TagKind::Opening, Some("x")))),
            ("<A a={`x`} :b='c' @d=\"e\"/>", Some(("A", TagKind::Empty, Some("x")))),
            ("<A a={x}/>", Some(("A", TagKind::Empty, None))),
            ("</Tabs>", Some(("Tabs", TagKind::Closing, None))),
            ("<Layout.Card a='x'>", Some(("Layout.Card", TagKind::Opening, Some("x")))),
            ("<>", Some(("", TagKind::Opening, None))),
            ("<div a=\"x\">", None),
            ("<A,", None),
            ("a < B and c > d", None),
            ("`<A>`", None),
            ("<A\n\n>", None),
        ] {
            let prose = SourceProse::of(text);
            let tags = tags(&prose);
            let read = tags.first().map(|tag| (tag.name, tag.kind, tag.words("a")));
            assert_eq!(read, found, "{text}");
        }
    }
}
