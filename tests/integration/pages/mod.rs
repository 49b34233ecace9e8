//! What is on a page: random sites, and each page of theirs as a browser reads it.
//!
//! Authors write pages of well-formed pieces and of broken ones, and know what a reader has to see. A page shows
//! that, in order, each word in the elements where it belongs; it is in the index; and nothing that stands
//! in a text changes what stands around the text.
//!
//! Runs a few sites, or with `FIELDGUIDE_SEEDS=10000` as many as wanted.

mod author;
mod browser;
mod seen;
mod texts;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::random::{Random, seeds};
use super::regions::{differ, indexed};
use super::serving::copy_project;
use super::support::Site;
use author::{Author, Written, term};
use browser::{Id, Tree};
use seen::{Place, Seen};

/// Sites without being asked for more.
const FEW: u64 = 200;

/// Sites that are built at a time, as folders of one.
const AT_A_TIME: usize = 50;

const PAGES: usize = 3;

const SETTINGS: &str = "title: Pages
related: 0
variables: { v: w8v }
checks:
  heading-order: off
  duplicate-title: off
  empty-page: off
  missing-alt: off
  blocked-html: warning
  swallowed-text: warning
  unclosed-component: warning
  unclosed-html: warning
collections:
  notes: { fields: { code: { type: string } } }
  glossary: { link_terms: true }
";

const PICTURE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"/>";

/// Pages of a site, the first one first.
struct Sample {
    seed: u64,
    is_sound: bool,
    pages: Vec<Written>,
}

#[test]
fn a_page_shows_what_its_author_wrote_and_nothing_around_it_changes() {
    let seeds: Vec<u64> = seeds(FEW).collect();
    let failed: Vec<String> = seeds.chunks(AT_A_TIME).flat_map(try_seeds).collect();
    let first = failed.first().map_or("", String::as_str);
    assert!(
        failed.is_empty(),
        "{} of {} sites fail. {first}\nRepeat one with `FIELDGUIDE_SEED=… cargo test pages`.\n{}",
        failed.len(),
        seeds.len(),
        failed
            .iter()
            .map(|why| why.lines().next().unwrap_or_default())
            .collect::<Vec<_>>()
            .join("\n")
    );
}

#[test]
fn html_that_a_browser_reads_in_another_way_stays_where_it_is() {
    let texts = [
        "x <svg><b/><path d=\"M0\" /></svg>",
        "<svg>\n\nx\n\n<path d=\"M0\"/>\n\n</svg>",
        "<div><svg><![CDATA[x></svg></div>",
        "<div><svg><title>x<b></title></svg></div>",
        "<div>\n<plaintext>\nx\n</div>",
        "x <xmp> y <a title=\"</xmp><div>\"> z </xmp>",
        "<div><svg><style>x<b></style></svg></div>",
        "- w\n\n  ::: note\n  x <li> y\n  :::",
        "<ul><li><div>x<li>y</ul>",
        "<dl><dd><div>x<dt>y</dl>",
        "x <dd> y",
    ];
    let site = Site::new()
        .file(
            "fieldguide.yaml",
            "title: A\nrelated: 0\nchecks: { blocked-html: off, swallowed-text: warning }\n",
        )
        .file("content/empty.md", "# Empty\n");
    for (number, text) in texts.iter().enumerate() {
        site.write(&format!("content/{number}.md"), format!("# {number}\n\n{text}\n\nw1\n"));
    }
    site.build().fine().says("`<li>` stands in no list, and is left out");
    let empty = around(&browser::read(&site.published("empty.html"), true));
    for (number, text) in texts.iter().enumerate() {
        let tree = browser::read(&site.published(&format!("{number}.html")), true);
        assert_eq!(around(&tree), empty, "{text}");
        assert_eq!(Found::on(number, &tree).lines, ["w1 in p"], "{text}");
    }
}

