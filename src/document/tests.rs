//! Documents of random pieces, and of all texts that the repository has: each is well formed.

use std::fmt::Write as _;
use std::path::Path;

use super::walk::WalkEvent;
use super::*;
use crate::config::{CalloutSchema, Config, References};
use crate::source::Sources;

#[test]
fn a_node_is_small() {
    assert_eq!(size_of::<Node>(), 20);
}

/// The words of a part of a text.
fn part(text: &str, anchor: &str) -> Option<String> {
    let document = Document::parse(text, &crate::config::Config::default()).document;
    let part = document.part(&Anchor::verbatim(anchor))?;
    Some(document.plain_text(part, text))
}

#[test]
fn an_anchor_names_a_section_or_a_component() {
    let text = "# One\n\na\n\n::: note L {#b}\nc\n:::\n\n## Two\n\nd\n\n> # Said\n\n# Three\n\ne\n";
    assert_eq!(part(text, "one").as_deref(), Some("acTwodSaid"));
    assert_eq!(part(text, "b").as_deref(), Some("c"));
    assert_eq!(part(text, "three").as_deref(), Some("e"));
    assert_eq!(part(text, "said"), None);
    assert_eq!(part(text, "four"), None);
}

#[test]
fn addresses_and_titles_have_their_places() {
    let text = "[a](b.md \"T\") ![c](<d e.png> 'U') [f][g] <https://h.example> https://i.example\n\n\
                [g]: j.md (V)\n\n[k](l\\*.md) <a href=\"m.md\">n</a>\n";
    let document = Document::parse(text, &crate::config::Config::default()).document;
    let written = document.links.iter().map(|link| {
        let title = document.read(link.title, text);
        let title = if title.is_empty() { "" } else { as_written(link.title, text) };
        (as_written(link.destination, text), title)
    });
    let expected = [
        ("b.md", "T"),
        ("d e.png", "U"),
        ("j.md", "V"),
        ("https://h.example", ""),
        ("https://i.example", ""),
        ("own", ""),
        ("m.md", ""),
    ];
    assert_eq!(written.collect::<Vec<_>>(), expected);
    let definitions = document.links.iter().filter_map(|link| link.definition);
    let definitions: Vec<&str> = definitions.map(|place| &text[place.range()]).collect();
    assert_eq!(definitions, ["[g]: j.md (V)"]);
}

/// Words as the source has them, if it does.
fn as_written(words: TextSource, text: &str) -> &str {
    match words {
        TextSource::Source(place) => &text[place.range()],
        TextSource::Own(_) => "own",
    }
}

/// The elements of a text, each with the words between its tags, and `open` if it is not closed.
fn elements(text: &str) -> Vec<String> {
    let document = Document::parse(text, &crate::config::Config::default()).document;
    let nodes = document.nodes.enumerate().filter_map(|(id, node)| match node.kind {
        NodeKind::Element(element) => Some((id, &document.elements[element])),
        _ => None,
    });
    let described = nodes.map(|(id, element)| {
        let words = document.plain_text(document.subtree(id), text);
        let tag = document.read(element.tag, text);
        let end = if element.end_tag.is_some() { "" } else { " open" };
        format!("{} {words}{end}", element.name(tag))
    });
    described.collect()
}

#[test]
fn an_element_ends_where_the_block_or_mark_around_it_does() {
    assert_eq!(elements("<div>\n\na *b*\n\n</div>\n\nc\n"), ["div a b"]);
    assert_eq!(elements("*a <b>c* d</b>\n\ne\n"), ["b c open"]);
    assert_eq!(elements("> <div>\n> a\n\nb\n"), ["div  open"]);
    assert_eq!(elements("::: note\n<div>\n\na\n\n:::\n\n</div>\n"), ["div a open"]);
    assert_eq!(elements("<b>a <i>b</b> c</i>\n"), ["b a b", "i b open"]);
    assert_eq!(elements("<br>a <svg><g/>b</svg>\n"), ["br  open", "svg b", "g  open"]);
    assert_eq!(elements("<ul><li>a<li>b</ul>\n"), ["ul ", "li  open", "li  open"]);
}

/// A text with its tree.
struct Read<'t> {
    name: &'t str,
    text: &'t str,
    document: Document,
}

/// Parses a text and looks at what came out.
fn check(name: &str, text: &str, config: &Config) {
    let ParsedDocument { document, problems } = Document::parse(text, config);
    let read = Read { name, text, document };
    for Problem { diagnostic, place } in &problems {
        assert!(text.get(place.range()).is_some(), "{diagnostic:?}: {}", read.context());
    }
    read.is_well_formed();
    read.has_its_lists();
    let _ = PlainText::of(&read.document, read.document.all(), text);
    let _ = read.document.prose(read.document.all(), text);
}

