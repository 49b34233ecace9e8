//! Where the front matter of a file is, and where its Markdown begins.

use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::SourceFile;
use crate::yaml::Slice;

/// Finds the block between two lines `---` at the start of a file. Returns it and where the
/// Markdown begins.
pub(in crate::parse) fn split(
    file: &Arc<SourceFile>,
    diagnostics: &mut Diagnostics,
) -> (Slice, usize) {
    let text = &file.text;
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let none = Slice::new(file, start, start);
    let mut lines = text[start..].split_inclusive('\n');
    let Some(first) = lines.next() else {
        return (none, start);
    };
    if first.trim_end() == "+++" {
        let message = "front matter is written in YAML, between two lines `---`";
        let problem = Diagnostic::new(Code::YamlSyntax, message);
        let span = file.span(start, start + 3);
        diagnostics.push(problem.at(span).help("write `key: value` instead of `key = \"value\"`"));
        return (none, start);
    }
    if first.trim_end() != "---" {
        report_misplaced(file, start, diagnostics);
        return (none, start);
    }
    let begin = start + first.len();
    let mut at = begin;
    for line in lines {
        if line.trim_end() == "---" {
            let slice = Slice::new(file, begin, at);
            return (slice, at + line.len());
        }
        at += line.len();
    }
    // `---` may be a rule across the page; with a key after it, it is front matter.
    if begins_with_key(&text[begin..]) {
        let message = "the front matter is not closed";
        diagnostics.push(
            Diagnostic::new(Code::UnclosedFrontMatter, message)
                .at(file.span(start, start + 3))
                .label("opened here")
                .help("add a line `---` after the last key"),
        );
    }
    (none, start)
}

/// Whether the first line that says anything is `key:`.
pub(super) fn begins_with_key(text: &str) -> bool {
    let says_something =
        |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let first = text.lines().take(10).find(says_something).unwrap_or_default();
    let key = first.split_once(':').map_or("", |(key, _)| key);
    !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

/// Front matter after an empty line or a space is text to everyone but its author.
fn report_misplaced(file: &SourceFile, start: usize, diagnostics: &mut Diagnostics) {
    let text = &file.text[start..];
    let blank = text.len() - text.trim_start().len();
    let rest = &text[blank..];
    let Some(after) = rest.strip_prefix("---").filter(|_| blank > 0) else {
        return;
    };
    let Some((line_end, after)) = after.split_once('\n') else {
        return;
    };
    let is_closed = after.lines().any(|line| line.trim_end() == "---");
    if line_end.trim().is_empty() && is_closed && begins_with_key(after) {
        let message = "front matter begins on the first line of the file";
        let span = file.span(start + blank, start + blank + 3);
        let problem = Diagnostic::new(Code::YamlSyntax, message).at(span);
        diagnostics.push(problem.help("remove what stands before the line `---`"));
    }
}