/// Builds some sites as folders of one. Returns what is wrong with each that is.
fn try_seeds(seeds: &[u64]) -> Vec<String> {
    let site = Site::new()
        .file("fieldguide.yaml", SETTINGS)
        .file("content/notes/empty.md", "---\ntitle: Empty\ncode: k\n---\n");
    let samples: Vec<Sample> = seeds.iter().map(|seed| Sample::write(*seed, &site)).collect();
    let built = site.run(&["build", "--quiet", "--format", "short"]);
    if built.code != 0 {
        let wrong = built.err.lines().filter(|line| !line.contains(": warning["));
        return vec![kept(&site, seeds[0], &wrong.collect::<Vec<_>>().join("\n"))];
    }
    let report = Report {
        around: around(&browser::read(&site.published("notes/empty.html"), true)),
        indexed: indexed(&site),
        told: &built.err,
    };
    let tried =
        samples.iter().filter_map(|sample| Some((sample, sample.check(&site, &report).err()?)));
    tried.map(|(sample, wrong)| kept(&site, sample.seed, &wrong)).collect()
}

/// Says what is wrong with a site, and keeps it for whoever looks.
fn kept(site: &Site, seed: u64, wrong: &str) -> String {
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("pages-{seed}"));
    let _ = fs::remove_dir_all(&kept);
    fs::create_dir_all(&kept).expect("it is ours");
    copy_project(site.root(), &kept);
    format!("seed {seed}: {wrong}\nIt is kept in {}.", kept.display())
}

/// What a build made besides the pages.
struct Report<'b> {
    /// What stands around the text of a page.
    around: BTreeSet<String>,
    /// The text of each page in the index.
    indexed: BTreeMap<String, String>,
    told: &'b str,
}

impl Sample {
    /// Writes a random site. A page includes those behind it.
    fn write(seed: u64, site: &Site) -> Sample {
        let mut random = Random(seed);
        let is_sound = random.chance(4);
        let mut known: Vec<Place> = Vec::new();
        let mut pages = Vec::new();
        for page in (0..PAGES).rev() {
            let author = Author::new(&mut random, (seed, page), !is_sound, &known);
            let (written, own) = author.page();
            known.extend(own);
            site.write(&format!("content/notes/{seed}/{page}.md"), &written.text);
            pages.insert(0, written);
        }
        site.write(&format!("content/notes/{seed}/p.svg"), PICTURE);
        let glossary = format!("---\ntitle: {}\ndescription: What it means.\n---\n", term(seed));
        site.write(&format!("content/glossary/{seed}.md"), glossary);
        Sample { seed, is_sound, pages }
    }

    fn check(&self, site: &Site, report: &Report<'_>) -> Result<(), String> {
        let read = |page| site.published(&format!("notes/{}/{page}.html", self.seed));
        let html: Vec<String> = (0..PAGES).map(read).collect();
        let mut ids = BTreeSet::from(["p.svg".to_owned(), self.glossary()]);
        for (page, html) in html.iter().enumerate() {
            ids.extend(addresses(page, &browser::read(html, true)));
        }
        for (page, html) in html.iter().enumerate() {
            let at = |wrong| format!("page {page}: {wrong}");
            for runs_scripts in [true, false] {
                let tree = browser::read(html, runs_scripts);
                self.check_page(page, &tree, report, &ids).map_err(at)?;
            }
            self.check_index(page, report).map_err(at)?;
            self.check_told(page, report).map_err(at)?;
        }
        Ok(())
    }

    fn glossary(&self) -> String {
        format!("../../glossary/{}.html", self.seed)
    }

    fn check_page(
        &self,
        page: usize,
        tree: &Tree,
        report: &Report<'_>,
        ids: &BTreeSet<String>,
    ) -> Result<(), String> {
        let written = &self.pages[page];
        let (around, mut found) = (around(tree), Found::on(page, tree));
        let (lost, new) = (first_of(&report.around, &around), first_of(&around, &report.around));
        if lost.is_some() || new.is_some() {
            return Err(format!("around the text, {lost:?} is gone and {new:?} new"));
        }
        same(&self.expected(page), found.lines)?;
        let own = format!("s{page}x");
        found.soup.retain(|word| word.starts_with(&own));
        same(&sorted(written.soup.clone()), sorted(found.soup))?;
        if let Some(lost) = found.links.iter().find(|to| !to.contains("//") && !ids.contains(*to)) {
            return Err(format!("a link leads to {lost}, where nothing is"));
        }
        match tree.errors().first() {
            Some(error) if self.is_sound => Err(error.clone()),
            _ => Ok(()),
        }
    }

