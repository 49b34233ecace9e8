//! A sorted walk through a folder, without files that do not count and without ways out of it.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::{DirEntry, WalkDir};

use super::selection::{FileChoice, FileSelection};
use super::unreadable;
use crate::config::Project;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::files;
use crate::site::ContentPath;

/// Levels of folders that are still read.
const DEEPEST: usize = 32;

/// A file and where it lies.
#[derive(Clone)]
pub(super) struct FoundFile {
    pub(super) path: ContentPath,
    pub(super) disk: PathBuf,
    /// What keeps it from being published, as an author writes it, if something of another tool does.
    pub(super) held_by: Option<Arc<str>>,
}

/// What lies below a folder.
pub(super) struct FoundFiles {
    /// In order of path.
    pub(super) files: Vec<FoundFile>,
    /// What other programs left behind, in order.
    pub(super) leftovers: Vec<ContentPath>,
    /// Whether each lies where it seems to.
    pub(super) are_in_place: bool,
}

/// Every file below a folder that counts.
pub(super) fn walk(
    folder: &Path,
    selection: FileSelection<'_>,
    diagnostics: &mut Diagnostics,
) -> FoundFiles {
    let mut has_links = false;
    let mut leftovers = Vec::new();
    // The choices for the folders around an entry.
    let mut around = vec![FileChoice::Publish];
    let root = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let mut found = Vec::new();
    let mut entries = WalkDir::new(folder).follow_links(true).into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                diagnostics.push(walk_error(&error));
                continue;
            }
        };
        let is_folder = entry.file_type().is_dir();
        let choice = chosen(&entry, folder, selection, &mut around);
        if matches!(choice, FileChoice::Hidden | FileChoice::Leftover) {
            files::sweep_file(entry.path());
            if is_folder {
                entries.skip_current_dir();
            } else if choice == FileChoice::Leftover {
                leftovers.extend(content_path(entry.path(), folder));
            }
            continue;
        }
        has_links |= entry.path_is_symlink();
        if entry.path_is_symlink() && leads_out(entry.path(), &root) {
            diagnostics.push(outside_link(entry.path()));
            if is_folder {
                entries.skip_current_dir();
            }
            continue;
        }
        if is_folder && entry.depth() > DEEPEST {
            let shown = Project::shown(entry.path());
            let message = format!("folders are nested more than {DEEPEST} levels deep: `{shown}`");
            diagnostics.push(Diagnostic::new(Code::NestingTooDeep, message));
            entries.skip_current_dir();
            continue;
        }
        if !entry.file_type().is_file() {
            continue;
        }
        match content_path(entry.path(), folder) {
            Some(path) => found.push(FoundFile { path, disk: entry.into_path(), held_by: None }),
            None => diagnostics.push(odd_name(entry.path())),
        }
    }
    found.sort_by(|a, b| (&a.path, &a.disk).cmp(&(&b.path, &b.disk)));
    report_case_conflicts(&found, diagnostics);
    found.dedup_by(|second, first| second.path == first.path);
    leftovers.sort();
    FoundFiles { files: found, leftovers, are_in_place: !has_links }
}

/// What becomes of an entry. `around` has the choices for the folders around it, and then that for itself.
fn chosen(
    entry: &DirEntry,
    folder: &Path,
    selection: FileSelection<'_>,
    around: &mut Vec<FileChoice>,
) -> FileChoice {
    if entry.depth() == 0 {
        return FileChoice::Publish;
    }
    around.truncate(entry.depth());
    let outer = around.last().copied().unwrap_or(FileChoice::Publish);
    let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
    let parts = path.iter().map(|part| part.to_string_lossy());
    let path = parts.collect::<Vec<_>>().join("/");
    let choice = selection.choose(&path, entry.file_type().is_dir(), outer);
    around.push(choice);
    choice
}

/// Whether what lies at a path lies outside of a folder, once symbolic links are followed; `root` is the
/// folder as [`fs::canonicalize`] writes it. What cannot be followed is told when it is read.
pub(super) fn leads_out(path: &Path, root: &Path) -> bool {
    fs::canonicalize(path).is_ok_and(|target| !target.starts_with(root))
}

pub(super) fn content_path(path: &Path, folder: &Path) -> Option<ContentPath> {
    let relative = path.strip_prefix(folder).ok()?;
    let parts: Option<Vec<&str>> = relative.iter().map(std::ffi::OsStr::to_str).collect();
    let parts = parts?;
    let plain =
        parts.iter().all(|part| !part.contains('\\') && !part.chars().any(char::is_control));
    plain.then(|| ContentPath::new(parts.join("/")))
}

fn walk_error(error: &walkdir::Error) -> Diagnostic {
    let path = error.path().unwrap_or(Path::new("."));
    if error.loop_ancestor().is_some() || leads_in_a_circle(path) {
        let message = format!("the symbolic link `{}` leads in a circle", Project::shown(path));
        return Diagnostic::new(Code::UnreadableFile, message).help("remove the link");
    }
    let unknown = std::io::Error::other("unknown reason");
    let mut problem = unreadable(path, error.io_error().unwrap_or(&unknown));
    if path.is_symlink() {
        problem = problem.help("the symbolic link points to nothing: mend or remove it");
    }
    problem
}

/// A link to something that is there, and yet cannot be followed.
fn leads_in_a_circle(path: &Path) -> bool {
    let target = fs::read_link(path).ok().map(|target| path.with_file_name(target));
    target.is_some_and(|target| target.is_symlink() && fs::metadata(path).is_err())
}

pub(super) fn outside_link(path: &Path) -> Diagnostic {
    let shown = Project::shown(path);
    let message = format!("the symbolic link `{shown}` leads out of its folder");
    Diagnostic::new(Code::OutsideLink, message).help("copy the file into the folder instead")
}

fn odd_name(path: &Path) -> Diagnostic {
    let message = format!("the name of `{}` cannot be part of an address", Project::shown(path));
    let help = "rename the file without backslashes, line breaks or undecodable characters";
    Diagnostic::new(Code::UnreadableFile, message).help(help)
}

fn report_case_conflicts(found: &[FoundFile], diagnostics: &mut Diagnostics) {
    let mut by_folded_name: HashMap<String, &FoundFile> = HashMap::new();
    for file in found {
        if let Some(first) = by_folded_name.insert(file.path.as_str().to_lowercase(), file) {
            let same_path = first.path == file.path;
            let (first, second) = (Project::shown(&first.disk), Project::shown(&file.disk));
            let message = if same_path {
                format!(
                    "`{first}` and `{second}` differ only in the form of their letters: NFC and NFD"
                )
            } else {
                format!("`{first}` and `{second}` differ only in upper and lower case")
            };
            let problem = Diagnostic::new(Code::CaseConflict, message);
            diagnostics.push(problem.help("rename one of them"));
        }
    }
}
