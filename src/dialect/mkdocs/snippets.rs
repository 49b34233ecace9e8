//! Texts of other files: `--8<-- "file"` of pymdownx, `{* file *}` of `FastAPI`, `{% include-markdown "file" %}`, and the
//! documents that mkdocstrings makes of code, `::: package.module`.

use std::ops::Range;

use super::super::code::{TEXT_ENDINGS, fenced};
use super::super::edits::Edits;
use super::super::prose::{LineKind, SourceProse};
use super::super::{DialectPage, FileNames, inclusion, lines};
use super::excerpt::SnippetExcerpt;

pub(super) fn translate(
    page: DialectPage<'_>,
    prose: &SourceProse<'_>,
    names: &FileNames,
    edits: &mut Edits,
) {
    let page = SnippetPage { page, prose, names };
    for line in 0..prose.lines.len() {
        if prose.is_open(line) {
            page.translate_line(line, edits);
        } else if is_in_code(prose, line) {
            page.translate_code(line, edits);
        }
    }
    page.translate_lists(edits);
}

/// Whether a line stands within a block of code.
fn is_in_code(prose: &SourceProse<'_>, line: usize) -> bool {
    let line = &prose.lines[line];
    line.kind == LineKind::Code && !line.opens_code
}

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

fn quoted(words: &str) -> Option<&str> {
    let quote = words.chars().next().filter(|sign| matches!(sign, '"' | '\''))?;
    words[1..].strip_suffix(quote)
}

/// Whether a line of scissors begins or ends a section of the file that it stands in.
fn is_section(rest: &str) -> bool {
    rest.starts_with("[start") || rest.starts_with("[end")
}

/// A page with its text and the names of the files around it.
struct SnippetPage<'p, 't> {
    page: DialectPage<'p>,
    prose: &'p SourceProse<'t>,
    names: &'p FileNames,
}

impl SnippetPage<'_, '_> {
    fn translate_line(&self, line: usize, edits: &mut Edits) {
        let words = self.prose.words(line);
        let place = words_of(self.prose, line);
        if let Some(file) = markdown_file(words) {
            self.include(&SnippetExcerpt::of_snippet(file), place, words, edits);
        } else if let Some(rest) = after_scissors(words) {
            if is_section(rest) {
                edits.remove(place);
            } else if let Some(file) = quoted(rest) {
                self.include(&SnippetExcerpt::of_snippet(file), place, words, edits);
            }
        } else if let Some(excerpt) = SnippetExcerpt::of_braces(words) {
            match self.lines_of(&excerpt, edits) {
                Some(code) => self.show_code(&code, &excerpt, place, edits),
                None => edits.not_understood(place, words, "{* … *}"),
            }
        } else if is_module(words) {
            let end = options_end(self.prose, line);
            edits.not_understood(place.start..end, words, "::: module");
        }
    }

    /// A snippet in a block of code: its lines are the code, and a semicolon before it says that it is an example.
    fn translate_code(&self, line: usize, edits: &mut Edits) {
        let place = self.prose.words_place(line);
        let words = self.prose.text[place.clone()].trim_end();
        let place = place.start..place.start + words.len();
        if words.strip_prefix(';').and_then(after_scissors).is_some() {
            edits.remove(place.start..place.start + 1);
            return;
        }
        let Some(rest) = after_scissors(words) else { return };
        let Some(file) = quoted(rest) else { return };
        match self.lines_of(&SnippetExcerpt::of_snippet(file), edits) {
            Some(code) => lines::replace(self.prose, place, &code, edits),
            None => edits.told(place, words, SCISSORS),
        }
    }

    /// A snippet on a line of its own: another page as a whole, and parts of texts as a part of this one. Code is shown
    /// as code.
    fn include(
        &self,
        excerpt: &SnippetExcerpt<'_>,
        place: Range<usize>,
        words: &str,
        edits: &mut Edits,
    ) {
        if let Some(found) = self.page_named(excerpt).filter(|_| excerpt.is_whole()) {
            return inclusion::show(self.page, self.prose, self.names, found, place, edits);
        }
        match self.lines_of(excerpt, edits) {
            Some(text) if is_text(excerpt) && self.page.is_shallow() => {
                inclusion::show_part(self.page, self.names, &text, place, edits);
            }
            Some(code) if !is_text(excerpt) => self.show_code(&code, excerpt, place, edits),
            _ => edits.not_understood(place, words, SCISSORS),
        }
    }

    fn show_code(
        &self,
        code: &str,
        excerpt: &SnippetExcerpt<'_>,
        place: Range<usize>,
        edits: &mut Edits,
    ) {
        lines::replace(self.prose, place, &fenced(code, excerpt.language()), edits);
    }

