//! Texts that include each other in a circle, or too many levels deep.

use std::collections::{BTreeMap, BTreeSet};

use super::circle::closing_edges;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::site::{DEEPEST_TEXT, Links, MOST_INCLUDED, PageId, Shown, Site, Target, included};
use crate::source::Span;

/// A place that includes a text: its page, and its position among the embeds.
type Place = (PageId, usize);

pub(super) fn check(site: &Site, links: &Links, _: &Config, diagnostics: &mut Diagnostics) {
    let inner = inner_places(site, links);
    let span = |(page, embed): Place| -> Span {
        let page = site.page(page);
        page.links[page.body_links + page.embeds[embed].link].span
    };
    let edges: BTreeMap<Place, Vec<(Place, ())>> = inner
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
        for (place, count) in pages_with_too_many(&inner, site, links) {
            let message = format!("the page includes {count} texts or more");
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
fn inner_places(site: &Site, links: &Links) -> BTreeMap<Place, Vec<Place>> {
    let mut inner: BTreeMap<Place, Vec<Place>> = BTreeMap::new();
    for (id, page) in site.pages.iter().enumerate() {
        let embeds = page.embeds.iter().enumerate();
        for (at, embed) in embeds.filter(|(_, embed)| embed.shown == Shown::Text) {
            let target = links.targets[id].links.get(page.body_links + embed.link);
            let Some(Target::Entry { entry, anchor }) = target else { continue };
            let Some(other) = site.entry(*entry).page else { continue };
            let Some(region) = site.page(other).region(anchor.as_ref()) else { continue };
            let texts =
                site.page(other).embeds_in(&region).filter(|(_, embed)| embed.shown == Shown::Text);
            inner.insert((id, at), texts.map(|(at, _)| (other, at)).collect());
        }
    }
    // One that leads nowhere is told as a link.
    let known: BTreeSet<Place> = inner.keys().copied().collect();
    for places in inner.values_mut() {
        places.retain(|place| known.contains(place));
    }
    inner
}

/// The first include of each page that shows more texts than a page can.
fn pages_with_too_many(
    inner: &BTreeMap<Place, Vec<Place>>,
    site: &Site,
    links: &Links,
) -> Vec<(Place, usize)> {
    let mut pages: Vec<Place> = inner.keys().copied().collect();
    pages.dedup_by_key(|(page, _)| *page);
    let is_too_much = |(page, _): &Place| {
        let whole = site.page(*page).region(None);
        whole.is_some_and(|whole| included(*page, &whole, site, links).len() == MOST_INCLUDED)
    };
    pages.into_iter().filter(is_too_much).map(|place| (place, MOST_INCLUDED)).collect()
}

/// Whether more levels of texts than allowed follow from a place.
fn is_too_deep(place: Place, inner: &BTreeMap<Place, Vec<Place>>) -> bool {
    let mut level = BTreeSet::from([place]);
    for _ in 0..DEEPEST_TEXT {
        level = level.iter().flat_map(|place| &inner[place]).copied().collect();
    }
    !level.is_empty()
}
