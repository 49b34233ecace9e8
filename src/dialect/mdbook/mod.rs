//! The Markdown of mdBook (rust-lang.github.io/mdBook/format/mdbook.html), with what widespread preprocessors add:
//! tabs, texts that are set apart, and the listings of the Rust book.

mod excerpt;
mod include;
mod listing;

use super::callout::{self, Folding};
use super::edits::Edits;
use super::prose::SourceProse;
use super::{DialectPage, FileNames};

pub(super) fn translate(
    page: DialectPage<'_>,
    prose: &SourceProse<'_>,
    names: &FileNames,
    edits: &mut Edits,
) {
    include::translate(page, prose, names, edits);
    listing::translate(prose, edits);
    for block in prose.code_blocks() {
        let info = prose.code_info(block.start);
        if info.starts_with("admonish") {
            admonition(prose, block.start, block.end, info, edits);
        } else if let Some(prefix) = excerpt::hidden_prefix(info) {
            hide(prose, block.start + 1..block.end, prefix, edits);
        }
    }
}

/// A block of `mdbook-admonish`: `admonish warning title="Mind"`.
fn admonition(prose: &SourceProse<'_>, first: usize, end: usize, info: &str, edits: &mut Edits) {
    let kind = info.split_whitespace().nth(1).filter(|word| !word.contains('='));
    let quoted = info.split_once("title=").and_then(|(_, rest)| {
        let quote = rest.chars().next().filter(|sign| matches!(sign, '"' | '\''))?;
        rest[1..].split_once(quote)
    });
    let title = quoted.map_or("", |(title, _)| title);
    let folds = info.replace(' ', "").contains("collapsible=true");
    let folding = if folds { Folding::Folds } else { Folding::None };
    let opening = callout::opening(kind.unwrap_or("note"), title, folding);
    edits.replace(prose.words_place(first), format!("::: {opening}"));
    edits.replace(prose.words_place(end - 1), ":::");
}

/// Leaves out the lines of code that mdBook hides.
fn hide(prose: &SourceProse<'_>, lines: std::ops::Range<usize>, prefix: &str, edits: &mut Edits) {
    for line in lines {
        let place = prose.lines[line].place.clone();
        match excerpt::shown(&prose.text[place.clone()], prefix) {
            None => {
                let next = prose.lines.get(line + 1).map_or(place.end, |next| next.place.start);
                edits.remove(place.start..next);
            }
            Some(shown) if shown.len() < place.len() => edits.replace(place, shown),
            Some(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::translated_with;
    use crate::config::SourceDialect::Mdbook;

    fn book(text: &str) -> String {
        let files = [
            ("notes/a.rs", "# use b;\nfn c() {}\n// ANCHOR: d\n    e();\n// ANCHOR_END: d\nf\n"),
            (
                "part.md",
                "---\ntitle: P\n---\nWords {{#include notes/a.rs:2}}\n{{#include part.md}}\n",
            ),
            ("notes/g.md", "*g* {{#include no.md}}\n"),
        ];
        translated_with(text, Mdbook, &files)
    }

    #[test]
    fn parts_of_files_are_shown() {
        for (text, expected) in [
            ("```rust\n{{#include a.rs}}\n```\n", "```rust\nfn c() {}\n    e();\nf\n```\n"),
            ("```text\n{{#include a.rs:2}}\n```\n", "```text\nfn c() {}\n```\n"),
            ("```text\n{{#include a.rs::2}}\n```\n", "```text\n# use b;\nfn c() {}\n```\n"),
            ("```text\n{{ #include a.rs:4: }}\n```\n", "```text\n    e();\nf\n```\n"),
            ("```rust\n{{#rustdoc_include a.rs:d}}\n```\n", "```rust\n    e();\n```\n"),
            (
                "- a\n\n  ```rust\n  {{#include a.rs:2:4}}\n  ```\n",
                "- a\n\n  ```rust\n  fn c() {}\n      e();\n  ```\n",
            ),
            ("{{#playground a.rs editable}}\n", "```rust\nfn c() {}\n    e();\nf\n```\n"),
            ("{{#include a.rs:2}}\n", "```rust\nfn c() {}\n```\n"),
            ("```\n\\{{#include a.rs}}\n```\n", "```\n{{#include a.rs}}\n```\n"),
            ("`{{#include a.rs}}` {{#title T}}\n", "`{{#include a.rs}}` \n"),
        ] {
            assert_eq!(book(text), expected, "{text}");
        }
    }

    #[test]
    fn texts_within_texts_are_translated_and_end() {
        let made = book("A\n\n{{#include ../part.md}}\n");
        assert!(made.starts_with("A\n\nWords \n```rust\nfn c() {}\n```\n"), "{made}");
        assert!(made.contains("<code class=\"not-understood\">"), "it includes itself: {made}");
        let made = book("{{#include g.md}}\n");
        assert!(made.starts_with("*g* <code class=\"not-understood\">"), "{made}");
    }

    #[test]
    fn what_cannot_be_read_is_shown_as_it_is() {
        let text = "```rust\n{{#include no.rs}}\n```\n";
        assert_eq!(book(text), text);
        let made = book("{{#include a.rs:no}}\n");
        assert!(made.starts_with("<code class=\"not-understood\">"), "{made}");
    }

    #[test]
    fn blocks_of_preprocessors_become_components() {
        for (text, expected) in [
            (
                "```rust,ignore\n# a\n#\n#[b]\n  # c\n## d\ne\n```\n",
                "```rust,ignore\n#[b]\n# d\ne\n```\n",
            ),
            ("```python,hidelines=~\n~a\n  ~b\nc\n```\n", "```python,hidelines=~\nc\n```\n"),
            ("```sh\n# a\n```\n", "```sh\n# a\n```\n"),
            ("```admonish tip title=\"A b\"\nw\n```\n", "::: tip A b\nw\n:::\n"),
            ("```admonish\nw\n```\n", "::: note\nw\n:::\n"),
            (
                "{{#tabs }}\n{{#tab name=\"A\"}}\na\n{{#endtab }}\n{{#endtabs }}\n",
                "::: tabs\n::: tab A\na\n:::\n:::\n",
            ),
            (
                "<Listing number=\"1-2\" file-name=\"a.rs\" caption=\"Two `b`\">\n\n```rust\nc\n```\n\n</Listing>\n",
                "<span id=\"listing-1-2\"></span>Filename: a&#46;rs\n\n\n```rust\nc\n```\n\n\nListing 1-2: Two `b`\n\n",
            ),
            ("a <Listing> b\n", "a  b\n"),
        ] {
            assert_eq!(book(text), expected, "{text}");
        }
    }
}
