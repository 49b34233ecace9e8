//! Headings side by side that nobody can tell apart.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::site::{Anchor, Page, PageHeading, Role};

pub(super) fn check(page: &Page, _: Role, diagnostics: &mut Diagnostics) {
    let headings: Vec<PageHeading<'_>> = page.headings().collect();
    for (position, heading) in headings.iter().enumerate() {
        if !is_numbered(heading) {
            continue;
        }
        let before = headings[..position].iter().rev();
        // Only those of the same section: under another heading the words mean something else.
        let mut siblings = before.take_while(|other| other.level >= heading.level);
        let is_twin =
            |other: &&PageHeading<'_>| other.level == heading.level && other.text == heading.text;
        if let Some(first) = siblings.find(is_twin) {
            let message =
                format!("another heading of this section has the words `{}`", heading.text);
            let problem = Diagnostic::new(Code::DuplicateHeading, message).at(heading.span);
            let problem = problem.note_at("the one before it", first.span);
            diagnostics.push(problem.help("write other words, or an anchor: `{#name}`"));
        }
    }
}

/// Whether the anchor is made from the words, and a number because those were taken.
fn is_numbered(heading: &PageHeading<'_>) -> bool {
    let anchor = heading.anchor.as_str();
    let words = anchor.trim_end_matches(|c: char| c.is_ascii_digit());
    if words.len() == anchor.len() || heading.text.is_empty() {
        return false;
    }
    words.strip_suffix('-') == Some(Anchor::of_words(heading.text).as_str())
}
