//! What a build writes, and what it never does.

use std::collections::BTreeSet;
use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::serving::copy_project;
use super::support::{Site, program, repository, tree};

fn small_site() -> Site {
    Site::new()
        .file("fieldguide.yaml", "title: Small\nbase_url: https://small.example/guide/\n")
        .file("content/index.md", "---\ntitle: Small\n---\n\nSee [one](one.md).\n")
        .file("content/one.md", "# One\n\nFirst. ![A dot](dot.svg)\n\n## Part\n\nText.\n")
        .file("content/dot.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 4\"/>")
}

#[test]
fn a_folder_without_configuration_becomes_a_site() {
    let site = Site::new()
        .file("notes/My First Note.md", "Just text.\n")
        .file(
            "notes/deep/er/second.md",
            "# The second note\n\nBack to [the first](<../../My First Note.md>).\n",
        )
        .file("notes/third.md", "---\ntitle: Third\n---\n");
    site.run(&["build", "--content", "notes", "--output", "public"]).fine().says("1 empty-page");
    assert!(site.published("my-first-note.html").contains("<h1>My First Note</h1>"));
    let second = site.published("deep/er/second.html");
    assert!(second.contains("The second note</h1>"), "{second}");
    assert!(second.contains("<a href=\"../../my-first-note.html\">the first</a>"), "{second}");
    for page in ["index.html", "deep/index.html", "deep/er/index.html", "third.html", "404.html"] {
        assert!(site.published(page).contains("<title>"), "{page}");
    }
}

#[test]
fn links_are_relative_and_name_their_file() {
    let site = small_site();
    site.build().fine();
    let page = site.published("one.html");
    assert!(page.contains("href=\"./index.html\""), "{page}");
    assert!(page.contains("<img src=\"dot.svg\" alt=\"A dot\" width=\"8\" height=\"4\""), "{page}");
    assert!(
        page.contains("<link rel=\"canonical\" href=\"https://small.example/guide/one.html\">")
    );
    let missing = site.published("404.html");
    assert!(
        missing.contains("href=\"/guide/index.html\""),
        "links of the not-found page hold at any depth: {missing}"
    );
}

#[test]
fn links_in_a_text_alternative_do_not_shift_those_after_it() {
    let site = small_site()
        .file("content/two.md", "# Two\n\nText.\n")
        .file("content/works.bib", "@book{ants, title={Ants}, author={Lee, Jo}, year=2020}\n")
        .file("fieldguide.yaml", "references: { file: works.bib }\n");
    for alternative in [
        "A [link](index.md)",
        "A ![picture](dot.svg) of a [link](index.md)",
        "A <a href=\"index.md\">link</a>",
        "A work [@ants, p. 4]",
        "A [link](index.md), <a href=\"index.md\">one</a> and a work [@ants]",
    ] {
        let after = "[Two](two.md), <a href=\"one.md\">one</a>, ![a dot](dot.svg), [@ants, p. 7].";
        site.write("content/alt.md", format!("# Alt\n\n![{alternative}](dot.svg) {after}\n"));
        site.build().fine();
        let page = site.published("alt.html");
        assert!(page.contains("<a href=\"two.html\">Two</a>"), "{alternative}: {page}");
        assert!(page.contains("<a href=\"one.html\">one</a>"), "{alternative}: {page}");
        assert!(page.contains("<img src=\"dot.svg\" alt=\"a dot\""), "{alternative}: {page}");
        assert!(page.contains("p. 7"), "{alternative}: {page}");
        assert!(!page.contains("p. 4"), "{alternative}: {page}");
    }
}

#[test]
fn directory_addresses_are_a_setting() {
    let site = small_site().file(
        "fieldguide.yaml",
        "title: Small\nurls: directories\nbase_url: https://small.example/\n",
    );
    site.build().fine();
    assert!(site.published("index.html").contains("<a href=\"one/\">one</a>"));
    let page = site.published("one/index.html");
    assert!(page.contains("<img src=\"../dot.svg\""), "{page}");
}

