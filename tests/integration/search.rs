//! `fieldguide search`, as a person at the terminal uses it.

use std::collections::BTreeMap;
use std::fs;

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, PhraseQuery, Query, TermQuery};
use tantivy::schema::{IndexRecordOption, Value as _};
use tantivy::{Index, Searcher, TantivyDocument, Term};

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
    assert!(answer.out.contains("another form of `lemon`"), "{}", answer.out);
    assert!(answer.out.contains("recipes/soup.html#serving"), "{}", answer.out);
}

/// An answer as the program prints it for other programs.
fn answer(site: &Site, query: &str) -> serde_json::Value {
    let told = site.run(&["search", "--json", "--", query]).fine().out;
    serde_json::from_str(&told).expect("it is JSON")
}

#[test]
fn a_phrase_is_preferred_and_leaves_out_pages_only_where_all_else_is_found_with_it() {
    let site = Site::new()
        .file("content/a.md", "# First\n\nGood wood for all tables.\n")
        .file("content/b.md", "# Second\n\nAll wood is good for tables and chairs.\n")
        .file("content/c.md", "# Third\n\nChairs, and no more.\n");
    site.build().fine();
    assert_eq!(found(&site, "\"good wood\""), ["a.html"]);
    assert_eq!(found(&site, "\"good wood\" tables"), ["a.html"], "it leaves out pages");
    assert_eq!(found(&site, "\"good wood\" chairs")[0], "b.html", "no page has both: it adds");
    assert_eq!(found(&site, "chairs \"wood good\"").len(), 3, "no page has it: its words count");
    assert_eq!(found(&site, "\"all for\"").len(), 2, "they are all that there is");
    assert_eq!(found(&site, "good \"wood"), ["a.html", "b.html"], "it was never closed");
    let told = answer(&site, "chairs \"wood good\"");
    assert_eq!(told["missingPhrases"], serde_json::json!(["wood good"]));
    assert_eq!(told["missing"], serde_json::json!([]));
    let told = site.run(&["search", "chairs \"wood  Good\""]).fine().out;
    assert!(told.starts_with("No page contains the phrase “wood  Good”."), "{told}");
    assert_eq!(answer(&site, "\"good wood\" chairs")["missingPhrases"], serde_json::json!([]));
}

#[test]
fn a_word_that_stands_for_nothing_is_named_as_it_was_typed() {
    let site = pantry();
    site.build().fine();
    let told = answer(&site, "Xylophone lemon \"Zymurgy\" xylophone");
    assert_eq!(told["total"], 2);
    assert_eq!(told["missing"], serde_json::json!(["Xylophone", "xylophone", "Zymurgy"]));
    let said = site.run(&["search", "Xylophone lemon"]).fine().out;
    assert!(said.starts_with("No page contains “Xylophone”."), "{said}");
    let told = answer(&site, "Lentli aubergine");
    assert_eq!(told["missing"], serde_json::json!([]));
    assert_eq!(told["corrections"][0]["from"], "Lentli");
}

#[test]
fn a_title_is_exact_with_its_words_in_their_order_and_number() {
    let pages = [
        ("a-plan", "Care plan", "Care for care."),
        ("b-care", "Care", "A word."),
        ("c-support", "Support peer", "Peer support for peer and support."),
        ("d-peer", "Peer support", "A word."),
        ("e-peers", "Peers with help", "Help for peers, and help."),
        ("f-help", "Help for peers", "A word."),
    ];
    let site = pages.iter().fold(Site::new(), |site, (name, title, text)| {
        site.file(&format!("content/{name}.md"), format!("# {title}\n\n{text}\n"))
    });
    site.build().fine();
    for (query, first) in [
        ("care", "b-care.html"),
        ("care care", "b-care.html"),
        ("peer support", "d-peer.html"),
        ("support peer", "c-support.html"),
        ("help for peers", "f-help.html"),
        ("peers with help", "e-peers.html"),
    ] {
        assert_eq!(found(&site, query)[0], first, "{query}");
    }
}

