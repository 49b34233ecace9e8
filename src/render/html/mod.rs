//! A document to HTML, links resolved.
//!
//! In: the tree of a text, and where its links lead. Out: [`Html`], whose elements are balanced: each node that
//! begins one ends it.

mod citation;
mod component;
mod element;
mod embed;
mod footnotes;
mod include;
mod terms;

use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::rc::Rc;

use footnotes::Footnotes;
use include::Inclusion;

use super::code::Highlighting;
use super::linker::Linker;
use super::terms::Terms;
use crate::arena::{Arena, Id};
use crate::config::{Config, Tone};
use crate::csl::Bibliography;
use crate::document::walk::WalkEvent;
use crate::document::{
    Alignment, CodeBlock, Display, Document, Heading, Link, NodeId, NodeKind, Nodes, Numbered,
    Task, TextSource as Read,
};
use crate::markdown;
use crate::site::{EntryId, FieldText, Html, Reason, Target};

/// A text to render.
pub(super) struct TextToRender<'a> {
    pub(super) document: &'a Document,
    /// The source of the document.
    pub(super) source: &'a str,
    /// The part to render.
    pub(super) part: Nodes,
    /// The targets of its links; `None`: their addresses stay as written.
    pub(super) targets: Option<&'a Arena<Target, Link>>,
    /// Whether places of it can be linked to: of the text of a page, where its own page shows it.
    pub(super) has_anchors: bool,
    /// The cited works in their style, if one is set.
    pub(super) bibliography: Option<&'a Bibliography>,
    pub(super) config: &'a Config,
    pub(super) highlighting: Highlighting<'a>,
    /// Words that link to their pages where the text first uses them.
    pub(super) terms: Option<&'a Terms>,
    /// The beginning of ids that the program makes, where a page has several texts.
    pub(super) prefix: &'a str,
    /// Where another text shows this one.
    pub(super) inclusion: Option<Inclusion>,
    /// The position of the language that it is written in.
    pub(super) language: usize,
    pub(super) linker: &'a Linker<'a>,
    pub(super) words: &'a TextStrings,
}

impl<'a> TextToRender<'a> {
    /// A text that is not that of a page.
    pub(super) fn fragment(
        text: &'a FieldText,
        targets: &'a Arena<Target, Link>,
        prefix: &'a str,
        linker: &'a Linker<'a>,
        words: &'a TextStrings,
        config: &'a Config,
    ) -> TextToRender<'a> {
        TextToRender {
            document: &text.document,
            source: &text.markdown,
            part: text.document.all(),
            targets: Some(targets),
            has_anchors: false,
            bibliography: None,
            config,
            highlighting: Highlighting::Anew,
            terms: None,
            prefix,
            inclusion: None,
            language: linker.site.language,
            linker,
            words,
        }
    }

    fn read(&self, words: Read) -> &'a str {
        self.document.read(words, self.source)
    }

    fn target(&self, link: Id<Link>) -> Option<&'a Target> {
        self.targets.map(|targets| &targets[link])
    }

    /// The level of a heading where the text is shown.
    fn level(&self, own: u8) -> u8 {
        self.inclusion.as_ref().map_or(own, |inclusion| inclusion.level(own))
    }
}

