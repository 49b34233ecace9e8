//! Tags of Liquid (jekyllrb.com/docs/liquid): comments, code, links, and texts that are set apart. What they compute is
//! not known here.

use std::ops::Range;

use super::super::callout::{self, Folding};
use super::super::edits::{Edits, literal};
use super::super::names::link_to;
use super::super::prose::{LineKind, SourceProse};
use super::super::{DialectPage, FileNames, foreign};

pub(super) fn translate(
    page: DialectPage<'_>,
    prose: &SourceProse<'_>,
    names: &FileNames,
    edits: &mut Edits,
) {
    let mut done = 0;
    for at in prose.find("{%") {
        let Some(tag) = LiquidTag::at(prose.text, at).filter(|_| at >= done) else { continue };
        match tag.name {
            "comment" => done = comment(prose, &tag, edits),
            "raw" => done = raw(prose, &tag, edits),
            "highlight" => done = highlight(prose, &tag, edits).unwrap_or(tag.place.end),
            "link" | "post_url" => link(page, &tag, names, edits),
            "include" | "include_relative" => included(prose, &tag, edits),
            "image" | "img" | "picture" => picture(page, &tag, names, edits),
            name if name.starts_with('#') => edits.remove(tag.place.clone()),
            _ if foreign::is_address(prose, at) => address(&tag, edits),
            _ => set_apart(prose, &tag, edits),
        }
    }
    for at in prose.find("{# ") {
        if let Some(length) = prose.text[at..].find("#}") {
            edits.remove(at..at + length + 2);
        }
    }
}

/// `{% name words %}`.
struct LiquidTag<'t> {
    place: Range<usize>,
    name: &'t str,
    words: &'t str,
}

