//! Days as front matter writes them.

use jiff::civil::Date;

use crate::diagnostic::{Diagnostic, Diagnostics, Fix};
use crate::yaml::{Value, YamlNode};

/// A day. Times of day, which other tools write, are cut off.
pub(crate) fn date(node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Option<Date> {
    let Value::String(text) = node.value else {
        diagnostics.push(node.wrong_type(A_DAY));
        return None;
    };
    let Some(day) = day_part(text) else {
        diagnostics.push(written_otherwise(node, text));
        return None;
    };
    let parsed: Option<Date> = day.parse().ok();
    if parsed.is_none() {
        let problem = node.wrong_type(&format!("a day, and there is no day `{day}`"));
        diagnostics.push(problem.label("the calendar has no such day"));
    }
    parsed
}

/// A day in another form: the help names it as it has to be written, and what is certain is a fix.
fn written_otherwise(node: &YamlNode<'_>, text: &str) -> Diagnostic {
    let mut problem = node.wrong_type(A_DAY).label("this is written otherwise");
    let meant: Vec<String> = meant(text).iter().map(Date::to_string).collect();
    if let [only] = &meant[..] {
        problem.fix = Some(Fix { span: node.span(), text: only.clone() });
    }
    if meant.is_empty() {
        problem
    } else {
        problem.help(format!("write `{}`", meant.join("` or `")))
    }
}

/// The days that other forms can mean: `31/12/2026`, `31.12.2026`, `2026/12/31`, `1 June 2027`, `June 1st, 2027`.
fn meant(text: &str) -> Vec<Date> {
    let parts: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '/' | '.' | ',' | '-'))
        .filter(|part| !part.is_empty())
        .collect();
    let [first, second, third] = parts[..] else { return Vec::new() };
    let is_number = first.parse::<u16>().is_ok();
    let orders: &[[&str; 3]] = if is_number && first.len() == 4 {
        &[[first, second, third]]
    } else if !is_number {
        &[[third, first, second]]
    } else if text.contains('/') {
        &[[third, second, first], [third, first, second]]
    } else {
        &[[third, second, first]]
    };
    let mut days: Vec<Date> =
        orders.iter().filter_map(|[year, month, day]| day_of(year, month, day)).collect();
    days.dedup();
    days
}

fn day_of(year: &str, named: &str, day: &str) -> Option<Date> {
    let day = day.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let year: i16 = year.parse().ok().filter(|_| year.len() == 4)?;
    Date::new(year, month(named)?, day.parse().ok()?).ok()
}

/// The number of a month that is written as one, or as an English name or the first letters of it.
fn month(written: &str) -> Option<i8> {
    let name = written.to_lowercase();
    let of_name = (1..).zip(MONTHS).find(|(_, month)| name.len() >= 3 && month.starts_with(&name));
    of_name.map(|(number, _)| number).or_else(|| written.parse().ok())
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// `2026-03-31` out of itself or out of `2026-03-31T08:00:00Z`.
fn day_part(text: &str) -> Option<&str> {
    let day = text.get(..10)?;
    let rest = &text[10..];
    let is_time = rest.is_empty()
        || rest.strip_prefix(['T', 't', ' ']).is_some_and(|time| {
            let hour = time.split(':').next().unwrap_or_default();
            hour.len() == 2 && hour.chars().all(|c| c.is_ascii_digit())
        });
    (day.char_indices().all(fits) && is_time).then_some(day)
}

/// Whether a day has that character at that position.
fn fits((at, c): (usize, char)) -> bool {
    if matches!(at, 4 | 7) { c == '-' } else { c.is_ascii_digit() }
}

const A_DAY: &str = "a day, written as `2026-03-31`";
