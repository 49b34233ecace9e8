//! Pages side by side that nobody can tell apart.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::site::{Links, Page, Site};

pub(super) fn check(site: &Site, _: &Links, config: &Config, diagnostics: &mut Diagnostics) {
    let mut first: HashMap<(Option<usize>, &str, String), &Page> =
        HashMap::with_capacity(site.pages.len());
    // The page of a folder stands above the others, and 404 stands nowhere. Front matter that could not be read may have
    // another title.
    let listed = site
        .pages
        .iter()
        .filter(|page| !matches!(page.path.stem(), "index" | "404") && page.front_matter.is_whole);
    for page in listed {
        let folder = if page.collection.is_some() { "" } else { page.path.folder() };
        match first.entry((page.collection, folder, page.title.to_lowercase())) {
            Entry::Vacant(entry) => drop(entry.insert(page)),
            Entry::Occupied(entry) => {
                let place = match page.collection {
                    Some(collection) => format!("`{}`", config.collections[collection].label),
                    None => "this folder".to_owned(),
                };
                let message = format!("{place} has another page `{}`", page.title);
                let problem = Diagnostic::new(Code::DuplicateTitle, message).at(page.title_span());
                let problem = problem.note_at("the other page", entry.get().title_span());
                diagnostics.push(problem.help("write a title that tells them apart"));
            }
        }
    }
}
