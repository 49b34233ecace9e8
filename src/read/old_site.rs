//! What a folder is that somebody wants to bring over: the tool it was written for, its texts, and what the tool's own
//! settings say of addresses.

use std::path::{Path, PathBuf};

use super::dialect::{ABOVE, marker_in};
use super::real;
use super::tool::ToolSettings;
use crate::config::{Project, SourceDialect};

/// The site of another tool.
#[derive(Clone, Debug)]
pub(crate) struct OldSite {
    pub(crate) dialect: SourceDialect,
    /// The file that tells the dialect, as reports show it.
    pub(crate) by: Option<String>,
    /// The folder of its texts.
    pub(crate) content: PathBuf,
    /// The way from the root of its repository, or from the folder that tells the dialect, to the texts.
    pub(crate) way: String,
    pub(crate) settings: Option<ToolSettings>,
}

/// Folders of a repository in which a tool may have its own.
const INNER: [&str; 7] = ["docs", "website", "site", "book", "doc", "documentation", "guide"];

/// What a folder is. `named`: the dialect that whoever brings it over names.
pub(crate) fn old_site(folder: &Path, named: Option<SourceDialect>) -> OldSite {
    let Some((root, marker, dialect)) = nearest_marker(folder, named) else {
        let dialect = named.unwrap_or(SourceDialect::Plain);
        let content = folder.to_owned();
        return OldSite { dialect, by: None, content, way: String::new(), settings: None };
    };
    let settings = ToolSettings::find(dialect, &root);
    let is_above = real(folder) != real(&root) && real(folder).starts_with(real(&root));
    let content = if is_above {
        folder.to_owned()
    } else {
        texts(&root, &marker, dialect, settings.as_ref())
    };
    let way = real(&content).strip_prefix(real(&root)).map(Project::shown).unwrap_or_default();
    let by = marker.strip_prefix(&root).map(Project::shown).ok();
    OldSite { dialect, by, content, way, settings }
}

/// The folder with the nearest file that tells a dialect: the folder itself, one around it up to the root of its
/// repository, or one of its own.
fn nearest_marker(
    folder: &Path,
    named: Option<SourceDialect>,
) -> Option<(PathBuf, PathBuf, SourceDialect)> {
    let told = |folder: &Path| {
        let (marker, dialect) = marker_in(folder, named)?;
        Some((folder.to_owned(), marker, dialect))
    };
    let start = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let is_root = |folder: &Path| folder.join(".git").exists();
    let above = start.ancestors().take(ABOVE).position(is_root).unwrap_or(ABOVE);
    let inner = || INNER.iter().find_map(|name| told(&folder.join(name)));
    start.ancestors().take(above + 1).find_map(told).or_else(inner)
}

/// The folder of texts of a tool whose own files lie in a folder.
fn texts(
    root: &Path,
    marker: &Path,
    dialect: SourceDialect,
    settings: Option<&ToolSettings>,
) -> PathBuf {
    let named: &[&str] = match dialect {
        SourceDialect::Mkdocs => &["docs_dir"],
        SourceDialect::Mdbook => &["src"],
        SourceDialect::Hugo => &["contentDir", "contentdir"],
        SourceDialect::Vitepress => &["srcDir"],
        _ => &[],
    };
    let usual: &[&str] = match dialect {
        SourceDialect::Mkdocs => &["docs"],
        SourceDialect::Mdbook => &["src"],
        SourceDialect::Hugo => &["content/en", "content"],
        SourceDialect::Zola => &["content"],
        SourceDialect::Docusaurus => &["src/content/docs", "docs", "website/docs"],
        SourceDialect::Vitepress if !marker.ends_with(".vitepress") => &["docs"],
        _ => &[],
    };
    let named = settings.and_then(|settings| settings.first(named)).filter(|path| is_inner(path));
    let usual = usual.iter().map(|path| (*path).to_owned());
    let all = named.into_iter().chain(usual).map(|path| root.join(path));
    all.into_iter().find(|path| path.is_dir()).unwrap_or_else(|| root.to_owned())
}

/// Whether a path of the settings stays in their folder.
fn is_inner(path: &str) -> bool {
    !path.starts_with('/')
        && !path.contains(':')
        && path.split(['/', '\\']).all(|part| part != "..")
}
