//! The plain text of a document, for search, for excerpts and for related pages.

use std::borrow::Cow;
use std::collections::HashSet;

use super::html::text::{divides_words, hides_words, words};
use super::walk::WalkEvent;
use super::{Component, ComponentKind, Document, Element, Heading, NodeId, NodeKind, Nodes};
use crate::arena::Id;
use crate::memo::Fingerprint;

/// The words of a text, or of a part of one, without its marks: a line for each block.
pub(crate) struct PlainText {
    /// The text before the first heading, then the text under each.
    pub(crate) passages: Vec<String>,
    /// The headings, in order.
    pub(crate) headings: Vec<Id<Heading>>,
    /// Components that show other files, each with the position of its passage.
    pub(crate) embeds: Vec<(usize, Id<Component>)>,
    /// The start of the first paragraph outside of lists, quotations and components that is not code alone; without one,
    /// that of the first quotation.
    pub(crate) summary: Option<String>,
}

/// Characters of a summary at most.
const SUMMARY: usize = 200;

impl PlainText {
    /// Of a part of a document and of the notes that it uses; `text` is the source of the document.
    pub(crate) fn of(document: &Document, part: Nodes, text: &str) -> PlainText {
        let notes = document.notes_of(part);
        let used = notes.iter().copied().collect();
        let mut reader = PlainTextBuilder::new(document, text);
        reader.read(part, &used);
        reader.plain.summary = reader.plain.summary.take().or_else(|| reader.quoted.take());
        for note in notes.into_iter().filter(|note| !part.contains(*note)) {
            reader.read(document.subtree(note), &used);
        }
        reader.plain
    }

    /// Leaves out the heading that opens the text, as the title of a page does.
    pub(crate) fn leave_out_first_heading(&mut self) {
        self.headings.remove(0);
        // Nothing stands before it.
        self.passages.remove(0);
        for (passage, _) in &mut self.embeds {
            *passage = passage.saturating_sub(1);
        }
    }

    /// Changes with every word of the passages.
    pub(crate) fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.passages)
    }

    /// All of it: each heading before its text.
    pub(crate) fn joined(&self, document: &Document, text: &str) -> String {
        let titles =
            self.headings.iter().map(|it| document.read(document.headings[*it].text, text));
        let titles = std::iter::once("").chain(titles);
        let lines = titles.zip(&self.passages).flat_map(|(title, text)| [title, text.as_str()]);
        let mut joined = String::new();
        for line in lines.map(str::trim).filter(|line| !line.is_empty()) {
            joined.push_str(line);
            joined.push('\n');
        }
        joined
    }
}

impl Document {
    /// The words of a part in one line, as lists show them; `text` is the source of the document.
    pub(crate) fn line(&self, part: Nodes, text: &str) -> String {
        let mut line = String::new();
        for step in self.walk(part) {
            match step {
                WalkEvent::Enter(id) => {
                    line.push_str(self.words_of(&self.nodes[id], text).unwrap_or_default());
                }
                WalkEvent::Leave(id)
                    if matches!(self.nodes[id].kind, NodeKind::Paragraph | NodeKind::Item(_)) =>
                {
                    line.push(' ');
                }
                WalkEvent::Leave(_) => {}
            }
        }
        line.truncate(line.trim_end().len());
        line
    }

    /// The number of words, without those of the first heading: they may be the title's.
    pub(crate) fn count_words(&self, text: &str) -> usize {
        let first = self.headings.first().map(|heading| heading.node);
        let first = first.filter(|node| matches!(self.nodes[*node].kind, NodeKind::Heading(_)));
        let first = first.map(|node| self.subtree(node));
        let counted = self.nodes.enumerate();
        let counted = counted.filter(|(id, _)| first.is_none_or(|first| !first.contains(*id)));
        let counts = counted.map(|(_, node)| match node.kind {
            NodeKind::Component(component) if self.components[component].heading.is_none() => {
                words_in(&self.shown_words(&self.components[component], text))
            }
            _ => self.words_of(node, text).map_or(0, words_in),
        });
        counts.sum()
    }

    /// The words of a component without a heading, besides those in it.
    fn shown_words<'a>(&'a self, component: &'a Component, text: &'a str) -> Cow<'a, str> {
        match &component.kind {
            ComponentKind::Quote { role, name: Some(name) } => format!("{name}, {role}").into(),
            ComponentKind::Quote { role, name: None } => role.into(),
            _ if component.is_leaf() => "".into(),
            _ => component.label.map_or("", |label| self.read(label, text)).into(),
        }
    }
}

/// What a paragraph holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ParagraphContent {
    /// Nothing but code.
    Code,
    Words,
}

struct PlainTextBuilder<'d> {
    document: &'d Document,
    source: &'d str,
    plain: PlainText,
    /// The passage that words go to, and those around the components that are open.
    passage: usize,
    outer: Vec<usize>,
    /// The first paragraph, while it is open.
    paragraph: Option<String>,
    /// What the open paragraph holds.
    content: ParagraphContent,
    /// The start of the first quotation.
    quoted: Option<String>,
    in_quotation: bool,
    /// Blocks and marks that are open, but for HTML.
    depth: usize,
    in_heading: bool,
    /// Images that are open, and elements whose words nobody sees.
    hidden: usize,
    /// Whether a citation came last: no blank stands before the stop behind it.
    after_citation: bool,
}

