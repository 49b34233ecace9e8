//! The tree of a text says what the pass over its events says: on random pieces, and on all texts that the
//! repository has.

use std::fmt::Write as _;
use std::path::Path;

use super::{Body, scan};
use crate::config::{CalloutSchema, Config, References, Tone};
use crate::diagnostic::Diagnostics;
use crate::document::walk::Step;
use crate::document::{self, ComponentKind, Document, Kind, LinkKind, NodeId, Nodes, Place, Words};
use crate::parse::front_matter;
use crate::site::{self, Mark};
use crate::source::{SourceFile, Sources, Span};

/// A text with both readings of it.
struct Read<'t> {
    file: &'t SourceFile,
    start: usize,
    text: &'t str,
    body: Body,
    document: Document,
}

fn compare(name: &str, text: &str, config: &Config) {
    let mut sources = Sources::default();
    let file = sources.add(name.to_owned(), text.to_owned());
    let mut problems = Diagnostics::default();
    let (_, start) = front_matter::split(&file, &mut problems);
    let body = scan(&file, start, config, &mut problems);
    let text = &file.text[start..];
    let document = Document::parse(text, config);
    let read = Read { file: &file, start, text, body, document };
    read.is_well_formed();
    read.same_headings();
    read.same_components();
    read.same_links();
    read.same_html();
    read.same_citations();
    read.same_words();
}