#[test]
fn nothing_runs_inline_and_nothing_comes_from_elsewhere() {
    let output = Site::new();
    let public = output.root().join("public");
    let run = program()
        .current_dir(repository())
        .args(["build", "--strict", "--quiet", "--output"])
        .arg(&public)
        .status()
        .expect("it starts");
    assert!(run.success(), "the showcase is clean");
    let files = tree(&public);
    let pages: Vec<_> = files.iter().filter(|(path, _)| path.ends_with(".html")).collect();
    assert!(pages.len() > 100);
    for (path, bytes) in pages {
        let html = String::from_utf8_lossy(bytes);
        assert!(
            !html.contains(" style=\"") && !html.contains("<style"),
            "{path} has an inline style"
        );
        for script in html.split("<script").skip(1) {
            let tag = script.split('>').next().unwrap_or_default();
            assert!(
                tag.contains("src=") || tag.contains("application/ld+json"),
                "{path}: <script{tag}>"
            );
        }
        for loading in [" src=\"http", " src=\"//", "@import"] {
            assert!(!html.contains(loading), "{path} loads from another host");
        }
        assert_eq!(html.matches("<h1").count(), 1, "{path} has one h1");
        assert_eq!(html.matches("<main").count(), 1, "{path} has one main");
        assert_eq!(duplicate_ids(&html), [""; 0], "{path}: ids that stand twice");
    }
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".css")) {
        let css = String::from_utf8_lossy(bytes);
        assert!(
            !css.contains("http:") && !css.contains("https:") && !css.contains("@import"),
            "{path}"
        );
    }
}

fn duplicate_ids(html: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let ids = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next());
    ids.filter(|id| !seen.insert(*id)).map(str::to_owned).collect()
}

#[test]
fn every_link_of_the_showcase_leads_to_a_file_and_an_id() {
    let output = Site::new();
    let public = output.root().join("public");
    let arguments = ["build", "--strict", "--quiet", "--output"];
    program().current_dir(repository()).args(arguments).arg(&public).status().expect("it starts");
    let files = tree(&public);
    let mut checked = 0;
    for (path, bytes) in
        files.iter().filter(|(path, _)| path.ends_with(".html") && !path.ends_with("404.html"))
    {
        let html = String::from_utf8_lossy(bytes);
        for link in html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let (to, id) = link.split_once('#').unwrap_or((link, ""));
            let target = if to.is_empty() { path.clone() } else { resolve(path, to) };
            let found =
                files.get(&target).unwrap_or_else(|| panic!("{path}: no file for `{link}`"));
            let has_id = || String::from_utf8_lossy(found).contains(&format!("id=\"{id}\""));
            assert!(id.is_empty() || has_id(), "{path}: no id for `{link}`");
            checked += 1;
        }
    }
    assert!(checked > 3_000, "{checked} links");
}

