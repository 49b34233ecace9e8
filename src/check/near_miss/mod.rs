//! Text that is nearly Markdown: what stays on the page as it is written, though its author meant something
//! else, and Markdown that nobody meant.
//!
//! Each rule says what stands there, what it probably means, and how to write that. A rule sees a text in
//! which only words are left ([`mask`]), so code, addresses and HTML cannot mislead it.

mod formulas;
mod lines;
mod links;
mod marks;
mod mask;
mod tables;
mod whole_blocks;
mod wiki_links;

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Fix};
use crate::site::{Page, Role};
use crate::source::Span;
use mask::Mask;

pub(super) use wiki_links::check as wiki_links;

/// The text of a page with all that its rules need.
struct CheckedText<'p> {
    page: &'p Page,
    /// The Markdown after the front matter.
    source: &'p str,
    mask: Mask,
}

type NearMissRule = fn(&CheckedText<'_>, &mut Diagnostics);

const RULES: &[NearMissRule] = &[
    whole_blocks::headings_by_accident,
    whole_blocks::lists_by_accident,
    whole_blocks::unclosed_code,
    whole_blocks::conflicts,
    formulas::check,
    lines::check,
    tables::without_delimiter,
    tables::long_rows,
    marks::check,
    links::check,
];

pub(super) fn check(page: &Page, _: Role, diagnostics: &mut Diagnostics) {
    let text = CheckedText::new(page);
    for rule in RULES {
        rule(&text, diagnostics);
    }
}

impl<'p> CheckedText<'p> {
    fn new(page: &'p Page) -> CheckedText<'p> {
        let source = page.body();
        CheckedText { page, source, mask: Mask::new(&page.document, source) }
    }

    /// The place of bytes of the Markdown in the file.
    fn span(&self, range: &Range<usize>) -> Span {
        let start = self.page.body_start;
        Span::new(self.page.source.id, start + range.start, start + range.end)
    }

    /// A problem at bytes of the Markdown.
    fn problem(&self, code: Code, message: impl Into<String>, range: &Range<usize>) -> Diagnostic {
        Diagnostic::new(code, message).at(self.span(range))
    }

    /// What writes something else in the place of bytes of the Markdown.
    fn fix(&self, range: &Range<usize>, text: impl Into<String>) -> Fix {
        Fix { span: self.span(range), text: text.into() }
    }
}

/// The problem with its fix.
fn with_fix(problem: Diagnostic, fix: Option<Fix>) -> Diagnostic {
    Diagnostic { fix, ..problem }
}
