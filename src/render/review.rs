//! Which pages are to be reviewed, when and by whom; as a page, and as a calendar (RFC 5545).

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::input::RenderInput;
use super::languages;
use super::view::{ReviewListView, ReviewOwnerView, ReviewPageView, ReviewStatusView};
use crate::site::{Entry, FrontMatter, UrlPath};

/// Bytes of a line in a calendar at most (section 3.1).
const LONGEST: usize = 75;

/// The review of a page, if its front matter has one.
pub(super) fn status(front_matter: &FrontMatter, today: Date) -> Option<ReviewStatusView> {
    let review = &front_matter.review;
    let says = review.reviewed.is_some() || review.review_by.is_some() || review.owner.is_some();
    says.then(|| ReviewStatusView {
        reviewed: review.reviewed.map(|day| day.to_string()),
        review_by: review.review_by.map(|day| day.to_string()),
        overdue: review.is_overdue(today),
        owner: review.owner.clone(),
    })
}

/// The pages with a day for their review, by owner.
pub(super) fn view(entry: &Entry, input: &RenderInput<'_>) -> ReviewListView {
    let mut by_owner: BTreeMap<(bool, String), Vec<ReviewPageView>> = BTreeMap::new();
    let mut undated = 0;
    for (id, page) in input.site.pages.enumerate() {
        let status = status(&page.front_matter, input.today);
        let Some(status) = status.filter(|status| status.review_by.is_some()) else {
            undated += 1;
            continue;
        };
        let owner = status.owner.clone().unwrap_or_default();
        let url = input.site.entry_of_page(id).url.encoded();
        let language = languages::lang_override(page, input.site);
        let view = ReviewPageView { title: page.title.clone(), url, review: status, language };
        by_owner.entry((owner.is_empty(), owner)).or_default().push(view);
    }
    let owners: Vec<ReviewOwnerView> = by_owner
        .into_iter()
        .map(|((_, owner), mut pages)| {
            pages.sort_by(|a, b| {
                (&a.review.review_by, &a.title).cmp(&(&b.review.review_by, &b.title))
            });
            ReviewOwnerView { owner: Some(owner).filter(|owner| !owner.is_empty()), pages }
        })
        .collect();
    let pages = owners.iter().flat_map(|owner| &owner.pages);
    let calendar = entry.companion().map(|path| UrlPath::of_file(path.as_str()).encoded());
    ReviewListView {
        today: input.today.to_string(),
        overdue: pages.filter(|page| page.review.overdue).count(),
        undated,
        owners,
        calendar: calendar.unwrap_or_default(),
    }
}

/// The same as a calendar: an event on each day by which a page is to be reviewed.
pub(super) fn calendar(view: &ReviewListView, title: &str, base_url: Option<&str>) -> String {
    let base = base_url.unwrap_or_default();
    let host = base.split("://").nth(1).and_then(|rest| rest.split('/').next());
    let host = host.filter(|host| !host.is_empty()).unwrap_or("localhost");
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//fieldguide//reviews//EN".to_owned(),
        format!("X-WR-CALNAME:{}", escaped(title)),
    ];
    for page in view.owners.iter().flat_map(|owner| &owner.pages) {
        let ReviewStatusView { review_by: Some(day), owner, .. } = &page.review else { continue };
        let summary = match owner {
            Some(owner) => format!("{} ({owner})", page.title),
            None => page.title.clone(),
        };
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}@{host}", page.url),
            format!("DTSTAMP:{}T000000Z", view.today.replace('-', "")),
            format!("DTSTART;VALUE=DATE:{}", day.replace('-', "")),
            format!("SUMMARY:{}", escaped(&summary)),
        ]);
        if !base.is_empty() {
            lines.push(format!("URL:{base}{}", page.url));
        }
        lines.push("END:VEVENT".to_owned());
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

/// Text as a value (section 3.3.11).
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
    text.replace("\r\n", "\\n").replace(['\n', '\r'], "\\n")
}

/// A line, continued on others where it is too long (section 3.1).
fn folded(line: &str) -> String {
    let mut folded = String::new();
    let mut length = 0;
    for letter in line.chars() {
        if length + letter.len_utf8() > LONGEST {
            folded.push_str("\r\n ");
            length = 1;
        }
        folded.push(letter);
        length += letter.len_utf8();
    }
    folded + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_letters_and_come_back_whole() {
        let line = format!("SUMMARY:{}", "ü, ä; ".repeat(40));
        let folded = folded(&line);
        assert!(folded.ends_with("\r\n"));
        assert!(folded.split("\r\n").all(|part| part.len() <= LONGEST), "{folded}");
        assert_eq!(folded.replace("\r\n ", "").trim_end_matches("\r\n"), line);
    }

    #[test]
    fn signs_of_the_format_are_escaped() {
        assert_eq!(escaped("a, b; c\\d\ne"), "a\\, b\\; c\\\\d\\ne");
    }
}