fn resolve(page: &str, link: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn two_builds_give_the_same_bytes_with_one_thread_or_many() {
    let one = Site::new();
    let many = Site::new();
    for (site, threads) in [(&one, "1"), (&many, "7")] {
        let status = program()
            .current_dir(repository())
            .env("RAYON_NUM_THREADS", threads)
            .args(["build", "--quiet", "--output"])
            .arg(site.root().join("public"))
            .status();
        assert!(status.expect("it starts").success());
    }
    let (one, many) = (one.tree(), many.tree());
    assert!(one.len() > 100);
    assert!(one == many, "the trees differ");
}

#[test]
fn a_build_without_a_change_has_nothing_to_do() {
    let site = Site::new()
        .file("content/index.md", "# Home\n\n[A](a.md)\n")
        .file("content/a.md", "# A\n\n## One\n\n## Two\n\nWords.\n")
        .file("content/a.txt", "data");
    let rests = |why: &str| {
        let told = site.build().fine().says("content/a.md:3:1: warning[empty-section]");
        assert!(told.err.contains("nothing has changed"), "{why}: {}", told.err);
    };
    let works = |why: &str| {
        let told = site.build().fine().says("content/a.md:3:1: warning[empty-section]");
        assert!(!told.err.contains("nothing has changed"), "{why}: {}", told.err);
    };
    works("the first build");
    rests("the second one");
    let built = site.tree();
    site.write("content/index.md", "# Home\n\nSee [A](a.md)\n");
    works("a page");
    assert!(site.published("index.html").contains("See <a"));
    site.write("content/index.md", "# Home\n\n[A](a.md)\n");
    works("the page as before");
    assert!(site.tree() == built);
    site.write("content/a.txt", "DATA");
    works("a file of the same length");
    assert_eq!(site.published("a.txt"), "DATA");
    site.write("fieldguide.yaml", "title: Other\n");
    works("settings");
    rests("after settings");
    site.write("public/a.html", "not ours");
    works("a published file");
    assert!(site.published("a.html").contains("Words"));
    fs::remove_file(site.root().join("public/index.html")).expect("it is there");
    works("a file that is gone");
    site.run(&["build", "--quiet", "--output", "elsewhere"]).fine();
    works("another output folder in between");
    rests("after all that");
    fs::remove_dir_all(site.root().join(".fieldguide")).expect("it is there");
    works("without a cache");
    site.run(&["build", "--strict"]).fails(1);
}

#[test]
fn texts_that_are_known_again_make_the_same_site() {
    let sites =
        ["components", "cited", "languages", "markdown"].map(|name| format!("tests/sites/{name}"));
    for project in sites.iter().map(String::as_str).chain(["", "docs"]) {
        let site = Site::new();
        copy_project(&repository().join(project), site.root());
        let build = || {
            // Nothing else of the build before may help.
            for left in ["public", ".fieldguide/built.json", ".fieldguide/search"] {
                let left = site.root().join(left);
                let _ = fs::remove_dir_all(&left).or_else(|_| fs::remove_file(&left));
            }
            let told = site.run(&["build", "--quiet"]);
            (told.code, told.err, site.tree())
        };
        let first = build();
        assert!(first.2.len() > 5, "{project}: {}", first.1);
        let texts = site.root().join(".fieldguide/texts");
        let kept = fs::read(&texts).expect("it was kept");
        assert!(build() == first, "{project}: texts were known");
        assert!(fs::read(&texts).expect("it is there") == kept, "{project}: none was new");
        fs::write(&texts, &kept[..kept.len() - 1]).expect("it is ours");
        assert!(build() == first, "{project}: the file was cut short");
        assert_eq!(fs::read(&texts).expect("it is there").len(), kept.len(), "{project}");
    }
}

#[test]
fn unchanged_files_keep_their_time_stamp() {
    let site = small_site();
    site.build().fine();
    let path = site.root().join("public/one.html");
    let before = fs::metadata(&path).expect("it is there").modified().expect("it has a time");
    let long_ago = before - Duration::from_secs(5_000);
    fs::File::options()
        .append(true)
        .open(&path)
        .expect("it opens")
        .set_modified(long_ago)
        .expect("it is set");
    site.write("content/index.md", "---\ntitle: Small\n---\n\nOther words on [one](one.md).\n");
    // The page, the index and the list of its files.
    site.build().fine().says("(3 changed)");
    let after = fs::metadata(&path).expect("it is there").modified().expect("it has a time");
    assert_eq!(after, long_ago);
}

#[test]
fn files_that_no_build_made_are_kept_and_stale_ones_go() {
    let site = small_site();
    site.build().fine();
    site.write("public/CNAME", "guide.example");
    site.write("public/.git/HEAD", "ref: refs/heads/main");
    fs::remove_file(site.root().join("content/one.md")).expect("it is there");
    site.write("content/index.md", "---\ntitle: Small\n---\n\nWords.\n");
    site.build().fine().says("(1 removed)");
    let tree = site.tree();
    assert!(tree.contains_key("CNAME") && tree.contains_key(".git/HEAD"));
    assert!(!tree.contains_key("one.html"));
}

#[test]
fn a_file_that_no_build_made_is_never_overwritten() {
    let site = small_site();
    site.build().fine();
    site.write("public/two.html", "mine");
    site.write("content/two.md", "# Two\n\nWords.\n");
    site.build().fails(2).says("[output-not-ours]");
    assert_eq!(site.published("two.html"), "mine");
}

#[test]
fn a_folder_that_is_not_ours_is_refused() {
    let site = small_site().file("elsewhere/precious.txt", "mine");
    site.run(&["build", "--output", "elsewhere"]).fails(2).says("[output-not-ours]");
    site.run(&["build", "--output", "content/public"]).fails(2).says("[output-overlap]");
    site.run(&["build", "--output", "."]).fails(2).says("[output-overlap]");
    site.run(&["build", "--output", "content/index.md/x"]).fails(2);
    assert_eq!(tree(&site.root().join("elsewhere")).len(), 1);
}

#[test]
fn a_site_with_errors_leaves_the_last_one_as_it_was() {
    let site = small_site();
    site.build().fine();
    let before = site.tree();
    site.write("content/one.md", "# One\n\n[gone](nowhere.md)\n");
    site.build().fails(1).says("[broken-link]").says("the site was not written");
    assert!(site.tree() == before);
    let left: Vec<_> = fs::read_dir(site.root()).expect("it can be read").flatten().collect();
    assert_eq!(left.len(), 4, "no staging folder is left: {left:?}");
}

#[test]
fn a_build_killed_at_any_moment_leaves_a_whole_site() {
    let site = Site::new();
    let version = |number: usize| {
        for page in 0..300 {
            let text = format!("# Page {page}\n\nVersion {number}.\n");
            site.write(&format!("content/p{page}.md"), text);
        }
    };
    version(0);
    let began = Instant::now();
    site.build().fine();
    let one_build = began.elapsed();
    let mut old = site.tree();
    for round in 1..=12_u32 {
        version(round as usize);
        let mut child = program()
            .current_dir(site.root())
            .args(["build", "--quiet"])
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        // The moment is what is tested: spread over the time that a build takes.
        let moment = one_build * round / 11;
        let began = Instant::now();
        while began.elapsed() < moment {
            std::thread::yield_now();
        }
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        let now = site.tree();
        let numbers: BTreeSet<String> = now
            .iter()
            .filter(|(path, _)| path.starts_with('p'))
            .map(|(_, bytes)| version_of(&String::from_utf8_lossy(bytes)))
            .collect();
        assert_eq!(numbers.len(), 1, "half a site: {numbers:?}");
        assert!(now.len() == old.len() || numbers.contains(&round.to_string()));
        old = now;
    }
    site.build().fine();
    let left: Vec<_> = fs::read_dir(site.root())
        .expect("it can be read")
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().contains("fieldguide-"))
        .collect();
    assert!(left.is_empty(), "what killed builds left is swept: {left:?}");
}

