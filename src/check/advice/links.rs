//! Words of links that do not say where they lead.

use std::collections::HashMap;

use super::Prose;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::site::{LinkKind, Target, WrittenLink};

/// What says nothing to whoever hears the links of a page one after the other (WCAG 2.4.9).
const VAGUE: [&str; 17] = [
    "click here",
    "click",
    "details",
    "download",
    "find out more",
    "go",
    "here",
    "learn more",
    "link",
    "more",
    "more information",
    "read more",
    "see more",
    "this",
    "this link",
    "this page",
    "website",
];

/// The links of the text, each with its target.
fn written<'p>(prose: &'p Prose<'_>) -> impl Iterator<Item = (WrittenLink<'p>, &'p Target)> {
    let links = prose.targets.written(prose.page);
    links.filter(|(link, _)| link.kind == LinkKind::Link)
}

pub(super) fn vague(prose: &Prose<'_>, diagnostics: &mut Diagnostics) {
    for (link, _) in written(prose) {
        let text = link.text();
        let words = text.trim().trim_end_matches(['.', '…', ':', '!']).to_lowercase();
        if VAGUE.contains(&words.as_str()) {
            let message = format!("the words `{}` do not say where the link leads", text.trim());
            let problem = Diagnostic::new(Code::VagueLink, message).at(link.span);
            diagnostics
                .push(problem.help("write what stands there, such as the title of the page"));
        } else if words.starts_with("http://") || words.starts_with("https://") {
            let message = "an address is no name of what stands there";
            let problem = Diagnostic::new(Code::VagueLink, message).at(link.span);
            let address = link.destination;
            diagnostics.push(problem.help(format!("write `[Words]({address})`")));
        }
    }
}

/// An address without the place on its page.
fn page(address: &str) -> &str {
    address.split('#').next().unwrap_or_default()
}

/// Links with the same words that lead to different pages.
pub(super) fn same_text(prose: &Prose<'_>, diagnostics: &mut Diagnostics) {
    let mut first: HashMap<String, (WrittenLink<'_>, &Target)> = HashMap::new();
    for (link, target) in written(prose) {
        let words = link.text().trim().to_lowercase();
        if words.is_empty() {
            continue;
        }
        let (before, other) = *first.entry(words).or_insert((link, target));
        let is_same = match (other, target) {
            (Target::External, Target::External) => {
                page(before.destination) == page(link.destination)
            }
            (Target::Entry { entry: one, .. }, Target::Entry { entry, .. }) => one == entry,
            (Target::Unresolved(_), _) | (_, Target::Unresolved(_)) => true,
            (other, target) => other == target,
        };
        if !is_same {
            let message =
                format!("two links say `{}` and lead to different pages", link.text().trim());
            let problem = Diagnostic::new(Code::SameLinkText, message).at(link.span);
            let problem = problem.note_at("the first one", before.span);
            diagnostics.push(problem.help("say in each what sets it apart"));
        }
    }
}
