//! Numbers, and claims of research, in paragraphs without a source.

use std::ops::Range;

use super::Prose;
use crate::diagnostic::{Code, Diagnostics};
use crate::document::BlockKind;

/// What claims that somebody found something out; English.
const CLAIMS: [&str; 8] = [
    "evidence shows",
    "evidence suggests",
    "research shows",
    "research suggests",
    "studies have shown",
    "studies show",
    "studies suggest",
    "study shows",
];

pub(super) fn without_source(prose: &Prose<'_>, diagnostics: &mut Diagnostics) {
    // Where nothing can be cited, nobody can be asked to.
    if prose.config.references.is_none() {
        return;
    }
    for block in &prose.blocks {
        let is_text = matches!(block.kind, BlockKind::Paragraph | BlockKind::Item);
        if !is_text || block.is_quoted || block.has_source {
            continue;
        }
        let found = claim(&block.text).or_else(|| figure(&block.text));
        if let Some(range) = found {
            let message =
                format!("`{}` has no source in its paragraph", &block.text[range.clone()]);
            let problem = prose.problem(Code::NumberWithoutSource, message, block, &range);
            diagnostics.push(problem.help("cite one: `[@key]`"));
        }
    }
}

fn claim(text: &str) -> Option<Range<usize>> {
    let lower = text.to_lowercase();
    // Where small letters have another length, places would be wrong.
    if lower.len() != text.len() {
        return None;
    }
    CLAIMS.into_iter().find_map(|claim| lower.find(claim).map(|at| at..at + claim.len()))
}

/// A share in percent, or a number so large that its digits stand in groups.
fn figure(text: &str) -> Option<Range<usize>> {
    let mut letters = text.char_indices().peekable();
    while let Some((start, letter)) = letters.next() {
        if !letter.is_ascii_digit() {
            continue;
        }
        let mut end = start + 1;
        while let Some((at, c)) =
            letters.next_if(|(_, c)| c.is_ascii_digit() || matches!(c, ',' | '.'))
        {
            end = at + c.len_utf8();
        }
        let number = text[start..end].trim_end_matches(['.', ',']);
        let after = text[start + number.len()..].trim_start_matches([' ', '\u{a0}', '\u{202f}']);
        let stands_alone = !text[..start]
            .ends_with(|c: char| c.is_alphanumeric() || "-/.:#".contains(c))
            && !after.starts_with(['-', '/', ':']);
        let is_share =
            after.starts_with('%') || after.starts_with("percent") || after.starts_with("per cent");
        if stands_alone && (is_share || is_grouped(number)) {
            return Some(start..start + number.len());
        }
    }
    None
}

/// Whether commas or points divide a number into thousands, as in `30,000`.
fn is_grouped(number: &str) -> bool {
    let mut groups = number.split([',', '.']);
    let first = groups.next().unwrap_or_default();
    let is_first = (1..=3).contains(&first.len()) && !first.starts_with('0');
    let rest: Vec<&str> = groups.collect();
    is_first && !rest.is_empty() && rest.iter().all(|group| group.len() == 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_and_large_numbers_want_a_source_and_years_do_not() {
        let found = |text: &'static str| figure(text).map(|range| &text[range]);
        assert_eq!(found("In 2021, 45 % of saws"), Some("45"));
        assert_eq!(found("about 30,000 saws."), Some("30,000"));
        assert_eq!(found("12 percent"), Some("12"));
        for plain in [
            "In 2021.",
            "port 5985",
            "3.1415",
            "0.123",
            "180,50,20",
            "From 1 to 7",
            "AB-12345",
            "call 0800-12345",
            "v1.2000",
            "ratio 1:20000",
        ] {
            assert_eq!(found(plain), None, "{plain}");
        }
        let text = "Much Research shows it";
        assert_eq!(claim(text).map(|range| &text[range]), Some("Research shows"));
    }
}
