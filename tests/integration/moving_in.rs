//! A small folder for each tool that people come from, with a page for each of its marks: `tests/sites/moving-in`.
//!
//! Each has what a build says and what its pages show in `expected.txt`. `FIELDGUIDE_BLESS=1 cargo test --test integration
//! moving_in` writes these anew; read the difference before you commit it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::support::{Site, repository, tree};

const BUILD: [&str; 5] = ["build", "--format", "short", "--content", "content"];

/// Makes a test of each folder.
macro_rules! tools {
    ($($name:ident)*) => {
        const TOOLS: &[&str] = &[$(stringify!($name)),*];

        $(
            #[test]
            fn $name() {
                check(stringify!($name));
            }
        )*
    };
}

tools! { docusaurus hugo jekyll mdbook mkdocs myst none obsidian vitepress zola }

fn folder() -> PathBuf {
    repository().join("tests/sites/moving-in")
}

#[test]
fn every_folder_is_in_the_list() {
    let folders = fs::read_dir(folder()).expect("there are folders");
    let mut names: Vec<String> = folders
        .map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(TOOLS, names, "the list in tests/integration/moving_in.rs");
}

/// A copy of the folder for a tool, as the whole of a repository.
fn copy(name: &str) -> Site {
    let site = Site::new().file(".git/HEAD", "");
    for (path, bytes) in tree(&folder().join(name)) {
        if path != "expected.txt" {
            site.write(&path, bytes);
        }
    }
    site
}

fn check(name: &str) {
    let site = copy(name);
    let ran = site.run(&[&BUILD[..], &["--quiet"]].concat()).fine();
    let made = shown(&site, &ran.err);
    let expected = folder().join(name).join("expected.txt");
    if std::env::var_os("FIELDGUIDE_BLESS").is_some() {
        fs::write(&expected, &made).expect("it can be written");
    }
    compare(&expected, &made);
    let files = site.tree();
    let published: Vec<&String> = holding("secretive", &files);
    assert!(published.is_empty(), "what nobody should see is in {published:?}");
    if site.root().join("content/held").exists() {
        site.run(&[&BUILD[..], &["--drafts"]].concat()).fine();
        assert!(!holding("secretive", &site.tree()).is_empty(), "`--drafts` shows it");
    }
}

/// The files that hold a word.
fn holding<'f>(word: &str, files: &'f BTreeMap<String, Vec<u8>>) -> Vec<&'f String> {
    let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(word);
    files.iter().filter(|(_, bytes)| holds(bytes)).map(|(path, _)| path).collect()
}

/// What a build said, and the article of each page.
fn shown(site: &Site, report: &str) -> String {
    let mut shown = report.to_owned();
    for (path, bytes) in site.tree() {
        let html = String::from_utf8_lossy(&bytes);
        let article =
            html.split_once("<article>").and_then(|(_, rest)| rest.split_once("</article>"));
        if let Some((article, _)) = article.filter(|_| path.ends_with(".html")) {
            let lines = article.lines().map(str::trim_end).filter(|line| !line.is_empty());
            let text: Vec<&str> = lines.collect();
            let _ = write!(shown, "\n== {path}\n{}\n", text.join("\n"));
        }
    }
    shown
}

/// Fails at the first line that differs.
fn compare(path: &Path, made: &str) {
    let expected = fs::read_to_string(path).unwrap_or_default();
    let mut lines = expected.lines().zip(made.lines()).enumerate();
    if let Some((at, (expected, made))) = lines.find(|(_, (expected, made))| expected != made) {
        let place = format!("{}:{}", path.display(), at + 1);
        panic!(
            "{place}\nexpected {expected}\nmade     {made}\nIf the build is right, run this test with \
             FIELDGUIDE_BLESS=1."
        );
    }
    assert_eq!(expected.len(), made.len(), "{}: the number of bytes", path.display());
}

#[test]
fn prose_that_looks_like_a_mark_stays_prose() {
    for name in TOOLS {
        let text = fs::read(folder().join("none/content/prose.md")).expect("it is there");
        let site = copy(name).file("content/prose.md", text);
        let ran = site.run(&BUILD).fine();
        let told: Vec<&str> =
            ran.err.lines().filter(|line| line.contains("content/prose.md")).collect();
        let told: Vec<&&str> = told.iter().filter(|line| line.contains("not-understood")).collect();
        assert!(told.is_empty(), "{name}: {told:?}");
    }
}
