//! Links of Hugo (gohugo.io) and of Zola (getzola.org), shortcodes for text that is set apart, figures and code.

use super::callout::{self, Folding};
use super::edits::Edits;
use super::prose::{SourceProse, paragraph};

/// Shortcodes around text that is set apart; others are the names of their kinds.
const SET_APART: [&str; 9] =
    ["alert", "admonition", "callout", "hint", "note", "tip", "warning", "info", "notice"];

/// A shortcode, by its bytes in the text.
struct Shortcode<'t> {
    start: usize,
    end: usize,
    /// With a slash where it closes.
    name: &'t str,
    arguments: &'t str,
}

pub(super) fn translate(prose: &SourceProse<'_>, edits: &mut Edits) {
    for shortcode in shortcodes(prose) {
        if let Some(text) = replacement(&shortcode, prose) {
            edits.replace(shortcode.start..shortcode.end, text);
        }
    }
    // Zola names pages from the content folder.
    for at in prose.find("](@/") {
        edits.remove(at + 2..at + 3);
    }
}

fn shortcodes<'t>(prose: &SourceProse<'t>) -> Vec<Shortcode<'t>> {
    let mut found = Vec::new();
    for (open, close) in [("{{<", ">}}"), ("{{%", "%}}")] {
        for start in prose.find(open) {
            let inner = &prose.text[start + open.len()..];
            let Some(length) = paragraph(inner).find(close) else { continue };
            let words = inner[..length].trim();
            let slash = usize::from(words.starts_with('/'));
            let name_end =
                words[slash..].find(char::is_whitespace).map_or(words.len(), |at| at + slash);
            let (name, arguments) = words.split_at(name_end);
            let end = start + open.len() + length + close.len();
            found.push(Shortcode { start, end, name, arguments: arguments.trim() });
        }
    }
    found
}

/// What stands in the place of a shortcode; `None` if it means nothing here.
fn replacement(shortcode: &Shortcode<'_>, prose: &SourceProse<'_>) -> Option<String> {
    let Shortcode { name, arguments, .. } = shortcode;
    let argument = |key: &str| named(arguments, key);
    match *name {
        "ref" | "relref" => {
            let path = argument("path").or_else(|| first(arguments))?;
            Some(path.replace(' ', "%20"))
        }
        "figure" | "image" | "img" => {
            let source = argument("src").or_else(|| first(arguments))?;
            let words = ["alt", "caption", "title"].iter().find_map(|key| argument(key));
            Some(format!("![{}](<{source}>)", words.unwrap_or_default()))
        }
        "youtube" => {
            let id = argument("id").or_else(|| first(arguments))?;
            Some(format!("<https://www.youtube.com/watch?v={id}>"))
        }
        "vimeo" => {
            Some(format!("<https://vimeo.com/{}>", argument("id").or_else(|| first(arguments))?))
        }
        "highlight" => Some(on_a_line(&format!("```{}", first(arguments)?), shortcode, prose)),
        "/highlight" => Some(on_a_line("```", shortcode, prose)),
        "details" => {
            let title = ["summary", "title"]
                .iter()
                .find_map(|key| argument(key))
                .or_else(|| first(arguments));
            Some(on_a_line(&format!("::: details {}", title.unwrap_or("…")), shortcode, prose))
        }
        "/details" => Some(on_a_line(":::", shortcode, prose)),
        name if SET_APART.contains(&name) => {
            let kind = ["type", "color", "level", "context"].iter().find_map(|key| argument(key));
            let is_kind = !matches!(name, "alert" | "admonition" | "callout" | "hint" | "notice");
            let kind = kind.or_else(|| first(arguments)).filter(|_| !is_kind).unwrap_or(name);
            let title = argument("title").unwrap_or_default();
            let opening = callout::opening(kind, title, Folding::None);
            Some(on_a_line(&format!("::: {opening}"), shortcode, prose))
        }
        name if name.strip_prefix('/').is_some_and(|name| SET_APART.contains(&name)) => {
            Some(on_a_line(":::", shortcode, prose))
        }
        _ => None,
    }
}

/// A line of its own in the place of a shortcode that may stand among words.
fn on_a_line(line: &str, shortcode: &Shortcode<'_>, prose: &SourceProse<'_>) -> String {
    let before = prose.text[..shortcode.start].trim_end_matches([' ', '\t']);
    let after = prose.text[shortcode.end..].trim_start_matches([' ', '\t', '\r']);
    let above = if before.is_empty() || before.ends_with('\n') { "" } else { "\n\n" };
    let below = if after.is_empty() || after.starts_with('\n') { "" } else { "\n" };
    format!("{above}{line}{below}")
}

/// The value of a named argument.
fn named<'t>(arguments: &'t str, key: &str) -> Option<&'t str> {
    let mut found = arguments.match_indices(key);
    found.find_map(|(at, _)| {
        let is_whole = at == 0 || arguments[..at].ends_with(char::is_whitespace);
        let value = arguments[at + key.len()..].trim_start().strip_prefix('=')?;
        if is_whole { first(value) } else { None }
    })
}

/// The first value, without its quotes, unless it is a named one.
fn first(arguments: &str) -> Option<&str> {
    let arguments = arguments.trim_start();
    for quote in ['"', '\'', '`'] {
        if let Some(rest) = arguments.strip_prefix(quote) {
            return rest.split(quote).next();
        }
    }
    arguments.split_whitespace().next().filter(|word| !word.contains('='))
}

#[cfg(test)]
mod tests {
    use super::super::tests::translated;
    use crate::config::SourceDialect;

    #[test]
    fn shortcodes_become_marks_of_ours() {
        for (text, expected) in [
            ("[a]({{< ref \"b.md#c\" >}})", "[a](b.md#c)"),
            ("[a]({{% relref path=\"/b\" %}})", "[a](/b)"),
            ("{{< figure src=\"a.png\" alt=\"A saw\" >}}", "![A saw](<a.png>)"),
            (
                "{{% alert title=\"T\" color=\"warning\" %}}\nW\n{{% /alert %}}",
                "::: warning T\nW\n:::",
            ),
            ("{{< note >}}W{{< /note >}}", "::: note\nW\n\n:::"),
            ("{{< highlight go >}}\nx\n{{< /highlight >}}", "```go\nx\n```"),
            ("{{< details \"More\" >}}\nx\n{{< /details >}}", "::: details More\nx\n:::"),
            ("[a](@/b/c.md#d)", "[a](/b/c.md#d)"),
            ("`{{< ref \"x\" >}}`", "`{{< ref \"x\" >}}`"),
        ] {
            assert_eq!(translated(text, SourceDialect::Hugo, &[]), expected, "{text}");
        }
    }
}
