//! After any edit, `serve` shows what a clean build makes, byte for byte, and says what it says.

use std::path::Path;

use super::random::{Random, seeds};
use super::serving::{Follow, clean_build, copy_project, serve};
use super::support::{Folder, Site};

/// Every kind of edit, one after the other; each leaves a site without errors, or one with them.
fn edit(root: &Path, step: usize) {
    let write = |path: &str, text: &str| {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("it is ours");
        std::fs::write(path, text).expect("it is ours");
    };
    let remove = |path: &str| std::fs::remove_file(root.join(path)).expect("it is there");
    match step {
        0 => write("content/a.md", "# A\n\nOther words, and [B](b.md).\n"),
        1 => {
            write("content/new/page.md", "---\ntags: [fresh]\n---\n\n# New\n\nSee [A](../a.md).\n");
        }
        2 => std::fs::rename(root.join("content/b.md"), root.join("content/c.md")).expect("ours"),
        3 => write("content/a.md", "# A\n\nOther words, and [C](c.md).\n"),
        4 => write("content/c.md", "---\ntitle: [\n---\n\nBroken.\n"),
        5 => write("content/c.md", "---\ntitle: C again\n---\n\nMended.\n"),
        6 => write("theme/templates/partials/footer.html", "<footer>{{ site.title }}</footer>"),
        7 => write("theme/templates/partials/footer.html", "<footer>{{ site.nothing }}</footer>"),
        8 => write("theme/templates/partials/footer.html", "<footer>Ours</footer>"),
        9 => {
            write(
                "fieldguide.yaml",
                "title: Renamed\ntheme:\n  folder: theme\nurls: directories\n",
            );
        }
        10 => std::fs::remove_dir_all(root.join("content/new")).expect("it is there"),
        11 => {
            std::fs::rename(root.join("content"), root.join("away")).expect("it is ours");
            std::fs::rename(root.join("away"), root.join("content")).expect("it is ours");
            write("content/after.md", "# After\n\nThe folder is back.\n");
        }
        _ => remove("content/after.md"),
    }
}

#[test]
fn after_every_edit_the_site_is_that_of_a_clean_build() {
    let site = Site::new()
        .file("fieldguide.yaml", "title: Edited\ntheme:\n  folder: theme\n")
        .file("theme/templates/partials/footer.html", "<footer>First</footer>")
        .file("content/a.md", "# A\n\nSome words.\n")
        .file("content/b.md", "# B\n\nMore words.\n");
    let serving = serve(&site);
    let mut follow = Follow::new(&serving, &site);
    for step in 0..13 {
        edit(site.root(), step);
        follow.catches_up(&format!("step {step}"));
    }
    assert!(serving.file("after/index.html").is_none());
}

#[test]
fn the_near_pages_of_a_page_follow_the_text_of_others() {
    let settings = "title: Edited\ntheme:\n  folder: theme\n";
    let site = Site::new()
        .file("fieldguide.yaml", settings)
        .file("theme/templates/partials/footer.html", "<footer>Ours</footer>")
        .file("content/saw.md", "# Saw\n\nA blade with teeth cuts boards.\n")
        .file("content/axe.md", "# Axe\n\nIt splits logs.\n")
        .file("content/soup.md", "# Soup\n\nOnions and salt.\n");
    let serving = serve(&site);
    let mut follow = Follow::new(&serving, &site);
    let shown = || {
        let page = serving.file("saw.html").expect("it is there");
        String::from_utf8_lossy(&page).contains("In common: ")
    };
    assert!(!shown());
    site.write("content/axe.md", "# Axe\n\nA blade without teeth splits boards.\n");
    follow.catches_up("another page comes near");
    assert!(shown());
    site.write("fieldguide.yaml", format!("{settings}related: 0\n"));
    follow.catches_up("near pages are switched off");
    assert!(!shown());
    site.write("fieldguide.yaml", settings);
    follow.catches_up("near pages are switched on");
    assert!(shown());
    site.write("content/axe.md", "# Axe\n\nIt splits logs.\n");
    follow.catches_up("the other page is far again");
    assert!(!shown());
}

