//! Pages that list others: home, sections, collections, tags and vocabularies.

use std::collections::BTreeMap;

use super::card::{card, entry_card};
use super::feed;
use super::field::shared_fields;
use super::filters::filters;
use super::input::RenderInput;
use super::list_page::ListPage;
use super::page::collection_name;
use super::site_view::named_links;
use super::view::{
    CardView, CollectionView, FieldView, FilterView, GroupView, HomeCollectionView, HomeView,
    MatrixNameView, SectionView, TermCountView, TermView, TermsView,
};
use crate::config::{CollectionSchema, Config, FieldKind, HOME_PARTS, Layout, TermId};
use crate::language::Conventions;
use crate::site::{Entry, FieldValue, PageId, Role, Section, Site, Tag, TagId};

/// Pages that the home page shows as the newest.
const RECENT: usize = 6;

/// The groups and filters that all pages of a list share.
#[derive(Default)]
pub(super) struct ListContext {
    groups: Vec<ListGroup>,
    filters: Vec<FilterView>,
    /// Fields in which all pages have the same values.
    shared: Vec<FieldView>,
}

/// A part of a list, on however many pages it stands.
struct ListGroup {
    label: Option<String>,
    anchor: Option<String>,
    description: Option<String>,
    pages: Vec<PageId>,
}

impl ListGroup {
    fn unnamed(pages: Vec<PageId>) -> ListGroup {
        ListGroup { label: None, anchor: None, description: None, pages }
    }

    /// The pages whose titles begin with a letter; an empty one stands for all that is no letter.
    fn of_letter(letter: String, pages: Vec<PageId>) -> ListGroup {
        let name = if letter.is_empty() { "0" } else { &letter };
        ListGroup {
            anchor: Some(format!("letter-{}", name.to_lowercase())),
            label: Some(if letter.is_empty() { "0–9".to_owned() } else { letter }),
            ..ListGroup::unnamed(pages)
        }
    }
}

/// The groups and filters of an entry's list, where they depend on all of its pages.
pub(super) fn listed(entry: &Entry, input: &RenderInput<'_>) -> ListContext {
    match entry.role {
        Role::Collection(position) => {
            let schema = &input.config.collections[position];
            let pages = &input.site.collections[position];
            match schema.layout {
                Layout::Glossary => ListContext {
                    groups: by_letter(pages, input.site, &input.theme.conventions),
                    ..ListContext::default()
                },
                Layout::List => ListContext {
                    groups: by_field(schema, pages, input.site, input.config),
                    filters: filters(schema, pages, input.site, input.config),
                    shared: shared_fields(pages, input),
                },
            }
        }
        Role::Tag(id) => {
            let pages = &input.site.tags[id].pages;
            ListContext { groups: by_collection(pages, input), ..ListContext::default() }
        }
        Role::Term(id) => {
            let pages = input.site.pages_with(id);
            ListContext { groups: by_collection(pages, input), ..ListContext::default() }
        }
        _ => ListContext::default(),
    }
}

impl ListContext {
    /// How many pages are listed.
    fn count(&self) -> usize {
        self.groups.iter().map(|group| group.pages.len()).sum()
    }

