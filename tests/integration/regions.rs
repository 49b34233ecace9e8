//! What a page includes of another one: its markup on the page, and its words in the index.
//!
//! Random sites of nested components, sections and includes. Each word of theirs stands once in a source, so
//! the words of a part are known, and those of a page that shows it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::random::{Random, seeds};
use super::serving::clean_build;
use super::support::Site;

/// A place that another page can include, and the words that it shows.
#[derive(Clone)]
struct Place {
    address: String,
    words: Vec<String>,
}

/// Some blocks of Markdown, and the words that they show.
#[derive(Default)]
struct Blocks {
    text: String,
    words: Vec<String>,
}

impl Blocks {
    fn push(&mut self, other: Blocks) {
        self.text.push_str(&other.text);
        self.words.extend(other.words);
    }

    /// The same inside a list item or a quotation.
    fn inside(self, first: &str, others: &str) -> Blocks {
        let mut text = String::new();
        for (number, line) in self.text.trim_end().lines().enumerate() {
            let before = if number == 0 { first } else { others };
            writeln!(text, "{}", format!("{before}{line}").trim_end()).expect("it is a string");
        }
        text.push('\n');
        Blocks { text, ..self }
    }
}

/// Writes a page.
struct Author<'r> {
    random: &'r mut Random,
    /// The number of the page.
    page: usize,
    /// Words and anchors so far.
    count: usize,
    includes: usize,
    /// The places of the pages that this one may include.
    known: &'r [Place],
    /// Its own places.
    own: Vec<Place>,
}

impl Author<'_> {
    fn page(&mut self) -> Blocks {
        let mut page = Blocks::default();
        // The heading that says the title is not shown twice.
        page.text = format!("---\ntitle: Page\ncode: k{}\n---\n\n", self.page);
        if self.random.chance(2) {
            page.text.push_str("# Page\n\n");
        }
        page.push(self.container(0, true));
        let address = format!("/notes/{}.md", self.page);
        self.own.push(Place { address, words: page.words.clone() });
        page
    }

    /// Blocks one after the other; `has_ends`: headings in there have texts that end.
    fn container(&mut self, depth: usize, has_ends: bool) -> Blocks {
        let mut all = Blocks::default();
        let mut sections: Vec<(usize, Place)> = Vec::new();
        for _ in 0..=self.random.below(if depth == 0 { 7 } else { 4 }) {
            if self.random.chance(4) {
                let level = 2 + self.random.below(3);
                let word = self.word();
                while let Some((_, over)) = sections.pop_if(|(open, _)| *open >= level) {
                    self.own.push(over);
                }
                let heading = Blocks {
                    text: format!("{} {word}\n\n", "#".repeat(level)),
                    words: vec![word.clone()],
                };
                add(&mut all, &mut sections, heading);
                if has_ends {
                    let address = format!("/notes/{}.md#{word}", self.page);
                    sections.push((level, Place { address, words: Vec::new() }));
                }
            }
            let block = self.block(depth, has_ends);
            add(&mut all, &mut sections, block);
        }
        self.own.extend(sections.into_iter().map(|(_, place)| place));
        all
    }

    fn block(&mut self, depth: usize, has_ends: bool) -> Blocks {
        match self.random.below(12) {
            0 => self.with_words(|[a, b]| format!("```\n{a}  \n{b}  \n```\n\n")),
            1 => self.with_words(|[a, b]| format!("| {a} |\n|---|\n| {b} |\n\n")),
            2 => self.with_words(|[a, b]| format!("- {a}\n- {b}\n\n")),
            3 => self.with_words(|[a]| format!("- ### {a}\n\n")),
            4 if depth < 3 => self.block_of_blocks(depth).inside("1. ", "   "),
            5 if depth < 3 => self.block_of_blocks(depth).inside("> ", "> "),
            6 | 7 if self.includes < 3 && !self.known.is_empty() => self.include(has_ends),
            8..=10 if depth < 4 => self.component(depth, has_ends),
            _ => self.with_words(|[a, b, c]| format!("{a} *{b}*\n`{c}`\n\n")),
        }
    }

    /// What an item of a list holds, or a quotation. A component does not begin on its first line.
    fn block_of_blocks(&mut self, depth: usize) -> Blocks {
        let mut blocks = self.with_words(|[a]| format!("{a}\n\n"));
        blocks.push(self.container(depth + 1, false));
        blocks
    }

    fn include(&mut self, has_ends: bool) -> Blocks {
        self.includes += 1;
        let Place { address, words } = &self.known[self.random.below(self.known.len())];
        let words = words.clone();
        let (id, anchor) = self.id();
        if let Some(anchor) = anchor.filter(|_| has_ends) {
            self.own.push(Place { address: anchor, words: words.clone() });
        }
        Blocks { text: format!("::: include {address}{id}\n\n"), words }
    }

    fn component(&mut self, depth: usize, has_ends: bool) -> Blocks {
        let (id, anchor) = self.id();
        let name = self.random.of(&[
            "details",
            "details",
            "note",
            "quote",
            "recommendation",
            "step",
            "question",
            "tabs",
        ]);
        let mut made = match name {
            "quote" => self.with_words(|[role, name]| {
                format!("::: quote {{role={role} name={name}{}}}\n", id.replace(['{', '}'], ""))
            }),
            "tabs" => Blocks { text: format!("::: tabs{id}\n"), words: Vec::new() },
            _ => self.with_words(|[label]| format!("::: {name} {label}{id}\n")),
        };
        if name == "tabs" {
            for _ in 0..=self.random.below(2) {
                made.push(self.with_words(|[label]| format!("::: tab {label}\n")));
                made.push(self.container(depth + 2, has_ends));
                made.text.push_str(":::\n");
            }
        } else {
            made.push(self.container(depth + 1, has_ends));
        }
        made.text.push_str(":::\n\n");
        if let Some(anchor) = anchor.filter(|_| has_ends) {
            self.own.push(Place { address: anchor, words: made.words.clone() });
        }
        made
    }

    /// An argument that sets an id or none, and the address that it makes.
    fn id(&mut self) -> (String, Option<String>) {
        if self.random.chance(3) {
            return (String::new(), None);
        }
        self.count += 1;
        let id = format!("a{}", self.count);
        (format!(" {{#{id}}}"), Some(format!("/notes/{}.md#{id}", self.page)))
    }

    fn word(&mut self) -> String {
        self.count += 1;
        format!("w{}x{}", self.page, self.count)
    }

    fn with_words<const N: usize>(&mut self, text: impl Fn(&[String; N]) -> String) -> Blocks {
        let words = [(); N].map(|()| self.word());
        Blocks { text: text(&words), words: words.into() }
    }
}

