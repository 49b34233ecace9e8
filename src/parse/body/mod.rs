//! One pass over a page's Markdown: headings, links, words. Reports what is wrong with the text
//! as Markdown; whether links lead anywhere is for later stages.

mod citations;
mod comments;
mod components;
mod embed;
mod footnotes;
mod links;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use citations::citation_syntax;
use comments::Comment;
use components::{Numbers, Open};
use footnotes::Footnote;
pub(super) use links::FoundLinks;
use links::scan_html;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Fix};
use crate::document::spec::Held;
use crate::markdown;
use crate::markdown::{Oddity, Source};
use crate::nearest::Suggestions;
use crate::site::{Anchor, Citation, Embed, Heading, Link, LinkKind, Mark, Part};
use crate::source::{SourceFile, Span};

/// What the text of a page holds.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Body {
    pub(super) headings: Vec<Heading>,
    pub(super) citations: Vec<Citation>,
    /// How many of them stand before the end of the first heading.
    pub(super) citations_of_first_heading: usize,
    /// What each thematic break stands for.
    pub(super) marks: Vec<Mark>,
    pub(super) ids: Vec<String>,
    pub(super) embeds: Vec<Embed>,
    pub(super) parts: Vec<Part>,
    pub(super) html_links: Vec<Link>,
    pub(super) links: Vec<Link>,
    pub(super) summary: Option<String>,
    pub(super) words: usize,
    /// The plain text before the first heading, then that under each heading.
    pub(super) passages: Vec<String>,
    pub(super) has_html: bool,
    /// Whether the first heading refers to a footnote, which would be lost with it.
    pub(super) first_heading_has_note: bool,
    /// Whether the first thing in the text is a heading.
    pub(super) opens_with_heading: bool,
}

/// Levels of nested blocks that are still accepted.
const DEEPEST: usize = 100;

/// Ids that every page of the theme has.
const RESERVED: [&str; 2] = ["main", "top"];

/// Characters of a summary at most.
const SUMMARY: usize = 200;

/// Reads the Markdown of a file from `body_start` on.
pub(super) fn scan(
    file: &SourceFile,
    body_start: usize,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Body {
    let text = &file.text[body_start..];
    let source = Source::new(text);
    let (broken, unknown) = (RefCell::new(Vec::new()), RefCell::new(Vec::new()));
    let mut scan = Scan {
        file,
        offset: body_start,
        body: Body { passages: vec![String::new()], ..Body::default() },
        diagnostics,
        taken: RESERVED.iter().map(|id| Anchor::verbatim(id)).collect(),
        numbers: HashMap::new(),
        depth: 0,
        blocks: 0,
        heading: None,
        heading_ends_in_text: false,
        paragraph: None,
        links: Vec::new(),
        code_block: false,
        footnotes: BTreeMap::new(),
        source: &source,
        config,
        open: Vec::new(),
        numbers_so_far: Numbers::default(),
        level: 1,
        sections: Vec::new(),
        passage: 0,
        citation: InCitation::No,
        suggestions: Suggestions::default(),
    };
    let note = |oddity: Oddity<'_>, range| match oddity {
        Oddity::BrokenLink => broken.borrow_mut().push(range),
        Oddity::UnknownVariable(name) => unknown.borrow_mut().push((name.to_owned(), range)),
    };
    for (event, range) in markdown::page_events_and_oddities(source.text(), config.dialect(), note)
    {
        scan.event(event, range);
    }
    scan.close_down_to(None);
    scan.end_sections(text.len(), |_| true);
    scan.report_footnotes();
    for (name, range) in unknown.into_inner() {
        scan.unknown_variable(&name, &range);
    }
    for comment in comments::find(text, source.text(), config.dialect()) {
        scan.foreign_comment(&comment);
    }
    for range in broken.into_inner() {
        let span = scan.span(&range);
        let is_meant = |label: &str| config.references.is_some() && markdown::is_citation(label);
        if text[range.clone()].strip_prefix('[').is_some_and(is_meant) {
            scan.diagnostics.push(citation_syntax(span));
            continue;
        }
        let label =
            text[range].rsplit_once('[').map_or("", |(_, label)| label).trim_end_matches(']');
        let message = format!("no line of the page defines the label `{label}`");
        let help = format!("add a line `[{label}]: address`");
        scan.diagnostics
            .push(Diagnostic::new(Code::UndefinedReference, message).at(span).help(help));
    }
    scan.body
}

/// What stands in a citation is no part of the text, nor is the blank before it where a stop follows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum InCitation {
    No,
    Yes,
    /// It came last.
    After,
}

/// The text under a heading, while it is open.
struct Section {
    /// The position of the heading.
    heading: usize,
    level: u8,
    /// How many components it stands in.
    inside: usize,
    /// Where its text begins.
    start: usize,
}

