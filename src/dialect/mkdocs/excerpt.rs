//! Parts of files, as snippets name them (facelessuser.github.io/pymdown-extensions/extensions/snippets).

/// A file that a page shows, and which lines of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct SnippetExcerpt<'t> {
    pub(super) path: &'t str,
    lines: ShownLines<'t>,
}

/// Which lines of a file are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum ShownLines<'t> {
    All,
    /// From a line to another one, both counted from 1 and shown: `2:4,7:`. A number alone ends where `RangeEnd` says.
    Ranges(&'t str, RangeEnd),
    /// Those between `--8<-- [start:name]` and `--8<-- [end:name]`.
    Section(&'t str),
}

/// Where lines end that begin with a number alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum RangeEnd {
    OfFile,
    OfLine,
}

impl<'t> SnippetExcerpt<'t> {
    /// From what stands between the quotes of a snippet: `a.py`, `a.py:2:4`, `a.py::4,7:9`, `a.py:section`.
    pub(super) fn of_snippet(words: &'t str) -> SnippetExcerpt<'t> {
        let Some((path, rest)) = words.split_once(':').filter(|(path, _)| path.contains('.'))
        else {
            return SnippetExcerpt { path: words, lines: ShownLines::All };
        };
        let is_range = rest.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | ','));
        let lines = match rest {
            "" => ShownLines::All,
            rest if is_range => ShownLines::Ranges(rest, RangeEnd::OfFile),
            rest => ShownLines::Section(rest),
        };
        SnippetExcerpt { path, lines }
    }

    /// From `{* a.py hl[2] ln[1:4,7] *}`, the form of `mdx-include-variants`.
    pub(super) fn of_braces(words: &'t str) -> Option<SnippetExcerpt<'t>> {
        let inner = words.strip_prefix("{*")?.strip_suffix("*}")?;
        let mut parts = inner.split_whitespace();
        let path = parts.next()?;
        let ranges = parts.find_map(|part| part.strip_prefix("ln[")?.strip_suffix(']'));
        let lines = ranges.map_or(ShownLines::All, |it| ShownLines::Ranges(it, RangeEnd::OfLine));
        Some(SnippetExcerpt { path, lines })
    }

    pub(super) fn is_whole(&self) -> bool {
        self.lines == ShownLines::All
    }

    /// The ending of the file's name, which names its language.
    pub(super) fn language(&self) -> &'t str {
        self.path.rsplit_once('.').map_or("", |(_, ending)| ending)
    }

    /// The lines that are meant; `None` if there are none. Lines that mark sections are never shown.
    pub(super) fn of(&self, text: &str) -> Option<String> {
        let lines: Vec<&str> = match self.lines {
            ShownLines::All => text.lines().collect(),
            ShownLines::Ranges(ranges, end) => {
                ranges.split(',').flat_map(|range| lines_in(text, range, end)).collect()
            }
            ShownLines::Section(name) => {
                let from = text.lines().skip_while(|line| section(line, "start") != Some(name));
                from.skip(1).take_while(|line| section(line, "end") != Some(name)).collect()
            }
        };
        let is_mark =
            |line: &&str| ["start", "end"].iter().any(|sign| section(line, sign).is_some());
        let shown: Vec<&str> = lines.into_iter().filter(|line| !is_mark(line)).collect();
        let code = shown.join("\n");
        let code = code.trim_matches('\n');
        (!code.trim().is_empty()).then(|| code.to_owned())
    }
}

/// The lines of one range: `2:4`, `:4`, `2:`, `2`.
fn lines_in<'s>(text: &'s str, range: &str, end: RangeEnd) -> impl Iterator<Item = &'s str> {
    let (first, last) = range.split_once(':').map_or((range, None), |(a, b)| (a, Some(b)));
    let first = first.trim().parse::<usize>().unwrap_or(1).max(1);
    let last = match (last.map(str::trim), end) {
        (Some(last), _) => last.parse::<usize>().unwrap_or(usize::MAX),
        (None, RangeEnd::OfLine) => first,
        (None, RangeEnd::OfFile) => usize::MAX,
    };
    text.lines().take(last).skip(first - 1)
}

/// The name of a section that begins or ends in a line: `# --8<-- [start:name]`.
fn section<'t>(line: &'t str, sign: &str) -> Option<&'t str> {
    let (_, rest) = line.split_once("8<")?;
    let rest = rest.trim_start_matches('-').trim_start().strip_prefix('[')?.strip_prefix(sign)?;
    rest.strip_prefix(':')?.split_once(']').map(|(name, _)| name.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "one\n# --8<-- [start:a]\ntwo\n# --8<-- [start:b]\nthree\n# --8<-- [end:b]\n# --8<-- [end:a]\nfour\n";

    #[test]
    fn a_snippet_shows_the_lines_that_it_names() {
        for (words, path, shown) in [
            ("a.py", "a.py", Some("one\ntwo\nthree\nfour")),
            ("d/a.py:8", "d/a.py", Some("four")),
            ("a.py::3", "a.py", Some("one\ntwo")),
            ("a.py:1:1,5:5", "a.py", Some("one\nthree")),
            ("a.py:a", "a.py", Some("two\nthree")),
            ("a.py:b", "a.py", Some("three")),
            ("a.py:c", "a.py", None),
            ("a.py:20:30", "a.py", None),
        ] {
            let excerpt = SnippetExcerpt::of_snippet(words);
            assert_eq!(excerpt.path, path, "{words}");
            assert_eq!(excerpt.of(FILE).as_deref(), shown, "{words}");
        }
    }

    #[test]
    fn braces_name_single_lines() {
        for (words, shown) in [
            ("{* ../a.py *}", "one\ntwo\nthree\nfour"),
            ("{* ../a.py hl[1,3:4] ln[1,5:8] *}", "one\nthree\nfour"),
        ] {
            let excerpt = SnippetExcerpt::of_braces(words);
            let excerpt = excerpt.filter(|excerpt| excerpt.path == "../a.py");
            assert_eq!(excerpt.and_then(|it| it.of(FILE)).as_deref(), Some(shown), "{words}");
        }
        assert_eq!(SnippetExcerpt::of_braces("{*  *}"), None);
    }
}
