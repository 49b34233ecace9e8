//! Dates of BibTeX entries.
//!
//! The parser fails hard on some numbers that are no dates, so what it is asked for is looked at first.

use biblatex::{DateValue, Datetime, Entry, PermissiveType};

use super::fields::text;

/// Fields with a whole date, which is written as ISO 8601 has it.
const WHOLE: [&str; 4] = ["date", "eventdate", "origdate", "urldate"];

/// A year, a month or a day; as it is written, if it is none of these.
pub(super) fn date(entry: &Entry) -> Option<String> {
    let written = || text(entry, &["date", "year"]);
    if odd(entry).is_some() {
        return written();
    }
    match entry.date() {
        Ok(PermissiveType::Typed(date)) => Some(match date.value {
            DateValue::At(at) | DateValue::After(at) | DateValue::Before(at) => day(at),
            DateValue::Between(from, to) => format!("{}/{}", day(from), day(to)),
        }),
        _ => written(),
    }
}

fn day(day: Datetime) -> String {
    let parts = [day.month, day.day].into_iter().map_while(|part| part);
    let parts = parts.map(|part| format!("-{:02}", part + 1));
    format!("{:04}", day.year) + &parts.collect::<String>()
}

/// The first field that should hold a date and does not, with what it holds.
pub(super) fn odd(entry: &Entry) -> Option<(&'static str, String)> {
    let whole = WHOLE.map(|field| (field, is_range as fn(&str) -> bool));
    let checks = whole.into_iter().chain([
        ("year", is_year as fn(&str) -> bool),
        ("month", is_month),
        ("day", is_day),
    ]);
    let mut found =
        checks.filter_map(|(field, holds)| Some((field, text(entry, &[field])?, holds)));
    found.find(|(_, text, holds)| !holds(text)).map(|(field, text, _)| (field, text))
}

/// A date, or two of which one may be open.
fn is_range(text: &str) -> bool {
    let text = text.trim_end_matches(['~', '?', '%']);
    let Some((from, to)) = text.split_once('/') else { return is_date(text) };
    let is_open = |text: &str| text.is_empty() || text == "..";
    (is_date(from) && (is_date(to) || is_open(to))) || (is_open(from) && is_date(to))
}

/// `2024`, `2024-05` or `2024-05-31`.
fn is_date(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let mut parts = text.split('-');
    let number = |part: &str| is_number(part, 2..=2).then(|| part.parse::<u8>().ok()).flatten();
    parts.next().is_some_and(|year| is_number(year, 4..=4))
        && parts.next().is_none_or(|month| number(month).is_some_and(|m| (1..=12).contains(&m)))
        && parts.next().is_none_or(|day| number(day).is_some_and(|day| (1..=31).contains(&day)))
        && parts.next().is_none()
}

fn is_year(text: &str) -> bool {
    is_number(text.strip_prefix('-').unwrap_or(text), 1..=4)
}

/// A number, or a name that may have a day behind it.
fn is_month(text: &str) -> bool {
    if is_number(text, 1..=2) {
        return text.parse().is_ok_and(|month: u8| (1..=12).contains(&month));
    }
    let name_end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let rest = text[name_end..].trim_start_matches(['.', ' ', '-', '\u{a0}']);
    name_end > 0 && (rest.is_empty() || is_day(rest))
}

fn is_day(text: &str) -> bool {
    is_number(text, 1..=2) && text.parse().is_ok_and(|day: u8| (1..=31).contains(&day))
}

fn is_number(text: &str, digits: std::ops::RangeInclusive<usize>) -> bool {
    digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_told_from_what_is_none() {
        for text in ["2024", "2024-05", "2024-05-31", "-0044", "2020/2021-03", "../2020", "2020~"] {
            assert!(is_range(text), "{text}");
        }
        for text in ["2024-13", "2024-5", "20240501", "in press", "/", "", "2024-05-31-1", "²024"]
        {
            assert!(!is_range(text), "{text}");
        }
        assert!(["5", "12", "may", "Sept.", "may 12"].into_iter().all(is_month));
        assert!(!["0", "13", "may 300", "2020", ""].into_iter().any(is_month));
    }
}
