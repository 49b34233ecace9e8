//! Pages to the [`Site`]: sections, collections, tags, and an entry for every address.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::words_of_name;
use crate::config::{Config, Drafts, Order, Project, UrlStyle};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::site::{
    Asset, ContentPath, Entry, FEED, FieldValue, MANIFEST, Page, PageId, ROBOTS, Reference, Role,
    SITEMAP, Section, SectionId, Site, Slug, Tag, UrlPath, Visibility,
};
use crate::source::Span;

/// What a site is made of.
pub(crate) struct Parts {
    /// In order of path.
    pub(crate) pages: Vec<Arc<Page>>,
    /// In order of path.
    pub(crate) assets: Vec<Asset>,
    pub(crate) references: Vec<Reference>,
    pub(crate) drafts: Drafts,
    /// Whether the site's absolute address is known: then it has files for programs.
    pub(crate) has_address: bool,
}

/// Puts the parts together.
pub(crate) fn assemble(parts: Parts, config: &Config, diagnostics: &mut Diagnostics) -> Site {
    let mut pages = Vec::with_capacity(parts.pages.len());
    let mut hidden = BTreeMap::new();
    for page in parts.pages {
        let visibility = page.front_matter.visibility;
        if is_shown(visibility, parts.drafts) {
            pages.push(page);
        } else {
            hidden.insert(page.path.clone(), visibility);
        }
    }
    let tags = tags(&pages);
    let mut sections = sections(&pages, config);
    let entries = entries(&pages, &tags, &sections, !parts.references.is_empty(), config);
    let roles = entries.iter().enumerate().map(|(id, entry)| (entry.role, id));
    let by_role = roles.filter(|(role, _)| !matches!(role, Role::Page | Role::Section)).collect();
    let mut site = Site {
        by_role,
        collections: Vec::new(),
        pages,
        hidden,
        entries,
        sections: Vec::new(),
        tags,
        assets: parts.assets,
        redirects: Vec::new(),
        references: parts.references,
    };
    fill_sections(&mut sections, &site);
    site.sections = sections;
    site.collections = collections(&site, config);
    let generated = generated_files(&site, parts.has_address);
    report_duplicate_urls(&site, &generated, diagnostics);
    site.redirects = redirects(&site, &generated, diagnostics);
    site
}

fn is_shown(visibility: Visibility, drafts: Drafts) -> bool {
    match visibility {
        Visibility::Published => true,
        Visibility::Draft | Visibility::Scheduled(_) => drafts == Drafts::Include,
        Visibility::Expired(_) => false,
    }
}

fn tags(pages: &[Arc<Page>]) -> BTreeMap<Slug, Tag> {
    let mut tags: BTreeMap<Slug, Tag> = BTreeMap::new();
    for (id, page) in pages.iter().enumerate() {
        for label in &page.front_matter.tags {
            let fresh = || Tag { label: label.clone(), pages: Vec::new() };
            let tag = tags.entry(Slug::new(label)).or_insert_with(fresh);
            if tag.pages.last() != Some(&id) {
                tag.pages.push(id);
            }
        }
    }
    tags
}

/// A section for every folder that holds a page, and for those around it.
fn sections(pages: &[Arc<Page>], config: &Config) -> Vec<Section> {
    let mut folders: BTreeSet<&str> = BTreeSet::from([""]);
    let of_pages = pages.iter().map(|page| page.path.folder());
    let of_collections = config.collections.iter().map(|schema| schema.folder.as_str());
    for folder in of_pages.chain(of_collections) {
        let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
        folders.extend(ends.map(|end| &folder[..end]));
    }
    let mut sections: Vec<Section> = Vec::with_capacity(folders.len());
    let mut ids: HashMap<&str, SectionId> = HashMap::new();
    for folder in folders {
        let parent = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
        let parent = (!folder.is_empty()).then(|| ids[parent]);
        ids.insert(folder, sections.len());
        let index = ContentPath::resolve(folder, "index.md").expect("a name stays inside");
        let folder = folder.to_owned();
        sections.push(Section { folder, parent, index, pages: Vec::new(), sections: Vec::new() });
    }
    sections
}