    /// What a page has to show, a line each.
    fn expected(&self, page: usize) -> Vec<String> {
        let mut is_linked = false;
        let lines = self.pages[page].seen.iter().flat_map(|seen| match seen {
            Seen::Term { word, path, is_open } if *is_open && !is_linked => {
                is_linked = true;
                let link = link_line(&self.glossary(), std::slice::from_ref(word));
                vec![link, word_line(word, &[path, &["span", "a"][..]].concat())]
            }
            Seen::Word { word, path, .. } | Seen::Term { word, path, .. } => {
                vec![word_line(word, path)]
            }
            Seen::Heading { level, words } => {
                let level = level.number().map_or("?".to_owned(), |level| level.to_string());
                vec![heading_line(&level, words)]
            }
            Seen::Link { to, words } => vec![link_line(to, words)],
            Seen::Picture { alt } => vec![picture_line(alt)],
        });
        lines.collect()
    }

    fn check_index(&self, page: usize, report: &Report<'_>) -> Result<(), String> {
        let text = &report.indexed[&format!("k{}x{page}", self.seed)];
        let (mut expected, mut free) = (Vec::new(), BTreeSet::new());
        for seen in &self.pages[page].seen {
            match seen {
                Seen::Word { word, is_indexed: false, .. } => _ = free.insert(word.clone()),
                Seen::Word { word, .. } | Seen::Term { word, .. } => expected.push(word.clone()),
                _ => {}
            }
        }
        let mut found = own_words(text, 'w');
        found.retain(|word| !free.contains(word));
        differ(&sorted(expected), &sorted(found)).map_err(|why| format!("in the index: {why}"))
    }

    fn check_told(&self, page: usize, report: &Report<'_>) -> Result<(), String> {
        let Written { text, told, .. } = &self.pages[page];
        for word in told {
            let line = text.lines().position(|line| own_words(line, 'w').contains(word));
            let line = line.expect("it is written") + 1;
            let place = format!("content/notes/{}/{page}.md:{line}:", self.seed);
            if !report.told.contains(&place) {
                return Err(format!("nothing is told of {word} in {place}"));
            }
        }
        Ok(())
    }
}

/// What is in the text of a page.
#[derive(Default)]
struct Found {
    lines: Vec<String>,
    soup: Vec<String>,
    links: Vec<String>,
}

impl Found {
    fn on(page: usize, tree: &Tree) -> Found {
        let mut found = Found::default();
        let Some(prose) = tree.all().into_iter().find(|id| is_prose(tree, *id)) else {
            return found;
        };
        let depth = tree.around(prose).len() + 1;
        for id in tree.below(prose) {
            match tree.name(id).as_deref() {
                Some(name) => found.element(page, tree, id, name),
                None => {
                    let text = tree.own_text(id);
                    let around = &tree.around(id)[depth.min(tree.around(id).len())..];
                    let names = around.iter().filter_map(|id| tree.name(*id));
                    let path: Vec<String> = names.map(without_level).collect();
                    let words = own_words(&text, 'w');
                    found.lines.extend(words.iter().map(|word| word_line(word, &path)));
                    found.soup.extend(own_words(&text, 's'));
                }
            }
        }
        found
    }

    fn element(&mut self, page: usize, tree: &Tree, id: Id, name: &str) {
        let words = own_words(&tree.text(id), 'w');
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if !words.is_empty() => {
                self.lines.push(heading_line(&name[1..], &words));
            }
            "img" => {
                let alt = tree.attribute(id, "alt").unwrap_or_default();
                let is_ours = tree.attribute(id, "src").is_some_and(|src| src == "p.svg");
                self.lines.extend(is_ours.then(|| picture_line(&own_words(&alt, 'w'))));
            }
            "a" => {
                let Some(href) = tree.attribute(id, "href") else { return };
                let to = if href.starts_with('#') { format!("{page}.html{href}") } else { href };
                if !words.is_empty() && tree.attribute(id, "class").is_none() {
                    self.lines.push(link_line(&to, &words));
                }
                self.links.push(to);
            }
            _ => {}
        }
    }
}

