//! Pages, files and comments that other tools would not publish.

use super::support::Site;

/// A page that says no more than a key.
fn page(key: &str) -> String {
    format!("---\n{key}\n---\nA secret.\n")
}

/// A site with a page of these keys each, and one that is published.
fn site_of(keys: &[&str]) -> Site {
    let site = Site::new().file("content/index.md", "# Home\n\nText.\n");
    for (number, key) in keys.iter().enumerate() {
        site.write(&format!("content/p{number}.md"), page(key));
    }
    site
}

/// How many of the pages are published.
fn published(site: &Site, pages: usize) -> usize {
    let tree = site.tree();
    (0..pages).filter(|number| tree.contains_key(&format!("p{number}.html"))).count()
}

#[test]
fn keys_of_other_tools_hold_pages_back() {
    let drafts = [
        "published: false",
        "Published: false",
        "publish: false",
        "dg-publish: false",
        "Draft: true",
        "status: draft",
        "status: Private",
        "publishDate: 2999-01-01",
        "publishdate: 2999-01-01T08:00:00+02:00",
        "publish_date: 2999-01-01",
        "PubDate: 2999-01-01",
        "published: 2999-01-01",
        "published: true\npublish: false",
        "published: \"false\"",
        "publish: 'no'",
        "headless: true",
    ];
    let site = site_of(&drafts);
    let ran = site.run(&["build", "--strict"]).fine();
    assert_eq!(published(&site, drafts.len()), 0);
    assert!(site.tree().values().all(|file| !String::from_utf8_lossy(file).contains("secret")));
    assert_eq!(ran.err.matches("not published: ").count(), 1, "{}", ran.err);
    ran.says("not published: 16 pages: `published: false` in ")
        .says("`publish: false` in 2, first in content/p12.md:3:1");
    site.run(&["check", "--strict"]).fine().says("not published: 16 pages: ");
    site.run(&["build", "--strict"]).fine().says("not published: 16 pages: ");
    let ran = site.run(&["build", "--strict", "--drafts"]).fine();
    assert_eq!(published(&site, drafts.len()), drafts.len());
    assert!(!ran.err.contains("not published"), "{}", ran.err);
}

#[test]
fn what_cannot_be_read_holds_a_page_back() {
    let unclear =
        ["draft: perhaps", "published: perhaps", "publishDate: soon", "expiryDate: never"];
    let site = site_of(&unclear);
    site.run(&["build"]).fine().says("not published: 4 pages: ");
    assert_eq!(published(&site, unclear.len()), 0);
    site.run(&["check"]).fails(1).says("error[wrong-type]");
}

#[test]
fn a_last_day_of_another_tool_is_one() {
    let expired =
        ["expiryDate: 2020-01-01", "unpublishdate: 2020-01-01", "Expiry_Date: 2020-01-01"];
    let site = site_of(&expired);
    site.run(&["build", "--strict"])
        .fine()
        .says("not published: 3 pages: `expiryDate` in content/p0.md:2:1; ");
    assert_eq!(published(&site, expired.len()), 0);
    site.run(&["build", "--strict", "--drafts"]).fine().says("not published: 3 pages: ");
    assert_eq!(published(&site, expired.len()), 0);
}

#[test]
fn what_says_nothing_against_it_is_published() {
    let shown = [
        "published: true",
        "publish: true",
        "draft: false\npublished: true",
        "publishDate: 2020-01-01",
        "published: 2020-01-01",
        "expiryDate: 2999-01-01",
        "publish:",
    ];
    let site = site_of(&shown);
    let ran = site.run(&["build", "--strict"]).fine();
    assert_eq!(published(&site, shown.len()), shown.len());
    assert!(!ran.err.contains("not published"), "{}", ran.err);
    // Other words of `status` are their author's.
    let site = site_of(&["status: in review"]);
    site.run(&["build"]).fine().says("there is no key `status`");
    assert_eq!(published(&site, 1), 1);
}

#[test]
fn a_collection_that_declares_such_a_key_has_it_to_itself() {
    let site = Site::new()
        .file(
            "fieldguide.yaml",
            "title: X\ncollections:\n  talks:\n    fields:\n      published: { type: string }\n      \
             publish: { type: boolean }\n      expiryDate: { type: date }\n      to: { type: relation, to: notes, \
             inverse: status }\n  notes: {}\n  papers: {}\n",
        )
        .file("content/talks/a.md", "---\npublished: maybe\npublish: false\nexpiryDate: 2020-01-01\n---\nText.\n")
        .file("content/notes/b.md", "---\nstatus: [a]\n---\nText.\n")
        .file("content/papers/c.md", page("published: false"));
    let ran = site.run(&["build", "--strict"]).fine();
    ran.says("not published: 1 page: `published: false` in content/papers/c.md:2:1");
    let tree = site.tree();
    assert!(tree.contains_key("talks/a.html") && tree.contains_key("notes/b.html"));
    assert!(!tree.contains_key("papers/c.html"));
}