#[test]
fn numbers_and_names_with_signs_are_found_as_they_are_written() {
    let site = Site::new()
        .file("content/a.md", "# C#\n\nA language. Release 1.2.3 of it.\n")
        .file("content/b.md", "# C\n\nA language. Release 3.2.1, then 2.3.1; 1 and 2 and 3.\n")
        .file("content/c.md", "# C++\n\nA language. Call (555) 010-4477.\n")
        .file(
            "content/d.md",
            "# Grants\n\nUp to 1,000,000 dollars, with --dry-run, for LGBTQ+ people.\n",
        )
        .file(
            "content/e.md",
            "# Loans\n\nUp to 3500 dollars, run dry. LGBTQ is written so, too: LGBTQ.\n",
        );
    site.build().fine();
    for (query, first) in [
        ("C++", "c.html"),
        ("C#", "a.html"),
        ("1.2.3", "a.html"),
        ("v1.2.3", "a.html"),
        ("3.2.1", "b.html"),
        ("5550104477", "c.html"),
        ("555-010-4477", "c.html"),
        ("1000000", "d.html"),
        ("3,500", "e.html"),
        ("--dry-run", "d.html"),
        ("LGBTQ+", "d.html"),
        ("LGBTQ", "e.html"),
    ] {
        assert_eq!(found(&site, query).first().map(String::as_str), Some(first), "{query}");
    }
    let mut all = found(&site, "C++");
    all.sort();
    assert_eq!(all, ["a.html", "b.html", "c.html"], "the sign is no condition");
}

#[test]
fn another_name_that_most_pages_hold_does_not_find_them_all() {
    let mut site = Site::new()
        .file("fieldguide.yaml", "search:\n  synonyms: [[prs, peer], [aid, help]]\n")
        .file("content/prs.md", "# PRS\n\nA short form.\n");
    for page in 0..25 {
        let help = if page < 12 { "They help." } else { "" };
        site =
            site.file(&format!("content/{page}.md"), format!("# Page {page}\n\nA peer. {help}\n"));
    }
    site.build().fine();
    assert_eq!(found(&site, "prs"), ["prs.html"]);
    assert_eq!(answer(&site, "aid")["total"], 12, "less than half of the pages");
}

/// Pages that write words in one way, and a reader in another.
fn spellings() -> Site {
    let pages = [
        ("care", "Health care", "Those who care for health at work and with force."),
        ("reentry", "Help after release", "Re-entry and well-being after COVID-19, by e-mail."),
        ("burnout", "Long hours", "Intense work leads to burnout of the workforce."),
        ("device", "DeviceCapabilities", "What getBatteryStatus returns."),
        ("peers", "Peers and supporters", "They help."),
        (
            "peer",
            "The peer",
            "He helps, and so does she, and her mother, and the peers of all of them.",
        ),
        ("main", "The main point", "Prevention is the main thing. Unforeseen things happen."),
    ];
    pages.iter().fold(Site::new(), |site, (name, title, text)| {
        site.file(&format!("content/{name}.md"), format!("# {title}\n\n{text}\n"))
    })
}