fn version_of(html: &str) -> String {
    let rest = html.split("<p>Version ").nth(1).expect("every page says its version");
    rest.split('.').next().expect("a number").to_owned()
}

#[test]
fn text_that_looks_like_a_template_is_text() {
    let text = "Use `{{ name }}`, {{ name }}, {% raw %} and {# this #} & a < b.\n\n## About {braces} {{ x }}\n";
    let site = Site::new().file("fieldguide.yaml", "title: X\n");
    let site = site.file("content/a.md", format!("# A\n\n{text}"));
    site.build().fine();
    let page = site.published("a.html");
    for part in [
        "<code>{{ name }}</code>, {{ name }}, {% raw %} and {# this #} &amp; a &lt; b.",
        ">About {braces} {{ x }} <a",
    ] {
        assert!(page.contains(part), "{page}");
    }
}

#[test]
fn drafts_and_days_decide_what_is_published() {
    let site = Site::new()
        .file("content/a.md", "---\ntitle: A\ndraft: true\n---\nText.\n")
        .file("content/b.md", "---\ntitle: B\npublish_on: 2099-01-01\n---\nText.\n")
        .file("content/c.md", "---\ntitle: C\nexpires_on: 2020-01-01\n---\nText.\n")
        .file(
            "content/d.md",
            "---\ntitle: D\npublish_on: 2020-01-01\nexpires_on: 2099-01-01\n---\nText.\n",
        );
    let pages =
        || site.tree().into_keys().filter(|path| path.len() == "a.html".len()).collect::<Vec<_>>();
    site.build().fine();
    assert_eq!(pages(), ["d.html"]);
    site.run(&["build", "--drafts"]).fine();
    assert_eq!(pages(), ["a.html", "b.html", "d.html"]);
    // Each says so, on its page and in lists.
    let mark = "badge-draft\">Draft<";
    let marks = |path: &str| site.published(path).matches(mark).count();
    assert_eq!(["a.html", "b.html", "d.html", "index.html"].map(marks), [1, 1, 0, 2]);
}

