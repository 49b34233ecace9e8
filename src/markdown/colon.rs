//! Colons that begin a line and no definition.
//!
//! The parser takes every line that begins with a colon for a definition, and the paragraph before it for the
//! term, so `:warning: Never more` made a term of something else. A definition here has a blank after its colon
//! and stands right under its term, or under another definition.

use super::hidden::SignPosition;

/// The colons that begin a line and no definition.
pub(super) fn misleading(text: &str) -> Vec<SignPosition> {
    let may_mislead = text.match_indices(':').any(|(at, _)| begins_line(text, at));
    if may_mislead { colons(text) } else { Vec::new() }
}

/// Whether nothing but blanks stands between a byte and the beginning of its line.
fn begins_line(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches(' ');
    before.is_empty() || before.ends_with('\n')
}

fn colons(text: &str) -> Vec<SignPosition> {
    let mut colons = Vec::new();
    let mut start = 0;
    let (mut before, mut is_after_blank) = ("", true);
    for line in text.split_inclusive('\n') {
        let words = line.trim_start_matches(' ');
        let indent = line.len() - words.len();
        let words = words.trim_end();
        if indent < 4 && words.starts_with(':') {
            let is_under_term = !is_after_blank || is_of_definition(before);
            let has_blank = words[1..].starts_with([' ', '\t']);
            let is_definition = is_under_term && has_blank;
            if !is_definition && !is_delimiter_row(words) {
                colons.push(start + indent);
            }
        }
        is_after_blank = words.is_empty();
        if !is_after_blank {
            before = line;
        }
        start += line.len();
    }
    colons
}

/// Whether a line divides the head of a table from its rows, and aligns the first column.
fn is_delimiter_row(words: &str) -> bool {
    words.contains('-') && words.chars().all(|sign| matches!(sign, ':' | '-' | '|' | ' ' | '\t'))
}

/// Whether a line is a definition, or goes on with one.
fn is_of_definition(line: &str) -> bool {
    line.starts_with([' ', '\t']) || line.starts_with(": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_definition_has_a_blank_and_stands_under_its_term() {
        for text in [
            "Term\n: words\n: others\n\n: and more\n",
            "Term\n\t: words\n\n  going on\n\n: more\n",
            "| a | b |\n:-: | --:\n",
        ] {
            assert!(misleading(text).is_empty(), "{text}");
        }
        assert_eq!(misleading("Words\n:warning: No\n"), [6]);
        assert_eq!(misleading("Words\n\n: no\n"), [7]);
        assert_eq!(misleading(":::tip[A]\n"), [0]);
        assert_eq!(misleading("a\n   :b"), [5]);
    }
}