/// Headings of all levels alike.
fn without_level(name: String) -> String {
    let level = name.strip_prefix('h').filter(|level| level.parse::<u8>().is_ok());
    if level.is_some() { "h".to_owned() } else { name }
}

fn is_prose(tree: &Tree, id: Id) -> bool {
    tree.attribute(id, "class").is_some_and(|class| class == "prose")
}

/// Whether it is a list of pages or of headings, which not every page has.
fn is_list(tree: &Tree, id: Id) -> bool {
    let is_backlinks = tree.attribute(id, "class").is_some_and(|class| class == "backlinks");
    is_backlinks || tree.name(id).as_deref() == Some("nav")
}

/// The elements around the text of a page, but for lists: each with those around it.
fn around(tree: &Tree) -> BTreeSet<String> {
    let described = |id: Id| {
        let name = tree.name(id).unwrap_or_default();
        let class = tree.attribute(id, "class").unwrap_or_default();
        format!("{name}.{class}")
    };
    let mut found = BTreeSet::new();
    for id in tree.all().into_iter().filter(|id| tree.name(*id).is_some()) {
        let path: Vec<Id> = [tree.around(id), vec![id]].concat();
        let is_inside = |id: &Id| is_prose(tree, *id) || is_list(tree, *id);
        if !path.iter().any(is_inside) {
            let path: Vec<String> = path.into_iter().map(described).collect();
            found.insert(path.join(" > "));
        }
    }
    found
}

/// The addresses of a page and of its places, from the folder of the site.
fn addresses(page: usize, tree: &Tree) -> Vec<String> {
    let ids = tree.all().into_iter().filter_map(|id| tree.attribute(id, "id"));
    let own = format!("{page}.html");
    ids.map(|id| format!("{page}.html#{id}")).chain([own.clone()]).collect()
}

fn word_line(word: &str, path: &[impl AsRef<str>]) -> String {
    let path: Vec<&str> = path.iter().map(AsRef::as_ref).collect();
    format!("{word} in {}", path.join("/"))
}

fn heading_line(level: &str, words: &[String]) -> String {
    format!("heading {level}: {}", words.join(" "))
}

fn link_line(to: &str, words: &[String]) -> String {
    format!("link to {to}: {}", words.join(" "))
}

fn picture_line(alt: &[String]) -> String {
    format!("picture: {}", alt.join(" "))
}

/// The words that authors make: a letter, then a digit.
fn own_words(text: &str, letter: char) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    let is_own = |word: &&str| {
        word.strip_prefix(letter).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    words.filter(is_own).map(str::to_owned).collect()
}

fn sorted(mut words: Vec<String>) -> Vec<String> {
    words.sort_unstable();
    words
}

fn first_of<'s>(these: &'s BTreeSet<String>, others: &'s BTreeSet<String>) -> Option<&'s String> {
    these.difference(others).next()
}

/// `Err` names the first difference. A heading whose level nothing says can have any.
fn same(expected: &[String], found: Vec<String>) -> Result<(), String> {
    let is_same = |one: &String, other: &String| {
        let words = |line: &String| line.split_once(": ").map(|(_, words)| words.to_owned());
        let is_any = one.starts_with("heading ?") && other.starts_with("heading");
        one == other || (is_any && words(one) == words(other))
    };
    let length = expected.len().max(found.len());
    let differs = |at: &usize| match (expected.get(*at), found.get(*at)) {
        (Some(one), Some(other)) => !is_same(one, other),
        _ => true,
    };
    match (0..length).find(differs) {
        Some(at) => Err(format!("{:?} expected, {:?} found", expected.get(at), found.get(at))),
        None => Ok(()),
    }
}