impl<'d> PlainTextBuilder<'d> {
    fn new(document: &'d Document, source: &'d str) -> PlainTextBuilder<'d> {
        let plain = PlainText {
            passages: vec![String::new()],
            headings: Vec::new(),
            embeds: Vec::new(),
            summary: None,
        };
        PlainTextBuilder {
            document,
            source,
            plain,
            passage: 0,
            outer: Vec::new(),
            paragraph: None,
            content: ParagraphContent::Code,
            quoted: None,
            in_quotation: false,
            depth: 0,
            in_heading: false,
            hidden: 0,
            after_citation: false,
        }
    }

    /// Reads a part, without the notes that nothing uses: no reader sees them.
    fn read(&mut self, part: Nodes, notes: &HashSet<NodeId>) {
        let mut walk = self.document.walk(part);
        while let Some(step) = walk.next() {
            match step {
                WalkEvent::Enter(node) => {
                    let is_unread = match self.document.nodes[node].kind {
                        NodeKind::Note(_) => !notes.contains(&node),
                        NodeKind::Element(element) => {
                            self.document.is_not_understood(element, self.source)
                        }
                        _ => false,
                    };
                    if is_unread {
                        walk.leave_out();
                    }
                    self.enter(node);
                }
                WalkEvent::Leave(node) => self.leave(node),
            }
        }
    }

    fn enter(&mut self, id: NodeId) {
        let document = self.document;
        let node = &document.nodes[id];
        match node.kind {
            NodeKind::Component(component) => self.enter_component(component),
            NodeKind::Quote(_) if self.depth == 0 => self.in_quotation = true,
            NodeKind::Paragraph if self.may_be_summary() => {
                self.paragraph = Some(String::new());
                self.content = ParagraphContent::Code;
            }
            NodeKind::Heading(_) => self.in_heading = true,
            NodeKind::Image(_) => self.hidden += 1,
            NodeKind::Element(element) => self.enter_element(element),
            NodeKind::Markup(markup) => {
                self.say_html(document.read(document.texts[markup], self.source));
            }
            NodeKind::Citation(_) => self.after_citation = true,
            NodeKind::Bullets | NodeKind::Numbers(_) => self.end_line(),
            _ => {
                if let Some(words) = document.words_of(node, self.source) {
                    let is_code = matches!(node.kind, NodeKind::Code(_));
                    if !is_code && !words.trim().is_empty() {
                        self.content = ParagraphContent::Words;
                    }
                    self.say(words);
                }
            }
        }
        self.depth += usize::from(!matches!(node.kind, NodeKind::Element(_)));
    }

    /// Whether a paragraph that begins here tells what the text is about, as far as is known yet.
    fn may_be_summary(&self) -> bool {
        let is_first_quoted = self.in_quotation && self.depth == 1 && self.quoted.is_none();
        self.plain.summary.is_none() && (self.depth == 0 || is_first_quoted)
    }

    /// Takes the words of a paragraph that ends here, unless it was but code.
    fn end_paragraph(&mut self) {
        let words = self.paragraph.take().filter(|_| self.content == ParagraphContent::Words);
        let start = words.map(|words| shortened(words.trim())).filter(|words| !words.is_empty());
        let kept = if self.depth == 0 { &mut self.plain.summary } else { &mut self.quoted };
        *kept = kept.take().or(start);
    }

    fn enter_component(&mut self, id: Id<Component>) {
        let component = &self.document.components[id];
        self.end_line();
        if let ComponentKind::Embed(_) = component.kind {
            self.plain.embeds.push((self.passage, id));
        }
        if component.is_leaf() {
            return;
        }
        self.outer.push(self.passage);
        match component.heading {
            Some(heading) => self.begin_passage(heading),
            None => {
                self.say(&self.document.shown_words(component, self.source));
                self.end_line();
            }
        }
    }

    fn leave(&mut self, id: NodeId) {
        let kind = self.document.nodes[id].kind;
        self.depth -= usize::from(!matches!(kind, NodeKind::Element(_)));
        match kind {
            NodeKind::Component(component) => {
                let component = &self.document.components[component];
                if !component.is_leaf() {
                    self.end_line();
                    self.passage = self.outer.pop().unwrap_or_default();
                }
            }
            NodeKind::Heading(heading) => {
                self.in_heading = false;
                self.begin_passage(heading);
            }
            NodeKind::Image(_) => self.hidden -= 1,
            NodeKind::Element(element) => self.leave_element(element),
            NodeKind::Paragraph => {
                self.end_line();
                self.end_paragraph();
            }
            NodeKind::Quote(_) if self.depth == 0 => self.in_quotation = false,
            NodeKind::CodeBlock(_)
            | NodeKind::Item(_)
            | NodeKind::Cell
            | NodeKind::Row
            | NodeKind::Term
            | NodeKind::Definition => self.end_line(),
            _ => {}
        }
    }

    fn enter_element(&mut self, element: Id<Element>) {
        let name = self.document.name_of(&self.document.elements[element], self.source);
        self.hidden += usize::from(hides_words(name));
        if divides_words(name) {
            self.end_line();
        }
    }

    fn leave_element(&mut self, element: Id<Element>) {
        let name = self.document.name_of(&self.document.elements[element], self.source);
        self.hidden -= usize::from(hides_words(name));
        if divides_words(name) {
            self.end_line();
        }
    }

    fn begin_passage(&mut self, heading: Id<Heading>) {
        self.plain.headings.push(heading);
        self.passage = self.plain.passages.len();
        self.plain.passages.push(String::new());
    }

    fn say(&mut self, words: &str) {
        let passage = &mut self.plain.passages[self.passage];
        let after_citation = std::mem::take(&mut self.after_citation);
        if after_citation && words.starts_with(['.', ',', ';', ':', '!', '?', ')']) {
            for before in std::iter::once(&mut *passage).chain(&mut self.paragraph) {
                before.truncate(before.trim_end_matches(is_blank).len());
            }
        }
        if self.hidden > 0 {
            return;
        }
        if let Some(paragraph) = &mut self.paragraph {
            paragraph.push_str(words);
        }
        if !self.in_heading {
            passage.push_str(words);
        }
    }

    /// Words between tags of HTML, where several blanks are one.
    fn say_html(&mut self, markup: &str) {
        let words = words(markup);
        if !words.trim().is_empty() {
            self.content = ParagraphContent::Words;
        }
        let passage = &self.plain.passages[self.passage];
        let is_after_blank = passage.is_empty() || passage.ends_with(char::is_whitespace);
        self.say(if is_after_blank { words.trim_start() } else { &words });
    }

    /// Ends a line of the passage: what follows is another block.
    fn end_line(&mut self) {
        let passage = &mut self.plain.passages[self.passage];
        if !passage.is_empty() && !passage.ends_with('\n') {
            passage.push('\n');
        }
    }
}

