//! Names that every system can unpack.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::site::portable_path;

/// Characters of a path in the package at most: Windows ends at 260, and the folder above takes some.
const LONGEST: usize = 180;

/// What keeps the files of a package from being unpacked everywhere. `folder` is the one that holds them.
pub(crate) fn problems(folder: &str, files: &[String]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut by_name: HashMap<String, &str> = HashMap::new();
    for file in files {
        let path = format!("{folder}/{}/{file}", super::SITE);
        let length = path.chars().count();
        if portable_path(file) != *file {
            found.push(problem(file, "Windows cannot hold its name"));
        } else if length > LONGEST {
            found.push(problem(file, &format!("its path has {length} characters, over {LONGEST}")));
        }
        if let Some(other) = by_name.insert(file.to_lowercase(), file) {
            found.push(problem(file, &format!("`{other}` differs in capitals only")));
        }
    }
    found
}

fn problem(file: &str, why: &str) -> Diagnostic {
    let message = format!("`{file}` cannot be unpacked everywhere: {why}");
    Diagnostic::new(Code::PackageName, message).help("give the file or its page another name")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_some_system_cannot_hold_are_reported() {
        let found = |files: &[&str]| {
            let files: Vec<String> = files.iter().map(|file| (*file).to_owned()).collect();
            problems("guide", &files).into_iter().map(|problem| problem.message).collect::<Vec<_>>()
        };
        assert!(found(&["index.html", "a/Index.html"]).is_empty());
        for (files, why) in [
            (&["aux.html"][..], "Windows"),
            (&["a/what?.pdf"], "Windows"),
            (&["a.pdf "], "Windows"),
            (&["Map.pdf", "map.pdf"], "`Map.pdf` differs in capitals only"),
        ] {
            let problems = found(files);
            assert_eq!(problems.len(), 1, "{problems:?}");
            assert!(problems[0].contains(why), "{problems:?}");
        }
        let long = "x".repeat(170);
        assert!(found(&[&long])[0].ends_with("its path has 181 characters, over 180"));
        assert!(found(&[&long[1..]]).is_empty());
    }
}
