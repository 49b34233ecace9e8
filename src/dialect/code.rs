//! Code that a translator writes.

/// Endings of files that are text and no code.
pub(super) const TEXT_ENDINGS: [&str; 6] = ["md", "markdown", "txt", "html", "htm", "svg"];

/// A block of code.
pub(super) fn fenced(code: &str, language: &str) -> String {
    let longest = longest_run(code);
    let fence = "`".repeat(if longest < 3 { 3 } else { longest + 1 });
    let language = language.split([' ', ',', '`']).next().unwrap_or_default();
    format!("{fence}{language}\n{code}\n{fence}")
}

/// Code within a line.
pub(super) fn inline(code: &str) -> String {
    let ticks = "`".repeat(longest_run(code) + 1);
    let code = code.trim();
    let blank = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    format!("{ticks}{blank}{code}{blank}{ticks}")
}

/// How many backticks follow each other in a text, at most.
fn longest_run(code: &str) -> usize {
    code.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}
