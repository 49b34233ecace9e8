//! The content folder as the build before found it.
//!
//! In: which files changed since. Out: what need not be listed or read again. Where anything but the
//! text of a known file may have changed, all is read anew: that is always right.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::page_files::PageFiles;
use super::walk::FoundFile;
use crate::site::{Asset, ContentPath};
use crate::source::SourceFile;

/// What a build leaves for the next one.
#[derive(Default)]
pub(crate) struct FileCache {
    /// The folder as it is read, and as whoever watches it names it.
    folder: PathBuf,
    watched: PathBuf,
    /// What settings say of the files.
    choices: Vec<String>,
    /// `None`: to be listed.
    listing: Option<Listing>,
    /// Where each file stands in the listing.
    places: HashMap<PathBuf, ListingIndex>,
}

/// The files of a folder, each with what it held when that is still so.
#[derive(Default)]
pub(super) struct Listing {
    /// In order of content path.
    pub(super) markdown: Vec<(FoundFile, Option<Arc<SourceFile>>)>,
    pub(super) others: Vec<(FoundFile, Option<Asset>)>,
    /// Files that other programs left behind.
    pub(super) leftovers: Vec<ContentPath>,
    /// The Markdown files as pages, if all of them could be read.
    pub(super) pages: Option<PageFiles>,
    /// Whether it stays true until a change is told.
    pub(super) holds: bool,
}

#[derive(Clone, Copy)]
enum ListingIndex {
    Markdown(usize),
    Other(usize),
}

impl FileCache {
    /// Lets go of what changed.
    pub(crate) fn forget(&mut self, changes: &[PathBuf]) {
        let holds = changes.iter().all(|path| self.forget_text(path));
        if !holds {
            *self = FileCache::default();
        }
    }

    /// Whether nothing else can have changed with this path than what a known file holds.
    fn forget_text(&mut self, path: &Path) -> bool {
        let Ok(inner) = path.strip_prefix(&self.watched) else {
            // Settings and theme are read each time.
            return !self.watched.starts_with(path);
        };
        let place = self.places.get(&self.folder.join(inner));
        let (Some(place), Some(listing)) = (place, &mut self.listing) else { return false };
        match *place {
            ListingIndex::Markdown(at) => listing.markdown[at].1 = None,
            ListingIndex::Other(at) => listing.others[at].1 = None,
        }
        path.symlink_metadata().is_ok_and(|found| found.is_file())
    }

    /// The files of a folder, listed by `list` unless they are known by the same choices.
    pub(super) fn take(
        &mut self,
        folder: &Path,
        choices: &[String],
        list: impl FnOnce() -> Listing,
    ) -> Listing {
        let is_same = self.folder == folder && self.choices == choices;
        let known = self.listing.take().filter(|listing| listing.holds && is_same);
        known.unwrap_or_else(|| {
            choices.clone_into(&mut self.choices);
            folder.clone_into(&mut self.folder);
            self.watched = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
            let listing = list();
            let place = |found: &FoundFile| found.disk.clone();
            let markdown = listing.markdown.iter().enumerate();
            let markdown =
                markdown.map(|(at, (found, _))| (place(found), ListingIndex::Markdown(at)));
            let others = listing.others.iter().enumerate();
            let others = others.map(|(at, (found, _))| (place(found), ListingIndex::Other(at)));
            self.places = markdown.chain(others).collect();
            listing
        })
    }

    /// Keeps what was taken, with what was read since.
    pub(super) fn put_back(&mut self, listing: Listing) {
        self.listing = Some(listing);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_known_file_holds_can_be_forgotten_alone() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let found = |name: &str| FoundFile {
            path: ContentPath::new(name),
            disk: folder.join(name),
            held_by: None,
        };
        let others = || ["Cargo.toml", "gone.md"].map(|name| (found(name), None)).to_vec();
        let list = || Listing { others: others(), holds: true, ..Listing::default() };
        for (changed, holds) in [
            (folder.join("Cargo.toml"), true),
            (folder.with_file_name("elsewhere.yaml"), true),
            (folder.join("gone.md"), false),
            (folder.join("README.md"), false),
            (folder.join("src"), false),
            (folder.to_owned(), false),
            (folder.parent().expect("it has one").to_owned(), false),
        ] {
            let mut cache = FileCache::default();
            let listing = cache.take(folder, &[], list);
            cache.put_back(listing);
            cache.forget(std::slice::from_ref(&changed));
            assert_eq!(cache.listing.is_some(), holds, "{}", changed.display());
        }
    }
}
