//! Lists that are too long for one page.

use std::collections::BTreeSet;

use super::serving::{clean_build, serve};
use super::support::Site;

/// Notes on the site: two full pages of a list and three more.
const NOTES: usize = 1003;

const SETTINGS: &str = "title: Wiki\nbase_url: https://wiki.example/\n\
    vocabularies:\n  settings:\n    values: {hospital: In hospital, home: At home}\n\
    collections:\n  notes:\n    fields:\n      setting: {type: one-of, vocabulary: settings}\n    group_by: setting\n";

/// A collection with all notes, of which all but 100 are set in a hospital.
fn notes() -> Site {
    let site = Site::new()
        .file("fieldguide.yaml", SETTINGS)
        .file("content/index.md", "# Wiki\n\nAll [notes](notes/index.md).\n")
        .file(
            "content/notes/index.md",
            "---\ntitle: All notes\ndescription: What is known.\n---\n\nRead the [first](note-0001.md).\n",
        );
    for number in 1..=NOTES {
        write_note(&site, number, "Nothing new.");
    }
    site
}

fn write_note(site: &Site, number: usize, text: &str) {
    let setting = if number <= 100 { "home" } else { "hospital" };
    let text =
        format!("---\ntitle: Note {number:04}\nsetting: {setting}\ntags: [any]\n---\n\n{text}\n");
    site.write(&format!("content/notes/note-{number:04}.md"), text);
}

/// The notes that a page of a list links to as entries, in its order.
fn entries(html: &str) -> Vec<&str> {
    let heads = html.split("class=\"entry-title\"><a href=\"").skip(1);
    heads
        .map(|rest| &rest[rest.find("\">").map_or(0, |at| at + 2)..rest.find("</a>").unwrap_or(0)])
        .collect()
}

/// The addresses in the navigation from page to page, as the page writes them.
fn list_links(html: &str) -> Vec<&str> {
    let from = html.find("<nav class=\"list-pages\"").expect("the pages of the list are linked");
    let nav = &html[from..from + html[from..].find("</nav>").expect("it ends")];
    nav.split("href=\"").skip(1).map(|rest| &rest[..rest.find('"').unwrap_or(0)]).collect()
}

#[test]
fn a_long_list_continues_on_further_pages() {
    let site = notes();
    site.build().fine();
    each_entry_stands_on_one_page(&site);
    the_pages_lead_to_each_other_and_can_be_told_apart(&site);
    filters_lead_to_the_search_for_all_of_the_list(&site);
}

fn each_entry_stands_on_one_page(site: &Site) {
    for (pages, groups) in [
        (["notes/index.html", "notes/page-2.html", "notes/page-3.html"], true),
        (["tags/any.html", "tags/any/page-2.html", "tags/any/page-3.html"], false),
    ] {
        let pages = pages.map(|page| site.published(page));
        let on = pages.each_ref().map(|page| entries(page));
        assert_eq!(on.each_ref().map(Vec::len), [500, 500, 3]);
        let all: Vec<&str> = on.concat();
        assert_eq!(
            all.iter().collect::<BTreeSet<_>>().len(),
            NOTES,
            "each note stands on one page"
        );
        if groups {
            assert_eq!(
                (all[0], all[NOTES - 100]),
                ("Note 0101", "Note 0001"),
                "hospital comes first"
            );
            let has_group = |page: &String, label: &str| page.contains(&format!("\">{label}</h2>"));
            assert_eq!(
                pages.each_ref().map(|page| has_group(page, "In hospital")),
                [true, true, false]
            );
            assert_eq!(
                pages.each_ref().map(|page| has_group(page, "At home")),
                [false, true, true]
            );
        }
    }
    let of_value = site.published("settings/hospital.html");
    assert_eq!(entries(&of_value).len(), 500);
    assert_eq!(
        list_links(&of_value),
        [
            "../settings/hospital.html",
            "../settings/hospital/page-2.html",
            "../settings/hospital/page-2.html"
        ]
    );
    let short = site.published("settings/home.html");
    assert!(!short.contains("list-pages") && !short.contains("Page 1"), "{short}");
}

fn the_pages_lead_to_each_other_and_can_be_told_apart(site: &Site) {
    let first = site.published("notes/index.html");
    assert_eq!(
        list_links(&first),
        [
            "../notes/index.html",
            "../notes/page-2.html",
            "../notes/page-3.html",
            "../notes/page-2.html"
        ]
    );
    let second = site.published("notes/page-2.html");
    assert_eq!(
        list_links(&second),
        [
            "../notes/index.html",
            "../notes/index.html",
            "../notes/page-2.html",
            "../notes/page-3.html",
            "../notes/page-3.html"
        ]
    );
    assert!(second.contains("aria-label=\"Page 2 of 3\" aria-current=\"page\">2</a>"), "{second}");
    assert!(second.contains("<title>Page 2 of 3, All notes, Wiki</title>"), "{second}");
    assert!(second.contains("rel=\"canonical\" href=\"https://wiki.example/notes/page-2.html\""));
    assert!(first.contains("rel=\"canonical\" href=\"https://wiki.example/notes/index.html\""));
    // What belongs to the list as a whole stands on its first page.
    for once in ["name=\"description\"", "Read the ", "application/ld+json"] {
        assert!(first.contains(once) && !second.contains(once), "{once}");
    }
    let sitemap = site.published("sitemap.xml");
    assert!(sitemap.contains("/notes/index.html<") && !sitemap.contains("page-2"));
}

