//! The Markdown of Hugo (gohugo.io/content-management): shortcodes, and attributes of blocks.

use super::attributes::{self, Colon};
use super::edits::Edits;
use super::prose::{SourceProse, paragraph};
use super::shortcode::{self, Shortcode, ShortcodeArgument, ShortcodeKind};
use super::{DialectPage, FileNames, contents, fence, signs};

pub(super) fn translate(
    page: DialectPage<'_>,
    prose: &SourceProse<'_>,
    names: &FileNames,
    edits: &mut Edits,
) {
    escaped(prose, edits);
    shortcode::translate(page, prose, names, &shortcodes(prose), edits);
    attributes::translate(prose, Colon::OwnLine, edits);
    fence::languages(prose, edits);
    contents::remove(prose, edits);
    signs::translate(prose, edits);
}

/// The ways to write one: what opens it, and what closes it.
const DELIMITERS: [(&str, &str); 2] = [("{{<", ">}}"), ("{{%", "%}}")];

/// `{{</* name */>}}` shows a shortcode as it is written, in code, too.
fn escaped(prose: &SourceProse<'_>, edits: &mut Edits) {
    for (open, close) in DELIMITERS {
        shortcode::escaped(prose, open, close, edits);
    }
}

/// The shortcodes of a page, in order.
fn shortcodes<'t>(prose: &SourceProse<'t>) -> Vec<Shortcode<'t>> {
    let mut found = Vec::new();
    let mut done = prose.body;
    for at in prose.find("{{") {
        if let Some(shortcode) = read(prose.text, at).filter(|_| at >= done) {
            done = shortcode.place.end;
            found.push(shortcode);
        }
    }
    found
}

fn read(text: &str, start: usize) -> Option<Shortcode<'_>> {
    let rest = &text[start..];
    let (open, close) = DELIMITERS.into_iter().find(|(open, _)| rest.starts_with(open))?;
    let inner = paragraph(&rest[open.len()..]);
    let is_closing = inner.trim_start().starts_with('/');
    let words = inner.trim_start().trim_start_matches('/').trim_start();
    let name = part(words, |c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/'));
    let name = name.strip_suffix('/').unwrap_or(name);
    let mut at = inner.len() - words.len() + name.len();
    let mut arguments = Vec::new();
    while !inner[at..].trim_start().starts_with(close) {
        at = inner.len() - inner[at..].trim_start().len();
        at += match inner[at..].strip_prefix('/') {
            Some(rest) if rest.trim_start().starts_with(close) => 1,
            _ => argument(&inner[at..], close, &mut arguments)?,
        };
    }
    let is_empty = inner[..at].ends_with('/');
    let end = inner.len() - inner[at..].trim_start().len() + open.len() + close.len();
    let kind = match (is_closing, is_empty) {
        (true, _) => ShortcodeKind::Closing,
        (_, true) => ShortcodeKind::Empty,
        _ => ShortcodeKind::Opening,
    };
    let name = name.rsplit('/').next().unwrap_or(name);
    let holds_markdown = open == "{{%";
    let shortcode = Shortcode::new(start..start + end, name, kind);
    (!name.is_empty()).then_some(Shortcode { holds_markdown, arguments, ..shortcode })
}

/// Reads an argument at the beginning of a text, and tells its length.
fn argument<'t>(
    text: &'t str,
    close: &str,
    arguments: &mut Vec<ShortcodeArgument<'t>>,
) -> Option<usize> {
    let key = part(text, |c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    let (key, rest) = match text[key.len()..].strip_prefix('=') {
        Some(rest) if !key.is_empty() => (Some(key), rest),
        _ => (None, text),
    };
    let before = text.len() - rest.len();
    let (value, length) = value(rest, close)?;
    arguments.push(ShortcodeArgument { key, value });
    Some(before + length)
}

/// A value between quotation marks, or up to the next blank, and how many bytes it takes.
fn value<'t>(text: &'t str, close: &str) -> Option<(&'t str, usize)> {
    match text.chars().next()? {
        quote @ ('"' | '`') => {
            let inner = &text[1..];
            let mut ends = inner.match_indices(quote).map(|(at, _)| at);
            let end = ends.find(|end| quote == '`' || !inner[..*end].ends_with('\\'))?;
            Some((&inner[..end], end + 2))
        }
        _ => {
            let end = text.find(close)?.min(text.find(char::is_whitespace).unwrap_or(text.len()));
            let value = &text[..end];
            let is_last = text[end..].starts_with(close);
            let value = value.strip_suffix('/').filter(|_| is_last).unwrap_or(value);
            (!value.is_empty()).then_some((value, value.len()))
        }
    }
}

fn part(text: &str, is_part: impl Fn(char) -> bool) -> &str {
    &text[..text.find(|c| !is_part(c)).unwrap_or(text.len())]
}

#[cfg(test)]
mod tests {
    use super::super::tests::translated;
    use crate::config::SourceDialect::Hugo;

