//! Pages that were written for Jekyll, Eleventy and Middleman, as a site shows them.

use super::support::Site;

const BUILD: [&str; 7] = ["build", "--content", "docs", "--output", "public", "--format", "short"];

fn site(text: &str) -> Site {
    Site::new()
        .file("docs/_config.yml", "title: Saws\n")
        .file("docs/index.md", format!("---\ntitle: The saws\n---\n\n{text}"))
        .file("docs/guide/oil.md", "# Oil\n\n## Two drops\n\nOne drop is enough.\n")
}

#[test]
fn tags_and_variables_of_liquid_are_understood() {
    let site = site(
        "{% comment %}\nsecretive\n{% endcomment %}Welcome to {{ page.title }}.\n\n\
         [Oil]({% link guide/oil.md %}#two-drops) and [oil again]({{ site.baseurl }}/guide/oil.md).\n\n\
         {% highlight ruby %}\nsaw {{ x }}\n{% endhighlight %}\n\n{% raw %}{{ kept }}{% endraw %}\n\n\
         {% include note.html content=\"Take *care*.\" %}\n",
    );
    site.run(&[&BUILD[..], &["--strict"]].concat()).fine();
    let home = site.published("index.html");
    for wanted in [
        "Welcome to The saws.",
        "<a href=\"guide/oil.html#two-drops\">Oil</a> and <a href=\"guide/oil.html\">oil again</a>",
        "{{ kept }}",
        "Take <em>care</em>.",
        "<pre class=\"code\"",
    ] {
        assert!(home.contains(wanted), "{wanted} is not in {home}");
    }
    for raw in ["secretive", "{%", "endhighlight"] {
        assert!(!home.contains(raw), "{raw} is on the page: {home}");
    }
}

#[test]
fn extensions_of_kramdown_are_understood() {
    let site = site(
        "* TOC\n{:toc}\n\n{::options toc_levels=\"2\" /}\n\n{::comment}secretive{:/comment}\n\n## Part\n{: #own .c}\n\n\
         [Go](#own){:.button}\n\n{: .warning }\nTake care.\n\n<div markdown=\"1\">\n**Bold** words.\n</div>\n",
    );
    site.run(&[&BUILD[..], &["--strict"]].concat()).fine();
    let home = site.published("index.html");
    for wanted in ["<a href=\"#own\">Go</a>", "id=\"own\"", "Take care.", "<strong>Bold</strong>"] {
        assert!(home.contains(wanted), "{wanted} is not in {home}");
    }
    for raw in ["{:", "TOC", "secretive", ".button", ".warning"] {
        assert!(!home.contains(raw), "{raw} is on the page: {home}");
    }
}

#[test]
fn what_is_computed_is_reported_and_its_words_stay() {
    let site = site(
        "{% for saw in site.saws %}\nA saw is here.\n{% endfor %}\n\n\
         [Words]({{ saw.url }}/x) and <a href=\"{{ saw.url }}/y\">more</a>.\n\n<%= partial 'x' %>\n",
    );
    let ran = site.run(&BUILD).fine();
    ran.says("docs/index.md:5:1: warning[not-understood]: `{% for %}` means nothing here")
        .says("docs/index.md:9:9: warning[not-understood]: `{{ saw.url }}` means nothing here")
        .says("docs/index.md:11:1: warning[not-understood]: `<% partial %>` means nothing here");
    let home = site.published("index.html");
    assert!(home.contains("A saw is here."), "{home}");
    assert!(home.contains("Words and ") && home.contains("more"), "{home}");
}
