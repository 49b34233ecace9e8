//! Numbers and names whose signs mean something, as they are written: the twin of
//! `themes/default/static/js/search/literals.js`. Words leave out their signs: `C++` and `C#` are both `c`.
//!
//! - a name with `++`, `+` or `#` behind it: `c++`, `a+`, `c#`
//! - a name behind a point or two hyphens, where a word may begin: `.net`, `--dry-run`
//! - a number with points, without a `v` before it: `1.2.3`
//! - the digits of a number in groups, and of a telephone number: `1000000` for `1,000,000`, `5550104477` for
//!   `(555) 010-4477`
//!
//! Only ASCII counts.

/// Letters of a name, and digits of a number, at most.
const LONGEST: usize = 40;

/// Digits of a telephone number.
const TELEPHONE: std::ops::RangeInclusive<usize> = 7..=15;

/// Digits of a part of one.
const TELEPHONE_PART: std::ops::RangeInclusive<usize> = 2..=5;

/// The literal terms of a text, as they come; one may come more than once.
pub(crate) fn literal_terms(text: &str) -> Vec<String> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let (mut at, mut number_end) = (0, 0);
    while at < bytes.len() {
        let before = at.checked_sub(1).map(|before| bytes[before]);
        match bytes[at] {
            byte if is_of_name(byte) => {
                let end = at + length(&bytes[at..], is_of_name);
                add_signed(text, at, end, &mut found);
                if at >= number_end {
                    number_end = add_number(text, at, &mut found);
                }
                at = end;
            }
            b'.' | b'-' if before.is_none_or(may_precede) => {
                at = add_prefixed(text, at, &mut found);
            }
            _ => at += 1,
        }
    }
    found
}

/// Whether it is of a name: an ASCII letter, a digit or `_`.
fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether a word may begin behind it.
fn may_precede(byte: u8) -> bool {
    b" \t\n([\"'`".contains(&byte)
}

/// How many bytes are such.
fn length(bytes: &[u8], is_such: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|byte| is_such(**byte)).count()
}

fn add(found: &mut Vec<String>, literal: String) {
    if literal.len() <= LONGEST {
        found.push(literal);
    }
}

/// Adds a name with the signs behind it.
fn add_signed(text: &str, start: usize, end: usize, found: &mut Vec<String>) {
    let rest = &text.as_bytes()[end..];
    let signs = match rest {
        [b'+', b'+', ..] => 2,
        [b'+' | b'#', next, ..] if is_of_name(*next) || b"+#".contains(next) => 0,
        [b'+' | b'#', ..] => 1,
        _ => 0,
    };
    if signs > 0 {
        add(found, text[start..end + signs].to_ascii_lowercase());
    }
}

/// Adds a name behind a point or two hyphens at `start`; returns where to read on.
fn add_prefixed(text: &str, start: usize, found: &mut Vec<String>) -> usize {
    let bytes = text.as_bytes();
    let is_flag = bytes[start..].starts_with(b"--");
    let name = start + if is_flag { 2 } else { 1 };
    let is_name = bytes.get(name).is_some_and(u8::is_ascii_alphabetic);
    if !is_name || !is_flag && bytes[start] == b'-' {
        return start + 1;
    }
    let end = name + length(&bytes[name..], |byte| is_of_name(byte) || is_flag && byte == b'-');
    add(found, text[start..end].to_ascii_lowercase());
    // The name may have a sign behind it, too.
    name
}

/// Adds what a number in groups is that a name at `start` begins; returns where it ends.
fn add_number(text: &str, start: usize, found: &mut Vec<String>) -> usize {
    let bytes = text.as_bytes();
    let has_v = bytes[start].eq_ignore_ascii_case(&b'v');
    let first = start + usize::from(has_v);
    let (mut groups, mut signs) = (Vec::new(), Vec::new());
    let mut at = first;
    loop {
        let end = at + length(&bytes[at..], |byte| byte.is_ascii_digit());
        if end == at {
            return start;
        }
        groups.push(&text[at..end]);
        let next = end + sign_length(&bytes[end..]);
        at = end;
        if next == end || !bytes.get(next).is_some_and(u8::is_ascii_digit) {
            break;
        }
        signs.push(&text[end..next]);
        at = next;
    }
    let end = at + length(&bytes[at..], is_of_name);
    if end > at || signs.is_empty() {
        return end;
    }
    if signs.iter().all(|sign| *sign == ".") {
        add(found, text[first..end].to_owned());
    }
    if !has_v && (are_thousands(&groups, &signs) || is_telephone(&groups, &signs)) {
        add(found, groups.concat());
    }
    end
}

/// How many bytes stand between two groups of digits.
fn sign_length(rest: &[u8]) -> usize {
    match rest {
        [b')', b' ', ..] => 2,
        [b')' | b'.' | b',' | b'/' | b'-', ..] => 1,
        _ => 0,
    }
}

/// Whether these are the groups of one number.
fn are_thousands(groups: &[&str], signs: &[&str]) -> bool {
    let are_threes = groups[1..].iter().all(|group| group.len() == 3);
    groups[0].len() <= 3 && are_threes && signs.iter().all(|sign| ".,".contains(sign))
}

/// Whether these may be the parts of a telephone number.
fn is_telephone(groups: &[&str], signs: &[&str]) -> bool {
    let digits = groups.iter().map(|group| group.len()).sum();
    let are_parts = groups.iter().all(|group| TELEPHONE_PART.contains(&group.len()));
    TELEPHONE.contains(&digits) && are_parts && !signs.contains(&",")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::twin::{found_in_browser, random};
    use super::*;

    #[test]
    fn the_browser_finds_the_same_in_random_texts() {
        let parts = [
            "a", "V", "1", "23", "456", "7890", "é", "_", " ", ".", ",", "-", "--", "+", "++", "#",
            "(", ")", ") ", "/", "\n", "`", "東", "🦀",
        ];
        let mut state = 0x9e37_79b9_7f4a_7c15;
        let mut text = || -> String {
            let count = random(&mut state, 12);
            (0..count).map(|_| parts[random(&mut state, 24) as usize]).collect()
        };
        let texts: Vec<String> = (0..100_000).map(|_| text()).collect();
        let Some(found) = found_in_browser("literals", &texts) else { return };
        let mut literals = 0;
        for (text, found) in texts.iter().zip(found) {
            let own: BTreeSet<String> = literal_terms(text).into_iter().collect();
            literals += own.len();
            assert!(own.iter().eq(&found.unwrap_or_default()), "{text:?}");
        }
        assert!(literals > 10_000, "{literals}");
    }

    #[test]
    fn what_is_written_with_signs_is_a_term() {
        for (text, expected) in [
            ("C++, C# and F#.", &["c++", "c#", "f#"][..]),
            ("a+b, C++17, A+ and c+++ or x##", &["c++", "a+", "c++"]),
            (".NET, node.js (.env) `--Dry-run` ---x -y x--z", &[".net", ".env", "--dry-run"]),
            ("v1.2.3, 1.2.3-beta, 2.5. 1.2.3a x1.2", &["1.2.3", "1.2.3", "2.5"]),
            ("1,000,000 of 10,000 or 1,00 and 1000,000", &["1000000", "10000"]),
            ("1.000.000", &["1.000.000", "1000000"]),
            ("(555) 010-4477, 555-010-4477 and 12-34", &["5550104477", "5550104477"]),
            ("2027-05-01 9/11 1.2/3", &["20270501"]),
            ("é+ ü.net 1.", &[]),
        ] {
            assert_eq!(literal_terms(text), expected, "{text}");
        }
    }
}
