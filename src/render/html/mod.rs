//! Markdown events to HTML, links resolved.
//!
//! In: a text, and the targets of its links in order. Out: [`Html`]. Runs the parser a second
//! time rather than keeping its events from the first pass, which would have to own every string.

mod citation;
mod component;
mod embed;
mod footnotes;
mod include;
mod terms;

use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::iter::Peekable;
use std::rc::Rc;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, Tag, TagEnd};

use footnotes::Footnotes;

use super::code::Highlighting;
use super::linker::Linker;
use super::terms::Terms;
use crate::config::Config;
use crate::csl::Bibliography;
use crate::markdown::raw_html::Found;
use crate::markdown::{self, Dialect, Source, raw_html};
use crate::site::{Citation, Component, Embed, EntryId, Heading, Html, Mark, Target};

/// A text to render, and what was found out about it.
pub(super) struct Text<'a> {
    pub(super) markdown: &'a str,
    /// Targets of the links and images, in order. Links beyond their end are taken as written.
    pub(super) targets: &'a [Target],
    /// Targets of the links in HTML, in order.
    pub(super) html_targets: &'a [Target],
    /// The headings in order, without the one that is not shown.
    pub(super) headings: &'a [Heading],
    pub(super) dialect: Dialect<'a>,
    /// The citations in order; none where a text cannot cite.
    pub(super) citations: &'a [Citation],
    /// What the text shows from other files, in order.
    pub(super) embeds: &'a [Embed],
    /// The cited works in their style, if one is set.
    pub(super) bibliography: Option<&'a Bibliography>,
    /// What each thematic break stands for; none where a text has no components.
    pub(super) marks: &'a [Mark],
    pub(super) config: &'a Config,
    pub(super) highlighting: Highlighting<'a>,
    /// Words that link to their pages where the text first uses them.
    pub(super) terms: Option<&'a Terms>,
    /// Whether the first heading says the page's title and is left out.
    pub(super) skip_first_heading: bool,
    /// What ids that the program makes begin with, where a page has several texts.
    pub(super) prefix: &'a str,
    /// What of the text is wanted, where another one shows it; `None`: all.
    pub(super) part: Option<include::Part>,
    /// The position of the language that it is written in.
    pub(super) language: usize,
    pub(super) linker: &'a Linker<'a>,
    pub(super) words: &'a Words,
}

impl<'a> Text<'a> {
    /// A text that is not that of a page: plain Markdown, its links as written.
    pub(super) fn fragment(
        markdown: &'a str,
        prefix: &'a str,
        linker: &'a Linker<'a>,
        words: &'a Words,
        config: &'a Config,
    ) -> Text<'a> {
        Text {
            markdown,
            targets: &[],
            html_targets: &[],
            headings: &[],
            dialect: Dialect::default(),
            citations: &[],
            embeds: &[],
            bibliography: None,
            marks: &[],
            config,
            highlighting: Highlighting::Anew,
            terms: None,
            skip_first_heading: false,
            prefix,
            part: None,
            language: linker.site.language,
            linker,
            words,
        }
    }
}

/// What the program itself says inside a text.
pub(super) struct Words {
    pub(super) anchor: String,
    pub(super) table: String,
    pub(super) footnotes: String,
    pub(super) back_to_text: String,
    pub(super) task_done: String,
    pub(super) task_open: String,
    pub(super) alerts: [String; 5],
    pub(super) reference: String,
    pub(super) recommendation: String,
    pub(super) step: String,
    pub(super) chart_bar: String,
    pub(super) chart_line: String,
    pub(super) chart_numbers: String,
    pub(super) data_file: String,
}

