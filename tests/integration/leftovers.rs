//! Files that are not meant to be published, and those that are although they look so.

use super::support::Site;

/// What programs and systems leave behind.
const LEFTOVERS: [&str; 16] = [
    "~$plan.docx",
    "a.bak",
    "a.md.orig",
    "a.md.swp",
    "a.md~",
    "a.tmp",
    "#a.md#",
    ".#a.md",
    ".~lock.a.odt#",
    "._a.png",
    ".DS_Store",
    "Thumbs.db",
    "desktop.ini",
    "in/Desktop.ini",
    "in/a.pdf.crdownload",
    "in/a.pdf.part",
];

#[test]
fn leftovers_are_left_out_and_counted() {
    let site = Site::new().file("content/index.md", "# Home\n\nText.\n");
    for name in LEFTOVERS {
        site.write(&format!("content/{name}"), "x");
    }
    site.write("content/.env", "x");
    site.write("content/.git/a.bak", "x");
    site.write("content/node_modules/a.js", "x");
    let number = format!("not published: {} leftover files of other programs", LEFTOVERS.len());
    site.run(&["check"]).fine().says(&number);
    site.build().fine().says(&number);
    site.build().fine().says(&number);
    let tree = site.tree();
    for name in LEFTOVERS {
        assert!(!tree.contains_key(name), "{name}");
    }
    assert!(!tree.keys().any(|path| path.contains(".env") || path.contains("node_modules")));
}

#[test]
fn hosts_find_their_files() {
    let names =
        [".well-known/security.txt", ".htaccess", ".nojekyll", "_headers", "_redirects", "CNAME"];
    let site = Site::new().file("content/index.md", "# Home\n\n[a](.well-known/security.txt)\n");
    for name in names {
        site.write(&format!("content/{name}"), "x");
    }
    let ran = site.run(&["build", "--strict"]).fine();
    assert!(!ran.err.contains("not published"), "{}", ran.err);
    let tree = site.tree();
    for name in names {
        assert!(tree.contains_key(name), "{name}");
    }
}

#[test]
fn the_settings_include_what_would_be_left_out() {
    let settings = "title: X\nfiles:\n  include: [.github/*.md, old/*.bak, .data]\n";
    let site = Site::new()
        .file("fieldguide.yaml", settings)
        .file("content/index.md", "# Home\n\n[a](old/a.bak) [b](.data/in/b.txt)\n")
        .file("content/.github/HELP.md", "# Help\n\nText.\n")
        .file("content/.github/other.txt", "x")
        .file("content/old/a.bak", "x")
        .file("content/other.bak", "x")
        .file("content/.data/in/b.txt", "x");
    site.build().fine().says("not published: 1 leftover file of other programs, first `other.bak`");
    let tree = site.tree();
    for path in ["old/a.bak", ".data/in/b.txt"] {
        assert!(tree.contains_key(path), "{path}: {:?}", tree.keys());
    }
    assert!(tree.keys().any(|path| path.ends_with("help.html")), "{:?}", tree.keys());
    assert!(!tree.keys().any(|path| path.ends_with("other.txt") || path.ends_with("other.bak")));
}
