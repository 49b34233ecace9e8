//! The content of a page as a tree.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::dom::{Dom, DomId, INLINE};
use super::notes::FoundNotes;
use super::sitemap::{AddressTarget, SavedSite};
use crate::convert::tree::{
    ForeignBlock, ForeignDefinition, ForeignHeading, ForeignInline, ForeignItem, ForeignList,
    ForeignText, InlineStyle, is_blank, plain, tidied,
};
use crate::convert::{Loss, LossPlace};

/// What the reader knows beforehand.
pub(super) struct PageSource<'p> {
    pub(super) dom: &'p Dom,
    /// The path that the page had.
    pub(super) name: &'p str,
    pub(super) site: &'p SavedSite<'p>,
    /// Ids that links of any page lead to.
    pub(super) wanted: &'p HashSet<String>,
    pub(super) left_out: HashSet<DomId>,
    pub(super) notes: FoundNotes,
}

/// What the reader makes of a page.
#[derive(Default)]
pub(super) struct ReadPage {
    pub(super) text: ForeignText,
    /// Ids that links can lead to.
    pub(super) ids: HashSet<String>,
    /// Files that the page shows or links to, by the paths that they had.
    pub(super) files: BTreeSet<String>,
    pub(super) losses: Vec<Loss>,
}

pub(super) fn read(source: PageSource<'_>, roots: &[DomId]) -> ReadPage {
    let mut reader = PageReader {
        source,
        read: ReadPage::default(),
        pending: Vec::new(),
        read_notes: HashMap::new(),
    };
    reader.lose_headings_of_notes();
    let mut flow = Flow::default();
    for root in roots {
        reader.note_id(*root);
        reader.flow(*root, &mut flow);
    }
    let mut blocks = reader.finish(flow);
    blocks.extend(reader.pending_line());
    reader.read.text.blocks = blocks;
    reader.read
}

pub(super) struct PageReader<'p> {
    pub(super) source: PageSource<'p>,
    pub(super) read: ReadPage,
    /// Ids of elements that began, until a line can hold them.
    pending: Vec<String>,
    /// Notes that are read, by their position among those found.
    read_notes: HashMap<usize, usize>,
}

/// Blocks, and the words of a line that is not ended.
#[derive(Default)]
pub(super) struct Flow {
    blocks: Vec<ForeignBlock>,
    line: Vec<ForeignInline>,
}

