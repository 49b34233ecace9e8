//! Cited works, and the works that a page names.

use std::collections::{HashMap, HashSet};

use super::navigation::link_to;
use super::view::{CitingView, LinkView, ReferenceView, SourceView};
use super::{Input, styled};
use crate::csl::Group;
use crate::document::{Citation, Document, Words};
use crate::site::{FieldValue, Html, Page, PageId, Reference, Role, included};

/// The bibliography, in the order of the style or of the reference file.
pub(super) fn view(input: &Input<'_>) -> Vec<ReferenceView> {
    let mut cited_by = cited_by(input);
    let shown = order(input).into_iter().enumerate();
    shown
        .map(|(place, position)| {
            let work = &input.site.references[position];
            let Shown { label, name, html, url } = shown_work(work, place + 1, input);
            ReferenceView {
                key: work.key.clone(),
                anchor: work.anchor(),
                number: place + 1,
                label,
                name,
                html,
                url,
                cited_by: cited_by.remove(work.key.as_str()).unwrap_or_default(),
            }
        })
        .collect()
}

/// The positions of all works in the order of the list; those that the style could not read come last,
/// which is told.
fn order(input: &Input<'_>) -> Vec<usize> {
    let references = &input.site.references;
    let mut positions: Vec<usize> = (0..references.len()).collect();
    if let Some(style) = input.bibliography {
        positions.sort_by_key(|at| style.place(&references[*at].key).unwrap_or(usize::MAX));
    }
    positions
}

/// A work as a list shows it.
struct Shown {
    label: Option<String>,
    name: String,
    html: String,
    /// The address of the work, unless its words show it.
    url: Option<String>,
}

fn shown_work(work: &Reference, number: usize, input: &Input<'_>) -> Shown {
    let (label, name, html) = match input.bibliography.and_then(|style| style.entry(&work.key)) {
        Some(entry) => (entry.label.clone(), entry.name.clone(), styled::entry(&entry.pieces)),
        None => (Some(number.to_string()), number.to_string(), formatted(work)),
    };
    let html = html.into_string();
    let url = work.link().filter(|url| {
        let mut shown = Html::default();
        shown.push_text(url);
        let shown = shown.into_string();
        // An address may go on where another one ends.
        let goes_on = |c: char| c.is_alphanumeric() || "/-_?=#%&~+".contains(c);
        !html.match_indices(&shown).any(|(at, _)| !html[at + shown.len()..].starts_with(goes_on))
    });
    Shown { label, name, html, url }
}

/// The works that a citation names, as the style asks for them.
pub(super) fn group(citation: &Citation, document: &Document, text: &str) -> Group {
    let read = |words: Words| document.read(words, text).to_owned();
    let works = citation.works.iter();
    works.map(|work| (read(work.key), work.locator.map(read))).collect()
}

/// By key: the pages that cite the work, in order of path.
fn cited_by<'s>(input: &Input<'s>) -> HashMap<&'s str, Vec<CitingView>> {
    let site = input.site;
    let mut cited_by: HashMap<&str, Vec<CitingView>> = HashMap::new();
    for (id, page) in site.pages.enumerate() {
        let mut places = places(page);
        let mut known = HashSet::new();
        for key in keys(page).filter(|key| known.insert(*key)) {
            let LinkView { title, url, language } = link_to(site.entry_of_page(id), site);
            let places = places.remove(key).unwrap_or_default().into_iter();
            let places = places.map(|place| format!("{url}#{place}")).collect();
            cited_by.entry(key).or_default().push(CitingView { title, url, places, language });
        }
    }
    cited_by
}

/// By key: the ids of the places in a page's text that cite the work.
fn places(page: &Page) -> HashMap<&str, Vec<String>> {
    let mut places: HashMap<&str, Vec<String>> = HashMap::new();
    let citations = page.document.citations.enumerate();
    for (position, citation) in citations.filter(|(_, citation)| page.shows(citation)) {
        let mut known = HashSet::new();
        let keys = citation.works.iter().map(|work| page.read(work.key));
        for key in keys.filter(|key| known.insert(*key)) {
            places.entry(key).or_default().push(Citation::id(position));
        }
    }
    places
}

/// The keys in a page's citation fields, then those in its text.
fn keys(page: &Page) -> impl Iterator<Item = &str> {
    let works = page.document.citations.iter().flat_map(|citation| &citation.works);
    field_keys(page).chain(works.map(|work| page.read(work.key)))
}

fn field_keys(page: &Page) -> impl Iterator<Item = &str> {
    page.front_matter.fields.iter().flat_map(|(_, values)| values).filter_map(|value| match value {
        FieldValue::Citation(key) => Some(key.value.as_str()),
        _ => None,
    })
}

/// The works that a page cites, each once: those of its fields first, those of texts that it includes
/// last.
pub(super) fn sources(id: PageId, page: &Page, input: &Input<'_>) -> Vec<SourceView> {
    let included = included(id, page.whole(), input.site, input.links);
    let included = included.iter().flat_map(|(page, part)| {
        let page = input.site.page(*page);
        let citations = page.citations_in(part.nodes);
        citations.flat_map(|citation| &citation.works).map(|work| page.read(work.key))
    });
    let mut known = HashSet::new();
    let positions = keys(page).chain(included).filter_map(|key| input.site.reference(key));
    let mut positions: Vec<usize> = positions.filter(|position| known.insert(*position)).collect();
    // The number is the place in the list; the style orders the works of a page as it does all.
    let place = |position: usize| match input.bibliography {
        Some(style) => style.place(&input.site.references[position].key).unwrap_or(position),
        None => position,
    };
    if input.bibliography.is_some() {
        positions.sort_by_key(|position| place(*position));
    }
    let bibliography = input.site.entry_with(Role::References);
    let url = bibliography.map_or_else(String::new, |entry| entry.url.encoded());
    let mut places = places(page);
    positions
        .into_iter()
        .map(|position| {
            let work = &input.site.references[position];
            let number = place(position) + 1;
            let Shown { label, name, html, url: own_url } = shown_work(work, number, input);
            SourceView {
                number,
                label,
                name,
                html,
                url: own_url,
                places: places.remove(work.key.as_str()).unwrap_or_default(),
                anchor_url: format!("{url}#{}", work.anchor()),
            }
        })
        .collect()
}

/// "Authors (date). *Title*. Container, pages. Publisher. Note."
fn formatted(work: &Reference) -> Html {
    let mut html = Html::default();
    let authors = match work.authors.as_slice() {
        [] => work.publisher.clone().unwrap_or_default(),
        authors => authors.join("; "),
    };
    html.push_text(&authors);
    if let Some(date) = &work.date {
        html.push_text(&if authors.is_empty() {
            format!("({date})")
        } else {
            format!(" ({date})")
        });
    }
    if !html.is_empty() {
        html.push_markup(". ");
    }
    html.push_markup("<cite>");
    html.push_text(&work.title);
    html.push_markup("</cite>");
    let mut sentence = |text: &str| {
        if !text.is_empty() {
            html.push_markup(if html.ends_with(".") { " " } else { ". " });
            html.push_text(text);
        }
    };
    let container = [work.container.as_deref(), work.pages.as_deref()];
    sentence(&container.into_iter().flatten().collect::<Vec<_>>().join(", "));
    sentence(
        work.publisher.as_deref().filter(|publisher| *publisher != authors).unwrap_or_default(),
    );
    sentence(work.note.as_deref().unwrap_or_default());
    if !html.ends_with(".") {
        html.push_markup(".");
    }
    html
}