impl Read<'_> {
    fn read(&self, words: Words) -> &str {
        self.document.read(words, self.text)
    }

    fn span(&self, place: Place) -> Span {
        let range = place.range();
        self.file.span(self.start + range.start, self.start + range.end)
    }

    /// The text and its tree, for an assertion that fails.
    fn context(&self) -> String {
        let mut tree = format!("{}:\n{:?}\n", self.file.path, self.text);
        for step in self.document.walk(self.document.all()) {
            if let Step::Enter(id) = step {
                let node = &self.document.nodes[id];
                let _ =
                    writeln!(tree, "{id:?} to {:?}: {:?} {:?}", node.end, node.kind, node.place);
            }
        }
        tree
    }

    /// Nodes are in the order of the source, and each lies inside of the one around it.
    fn is_well_formed(&self) {
        let nodes = &self.document.nodes;
        let mut open: Vec<NodeId> = Vec::new();
        let mut last = 0;
        for step in self.document.walk(self.document.all()) {
            match step {
                Step::Enter(id) => {
                    let node = &nodes[id];
                    let inside = open.last().map(|around| nodes[*around].place);
                    assert!(last <= node.place.start, "order at {id:?}: {}", self.context());
                    assert!(
                        self.text.get(node.place.range()).is_some(),
                        "{id:?}: {}",
                        self.context()
                    );
                    if let Some(around) = inside {
                        let is_inside =
                            around.start <= node.place.start && node.place.end <= around.end;
                        assert!(is_inside, "nesting at {id:?}: {}", self.context());
                    }
                    last = node.place.start;
                    open.push(id);
                }
                Step::Leave(id) => {
                    assert_eq!(open.pop(), Some(id), "{}", self.context());
                    assert!(nodes[id].end > id);
                }
            }
        }
        assert!(open.is_empty());
        for at in (0..self.text.len()).step_by(11) {
            let at = u32::try_from(at).expect("it is short");
            if let Some(found) = self.document.node_at(at) {
                let Place { start, end } = nodes[found].place;
                assert!((start..end).contains(&at));
            }
        }
    }

    fn same_headings(&self) {
        let Document { headings, components, nodes, .. } = &self.document;
        let span = |node: NodeId| match nodes[node].kind {
            Kind::Component(component) => self.span(components[component].opening),
            _ => {
                let range = nodes[node].place.range();
                let written = self.text[range.clone()].trim_end().len();
                self.file.span(self.start + range.start, self.start + range.start + written)
            }
        };
        let found = headings.iter().map(|heading| {
            let span = span(heading.node);
            (heading.level, self.read(heading.text), heading.anchor.as_str(), span)
        });
        let expected = self.body.headings.iter().map(|heading| {
            (heading.level, heading.text.as_str(), heading.anchor.as_str(), heading.span)
        });
        assert!(
            found.clone().eq(expected.clone()),
            "{:?}\n{:?}\n{}",
            found.collect::<Vec<_>>(),
            expected.collect::<Vec<_>>(),
            self.context()
        );
        for (found, expected) in headings.iter().zip(&self.body.headings) {
            let section = expected.section.map(|span| self.nodes_in(span));
            assert_eq!(found.section, section, "{:?}: {}", expected.text, self.context());
        }
    }

    /// The nodes that begin in a part of the text. Rows of tables may end with cells that are not there.
    fn nodes_in(&self, span: Span) -> Nodes {
        let nodes = &self.document.nodes;
        let from_byte = |byte: usize| {
            let is_there = |(_, node): &(NodeId, &document::Node)| {
                let Place { start, end } = node.place;
                let is_missing = node.kind == Kind::Cell && start == end;
                self.start + start as usize >= byte && !is_missing
            };
            nodes.enumerate().find(is_there).map_or(nodes.end(), |(id, _)| id)
        };
        let range = span.range();
        Nodes { from: from_byte(range.start), to: from_byte(range.end.max(range.start)) }
    }

    fn same_components(&self) {
        let found = self.document.nodes.iter().filter_map(|node| match node.kind {
            Kind::Break => Some(None),
            Kind::Component(component) => Some(Some(&self.document.components[component])),
            _ => None,
        });
        let expected = self.body.marks.iter().filter_map(|mark| match mark {
            Mark::Break => Some(None),
            Mark::Open(component) => Some(Some(component)),
            Mark::Close | Mark::Mistake => None,
        });
        let (found, expected): (Vec<_>, Vec<_>) = (found.collect(), expected.collect());
        assert_eq!(found.len(), expected.len(), "{}", self.context());
        for (found, expected) in found.into_iter().zip(expected) {
            let (Some(found), Some(expected)) = (found, expected) else {
                assert!(found.is_none() && expected.is_none(), "{}", self.context());
                continue;
            };
            assert_eq!(found.kind, expected.kind, "{}", self.context());
            assert_eq!(found.anchor, expected.anchor, "{}", self.context());
            // One that nobody knows has no label there.
            if let Some(label) = &expected.label {
                assert_eq!(found.label.map(|label| self.read(label)), Some(label.as_str()));
            }
        }
        let parts =
            self.document.components.iter().filter(|it| it.is_whole && it.heading.is_none());
        let parts = parts.filter_map(|component| {
            let anchor = component.anchor.as_ref()?.as_str();
            Some((anchor, self.span(self.document.nodes[component.node].place).range()))
        });
        let expected = self.body.parts.iter().map(|part| (part.anchor.as_str(), part.span.range()));
        let by_start = |(_, range): &(&str, std::ops::Range<usize>)| range.start;
        let (mut parts, mut expected): (Vec<_>, Vec<_>) = (parts.collect(), expected.collect());
        parts.sort_by_key(by_start);
        expected.sort_by_key(by_start);
        assert_eq!(parts, expected, "{}", self.context());
    }

    fn same_links(&self) {
        let found = self.document.links.iter().filter_map(|link| {
            let kind = match link.kind {
                LinkKind::Link => site::LinkKind::Link,
                LinkKind::Image => site::LinkKind::Image,
                LinkKind::Card => site::LinkKind::Card,
                LinkKind::Data => site::LinkKind::Data,
                LinkKind::Include => site::LinkKind::Include,
                LinkKind::Html | LinkKind::HtmlPicture => return None,
            };
            let node = &self.document.nodes[link.node];
            let is_markdown = matches!(node.kind, Kind::Link(_) | Kind::Image(_));
            let text =
                if is_markdown { self.document.link_text(link, self.text) } else { String::new() };
            let decorative =
                kind == site::LinkKind::Image && self.text[node.place.range()].ends_with("\"\")");
            Some((kind, self.read(link.destination), text, decorative, self.span(link.place)))
        });
        let expected = self.body.links.iter().map(|link| {
            (link.kind, link.destination.as_str(), link.text.clone(), link.decorative, link.span)
        });
        let (found, expected): (Vec<_>, Vec<_>) = (found.collect(), expected.collect());
        assert_eq!(found, expected, "{}", self.context());
        let embeds = self.body.embeds.iter().map(|embed| embed.link);
        let markdown = self.document.links.enumerate();
        let markdown = markdown
            .filter(|(_, link)| !matches!(link.kind, LinkKind::Html | LinkKind::HtmlPicture));
        let is_embed = |kind| matches!(kind, LinkKind::Data | LinkKind::Include);
        let found = markdown.enumerate().filter(|(_, (_, link))| is_embed(link.kind));
        assert!(found.map(|(at, _)| at).eq(embeds), "{}", self.context());
    }

    fn same_html(&self) {
        if self.is_read_otherwise_by_browsers() {
            return;
        }
        let found = self.document.links.iter().filter_map(|link| {
            let kind = match link.kind {
                LinkKind::Html => site::LinkKind::Link,
                LinkKind::HtmlPicture => site::LinkKind::Image,
                _ => return None,
            };
            Some((kind, self.read(link.destination)))
        });
        let expected =
            self.body.html_links.iter().map(|link| (link.kind, link.destination.as_str()));
        let (found, expected): (Vec<_>, Vec<_>) = (found.collect(), expected.collect());
        assert_eq!(found, expected, "{}", self.context());
        assert_eq!(self.document.ids(self.text), self.body.ids, "{}", self.context());
    }

    /// Whether the text has HTML of which the first pass takes other parts for tags than browsers do, whom the
    /// tree follows: what stands in a text field, a name with a hyphen, a `<` that begins no tag.
    fn is_read_otherwise_by_browsers(&self) -> bool {
        let mut names = self.document.elements.iter().map(|it| self.read(it.name));
        let is_odd = |c: char| !c.is_ascii_alphanumeric();
        let has_name = names
            .any(|name| RAW.contains(&name.to_ascii_lowercase().as_str()) || name.contains(is_odd));
        let markup = self.document.nodes.iter().filter(|node| node.kind == Kind::Markup);
        let mut markup = markup.map(|node| without_comments(&self.text[node.place.range()]));
        has_name || markup.any(|markup| markup.contains('<'))
    }

    fn same_citations(&self) {
        let mut images = 0;
        let mut found = Vec::new();
        for step in self.document.walk(self.document.all()) {
            let (Step::Enter(id) | Step::Leave(id)) = step;
            match (step, self.document.nodes[id].kind) {
                (Step::Enter(_), Kind::Image(_)) => images += 1,
                (Step::Leave(_), Kind::Image(_)) => images -= 1,
                (Step::Enter(_), Kind::Citation(citation)) => {
                    let works = self.document.citations[citation].works.iter().map(|work| {
                        site::CitedWork {
                            key: self.read(work.key).to_owned(),
                            span: self.span(work.place),
                            locator: work.locator.map(|locator| self.read(locator).to_owned()),
                        }
                    });
                    found.push(site::Citation { works: works.collect(), is_shown: images == 0 });
                }
                _ => {}
            }
        }
        assert_eq!(found, self.body.citations, "{}", self.context());
    }

    fn same_words(&self) {
        let said = Said::of(self);
        // A fence that closes nothing ends a line there, and is nothing in the tree.
        let has_mistake = self.body.marks.contains(&Mark::Mistake);
        let lines = |passages: &[String]| -> Vec<String> {
            let words = |passage: &String| {
                let in_one_line = || passage.split_whitespace().collect::<Vec<_>>().join(" ");
                if has_mistake { in_one_line() } else { passage.clone() }
            };
            passages.iter().map(words).collect()
        };
        assert_eq!(lines(&said.passages), lines(&self.body.passages), "{}", self.context());
        assert_eq!(said.words, self.body.words, "{}", self.context());
        assert_eq!(
            said.summary.map(|text| super::shorten(text.trim())),
            self.body.summary,
            "{}",
            self.context()
        );
        assert_eq!(said.citations_of_first_heading, self.body.citations_of_first_heading);
        assert_eq!(said.first_heading_has_note, self.body.first_heading_has_note);
    }
}

