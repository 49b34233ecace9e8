//! Pages that were written for `MkDocs`, as a site shows them.

use super::support::Site;

const BUILD: [&str; 7] = ["build", "--content", "docs", "--output", "public", "--format", "short"];

/// A site of one page beside a snippet and a file of the tool.
fn site(text: &str) -> Site {
    Site::new()
        .file("docs/mkdocs.yml", "site_name: Saws\n")
        .file("docs/index.md", text)
        .file("docs/parts/oil.md", "# Oil\n\nOne drop is enough.\n")
}

/// Whether a page has all of some texts, in their order.
fn has_in_order(html: &str, texts: &[&str]) {
    let mut rest = html;
    for text in texts {
        let found = rest.split_once(text);
        assert!(found.is_some(), "{text} is not there, or not in order: {html}");
        rest = found.map_or("", |(_, rest)| rest);
    }
}

#[test]
fn admonitions_and_tabs_become_components() {
    let site = site(
        "# Home\n\n!!! danger \"Look **out**\"\n    Words in it.\n\n    === \"Pull\"\n\n        \
         It cuts back.\n\n    === \"Push\"\n\n        ```py title=\"saw.py\" hl_lines=\"1\"\n        \
         saw()\n        ```\n\n??? question\n    - A list\n\n        More of it.\n\nAfter it.\n",
    );
    site.run(&[&BUILD[..], &["--strict"]].concat()).fine();
    let home = site.published("index.html");
    has_in_order(
        &home,
        &[
            "Look ",
            "out",
            "Words in it.",
            "Pull",
            "It cuts back.",
            "Push",
            "<strong>saw.py</strong>",
            "<pre class=\"code\"",
            "<details",
            "Question",
            "A list",
            "More of it.",
            "</details>",
            "<p>After it.</p>",
        ],
    );
    for raw in ["!!!", "???", "===", ":::", "hl_lines"] {
        assert!(!home.contains(raw), "{raw} is on the page: {home}");
    }
}

#[test]
fn blocks_between_slashes_become_components() {
    let site = site(
        "# Home\n\n//// tab | One\n\n/// tip | Careful\n\nFirst words.\n\n///\n\n////\n\n\
         //// tab | Two\n\nSecond words.\n\n////\n\n/// details | More\n    type: warning\n\nThird words.\n///\n",
    );
    site.run(&[&BUILD[..], &["--strict"]].concat()).fine();
    let home = site.published("index.html");
    let words = [
        "One",
        "Careful",
        "First words.",
        "Two",
        "Second words.",
        "<details",
        "More",
        "Third words.",
    ];
    has_in_order(&home, &words);
    assert!(!home.contains("///") && !home.contains("type: warning"), "{home}");
}

#[test]
fn marks_within_lines_have_a_look_or_go() {
    let site = site(
        "# Home\n\n## Part { #own .big }\n\n[Go](#own){ .md-button } ==marked== ^^new^^ H~2~O x^2^ \
         ++ctrl+c++ :smile: and `{ .code } ==code==`.\n\nThe TPI of a saw, ~/.saw and :https: here.\n\n\
         [TOC]\n\n*[TPI]: Teeth per inch\n\n<div class=\"grid\" markdown>\n**Bold** words.\n</div>\n",
    );
    site.run(&[&BUILD[..], &["--strict"]].concat()).fine();
    let home = site.published("index.html");
    for wanted in [
        "id=\"own\"",
        "<a href=\"#own\">Go</a> <mark>marked</mark> <ins>new</ins> H<sub>2</sub>O x<sup>2</sup>",
        "<kbd>Ctrl</kbd>+<kbd>C</kbd> 😄",
        "<code>{ .code } ==code==</code>",
        "<abbr title=\"Teeth per inch\">TPI</abbr> of a saw, ~/.saw and :https: here.",
        "<strong>Bold</strong> words.",
    ] {
        assert!(home.contains(wanted), "{wanted} is not in {home}");
    }
    for raw in ["md-button", "[TOC]", "*[TPI]", ".big"] {
        assert!(!home.contains(raw), "{raw} is on the page: {home}");
    }
}

#[test]
fn what_comes_from_elsewhere_is_included_or_reported_where_it_stands() {
    let site = site(
        "# Home\n\n--8<-- \"docs/parts/oil.md\"\n\n!!! note\n    --8<-- \"saw.py:1:3\"\n\n\
         {* ../saw.py hl[1] *}\n\nSee [all]({{ address }}/x) of it.\n\n- !!! odd\n\n::: saw.Blade\n    options:\n        x: y\n",
    );
    let ran = site.run(&BUILD).fine();
    ran.says("docs/index.md:6:5: warning[not-understood]: `--8<--` means nothing here")
        .says("docs/index.md:8:1: warning[not-understood]: `{* … *}` means nothing here")
        .says("docs/index.md:10:11: warning[not-understood]: `{{ address }}` means nothing here")
        .says("docs/index.md:12:3: warning[not-understood]: `!!! odd` means nothing here")
        .says("docs/index.md:14:1: warning[not-understood]: `::: module` means nothing here");
    let home = site.published("index.html");
    has_in_order(&home, &["One drop is enough.", "<code class=\"not-understood\">", "of it."]);
    assert!(!home.contains("options:"), "{home}");
}
