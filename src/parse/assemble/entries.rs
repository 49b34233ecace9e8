//! Sections, and an entry for every page and for every generated page.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::arena::Arena;
use crate::config::{Config, TermId, UrlStyle};
use crate::language::Conventions;
use crate::parse::title;
use crate::site::{
    ContentPath, Entry, Page, Role, SEARCH_PAGE, Section, SectionId, Site, Slug, Tag, UrlPath,
    leading_number,
};

/// The titles of generated pages that the project does not name itself.
#[derive(Default)]
pub(crate) struct GeneratedTitles {
    pub(crate) search: String,
    pub(crate) tags: String,
    pub(crate) references: String,
    pub(crate) reviews: String,
    pub(crate) not_found: String,
}

impl GeneratedTitles {
    /// In the order of the fields.
    pub(super) fn all(&self) -> [&str; 5] {
        let GeneratedTitles { search, tags, references, reviews, not_found } = self;
        [search, tags, references, reviews, not_found]
    }
}

/// A folder of content, before its section knows its entries.
pub(super) struct Folder {
    /// Without slashes at its ends; empty for the root.
    path: String,
    parent: Option<SectionId>,
}

impl Folder {
    /// The content path of its own page.
    fn index_path(&self) -> ContentPath {
        ContentPath::resolve(&self.path, "index.md").expect("a name stays inside")
    }
}

/// Every folder that holds a page or is declared to, and those around it. Parents come before children.
pub(super) fn folders(pages: &[Arc<Page>], config: &Config) -> Arena<Folder, Section> {
    let mut paths: BTreeSet<&str> = BTreeSet::from([""]);
    let of_pages = pages.iter().map(|page| page.path.folder());
    let of_collections = config.collections.iter().map(|schema| schema.folder.as_str());
    for folder in of_pages.chain(of_collections) {
        let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
        paths.extend(ends.map(|end| &folder[..end]));
    }
    let mut folders = Arena::default();
    let mut ids: HashMap<&str, SectionId> = HashMap::new();
    for path in paths {
        let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
        let parent = (!path.is_empty()).then(|| ids[parent]);
        ids.insert(path, folders.push(Folder { path: path.to_owned(), parent }));
    }
    folders
}

/// Generated pages: what each shows, and its title.
pub(super) type Generated = BTreeMap<ContentPath, (Role, String)>;

/// Where generated pages stand, what they show, and their title if no page gives one.
pub(super) fn generated(
    tags: &Arena<Tag>,
    folders: &Arena<Folder, Section>,
    has_references: bool,
    titles: &GeneratedTitles,
    config: &Config,
) -> Generated {
    let mut generated = BTreeMap::new();
    let mut add = |path: String, role: Role, title: &str| {
        generated.entry(ContentPath::new(path)).or_insert_with(|| (role, title.to_owned()));
    };
    add("index.md".to_owned(), Role::Home, &config.title);
    add("404.md".to_owned(), Role::NotFound, &titles.not_found);
    add(SEARCH_PAGE.to_owned(), Role::Search, &titles.search);
    for (position, matrix) in config.matrices.iter().enumerate() {
        add(matrix.page.clone(), Role::Matrix(position), &matrix.label);
    }
    if let Some(references) = config.references.as_ref().filter(|_| has_references) {
        add(references.page.clone(), Role::References, &titles.references);
    }
    if let Some((page, _)) = &config.review_page {
        add(page.clone(), Role::Review, &titles.reviews);
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
            add(
                path,
                Role::Term(TermId { vocabulary: position, term: term_position }),
                &term.label,
            );
        }
    }
    if tags.len() > 0 {
        add("tags/index.md".to_owned(), Role::Tags, &titles.tags);
    }
    for (id, tag) in tags.enumerate() {
        add(tag.path(), Role::Tag(id), &tag.label);
    }
    for folder in folders {
        let name = folder.path.rsplit('/').next().unwrap_or_default();
        add(folder.index_path().as_str().to_owned(), Role::Section, &title::of_name(name));
    }
    generated
}

/// The section that holds a path: its folder, or the nearest one around it that is a section.
fn section_of(path: &ContentPath, sections: &HashMap<&str, SectionId>) -> SectionId {
    let mut folder = path.folder();
    loop {
        match sections.get(folder) {
            Some(id) => return *id,
            None => folder = folder.rsplit_once('/').map_or("", |(parent, _)| parent),
        }
    }
}

