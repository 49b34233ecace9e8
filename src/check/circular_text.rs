//! Texts that include each other in a circle, or too many levels deep.

use std::collections::{BTreeMap, BTreeSet};

use super::circle::closing_edges;
use crate::arena::Id;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::Link;
use crate::site::{DEEPEST_TEXT, Include, Links, MOST_INCLUDED, PageId, Site, included, includes};
use crate::source::Span;

/// A place that includes a text: its page, and the link that names the text.
type Includer = (PageId, Id<Link>);

pub(super) fn check(site: &Site, links: &Links, _: &Config, diagnostics: &mut Diagnostics) {
    let inner = inner_places(site, links);
    let span = |(page, link): Includer| -> Span { site.page(page).span_of_link(link) };
    let edges: BTreeMap<Includer, Vec<(Includer, ())>> = inner
        .iter()
        .map(|(place, others)| (*place, others.iter().map(|other| (*other, ())).collect()))
        .collect();
    let closing = closing_edges(&edges);
    for (place, ()) in &closing {
        let path = &site.page(place.0).source.path;
        let message = format!("what is included here leads back to `{path}` and to this line");
        let problem = Diagnostic::new(Code::CircularText, message).at(span(*place));
        diagnostics.push(problem.help("include a part that does not include this one"));
    }
    if closing.is_empty() {
        for place in pages_with_too_many(&inner, site, links) {
            let message = format!("the page includes {MOST_INCLUDED} texts or more");
            let problem = Diagnostic::new(Code::NestingTooDeep, message).at(span(place));
            diagnostics.push(problem.help("include fewer, or link to them"));
        }
        for place in inner.keys().filter(|place| is_too_deep(**place, &inner)) {
            let message = format!("texts include each other more than {DEEPEST_TEXT} levels deep");
            diagnostics.push(Diagnostic::new(Code::NestingTooDeep, message).at(span(*place)));
        }
    }
}

/// For each place that includes a text, the places inside that text which do.
fn inner_places(site: &Site, links: &Links) -> BTreeMap<Includer, Vec<Includer>> {
    let mut inner: BTreeMap<Includer, Vec<Includer>> = BTreeMap::new();
    for (id, page) in site.pages.enumerate() {
        for Include { link, of: (other, part), .. } in includes(id, page.whole(), site, links) {
            let places = includes(other, part, site, links).into_iter();
            inner.insert((id, link), places.map(|place| (other, place.link)).collect());
        }
    }
    inner
}

/// The first include of each page that shows more texts than a page can.
fn pages_with_too_many(
    inner: &BTreeMap<Includer, Vec<Includer>>,
    site: &Site,
    links: &Links,
) -> Vec<Includer> {
    let mut pages: Vec<Includer> = inner.keys().copied().collect();
    pages.dedup_by_key(|(page, _)| *page);
    pages.retain(|(page, _)| {
        included(*page, site.page(*page).whole(), site, links).len() == MOST_INCLUDED
    });
    pages
}

/// Whether more levels of texts than allowed follow from a place.
fn is_too_deep(place: Includer, inner: &BTreeMap<Includer, Vec<Includer>>) -> bool {
    let mut level = BTreeSet::from([place]);
    for _ in 0..DEEPEST_TEXT {
        level = level.iter().flat_map(|place| &inner[place]).copied().collect();
    }
    !level.is_empty()
}
