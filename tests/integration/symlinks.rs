//! Pages that are symbolic links, and commands that edit them.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use super::support::Site;

fn link(site: &Site, target: &str, path: &str) {
    let path = site.root().join(path);
    fs::create_dir_all(path.parent().expect("it lies inside")).expect("folders can be made");
    symlink(target, path).expect("links can be made");
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).expect("it is there")
}

#[test]
fn an_edit_of_a_link_goes_to_the_file_that_it_leads_to() {
    let site = Site::new()
        .file("fieldguide.yaml", "title: X\nlanguages: [en, de]\n")
        .file("content/new.md", "---\naliases: [/old.html]\n---\n# New\n\nText.\n")
        .file("content/new.de.md", "# Neu\n\nText.\n")
        .file("content/parts/text.txt", "# A\n\n[new](/old.html)\n")
        .file("content/parts/de.txt", "# A\n\nText.\n");
    link(&site, "parts/text.txt", "content/a.md");
    link(&site, "parts/de.txt", "content/a.de.md");
    site.run(&["check", "--fix", "--yes"]).says("1 problem fixed in 1 file");
    assert!(text(&site.root().join("content/parts/text.txt")).contains("(new.md)"));
    site.run(&["translated", "content/a.de.md"]).fine();
    assert!(text(&site.root().join("content/parts/de.txt")).contains("translation:"));
    for name in ["a.md", "a.de.md"] {
        assert!(site.root().join("content").join(name).is_symlink(), "{name}");
    }
}

#[test]
fn two_pages_in_one_file_are_fixed_once() {
    let site = Site::new()
        .file("content/new.md", "---\naliases: [/old.html]\n---\n# New\n\nText.\n")
        .file("content/a.md", "# A\n\n[new](/old.html)\n");
    link(&site, "../a.md", "content/sub/a.md");
    site.run(&["check", "--fix", "--yes"]);
    assert_eq!(text(&site.root().join("content/a.md")), "# A\n\n[new](new.md)\n");
    assert!(site.root().join("content/sub/a.md").is_symlink());
}

#[test]
fn a_content_folder_that_somebody_names_is_edited() {
    let site = Site::new()
        .file("site/fieldguide.yaml", "title: X\n")
        .file("notes/new.md", "---\naliases: [/old.html]\n---\n# New\n\nText.\n")
        .file("notes/a.md", "# A\n\n[new](/old.html)\n");
    let arguments = ["check", "--root", "site", "--content", "notes", "--fix", "--yes"];
    site.run(&arguments).says("1 problem fixed in 1 file");
    assert!(text(&site.root().join("notes/a.md")).contains("(new.md)"));
}

#[test]
fn nothing_is_written_where_a_link_leads_out_of_the_project() {
    let site = Site::new()
        .file("elsewhere/keep.txt", "")
        .file("elsewhere.yaml", "title: X\n")
        .file(
            "site/fieldguide.yaml",
            "collections:\n  talks: {}\n  notes: { folder: deep/notes }\n",
        )
        .file("site/content/a.md", "# A\n\nText.\n");
    link(&site, "../../elsewhere", "site/content/talks");
    let ran = site.run(&["new", "talks", "One", "--root", "site"]).fails(2);
    ran.says("`site/content/talks` leads out of the project, by a symbolic link");
    assert!(!site.root().join("elsewhere/one.md").exists());
    site.run(&["new", "notes", "One", "--root", "site"]).fine();
}
