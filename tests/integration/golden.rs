//! Whole small sites and the trees they make: `tests/sites/plain` makes `tests/sites/plain/expected`, and
//! `golden::plain` is its test.
//!
//! `FIELDGUIDE_BLESS=1 cargo test --test integration golden::` writes the trees anew; read the difference before you
//! commit it. What a hash in a file name says is left out, so that a color changes no tree.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::support::{Folder, Ran, program, repository, tree};

/// The text of each file of a site, by path.
type Tree = BTreeMap<String, String>;

/// Makes a test of each site.
macro_rules! sites {
    ($($name:ident)*) => {
        const SITES: &[&str] = &[$(stringify!($name)),*];

        $(
            #[test]
            fn $name() {
                check(stringify!($name));
            }
        )*
    };
}

sites! { cited components languages markdown notes plain rtl }

#[test]
fn every_small_site_is_in_the_list() {
    let folders = fs::read_dir(repository().join("tests/sites")).expect("there are sites");
    let mut names: Vec<String> = folders
        .map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned())
        .collect();
    // Those have a test of their own: `moving_in`.
    names.retain(|name| name != "moving-in");
    names.sort();
    assert_eq!(
        SITES, names,
        "the list in tests/integration/golden.rs, and the folders in tests/sites"
    );
}

fn check(name: &str) {
    let site = repository().join("tests/sites").join(name);
    let expected = site.join("expected");
    let made = build(&site);
    if std::env::var_os("FIELDGUIDE_BLESS").is_some() {
        bless(&expected, &made);
    }
    let expected = texts(&expected);
    let made_paths: Vec<&String> = made.keys().collect();
    let expected_paths: Vec<&String> = expected.keys().collect();
    assert_eq!(made_paths, expected_paths, "{name}: the files");
    for (path, text) in &expected {
        compare(&format!("tests/sites/{name}/expected/{path}"), text, &made[path]);
    }
}

/// Fails at the first line that differs.
fn compare(path: &str, expected: &str, made: &str) {
    let mut lines = expected.lines().zip(made.lines()).enumerate();
    if let Some((at, (expected, made))) = lines.find(|(_, (expected, made))| expected != made) {
        let number = at + 1;
        panic!(
            "{path}:{number}\nexpected {expected}\nmade     {made}\nIf the build is right, run this test with \
             FIELDGUIDE_BLESS=1."
        );
    }
    assert_eq!(expected.len(), made.len(), "{path}: the number of bytes");
}

/// What a build makes of a site, and what it says as `stderr.txt`. Hashes and the files of the theme are left out.
fn build(site: &Path) -> Tree {
    let output = Folder::new();
    let public = output.path().join("public");
    let mut build = program();
    build
        .current_dir(site)
        .args(["build", "--format", "short", "--quiet", "--output"])
        .arg(&public);
    let ran = Ran::of(build.output().expect("it starts"));
    let files = texts(&public).into_iter().map(|(path, text)| stable(&path, &text));
    files.chain([("stderr.txt".to_owned(), ran.err)]).collect()
}

fn texts(folder: &Path) -> Tree {
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    tree(folder).into_iter().map(|(path, bytes)| (path, text(bytes))).collect()
}

/// A file without what changes with the theme.
fn stable(path: &str, text: &str) -> (String, String) {
    let path = without_hash(path);
    if path.starts_with("assets/") && !path.ends_with(".txt") {
        return (path, "(of the theme)\n".to_owned());
    }
    let mut text = without_hash(text);
    if path == ".fieldguide-files" {
        // Its order is that of the names with their hashes.
        let mut lines: Vec<&str> = text.lines().collect();
        lines.sort_unstable();
        text = lines.join("\n");
    }
    (path, text)
}

fn bless(expected: &Path, made: &Tree) {
    let _ = fs::remove_dir_all(expected);
    for (path, text) in made {
        let path = expected.join(path);
        fs::create_dir_all(path.parent().expect("it lies inside")).expect("folders can be made");
        fs::write(path, text).expect("files can be written");
    }
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