/// An entry for every page and for every generated page.
pub(super) fn entries(
    site: &Site,
    folders: &Arena<Folder, Section>,
    mut generated: Generated,
    config: &Config,
) -> Arena<Entry> {
    let Site { pages, prefix, .. } = site;
    let ids: HashMap<&str, SectionId> =
        folders.enumerate().map(|(id, folder)| (folder.path.as_str(), id)).collect();
    let mut entries: Vec<Entry> = Vec::with_capacity(pages.len() + generated.len());
    for (id, page) in pages.enumerate() {
        let (role, title) = generated.remove(&page.path).unwrap_or((Role::Page, String::new()));
        let url = match role {
            Role::NotFound => not_found_url(site),
            _ => page.url.below(prefix),
        };
        let section = section_of(&page.path, &ids);
        entries.push(Entry { path: page.path.clone(), url, role, page: Some(id), title, section });
    }
    for (path, (role, title)) in generated {
        let url = match role {
            Role::NotFound => not_found_url(site),
            _ => generated_url(&path, config.urls).below(prefix),
        };
        let section = section_of(&path, &ids);
        entries.push(Entry { path, url, role, page: None, title, section });
    }
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    Arena::from(entries)
}

/// Servers look for this file at the root, whatever the style of the other addresses; some look below a
/// language, too.
fn not_found_url(site: &Site) -> UrlPath {
    let prefix = if site.language == 0 { "" } else { &site.prefix };
    UrlPath::of_file("404.html").below(prefix)
}

fn generated_url(path: &ContentPath, style: UrlStyle) -> UrlPath {
    let slug = (path.stem() != "index").then(|| Slug::new(path.stem()));
    UrlPath::of_page(path.folder(), slug.as_ref(), style)
}

/// A section for every folder, with its entries in their order: that of the menu; then by weight, by the number that the
/// name of the file begins with, and by title.
pub(super) fn sections(
    folders: &Arena<Folder, Section>,
    site: &Site,
    menu: &[ContentPath],
    conventions: &Conventions,
) -> Arena<Section> {
    let mut sections = folders.map(|folder| empty_section(folder, site));
    for (id, entry) in site.entries.enumerate() {
        let listed = match entry.role {
            Role::Page => entry.page.is_none_or(|id| site.page(id).front_matter.listing.in_menus),
            Role::Matrix(_) | Role::References => true,
            Role::Term(..) | Role::Tag(_) => entry.page.is_some(),
            _ => false,
        };
        if listed {
            sections[entry.section].pages.push(id);
        }
    }
    let places = places_in_menu(menu, site, &sections);
    let key = |place: usize, entry: &Entry| {
        let weight = entry.page.map_or(0, |id| site.page(id).front_matter.weight);
        (place, weight, place_in_name(entry), conventions.sort_key(&site.title(entry)))
    };
    let children = sections.enumerate().filter_map(|(id, section)| Some((section.parent?, id)));
    let mut children: Vec<(SectionId, SectionId)> = children.collect();
    children
        .sort_by_cached_key(|(_, id)| key(places.of_section(*id), site.entry(sections[*id].index)));
    for (parent, id) in children {
        sections[parent].sections.push(id);
    }
    for section in sections.iter_mut() {
        section.pages.sort_by_cached_key(|id| {
            let entry = site.entry(*id);
            key(places.of_entry(entry), entry)
        });
    }
    sections
}

/// Where entries and sections stand in a menu.
struct MenuPlaces<'m> {
    of_paths: HashMap<&'m ContentPath, usize>,
    /// Of each section, the place of its first page.
    of_sections: HashMap<SectionId, usize>,
}

impl MenuPlaces<'_> {
    /// What the menu does not name comes last.
    fn of_entry(&self, entry: &Entry) -> usize {
        self.of_paths.get(&entry.path).copied().unwrap_or(usize::MAX)
    }

    fn of_section(&self, section: SectionId) -> usize {
        self.of_sections.get(&section).copied().unwrap_or(usize::MAX)
    }
}

fn places_in_menu<'m>(
    menu: &'m [ContentPath],
    site: &Site,
    sections: &Arena<Section>,
) -> MenuPlaces<'m> {
    let of_paths = menu.iter().enumerate().rev().map(|(place, path)| (path, place));
    let mut places = MenuPlaces { of_paths: of_paths.collect(), of_sections: HashMap::new() };
    if menu.is_empty() {
        return places;
    }
    for entry in site.entries.iter() {
        let place = places.of_entry(entry);
        let mut section = Some(entry.section).filter(|_| place < usize::MAX);
        while let Some(around) = section {
            let first = places.of_sections.entry(around).or_insert(place);
            *first = place.min(*first);
            section = sections[around].parent;
        }
    }
    places
}

/// The place in the order that the name of a file or of a folder gives.
fn place_in_name(entry: &Entry) -> u32 {
    let name = match entry.path.stem() {
        "index" => entry.path.folder().rsplit('/').next().unwrap_or_default(),
        stem => stem,
    };
    leading_number(name).map_or(u32::MAX, |(number, _)| number)
}

fn empty_section(folder: &Folder, site: &Site) -> Section {
    let index = site.entry_id_at(&folder.index_path()).expect("every folder has an index entry");
    Section { parent: folder.parent, index, pages: Vec::new(), sections: Vec::new() }
}