impl PageReader<'_> {
    /// What an element holds, as blocks.
    pub(super) fn blocks(&mut self, node: DomId) -> Vec<ForeignBlock> {
        let mut flow = Flow::default();
        self.flow(node, &mut flow);
        self.finish(flow)
    }

    fn finish(&mut self, mut flow: Flow) -> Vec<ForeignBlock> {
        self.end_line(&mut flow);
        flow.blocks
    }

    fn flow(&mut self, node: DomId, flow: &mut Flow) {
        let dom = self.source.dom;
        for child in dom.children(node) {
            if self.source.left_out.contains(child) || self.source.notes.hidden.contains(child) {
                continue;
            }
            if self.is_of_line(*child) {
                self.inline(*child, &mut flow.line);
            } else {
                self.end_line(flow);
                self.block(*child, flow);
            }
        }
    }

    /// Whether a node stands in a line: words, and elements that hold no blocks.
    fn is_of_line(&self, node: DomId) -> bool {
        let dom = self.source.dom;
        match dom.name(node) {
            // A link around blocks is one line.
            "" | "a" | "button" | "svg" | "math" | "select" => true,
            name => {
                INLINE.contains(&name)
                    && dom.below(node).into_iter().skip(1).all(|inner| {
                        let name = dom.name(inner);
                        name.is_empty() || INLINE.contains(&name) || is_left_out(name)
                    })
            }
        }
    }

    /// Adds the line as a paragraph, unless it shows nothing.
    fn end_line(&mut self, flow: &mut Flow) {
        let line = tidied(std::mem::take(&mut flow.line));
        let has_places_only = line.iter().all(|word| matches!(word, ForeignInline::Place(_)));
        if has_places_only {
            self.pending.extend(line.into_iter().filter_map(|word| match word {
                ForeignInline::Place(id) => Some(id),
                _ => None,
            }));
        } else if !is_blank(&line) {
            flow.blocks.push(ForeignBlock::Paragraph(self.with_pending(line)));
        }
    }

    /// A line that begins with the places that wait for one.
    pub(super) fn with_pending(&mut self, line: Vec<ForeignInline>) -> Vec<ForeignInline> {
        let mut words: Vec<ForeignInline> =
            self.pending.drain(..).map(ForeignInline::Place).collect();
        words.extend(line);
        words
    }

    /// A paragraph with the places that wait for a line, before something that has none.
    fn pending_line(&mut self) -> Option<ForeignBlock> {
        let places = self.with_pending(Vec::new());
        (!places.is_empty()).then_some(ForeignBlock::Paragraph(places))
    }

    fn block(&mut self, node: DomId, flow: &mut Flow) {
        let dom = self.source.dom;
        let name = dom.name(node);
        if is_left_out(name) && !(name == "form" && holds_text(dom, node)) {
            self.leave_out(node, name, flow);
            return self.end_line(flow);
        }
        if !matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6") {
            self.note_id(node);
        }
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(node, name, flow),
            "ul" | "ol" | "menu" | "dir" => {
                let list = self.list(node);
                flow.blocks.extend(list);
            }
            "dl" => {
                let definitions = self.definitions(node);
                flow.blocks.extend(definitions);
            }
            "blockquote" => {
                let blocks = self.blocks(node);
                if !blocks.is_empty() {
                    flow.blocks.push(ForeignBlock::Quote(blocks));
                }
            }
            "pre" | "listing" | "xmp" => self.code(node, flow),
            "table" => {
                let blocks = self.table(node);
                flow.blocks.extend(blocks);
            }
            "figure" => self.figure(node, flow),
            "details" => self.details(node, flow),
            "hr" => {
                flow.blocks.extend(self.pending_line());
                flow.blocks.push(ForeignBlock::Rule);
            }
            _ => {
                self.flow(node, flow);
                self.end_line(flow);
            }
        }
    }

    fn heading(&mut self, node: DomId, name: &str, flow: &mut Flow) {
        let level = name[1..].parse().unwrap_or(6);
        let words = self.line(node);
        let own = self.source.dom.attribute(node, "id").filter(|id| is_usable(id));
        let own = own.filter(|id| self.read.ids.insert((*id).to_owned())).map(str::to_owned);
        // An id of a section is that of its heading.
        let id = own.or_else(|| self.pending.pop());
        let words = self.with_pending(without_own_link(words, id.as_deref()));
        if !is_blank(&words) {
            flow.blocks.push(ForeignBlock::Heading(ForeignHeading { level, id, words }));
        }
    }

    /// The words of an element as one line.
    pub(super) fn line(&mut self, node: DomId) -> Vec<ForeignInline> {
        let mut words = Vec::new();
        self.inlines(node, &mut words);
        tidied(words)
    }

    fn list(&mut self, node: DomId) -> Option<ForeignBlock> {
        let dom = self.source.dom;
        let is_numbered = dom.name(node) == "ol";
        let start = dom.attribute(node, "start").and_then(|start| start.trim().parse().ok());
        if let Some(letters) =
            dom.attribute(node, "type").filter(|kind| is_numbered && *kind != "1")
        {
            let rule = format!(
                "a list numbered by `{letters}` is numbered by digits, because Markdown has no other numbers"
            );
            self.lose(node, "list-letters", dom.text(node), rule);
        }
        let mut items = Vec::new();
        for child in dom.children(node) {
            if self.source.left_out.contains(child) || self.source.notes.hidden.contains(child) {
                continue;
            }
            let is_item = dom.name(*child) == "li";
            if !is_item && dom.text(*child).is_empty() {
                continue;
            }
            if is_item {
                self.note_id(*child);
            }
            let task = self.task(*child);
            let blocks = if is_item { self.blocks(*child) } else { self.wrapped(*child) };
            // A list in a list that is in no item belongs to the item before.
            match items.last_mut() {
                Some(ForeignItem { blocks: before, .. }) if !is_item => before.extend(blocks),
                _ => items.push(ForeignItem { task, blocks }),
            }
        }
        let is_tight = !items.iter().any(|item| has_paragraphs(dom, node, item));
        let start = is_numbered.then_some(start.unwrap_or(1));
        (!items.is_empty()).then_some(ForeignBlock::List(ForeignList { start, is_tight, items }))
    }

    /// One node as blocks.
    fn wrapped(&mut self, node: DomId) -> Vec<ForeignBlock> {
        let mut flow = Flow::default();
        if self.is_of_line(node) {
            self.inline(node, &mut flow.line);
        } else {
            self.block(node, &mut flow);
        }
        self.finish(flow)
    }

    /// Of an item that begins with a box to tick, whether it is ticked.
    fn task(&self, item: DomId) -> Option<bool> {
        let dom = self.source.dom;
        let boxes = dom.below(item).into_iter().find(|id| dom.name(*id) == "input")?;
        let is_box =
            dom.attribute(boxes, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox"));
        is_box.then(|| dom.attribute(boxes, "checked").is_some())
    }

    fn definitions(&mut self, node: DomId) -> Vec<ForeignBlock> {
        let dom = self.source.dom;
        let mut definitions: Vec<ForeignDefinition> = Vec::new();
        let mut last_is_term = false;
        for part in definition_parts(dom, node) {
            if self.source.left_out.contains(&part) || self.source.notes.hidden.contains(&part) {
                continue;
            }
            self.note_id(part);
            let is_term = dom.name(part) == "dt";
            if is_term {
                let words = self.line(part);
                let words = self.with_pending(words);
                match definitions.last_mut() {
                    // Several terms with one meaning.
                    Some(before) if last_is_term => {
                        before.term.push(ForeignInline::LineBreak);
                        before.term.extend(words);
                    }
                    _ => definitions.push(ForeignDefinition { term: words, meanings: Vec::new() }),
                }
            } else {
                let meaning = self.blocks(part);
                match definitions.last_mut() {
                    Some(before) => before.meanings.push(meaning),
                    None => definitions
                        .push(ForeignDefinition { term: Vec::new(), meanings: vec![meaning] }),
                }
            }
            last_is_term = is_term;
        }
        written_definitions(definitions)
    }

    fn code(&mut self, node: DomId, flow: &mut Flow) {
        let dom = self.source.dom;
        flow.blocks.extend(self.pending_line());
        let text = dom.raw_text(node).replace("\r\n", "\n").replace('\u{a0}', " ");
        if !text.trim().is_empty() {
            let text = text.trim_end().to_owned();
            flow.blocks.push(ForeignBlock::Code { language: code_language(dom, node), text });
        }
    }

    fn figure(&mut self, node: DomId, flow: &mut Flow) {
        let dom = self.source.dom;
        let caption = dom.below(node).into_iter().find(|id| dom.name(*id) == "figcaption");
        let words = caption.map(|caption| self.line(caption)).unwrap_or_default();
        self.source.left_out.extend(caption);
        let blocks = self.blocks(node);
        match blocks.as_slice() {
            [ForeignBlock::Table(table)] if table.caption.is_empty() => {
                let table = crate::convert::tree::ForeignTable { caption: words, ..table.clone() };
                flow.blocks.push(ForeignBlock::Table(table));
            }
            [] => flow.blocks.extend((!is_blank(&words)).then_some(ForeignBlock::Paragraph(words))),
            _ => flow.blocks.push(ForeignBlock::Figure { caption: words, blocks }),
        }
    }

    fn details(&mut self, node: DomId, flow: &mut Flow) {
        let dom = self.source.dom;
        let summary = dom.children(node).iter().copied().find(|id| dom.name(*id) == "summary");
        let words = summary.map(|summary| self.line(summary)).unwrap_or_default();
        self.source.left_out.extend(summary);
        let blocks = self.blocks(node);
        let is_empty = is_blank(&words);
        let summary =
            if is_empty { vec![ForeignInline::Words("Details".to_owned())] } else { words };
        flow.blocks.push(ForeignBlock::Details { summary, blocks });
    }

    /// Keeps the id of an element for the next line, if a link leads there.
    pub(super) fn note_id(&mut self, node: DomId) {
        let id = self.linked_id(node);
        self.pending.extend(id);
    }

    /// The id of an element that a link leads to, the first time.
    fn linked_id(&mut self, node: DomId) -> Option<String> {
        let dom = self.source.dom;
        let name = || dom.attribute(node, "name").filter(|_| dom.name(node) == "a");
        let id = dom.attribute(node, "id").or_else(name)?;
        let is_new =
            is_usable(id) && self.source.wanted.contains(id) && self.read.ids.insert(id.to_owned());
        is_new.then(|| id.to_owned())
    }

    fn inlines(&mut self, node: DomId, words: &mut Vec<ForeignInline>) {
        let dom = self.source.dom;
        for child in dom.children(node) {
            self.inline(*child, words);
        }
    }

    fn inline(&mut self, node: DomId, words: &mut Vec<ForeignInline>) {
        let dom = self.source.dom;
        if self.source.left_out.contains(&node) || self.source.notes.hidden.contains(&node) {
            return;
        }
        if let Some(text) = dom.own_text(node) {
            return words.push(ForeignInline::Words(text.to_owned()));
        }
        if let Some(note) = self.source.notes.marks.get(&node).copied() {
            let note = self.note(note);
            return words.push(ForeignInline::Note(note));
        }
        let name = dom.name(node);
        if is_left_out(name) {
            let mut flow = Flow::default();
            self.leave_out(node, name, &mut flow);
            return words.extend(flow.line);
        }
        words.extend(self.linked_id(node).map(ForeignInline::Place));
        match name {
            "a" => self.link(node, words),
            "img" => self.picture(node, words),
            "br" => words.push(ForeignInline::LineBreak),
            "code" | "samp" | "tt" if !has_link(dom, node) => {
                words.push(ForeignInline::Code(dom.raw_text(node)));
            }
            "q" => {
                words.push(ForeignInline::Words("“".to_owned()));
                self.inlines(node, words);
                words.push(ForeignInline::Words("”".to_owned()));
            }
            "rt" => {
                words.push(ForeignInline::Words(" (".to_owned()));
                self.inlines(node, words);
                words.push(ForeignInline::Words(")".to_owned()));
            }
            "math" => self.formula(node, words),
            "input" | "rp" | "wbr" => {}
            _ => match style(name) {
                Some(style) => {
                    let mut inner = Vec::new();
                    self.inlines(node, &mut inner);
                    words.push(ForeignInline::Styled(style, inner));
                }
                None => self.transparent(node, words),
            },
        }
    }

    /// An element that means nothing by itself. Words of two blocks in a line are two words.
    fn transparent(&mut self, node: DomId, words: &mut Vec<ForeignInline>) {
        let dom = self.source.dom;
        let is_block = !dom.name(node).is_empty() && !INLINE.contains(&dom.name(node));
        let blank = || ForeignInline::Words(" ".to_owned());
        words.extend(is_block.then(blank));
        self.inlines(node, words);
        words.extend(is_block.then(blank));
        if let Some(title) =
            dom.attribute(node, "title").filter(|_| matches!(dom.name(node), "abbr" | "acronym"))
        {
            let rule = "the long form of an abbreviation is left out; declare it under `abbreviations` in the settings";
            self.lose(
                node,
                "abbreviation",
                format!("{}: {title}", dom.text(node)),
                rule.to_owned(),
            );
        }
    }

    fn link(&mut self, node: DomId, words: &mut Vec<ForeignInline>) {
        let dom = self.source.dom;
        let mut inner = Vec::new();
        self.inlines(node, &mut inner);
        let Some(address) = dom.attribute(node, "href") else { return words.extend(inner) };
        let shown = plain(&inner);
        let is_permalink = address.starts_with('#') && !shown.chars().any(char::is_alphanumeric);
        let has_picture = inner.iter().any(|word| matches!(word, ForeignInline::Picture { .. }));
        if is_permalink && !has_picture {
            return words
                .extend(inner.into_iter().filter(|word| matches!(word, ForeignInline::Place(_))));
        }
        let title = dom
            .attribute(node, "title")
            .filter(|title| *title != shown)
            .unwrap_or_default()
            .to_owned();
        match self.destination(address) {
            Ok(Some(to)) => words.push(ForeignInline::Link { to, title, words: inner }),
            Ok(None) => words.extend(inner),
            Err(missing) => {
                let rule = format!(
                    "the link to `{missing}` is left out, because no such file was saved; its words stay"
                );
                self.lose(node, "dead-link", shown, rule);
                words.extend(inner);
            }
        }
    }

    /// An address as a page of the new site writes it; `None` if it leads nowhere, `Err` if what it names is missing.
    fn destination(&mut self, address: &str) -> Result<Option<String>, String> {
        let own = self.source.site.path(self.source.name);
        match self.source.site.target(self.source.name, address) {
            AddressTarget::Page(path, id) => {
                let id = id.map(|id| format!("#{id}")).unwrap_or_default();
                Ok(Some(format!("{}{id}", path.destination_from(own.folder()))))
            }
            AddressTarget::Here(id) => Ok(Some(format!("#{id}"))),
            AddressTarget::File(name) => {
                let path = self.source.site.file_path(&name);
                self.read.files.insert(name);
                Ok(Some(path.destination_from(own.folder())))
            }
            AddressTarget::Outside(address) => Ok(Some(address)),
            AddressTarget::Nothing => Ok(None),
            AddressTarget::Missing => Err(address.to_owned()),
        }
    }

    fn picture(&mut self, node: DomId, words: &mut Vec<ForeignInline>) {
        let dom = self.source.dom;
        let alt = dom.attribute(node, "alt").unwrap_or_default().to_owned();
        let title = dom.attribute(node, "title").unwrap_or_default().to_owned();
        // Pages that load pictures late have their address elsewhere.
        let sources = ["data-src", "data-original", "src"].into_iter();
        let address =
            sources.filter_map(|name| dom.attribute(node, name)).find(|it| !it.trim().is_empty());
        let address = address.unwrap_or_default();
        if address.starts_with("data:") {
            let rule =
                "a picture inside of the page is left out; save it as a file, and link to that";
            self.lose(node, "inline-picture", alt.clone(), rule.to_owned());
            return words.extend((!alt.is_empty()).then_some(ForeignInline::Words(alt)));
        }
        match self.destination(address) {
            Ok(Some(source)) => words.push(ForeignInline::Picture { source, alt, title }),
            Ok(None) => {}
            Err(missing) => {
                let rule =
                    format!("the picture `{missing}` is left out, because no such file was saved");
                self.lose(node, "missing-picture", alt, rule);
            }
        }
    }

    /// A formula of `MathML` is kept if it says what it is in LaTeX.
    fn formula(&mut self, node: DomId, words: &mut Vec<ForeignInline>) {
        let dom = self.source.dom;
        let latex = dom.below(node).into_iter().find(|id| {
            dom.name(*id) == "annotation"
                && dom.attribute(*id, "encoding").is_some_and(|encoding| encoding.contains("tex"))
        });
        match latex {
            Some(latex) => {
                self.read.text.has_formula = true;
                words.push(ForeignInline::Formula(dom.raw_text(latex).trim().to_owned()));
            }
            None => {
                let rule = "a formula in MathML became its signs in a line; write it in LaTeX";
                self.lose(node, "formula", dom.text(node), rule.to_owned());
                words.push(ForeignInline::Words(dom.text(node)));
            }
        }
    }

    /// The number of a note in the text; it is read at its first mark.
    fn note(&mut self, found: usize) -> usize {
        if let Some(read) = self.read_notes.get(&found) {
            return *read;
        }
        let number = self.read.text.notes.len();
        self.read_notes.insert(found, number);
        self.read.text.notes.push(Vec::new());
        let body = self.source.notes.bodies[found];
        let pending = std::mem::take(&mut self.pending);
        self.source.notes.hidden.remove(&body);
        let blocks = self.blocks(body);
        self.source.notes.hidden.insert(body);
        self.pending = pending;
        self.read.text.notes[number] = blocks;
        number
    }

    /// Leaves out an element, and says so. What was embedded becomes a link.
    fn leave_out(&mut self, node: DomId, name: &str, flow: &mut Flow) {
        let dom = self.source.dom;
        let (kind, rule) = left_out_rule(name);
        let address = embedded_address(dom, node);
        let shown = dom.text(node);
        let has_link = matches!(kind, "embedded" | "media") && address.is_some();
        let words = match &address {
            Some(address) if shown.is_empty() => address.clone(),
            _ if kind == "script" || kind == "style" => dom.raw_text(node).trim().to_owned(),
            _ => shown,
        };
        if words.is_empty() {
            return;
        }
        if let Some(Ok(Some(to))) =
            address.filter(|_| has_link).map(|address| self.destination(&address))
        {
            let title = dom.attribute(node, "title").unwrap_or(&words).to_owned();
            let words = vec![ForeignInline::Words(title)];
            flow.line.push(ForeignInline::Link { to, title: String::new(), words });
        }
        self.lose(node, kind, words, rule.to_owned());
    }

    fn lose_headings_of_notes(&mut self) {
        for heading in self.source.notes.headings.clone() {
            let rule = "the heading of a list of notes is left out: the page has its own";
            self.lose(heading, "notes-heading", self.source.dom.text(heading), rule.to_owned());
        }
    }

    pub(super) fn lose(&mut self, node: DomId, kind: &'static str, words: String, rule: String) {
        let place = LossPlace::Line(self.source.dom.line(node));
        self.read.losses.push(Loss::new(self.source.name, kind, words, rule).at(place));
    }
}

