//! The names that pages have in the new project.

use std::collections::HashMap;

use crate::convert::FreePaths;
use crate::site::{ContentPath, EntryId, Page, Site};

/// The paths of pages from the new content folder: as they were, with the usual ending, and `index.md` for the page of
/// a folder.
pub(super) struct NewPaths<'s> {
    by_file: HashMap<&'s ContentPath, ContentPath>,
}

impl<'s> NewPaths<'s> {
    pub(super) fn new(site: &'s Site) -> NewPaths<'s> {
        let mut free = FreePaths::default();
        let pages = site.pages.iter().map(|page| {
            let name = free.take(&format!("{}.md", page.path.without_extension()));
            (&page.file, ContentPath::new(name))
        });
        NewPaths { by_file: pages.collect() }
    }

    pub(super) fn of_page(&self, page: &Page) -> ContentPath {
        self.by_file.get(&page.file).unwrap_or(&page.path).clone()
    }

    pub(super) fn of_entry(&self, entry: EntryId, site: &Site) -> ContentPath {
        let entry = site.entry(entry);
        entry.page.map_or_else(|| entry.path.clone(), |page| self.of_page(site.page(page)))
    }
}
