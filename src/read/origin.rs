//! Where a folder that was written for another tool lies on the web: its repository, and the site that the tool makes of
//! it.

use std::collections::BTreeSet;
use std::path::{Component, Path};

use walkdir::{DirEntry, WalkDir};

use super::dialect::up_to_root;
use super::real;
use super::tool::ToolSettings;
use crate::site::{Repository, SourceFolder, WebOrigin};

/// Files and folders of a repository at most: links name few of more.
const MOST: usize = 20_000;

/// What is known of a content folder.
pub(super) fn find(content: &Path, settings: Option<&ToolSettings>) -> WebOrigin {
    let content = real(content);
    let folders = up_to_root(&content);
    let root = folders.last().filter(|root| root.join(".git").exists());
    let root = root.map(std::path::PathBuf::as_path).or_else(|| settings.map(ToolSettings::folder));
    let Some(root) = root else { return WebOrigin::default() };
    let repository = settings.and_then(ToolSettings::repository).or_else(|| remote(root));
    let published = settings.and_then(ToolSettings::published);
    let published = published.or_else(|| named_by_readme(root, repository.as_ref()?));
    let source = repository.and_then(|repository| source(repository, root, &content));
    WebOrigin { published, source }
}

/// The repository that the settings of Git name as the origin.
fn remote(root: &Path) -> Option<Repository> {
    let text = std::fs::read_to_string(root.join(".git/config")).ok()?;
    let (_, section) = text.split_once("[remote \"origin\"]")?;
    let section = section.split("\n[").next()?;
    let url = section.lines().find_map(|line| line.trim().strip_prefix("url")?.split_once('='));
    Repository::parse(url?.1)
}

/// The address in the text of a `README` that ends with the name of the repository: there is the site.
fn named_by_readme(root: &Path, repository: &Repository) -> Option<String> {
    let text = std::fs::read_to_string(root.join("README.md")).ok()?;
    let ends = |c: char| c.is_whitespace() || "()<>[]\"'`".contains(c);
    let mut addresses = text.split(ends).filter(|word| word.starts_with("https://"));
    let found = addresses.find(|address| {
        let path = address.trim_end_matches('/');
        let is_named = path.rsplit('/').next() == Some(repository.name());
        is_named && path.matches('/').count() > 2 && Repository::parse(path).is_none()
    })?;
    Some(format!("{}/", found.trim_end_matches('/')))
}

fn source(repository: Repository, root: &Path, content: &Path) -> Option<SourceFolder> {
    let root = real(root);
    let folder = written(content.strip_prefix(&root).ok()?)?;
    let is_other = |entry: &DirEntry| entry.depth() == 0 || is_of_repository(entry, content);
    let entries = WalkDir::new(&root).min_depth(1).into_iter().filter_entry(is_other).flatten();
    let paths = entries.take(MOST).filter_map(|entry| {
        let path = written(entry.path().strip_prefix(&root).ok()?)?;
        Some(path)
    });
    let files: BTreeSet<String> = paths.collect();
    Some(SourceFolder { repository, folder, files })
}

/// Whether an entry is no page, nothing hidden and no package of others.
fn is_of_repository(entry: &DirEntry, content: &Path) -> bool {
    let name = entry.file_name().to_string_lossy();
    let is_hidden = name.starts_with('.') && name != ".github";
    entry.path() != content && !is_hidden && name != "node_modules" && name != "target"
}

/// A path with `/` between its parts; `None` if its letters cannot be read.
fn written(path: &Path) -> Option<String> {
    let part = |part: Component<'_>| part.as_os_str().to_str().map(str::to_owned);
    let parts: Option<Vec<String>> = path.components().map(part).collect();
    parts.map(|parts| parts.join("/"))
}
