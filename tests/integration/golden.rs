//! Whole small sites and the trees they make: `tests/sites/<case>/expected`.
//!
//! `FIELDGUIDE_BLESS=1 cargo test golden` writes the trees anew; read the difference before you
//! commit it. What a hash in a file name says is left out, so that a colour changes no tree.

use std::collections::BTreeMap;
use std::fs;

use super::support::{Folder, Ran, program, repository, tree};

#[test]
fn small_sites_make_the_trees_they_should() {
    let sites = repository().join("tests/sites");
    let mut cases = 0;
    for case in fs::read_dir(&sites).expect("there are sites").flatten() {
        cases += 1;
        let name = case.file_name().to_string_lossy().into_owned();
        let output = Folder::new();
        let public = output.path().join("public");
        let ran = Ran::of(
            program()
                .current_dir(case.path())
                .args(["build", "--format", "short", "--quiet", "--output"])
                .arg(&public)
                .output()
                .expect("it starts"),
        );
        let mut made: BTreeMap<String, String> = BTreeMap::new();
        for (path, bytes) in tree(&public) {
            let path = without_hash(&path);
            let is_theme = path.starts_with("assets/") && !path.ends_with(".txt");
            let text =
                if is_theme { "(of the theme)\n".into() } else { String::from_utf8_lossy(&bytes) };
            let mut text = without_hash(&text);
            if path == ".fieldguide-files" {
                // Its order is that of the names with their hashes.
                let mut lines: Vec<&str> = text.lines().collect();
                lines.sort_unstable();
                text = lines.join("\n");
            }
            made.insert(path, text);
        }
        made.insert("stderr.txt".to_owned(), ran.err);
        let expected = case.path().join("expected");
        if std::env::var_os("FIELDGUIDE_BLESS").is_some() {
            let _ = fs::remove_dir_all(&expected);
            for (path, text) in &made {
                let path = expected.join(path);
                fs::create_dir_all(path.parent().expect("it lies inside"))
                    .expect("folders can be made");
                fs::write(path, text).expect("files can be written");
            }
        }
        let expected: BTreeMap<String, String> = tree(&expected)
            .into_iter()
            .map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned()))
            .collect();
        let made_paths: Vec<&String> = made.keys().collect();
        let expected_paths: Vec<&String> = expected.keys().collect();
        assert_eq!(made_paths, expected_paths, "{name}: the files");
        for (path, text) in &expected {
            assert_eq!(&made[path], text, "{name}: {path}");
        }
    }
    assert!(cases >= 3, "{cases} sites");
}

/// `main-0f3a5b7c9d.css` as `main-HASH.css`.
fn without_hash(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('-') {
        let after = &rest[at + 1..];
        let digits = after.chars().take_while(char::is_ascii_hexdigit).count();
        plain.push_str(&rest[..=at]);
        let is_hash = digits == 10 && after[digits..].starts_with('.');
        if is_hash {
            plain.push_str("HASH");
        }
        rest = if is_hash { &after[digits..] } else { after };
    }
    plain + rest
}