/// Adds blocks to a text and to the sections that are open there.
fn add(all: &mut Blocks, sections: &mut [(usize, Place)], blocks: Blocks) {
    for (_, section) in sections {
        section.words.extend(blocks.words.iter().cloned());
    }
    all.push(blocks);
}

const PAGES: usize = 5;

/// A random site, and the words of each of its pages.
fn random_site(random: &mut Random) -> (Site, Vec<Vec<String>>) {
    let settings = "title: Regions\nchecks: { heading-order: off, duplicate-title: off }\ncollections:\n  notes:\n    fields:\n      code: { type: string }\n";
    let site = Site::new().file("fieldguide.yaml", settings);
    let mut known: Vec<Place> = Vec::new();
    let mut words = vec![Vec::new(); PAGES];
    // A page includes those behind it, so none includes itself.
    for page in (0..PAGES).rev() {
        let mut author =
            Author { random, page, count: 0, includes: 0, known: &known, own: Vec::new() };
        let blocks = author.page();
        let own = author.own;
        known.extend(own);
        site.write(&format!("content/notes/{page}.md"), &blocks.text);
        words[page] = blocks.words;
    }
    (site, words)
}

/// The words of ours in a text, sorted.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    let is_ours = |word: &&str| {
        word.strip_prefix('w').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let mut words: Vec<String> = words.filter(is_ours).map(str::to_owned).collect();
    words.sort_unstable();
    words
}

/// The text of a page in the browser, without markup; `Err` if that is not well-formed.
fn shown(site: &Site, page: usize) -> Result<String, String> {
    let html = site.published(&format!("notes/{page}.html"));
    let start = html.find("<div class=\"prose\"").ok_or("no text")?;
    let html = &html[start..start + html[start..].find("</article>").ok_or("no end")?];
    let (mut text, mut open) = (String::new(), Vec::new());
    for part in html.split('<').skip(1) {
        let (tag, after) = part.split_once('>').ok_or("a tag without end")?;
        text.push(' ');
        text.push_str(after);
        let name = tag.split([' ', '\n']).next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(closed) if open.pop() != Some(closed) => return Err(format!("</{closed}>")),
            None if !["br", "hr", "img", "input"].contains(&name) => open.push(name),
            _ => {}
        }
    }
    if open.is_empty() { Ok(text) } else { Err(format!("open: {open:?}")) }
}

/// The indexed text of each page, by its code.
pub(crate) fn indexed(site: &Site) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for (path, bytes) in site.tree() {
        if !path.starts_with("assets/search/") {
            continue;
        }
        let script = String::from_utf8(bytes).expect("scripts are text");
        let parts: Vec<&str> = script.split('"').collect();
        let ["fieldguide.put(", name, ",", _, ",", data, ..] = parts[..] else { continue };
        let bytes = inflated(data);
        if name.starts_with("x-") {
            add_texts(&bytes, &mut texts);
        } else if name == "all" {
            for (name, bytes) in inner_files(&bytes) {
                if name.starts_with("x-") {
                    add_texts(bytes, &mut texts);
                }
            }
        }
    }
    texts
}

