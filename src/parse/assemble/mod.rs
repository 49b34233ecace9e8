//! Pages to the [`Site`]: sections, collections, tags, and an entry for every address.

mod addresses;
mod entries;
mod order;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

pub(crate) use addresses::report_shared_urls;
use addresses::{
    SettledAddresses, generated_files, redirects, report_renamed_pages, settle_addresses,
};
pub(crate) use entries::GeneratedTitles;
use entries::{entries, folders, generated, sections};
use order::{collections, pages_by_term, ranks};

use super::data::Tables;
use super::locale_sites::PagesByFile;
use crate::arena::Arena;
use crate::config::{Config, Drafts};
use crate::diagnostic::Diagnostics;
use crate::language::Conventions;
use crate::memo::{Fingerprint, Memo};
use crate::site::{
    Asset, ContentPath, Entry, EntryId, LocaleInfo, Page, PageId, Reference, Role, Site, Slug, Tag,
    TagId, Visibility, WebOrigin,
};

/// What the sites in all languages are made of.
pub(crate) struct SharedParts {
    /// Changes with the settings.
    pub(crate) settings: Fingerprint,
    /// In order of path.
    pub(crate) assets: Arc<Vec<Asset>>,
    pub(crate) origin: Arc<WebOrigin>,
    /// Files that are not published.
    pub(crate) draft_files: Arc<Vec<ContentPath>>,
    /// Files that other programs left behind.
    pub(crate) leftovers: Vec<ContentPath>,
    pub(crate) tables: Arc<Tables>,
    pub(crate) references: Arc<Vec<Reference>>,
    pub(crate) drafts: Drafts,
    /// Pages in the order of a menu, which comes before their own.
    pub(crate) menu: Vec<ContentPath>,
    pub(crate) languages: Arc<Vec<LocaleInfo>>,
    /// Whether the site's absolute address is known: then it has files for programs.
    pub(crate) has_address: bool,
}

/// What the site in one language is made of besides.
pub(crate) struct Parts {
    /// In order of path.
    pub(crate) pages: Vec<Arc<Page>>,
    pub(crate) titles: GeneratedTitles,
    /// The position of the language of the locale site, and what its addresses begin with.
    pub(crate) language: usize,
    pub(crate) prefix: String,
    /// Pages by the file that holds them, where that is not their path.
    pub(crate) files: PagesByFile,
}

impl SharedParts {
    /// Changes with all of it that the order of a site is made from.
    pub(crate) fn fingerprint(&self) -> Fingerprint {
        let assets = self.assets.iter().map(Asset::fingerprint);
        let draft_files = self.draft_files.iter().map(ContentPath::as_str);
        let leftovers = self.leftovers.iter().map(ContentPath::as_str);
        let works = self.references.iter().map(|work| &work.key);
        let menu = self.menu.iter().map(ContentPath::as_str);
        let of_each = [
            self.settings,
            Fingerprint::of(assets.map(Fingerprint::bytes)),
            Fingerprint::of(draft_files),
            Fingerprint::of(leftovers),
            Fingerprint::of(works),
            Fingerprint::of(menu),
            self.origin.fingerprint(),
            Fingerprint::of([[u8::from(self.has_address)]]),
        ];
        Fingerprint::of(of_each.map(Fingerprint::bytes))
    }
}

/// A site without its pages, and what is wrong with its order.
pub(crate) type Assembled = (Site, Diagnostics);

/// Puts the parts together. Where nothing changed but texts of pages, the memo has the order; `shared` is the
/// fingerprint of what is common.
pub(crate) fn assemble(
    parts: Parts,
    (common, shared): (&SharedParts, Fingerprint),
    config: &Config,
    memo: &Memo<Assembled>,
    diagnostics: &mut Diagnostics,
) -> Site {
    let fingerprint = fingerprint(&parts, shared);
    let visibility = |page: &Arc<Page>| page.front_matter.visibility;
    let (pages, hidden): (Vec<Arc<Page>>, Vec<Arc<Page>>) =
        parts.pages.into_iter().partition(|page| visibility(page).is_shown(common.drafts));
    let (order, found) = memo.get(fingerprint, || {
        let mut found = Diagnostics::default();
        let hidden = hidden.iter().map(|page| (page.path.clone(), visibility(page)));
        let draft_files = common.draft_files.iter().map(|path| (path.clone(), Visibility::Draft));
        let leftovers = common.leftovers.iter().map(|path| (path.clone(), Visibility::Leftover));
        let hidden = hidden.chain(draft_files).chain(leftovers).collect();
        let site = Site {
            fingerprint,
            language: parts.language,
            languages: Arc::clone(&common.languages),
            prefix: parts.prefix,
            pages: Arena::from(pages.clone()),
            files: parts.files.by_file,
            hidden: Arc::new(hidden),
            assets: Arc::clone(&common.assets),
            origin: Arc::clone(&common.origin),
            left_out: Arc::default(),
            references: Arc::clone(&common.references),
            reference_positions: OnceLock::new(),
            tables: Arc::default(),
            entries: Arc::default(),
            entry_ids: Arc::default(),
            by_role: Arc::default(),
            sections: Arc::default(),
            collections: Arc::default(),
            pages_by_term: Arc::default(),
            ranks: Arc::default(),
            tags: Arc::default(),
            tag_ids: Arc::default(),
            redirects: Arc::default(),
            outputs: Arc::default(),
        };
        let site = put_in_order(site, &parts.titles, common, config, &mut found);
        (Site { pages: Arena::default(), ..site }, found)
    });
    diagnostics.extend(found);
    // Of works, only the keys are part of the order; of data, nothing is.
    let (tables, references) = (Arc::clone(&common.tables), Arc::clone(&common.references));
    Site { pages: Arena::from(pages), tables, references, ..order }
}

