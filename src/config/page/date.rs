//! Days as front matter writes them.

use jiff::civil::Date;

use crate::diagnostic::Diagnostics;
use crate::yaml::{Value, YamlNode};

/// A day. Times of day, which other tools write, are cut off.
pub(crate) fn date(node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Option<Date> {
    let Value::String(text) = node.value else {
        diagnostics.push(node.wrong_type(A_DAY));
        return None;
    };
    let Some(day) = day_part(text) else {
        diagnostics.push(node.wrong_type(A_DAY).label("this is written otherwise"));
        return None;
    };
    let parsed: Option<Date> = day.parse().ok();
    if parsed.is_none() {
        let problem = node.wrong_type(&format!("a day, and there is no day `{day}`"));
        diagnostics.push(problem.label("the calendar has no such day"));
    }
    parsed
}

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