/// Whether a letter is blank and ends no line.
fn is_blank(letter: char) -> bool {
    letter.is_whitespace() && letter != '\n'
}

/// The number of words between blanks. Most texts are ASCII, which needs no table of blanks.
fn words_in(text: &str) -> usize {
    if !text.is_ascii() {
        return text.split_whitespace().count();
    }
    let mut after_blank = true;
    let begins = text.bytes().map(|byte| {
        let is_blank = matches!(byte, b'\t'..=b'\r' | b' ');
        std::mem::replace(&mut after_blank, is_blank) && !is_blank
    });
    begins.map(usize::from).sum()
}

/// The first words of a text, whole words only.
fn shortened(text: &str) -> String {
    let Some((cut, _)) = text.char_indices().nth(SUMMARY) else {
        return text.to_owned();
    };
    let whole = text[..cut].rfind(char::is_whitespace).unwrap_or(cut);
    format!("{}…", text[..whole].trim_end_matches([',', ';', ':', '.', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn plain(text: &str) -> PlainText {
        let document = Document::parse(text, &Config::default()).document;
        PlainText::of(&document, document.all(), text)
    }

    #[test]
    fn words_stand_under_their_headings_a_line_for_each_block() {
        let plain = plain(
            "Before *all* ![a picture](p.png).\n\n# One\n\n- a\n- b\n\n::: question Who?\nYou.\n:::\n\n\
             After.\n\n::: quote {role=\"A peer\"}\nSaid.\n:::\n\n| c | d |\n|---|---|\n| `e` | f |\n",
        );
        let expected = ["Before all .\n", "a\nb\nAfter.\nA peer\nSaid.\nc\nd\ne\nf\n", "You.\n"];
        assert_eq!(plain.passages, expected);
        assert_eq!(plain.summary.as_deref(), Some("Before all ."));
        assert_eq!(plain.headings.len(), 2);
    }

    #[test]
    fn the_words_of_html_are_text() {
        let plain = plain(
            "<table><tr><td>one &amp; two</td><td>th<b>r</b>ee</td></tr></table>\n\n\
             <div>\nfour\n<script>five</script></div>\n\nsix <script>seven</script>\n",
        );
        assert_eq!(plain.passages, ["one & two\nthree\nfour\nsix \n"]);
    }

    #[test]
    fn words_are_counted_as_the_library_does() {
        let blanks =
            ["", " ", "one", " two\tor\u{b}three\r\n", "a  b", "zwei für\u{a0}drei", "\u{1c}"];
        for text in blanks {
            assert_eq!(words_in(text), text.split_whitespace().count(), "{text:?}");
        }
    }

    #[test]
    fn a_summary_has_whole_words() {
        let long = "word ".repeat(60);
        let summary = plain(&long).summary.expect("there is a paragraph");
        assert!(summary.ends_with("word…") && summary.chars().count() <= SUMMARY + 1);
        assert_eq!(plain("> said *it*\n\n`code` `alone`\n").summary.as_deref(), Some("said it"));
        assert_eq!(
            plain("> said\n\n::: note\nset apart\n:::\n\nFirst.\n").summary.as_deref(),
            Some("First.")
        );
    }
}
