//! Elements of HTML that authors write: as written, but for where links lead and for ids that another page
//! has already.

use std::ops::Range;

use super::HtmlWriter;
use crate::document::Element;
use crate::markdown::raw_html::Meaning;
use crate::site::{Html, Target};

/// Bytes of a tag, and what stands there instead.
type Edit = (Range<usize>, Html);

impl HtmlWriter<'_, '_> {
    pub(super) fn start_element(&mut self, element: &Element) {
        let tag = self.text.read(element.tag);
        // No link stands in another one.
        self.closed_to_terms += usize::from(is_control(element.name(tag)) && !element.is_empty);
        let mut edits = self.links(element, tag);
        if self.text.inclusion.is_some() {
            edits.extend(self.ids(element, tag));
            edits.sort_by_key(|(range, _)| range.start);
        }
        let mut done = 0;
        for (range, html) in edits {
            self.html.push_markup(&tag[done..range.start]);
            self.html.push_html(&html);
            done = range.end;
        }
        self.html.push_markup(&tag[done..]);
    }

    pub(super) fn end_element(&mut self, element: &Element) {
        if element.is_empty {
            return;
        }
        let name = element.name(self.text.read(element.tag));
        self.closed_to_terms -= usize::from(is_control(name));
        self.html.push_markup("</");
        self.html.push_markup(name);
        self.html.push_markup(">");
    }

    /// Addresses of pages and files of the site.
    fn links(&self, element: &Element, tag: &str) -> Vec<Edit> {
        let links = element.links.iter().filter_map(|(place, link)| {
            let target = self.text.target(*link);
            let written = self.text.read(self.text.document.links[*link].destination);
            if !self.leads(*link) {
                return Some((attribute(tag, place.range())?, Html::default()));
            }
            let is_own = matches!(target, Some(Target::Entry { .. } | Target::Asset(_)));
            is_own.then(|| {
                let mut address = Html::default();
                address.push_text(&self.text.linker.href(target, written));
                (place.range(), address)
            })
        });
        links.collect()
    }

    /// Ids of a text that is shown elsewhere: its own page has them, and a page that shows it twice would have
    /// each twice.
    fn ids(&self, element: &Element, tag: &str) -> Vec<Edit> {
        let meanings = self.text.document.meanings(element, self.text.source);
        let ids = meanings.filter_map(|(place, meaning)| {
            let mut html = Html::default();
            match meaning {
                Meaning::Id => html.push_text(self.text.prefix),
                Meaning::IdReference => {
                    for (at, id) in tag[place.range()].split_whitespace().enumerate() {
                        html.push_text(if at == 0 { "" } else { " " });
                        html.push_text(self.text.prefix);
                        html.push_markup(id);
                    }
                    return Some((place.range(), html));
                }
                _ => return None,
            }
            let start = place.range().start;
            Some((start..start, html))
        });
        ids.collect()
    }
}

/// Whether an element leads somewhere or does something when it is chosen.
fn is_control(name: &str) -> bool {
    ["a", "button", "summary"].iter().any(|control| name.eq_ignore_ascii_case(control))
}

/// A whole attribute of a tag, by the place of its value: the blank before its name, its name and its quotes. `None` if
/// the value holds more than that.
fn attribute(tag: &str, value: Range<usize>) -> Option<Range<usize>> {
    let (before, after) = (&tag[..value.start], &tag[value.end..]);
    let quote = before.chars().next_back().filter(|c| matches!(c, '"' | '\''));
    let (name, end) = match quote {
        Some(quote) if after.starts_with(quote) => (&before[..before.len() - 1], value.end + 1),
        Some(_) => return None,
        None => (before, value.end),
    };
    let name = name.trim_end().strip_suffix('=')?.trim_end();
    Some(name.rfind(|c: char| c.is_ascii_whitespace() || c == '/')?..end)
}
