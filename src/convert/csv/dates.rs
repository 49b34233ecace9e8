//! Days as tables write them.

use jiff::civil::Date;

/// How a column writes its days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum DayForm {
    /// `2026-03-31`, also with `/` or `.`, and with a time behind.
    YearMonthDay,
    /// `31.3.2026`, `31/3/2026`
    DayMonthYear,
    /// `3/31/2026`
    MonthDayYear,
}

/// The forms in which all values are days.
pub(super) fn forms<'v>(values: impl Iterator<Item = &'v str> + Clone) -> Vec<DayForm> {
    let mut forms = vec![DayForm::YearMonthDay, DayForm::DayMonthYear, DayForm::MonthDayYear];
    forms.retain(|form| values.clone().all(|value| day(value, *form).is_some()));
    forms
}

/// A day as front matter has it: `2026-03-31`.
pub(super) fn day(value: &str, form: DayForm) -> Option<String> {
    let divider =
        value.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '-' | '/' | '.'))?;
    let value =
        value.split([' ', 'T']).next().filter(|_| form == DayForm::YearMonthDay).unwrap_or(value);
    let parts: Vec<i16> =
        value.split(divider).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [first, second, third] = parts[..] else { return None };
    let (year, month, day) = match form {
        DayForm::YearMonthDay => (first, second, third),
        DayForm::DayMonthYear => (third, second, first),
        // With dots, the day comes first everywhere.
        DayForm::MonthDayYear if divider == '/' => (third, first, second),
        DayForm::MonthDayYear => return None,
    };
    let date = Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    (year > 999).then(|| date.to_string())
}