#[test]
fn what_is_to_be_reviewed_is_told_on_the_page_and_in_a_list_and_a_calendar() {
    let page = |day: &str, owner: &str| format!("---\nreview_by: {day}\n{owner}---\nText.\n");
    let site = Site::new()
        .file(
            "fieldguide.yaml",
            "title: T\nbase_url: https://t.example/x/\nreview: { page: r.md }\n",
        )
        .file("content/old.md", page("2020-01-01", "owner: \"Editors; all, of them\"\n"))
        .file("content/new.md", page("2099-01-01", "reviewed: 2026-01-01\n"))
        .file("content/never.md", "Text.\n");
    site.build().fine();
    let notice = |path: &str| {
        let text = site.published(path);
        let at = text.find("data-review-by").map(|at| &text[at..at + 60]).map(str::to_owned);
        at.map(|notice| notice.contains(" hidden>"))
    };
    assert_eq!(["old.html", "new.html", "never.html"].map(notice), [Some(false), Some(true), None]);
    let list = site.published("r.html");
    let order: Vec<usize> = ["Pages overdue: 1.", "Editors; all", ">Old<", "No one named", ">New<"]
        .iter()
        .map(|words| list.find(words).unwrap_or_else(|| panic!("{words} is not in\n{list}")))
        .collect();
    assert!(order.is_sorted(), "{order:?}");
    assert!(list.contains("noindex") && !site.published("sitemap.xml").contains("/r.html"));
    let calendar = site.published("r.ics");
    let expected = [
        "UID:old.html@t.example",
        "DTSTART;VALUE=DATE:20200101",
        "SUMMARY:Old (Editors\\; all\\, of them)",
        "URL:https://t.example/x/old.html",
        "DTSTART;VALUE=DATE:20990101",
    ];
    for line in expected {
        assert!(calendar.contains(&format!("{line}\r\n")), "{line} is not in\n{calendar}");
    }
}

#[test]
fn feeds_maps_and_redirects_name_the_whole_address() {
    let site = small_site()
        .file("content/new.md", "---\ntitle: \"New & better\"\ndate: 2026-02-01\naliases: [/old.html, archive/old]\n---\nText.\n");
    site.build().fine();
    assert!(
        site.published("sitemap.xml").contains(
            "<loc>https://small.example/guide/new.html</loc><lastmod>2026-02-01</lastmod>"
        )
    );
    let feed = site.published("feed.xml");
    assert!(feed.contains("<title>New &amp; better</title>"), "{feed}");
    assert!(feed.contains("<updated>2026-02-01T00:00:00Z</updated>"), "{feed}");
    assert!(
        site.published("robots.txt").contains("Sitemap: https://small.example/guide/sitemap.xml")
    );
    assert!(site.published("old.html").contains("content=\"0; url=./new.html\""));
    assert!(site.published("archive/old/index.html").contains("content=\"0; url=../../new.html\""));
    let page = site.published("new.html");
    assert!(
        page.contains("\"@type\":\"BreadcrumbList\"") && page.contains("\"@type\":\"Article\""),
        "{page}"
    );
}

#[test]
fn a_theme_folder_replaces_single_files() {
    let site = small_site()
        .file("fieldguide.yaml", "title: Small\ntheme: { folder: mine, accent: \"#123456\" }\n")
        .file("mine/templates/partials/footer.html", "<footer>mine: {{ site.title }}</footer>")
        .file("mine/strings/en.yaml", "skip_to_content: Jump\n")
        .file("mine/static/img/extra.svg", "<svg/>");
    site.build().fine();
    let page = site.published("one.html");
    assert!(page.contains("<footer>mine: Small</footer>") && page.contains(">Jump</a>"), "{page}");
    let tree = site.tree();
    let named = |start: &str| {
        tree.keys().find(|path| path.starts_with(start) && !path.ends_with(".js")).cloned()
    };
    assert!(named("assets/img/extra-").is_some());
    let css = named("assets/main-").expect("there is a style sheet");
    assert!(site.published(&css).contains("--accent-light: #123456"));
}

