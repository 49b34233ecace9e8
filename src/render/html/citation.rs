//! Citations: in the style of the settings, or the numbers of works in the bibliography; what is said of
//! a work is a link to its entry.

use std::fmt::Write as _;
use std::iter::Peekable;

use pulldown_cmark::{Event, TagEnd};

use super::Writer;
use crate::csl::{Bibliography, Piece, plain};
use crate::render::bibliography::group;
use crate::render::styled::{self, Links};
use crate::site::{Citation, CitedWork, Reference, Role};

impl Writer<'_, '_> {
    /// Writes the next citation in place of its source, which ends with the link that it seemed to be.
    pub(super) fn write_citation<'e>(
        &mut self,
        rest: &mut Peekable<impl Iterator<Item = Event<'e>>>,
    ) {
        let _ = rest.by_ref().find(|event| *event == Event::End(TagEnd::Link));
        let number = self.citations;
        self.citations += 1;
        let Some(citation) = self.text.citations.get(number) else { return };
        let bibliography = self.text.linker.site.entry_with(Role::References);
        let address = bibliography.map(|entry| self.text.linker.to(&entry.url));
        let style = self.text.bibliography;
        let styled = style.and_then(|style| Some((style, style.citation(&group(citation))?)));
        self.html.push_markup("<span class=\"citation\"");
        if self.text.part.is_none() {
            let _ = write!(self.html, " id=\"{}\"", Citation::id(number));
        }
        match (styled, address) {
            (Some((style, pieces)), Some(address)) => {
                let form = if style.has_numbers { ">" } else { " data-form=\"words\">" };
                self.html.push_markup(form);
                self.write_styled(&pieces, &citation.works, style, &address);
            }
            (_, address) => {
                self.html.push_markup(">[");
                let address = address.filter(|_| style.is_none());
                self.write_numbers(&citation.works, address.as_deref());
                self.html.push_markup("]");
            }
        }
        self.html.push_markup("</span>");
    }

    /// What the style says of works.
    fn write_styled(
        &mut self,
        pieces: &[Piece],
        works: &[CitedWork],
        style: &Bibliography,
        address: &str,
    ) {
        for piece in pieces {
            let Piece::Work { place, pieces: of_work } = piece else {
                styled::push(&mut self.html, std::slice::from_ref(piece), Links::WordsOnly);
                continue;
            };
            let entry = works.get(*place).and_then(|work| style.entry(&work.key));
            let Some(entry) = entry else { continue };
            // A year alone would not say whose work it is.
            let said = plain(of_work);
            let name = if entry.name.contains(&said) { &entry.name } else { &said };
            self.open_reference(&format!("{address}#{}", Reference::anchor_of(&entry.key)), name);
            styled::push(&mut self.html, of_work, Links::WordsOnly);
            self.html.push_markup("</a>");
        }
    }

    /// The numbers of works; their keys without an address of the bibliography.
    fn write_numbers(&mut self, works: &[CitedWork], address: Option<&str>) {
        let site = self.text.linker.site;
        for (at, work) in works.iter().enumerate() {
            if at > 0 {
                self.html.push_markup("; ");
            }
            match (site.reference(&work.key), address) {
                (Some(position), Some(address)) => {
                    let place = (position + 1).to_string();
                    let anchor = site.references[position].anchor();
                    self.open_reference(&format!("{address}#{anchor}"), &place);
                    self.html.push_markup(&place);
                    self.html.push_markup("</a>");
                }
                // That it is not there is told.
                _ => self.html.push_text(&work.key),
            }
            if let Some(locator) = &work.locator {
                self.html.push_text(&format!(", {locator}"));
            }
        }
    }

    /// Opens the link to an entry of the bibliography, which `name` names.
    fn open_reference(&mut self, address: &str, name: &str) {
        self.html.push_markup("<a href=\"");
        self.html.push_text(address);
        self.html.push_markup("\" aria-label=\"");
        self.html.push_text(&self.text.words.reference.replace("{number}", name));
        self.html.push_markup("\">");
    }
}