fn without_comments(html: &str) -> String {
    let (mut rest, mut other) = (html, String::new());
    while let Some((before, comment)) = rest.split_once("<!--") {
        other.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    other + rest
}

/// Elements that hold text only.
const RAW: [&str; 10] = [
    "iframe",
    "noembed",
    "noframes",
    "noscript",
    "plaintext",
    "script",
    "style",
    "textarea",
    "title",
    "xmp",
];

/// The words of a tree as the first pass puts them together.
struct Said<'r> {
    read: &'r Read<'r>,
    passages: Vec<String>,
    passage: usize,
    /// Those around the components that are open.
    outer: Vec<usize>,
    summary: Option<String>,
    paragraph: Option<String>,
    words: usize,
    headings: usize,
    in_heading: bool,
    /// Images that are open.
    images: usize,
    after_citation: bool,
    citations: usize,
    citations_of_first_heading: usize,
    first_heading_has_note: bool,
}

impl<'r> Said<'r> {
    fn of(read: &'r Read<'r>) -> Said<'r> {
        let mut said = Said {
            read,
            passages: vec![String::new()],
            passage: 0,
            outer: Vec::new(),
            summary: None,
            paragraph: None,
            words: 0,
            headings: 0,
            in_heading: false,
            images: 0,
            after_citation: false,
            citations: 0,
            citations_of_first_heading: 0,
            first_heading_has_note: false,
        };
        let mut open = Vec::new();
        for step in read.document.walk(read.document.all()) {
            match step {
                Step::Enter(id) => {
                    let kind = read.document.nodes[id].kind;
                    let is_top = open.iter().all(|kind| matches!(kind, Kind::Element(_)));
                    said.enter(id, kind, is_top);
                    open.push(kind);
                }
                Step::Leave(id) => {
                    open.pop();
                    said.leave(read.document.nodes[id].kind);
                }
            }
        }
        said
    }

    fn enter(&mut self, id: NodeId, kind: Kind, is_top: bool) {
        let document = &self.read.document;
        match kind {
            Kind::Component(component) => {
                let component = &document.components[component];
                self.end_line();
                if matches!(component.kind, ComponentKind::Card | ComponentKind::Embed(_)) {
                    return;
                }
                self.outer.push(self.passage);
                if component.heading.is_some() {
                    return self.begin_passage();
                }
                let said = match &component.kind {
                    ComponentKind::Quote { role, name: Some(name) } => format!("{name}, {role}"),
                    ComponentKind::Quote { role, name: None } => role.clone(),
                    _ => component.label.map_or("", |label| self.read.read(label)).to_owned(),
                };
                self.say(&said);
                self.end_line();
            }
            Kind::Paragraph if is_top && self.summary.is_none() => {
                self.paragraph = Some(String::new());
            }
            Kind::Heading(_) => self.in_heading = true,
            Kind::Image(_) => self.images += 1,
            Kind::Citation(_) => {
                self.citations += 1;
                self.after_citation = true;
            }
            Kind::NoteReference(_) => {
                self.first_heading_has_note |= self.in_heading && self.headings == 0;
            }
            Kind::Bullets | Kind::Numbers(_) => self.end_line(),
            _ => {
                if let Some(words) = document.words_of(&document.nodes[id], self.read.text) {
                    self.say(words);
                }
            }
        }
    }

    fn leave(&mut self, kind: Kind) {
        match kind {
            Kind::Component(component) => {
                let component = &self.read.document.components[component];
                if matches!(component.kind, ComponentKind::Card | ComponentKind::Embed(_)) {
                    return;
                }
                if component.closing.is_some() {
                    self.end_line();
                }
                self.passage = self.outer.pop().expect("it was put there");
            }
            Kind::Heading(heading) => {
                if self.headings == 0 {
                    self.citations_of_first_heading = self.citations;
                }
                self.words += self.words_of_id(&self.read.document.headings[heading]);
                self.in_heading = false;
                self.begin_passage();
            }
            Kind::Image(_) => self.images -= 1,
            Kind::Paragraph => {
                self.end_line();
                let paragraph = self.paragraph.take().filter(|text| !text.trim().is_empty());
                self.summary = self.summary.take().or(paragraph);
            }
            Kind::CodeBlock(_)
            | Kind::Item(_)
            | Kind::Cell
            | Kind::Row
            | Kind::Term
            | Kind::Definition => self.end_line(),
            _ => {}
        }
    }

    /// The first pass counts an id in braces as a word, if a blank stands before it.
    fn words_of_id(&self, heading: &document::Heading) -> usize {
        let Some(Words::Source(id)) = heading.own_id.filter(|_| self.headings > 0) else {
            return 0;
        };
        let before = self.read.text[..id.range().start].trim_end_matches("{#");
        usize::from(before.ends_with(char::is_whitespace))
    }

    fn begin_passage(&mut self) {
        self.headings += 1;
        self.passage = self.passages.len();
        self.passages.push(String::new());
    }

    fn say(&mut self, words: &str) {
        let passage = &mut self.passages[self.passage];
        if std::mem::take(&mut self.after_citation)
            && words.starts_with(['.', ',', ';', ':', '!', '?', ')'])
        {
            let is_blank = |letter: char| letter.is_whitespace() && letter != '\n';
            for words in std::iter::once(&mut *passage).chain(&mut self.paragraph) {
                words.truncate(words.trim_end_matches(is_blank).len());
            }
        }
        if !self.in_heading || self.headings > 0 {
            self.words += super::count_words(words);
        }
        if self.images > 0 {
            return;
        }
        if let Some(paragraph) = &mut self.paragraph {
            paragraph.push_str(words);
        }
        if !self.in_heading {
            passage.push_str(words);
        }
    }

    fn end_line(&mut self) {
        let passage = &mut self.passages[self.passage];
        if !passage.is_empty() && !passage.ends_with('\n') {
            passage.push('\n');
        }
    }
}