#[test]
fn what_a_page_includes_follows_the_edits_of_others() {
    let site = Site::new()
        .file("fieldguide.yaml", "title: Edited\nabbreviations: { TPI: teeth per inch }\n")
        .file("theme/templates/partials/footer.html", "<footer>Not asked for</footer>")
        .file("content/a.md", "# A\n\n::: include b.md#care\n\nOf TPI.\n")
        .file("content/b.md", "# B\n\n## Care\n\nDry.\n\n::: include c.md\n\n## Use\n\nSaw.\n")
        .file("content/c.md", "# C\n\nOil, 24 TPI.\n");
    let steps = [
        ("content/c.md", "# C\n\nWax.\n"),
        ("content/c.md", "# C\n\nWax, [more](a.md), and 24 TPI.\n"),
        ("content/b.md", "# B\n\n## Use\n\nSaw.\n\n## Care\n\n::: include c.md\n"),
        ("content/b.md", "# B\n\n## Caring\n\nDry.\n"),
        ("content/b.md", "# B\n\n## Care\n\n::: include a.md\n"),
        ("content/b.md", "# B\n\n### Care\n\nDry, by <i id=\"b\">C</i>.\n"),
        ("fieldguide.yaml", "title: Edited\nabbreviations: { TPI: teeth per inch, C: care }\n"),
    ];
    let serving = serve(&site);
    let mut follow = Follow::new(&serving, &site);
    for (number, (path, text)) in steps.into_iter().enumerate() {
        site.write(path, text);
        follow.catches_up(&format!("step {number}"));
    }
}

#[test]
fn after_edits_of_settings_in_several_files_the_site_is_that_of_a_clean_build() {
    let settings = |included: &str| {
        format!(
            "title: Tools\nlanguages: [en, de]\ninclude: [{included}]\n\
             theme:\n  folder: theme\nmenu:\n  - {{ label: A saw, link: saw.md }}\n"
        )
    };
    let words = |saw: &str| format!("words:\n  de:\n    Tools: Werkzeuge\n    A saw: {saw}\n");
    let more = "variables: { blade: 24 TPI }\nnosuch: 1\n";
    let both = "content/words.yaml, content/more.yaml";
    let site = Site::new()
        .file("fieldguide.yaml", settings(both))
        .file("content/words.yaml", words("Eine Säge"))
        .file("content/more.yaml", more)
        .file("theme/templates/partials/footer.html", "<footer>Ours</footer>")
        .file("content/saw.md", "# Saw\n\nA {blade} blade.\n")
        .file("content/saw.de.md", "# Säge\n\nEin Blatt, {blade}.\n");
    let steps = [
        ("content/saw.de.md", "# Säge\n\nEin Blatt.\n".to_owned()),
        ("content/words.yaml", words("Die Säge")),
        ("content/words.yaml", words("Eine Säge")),
        // The places of what is wrong are in files with other numbers.
        ("fieldguide.yaml", settings("content/more.yaml, content/words.yaml")),
        ("content/more.yaml", format!("# A line more.\n{more}")),
        ("content/words.yaml", format!("{}    Glue: Leim\n", words("Eine Säge"))),
        ("content/words.yaml", "words: [".to_owned()),
        ("content/saw.md", "---\nnosuch: 1\n---\n\n# Saw\n\nA blade.\n".to_owned()),
        ("content/words.yaml", words("Eine Säge")),
        ("fieldguide.yaml", settings("content/words.yaml")),
        ("fieldguide.yaml", settings(both)),
    ];
    let serving = serve(&site);
    let mut follow = Follow::new(&serving, &site);
    for (number, (path, text)) in steps.into_iter().enumerate() {
        site.write(path, text);
        follow.catches_up(&format!("step {number}"));
    }
    std::fs::remove_file(site.root().join("content/words.yaml")).expect("it is there");
    follow.catches_up("an included file is gone");
    site.write("content/words.yaml", words("Eine Säge"));
    follow.catches_up("it is back");
    let page = serving.file("de/saw.html").expect("it is there");
    assert!(String::from_utf8_lossy(&page).contains("Eine Säge"));
}

