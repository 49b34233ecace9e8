//! Pages that list others: home, sections, collections, tags and vocabularies.

use std::collections::BTreeMap;

use super::card::{card, entry_card};
use super::filters::filters;
use super::list_page::ListPage;
use super::page::{collection_name, recent};
use super::view::{
    CollectionView, FilterView, GroupView, HomeCollectionView, HomeView, MatrixNameView,
    SectionView, TermCountView, TermView, TermsView,
};
use super::{Input, named_links};
use crate::config::{CollectionSchema, FieldKind, HOME_PARTS, Layout, TermId};
use crate::site::{Entry, FieldValue, PageId, Role, Section, Tag, TagId};

/// Pages that the home page shows as the newest.
const RECENT: usize = 6;

/// What all pages of a list are made from.
#[derive(Default)]
pub(super) struct Listed {
    groups: Vec<Group>,
    filters: Vec<FilterView>,
}

/// A part of a list, on however many pages it stands.
struct Group {
    label: Option<String>,
    anchor: Option<String>,
    description: Option<String>,
    pages: Vec<PageId>,
}

/// What the list of an entry is made from, where that takes a look at all of it.
pub(super) fn listed(entry: &Entry, input: &Input<'_>) -> Listed {
    match entry.role {
        Role::Collection(position) => {
            let schema = &input.config.collections[position];
            let pages = &input.site.collections[position];
            match schema.layout {
                Layout::Glossary => Listed { groups: by_letter(pages, input), filters: Vec::new() },
                Layout::List => Listed {
                    groups: by_field(schema, pages, input),
                    filters: filters(schema, pages, input),
                },
            }
        }
        Role::Tag(id) => {
            let pages = &input.site.tags[id].pages;
            Listed { groups: by_collection(pages, input), ..Listed::default() }
        }
        Role::Term(id) => {
            let pages = input.site.pages_with(id);
            Listed { groups: by_collection(pages, input), ..Listed::default() }
        }
        _ => Listed::default(),
    }
}

impl Listed {
    /// How many pages are listed.
    fn count(&self) -> usize {
        self.groups.iter().map(|group| group.pages.len()).sum()
    }

    /// What stands on a page of the list: of each group what has its place there.
    fn on(&self, page: ListPage<'_>, input: &Input<'_>) -> Vec<GroupView> {
        let mut window = page.window();
        let views = self.groups.iter().filter_map(|group| {
            let pages = window.take(&group.pages);
            let is_elsewhere = pages.is_empty() && !group.pages.is_empty();
            (!is_elsewhere).then(|| GroupView {
                label: group.label.clone(),
                anchor: group.anchor.clone(),
                description: group.description.clone(),
                pages: pages.iter().map(|page| card(*page, input)).collect(),
            })
        });
        views.collect()
    }
}

