//! Names of files in the new content folder: clean on every system, and each once.

use std::collections::HashSet;

/// Letters that some systems do not allow in names.
const FORBIDDEN: [char; 9] = ['<', '>', ':', '"', '|', '?', '*', '\\', '/'];

/// Longest name in bytes, so that an ending and a number fit.
const LONGEST: usize = 180;

/// A path without what some system does not allow, and without `.` and `..`: it stays inside the folder.
pub(super) fn clean_path(path: &str) -> String {
    let parts = path.split('/').filter(|part| !matches!(*part, "" | "." | ".."));
    parts.map(clean_name).collect::<Vec<_>>().join("/")
}

fn clean_name(name: &str) -> String {
    let clean: String = name
        .chars()
        .map(|letter| if letter.is_control() || FORBIDDEN.contains(&letter) { '-' } else { letter })
        .collect();
    let clean = clean.trim_start_matches(['.', ' ', '~']).trim_end_matches(['.', ' ']);
    let mut clean = if clean.is_empty() { "file".to_owned() } else { clean.to_owned() };
    if clean.len() > LONGEST {
        let ending =
            clean.rfind('.').filter(|dot| clean.len() - dot <= 10).map(|dot| clean.split_off(dot));
        let end = (0..=LONGEST.min(clean.len())).rev().find(|end| clean.is_char_boundary(*end));
        clean.truncate(end.unwrap_or(0));
        clean.push_str(&ending.unwrap_or_default());
    }
    clean
}

/// Paths that are given out, each to one file.
#[derive(Default)]
pub(crate) struct FreePaths {
    /// In lower case: some systems take `A` and `a` for one.
    taken: HashSet<String>,
}

impl FreePaths {
    /// The path itself if no file has it, else one with a number: `a-2.md`.
    pub(crate) fn take(&mut self, path: &str) -> String {
        let (stem, ending) = match path.rfind('.').filter(|dot| !path[*dot..].contains('/')) {
            Some(dot) => path.split_at(dot),
            None => (path, ""),
        };
        let numbered = (2..).map(|number| format!("{stem}-{number}{ending}"));
        let mut wanted = std::iter::once(path.to_owned()).chain(numbered);
        let free = wanted.find(|path| self.taken.insert(path.to_lowercase()));
        free.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_inside_and_is_allowed_everywhere() {
        for (path, clean) in [
            ("../../etc/passwd", "etc/passwd"),
            ("/a/./b?c=1.html", "a/b-c=1.html"),
            (".git/..", "git"),
            ("a/...", "a/file"),
            ("a\\b:c ", "a-b-c"),
        ] {
            assert_eq!(clean_path(path), clean, "{path}");
        }
        let long = format!("{}.html", "ü".repeat(200));
        assert!(clean_path(&long).len() < 200 && clean_path(&long).ends_with("ü.html"));
    }

    #[test]
    fn a_path_is_given_out_once() {
        let mut paths = FreePaths::default();
        let given = ["a.md", "A.md", "a.md", "b.c/d", "b.c/D"].map(|path| paths.take(path));
        assert_eq!(given, ["a.md", "A-2.md", "a-3.md", "b.c/d", "b.c/D-2"]);
    }
}
