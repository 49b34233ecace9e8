//! Components to HTML: what stands at the beginning and at the end of each.

use std::fmt::Write as _;

use super::{HtmlWriter, Inside};
use crate::arena::Id;
use crate::config::Tone;
use crate::document::{Callout, Component, ComponentKind, Numbered};
use crate::render::field::highlights;
use crate::site::{Html, LocaleInfo, Page, Target};

impl<'a> HtmlWriter<'_, 'a> {
    pub(super) fn enter_component(&mut self, id: Id<Component>) -> Inside {
        let component = &self.text.document.components[id];
        match &component.kind {
            ComponentKind::Card => self.write_card(component),
            ComponentKind::Embed(shown) => self.write_embed(component, shown),
            _ => {
                self.levels.push(self.level);
                self.open(component);
                return Inside::ToWrite;
            }
        }
        Inside::Done
    }

    pub(super) fn leave_component(&mut self, id: Id<Component>) {
        let component = &self.text.document.components[id];
        if !component.is_leaf() {
            self.close(component);
            self.level = self.levels.pop().unwrap_or(self.level);
        }
    }

    fn open(&mut self, component: &'a Component) {
        match &component.kind {
            ComponentKind::Callout(callout) => self.open_callout(*callout, component),
            ComponentKind::Details => {
                self.open_element("details", "expand", component);
                self.html.push_markup("<summary>");
                self.push_label(component);
                self.html.push_markup("</summary>\n");
            }
            ComponentKind::Quote { .. } => {
                self.open_element("figure", "quotation", component);
                self.html.push_markup("<blockquote>\n");
            }
            ComponentKind::Numbered { what, number } => {
                let words = match what {
                    Numbered::Recommendation => &self.text.words.recommendation,
                    Numbered::Step => &self.text.words.step,
                };
                let words = words.replace("{number}", &number.to_string());
                let class = match what {
                    Numbered::Recommendation => "numbered recommendation",
                    Numbered::Step => "numbered step",
                };
                self.open_section(class, Some(&words), component);
            }
            ComponentKind::Question => self.open_section("question", None, component),
            ComponentKind::Tabs => self.open_element("div", "tabs", component),
            ComponentKind::Tab => {
                self.open_element("div", "tab", component);
                self.html.push_markup("<p class=\"tab-label\">");
                self.push_label(component);
                self.html.push_markup("</p>\n");
            }
            ComponentKind::Figure => self.open_element("figure", "figure", component),
            // They have no end.
            ComponentKind::Card | ComponentKind::Embed(_) => {}
            ComponentKind::Table { row_headings } => {
                self.open_element("div", "captioned", component);
                self.caption = component.label.map(|label| self.text.read(label));
                self.row_headings = *row_headings;
            }
        }
    }

    fn close(&mut self, component: &Component) {
        self.block("");
        match &component.kind {
            ComponentKind::Quote { role, name } => {
                self.html.push_markup("</blockquote>\n<figcaption>");
                if let Some(name) = name {
                    self.html.push_text(name);
                    self.html.push_markup(", ");
                }
                self.html.push_text(role);
                self.html.push_markup("</figcaption>\n</figure>\n");
            }
            ComponentKind::Figure => {
                self.html.push_markup("<figcaption>");
                self.push_label(component);
                self.html.push_markup("</figcaption>\n</figure>\n");
            }
            ComponentKind::Details => self.html.push_markup("</details>\n"),
            ComponentKind::Numbered { .. } | ComponentKind::Question => {
                self.html.push_markup("</section>\n");
            }
            ComponentKind::Callout(_)
            | ComponentKind::Tabs
            | ComponentKind::Tab
            | ComponentKind::Card
            | ComponentKind::Embed(_)
            | ComponentKind::Table { .. } => self.html.push_markup("</div>\n"),
        }
    }

    /// The attributes for words of a page in another language than that of the text.
    pub(super) fn language_of(&self, page: &Page) -> Html {
        let mut attributes = Html::default();
        if page.language != self.text.language {
            let LocaleInfo { tag, direction, .. } = &self.text.linker.site.languages[page.language];
            attributes.push_markup(" lang=\"");
            attributes.push_text(tag);
            attributes.push_markup("\" dir=\"");
            attributes.push_markup(direction);
            attributes.push_markup("\"");
        }
        attributes
    }

    /// The title of a page, what kind of page it is, and what it is about.
    fn write_card(&mut self, component: &Component) {
        let target = component.link.and_then(|link| self.text.target(link));
        let Some(Target::Entry { entry, .. }) = target else { return };
        let site = self.text.linker.site;
        let entry = site.entry(*entry);
        let page = entry.page.map(|page| site.page(page));
        self.open_element("div", "page-card", component);
        if let Some(position) = page.and_then(|page| page.collection) {
            self.html.push_markup("<p class=\"kicker\">");
            self.html.push_text(&self.text.config.collections[position].singular);
            self.html.push_markup("</p>\n");
        }
        self.html.push_markup("<p class=\"page-card-title\"><a href=\"");
        self.html.push_text(&self.text.linker.to(&entry.url));
        self.html.push_markup("\"");
        let language = page.map_or_else(Html::default, |page| self.language_of(page));
        self.html.push_html(&language);
        self.html.push_markup(">");
        self.html.push_text(&site.title(entry));
        self.html.push_markup("</a></p>\n");
        if let Some(description) = page.and_then(|page| page.description()) {
            self.html.push_markup("<p");
            self.html.push_html(&language);
            self.html.push_markup(">");
            self.html.push_text(description);
            self.html.push_markup("</p>\n");
        }
        if let Some(page) = page {
            self.write_highlights(page);
        }
        self.html.push_markup("</div>\n");
    }

    /// The fields of a page that its cards show.
    fn write_highlights(&mut self, page: &Page) {
        let highlights = highlights(page, self.text.config, self.text.linker.site);
        if highlights.is_empty() {
            return;
        }
        self.html.push_markup("<div class=\"highlights\">\n");
        for field in highlights {
            self.html.push_markup("<p>");
            self.html.push_text(&field.label);
            self.html.push_markup("</p>\n<ul");
            let language = self.language_of(page);
            self.html.push_html(&language);
            self.html.push_markup(">\n");
            for value in &field.values {
                self.html.push_markup("<li>");
                self.html.push_text(value);
                self.html.push_markup("</li>\n");
            }
            self.html.push_markup("</ul>\n");
        }
        self.html.push_markup("</div>\n");
    }

    fn open_callout(&mut self, callout: Callout, component: &Component) {
        let words = self.text.words;
        let (tone, title, class) = match callout {
            Callout::BuiltIn(tone) => (tone, &words.alerts[tone as usize], String::new()),
            Callout::Declared(position) => {
                let declared = &self.text.config.callouts[position];
                (declared.tone, &declared.label, format!(" callout-{}", declared.name))
            }
        };
        let title = component.label.map_or(title.as_str(), |label| self.text.read(label));
        self.open_alert(tone, &class, title, component);
    }

    /// Words set apart, under a title.
    fn open_alert(&mut self, tone: Tone, class: &str, title: &str, component: &Component) {
        self.block(&format!("<div class=\"alert alert-{}{class}\" role=\"note\"", tone.name()));
        self.push_id(component);
        self.html.push_markup(">\n<p class=\"alert-title\">");
        self.html.push_text(title);
        self.html.push_markup("</p>\n");
    }

    pub(super) fn open_element(&mut self, element: &str, class: &str, component: &Component) {
        self.block(&format!("<{element} class=\"{class}\""));
        self.push_id(component);
        self.html.push_markup(">\n");
    }

    fn push_id(&mut self, component: &Component) {
        if let Some(anchor) = component.anchor.as_ref().filter(|_| self.text.inclusion.is_none()) {
            self.html.push_markup(" id=\"");
            self.html.push_text(anchor.as_str());
            self.html.push_markup("\"");
        }
    }

    fn push_label(&mut self, component: &Component) {
        self.html.push_text(component.label.map_or("", |label| self.text.read(label)));
    }

    /// A section with a heading; `kicker` stands before its words.
    fn open_section(&mut self, class: &str, kicker: Option<&str>, component: &Component) {
        self.block(&format!("<section class=\"{class}\">\n"));
        let heading = component.heading.map(|heading| &self.text.document.headings[heading]);
        let level = self.text.level(heading.map_or(2, |heading| heading.level));
        self.level = level;
        let _ = write!(self.html, "<h{level}");
        self.push_id(component);
        self.html.push_markup(">");
        if let Some(kicker) = kicker {
            self.html.push_markup("<span class=\"kicker\">");
            self.html.push_text(kicker);
            self.html.push_markup("</span> ");
        }
        self.push_label(component);
        if let Some(heading) = heading {
            self.push_anchor(heading);
        }
        let _ = writeln!(self.html, "</h{level}>");
    }
}
