//! Pages that were written for Sphinx and Jupyter Book in `MyST`, as a site shows them.

use super::support::Site;

const BUILD: [&str; 7] = ["build", "--content", "docs", "--output", "public", "--format", "short"];

fn site(text: &str) -> Site {
    Site::new()
        .file("docs/_toc.yml", "format: jb-book\nroot: index\n")
        .file("docs/index.md", text)
        .file(
            "docs/guide/oil.md",
            "(oiling)=\n# Oil a saw\n\n(drop)=\n## One *drop*\n\nOf {sub}`2` oil.\n\n```{figure} ../saw.png\n:name: fig-saw\nA saw\n```\n",
        )
        .file("docs/saw.png", "x")
        .file("docs/saw.py", "import oil\nsaw()\n")
}

fn has_all(html: &str, texts: &[&str]) {
    for text in texts {
        assert!(html.contains(text), "{text} is not in {html}");
    }
}

#[test]
fn places_are_found_on_any_page() {
    let site = site(
        "# Home\n\n{ref}`drop` {ref}`W <drop>` {doc}`guide/oil` [](oiling) [it](drop) {numref}`Figure %s <fig-saw>`\n\n\
         ```{toctree}\nguide/oil\n```\n",
    );
    site.run(&BUILD).fine();
    has_all(
        &site.published("index.html"),
        &[
            "<a href=\"guide/oil.html#drop\">One <em>drop</em></a>",
            "<a href=\"guide/oil.html#drop\">W</a>",
            "<a href=\"guide/oil.html\">Oil a saw</a>",
            "<a href=\"guide/oil.html#oiling\">Oil a saw</a>",
            "<a href=\"guide/oil.html#drop\">it</a>",
            "<a href=\"guide/oil.html#fig-saw\">Figure</a>",
            "<li><a href=\"guide/oil.html\">Oil a saw</a>",
        ],
    );
    has_all(&site.published("guide/oil.html"), &["Oil a saw</h1>", "id=\"drop\"", "<sub>2</sub>"]);
}

#[test]
fn directives_and_their_texts() {
    let site = site(
        "# Home\n\n````{note}\nSee {kbd}`Ctrl`.\n\n```{code-block} py\n:caption: Sawing\nx = {y}\n```\n````\n\n\
         ::::{tab-set}\n:::{tab-item} Pull\nIt cuts *back*.\n:::\n::::\n\n```{dropdown} More\nWords within.\n```\n\n\
         ```{literalinclude} saw.py\n:lines: 2\n```\n\n% secretive\n\n+++\n\n```{code-cell} ipython3\n:tags: [hide-output]\nx\n```\n\n\
         ```{list-table} Saws\n:header-rows: 1\n* - Name\n  - Teeth\n* - Rip\n  - 5\n```\n\n`{ref}` and {x}\n\n\
         ````md\n```{note}\n{ref}`x`\n```\n````\n",
    );
    site.run(&BUILD).fine();
    let home = site.published("index.html");
    has_all(
        &home,
        &[
            "<kbd>Ctrl</kbd>",
            "<strong>Sawing</strong>",
            "Pull",
            "It cuts <em>back</em>.",
            "<details",
            "Words within.",
            "saw",
            "language-python",
            "<th scope=\"col\">Teeth</th>",
            "<code>{ref}</code> and {x}",
            "</span>{note}",
        ],
    );
    for unwanted in ["secretive", ":::", "+++", "import", "hide-output", "not-understood"] {
        assert!(!home.contains(unwanted), "{unwanted} is in {home}");
    }
}

#[test]
fn what_means_nothing_is_told_where_it_stands() {
    let site =
        site("# Home\n\n```{mine} Its title\n:own: x\nWords {mine}`y`.\n```\n\n{ref}`nowhere`\n");
    let ran = site.run(&BUILD).fine();
    ran.says("docs/index.md:3:1: warning[not-understood]: `{mine}` means nothing here")
        .says("docs/index.md:5:7: warning[not-understood]: `{mine}` means nothing here")
        .says("docs/index.md:8:1: warning[broken-anchor]: this page has no heading `#nowhere`");
    has_all(
        &site.published("index.html"),
        &["mine Its title", "Words <code class=\"not-understood\">"],
    );
}
