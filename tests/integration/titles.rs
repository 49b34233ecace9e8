//! The title of a page: where it comes from, what the page shows of it, and what stands everywhere else.

use super::support::Site;

/// The heading of level 1 of a page, with its marks.
fn heading(html: &str) -> &str {
    between(html, "<h1", "</h1>").split_once('>').map_or("", |(_, words)| words)
}

/// What the tab of a browser says of a page, without the name of the site.
fn tab(html: &str) -> &str {
    let title = between(html, "<title>", "</title>");
    title.strip_suffix(", Site").unwrap_or(title)
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let (_, after) = text.split_once(start).unwrap_or_default();
    after.split_once(end).map_or("", |(inside, _)| inside)
}

fn site() -> Site {
    Site::new().file("fieldguide.yaml", "title: Site\nbase_url: https://a.example\nrelated: 0\n")
}

#[test]
fn the_heading_of_a_page_keeps_its_marks_and_its_notes() {
    let site = site()
        .file("content/index.md", "# Home *page*[^h]\n\n[A](a.md)\n\n[^h]: A note of the home page.\n")
        .file(
            "content/a.md",
            "# The `--safe` *option* of [B](b.md) ![a dot](p.svg)[^1]\n\nText[^2].\n\n[^2]: The second.\n\n\
             [^1]: Only for version two.\n",
        )
        .file("content/b.md", "# ![Logo of B](p.svg)\n\nText.\n")
        .file("content/p.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"/>");
    site.build().fine();
    let page = site.published("a.html");
    let shown = heading(&page);
    for part in [
        "The <code>--safe</code> <em>option</em> of <a href=\"b.html\">B</a>",
        "<img src=\"p.svg\" alt=\"a dot\"",
        "<a href=\"#fn-1\" id=\"fnref-1\"",
    ] {
        assert!(shown.contains(part), "{part} is not in {shown}");
    }
    let notes = between(&page, "<section class=\"footnotes\"", "</section>");
    let places = ["Only for version two.", "The second."].map(|note| notes.find(note));
    assert!(places[0].is_some() && places[0] < places[1], "{notes}");
    assert_eq!(tab(&page), "The --safe option of B");
    assert!(site.published("index.html").contains(">The --safe option of B</a>"));
    assert!(page.contains("\"headline\":\"The --safe option of B\""));
    assert_eq!(tab(&site.published("b.html")), "Logo of B");
    assert!(heading(&site.published("b.html")).contains("alt=\"Logo of B\""));
    let home = site.published("index.html");
    assert!(heading(&home).starts_with("Home <em>page</em><sup"));
    assert!(home.contains("A note of the home page."));
}

#[test]
fn a_work_that_a_heading_cites_has_its_way_back() {
    let site = site()
        .file("fieldguide.yaml", "title: Site\nreferences: { file: works.yaml }\n")
        .file("content/works.yaml", "k: { type: article, title: A work }\n")
        .file("content/a.md", "# What they found [@k]\n\nText.\n");
    site.build().fine();
    let page = site.published("a.html");
    assert!(heading(&page).contains("id=\"cite~1\""), "{}", heading(&page));
    assert!(page.contains("href=\"#cite~1\""));
    assert_eq!(tab(&page), "What they found");
}

#[test]
fn without_a_title_only_a_leading_heading_of_level_1_is_one() {
    let cases = [
        ("lead.md", "# Lead\n", "Lead"),
        ("comment.md", "<!-- for authors -->\n\n# Behind a comment\n", "Behind a comment"),
        ("under-way.md", "## First section\n\nText.\n", "Under way"),
        ("2024-05-01-spring-news.md", "Text first.\n\n# Later\n", "Spring news"),
        ("01-setting-up.md", "Text.\n\n## Section\n", "Setting up"),
        ("03_a.b.md", "Text.\n", "A.b"),
        ("2. Second step.md", "Text.\n", "Second step"),
        ("2024.md", "Text.\n", "2024"),
        ("2024-review.md", "Text.\n", "2024 review"),
        ("3d-models.md", "Text.\n", "3d models"),
        ("quoted.md", "> # Said\n", "Quoted"),
        ("listed.md", "- # Item\n", "Listed"),
        ("empty.md", "#\n\nText.\n", "Empty"),
    ];
    let site = site()
        .file("content/index.md", "# Home\n")
        .file("content/10-guides/index.md", "Text.\n")
        .file("content/20-more/README.md", "Text.\n")
        .file("content/30-rest/page.md", "Text.\n");
    for (path, text, _) in cases {
        site.write(&format!("content/{path}"), text);
    }
    site.build().fine();
    let all = site.published("index.html");
    for title in cases.map(|(.., title)| title).iter().chain(&["Guides", "More", "Rest"]) {
        assert!(all.contains(&format!(">{title}</a>")), "{title} is not among the pages:\n{all}");
    }
}

#[test]
fn a_heading_with_the_words_of_the_title_stands_once() {
    let cases = [
        ("same", "Two words", "# Two words\n\n## More\n", 1),
        ("case", "Two Words", "# two  words\n", 1),
        ("marks", "The --safe option", "# The `--safe` option\n", 1),
        ("source", "\"The `--safe` option\"", "# The `--safe` option\n", 1),
        ("other", "Something else", "# Two words\n", 2),
        ("lower", "Two words", "## Two words\n", 1),
    ];
    let site = site().file("content/index.md", "# Home\n");
    for (name, title, text, _) in cases {
        site.write(&format!("content/{name}.md"), format!("---\ntitle: {title}\n---\n\n{text}"));
    }
    site.build().fine();
    for (name, .., count) in cases {
        let page = site.published(&format!("{name}.html"));
        assert_eq!(page.matches("<h1").count(), count, "{name}");
    }
    // The title of front matter is text.
    let site = site.file("content/text.md", "---\ntitle: \"*Not* <b>marked</b>\"\n---\n\nText.\n");
    site.build().fine();
    assert_eq!(heading(&site.published("text.html")), "*Not* &lt;b&gt;marked&lt;/b&gt;");
}
