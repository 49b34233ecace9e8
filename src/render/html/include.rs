//! A part of another page's text, shown where an author includes it.
//!
//! The whole text is written and the part cut out of it: so links, headings and components are counted
//! as the first pass counted them. Nothing in it has an anchor, since its anchors are its page's.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use super::{SoFar, Text, Writer};
use crate::markdown::Dialect;
use crate::site::{
    Anchor, Component, DEEPEST_TEXT, EntryId, Html, MOST_INCLUDED, Page, PageId, Region,
};

/// What of a text is wanted, and where it goes.
pub(in crate::render) struct Part {
    range: Range<usize>,
    /// Levels by which its headings lie lower than on their own page; less than 0: higher.
    lower: i8,
    /// What the texts around it are parts of.
    open: Vec<(EntryId, Option<Anchor>)>,
    /// Of the page that shows it.
    pub(super) so_far: Rc<RefCell<SoFar>>,
}

/// Where the part stands in what is written.
#[derive(Default)]
pub(super) struct Cut {
    start: Option<usize>,
    end: Option<usize>,
}

impl Part {
    /// The level of a heading of the part.
    pub(super) fn level(&self, own: u8) -> u8 {
        own.saturating_add_signed(self.lower).clamp(2, 6)
    }
}

impl<'a> Text<'a> {
    /// The text of a page, as its own page shows it.
    pub(in crate::render) fn of_page(
        id: PageId,
        page: &'a Page,
        dialect: Dialect<'a>,
        around: Text<'a>,
    ) -> Text<'a> {
        let targets = &around.linker.links.targets[id];
        Text {
            markdown: page.body(),
            targets: &targets.links[page.body_links..],
            html_targets: &targets.html_links[page.body_html_links..],
            headings: &page.headings,
            dialect,
            citations: &page.citations,
            embeds: &page.embeds,
            marks: &page.marks,
            language: page.language,
            skip_first_heading: page.title_anchor.is_some(),
            ..around
        }
    }
}

impl Writer<'_, '_> {
    /// Writes a page's text, or a part of it.
    pub(super) fn write_included(
        &mut self,
        component: &Component,
        entry: EntryId,
        anchor: Option<&Anchor>,
    ) {
        if !self.is_shown() {
            return;
        }
        let mut open = self.text.part.as_ref().map_or_else(Vec::new, |part| part.open.clone());
        let this = (entry, anchor.cloned());
        let so_far = Rc::clone(&self.so_far);
        // What would have no end is told.
        let is_too_much = open.len() == DEEPEST_TEXT || so_far.borrow().included == MOST_INCLUDED;
        if open.contains(&this) || is_too_much {
            return;
        }
        open.push(this);
        so_far.borrow_mut().included += 1;
        let site = self.text.linker.site;
        let found = site.entry(entry).page.and_then(|id| {
            let page = site.page(id);
            Some((id, page, page.region(anchor)?))
        });
        let Some((id, page, region)) = found else { return };
        self.included += 1;
        let prefix = format!("{}include-{}-", self.text.prefix, self.included);
        let Region { range, top, .. } = region;
        let lower = i8::try_from(self.level + 1).unwrap_or(2) - i8::try_from(top).unwrap_or(2);
        let Text { linker, words, config, bibliography, highlighting, terms, .. } = *self.text;
        let around = Text {
            part: Some(Part { range, lower, open, so_far }),
            bibliography,
            highlighting,
            terms,
            ..Text::fragment("", &prefix, linker, words, config)
        };
        let text = Text::of_page(id, page, config.dialect(), around);
        let mut html = super::render(&text);
        let language = self.language_of(page);
        if !language.is_empty() {
            let mut marked = Html::default();
            marked.push_markup("<div");
            marked.push_html(&language);
            marked.push_markup(">\n");
            marked.push_html(&html);
            marked.push_markup("</div>\n");
            html = marked;
        }
        if component.anchor.is_none() {
            self.block("");
            return self.html.push_html(&html);
        }
        self.open_element("div", "included", component);
        self.html.push_html(&html);
        self.html.push_markup("</div>\n");
    }

    /// Whether what is written now stays: of a text that is included only a part does.
    pub(super) fn is_shown(&self) -> bool {
        self.text.part.is_none() || (self.cut.start.is_some() && self.cut.end.is_none())
    }

    /// Takes note of where the part begins and ends; an event that begins at `next` comes.
    pub(super) fn note_part(&mut self, next: usize) {
        let Some(part) = &self.text.part else { return };
        // A note is no part of the text around it.
        if self.footnotes.open.is_some() {
            return;
        }
        if self.cut.start.is_none() && part.range.contains(&next) {
            self.cut.start = Some(self.html.len());
            self.footnotes.begin_anew();
        }
        if self.cut.start.is_some() && self.cut.end.is_none() && next >= part.range.end {
            self.cut.end = Some(self.html.len());
            self.footnotes.close();
        }
    }

    /// What was written, or the part of it that is wanted.
    pub(super) fn cut(&mut self) -> Html {
        let html = std::mem::take(&mut self.html);
        if self.text.part.is_none() {
            return html;
        }
        match self.cut.start {
            Some(start) => html.part(start..self.cut.end.unwrap_or(html.len())),
            None => {
                self.footnotes.begin_anew();
                Html::default()
            }
        }
    }
}
