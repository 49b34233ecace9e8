//! The view of one page: its words, its fields, and what it is related to.

use std::collections::{BTreeMap, BTreeSet};

use super::field::{plain_fields, relation_name};
use super::html;
use super::linker::Linker;
use super::view::{
    BacklinkView, CollectionNameView, FieldView, LinkView, NearView, PageView, RelatedView,
    RelationView, ValueView,
};
use super::{
    Input, Tongue, bibliography, card, feed, languages, matrix, navigation, review, structured,
};
use crate::site::{Entry, FieldValue, NearPage, Page, PageId, Role, TagId, Visibility};
use crate::yaml::Value;

/// The view of an entry's page.
pub(super) fn view(
    entry: &Entry,
    linker: &Linker<'_>,
    tongues: &[Tongue<'_>],
    input: &Input<'_>,
) -> PageView {
    let Input { site, config, .. } = *input;
    let page = entry.page.map(|id| (id, site.page(id)));
    let title = site.title(entry);
    let breadcrumbs = navigation::breadcrumbs(entry, site);
    let (previous, next) = navigation::neighbours(entry, site, config);
    let structured_data = input
        .base_url
        .filter(|_| entry.role != Role::NotFound)
        .map(|base_url| structured::blocks(entry, &breadcrumbs, input, base_url));
    let canonical = input
        .base_url
        .filter(|_| entry.role != Role::NotFound)
        .map(|base_url| canonical(entry, base_url, input));
    let front_matter = page.map(|(_, page)| &page.front_matter);
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    PageView {
        kind: kind(entry.role),
        anchor: page.and_then(|(_, page)| Some(page.title_anchor()?.as_str().to_owned())),
        document_title: document_title(&title, &breadcrumbs, input),
        url: entry.url.encoded(),
        canonical,
        description: description(entry, page.map(|(_, page)| page), input),
        description_language: page
            .filter(|(_, page)| page.front_matter.description.is_some())
            .and_then(|(_, page)| languages::foreign(page, site)),
        language: config.language.clone(),
        direction: input.theme.conventions.direction(),
        languages: languages::switch(entry, input),
        alternates: input
            .base_url
            .map_or_else(Vec::new, |base_url| languages::alternates(entry, base_url, input)),
        text_language: languages::foreign_entry(entry, site),
        original: page.and_then(|(_, page)| languages::original(page, input)),
        translation: page.and_then(|(_, page)| languages::translation(page, input)),
        date: day(front_matter.and_then(|front_matter| front_matter.date)),
        updated: day(front_matter.and_then(|front_matter| front_matter.updated)),
        review: front_matter.and_then(|front_matter| review::status(front_matter, input.today)),
        draft: front_matter.is_some_and(|f| f.visibility != Visibility::Published),
        words: page.map_or(0, |(_, page)| page.words),
        body: page.map_or_else(String::new, |(id, page)| body(id, page, linker, tongues, input)),
        contents: match page {
            Some((_, page)) if page.front_matter.contents => navigation::contents(page, site),
            _ => Vec::new(),
        },
        breadcrumbs,
        section: navigation::top_section(entry, site),
        collection: page.and_then(|(_, page)| collection_name(page.collection?, input)),
        fields: page.map_or_else(Vec::new, |(id, page)| fields(id, page, linker, tongues, input)),
        sources: page.map_or_else(Vec::new, |(id, page)| bibliography::sources(id, page, input)),
        tags: page.map_or_else(Vec::new, |(_, page)| tags(page, input)),
        relations: page.map_or_else(Vec::new, |(id, _)| relations(id, input)),
        near: match page {
            Some((id, _)) if entry.role == Role::Page => near(id, input),
            _ => Vec::new(),
        },
        backlinks: backlinks(entry, input),
        previous,
        next,
        structured_data: structured_data.unwrap_or_default(),
        og_type: if entry.role == Role::Page { "article" } else { "website" },
        extra: front_matter.map_or_else(|| json(&Value::Map(Vec::new())), |f| json(&f.extra)),
        title,
    }
}

/// The whole address by which search engines know what an entry shows: what nobody has translated is
/// known by that of its original.
fn canonical(entry: &Entry, base_url: &str, input: &Input<'_>) -> String {
    let page = entry.page.map(|page| input.site.page(page));
    let original = page.and_then(|page| languages::original(page, input));
    let url = original.map_or_else(|| entry.url.encoded(), |original| original.url);
    format!("{base_url}{url}")
}

fn kind(role: Role) -> &'static str {
    match role {
        Role::Home => "home",
        Role::Page => "page",
        Role::Section => "section",
        Role::Collection(_) => "collection",
        Role::Tags | Role::Vocabulary(_) => "terms",
        Role::Tag(_) | Role::Term(..) => "term",
        Role::Matrix(_) => "matrix",
        Role::References => "references",
        Role::Review => "review",
        Role::Search => "search",
        Role::NotFound => "not-found",
    }
}

