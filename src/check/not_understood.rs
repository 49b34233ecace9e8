//! Marks of another tool that an import has left on pages, as code that no search finds.

use crate::arena::Id;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{Element, NodeKind, TextRange};
use crate::site::{Page, Role};

pub(super) fn check(page: &Page, _: Role, diagnostics: &mut Diagnostics) {
    // What a translation put there was reported when the page was read.
    let is_mark = |element| page.document.is_not_understood(element, page.body());
    if page.source.translated_from().is_some() || !page.document.elements.ids().any(is_mark) {
        return;
    }
    for node in page.document.nodes.ids() {
        let NodeKind::Element(element) = page.document.nodes[node].kind else { continue };
        if is_mark(element) {
            let words = page.document.line(page.document.subtree(node), page.body());
            let span = page.span(place(page, element));
            diagnostics.push(Diagnostic::not_understood(&words, true).at(span));
        }
    }
}

/// The element, from its start tag to its end tag.
fn place(page: &Page, element: Id<Element>) -> TextRange {
    let Element { start_tag, end_tag, .. } = &page.document.elements[element];
    let end = end_tag.unwrap_or(*start_tag).range().end;
    TextRange::new(&(start_tag.range().start..end))
}
