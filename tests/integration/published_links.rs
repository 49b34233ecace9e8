//! Links by the addresses of other tools, in folders that were written for these.

use super::support::Site;

const BUILD: [&str; 7] = ["build", "--content", "docs", "--output", "out", "--format", "short"];

fn home(site: &Site) -> String {
    std::fs::read_to_string(site.root().join("out/index.html")).expect("it is built")
}

/// A site whose home page holds a link, and pages to lead to.
fn linking(link: &str) -> Site {
    Site::new()
        .file("docs/index.md", format!("# Home\n\n[x]({link})\n"))
        .file("docs/guide/01-first_steps.md", "# First\n\n## Two words & more\n\nText.\n")
        .file("docs/guide/index.md", "---\naliases: [/handbook/]\n---\n# Guide\n\nText.\n")
        .file("docs/guide/deep/page.mdx", "---\nslug: /short\n---\n# Deep\n\nText.\n")
        .file(
            "docs/guide/deep/other.md",
            "---\npermalink: /p/other/\nid: third\n---\n# O\n\nText.\n",
        )
}

#[test]
fn a_link_may_name_what_another_tool_publishes() {
    for (link, target) in [
        ("guide/01-first_steps", "guide/01-first-steps.html"),
        ("guide/01-first_steps.html", "guide/01-first_steps.html"),
        ("/guide/first-steps/", "guide/01-first_steps.html"),
        ("guide/First_Steps.md", "guide/01-first_steps.html"),
        ("/docs/guide/", "guide/index.html"),
        ("/base/docs/guide", "guide/index.html"),
        ("guide/README.md", "guide/index.html"),
        ("/short", "guide/deep/page.html"),
        ("guide/deep/page", "guide/deep/page.html"),
        ("/p/other", "guide/deep/other.html"),
        ("guide/deep/third", "guide/deep/other.html"),
        ("/guide/first-steps#two-words--more", "guide/01-first_steps.html#two-words--more"),
        ("/guide/first-steps#two-words-more", "guide/01-first_steps.html#two-words--more"),
        ("/guide/first-steps#nothing", "guide/01-first_steps.html"),
    ] {
        let site = linking(link);
        site.run(&BUILD).fine();
        let target = target.replace("first-steps.html", "first_steps.html");
        assert!(
            home(&site).contains(&format!("<a href=\"{target}\">x</a>")),
            "{link}: {}",
            home(&site)
        );
    }
}

#[test]
fn a_page_can_be_the_folder_that_links_begin_at() {
    let site =
        linking("guide/").file("docs/guide/b.md", "# B\n\n[x](../first-steps/) [y](deep/)\n");
    site.run(&BUILD).fine();
    let page = std::fs::read_to_string(site.root().join("out/guide/b.html")).expect("it is built");
    assert!(page.contains("<a href=\"01-first_steps.html\">x</a>"), "{page}");
}

#[test]
fn a_missing_anchor_is_told_and_the_link_leads_to_the_page() {
    let site = linking("/guide/first-steps#nothing");
    site.run(&BUILD).fine().says("[broken-anchor]");
}

#[test]
fn settings_say_whether_links_may_do_so() {
    let site = linking("/guide/first-steps/")
        .file("docs/guide/deep/page.mdx", "# Deep\n\nText.\n")
        .file("fieldguide.yaml", "content: docs\noutput: out\nlinks: published\n");
    site.run(&["build"]).fine();
    assert!(home(&site).contains("<a href=\"guide/01-first_steps.html\">x</a>"));
    site.write("fieldguide.yaml", "content: docs\noutput: out\n");
    site.run(&["build"]).fails(1).says("there is no page `/guide/first-steps/`");
}

#[test]
fn files_beside_the_content_are_published_if_a_page_leads_to_them() {
    let site = linking("/img/a.png")
        .file("docs/pictures.md", "# P\n\n![A](/img/b.png) ![C](../assets/c.png)\n")
        .file("static/img/a.png", "a")
        .file("static/img/b.png", "b")
        .file("static/img/unused.png", "u")
        .file("assets/c.png", "c")
        .file("static/readme.md", "# No page\n");
    site.run(&BUILD).fine();
    let out = site.root().join("out");
    for (path, is_there) in [
        ("img/a.png", true),
        ("img/b.png", true),
        ("assets/c.png", true),
        ("img/unused.png", false),
        ("readme.html", false),
    ] {
        assert_eq!(out.join(path).exists(), is_there, "{path}");
    }
    assert!(home(&site).contains("<a href=\"img/a.png\">x</a>"), "{}", home(&site));
}

#[test]
fn a_menu_holds_no_more_links_than_a_reader_can_use() {
    let mut site = Site::new().file("docs/index.md", "# Home\n\nText.\n");
    for number in 0..150 {
        site = site
            .file(&format!("docs/many/p{number:03}.md"), format!("# Page {number:03}\n\nText.\n"));
    }
    let headings: String =
        (0..90).map(|at| format!("### Part {at}\n\nText.\n\n")).collect::<Vec<_>>().concat();
    let site = site.file("docs/long.md", format!("# Long\n\n## Above\n\n{headings}"));
    site.run(&BUILD).fine();
    let page = |path: &str| std::fs::read_to_string(site.root().join(path)).expect("it is built");
    let middle = page("out/many/p075.html");
    let (_, tree) = middle.split_once("sidebar-tree").expect("a tree");
    let (tree, _) = tree.split_once("</nav>").expect("its end");
    assert!(tree.contains(">Page 074</a>") && tree.contains(">Page 076</a>"), "{tree}");
    assert!(!tree.contains(">Page 149</a>"), "{tree}");
    let long = page("out/long.html");
    let (_, contents) = long.split_once("class=\"contents\"").expect("contents");
    let (contents, _) = contents.split_once("</nav>").expect("their end");
    assert!(contents.contains("#above") && !contents.contains("#part-1"), "{contents}");
}