#[test]
fn pages_are_held_to_the_settings_once_these_can_be_read() {
    let site = Site::new()
        .file("fieldguide.yml", "title: Misnamed\n")
        .file("theme/templates/partials/footer.html", "<footer>Not asked for</footer>")
        .file("content/a.md", "---\nnosuch: 1\n---\n\n# A\n\nText.\n")
        .file("content/b.md", "# B\n\nText.\n");
    let serving = serve(&site);
    std::fs::remove_file(site.root().join("fieldguide.yml")).expect("it is there");
    site.write("content/b.md", "# B\n\nOther text.\n");
    Follow::new(&serving, &site).catches_up("there are no settings any more");
}

#[test]
fn what_a_note_of_an_included_part_includes_follows_the_edits_of_others() {
    let site = Site::new()
        .file("theme/templates/partials/footer.html", "<footer>Not asked for</footer>")
        .file("content/index.md", "# Index\n\n::: include b.md#s\n")
        .file(
            "content/b.md",
            "# B\n\n## S {#s}\n\nText[^n].\n\n## Other\n\nWords.\n\n[^n]: Note:\n\n    ::: include c.md\n",
        )
        .file("content/c.md", "# C\n\n::: include d.md\n")
        .file("content/d.md", "# D\n\nOld words.\n");
    site.build().fine();
    assert!(site.published("index.html").contains("Old words."));
    site.write("content/d.md", "# D\n\nRipe words.\n");
    site.build().fine();
    assert!(site.published("index.html").contains("Ripe words."));
    let found = site.run(&["search", "ripe"]).fine().out;
    assert!(found.contains("index.html") && found.contains("b.html"), "{found}");
}

#[test]
fn a_readme_gives_its_folder_a_page_only_without_an_index() {
    let site = Site::new()
        .file("fieldguide.yaml", "languages: [en, fr]\nchecks: { untranslated-words: off }\n")
        .file("theme/templates/partials/footer.html", "<footer>Not asked for</footer>")
        .file("content/README.fr.md", "# Lisez-moi\n\nTexte.\n")
        .file("content/index.md", "# Index\n\nText.\n");
    let serving = serve(&site);
    let mut follow = Follow::new(&serving, &site);
    site.write("content/index.fr.md", "# Index\n\nTexte.\n");
    follow.catches_up("there is an index in the language of the file, too");
}

#[test]
fn after_edits_of_works_and_styles_the_site_is_that_of_a_clean_build() {
    let style = |element: &str| {
        format!(
            "<style xmlns='http://purl.org/net/xbiblio/csl' class='in-text' version='1.0'>\
             <info><title>S</title><id>s</id><updated>2020-01-01T00:00:00+00:00</updated></info>\
             <citation><layout>{element}</layout></citation>\
             <bibliography><layout>{element}</layout></bibliography></style>"
        )
    };
    let (title, number) =
        (style("<text variable='title'/>"), style("<text variable='citation-number'/>"));
    // Whatever follows that has no end, and would take the server with it.
    let circular =
        title.replace("<citation>", "<macro name='m'><text macro='m'/></macro><citation>");
    let a = "@book{a, title={Ants}, author={Lee, Jo}, year=2020}\n";
    let b = "@book{b, title={Bees}, author={Lee, Jo}, year=2020}\n";
    let both = format!("{b}{a}");
    let steps = [
        ("content/b.md", "# B\n\nB [@a, p. 4], and [@a].\n"),
        ("content/w.bib", &both),
        ("content/a.md", "# A\n\nA [@b; @a].\n"),
        ("content/w.bib", "@book{a, title={Ants}\n"),
        ("content/w.bib", &both),
        ("fieldguide.yaml", "references: { file: w.bib, style: s.csl }\n"),
        ("content/s.csl", &number),
        ("content/s.csl", &circular),
        ("content/s.csl", "<style/>"),
        ("content/s.csl", &title),
        ("fieldguide.yaml", "references: { file: w.bib }\n"),
    ];
    let site = Site::new()
        .file("fieldguide.yaml", "references: { file: w.bib, style: apa }\n")
        .file("content/w.bib", a)
        .file("content/s.csl", &title)
        .file("theme/templates/partials/footer.html", "<footer>Not asked for</footer>")
        .file("content/a.md", "# A\n\nA [@a].\n")
        .file("content/b.md", "# B\n\nWords.\n");
    let serving = serve(&site);
    let mut follow = Follow::new(&serving, &site);
    for (number, (path, text)) in steps.into_iter().enumerate() {
        site.write(path, text);
        follow.catches_up(&format!("step {number}"));
    }
}

