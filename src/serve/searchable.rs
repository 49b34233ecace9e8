//! The files of the search, each made when it is asked for.

use std::sync::Arc;

use super::published::Published;
use crate::cache::Cache;
use crate::diagnostic::Diagnostic;
use crate::index::Index;
use crate::pipeline;

/// The indexes of a site.
pub(crate) struct Searchable {
    /// The site that it is the index of; the one that is shown may be a newer one.
    site: Arc<Published>,
    /// In the order of the languages.
    indexes: Vec<Index>,
}

impl Searchable {
    /// Brings the indexes up to date with a site; `None` for the one before the first. Returns what was
    /// found on the way, too.
    pub(crate) fn new(
        site: &Arc<Published>,
        cache: &Cache,
    ) -> Option<(Searchable, Vec<Diagnostic>)> {
        let linked = site.linked()?;
        let (indexes, found) = pipeline::index(cache, &linked.editions);
        Some((Searchable { site: Arc::clone(site), indexes }, found))
    }

    /// A file of the search, by its path from the site's root.
    pub(super) fn file(&self, path: &str) -> Option<String> {
        let (_, linked) = self.site.parts()?;
        let mut indexes = self.indexes.iter().zip(linked.editions.iter());
        indexes.find_map(|(index, edition)| index.file(path, edition.searched()))
    }
}
