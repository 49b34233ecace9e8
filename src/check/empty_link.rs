//! Links without words.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::site::{LinkKind, Page, Role, WrittenLink};

pub(super) fn check(page: &Page, _: Role, diagnostics: &mut Diagnostics) {
    for link in page.links().filter(|link| is_empty(*link, page)) {
        let message = format!("the link to `{}` has no words", link.destination);
        let problem = Diagnostic::new(Code::EmptyLink, message).at(link.span);
        diagnostics.push(problem.help("write between the square brackets where it leads"));
    }
}

/// A link without a destination is told as broken, and a picture in it that says nothing by itself.
/// HTML within a link has its own ways to say where it leads.
fn is_empty(link: WrittenLink<'_>, page: &Page) -> bool {
    let within = link.span.range();
    link.kind == LinkKind::Link
        && link.text().trim().is_empty()
        && !link.destination.trim().is_empty()
        && !page.source.text[within.clone()].contains('<')
        && !page.links().any(|other| {
            let is_told = other.kind == LinkKind::Image && !other.is_decorative();
            is_told && within.contains(&other.span.range().start)
        })
}
