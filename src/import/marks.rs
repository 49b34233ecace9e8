//! Which words of a mark of another tool a reader sees, and which only name things.

use std::ops::Range;

use crate::language::words;

/// Attributes whose values are measures, names of files and the like. No reader sees them.
const TECHNICAL: [&str; 42] = [
    "align",
    "anchor",
    "charset",
    "class",
    "classes",
    "color",
    "columns",
    "file-name",
    "figclass",
    "figwidth",
    "filename",
    "gutter",
    "height",
    "hl_lines",
    "href",
    "icon",
    "id",
    "lang",
    "linenos",
    "linenostart",
    "lineno-start",
    "emphasize-lines",
    "loading",
    "markdown",
    "name",
    "number",
    "open",
    "rel",
    "scale",
    "sizes",
    "slot",
    "src",
    "style",
    "synckey",
    "sync",
    "sync-group",
    "tags",
    "target",
    "theme",
    "type",
    "variant",
    "width",
];

/// The beginning of a mark with its name: `{{< relref`, `import`, `` ```{note ``.
pub(super) fn name_of_mark(text: &str) -> &str {
    let Some(first) = words(text).next() else { return text };
    let end = text[first.start..].find(|c: char| !(c.is_alphanumeric() || "-_:.".contains(c)));
    &text[..end.map_or(text.len(), |end| first.start + end)]
}

/// Whether a word of a mark is the name of an attribute, a part of a way to a file, a measure, or the value of an
/// attribute that no reader sees.
pub(super) fn is_syntax(mark: &str, word: &Range<usize>) -> bool {
    is_measure(&mark[word.clone()])
        || is_attribute_name(mark, word)
        || is_in_way(mark, word)
        || attribute_around(mark, word.start).is_some_and(is_technical)
}

fn is_technical(attribute: &str) -> bool {
    let attribute = attribute.to_ascii_lowercase();
    TECHNICAL.contains(&attribute.as_str())
        || attribute.starts_with("data-")
        || attribute.starts_with("aria-")
}

/// `300`, `300px`, `50%`.
fn is_measure(word: &str) -> bool {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < word.len()
        && matches!(rest, "" | "px" | "em" | "rem" | "vh" | "vw" | "pt" | "cm" | "mm")
}

/// `name=`, or `:name:` at the start of a line.
fn is_attribute_name(mark: &str, word: &Range<usize>) -> bool {
    let is_inner = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let behind = mark[word.end..].trim_start_matches(is_inner);
    let before = mark[..word.start].trim_end_matches(is_inner);
    let is_option = before.ends_with(':')
        && behind.starts_with(':')
        && starts_line(&before[..before.len() - 1]);
    behind.starts_with('=') || is_option
}

fn starts_line(before: &str) -> bool {
    before.trim_end_matches([' ', '\t', '>']).rsplit('\n').next() == Some("")
}

/// Whether a word stands in a way to a file or in a class: between blanks and quotes, with `/`, an ending or a leading
/// dot. Blanks belong to the ways of wiki links.
fn is_in_way(mark: &str, word: &Range<usize>) -> bool {
    let is_wiki = mark.trim_start_matches('!').starts_with("[[");
    if is_wiki {
        let target = mark.find(['|', ']']).unwrap_or(mark.len());
        return word.end <= target;
    }
    let is_end = |c: char| c.is_whitespace() || "\"'`<>(){}[],;|".contains(c);
    let start = mark[..word.start]
        .rfind(is_end)
        .map_or(0, |at| at + mark[at..].chars().next().map_or(1, char::len_utf8));
    let end = mark[word.end..].find(is_end).map_or(mark.len(), |at| word.end + at);
    let token = mark[start..end].trim_end_matches(['.', ':', '!', '?']);
    let has_ending = token.rsplit_once('.').is_some_and(|(stem, ending)| {
        !stem.is_empty()
            && (2..=5).contains(&ending.len())
            && ending.chars().all(|c| c.is_ascii_alphanumeric())
    });
    token.contains('/') || token.contains("::") || token.starts_with(['.', '#', '@']) || has_ending
}

/// The attribute whose value a place stands in: `name="…"`, `name=…`, or a line `:name: …`.
fn attribute_around(mark: &str, at: usize) -> Option<&str> {
    let before = &mark[..at];
    let line = before.rsplit('\n').next().unwrap_or(before);
    if let Some((name, _)) =
        line.trim_start().strip_prefix(':').and_then(|rest| rest.split_once(": "))
    {
        return Some(name);
    }
    let (names, value) = before.rsplit_once('=')?;
    let value = value.trim_start();
    let is_inside = match value.chars().next() {
        Some(sign @ ('"' | '\'' | '{')) => {
            !value[1..].contains(if sign == '{' { '}' } else { sign })
        }
        _ => !value.contains(char::is_whitespace),
    };
    let start = names
        .trim_end()
        .rfind(|c: char| c.is_whitespace() || "{<(".contains(c))
        .map_or(0, |at| at + 1);
    is_inside.then(|| names[start..].trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(mark: &str) -> Vec<&str> {
        let name = name_of_mark(mark);
        let read = words(mark).filter(|word| word.end > name.len() && !is_syntax(mark, word));
        read.map(|word| &mark[word]).collect()
    }

    #[test]
    fn readers_see_words_and_no_names() {
        for (mark, expected) in [
            (
                "<Listing number=\"7-10\" file-name=\"src/lib.rs\" caption=\"An enum\">",
                vec!["An", "enum"],
            ),
            ("{{#rustdoc_include ../listings/ch11-x/src/lib.rs:here}}", vec![]),
            ("{{< figure src=\"a b.png\" width=300 alt=\"A saw\" >}}", vec!["A", "saw"]),
            ("[[Local and remote vaults|vault]]", vec!["vault"]),
            ("![[icon.svg#icon]]", vec![]),
            ("<Tabs syncKey=\"pkg\">", vec![]),
            ("<Card title=\"Words\" icon=\"document\">", vec!["Words"]),
            (
                "```{glue:figure} boot_fig\n:figwidth: 300px\n:name: \"fig-boot\"",
                vec!["boot", "fig"],
            ),
            ("{: .class #id}", vec![]),
            ("jinja hl_lines=\"4 7\"", vec![]),
        ] {
            assert_eq!(read(mark), expected, "{mark}");
        }
    }
}
