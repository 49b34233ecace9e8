//! Sites in several languages: what readers of each see, and the record of what was translated.

use std::fs;

use super::support::Site;

const SAW: &str =
    "---\ntitle: Saw\ntags: [wood]\n---\n\nCuts.\n\n## Care\n\nKeep it dry.\n\n## Use\n\nPull.\n";
const GERMAN: &str =
    "---\ntitle: Säge\n---\n\nSägt.\n\n## Pflege\n\nTrocken halten.\n\n## Gebrauch\n\nZiehen.\n";

fn workshop() -> Site {
    Site::new()
        .file(
            "fieldguide.yaml",
            "title: Workshop\nlanguages: [en, de, ja]\nchecks: { untranslated-words: off }\n\
             words: { de: { Workshop: Werkstatt, wood: Holz } }\nbase_url: https://w.example/\n",
        )
        .file("content/index.md", "# Workshop\n\nSee the [saw](saw.md#care).\n")
        .file("content/saw.md", SAW)
        .file("content/saw.de.md", GERMAN)
        .file("content/saw.ja.md", "# のこぎり\n\n木を切ります。\n\n## 手入れ\n\n乾かします。\n\n## 使い方\n\n引きます。\n")
        .file("content/glue.md", "# Glue\n\nIt holds. See the [saw](saw.md).\n")
}

#[test]
fn each_language_has_an_edition_that_falls_back_to_the_first() {
    let site = workshop();
    site.build().fine();
    let home = site.published("de/index.html");
    assert!(home.contains("<html lang=\"de\">") && home.contains("<title>Workshop, Werkstatt"));
    let fallen = "<h1 id=\"workshop\" lang=\"en\">Workshop</h1>";
    assert!(home.contains(fallen) && home.contains("Diese Seite ist noch nicht"), "{home}");
    assert!(home.contains("href=\"saw.html#pflege\""), "the same place, by its own name: {home}");
    assert!(home.contains("rel=\"canonical\" href=\"https://w.example/index.html\""));
    assert!(!home.contains("hreflang=\"x-default\""));
    let saw = site.published("de/saw.html");
    assert!(saw.contains("<h1>Säge</h1>") && saw.contains(">Holz</a>"), "{saw}");
    let other = "rel=\"alternate\" hreflang=\"ja\" href=\"https://w.example/ja/saw.html\"";
    assert!(saw.contains(other) && saw.contains("\"translationOfWork\""), "{saw}");
    let sitemap = site.published("sitemap.xml");
    assert!(sitemap.contains("<loc>https://w.example/ja/saw.html</loc>"));
    assert!(!sitemap.contains("de/glue.html"), "nobody has translated it");
    assert!(
        site.published("glue.html").contains("hreflang=\"de\">Deutsch</a> <span class=\"muted\">")
    );
}

#[test]
fn all_languages_can_have_their_tag_in_addresses() {
    let site = workshop();
    let settings = fs::read_to_string(site.root().join("fieldguide.yaml")).expect("it is there");
    site.write("fieldguide.yaml", settings.clone() + "language_addresses: all\n");
    site.build().fine();
    assert!(site.published("en/saw.html").contains("href=\"../de/saw.html\""));
    assert!(site.published("en/saw.html").contains("src=\"../assets/search.js\""));
    assert!(!site.tree().contains_key("saw.html"));
    // A page of the first language that stands where another language is.
    site.write("fieldguide.yaml", settings + "urls: directories\n");
    site.write("content/other.md", "---\nslug: de\n---\n\n# Not German\n\nWords.\n");
    site.build().fails(1).says("content/other.md:2:7: error[duplicate-url]");
}

#[test]
fn each_language_is_searched_by_itself() {
    let site = workshop();
    site.build().fine();
    let first = |arguments: &[&str]| {
        let answer = site.run(&[&["search", "--json"], arguments].concat()).fine().out;
        let url = answer.split("\"url\":\"").nth(1).and_then(|rest| rest.split('"').next());
        url.unwrap_or_default().to_owned()
    };
    assert_eq!(first(&["dry"]), "saw.html");
    assert_eq!(first(&["--lang", "de", "trockenes"]), "de/saw.html");
    assert_eq!(first(&["--lang", "JA", "のこぎり"]), "ja/saw.html");
    assert_eq!(first(&["--filter", "language=de", "Pflege"]), "de/saw.html");
    assert_eq!(first(&["--lang", "de", "glue"]), "", "that is an English page");
    let told = site.run(&["search", "Pflege"]).fine().out;
    assert!(told.contains("nothing found") && told.contains("1 page in `de`"), "{told}");
    site.run(&["search", "--lang", "dee", "x"]).fails(2).says("did you mean `de`?");
}

