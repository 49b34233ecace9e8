//! Links by the address at which another tool publishes a page, as folders of such tools hold them.
//!
//! Tried in turn, and the first one counts: the file from the page; the same from the page as a folder (`../x/` in
//! `a/b.md` is `a/x`); an address from the root, without the folders that only the published address has. Endings,
//! upper and lower case, the numbers that order files, and `_` for `-` do not matter, and a page may name addresses of
//! its own.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::language::composed;
use crate::site::{ContentPath, EntryId, Page, Site, leading_number};

/// What an address leads to.
#[derive(Clone, Debug)]
pub(super) enum Addressed {
    Entry(EntryId),
    Asset(ContentPath),
}

/// The addresses of a site, as other tools might write them; made when the first link needs them.
#[derive(Default)]
pub(super) struct ForeignAddresses {
    by_address: OnceLock<HashMap<String, Addressed>>,
}

impl ForeignAddresses {
    /// What a path means that names no file, as it stands on a page or in the settings.
    pub(super) fn find(&self, path: &str, page: Option<&Page>, site: &Site) -> Option<Addressed> {
        let known = self.by_address.get_or_init(|| addresses(site));
        let wanted = starts(path, page).into_iter().find_map(|path| known.get(&folded(&path)));
        wanted.cloned()
    }
}

/// The paths from the content folder that a path can mean, the likeliest first.
fn starts(path: &str, page: Option<&Page>) -> Vec<String> {
    let mut starts = Vec::new();
    if !path.starts_with('/')
        && let Some(page) = page
    {
        let own = page.written.without_extension();
        let folders = [page.written.folder(), own];
        let inside = folders.iter().filter_map(|folder| ContentPath::resolve(folder, path));
        starts.extend(inside.map(|path| path.as_str().to_owned()));
    }
    // A way that leaves the folder begins at the root of the tool's site.
    let mut rest = path.trim_start_matches("../").trim_start_matches(['/', '.']);
    loop {
        starts.push(rest.to_owned());
        // What is left of `../other/index.html` is not the home page.
        let is_home = |rest: &str| folded(rest).is_empty();
        match rest.split_once('/') {
            Some((_, inner)) if path.starts_with(['/', '.']) && !is_home(inner) => rest = inner,
            _ => return starts,
        }
    }
}

/// Every address, the surest ones first: of two that are alike, the first one counts.
fn addresses(site: &Site) -> HashMap<String, Addressed> {
    let mut known: HashMap<String, Addressed> = HashMap::new();
    let mut add = |address: &str, what: Addressed| {
        known.entry(folded(address)).or_insert(what);
    };
    for asset in site.assets.iter() {
        add(asset.path.as_str(), Addressed::Asset(asset.path.clone()));
    }
    for (id, entry) in site.entries.enumerate() {
        add(entry.path.as_str(), Addressed::Entry(id));
        add(entry.url.as_str(), Addressed::Entry(id));
    }
    for (id, page) in site.pages.enumerate() {
        let entry = site.entry_ids[id];
        add(page.written.as_str(), Addressed::Entry(entry));
        for address in &page.front_matter.addresses {
            let from_root = address.starts_with('/');
            let folder = if from_root { "" } else { page.written.folder() };
            if let Some(path) = ContentPath::resolve(folder, address) {
                add(path.as_str(), Addressed::Entry(entry));
            }
        }
    }
    known
}

/// An address without what tools write in different ways.
fn folded(address: &str) -> String {
    let address = composed(address).to_lowercase();
    let path = ContentPath::new(address.trim_matches('/').to_owned());
    let ending = path.file_name().rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_page = path.is_page() || matches!(ending, "html" | "htm");
    let path = if is_page { path.without_extension() } else { path.as_str() };
    let parts = path.split('/').map(plain_name);
    let mut parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    if parts.last().is_some_and(|last| matches!(last.as_str(), "index" | "-index" | "readme")) {
        parts.pop();
    }
    parts.join("/")
}

/// A name with hyphens for blanks and underscores, and without a leading number.
fn plain_name(name: &str) -> String {
    let plain = name.replace(['_', ' '], "-");
    leading_number(&plain).map_or(plain.clone(), |(_, words)| words.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_alike_whatever_the_tool() {
        for (one, other) in [
            ("/a/b/", "a/b.md"),
            ("a/b.html", "A/B.mdx"),
            ("a/", "a/index.md"),
            ("a", "a/_index.md"),
            ("a", "a/README.md"),
            ("a_b c", "a-b-c"),
            ("01-intro/02_first.md", "intro/first"),
        ] {
            assert_eq!(folded(one), folded(other), "{one}");
        }
        assert_ne!(folded("2024-plan"), folded("plan"), "a year is no order");
        assert_ne!(folded("a.png"), folded("a"));
    }
}
