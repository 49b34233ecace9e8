//! Dollar signs that are prices.
//!
//! A formula in a line has no blank after its first sign and none before its last one, and no digit follows that:
//! the rule of pandoc's `tex_math_dollars`, which leaves prices alone. The parser knows its first half only.

use super::hidden::SignPosition;

/// The dollar signs that neither begin nor end a formula.
pub(super) fn misleading(text: &str) -> Vec<SignPosition> {
    if !text.contains('$') {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut start = 0;
    for paragraph in text.split_inclusive("\n\n") {
        found.extend(of_paragraph(paragraph).into_iter().map(|at| start + at));
        start += paragraph.len();
    }
    found
}

fn of_paragraph(text: &str) -> Vec<SignPosition> {
    let mut signs = signs(text).into_iter().peekable();
    let mut found = Vec::new();
    while let Some(at) = signs.next() {
        match signs.peek() {
            Some(end) if is_formula(text, at, *end) => _ = signs.next(),
            _ => found.push(at),
        }
    }
    found
}

/// Whether a formula stands between two signs.
fn is_formula(text: &str, start: SignPosition, end: SignPosition) -> bool {
    let inside = &text[start + 1..end];
    let is_tight = |letter: Option<char>| letter.is_some_and(|letter| !letter.is_whitespace());
    is_tight(inside.chars().next())
        && is_tight(inside.chars().next_back())
        && !text[end + 1..].starts_with(|letter: char| letter.is_ascii_digit())
}

/// The single dollar signs of a paragraph, outside of code and of formulas in blocks.
fn signs(text: &str) -> Vec<SignPosition> {
    let bytes = text.as_bytes();
    let run = |at: usize| bytes[at..].iter().take_while(|byte| **byte == bytes[at]).count();
    let mut signs = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let length = if matches!(bytes[at], b'`' | b'$') { run(at) } else { 1 };
        at += match bytes[at] {
            b'\\' => 2,
            b'`' => length_of_code(text, at, length),
            b'$' if length == 1 => {
                signs.push(at);
                1
            }
            b'$' => text[at + length..].find("$$").map_or(length, |end| length + end + 2),
            _ => 1,
        };
    }
    signs
}

/// The bytes of code that begins with some backticks; those alone if nothing closes it.
fn length_of_code(text: &str, at: usize, backticks: usize) -> usize {
    let rest = &text[at + backticks..];
    let mut from = 0;
    while let Some(found) = rest[from..].find('`') {
        let start = from + found;
        let run = rest[start..].bytes().take_while(|byte| *byte == b'`').count();
        if run == backticks {
            return backticks + start + run;
        }
        from = start + run;
    }
    backticks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_no_formulas() {
        assert_eq!(misleading("costs $5 and $10"), [6, 13]);
        assert_eq!(misleading("$0.40 ($25 a month)"), [0, 7]);
        assert_eq!(misleading("$x^2$ and $2x$, $5"), [16]);
        assert_eq!(misleading("`$a$` costs $5, $$x$$ \\$"), [12]);
        assert_eq!(misleading("$5\n\n$6"), [0, 4]);
        assert_eq!(misleading("$a $b$"), [0]);
    }
}
