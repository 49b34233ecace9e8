//! Citations: in the style of the settings, or the numbers of works in the bibliography; what is said of
//! a work is a link to its entry.

use std::fmt::Write as _;

use super::{HtmlWriter, TextToRender};
use crate::arena::Id;
use crate::csl::{Bibliography, FormattedRun, plain};
use crate::document::{Citation, CitedWork};
use crate::render::bibliography::group;
use crate::render::styled::{self, StyledLinks};
use crate::site::{Reference, Role};

impl HtmlWriter<'_, '_> {
    pub(super) fn write_citation(&mut self, id: Id<Citation>) {
        let TextToRender { document, source, .. } = *self.text;
        let citation = &document.citations[id];
        let bibliography = self.text.linker.site.entry_with(Role::References);
        let address = bibliography.map(|entry| self.text.linker.to(&entry.url));
        let style = self.text.bibliography;
        let styled = style
            .and_then(|style| Some((style, style.citation(&group(citation, document, source))?)));
        self.html.push_markup("<span class=\"citation\"");
        if self.text.has_anchors {
            let _ = write!(self.html, " id=\"{}\"", Citation::id(id));
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

    /// Writes a citation as the style words it.
    fn write_styled(
        &mut self,
        pieces: &[FormattedRun],
        works: &[CitedWork],
        style: &Bibliography,
        address: &str,
    ) {
        for piece in pieces {
            let FormattedRun::Work { place, pieces: of_work } = piece else {
                styled::push(&mut self.html, std::slice::from_ref(piece), StyledLinks::WordsOnly);
                continue;
            };
            let entry = works.get(*place).and_then(|work| style.entry(self.text.read(work.key)));
            let Some(entry) = entry else { continue };
            // A year alone would not say whose work it is.
            let said = plain(of_work);
            let name = if entry.name.contains(&said) { &entry.name } else { &said };
            self.open_reference(&format!("{address}#{}", Reference::anchor_of(&entry.key)), name);
            styled::push(&mut self.html, of_work, StyledLinks::WordsOnly);
            self.html.push_markup("</a>");
        }
    }

    /// The numbers of works, the lowest first; their keys without an address of the bibliography.
    fn write_numbers(&mut self, works: &[CitedWork], address: Option<&str>) {
        let site = self.text.linker.site;
        let mut works: Vec<&CitedWork> = works.iter().collect();
        works.sort_by_key(|work| site.reference(self.text.read(work.key)).unwrap_or(usize::MAX));
        for (at, work) in works.into_iter().enumerate() {
            if at > 0 {
                self.html.push_markup("; ");
            }
            let key = self.text.read(work.key);
            match (site.reference(key), address) {
                (Some(position), Some(address)) => {
                    let place = (position + 1).to_string();
                    let anchor = site.references[position].anchor();
                    self.open_reference(&format!("{address}#{anchor}"), &place);
                    self.html.push_markup(&place);
                    self.html.push_markup("</a>");
                }
                // `check` reports an unknown key.
                _ => self.html.push_text(key),
            }
            if let Some(locator) = work.locator {
                self.html.push_text(&format!(", {}", self.text.read(locator)));
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