/// Where generated pages stand, what they show, and their title if no page gives one.
fn generated(
    tags: &BTreeMap<Slug, Tag>,
    sections: &[Section],
    has_references: bool,
    config: &Config,
) -> BTreeMap<ContentPath, (Role, String)> {
    let mut generated = BTreeMap::new();
    let mut add = |path: String, role: Role, title: &str| {
        generated.entry(ContentPath::new(path)).or_insert_with(|| (role, title.to_owned()));
    };
    add("index.md".to_owned(), Role::Home, &config.title);
    add("404.md".to_owned(), Role::NotFound, "Page not found");
    for (position, matrix) in config.matrices.iter().enumerate() {
        add(matrix.page.clone(), Role::Matrix(position), &matrix.label);
    }
    if let Some(references) = config.references.as_ref().filter(|_| has_references) {
        add(references.page.clone(), Role::References, "References");
    }
    for (position, schema) in config.collections.iter().enumerate() {
        add(format!("{}/index.md", schema.folder), Role::Collection(position), &schema.label);
    }
    for position in config.browsable_vocabularies() {
        let vocabulary = &config.vocabularies[position];
        let folder = &vocabulary.name;
        add(format!("{folder}/index.md"), Role::Vocabulary(position), &vocabulary.label);
        for (term_position, term) in vocabulary.terms.iter().enumerate() {
            let path = format!("{folder}/{}.md", term.value);
            add(path, Role::Term(position, term_position), &term.label);
        }
    }
    if !tags.is_empty() {
        add("tags/index.md".to_owned(), Role::Tags, "Tags");
    }
    for (position, (slug, tag)) in tags.iter().enumerate() {
        add(format!("tags/{}.md", slug.as_str()), Role::Tag(position), &tag.label);
    }
    for section in sections {
        let name = section.folder.rsplit('/').next().unwrap_or_default();
        add(section.index.as_str().to_owned(), Role::Section, &words_of_name(name));
    }
    generated
}

/// An entry for every page and for every generated page.
fn entries(
    pages: &[Arc<Page>],
    tags: &BTreeMap<Slug, Tag>,
    sections: &[Section],
    has_references: bool,
    config: &Config,
) -> Vec<Entry> {
    let mut generated = generated(tags, sections, has_references, config);
    let ids: HashMap<&str, SectionId> =
        sections.iter().enumerate().map(|(id, section)| (section.folder.as_str(), id)).collect();
    let section_of = |path: &ContentPath| {
        let mut folder = path.folder();
        loop {
            match ids.get(folder) {
                Some(id) => return *id,
                None => folder = folder.rsplit_once('/').map_or("", |(parent, _)| parent),
            }
        }
    };
    let mut entries: Vec<Entry> = Vec::with_capacity(pages.len() + generated.len());
    for (id, page) in pages.iter().enumerate() {
        let (role, title) = generated.remove(&page.path).unwrap_or((Role::Page, String::new()));
        let url = match role {
            Role::NotFound => not_found_url(),
            _ => page.url.clone(),
        };
        let section = section_of(&page.path);
        entries.push(Entry { path: page.path.clone(), url, role, page: Some(id), title, section });
    }
    for (path, (role, title)) in generated {
        let url = match role {
            Role::NotFound => not_found_url(),
            _ => generated_url(&path, config.urls),
        };
        let section = section_of(&path);
        entries.push(Entry { path, url, role, page: None, title, section });
    }
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    entries
}

/// Servers look for this file whatever the style of the other addresses.
fn not_found_url() -> UrlPath {
    UrlPath::of_file("404.html")
}

fn generated_url(path: &ContentPath, style: UrlStyle) -> UrlPath {
    let slug = (path.stem() != "index").then(|| Slug::new(path.stem()));
    UrlPath::of_page(path.folder(), slug.as_ref(), style)
}

