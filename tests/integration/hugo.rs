//! Pages that were written for Hugo and for Zola, as a site shows them.

use super::support::Site;

const BUILD: [&str; 7] = ["build", "--content", "docs", "--output", "public", "--format", "short"];

fn hugo(text: &str) -> Site {
    Site::new()
        .file("hugo.toml", "title = \"Saws\"\n")
        .file("docs/_index.md", text)
        .file("docs/guide/_index.md", "+++\ntitle = \"Guide\"\n+++\n\n## Oil\n\nOne drop.\n")
        .file("docs/saw.png", "x")
}

fn has_all(html: &str, texts: &[&str]) {
    for text in texts {
        assert!(html.contains(text), "{text} is not in {html}");
    }
}

fn has_none(html: &str, texts: &[&str]) {
    for text in texts {
        assert!(!html.contains(text), "{text} is in {html}");
    }
}

#[test]
fn front_matter_in_toml_and_places_in_it() {
    let site = hugo(
        "+++\ntitle = 'Own \\ title'\ndate = 2020-01-02\ntags = [\n  'a', # one\n]\n+++\n\nText.\n",
    )
    .file("docs/draft.md", "+++\ntitle = \"D\"\ndraft = true\n+++\n\nUnfinished.\n")
    .file(
        "docs/wrong.md",
        "+++\ntitle = \"W\"\ndate = \"soon\"\n[params]\na = \"\"\"\nb\n\"\"\"\n+++\n\nText.\n",
    );
    let ran = site.run(&BUILD).fine();
    ran.says("docs/wrong.md:3:8: warning[wrong-type]");
    has_all(&site.published("index.html"), &["Own \\ title", "Text."]);
    has_none(&site.published("index.html"), &["+++", "---"]);
    assert!(site.published("wrong.html").contains("W</h1>"));
    assert!(!site.root().join("public/draft.html").exists());
}

#[test]
fn shortcodes_of_hugo_and_its_themes() {
    let site = hugo(
        "---\ntitle: Home\n---\n\n[oil]({{< ref \"/guide#oil\" >}}) [no]({{< relref \"nowhere\" >}})\n\n\
         {{< figure src=\"saw.png\" alt=\"A saw\" caption=\"Eight teeth\" >}}\n\n\
         {{< highlight go \"linenos=true\" >}}\nx := {{ y }}\n{{< /highlight >}}\n\n\
         1. Item\n\n   {{% alert title=\"Mind\" color=\"warning\" %}}\n   Your **fingers**.\n   {{% /alert %}}\n\n\
         {{< tabs >}}\n{{% tab title=\"Pull\" %}}\nIt cuts *back*.\n{{% /tab %}}\n{{< /tabs >}}\n\n\
         {{< details summary=\"More\" >}}\nWords within.\n{{< /details >}}\n\n{{< youtube abc >}}\n\n\
         {{</* mine */>}} and `{{</* mine */>}}`\n\n{{< comment >}}secretive{{< /comment >}}\n\n\
         {{< mine >}}\nWords of mine.\n{{< /mine >}}\n",
    );
    let ran = site.run(&BUILD).fine();
    ran.says("docs/_index.md:35:1: warning[not-understood]: `{{< mine >}}` means nothing here")
        .says("docs/_index.md:5:33: warning[broken-link]: there is no page `nowhere`");
    has_all(
        &site.published("index.html"),
        &[
            "<a href=\"guide/index.html#oil\">oil</a>",
            "<img src=\"saw.png\" alt=\"A saw\"",
            "Eight teeth",
            "language-go",
            "Mind",
            "Your <strong>fingers</strong>.",
            "Pull",
            "It cuts <em>back</em>.",
            "<details",
            "<p>Words within.</p>",
            "watch?v=abc",
            "<code>{{&lt; mine &gt;}}</code> and <code>{{&lt; mine &gt;}}</code>",
            "Words of mine.",
        ],
    );
    has_none(&site.published("index.html"), &["secretive", ":::", "linenos", "{{%", "/*"]);
}

#[test]
fn pages_of_zola() {
    let site = Site::new()
        .file("config.toml", "base_url = \"/\"\n")
        .file("docs/_index.md", "+++\ntitle = \"Home\"\ntemplate = \"home.html\"\n[taxonomies]\ntags = [\"saws\"]\n[extra]\nown = 1\n+++\n\n\
              [oil](@/guide/oil.md#drop)\n\n{% warning(title=\"Mind\") %}\nYour **fingers**.\n{% end %}\n\n\
              {{ vimeo(id=\"1\") }}\n\n{{ mine(a=1) }}\n\n`{{/* mine() */}}`\n")
        .file("docs/guide/oil.md", "# Oil\n\n## Drop\n\nOne.\n");
    let ran = site.run(&BUILD).fine();
    ran.says("docs/_index.md:18:1: warning[not-understood]: `{{ mine }}` means nothing here");
    let home = site.published("index.html");
    has_all(
        &home,
        &[
            "<a href=\"guide/oil.html#drop\">oil</a>",
            "Mind",
            "Your <strong>fingers</strong>.",
            "vimeo.com/1",
            "<code>{{ mine() }}</code>",
        ],
    );
    has_none(&home, &["{%", ":::", "+++", "home.html"]);
}
