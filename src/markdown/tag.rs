//! Tags of HTML that are text, with `html: none`.

use super::hidden::SignPosition;

/// The signs that would begin a tag. Addresses between angle brackets and comments stay what they are.
pub(super) fn misleading(text: &str) -> Vec<SignPosition> {
    text.match_indices('<').map(|(at, _)| at).filter(|at| begins_tag(text, *at)).collect()
}

fn begins_tag(text: &str, at: SignPosition) -> bool {
    let (before, rest) = (&text[..at], &text[at + 1..]);
    let is_escaped = (before.len() - before.trim_end_matches('\\').len()) % 2 == 1;
    let is_tag = rest.starts_with(|sign: char| sign.is_ascii_alphabetic() || "/!?".contains(sign));
    is_tag && !is_escaped && !rest.starts_with("!--") && !is_address(before, rest)
}

/// Whether the brackets hold an address: alone, or as the destination of a link.
fn is_address(before: &str, rest: &str) -> bool {
    let inside = rest.split(['>', '<', ' ', '\n']).next().unwrap_or_default();
    let is_alone = rest[inside.len()..].starts_with('>') && inside.contains([':', '@']);
    let before = before.trim_end();
    is_alone || before.ends_with("](") || before.ends_with("]:")
}