fn inflated(data: &str) -> Vec<u8> {
    let deflated = STANDARD.decode(data).expect("it is base64");
    // Far more than a site of a few pages has.
    let mut bytes = vec![0; 1 << 22];
    let inflated = libdeflater::Decompressor::new().deflate_decompress(&deflated, &mut bytes);
    bytes.truncate(inflated.expect("it is deflated"));
    bytes
}

/// The files in a file `all`.
fn inner_files(bytes: &[u8]) -> Vec<(String, &[u8])> {
    let mut rest = bytes;
    let heads: Vec<(String, usize)> = (0..number(&mut rest))
        .map(|_| {
            let length = number(&mut rest);
            let name = String::from_utf8_lossy(taken(&mut rest, length)).into_owned();
            (name, number(&mut rest))
        })
        .collect();
    heads.into_iter().map(|(name, length)| (name, taken(&mut rest, length))).collect()
}

/// A number in seven-bit groups (LEB128).
fn number(rest: &mut &[u8]) -> usize {
    let length = 1 + rest.iter().position(|byte| *byte < 0x80).expect("a number ends");
    let groups = taken(rest, length).iter().rev();
    groups.fold(0, |number, group| number << 7 | usize::from(group & 0x7f))
}

fn taken<'b>(rest: &mut &'b [u8], length: usize) -> &'b [u8] {
    let (first, others) = rest.split_at(length);
    *rest = others;
    first
}

/// Adds the texts of a file of texts.
fn add_texts(bytes: &[u8], texts: &mut BTreeMap<String, String>) {
    let pages: Vec<Vec<String>> = serde_json::from_slice(bytes).expect("it is JSON");
    for page in pages {
        // Of each passage: title, anchor, text.
        let texts_of_page = page.chunks(3).flat_map(|passage| [&*passage[0], &*passage[2]]);
        let text = texts_of_page.collect::<Vec<_>>().join("\n");
        let is_code = |word: &&str| {
            word.strip_prefix('k')
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        };
        let code = text.split_whitespace().find(is_code).map(str::to_owned);
        texts.extend(code.map(|code| (code, text)));
    }
}

/// What is wrong with the words of a site's pages: those on the page are those in the index, and, where
/// they are known, these.
fn odd_words(site: &Site, expected: Option<&[Vec<String>]>) -> Result<(), String> {
    let indexed = indexed(site);
    for page in 0..PAGES {
        let shown = words(&shown(site, page).map_err(|why| format!("page {page}: {why}"))?);
        let indexed = words(&indexed[&format!("k{page}")]);
        differ(&shown, &indexed).map_err(|why| format!("page {page}, in the index: {why}"))?;
        let mut expected = expected.map_or_else(|| shown.clone(), |words| words[page].clone());
        expected.sort_unstable();
        differ(&expected, &shown).map_err(|why| format!("page {page}, as it is shown: {why}"))?;
    }
    Ok(())
}

/// `Err` names the words that are missing or too many in the second of two sorted lists.
pub(crate) fn differ(expected: &[String], found: &[String]) -> Result<(), String> {
    let count = |list: &[String], word: &String| list.iter().filter(|other| *other == word).count();
    let beyond = |list: &[String], other: &[String]| -> Vec<String> {
        list.iter().filter(|word| count(list, word) > count(other, word)).cloned().collect()
    };
    let (missing, surplus) = (beyond(expected, found), beyond(found, expected));
    if expected == found {
        Ok(())
    } else {
        Err(format!("{missing:?} missing, {surplus:?} too many"))
    }
}

const OPTIONS: [&str; 3] = ["--quiet", "--base-url", "http://regions.example/"];

/// Builds a random site, then edits it and builds it again; `Err` says what went wrong.
fn try_seed(seed: u64) -> Result<(), String> {
    let mut random = Random(seed);
    let (site, expected) = random_site(&mut random);
    let build = || {
        let built = site.run(&[&["build"], &OPTIONS[..]].concat());
        let wrong = built.err.lines().filter(|line| !line.starts_with("warning"));
        if built.code == 0 { Ok(()) } else { Err(wrong.collect::<Vec<_>>().join("\n")) }
    };
    build()?;
    odd_words(&site, Some(&expected))?;
    let path = format!("content/notes/{}.md", random.below(PAGES));
    let text = std::fs::read_to_string(site.root().join(&path)).expect("it is there");
    site.write(&path, text + "\nAnd w9x9 more.\n");
    build()?;
    odd_words(&site, None)?;
    let mut there = site.tree();
    there.retain(|path, _| !path.starts_with('.'));
    let (_, made) = clean_build(&site, &OPTIONS);
    if made.as_ref() == Some(&there) { Ok(()) } else { Err("a clean build differs".to_owned()) }
}

