//! Folders of content.

use super::{ContentPath, EntryId};

/// The position of a section in `Site::sections`; valid for one build.
pub(crate) type SectionId = usize;

/// A folder of content.
#[derive(Default, Debug)]
pub(crate) struct Section {
    /// The folder, without slashes at its ends; empty for the root.
    pub(crate) folder: String,
    pub(crate) parent: Option<SectionId>,
    /// The entry of its own page.
    pub(crate) index: EntryId,
    /// Its pages but the index, by weight, then title.
    pub(crate) pages: Vec<EntryId>,
    /// Its folders, by the weight of their index, then title.
    pub(crate) sections: Vec<SectionId>,
}

impl Section {
    /// The content path of its own page.
    pub(crate) fn index_path(&self) -> ContentPath {
        ContentPath::resolve(&self.folder, "index.md").expect("a name stays inside")
    }
}