    /// The groups that stand on a page of the list, each with its pages that stand there.
    fn on(&self, page: ListPage<'_>, input: &RenderInput<'_>) -> Vec<GroupView> {
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

pub(super) fn home(page: ListPage<'_>, input: &RenderInput<'_>) -> HomeView {
    let (site, config) = (input.site, input.config);
    let all = 0..config.collections.len();
    let shown = config.home.collections.clone().unwrap_or_else(|| all.collect());
    let collections: Vec<HomeCollectionView> = shown
        .into_iter()
        .filter_map(|position| {
            let name = collection_name(position, site, config)?;
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
        recent: recent(input),
        sections: listed.sections,
        pages: listed.pages,
        collections,
    }
}

/// The pages with a date, newest first, as cards.
fn recent(input: &RenderInput<'_>) -> Vec<CardView> {
    let dated = feed::dated(input.site).into_iter().filter_map(|(_, entry)| entry.page);
    dated.take(RECENT).map(|page| card(page, input)).collect()
}

pub(super) fn section(entry: &Entry, page: ListPage<'_>, input: &RenderInput<'_>) -> SectionView {
    cards_of_section(&input.site.sections[entry.section], page, input)
}

fn cards_of_section(section: &Section, page: ListPage<'_>, input: &RenderInput<'_>) -> SectionView {
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
    listed: &ListContext,
    page: ListPage<'_>,
    input: &RenderInput<'_>,
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
        shared: listed.shared.clone(),
        groups: listed.on(page, input),
    }
}

/// By the first letter of the title; what begins with no letter comes first.
fn by_letter(pages: &[PageId], site: &Site, conventions: &Conventions) -> Vec<ListGroup> {
    let mut letters: BTreeMap<Vec<u8>, (String, Vec<PageId>)> = BTreeMap::new();
    for page in pages {
        let (key, letter) = conventions.letter(&site.page(*page).title).unwrap_or_default();
        letters.entry(key).or_insert_with(|| (letter, Vec::new())).1.push(*page);
    }
    letters.into_values().map(|(letter, pages)| ListGroup::of_letter(letter, pages)).collect()
}

/// By the values of the field that the schema names; a page with several values stands under the
/// first, so that it is listed once. One group without a label if there is no such field.
fn by_field(
    schema: &CollectionSchema,
    pages: &[PageId],
    site: &Site,
    config: &Config,
) -> Vec<ListGroup> {
    let Some(field) = schema.group_by else {
        return vec![ListGroup::unnamed(pages.to_vec())];
    };
    let FieldKind::OneOf(vocabulary) = schema.fields[field].kind else {
        return vec![ListGroup::unnamed(pages.to_vec())];
    };
    let mut groups = Vec::new();
    for (position, term) in config.vocabularies[vocabulary].terms.iter().enumerate() {
        let listed = pages_with_first(pages, field, Some(position), site);
        if !listed.is_empty() {
            groups.push(ListGroup {
                label: Some(term.label.clone()),
                anchor: Some(format!("{}-{}", schema.fields[field].name, term.value)),
                description: term.description.clone(),
                pages: listed,
            });
        }
    }
    let others = pages_with_first(pages, field, None, site);
    if !others.is_empty() {
        groups.push(ListGroup::unnamed(others));
    }
    groups
}

/// The pages whose first value in a field is a term, by its position; with `None`, those without a term there.
fn pages_with_first(
    pages: &[PageId],
    field: usize,
    term: Option<usize>,
    site: &Site,
) -> Vec<PageId> {
    let first =
        pages.iter().map(|page| (*page, site.page(*page).front_matter.values(field).first()));
    let listed = first.filter(|(_, value)| match value {
        Some(FieldValue::Term(id)) => term == Some(id.term),
        _ => term.is_none(),
    });
    listed.map(|(page, _)| page).collect()
}

pub(super) fn tags(entry: &Entry, page: ListPage<'_>, input: &RenderInput<'_>) -> TermsView {
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
    input: &RenderInput<'_>,
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

pub(super) fn tag(
    id: TagId,
    listed: &ListContext,
    page: ListPage<'_>,
    input: &RenderInput<'_>,
) -> TermView {
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

pub(super) fn term(
    id: TermId,
    listed: &ListContext,
    page: ListPage<'_>,
    input: &RenderInput<'_>,
) -> TermView {
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
fn by_collection(pages: &[PageId], input: &RenderInput<'_>) -> Vec<ListGroup> {
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
        let (label, anchor) = (Some(schema.label.clone()), Some(schema.name.clone()));
        groups.push(ListGroup { label, anchor, ..ListGroup::unnamed(listed) });
    }
    let others = pages.iter().copied().filter(|page| site.page(*page).collection.is_none());
    let others: Vec<PageId> = others.collect();
    if !others.is_empty() {
        let label = input.theme.strings.get("pages_here").cloned();
        let label = label.filter(|_| !groups.is_empty());
        groups.push(ListGroup { label, ..ListGroup::unnamed(others) });
    }
    groups
}