fn references() -> References {
    let mut sources = Sources::default();
    let span = sources.add("fieldguide.yaml".to_owned(), String::new()).span(0, 0);
    let (file, page) = ("references.yaml".to_owned(), "references.md".to_owned());
    References { file, file_span: span, page, page_span: span, style: None }
}

/// Settings that allow nothing besides, and settings that allow all.
fn settings() -> [Config; 2] {
    let full = Config {
        math: true,
        variables: [("org", "The Mill"), ("file", "x.md")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
        references: Some(references()),
        callouts: vec![CalloutSchema {
            name: "law".to_owned(),
            label: "Law".to_owned(),
            tone: Tone::Important,
        }],
        ..Config::default()
    };
    [Config::default(), full]
}

#[test]
fn the_tree_says_what_the_first_pass_says_of_all_texts_of_the_repository() {
    let mut count = 0;
    for (name, text) in texts() {
        for config in settings() {
            compare(&name, &text, &config);
            count += 1;
        }
    }
    assert!(count > 600, "{count} texts were found");
}

/// The Markdown of the two sites, and every file of the bad inputs.
fn texts() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders =
        ["content", "docs/content", "tests/bad-inputs"].map(|it| root.join(it)).to_vec();
    let mut texts = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("it is there") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
            let name = path.display().to_string();
            let read = || std::fs::read_to_string(&path).expect("it is text");
            match ending {
                "md" => texts.push((name, read())),
                "txt" => texts.extend(files_of_case(&name, &read())),
                _ => {}
            }
        }
    }
    texts
}