/// Changes with all that the order of a site is made from.
fn fingerprint(parts: &Parts, shared: Fingerprint) -> Fingerprint {
    let outlines = parts.pages.iter().map(|page| page.fingerprints.outline.bytes());
    let of_each = [
        shared,
        Fingerprint::of(outlines),
        Fingerprint::of(parts.titles.all()),
        Fingerprint::of([parts.language.to_le_bytes()]),
        parts.files.fingerprint,
    ];
    Fingerprint::of(of_each.map(Fingerprint::bytes))
}

/// Gives a site of pages and files all that follows from them.
fn put_in_order(
    mut site: Site,
    titles: &GeneratedTitles,
    common: &SharedParts,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Site {
    let (tags, tag_ids) = tags(&site, config);
    let folders = folders(site.pages.as_slice(), config);
    let generated = generated(&tags, &folders, !site.references.is_empty(), titles, config);
    let entries = entries(&site, &folders, generated, config);
    let roles = entries.enumerate().map(|(id, entry)| (entry.role, id));
    let of_one = roles.filter(|(role, _)| !matches!(role, Role::Page | Role::Section));
    site.by_role = Arc::new(of_one.collect());
    site.entry_ids = Arc::new(entry_ids(&entries));
    site.entries = Arc::new(entries);
    let generated = generated_files(&site, common.has_address);
    settle(&mut site, &generated, diagnostics);
    site.tags = Arc::new(tags);
    site.tag_ids = Arc::new(tag_ids);
    site.sections =
        Arc::new(sections(&folders, &site, &common.menu, &Conventions::of(&config.language)));
    site.collections = Arc::new(collections(&site, config));
    site.pages_by_term = Arc::new(pages_by_term(&site));
    site.ranks = Arc::new(ranks(&site));
    report_renamed_pages(&site, diagnostics);
    site.redirects = Arc::new(redirects(&site, &generated, diagnostics));
    site
}

/// Gives each address to one file.
fn settle(site: &mut Site, generated: &[String], diagnostics: &mut Diagnostics) {
    let SettledAddresses { moved, left_out } = settle_addresses(site, generated, diagnostics);
    let entries = Arc::get_mut(&mut site.entries).expect("the order of a new site is its own");
    for (id, url) in moved {
        entries[id].url = url;
    }
    site.left_out = Arc::new(left_out);
}

/// By page, the entry that shows it: each page has one.
fn entry_ids(entries: &Arena<Entry>) -> Arena<EntryId, Page> {
    let shown = entries.enumerate().filter_map(|(id, entry)| Some((entry.page?, id)));
    let mut shown: Vec<(PageId, EntryId)> = shown.collect();
    shown.sort_unstable();
    shown.into_iter().map(|(_, id)| id).collect()
}

/// The tags, and each by its words in lower case.
fn tags(site: &Site, config: &Config) -> (Arena<Tag>, HashMap<String, TagId>) {
    let (by_slug, slugs) = tags_by_slug(site, config);
    let tags: Arena<Tag> = by_slug.into_values().collect();
    let id_of = |slug: Slug| tags.find_by(|tag| tag.slug.cmp(&slug));
    let ids = slugs.into_iter().filter_map(|(words, slug)| Some((words, id_of(slug)?))).collect();
    (tags, ids)
}

/// The tags by slug, and the slug of each by its words in lower case. `C`, `C++` and `C#` are
/// three tags, though their letters are the same; `index` is the address of the list.
fn tags_by_slug(site: &Site, config: &Config) -> (BTreeMap<Slug, Tag>, HashMap<String, Slug>) {
    let words = config.languages.words(site.language);
    let in_words =
        |label: &str| words.and_then(|words| words.of(label)).unwrap_or(label).to_owned();
    let mut tags: BTreeMap<Slug, Tag> = BTreeMap::new();
    let mut slugs: HashMap<String, Slug> = HashMap::new();
    // By slug that several tags would have, the number for the next of them.
    let mut numbers: HashMap<Slug, usize> = HashMap::new();
    for (id, page) in site.pages.enumerate() {
        for label in &page.front_matter.tags {
            let slug = slugs
                .entry(Tag::key(label))
                .or_insert_with(|| free_slug(Slug::new(label), &tags, &mut numbers));
            let tag = tags.entry(slug.clone()).or_insert_with(|| Tag {
                slug: slug.clone(),
                label: in_words(label),
                pages: Vec::new(),
            });
            if page.front_matter.listing.in_menus && tag.pages.last() != Some(&id) {
                tag.pages.push(id);
            }
        }
    }
    (tags, slugs)
}

/// The slug that a tag would have, with a number if another one has it. Numbers below the one in `numbers` are taken.
fn free_slug(wanted: Slug, tags: &BTreeMap<Slug, Tag>, numbers: &mut HashMap<Slug, usize>) -> Slug {
    let is_free = |slug: &Slug| slug.as_str() != "index" && !tags.contains_key(slug);
    if is_free(&wanted) {
        return wanted;
    }
    let number = numbers.entry(wanted.clone()).or_insert(2);
    loop {
        let slug = wanted.numbered(*number);
        *number += 1;
        if is_free(&slug) {
            return slug;
        }
    }
}
