//! Pages that were written for mdBook, as a site shows them.

use super::support::Site;

const BUILD: [&str; 7] =
    ["build", "--content", "book/src", "--output", "public", "--format", "short"];

/// A book of one page beside listings, and a file that is not its own.
fn book(text: &str) -> Site {
    Site::new()
        .file("book/book.toml", "[book]\ntitle = \"Saws\"\n")
        .file("book/src/SUMMARY.md", "# Summary\n\n- [Home](index.md)\n")
        .file("book/src/index.md", text)
        .file("book/src/part.md", "Some *words* of a part.\n")
        .file(
            "book/listings/saw.rs",
            "# use oil::Oil;\n// ANCHOR: cut\nfn cut() {\n    saw();\n}\n// ANCHOR_END: cut\nfn rest() {}\n",
        )
        .file("book/.hidden/key.txt", "secretive\n")
        .file("outside.txt", "secretive\n")
}

#[test]
fn parts_of_files_are_shown_where_a_page_includes_them() {
    let site = book(
        "# Home\n\n{{#title Saws}}\n\n- Item\n\n  ```rust,ignore\n  {{#rustdoc_include ../listings/saw.rs:cut}}\n  ```\n\n\
         ```rust\n{{#include ../listings/saw.rs}}\n```\n\n{{#include part.md}}\n\n`{{#include x}}`\n",
    );
    site.run(&[&BUILD[..], &["--strict"]].concat()).fine();
    let home = site.published("index.html");
    for wanted in ["saw", "rest", "Some <em>words</em> of a part.", "<code>{{#include x}}</code>"] {
        assert!(home.contains(wanted), "{wanted} is not in {home}");
    }
    for unwanted in ["ANCHOR", "oil", "rustdoc_include", "#title"] {
        assert!(!home.contains(unwanted), "{unwanted} is in {home}");
    }
}

#[test]
fn nothing_outside_of_the_book_and_nothing_hidden_is_shown() {
    let site = book(
        "# Home\n\n{{#include ../../outside.txt}}\n\n{{#include ../.hidden/key.txt}}\n\n\
         ```text\n{{#include ../../outside.txt}}\n```\n\n{{#include ../listings/no.rs}}\n",
    );
    let places = [3, 5, 8, 11].map(|line| {
        format!("index.md:{line}:1: warning[not-understood]: `{{{{#include}}}}` means nothing here")
    });
    places.iter().fold(site.run(&BUILD).fine(), |ran, place| ran.says(place));
    let home = site.published("index.html");
    assert!(!home.contains("secretive"), "{home}");
    assert_eq!(home.matches("<code class=\"not-understood\">").count(), 3, "{home}");
}

#[test]
fn listings_and_blocks_of_preprocessors() {
    let site = book(
        "# Home\n\n<Listing number=\"1-2\" file-name=\"src/saw.rs\" caption=\"A *saw*\">\n\n```rust\n# concealed();\nshown();\n```\n\n</Listing>\n\n\
         ```admonish warning title=\"Mind\"\nYour **fingers**.\n```\n\n{{#tabs }}\n{{#tab name=\"Pull\"}}\nIt cuts back.\n{{#endtab }}\n{{#endtabs }}\n",
    );
    site.run(&[&BUILD[..], &["--strict"]].concat()).fine();
    let home = site.published("index.html");
    for wanted in [
        "id=\"listing-1-2\"",
        "Filename: src/saw.rs",
        "shown",
        "<p>Listing 1-2: A <em>saw</em></p>",
        "Mind",
        "Your <strong>fingers</strong>.",
        "Pull",
        "It cuts back.",
    ] {
        assert!(home.contains(wanted), "{wanted} is not in {home}");
    }
    for unwanted in ["concealed", "<listing", "admonish", "{{#"] {
        assert!(!home.contains(unwanted), "{unwanted} is in {home}");
    }
}

#[test]
fn texts_that_show_themselves_again_and_again_end() {
    let text = format!("# Home\n\n{}", "{{#include index.md}}\n\n".repeat(30));
    book(&text).run(&BUILD).fine().says("not-understood");
}
