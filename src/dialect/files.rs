//! Texts of other files, for dialects whose pages show parts of them.

/// Reads files for a translator, which touches no file system.
pub(crate) trait FileTexts: Sync {
    /// The text of a file by its path from the content folder, which may lead out of it; `None` where there is no such
    /// file, or it may not be shown.
    fn text(&self, path: &str) -> Option<String>;
}

/// The path of a file from the content folder, as a page names it; a leading slash stands for that folder.
pub(super) fn path_from(page: &str, path: &str) -> String {
    match (path.strip_prefix('/'), page.rsplit_once('/')) {
        (Some(path), _) => path.to_owned(),
        (None, Some((folder, _))) => format!("{folder}/{path}"),
        (None, None) => path.to_owned(),
    }
}
