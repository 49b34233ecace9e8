//! Pages that list others: home, sections, collections, tags and vocabularies.

use std::collections::BTreeMap;

use super::card::{card, entry_card};
use super::filters::filters;
use super::page::{collection_name, recent};
use super::view::{
    CardView, CollectionView, GroupView, HomeCollectionView, HomeView, MatrixNameView, SectionView,
    TermCountView, TermView, TermsView,
};
use super::{Input, named_links};
use crate::config::{CollectionSchema, FieldKind, HOME_PARTS, Layout, TermId};
use crate::site::{ContentPath, Entry, FieldValue, PageId, Role, Section};

/// Pages that the home page shows as the newest.
const RECENT: usize = 6;

pub(super) fn home(input: &Input<'_>) -> HomeView {
    let (site, config) = (input.site, input.config);
    let all = || (0..config.collections.len()).collect();
    let shown: Vec<usize> = config.home.collections.clone().unwrap_or_else(all);
    let collections: Vec<HomeCollectionView> = shown
        .into_iter()
        .filter_map(|position| {
            let name = collection_name(position, input)?;
            Some(HomeCollectionView {
                label: name.label,
                description: config.collections[position].description.clone(),
                url: name.url,
                count: site.collections[position].len(),
            })
        })
        .collect();
    let matrices = config.matrices.iter().enumerate().filter_map(|(position, schema)| {
        let entry = site.entry_with(Role::Matrix(position))?;
        Some(MatrixNameView { label: schema.label.clone(), url: entry.url.encoded() })
    });
    let root = site.sections.first().filter(|_| collections.is_empty());
    let listed = root.map(|root| cards_of_section(root, input)).unwrap_or_default();
    let show = config.home.show.clone().unwrap_or_else(|| HOME_PARTS.to_vec());
    HomeView {
        show,
        lead: config.home.lead.clone(),
        entries: named_links(&config.home.entries, input),
        matrices: matrices.collect(),
        recent: recent(RECENT, input),
        sections: listed.sections,
        pages: listed.pages,
        collections,
    }
}

pub(super) fn section(entry: &Entry, input: &Input<'_>) -> SectionView {
    cards_of_section(&input.site.sections[entry.section], input)
}

fn cards_of_section(section: &Section, input: &Input<'_>) -> SectionView {
    let site = input.site;
    let sections = section.sections.iter().map(|inner| site.index_of(*inner));
    SectionView {
        pages: section.pages.iter().map(|id| entry_card(site.entry(*id), input)).collect(),
        sections: sections.map(|entry| entry_card(entry, input)).collect(),
    }
}

pub(super) fn collection(position: usize, input: &Input<'_>) -> CollectionView {
    let schema = &input.config.collections[position];
    let pages = &input.site.collections[position];
    let (layout, groups) = match schema.layout {
        Layout::Glossary => ("glossary", by_letter(pages, input)),
        Layout::List => ("list", by_field(schema, pages, input)),
    };
    let filters = match schema.layout {
        Layout::Glossary => Vec::new(),
        Layout::List => filters(schema, pages, input),
    };
    CollectionView {
        name: schema.name.clone(),
        label: schema.label.clone(),
        singular: schema.singular.clone(),
        description: schema.description.clone(),
        count: pages.len(),
        layout,
        group_by: schema.group_by.map(|field| schema.fields[field].name.clone()),
        filters,
        groups,
    }
}

fn cards(pages: &[PageId], input: &Input<'_>) -> Vec<CardView> {
    pages.iter().map(|page| card(*page, input)).collect()
}

/// By the first letter of the title; what begins with no letter comes first.
fn by_letter(pages: &[PageId], input: &Input<'_>) -> Vec<GroupView> {
    let conventions = &input.theme.conventions;
    let mut letters: BTreeMap<Vec<u8>, (String, Vec<PageId>)> = BTreeMap::new();
    for page in pages {
        let (key, letter) = conventions.letter(&input.site.page(*page).title).unwrap_or_default();
        letters.entry(key).or_insert_with(|| (letter, Vec::new())).1.push(*page);
    }
    let group = |(letter, pages): (String, Vec<PageId>)| GroupView {
        anchor: Some(format!(
            "letter-{}",
            if letter.is_empty() { "0" } else { &letter }.to_lowercase()
        )),
        label: Some(if letter.is_empty() { "0–9".to_owned() } else { letter }),
        description: None,
        pages: cards(&pages, input),
    };
    letters.into_values().map(group).collect()
}

