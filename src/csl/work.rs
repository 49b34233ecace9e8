//! A work, as the style processor sees it.

use hayagriva::{Entry, Library};

/// A work with all that a style may want to say of it.
#[derive(Clone, Debug)]
pub(crate) struct Work(pub(super) Entry);

impl Work {
    /// A work as Hayagriva's YAML writes it; `Err` says in a few words why it cannot be read.
    pub(crate) fn new(key: &str, value: serde_json::Value) -> Result<Work, String> {
        let file = serde_json::Map::from_iter([(key.to_owned(), value)]);
        let library: Result<Library, _> = serde_json::from_value(file.into());
        let library = library.map_err(|error| error.to_string())?;
        library.nth(0).cloned().map(Work).ok_or_else(|| "it is empty".to_owned())
    }
}

impl TryFrom<&biblatex::Entry> for Work {
    type Error = biblatex::TypeError;

    fn try_from(entry: &biblatex::Entry) -> Result<Work, biblatex::TypeError> {
        Entry::try_from(entry).map(Work)
    }
}
