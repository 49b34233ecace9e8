//! Texts of other files: `--8<-- "file"` of pymdownx, `{* file *}` of `FastAPI`, `{% include-markdown "file" %}`, and the
//! documents that mkdocstrings makes of code, `::: package.module`.

use std::ops::Range;

use super::super::edits::Edits;
use super::super::prose::{LineKind, SourceProse};
use super::super::{DialectPage, FileNames, inclusion};

pub(super) fn translate(
    page: DialectPage<'_>,
    prose: &SourceProse<'_>,
    names: &FileNames,
    edits: &mut Edits,
) {
    for line in (0..prose.lines.len()).filter(|line| prose.is_open(*line)) {
        let words = prose.words(line);
        let place = words_of(prose, line);
        if let Some(file) = markdown_file(words) {
            included(file, (page, prose, names), place, words, edits);
        } else if let Some(rest) = after_scissors(words) {
            snippet(rest, (page, prose, names), place, words, edits);
        } else if words.starts_with("{*") && words.ends_with("*}") {
            edits.not_understood(place, words, "{* … *}");
        } else if is_module(words) {
            let end = options_end(prose, line);
            edits.not_understood(place.start..end, words, "::: module");
        }
    }
    listed(page, prose, names, edits);
}

/// A page with its text and the names of the files around it.
type SnippetPage<'p> = (DialectPage<'p>, &'p SourceProse<'p>, &'p FileNames);

fn words_of(prose: &SourceProse<'_>, line: usize) -> Range<usize> {
    let place = prose.lines[line].place.clone();
    let words = &prose.text[place.clone()];
    place.start + (words.len() - words.trim_start().len())..place.start + words.trim_end().len()
}

/// The words behind the scissors of a snippet: `--8<-- "file"`.
fn after_scissors(words: &str) -> Option<&str> {
    let rest = words.strip_prefix('-')?.trim_start_matches('-').strip_prefix("8<-")?;
    Some(rest.trim_start_matches('-').trim())
}

/// A snippet on one line. Where a section of a file begins or ends, nothing is shown.
fn snippet(rest: &str, page: SnippetPage<'_>, place: Range<usize>, words: &str, edits: &mut Edits) {
    if rest.starts_with("[start") || rest.starts_with("[end") {
        edits.remove(place);
        return;
    }
    if let Some(file) = quoted(rest) {
        included(file, page, place, words, edits);
    }
}

fn quoted(words: &str) -> Option<&str> {
    let quote = words.chars().next().filter(|sign| matches!(sign, '"' | '\''))?;
    words[1..].strip_suffix(quote)
}

/// The whole text of another page; a part of a file, and a file that is no page, is not understood.
fn included(
    file: &str,
    (page, prose, names): SnippetPage<'_>,
    place: Range<usize>,
    words: &str,
    edits: &mut Edits,
) {
    match page_named(file, page, names) {
        Some(found) => inclusion::show(page, prose, names, found, place, edits),
        None => edits.not_understood(place, words, "--8<--"),
    }
}

/// The page that a path means, which may begin in the content folder or in one above it.
fn page_named<'n>(file: &str, page: DialectPage<'_>, names: &'n FileNames) -> Option<&'n str> {
    let is_page = [".md", ".markdown"].iter().any(|ending| file.ends_with(ending));
    let path = file.trim_start_matches("../").trim_start_matches("./");
    let mut ends = std::iter::successors(Some(path), |path| Some(path.split_once('/')?.1));
    let found = ends.find_map(|path| names.find(path, page.path))?;
    (is_page && found != page.path).then_some(found)
}

/// A list of files between two lines of scissors.
fn listed(page: DialectPage<'_>, prose: &SourceProse<'_>, names: &FileNames, edits: &mut Edits) {
    let is_sign = |line: &usize| {
        prose.is_open(*line) && after_scissors(prose.words(*line)).is_some_and(str::is_empty)
    };
    let signs: Vec<usize> = (0..prose.lines.len()).filter(is_sign).collect();
    for pair in signs.chunks(2) {
        let [open, close] = pair else { continue };
        for line in [*open, *close] {
            edits.remove(words_of(prose, line));
        }
        for line in (open + 1..*close).filter(|line| prose.lines[*line].kind != LineKind::Blank) {
            let words = prose.words(line);
            included(words, (page, prose, names), words_of(prose, line), words, edits);
        }
    }
}

/// The file of `{% include-markdown "file" %}`, or of `{% include "file" %}` with a page.
fn markdown_file(words: &str) -> Option<&str> {
    let inner = words.strip_prefix("{%")?.strip_suffix("%}")?.trim();
    let rest = inner.strip_prefix("include-markdown").or_else(|| inner.strip_prefix("include"))?;
    quoted(rest.trim()).filter(|file| file.ends_with(".md"))
}

/// `::: package.module.name`: our components have no points in their names.
fn is_module(words: &str) -> bool {
    let Some(name) = words.strip_prefix("::: ") else { return false };
    let name = name.trim();
    name.contains('.')
        && !name.starts_with('.')
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'))
}

/// Where the options of a module end: the lines that stand further in.
fn options_end(prose: &SourceProse<'_>, header: usize) -> usize {
    let base = prose.indent(header);
    let rest = header + 1..prose.lines.len();
    let options = rest.take_while(|line| {
        prose.lines[*line].kind == LineKind::Blank || prose.indent(*line) >= base + 4
    });
    let last = options.filter(|line| prose.lines[*line].kind != LineKind::Blank).last();
    prose.lines[last.unwrap_or(header)].place.end
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::translated;
    use crate::config::SourceDialect;

    #[test]
    fn texts_of_other_files_are_included_or_reported() {
        let code = |words: &str| {
            let literal = super::super::super::edits::literal(words);
            format!("<code class=\"not-understood\">{literal}</code>")
        };
        let files = ["notes/own.md", "snippets/a.md"];
        for (text, expected) in [
            ("--8<-- \"docs/snippets/a.md\"\n", "::: include ../snippets/a.md\n".to_owned()),
            ("--8<-- \"a.py\"\n", code("--8<-- \"a.py\"") + "\n"),
            ("--8<-- \"a.md:2:4\"\n", code("--8<-- \"a.md:2:4\"") + "\n"),
            ("--8<--\na.md\n--8<--\n", "\n::: include ../snippets/a.md\n\n".to_owned()),
            ("--8<-- [start:x]\nW\n", "\nW\n".to_owned()),
            ("{* ../a.py hl[1] *}\n", code("{* ../a.py hl[1] *}") + "\n"),
            ("{% include-markdown \"a.md\" %}\n", "::: include ../snippets/a.md\n".to_owned()),
            ("::: a.b.C\n    options:\n        x: y\n\nW\n", code("::: a.b.C") + "\n\nW\n"),
            ("```\n--8<-- \"a.py\"\n```\n", "```\n--8<-- \"a.py\"\n```\n".to_owned()),
        ] {
            assert_eq!(translated(text, SourceDialect::Mkdocs, &files), expected, "{text}");
        }
    }
}