#[test]
fn words_are_found_however_they_are_divided() {
    let site = spellings();
    site.build().fine();
    for (query, page) in [
        ("healthcare", "care.html"),
        ("reentry", "reentry.html"),
        ("wellbeing", "reentry.html"),
        ("covid19", "reentry.html"),
        ("email", "reentry.html"),
        ("burn out", "burnout.html"),
        ("capabilities", "device.html"),
        ("battery", "device.html"),
        ("device capabilities", "device.html"),
        ("supporter", "peers.html"),
    ] {
        assert_eq!(found(&site, query).first().map(String::as_str), Some(page), "{query}");
    }
    assert_eq!(found(&site, "work force"), ["care.html", "burnout.html"], "as written comes first");
    assert_eq!(found(&site, "peers")[0], "peers.html", "a title with the word as written");
    let site = site.file(
        "content/colours.md",
        "# Shades\n\nColour and colours; organisation, organization; travelling. She filled it, and filed it.\n",
    );
    let site = site.file(
        "content/color.md",
        "# Paint\n\nColor and color, and counseling. The file of an organization.\n",
    );
    site.build().fine();
    for (query, pages) in [
        ("colour", &["colours.html", "color.html"][..]),
        ("color", &["color.html", "colours.html"]),
        ("counselling", &["color.html"]),
        ("counselled", &["color.html"]),
        ("traveling", &["colours.html"]),
        ("organisation", &["colours.html", "color.html"]),
        ("filled", &["colours.html"]),
    ] {
        assert_eq!(found(&site, query), pages, "{query}");
        assert_eq!(answer(&site, query)["corrections"], serde_json::json!([]), "{query}");
    }
    let told = answer(&site, "Healthcare");
    assert_eq!(
        told["corrections"][0],
        serde_json::json!({"from": "Healthcare", "to": "health care"})
    );
    for known in ["reentry", "email", "battery", "work force"] {
        assert_eq!(answer(&site, known)["corrections"], serde_json::json!([]), "{known} is known");
    }
    let told = site.run(&["search", "wellbeing", "--json"]).fine().out;
    assert!(
        told.contains(r#"{"text":"well","marked":true},{"text":"-","marked":false}"#),
        "{told}"
    );
}

#[test]
fn a_part_of_a_compound_finds_it() {
    let mut site = Site::new().file("fieldguide.yaml", "language: de\n");
    for page in 0..3 {
        let text = "Die Versicherung hat eine Nummer. Ein Haus und ein Boot.";
        site = site.file(&format!("content/{page}.md"), format!("# Seite {page}\n\n{text}\n"));
    }
    let site = site
        .file("content/a.md", "# Ausweis\n\nAuf der Karte steht eine Versicherungsnummer.\n")
        .file("content/b.md", "# Wohnen\n\nAm Ufer liegt ein Hausboot.\n")
        .file("content/c.md", "# Anderes\n\nNicht versicherungsnummerig.\n");
    site.build().fine();
    for query in ["nummer ", "versicherung "] {
        let pages = found(&site, query);
        assert!(pages.contains(&"a.html".to_owned()), "{query}: {pages:?}");
        assert!(!pages.contains(&"c.html".to_owned()), "{query}: {pages:?}");
        assert_ne!(pages[0], "a.html", "the word itself comes first");
    }
    assert_eq!(found(&site, "nummer karte")[0], "a.html");
    let told = answer(&site, "nummer karte").to_string();
    assert!(told.contains(r#""marked":true,"text":"Versicherungsnummer""#), "{told}");
    assert!(!found(&site, "boot ").contains(&"b.html".to_owned()), "eight letters are too few");
}

#[test]
fn words_are_found_in_scripts_without_blanks() {
    let site = Site::new()
        .file("content/a.md", "# 路径参数\n\n家族と国家のために、スキーマを書く。心\n")
        .file("content/b.md", "# โรงพยาบาล\n\nแพทย์และพยาบาลทำงานที่โรงพยาบาลของเรา\n")
        .file("content/c.md", "# 東京都庁前\n\n作家の路地、参加の径。\n");
    site.build().fine();
    for (query, page) in [
        ("国", "a.html"),
        ("心", "a.html"),
        ("路 径 参", "a.html"),
        ("すきーま", "a.html"),
        ("スキーマ", "a.html"),
        ("京", "c.html"),
        ("前", "c.html"),
        ("作", "c.html"),
        ("โรงพยาบาล", "b.html"),
        ("แพทย์", "b.html"),
        ("ย์", "b.html"),
    ] {
        assert_eq!(found(&site, query).first().map(String::as_str), Some(page), "{query}");
    }
    for (traditional, page) in
        [("路徑參數", "a.html"), ("國", "a.html"), ("东京都厅", "c.html"), ("\"路徑\"", "a.html")]
    {
        assert_eq!(
            found(&site, traditional).first().map(String::as_str),
            Some(page),
            "{traditional}"
        );
    }
    let mut both = found(&site, "家");
    both.sort();
    assert_eq!(both, ["a.html", "c.html"], "at the beginning, and at the end of a text");
    let told = answer(&site, "東京駅");
    assert_eq!(told["missing"], serde_json::json!(["東京駅"]), "the run is named, not its pairs");
}

#[test]
fn a_correction_changes_little_if_the_first_letter_is_wrong() {
    let site = spellings();
    site.build().fine();
    for (query, to) in
        [("prevnetion", "prevention"), ("brevention", "prevention"), ("mian", "main")]
    {
        assert_eq!(answer(&site, query)["corrections"][0]["to"], to, "{query}");
    }
    let site = site
        .file(
            "content/fr.md",
            "# Le rétablissement\n\nRétablissement et Rétablissement. Le coût.\n",
        )
        .file(
            "content/de.md",
            "# Neue Hürden\n\nAlle Hürden und jedes Krankenhaus. Peers sind da.\n",
        )
        .file("content/de2.md", "# Im Krankenhaus\n\nEine hohe Zahl von peers.\n");
    site.build().fine();
    for (query, to) in [
        ("retablisement", "rétablissement"),
        ("hürdne", "Hürden"),
        ("krankenhuas", "Krankenhaus"),
        ("brankenhaus", "Krankenhaus"),
        ("qeers", "peers"),
    ] {
        assert_eq!(answer(&site, query)["corrections"][0]["to"], to, "{query}");
    }
    let told = answer(&site, "retention");
    assert_eq!((&told["total"], &told["missing"][0]), (&0.into(), &"retention".into()));
}

/// The addresses that a query finds, the best first.
fn found(site: &Site, query: &str) -> Vec<String> {
    let told = answer(site, query);
    let results = told["results"].as_array().expect("a list").iter();
    results.map(|result| result["url"].as_str().expect("a text").to_owned()).collect()
}

#[test]
fn only_the_last_word_is_completed_and_only_if_it_has_three_letters() {
    let site = pantry();
    site.build().fine();
    assert_eq!(found(&site, "grill len"), ["recipes/soup.html", "recipes/salad.html"]);
    assert_eq!(found(&site, "len grill"), ["recipes/salad.html"]);
    assert_eq!(found(&site, "len "), [""; 0]);
    assert_eq!(found(&site, "le"), [""; 0]);
}

#[test]
fn the_words_of_an_included_part_are_found_on_both_pages() {
    let site = Site::new().file("content/a.md", "# A\n\n::: include b.md#care\n\nOwn.\n").file(
        "content/b.md",
        "# B\n\nBefore.\n\n## Care\n\nWith wax.\n\n### Of blades\n\nWith oil.\n\n## Use\n\nSaw.\n",
    );
    site.build().fine();
    for word in ["wax", "blades", "oil"] {
        let mut pages = found(&site, word);
        pages.sort();
        assert_eq!(pages, ["a.html", "b.html"], "{word}");
    }
    for word in ["before", "care", "use", "saw"] {
        assert_eq!(found(&site, word), ["b.html"], "{word}");
    }
}

#[test]
fn words_stand_under_their_heading_although_a_note_that_nothing_uses_has_one() {
    let site = Site::new().file(
        "content/a.md",
        "# A\n\nText.\n\n[^1]: Words\n\n    ## Hidden\n\n    giraffe\n\n## After\n\nelephant\n\n## Last\n\nlion\n",
    );
    site.build().fine();
    for (word, anchor) in [("elephant", "#after"), ("lion", "#last")] {
        let said = site.run(&["search", word]).fine().out;
        assert!(said.contains(anchor) && !said.contains("#hidden"), "{said}");
    }
    assert!(found(&site, "giraffe").is_empty());
}

#[test]
fn an_excerpt_is_where_most_of_the_query_stands_close_together() {
    let words = |word: &str, from: usize, to: usize| {
        (from..to).map(|number| format!("{word}{number}")).collect::<Vec<_>>().join(" ")
    };
    // Far apart, then twice the same one, then one of each at the very edge of an excerpt.
    let (far, near) = (words("far", 0, 30), words("near", 0, 24));
    let text = format!("zorb {far} quag {far} zorb\tzorb\n {far} zorb {near} quag {far}");
    let site = Site::new().file("content/a.md", format!("# A\n\n{text}\n"));
    site.build().fine();
    let told = site.run(&["search", "zorb quag", "--json"]).fine().out;
    let told: serde_json::Value = serde_json::from_str(&told).expect("it is JSON");
    let pieces = told["results"][0]["excerpt"].as_array().expect("a list");
    let text = |piece: &serde_json::Value| piece["text"].as_str().expect("a text").to_owned();
    let marked: Vec<String> =
        pieces.iter().filter(|piece| piece["marked"] == true).map(text).collect();
    assert_eq!(marked, ["zorb", "quag"]);
    let all: String = pieces.iter().map(text).collect();
    assert_eq!(all, format!("… {} zorb {near} quag …", words("far", 24, 30)));
    // White space of any kind is one blank, and a block ends with a dot.
    site.write("content/a.md", "# A\n\nOne  zorb\t two\n\nthree.\n");
    site.build().fine();
    let told = site.run(&["search", "zorb", "--json"]).fine().out;
    assert!(told.contains("{\"text\":\" two · three.\",\"marked\":false}"), "{told}");
}

#[test]
fn a_search_is_narrowed_by_filters_and_says_which_there_are() {
    let site = pantry();
    site.build().fine();
    let both = site.run(&["search", "lemon", "--json"]).fine().out;
    assert!(both.starts_with("{\"total\":2,"), "{both}");
    let one = site.run(&["search", "lemon", "--json", "--filter", "season=summer"]).fine().out;
    assert!(one.starts_with("{\"total\":1,") && one.contains("salad"), "{one}");
    let all = site.run(&["search", "", "--json", "--filter", "season=summer"]).fine().out;
    assert!(all.starts_with("{\"total\":1,") && all.contains("salad"), "{all}");
    let none = site.run(&["search", "", "--json"]).fine().out;
    assert!(none.starts_with("{\"total\":0,"), "{none}");
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

/// Pages of many lengths, in which three words that have no other forms are more or less frequent, in titles and
/// headings, too.
fn measured() -> Site {
    let site = Site::new().file("fieldguide.yaml", "title: Measured\n");
    for number in 0..30_usize {
        let of = |word: &str, one_in: usize| {
            let times = if number.is_multiple_of(one_in) { 1 + number % 7 } else { 0 };
            format!("{word} ").repeat(times)
        };
        let title = ["Plain", "Of zorb", "Quag and quag"][number % 3];
        let heading = ["Else", "Else", "Else", "Of zorb and plum"][number % 4];
        let text = of("zorb", 2) + &of("quag", 5) + &of("zorb quag", 3) + &of("plum", 13);
        let rest = "filler ".repeat(number * number * 4);
        let page = format!("# {title} {number}\n\n{text}\n\n## {heading}\n\n{rest}\n");
        site.write(&format!("content/p{number}.md"), page);
    }
    site
}

/// The scores that the program gives to the pages it finds, by address.
fn told_scores(site: &Site, query: &str) -> BTreeMap<String, f64> {
    let told = site.run(&["search", query, "--json", "-n", "100"]).fine().out;
    let told: serde_json::Value = serde_json::from_str(&told).expect("it is JSON");
    let results = told["results"].as_array().expect("a list").iter();
    let score = |result: &serde_json::Value| {
        let url = result["url"].as_str().expect("a text").to_owned();
        (url, result["score"].as_f64().expect("a number"))
    };
    results.map(score).collect()
}

/// The scores that tantivy gives to the same pages.
fn own_scores(searcher: &Searcher, query: &dyn Query) -> BTreeMap<String, f64> {
    let found = searcher.search(query, &TopDocs::with_limit(100).order_by_score());
    let stored = searcher.schema().get_field("document").expect("documents are stored");
    let score = |(score, address)| {
        let document: TantivyDocument = searcher.doc(address).expect("it is stored");
        let bytes =
            document.get_first(stored).and_then(|value| value.as_bytes().map(<[u8]>::to_vec));
        let text = String::from_utf8_lossy(&bytes.expect("it is stored as bytes")).into_owned();
        // Its key comes first, and then its address.
        let end = text.find(".html").expect("its address") + ".html".len();
        let start =
            text[..end].rfind(|c: char| !(c.is_alphanumeric() || c == '.')).expect("its length");
        (text[start + 1..end].to_owned(), f64::from(score))
    };
    found.expect("it can be searched").into_iter().map(score).collect()
}

/// The program and the script in the browser count the same way, as another test holds; here both are held to the
/// library whose formula and lengths they take over.
#[test]
fn scores_are_those_that_tantivy_gives_and_twice_the_sum_where_all_words_are() {
    let site = measured();
    site.build().fine();
    let index =
        Index::open_in_dir(site.root().join(".fieldguide/search")).expect("a build left it");
    let searcher = index.reader().expect("it can be read").searcher();
    let term = |field: &str, word: &str| {
        Term::from_field_text(index.schema().get_field(field).expect("it is there"), word)
    };
    let of = |field: &str, word: &str| -> Box<dyn Query> {
        Box::new(TermQuery::new(term(field, word), IndexRecordOption::WithFreqs))
    };
    let mut queries: Vec<(&str, Box<dyn Query>)> = Vec::new();
    for word in ["zorb", "quag", "plum"] {
        // A word counts in the text and in the title.
        queries
            .push((word, Box::new(BooleanQuery::union(vec![of("text", word), of("title", word)]))));
    }
    let phrase = vec![term("text", "zorb"), term("text", "quag")];
    queries.push(("\"zorb quag\"", Box::new(PhraseQuery::new(phrase))));
    let (one, other) = (told_scores(&site, "zorb"), told_scores(&site, "quag"));
    let sum = |page: &String| one.get(page).unwrap_or(&0.0) + other.get(page).unwrap_or(&0.0);
    for (page, score) in told_scores(&site, "zorb quag") {
        let times = if one.contains_key(&page) && other.contains_key(&page) { 2.0 } else { 1.0 };
        assert!((score / (times * sum(&page)) - 1.0).abs() < 1e-5, "{page} has both: {times}");
    }
    for (asked, query) in queries {
        let (told, own) = (told_scores(&site, asked), own_scores(&searcher, &*query));
        assert!(told.len() > 2 && told.keys().eq(own.keys()), "{asked}: {told:?}, {own:?}");
        for (page, score) in &told {
            let difference = (score / own[page] - 1.0).abs();
            assert!(difference < 1e-5, "{asked}, {page}: {score}, and tantivy gives {}", own[page]);
        }
    }
}
