//! Citations: the numbers of works in the bibliography, each a link to its entry.

use std::fmt::Write as _;
use std::iter::Peekable;

use pulldown_cmark::{Event, TagEnd};

use super::Writer;
use crate::site::{Citation, Role};

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
        let site = self.text.linker.site;
        let bibliography = site.entry_with(Role::References);
        let address = bibliography.map(|entry| self.text.linker.to(&entry.url));
        self.html.push_markup("<span class=\"citation\"");
        if self.text.part.is_none() {
            let _ = write!(self.html, " id=\"{}\"", Citation::id(number));
        }
        self.html.push_markup(">[");
        for (at, work) in citation.works.iter().enumerate() {
            if at > 0 {
                self.html.push_markup("; ");
            }
            match (site.reference(&work.key), &address) {
                (Some(position), Some(address)) => {
                    let place = position + 1;
                    let name = self.text.words.reference.replace("{number}", &place.to_string());
                    self.html.push_markup("<a href=\"");
                    self.html
                        .push_text(&format!("{address}#{}", site.references[position].anchor()));
                    self.html.push_markup("\" aria-label=\"");
                    self.html.push_text(&name);
                    let _ = write!(self.html, "\">{place}</a>");
                }
                // That it is not there is told.
                _ => self.html.push_text(&work.key),
            }
            if let Some(locator) = &work.locator {
                self.html.push_text(&format!(", {locator}"));
            }
        }
        self.html.push_markup("]</span>");
    }
}
