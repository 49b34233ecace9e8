//! Where links lead, however authors write them.

use super::support::Site;

/// A site whose home page holds a text.
fn site_of(text: &str) -> Site {
    let home = format!("# Home\n\n{text}\n");
    Site::new().file("fieldguide.yaml", "title: X\n").file("content/index.md", home)
}

/// The values of an attribute in HTML, in order.
fn values<'h>(html: &'h str, attribute: &str) -> Vec<&'h str> {
    let open = format!(" {attribute}=\"");
    let parts = html.split(open.as_str()).skip(1);
    parts.filter_map(|part| part.split('"').next()).collect()
}

/// What stands in `main` of a published page.
fn main_of(site: &Site, page: &str) -> String {
    let html = site.published(page);
    let (_, main) = html.split_once("<main").expect("a page has a main part");
    main.split("</main>").next().unwrap_or_default().to_owned()
}

#[test]
fn what_follows_the_name_of_a_file_stays() {
    let site = site_of(
        "[Form](form.pdf#page=3) [Table](data.csv?v=2) [Both](<a b.pdf?x=1&y=2#page=4>) \
         [Page](other.md?print=1#part) [Own](?a=1#here) ![Sign](icons.svg#sign)\n\n\
         <a href=\"form.pdf?a=1&amp;b=2#page=5\">x</a> <video poster=\"icons.svg#still\" src=\"film.mp4#t=30\"></video>\
         <img alt=\"\" src=\"icons.svg?v=1#one\" srcset=\"icons.svg#two 2x, icons.svg?v=3 3x\">\n\n## Here\n",
    )
    .file("content/other.md", "# Other\n\n## Part\n\nText.\n")
    .file("content/form.pdf", "PDF")
    .file("content/a b.pdf", "PDF")
    .file("content/data.csv", "a,b\n1,2\n")
    .file("content/film.mp4", "film")
    .file("content/icons.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>");
    site.build().fine();
    let html = main_of(&site, "index.html");
    assert_eq!(
        values(&html, "href"),
        [
            "./other.html",
            "form.pdf#page=3",
            "data.csv?v=2",
            "a%20b.pdf?x=1&amp;y=2#page=4",
            "other.html?print=1#part",
            "index.html?a=1#here",
            "form.pdf?a=1&amp;b=2#page=5",
            "#here",
        ]
    );
    assert_eq!(values(&html, "src"), ["icons.svg#sign", "film.mp4#t=30", "icons.svg?v=1#one"]);
    assert_eq!(values(&html, "poster"), ["icons.svg#still"]);
    assert_eq!(values(&html, "srcset"), ["icons.svg#two 2x, icons.svg?v=3 3x"]);
}

#[test]
fn what_follows_the_name_of_a_file_stays_in_settings_fields_and_data() {
    let site = site_of("::: data-table data.csv?v=2 {caption=\"Numbers\"}")
        .file(
            "fieldguide.yaml",
            "title: X\nmenu:\n  - { label: Form, link: \"guides/form.pdf#page=3\" }\n  \
             - { label: Find, link: \"search.md?q=tea\" }\ntheme: { logo: \"icons.svg#logo\" }\n\
             footer: { text: \"[Terms](guides/form.pdf#page=9)\" }\n\
             collections: { guides: { fields: { note: { type: text } } } }\n",
        )
        .file("content/data.csv", "a,b\n1,2\n")
        .file(
            "content/icons.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>",
        )
        .file("content/guides/form.pdf", "PDF")
        .file("content/guides/a.md", "---\nnote: \"[Form](form.pdf#page=7)\"\n---\n# A\n\nText.\n");
    site.build().fine();
    let home = site.published("index.html");
    for address in
        ["guides/form.pdf#page=3", "search.html?q=tea", "guides/form.pdf#page=9", "data.csv?v=2"]
    {
        assert!(values(&home, "href").iter().any(|href| href.ends_with(address)), "{address}");
    }
    assert!(values(&home, "src").iter().any(|src| src.ends_with("icons.svg#logo")), "{home}");
    assert!(home.contains("CSV"), "the kind of the file");
    assert!(main_of(&site, "guides/a.html").contains("href=\"form.pdf#page=7\""));
}

#[test]
fn old_addresses_with_dots_are_folders() {
    let site = site_of("Text.").file(
        "content/new.md",
        "---\naliases: [/v1.2, /guides/4.x, /guides/4.x/setup/, /old.html, /OLD/a.HTM, /x.php]\n---\n# New\n\nText.\n",
    );
    site.build().fine();
    let tree = site.tree();
    for file in [
        "v1.2/index.html",
        "guides/4.x/index.html",
        "guides/4.x/setup/index.html",
        "old.html",
        "OLD/a.HTM",
        "x.php/index.html",
    ] {
        assert!(tree.contains_key(file), "{file}");
    }
}

#[test]
fn an_old_address_is_no_file_and_folder_at_once() {
    let site = site_of("Text.")
        .file("content/files.html/a.txt", "text")
        .file("content/new.md", "---\naliases: [/a.html, /a.html/b/, /c.html/d, /c.html, /files.html]\n---\n# New\n\nText.\n");
    site.build()
        .fails(1)
        .says("error[alias-conflict]: the address `/a.html/b/` lies below a file")
        .says("error[alias-conflict]: a folder lives at the address `/c.html`")
        .says("error[alias-conflict]: a folder lives at the address `/files.html`");
}

