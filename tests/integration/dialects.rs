//! Pages in the dialects of other tools.

use super::support::Site;

const BUILD: [&str; 7] = ["build", "--content", "docs", "--output", "public", "--format", "short"];

#[test]
fn a_report_points_into_the_text_as_its_author_wrote_it() {
    let site = Site::new()
        .file("docs/.obsidian/app.json", "{}")
        .file("docs/index.md", "# Home\n\nSee [[other|that]] and [[Other]], or [gone](gone.md).\n")
        .file(
            "docs/other.md",
            "# Other\n\nA ==marked== word. {{< param x >}} and {{< param y >}}\n",
        );
    let ran = site.run(&BUILD).fine();
    ran.says("docs/index.md:3:38: warning[broken-link]: there is no page `gone.md`")
        .says("docs/other.md:3:20: warning[not-understood]: `{{< param >}}` means nothing here")
        .says("not understood: 1 kind of mark on 1 page: {{< param >}} 2")
        .says("read as obsidian, because of .obsidian");
    let home = site.published("index.html");
    assert!(
        home.contains("<a href=\"other.html\">that</a> and <a href=\"other.html\">Other</a>"),
        "{home}"
    );
    let human = site.run(&["check", "--content", "docs", "--lenient"]).fine();
    human.says("See [[other|that]] and [[Other]], or [gone](gone.md).");
    let other = site.published("other.html");
    assert!(other.contains("<mark>marked</mark>"), "{other}");
    assert!(other.contains("<code class=\"not-understood\">"), "{other}");
    let found = site.run(&["search", "param", "--json"]).fine();
    assert!(found.out.contains("\"total\":0"), "no search finds it: {}", found.out);
}

#[test]
fn links_and_comments_of_obsidian() {
    let site = Site::new()
        .file("docs/.obsidian/app.json", "{}")
        .file("docs/a/Deep note.md", "# Deep\n\n## Two words\n\nText. ^block\n")
        .file("docs/pic.png", "x")
        .file(
            "docs/index.md",
            "# Home\n\n[[Deep note#Two words]] [[#Home]] ![[pic.png|100]] [[Deep note#^block]] `[[code]]`\n\n\
             | a | b |\n|---|---|\n| [[Deep note\\|x]] | y |\n\n\
             %%secretive%% shown\n\n%%\nsecretive\n\nsecretive\n%%\n\n![[Deep note#Two words]]\n\n[[Nobody]]\n",
        );
    let ran = site.run(&BUILD).fine();
    let home = site.published("index.html");
    for wanted in [
        "<a href=\"a/deep-note.html#two-words\">Deep note &gt; Two words</a>",
        "<a href=\"#home\">Home</a>",
        "<img src=\"pic.png\" alt=\"\"",
        "<a href=\"a/deep-note.html#block\">",
        "<code>[[code]]</code>",
        "<a href=\"a/deep-note.html\">x</a></td>",
        "<p>shown</p>",
        "<p>Text. ",
    ] {
        assert!(home.contains(wanted), "{wanted} is not in {home}");
    }
    assert!(!home.contains("secretive"), "{home}");
    ran.says("there is no page `Nobody.md`");
}

#[test]
fn settings_name_the_dialect_and_a_project_with_settings_has_ours() {
    let site = Site::new()
        .file("docs/.obsidian/app.json", "{}")
        .file("docs/index.md", "# Home\n\n[[other]]\n")
        .file("docs/other.md", "# Other\n\nText.\n")
        .file("fieldguide.yaml", "content: docs\n");
    site.run(&["build"]).fine();
    assert!(site.published("index.html").contains("<p>[[other]]</p>"));
    site.write("fieldguide.yaml", "content: docs\ndialect: obsidian\n");
    site.run(&["build"]).fine();
    assert!(site.published("index.html").contains("<a href=\"other.html\">other</a>"));
    site.write("fieldguide.yaml", "content: docs\ndialect: obsidain\n");
    site.run(&["check"]).fails(1).says("did you mean `obsidian`?");
}