/// Renders a text.
pub(super) fn render(text: &Text<'_>) -> Html {
    let mut writer = Writer {
        text,
        html: Html::default(),
        target: 0,
        html_target: 0,
        heading: 0,
        marks: 0,
        citations: 0,
        components: Vec::new(),
        closed_to_terms: 0,
        so_far: text.part.as_ref().map_or_else(Rc::default, |part| Rc::clone(&part.so_far)),
        caption: None,
        row_headings: false,
        table: Table::default(),
        footnotes: Footnotes::new(text.prefix),
        skip_heading: text.skip_first_heading,
        level: 1,
        levels: Vec::new(),
        included: 0,
        cut: include::Cut::default(),
    };
    if text.part.is_none() {
        writer.so_far.borrow_mut().linked.extend(terms::linked(text));
    }
    let source = (!text.marks.is_empty()).then(|| Source::new(text.markdown));
    let markdown = source.as_ref().map_or(text.markdown, Source::text);
    let events = markdown::page_events(markdown, text.dialect);
    let next = std::cell::Cell::new(0);
    let mut events =
        events.inspect(|(_, range)| next.set(range.start)).map(|(event, _)| event).peekable();
    while events.peek().is_some() {
        writer.note_part(next.get());
        let Some(event) = events.next() else { break };
        writer.event(event, &mut events);
    }
    writer.finish()
}

struct Writer<'t, 'a> {
    text: &'t Text<'a>,
    html: Html,
    /// Links, links in HTML and headings met so far.
    target: usize,
    html_target: usize,
    heading: usize,
    marks: usize,
    citations: usize,
    /// Those that are open.
    components: Vec<&'t Component>,
    /// Links and headings that are open: no terms in there.
    closed_to_terms: usize,
    so_far: Rc<RefCell<SoFar>>,
    /// Of the next table.
    caption: Option<String>,
    row_headings: bool,
    table: Table,
    footnotes: Footnotes,
    skip_heading: bool,
    /// The level of the last heading.
    level: u8,
    /// Those before the components that are open and have a heading.
    levels: Vec<u8>,
    /// Texts included so far.
    included: usize,
    cut: include::Cut,
}

/// What a page has shown so far, in its own text and in those that it includes.
#[derive(Default)]
struct SoFar {
    /// Entries that a text links to.
    linked: HashSet<EntryId>,
    /// Definitions of terms.
    definitions: usize,
    /// Abbreviations that were used.
    explained: HashSet<String>,
    tables: usize,
    /// Included texts, with those that they include.
    included: usize,
}

#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    /// Whether the first cell of each row is its heading.
    row_headings: bool,
}

/// What a cell of a table is.
#[derive(PartialEq, Eq)]
enum Cell {
    ColumnHeading,
    RowHeading,
    Value,
}

impl Table {
    /// The cell that is being written.
    fn cell(&self) -> Cell {
        if self.in_head {
            Cell::ColumnHeading
        } else if self.row_headings && self.column == 0 {
            Cell::RowHeading
        } else {
            Cell::Value
        }
    }
}