fn filters_lead_to_the_search_for_all_of_the_list(site: &Site) {
    let second = site.published("notes/page-2.html");
    let link = "href=\"../search.html?f.collection=notes&amp;f.setting=hospital\"";
    let link = if second.contains(link) { link } else { &link.replace("&amp;", "&") };
    assert!(
        second.contains(&format!(
            "{link}><span>In hospital</span> <span class=\"filter-count\">903</span>"
        )),
        "{second}"
    );
    assert!(
        !second.contains("data-list-filters") && !second.contains("data-values"),
        "no script narrows one page"
    );
    let filters = ["--filter", "collection=notes", "--filter", "setting=hospital"];
    let found = site.run(&[&["search", "", "--json"], &filters[..]].concat()).fine();
    assert!(found.out.starts_with("{\"total\":903,"), "{}", found.out);
}

#[test]
fn a_page_of_a_list_that_is_needed_no_more_is_gone_and_the_others_stay() {
    let site = notes();
    site.build().fine();
    write_note(&site, 7, "Something new.");
    site.build().fine();
    assert_eq!(entries(&site.published("notes/page-3.html")).len(), 3);
    for number in [1001, 1002, 1003] {
        std::fs::remove_file(site.root().join(format!("content/notes/note-{number}.md")))
            .expect("it is there");
    }
    site.build().fine();
    assert!(!site.root().join("public/notes/page-3.html").exists());
    assert_eq!(entries(&site.published("notes/page-2.html")).len(), 500);
    assert!(site.published("notes/page-2.html").contains("Page 2 of 2"));
}

#[test]
fn after_an_edit_the_pages_of_a_list_are_those_of_a_clean_build() {
    let site = notes();
    site.build().fine();
    let titled = |number: usize, title: &str| {
        let page = format!("---\ntitle: {title}\nsetting: hospital\ntags: [any]\n---\n\nText.\n");
        site.write(&format!("content/notes/note-{number:04}.md"), page);
        site.build().fine();
        let (_, made) = clean_build(&site, &["--quiet"]);
        let mut there = site.tree();
        there.retain(|path, _| !path.starts_with('.'));
        assert!(made.expect("it goes well") == there, "{title}");
    };
    titled(1003, "The last note");
    assert!(site.published("notes/page-2.html").contains("The last note"));
    // The list has other pages around it, which stay as they were.
    site.write("content/index.md", "# Wiki\n\nOther words.\n");
    titled(700, "Note 0700, told again");
    assert!(site.published("notes/page-2.html").contains("Note 0700, told again"));
}

#[test]
fn a_long_section_is_divided_too_and_its_pages_have_addresses_of_the_style_of_the_site() {
    let site = Site::new()
        .file("fieldguide.yaml", "title: Wiki\nurls: directories\n")
        .file("content/index.md", "# Wiki\n");
    for number in 1..=501 {
        site.write(&format!("content/note-{number}.md"), format!("# Note {number:03}\n\nText.\n"));
        site.write(
            &format!("content/a/note-{number}.md"),
            format!("# Other {number:03}\n\nText.\n"),
        );
    }
    site.build().fine();
    assert_eq!(entries(&site.published("a/page-2/index.html")), ["Other 501"]);
    assert_eq!(
        list_links(&site.published("a/page-2/index.html")),
        ["../../a/", "../../a/", "../../a/page-2/"]
    );
    // The home page of a site without collections lists what is at the top: the section, then the pages.
    assert_eq!(entries(&site.published("index.html")).len(), 500);
    let second = site.published("page-2/index.html");
    assert_eq!(entries(&second), ["Note 500", "Note 501"]);
    assert!(second.contains("<body class=\"kind-section\">"), "{second}");

    // What an author has at such an address stays there.
    site.write("content/a/page-2.md", "# Mine\n\nText.\n");
    site.write("content/note-1.md", "---\naliases: [/page-2/]\n---\n\n# Note 001\n\nText.\n");
    site.build().fine();
    assert!(site.published("a/page-2/index.html").contains(">Mine</h1>"));
    assert_eq!(entries(&site.published("a/list-page-2/index.html")), ["Other 500", "Other 501"]);
    assert!(site.published("page-2/index.html").contains("note-1/"));
    assert_eq!(entries(&site.published("list-page-2/index.html")), ["Note 500", "Note 501"]);
}

#[test]
fn the_server_has_the_further_pages_of_a_list() {
    let site = notes();
    let serving = serve(&site);
    let (head, body) = serving.get("/notes/page-3.html");
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert_eq!(entries(&body).len(), 3);
    assert!(serving.get("/notes/page-4.html").0.starts_with("HTTP/1.1 404"));
}
