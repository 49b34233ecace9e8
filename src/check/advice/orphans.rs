//! Pages to which no other text leads.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::site::{EntryId, Links, Role, Site, Target};

/// Pages outside of collections that are found by lists of folders only.
pub(super) fn orphans(site: &Site, links: &Links, diagnostics: &mut Diagnostics) {
    let in_html = links.written(site).filter(|(_, link, _)| link.kind.is_html());
    let led_to: HashSet<EntryId> = links
        .of_settings()
        .chain(in_html.map(|(_, _, target)| target))
        .filter_map(|target| match target {
            Target::Entry { entry, .. } => Some(*entry),
            _ => None,
        })
        .collect();
    for (id, page) in site.pages.enumerate() {
        let Some(entry) = site.entry_id_at(&page.path) else { continue };
        let is_plain = site.entry(entry).role == Role::Page && page.collection.is_none();
        let is_found = !links.backlinks[entry].is_empty()
            || !links.relations.of_pages[id].is_empty()
            || led_to.contains(&entry);
        if is_plain && !is_found {
            let message = "no text leads to this page";
            let problem = Diagnostic::new(Code::OrphanPage, message).at(page.start());
            diagnostics.push(problem.help("link to it from a page where its readers are"));
        }
    }
}
