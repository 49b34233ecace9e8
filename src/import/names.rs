//! The names that pages have in the new project.

use std::collections::{HashMap, HashSet};

use crate::site::{ContentPath, EntryId, Page, Site};

/// The paths of pages from the new content folder: as they were, with the usual ending, and `index.md` for the page of
/// a folder.
pub(super) struct NewPaths<'s> {
    by_file: HashMap<&'s ContentPath, ContentPath>,
}

impl<'s> NewPaths<'s> {
    pub(super) fn new(site: &'s Site) -> NewPaths<'s> {
        let mut taken: HashSet<ContentPath> = HashSet::new();
        let mut by_file = HashMap::new();
        for page in &site.pages {
            let name = free_name(page, &taken);
            taken.insert(name.clone());
            by_file.insert(&page.file, name);
        }
        NewPaths { by_file }
    }

    pub(super) fn of_page(&self, page: &Page) -> ContentPath {
        self.by_file.get(&page.file).unwrap_or(&page.path).clone()
    }

    pub(super) fn of_entry(&self, entry: EntryId, site: &Site) -> ContentPath {
        let entry = site.entry(entry);
        entry.page.map_or_else(|| entry.path.clone(), |page| self.of_page(site.page(page)))
    }
}

/// The name of a page; where another one has it already, its own with a number.
fn free_name(page: &Page, taken: &HashSet<ContentPath>) -> ContentPath {
    let stem = page.path.without_extension();
    let names = (1..).map(|number| {
        let number = if number == 1 { String::new() } else { format!("-{number}") };
        ContentPath::new(format!("{stem}{number}.md"))
    });
    names.into_iter().find(|name| !taken.contains(name)).unwrap_or_else(|| page.path.clone())
}
