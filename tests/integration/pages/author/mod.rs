//! Writes pages of pieces that are well-formed and of pieces that are not, and knows what a reader has to see.

mod broken;
mod inlines;

use std::fmt::Write as _;

pub(super) use inlines::term;

use super::seen::{Level, Note, Path, Place, Seen, add_new, seen_of_notes};
use crate::random::Random;

/// Some Markdown, and what it shows.
#[derive(Default)]
struct Piece {
    text: String,
    seen: Vec<Seen>,
    notes: Vec<usize>,
}

impl Piece {
    fn text(text: impl Into<String>) -> Piece {
        Piece { text: text.into(), ..Piece::default() }
    }

    fn push(&mut self, other: Piece) {
        self.text.push_str(&other.text);
        self.seen.extend(other.seen);
        other.notes.into_iter().for_each(|note| add_new(&mut self.notes, note));
    }

    /// The same with something around its text.
    fn between(self, before: &str, after: &str) -> Piece {
        Piece { text: format!("{before}{}{after}", self.text), ..self }
    }

    /// The same inside a list item or a quotation. A comment ends it: a list would go on in the next one.
    fn inside(self, first: &str, others: &str) -> Piece {
        let mut text = String::new();
        for (number, line) in self.text.trim_end().lines().enumerate() {
            let before = if number == 0 { first } else { others };
            writeln!(text, "{}", format!("{before}{line}").trim_end()).expect("it is a string");
        }
        text.push_str("\n<!-- end -->\n\n");
        Piece { text, ..self }
    }

    fn words(&self) -> Vec<String> {
        let words = self.seen.iter().filter_map(Seen::word);
        words.map(str::to_owned).collect()
    }

    /// Says that the whole is a heading.
    fn into_heading(mut self, level: usize) -> Piece {
        let heading = Seen::Heading { level: Level::Own(level), words: self.words() };
        self.seen.insert(0, heading);
        self
    }

    /// Says that the words stand in HTML, which need not be in the index.
    fn in_html(mut self) -> Piece {
        for seen in &mut self.seen {
            if let Seen::Word { is_indexed, .. } = seen {
                *is_indexed = false;
            }
        }
        self
    }
}

/// A section while it goes on.
struct Section {
    level: usize,
    /// How many elements all of it stands in.
    depth: usize,
    place: Place,
}

/// A page as it was written.
pub(super) struct Written {
    pub(super) text: String,
    pub(super) seen: Vec<Seen>,
    /// Words of which each has to be told of, by its line.
    pub(super) told: Vec<String>,
    /// Words in HTML of which nothing is known but that it harms nothing around it.
    pub(super) soup: Vec<String>,
}

/// What may stand among words.
#[derive(Clone, Copy)]
struct May {
    /// Whether words lead to their page.
    terms: bool,
    links: bool,
    /// And pictures.
    notes: bool,
}

/// Writes a page.
pub(super) struct Author<'r> {
    random: &'r mut Random,
    /// The site, and the page in it.
    site: u64,
    page: usize,
    /// Whether pieces may be broken.
    may_break: bool,
    /// The places of the pages that this one may include.
    known: &'r [Place],
    /// Its own places, and all of its anchors.
    own: Vec<Place>,
    anchors: Vec<String>,
    /// Words and anchors so far.
    count: usize,
    includes: usize,
    /// What is around the next piece.
    path: Path,
    /// What may stand here: words that lead to their page, links, notes and pictures.
    may: May,
    /// The level of the last heading.
    level: usize,
    sections: Vec<Section>,
    /// How many of them stand around the innermost component.
    around: usize,
    notes: Vec<Note>,
    /// Lines that stand at the end of the page.
    definitions: String,
    told: Vec<String>,
    soup: Vec<String>,
}

/// Elements that stand around Markdown.
const AROUND: [&str; 5] = ["section", "aside", "article", "my-box", "b"];

