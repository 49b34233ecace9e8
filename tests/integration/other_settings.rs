//! What the settings of other tools say of a folder: its title, where its links lead, and what is not published.

use super::support::Site;

const BUILD: [&str; 7] = ["build", "--content", "docs", "--output", "public", "--format", "short"];

#[test]
fn the_site_has_the_title_that_the_tool_has_for_it() {
    for (file, text) in [
        ("mkdocs.yml", "site_name: Two saws\n"),
        ("book.toml", "[book]\ntitle = \"Two saws\"\n"),
        ("hugo.toml", "baseURL = 'https://a.example'\ntitle = 'Two saws'\n"),
        ("_config.yml", "title: Two saws # and more\n"),
        ("myst.yml", "project:\n  title: Two saws\n"),
        ("docusaurus.config.js", "module.exports = {\n  title: 'Two saws',\n};\n"),
        (".vitepress/config.ts", "export default defineConfig({\n  title: \"Two saws\",\n})\n"),
        ("config.toml", "base_url = 'https://a.example'\ntitle = 'Two saws'\n"),
    ] {
        let site = Site::new().file(file, text).file("docs/index.md", "# Home\n\nText.\n");
        site.run(&BUILD).fine();
        let home = site.published("index.html");
        assert!(home.contains("Two saws"), "{file}: {home}");
    }
}

/// A repository with nothing in it.
fn repository() -> Site {
    Site::new().file(".git/HEAD", "ref: refs/heads/main\n")
}

/// A folder of a repository with links that leave it.
fn leaving() -> Site {
    repository()
        .file("docs/index.md", "# Home\n\nText.\n")
        .file("docs/a/page.md", "# Page\n\n[c](../../CONTRIBUTING.md#how) [s](../../src) [g](../../gone.md)\n\n![p](../../art/p.png)\n")
        .file("CONTRIBUTING.md", "# How\n")
        .file("src/main.rs", "")
        .file("art/p.png", "p")
}

#[test]
fn links_out_of_the_folder_lead_to_the_host_of_the_repository() {
    let at = "https://github.com/o/r";
    for (file, text) in [
        (
            ".git/config",
            "[core]\n\tbare = false\n[remote \"origin\"]\n\turl = https://u:secretive@github.com/o/r.git\n",
        ),
        (".git/config", "[remote \"origin\"]\n\turl = git@github.com:o/r.git\n"),
        ("mkdocs.yml", "site_name: X\nrepo_url: https://github.com/o/r\n"),
        ("book.toml", "[output.html]\ngit-repository-url = \"https://github.com/o/r\"\n"),
        (
            "docusaurus.config.js",
            "module.exports = {\n  editUrl: 'https://github.com/o/r/edit/main/',\n};\n",
        ),
        ("_config.yml", "title: X\nrepository: o/r\n"),
    ] {
        let site = leaving().file(file, text);
        let ran = site.run(&BUILD).fine();
        let page = site.published("a/page.html");
        for wanted in [
            format!("<a href=\"{at}/blob/HEAD/CONTRIBUTING.md#how\">c</a>"),
            format!("<a href=\"{at}/blob/HEAD/src\">s</a>"),
            format!("<img src=\"{at}/raw/HEAD/art/p.png\""),
            " g</p>".to_owned(),
        ] {
            assert!(page.contains(&wanted), "{file}: {wanted} is not in {page}");
        }
        assert!(!page.contains("secretive"), "{page}");
        ran.says("first look: 3 of 4 links lead somewhere");
    }
    let site = leaving();
    site.run(&BUILD).fine().says("first look: 0 of 4 links lead somewhere");
}

#[test]
fn links_above_the_site_lead_beside_its_published_address() {
    let site = repository()
        .file("mkdocs.yml", "site_name: X\nsite_url: https://a.example/book/\n")
        .file("docs/index.md", "# Home\n\n[s](../std/str.html#x)\n");
    site.run(&BUILD).fine();
    let home = site.published("index.html");
    assert!(home.contains("<a href=\"https://a.example/std/str.html#x\">s</a>"), "{home}");
    let site = repository()
        .file("README.md", "Read [it](https://doc.example/book/).\n")
        .file("book.toml", "[output.html]\ngit-repository-url = \"https://github.com/o/book\"\n")
        .file("docs/index.md", "# Home\n\n[s](../std/index.html)\n");
    site.run(&BUILD).fine();
    let home = site.published("index.html");
    assert!(home.contains("<a href=\"https://doc.example/std/index.html\">s</a>"), "{home}");
}