#[test]
fn files_that_come_while_a_build_runs_are_kept() {
    let site = Site::new();
    for page in 0..400 {
        site.write(&format!("content/p{page}.md"), format!("# Page {page}\n\nText.\n"));
    }
    site.build().fine();
    let mut written = 0;
    for round in 0..5 {
        site.write("content/index.md", format!("# Home {round}\n\nText.\n"));
        let mut child = program()
            .current_dir(site.root())
            .args(["build", "--quiet"])
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        while child.try_wait().expect("it can be asked").is_none() {
            // Between two renames there may be no folder for a moment.
            let path = site.root().join(format!("public/mine-{written}.txt"));
            if written < 1_500 && fs::write(path, written.to_string()).is_ok() {
                written += 1;
            }
        }
    }
    site.build().fine();
    let tree = site.tree();
    let kept = tree.keys().filter(|path| path.starts_with("mine-")).count();
    assert!(written > 0 && kept >= written, "{kept} of {written}");
}

#[test]
fn two_builds_at_once_take_turns() {
    let site = small_site();
    site.build().fine();
    let start = || {
        program().current_dir(site.root()).args(["build", "--quiet"]).spawn().expect("it starts")
    };
    let mut running: Vec<_> = (0..6).map(|_| start()).collect();
    for child in &mut running {
        assert!(child.wait().expect("it ends").success());
    }
    let left = fs::read_dir(site.root()).expect("it can be read").count();
    assert_eq!(left, 4, "nothing is left beside the site");
}

#[cfg(unix)]
#[test]
fn odd_names_in_the_output_are_kept() {
    let site = small_site();
    site.build().fine();
    site.write("public/a\\b.html", "mine");
    site.build().fine();
    assert_eq!(site.published("a\\b.html"), "mine");
    site.run(&["build", "--output", "nosuch/../content/public"]).fails(2).says("[output-overlap]");
}

#[test]
fn what_a_killed_build_left_never_reaches_the_site() {
    let site = small_site();
    site.build().fine();
    site.write("public/CNAME", "guide.example");
    let before = site.tree();
    // Killed while it wrote its list: a site in the making, with a list that is cut off.
    for (name, text) in [
        (".fieldguide-unpublished", ""),
        (".fieldguide-files", ""),
        ("index.html", "half a page"),
        ("new.html", "new"),
        ("CNAME", "an old copy"),
    ] {
        site.write(&format!(".public.fieldguide-new/{name}"), text);
    }
    site.build().fine();
    assert!(site.tree() == before);
    // Killed after the two sites changed places: the old one, and a file that came late.
    site.write(".public.fieldguide-new/.fieldguide-files", "fieldguide output 1\nindex.html\n");
    site.write(".public.fieldguide-new/index.html", "the old home page");
    site.write(".public.fieldguide-new/late.txt", "mine");
    site.write("public/.fieldguide-unpublished", "");
    site.build().fine();
    assert_eq!(site.published("late.txt"), "mine");
    assert!(site.published("index.html").contains("<h1"));
    assert_eq!(site.tree().len(), before.len() + 1);
    assert!(!site.root().join(".public.fieldguide-new").exists());
}

/// Where folders cannot be exchanged in one step, two renames do it. What a kill leaves between them, and
/// after them, is laid out by hand.
#[test]
fn a_build_that_was_killed_between_two_renames_is_repaired() {
    let site = small_site();
    site.build().fine();
    site.write("public/CNAME", "guide.example");
    site.build().fine();
    let whole = site.tree();
    let beside = |name: &str| site.root().join(format!(".public.fieldguide-{name}"));
    // Between them: the old site waits aside, the new one is not in its place yet.
    fs::rename(site.root().join("public"), beside("old")).expect("it is there");
    site.write(".public.fieldguide-new/.fieldguide-unpublished", "");
    site.write(".public.fieldguide-new/.fieldguide-files", "fieldguide output 1\nindex.html\n");
    site.write(".public.fieldguide-new/index.html", "never seen");
    site.write(".public.fieldguide-new/CNAME", "an old copy");
    site.build().fine();
    assert!(site.tree() == whole, "{:?}", site.tree().keys());
    assert!(!beside("old").exists() && !beside("new").exists());
    // After them: the old site is still aside, with a file that came late.
    site.write("public/.fieldguide-unpublished", "");
    site.write(".public.fieldguide-old/.fieldguide-files", "fieldguide output 1\nindex.html\n");
    site.write(".public.fieldguide-old/index.html", "the old home page");
    site.write(".public.fieldguide-old/late.txt", "mine");
    site.build().fine();
    assert_eq!(site.published("late.txt"), "mine");
    assert_eq!(site.tree().len(), whole.len() + 1);
    assert!(whole.iter().all(|(path, bytes)| site.tree().get(path) == Some(bytes)));
    assert!(!beside("old").exists());
}

