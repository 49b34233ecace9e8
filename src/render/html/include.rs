//! A part of another page's text, shown where an author includes it. Nothing in it has an anchor, because its
//! anchors belong to its own page.

use std::cell::RefCell;
use std::rc::Rc;

use super::{HtmlWriter, SoFar, TextStrings, TextToRender};
use crate::config::Config;
use crate::document::Component;
use crate::render::code::Highlighting;
use crate::render::linker::Linker;
use crate::site::{Anchor, DEEPEST_TEXT, DocumentPart, EntryId, Html, MOST_INCLUDED, Page, PageId};

/// How a text shows another one.
pub(in crate::render) struct Inclusion {
    /// Levels by which its headings lie lower than on their own page; less than 0: higher.
    lower: i8,
    /// The level of the heading before it.
    pub(super) below: u8,
    /// This text and those around it.
    open: Vec<TextPart>,
    /// Of the page that shows it.
    pub(super) so_far: Rc<RefCell<SoFar>>,
}

/// A text that another one includes: that of an entry, or what stands under an anchor of it.
type TextPart = (EntryId, Option<Anchor>);

impl Inclusion {
    /// The level of a heading of the text.
    pub(super) fn level(&self, own: u8) -> u8 {
        own.saturating_add_signed(self.lower).clamp(2, 6)
    }
}

impl<'a> TextToRender<'a> {
    /// The text of a page, as its own page shows it.
    pub(in crate::render) fn of_page(
        id: PageId,
        page: &'a Page,
        linker: &'a Linker<'a>,
        words: &'a TextStrings,
        config: &'a Config,
    ) -> TextToRender<'a> {
        TextToRender {
            document: &page.document,
            source: page.body(),
            part: page.whole().nodes,
            targets: Some(&linker.links.targets[id].text),
            has_anchors: true,
            bibliography: None,
            config,
            highlighting: Highlighting::Anew,
            terms: None,
            prefix: "",
            inclusion: None,
            language: page.language,
            linker,
            words,
        }
    }
}

impl HtmlWriter<'_, '_> {
    /// Writes a page's text, or a part of it.
    pub(super) fn write_included(
        &mut self,
        component: &Component,
        entry: EntryId,
        anchor: Option<&Anchor>,
    ) {
        let Some(open) = self.begin_inclusion(entry, anchor) else { return };
        let site = self.text.linker.site;
        let found = site.entry(entry).page.and_then(|id| {
            let page = site.page(id);
            Some((id, page, page.part(anchor)?))
        });
        let Some((id, page, DocumentPart { nodes, top })) = found else { return };
        self.included += 1;
        let prefix = format!("{}include-{}-", self.text.prefix, self.included);
        let lower = i8::try_from(self.level + 1).unwrap_or(2) - i8::try_from(top).unwrap_or(2);
        let TextToRender { linker, words, config, bibliography, highlighting, terms, .. } =
            *self.text;
        let text = TextToRender {
            part: nodes,
            has_anchors: false,
            bibliography,
            highlighting,
            terms,
            prefix: &prefix,
            inclusion: Some(Inclusion {
                lower,
                below: self.level,
                open,
                so_far: Rc::clone(&self.so_far),
            }),
            ..TextToRender::of_page(id, page, linker, words, config)
        };
        let html = self.in_language_of(page, super::render(&text));
        if component.anchor.is_none() {
            self.block("");
            return self.html.push_html(&html);
        }
        self.open_element("div", "included", component);
        self.html.push_html(&html);
        self.html.push_markup("</div>\n");
    }

    /// Counts a text, and returns it with those around it. `None` if the page shows too much already, or the same
    /// text around this place; `check` reports both.
    fn begin_inclusion(&self, entry: EntryId, anchor: Option<&Anchor>) -> Option<Vec<TextPart>> {
        let around = self.text.inclusion.as_ref();
        let mut open = around.map_or_else(Vec::new, |inclusion| inclusion.open.clone());
        let this = (entry, anchor.cloned());
        let mut so_far = self.so_far.borrow_mut();
        let is_too_much = open.len() == DEEPEST_TEXT || so_far.included == MOST_INCLUDED;
        if open.contains(&this) || is_too_much {
            return None;
        }
        so_far.included += 1;
        open.push(this);
        Some(open)
    }

    /// A text of a page, marked where its language is another one.
    fn in_language_of(&self, page: &Page, html: Html) -> Html {
        let language = self.language_of(page);
        if language.is_empty() {
            return html;
        }
        let mut marked = Html::default();
        marked.push_markup("<div");
        marked.push_html(&language);
        marked.push_markup(">\n");
        marked.push_html(&html);
        marked.push_markup("</div>\n");
        marked
    }
}