fn fill_sections(sections: &mut [Section], site: &Site) {
    let weight = |page: Option<PageId>| page.map_or(0, |id| site.page(id).front_matter.weight);
    for (id, entry) in site.entries.iter().enumerate() {
        let listed = match entry.role {
            Role::Page | Role::Matrix(_) | Role::References => true,
            Role::Term(..) | Role::Tag(_) => entry.page.is_some(),
            _ => false,
        };
        if listed {
            sections[entry.section].pages.push(id);
        }
    }
    let mut children: Vec<(SectionId, SectionId)> = sections
        .iter()
        .enumerate()
        .filter_map(|(id, section)| Some((section.parent?, id)))
        .collect();
    children.sort_by_cached_key(|(_, id)| {
        let index = site.entry_at(&sections[*id].index).expect("every section has an index entry");
        (weight(index.page), site.title(index).to_lowercase())
    });
    for (parent, id) in children {
        sections[parent].sections.push(id);
    }
    for section in sections {
        section.pages.sort_by_cached_key(|id| {
            let entry = site.entry(*id);
            (weight(entry.page), site.title(entry).to_lowercase())
        });
    }
}

fn collections(site: &Site, config: &Config) -> Vec<Vec<PageId>> {
    let mut collections = vec![Vec::new(); config.collections.len()];
    for (id, page) in site.pages.iter().enumerate() {
        if let Some(collection) = page.collection {
            collections[collection].push(id);
        }
    }
    for (schema, pages) in config.collections.iter().zip(&mut collections) {
        pages.sort_by(|a: &PageId, b: &PageId| {
            let (a, b) = (site.page(*a), site.page(*b));
            compare(a, b, schema.order).then_with(|| {
                (a.title.to_lowercase(), &a.path).cmp(&(b.title.to_lowercase(), &b.path))
            })
        });
    }
    collections
}

fn compare(a: &Page, b: &Page, order: Order) -> Ordering {
    match order {
        Order::Title => Ordering::Equal,
        Order::Weight => a.front_matter.weight.cmp(&b.front_matter.weight),
        Order::Date => b.front_matter.date.cmp(&a.front_matter.date),
        Order::Field(field) => match (first_value(a, field), first_value(b, field)) {
            (Some(a), Some(b)) => compare_values(a, b),
            // Pages without the field come last.
            (a, b) => b.is_some().cmp(&a.is_some()),
        },
    }
}

fn first_value(page: &Page, field: usize) -> Option<&FieldValue> {
    let (_, values) = page.front_matter.fields.iter().find(|(position, _)| *position == field)?;
    values.first()
}

/// Orders two values of one field, so of one type.
fn compare_values(a: &FieldValue, b: &FieldValue) -> Ordering {
    match (a, b) {
        (FieldValue::Integer(a), FieldValue::Integer(b)) => a.cmp(b),
        (FieldValue::Number(a), FieldValue::Number(b)) => a.total_cmp(b),
        (FieldValue::Boolean(a), FieldValue::Boolean(b)) => a.cmp(b),
        (FieldValue::Date(a), FieldValue::Date(b)) => a.cmp(b),
        (FieldValue::Term(_, a), FieldValue::Term(_, b)) => a.cmp(b),
        (FieldValue::String(a), FieldValue::String(b)) => a.to_lowercase().cmp(&b.to_lowercase()),
        _ => Ordering::Equal,
    }
}

/// What is published at an address.
#[derive(Clone, Copy)]
enum Occupant<'s> {
    Asset(&'s Asset),
    Page(PageId),
    Generated,
}

/// The files that are generated besides pages, each once for every part that makes it.
fn generated_files(site: &Site, has_address: bool) -> Vec<String> {
    let for_programs = [FEED, SITEMAP].into_iter().filter(|_| has_address).map(str::to_owned);
    let tables = site.entries.iter().filter_map(Entry::table);
    for_programs.chain(tables.map(|path| path.as_str().to_owned())).collect()
}

fn report_duplicate_urls(site: &Site, generated: &[String], diagnostics: &mut Diagnostics) {
    let mut taken: HashMap<String, Occupant<'_>> = HashMap::new();
    for path in generated {
        if taken.insert(path.clone(), Occupant::Generated).is_some() {
            let message = format!("two generated files would be published at `/{path}`");
            let problem = Diagnostic::new(Code::DuplicateUrl, message);
            diagnostics.push(problem.help("give one of the pages another name"));
        }
    }
    for asset in &site.assets {
        if taken.contains_key(asset.path.as_str()) {
            let (shown, path) = (Project::shown(&asset.disk), &asset.path);
            let message = format!(
                "`{shown}` and a generated file would be published at the address `/{path}`"
            );
            let problem = Diagnostic::new(Code::DuplicateUrl, message);
            diagnostics.push(problem.help("give the file another name"));
        }
    }
    for asset in &site.assets {
        taken.insert(asset.path.as_str().to_owned(), Occupant::Asset(asset));
    }
    for entry in &site.entries {
        let output = entry.url.output().as_str().to_owned();
        let second = entry.page.map_or(Occupant::Generated, Occupant::Page);
        match taken.get(&output) {
            Some(first) => diagnostics.push(duplicate_url(*first, second, entry, site)),
            None => drop(taken.insert(output, second)),
        }
    }
}

