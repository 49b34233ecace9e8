//! Files that other tools keep beside the texts and publish at the root of the site: `static/`, also in the folder
//! `website/` of Docusaurus, `public/`, `assets/`.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::dialect::ABOVE;
use super::walk;
use crate::site::{ContentPath, MANIFEST};

/// The folders, and what their files have before their names at the root of a site.
const FOLDERS: [(&str, &str); 4] =
    [("static", ""), ("public", ""), ("website/static", ""), ("assets", "assets/")];

/// Files at most: more are no pictures and downloads of a text.
const MOST: usize = 20_000;

/// The files in such folders beside the content and above it, up to the root of the repository; they are published
/// where a page links to them. Of two at one path, the one nearest to the content counts.
pub(super) fn find(content: &Path) -> Vec<(ContentPath, PathBuf)> {
    let start = std::path::absolute(content).unwrap_or_else(|_| content.to_owned());
    let mut found: Vec<(ContentPath, PathBuf)> = Vec::new();
    for folder in around(&start) {
        for (name, before) in FOLDERS {
            let root = folder.join(name);
            if !start.starts_with(&root) && !root.join(MANIFEST).exists() {
                found.extend(files(&root, before).take(MOST.saturating_sub(found.len())));
            }
        }
    }
    found
}

/// The folders above the content up to the root of its repository; without one, only the nearest: what lies above may
/// belong to somebody else.
fn around(content: &Path) -> Vec<&Path> {
    let above: Vec<&Path> = content.ancestors().skip(1).take(ABOVE).collect();
    let root = above.iter().position(|folder| folder.join(".git").exists());
    above.into_iter().take(root.map_or(1, |root| root + 1)).collect()
}

/// The files of a folder, hidden ones and links to other places not among them.
fn files(root: &Path, before: &str) -> impl Iterator<Item = (ContentPath, PathBuf)> {
    let is_shown = |entry: &walkdir::DirEntry| {
        entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
    };
    let entries = WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(is_shown);
    let files = entries.flatten().filter(|entry| entry.file_type().is_file());
    files.filter_map(move |entry| {
        let path = walk::content_path(entry.path(), root)?;
        let path = ContentPath::new(format!("{before}{path}"));
        (!path.is_page()).then(|| (path, entry.into_path()))
    })
}
