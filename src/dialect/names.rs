//! The files of a folder by their names: other tools link by name, wherever the file lies.

use std::collections::{HashMap, HashSet};

use super::SiteLabels;
use crate::site::ContentPath;

/// The files of the content folder.
#[derive(Default, Debug)]
pub(crate) struct FileNames {
    /// Paths by the name of the file in lower case, with its ending and without.
    by_name: HashMap<String, Vec<String>>,
    labels: SiteLabels,
    /// Paths of pages by other names that they have, in lower case.
    aliases: HashMap<String, String>,
    /// The paths of files that are no pages of their own.
    unpublished: HashSet<String>,
}

impl FileNames {
    /// From the paths of all files, pages and others, in the content folder.
    pub(crate) fn new(paths: impl Iterator<Item = String>) -> FileNames {
        let mut names = FileNames::default();
        for path in paths {
            let name = path.rsplit('/').next().unwrap_or_default().to_lowercase();
            if let Some((stem, "md" | "markdown" | "mdx")) = name.rsplit_once('.') {
                names.by_name.entry(stem.to_owned()).or_default().push(path.clone());
            }
            names.by_name.entry(name).or_default().push(path);
        }
        // The shortest path first, as Obsidian chooses.
        for paths in names.by_name.values_mut() {
            paths.sort_by(|a, b| (depth(a), a).cmp(&(depth(b), b)));
        }
        names
    }

    /// With the names of places that pages refer to.
    pub(crate) fn with_labels(self, labels: SiteLabels) -> FileNames {
        FileNames { labels, ..self }
    }

    /// With other names of pages, each with the path of its page.
    pub(crate) fn with_aliases(self, aliases: impl Iterator<Item = (String, String)>) -> FileNames {
        let mut by_name = HashMap::new();
        for (alias, path) in aliases {
            by_name.entry(alias.to_lowercase()).or_insert(path);
        }
        FileNames { aliases: by_name, ..self }
    }

    /// The page that has another name.
    pub(super) fn aliased(&self, alias: &str) -> Option<&str> {
        self.aliases.get(&alias.trim().to_lowercase()).map(String::as_str)
    }

    /// With the paths of files that are no pages of their own, only parts of others.
    pub(crate) fn with_unpublished(self, unpublished: HashSet<String>) -> FileNames {
        FileNames { unpublished, ..self }
    }

    pub(super) fn is_unpublished(&self, path: &str) -> bool {
        self.unpublished.contains(path)
    }

    pub(super) fn labels(&self) -> &SiteLabels {
        &self.labels
    }

    /// The page or file at a path as an author may shorten it: beside the page, from the content folder, or the end of
    /// a path; without the ending, or by the folder of the page.
    pub(super) fn page_at(&self, path: &str, page: &str) -> Option<&str> {
        let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
        let wanted = path.trim().trim_end_matches('/');
        let from_root = tidy("", wanted);
        let beside = if wanted.starts_with('/') { None } else { tidy(folder, wanted) };
        let places = [beside, from_root];
        if wanted.trim_matches('/').is_empty() {
            return None;
        }
        let exact = places.iter().flatten().find_map(|place| {
            PAGE_ENDINGS.iter().find_map(|ending| self.exact(&format!("{place}{ending}")))
        });
        exact.or_else(|| self.find(wanted.trim_start_matches("../"), page))
    }

    /// The file at a path of the content folder, whatever its case.
    fn exact(&self, path: &str) -> Option<&str> {
        let path = path.to_lowercase();
        let name = path.rsplit('/').next()?;
        let paths = self.by_name.get(name)?;
        paths.iter().find(|known| known.to_lowercase() == path).map(String::as_str)
    }

    /// The file that a name or the end of a path means, whatever its case; of several, the one nearest to the page.
    pub(super) fn find(&self, wanted: &str, page: &str) -> Option<&str> {
        let wanted = wanted.trim().trim_start_matches("./").trim_start_matches('/').to_lowercase();
        let name = wanted.rsplit('/').next()?;
        let paths = self.by_name.get(name)?;
        let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
        let ends_so = |path: &&String| {
            let path = path.to_lowercase();
            let stem = path.rsplit_once('.').map_or(&*path, |(stem, _)| stem);
            [&*path, stem].iter().any(|path| {
                path.strip_suffix(&*wanted)
                    .is_some_and(|before| before.is_empty() || before.ends_with('/'))
            })
        };
        let mut fitting = paths.iter().filter(ends_so);
        let first = fitting.next()?;
        let beside = std::iter::once(first)
            .chain(fitting)
            .find(|path| path.rsplit_once('/').map_or("", |(folder, _)| folder) == folder);
        Some(beside.unwrap_or(first))
    }
}

/// What the path of a page may leave out.
const PAGE_ENDINGS: [&str; 5] = ["", ".md", "/index.md", "/_index.md", "/README.md"];

/// A path as seen from a folder, without `.` and `..`; `None` where it leads out.
pub(super) fn tidy(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn depth(path: &str) -> usize {
    path.matches('/').count()
}

/// A path of the content folder as a page links to it.
pub(super) fn link_to(path: &str, page: &str) -> String {
    ContentPath::new(path).destination_from(ContentPath::new(page).folder())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_nearest_file() {
        let paths = ["a/One.md", "b/one.md", "two words.md", "b/c/pic.png", "a/pic.png"];
        let names = FileNames::new(paths.iter().map(|path| (*path).to_owned()));
        for (wanted, page, found) in [
            ("one", "x.md", Some("a/One.md")),
            ("ONE", "b/x.md", Some("b/one.md")),
            ("b/one", "x.md", Some("b/one.md")),
            ("one.md", "b/x.md", Some("b/one.md")),
            ("Two Words", "b/x.md", Some("two words.md")),
            ("pic.png", "x.md", Some("a/pic.png")),
            ("pic", "x.md", None),
            ("c/one", "x.md", None),
        ] {
            assert_eq!(names.find(wanted, page), found, "{wanted}");
        }
        assert_eq!(link_to("two words.md", "a/b/x.md"), "../../two%20words.md");
    }
}