    #[test]
    fn shortcodes_become_marks() {
        let files = ["notes/own.md", "notes/b.md", "guide/_index.md", "guide/c.md"];
        for (text, expected) in [
            ("[a]({{< ref \"b.md#x\" >}})\n", "[a](b.md#x)\n"),
            ("[a]({{< relref path=\"/guide\" >}})\n", "[a](../guide/_index.md)\n"),
            ("[a]: {{% relref \"guide/c\" %}}\n", "[a]: ../guide/c.md\n"),
            ("[a]({{< ref \"#x\" >}}) [b]({{< ref \"no/x\" >}})\n", "[a](#x) [b](no/x)\n"),
            ("{{< figure src=\"a.png\" alt=\"b\" >}}\n", "![b](a.png)\n"),
            (
                "{{< figure src=a.png\n  caption=\"Two words\" >}}\n",
                "::: figure Two words\n![](a.png)\n:::\n",
            ),
            (
                "{{< figure src=\"a b.png\" link=\"b.md\" caption=\"A *b*\" >}}\n",
                "[![](<a b.png>)](b.md)\n\nA *b*\n\n",
            ),
            (
                "{{< highlight go \"linenos=true\" >}}\nif a {{ b }}\n{{< /highlight >}}\n",
                "```go\nif a {{ b }}\n```\n",
            ),
            (
                "1. a\n\n   {{< highlight sh >}}\n   b\n   {{< /highlight >}}\n",
                "1. a\n\n   ```sh\n   b\n   ```\n",
            ),
            ("a {{< highlight go \"hl_inline=true\" >}}b{{< /highlight >}} c\n", "a `b` c\n"),
            ("{{< details \"T\" >}}\nw\n{{< /details >}}\n", "::: details T\nw\n:::\n"),
            ("{{% alert color=\"warning\" %}}\nw\n{{% /alert %}}\n", "::: warning\nw\n:::\n"),
            ("{{< hint danger >}}w{{< /hint >}}\n", "::: caution Danger\nw\n:::\n"),
            ("{{% notice tip \"A b\" %}}\nw\n{{% /notice %}}\n", "::: tip A b\nw\n:::\n"),
            ("- {{< note >}}\n  w\n  {{< /note >}}\n", "- \n  ::: note\n  w\n  :::\n"),
            ("{{< alert icon=\"x\" text=\"w *x*\" />}}\n", "::: note\nw *x*\n:::\n"),
            (
                "{{< tabs items=\"A,B\" >}}\n{{< tab >}}a{{< /tab >}}\n{{< tab >}}b{{< /tab >}}\n{{< /tabs >}}\n",
                "::: tabs\n::: tab A\na\n:::\n::: tab B\nb\n:::\n:::\n",
            ),
            (
                "{{< tabpane >}}\n{{< tab header=\"A\" lang=\"sh\" >}}\n*a*\n{{< /tab >}}\n{{< /tabpane >}}\n",
                "::: tabs\n::: tab A\n```sh\n*a*\n```\n:::\n:::\n",
            ),
            ("{{< youtube abc >}}\n", "[YouTube](https://www.youtube.com/watch?v=abc)\n"),
            ("{{< gist a 1 >}}\n", "[Gist](https://gist.github.com/a/1)\n"),
            ("{{% include \"b.md\" %}}\n", "::: include b.md\n"),
            ("{{< button href=\"/x\" >}}A{{< /button >}}\n", "[A](/x)\n"),
            ("{{< new-in 1.2 />}} a\n", "*New in 1&#46;2* a\n"),
            ("{{< columns >}}\na\n{{< /columns >}}\n", "\na\n\n"),
            (
                "`{{</* a */>}}` {{%/* b */%}}\n",
                "`{{< a >}}` <code>&#123;&#123;&#37; b &#37;&#125;&#125;</code>\n",
            ),
            ("```\n{{</* a */>}}\n{{< b >}}\n```\n", "```\n{{< a >}}\n{{< b >}}\n```\n"),
            ("a{{< comment >}}b{{< /comment >}}c{{/* d */}}\n", "ac\n"),
            (
                "## A {#b .c}\n\nw\n{.d #e}\n\n```go {linenos=true}\n```\n",
                "## A {#b .c}\n\nw\n<span id=\"e\"></span>\n\n```go {linenos=true}\n```\n",
            ),
            ("a {b} and { .c } :smile:\n", "a {b} and { .c } 😄\n"),
        ] {
            assert_eq!(translated(text, Hugo, &files), expected, "{text}");
        }
    }

    #[test]
    fn words_between_unknown_shortcodes_stay() {
        let made = translated("{{< mine a=\"b\" >}}\nw\n{{< /mine >}}\n", Hugo, &[]);
        assert!(made.starts_with("<code class=\"not-understood\">&#123;"), "{made}");
        assert!(made.ends_with("</code>\nw\n\n"), "{made}");
    }

    #[test]
    fn what_the_page_says_is_known() {
        let text = "---\nversion: v3\n---\n{{< param version >}} {{< param other >}}\n";
        let made = translated(text, Hugo, &[]);
        assert!(made.contains("---\nv3 <code class=\"not-understood\">"), "{made}");
    }
}