/// The words of the program itself inside a text.
pub(super) struct TextStrings {
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

impl TextStrings {
    /// The words of a theme; English ones where it has none.
    pub(super) fn new(strings: &BTreeMap<String, String>) -> TextStrings {
        TextStrings {
            anchor: word(strings, "heading_link", "Link to “{title}”"),
            table: word(strings, "table_name", "Table {number}"),
            footnotes: word(strings, "footnotes", "Notes"),
            back_to_text: word(strings, "footnote_back", "Back to note {number} in the text"),
            task_done: word(strings, "task_done", "Done"),
            task_open: word(strings, "task_open", "To do"),
            alerts: [
                word(strings, "alert_note", "Note"),
                word(strings, "alert_tip", "Tip"),
                word(strings, "alert_important", "Important"),
                word(strings, "alert_warning", "Warning"),
                word(strings, "alert_caution", "Caution"),
            ],
            reference: word(strings, "source_link", "Reference {number}"),
            recommendation: numbered(strings, Numbered::Recommendation),
            step: numbered(strings, Numbered::Step),
            chart_bar: word(strings, "chart_bar", "Bar chart: {caption}"),
            chart_line: word(strings, "chart_line", "Line chart: {caption}"),
            chart_numbers: word(strings, "chart_numbers", "The numbers as a table"),
            data_file: word(strings, "data_file", "Download the data ({kind})"),
        }
    }
}

fn word(strings: &BTreeMap<String, String>, key: &str, english: &str) -> String {
    strings.get(key).map_or(english, String::as_str).to_owned()
}

fn numbered(strings: &BTreeMap<String, String>, what: Numbered) -> String {
    let (key, english) = what.words();
    word(strings, key, english)
}

/// Renders the words of the heading that says the title of a page, and then its text: they share their notes, which
/// stand at the end of the text.
pub(super) fn render_with_title(title: Nodes, text: &TextToRender<'_>) -> (Html, Html) {
    let mut writer = HtmlWriter::new(text);
    writer.closed_to_terms += 1;
    writer.write(title);
    writer.closed_to_terms -= 1;
    let title = std::mem::take(&mut writer.html);
    writer.write(text.part);
    (title, writer.finish())
}

/// Renders a text.
pub(super) fn render(text: &TextToRender<'_>) -> Html {
    let mut writer = HtmlWriter::new(text);
    writer.write(text.part);
    writer.finish()
}

struct HtmlWriter<'t, 'a> {
    text: &'t TextToRender<'a>,
    html: Html,
    /// Links, headings and heads of tables that are open: no terms in there.
    closed_to_terms: usize,
    so_far: Rc<RefCell<SoFar>>,
    /// Of the next table.
    caption: Option<&'a str>,
    row_headings: bool,
    table: TableState<'a>,
    /// The mark of a task, for the paragraph that comes next.
    task: Task,
    footnotes: Footnotes,
    /// The level of the last heading.
    level: u8,
    /// Those before the components that are open.
    levels: Vec<u8>,
    /// Texts included so far.
    included: usize,
}

/// The links, terms and tables of a page so far, in its own text and in those that it includes.
#[derive(Default)]
pub(super) struct SoFar {
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

impl SoFar {
    /// Before a text.
    fn of(text: &TextToRender<'_>) -> SoFar {
        SoFar { linked: terms::linked(text), ..SoFar::default() }
    }
}

#[derive(Default)]
struct TableState<'a> {
    alignments: &'a [Alignment],
    row: usize,
    column: usize,
    /// Whether the first cell of each row is its heading.
    row_headings: bool,
}

/// The kind of a cell of a table.
#[derive(PartialEq, Eq)]
enum Cell {
    ColumnHeading,
    RowHeading,
    Value,
}

impl TableState<'_> {
    fn is_in_head(&self) -> bool {
        self.row == 0
    }

    /// The cell that is being written.
    fn cell(&self) -> Cell {
        if self.is_in_head() {
            Cell::ColumnHeading
        } else if self.row_headings && self.column == 0 {
            Cell::RowHeading
        } else {
            Cell::Value
        }
    }
}

/// Whether the nodes in a node are still to be written.
#[derive(PartialEq, Eq)]
enum Inside {
    ToWrite,
    /// It is written, or is not shown here.
    Done,
}

impl<'t, 'a> HtmlWriter<'t, 'a> {
    fn new(text: &'t TextToRender<'a>) -> HtmlWriter<'t, 'a> {
        let so_far = match &text.inclusion {
            Some(inclusion) => Rc::clone(&inclusion.so_far),
            None => Rc::new(RefCell::new(SoFar::of(text))),
        };
        HtmlWriter {
            text,
            html: Html::default(),
            closed_to_terms: 0,
            so_far,
            caption: None,
            row_headings: false,
            table: TableState::default(),
            task: Task::No,
            footnotes: Footnotes::new(text.prefix),
            level: text.inclusion.as_ref().map_or(1, |inclusion| inclusion.below),
            levels: Vec::new(),
            included: 0,
        }
    }

    /// Writes a part of the document.
    fn write(&mut self, part: Nodes) {
        let mut walk = self.text.document.walk(part);
        while let Some(step) = walk.next() {
            match step {
                WalkEvent::Enter(node) if self.enter(node) == Inside::Done => walk.leave_out(),
                WalkEvent::Enter(_) => {}
                WalkEvent::Leave(node) => self.leave(node),
            }
        }
    }

