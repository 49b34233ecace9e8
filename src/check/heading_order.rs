//! Headings that skip a level, and headings of level 1 besides the title.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::site::{Page, Role};

pub(super) fn check(page: &Page, _: Role, diagnostics: &mut Diagnostics) {
    // The title is the heading of level 1.
    let mut before = 1;
    for heading in page.headings() {
        if heading.level == 1 {
            let message = "a heading of level 1 besides the page's title";
            let problem = Diagnostic::new(Code::ExtraHeading1, message).at(heading.span);
            diagnostics.push(problem.help("write `##`"));
        } else if heading.level > before + 1 {
            let message =
                format!("a heading of level {} follows one of level {before}", heading.level);
            let problem = Diagnostic::new(Code::HeadingOrder, message).at(heading.span);
            let marks = "#".repeat(usize::from(before) + 1);
            diagnostics.push(problem.help(format!("write `{marks}`")));
        }
        before = heading.level;
    }
}