struct Scan<'s, 'd> {
    file: &'s SourceFile,
    offset: usize,
    body: Body,
    diagnostics: &'d mut Diagnostics,
    /// Anchors given out so far.
    taken: HashSet<Anchor>,
    /// The last number that made an anchor unique, by the anchor without it.
    numbers: HashMap<Anchor, usize>,
    depth: usize,
    /// Blocks begun so far.
    blocks: usize,
    /// The heading that is open: its level, its place and its words so far.
    heading: Option<(u8, Range<usize>, String)>,
    /// Whether the last words of the open heading were plain text: an id is no code.
    heading_ends_in_text: bool,
    /// The words of the first paragraph while it is open.
    paragraph: Option<String>,
    /// Positions of the links and images that are open.
    links: Vec<usize>,
    code_block: bool,
    footnotes: BTreeMap<String, Footnote>,
    source: &'s Source<'s>,
    config: &'s Config,
    /// Components that are open.
    open: Vec<Open>,
    numbers_so_far: Numbers,
    /// The level of the last heading.
    level: u8,
    /// Sections that are open, outer ones first.
    sections: Vec<Section>,
    /// The passage that words go to.
    passage: usize,
    citation: InCitation,
    /// For misspelt names in the text.
    suggestions: Suggestions,
}

impl Scan<'_, '_> {
    fn span(&self, range: &Range<usize>) -> Span {
        self.file.span(self.offset + range.start, self.offset + range.end)
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if !matches!(event, Event::End(TagEnd::Heading(_))) {
            self.heading_ends_in_text = false;
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => {
                self.words(&text);
                self.heading_ends_in_text = true;
                if !self.code_block {
                    self.undefined_footnotes(&text, &range);
                    self.fence_in_text(&text, &range);
                    self.near_links(range);
                }
            }
            Event::Code(text) => self.words(&text),
            Event::SoftBreak | Event::HardBreak => self.words(" "),
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html, &range),
            Event::FootnoteReference(label) => {
                self.body.first_heading_has_note |=
                    self.heading.is_some() && self.body.headings.is_empty();
                self.footnotes.entry(label.to_lowercase()).or_default().used = true;
            }
            Event::Rule => self.mark(),
            Event::InlineMath(formula) => self.formula(&formula, false, &range),
            Event::DisplayMath(formula) => self.formula(&formula, true, &range),
            Event::TaskListMarker(_) => {}
        }
    }

    /// Tells of a comment that would be published as text.
    fn foreign_comment(&mut self, comment: &Comment) {
        let text = &self.file.text[self.offset..];
        let (open, close) = (&text[comment.open.clone()], &text[comment.close.clone()]);
        let message = format!(
            "text between `{open}` and `{close}` is no comment here, it would be published"
        );
        let help = format!("write `<!-- … -->` around it, or a backslash before `{open}`");
        let problem = Diagnostic::new(Code::CommentSyntax, message).help(help);
        let mut problem = problem.at(self.span(&comment.open));
        let hidden = &text[comment.open.end..comment.close.start];
        problem.fix = comment.has_fix.then(|| Fix {
            span: self.span(&comment.whole()),
            text: if hidden.contains('\n') {
                format!("<!--{hidden}-->")
            } else {
                format!("<!-- {} -->", hidden.trim())
            },
        });
        self.diagnostics.push(problem);
    }

    pub(super) fn unknown_variable(&mut self, name: &str, range: &Range<usize>) {
        let known = self.config.variables.keys().map(String::as_str);
        let problem = match self.suggestions.nearest(name, known) {
            Some(near) => unknown_variable(name).did_you_mean(Some(near)),
            None => {
                let help = format!("declare it: `variables: {{ {name}: … }}`, or write `\\{{{{`");
                unknown_variable(name).help(help)
            }
        };
        self.diagnostics.push(problem.at(self.span(range)));
    }

    /// Tells of what looks like a link among words and is none.
    fn near_links(&mut self, words: Range<usize>) {
        for (whole, address) in links::near_links(&self.file.text[self.offset..], words) {
            let address = self.file.text[self.offset..][address].trim();
            let message = "this is no link, since the address has blanks";
            // Names of variables need none.
            let tight = markdown::without_blanks(address);
            let help = match tight.split_once(char::is_whitespace) {
                None => format!("write it without blanks: `({tight})`"),
                Some((file, title)) if links::has_file_ending(file) && !title.contains('"') => {
                    format!("a title stands between quotation marks: `({file} \"{title}\")`")
                }
                Some(_) => format!("write the address between angle brackets: `(<{tight}>)`"),
            };
            let problem = Diagnostic::new(Code::LinkSyntax, message).at(self.span(&whole));
            self.diagnostics.push(problem.help(help));
        }
    }

    fn formula(&mut self, formula: &str, is_display: bool, range: &Range<usize>) {
        self.words(formula);
        if let Err(why) = markdown::mathml(formula, is_display) {
            let message = format!("the formula cannot be read: {why}");
            let problem = Diagnostic::new(Code::MathSyntax, message).at(self.span(range));
            self.diagnostics.push(problem.help("for a dollar sign write `\\$`"));
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        self.depth += 1;
        if self.depth == DEEPEST + 1 {
            let span = self.span(&(range.start..range.start + 1));
            let message = format!("blocks are nested more than {DEEPEST} levels deep");
            self.diagnostics.push(Diagnostic::new(Code::NestingTooDeep, message).at(span));
        }
        if matches!(tag, Tag::List(_)) {
            self.end_line();
        }
        self.block_in_component(&range);
        match tag {
            Tag::Heading { level, .. } => {
                self.body.opens_with_heading |= self.blocks == 0;
                self.heading = Some((level as u8, range, String::new()));
            }
            Tag::Paragraph
                if self.body.summary.is_none() && self.depth == 1 && self.open.is_empty() =>
            {
                self.paragraph = Some(String::new());
            }
            Tag::Link { dest_url, .. } => match markdown::citation_label(&dest_url) {
                Some(label) => self.cite(label, &range),
                None => self.link(LinkKind::Link, dest_url, false, &range),
            },
            Tag::Table(_) => self.fill(Held::Table, &range),
            Tag::Image { dest_url, .. } => {
                self.fill(Held::Picture, &range);
                let decorative = self.file.text[self.offset..][range.clone()].ends_with("\"\")");
                self.link(LinkKind::Image, dest_url, decorative, &range);
            }
            Tag::CodeBlock(_) => self.code_block = true,
            Tag::FootnoteDefinition(label) => {
                self.footnotes.entry(label.to_lowercase()).or_default().defined = Some(range);
            }
            _ => {}
        }
        self.blocks += 1;
    }

    fn end(&mut self, tag: TagEnd) {
        self.depth -= 1;
        if self.open.last().is_some_and(|open| open.depth > self.depth) {
            self.close_down_to(Some(self.depth));
        }
        match tag {
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::Paragraph => {
                self.end_line();
                let summary = self.paragraph.take().map(|text| shorten(text.trim()));
                self.body.summary =
                    self.body.summary.take().or(summary).filter(|text| !text.is_empty());
            }
            TagEnd::Link if self.citation == InCitation::Yes => self.citation = InCitation::After,
            TagEnd::Link | TagEnd::Image => {
                self.links.pop();
            }
            TagEnd::CodeBlock => {
                self.code_block = false;
                self.end_line();
            }
            TagEnd::Item
            | TagEnd::TableCell
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition => self.end_line(),
            _ => {}
        }
    }

    fn words(&mut self, text: &str) {
        match std::mem::replace(&mut self.citation, InCitation::No) {
            InCitation::Yes => {
                self.citation = InCitation::Yes;
                return;
            }
            InCitation::After if text.starts_with(['.', ',', ';', ':', '!', '?', ')']) => {
                let passage = self.body.passages.get_mut(self.passage);
                let is_blank = |letter: char| letter.is_whitespace() && letter != '\n';
                for words in passage.into_iter().chain(&mut self.paragraph) {
                    words.truncate(words.trim_end_matches(is_blank).len());
                }
            }
            _ => {}
        }
        // The words of the first heading may be the title's; the text begins after it.
        if self.heading.is_none() || !self.body.headings.is_empty() {
            self.body.words += count_words(text);
        }
        let in_image = self.in_image();
        for link in &self.links {
            self.body.links[*link].text.push_str(text);
        }
        if in_image {
            return;
        }
        if let Some((_, _, heading)) = &mut self.heading {
            heading.push_str(text);
        }
        if let Some(paragraph) = &mut self.paragraph {
            paragraph.push_str(text);
        }
        if self.heading.is_none()
            && let Some(passage) = self.body.passages.get_mut(self.passage)
        {
            passage.push_str(text);
        }
    }

    /// Whether what comes now stands for a picture.
    fn in_image(&self) -> bool {
        self.links.iter().any(|link| self.body.links[*link].kind == LinkKind::Image)
    }

    /// Ends a line of the passage: what follows is another block.
    fn end_line(&mut self) {
        if let Some(passage) = self.body.passages.get_mut(self.passage)
            && !passage.is_empty()
            && !passage.ends_with('\n')
        {
            passage.push('\n');
        }
    }

    fn link(
        &mut self,
        kind: LinkKind,
        destination: CowStr<'_>,
        decorative: bool,
        range: &Range<usize>,
    ) {
        self.links.push(self.body.links.len());
        let span = self.span(range);
        self.body.links.push(Link {
            kind,
            destination: destination.into_string(),
            text: String::new(),
            decorative,
            span,
        });
    }

    fn end_heading(&mut self) {
        let Some((level, range, words)) = self.heading.take() else {
            return;
        };
        let span = self.span(&range);
        let text = &self.file.text[span.range()];
        let span =
            Span { end: span.start + u32::try_from(text.trim_end().len()).unwrap_or(0), ..span };
        let own_id = markdown::heading_id(&words).filter(|_| self.heading_ends_in_text);
        let (text, own_id) = match own_id {
            Some((text, id)) => (text.to_owned(), Some(id.to_owned())),
            None => (words.trim().to_owned(), None),
        };
        self.level = level;
        self.numbers_so_far.steps = 0;
        if self.body.headings.is_empty() {
            self.body.citations_of_first_heading = self.body.citations.len();
        }
        let (position, inside) = (self.body.headings.len(), self.open.len());
        self.add_heading(level, text, own_id, span);
        // In a list or a quotation, nothing says where its text ends.
        if self.depth == 0 {
            self.end_sections(range.start, |open| open.inside == inside && open.level >= level);
            self.sections.push(Section { heading: position, level, inside, start: range.end });
        }
    }

    /// Ends sections at a place of the text.
    fn end_sections(&mut self, end: usize, is_over: impl Fn(&Section) -> bool) {
        while let Some(section) = self.sections.pop_if(|section| is_over(section)) {
            let span = self.span(&(section.start..end.max(section.start)));
            self.body.headings[section.heading].section = Some(span);
        }
    }

    /// Adds a heading, or a label that is one; what follows goes to its passage.
    fn add_heading(
        &mut self,
        level: u8,
        text: String,
        own_id: Option<String>,
        span: Span,
    ) -> Anchor {
        let anchor = match own_id {
            Some(id) => Anchor::verbatim(&id),
            None => self.free_anchor(&Anchor::of_words(&text)),
        };
        if !self.taken.insert(anchor.clone()) {
            let message = format!("two headings of the page have the anchor `{}`", anchor.as_str());
            let mut problem = Diagnostic::new(Code::DuplicateAnchor, message).at(span);
            if let Some(first) = self.body.headings.iter().find(|heading| heading.anchor == anchor)
            {
                problem = problem.note_at("the first one", first.span);
            }
            self.diagnostics.push(problem.help("change the part in braces of one of them"));
        }
        let heading = Heading { level, text, anchor: anchor.clone(), span, section: None };
        self.body.headings.push(heading);
        self.passage = self.body.passages.len();
        self.body.passages.push(String::new());
        anchor
    }

    fn free_anchor(&mut self, wanted: &Anchor) -> Anchor {
        if !self.taken.contains(wanted) {
            return wanted.clone();
        }
        let last = self.numbers.entry(wanted.clone()).or_insert(0);
        loop {
            *last += 1;
            let anchor = wanted.numbered(*last);
            if !self.taken.contains(&anchor) {
                return anchor;
            }
        }
    }

    fn html(&mut self, html: &str, range: &Range<usize>) {
        // A NUL became another character: then the whole is the place.
        let is_verbatim = &self.file.text[self.offset..][range.clone()] == html;
        let (file, offset) = (self.file, self.offset + range.start);
        let whole = 0..range.len();
        let place = |part: &Range<usize>| {
            let part = if is_verbatim { part } else { &whole };
            file.span(offset + part.start, offset + part.end)
        };
        self.body.has_html |= !html.trim_start().starts_with("<!--");
        let parts = scan_html(html, place, self.diagnostics);
        self.body.ids.extend(parts.ids);
        self.body.html_links.extend(parts.links);
    }
}

/// The words of a text between blanks. Most texts are ASCII, which needs no table of what is blank.
fn count_words(text: &str) -> usize {
    if !text.is_ascii() {
        return text.split_whitespace().count();
    }
    let is_blank = |byte: u8| matches!(byte, b'\t'..=b'\r' | b' ');
    let mut before = b' ';
    let begins = |byte: u8| is_blank(std::mem::replace(&mut before, byte)) && !is_blank(byte);
    text.bytes().map(begins).map(usize::from).sum()
}

fn unknown_variable(name: &str) -> Diagnostic {
    Diagnostic::new(Code::UnknownVariable, format!("no variable is called `{name}`"))
}

/// The first words of a text, whole words only.
fn shorten(text: &str) -> String {
    let Some((cut, _)) = text.char_indices().nth(SUMMARY) else {
        return text.to_owned();
    };
    let whole = text[..cut].rfind(char::is_whitespace).unwrap_or(cut);
    format!("{}…", text[..whole].trim_end_matches([',', ';', ':', '.', ' ']))
}