#[test]
fn a_translation_records_what_it_was_made_from() {
    let site = workshop();
    let check = || site.run(&["check", "--format", "short"]);
    let translated = |arguments: &[&str]| site.run(&[&["translated"], arguments].concat());
    let german = || fs::read_to_string(site.root().join("content/saw.de.md")).expect("it is there");
    assert_eq!(
        translated(&["content/saw.de.md", "content/saw.ja.md"]).fine().out.lines().count(),
        2
    );
    let recorded = german();
    let head = "---\ntitle: Säge\ntranslation:\n  sections:\n    top: x";
    assert!(recorded.starts_with(head), "{recorded}");
    assert!(recorded.ends_with(GERMAN.split("---\n").nth(2).expect("a text")), "{recorded}");
    check().fine();
    // Line breaks make no other text; words do.
    site.write("content/saw.md", SAW.replace("Keep it dry.", "Keep it\ndry."));
    assert!(!check().fine().err.contains("outdated"));
    let (care, both) = (
        SAW.replace("Keep it dry.", "Oil it."),
        SAW.replace("Keep it dry.", "Oil it.").replace("Pull.", "Pull slowly."),
    );
    site.write("content/saw.md", &both);
    check().fine().says("content/saw.de.md:4:3: warning[outdated-translation]: 2 sections");
    site.build().fine();
    let page = site.published("de/saw.html");
    assert!(page.contains("href=\"../saw.html#care\" lang=\"en\">Care</a>"), "{page}");
    // One section was brought up to date, one did not need it; the third language is not concerned.
    translated(&["content/saw.de.md", "--section", "care"]).fine();
    check().fine().says("content/saw.de.md:4:3: warning[outdated-translation]: a section");
    let minor = translated(&["--minor", "--section", "use", "content/saw.md"]).fine();
    assert_eq!(minor.out, "content/saw.de.md\ncontent/saw.ja.md\n");
    check().fine().says("saw.ja.md:3:3: warning[outdated-translation]: a section");
    assert!(!check().err.contains("saw.de.md"));
    // Sections that come and go.
    site.write("content/saw.md", care.replace("## Use\n\nPull.\n", "## Storage\n\nHang it.\n"));
    let told = site.run(&["check"]).fine();
    told.says("`Storage` is new").says("`use` is gone");
    translated(&["--by", "person", "content/saw.de.md", "content/saw.ja.md"]).fine();
    assert!(german().contains("  by: person\n") && !german().contains("use:"));
    assert!(!check().fine().err.contains("outdated"));
}

#[test]
fn a_record_leaves_the_rest_of_the_front_matter_alone() {
    let site = workshop();
    let record = |head: &str| {
        site.write("content/saw.de.md", format!("{head}# Säge\r\n\r\nSägt.\r\n"));
        site.run(&["translated", "content/saw.de.md"]).fine();
        fs::read_to_string(site.root().join("content/saw.de.md")).expect("it is there")
    };
    let flow = record(
        "---\r\ntranslation: { by: machine,\r\n  sections: {} }\r\ntitle: S # why\r\n---\r\n",
    );
    assert!(flow.starts_with("---\r\ntranslation:\r\n  by: machine\r\n  sections:\r\n"), "{flow}");
    assert!(flow.contains("\r\ntitle: S # why\r\n---\r\n# Säge"), "{flow}");
    let last = record("---\ntitle: S\ntranslation:\n---\n");
    assert!(last.starts_with("---\ntitle: S\ntranslation:\r\n  sections:"), "{last}");
    let none = record("");
    assert!(none.starts_with("---\r\ntranslation:\r\n") && none.lines().count() > 6, "{none}");
    let again = site.run(&["translated", "content/saw.de.md"]).fine();
    assert!(again.err.contains("nothing to write"), "{}", again.err);
    for (arguments, said) in [
        (&["content/saw.md"][..], "is no translation"),
        (&["--minor", "content/saw.de.md"], "name `content/saw.md`"),
        (&["content/gone.md"], "is no page of the site"),
        (&["content/saw.de.md", "--section", "caer"], "did you mean `care`?"),
    ] {
        site.run(&[&["translated"], arguments].concat()).fails(2).says(said);
    }
}