#[test]
fn the_page_of_an_old_address_leads_on_with_and_without_scripts() {
    let site = site_of("Text.")
        .file("content/new.md", "---\naliases: [/a/old.html]\n---\n# New\n\nText.\n");
    site.build().fine();
    let html = site.published("a/old.html");
    assert!(html.contains(
        "<noscript><meta http-equiv=\"refresh\" content=\"0; url=../new.html\"></noscript>"
    ));
    assert_eq!(values(&html, "data-to"), ["../new.html"]);
    let script = values(&html, "src")[0].trim_start_matches("../").to_owned();
    assert!(site.published(&script).contains("location.hash"));
}

#[test]
fn a_name_is_found_in_either_form_of_unicode() {
    // In the file system and in the texts, each name stands once composed and once with the mark apart.
    let site = site_of(
        "[One](übung.md) [Two](u\u{308}bung.md#u\u{308}ber-uns) [Three](<gru\u{308}n.pdf>) ![Four](grün.svg) \
         [Five](übung.md#ä) <a href=\"u%CC%88bung.md\">x</a>\n\n::: include übung.md#ä\n",
    )
    .file(
        "fieldguide.yaml",
        "title: X\nmenu: [{ label: Menu, link: übung.md }]\ncollections:\n  pläne:\n    folder: pläne\n    fields:\n      \
         next: { type: relation, to: pläne, cardinality: many-to-many }\n",
    )
    .file("content/u\u{308}bung.md", "# Übung\n\n## Über uns\n\nText.\n\n## Apart {#a\u{308}}\n\nText.\n")
    .file("content/grün.pdf", "PDF")
    .file("content/gru\u{308}n.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>")
    .file("content/pla\u{308}ne/fru\u{308}h.md", "---\nnext: [spät]\n---\n# A\n\nText.\n")
    .file("content/pläne/spät.md", "# B\n\nText.\n");
    site.build().fine();
    let tree = site.tree();
    for file in ["übung.html", "grün.pdf", "grün.svg", "pläne/früh.html", "pläne/spät.html"]
    {
        assert!(tree.contains_key(file), "{file}");
    }
    let html = main_of(&site, "index.html");
    let links = values(&html, "href").join(" ");
    for link in ["%C3%BCbung.html#über-uns", "gr%C3%BCn.pdf", "%C3%BCbung.html#a\u{308}"] {
        assert!(links.contains(link), "{link} in {links}");
    }
    assert_eq!(values(&html, "src"), ["gr%C3%BCn.svg"]);
}

#[cfg(target_os = "linux")]
#[test]
fn two_names_that_differ_only_in_their_form_are_a_conflict() {
    let site = site_of("Text.")
        .file("content/übung.md", "# A\n\nText.\n")
        .file("content/u\u{308}bung.md", "# B\n\nText.\n");
    let ran = site.build().fails(1).says("differ only in the form of their letters: NFC and NFD");
    assert_eq!(ran.err.matches("error[").count(), 1, "{}", ran.err);
}

#[test]
fn a_lone_index_in_any_case_is_the_page_of_its_folder() {
    for name in ["Index.md", "INDEX.md", "index.MD", "Index.markdown", "README.MD", "ReadMe.md"] {
        let site = Site::new()
            .file(&format!("content/{name}"), "# Welcome\n\n[Guides](guides/)\n")
            .file(
                &format!("content/guides/{name}"),
                format!("# Guides\n\n[Up](../{name}) [A](a.MD) [B](a)\n"),
            )
            .file("content/guides/a.MD", "# A\n\nText.\n");
        site.run(&["build", "--strict"]).fine();
        assert!(main_of(&site, "index.html").contains("Welcome"), "{name}");
        let html = main_of(&site, "guides/index.html");
        let links = values(&html, "href").join(" ");
        assert!(links.contains("../index.html a.html a.html"), "{name}: {links}");
    }
}

#[test]
fn an_index_comes_before_a_readme() {
    let site = Site::new()
        .file("content/Index.md", "# Welcome\n\nText.\n")
        .file("content/README.md", "# About\n\nText.\n");
    site.build().fine();
    assert!(main_of(&site, "index.html").contains("Welcome"));
    assert!(main_of(&site, "readme.html").contains("About"));
}

#[test]
fn names_that_differ_in_signs_have_addresses_of_their_own() {
    let names = ["C", "C++", "C#", "!", "!!", "~!", "F#"];
    let site = site_of("Text.");
    for name in names {
        site.write(
            &format!("content/{name}.md"),
            format!("---\ntitle: \"{name}\"\ntags: [\"{name}\"]\n---\nText.\n"),
        );
    }
    site.build().fine();
    let tree = site.tree();
    for slug in ["c", "c-plus-plus", "c-sharp", "exclamation-mark", "exclamation-mark-2", "f-sharp"]
    {
        assert!(tree.contains_key(&format!("{slug}.html")), "{slug}");
        assert!(tree.contains_key(&format!("tags/{slug}.html")), "tag {slug}");
    }
}