/// The words of a heading that is a link to itself.
fn without_own_link(mut words: Vec<ForeignInline>, id: Option<&str>) -> Vec<ForeignInline> {
    let is_own = |to: &str| id.is_some() && to.strip_prefix('#') == id;
    match words.as_mut_slice() {
        [ForeignInline::Link { to, words: inner, .. }] if is_own(to) => std::mem::take(inner),
        _ => words,
    }
}

/// Elements that are left out with what they hold.
fn is_left_out(name: &str) -> bool {
    !left_out_rule(name).0.is_empty()
}

/// The kind of loss that an element is, and why; empty for others.
fn left_out_rule(name: &str) -> (&'static str, &'static str) {
    match name {
        "script" => ("script", "a script is left out, because pages run none of their own"),
        "style" | "link" | "meta" | "base" | "title" => {
            ("style", "the look of a page is that of the theme")
        }
        "noscript" | "template" => {
            ("script", "what only shows without scripts, or by them, is left out")
        }
        "form" | "button" | "select" | "textarea" | "fieldset" | "datalist" => {
            ("form", "a form is left out, because nothing answers it; link to the form instead")
        }
        "iframe" | "object" | "embed" | "frame" | "applet" => (
            "embedded",
            "what was embedded became a link, because pages load nothing from other hosts",
        ),
        "video" | "audio" => ("media", "a film or a sound became a link to its file"),
        "svg" | "canvas" => (
            "drawing",
            "a drawing inside of the page is left out; save it as a file, and link to that",
        ),
        _ => ("", ""),
    }
}

