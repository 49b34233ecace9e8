//! The view of one page: its words, its fields, and what it is related to.

use std::collections::{BTreeMap, BTreeSet};

use super::field::{plain_fields, relation_name};
use super::html;
use super::input::RenderInput;
use super::linker::Linker;
use super::locale::LocaleContext;
use super::reader_link::reader_link;
use super::view::{
    BacklinkView, CollectionNameView, FieldView, LinkView, NearView, PageView, RelatedView,
    RelationView, ValueView,
};
use super::{bibliography, card, languages, matrix, navigation, review, structured};
use crate::config::Config;
use crate::site::{Entry, FieldValue, Html, Neighbor, Page, PageId, Role, Site, TagId, Visibility};
use crate::yaml::Value;

/// The view of an entry's page.
pub(super) fn view(
    entry: &Entry,
    linker: &Linker<'_>,
    locale_contexts: &[LocaleContext<'_>],
    input: &RenderInput<'_>,
) -> PageView {
    let view = entry_view(entry, input);
    let Some(id) = entry.page else { return view };
    let page = input.site.page(id);
    let (title, body) = title_and_body(id, page, linker, locale_contexts, input);
    let texts = PageView {
        title_html: title.map_or(view.title_html, Html::into_string),
        body: body.into_string(),
        fields: fields(id, page, linker, locale_contexts, input),
        sources: bibliography::sources(id, page, input),
        relations: relations(id, input),
        near: if entry.role == Role::Page { near(id, input) } else { Vec::new() },
        ..view
    };
    with_front_matter(texts, page, entry, input)
}

/// The parts that every entry has, even without a page that an author wrote.
fn entry_view(entry: &Entry, input: &RenderInput<'_>) -> PageView {
    let RenderInput { site, config, .. } = *input;
    let title = site.title(entry);
    let breadcrumbs = navigation::breadcrumbs(entry, site);
    let (previous, next) = navigation::neighbours(entry, site, config);
    let base_url = input.base_url.filter(|_| entry.role != Role::NotFound);
    let structured_data =
        base_url.map(|base_url| structured::blocks(entry, &breadcrumbs, input, base_url));
    let alternates = input.base_url.map(|base_url| languages::alternates(entry, base_url, input));
    PageView {
        kind: kind(entry.role),
        document_title: document_title(&title, &breadcrumbs, &config.title),
        url: entry.url.encoded(),
        canonical: base_url.map(|base_url| canonical(entry, base_url, input)),
        description: declared_description(entry.role, config),
        language: config.language.clone(),
        direction: input.theme.conventions.direction(),
        languages: languages::switch(entry, input),
        alternates: alternates.unwrap_or_default(),
        text_language: languages::lang_override_of_entry(entry, site),
        section: navigation::top_section(entry, site),
        backlinks: backlinks(entry, input),
        structured_data: structured_data.unwrap_or_default(),
        og_type: if entry.role == Role::Page { "article" } else { "website" },
        extra: Value::Map(Vec::new()).json(),
        title_html: Html::of_text(&title).into_string(),
        title,
        breadcrumbs,
        previous,
        next,
        ..PageView::default()
    }
}

/// Adds the front matter of a page, and facts about its text.
fn with_front_matter(
    view: PageView,
    page: &Page,
    entry: &Entry,
    input: &RenderInput<'_>,
) -> PageView {
    let RenderInput { site, config, .. } = *input;
    let front_matter = &page.front_matter;
    let description = front_matter.description.clone();
    PageView {
        anchor: page.title_anchor().map(|anchor| anchor.as_str().to_owned()),
        description_language: description
            .as_ref()
            .and_then(|_| languages::lang_override(page, site)),
        description: description.or(view.description),
        original: languages::original(page, input),
        translation: languages::translation(page, input),
        date: front_matter.date.map(|day| day.to_string()),
        updated: front_matter.updated.map(|day| day.to_string()),
        review: review::status(front_matter, input.today),
        draft: front_matter.visibility != Visibility::Published,
        noindex: !front_matter.listing.by_search_engines,
        words: page.words,
        contents: if front_matter.contents { navigation::contents(page, site) } else { Vec::new() },
        edit: reader_link(config.edit.as_ref(), page, entry, input),
        report: reader_link(config.report.as_ref(), page, entry, input),
        collection: page.collection.and_then(|at| collection_name(at, site, config)),
        tags: tags(page, site),
        extra: front_matter.extra.json(),
        ..view
    }
}

/// The absolute address by which search engines know an entry: where nobody has translated the page, that of its
/// original.
fn canonical(entry: &Entry, base_url: &str, input: &RenderInput<'_>) -> String {
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

/// "page, section, site"; of equal parts side by side, one stays.
fn document_title(title: &str, breadcrumbs: &[LinkView], site_title: &str) -> String {
    // The first is the home page, which has the name of the site.
    let parent = breadcrumbs.iter().skip(1).next_back().map(|parent| &*parent.title);
    let mut parts: Vec<&str> = [title].into_iter().chain(parent).chain([site_title]).collect();
    parts.dedup();
    parts.join(", ")
}

/// The description in the settings.
fn declared_description(role: Role, config: &Config) -> Option<String> {
    match role {
        Role::Home => config.description.clone(),
        Role::Collection(position) => config.collections[position].description.clone(),
        Role::Term(id) => config.term(id).description.clone(),
        _ => None,
    }
}

/// The words of the heading that says the title, if one does, and the text.
fn title_and_body(
    id: PageId,
    page: &Page,
    linker: &Linker<'_>,
    locale_contexts: &[LocaleContext<'_>],
    input: &RenderInput<'_>,
) -> (Option<Html>, Html) {
    let LocaleContext { words, terms, config } = &locale_contexts[page.language];
    let text = html::TextToRender {
        terms: Some(terms),
        bibliography: input.bibliography,
        highlighting: input.highlighting,
        ..html::TextToRender::of_page(id, page, linker, words, config)
    };
    match page.title_words() {
        Some(title) => {
            let (title, body) = html::render_with_title(title, &text);
            (Some(title), body)
        }
        None => (None, html::render(&text)),
    }
}

/// The names of a collection, by its position; `None` if it has no page.
pub(super) fn collection_name(
    position: usize,
    site: &Site,
    config: &Config,
) -> Option<CollectionNameView> {
    let schema = &config.collections[position];
    let entry = site.entry_with(Role::Collection(position))?;
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
    locale_contexts: &[LocaleContext<'_>],
    input: &RenderInput<'_>,
) -> Vec<FieldView> {
    let LocaleContext { words, config, .. } = &locale_contexts[page.language];
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
                let text =
                    html::TextToRender::fragment(text, targets, &prefix, linker, words, config);
                view.html = Some(html::render(&text).into_string());
            }
        }
    }
    fields
}

fn tags(page: &Page, site: &Site) -> Vec<ValueView> {
    let ids: BTreeSet<TagId> =
        page.front_matter.tags.iter().filter_map(|label| site.tag(label)).collect();
    let tags = ids.into_iter().filter_map(|id| {
        let url = site.entry_of_tag(id)?.url.encoded();
        let text = site.tags[id].label.clone();
        Some(ValueView { name: None, text, html: None, url: Some(url), external: false })
    });
    tags.collect()
}

fn relations(id: PageId, input: &RenderInput<'_>) -> Vec<RelationView> {
    let mut views: Vec<RelationView> = Vec::new();
    let mut last = None;
    for related in &input.links.relations.of_pages[id] {
        let key = (related.side, related.field);
        if last != Some(key) {
            last = Some(key);
            let (name, label) = relation_name(related.field, related.side, input.config);
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
pub(super) fn nearest<'a>(id: PageId, input: &RenderInput<'a>) -> Vec<Neighbor<'a>> {
    let RenderInput { site, links, config, .. } = *input;
    let related: Vec<PageId> =
        links.relations.of_pages[id].iter().map(|related| related.page).collect();
    links.related_pages.nearest(id, &related, config.related, |page| &site.page(page).term_vector)
}

fn near(id: PageId, input: &RenderInput<'_>) -> Vec<NearView> {
    nearest(id, input).into_iter().map(|near| near_view(near, input.site, input.config)).collect()
}

fn near_view(near: Neighbor<'_>, site: &Site, config: &Config) -> NearView {
    let page = site.page(near.page);
    NearView {
        title: page.title.clone(),
        url: site.entry_of_page(near.page).url.encoded(),
        description: page.description().map(str::to_owned),
        draft: page.front_matter.visibility != Visibility::Published,
        collection: page.collection.map(|at| config.collections[at].singular.clone()),
        shared: near.words.into_iter().map(str::to_owned).collect(),
        language: languages::lang_override(page, site),
    }
}

fn backlinks(entry: &Entry, input: &RenderInput<'_>) -> Vec<BacklinkView> {
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
