//! Folders without settings, as they were written for other tools: a site comes first, its problems second.

use super::support::Site;

/// A folder with a mistake of each kind that keeps a site of one's own from being published.
fn somebody_elses() -> Site {
    Site::new()
        .file("docs/index.md", "# Home\n\n[gone](gone.md) and [run](javascript:x).\n")
        .file("docs/a.md", "---\ntags: 7: 8\n---\n\n# A\n\nText of A.\n")
        .file("docs/b.md", "---\ndate: soon\ntemplate: main.html\n---\n\n# B\n\nText of B.\n")
        .file("docs/box.md", "# Box\n\n:::nonsense\n\nText in a box.\n")
        .file("docs/kind.md", "---\ntemplate: search.html\n---\n\n# Kind\n\nText.\n")
}

const BUILD: [&str; 5] = ["build", "--content", "docs", "--output", "public"];

#[test]
fn a_folder_without_settings_is_a_site_whatever_is_wrong_with_its_content() {
    let site = somebody_elses();
    let ran = site.run(&BUILD).fine();
    ran.says("1 broken-link, first in docs/index.md:3:1: there is no page `gone.md`")
        .says("first look: 0 of 1 links lead somewhere")
        .says("to publish it, fix ")
        .says("to keep it, run `fieldguide import docs new-site`");
    let home = site.published("index.html");
    assert!(home.contains("<p>gone and run.</p>"), "the words stay, the links go: {home}");
    assert!(site.published("a.html").contains("Text of A."));
    assert!(site.published("b.html").contains("Text of B."));
    assert!(site.published("box.html").contains("Text in a box."));
    assert!(site.published("kind.html").contains("Kind</h1>"));
}

#[test]
fn a_check_counts_what_an_owner_has_to_fix() {
    let site = somebody_elses();
    site.run(&["check", "--content", "docs"]).fails(1).says("error[broken-link]");
    site.run(&["check", "--content", "docs", "--lenient"]).fine().says("warning[broken-link]");
    site.run(&[&BUILD[..], &["--strict"]].concat()).fails(1).says("error[broken-link]");
    site.run(&[&BUILD[..], &["--strict", "--lenient"]].concat()).fails(2).says("cannot be used");
}

#[test]
fn with_settings_errors_count_unless_these_say_otherwise() {
    let site = somebody_elses().file("fieldguide.yaml", "content: docs\n");
    site.run(&["build"]).fails(1).says("error[broken-link]");
    site.run(&["build", "--lenient"]).fine();
    site.write("fieldguide.yaml", "content: docs\nchecks: { all: warning }\n");
    site.run(&["build"]).fine().says("first look: ");
    site.write("fieldguide.yaml", "content: docs\nchecks: { all: warning, broken-link: error }\n");
    site.run(&["build", "--format", "short"]).fails(1).says("error[broken-link]");
    site.write("fieldguide.yaml", "content: docs\nchecks: { all: off }\n");
    site.run(&["build"]).fails(1).says("error[invalid-value]");
    site.write("fieldguide.yml", "title: Misnamed\n");
    std::fs::remove_file(site.root().join("fieldguide.yaml")).expect("it is there");
    site.run(&BUILD).fails(1).says("rename it to `fieldguide.yaml`");
}

#[test]
fn each_address_has_one_file_and_the_second_page_gets_a_number() {
    let site = Site::new()
        .file("docs/index.md", "# Home\n\n[1](a/one.md) [2](<a/One .md>) [3](x.md)\n")
        .file("docs/index.html", "<p>Their own home page.</p>")
        .file("docs/a/one.md", "# One\n\nFirst.\n")
        .file("docs/a/One .md", "# Another\n\nSecond.\n")
        .file("docs/x.md", "---\naliases: [/a/one.html]\n---\n\n# X\n\nText.\n");
    let ran = site.run(&[&BUILD[..], &["--format", "short"]].concat()).fine();
    ran.says("two pages would be published at the address `/a/one.html`")
        .says("`docs/index.html` and a page would be published at the address `/index.html`")
        .says("[alias-conflict]");
    let home = site.published("index.html");
    assert!(!home.contains("Their own"), "{home}");
    assert!(home.contains("<a href=\"a/one-2.html\">1</a> <a href=\"a/one.html\">2</a>"), "{home}");
    assert!(site.published("a/one.html").contains("Second."), "the first by path stays");
    assert!(site.published("a/one-2.html").contains("First."));
}

#[test]
fn a_folder_without_pages_is_not_the_one_that_was_meant() {
    let site = Site::new().file("docs/a.txt", "Text.\n");
    let ran = site.run(&BUILD).fails(2);
    ran.says("error[no-pages]: there is no page in `docs`").says("--content DIR");
}

#[test]
fn files_with_other_endings_are_pages_too() {
    let site = Site::new()
        .file(
            "docs/index.md",
            "# Home\n\n[a](a.mdx) [b](b.html.md) [c](c.md.erb) [d](d.MARKDOWN)\n",
        )
        .file("docs/a.mdx", "# A\n\nText.\n")
        .file("docs/b.html.md", "# B\n\nText.\n")
        .file("docs/c.md.erb", "# C\n\nText.\n")
        .file("docs/d.MARKDOWN", "# D\n\nText.\n");
    site.run(&[&BUILD[..], &["--strict"]].concat()).fine();
    let home = site.published("index.html");
    for name in ["a", "b", "c", "d"] {
        assert!(home.contains(&format!("<a href=\"{name}.html\">{name}</a>")), "{home}");
        assert!(site.published(&format!("{name}.html")).contains("Text."));
    }
}

#[test]
fn all_problems_go_into_a_file_on_request() {
    let site = somebody_elses();
    site.run(&[&BUILD[..], &["--report", "problems.jsonl"]].concat()).fine();
    let text = std::fs::read_to_string(site.root().join("problems.jsonl")).expect("it is there");
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("an object a line")).collect();
    assert!(lines.iter().any(|problem| problem["code"] == "broken-link"), "{text}");
    assert!(lines.iter().all(|problem| problem["severity"] != "error"), "{text}");
}

#[test]
fn many_kinds_of_problems_take_forty_lines_at_most() {
    let site = somebody_elses();
    for number in 0..60 {
        let text =
            format!("##Heading\n\n-item\n\n[x](no{number}.md) ![](no{number}.png)\n\n[] t\n");
        site.write(&format!("docs/p{number}.md"), text);
    }
    let ran = site.run(&BUILD).fine();
    assert!(ran.err.lines().count() <= 40, "{}", ran.err);
}
