//! Lines that a translator puts in the place of marks within others.

use std::ops::Range;

use super::edits::Edits;
use super::prose::{SourceProse, first_line, last_line};

/// Puts lines in a place, set apart from the words before and behind it. Each begins with what the first line of the
/// place has before its words: blanks, and signs of quotations.
pub(super) fn replace(
    prose: &SourceProse<'_>,
    place: Range<usize>,
    lines: &str,
    edits: &mut Edits,
) {
    let before = last_line(&prose.text[..place.start]);
    let margin = margin(before);
    let after = first_line(&prose.text[place.end..]);
    let lines = lines.replace('\n', &format!("\n{margin}"));
    let is_first = before == margin;
    let apart = if is_first { String::new() } else { format!("\n{margin}") };
    let behind = if after.trim().is_empty() { String::new() } else { format!("\n{margin}") };
    edits.replace(place, format!("{apart}{lines}{behind}"));
}

/// A part of a text without the margin that its first line begins with.
pub(super) fn without_margin(prose: &SourceProse<'_>, place: Range<usize>, at: usize) -> String {
    let margin = margin(last_line(&prose.text[..at]));
    prose.text[place].replace(&format!("\n{margin}"), "\n")
}

/// Whether nothing else stands in the lines of a place.
pub(super) fn stands_alone(prose: &SourceProse<'_>, place: &Range<usize>) -> bool {
    let before = last_line(&prose.text[..place.start]);
    before == margin(before) && first_line(&prose.text[place.end..]).trim().is_empty()
}

/// What a line within the same item or quotation begins with: the signs of quotations, and blanks for those of items.
fn margin(before: &str) -> String {
    let blanks = |text: &str| " ".repeat(text.chars().count());
    let mut margin = String::new();
    let mut rest = before;
    loop {
        let words = rest.trim_start_matches([' ', '\t', '>']);
        margin.push_str(&rest[..rest.len() - words.len()]);
        let number = words.trim_start_matches(|c: char| c.is_ascii_digit());
        let after_number = number.strip_prefix(['.', ')']).filter(|_| number.len() < words.len());
        let after_sign = words.strip_prefix(['-', '*', '+', ':']);
        match after_number.or(after_sign).filter(|rest| rest.starts_with([' ', '\t'])) {
            Some(after) => {
                margin.push_str(&blanks(&words[..words.len() - after.len()]));
                rest = after;
            }
            None => return margin,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stand_apart_in_the_same_block() {
        for (text, expected) in [
            ("X\n", "a\nb\n"),
            ("> w X v\n", "> w \n> a\n> b\n>  v\n"),
            ("- X\n", "- \n  a\n  b\n"),
            ("1. > X", "1. > \n   > a\n   > b"),
            ("  X", "  a\n  b"),
        ] {
            let prose = SourceProse::of(text);
            let at = text.find('X').unwrap_or_default();
            let mut edits = Edits::default();
            replace(&prose, at..at + 1, "a\nb", &mut edits);
            assert_eq!(edits.apply(text).map(|made| made.text).as_deref(), Some(expected));
            assert_eq!(stands_alone(&prose, &(at..at + 1)), !text.contains(['w', '-', '1']));
        }
    }
}