impl<'t> Writer<'t, '_> {
    fn event<'e>(
        &mut self,
        event: Event<'e>,
        rest: &mut Peekable<impl Iterator<Item = Event<'e>>>,
    ) {
        match event {
            Event::Start(tag) => self.start(tag, rest),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.write_words(&text),
            Event::InlineMath(formula) => self.write_formula(&formula, false),
            Event::DisplayMath(formula) => self.write_formula(&formula, true),
            Event::Code(code) => {
                self.html.push_markup("<code>");
                self.html.push_text(&code);
                self.html.push_markup("</code>");
            }
            Event::InlineHtml(html) => {
                // No link stands in another one.
                let tag = html.trim_start_matches(['<', '/']).to_ascii_lowercase();
                if ["a ", "a>", "button", "summary"].iter().any(|name| tag.starts_with(name)) {
                    if html.starts_with("</") {
                        self.closed_to_terms = self.closed_to_terms.saturating_sub(1);
                    } else {
                        self.closed_to_terms += 1;
                    }
                }
                self.write_html(&html);
            }
            Event::Html(html) => self.write_html(&html),
            Event::FootnoteReference(label) => self.footnote_reference(&label),
            Event::SoftBreak => self.html.push_markup("\n"),
            Event::HardBreak => self.html.push_markup("<br>\n"),
            Event::Rule => self.write_mark(),
            Event::TaskListMarker(checked) => {
                let words = self.text.words;
                let (checked, label) =
                    if checked { (" checked", &words.task_done) } else { ("", &words.task_open) };
                let _ =
                    write!(self.html, "<input type=\"checkbox\" disabled{checked} aria-label=\"");
                self.html.push_text(label);
                self.html.push_markup("\"> ");
            }
        }
    }

    /// A formula; as it is written if it cannot be read, which is told.
    fn write_formula(&mut self, formula: &str, is_display: bool) {
        match markdown::mathml(formula, is_display) {
            Ok(element) => self.html.push_markup(&element),
            Err(_) => {
                self.html.push_markup("<code>");
                self.html.push_text(formula);
                self.html.push_markup("</code>");
            }
        }
    }

    /// Markup that begins on a line of its own.
    fn block(&mut self, markup: &str) {
        if !self.html.is_empty() && !self.html.ends_with("\n") {
            self.html.push_markup("\n");
        }
        self.html.push_markup(markup);
    }

    fn start<'e>(&mut self, tag: Tag<'e>, rest: &mut Peekable<impl Iterator<Item = Event<'e>>>) {
        match tag {
            Tag::Paragraph => self.block("<p>"),
            Tag::Heading { level, .. } => self.write_heading(level as u8, rest),
            Tag::BlockQuote(kind) => self.start_quote(kind),
            Tag::CodeBlock(kind) => self.write_code(&kind, rest),
            Tag::List(None) => self.block("<ul>\n"),
            Tag::List(Some(1)) => self.block("<ol>\n"),
            Tag::List(Some(start)) => self.block(&format!("<ol start=\"{start}\">\n")),
            Tag::Item => {
                let is_task = matches!(rest.peek(), Some(Event::TaskListMarker(_)));
                self.block(if is_task { "<li class=\"task\">" } else { "<li>" });
            }
            Tag::DefinitionList => self.block("<dl>\n"),
            Tag::DefinitionListTitle => self.block("<dt>"),
            Tag::DefinitionListDefinition => self.block("<dd>"),
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => {
                self.table.in_head = true;
                self.table.column = 0;
                self.html.push_markup("<thead>\n<tr>\n");
            }
            Tag::TableRow => {
                self.table.column = 0;
                self.html.push_markup("<tr>\n");
            }
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis => self.html.push_markup("<em>"),
            Tag::Strong => self.html.push_markup("<strong>"),
            Tag::Strikethrough => self.html.push_markup("<del>"),
            Tag::Link { dest_url, .. } if markdown::citation_label(&dest_url).is_some() => {
                self.write_citation(rest);
            }
            Tag::Link { dest_url, title, .. } => {
                self.closed_to_terms += 1;
                self.start_link(&dest_url, &title);
            }
            Tag::Image { dest_url, title, .. } => self.write_image(&dest_url, &title, rest),
            Tag::FootnoteDefinition(label) => {
                let around = std::mem::take(&mut self.html);
                self.footnotes.open = Some((around, label.to_lowercase()));
            }
            Tag::HtmlBlock | Tag::MetadataBlock(_) | Tag::Superscript | Tag::Subscript => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.html.push_markup("</p>\n"),
            TagEnd::BlockQuote(None) => self.html.push_markup("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.html.push_markup("</div>\n"),
            TagEnd::List(true) => self.html.push_markup("</ol>\n"),
            TagEnd::List(false) => self.html.push_markup("</ul>\n"),
            TagEnd::Item => self.html.push_markup("</li>\n"),
            TagEnd::DefinitionList => self.html.push_markup("</dl>\n"),
            TagEnd::DefinitionListTitle => self.html.push_markup("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.html.push_markup("</dd>\n"),
            TagEnd::Table => self.html.push_markup("</tbody>\n</table></div>\n"),
            TagEnd::TableHead => {
                self.table.in_head = false;
                self.html.push_markup("</tr>\n</thead>\n<tbody>\n");
            }
            TagEnd::TableRow => self.html.push_markup("</tr>\n"),
            TagEnd::TableCell => {
                let is_value = self.table.cell() == Cell::Value;
                self.html.push_markup(if is_value { "</td>\n" } else { "</th>\n" });
                self.table.column += 1;
            }
            TagEnd::Emphasis => self.html.push_markup("</em>"),
            TagEnd::Strong => self.html.push_markup("</strong>"),
            TagEnd::Strikethrough => self.html.push_markup("</del>"),
            TagEnd::Link => {
                self.closed_to_terms = self.closed_to_terms.saturating_sub(1);
                self.html.push_markup("</a>");
            }
            TagEnd::FootnoteDefinition => {
                let Some((around, label)) = self.footnotes.open.take() else {
                    return;
                };
                let note = std::mem::replace(&mut self.html, around);
                // Of two definitions the first counts, as in links.
                self.footnotes.notes.entry(label).or_insert(note);
            }
            // Headings, code and images are written whole at their start.
            TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::Image
            | TagEnd::HtmlBlock
            | TagEnd::MetadataBlock(_)
            | TagEnd::Superscript
            | TagEnd::Subscript => {}
        }
    }

    /// HTML as written, its links led to where they belong.
    fn write_html(&mut self, html: &str) {
        let mut done = 0;
        for found in raw_html::scan(html) {
            let place = found.place();
            match found {
                // Its own page has this id, and a page that shows it twice would have two.
                Found::Id(_) if self.text.part.is_some() => {
                    self.html.push_markup(&html[done..place.start]);
                    self.html.push_text(self.text.prefix);
                    done = place.start;
                    continue;
                }
                Found::IdReference(_) if self.text.part.is_some() => {
                    self.html.push_markup(&html[done..place.start]);
                    for (at, id) in html[place.clone()].split_whitespace().enumerate() {
                        self.html.push_text(if at == 0 { "" } else { " " });
                        self.html.push_text(self.text.prefix);
                        self.html.push_markup(id);
                    }
                    done = place.end;
                    continue;
                }
                // It is for authors.
                Found::Comment(_) => {
                    self.html.push_markup(&html[done..place.start]);
                    done = place.end;
                    continue;
                }
                Found::Link(_) | Found::Picture(_) => {}
                _ => continue,
            }
            let target = self.text.html_targets.get(self.html_target);
            self.html_target += 1;
            if matches!(target, Some(Target::Entry { .. } | Target::Asset(_))) {
                self.html.push_markup(&html[done..place.start]);
                self.html.push_text(&self.text.linker.href(target, &html[place.clone()]));
                done = place.end;
            }
        }
        self.html.push_markup(&html[done..]);
    }

    fn write_heading<'e>(
        &mut self,
        level: u8,
        rest: &mut Peekable<impl Iterator<Item = Event<'e>>>,
    ) {
        let mut inner: Vec<Event<'e>> = Vec::new();
        for event in rest.by_ref() {
            if matches!(event, Event::End(TagEnd::Heading(_))) {
                break;
            }
            inner.push(event);
        }
        if std::mem::take(&mut self.skip_heading) {
            // Its links were counted by the first pass.
            self.target += inner.iter().filter(|event| is_link(event)).count();
            self.citations += inner.iter().filter(|event| is_citation(event)).count();
            self.html_target += inner.iter().map(html_links).sum::<usize>();
            return;
        }
        let level = self.text.part.as_ref().map_or(level, |part| part.level(level));
        self.level = level;
        let heading = self.next_heading();
        match heading {
            Some(heading) => {
                self.block(&format!("<h{level} id=\""));
                self.html.push_text(heading.anchor.as_str());
                self.html.push_markup("\">");
            }
            None => self.block(&format!("<h{level}>")),
        }
        // The id in braces is no part of the words.
        if let Some(Event::Text(last)) = inner.last_mut()
            && let Some((words, _)) = markdown::heading_id(last)
        {
            *last = CowStr::from(words.to_owned());
        }
        self.closed_to_terms += 1;
        let mut inner = inner.into_iter().peekable();
        while let Some(event) = inner.next() {
            self.event(event, &mut inner);
        }
        self.closed_to_terms -= 1;
        if let Some(heading) = heading {
            self.push_anchor(heading);
        }
        let _ = writeln!(self.html, "</h{level}>");
    }

    /// The next heading, if it has an anchor here.
    fn next_heading(&mut self) -> Option<&'t Heading> {
        self.heading += 1;
        self.text.headings.get(self.heading - 1).filter(|_| self.text.part.is_none())
    }

    /// The link by which a heading can be linked to.
    fn push_anchor(&mut self, heading: &Heading) {
        self.html.push_markup(" <a class=\"anchor\" href=\"#");
        self.html.push_text(heading.anchor.as_str());
        self.html.push_markup("\" aria-label=\"");
        self.html.push_text(&self.text.words.anchor.replace("{title}", &heading.text));
        self.html.push_markup("\">#</a>");
    }

    fn start_quote(&mut self, kind: Option<BlockQuoteKind>) {
        let Some(kind) = kind else {
            return self.block("<blockquote>\n");
        };
        let (class, position) = match kind {
            BlockQuoteKind::Note => ("note", 0),
            BlockQuoteKind::Tip => ("tip", 1),
            BlockQuoteKind::Important => ("important", 2),
            BlockQuoteKind::Warning => ("warning", 3),
            BlockQuoteKind::Caution => ("caution", 4),
        };
        self.block(&format!("<div class=\"alert alert-{class}\" role=\"note\">\n"));
        self.html.push_markup("<p class=\"alert-title\">");
        self.html.push_text(&self.text.words.alerts[position]);
        self.html.push_markup("</p>\n");
    }

    fn write_code<'e>(
        &mut self,
        kind: &CodeBlockKind<'_>,
        rest: &mut Peekable<impl Iterator<Item = Event<'e>>>,
    ) {
        let mut code = String::new();
        for event in rest.by_ref() {
            match event {
                Event::Text(text) => code.push_str(&text),
                _ => break,
            }
        }
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.as_ref(),
            CodeBlockKind::Indented => "",
        };
        let language = info.split([' ', ',', '\t']).next().unwrap_or_default();
        self.block("<pre class=\"code\" tabindex=\"0\"><code");
        if !language.is_empty() {
            self.html.push_markup(" class=\"language-");
            self.html.push_text(language);
            self.html.push_markup("\"");
        }
        self.html.push_markup(">");
        self.html.push_html(&self.text.highlighting.html(language, &code));
        self.html.push_markup("</code></pre>\n");
    }

    fn start_table(&mut self, alignments: Vec<Alignment>) {
        self.table = Table { alignments, ..Table::default() };
        let caption = self.caption.take();
        self.open_table(caption.as_deref());
        self.table.row_headings = std::mem::take(&mut self.row_headings);
    }

    /// The name of a table without a caption.
    fn next_table_name(&self) -> String {
        let mut so_far = self.so_far.borrow_mut();
        so_far.tables += usize::from(self.is_shown());
        self.text.words.table.replace("{number}", &so_far.tables.to_string())
    }

    /// A table, in a frame that scrolls sideways.
    fn open_table(&mut self, caption: Option<&str>) {
        self.block("<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
        let name = caption.map_or_else(|| self.next_table_name(), str::to_owned);
        self.html.push_text(&name);
        self.html.push_markup("\"><table>\n");
        if let Some(caption) = caption {
            self.html.push_markup("<caption>");
            self.html.push_text(caption);
            self.html.push_markup("</caption>\n");
        }
    }

    fn start_cell(&mut self) {
        let class = match self.table.alignments.get(self.table.column) {
            Some(Alignment::Left) => " class=\"align-left\"",
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-right\"",
            _ => "",
        };
        let open = match self.table.cell() {
            Cell::ColumnHeading => "<th scope=\"col\"",
            Cell::RowHeading => "<th scope=\"row\"",
            Cell::Value => "<td",
        };
        let _ = write!(self.html, "{open}{class}>");
    }

    /// The target of the next link.
    fn next_target(&mut self) -> Option<&'t Target> {
        self.target += 1;
        self.text.targets.get(self.target - 1)
    }

    fn start_link(&mut self, destination: &str, title: &str) {
        let target = self.next_target();
        let address = self.text.linker.href(target, destination);
        self.html.push_markup("<a href=\"");
        self.html.push_text(&address);
        self.push_title(title);
        self.html.push_markup("\">");
    }

    /// Closes the attribute before it.
    fn push_title(&mut self, title: &str) {
        if !title.is_empty() {
            self.html.push_markup("\" title=\"");
            self.html.push_text(title);
        }
    }

    fn write_image<'e>(
        &mut self,
        destination: &str,
        title: &str,
        rest: &mut Peekable<impl Iterator<Item = Event<'e>>>,
    ) {
        let target = self.next_target();
        let alternative = self.plain_text_to_image_end(rest);
        let address = self.text.linker.href(target, destination);
        self.html.push_markup("<img src=\"");
        self.html.push_text(&address);
        self.html.push_markup("\" alt=\"");
        self.html.push_text(&alternative);
        self.push_title(title);
        self.html.push_markup("\"");
        if let Some((width, height)) = target.and_then(|target| self.text.linker.size(target)) {
            let _ = write!(self.html, " width=\"{width}\" height=\"{height}\"");
        }
        self.html.push_markup(" loading=\"lazy\">");
    }

    /// The words between an image's brackets; links and images in there count.
    fn plain_text_to_image_end<'e>(
        &mut self,
        rest: &mut Peekable<impl Iterator<Item = Event<'e>>>,
    ) -> String {
        let mut text = String::new();
        let mut open = 1;
        let mut in_citation = false;
        for event in rest.by_ref() {
            match event {
                event @ Event::Start(_) => {
                    self.target += usize::from(is_link(&event));
                    in_citation = is_citation(&event);
                    self.citations += usize::from(in_citation);
                    open += usize::from(matches!(event, Event::Start(Tag::Image { .. })));
                }
                Event::End(TagEnd::Image) => {
                    open -= 1;
                    if open == 0 {
                        break;
                    }
                }
                Event::End(TagEnd::Link) => in_citation = false,
                // What a citation names is no word of the alternative.
                Event::Text(_) if in_citation => {}
                Event::Text(words)
                | Event::Code(words)
                | Event::InlineMath(words)
                | Event::DisplayMath(words) => text.push_str(&words),
                Event::SoftBreak | Event::HardBreak => text.push(' '),
                event => self.html_target += html_links(&event),
            }
        }
        text
    }

    fn footnote_reference(&mut self, label: &str) {
        let (number, nth) = self.footnotes.use_of(label);
        if self.html.ends_with("</a></sup>") {
            // Two marks side by side would read as one number.
            self.html.push_markup("<sup>, </sup>");
        }
        let (id, note) = (self.footnotes.use_id(number, nth), self.footnotes.note_id(number));
        let _ = write!(
            self.html,
            "<sup class=\"footnote-ref\"><a href=\"#{note}\" id=\"{id}\" role=\"doc-noteref\">{number}</a></sup>"
        );
    }

    fn finish(mut self) -> Html {
        self.close_components();
        self.html = self.cut();
        let footnotes = std::mem::replace(&mut self.footnotes, Footnotes::new(""));
        if !footnotes.is_empty() {
            self.block("");
            footnotes.write(&mut self.html, self.text.words);
        }
        self.html
    }
}

/// Whether a link or an image begins.
fn is_link(event: &Event<'_>) -> bool {
    let begins = matches!(event, Event::Start(Tag::Link { .. } | Tag::Image { .. }));
    begins && !is_citation(event)
}

fn is_citation(event: &Event<'_>) -> bool {
    let Event::Start(Tag::Link { dest_url, .. }) = event else { return false };
    markdown::citation_label(dest_url).is_some()
}

/// How many links the first pass found in an event of HTML.
fn html_links(event: &Event<'_>) -> usize {
    let (Event::Html(html) | Event::InlineHtml(html)) = event else { return 0 };
    let is_link = |found: &Found| matches!(found, Found::Link(_) | Found::Picture(_));
    raw_html::scan(html).iter().filter(|found| is_link(found)).count()
}
