//! What a folder is that somebody wants to bring over: the tool it was written for, its texts, and what the tool's own
//! settings say of addresses.

use std::fs;
use std::path::{Path, PathBuf};

use super::dialect::{ABOVE, marker_in};
use super::real;
use crate::config::{Project, SourceDialect};

/// The site of another tool.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    pub(crate) dialect: SourceDialect,
    /// The file that tells the dialect, as reports show it.
    pub(crate) by: Option<String>,
    /// The folder of its texts.
    pub(crate) content: PathBuf,
    /// The way from the root of its repository, or from the folder that tells the dialect, to the texts.
    pub(crate) way: String,
    pub(crate) settings: ToolSettings,
}

/// The settings of another tool, as far as lines say them: `key: value`, `key = value`.
#[derive(Clone, Default, Debug)]
pub(crate) struct ToolSettings {
    text: String,
}

impl ToolSettings {
    /// The value of the first line with one of these keys, without quotes.
    pub(crate) fn value(&self, keys: &[&str]) -> Option<&str> {
        keys.iter().find_map(|key| self.text.lines().find_map(|line| value(line, key)))
    }
}

/// The value of a key, if a line says it and holds nothing else.
fn value<'l>(line: &'l str, key: &str) -> Option<&'l str> {
    let rest = line.trim_start().trim_start_matches(['"', '\'']).strip_prefix(key)?;
    let rest = rest.trim_start_matches(['"', '\'']).trim_start().strip_prefix([':', '='])?.trim();
    let value = match rest.chars().next()? {
        sign @ ('"' | '\'') => rest[1..].split(sign).next()?,
        '{' | '[' | '|' | '>' | '!' | '`' => return None,
        _ => rest.split(" #").next()?.trim_end_matches([',', ';']).trim_end(),
    };
    (!value.is_empty()).then_some(value)
}

/// Folders of a repository in which a tool may have its own.
const INNER: [&str; 7] = ["docs", "website", "site", "book", "doc", "documentation", "guide"];

/// What a folder is. `named`: the dialect that whoever brings it over names.
pub(crate) fn origin(folder: &Path, named: Option<SourceDialect>) -> Origin {
    let Some((root, marker, dialect)) = nearest_marker(folder, named) else {
        let dialect = named.unwrap_or(SourceDialect::Plain);
        let content = folder.to_owned();
        return Origin {
            dialect,
            by: None,
            content,
            way: String::new(),
            settings: ToolSettings::default(),
        };
    };
    let settings = settings(&marker, &root);
    let is_above = real(folder) != real(&root) && real(folder).starts_with(real(&root));
    let content =
        if is_above { folder.to_owned() } else { texts(&root, &marker, dialect, &settings) };
    let way = real(&content).strip_prefix(real(&root)).map(Project::shown).unwrap_or_default();
    let by = marker.strip_prefix(&root).map(Project::shown).ok();
    Origin { dialect, by, content, way, settings }
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

/// The text of the file that tells the dialect, or of the settings beside it.
fn settings(marker: &Path, root: &Path) -> ToolSettings {
    const BESIDE: [&str; 8] = [
        "config.mts",
        "config.ts",
        "config.js",
        "config.mjs",
        "hugo.toml",
        "hugo.yaml",
        "config.toml",
        "_config.yml",
    ];
    let beside =
        BESIDE.iter().map(|name| if marker.is_dir() { marker.join(name) } else { root.join(name) });
    let mut files = std::iter::once(marker.to_owned()).chain(beside);
    let text = files.find_map(|file| fs::read_to_string(file).ok()).unwrap_or_default();
    ToolSettings { text }
}

/// The folder of texts of a tool whose own files lie in a folder.
fn texts(root: &Path, marker: &Path, dialect: SourceDialect, settings: &ToolSettings) -> PathBuf {
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
    let named = settings.value(named).filter(|path| is_inner(path));
    let all = named.into_iter().chain(usual.iter().copied()).map(|path| root.join(path));
    all.into_iter().find(|path| path.is_dir()).unwrap_or_else(|| root.to_owned())
}

/// Whether a path of the settings stays in their folder.
fn is_inner(path: &str) -> bool {
    !path.starts_with('/')
        && !path.contains(':')
        && path.split(['/', '\\']).all(|part| part != "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_settings_say_values() {
        for (line, expected) in [
            ("site_name: Saws  # ours", Some("Saws")),
            ("  site_name = \"My saws\"", Some("My saws")),
            ("'site_name': 'x',", Some("x")),
            ("site_name: ", None),
            ("site_names: x", None),
            ("site_name: !ENV X", None),
        ] {
            assert_eq!(value(line, "site_name"), expected, "{line}");
        }
    }
}
