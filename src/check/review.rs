//! Pages whose day of review is past.

use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic};
use crate::site::{Page, Site};

/// The pages that should have been reviewed before a day. A build does not ask: it would fail one day
/// without any change.
pub(crate) fn overdue(site: &Site, today: Date) -> Vec<Diagnostic> {
    let own = site.pages.iter().filter(|page| site.is_own(page) && !is_inherited(page));
    let overdue = own.filter(|page| page.front_matter.review.is_overdue(today));
    overdue.filter_map(|page| problem(page)).collect()
}

/// Whether a page has its review from its original.
fn is_inherited(page: &Page) -> bool {
    let review = &page.front_matter.review;
    page.original.as_ref().is_some_and(|it| it.front_matter.review == *review)
}

fn problem(page: &Page) -> Option<Diagnostic> {
    let day = page.front_matter.review.review_by?;
    let message = match &page.front_matter.review.owner {
        Some(owner) => format!("the page was to be reviewed by {day}, by {owner}"),
        None => format!("the page was to be reviewed by {day}"),
    };
    let problem = Diagnostic::new(Code::ReviewOverdue, message).at(page.span_of_key("review_by"));
    Some(problem.help("review it, and set `reviewed` and the next `review_by`"))
}
