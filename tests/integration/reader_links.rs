//! Links on each page by which readers reach its source, or its editors.

use super::support::Site;

const SETTINGS: &str = "title: Saws
base_url: https://saws.example/guide/
languages: [en, es]
words:
  es: { Saws: Sierras, Edit this page: Editar esta página, Report a problem: Avisar de un problema }
edit: { label: Edit this page, link: \"https://host.example/edit/main/{path}?t={title}\" }
report: { label: Report a problem, link: \"mailto:editors@saws.example?subject={title}&body={url}\" }
";

/// A text without the character references of ASCII letters.
fn without_references(html: &str) -> String {
    let mut plain = String::new();
    let mut rest = html;
    while let Some((before, behind)) = rest.split_once("&#") {
        plain.push_str(before);
        let (number, after) = behind.split_once(';').expect("a reference ends");
        let letter = number.parse().ok().and_then(char::from_u32);
        plain.push(letter.expect("it is a letter"));
        rest = after;
    }
    plain + rest
}

#[test]
fn a_page_leads_to_its_source_and_to_its_editors() {
    let site = Site::new()
        .file("fieldguide.yaml", SETTINGS)
        .file("content/index.md", "# Saws\n\nWords.\n")
        .file("content/tools/Rip saw & co.md", "---\ntitle: Rip saw & co.\n---\n\nWords.\n")
        .file("content/tools/axe.md", "---\ntitle: Axe\n---\n\nWords.\n")
        .file("content/tools/axe.es.md", "---\ntitle: Hacha\n---\n\nPalabras.\n")
        .file("content/quiet.md", "---\ntitle: Quiet\nedit: false\ntags: [still]\n---\n\nWords.\n");
    site.build().fine();
    let page = site.published("tools/rip-saw-co.html");
    let edit = "href=\"https://host.example/edit/main/tools/Rip%20saw%20%26%20co.md?t=Rip%20saw%20%26%20co.\"";
    assert!(page.contains(edit), "{page}");
    assert!(!page.contains("mailto:") && !page.contains("editors@"), "{page}");
    let mail = "href=\"mailto:editors@saws.example?subject=Rip%20saw%20%26%20co.&body=\
                https%3A%2F%2Fsaws.example%2Fguide%2Ftools%2Frip-saw-co.html\"";
    assert!(without_references(&page).contains(mail), "{page}");
    // A translation has a file of its own; where there is none, the page is that of the original.
    assert!(site.published("es/tools/axe.html").contains("/main/tools/axe.es.md?t=Hacha\""));
    assert!(site.published("es/tools/axe.html").contains(">Editar esta página</a>"));
    assert!(
        site.published("es/tools/rip-saw-co.html").contains("/main/tools/Rip%20saw%20%26%20co.md")
    );
    for path in ["quiet.html", "tags/still.html", "tools/index.html", "search.html"] {
        assert!(!site.published(path).contains("host.example/edit"), "{path}");
    }
    let found = site.run(&["search", "Report a problem"]).fine();
    assert!(found.out.contains("nothing found"), "{}", found.out);
}

#[test]
fn a_link_that_leads_nowhere_is_an_error() {
    let site = |link: &str| {
        Site::new()
            .file(
                "fieldguide.yaml",
                format!("title: Saws\nedit: {{ label: Edit, link: \"{link}\" }}\n"),
            )
            .file("content/index.md", "# Saws\n\nWords.\n")
    };
    site("https://host.example/{pth}")
        .build()
        .fails(1)
        .says("nothing is called `{pth}`")
        .says("`path`");
    site("javascript:alert(1)").build().fails(1).says("begin it with `https://`");
    site("/edit/{path}").build().fails(1).says("no address that readers can follow");
    Site::new()
        .file("fieldguide.yaml", "title: Saws\nreport: { link: \"mailto:a@b.example\" }\n")
        .file("content/index.md", "# Saws\n\nWords.\n")
        .build()
        .fails(1)
        .says("`label` is missing");
}
