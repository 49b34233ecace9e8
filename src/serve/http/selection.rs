//! Whether a file is sent, and which part of it (RFC 9110, 13 and 14).

use std::ops::Range;

use tiny_http::Method;

use super::request::Request;

/// What of a file is sent.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Selection {
    Whole,
    Part(Range<u64>),
    /// Nothing: the client has it.
    Unchanged,
    /// Nothing: no such part is there.
    OutOfRange,
}

/// What a request wants of a file of so many bytes, with its entity tag in quotes.
pub(super) fn select(request: &Request, length: u64, tag: &str) -> Selection {
    if request.values("If-None-Match").any(|list| names(list, tag)) {
        return Selection::Unchanged;
    }
    let is_same = request.field("If-Range").is_none_or(|known| known.trim() == tag);
    let range = request.field("Range").filter(|_| is_same && request.method == Method::Get);
    range.map_or(Selection::Whole, |range| part(range, length))
}

/// Whether a list of entity tags has this one in it; whether the others are weak does not matter here.
fn names(list: &str, tag: &str) -> bool {
    let mut tags = list.split(',').map(str::trim);
    tags.any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
}

/// One range of bytes. The whole file answers several at once, and what is no range.
fn part(range: &str, length: u64) -> Selection {
    let Some((first, last)) = one_range(range) else { return Selection::Whole };
    let range = match (number(first), number(last)) {
        (Some(first), None) if last.is_empty() => first..length,
        (Some(first), Some(last)) if first <= last => first..length.min(last.saturating_add(1)),
        (None, Some(last)) if first.is_empty() => length.saturating_sub(last)..length,
        _ => return Selection::Whole,
    };
    if range.is_empty() { Selection::OutOfRange } else { Selection::Part(range) }
}

/// The two ends of a range as they are written.
fn one_range(range: &str) -> Option<(&str, &str)> {
    let (unit, range) = range.split_once('=')?;
    let (first, last) = range.split_once('-')?;
    let is_one = unit.trim().eq_ignore_ascii_case("bytes") && !range.contains(',');
    is_one.then(|| (first.trim(), last.trim()))
}

/// One that is too large for us lies behind the end of every file.
fn number(digits: &str) -> Option<u64> {
    let are_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    are_digits.then(|| digits.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_a_part_and_others_are_the_whole() {
        for (range, expected) in [
            ("bytes=0-0", Selection::Part(0..1)),
            ("bytes=2-4", Selection::Part(2..5)),
            ("Bytes= 2 - 4 ", Selection::Part(2..5)),
            ("bytes=7-", Selection::Part(7..10)),
            ("bytes=7-99999999999999999999999", Selection::Part(7..10)),
            ("bytes=-3", Selection::Part(7..10)),
            ("bytes=-30", Selection::Part(0..10)),
            ("bytes=10-", Selection::OutOfRange),
            ("bytes=99999999999999999999999-", Selection::OutOfRange),
            ("bytes=-0", Selection::OutOfRange),
            ("bytes=4-2", Selection::Whole),
            ("bytes=-", Selection::Whole),
            ("bytes=a-b", Selection::Whole),
            ("bytes=+1-2", Selection::Whole),
            ("bytes=0-1,3-4", Selection::Whole),
            ("lines=0-1", Selection::Whole),
            ("", Selection::Whole),
        ] {
            assert_eq!(part(range, 10), expected, "{range}");
        }
        assert_eq!(part("bytes=0-", 0), Selection::OutOfRange);
    }

    #[test]
    fn a_tag_is_found_in_a_list() {
        for list in ["\"a\"", "W/\"a\"", "\"b\", \"a\"", "*"] {
            assert!(names(list, "\"a\""), "{list}");
        }
        for list in ["", "a", "\"b\"", "\"a", "\"aa\""] {
            assert!(!names(list, "\"a\""), "{list}");
        }
    }
}
