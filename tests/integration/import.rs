//! Sites of other tools, brought over as projects of their own.

use std::fs;
use std::process::Command;

use serde_json::Value;

use super::support::{Ran, Site, program, tree};

/// A folder for Docusaurus, with a mark that means nothing, a link to nowhere, and a comment.
fn docusaurus() -> Site {
    Site::new()
        .file("old/docusaurus.config.js", "module.exports = {\n  title: 'Saws & more',\n  url: 'https://saws.example',\n};\n")
        .file(
            "old/docs/01-intro.mdx",
            "---\nid: start\ntitle: Start here\nsidebar_position: 2\nauthors: [ann]\n---\n\n\
             import Tabs from '@theme/Tabs';\n\n{/* not yet */}\n\n:::note Mind\n\nSharp.\n\n:::\n\n\
             [teeth](/docs/teeth#sharp) ![Saw](/img/saw.png)\n\n<Gauge value={3} /> [gone](./gone.md)\n",
        )
        .file("old/docs/teeth.md", "---\nsidebar_position: 1\ndraft: true\n---\n\n# Teeth\n\n## Sharp\n\nEight.\n")
        .file("old/static/img/saw.png", "x")
        .file("old/static/img/unused.png", "x")
}

fn import(site: &Site, more: &[&str]) -> Ran {
    site.run(&[&["import", "old", "new"], more].concat())
}

