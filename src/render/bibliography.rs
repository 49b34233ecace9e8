//! Cited works, and the works that a page names.

use std::collections::{HashMap, HashSet};

use super::input::RenderInput;
use super::navigation::link_to;
use super::styled;
use super::view::{CitingView, LinkView, ReferenceView, SourceView};
use crate::csl::{Bibliography, CitationGroup};
use crate::document::{Citation, Document};
use crate::site::{FieldValue, Html, Page, PageId, Reference, Role, Site, included};

/// The bibliography, in the order of the style or of the reference file.
pub(super) fn view(input: &RenderInput<'_>) -> Vec<ReferenceView> {
    let mut cited_by = cited_by(input.site);
    let shown = order(&input.site.references, input.bibliography).into_iter().enumerate();
    shown
        .map(|(place, position)| {
            let work = &input.site.references[position];
            let ListedWork { label, name, html, url } =
                shown_work(work, place + 1, input.bibliography);
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

/// The positions of all works in the order of the list; those that the style could not read come last, with a
/// report.
fn order(references: &[Reference], style: Option<&Bibliography>) -> Vec<usize> {
    let mut positions: Vec<usize> = (0..references.len()).collect();
    if let Some(style) = style {
        positions.sort_by_key(|at| style.place(&references[*at].key).unwrap_or(usize::MAX));
    }
    positions
}

/// A work as a list shows it.
struct ListedWork {
    label: Option<String>,
    name: String,
    html: String,
    /// The address of the work, unless its words show it.
    url: Option<String>,
}

fn shown_work(work: &Reference, number: usize, style: Option<&Bibliography>) -> ListedWork {
    let (label, name, html) = match style.and_then(|style| style.entry(&work.key)) {
        Some(entry) => (entry.label.clone(), entry.name.clone(), styled::entry(&entry.pieces)),
        None => (Some(number.to_string()), number.to_string(), formatted(work)),
    };
    let html = html.into_string();
    let url = work.link().filter(|url| !shows_address(&html, url));
    ListedWork { label, name, html, url }
}

/// Whether the words of an entry include an address: the whole of it, and not the beginning of a longer one.
fn shows_address(html: &str, address: &str) -> bool {
    let mut shown = Html::default();
    shown.push_text(address);
    let shown = shown.into_string();
    html.match_indices(&shown).any(|(at, _)| !html[at + shown.len()..].starts_with(is_of_address))
}

/// Whether an address that comes before this character continues with it.
fn is_of_address(c: char) -> bool {
    c.is_alphanumeric() || "/-_?=#%&~+".contains(c)
}

/// The works that a citation names, as the style asks for them.
pub(super) fn group(citation: &Citation, document: &Document, text: &str) -> CitationGroup {
    let works = citation.works.iter().map(|work| {
        let locator = work.locator.map(|locator| document.read(locator, text).to_owned());
        (document.read(work.key, text).to_owned(), locator)
    });
    works.collect()
}

/// By key: the pages that cite the work, in order of path.
fn cited_by(site: &Site) -> HashMap<&str, Vec<CitingView>> {
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
pub(super) fn sources(id: PageId, page: &Page, input: &RenderInput<'_>) -> Vec<SourceView> {
    let included = included(id, page.whole(), input.site, input.links);
    let included = included.iter().flat_map(|(page, part)| {
        let page = input.site.page(*page);
        let citations = page.citations_in(part.nodes);
        citations.flat_map(|citation| &citation.works).map(|work| page.read(work.key))
    });
    let mut known = HashSet::new();
    let positions = keys(page).chain(included).filter_map(|key| input.site.reference(key));
    let mut positions: Vec<usize> = positions.filter(|position| known.insert(*position)).collect();
    // The style orders the works of a page as it orders all works.
    if input.bibliography.is_some() {
        positions.sort_by_key(|position| place_in_list(*position, input));
    }
    let bibliography = input.site.entry_with(Role::References);
    let url = bibliography.map_or_else(String::new, |entry| entry.url.encoded());
    let mut places = places(page);
    positions
        .into_iter()
        .map(|position| {
            let work = &input.site.references[position];
            let number = place_in_list(position, input) + 1;
            let ListedWork { label, name, html, url: own_url } =
                shown_work(work, number, input.bibliography);
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

/// The place of a work in the bibliography, from 0; `position` is that in the reference file.
fn place_in_list(position: usize, input: &RenderInput<'_>) -> usize {
    let place = input.bibliography.and_then(|it| it.place(&input.site.references[position].key));
    place.unwrap_or(position)
}

/// "Authors (date). *Title*. Container, pages. Publisher. Note." A work without authors leads with its title.
fn formatted(work: &Reference) -> Html {
    let mut html = Html::default();
    let authors = work.authors.join("; ");
    html.push_text(&authors);
    if !authors.is_empty() {
        push_date(&mut html, work);
        html.push_markup(if html.ends_with(".") { " " } else { ". " });
    }
    html.push_markup("<cite>");
    html.push_text(&work.title);
    html.push_markup("</cite>");
    if authors.is_empty() {
        push_date(&mut html, work);
    }
    let container = [work.container.as_deref(), work.pages.as_deref()];
    push_sentence(&mut html, &container.into_iter().flatten().collect::<Vec<_>>().join(", "));
    push_sentence(&mut html, work.publisher.as_deref().unwrap_or_default());
    push_sentence(&mut html, work.note.as_deref().unwrap_or_default());
    if !html.ends_with(".") {
        html.push_markup(".");
    }
    html
}

fn push_date(html: &mut Html, work: &Reference) {
    if let Some(date) = &work.date {
        html.push_text(&format!(" ({date})"));
    }
}

/// Ends the sentence before, and appends the words of the next one, if there are any.
fn push_sentence(html: &mut Html, text: &str) {
    if !text.is_empty() {
        html.push_markup(if html.ends_with(".") { " " } else { ". " });
        html.push_text(text);
    }
}