    fn finish(mut self) -> Html {
        self.write_footnotes();
        self.html
    }

    fn enter(&mut self, id: NodeId) -> Inside {
        let document = self.text.document;
        match document.nodes[id].kind {
            NodeKind::Paragraph => self.start_paragraph(),
            NodeKind::Heading(heading) => self.start_heading(&document.headings[heading]),
            NodeKind::Quote(tone) => self.start_quote(tone),
            NodeKind::CodeBlock(code) => {
                self.write_code(&document.codes[code], id);
                return Inside::Done;
            }
            NodeKind::Break => self.block("<hr>\n"),
            NodeKind::Bullets => self.block("<ul>\n"),
            NodeKind::Numbers(1) => self.block("<ol>\n"),
            NodeKind::Numbers(start) => self.block(&format!("<ol start=\"{start}\">\n")),
            NodeKind::Item(task) => self.start_item(task, id),
            NodeKind::Definitions => self.block("<dl>\n"),
            NodeKind::Term => self.block("<dt>"),
            NodeKind::Definition => self.block("<dd>"),
            NodeKind::Table(table) => self.start_table(&document.tables[table].alignments),
            NodeKind::Row => self.start_row(),
            NodeKind::Cell => self.start_cell(),
            NodeKind::Component(component) => return self.enter_component(component),
            // It is shown behind the text.
            NodeKind::Note(_) => return Inside::Done,
            _ => return self.enter_mark(id),
        }
        Inside::ToWrite
    }

    /// Words, and what marks them.
    fn enter_mark(&mut self, id: NodeId) -> Inside {
        let document = self.text.document;
        let node = &document.nodes[id];
        match node.kind {
            NodeKind::Emphasis => self.html.push_markup("<em>"),
            NodeKind::Strong => self.html.push_markup("<strong>"),
            NodeKind::Strikethrough => self.html.push_markup("<del>"),
            NodeKind::Link(link) => {
                self.closed_to_terms += 1;
                self.start_link(link);
            }
            NodeKind::Image(link) => {
                self.write_image(link);
                return Inside::Done;
            }
            NodeKind::Citation(citation) => {
                self.write_citation(citation);
                return Inside::Done;
            }
            NodeKind::NoteReference(note) => self.footnote_reference(note),
            NodeKind::Code(code) => self.write_inline_code(self.text.read(document.texts[code])),
            NodeKind::Formula(display, formula) => {
                let formula = self.text.read(document.texts[formula]);
                self.write_formula(formula, display == Display::Block);
            }
            NodeKind::SoftBreak => self.html.push_markup("\n"),
            NodeKind::HardBreak => self.html.push_markup("<br>\n"),
            NodeKind::Element(element) => self.start_element(&document.elements[element]),
            // As its author wrote it.
            NodeKind::Markup(markup) => {
                self.html.push_markup(self.text.read(document.texts[markup]));
            }
            // It is for authors.
            NodeKind::Comment => {}
            _ => {
                if let Some(words) = document.words_of(node, self.text.source) {
                    self.write_words(words);
                }
            }
        }
        Inside::ToWrite
    }

    fn leave(&mut self, id: NodeId) {
        let document = self.text.document;
        match document.nodes[id].kind {
            NodeKind::Paragraph => self.html.push_markup("</p>\n"),
            NodeKind::Heading(heading) => self.end_heading(&document.headings[heading]),
            NodeKind::Quote(None) => self.html.push_markup("</blockquote>\n"),
            NodeKind::Quote(Some(_)) => self.html.push_markup("</div>\n"),
            NodeKind::Bullets => self.html.push_markup("</ul>\n"),
            NodeKind::Numbers(_) => self.html.push_markup("</ol>\n"),
            NodeKind::Item(_) => self.html.push_markup("</li>\n"),
            NodeKind::Definitions => self.html.push_markup("</dl>\n"),
            NodeKind::Term => self.html.push_markup("</dt>\n"),
            NodeKind::Definition => self.html.push_markup("</dd>\n"),
            NodeKind::Table(_) => self.html.push_markup("</tbody>\n</table></div>\n"),
            NodeKind::Row => self.end_row(),
            NodeKind::Cell => self.end_cell(),
            NodeKind::Component(component) => self.leave_component(component),
            NodeKind::Emphasis => self.html.push_markup("</em>"),
            NodeKind::Strong => self.html.push_markup("</strong>"),
            NodeKind::Strikethrough => self.html.push_markup("</del>"),
            NodeKind::Link(link) => {
                self.closed_to_terms -= 1;
                self.end_link(link);
            }
            NodeKind::Element(element) => self.end_element(&document.elements[element]),
            _ => {}
        }
    }