const NAMES: [&str; 12] = [
    "index",
    "about",
    "tools/saw",
    "tools/axe",
    "tools/plane",
    "tasks/cut",
    "tasks/split",
    "tasks/index",
    "notes/a",
    "notes/b",
    "notes/deep/c",
    "notes/README",
];

const HEADINGS: [&str; 6] = ["Care", "Use", "Safety", "Sharpening", "Storage", "Care"];

/// Pages with the same are near each other.
const SUBJECTS: [&str; 4] =
    ["Words", "Teeth of steel blades", "Melt wax with turpentine oil", "Steel teeth melt"];

/// A page with links to others that may be there or not, and now and then with a mistake.
fn page(random: &mut Random, name: &str) -> String {
    let mut head = String::new();
    if random.chance(2) {
        head += &format!("title: {} {}\n", random.of(&["Sharp", "Dull", "Old"]), name.len());
    }
    if random.chance(4) {
        head += &format!("tags: [{}, wood]\n", random.of(&["steel", "Steel", "hand"]));
    }
    if random.chance(8) {
        head += &format!("aliases: [/{}]\n", random.of(&["old", "older/", "about.html"]));
    }
    if random.chance(8) {
        head += random.of(&["draft: true\n", "slug: renamed\n", "weight: 3\n", "wieght: 3\n"]);
    }
    if name.starts_with("tools/") && !random.chance(4) {
        head += &format!("level: {}\n", random.of(&["1", "2", "high"]));
        head += &format!("fits: [{}]\n", random.of(&["cut", "split", "cut, split", "lathe"]));
    }
    if random.chance(12) {
        head += "title: [\n";
    }
    let mut text = if head.is_empty() { String::new() } else { format!("---\n{head}---\n\n") };
    for _ in 0..=random.below(4) {
        let up = "../".repeat(name.matches('/').count());
        let to = format!("{up}{}.md", random.of(&NAMES));
        let anchor = if random.chance(2) { "" } else { random.of(&["#care", "#care-1", "#use"]) };
        let (heading, subject) = (random.of(&HEADINGS), random.of(&SUBJECTS));
        text +=
            &format!("## {heading}\n\n{subject} {} [there]({to}{anchor}).\n\n", random.below(100));
    }
    if random.chance(5) {
        text += "![A plan](/plan.svg)\n\n";
    }
    if random.chance(4) {
        let (name, anchor) = (random.of(&NAMES), random.of(&["", "#care", "#use", "#safety"]));
        text += &format!("::: include /{name}.md{anchor}\n\n");
    }
    if random.chance(4) {
        let columns = random.of(&["", " columns=\"Saw\"", " columns=\"Teeth, Saw\""]);
        text += &format!("::: data-table /saws.csv {{caption=\"Saws\"{columns}}}\n");
    }
    text
}

const SETTINGS: &str = "theme:\n  folder: theme\ncollections:\n  tools:\n    label: Tools\n    fields:\n      \
    level: { type: integer }\n      fits: { type: relation, to: tasks, inverse: tools }\n  tasks:\n    label: \
    Tasks\n    link_terms: true\nchecks:\n  empty-page: off\n";

/// A page in another language, with a mistake now and then.
fn translation(random: &mut Random, name: &str) -> String {
    let head = random.of(&[
        "",
        "title: Blatt\n",
        "translation_of: about.md\n",
        "tags: [Stahl]\n",
        "draft: true\n",
        "translation:\n  by: machine\n  sections: { top: x00000000 }\n",
        "fits: [{ to: cut, reason: Es passt. }]\n",
    ]);
    let text = page(random, "");
    let body = text.rsplit("---\n\n").next().unwrap_or_default();
    format!("---\n{head}---\n\n# {name}\n\n{body}")
}

