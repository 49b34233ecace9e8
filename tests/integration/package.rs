//! `fieldguide package`: the site as one file for people without network.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use super::support::Site;

fn garden() -> Site {
    Site::new()
        .file("fieldguide.yaml", "title: Garden & Shed\nbase_url: https://garden.example/\n")
        .file(
            "content/index.md",
            "---\ntitle: Garden\ndate: 2027-02-01\n---\n\nWater the [beans](beds/beans.md).\n",
        )
        .file("content/beds/beans.md", "---\ntitle: Beans\ndate: 2027-03-05\n---\n\nSow in May.\n")
        .file("content/plan.txt", "A plan.\n")
        .file("LICENSE", "Free for gardens.\n")
}

/// The files of a package by their paths, as Debian's unzip finds them.
fn unpacked(site: &Site, package: &str) -> BTreeMap<String, Vec<u8>> {
    let folder = site.root().join("unpacked");
    let _ = fs::remove_dir_all(&folder);
    let archive =
        rawzip::ZipArchive::from_slice(fs::read(site.root().join(package)).expect("it is there"));
    let archive = archive.expect("it is a Zip archive");
    let mut entries = archive.entries();
    let mut files = BTreeMap::new();
    while let Some(entry) = entries.next_entry().expect("it is whole") {
        let path = entry.file_path().try_normalize().expect("it is a path").as_ref().to_owned();
        let size = usize::try_from(entry.uncompressed_size_hint()).expect("it is small");
        let packed = archive.get_entry(entry.wayfinder()).expect("it is there").data().to_owned();
        let mut bytes = vec![0; size];
        let unpacked = libdeflater::Decompressor::new().deflate_decompress(&packed, &mut bytes);
        assert_eq!(unpacked.expect("it is deflated"), size, "{path}");
        files.insert(path, bytes);
    }
    for (path, bytes) in &files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("there is room");
        fs::write(path, bytes).expect("there is room");
    }
    files
}

#[test]
fn a_package_has_the_site_a_page_to_start_with_and_sums_that_are_right() {
    let site = garden();
    let ran = site.run(&["package"]).fine();
    assert!(ran.err.contains("garden-shed-2027-03-05.zip"), "{}", ran.err);
    let files = unpacked(&site, "garden-shed-2027-03-05.zip");
    let text = |name: &str| {
        let bytes = &files[&format!("garden-shed-2027-03-05/{name}")];
        String::from_utf8(bytes.clone()).expect("it is text")
    };
    assert!(text("START-HERE.html").contains("href=\"site/index.html\">Garden &amp; Shed</a>"));
    assert!(text("READ-ME.txt").contains("\r\nUnpack this folder first"));
    assert!(text("READ-ME.txt").contains("https://garden.example/"));
    assert_eq!(text("LICENSE.txt"), "Free for gardens.\n");
    assert!(text("site/beds/beans.html").contains("Sow in May."));
    assert_eq!(text("site/plan.txt"), "A plan.\n");
    assert!(!files.keys().any(|path| path.contains(".fieldguide")), "{:?}", files.keys());
    let sums = text("SHA256SUMS");
    assert_eq!(sums.lines().count() + 1, files.len(), "each but itself");
    let check = Command::new("sha256sum")
        .args(["--check", "--strict", "--quiet", "SHA256SUMS"])
        .current_dir(site.root().join("unpacked/garden-shed-2027-03-05"))
        .status();
    assert!(check.expect("it is part of every Linux").success());
}

#[test]
fn the_same_site_gives_the_same_bytes_whatever_stands_beside_it() {
    let site = garden();
    site.run(&["package", "--output", "one.zip"]).fine();
    site.write("public/mine.txt", "Not of the site.");
    site.run(&["package", "--output", "two.zip"]).fine();
    let bytes = |name: &str| fs::read(site.root().join(name)).expect("it is there");
    assert_eq!(bytes("one.zip"), bytes("two.zip"));
    site.run(&["package", "--output", "three.zip", "--date", "2027-04-01"]).fine();
    assert!(
        unpacked(&site, "three.zip").keys().all(|path| path.starts_with("garden-shed-2027-04-01/"))
    );
}

#[test]
fn a_package_opens_files_from_a_disk_although_the_site_has_addresses_of_folders() {
    let site = garden();
    let settings = "title: Garden\nurls: directories\n";
    let site = site.file("fieldguide.yaml", settings);
    site.run(&["build"]).fine();
    site.run(&["package", "--output", "garden.zip"]).fine();
    let files = unpacked(&site, "garden.zip");
    assert!(files.contains_key("garden-2027-03-05/site/beds/beans.html"), "{:?}", files.keys());
    assert!(site.root().join("public/beds/beans/index.html").exists(), "the site is as it was");
    let left: Vec<_> = fs::read_dir(site.root()).expect("a folder").flatten().collect();
    assert!(!left.iter().any(|it| it.file_name().to_string_lossy().contains(".site")), "{left:?}");
}

#[test]
fn what_cannot_be_packed_is_reported_and_nothing_is_written() {
    let site = garden().file(&format!("content/{}.pdf", "x".repeat(180)), "A plan.\n");
    let ran = site.run(&["package", "--output", "garden.zip"]);
    ran.fails(1).says("error[package-name]").says("over 180");
    assert!(!site.root().join("garden.zip").exists());
    let site = garden().file("content/beds/beans.md", "[No](nowhere.md)\n");
    site.run(&["package", "--output", "garden.zip"]).fails(1);
    assert!(!site.root().join("garden.zip").exists());
    site.run(&["package", "--date", "May"]).fails(2);
}