impl<'r> Author<'r> {
    /// An author of a page of a site, who can include places of others.
    pub(super) fn new(
        random: &'r mut Random,
        (site, page): (u64, usize),
        may_break: bool,
        known: &'r [Place],
    ) -> Author<'r> {
        Author {
            random,
            site,
            page,
            may_break,
            known,
            own: Vec::new(),
            anchors: Vec::new(),
            count: 0,
            includes: 0,
            path: Vec::new(),
            may: May { terms: true, links: true, notes: true },
            level: 1,
            sections: Vec::new(),
            around: 0,
            notes: Vec::new(),
            definitions: String::new(),
            told: Vec::new(),
            soup: Vec::new(),
        }
    }

    /// Writes the page. Returns it with the places that others can include.
    pub(super) fn page(mut self) -> (Written, Vec<Place>) {
        let (site, number) = (self.site, self.page);
        let mut page =
            Piece::text(format!("---\ntitle: Page {number}\ncode: k{site}x{number}\n---\n\n"));
        if self.random.chance(2) {
            // The heading that says the title is not shown twice.
            page.text.push_str(&format!("# Page {number}\n\n"));
        }
        let blocks = self.container(0, true);
        page.push(blocks);
        self.around = 0;
        self.end_sections(0);
        page.seen.extend(seen_of_notes(&self.notes, &page.notes));
        page.text.push_str(&self.definitions);
        let whole =
            Place { address: self.address(""), seen: page.seen.clone(), top: 2, notes: Vec::new() };
        self.own.push(whole);
        for place in &mut self.own {
            place.seen.extend(seen_of_notes(&self.notes, &std::mem::take(&mut place.notes)));
        }
        let Author { told, soup, own, .. } = self;
        (Written { text: page.text, seen: page.seen, told, soup }, own)
    }

    /// Blocks one after the other; `has_ends`: headings in there have texts that end.
    fn container(&mut self, depth: usize, has_ends: bool) -> Piece {
        let mut all = Piece::default();
        let around = self.path.len();
        for _ in 0..=self.random.below(if depth == 0 { 9 } else { 4 }) {
            if self.random.chance(5) {
                let heading = self.heading(has_ends);
                all.push(heading);
            }
            let block = self.block(depth, has_ends);
            all.push(block);
        }
        // What a broken piece left open ends here.
        self.leave(around);
        all
    }

    /// A heading, and the section that begins with it.
    fn heading(&mut self, has_ends: bool) -> Piece {
        let level = 2 + self.random.below(3);
        if has_ends {
            self.end_sections(level);
        }
        let words = self.within(&["h"], |it| it.closed(|it| it.inlines(2)));
        let (id, anchor) = self.id();
        let mark = "#".repeat(level);
        let heading = words.into_heading(level).between(&format!("{mark} "), &format!("{id}\n\n"));
        self.level = level;
        let heading = self.recorded(heading);
        if let Some(anchor) = anchor.filter(|_| has_ends) {
            let place = Place {
                address: self.address(&anchor),
                seen: Vec::new(),
                top: level + 1,
                notes: Vec::new(),
            };
            self.sections.push(Section { level, depth: self.path.len(), place });
        }
        heading
    }

    /// Ends the sections of a level or a lower one, but for those around the component.
    fn end_sections(&mut self, level: usize) {
        while self.sections.len() > self.around {
            match self.sections.pop_if(|section| section.level >= level) {
                Some(section) => self.own.push(section.place),
                None => return,
            }
        }
    }

    /// Takes a piece into the sections that are open.
    fn recorded(&mut self, piece: Piece) -> Piece {
        for section in &mut self.sections {
            let seen = piece.seen.iter().map(|seen| seen.in_part(section.depth));
            section.place.seen.extend(seen);
            piece.notes.iter().for_each(|note| add_new(&mut section.place.notes, *note));
        }
        piece
    }

    fn block(&mut self, depth: usize, has_ends: bool) -> Piece {
        let piece = match self.random.below(18) {
            0 if depth < 3 => return self.item_of_blocks(depth),
            1 if depth < 3 => {
                let blocks = self.within(&["blockquote"], |it| it.container(depth + 1, false));
                return blocks.inside("> ", "> ");
            }
            2 | 3 => match self.place_to_include() {
                Some(place) => return self.include(&place, has_ends),
                None => self.paragraph(),
            },
            4..=7 if depth < 4 => return self.component(depth, has_ends),
            8 if depth < 4 => {
                let name = AROUND[self.random.below(AROUND.len())];
                let blocks = self.within(&[name], |it| it.container(depth + 1, has_ends));
                return blocks.between(&format!("<{name}>\n\n"), &format!("</{name}>\n\n"));
            }
            9 | 10 if self.may_break => return self.broken_block(depth),
            11 => self.code(),
            12 => self.table(),
            13 => self.list(),
            14 => self.html_block(),
            15 => self.heading_in_item(),
            _ => self.paragraph(),
        };
        self.recorded(piece)
    }

    fn paragraph(&mut self) -> Piece {
        self.within(&["p"], |it| it.inlines(5)).between("", "\n\n")
    }

    fn code(&mut self) -> Piece {
        let code = self.within(&["pre", "code"], |it| it.words(2));
        code.between("```\n", "  \n```\n\n")
    }

    fn table(&mut self) -> Piece {
        let mut table = Piece::default();
        let head = ["div", "table", "thead", "tr", "th"];
        table.push(self.within(&head, |it| it.closed(Author::row)));
        table.text.push_str("|---|:-:|\n");
        table.push(self.within(&["div", "table", "tbody", "tr", "td"], Author::row));
        table.between("", "\n")
    }

    fn row(&mut self) -> Piece {
        let mut row = self.inlines(2).between("| ", " | ");
        row.push(self.inlines(1));
        row.between("", " |\n")
    }

    fn list(&mut self) -> Piece {
        let mark = self.random.of(&["", "", "[ ] ", "[x] "]);
        let mut list = self.within(&["ul", "li"], |it| it.inlines(3)).between(mark, "\n- ");
        list.push(self.within(&["ul", "li"], |it| it.inlines(2)));
        list.inside("- ", "")
    }

    /// A heading in a list, which begins no section.
    fn heading_in_item(&mut self) -> Piece {
        self.level = 3;
        let words = self.within(&["ul", "li", "h"], |it| it.closed(|it| it.words(1)));
        words.into_heading(3).inside("- ### ", "")
    }

    /// Words in HTML.
    fn html_block(&mut self) -> Piece {
        let html = self.within(&["div"], |it| {
            let mut html = it.words(2).between("<div>", " ");
            html.push(it.html_link());
            html.push(it.html_picture());
            html
        });
        html.in_html().between("", "</div>\n\n")
    }

    /// An item of a list with blocks. A component does not begin on its first line.
    fn item_of_blocks(&mut self, depth: usize) -> Piece {
        let item = self.within(&["ol", "li"], |it| {
            let first = it.paragraph();
            let mut blocks = it.recorded(first);
            blocks.push(it.container(depth + 1, false));
            blocks
        });
        item.inside("1. ", "   ")
    }

    fn place_to_include(&mut self) -> Option<Place> {
        if self.includes == 3 || self.known.is_empty() {
            return None;
        }
        let place = &self.known[self.random.below(self.known.len())];
        place.fits_below(self.level).then(|| place.clone())
    }

    fn include(&mut self, place: &Place, has_ends: bool) -> Piece {
        self.includes += 1;
        let (id, anchor) = self.id();
        let frame: &[&'static str] = if anchor.is_some() { &["div"] } else { &[] };
        let path = [&self.path[..], frame].concat();
        let seen = place.shown(&path, self.level);
        let text = format!("::: include {}{id}\n\n", place.address);
        let shown = self.recorded(Piece { text, seen, notes: Vec::new() });
        self.name(anchor.filter(|_| has_ends), &shown, None);
        shown
    }

    /// Lets others include a component that has an anchor, and perhaps a heading of a level.
    fn name(&mut self, anchor: Option<String>, component: &Piece, heading: Option<usize>) {
        let Some(anchor) = anchor else { return };
        let in_part = component.seen.iter().map(|seen| match seen.in_part(self.path.len()) {
            Seen::Heading { level: Level::Included(_), words } if heading.is_none() => {
                Seen::Heading { level: Level::Any, words }
            }
            other => other,
        });
        let (seen, notes) = (in_part.collect(), component.notes.clone());
        let top = heading.unwrap_or(2);
        self.own.push(Place { address: self.address(&anchor), seen, top, notes });
    }

    fn component(&mut self, depth: usize, has_ends: bool) -> Piece {
        let (id, anchor) = self.id();
        let before = (self.path.len(), self.level, self.around);
        self.around = self.sections.len();
        let name = self.random.of(&["details", "note", "quote", "step", "question", "tabs"]);
        let (mut made, heading) = match name {
            "quote" => (self.quotation(&id, depth, has_ends), None),
            "tabs" => (self.tabs(&id, depth, has_ends), None),
            "step" | "question" => {
                self.level = (self.level + 1).min(6);
                let level = self.level;
                let label = self.label(name, &id, &["section", "h"]);
                let mut made = self.recorded(label.into_heading(level));
                made.push(self.within(&["section"], |it| it.container(depth + 1, has_ends)));
                (made, Some(level))
            }
            _ => {
                let (element, label) =
                    if name == "note" { ("div", "p") } else { ("details", "summary") };
                let label = self.label(name, &id, &[element, label]);
                let mut made = self.recorded(label);
                made.push(self.within(&[element], |it| it.container(depth + 1, has_ends)));
                (made, None)
            }
        };
        made.text.push_str(":::\n\n");
        self.end_sections(0);
        (_, self.level, self.around) = before;
        self.name(anchor.filter(|_| has_ends), &made, heading);
        made
    }

    fn quotation(&mut self, id: &str, depth: usize, has_ends: bool) -> Piece {
        let frame = ["figure", "figcaption"];
        let (name, role) =
            (self.within(&frame, |it| it.words(1)), self.within(&frame, |it| it.words(1)));
        let id = id.replace(['{', '}'], "");
        let opening = format!("::: quote {{name={} role={}{id}}}\n", name.text, role.text);
        let mut quotation = Piece::text(opening);
        let inner = |it: &mut Self| it.container(depth + 1, has_ends);
        quotation.push(self.within(&["figure", "blockquote"], inner));
        self.end_sections(0);
        for words in [name, role] {
            quotation.push(self.recorded(Piece { text: String::new(), ..words }));
        }
        quotation
    }

    fn tabs(&mut self, id: &str, depth: usize, has_ends: bool) -> Piece {
        let mut tabs = Piece::text(format!("::: tabs{id}\n"));
        for _ in 0..=self.random.below(2) {
            let level = self.level;
            let label = self.label("tab", "", &["div", "div", "p"]);
            tabs.push(self.recorded(label));
            tabs.push(self.within(&["div", "div"], |it| it.container(depth + 2, has_ends)));
            tabs.text.push_str(":::\n");
            self.end_sections(0);
            self.level = level;
        }
        tabs
    }

    /// The line that opens a component, with its label.
    fn label(&mut self, name: &str, id: &str, path: &[&'static str]) -> Piece {
        let words = self.within(path, |it| it.words(1));
        words.between(&format!("::: {name} "), &format!("{id}\n"))
    }

    /// An argument that sets an id or none, and the anchor.
    fn id(&mut self) -> (String, Option<String>) {
        if self.random.chance(3) {
            return (String::new(), None);
        }
        self.count += 1;
        let anchor = format!("a{}", self.count);
        self.anchors.push(anchor.clone());
        (format!(" {{#{anchor}}}"), Some(anchor))
    }

    /// The address of an anchor of the page, or of the page.
    fn address(&self, anchor: &str) -> String {
        let mark = if anchor.is_empty() { "" } else { "#" };
        format!("{}.md{mark}{anchor}", self.page)
    }

    /// Writes something that stands in more elements.
    fn within(&mut self, path: &[&'static str], write: impl FnOnce(&mut Self) -> Piece) -> Piece {
        let around = self.path.len();
        self.path.extend(path);
        let piece = write(self);
        self.leave(around);
        piece
    }

    /// Goes back to so many elements. A section that began in another one goes on.
    fn leave(&mut self, around: usize) {
        self.path.truncate(around);
        for section in &mut self.sections {
            section.depth = section.depth.min(around);
        }
    }

    /// Writes something that is a link or a heading.
    fn closed(&mut self, write: impl FnOnce(&mut Self) -> Piece) -> Piece {
        self.with(May { terms: false, links: false, notes: false }, write)
    }

    fn with(&mut self, may: May, write: impl FnOnce(&mut Self) -> Piece) -> Piece {
        let before = std::mem::replace(&mut self.may, may);
        let piece = write(self);
        self.may = before;
        piece
    }
}