    fn write_inline_code(&mut self, code: &str) {
        self.html.push_markup("<code>");
        self.html.push_text(code);
        self.html.push_markup("</code>");
    }

    /// A formula; as it is written if it has a mistake, which the parser reports.
    fn write_formula(&mut self, formula: &str, is_display: bool) {
        match markdown::mathml(formula, is_display) {
            Ok(element) => self.html.push_markup(&element),
            Err(_) => self.write_inline_code(formula),
        }
    }

    /// Markup that begins on a line of its own.
    fn block(&mut self, markup: &str) {
        if !self.html.is_empty() && !self.html.ends_with("\n") {
            self.html.push_markup("\n");
        }
        self.html.push_markup(markup);
    }

    fn start_paragraph(&mut self) {
        self.block("<p>");
        let task = std::mem::replace(&mut self.task, Task::No);
        self.write_task(task);
    }

    /// An item of a list. The mark of a task stands before its words, in its first paragraph if it has some.
    fn start_item(&mut self, task: Task, id: NodeId) {
        let document = self.text.document;
        let first = document.subtree(id).ids().nth(1);
        let has_paragraphs =
            first.is_some_and(|first| document.nodes[first].kind == NodeKind::Paragraph);
        if task != Task::No && has_paragraphs {
            self.task = task;
            return self.block("<li>");
        }
        self.block(if task == Task::No { "<li>" } else { "<li class=\"task\">" });
        self.write_task(task);
    }

    fn write_task(&mut self, task: Task) {
        let words = self.text.words;
        let (checked, label) = match task {
            Task::No => return,
            Task::Done => (" checked", &words.task_done),
            Task::Open => ("", &words.task_open),
        };
        let _ = write!(self.html, "<input type=\"checkbox\" disabled{checked} aria-label=\"");
        self.html.push_text(label);
        self.html.push_markup("\"> ");
    }

    fn start_heading(&mut self, heading: &Heading) {
        let level = self.text.level(heading.level);
        self.level = level;
        self.block(&format!("<h{level}"));
        if self.text.has_anchors {
            self.html.push_markup(" id=\"");
            self.html.push_text(heading.anchor.as_str());
            self.html.push_markup("\"");
        }
        self.html.push_markup(">");
        self.closed_to_terms += 1;
    }

    fn end_heading(&mut self, heading: &Heading) {
        self.closed_to_terms -= 1;
        self.push_anchor(heading);
        let level = self.text.level(heading.level);
        let _ = writeln!(self.html, "</h{level}>");
    }

    /// The link by which a heading can be linked to, where it has an anchor.
    fn push_anchor(&mut self, heading: &Heading) {
        if !self.text.has_anchors {
            return;
        }
        self.html.push_markup(" <a class=\"anchor\" href=\"#");
        self.html.push_text(heading.anchor.as_str());
        self.html.push_markup("\" aria-label=\"");
        let title = self.text.read(heading.text);
        self.html.push_text(&self.text.words.anchor.replace("{title}", title));
        self.html.push_markup("\">#</a>");
    }

    fn start_quote(&mut self, tone: Option<Tone>) {
        let Some(tone) = tone else {
            return self.block("<blockquote>\n");
        };
        self.block(&format!("<div class=\"alert alert-{}\" role=\"note\">\n", tone.name()));
        self.html.push_markup("<p class=\"alert-title\">");
        self.html.push_text(&self.text.words.alerts[tone as usize]);
        self.html.push_markup("</p>\n");
    }

