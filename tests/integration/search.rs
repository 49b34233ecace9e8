//! `fieldguide search`, as a person at the terminal uses it.

use std::fs;

use super::support::Site;

fn pantry() -> Site {
    Site::new()
        .file(
            "fieldguide.yaml",
            "title: Pantry\nsearch:\n  synonyms:\n    - [aubergine, eggplant]\n\
             vocabularies:\n  seasons:\n    values: {summer: Summer, winter: Winter}\n\
             collections:\n  recipes:\n    fields:\n      season: {type: one-of, vocabulary: seasons}\n\
             \x20     short: {type: string, synonyms: true}\n",
        )
        .file("content/index.md", "# Pantry\n\nWhat is in the house.\n")
        .file(
            "content/recipes/soup.md",
            "---\ntitle: Lentil soup\nseason: winter\nshort: dal\ntags: [warm]\n---\n\n\
             Boil the lentils.\n\n## Serving\n\nServe the soup hot with lemons.\n",
        )
        .file(
            "content/recipes/salad.md",
            "---\ntitle: Eggplant salad\nseason: summer\n---\n\nGrill, cool, add lemon and salt.\n",
        )
}

#[test]
fn a_search_finds_words_forms_typos_beginnings_and_other_names() {
    let site = pantry();
    site.build().fine();
    for (query, first) in [
        ("lentil", "recipes/soup.html"),
        ("boiling", "recipes/soup.html"),
        ("lentli", "recipes/soup.html"),
        ("entil", "recipes/soup.html"),
        ("len", "recipes/soup.html"),
        ("dal", "recipes/soup.html"),
        ("aubergine", "recipes/salad.html"),
        ("\"serve the soup\"", "recipes/soup.html"),
    ] {
        let answer = site.run(&["search", query, "--json", "-n", "1"]).fine();
        assert!(answer.out.contains(&format!("\"url\":\"{first}\"")), "{query}: {}", answer.out);
    }
    let answer = site.run(&["search", "lentli"]).fine();
    assert!(answer.out.contains("searched for `lentil` instead"), "{}", answer.out);
    let answer = site.run(&["search", "\"lentli\""]).fine();
    assert!(answer.out.contains("nothing found"), "{}", answer.out);
    let answer = site.run(&["search", "hot lemon", "--explain"]).fine();
    assert!(answer.out.contains("`lemon` by `lemon` in text"), "{}", answer.out);
    assert!(answer.out.contains("recipes/soup.html#serving"), "{}", answer.out);
}

#[test]
fn a_search_is_narrowed_by_filters_and_says_which_there_are() {
    let site = pantry();
    site.build().fine();
    let both = site.run(&["search", "lemon", "--json"]).fine().out;
    assert!(both.starts_with("{\"total\":2,"), "{both}");
    let one = site.run(&["search", "lemon", "--json", "--filter", "season=summer"]).fine().out;
    assert!(one.starts_with("{\"total\":1,") && one.contains("salad"), "{one}");
    site.run(&["search", "lemon", "--lang", "en"]).fine();
    site.run(&["search", "lemon", "--filter", "seson=summer"])
        .fails(2)
        .says("[unknown-filter]")
        .says("did you mean `season`?");
    site.run(&["search", "lemon", "--filter", "season=sumer"])
        .fails(2)
        .says("did you mean `summer`?");
    site.run(&["search", "lemon", "--lang", "xx"]).fails(2).says("[unknown-filter]");
}

#[test]
fn the_index_follows_the_content() {
    let site = pantry();
    site.run(&["search", "lemon"]).fails(2).says("[no-search-index]");
    site.build().fine();
    site.write("content/recipes/cake.md", "# Cake\n\nSugar and rhubarb.\n");
    fs::remove_file(site.root().join("content/recipes/salad.md")).expect("it is there");
    site.build().fine();
    let answer = site.run(&["search", "rhubarb", "--json"]).fine().out;
    assert!(answer.contains("recipes/cake.html"), "{answer}");
    let answer = site.run(&["search", "\"eggplant\"", "--json"]).fine().out;
    assert!(answer.starts_with("{\"total\":0,"), "{answer}");
    let built = site.tree();
    fs::remove_dir_all(site.root().join(".fieldguide")).expect("it is there");
    site.build().fine();
    assert!(site.tree() == built, "a kept index and a new one give the same files");
}

#[test]
fn where_the_index_cannot_be_kept_the_site_is_whole_and_says_so() {
    let site = pantry().file(".fieldguide", "in the way");
    site.build().fine().says("[search-index-not-kept]");
    assert!(site.published("assets/search.js").contains("fieldguide.start("));
}

#[test]
fn timings_name_the_seconds_and_bytes_of_the_index() {
    let site = pantry();
    let beside = site.run(&["build", "--timings", "--format", "sarif"]).fine();
    assert!(beside.out.trim_end().ends_with('}') && beside.err.contains("search index"));
    let told = site.run(&["build", "--timings"]).fine().out;
    let render = told.lines().find(|line| line.starts_with("render")).expect("it is a stage");
    let bytes: Option<usize> = render.split_whitespace().nth(2).and_then(|cell| cell.parse().ok());
    assert!(bytes.is_some_and(|bytes| bytes > 10_000), "{told}");
    assert!(told.contains("search index: ") && told.contains(" bytes in 2 files"), "{told}");
}
