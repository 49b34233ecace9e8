//! A page as lists show it.

use super::field::{highlights, plain_fields, relation_name};
use super::input::RenderInput;
use super::languages;
use super::view::{CardView, CountView};
use crate::config::{Config, Order};
use crate::site::{Entry, FieldValue, Page, PageId, Visibility};

/// The card of a page.
pub(super) fn card(id: PageId, input: &RenderInput<'_>) -> CardView {
    let page = input.site.page(id);
    CardView {
        title: page.title.clone(),
        url: input.site.entry_of_page(id).url.encoded(),
        description: page.description().map(str::to_owned),
        draft: page.front_matter.visibility != Visibility::Published,
        number: number(page, input.config),
        collection: page.collection.map(|at| input.config.collections[at].singular.clone()),
        fields: plain_fields(page, input),
        highlights: highlights(page, input.config, input.site),
        counts: counts(id, input),
        language: languages::lang_override(page, input.site),
    }
}

/// The card of any entry; generated ones have only a title.
pub(super) fn entry_card(entry: &Entry, input: &RenderInput<'_>) -> CardView {
    match entry.page {
        Some(page) => card(page, input),
        None => CardView {
            title: entry.title.clone(),
            url: entry.url.encoded(),
            description: None,
            draft: false,
            number: None,
            collection: None,
            fields: Vec::new(),
            highlights: Vec::new(),
            counts: Vec::new(),
            language: None,
        },
    }
}

/// The number by which the collection is ordered.
fn number(page: &Page, config: &Config) -> Option<i64> {
    let Order::Field(field) = config.collections[page.collection?].order else {
        return None;
    };
    match page.front_matter.values(field).first() {
        Some(FieldValue::Integer(number)) => Some(*number),
        _ => None,
    }
}

fn counts(id: PageId, input: &RenderInput<'_>) -> Vec<CountView> {
    let mut counts: Vec<CountView> = Vec::new();
    let mut last = None;
    for related in &input.links.relations.of_pages[id] {
        let key = (related.side, related.field);
        if last == Some(key) {
            counts.last_mut().expect("there is one per key").count += 1;
            continue;
        }
        last = Some(key);
        let (_, label) = relation_name(related.field, related.side, input.config);
        counts.push(CountView { label, count: 1 });
    }
    counts
}
