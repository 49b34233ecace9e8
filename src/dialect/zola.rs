//! The Markdown of Zola (getzola.org/documentation/content): shortcodes, and links by the path of a file.

use super::edits::Edits;
use super::names::link_to;
use super::prose::{SourceProse, paragraph};
use super::shortcode::{self, Shortcode, ShortcodeArgument, ShortcodeKind};
use super::{DialectPage, FileNames, contents, signs};

pub(super) fn translate(
    page: DialectPage<'_>,
    prose: &SourceProse<'_>,
    names: &FileNames,
    edits: &mut Edits,
) {
    escaped(prose, edits);
    links(page, prose, names, edits);
    shortcode::translate(page, prose, names, &shortcodes(prose), edits);
    contents::remove(prose, edits);
    signs::translate(prose, edits);
}

/// The ways to write one: what opens it, what closes it, and whether a text may follow.
const DELIMITERS: [(&str, &str, ShortcodeKind); 2] =
    [("{{", "}}", ShortcodeKind::Empty), ("{%", "%}", ShortcodeKind::Opening)];

/// `{{/* name() */}}` shows a shortcode as it is written, in code, too.
fn escaped(prose: &SourceProse<'_>, edits: &mut Edits) {
    for (open, close, _) in DELIMITERS {
        shortcode::escaped(prose, open, close, edits);
    }
}

/// `[words](@/guide/page.md#part)` names a file of the content folder.
fn links(page: DialectPage<'_>, prose: &SourceProse<'_>, names: &FileNames, edits: &mut Edits) {
    for at in prose.find("@/") {
        let before = &prose.text[..at];
        let rest = &prose.text[at + 2..];
        let is_address = ["](", "](<", "]: "].iter().any(|sign| before.ends_with(sign));
        let length = rest.find([')', '#', '>', ' ', '\n', '?']).unwrap_or(rest.len());
        if !is_address {
            continue;
        }
        let path = &rest[..length];
        let found = names.page_at(&format!("/{path}"), page.path);
        let address = found.map_or_else(|| format!("/{path}"), |found| link_to(found, page.path));
        edits.replace(at..at + 2 + length, address);
    }
}

/// The shortcodes of a page, in order.
fn shortcodes<'t>(prose: &SourceProse<'t>) -> Vec<Shortcode<'t>> {
    let mut found: Vec<Shortcode<'t>> = Vec::new();
    for at in prose.find("{") {
        let done = found.last().map_or(prose.body, |last| last.place.end);
        found.extend(read(prose.text, at).filter(|_| at >= done));
    }
    found
}

fn read(text: &str, start: usize) -> Option<Shortcode<'_>> {
    let rest = &text[start..];
    let (open, close, kind) = DELIMITERS.into_iter().find(|(open, ..)| rest.starts_with(open))?;
    let inner = paragraph(&rest[open.len()..]);
    let is_blank = |c: char| c.is_whitespace() || c == '-';
    let words = inner.trim_start_matches(is_blank);
    let after = |rest: &str| {
        let rest = rest.trim_start_matches(is_blank).strip_prefix(close)?;
        Some(start + open.len() + inner.len() - rest.len())
    };
    let length = words.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(words.len());
    let (name, rest) = words.split_at(length);
    if let Some(end) = after(rest).filter(|_| name == "end" && kind == ShortcodeKind::Opening) {
        return Some(Shortcode::new(start..end, "", ShortcodeKind::Closing));
    }
    let mut rest = rest.strip_prefix('(')?;
    let mut shortcode = Shortcode::new(start..start, name, kind);
    loop {
        rest = rest.trim_start_matches([' ', '\n', '\r', '\t', ',']);
        if let Some(rest) = rest.strip_prefix(')') {
            shortcode.place.end = after(rest)?;
            return Some(shortcode).filter(|shortcode| !shortcode.name.is_empty());
        }
        let (argument, length) = argument(rest)?;
        shortcode.arguments.push(argument);
        rest = &rest[length..];
    }
}

/// `key=value`, and how many bytes it takes.
fn argument(text: &str) -> Option<(ShortcodeArgument<'_>, usize)> {
    let (key, rest) = text.split_once('=')?;
    let before = text.len() - rest.trim_start().len();
    let value = rest.trim_start();
    let (value, length) = match value.chars().next()? {
        quote @ ('"' | '\'' | '`') => {
            let end = value[1..].find(quote)?;
            (&value[1..=end], end + 2)
        }
        '[' => {
            let end = value.find(']')? + 1;
            (&value[..end], end)
        }
        _ => {
            let end = value.find([',', ')', '\n'])?;
            (value[..end].trim_end(), end)
        }
    };
    Some((ShortcodeArgument { key: Some(key.trim()), value }, before + length))
}

#[cfg(test)]
mod tests {
    use super::super::tests::translated;
    use crate::config::SourceDialect::Zola;

    #[test]
    fn shortcodes_and_links_become_marks() {
        let files = ["notes/own.md", "guide/b.md", "guide/_index.md"];
        for (text, expected) in [
            ("[a](@/guide/b.md#c) @/guide\n", "[a](../guide/b.md#c) @/guide\n"),
            ("[a]: @/guide/_index.md\n", "[a]: ../guide/_index.md\n"),
            ("[a](@/no.md)\n", "[a](/no.md)\n"),
            (
                "{{ youtube(id=\"abc\", autoplay=true) }}\n",
                "[YouTube](https://www.youtube.com/watch?v=abc)\n",
            ),
            ("{% note() %}\nw *x*\n{% end %}\n", "::: note\nw *x*\n:::\n"),
            ("{%- warning(title='Mind') -%}\nw\n{%- end -%}\n", "::: warning Mind\nw\n:::\n"),
            ("{% quote(author=\"V.\") %}\nw\n{% end %}\n", "::: quote {role=\"V.\"}\nw\n:::\n"),
            ("{{ image(src=\"a.png\",\n  alt=\"b\", width=[1, 2]) }}\n", "![b](a.png)\n"),
            ("{{ katex(body=\"x^2\") }}\n", "`x^2`\n"),
            (
                "`{{/* a() */}}` {%/* end */%}\n",
                "`{{ a() }}` <code>&#123;&#37; end &#37;&#125;</code>\n",
            ),
            ("a {# b #}c\n", "a c\n"),
        ] {
            assert_eq!(translated(text, Zola, &files), expected, "{text}");
        }
        let unknown = translated("{% mine() %}\nw\n{% end %} {{ x }}\n", Zola, &files);
        assert_eq!(unknown.matches("not-understood").count(), 2, "{unknown}");
        assert!(unknown.contains("</code>\nw\n"), "{unknown}");
    }
}
