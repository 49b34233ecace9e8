//! The files of the search, each made when it is asked for.

use std::sync::Arc;

use super::published::Published;
use crate::diagnostic::Diagnostic;
use crate::index::Index;
use crate::pipeline;

/// The index of a site.
pub(crate) struct Searchable {
    /// The site that it is the index of; the one that is shown may be a newer one.
    site: Arc<Published>,
    index: Index,
}

impl Searchable {
    /// Brings the index up to date with a site; `None` for the one before the first. Returns what was
    /// found on the way, too.
    pub(crate) fn new(site: &Arc<Published>) -> Option<(Searchable, Vec<Diagnostic>)> {
        let (project, linked) = site.parts()?;
        let client = &linked.theme.search_client;
        let (index, found) = pipeline::index(project, linked.searched(), client);
        Some((Searchable { site: Arc::clone(site), index }, found))
    }

    /// A file of the search, by its path from the site's root.
    pub(super) fn file(&self, path: &str) -> Option<String> {
        let (_, linked) = self.site.parts()?;
        self.index.file(path, linked.searched())
    }
}
