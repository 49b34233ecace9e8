//! Words of a text that stand for pages: the first use of each leads to its page and shows what it
//! means. Abbreviations: the first use of each is followed by what it is short for.

use std::collections::HashSet;
use std::fmt::Write as _;

use super::{HtmlWriter, TextToRender};
use crate::render::linker::Base;
use crate::render::terms::{Abbreviation, PageName};
use crate::site::{EntryId, Target};

/// The entries that a text links to by itself.
pub(super) fn linked(text: &TextToRender<'_>) -> HashSet<EntryId> {
    if text.terms.is_none() {
        return HashSet::new();
    }
    let links = text.document.links.enumerate().filter(|(_, link)| !link.kind.is_html());
    let entries = links.filter_map(|(link, _)| match text.target(link)? {
        Target::Entry { entry, .. } => Some(*entry),
        _ => None,
    });
    entries.collect()
}

impl HtmlWriter<'_, '_> {
    /// Plain words, with links where terms are used for the first time.
    pub(super) fn write_words(&mut self, words: &str) {
        let Some(terms) = self.text.terms.filter(|_| self.closed_to_terms == 0) else {
            return self.html.push_text(words);
        };
        let found = terms.find(words, |term| {
            !self.is_own(term) && self.so_far.borrow_mut().linked.insert(term.entry)
        });
        let mut done = 0;
        for (range, term) in found {
            self.write_plain(&words[done..range.start]);
            self.write_term(&words[range.clone()], term);
            done = range.end;
        }
        self.write_plain(&words[done..]);
    }

    /// Whether the page that shows the text is that of a term, or may be.
    fn is_own(&self, term: &PageName) -> bool {
        match self.text.linker.base {
            Base::Page(own) => self.text.linker.site.entry(term.entry).url == *own,
            Base::Root(_) => true,
        }
    }

    /// Words among which no terms are.
    fn write_plain(&mut self, words: &str) {
        let abbreviations = self.text.terms.map(|terms| terms.abbreviations(words));
        let mut done = 0;
        for Abbreviation { at, long, is_explained } in abbreviations.into_iter().flatten() {
            self.html.push_text(&words[done..at.start]);
            let short = &words[at.clone()];
            self.html.push_markup("<abbr title=\"");
            self.html.push_text(long);
            self.html.push_markup("\">");
            self.html.push_text(short);
            self.html.push_markup("</abbr>");
            let is_first = self.so_far.borrow_mut().explained.insert(short.to_owned());
            if is_first && !is_explained {
                self.html.push_text(&format!(" ({long})"));
            }
            done = at.end;
        }
        self.html.push_text(&words[done..]);
    }

    fn write_term(&mut self, words: &str, term: &PageName) {
        let site = self.text.linker.site;
        let page = site.page(term.page);
        let address = self.text.linker.to(&site.entry(term.entry).url);
        let is_title = page.title.to_lowercase() == words.to_lowercase();
        // Its definition says what it is short for.
        self.so_far.borrow_mut().explained.insert(words.to_owned());
        let title = Some(page.title.as_str()).filter(|_| !is_title);
        let parts = title.into_iter().chain(page.description());
        let definition = parts.collect::<Vec<_>>().join(": ");
        self.html.push_markup("<span class=\"term\"><a href=\"");
        self.html.push_text(&address);
        self.html.push_markup("\"");
        let number = self.so_far.borrow().definitions + 1;
        if !definition.is_empty() {
            self.so_far.borrow_mut().definitions = number;
            let _ = write!(self.html, " aria-describedby=\"definition~{number}\"");
        }
        self.html.push_markup(">");
        self.html.push_text(words);
        self.html.push_markup("</a>");
        if !definition.is_empty() {
            let _ = write!(
                self.html,
                "<span class=\"definition\" role=\"tooltip\" id=\"definition~{number}\">"
            );
            self.html.push_text(&definition);
            self.html.push_markup("</span>");
        }
        self.html.push_markup("</span>");
    }
}