#[test]
fn pages_that_are_not_published_are_no_page_in_any_language() {
    let site = workshop()
        .file("content/plan.md", "---\ndraft: true\n---\n\n# Plan\n\nLater.\n")
        .file("content/plan.de.md", "# Plan\n\nSpäter.\n")
        .file("content/nur.de.md", "---\ndraft: true\n---\n\n# Nur\n\nDeutsch.\n")
        .file("content/links.md", "# Links\n\n[Plan](plan.md)\n")
        .file("content/links.de.md", "# Links\n\n[Plan](plan.de.md), [hier](nur.de.md)\n");
    let told = site.run(&["build", "--format", "short"]).fails(1);
    let told = told.says("content/links.md:3:1: error[broken-link]: the page `plan.md` is a draft");
    told.says("content/links.de.md:3:1:")
        .says("content/links.de.md:3:21: error[broken-link]: the page `nur.de.md` is a draft");
    site.run(&["build", "--drafts"]).fine();
    assert!(site.published("de/links.html").contains("href=\"nur.html\">hier"));
    // A draft of a translation: readers have the original until it is done.
    site.write("content/saw.de.md", GERMAN.replace("---\ntitle", "---\ndraft: true\ntitle"));
    for page in ["links", "plan"] {
        fs::remove_file(site.root().join(format!("content/{page}.de.md"))).expect("it is there");
    }
    fs::remove_file(site.root().join("content/links.md")).expect("it is there");
    site.build().fine();
    assert!(site.published("de/saw.html").contains("<h1 lang=\"en\">Saw</h1>"));
}

#[test]
fn no_page_is_lost_at_an_address_of_another_one() {
    let site = workshop().file(
        "content/board.de.md",
        "---\naliases: [/glue.html, /plane.html, /de/eigen.html]\n---\n\n# Brett\n\nHolz.\n",
    );
    site.write(
        "content/board.md",
        "---\naliases: [/plane.html, de/saw.html]\n---\n\n# Board\n\nWood.\n",
    );
    let told = site.build().fails(1);
    let told =
        told.says("content/board.md:2:24: error[alias-conflict]: the address `/de/saw.html`");
    let told =
        told.says("content/board.de.md:2:11: error[alias-conflict]: the address `/glue.html`");
    told.says("content/board.de.md:2:23: error[alias-conflict]: the address `/plane.html`");
    // A translation takes the address of a page that nobody has translated.
    site.write("content/board.md", "# Board\n\nWood.\n");
    site.write("content/board.de.md", "---\nslug: glue\n---\n\n# Brett\n\nHolz.\n");
    site.build()
        .fails(1)
        .says("error[duplicate-url]: two pages would be published at the address `/de/glue.html`");
}

#[test]
fn what_fits_the_first_language_fits_the_others_or_is_told() {
    let site = workshop()
        .file("content/de/list.csv", "Name,Zahl\nA,1\n")
        .file("content/list.csv", "Name,Number\nA,1\n")
        .file("content/de/glue.md", "# Leim\n\n::: data-table list.csv {caption=\"Liste\"}\n")
        .file("content/links.md", "# Links\n\n[By address](saw.html#care), [old](/older.html)\n\n::: include saw.md#care\n")
        .file("content/older.md", "---\naliases: [/older.html]\nslug: newer\n---\n\n# Older\n\nWords.\n");
    site.run(&["build", "--strict"]);
    site.build().fine();
    assert!(site.published("de/glue.html").contains("Zahl"));
    let links = site.published("de/links.html");
    assert!(
        links.contains("href=\"saw.html#pflege\"") && links.contains("href=\"newer.html\""),
        "{links}"
    );
    assert!(links.contains("<div lang=\"de\" dir=\"ltr\">\n<p>Trocken halten."), "{links}");
    // A translation without that section, and files of other languages where they cannot work.
    site.write("content/saw.de.md", "# Säge\n\nSägt.\n");
    site.build().fails(1).says("content/links.md:5:13: error[broken-anchor]");
    site.write("content/saw.de.md", GERMAN);
    site.write("content/links.md", "# Links\n\n::: include saw.de.md\n\n![Bild](saw.de.md)\n");
    site.build().fails(1).says("content/links.md:3:").says("content/links.md:5:");
}