#[test]
fn what_a_page_includes_is_on_the_page_and_in_the_index() {
    let failed: Vec<(u64, String)> =
        seeds(40).filter_map(|seed| Some((seed, try_seed(seed).err()?))).collect();
    let first = failed.first().map_or("", |(_, why)| why);
    let failed: Vec<u64> = failed.iter().map(|(seed, _)| *seed).collect();
    assert!(failed.is_empty(), "{} seeds fail: {failed:?}\n{first}", failed.len());
}

#[test]
fn a_component_that_holds_headings_is_included_whole_and_once() {
    let more = "# A\n\nBefore.\n\n::: details More {#more}\nOne.\n\n## Inside\n\nTwo.\n\n::: question \
                Why?\nThree.\n:::\n\nFour.\n:::\n\nAfter, and a good deal more than inside.\n";
    let site = Site::new()
        .file("content/a.md", more)
        .file("content/b.md", "# B\n\nHere.\n\n::: include a.md#more\n");
    site.build().fine();
    let page = site.published("b.html");
    for word in ["More", "One", "Inside", "Two", "Why?", "Three", "Four"] {
        let prose = &page[page.find("class=\"prose\"").expect("it has a text")..];
        let times = prose.matches(&format!(">{word}")).count();
        assert_eq!(times, 1, "{word}: {prose}");
        let found = site.run(&["search", word, "--json"]).fine().out;
        assert!(found.contains("\"url\":\"b.html\""), "{word}: {found}");
    }
    for word in ["Before", "After"] {
        let found = site.run(&["search", &format!("\"{word}\""), "--json"]).fine().out;
        assert!(!found.contains("\"url\":\"b.html\""), "{word}: {found}");
    }
    let found = site.run(&["search", "four", "--json"]).fine().out;
    let found: serde_json::Value = serde_json::from_str(&found).expect("it is JSON");
    let results = found["results"].as_array().expect("a list");
    let own = results.iter().find(|result| result["url"] == "b.html").expect("it is found");
    let pieces = own["excerpt"].as_array().expect("a list").iter();
    let excerpt: String = pieces.map(|piece| piece["text"].as_str().expect("a text")).collect();
    assert_eq!(excerpt.trim(), "Here. More · One. Inside · Two. Four. Why? Three.");
}

#[test]
fn a_citation_at_the_beginning_of_a_component_leaves_the_words_before_it_alone() {
    let text = "# A\n\n```\ncode  \n```\n\n::: note {#said}\n[@k]. So it is.\n:::\n";
    let site = Site::new()
        .file("fieldguide.yaml", "title: A\nreferences: { file: works.bib }\n")
        .file("content/works.bib", "@book{k, title={T}, author={B, A}, year=2020}\n")
        .file("content/a.md", text)
        .file("content/b.md", "# B\n\n::: include a.md#said\n");
    site.build().fine();
    let found = site.run(&["search", "\"so it is\"", "--json"]).fine().out;
    assert!(found.contains("\"url\":\"b.html\""), "{found}");
}

#[test]
fn headings_of_what_a_page_includes_go_below_the_heading_before_it() {
    let site = Site::new()
        .file("fieldguide.yaml", "title: A\nchecks: { heading-order: off, empty-page: off }\n")
        .file("content/a.md", "# A\n\n## Two\n\n::: note\n#### Four\n:::\n\n::: include b.md\n")
        .file("content/b.md", "# B\n\n::: include c.md\n")
        .file("content/c.md", "# C\n\n## Inner\n\nWords.\n");
    site.build().fine();
    let page = site.published("a.html");
    assert!(page.contains("<h3>Inner</h3>"), "neither the note nor `b.md` counts: {page}");
    assert!(site.published("b.html").contains("<h2>Inner</h2>"));
}

#[test]
fn a_note_is_in_the_index_of_the_pages_that_show_it_and_of_no_other() {
    let note =
        "# A\n\n## One\n\nHere[^1].\n\n## Two\n\nThere.\n\n[^1]: Apricots[^2].\n\n[^2]: Bananas.\n";
    let site = Site::new()
        .file("content/a.md", note)
        .file("content/b.md", "# B\n\n::: include a.md#one\n")
        .file("content/c.md", "# C\n\n::: include a.md#two\n");
    site.build().fine();
    for word in ["apricots", "bananas"] {
        let found = site.run(&["search", word, "--json"]).fine().out;
        let is_found = |page: &str| found.contains(&format!("\"url\":\"{page}\""));
        assert_eq!(["a.html", "b.html", "c.html"].map(is_found), [true, true, false], "{found}");
    }
}
