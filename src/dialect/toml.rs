//! Front matter in TOML, between lines of `+++`, as Hugo and Zola write it: as the same keys in YAML.
//!
//! A key and its value stand in one line of both, and strings, numbers, days and lists are written alike. Tables of
//! keys of the page (`[taxonomies]`) become keys of the page; `[extra]` and `[params]` become blocks.

use super::edits::Edits;

const SIGN: &str = "+++";

/// Tables whose keys belong to the page itself.
const OF_PAGE: [&str; 1] = ["taxonomies"];

/// Turns the front matter of a text into YAML.
pub(super) fn translate(text: &str, edits: &mut Edits) {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut lines = Lines { text, at: start };
    let Some((first, opening)) = lines.next().filter(|(_, line)| line.trim_end() == SIGN) else {
        return;
    };
    let mut changes = vec![(first, first + opening.len(), "---".to_owned())];
    let mut table = TomlTable::Page;
    let mut open = 0;
    for (at, line) in lines {
        if line.trim_end() == SIGN && open <= 0 {
            changes.push((at, at + line.len(), "---".to_owned()));
            for (start, end, text) in changes {
                edits.replace(start..end, text);
            }
            return;
        }
        if let Some(change) = line_of(line, &mut table, &mut open) {
            changes.push((at, at + line.len(), change));
        }
    }
}

/// Where a key belongs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TomlTable {
    Page,
    Block,
}

/// The line in YAML, if it is another one. `open` counts brackets that are not closed: a list may take several lines.
fn line_of(line: &str, table: &mut TomlTable, open: &mut i32) -> Option<String> {
    let words = line.trim();
    if *open > 0 {
        *open += balance(words);
        return None;
    }
    if words.is_empty() || words.starts_with('#') {
        return None;
    }
    if let Some(name) = words.strip_prefix('[') {
        let name = name.trim_matches(['[', ']', ' ']);
        *table = if OF_PAGE.contains(&name) { TomlTable::Page } else { TomlTable::Block };
        return Some(match table {
            TomlTable::Page => String::new(),
            TomlTable::Block => format!("{}:", name.replace('.', "_")),
        });
    }
    let (key, value) = words.split_once('=')?;
    // A string may hold brackets of its own.
    if value.trim_start().starts_with('[') {
        *open += balance(value);
    }
    let indent = if *table == TomlTable::Block { "  " } else { "" };
    let key = key.trim().trim_matches(['"', '\'']);
    Some(format!("{indent}{key}: {}", value_of(value.trim())))
}

/// A value in YAML: inline tables have colons there.
fn value_of(value: &str) -> String {
    if value.starts_with('{') { value.replace(" = ", ": ") } else { value.replace("\"\"\"", "\"") }
}

/// How many brackets stay open at the end of a line.
fn balance(words: &str) -> i32 {
    let count = |sign: char| i32::try_from(words.matches(sign).count()).unwrap_or(i32::MAX);
    count('[') - count(']')
}

/// The lines of a text without their ends, each with its place.
struct Lines<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Iterator for Lines<'t> {
    type Item = (usize, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = &self.text[self.at..];
        let line = rest.split_inclusive('\n').next()?;
        let at = self.at;
        self.at += line.len();
        Some((at, line.trim_end_matches(['\n', '\r'])))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::translated;
    use crate::config::SourceDialect;

    #[test]
    fn toml_becomes_yaml() {
        for (text, expected) in [
            (
                "+++\ntitle = \"A = b\"\nweight = 3\ndate = 2026-01-02\n+++\nText\n",
                "---\ntitle: \"A = b\"\nweight: 3\ndate: 2026-01-02\n---\nText\n",
            ),
            (
                "+++\ntitle = 'A'\n[taxonomies]\ntags = [\"x\",\n  \"y\"]\n[extra]\nlead = true\n+++\n",
                "---\ntitle: 'A'\n\ntags: [\"x\",\n  \"y\"]\nextra:\n  lead: true\n---\n",
            ),
            ("+++\ntitle = \"open\"\n", "+++\ntitle = \"open\"\n"),
            ("---\ntitle: A\n---\n+++\n", "---\ntitle: A\n---\n+++\n"),
        ] {
            assert_eq!(translated(text, SourceDialect::Zola, &[]), expected, "{text}");
        }
    }
}