#[test]
fn a_page_about_a_repository_leads_into_it() {
    let site = Site::new()
        .file("config.toml", "base_url = 'https://a.example'\n")
        .file(
            "docs/index.md",
            "\n+++\ntitle = \"T\"\n[extra]\nrepository = \"https://github.com/o/r.git\"\n[extra.author]\nname = 'N'\n+++\n\n\
             ![s](./shot.png) [l](LICENSE) [here](#gone)\n",
        );
    site.run(&BUILD).fine();
    let home = site.published("index.html");
    assert!(home.contains("<img src=\"https://github.com/o/r/raw/HEAD/shot.png\""), "{home}");
    assert!(home.contains("<a href=\"https://github.com/o/r/blob/HEAD/LICENSE\">l</a>"), "{home}");
}

/// Whether no published file holds the word, and all with `--drafts` do.
fn is_held(site: &Site, report: &str) {
    site.run(&BUILD).fine().says(report);
    let holds = |file: &Vec<u8>| String::from_utf8_lossy(file).contains("secretive");
    assert!(!site.tree().values().any(holds), "{report}: {:?}", site.tree().keys());
    site.run(&[&BUILD[..], &["--drafts"]].concat()).fine();
    assert!(site.tree().values().any(holds), "{report}");
}

#[test]
fn what_the_settings_of_a_tool_leave_out_is_not_published() {
    for (file, text, page, report) in [
        (
            "mkdocs.yml",
            "exclude_docs: |\n  *.tmp.md\n",
            "docs/a.tmp.md",
            "1 page: `exclude_docs` in docs/a.tmp.md:1:1",
        ),
        ("mkdocs.yml", "exclude_docs: |\n  inner/\n", "docs/inner/a.md", "`exclude_docs` in"),
        ("mkdocs.yml", "draft_docs: |\n  a.md\n", "docs/a.md", "`draft_docs` in"),
        ("_config.yml", "exclude: [docs/inner]\n", "docs/inner/a.md", "`exclude` in"),
        ("_config.yml", "exclude:\n  - docs/*.tmp.md\n", "docs/a.tmp.md", "`exclude` in"),
        ("_config.yml", "title: X\n", "docs/_includes/a.md", "`_includes` in"),
        (
            "docs/.vitepress/config.js",
            "export default {\n  srcExclude: ['**/TODO.md'],\n}\n",
            "docs/x/TODO.md",
            "`srcExclude` in",
        ),
        ("docusaurus.config.js", "x\n", "docs/_part.mdx", "`_part.mdx` in"),
        (
            "config.toml",
            "base_url = 'x'\nignored_content = [\"*.old.md\"]\n",
            "docs/a.old.md",
            "`ignored_content` in",
        ),
        (
            "conf.py",
            "extensions = ['myst_parser']\nexclude_patterns = ['docs/old']\n",
            "docs/old/a.md",
            "`exclude_patterns` in",
        ),
    ] {
        let site = Site::new()
            .file(file, text)
            .file("docs/index.md", "# Home\n\nText.\n")
            .file(page, "# A\n\nA secretive word.\n");
        is_held(&site, report);
    }
}

#[test]
fn files_that_a_tool_leaves_out_are_not_published_either() {
    let site = Site::new()
        .file("mkdocs.yml", "exclude_docs: |\n  /inner/\n")
        .file("docs/index.md", "# Home\n\nText.\n")
        .file("docs/inner/a.txt", "secretive");
    is_held(&site, "not published: 1 file by `exclude_docs`");
}

#[test]
fn exceptions_are_published() {
    let site = Site::new()
        .file("_config.yml", "exclude: [docs/x]\ninclude:\n- docs/x/keep.md\n")
        .file("docs/index.md", "# Home\n\nText.\n")
        .file("docs/x/keep.md", "# Keep\n\nText.\n")
        .file("docs/x/drop.md", "# Drop\n\nText.\n");
    site.run(&BUILD).fine().says("not published: 1 page: `exclude` in docs/x/drop.md:1:1");
    assert!(site.tree().contains_key("x/keep.html"));
}

#[test]
fn days_to_come_hold_pages_of_hugo_and_jekyll() {
    for (file, page, front) in [
        ("hugo.toml", "docs/a.md", "---\ndate: 2999-01-01T10:00:00Z\n---\n"),
        ("hugo.toml", "docs/a.md", "+++\ndate = 2999-01-01\n+++\n"),
        ("_config.yml", "docs/_posts/2999-01-01-a.md", "---\ntitle: A\n---\n"),
        ("_config.yml", "docs/a.md", "---\ndate: 2999-01-01 10:00:00 +0100\n---\n"),
        ("hugo.toml", "docs/a.md", "---\nbuild:\n  render: never\n---\n"),
        ("hugo.toml", "docs/a.md", "---\nheadless: true\n---\n"),
    ] {
        let site = Site::new()
            .file(file, "title = 'x'\n")
            .file("docs/index.md", "# Home\n\nText.\n")
            .file(page, format!("{front}\nA secretive word.\n"));
        is_held(&site, "not published: 1 page: ");
    }
    let shown = Site::new()
        .file("mkdocs.yml", "site_name: X\n")
        .file("docs/index.md", "---\ndate: 2999-01-01\n---\n\n# Home\n\nText.\n");
    let ran = shown.run(&BUILD).fine();
    assert!(!ran.err.contains("not published"), "{}", ran.err);
}

