//! Citations of a text: which works they name, and where.

use std::ops::Range;

use super::{InCitation, Scan};
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown;
use crate::site::{Citation, CitedWork};
use crate::source::Span;

impl Scan<'_, '_> {
    /// A citation, by its label and the place of the whole.
    pub(super) fn cite(&mut self, label: &str, range: &Range<usize>) {
        self.citation = InCitation::Yes;
        let is_shown = !self.in_image();
        let span = self.span(range);
        let Some(works) = markdown::cited_works(label) else {
            self.diagnostics.push(citation_syntax(span));
            return self.body.citations.push(Citation { works: Vec::new(), is_shown });
        };
        // The label begins after the bracket; spaces at line ends make it another text.
        let is_verbatim = self.file.text[span.range()].get(1..=label.len()) == Some(label);
        let place = |part: &Range<usize>| {
            let start = range.start + 1;
            if is_verbatim { start + part.start..start + part.end } else { range.clone() }
        };
        let works = works
            .iter()
            .map(|work| CitedWork {
                key: label[work.key.clone()].to_owned(),
                span: self.span(&place(&work.key)),
                locator: work.locator.clone().map(|locator| label[locator].to_owned()),
            })
            .collect();
        self.body.citations.push(Citation { works, is_shown });
    }
}

/// Square brackets with an `@` that are no citation.
pub(super) fn citation_syntax(span: Span) -> Diagnostic {
    let message = "this is not written as a citation is";
    let problem = Diagnostic::new(Code::CitationSyntax, message).at(span);
    problem.help("write `[@key]`, or `[@one; @other, p. 4]`, without other marks")
}
