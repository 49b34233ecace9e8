//! Texts of other files, for dialects whose pages show parts of them.

use std::cell::Cell;

use super::DialectPage;

/// Reads files for a translator, which touches no file system.
pub(crate) trait FileTexts: Sync {
    /// The text of a file by its path from the content folder, which may lead out of it; `None` where there is no such
    /// file, or it may not be shown.
    fn text(&self, path: &str) -> Option<String>;
}

/// Texts that are shown within each other.
const DEEPEST: usize = 8;

/// Bytes of other files that a page shows at most: texts that show each other several times double at each level.
const MOST_SHOWN: usize = 1024 * 1024;

/// What each text counts for besides its bytes.
const EACH: usize = 64;

/// How much of other files a page shows so far, in bytes.
#[derive(Default)]
pub(crate) struct ShownBytes(Cell<usize>);

impl DialectPage<'_> {
    /// The text of a file to show on this page; `None` where it may not be shown, or the page shows too much.
    pub(super) fn file(&self, path: &str) -> Option<String> {
        let ShownBytes(shown) = self.shown;
        if shown.get() > MOST_SHOWN {
            return None;
        }
        let text = self.files.text(path)?;
        shown.set(shown.get() + text.len() + EACH);
        Some(text)
    }

    /// Whether texts may be shown within this one.
    pub(super) fn is_shallow(&self) -> bool {
        self.depth < DEEPEST
    }
}

/// The path of a file from the content folder, as a page names it; a leading slash stands for that folder.
pub(super) fn path_from(page: &str, path: &str) -> String {
    match (path.strip_prefix('/'), page.rsplit_once('/')) {
        (Some(path), _) => path.to_owned(),
        (None, Some((folder, _))) => format!("{folder}/{path}"),
        (None, None) => path.to_owned(),
    }
}