/// The address of what an element embeds.
fn embedded_address(dom: &Dom, node: DomId) -> Option<String> {
    let sources = dom.below(node).into_iter();
    let mut addresses =
        sources.filter_map(|id| dom.attribute(id, "src").or_else(|| dom.attribute(id, "data")));
    addresses.find(|address| !address.trim().is_empty()).map(str::to_owned)
}

/// Whether a form is around the text of a page rather than a form.
fn holds_text(dom: &Dom, node: DomId) -> bool {
    let parts = ["p", "h1", "h2", "h3", "main", "article", "table"];
    dom.below(node).into_iter().any(|id| parts.contains(&dom.name(id)))
}

fn has_link(dom: &Dom, node: DomId) -> bool {
    dom.below(node).into_iter().any(|id| dom.name(id) == "a" && dom.attribute(id, "href").is_some())
}

/// Whether the source has a paragraph in an item of a list.
fn has_paragraphs(dom: &Dom, list: DomId, item: &ForeignItem) -> bool {
    let holds_paragraph =
        |child: &DomId| dom.children(*child).iter().any(|inner| dom.name(*inner) == "p");
    item.blocks.len() > 1 && dom.children(list).iter().any(holds_paragraph)
}

/// The terms and meanings of a list, which may stand in blocks of their own.
fn definition_parts(dom: &Dom, node: DomId) -> Vec<DomId> {
    let mut parts = Vec::new();
    for child in dom.children(node) {
        match dom.name(*child) {
            "dt" | "dd" => parts.push(*child),
            "div" => parts.extend(definition_parts(dom, *child)),
            _ => {}
        }
    }
    parts
}