/// One step of an author's work, in one language or in two.
fn step(random: &mut Random, root: &Path, languages: &str) {
    // At once: half a file is another edit.
    let write = |path: &str, text: &str| {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("it is ours");
        let new = path.with_file_name(".new");
        std::fs::write(&new, text).expect("it is ours");
        std::fs::rename(new, path).expect("it is ours");
    };
    let name = random.of(&NAMES);
    let in_german = !languages.is_empty() && random.chance(2);
    let place = if in_german { random.of(&["", "de/"]) } else { "" };
    let ending = if in_german && place.is_empty() { ".de" } else { "" };
    let path = format!("content/{place}{name}{ending}.md");
    match random.below(15) {
        0 => drop(std::fs::remove_file(root.join(path))),
        1 => {
            let to = root.join(format!("content/{}.md", random.of(&NAMES)));
            // Where one of them is not there, nothing happens.
            let _ = std::fs::rename(root.join(path), to);
        }
        2 => {
            let text = random.of(&["Plain", "{{ site.title }}", "{{ site.nothing }}", "{% if %}"]);
            write("theme/templates/partials/footer.html", &format!("<footer>{text}</footer>"));
        }
        3 => {
            let urls = random.of(&["files", "directories", "maybe"]);
            let title = random.of(&["Workshop", "Tools", "["]);
            write(
                "fieldguide.yaml",
                &format!("title: {title}\nurls: {urls}\n{languages}{SETTINGS}"),
            );
        }
        4 => {
            let width = random.of(&["10", "20"]);
            let svg =
                format!("<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='9'/>");
            write("content/plan.svg", &svg);
        }
        5 => {
            let (from, to) = (root.join("content/notes"), root.join("content/tools/notes"));
            let _ =
                if from.exists() { std::fs::rename(from, to) } else { std::fs::rename(to, from) };
        }
        7 => {
            let rows = random.of(&["Rip,5", "Rip,5\nPull,9", "Rip", "\"Rip,5"]);
            write("content/saws.csv", &format!("Saw,Teeth\n{rows}\n"));
        }
        6 => write("theme/static/css/own.css", &format!("p {{ margin: {}px; }}", random.below(9))),
        _ if in_german => write(&path, &translation(random, name)),
        _ => write(&path, &page(random, name)),
    }
}

/// Runs a few of them, or with `FIELDGUIDE_SEEDS=100` as many as wanted.
#[test]
fn after_random_edits_the_site_is_that_of_a_clean_build() {
    edit_at_random("");
}

#[test]
fn after_random_edits_in_two_languages_the_site_is_that_of_a_clean_build() {
    edit_at_random(LANGUAGES);
}

const LANGUAGES: &str = "languages: [en, de]\nwords: { de: { Tools: Werkzeuge } }\n";

fn workshop(languages: &str) -> Site {
    Site::new()
        .file("fieldguide.yaml", format!("title: Workshop\n{languages}{SETTINGS}"))
        .file("theme/templates/partials/footer.html", "<footer>First</footer>")
        .file("content/index.md", "# Workshop\n\nWords.\n")
}

fn edit_at_random(languages: &str) {
    for seed in seeds(3) {
        let site = workshop(languages);
        let serving = serve(&site);
        let mut follow = Follow::new(&serving, &site);
        let mut random = Random(seed);
        for number in 0..15_usize {
            step(&mut random, site.root(), languages);
            follow.catches_up(&format!("seed {seed}, step {number}"));
        }
    }
}

#[test]
fn after_random_edits_a_build_over_the_one_before_makes_what_a_clean_one_makes() {
    build_at_random("");
}

#[test]
fn after_random_edits_in_two_languages_a_build_makes_what_a_clean_one_makes() {
    build_at_random(LANGUAGES);
}

