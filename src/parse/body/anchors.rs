//! Anchors of a text that are given twice.

use std::collections::HashMap;

use super::SourceText;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Component, Heading, NodeKind, RESERVED_IDS};
use crate::source::Span;

/// Reports headings and components whose author gave them an anchor that is taken.
pub(super) fn check(text: &SourceText<'_>, diagnostics: &mut Diagnostics) {
    let document = text.document;
    // By anchor, the heading that has it, if one does.
    let mut taken: HashMap<&str, Option<Span>> = RESERVED_IDS.map(|id| (id, None)).into();
    for node in &document.nodes {
        match node.kind {
            NodeKind::Heading(heading) => {
                check_heading(text, &document.headings[heading], &mut taken, diagnostics);
            }
            NodeKind::Component(component) => {
                let component = &document.components[component];
                match component.heading {
                    Some(heading) => {
                        check_heading(text, &document.headings[heading], &mut taken, diagnostics);
                    }
                    None => check_component(text, component, &mut taken, diagnostics),
                }
            }
            _ => {}
        }
    }
}

fn check_heading<'t>(
    text: &SourceText<'t>,
    heading: &'t Heading,
    taken: &mut HashMap<&'t str, Option<Span>>,
    diagnostics: &mut Diagnostics,
) {
    let anchor = heading.anchor.as_str();
    let span = text.span(text.document.place_of_heading(heading, text.source));
    let Some(first) = taken.get(anchor) else {
        taken.insert(anchor, Some(span));
        return;
    };
    let message = format!("two headings of the page have the anchor `{anchor}`");
    let mut problem = Diagnostic::new(Code::DuplicateAnchor, message).at(span);
    if let Some(first) = first {
        problem = problem.note_at("the first one", *first);
    }
    diagnostics.push(problem.help("change the part in braces of one of them"));
}

fn check_component<'t>(
    text: &SourceText<'t>,
    component: &'t Component,
    taken: &mut HashMap<&'t str, Option<Span>>,
    diagnostics: &mut Diagnostics,
) {
    let (Some(anchor), Some(place)) = (&component.anchor, component.own_id) else { return };
    if taken.contains_key(anchor.as_str()) {
        let message = format!("the anchor `{}` is taken on this page", anchor.as_str());
        let problem = Diagnostic::new(Code::DuplicateAnchor, message).at(text.span(place));
        diagnostics.push(problem.help("choose another one"));
    }
    taken.entry(anchor.as_str()).or_insert(None);
}