/// "page, section, site"; a part that would be said twice is left out.
fn document_title(title: &str, breadcrumbs: &[LinkView], input: &Input<'_>) -> String {
    let site_title = &input.config.title;
    let mut parts = vec![title.to_owned()];
    // The first is the home page, which is called as the site is.
    parts.extend(breadcrumbs.iter().skip(1).next_back().map(|parent| parent.title.clone()));
    parts.push(site_title.clone());
    parts.dedup();
    parts.join(", ")
}

fn description(entry: &Entry, page: Option<&Page>, input: &Input<'_>) -> Option<String> {
    let config = input.config;
    let own = page.and_then(|page| page.front_matter.description.clone());
    let declared = || match entry.role {
        Role::Home => config.description.clone(),
        Role::Collection(position) => config.collections[position].description.clone(),
        Role::Term(id) => config.term(id).description.clone(),
        _ => None,
    };
    own.or_else(declared)
}

fn body(
    id: PageId,
    page: &Page,
    linker: &Linker<'_>,
    tongues: &[Tongue<'_>],
    input: &Input<'_>,
) -> String {
    let Tongue { words, terms, config } = &tongues[page.language];
    let text = html::Text {
        terms: Some(terms),
        bibliography: input.bibliography,
        highlighting: input.highlighting,
        ..html::Text::of_page(id, page, linker, words, config)
    };
    html::render(&text).into_string()
}

pub(super) fn collection_name(position: usize, input: &Input<'_>) -> Option<CollectionNameView> {
    let schema = &input.config.collections[position];
    let entry = input.site.entry_with(Role::Collection(position))?;
    Some(CollectionNameView {
        name: schema.name.clone(),
        label: schema.label.clone(),
        singular: schema.singular.clone(),
        url: entry.url.encoded(),
    })
}

fn fields(
    id: PageId,
    page: &Page,
    linker: &Linker<'_>,
    tongues: &[Tongue<'_>],
    input: &Input<'_>,
) -> Vec<FieldView> {
    let Tongue { words, config, .. } = &tongues[page.language];
    let mut fields = plain_fields(page, input);
    let declared = page.front_matter.fields.iter();
    for (position, values) in declared {
        let name =
            input.config.collections[page.collection.unwrap_or(0)].fields[*position].name.as_str();
        let Some(field) = fields.iter_mut().find(|field| field.name == name) else {
            continue;
        };
        for (at, (view, value)) in field.values.iter_mut().zip(values).enumerate() {
            let prefix = format!("{name}-{at}-");
            if let FieldValue::Text(text) = value {
                let targets = &input.links.targets[id].fields[&(*position, at)];
                let text = html::Text::fragment(text, targets, &prefix, linker, words, config);
                view.html = Some(html::render(&text).into_string());
            }
        }
    }
    fields
}

fn tags(page: &Page, input: &Input<'_>) -> Vec<ValueView> {
    let site = input.site;
    let ids: BTreeSet<TagId> =
        page.front_matter.tags.iter().filter_map(|label| site.tag(label)).collect();
    let tags = ids.into_iter().filter_map(|id| {
        let url = site.entry_of_tag(id)?.url.encoded();
        let text = site.tags[id].label.clone();
        Some(ValueView { name: None, text, html: None, url: Some(url), external: false })
    });
    tags.collect()
}

fn relations(id: PageId, input: &Input<'_>) -> Vec<RelationView> {
    let mut views: Vec<RelationView> = Vec::new();
    let mut last = None;
    for related in &input.links.relations.of_pages[id] {
        let key = (related.side, related.field);
        if last != Some(key) {
            last = Some(key);
            let (name, label) = relation_name(related.field, related.side, input);
            views.push(RelationView { name, label, entries: Vec::new() });
        }
        let entries = &mut views.last_mut().expect("there is one per key").entries;
        entries.push(RelatedView {
            card: card::card(related.page, input),
            reason: related.reason.clone(),
            reason_language: matrix::reason_language(related, input.site),
            strength: matrix::strength(related, input.config),
        });
    }
    views
}

/// The nearest pages of those that no relation shows already.
pub(super) fn nearest<'a>(id: PageId, input: &Input<'a>) -> Vec<NearPage<'a>> {
    let Input { site, links, config, .. } = *input;
    let related: Vec<PageId> =
        links.relations.of_pages[id].iter().map(|related| related.page).collect();
    links.near.nearest(id, &related, config.related, |page| &site.page(page).signature)
}

