//! Cited works, and the works that a page names.

use super::Input;
use super::included::included;
use super::navigation::link_to;
use super::view::{CitingView, LinkView, ReferenceView, SourceView};
use crate::site::{Citation, FieldValue, Html, Page, PageId, Reference, Role};

/// The bibliography, in the order of the reference file.
pub(super) fn view(input: &Input<'_>) -> Vec<ReferenceView> {
    let works = input.site.references.iter().enumerate();
    works
        .map(|(position, work)| ReferenceView {
            key: work.key.clone(),
            anchor: work.anchor(),
            number: position + 1,
            html: formatted(work).into_string(),
            url: work.link(),
            cited_by: cited_by(work, input),
        })
        .collect()
}

fn cited_by(work: &Reference, input: &Input<'_>) -> Vec<CitingView> {
    let site = input.site;
    let citing = site.pages.iter().enumerate();
    let citing = citing.filter(|(_, page)| keys(page).any(|key| key == work.key));
    citing
        .map(|(id, page)| {
            let LinkView { title, url } = link_to(site.entry_of_page(id), site);
            let places = places(page, &work.key).map(|place| format!("{url}#{place}")).collect();
            CitingView { title, url, places }
        })
        .collect()
}

/// The ids of the places in a page's text that cite a work.
fn places<'p>(page: &'p Page, key: &'p str) -> impl Iterator<Item = String> + 'p {
    let citations = page.citations.iter().enumerate();
    let citing =
        citations.filter(move |(_, it)| it.is_shown && it.works.iter().any(|work| work.key == key));
    citing.map(|(number, _)| Citation::id(number))
}

/// The keys in a page's citation fields, then those in its text.
fn keys(page: &Page) -> impl Iterator<Item = &str> {
    let works = page.citations.iter().flat_map(|citation| &citation.works);
    field_keys(page).chain(works.map(|work| work.key.as_str()))
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
    let included = included(id, input);
    let included = included.iter().flat_map(|(page, region)| page.citations_in(region));
    let included = included.flat_map(|citation| &citation.works).map(|work| work.key.as_str());
    let mut positions: Vec<usize> = Vec::new();
    for key in keys(page).chain(included) {
        if let Some(position) = input.site.reference(key)
            && !positions.contains(&position)
        {
            positions.push(position);
        }
    }
    let bibliography = input.site.entry_with(Role::References);
    let url = bibliography.map_or_else(String::new, |entry| entry.url.encoded());
    positions
        .into_iter()
        .map(|position| {
            let work = &input.site.references[position];
            SourceView {
                number: position + 1,
                html: formatted(work).into_string(),
                url: work.link(),
                places: places(page, &work.key).collect(),
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