/// A page without a mistake, as long as all the others are there; or its translation.
fn sound_page(random: &mut Random, name: &str, translates: bool) -> String {
    let (kind, last) = name.rsplit_once('/').unwrap_or_default();
    let adjective = if kind == "tasks" { "" } else { random.of(&["Sharp ", "Dull ", "Old "]) };
    let mut head = format!("title: {adjective}{last}\n");
    if random.chance(3) && !translates {
        head += &format!("tags: [{}, wood]\n", random.of(&["steel", "hand"]));
    }
    if name.starts_with("tools/") && !translates {
        let (level, fits) = (random.below(9), random.of(&["cut", "split", "cut, split"]));
        head += &format!("level: {level}\nfits: [{fits}]\n");
    }
    let mut text = format!("---\n{head}---\n\n{}\n\n", paragraph(random));
    for heading in ["Care", "Use", "Safety"] {
        text += &format!("## {heading}\n\n{}\n\n", paragraph(random));
        let (to, anchor) = (random.of(&NAMES), random.of(&["", "#care", "#use", "#safety"]));
        text += &match random.below(6) {
            // Never in a circle.
            0 | 1 if to > name => format!("::: include /{to}.md{anchor}\n\n"),
            2 => format!("::: card /{to}.md\n\n"),
            3 | 4 => format!("{}\n\n", link(random)),
            _ => String::new(),
        };
    }
    text
}

fn link(random: &mut Random) -> String {
    let (to, anchor) = (random.of(&NAMES), random.of(&["", "#care", "#use", "#safety"]));
    format!("[There](/{to}.md{anchor}).")
}

fn paragraph(random: &mut Random) -> String {
    let word = random.of(&["Sharp", "Dull", "Cut", "Split", "Old", "Blade"]);
    format!("{} {}, {word}.", random.of(&SUBJECTS), random.below(100))
}

/// Writes another text or link into a paragraph of a page, and leaves everything else as it is.
fn reword(random: &mut Random, path: &Path) {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let mut parts: Vec<String> = text.split("\n\n").map(str::to_owned).collect();
    let at = random.below(parts.len());
    match parts[at].chars().next() {
        Some('A'..='Z') => parts[at] = paragraph(random),
        Some('[') => parts[at] = link(random),
        _ => return,
    }
    std::fs::write(path, parts.join("\n\n")).expect("it is ours");
}

/// Builds after each edit, over what the builds before left. An edit that breaks the site is taken back.
fn build_at_random(languages: &str) {
    let options = ["--quiet", "--base-url", "http://workshop.example/"];
    let places: &[&str] = if languages.is_empty() { &[""] } else { &["", "de/"] };
    for seed in seeds(3) {
        let site = workshop(languages);
        let mut random = Random(seed);
        for place in places {
            for name in NAMES {
                let page = sound_page(&mut random, name, !place.is_empty());
                site.write(&format!("content/{place}{name}.md"), page);
            }
        }
        let mut builds = 0;
        for number in 0..40 {
            let before = Folder::new();
            copy_project(site.root(), before.path());
            let page = format!("{}{}.md", random.of(places), random.of(&NAMES));
            let page = site.root().join("content").join(page);
            match random.below(5) {
                0 => step(&mut random, site.root(), languages),
                _ => reword(&mut random, &page),
            }
            let (said, made) = clean_build(&site, &options);
            let built = site.run(&[&["build"], &options[..]].concat());
            let place = format!("seed {seed}, step {number}");
            assert_eq!(built.err, said, "{place}");
            let Some(made) = made else {
                copy_project(before.path(), site.root());
                continue;
            };
            builds += 1;
            let mut there = site.tree();
            there.retain(|path, _| !path.starts_with('.'));
            assert!(there.keys().eq(made.keys()), "{place}: other files");
            let stale = made.iter().filter(|(path, bytes)| there.get(*path) != Some(bytes));
            let stale: Vec<&String> = stale.map(|(path, _)| path).collect();
            assert!(stale.is_empty(), "{place}: {stale:?}");
        }
        assert!(builds > 25, "seed {seed}: {builds} builds went well");
    }
}
