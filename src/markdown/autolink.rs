//! Bare addresses in text, as the "autolinks (extension)" section of the GitHub Flavored Markdown
//! specification describes them: `www.`, `http://`, `https://`, `ftp://` and e-mail addresses.

use std::ops::Range;

use super::variables::length_of_use;

/// An address found in a text.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct AutolinkMatch {
    pub(super) range: Range<usize>,
    pub(super) destination: String,
}

/// A quick look before the careful one.
pub(super) fn may_hold_link(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().any(|(at, byte)| match byte {
        b'@' => true,
        b':' => bytes[at..].starts_with(b"://"),
        b'w' => bytes[at..].starts_with(b"www."),
        _ => false,
    })
}

/// The addresses in a text, in order.
pub(super) fn find(text: &str) -> Vec<AutolinkMatch> {
    let mut found: Vec<AutolinkMatch> = Vec::new();
    let mut from = 0;
    while let Some(at) = next_candidate(text, from) {
        let after_last = found.last().map_or(0, |found| found.range.end);
        let link = match text.as_bytes()[at] {
            b'@' => email(text, at, after_last),
            _ => address(text, at),
        };
        match link {
            Some(link) => {
                from = link.range.end;
                found.push(link);
            }
            None => from = at + 1,
        }
    }
    found
}

/// The next `www.`, scheme or `@`.
fn next_candidate(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    (from..bytes.len()).find(|at| {
        let rest = &bytes[*at..];
        match rest[0] {
            b'@' => true,
            b'w' => rest.starts_with(b"www."),
            b'h' => rest.starts_with(b"http://") || rest.starts_with(b"https://"),
            b'f' => rest.starts_with(b"ftp://"),
            _ => false,
        }
    })
}

fn address(text: &str, start: usize) -> Option<AutolinkMatch> {
    let before = text[..start].chars().next_back();
    let may_stand_before =
        |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '~' | '(') || is_east_asian_mark(c);
    if !before.is_none_or(may_stand_before) {
        return None;
    }
    let rest = &text[start..];
    let scheme = rest.find("://").filter(|_| !rest.starts_with("www.")).map_or(0, |at| at + 3);
    let domain = domain_length(&rest[scheme..])?;
    let tail = path_length(&rest[scheme + domain..]);
    let end = start + trimmed_length(&rest[..scheme + domain + tail]);
    let prefix = if scheme == 0 { "http://" } else { "" };
    Some(AutolinkMatch { range: start..end, destination: format!("{prefix}{}", &text[start..end]) })
}

/// The length of the path behind a domain: up to a blank, unless that stands beside the name of a variable.
fn path_length(text: &str) -> usize {
    let mut length = 0;
    loop {
        let rest = &text[length..];
        let stop = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '<' | '{') || is_east_asian_mark(c));
        length += stop.unwrap_or(rest.len());
        match text[length..].chars().next() {
            Some('{') => length += length_of_use(&text[length..]).unwrap_or(1),
            _ => return length,
        }
    }
}

/// Punctuation of Chinese and Japanese texts, which have no blank between an address and what follows. Letters, and the
/// dot and the length mark between letters of Katakana, are part of an address.
fn is_east_asian_mark(c: char) -> bool {
    matches!(c,
        '\u{2026}' | '\u{201c}'..='\u{201f}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}'
        | '\u{3014}'..='\u{301f}' | '\u{ff01}' | '\u{ff08}' | '\u{ff09}' | '\u{ff0c}' | '\u{ff0e}'
        | '\u{ff1a}' | '\u{ff1b}' | '\u{ff1f}' | '\u{ff3b}' | '\u{ff3d}' | '\u{ff5b}'..='\u{ff64}')
}

/// A valid domain has a dot, and no underscore in its last two parts.
fn domain_length(text: &str) -> Option<usize> {
    let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.')));
    let length = end.unwrap_or(text.len());
    let domain = text[..length].trim_end_matches('.');
    let parts: Vec<&str> = domain.split('.').collect();
    let valid = parts.len() >= 2
        && parts.iter().all(|part| !part.is_empty())
        && parts.iter().rev().take(2).all(|part| !part.contains('_'));
    valid.then_some(length)
}