fn near(id: PageId, input: &Input<'_>) -> Vec<NearView> {
    let Input { site, config, .. } = *input;
    let view = |near: NearPage<'_>| {
        let page = site.page(near.page);
        NearView {
            title: page.title.clone(),
            url: site.entry_of_page(near.page).url.encoded(),
            description: page.description().map(str::to_owned),
            draft: page.front_matter.visibility != Visibility::Published,
            collection: page.collection.map(|at| config.collections[at].singular.clone()),
            shared: near.words.into_iter().map(str::to_owned).collect(),
            language: languages::foreign(page, site),
        }
    };
    nearest(id, input).into_iter().map(view).collect()
}

fn backlinks(entry: &Entry, input: &Input<'_>) -> Vec<BacklinkView> {
    let site = input.site;
    let Some(id) = site.entry_id_at(&entry.path) else {
        return Vec::new();
    };
    let mut by_kind: BTreeMap<(usize, Vec<u8>), Vec<BacklinkView>> = BTreeMap::new();
    for backlink in &input.links.backlinks[id] {
        let page = site.page(backlink.from);
        let LinkView { title, url, language } =
            navigation::link_to(site.entry_of_page(backlink.from), site);
        let label = page.collection.map(|at| input.config.collections[at].singular.clone());
        let order = page.collection.unwrap_or(usize::MAX);
        let view = BacklinkView { title: title.clone(), url, label, language };
        let key = input.theme.conventions.sort_key(&title);
        by_kind.entry((order, key)).or_default().push(view);
    }
    by_kind.into_values().flatten().collect()
}

/// Front matter of the author's own for templates.
fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Integer(value) => (*value).into(),
        Value::Float(value) => (*value).into(),
        Value::String(text) => text.as_str().into(),
        Value::List(items) => items.iter().map(json).collect(),
        Value::Map(entries) => {
            entries.iter().map(|(key, value)| (key.clone(), json(value))).collect()
        }
    }
}

/// The pages with a date, newest first, as cards.
pub(super) fn recent(most: usize, input: &Input<'_>) -> Vec<super::view::CardView> {
    let dated = feed::dated(input.site).into_iter().filter_map(|(_, entry)| entry.page);
    dated.take(most).map(|page| card::card(page, input)).collect()
}