/// Definitions as a list; a term without a meaning is a strong line, and a meaning without a term stands by itself.
fn written_definitions(definitions: Vec<ForeignDefinition>) -> Vec<ForeignBlock> {
    let mut blocks = Vec::new();
    for ForeignDefinition { term, mut meanings } in definitions {
        meanings.retain(|meaning| !meaning.is_empty());
        let term = tidied(term);
        match (is_blank(&term), meanings.is_empty()) {
            (true, _) => blocks.extend(meanings.into_iter().flatten()),
            (false, true) => {
                let strong = ForeignInline::Styled(InlineStyle::Strong, term);
                blocks.push(ForeignBlock::Paragraph(tidied(vec![strong])));
            }
            (false, false) => {
                let definition = ForeignDefinition { term, meanings };
                match blocks.last_mut() {
                    Some(ForeignBlock::Definitions(before)) => before.push(definition),
                    _ => blocks.push(ForeignBlock::Definitions(vec![definition])),
                }
            }
        }
    }
    blocks
}

/// The language of a block of code, which tools write into a class of it or of what is around it.
fn code_language(dom: &Dom, node: DomId) -> String {
    let inner = dom.children(node).iter().copied().filter(|id| dom.name(*id) == "code");
    let around = std::iter::successors(Some(node), |id| dom.parent(*id)).take(3);
    let classes = inner.chain(around).filter_map(|id| dom.attribute(id, "class"));
    let mut names = classes.flat_map(str::split_whitespace);
    let named = names.find_map(|class| {
        ["language-", "lang-", "highlight-", "brush:", "sourceCode-"]
            .iter()
            .find_map(|start| class.strip_prefix(start))
    });
    let named = named.filter(|name| !matches!(*name, "default" | "none" | "plaintext" | "source"));
    named.unwrap_or_default().to_owned()
}

fn style(name: &str) -> Option<InlineStyle> {
    Some(match name {
        "em" | "i" | "cite" | "dfn" | "var" => InlineStyle::Emphasis,
        "strong" | "b" => InlineStyle::Strong,
        "s" | "strike" | "del" => InlineStyle::Struck,
        "sup" => InlineStyle::Raised,
        "sub" => InlineStyle::Lowered,
        "u" | "ins" => InlineStyle::Underlined,
        "mark" => InlineStyle::Marked,
        "small" => InlineStyle::Small,
        "kbd" => InlineStyle::Key,
        _ => return None,
    })
}

/// Whether an id can stand in an address, and is not one of the theme's.
fn is_usable(id: &str) -> bool {
    !id.is_empty()
        && !id.chars().any(|c| c.is_whitespace() || c.is_control() || "\"<>`".contains(c))
        && !crate::document::RESERVED_IDS.contains(&id)
}
