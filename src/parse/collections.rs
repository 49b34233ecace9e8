//! What each page looks up in the collections of the settings, found once for all pages.

use std::collections::HashMap;

use crate::config::{Config, FieldId};
use crate::site::ContentPath;

/// The collections of the settings by what pages ask for.
pub(super) struct Collections<'c> {
    by_folder: HashMap<&'c str, usize>,
    /// By collection, the relations of all collections that end there.
    ending: Vec<Vec<FieldId>>,
}

impl<'c> Collections<'c> {
    pub(super) fn new(config: &'c Config) -> Collections<'c> {
        let folders = config.collections.iter().map(|schema| schema.folder.as_str());
        let mut ending = vec![Vec::new(); config.collections.len()];
        for (id, _, relation) in config.relations() {
            ending[relation.to].push(id);
        }
        Collections { by_folder: folders.zip(0..).collect(), ending }
    }

    /// The collection whose folder holds a file; the innermost if folders are nested.
    pub(super) fn of(&self, path: &ContentPath) -> Option<usize> {
        let mut folders = std::iter::successors(Some(path.folder()), |folder| {
            folder.rsplit_once('/').map(|(outer, _)| outer)
        });
        folders.find_map(|folder| self.at(folder))
    }

    /// The collection that has a folder.
    pub(super) fn at(&self, folder: &str) -> Option<usize> {
        self.by_folder.get(folder).copied()
    }

    /// The relations that end at a collection.
    pub(super) fn ending_at(&self, collection: Option<usize>) -> &[FieldId] {
        collection.map_or(&[], |collection| &self.ending[collection])
    }
}