    /// The page that a path means, which may begin in the content folder or in one above it.
    fn page_named(&self, excerpt: &SnippetExcerpt<'_>) -> Option<&str> {
        let path = excerpt.path.trim_start_matches("../").trim_start_matches("./");
        let mut ends = std::iter::successors(Some(path), |path| Some(path.split_once('/')?.1));
        let found = ends.find_map(|path| self.names.find(path, self.page.path))?;
        (is_markdown(excerpt) && found != self.page.path).then_some(found)
    }

    /// The lines that an excerpt names. Its path begins in the folder of `mkdocs.yml`, which is most often the one above
    /// the content, or in one that the settings name.
    fn lines_of(&self, excerpt: &SnippetExcerpt<'_>, edits: &mut Edits) -> Option<String> {
        const ROOTS: [&str; 4] = ["../", "", "../../", "../../../"];
        edits.depend_on_others();
        let text = ROOTS.iter().find_map(|root| self.page.file(&format!("{root}{}", excerpt.path)));
        excerpt.of(&text?)
    }

    /// Lists of files, each between two lines of scissors.
    fn translate_lists(&self, edits: &mut Edits) {
        let prose = self.prose;
        let is_sign = |line: &usize| {
            prose.is_open(*line) && after_scissors(prose.words(*line)).is_some_and(str::is_empty)
        };
        let signs: Vec<usize> = (0..prose.lines.len()).filter(is_sign).collect();
        for pair in signs.chunks(2) {
            let [open, close] = pair else { continue };
            for line in [*open, *close] {
                edits.remove(words_of(prose, line));
            }
            let inner = open + 1..*close;
            for line in inner.filter(|line| prose.lines[*line].kind != LineKind::Blank) {
                let words = prose.words(line);
                let excerpt = SnippetExcerpt::of_snippet(words);
                self.include(&excerpt, words_of(prose, line), words, edits);
            }
        }
    }
}

/// What reports call a snippet.
const SCISSORS: &str = "--8<--";

fn is_markdown(excerpt: &SnippetExcerpt<'_>) -> bool {
    matches!(excerpt.language(), "md" | "markdown")
}

/// Whether a file holds text and no code.
fn is_text(excerpt: &SnippetExcerpt<'_>) -> bool {
    let ending = excerpt.language();
    ending.is_empty() || TEXT_ENDINGS.contains(&ending)
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
    use super::super::super::tests::translated_with;
    use crate::config::SourceDialect;

    #[test]
    fn texts_of_other_files_are_included_or_reported() {
        let code = |words: &str| {
            let literal = super::super::super::edits::literal(words);
            format!("<code class=\"not-understood\">{literal}</code>")
        };
        let files = [
            ("notes/own.md", ""),
            ("snippets/a.md", ""),
            ("parts.md", "F\nG\n"),
            ("src/b.py", "x = 1\ny = 2\n"),
            ("words.txt", "W\n"),
        ];
        for (text, expected) in [
            ("--8<-- \"docs/snippets/a.md\"\n", "::: include ../snippets/a.md\n".to_owned()),
            ("--8<-- \"a.py\"\n", code("--8<-- \"a.py\"") + "\n"),
            ("--8<-- \"a.md:3:4\"\n", code("--8<-- \"a.md:3:4\"") + "\n"),
            ("--8<--\na.md\n--8<--\n", "\n::: include ../snippets/a.md\n\n".to_owned()),
            ("--8<-- [start:x]\nW\n", "\nW\n".to_owned()),
            ("{* ../a.py hl[1] *}\n", code("{* ../a.py hl[1] *}") + "\n"),
            ("{* src/b.py hl[1] ln[1] *}\n", "```py\nx = 1\n```\n".to_owned()),
            ("- a\n\n  --8<-- \"src/b.py:2\"\n", "- a\n\n  ```py\n  y = 2\n  ```\n".to_owned()),
            ("--8<-- \"words.txt\"\n", "W\n".to_owned()),
            ("--8<-- \"parts.md::1\"\n", "F\n".to_owned()),
            ("{% include-markdown \"a.md\" %}\n", "::: include ../snippets/a.md\n".to_owned()),
            ("::: a.b.C\n    options:\n        x: y\n\nW\n", code("::: a.b.C") + "\n\nW\n"),
            ("```\n--8<-- \"a.py\"\n```\n", "```\n--8<-- \"a.py\"\n```\n".to_owned()),
            (
                "> ```\n> --8<-- \"src/b.py\"\n> ```\n",
                "> ```\n> x = 1\n> y = 2\n> ```\n".to_owned(),
            ),
            ("```\n;--8<-- \"src/b.py\"\n```\n", "```\n--8<-- \"src/b.py\"\n```\n".to_owned()),
        ] {
            assert_eq!(translated_with(text, SourceDialect::Mkdocs, &files), expected, "{text}");
        }
    }
}