#[test]
fn the_text_of_a_part_stands_where_it_is_included() {
    let part = "---\ntitle: Part\n---\n\nWords of the part, [near](near.md). {{< mine >}}\n";
    for (file, text, part_path, include, mark) in [
        (
            "docusaurus.config.js",
            "x\n",
            "docs/parts/_part.mdx",
            "import Part from './parts/_part.mdx';\n\n<Part />\n",
            "<Mine>",
        ),
        (
            "hugo.toml",
            "title = 'x'\n",
            "docs/parts/part.md",
            "{{% include \"/parts/part.md\" %}}\n",
            "{{< mine >}}",
        ),
        (
            "mkdocs.yml",
            "exclude_docs: |\n  parts/\n",
            "docs/parts/part.md",
            "--8<-- \"parts/part.md\"\n",
            "{{< mine >}}",
        ),
        (
            ".vitepress/config.js",
            "export default {\n  srcExclude: ['docs/parts/**'],\n}\n",
            "docs/parts/part.md",
            "<!--@include: ./parts/part.md-->\n",
            "{{< mine >}}",
        ),
    ] {
        let part = part.replace("{{< mine >}}", if mark == "<Mine>" { "<Mine />" } else { mark });
        let site = Site::new()
            .file(file, text)
            .file("docs/index.md", format!("# Home\n\n{include}"))
            .file(
                "docs/parts/_index.md",
                "---\ncascade:\n  build:\n    render: never\n    list: never\n---\n",
            )
            .file("docs/parts/near.md", "# Near\n\nText.\n")
            .file(part_path, part);
        let ran = site.run(&BUILD).fine();
        let home = site.published("index.html");
        assert!(home.contains("Words of the part, "), "{file}: {home}");
        assert!(!site.tree().keys().any(|path| path.ends_with("part.html")), "{file}");
        // A mark in it is told where it is shown.
        ran.says("docs/index.md:").says(&format!("[not-understood]: `{mark}`"));
        if part_path.ends_with(".mdx") {
            assert!(home.contains("<a href=\"parts/near.html\">near</a>"), "{file}: {home}");
        }
    }
}

#[test]
fn pages_are_kept_from_lists_and_published() {
    for (key, in_menu, in_search, in_sitemap) in [
        ("unlisted: true", false, false, false),
        ("build:\n  list: never", false, false, false),
        ("nav_exclude: true", false, true, true),
        ("sidebar:\n  hidden: true", false, true, true),
        ("search: false", true, false, true),
        ("search:\n  exclude: true", true, false, true),
        ("pagefind: false", true, false, true),
        ("noindex: true", true, true, false),
        ("sitemap: false", true, true, false),
        ("unlisted: false", true, true, true),
    ] {
        let site = Site::new()
            .file("fieldguide.yaml", "title: X\nbase_url: https://a.example/\n")
            .file("content/index.md", "# Home\n\nText.\n")
            .file(
                "content/part/a.md",
                format!("---\n{key}\n---\n\n# Particular\n\nSome heliotrope words.\n"),
            )
            .file("content/part/b.md", "# Other\n\nText.\n");
        let ran = site.run(&["build", "--strict"]).fine();
        assert!(site.published("part/a.html").contains("heliotrope"), "{key}");
        let says = ran.err.contains("kept from lists: 1 page: ");
        assert_eq!(says, !(in_menu && in_search && in_sitemap), "{key}: {}", ran.err);
        assert_eq!(site.published("part/b.html").contains("a.html"), in_menu, "{key}");
        assert_eq!(site.published("sitemap.xml").contains("part/a.html"), in_sitemap, "{key}");
        assert_eq!(site.published("part/a.html").contains("noindex"), !in_sitemap, "{key}");
        let found = site.run(&["search", "heliotrope", "--json"]).fine();
        assert_eq!(!found.out.contains("\"total\":0"), in_search, "{key}: {}", found.out);
    }
}

#[test]
fn marks_of_its_own_tell_a_dialect_where_no_file_does() {
    let site = repository()
        .file("docs/index.md", "# Home\n\n![[part]]\n\n[[part]]\n")
        .file("docs/part.md", "# Part\n\nWords of a part.\n");
    site.run(&BUILD).fine().says("read as obsidian, because of its marks on 1 of 2 pages");
    assert!(site.published("index.html").contains("<a href=\"part.html\">part</a>"));
    let site = repository()
        .file("docs/index.md", "# Home\n\nThe [[Prototype]], `![[a]]` and :https:.\n")
        .file("docs/both.md", "# Both\n\n![[a]] {{< b >}}\n");
    let ran = site.run(&BUILD).fine();
    assert!(!ran.err.contains("read as"), "{}", ran.err);
}
