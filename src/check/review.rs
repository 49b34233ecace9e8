//! Pages whose day of review is past.

use std::sync::Arc;

use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic};
use crate::site::{Page, Site};

/// The pages that should have been reviewed before a day. A build does not ask: it would fail one day
/// without any change.
pub(crate) fn overdue(site: &Site, today: Date) -> Vec<Diagnostic> {
    let is_own = |page: &&Arc<Page>| {
        let review = &page.front_matter.review;
        let is_inherited =
            page.original.as_ref().is_some_and(|it| it.front_matter.review == *review);
        site.is_own(page) && !is_inherited
    };
    let overdue = site.pages.iter().filter(is_own);
    let overdue = overdue.filter(|page| page.front_matter.review.is_overdue(today));
    let problem = |page: &Arc<Page>| {
        let day = page.front_matter.review.review_by?;
        let span = page.span_of_key("review_by");
        let message = match &page.front_matter.review.owner {
            Some(owner) => format!("the page was to be reviewed by {day}, by {owner}"),
            None => format!("the page was to be reviewed by {day}"),
        };
        let problem = Diagnostic::new(Code::ReviewOverdue, message).at(span);
        Some(problem.help("review it, and set `reviewed` and the next `review_by`"))
    };
    overdue.filter_map(problem).collect()
}
