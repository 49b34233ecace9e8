//! The files of a foreign source. Nothing outside of its folder is read, and symbolic links are not followed.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::Loss;
use crate::diagnostic::{Code, Diagnostic};
use crate::files;

/// Files of a source at most, and bytes of one that is read.
const MOST_FILES: usize = 200_000;
const MOST_BYTES: u64 = 256 << 20;
const DEEPEST: usize = 64;

/// The files of a folder, by their paths in it, with `/` between the parts.
pub(super) struct ForeignFolder {
    root: PathBuf,
    files: BTreeMap<String, PathBuf>,
    /// Whether files count that are not listed: those beside a single page.
    is_open: bool,
    /// Paths that are symbolic links.
    links: Vec<String>,
}

impl ForeignFolder {
    /// What is left out because a link may lead out of the folder.
    pub(super) fn unfollowed(&self) -> impl Iterator<Item = Loss> {
        let rule = "a symbolic link is left out, because it may lead out of the folder";
        self.links.iter().map(move |name| Loss::new(name, "symbolic-link", "", rule))
    }

    /// All files in a folder but hidden ones.
    pub(super) fn read(root: &Path) -> Result<ForeignFolder, Diagnostic> {
        let mut folder = ForeignFolder::new(root);
        let is_shown = |entry: &walkdir::DirEntry| {
            entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
        };
        let walk = WalkDir::new(root).max_depth(DEEPEST).follow_links(false).sort_by_file_name();
        for entry in walk.into_iter().filter_entry(is_shown) {
            let entry = entry.map_err(|error| {
                let path = error.path().unwrap_or(root).to_owned();
                unreadable(&path, &error.into())
            })?;
            folder.add(&entry);
            if folder.files.len() > MOST_FILES {
                let message = format!("{} holds more than {MOST_FILES} files", root.display());
                let problem = Diagnostic::new(Code::FileTooLarge, message);
                return Err(problem.help("move it in parts, one folder after the other"));
            }
        }
        Ok(folder)
    }

    /// The folder around a file. Other files in it count if somebody asks for them.
    pub(super) fn around(file: &Path) -> ForeignFolder {
        let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty());
        let mut folder = ForeignFolder::new(parent.unwrap_or(Path::new(".")));
        folder.is_open = true;
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        folder.files.insert(name, file.to_owned());
        folder
    }

    fn new(root: &Path) -> ForeignFolder {
        let (root, files, links) = (root.to_owned(), BTreeMap::new(), Vec::new());
        ForeignFolder { root, files, links, is_open: false }
    }

    fn add(&mut self, entry: &walkdir::DirEntry) {
        let Ok(inner) = entry.path().strip_prefix(&self.root) else { return };
        let parts = inner.components().map(|part| part.as_os_str().to_string_lossy());
        let name = parts.collect::<Vec<_>>().join("/");
        if entry.file_type().is_symlink() {
            self.links.push(name);
        } else if entry.file_type().is_file() {
            self.files.insert(name, entry.path().to_owned());
        }
    }

    /// The paths in the folder, in order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The file of a path in the folder; `None` if there is none, or if a symbolic link leads to it.
    pub(super) fn path(&self, name: &str) -> Option<PathBuf> {
        if !self.is_open || self.files.contains_key(name) {
            return self.files.get(name).cloned();
        }
        let path = self.root.join(name);
        let is_plain = name.split('/').all(|part| !part.is_empty() && !part.starts_with('.'));
        let is_file = fs::symlink_metadata(&path).is_ok_and(|found| found.is_file());
        (is_plain && is_file && !files::leads_out(&path, &self.root)).then_some(path)
    }

    /// The bytes of a file that [`ForeignFolder::names`] has.
    pub(super) fn bytes(&self, name: &str) -> Result<Vec<u8>, Diagnostic> {
        match self.path(name) {
            Some(path) => bytes(&path),
            None => Err(unreadable(&self.root.join(name), &io::ErrorKind::NotFound.into())),
        }
    }
}

/// The bytes of a file, if it is no larger than any document is.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    let file = files::open_unfollowed(path, fs::OpenOptions::new().read(true));
    let file = file.map_err(|error| unreadable(path, &error))?;
    let size = file.metadata().map_err(|error| unreadable(path, &error))?.len();
    if size > MOST_BYTES {
        let message = format!("{} is larger than {} MiB", path.display(), MOST_BYTES >> 20);
        return Err(Diagnostic::new(Code::FileTooLarge, message).help("divide it into several"));
    }
    let mut bytes = Vec::new();
    io::Read::read_to_end(&mut io::Read::take(file, MOST_BYTES), &mut bytes)
        .map_err(|error| unreadable(path, &error))?;
    Ok(bytes)
}

fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    let message = format!("cannot read {}: {error}", path.display());
    Diagnostic::new(Code::UnreadableFile, message)
}