pub(super) fn home(page: ListPage<'_>, input: &Input<'_>) -> HomeView {
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
    let listed = root.map(|root| cards_of_section(root, page, input)).unwrap_or_default();
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

pub(super) fn section(entry: &Entry, page: ListPage<'_>, input: &Input<'_>) -> SectionView {
    cards_of_section(&input.site.sections[entry.section], page, input)
}

fn cards_of_section(section: &Section, page: ListPage<'_>, input: &Input<'_>) -> SectionView {
    let site = input.site;
    let mut window = page.window();
    let sections = window.take(&section.sections).iter().map(|inner| site.index_of(*inner));
    let pages = window.take(&section.pages).iter().map(|id| site.entry(*id));
    SectionView {
        sections: sections.map(|entry| entry_card(entry, input)).collect(),
        pages: pages.map(|entry| entry_card(entry, input)).collect(),
    }
}

pub(super) fn collection(
    position: usize,
    listed: &Listed,
    page: ListPage<'_>,
    input: &Input<'_>,
) -> CollectionView {
    let schema = &input.config.collections[position];
    CollectionView {
        name: schema.name.clone(),
        label: schema.label.clone(),
        singular: schema.singular.clone(),
        description: schema.description.clone(),
        count: listed.count(),
        layout: match schema.layout {
            Layout::Glossary => "glossary",
            Layout::List => "list",
        },
        group_by: schema.group_by.map(|field| schema.fields[field].name.clone()),
        filters: listed.filters.clone(),
        groups: listed.on(page, input),
    }
}

/// By the first letter of the title; what begins with no letter comes first.
fn by_letter(pages: &[PageId], input: &Input<'_>) -> Vec<Group> {
    let conventions = &input.theme.conventions;
    let mut letters: BTreeMap<Vec<u8>, (String, Vec<PageId>)> = BTreeMap::new();
    for page in pages {
        let (key, letter) = conventions.letter(&input.site.page(*page).title).unwrap_or_default();
        letters.entry(key).or_insert_with(|| (letter, Vec::new())).1.push(*page);
    }
    let group = |(letter, pages): (String, Vec<PageId>)| Group {
        anchor: Some(format!(
            "letter-{}",
            if letter.is_empty() { "0" } else { &letter }.to_lowercase()
        )),
        label: Some(if letter.is_empty() { "0–9".to_owned() } else { letter }),
        description: None,
        pages,
    };
    letters.into_values().map(group).collect()
}

/// By the values of the field that the schema names; a page with several values stands under the
/// first, so that it is listed once. One group without a label if there is no such field.
fn by_field(schema: &CollectionSchema, pages: &[PageId], input: &Input<'_>) -> Vec<Group> {
    let whole = |pages: Vec<PageId>| Group { label: None, anchor: None, description: None, pages };
    let Some(field) = schema.group_by else {
        return vec![whole(pages.to_vec())];
    };
    let FieldKind::OneOf(vocabulary) = schema.fields[field].kind else {
        return vec![whole(pages.to_vec())];
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
            groups.push(Group {
                label: Some(term.label.clone()),
                anchor: Some(format!("{}-{}", schema.fields[field].name, term.value)),
                description: term.description.clone(),
                pages: listed,
            });
        }
    }
    let others: Vec<PageId> =
        pages.iter().copied().filter(|page| term_of(page).is_none()).collect();
    if !others.is_empty() {
        groups.push(whole(others));
    }
    groups
}

pub(super) fn tags(entry: &Entry, page: ListPage<'_>, input: &Input<'_>) -> TermsView {
    let all: Vec<(TagId, &Tag)> = input.site.tags.enumerate().collect();
    let entries = page.window().take(&all).iter().filter_map(|(id, tag)| {
        let url = input.site.entry_of_tag(*id)?.url.encoded();
        Some(TermCountView {
            text: tag.label.clone(),
            url,
            count: tag.pages.len(),
            description: None,
        })
    });
    TermsView { label: input.site.title(entry), entries: entries.collect() }
}

pub(super) fn vocabulary(
    position: usize,
    entry: &Entry,
    page: ListPage<'_>,
    input: &Input<'_>,
) -> TermsView {
    let terms = 0..input.config.vocabularies[position].terms.len();
    let ids: Vec<TermId> = terms.map(|term| TermId { vocabulary: position, term }).collect();
    let entries = page.window().take(&ids).iter().filter_map(|id| {
        let term = input.config.term(*id);
        Some(TermCountView {
            text: term.label.clone(),
            url: input.site.entry_with(Role::Term(*id))?.url.encoded(),
            count: input.site.pages_with(*id).len(),
            description: term.description.clone(),
        })
    });
    TermsView { label: input.site.title(entry), entries: entries.collect() }
}

pub(super) fn tag(id: TagId, listed: &Listed, page: ListPage<'_>, input: &Input<'_>) -> TermView {
    let index = input.site.entry_with(Role::Tags);
    TermView {
        text: input.site.tags[id].label.clone(),
        description: None,
        label: index.map_or_else(String::new, |index| input.site.title(index)),
        index_url: index.map_or_else(String::new, |index| index.url.encoded()),
        count: listed.count(),
        groups: listed.on(page, input),
    }
}

pub(super) fn term(id: TermId, listed: &Listed, page: ListPage<'_>, input: &Input<'_>) -> TermView {
    let schema = &input.config.vocabularies[id.vocabulary];
    let term = input.config.term(id);
    let index = input.site.entry_with(Role::Vocabulary(id.vocabulary));
    TermView {
        text: term.label.clone(),
        description: term.description.clone(),
        label: schema.label.clone(),
        index_url: index.map_or_else(String::new, |index| index.url.encoded()),
        count: listed.count(),
        groups: listed.on(page, input),
    }
}

/// In the order of the configuration and of each collection; other pages last.
fn by_collection(pages: &[PageId], input: &Input<'_>) -> Vec<Group> {
    let group = |label, anchor, pages| Group { label, anchor, description: None, pages };
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