#[cfg(unix)]
#[test]
fn folders_of_kept_files_keep_their_mode() {
    use std::os::unix::fs::PermissionsExt as _;
    let site = small_site();
    site.build().fine();
    site.write("public/uploads/a.txt", "mine");
    let folder = site.root().join("public/uploads");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o2775)).expect("it is ours");
    site.write("content/index.md", "---\ntitle: Small\n---\n\nOther words on [one](one.md).\n");
    site.build().fine();
    let mode = fs::metadata(&folder).expect("it is kept").permissions().mode();
    assert_eq!(mode & 0o7777, 0o2775);
}

#[test]
fn a_script_of_the_theme_folder_is_published_byte_for_byte() {
    let own = "// Mine.\n\n  /* import */\nconst text = `\nimport { a } from \"./b.js\";\n// words\n\n`;\nalert(text)";
    let site = Site::new()
        .file("fieldguide.yaml", "title: X\ntheme: { folder: theme }\n")
        .file("theme/static/js/main.js", own)
        .file("theme/static/js/tabs.js", "// Not asked for.\n")
        .file("content/a.md", "# A\n\nText.\n");
    site.build().fine();
    let scripts = |site: &Site, name: &str| -> Vec<String> {
        let tree = site.tree().into_iter().filter(|(path, _)| path.starts_with(name));
        tree.map(|(_, bytes)| String::from_utf8(bytes).expect("it is text")).collect()
    };
    assert_eq!(scripts(&site, "assets/main-").iter().filter(|text| *text == own).count(), 1);
    assert_eq!(scripts(&site, "assets/js/"), ["// Not asked for.\n"]);
    let module = "// Mine.\nimport { showInAddress as show } from \"./search/address.js\";\nconst text = `\n// words\n`;\n\
                  export function startTabs() { show(text) }\n";
    std::fs::remove_file(site.root().join("theme/static/js/main.js")).expect("it is there");
    site.write("theme/static/js/tabs.js", module);
    site.build().fine();
    let joined = scripts(&site, "assets/main-").concat();
    let text = "// Mine.\n\nconst text = `\n// words\n`;\nfunction startTabs() { show(text) }\n";
    assert!(joined.contains(text) && joined.contains("const show = showInAddress;"), "{joined}");
    assert!(scripts(&site, "assets/js/").is_empty(), "it is published once");
}

#[test]
fn pages_have_the_header_that_a_template_of_their_own_would_make() {
    let settings =
        "title: X\nmenu:\n- { link: a.md, label: A }\n- { link: s/index.md, label: S }\n";
    let site = Site::new()
        .file("content/a.md", "# A\n\nText.\n")
        .file("content/b.md", "# B\n\nText.\n")
        .file("content/s/index.md", "# S\n\nText.\n")
        .file("content/s/c.md", "# C\n\nText.\n")
        .file("content/s/d.md", "# D\n\nText.\n")
        .file("content/t/e.md", "# E\n\nText.\n")
        // The home page is no plain page, whatever its template.
        .file("content/index.md", "---\ntemplate: page.html\n---\n# Home\n\nText.\n");
    let build = |own: &str| {
        site.write("fieldguide.yaml", format!("{settings}{own}"));
        site.build().fine();
        let mut pages = site.tree();
        pages.retain(|path, _| path.ends_with(".html"));
        pages
    };
    let shared = build("");
    // With templates of the project's own, each page has its header from its own template.
    site.write("theme/templates/partials/notice.html", "No page asks for it.");
    let own = build("theme: { folder: theme }\n");
    assert_eq!(shared.len(), own.len());
    for (path, bytes) in &shared {
        assert!(own[path] == *bytes, "{path}");
    }
    let current = |path: &str| {
        let page = site.published(path);
        let header = page.split("<div class=\"shell\">").next().expect("it begins so").to_owned();
        header.matches("aria-current").count()
    };
    assert_eq!((current("a.html"), current("b.html"), current("s/c.html")), (1, 0, 1));
}