    fn write_code(&mut self, block: &CodeBlock, id: NodeId) {
        let info = block.info.map_or("", |info| self.text.read(info));
        let language = info.split([' ', ',', '\t']).next().unwrap_or_default();
        self.block("<pre class=\"code\" tabindex=\"0\"><code");
        if !language.is_empty() {
            self.html.push_markup(" class=\"language-");
            self.html.push_text(language);
            self.html.push_markup("\"");
        }
        self.html.push_markup(">");
        let document = self.text.document;
        let code = document.plain_text(document.subtree(id), self.text.source);
        self.html.push_html(&self.text.highlighting.html(language, &code));
        self.html.push_markup("</code></pre>\n");
    }

    fn start_table(&mut self, alignments: &'a [Alignment]) {
        let caption = self.caption.take();
        self.open_table(caption);
        let row_headings = std::mem::take(&mut self.row_headings);
        self.table = TableState { alignments, row: 0, column: 0, row_headings };
    }

    fn start_row(&mut self) {
        self.table.column = 0;
        let is_in_head = self.table.is_in_head();
        self.closed_to_terms += usize::from(is_in_head);
        self.html.push_markup(if is_in_head { "<thead>\n<tr>\n" } else { "<tr>\n" });
    }

    fn end_row(&mut self) {
        let is_in_head = self.table.is_in_head();
        self.closed_to_terms -= usize::from(is_in_head);
        self.table.row += 1;
        let markup = if is_in_head { "</tr>\n</thead>\n<tbody>\n" } else { "</tr>\n" };
        self.html.push_markup(markup);
    }

    fn end_cell(&mut self) {
        let is_value = self.table.cell() == Cell::Value;
        self.html.push_markup(if is_value { "</td>\n" } else { "</th>\n" });
        self.table.column += 1;
    }

    /// The name of a table without a caption.
    fn next_table_name(&self) -> String {
        let mut so_far = self.so_far.borrow_mut();
        so_far.tables += 1;
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

    fn end_link(&mut self, id: Id<Link>) {
        if self.leads(id) {
            self.html.push_markup("</a>");
        }
    }

    /// Whether a link, or the address of a picture, leads anywhere. Of one that does not, only the words stay in a
    /// first look; else it keeps the site from being published, or its author wants it so.
    fn leads(&self, id: Id<Link>) -> bool {
        if !self.text.config.checks.are_softened() {
            return true;
        }
        let written = self.text.read(self.text.document.links[id].destination);
        self.text.target(id).is_none_or(|target| target.leads(written))
    }

    /// Where a link leads. In a first look, one to a missing place leads to its page.
    fn address(&self, id: Id<Link>) -> String {
        let linker = self.text.linker;
        match self.text.target(id) {
            Some(Target::Unresolved(Reason::NoSuchAnchor { entry, .. }))
                if self.text.config.checks.are_softened() =>
            {
                linker.to(&linker.site.entry(*entry).url)
            }
            target => {
                let link = &self.text.document.links[id];
                linker.href(target, self.text.read(link.destination))
            }
        }
    }

    fn start_link(&mut self, id: Id<Link>) {
        let link = &self.text.document.links[id];
        if !self.leads(id) {
            return;
        }
        let address = self.address(id);
        self.html.push_markup("<a href=\"");
        self.html.push_text(&address);
        self.push_title(self.text.read(link.title));
        self.html.push_markup("\">");
    }

    /// Closes the attribute before it.
    fn push_title(&mut self, title: &str) {
        if !title.is_empty() {
            self.html.push_markup("\" title=\"");
            self.html.push_text(title);
        }
    }

    fn write_image(&mut self, id: Id<Link>) {
        let link = &self.text.document.links[id];
        let target = self.text.target(id);
        if !self.leads(id) {
            self.html.push_text(&self.text.document.link_text(link, self.text.source));
            return;
        }
        let address = self.text.linker.href(target, self.text.read(link.destination));
        self.html.push_markup("<img src=\"");
        self.html.push_text(&address);
        self.html.push_markup("\" alt=\"");
        self.html.push_text(&self.text.document.link_text(link, self.text.source));
        self.push_title(self.text.read(link.title));
        self.html.push_markup("\"");
        if let Some((width, height)) = target.and_then(|target| self.text.linker.size(target)) {
            let _ = write!(self.html, " width=\"{width}\" height=\"{height}\"");
        }
        self.html.push_markup(" loading=\"lazy\">");
    }
}