/// The files that a bad input writes, with escapes as they are.
fn files_of_case(name: &str, case: &str) -> Vec<(String, String)> {
    let parts = case.split("\n//- ").skip(1).filter_map(|part| part.split_once('\n'));
    let until = |text: &str| text.split("\n//").next().unwrap_or_default().to_owned() + "\n";
    parts.map(|(path, text)| (format!("{name}: {path}"), until(text))).collect()
}

/// What the random texts are made of.
const PIECES: [&str; 106] = [
    "# A",
    "## B {#b}",
    "### *C* `c`",
    "#### A",
    "Title\n=====",
    "# D {#*d*}",
    "# {{ org }} &amp; co {#x}",
    "## [e](f.md) ![g](h.png) {#i}",
    "::: note Label",
    "::: tip",
    "::: step S",
    "::: recommendation R {#r}",
    "::: question Who?",
    "::: quote {role=\"At {{ org }}\" #q}",
    "::: law L {#l}",
    "::: odd Thing {#odd}",
    "::: tabs",
    "::: tab One",
    "::: include {{ file }}#a {#inc}",
    "::: data-table n.csv {caption=C columns=\"a, b\"}",
    "::: card x.md {#card}",
    "::: include",
    "::: details D {#det}",
    ":::",
    ":::\n:::",
    "- ",
    "- [ ] ",
    "- [x] ",
    "7. ",
    "> ",
    "> [!NOTE]\n> ",
    "    ",
    "  ",
    "[a](b.md)",
    "[a *b*](<c d.md> \"T\")",
    "![c](d.png 't')",
    "![c [n](m.md) [@k]](d.png \"\")",
    "[![p](p.png)](q.md)",
    "[r][l]",
    "[l]",
    "[l]: e.md 'T'",
    "[l]: <{{ file }}>\n",
    "[](b.md)",
    "[x](a\\*b.md \"&quot;\")",
    "[v]({{ file }} \"{{ org }}\")",
    "<https://a.example/b>",
    "<m@a.example>",
    "https://a.example/c?d",
    "www.a.example.",
    "m@a.example",
    "<div>",
    "</div>",
    "<div id=a class='b c'>\n\n",
    "<a href=x.md id=q>",
    "</a>",
    "<b>",
    "</b>",
    "<br/>",
    "<img src=\"i.png\" srcset='j.png 2x, k.png'>",
    "<p><p><li>x<li>y",
    "<details>\n<summary>s</summary>\n\n",
    "\n\n</details>\n\n",
    "<!-- c -->",
    "<!-- <a href=n.md> -->\n",
    "<svg><g/></svg>",
    "<a href=\"\">",
    "[@k; @j, p. 1]",
    "[@k].",
    "[@ k]",
    "[^1]",
    "[^1]: note",
    "[^2]: other\n\n    more",
    "`code`",
    "``a ` b``",
    "$x^2$",
    "$$y$$",
    "```rust info\nfn x() {}\n```",
    "~~~\nz\n~~~",
    "| a | b |\n|---|:-:|\n| c | [d](e) |\n",
    "Term\n: Def\n",
    "***",
    "---",
    "&amp;",
    "\\*",
    "\\{{ org }}",
    "{{ org }}",
    "{{ no }}",
    "*",
    "**",
    "~~",
    "_",
    "é",
    "word",
    "two words",
    "\\\n",
    "  \n",
    "\t",
    "\r\n",
    "\0",
    "[",
    "]",
    "(",
    ")",
    "<",
    "\"",
    "'",
];

#[test]
fn the_tree_says_what_the_first_pass_says_of_random_pieces() {
    let settings = settings();
    for seed in 1..=seeds() {
        let mut random = Random(seed);
        let mut text = String::new();
        for _ in 0..random.below(24) {
            text.push_str(PIECES[random.below(PIECES.len())]);
            text.push_str(["", "", " ", "\n", "\n\n"][random.below(5)]);
        }
        compare(&format!("seed {seed}"), &text, &settings[random.below(2)]);
    }
}

/// How many random texts there are; `FIELDGUIDE_SEEDS` asks for more.
fn seeds() -> u64 {
    let seeds = std::env::var("FIELDGUIDE_SEEDS").ok().and_then(|seeds| seeds.parse().ok());
    seeds.unwrap_or(2000)
}

/// Numbers that look random and are the same for the same seed (xorshift64*, Vigna 2016).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(high).expect("31 bits fit") % end
    }
}

#[test]
fn words_are_counted_as_the_library_does() {
    for text in ["", " ", "one", " two\tor\u{b}three\r\n", "a  b", "zwei für\u{a0}drei", "\u{1c}"]
    {
        assert_eq!(super::count_words(text), text.split_whitespace().count(), "{text:?}");
    }
}