fn read(site: &Site, path: &str) -> String {
    fs::read_to_string(site.root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What the report says of each loss: its kind and its words.
fn losses(site: &Site) -> Vec<(String, String)> {
    let report: Value =
        serde_json::from_str(&read(site, "new/import-report.json")).expect("it is JSON");
    let losses = report["losses"].as_array().expect("it lists losses");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    losses.iter().map(|loss| (text(&loss["kind"]), text(&loss["words"]))).collect()
}

#[test]
fn a_page_gets_our_marks_keys_and_links() {
    let site = docusaurus();
    let ran = import(&site, &[]).fine();
    ran.says("2 pages and 1 file").says("read as docusaurus because of docusaurus.config.js");
    let page = read(&site, "new/content/01-intro.md");
    let expected = "---\ntitle: Start here\nweight: 2\naliases:\n  - \"/docs/start/\"\nextra:\n  authors: [ann]\n---\n\n\
        <!-- not yet -->\n\n::: note Mind\n\nSharp.\n\n:::\n\n[teeth](teeth.md#sharp) ![Saw](/img/saw.png)\n\n\
        <code class=\"not-understood\">";
    assert!(page.starts_with(expected), "{page}");
    assert!(page.ends_with("[gone](./gone.md)\n"), "{page}");
    let teeth = read(&site, "new/content/teeth.md");
    assert!(
        teeth.starts_with(
            "---\nweight: 1\ndraft: true\naliases:\n  - \"/docs/teeth/\"\n---\n\n# Teeth\n"
        ),
        "{teeth}"
    );
    assert!(site.root().join("new/content/img/saw.png").exists());
    assert!(!site.root().join("new/content/img/unused.png").exists());
    let settings = read(&site, "new/fieldguide.yaml");
    for line in
        ["title: \"Saws & more\"\n", "base_url: \"https://saws.example/\"\n", "urls: directories\n"]
    {
        assert!(settings.contains(line), "{settings}");
    }
    let expected = [
        ("not-understood", "<Gauge value={3} />"),
        ("broken-link", "./gone.md"),
        ("module", "import Tabs from '@theme/Tabs';"),
    ];
    let losses = losses(&site);
    let losses: Vec<(&str, &str)> =
        losses.iter().map(|(kind, words)| (kind.as_str(), words.trim())).collect();
    assert_eq!(losses, expected);
    assert!(read(&site, "new/content/import-report.md").contains("old/docs/01-intro.mdx:"));
}

#[test]
fn the_new_project_passes_its_check() {
    let site = docusaurus();
    import(&site, &[]).fine();
    let check = site.run(&["check", "--root", "new", "--format", "short"]).fine();
    check.says("warning[broken-link]").says(
        "new/content/01-intro.md:20:1: warning[not-understood]: `<Gauge value={3} />` means nothing here",
    );
    let built = site.run(&["build", "--root", "new"]).fine();
    assert!(!built.err.contains("error["), "{}", built.err);
    let old = read(&site, "new/public/docs/start/index.html");
    assert!(old.contains("01-intro"), "{old}");
    // Without errors there is nothing to soften.
    let clean = Site::new()
        .file("old/mkdocs.yml", "site_name: Saws\n")
        .file("old/docs/index.md", "# Saws\n\nWords.\n");
    import(&clean, &[]).fine();
    assert!(!read(&clean, "new/fieldguide.yaml").contains("checks"));
    clean.run(&["check", "--root", "new", "--strict"]).fine();
}

#[test]
fn old_addresses_lead_to_the_new_pages() {
    // The tool's file, the path of a page, its front matter, and the output file that has to be there.
    let cases = [
        ("mkdocs.yml", "docs/a/b.md", "", "a/b/index.html"),
        ("mkdocs.yml", "docs/Big Saw.md", "", "Big Saw/index.html"),
        ("book.toml", "src/Big_Saw.md", "", "Big_Saw.html"),
        ("hugo.toml", "content/a/My Saw.md", "", "a/my-saw/index.html"),
        ("hugo.toml", "content/a/b.md", "url: /tools/saw/", "tools/saw/index.html"),
        ("hugo.toml", "content/a/b.md", "aliases: [/very/old]", "very/old/index.html"),
        ("docusaurus.config.js", "docs/02-a/1-b.md", "", "docs/a/b/index.html"),
        ("docusaurus.config.js", "docs/a/b.md", "slug: /top", "docs/top/index.html"),
        ("astro.config.mjs", "src/content/docs/Guides/My Saw.md", "", "guides/my-saw/index.html"),
        (".vitepress/config.ts", "Guide/saw.md", "", "Guide/saw.html"),
        ("_config.yml", "_posts/2024-05-06-new-saw.md", "", "2024/05/06/new-saw.html"),
        ("_config.yml", "a.md", "permalink: /saw/", "saw/index.html"),
        ("_config.yml", "a.md", "redirect_from:\n  - /older.html", "older.html"),
        ("_toc.yml", "Part/Saw.md", "", "Part/Saw.html"),
        ("zola.toml", "content/blog/2024-05-06-new-saw.md", "", "blog/new-saw/index.html"),
        ("publish.css", "Tools/My Saw.md", "", "Tools/My+Saw/index.html"),
    ];
    for (marker, path, keys, output) in cases {
        let block = if keys.is_empty() { String::new() } else { format!("---\n{keys}\n---\n\n") };
        let site = Site::new()
            .file(&format!("old/{marker}"), "")
            .file(&format!("old/{path}"), format!("{block}# Saw\n\nWords.\n"));
        import(&site, &[]).fine();
        site.run(&["build", "--root", "new"]).fine();
        let is_there = site.root().join("new/public").join(output).exists();
        let files: Vec<String> = tree(&site.root().join("new/public"))
            .into_keys()
            .filter(|path| path.ends_with("html"))
            .collect();
        assert!(is_there, "{marker} {path} {keys}: {output} is not among {files:?}");
    }
}

#[test]
fn the_order_of_a_menu_is_kept() {
    let site = Site::new()
        .file("old/book.toml", "[book]\ntitle = \"Saws\"\n")
        .file("old/src/SUMMARY.md", "# Summary\n\n- [Z](z.md)\n- [A](part/a.md)\n- [B](b.md)\n")
        .file("old/src/z.md", "# Z\n\nWords.\n")
        .file("old/src/b.md", "# B\n\nWords.\n")
        .file("old/src/part/a.md", "# A\n\nWords.\n");
    import(&site, &[]).fine();
    assert!(read(&site, "new/content/z.md").starts_with("---\nweight: 1\n"));
    assert!(read(&site, "new/content/b.md").starts_with("---\nweight: 2\n"));
    assert!(read(&site, "new/content/part/index.md").contains("title: \"Part\"\nweight: 1\n"));
    assert!(!site.root().join("new/content/SUMMARY.md").exists());
}

#[test]
fn every_word_is_in_the_file_or_in_the_report() {
    let text = "+++\ntitle = \"Saws\"\n[params]\nowner = \"ann\"\n+++\n\n\
        {{< figure src=\"saw.png\" width=\"300\" alt=\"A saw\" >}}\n\n{{< mystery answer=\"forty\" >}}inner{{< /mystery >}}\n\n\
        {{< comment >}}hush{{< /comment >}}\n\n{{% alert title=\"Mind\" color=\"warning\" %}}\nFingers.\n{{% /alert %}}\n";
    let site = Site::new().file("old/hugo.toml", "").file("old/content/_index.md", text);
    import(&site, &[]).fine();
    let page = read(&site, "new/content/index.md");
    let report = read(&site, "new/import-report.json");
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    for word in words {
        assert!(
            page.contains(word) || report.contains(word),
            "{word} is neither in {page} nor in {report}"
        );
    }
}

#[test]
fn keys_are_kept_in_order_and_never_dropped() {
    let text = "---\n# Who\nauthor: {name: Ann}\ntags: a, b\ndate: 2024-05-06T10:00:00Z\n\
        published: false\nlayout: post\nlastmod: 2024-06-07\ntitle: \"A: b\"\nextra:\n  mine: 1\n---\n\nWords.\n";
    let site = Site::new().file("old/_config.yml", "title: Saws\n").file("old/a.md", text);
    import(&site, &[]).fine();
    let expected = "---\ntitle: \"A: b\"\ndate: 2024-05-06\nupdated: 2024-06-07\ntags: [\"a\", \"b\"]\ndraft: true\nextra:\n  \
        # Who\n  author: {name: Ann}\n  layout: post\n  mine: 1\n---\n\nWords.\n";
    assert_eq!(read(&site, "new/content/a.md"), expected);
    site.run(&["check", "--root", "new", "--strict", "--drafts"]);
}

#[test]
fn what_nobody_should_see_stays_unseen() {
    let page = |keys: &str| format!("---\n{keys}\n---\n\nWords.\n");
    let site = Site::new()
        .file("old/hugo.toml", "title = \"Saws\"\n")
        .file("old/content/draft.md", page("draft: true"))
        .file("old/content/later.md", page("date: 2199-01-02"))
        .file("old/content/soon.md", page("publishdate: 2199-01-02T10:00:00Z"))
        .file("old/content/past.md", page("expiryDate: 2020-01-02"))
        .file("old/content/never.md", page("build:\n  render: never"))
        .file("old/content/quiet.md", page("sitemap:\n  disable: true"))
        .file("old/content/seen.md", page("date: 2020-01-02"));
    import(&site, &[]).fine().says("7 pages");
    assert!(read(&site, "new/content/later.md").contains("publish_on: 2199-01-02\n"));
    assert!(read(&site, "new/content/past.md").contains("expires_on: 2020-01-02\n"));
    site.run(&["build", "--root", "new", "--base-url", "https://saws.example/"]).fine();
    let public = tree(&site.root().join("new/public"));
    let shown: Vec<&str> = ["draft", "later", "soon", "past", "never", "quiet", "seen"]
        .into_iter()
        .filter(|name| public.contains_key(&format!("{name}/index.html")))
        .collect();
    assert_eq!(shown, ["quiet", "seen"]);
    let sitemap = read(&site, "new/public/sitemap.xml");
    assert!(sitemap.contains("/seen/") && !sitemap.contains("/quiet/"), "{sitemap}");
}

#[test]
fn saved_sites_and_tables_become_projects() {
    let page = |title: &str, text: &str| {
        format!(
            "<!doctype html><title>{title}</title><nav><a href=x.html>All</a></nav><main><h1>{title}</h1>{text}</main><script>go()</script>"
        )
    };
    let site = Site::new()
        .file(
            "old/index.html",
            page("Saws", "<p>See <a href=\"tools/Saw.html#teeth\">the saw</a>.</p>"),
        )
        .file("old/tools/Saw.html", page("A saw", "<h2 id=teeth>Teeth</h2><p>Eight.</p>"))
        .file("tools.csv", "Name,Kind\nSaw,cutting\nAxe,cutting\nOil,care\nCloth,care\n");
    import(&site, &[]).fine().says("read as html");
    assert!(read(&site, "new/content/index.md").contains("[the saw](tools/Saw.md#teeth)"));
    assert!(
        read(&site, "new/content/tools/Saw.md").contains("aliases:\n  - \"/tools/Saw.html\"\n")
    );
    assert!(losses(&site).iter().any(|(kind, words)| kind == "script" && words.contains("go()")));
    site.run(&["check", "--root", "new"]).fine();
    site.run(&["import", "tools.csv", "table"]).fine().says("4 pages");
    assert!(read(&site, "table/content/tools/saw.md").contains("title: Saw\nkind: cutting\n"));
    site.run(&["check", "--root", "table"]).fine();
    site.run(&["import", "tools.csv", "other", "--title", "Weight"]).fails(2).says("`Kind`");
}

/// A picture of one dot.
const DOT: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\0\x05\0\x01\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82";

/// Writes a Word file.
fn write_word(site: &Site, path: &str, markdown: &str) {
    site.write("text.md", markdown);
    fs::create_dir_all(site.root().join(path).parent().expect("it lies inside"))
        .expect("folders can be made");
    let mut pandoc = Command::new("pandoc");
    let pandoc = pandoc.current_dir(site.root()).args(["text.md", "--output", path]);
    let status = pandoc.status().expect("`tests/run` installs pandoc");
    assert!(status.success());
}

#[test]
fn word_files_become_a_project() {
    let site = Site::new().file("dot.png", DOT);
    let text = "# Handbook\n\nSee [tools](tools.docx), and wear gloves.[^1]\n\n![A saw](dot.png)\n\n\
                ## Care\n\n- oil\n- cloth\n\n[^1]: Thick ones.\n";
    write_word(&site, "old/Handbook.docx", text);
    write_word(
        &site,
        "old/tools.docx",
        "---\ntitle: Tools\n---\n\n| Tool | Use |\n|---|---|\n| Saw | cut |\n",
    );
    import(&site, &["--strict"]).fine().says("2 pages and 1 file").says("read as word");
    let page = read(&site, "new/content/Handbook.md");
    assert!(
        page.starts_with(
            "---\ntitle: Handbook\n---\n\nSee [tools](tools.md), and wear gloves.[^1]\n"
        ),
        "{page}"
    );
    let picture = page.split("![A saw](").nth(1).and_then(|rest| rest.split(')').next());
    let picture = site.root().join("new/content").join(picture.expect("it is there"));
    assert_eq!(fs::read(picture).expect("it is there"), DOT);
    assert!(read(&site, "new/content/tools.md").contains("| Saw | cut |"));
    site.run(&["check", "--root", "new"]).fine();
    // One file, named as it is.
    site.run(&["import", "old/tools.docx", "one"]).fine().says("1 page");
}

#[cfg(unix)]
#[test]
fn a_link_among_word_files_is_not_followed_and_said_to_be_left_out() {
    let site = Site::new();
    write_word(&site, "old/tools.docx", "# Tools\n\nA saw.\n");
    write_word(&site, "secret.docx", "# Secret\n");
    let link = site.root().join("old/more.docx");
    std::os::unix::fs::symlink(site.root().join("secret.docx"), link).expect("links can be made");
    import(&site, &[]).fine().says("1 page");
    assert!(losses(&site).iter().any(|(kind, _)| kind == "symbolic-link"), "{:?}", losses(&site));
}

#[cfg(unix)]
#[test]
fn a_pandoc_that_fails_without_a_word_is_reported_as_that() {
    use std::os::unix::fs::PermissionsExt as _;
    let site = Site::new();
    write_word(&site, "old/tools.docx", "# Tools\n");
    let script =
        "#!/bin/sh\n[ \"$1\" = --version ] && echo pandoc 3.1 && exit\nexec 1>&-\nexit 7\n";
    site.write("bin/pandoc", script);
    let path = site.root().join("bin/pandoc");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("it is ours");
    let mut command = program();
    let command = command.current_dir(site.root()).args(["import", "old/tools.docx", "new"]);
    let ran = Ran::of(command.env("PATH", site.root().join("bin")).output().expect("it starts"));
    ran.fails(2).says("pandoc failed without a word (exit status: 7)");
}

#[test]
fn without_pandoc_a_message_says_how_to_install_it() {
    let site = Site::new().file("old/a.docx", "x");
    let mut command = program();
    let command = command.current_dir(site.root()).args(["import", "old", "new"]);
    let ran = Ran::of(command.env("PATH", site.root()).output().expect("it starts"));
    ran.fails(2).says("error[missing-program]").says("apt-get install pandoc");
    assert!(!site.root().join("new").exists());
    site.run(&["import", "old/a.docx", "new"])
        .fails(2)
        .says("it is no Word file, or it is damaged");
}

#[test]
fn a_dry_run_writes_nothing() {
    let site = docusaurus();
    let ran = import(&site, &["--dry-run"]).fine();
    assert!(ran.out.contains("new/content/01-intro.md"), "{}", ran.out);
    assert!(ran.out.contains("marks that mean nothing here: 1"), "{}", ran.out);
    assert!(!site.root().join("new").exists());
}

#[test]
fn an_import_is_repeatable_and_strict_on_request() {
    let site = docusaurus();
    import(&site, &["--strict"]).fails(1);
    site.run(&["import", "old", "again"]).fine();
    let [first, second] = ["new", "again"].map(|name| tree(&site.root().join(name)));
    assert_eq!(first, second);
}

#[test]
fn what_cannot_be_imported_is_refused() {
    let site = docusaurus()
        .file("full/a.txt", "x")
        .file("ours/fieldguide.yaml", "title: X\n")
        .file("empty/x.txt", "x");
    for (arguments, message) in [
        (["import", "nowhere", "new"], "there is no folder `nowhere`"),
        (["import", "old", "full"], "`full` exists already and is not an empty folder"),
        (["import", "old", "old/docs/new"], "lies in"),
        (["import", "ours", "new"], "is a project of fieldguide already"),
        (["import", "empty", "new"], "there is no page in `empty`"),
    ] {
        site.run(&arguments).fails(2).says(message);
    }
    site.run(&["import", "old", "new", "--from", "word-star"]).fails(2).says("mkdocs");
    assert_eq!(fs::read(site.root().join("full/a.txt")).expect("it is there"), b"x");
    assert!(!site.root().join("new").exists());
}

#[cfg(unix)]
#[test]
fn nothing_outside_of_the_source_is_copied() {
    let site = Site::new()
        .file("secret.txt", "secret")
        .file("old/mkdocs.yml", "site_name: Saws\n")
        .file("old/docs/index.md", "# Saws\n\n[up](../../secret.txt) [in](inner.txt)\n");
    std::os::unix::fs::symlink(
        site.root().join("secret.txt"),
        site.root().join("old/docs/inner.txt"),
    )
    .expect("links can be made");
    import(&site, &[]).fine();
    let files = tree(&site.root().join("new"));
    assert!(files.values().all(|bytes| bytes != b"secret"), "{:?}", files.keys());
}
