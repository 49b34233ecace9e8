//! Pages whose day of review is past.

use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic};
use crate::site::Site;
use crate::yaml::{Place, Step};

/// The pages that should have been reviewed before a day. A build does not ask: it would fail one day
/// without any change.
pub(crate) fn overdue(site: &Site, today: Date) -> Vec<Diagnostic> {
    let overdue = site.pages.iter().filter(|page| page.front_matter.review.is_overdue(today));
    let problem = |page: &std::sync::Arc<crate::site::Page>| {
        let day = page.front_matter.review.review_by?;
        let span = page.span_of(&Place::default().then(Step::Key("review_by".to_owned())));
        let message = match &page.front_matter.review.owner {
            Some(owner) => format!("the page was to be reviewed by {day}, by {owner}"),
            None => format!("the page was to be reviewed by {day}"),
        };
        let problem = Diagnostic::new(Code::ReviewOverdue, message).at(span);
        Some(problem.help("review it, and set `reviewed` and the next `review_by`"))
    };
    overdue.filter_map(problem).collect()
}