#[cfg(unix)]
#[test]
fn names_that_windows_cannot_hold_are_published_under_others() {
    let site = site_of(
        "[One](what%3F.txt) [Two](aux/con.txt) [Three](con.md) [Four](<a: b.txt>) [Five](end.)",
    )
    .file("content/what?.txt", "text")
    .file("content/aux/con.txt", "text")
    .file("content/con.md", "# Con\n\nText.\n")
    .file("content/a: b.txt", "text")
    .file("content/end.", "text");
    let ran = site.build().fine();
    assert_eq!(ran.err.matches("warning[renamed-file]").count(), 5, "{}", ran.err);
    ran.says("`content/what?.txt` is published as `/what-.txt`: Windows cannot hold its name");
    let tree = site.tree();
    let html = main_of(&site, "index.html");
    for file in ["what-.txt", "aux_/con_.txt", "con_.html", "a- b.txt", "end"] {
        assert!(tree.contains_key(file), "{file}");
        assert!(values(&html, "href").contains(&&*file.replace(' ', "%20")), "{file}");
    }
    site.write("content/what-.txt", "other");
    site.build().fails(1).says("error[duplicate-url]").says("`content/what?.txt`");
}

/// Links that can only mean something else, and what that is.
#[cfg(unix)]
const MEANT: [(&str, &str); 8] = [
    ("<report #2.pdf>", "report%20%232.pdf"),
    ("what?.txt", "what%3F.txt"),
    ("www.x.example/a", "https://www.x.example/a"),
    ("name@x.example", "mailto:name@x.example"),
    ("guides\\a.md", "guides/a.md"),
    ("C:\\me\\site\\content\\guides\\a.md", "guides/a.md"),
    ("file:///home/me/site/content/guides/a.md", "guides/a.md"),
    ("../content/guides/a.md", "guides/a.md"),
];

#[cfg(unix)]
#[test]
fn a_link_that_can_only_mean_something_else_is_fixed() {
    let text =
        MEANT.iter().map(|(written, _)| format!("[x]({written})\n\n")).collect::<Vec<_>>().concat();
    let site = site_of(&text)
        .file("content/report #2.pdf", "PDF")
        .file("content/what?.txt", "text")
        .file("content/guides/a.md", "# A\n\nText.\n");
    let mut ran = site.run(&["check", "--format", "short"]).fails(1);
    for (_, meant) in MEANT {
        ran = ran.says(&format!("(write `{meant}`)"));
    }
    site.run(&["check", "--fix", "--yes"]).fine().says("8 problems fixed in 1 file");
    site.run(&["check"]).fine();
    let text = std::fs::read_to_string(site.root().join("content/index.md")).expect("it is there");
    for (_, meant) in MEANT {
        assert!(text.contains(meant), "{meant} in {text}");
    }
}

#[test]
fn a_missing_anchor_lists_those_of_the_page() {
    let site = site_of("[x](a.md#instal)")
        .file("content/a.md", "# A\n\n## First\n\nText.\n\n## Install\n\nText.\n");
    site.run(&["check"]).fails(1).says("its anchors are `#install`, `#first`");
}

#[test]
fn a_relation_by_path_or_title_is_fixed() {
    let page = |next: &str| format!("---\nnext: [{next}]\n---\n# P\n\nText.\n");
    let site = Site::new()
        .file(
            "fieldguide.yaml",
            "title: X\ncollections:\n  plans:\n    fields:\n      \
             next: { type: relation, to: plans, cardinality: many-to-many }\n",
        )
        .file("content/plans/weeding.md", "# Weeding the beds\n\nText.\n");
    for (at, name) in ["plans/weeding.md", "../plans/weeding.md", "./weeding", "Weeding the beds"]
        .iter()
        .enumerate()
    {
        site.write(
            &format!("content/plans/p{at}.md"),
            page(name).replace("# P", &format!("# P{at}")),
        );
    }
    let ran = site.run(&["check"]).fails(1);
    assert_eq!(ran.err.matches("write the name of its file: `weeding`").count(), 4, "{}", ran.err);
    site.run(&["check", "--fix", "--yes"]);
    site.run(&["check"]).fine();
}

#[test]
fn a_day_in_another_form_names_the_one_to_write() {
    for (written, help) in [
        ("31/12/2026", "write `2026-12-31`"),
        ("12/31/2026", "write `2026-12-31`"),
        ("01/02/2027", "write `2027-02-01` or `2027-01-02`"),
        ("31.12.2026", "write `2026-12-31`"),
        ("2026/12/31", "write `2026-12-31`"),
        ("1 June 2027", "write `2027-06-01`"),
        ("June 1st, 2027", "write `2027-06-01`"),
    ] {
        let site = Site::new()
            .file("content/index.md", format!("---\ndate: {written}\n---\n# A\n\nText.\n"));
        let ran = site.run(&["check", "--format", "short"]).fails(1).says(help);
        assert!(!ran.err.contains("2027-06-31"), "{written}");
    }
}
