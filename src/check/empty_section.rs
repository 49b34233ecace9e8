//! Headings with nothing under them.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::site::{Page, Role};

pub(super) fn check(page: &Page, role: Role, diagnostics: &mut Diagnostics) {
    let mut headings = page.headings().peekable();
    while let Some(heading) = headings.next() {
        let next = headings.peek();
        let is_above = next.is_some_and(|next| next.level > heading.level);
        if is_above || heading.text.is_empty() {
            continue;
        }
        let end = next.map_or(page.source.text.len(), |next| next.span.range().start);
        let under = page.source.text.as_bytes().get(heading.span.range().end..end);
        let is_empty = under.is_some_and(|text| text.iter().all(u8::is_ascii_whitespace));
        // What follows the text may be made from something else.
        if is_empty && (next.is_some() || ends_with_its_text(page, role)) {
            let message = format!("there is nothing under the heading `{}`", heading.text);
            let problem = Diagnostic::new(Code::EmptySection, message).at(heading.span);
            diagnostics.push(problem.help("write what belongs there, or remove the heading"));
        }
    }
}

/// Whether nothing but its own text stands on a page: no list of pages, no fields, no template of the
/// project's own.
fn ends_with_its_text(page: &Page, role: Role) -> bool {
    page.collection.is_none() && page.front_matter.template.is_none() && role == Role::Page
}
