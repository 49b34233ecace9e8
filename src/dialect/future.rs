//! Days to come: Hugo (gohugo.io/content-management/front-matter, "buildFuture") and Jekyll (jekyllrb.com/docs/configuration,
//! "future") do not publish a page before its date, which for us is but a day to show.

use super::DialectPage;
use super::edits::Edits;
use super::prose::SourceProse;
use crate::config::SourceDialect;

/// Keys that say the first day already.
const FIRST_DAYS: [&str; 3] = ["publishdate", "publish_date", "publish_on"];

/// Gives a page the first day that its date, or the date in its name, is for these tools.
pub(super) fn translate(page: DialectPage<'_>, prose: &SourceProse<'_>, edits: &mut Edits) {
    let mut end = 0;
    let lines: Vec<(usize, &str, &str)> = prose.text[..prose.body]
        .split_inclusive('\n')
        .filter_map(|line| {
            end += line.len();
            let (key, value) = line.split_once([':', '='])?;
            Some((end - line.len() + line.trim_end().len(), key.trim_end(), value.trim()))
        })
        .collect();
    let has_first = lines
        .iter()
        .any(|(_, key, _)| FIRST_DAYS.iter().any(|known| key.eq_ignore_ascii_case(known)));
    let date = lines.iter().find(|(_, key, _)| key.eq_ignore_ascii_case("date"));
    let said = match date {
        Some((at, _, value)) => day(value).map(|day| (*at, day)),
        None => in_name(page, prose),
    };
    if let Some((at, day)) = said.filter(|(_, day)| !has_first && *day > page.site.today) {
        edits.replace(at..at, format!("\npublishDate: {day}"));
    }
}

/// The day in the name of a post of Jekyll, and where the first line of its front matter ends.
fn in_name<'t>(page: DialectPage<'t>, prose: &SourceProse<'_>) -> Option<(usize, &'t str)> {
    let day = day(page.path.rsplit('/').next()?)?;
    let end = prose.text[..prose.body].find('\n')?;
    (page.dialect == SourceDialect::Jekyll).then_some((end, day))
}

/// The day that a value begins with.
fn day(value: &str) -> Option<&str> {
    let day = value.trim_start_matches(['"', '\'']).get(.."2026-03-31".len())?;
    let is_part = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    day.bytes().enumerate().all(is_part).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::super::tests::translated;
    use crate::config::SourceDialect::{Hugo, Jekyll, Mkdocs};

    #[test]
    fn a_date_to_come_is_the_first_day() {
        let page = |lines: &str| format!("---\n{lines}\n---\nText\n");
        let text = page("title: A\ndate: 2999-01-02 10:00:00 +0100\ntags: []");
        let held =
            page("title: A\ndate: 2999-01-02 10:00:00 +0100\npublishDate: 2999-01-02\ntags: []");
        for dialect in [Hugo, Jekyll] {
            assert_eq!(translated(&text, dialect, &[]), held);
        }
        let toml = "+++\ndate = 2999-01-02\n+++\nText\n";
        let made = translated(toml, Hugo, &[]);
        assert_eq!(made, "---\ndate: 2999-01-02\npublishDate: 2999-01-02\n---\nText\n");
        for lines in ["date: 2020-01-02", "date: soon", "date: 2999-01-02\npublishDate: 2020-01-01"]
        {
            assert_eq!(translated(&page(lines), Hugo, &[]), page(lines));
        }
        assert_eq!(translated(&text, Mkdocs, &[]), text);
    }
}
