//! The files of the search, each made when it is asked for.

use std::sync::Arc;

use super::published::PublishedSite;
use crate::cache::Cache;
use crate::diagnostic::Diagnostic;
use crate::index::Index;
use crate::pipeline;

/// The indexes of a site.
pub(crate) struct Searchable {
    /// The site that it is the index of; the one that is shown may be a newer one.
    site: Arc<PublishedSite>,
    /// In the order of the languages.
    indexes: Vec<Index>,
}

impl Searchable {
    /// Brings the indexes up to date with a site; `None` for the one before the first. Returns what was
    /// found on the way, too.
    pub(crate) fn new(
        site: &Arc<PublishedSite>,
        cache: &Cache,
    ) -> Option<(Searchable, Vec<Diagnostic>)> {
        let linked = site.linked()?;
        let (indexes, found) = pipeline::index(cache, &linked.locale_sites);
        Some((Searchable { site: Arc::clone(site), indexes }, found))
    }

    /// A file of the search, by its path from the site's root.
    pub(super) fn file(&self, path: &str) -> Option<String> {
        let (_, linked) = self.site.parts()?;
        let mut indexes = self.indexes.iter().zip(linked.locale_sites.iter());
        indexes.find_map(|(index, locale_site)| index.file(path, locale_site.searched()))
    }
}