fn duplicate_url(
    first: Occupant<'_>,
    second: Occupant<'_>,
    entry: &Entry,
    site: &Site,
) -> Diagnostic {
    let shown = |asset: &Asset| Project::shown(&asset.disk);
    let url = &entry.url;
    let message = match (first, second) {
        (Occupant::Asset(asset), Occupant::Generated) => {
            format!(
                "`{}` and a generated page would be published at the address `{url}`",
                shown(asset)
            )
        }
        _ => format!("two files would be published at the address `{url}`"),
    };
    let mut problem = Diagnostic::new(Code::DuplicateUrl, message);
    // The place is that of a page an author can mend, whichever came first.
    problem = match (first, second) {
        (Occupant::Page(first), Occupant::Page(second)) => problem
            .at(url_span(site.page(second)))
            .note_at("this page took the address first", site.page(first).start()),
        (Occupant::Asset(asset), Occupant::Page(page)) => problem
            .at(url_span(site.page(page)))
            .note(format!("the file `{}` has that address", shown(asset))),
        (Occupant::Generated, Occupant::Page(page))
        | (Occupant::Page(page), Occupant::Generated) => {
            problem.at(url_span(site.page(page))).note("a generated page has that address")
        }
        _ => problem,
    };
    problem.help("rename one of them, or give one page another `slug`")
}

/// The place that decides a page's address.
fn url_span(page: &Page) -> Span {
    page.front_matter.slug.as_ref().map_or(page.start(), |slug| page.span_of(&slug.place))
}

/// Old addresses. One that is in use, or claimed twice, is a mistake.
fn redirects(
    site: &Site,
    generated: &[String],
    diagnostics: &mut Diagnostics,
) -> Vec<(UrlPath, PageId)> {
    let in_use: HashMap<String, &Entry> =
        site.entries.iter().map(|entry| (entry.url.output().as_str().to_owned(), entry)).collect();
    let mut redirects: BTreeMap<UrlPath, (PageId, Span)> = BTreeMap::new();
    for (id, page) in site.pages.iter().enumerate() {
        for alias in &page.front_matter.aliases {
            let span = page.span_of(&alias.place);
            let output = alias.value.output();
            let conflict = |message: String| {
                Diagnostic::new(Code::AliasConflict, message).at(span).help("remove this alias")
            };
            let own = [ROBOTS, MANIFEST];
            let is_generated = generated.iter().any(|path| path == output.as_str());
            let below_a_file = output.as_str().match_indices('/').any(|(at, _)| {
                let folder = &output.as_str()[..at];
                in_use.contains_key(folder) || site.asset(&ContentPath::new(folder)).is_some()
            });
            if is_generated || below_a_file || own.contains(&output.as_str()) {
                let message =
                    format!("a generated file lives at the address `{}`, or above it", alias.value);
                diagnostics.push(conflict(message));
            } else if let Some(entry) = in_use.get(output.as_str()) {
                let title = site.title(entry);
                let message = format!("the page `{title}` lives at the address `{}`", alias.value);
                diagnostics.push(conflict(message));
            } else if site.asset(&ContentPath::new(output.as_str())).is_some() {
                diagnostics
                    .push(conflict(format!("a file lives at the address `{}`", alias.value)));
            } else if let Some((_, first)) = redirects.get(&alias.value) {
                let message = format!("the address `{}` is claimed twice", alias.value);
                diagnostics.push(conflict(message).note_at("first claimed here", *first));
            } else {
                redirects.insert(alias.value.clone(), (id, span));
            }
        }
    }
    redirects.into_iter().map(|(url, (page, _))| (url, page)).collect()
}
