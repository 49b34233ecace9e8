//! Citations in a text: `[@key]`, `[@one; @other, p. 4]`.
//!
//! To the parser they are links whose label nobody defines; it hands them out as links with a
//! destination that no author can write.

use std::ops::Range;

/// The beginning of the destination of a citation.
const MARK: char = '\u{1}';

/// A work in a citation. Ranges are in bytes of the label.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct CitationItem {
    pub(crate) key: Range<usize>,
    /// The part of the work: "p. 4".
    pub(crate) locator: Option<Range<usize>>,
}

/// Whether the label of a link that is not defined is meant as a citation.
pub(crate) fn is_citation(label: &str) -> bool {
    label.strip_prefix('@').is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
}

/// The destination for the label of a citation; `None` if it holds more than words.
pub(super) fn destination(label: &str) -> Option<String> {
    let is_plain = !label.contains(['<', '>', '[', ']', '`', '*', '\\', '$', '~']);
    (is_citation(label) && is_plain).then(|| format!("{MARK}{label}"))
}

/// The label of a citation, by the destination of a link.
pub(crate) fn citation_label(destination: &str) -> Option<&str> {
    destination.strip_prefix(MARK)
}

/// The works that a label names; `None` if it is not written as a citation is.
pub(crate) fn cited_works(label: &str) -> Option<Vec<CitationItem>> {
    let mut works = Vec::new();
    let mut start = 0;
    for part in label.split(';') {
        let key_start = start + part.len() - part.trim_start().len() + 1;
        let rest = part.trim().strip_prefix('@')?;
        let key_end = rest.find(|c: char| c == ',' || c.is_whitespace()).unwrap_or(rest.len());
        let after = rest[key_end..].trim_start();
        let locator = match after.strip_prefix(',').map(str::trim_start) {
            None if after.is_empty() => None,
            Some(locator) if !locator.is_empty() => {
                let end = key_start + rest.len();
                Some(end - locator.len()..end)
            }
            _ => return None,
        };
        if key_end == 0 {
            return None;
        }
        works.push(CitationItem { key: key_start..key_start + key_end, locator });
        start += part.len() + 1;
    }
    Some(works)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn works_have_keys_and_perhaps_a_part() {
        assert_eq!(read("@a"), Some(vec![("a", None)]));
        let two = vec![("one-2024", None), ("other", Some("pp. 4, 7"))];
        assert_eq!(read("@one-2024; @other, pp. 4, 7"), Some(two));
        for odd in ["@a b", "@a; b", "@a,", "@a; ", "@"] {
            assert_eq!(read(odd), None, "{odd}");
        }
    }

    /// The keys and locators of the works that a label names.
    fn read(label: &str) -> Option<Vec<(&str, Option<&str>)>> {
        let works = cited_works(label)?.into_iter();
        Some(works.map(|work| (&label[work.key], work.locator.map(|at| &label[at]))).collect())
    }
}
