//! Folders of content.

use super::EntryId;
use crate::arena::Id;

/// The position of a section in `Site::sections`; valid for one build.
pub(crate) type SectionId = Id<Section>;

/// A folder of content.
#[derive(Debug)]
pub(crate) struct Section {
    pub(crate) parent: Option<SectionId>,
    /// The entry of its own page.
    pub(crate) index: EntryId,
    /// Its pages but the index, by weight, then title.
    pub(crate) pages: Vec<EntryId>,
    /// Its folders, by the weight of their index, then title.
    pub(crate) sections: Vec<SectionId>,
}