impl<'t> LiquidTag<'t> {
    fn at(text: &'t str, at: usize) -> Option<LiquidTag<'t>> {
        let inner = text[at..].strip_prefix("{%")?;
        let length = inner.find("%}")?;
        let inner = &inner[..length];
        let trimmed = inner.strip_prefix('-').unwrap_or(inner);
        let trimmed = trimmed.strip_suffix('-').unwrap_or(trimmed).trim();
        let (name, words) =
            trimmed.split_once(|c: char| c.is_whitespace()).unwrap_or((trimmed, ""));
        Some(LiquidTag { place: at..at + 4 + length, name, words: words.trim() })
    }

    /// The next tag of a name behind a place.
    fn next(text: &'t str, from: usize, name: &str) -> Option<LiquidTag<'t>> {
        let places = text[from..].match_indices("{%").map(|(at, _)| from + at);
        places.filter_map(|at| LiquidTag::at(text, at)).find(|tag| tag.name == name)
    }

    /// The first words between quotation marks, and those after them.
    fn quoted(&self) -> Option<(&'t str, &'t str)> {
        quoted(self.words)
    }

    /// The value of an argument, `key="value"`.
    fn value(&self, key: &str) -> Option<&'t str> {
        let at = self.words.find(&format!("{key}="))?;
        quoted(&self.words[at + key.len() + 1..]).map(|(value, _)| value)
    }
}

/// Words between quotation marks at the start of others, and the rest.
fn quoted(words: &str) -> Option<(&str, &str)> {
    let quote = words.chars().next().filter(|sign| matches!(sign, '"' | '\''))?;
    words[1..].split_once(quote)
}

/// A comment goes; one that nothing closes is for the author too.
fn comment(prose: &SourceProse<'_>, tag: &LiquidTag<'_>, edits: &mut Edits) -> usize {
    let close = LiquidTag::next(prose.text, tag.place.end, "endcomment");
    let end = close.map_or(prose.text.len(), |close| close.place.end);
    edits.remove(tag.place.start..end);
    end
}

/// What stands between `{% raw %}` and its end means nothing to Liquid.
fn raw(prose: &SourceProse<'_>, tag: &LiquidTag<'_>, edits: &mut Edits) -> usize {
    let Some(close) = LiquidTag::next(prose.text, tag.place.end, "endraw") else {
        return tag.place.end;
    };
    edits.remove(tag.place.clone());
    for (place, _) in foreign::delimited(prose) {
        if place.start >= tag.place.end && place.end <= close.place.start {
            edits.replace(place.clone(), literal(&prose.text[place]));
        }
    }
    edits.remove(close.place.clone());
    close.place.end
}

/// `{% highlight ruby %}` begins a block of code. Where it ends is the result.
fn highlight(prose: &SourceProse<'_>, tag: &LiquidTag<'_>, edits: &mut Edits) -> Option<usize> {
    let close = LiquidTag::next(prose.text, tag.place.end, "endhighlight")?;
    let line = prose.line_of(tag.place.start)?;
    let margin = &prose.text[prose.lines[line].place.start..tag.place.start];
    let code = prose.text[tag.place.end..close.place.start].trim_matches(['\n', '\r']).trim_end();
    let language = tag.words.split(' ').next().unwrap_or_default();
    let is_markdown = margin.trim().is_empty() && !is_in_html(prose, line);
    let text = if is_markdown {
        let fence = if code.contains("```") { "``````" } else { "```" };
        format!("{fence}{language}\n{code}\n{margin}{fence}")
    } else {
        format!("<pre><code>{}</code></pre>", escaped(code))
    };
    edits.replace(tag.place.start..close.place.end, text);
    Some(close.place.end)
}

/// Whether a line stands in a block of HTML, which no mark of Markdown interrupts.
fn is_in_html(prose: &SourceProse<'_>, line: usize) -> bool {
    let block = (0..line).rev().take_while(|line| prose.lines[*line].kind == LineKind::Words);
    block.last().is_some_and(|first| prose.words(first).starts_with('<'))
}

fn escaped(code: &str) -> String {
    code.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// `{% link path %}` and `{% post_url name %}` are addresses.
fn link(page: DialectPage<'_>, tag: &LiquidTag<'_>, names: &FileNames, edits: &mut Edits) {
    let wanted = tag.words.trim_matches(['"', '\'']);
    edits.replace(tag.place.clone(), address_of(wanted, page, names));
}

/// The address of a file: of the one with that path or with the end of it, else the path itself.
fn address_of(wanted: &str, page: DialectPage<'_>, names: &FileNames) -> String {
    let path = wanted.trim_start_matches('/');
    let mut ends = std::iter::successors(Some(path), |path| Some(path.split_once('/')?.1));
    let found = ends.find_map(|path| names.find(path, page.path));
    found.map_or_else(|| format!("/{path}"), |found| link_to(found, page.path))
}

/// A tag of a site's own, in the place of an address, with a path in it: `{% page "/path/" %}`.
fn address(tag: &LiquidTag<'_>, edits: &mut Edits) {
    if let Some((path, "")) = tag.quoted().map(|(path, rest)| (path, rest.trim())) {
        edits.replace(tag.place.clone(), path.replace(' ', "%20"));
    }
}

/// `{% image "path" "words" %}`.
fn picture(page: DialectPage<'_>, tag: &LiquidTag<'_>, names: &FileNames, edits: &mut Edits) {
    let Some((path, rest)) = tag.quoted() else { return };
    let words = quoted(rest.trim_start_matches([',', ' '])).map_or("", |(words, _)| words);
    let words = words.replace('[', "\\[").replace(']', "\\]");
    let address = address_of(path, page, names);
    edits.replace(tag.place.clone(), format!("![{words}]({address})"));
}

/// `{% include note.html content="words" %}` of themes is a callout.
fn included(prose: &SourceProse<'_>, tag: &LiquidTag<'_>, edits: &mut Edits) {
    let file = tag.words.split(' ').next().unwrap_or_default().trim_matches(['"', '\'']);
    let name = file.rsplit('/').next().unwrap_or(file);
    let stem = name.split('.').next().unwrap_or(name);
    let Some(content) = tag.value("content").or_else(|| tag.value("text")) else { return };
    let kind = tag.value("type").unwrap_or(stem);
    let is_box = callout::is_kind(stem) || matches!(stem, "alert" | "callout");
    if is_box && stands_alone(prose, &tag.place) {
        let title = tag.value("title").unwrap_or_default();
        let opening = callout::opening(kind, title, Folding::None);
        edits.replace(tag.place.clone(), format!("::: {opening}\n{content}\n:::"));
    }
}

/// `{% note %}…{% endnote %}`, by a name that says what it is, is a callout.
fn set_apart(prose: &SourceProse<'_>, tag: &LiquidTag<'_>, edits: &mut Edits) {
    let is_box = callout::is_kind(tag.name) || matches!(tag.name, "alert" | "callout");
    let end = format!("end{}", tag.name);
    let close = LiquidTag::next(prose.text, tag.place.end, &end).filter(|_| is_box);
    let Some(close) = close.filter(|close| !prose.is_closed(close.place.start)) else { return };
    if stands_alone(prose, &tag.place) && stands_alone(prose, &close.place) {
        let (first, _) = tag.quoted().unwrap_or((tag.words, ""));
        let is_named = callout::is_kind(first);
        let kind = if is_named { first } else { tag.name };
        let title = if is_named { "" } else { tag.quoted().map_or("", |(title, _)| title) };
        let opening = callout::opening(kind, title, Folding::None);
        edits.replace(tag.place.clone(), format!("::: {opening}"));
        edits.replace(close.place, ":::");
    }
}

/// Whether nothing else stands in the lines of a tag.
fn stands_alone(prose: &SourceProse<'_>, place: &Range<usize>) -> bool {
    let before = prose.text[..place.start].rsplit('\n').next().unwrap_or_default();
    let after = prose.text[place.end..].split('\n').next().unwrap_or_default();
    before.trim().is_empty() && after.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::translated;
    use crate::config::SourceDialect;

    #[test]
    fn tags_of_liquid_are_understood() {
        let files = ["_posts/2020-01-02-a.md", "guide/b.md", "notes/own.md"];
        for (text, expected) in [
            ("a{% comment %} x {{ y }} {% endcomment %}b\n", "ab\n"),
            ("a{%- comment -%}\n\n```\nx\n```\n\n{%- endcomment -%}b\n", "ab\n"),
            ("{% comment %}\nsecret\n", ""),
            ("{% # remark %}W {# remark #}\n", "W \n"),
            ("{% raw %}{{ x }}{% endraw %}\n", "&#123;&#123; x &#125;&#125;\n"),
            ("{% raw %}\n```\n{{ x }}\n```\n{% endraw %}\n", "\n```\n{{ x }}\n```\n\n"),
            (
                "{% highlight ruby linenos %}\ndef {{ x }}\n\n  y\n{% endhighlight %}\n",
                "```ruby\ndef {{ x }}\n\n  y\n```\n",
            ),
            (
                "<div>\n  {% highlight html %}<b>{{ x }}{% endhighlight %}\n</div>\n",
                "<div>\n  <pre><code>&lt;b&gt;{{ x }}</code></pre>\n</div>\n",
            ),
            ("[a]({% link guide/b.md %}#c)\n", "[a](../guide/b.md#c)\n"),
            ("[a]({% post_url 2020-01-02-a %})\n", "[a](../_posts/2020-01-02-a.md)\n"),
            ("[a]({% link no.md %})\n", "[a](/no.md)\n"),
            ("[a]({% page \"/x/#y\" %}) b\n", "[a](/x/#y) b\n"),
            ("{% image \"img/a.png\" \"Words\" %}\n", "![Words](/img/a.png)\n"),
            ("{% include note.html content=\"W *x*\" %}\n", "::: note\nW *x*\n:::\n"),
            ("{% warning %}\nW\n{% endwarning %}\n", "::: warning\nW\n:::\n"),
            ("{% alert \"tip\" %}\nW\n{% endalert %}\n", "::: tip\nW\n:::\n"),
            (
                "`{% raw %}` and\n\n```\n{% link a %}\n```\n",
                "`{% raw %}` and\n\n```\n{% link a %}\n```\n",
            ),
        ] {
            assert_eq!(translated(text, SourceDialect::Jekyll, &files), expected, "{text}");
        }
    }
}