/// Leaves out trailing punctuation, closing brackets that were not opened, and entities.
fn trimmed_length(link: &str) -> usize {
    let mut link = link;
    loop {
        let shorter = link.trim_end_matches(['?', '!', '.', ',', ':', '*', '_', '~', '\'', '"']);
        let shorter = match shorter.strip_suffix(')') {
            Some(without) if without.matches(')').count() >= link.matches('(').count() => without,
            _ => without_entity(shorter),
        };
        if shorter.len() == link.len() {
            return link.len();
        }
        link = shorter;
    }
}

fn without_entity(link: &str) -> &str {
    let Some(body) = link.strip_suffix(';') else {
        return link;
    };
    match body.rfind('&') {
        Some(at) if body[at + 1..].chars().all(|c| c.is_ascii_alphanumeric()) => &link[..at],
        _ => link,
    }
}

fn email(text: &str, at: usize, after_last: usize) -> Option<AutolinkMatch> {
    let before = text[after_last..at].chars().rev();
    let name = before.take_while(|c| *c == '+' || is_of_mail_host(*c)).count();
    let start = at - name;
    let host = &text[at + 1..];
    let host = &host[..host.find(|c| !is_of_mail_host(c)).unwrap_or(host.len())];
    let host = host.trim_end_matches('.');
    let valid = name > 0
        && host.contains('.')
        && host.split('.').all(|part| !part.is_empty())
        && !host.ends_with(['-', '_']);
    let end = at + 1 + host.len();
    if !valid {
        return None;
    }
    // With its scheme before it, an address is a link as a whole.
    for scheme in ["mailto:", "xmpp:"] {
        let Some(before) = text[after_last..start].strip_suffix(scheme) else { continue };
        let is_start = before.chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        if is_start {
            let range = start - scheme.len()..end;
            return Some(AutolinkMatch { destination: text[range.clone()].to_owned(), range });
        }
    }
    Some(AutolinkMatch { destination: format!("mailto:{}", &text[start..end]), range: start..end })
}

fn is_of_mail_host(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each case of the specification's section, in examples of our own.
    #[test]
    fn addresses_end_where_a_reader_would_end_them() {
        for (text, expected) in [
            ("see www.example.org.", &["www.example.org"][..]),
            ("www.example.org/help ahead", &["www.example.org/help"]),
            ("*www.a.example*, (www.b.example)", &["www.a.example", "www.b.example"]),
            ("(https://a.example/b_(c))", &["https://a.example/b_(c)"]),
            ("www.a.example/x(y)z))", &["www.a.example/x(y)z"]),
            ("https://a.example/x?y=1&amp; z", &["https://a.example/x?y=1"]),
            ("www.a.example/he<lp", &["www.a.example/he"]),
            ("ftp://files.a.example/x", &["ftp://files.a.example/x"]),
            ("http://exa_mple.org http://a.exam_ple.org", &[]),
            ("http://x_y.b.example", &["http://x_y.b.example"]),
            ("write to a.b-c+d@example.org, please", &["a.b-c+d@example.org"]),
            ("a@b.example- a@b_ a@b", &[]),
            ("mailto:a@b.example xmpp:c@d.example", &["mailto:a@b.example", "xmpp:c@d.example"]),
            ("awww.example.org http://localhost", &[]),
            ("見て https://a.example/form。次の文です。", &["https://a.example/form"]),
            (
                "（https://a.example/x）“https://b.example/y”",
                &["https://a.example/x", "https://b.example/y"],
            ),
            ("「www.a.example」、https://b.example/、と", &["www.a.example", "https://b.example/"]),
            (
                "https://ja.wikipedia.org/wiki/日本語 です",
                &["https://ja.wikipedia.org/wiki/日本語"],
            ),
            (
                "https://ja.wikipedia.org/wiki/ジョン・スミス！",
                &["https://ja.wikipedia.org/wiki/ジョン・スミス"],
            ),
            ("https://fr.wikipedia.org/wiki/L’Aquila", &["https://fr.wikipedia.org/wiki/L’Aquila"]),
        ] {
            let found: Vec<&str> = find(text).into_iter().map(|link| &text[link.range]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn an_address_leads_where_it_says() {
        for (text, destination) in [
            ("www.a.example", "http://www.a.example"),
            ("a@b.example", "mailto:a@b.example"),
            ("mailto:a@b.example", "mailto:a@b.example"),
        ] {
            let found = find(text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].destination, destination, "{text}");
        }
    }
}