/// By the values of the field that the schema names; a page with several values stands under the
/// first, so that it is listed once. One group without a label if there is no such field.
fn by_field(schema: &CollectionSchema, pages: &[PageId], input: &Input<'_>) -> Vec<GroupView> {
    let whole = |pages: &[PageId]| GroupView {
        label: None,
        anchor: None,
        description: None,
        pages: cards(pages, input),
    };
    let Some(field) = schema.group_by else {
        return vec![whole(pages)];
    };
    let FieldKind::OneOf(vocabulary) = schema.fields[field].kind else {
        return vec![whole(pages)];
    };
    let term_of = |page: &PageId| match input.site.page(*page).front_matter.values(field).first() {
        Some(FieldValue::Term(id)) => Some(id.term),
        _ => None,
    };
    let mut groups = Vec::new();
    for (position, term) in input.config.vocabularies[vocabulary].terms.iter().enumerate() {
        let listed: Vec<PageId> =
            pages.iter().copied().filter(|page| term_of(page) == Some(position)).collect();
        if !listed.is_empty() {
            groups.push(GroupView {
                label: Some(term.label.clone()),
                anchor: Some(format!("{}-{}", schema.fields[field].name, term.value)),
                description: term.description.clone(),
                pages: cards(&listed, input),
            });
        }
    }
    let others: Vec<PageId> =
        pages.iter().copied().filter(|page| term_of(page).is_none()).collect();
    if !others.is_empty() {
        groups.push(whole(&others));
    }
    groups
}

pub(super) fn tags(entry: &Entry, input: &Input<'_>) -> TermsView {
    let entries = input.site.tags.iter().filter_map(|(slug, tag)| {
        let path = ContentPath::new(format!("tags/{}.md", slug.as_str()));
        let url = input.site.entry_at(&path)?.url.encoded();
        Some(TermCountView {
            text: tag.label.clone(),
            url,
            count: tag.pages.len(),
            description: None,
        })
    });
    TermsView { label: input.site.title(entry), entries: entries.collect() }
}

pub(super) fn vocabulary(position: usize, entry: &Entry, input: &Input<'_>) -> TermsView {
    let vocabulary = &input.config.vocabularies[position];
    let terms = vocabulary.terms.iter().enumerate();
    let entries = terms.filter_map(|(at, term)| {
        Some(TermCountView {
            text: term.label.clone(),
            url: input
                .site
                .entry_with(Role::Term(TermId { vocabulary: position, term: at }))?
                .url
                .encoded(),
            count: pages_with(TermId { vocabulary: position, term: at }, input).len(),
            description: term.description.clone(),
        })
    });
    TermsView { label: input.site.title(entry), entries: entries.collect() }
}

pub(super) fn tag(position: usize, input: &Input<'_>) -> TermView {
    let (_, tag) = input.site.tags.iter().nth(position).expect("roles come from the tags");
    let index = input.site.entry_with(Role::Tags);
    TermView {
        text: tag.label.clone(),
        description: None,
        label: index.map_or_else(String::new, |index| input.site.title(index)),
        index_url: index.map_or_else(String::new, |index| index.url.encoded()),
        count: tag.pages.len(),
        groups: by_collection(&tag.pages, input),
    }
}

pub(super) fn term(id: TermId, input: &Input<'_>) -> TermView {
    let schema = &input.config.vocabularies[id.vocabulary];
    let term = input.config.term(id);
    let pages = pages_with(id, input);
    let index = input.site.entry_with(Role::Vocabulary(id.vocabulary));
    TermView {
        text: term.label.clone(),
        description: term.description.clone(),
        label: schema.label.clone(),
        index_url: index.map_or_else(String::new, |index| index.url.encoded()),
        count: pages.len(),
        groups: by_collection(&pages, input),
    }
}

/// The pages that have a value in any of their fields.
fn pages_with(id: TermId, input: &Input<'_>) -> Vec<PageId> {
    let has = |page: &PageId| {
        let mut values =
            input.site.page(*page).front_matter.fields.iter().flat_map(|(_, values)| values);
        values.any(|value| matches!(value, FieldValue::Term(found) if *found == id))
    };
    input.site.collections.iter().flatten().copied().filter(has).collect()
}

/// In the order of the configuration and of each collection; other pages last.
fn by_collection(pages: &[PageId], input: &Input<'_>) -> Vec<GroupView> {
    let group = |label: Option<String>, anchor: Option<String>, pages: Vec<PageId>| GroupView {
        label,
        anchor,
        description: None,
        pages: cards(&pages, input),
    };
    let site = input.site;
    let mut by_collection: BTreeMap<usize, Vec<PageId>> = BTreeMap::new();
    for page in pages {
        if let Some(collection) = site.page(*page).collection {
            by_collection.entry(collection).or_default().push(*page);
        }
    }
    let mut groups = Vec::new();
    for (collection, mut listed) in by_collection {
        let schema = &input.config.collections[collection];
        listed.sort_by_key(|page| site.ranks[*page]);
        groups.push(group(Some(schema.label.clone()), Some(schema.name.clone()), listed));
    }
    let others = pages.iter().copied().filter(|page| input.site.page(*page).collection.is_none());
    let others: Vec<PageId> = others.collect();
    if !others.is_empty() {
        let label = input.theme.strings.get("pages_here").cloned();
        groups.push(group(label.filter(|_| !groups.is_empty()), None, others));
    }
    groups
}
