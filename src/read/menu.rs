//! The order of pages that another tool keeps in a file of its own.
//!
//! mdBook and `HonKit` (`SUMMARY.md`) and docsify (`_sidebar.md`) keep a list of links, `MkDocs` (`mkdocs.yml`, key `nav`),
//! Jupyter Book (`_toc.yml`) and `MyST` (`myst.yml`, key `toc`) a tree in YAML. Of each, only the order of the paths counts.

use std::path::{Path, PathBuf};

use super::dialect::up_to_root;
use crate::percent;
use crate::site::{ContentPath, split_destination};

/// Files among the pages that are menus and no pages.
const MENUS: [&str; 4] = ["SUMMARY.md", "_sidebar.md", "_navbar.md", "_coverpage.md"];

/// Whether a file is a menu of another tool.
pub(super) fn is_menu(path: &ContentPath) -> bool {
    MENUS.contains(&path.file_name())
}

/// The order of pages that another tool keeps.
pub(super) struct FoundMenu {
    /// The name of its file.
    pub(super) by: &'static str,
    pub(super) pages: Vec<ContentPath>,
}

/// The menu of a folder, if there is one.
pub(super) fn find(content: &Path) -> Option<FoundMenu> {
    let content = std::path::absolute(content).unwrap_or_else(|_| content.to_owned());
    let of_links = ["SUMMARY.md", "_sidebar.md"].iter().find_map(|name| {
        let text = std::fs::read_to_string(content.join(name)).ok()?;
        Some(FoundMenu { by: name, pages: linked(&text) })
    });
    of_links.or_else(|| of_yaml(&content)).filter(|menu| !menu.pages.is_empty())
}

/// The pages that the links of a menu name.
fn linked(text: &str) -> Vec<ContentPath> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next());
    targets.filter_map(|target| page("", target)).collect()
}

/// The pages that a file of YAML names, in the folder or above it.
fn of_yaml(content: &Path) -> Option<FoundMenu> {
    for folder in up_to_root(content) {
        for (name, key) in [("mkdocs.yml", "nav:"), ("myst.yml", "toc:"), ("_toc.yml", "")] {
            if let Ok(text) = std::fs::read_to_string(folder.join(name)) {
                // MkDocs names pages from the content, the others from the file.
                let base = if name == "mkdocs.yml" { content.to_owned() } else { folder.clone() };
                return Some(FoundMenu { by: name, pages: named(&text, key, &base, content) });
            }
        }
    }
    None
}

/// The paths in a block of YAML, `key` being the line above it.
fn named(text: &str, key: &str, base: &Path, content: &Path) -> Vec<ContentPath> {
    let mut lines = text.lines().skip_while(|line| !line.trim_start().starts_with(key));
    let first = if key.is_empty() { None } else { lines.next() };
    let indent = first.map(indentation);
    let block = lines.take_while(|line| {
        let ends = indent.is_some_and(|indent| {
            indentation(line) <= indent
                && !line.trim().is_empty()
                && !line.trim_start().starts_with(['-', '#'])
        });
        !ends
    });
    block.filter_map(|line| path_in(line, base, content)).collect()
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The path that a line ends with: `- Title: a/b.md`, `- file: a/b`.
fn path_in(line: &str, base: &Path, content: &Path) -> Option<ContentPath> {
    let line = line.trim().trim_start_matches("- ");
    let is_file = ["file:", "root:"].iter().any(|key| line.starts_with(key));
    let value = line.rsplit_once(": ").map_or(line, |(_, value)| value);
    let value = value.trim().trim_matches(['"', '\'']);
    let is_path = is_file || ContentPath::new(value).is_page();
    let path: PathBuf = base.join(value);
    let inside = path.strip_prefix(content).ok().filter(|_| is_path)?;
    page("", &inside.to_string_lossy().replace('\\', "/"))
}

/// A page of the content folder, with or without its ending.
fn page(folder: &str, written: &str) -> Option<ContentPath> {
    let (path, ..) = split_destination(written);
    if path.contains("://") || path.is_empty() {
        return None;
    }
    let path = percent::decode(path)?;
    let path = ContentPath::resolve(folder, path.trim_matches(['<', '>']).trim_start_matches('/'))?;
    let path = if path.is_page() { path } else { ContentPath::new(format!("{path}.md")) };
    // The page of a folder, as it is known here.
    let is_home = ["readme", "_index"].iter().any(|name| path.stem().eq_ignore_ascii_case(name));
    if is_home { ContentPath::resolve(path.folder(), "index.md") } else { Some(path) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(found: &[ContentPath]) -> Vec<&str> {
        found.iter().map(ContentPath::as_str).collect()
    }

    #[test]
    fn menus_name_pages_in_their_order() {
        let summary = "# Summary\n\n[Intro](README.md)\n- [B](./b.md#x)\n  - [A](sub/a.md \"t\")\n- [W](https://x.y)\n";
        assert_eq!(paths(&linked(summary)), ["index.md", "b.md", "sub/a.md"]);
        let content = Path::new("/p/docs");
        let mkdocs = "site_name: X\nnav:\n  - Home: index.md\n  - Guide:\n    - 'guide/b.md'\n    - A: guide/a.md\nplugins:\n  - x.md\n";
        let found = named(mkdocs, "nav:", content, content);
        assert_eq!(paths(&found), ["index.md", "guide/b.md", "guide/a.md"]);
        let toc = "format: jb-book\nroot: intro\nparts:\n  - chapters:\n    - file: b/one\n    - file: a.md\n";
        let found = named(toc, "", content, content);
        assert_eq!(paths(&found), ["intro.md", "b/one.md", "a.md"]);
    }
}
