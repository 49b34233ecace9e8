//! The pages of each collection, in the order that its schema asks for.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::arena::Arena;
use crate::config::{Config, Order, TermId};
use crate::language::Conventions;
use crate::site::{FieldValue, Page, PageId, Site};

pub(super) fn collections(site: &Site, config: &Config) -> Vec<Vec<PageId>> {
    let mut collections = vec![Vec::new(); config.collections.len()];
    for (id, page) in site.pages.enumerate() {
        if let Some(collection) = page.collection {
            collections[collection].push(id);
        }
    }
    let conventions = Conventions::of(&config.language);
    for (schema, pages) in config.collections.iter().zip(&mut collections) {
        let mut keyed: Vec<(PageId, Vec<u8>)> =
            pages.iter().map(|id| (*id, conventions.sort_key(&site.page(*id).title))).collect();
        keyed.sort_by(|(a, a_title), (b, b_title)| {
            let (a, b) = (site.page(*a), site.page(*b));
            compare(a, b, schema.order, &conventions)
                .then_with(|| (a_title, &a.path).cmp(&(b_title, &b.path)))
        });
        *pages = keyed.into_iter().map(|(id, _)| id).collect();
    }
    collections
}

/// The pages of collections by each value of a vocabulary that they have; each page once.
pub(super) fn pages_by_term(site: &Site) -> HashMap<TermId, Vec<PageId>> {
    let mut pages_by_term: HashMap<TermId, Vec<PageId>> = HashMap::new();
    for id in site.collections.iter().flatten() {
        for value in site.page(*id).front_matter.fields.iter().flat_map(|(_, values)| values) {
            let FieldValue::Term(term) = value else { continue };
            let pages = pages_by_term.entry(*term).or_default();
            if pages.last() != Some(id) {
                pages.push(*id);
            }
        }
    }
    pages_by_term
}

pub(super) fn ranks(site: &Site) -> Arena<usize, Page> {
    let mut ranks = site.pages.filled(0);
    for pages in site.collections.iter() {
        for (rank, page) in pages.iter().enumerate() {
            ranks[*page] = rank;
        }
    }
    ranks
}

fn compare(a: &Page, b: &Page, order: Order, conventions: &Conventions) -> Ordering {
    match order {
        Order::Title => Ordering::Equal,
        Order::Weight => a.front_matter.weight.cmp(&b.front_matter.weight),
        Order::Date => b.front_matter.date.cmp(&a.front_matter.date),
        Order::Field(field) => {
            match (a.front_matter.values(field).first(), b.front_matter.values(field).first()) {
                (Some(a), Some(b)) => compare_values(a, b, conventions),
                // Pages without the field come last.
                (a, b) => b.is_some().cmp(&a.is_some()),
            }
        }
    }
}

/// Orders two values of one field, so of one type.
fn compare_values(a: &FieldValue, b: &FieldValue, conventions: &Conventions) -> Ordering {
    match (a, b) {
        (FieldValue::Integer(a), FieldValue::Integer(b)) => a.cmp(b),
        (FieldValue::Number(a), FieldValue::Number(b)) => a.total_cmp(b),
        (FieldValue::Boolean(a), FieldValue::Boolean(b)) => a.cmp(b),
        (FieldValue::Date(a), FieldValue::Date(b)) => a.cmp(b),
        (FieldValue::Term(a), FieldValue::Term(b)) => a.cmp(b),
        (FieldValue::String(a), FieldValue::String(b)) => conventions.compare(a, b),
        _ => Ordering::Equal,
    }
}
