//! What readers shall find, what they did not find, and why a page was found.

use serde_json::Value;

use super::support::Site;

/// A site with three pages.
fn site() -> Site {
    Site::new()
        .file("fieldguide.yaml", "title: Saws\nsearch:\n  synonyms:\n    - [rip saw, long saw]\n")
        .file("content/rip.md", "---\ntitle: Rip saws\n---\n\nA rip saw cuts along the grain. Keep its teeth re-sharpened.\n")
        .file("content/cross.md", "---\ntitle: Crosscut saws\n---\n\nThe saw cuts across the grain. See teeth.\n")
        .file("content/oil.md", "---\ntitle: Oiling\ntags: [care]\n---\n\nOil keeps a blade free of rust.\n")
}

#[test]
fn a_check_says_what_came_instead_of_an_expected_page() {
    let site = site().file(
        "search-tests.yaml",
        "- query: rust\n  expect: oil.md\n- query: saws\n  expect: [oil, rip]\n  first: 1\n",
    );
    let ran = site.run(&["check"]).fails(1);
    ran.says("error[search-expectation]: “saws” does not find `oil`")
        .says("search-tests.yaml:4:12")
        .says("found instead: 1. ")
        .says("search tests: 1 of 2 pass");
    // A build asks nobody.
    site.run(&["build"]).fine();
    let site = site.file("search-tests.yaml", "- query: saws\n  expect: [cross.html, /rip.html]\n");
    site.run(&["check"]).fine().says("search tests: 1 of 1 pass");
}

#[test]
fn filters_and_mistakes_of_search_tests_are_reported_in_their_place() {
    let site = site().file(
        "search-tests.yaml",
        "- query: keeps\n  expect: oil\n  filters: {tag: care}\n  first: 1\n- query: oil\n  expect: rap\n\
         - query: oil\n  expect: oil\n  filters:\n    tag: [cure]\n- querry: oil\n  expect: oil\n- query: oil\n  expect: oil\n  first: 0\n\
         - query: oil\n  expect: oil\n  language: xx\n",
    );
    let ran = site.run(&["check"]).fails(1);
    ran.says("there is no page `rap`")
        .says("did you mean `rip`?")
        .says("no page has `tag` `cure`")
        .says("search-tests.yaml:10:11")
        .says("did you mean `query`?")
        .says("a number from 1 to 100 is wanted")
        .says("the site has no pages in `xx`");
    site.file("search-tests.yaml", "- query: [\n").run(&["check"]).fails(1).says("yaml-syntax");
}

#[test]
fn an_explanation_says_by_what_a_page_was_found() {
    let site = site();
    site.run(&["build"]).fine();
    for (query, by, words) in [
        ("grain", "written", "`grain` as it is written"),
        ("cutting", "stem", "another form of `cutting`"),
        ("cro", "prefix", "a word that begins with `cro`"),
        ("resharpened", "part", "divided by a hyphen"),
        ("cross cut", "join", "written as one word"),
        ("ripsaw", "split", "`ripsaw`, written as two words"),
        ("grein", "correction", "a correction of `grein`"),
        ("long saw", "synonym", "another name of `long`"),
        ("\"along the grain\"", "phrase", "the phrase “along the grain”"),
    ] {
        let ran = site.run(&["search", query, "--explain"]).fine();
        assert!(ran.out.contains(words), "{query}: {}", ran.out);
        let ran = site.run(&["search", query, "--explain", "--json"]).fine();
        let answer: Value = serde_json::from_str(&ran.out).expect("it is JSON");
        let results = answer["results"].as_array().expect("it lists results");
        let explained = results.iter().filter_map(|result| result["explanation"].as_array());
        assert!(explained.flatten().any(|part| part["by"] == by), "{query}: {answer}");
    }
    let plain = site.run(&["search", "grain", "--json"]).fine();
    assert!(!plain.out.contains("explanation"), "{}", plain.out);
}

#[test]
fn queries_that_are_not_answered_well_are_reported() {
    let site = site();
    site.run(&["build"]).fine();
    let log = |query: &str, times: usize| {
        format!(
            "::1 - - [01/Mar/2027:10:00:00 +0000] \"GET /search.html?q={query} HTTP/1.1\" 200 9\n"
        )
        .repeat(times)
    };
    site.write(
        "access.log",
        log("crosscat", 9)
            + &log("grain", 7)
            + &log("saw+handle", 6)
            + &log("zebra", 5)
            + &log("secret", 4),
    );
    let ran = site.run(&["search", "--queries", "access.log"]).fine();
    assert!(
        ran.out.starts_with("4 queries; 1 more were asked fewer than 5 times, and are left out\n"),
        "{}",
        ran.out
    );
    for words in
        ["zebra  (5 times)", "`crosscat` was read as `crosscut`", "no page contains `handle`"]
    {
        assert!(ran.out.contains(words), "{}", ran.out);
    }
    assert!(!ran.out.contains("secret") && !ran.out.contains("grain"), "{}", ran.out);
    let ran = site.run(&["search", "--queries", "access.log", "--json"]).fine();
    let report: Value = serde_json::from_str(&ran.out).expect("it is JSON");
    assert_eq!(report["nothing"][0]["query"], "zebra");
    assert_eq!(report["corrected"][0]["count"], 9);
    assert_eq!(report["weak"][0]["missing"][0], "handle");
    site.run(&["search", "--queries", "none.txt"]).fails(2).says("`none.txt` cannot be read");
    site.run(&["search", "saw", "--queries", "access.log"]).fails(2);
    site.run(&["search"]).fails(2);
}

#[test]
fn numbers_that_a_page_shows_are_found() {
    let site = Site::new()
        .file(
            "fieldguide.yaml",
            "title: Saws\ncollections:\n  rules:\n    label: Rules\n    singular: Rule\n    order: number\n    ordered: true\n    fields:\n      number: {type: integer, required: true}\n",
        )
        .file("content/rules/one.md", "---\ntitle: Sharpen\nnumber: 1\n---\n\nSharpen 2 times a year, by 7 strokes.\n")
        .file("content/rules/two.md", "---\ntitle: Oil\nnumber: 7\n---\n\nA rule of thumb.\n")
        .file("content/plan.md", "---\ntitle: A plan\n---\n\n::: recommendation Buy\nOne saw.\n:::\n\n::: recommendation Learn\nFrom a friend.\n:::\n")
        .file("search-tests.yaml", "- query: rule 7\n  expect: rules/two\n  first: 1\n- query: recommendation 2\n  expect: plan\n  first: 1\n");
    site.run(&["check"]).fine().says("search tests: 2 of 2 pass");
    site.run(&["build"]).fine();
    let ran = site.run(&["search", "recommendation 2"]).fine();
    assert!(ran.out.contains("# Recommendation 2 · Learn"), "{}", ran.out);
}