impl Read<'_> {
    /// The text and its tree, for an assertion that fails.
    fn context(&self) -> String {
        let mut tree = format!("{}:\n{:?}\n", self.name, self.text);
        for id in self.document.all().ids() {
            let node = &self.document.nodes[id];
            let _ = writeln!(tree, "{id:?} to {:?}: {:?} {:?}", node.end, node.kind, node.place);
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
                WalkEvent::Enter(id) => {
                    let node = &nodes[id];
                    let around = open.last().map(|around| &nodes[*around]);
                    assert!(last <= node.place.start, "order at {id:?}: {}", self.context());
                    assert!(
                        self.text.get(node.place.range()).is_some(),
                        "{id:?}: {}",
                        self.context()
                    );
                    if let Some(around) = around {
                        let is_inside = around.place.start <= node.place.start
                            && node.place.end <= around.place.end
                            && node.end <= around.end;
                        assert!(is_inside, "nesting at {id:?}: {}", self.context());
                    }
                    last = node.place.start;
                    open.push(id);
                }
                WalkEvent::Leave(id) => {
                    assert_eq!(open.pop(), Some(id), "{}", self.context());
                    assert!(nodes[id].end > id);
                }
            }
        }
        assert!(open.is_empty());
    }

    /// The members of each list name their nodes, and those nodes name them.
    fn has_its_lists(&self) {
        let Document { nodes, headings, links, components, citations, notes, .. } = &self.document;
        for (id, heading) in headings.enumerate() {
            let is_own = match nodes[heading.node].kind {
                NodeKind::Heading(own) => own == id,
                NodeKind::Component(component) => components[component].heading == Some(id),
                _ => false,
            };
            assert!(is_own, "{}", self.context());
        }
        for (id, component) in components.enumerate() {
            assert_eq!(nodes[component.node].kind, NodeKind::Component(id), "{}", self.context());
        }
        for (id, citation) in citations.enumerate() {
            assert_eq!(nodes[citation.node].kind, NodeKind::Citation(id), "{}", self.context());
        }
        for (id, note) in notes.enumerate() {
            let definition = note.definition.map(|node| nodes[node].kind);
            assert!(definition.is_none_or(|kind| kind == NodeKind::Note(id)), "{}", self.context());
        }
        for (id, link) in links.enumerate().filter(|(_, link)| !link.kind.is_html()) {
            let is_own = match nodes[link.node].kind {
                NodeKind::Link(own) | NodeKind::Image(own) => own == id,
                NodeKind::Component(component) => components[component].link == Some(id),
                _ => false,
            };
            assert!(is_own, "{}", self.context());
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
fn all_texts_of_the_repository_have_a_well_formed_tree() {
    let mut count = 0;
    for (name, text) in texts() {
        for config in settings() {
            check(&name, &text, &config);
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
            if matches!(ending, "md" | "txt") {
                let text = std::fs::read_to_string(&path).expect("it is text");
                match ending {
                    "md" => texts.push((name, text)),
                    _ => texts.extend(files_of_case(&name, &text)),
                }
            }
        }
    }
    texts
}

/// The files that a bad input writes, with escapes as they are.
fn files_of_case(name: &str, case: &str) -> Vec<(String, String)> {
    let parts = case.split("\n//- ").skip(1).filter_map(|part| part.split_once('\n'));
    let files = parts.map(|(path, text)| {
        let text = text.split("\n//").next().unwrap_or_default();
        (format!("{name}: {path}"), text.to_owned() + "\n")
    });
    files.collect()
}

/// The pieces of the random texts.
const PIECES: [&str; 118] = [
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
    "<name>",
    "</name>",
    "<title>",
    "<textarea><i>x",
    "</textarea>",
    "<template>\n\n",
    "<plaintext>",
    "<body>",
    "</main>",
    "<table><tr><td>",
    "<?php x",
    "<div id=\"",
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
fn random_pieces_have_a_well_formed_tree() {
    let settings = settings();
    for seed in 1..=seeds() {
        let mut random = Random(seed);
        let mut text = String::new();
        for _ in 0..random.below(24) {
            text.push_str(PIECES[random.below(PIECES.len())]);
            text.push_str(["", "", " ", "\n", "\n\n"][random.below(5)]);
        }
        check(&format!("seed {seed}"), &text, &settings[random.below(2)]);
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