#[test]
fn folders_of_drafts_hold_pages_and_files_back() {
    let site = Site::new()
        .file("fieldguide.yaml", "title: X\ncollections:\n  talks:\n    fields:\n      by: { type: string, required: true }\n")
        .file("content/index.md", "# Home\n\nText.\n")
        .file("content/_drafts/a.md", "# A\n\nA secret.\n")
        .file("content/_drafts/secret.txt", "A secret.")
        .file("content/talks/_drafts/deep/b.md", "# B\n\nA secret.\n");
    let ran = site.run(&["build", "--strict"]).fine();
    ran.says("not published: 2 pages: `_drafts/` in 2, first in content/_drafts/a.md:1:1; 1 file in `_drafts/`");
    assert!(site.tree().keys().all(|path| !path.contains("_drafts")));
    assert!(site.tree().values().all(|file| !String::from_utf8_lossy(file).contains("secret")));
    site.write("content/index.md", "# Home\n\n[a](_drafts/a.md) [s](_drafts/secret.txt)\n");
    site.run(&["check", "--format", "short"])
        .fails(1)
        .says("content/index.md:3:1: error[broken-link]: the page `_drafts/a.md` is a draft")
        .says(
            "content/index.md:3:19: error[broken-link]: the file `_drafts/secret.txt` is a draft",
        );
    site.run(&["build", "--drafts"]).fails(1).says("needs the field `by`");
    site.write("content/talks/_drafts/deep/b.md", "---\nby: Kim\n---\n# B\n\nText.\n");
    site.run(&["build", "--drafts", "--strict"]).fine();
    assert!(site.tree().contains_key("_drafts/secret.txt"));
    assert!(site.tree().contains_key("talks/_drafts/deep/b.html"));
}

#[test]
fn a_collection_that_has_such_a_folder_publishes_it() {
    let site = Site::new()
        .file("fieldguide.yaml", "title: X\ncollections:\n  works:\n    folder: _drafts\n")
        .file("content/_drafts/a.md", "# A\n\nText.\n")
        .file("content/_drafts/_drafts/b.md", "# B\n\nText.\n");
    site.run(&["build", "--strict"]).fine().says("not published: 1 page: ");
    assert!(site.tree().contains_key("_drafts/a.html"));
}

#[test]
fn translations_are_held_back_as_drafts_are() {
    let site = Site::new()
        .file(
            "fieldguide.yaml",
            "title: X\nlanguages: [en, de]\nchecks: { untranslated-words: off }\n",
        )
        .file("content/a.md", page("published: false"))
        .file("content/a.de.md", "# A\n\nGeheim: secret.\n")
        .file("content/b.md", "# B\n\nText.\n")
        .file("content/b.de.md", page("publish: false"))
        .file("content/de/_drafts/c.md", "# C\n\nA secret.\n");
    site.run(&["build"]).fine().says("not published: 3 pages: ");
    let tree = site.tree();
    assert!(tree.values().all(|file| !String::from_utf8_lossy(file).contains("secret")));
    assert!(tree.contains_key("b.html") && tree.contains_key("de/b.html"), "it falls back");
}

#[test]
fn comments_of_other_tools_keep_a_site_from_being_published() {
    let text = "# A\n\nOpen %%secret%% text, 100%% of it.\n\n%%\nA secret.\n\n- more\n%%\n\n\
                {% comment %}\nsecret\n{% endcomment %}\n\n`%%code%%`\n";
    let site = Site::new().file("fieldguide.yaml", "title: X\n").file("content/a.md", text);
    let ran = site.run(&["build", "--format", "short"]).fails(1);
    let problems: Vec<&str> =
        ran.err.lines().filter_map(|line| line.split(": error[").next()).collect();
    assert_eq!(problems[..3], ["content/a.md:3:6", "content/a.md:5:1", "content/a.md:11:1"]);
    assert!(!site.root().join("public/a.html").exists());
    // As comments of HTML, they are not even in the source of the page.
    site.run(&["check", "--fix", "--yes"]).fine().says("3 problems fixed in 1 file");
    site.run(&["build", "--strict"]).fine();
    let page = site.published("a.html");
    assert!(!page.contains("secret") && !page.contains("<!-- "), "{page}");
    assert!(page.contains("100%% of it") && page.contains("<code>%%code%%</code>"), "{page}");
    assert!(site.tree().values().all(|file| !String::from_utf8_lossy(file).contains("secret")));
}
