//! Pages to the [`Site`]: sections, collections, tags, and an entry for every address.

mod addresses;
mod entries;
mod order;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use addresses::{generated_files, redirects, report_duplicate_urls};
pub(crate) use entries::Titles;
use entries::{entries, fill_sections, sections};
use order::{collections, ranks};

use super::data::Tables;
use crate::config::{Config, Drafts};
use crate::diagnostic::Diagnostics;
use crate::language::Conventions;
use crate::memo::{Fingerprint, Memo};
use crate::site::{Asset, Page, Reference, Role, Site, Slug, Tag, Visibility};

/// What a site is made of.
pub(crate) struct Parts {
    /// Changes with the settings.
    pub(crate) settings: Fingerprint,
    /// In order of path.
    pub(crate) pages: Vec<Arc<Page>>,
    /// In order of path.
    pub(crate) assets: Vec<Asset>,
    pub(crate) tables: Tables,
    pub(crate) references: Arc<Vec<Reference>>,
    pub(crate) drafts: Drafts,
    pub(crate) titles: Titles,
    /// Whether the site's absolute address is known: then it has files for programs.
    pub(crate) has_address: bool,
}

/// A site without its pages, and what is wrong with its order.
pub(crate) type Assembled = (Site, Diagnostics);

/// Puts the parts together. Where nothing changed but texts of pages, the memo has the order.
pub(crate) fn assemble(
    parts: Parts,
    config: &Config,
    memo: &Memo<Assembled>,
    diagnostics: &mut Diagnostics,
) -> Site {
    let fingerprint = fingerprint(&parts);
    let references = Arc::clone(&parts.references);
    let tables = Arc::new(parts.tables);
    let visibility = |page: &Arc<Page>| page.front_matter.visibility;
    let (pages, hidden): (Vec<Arc<Page>>, Vec<Arc<Page>>) =
        parts.pages.into_iter().partition(|page| is_shown(visibility(page), parts.drafts));
    let (order, found) = memo.get(fingerprint, || {
        let mut found = Diagnostics::default();
        let hidden = hidden.iter().map(|page| (page.path.clone(), visibility(page))).collect();
        let site = Site {
            fingerprint,
            pages: pages.clone(),
            hidden: Arc::new(hidden),
            assets: Arc::new(parts.assets),
            references: Arc::clone(&references),
            tables: Arc::default(),
            entries: Arc::default(),
            by_role: Arc::default(),
            sections: Arc::default(),
            collections: Arc::default(),
            ranks: Arc::default(),
            tags: Arc::default(),
            tag_slugs: Arc::default(),
            redirects: Arc::default(),
        };
        let site = put_in_order(site, &parts.titles, parts.has_address, config, &mut found);
        (Site { pages: Vec::new(), ..site }, found)
    });
    diagnostics.extend(found);
    // Of works, only the keys are part of the order; of data, nothing is.
    Site { pages, tables, references, ..order }
}

/// Changes with all that the order of a site is made from.
fn fingerprint(parts: &Parts) -> Fingerprint {
    let settings = [parts.settings.bytes()];
    let outlines = parts.pages.iter().map(|page| page.fingerprints.outline.bytes());
    let assets = parts.assets.iter().map(Asset::fingerprint);
    let works = parts.references.iter().map(|work| &work.key);
    let has_address = u8::from(parts.has_address);
    let of_each = [
        Fingerprint::of(settings),
        Fingerprint::of(outlines),
        Fingerprint::of(assets.map(Fingerprint::bytes)),
        Fingerprint::of(works),
        Fingerprint::of([[has_address]]),
        Fingerprint::of(parts.titles.all()),
    ];
    Fingerprint::of(of_each.map(Fingerprint::bytes))
}

/// Gives a site of pages and files all that follows from them.
fn put_in_order(
    mut site: Site,
    titles: &Titles,
    has_address: bool,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Site {
    let (tags, tag_slugs) = tags(&site.pages);
    let mut sections = sections(&site.pages, config);
    let entries =
        entries(&site.pages, &tags, &sections, !site.references.is_empty(), titles, config);
    let roles = entries.iter().enumerate().map(|(id, entry)| (entry.role, id));
    let of_one = roles.filter(|(role, _)| !matches!(role, Role::Page | Role::Section));
    site.by_role = Arc::new(of_one.collect());
    site.entries = Arc::new(entries);
    site.tags = Arc::new(tags);
    site.tag_slugs = Arc::new(tag_slugs);
    fill_sections(&mut sections, &site, &Conventions::of(&config.language));
    site.sections = Arc::new(sections);
    site.collections = Arc::new(collections(&site, config));
    site.ranks = Arc::new(ranks(&site));
    let generated = generated_files(&site, has_address);
    report_duplicate_urls(&site, &generated, diagnostics);
    site.redirects = Arc::new(redirects(&site, &generated, diagnostics));
    site
}

fn is_shown(visibility: Visibility, drafts: Drafts) -> bool {
    match visibility {
        Visibility::Published => true,
        Visibility::Draft | Visibility::Scheduled(_) => drafts == Drafts::Include,
        Visibility::Expired(_) => false,
    }
}

/// The tags by slug, and the slug of each by its words in lower case. `C`, `C++` and `C#` are
/// three tags, though their letters are the same; `index` is the address of the list.
fn tags(pages: &[Arc<Page>]) -> (BTreeMap<Slug, Tag>, HashMap<String, Slug>) {
    let mut tags: BTreeMap<Slug, Tag> = BTreeMap::new();
    let mut slugs: HashMap<String, Slug> = HashMap::new();
    for (id, page) in pages.iter().enumerate() {
        for label in &page.front_matter.tags {
            let slug = slugs.entry(label.to_lowercase()).or_insert_with(|| {
                let wanted = Slug::new(label);
                let numbered = (2..).map(|number| wanted.numbered(number));
                let mut candidates = std::iter::once(wanted.clone()).chain(numbered);
                let is_free = |slug: &Slug| slug.as_str() != "index" && !tags.contains_key(slug);
                candidates.find(is_free).expect("numbers do not end")
            });
            let fresh = || Tag { label: label.clone(), pages: Vec::new() };
            let tag = tags.entry(slug.clone()).or_insert_with(fresh);
            if tag.pages.last() != Some(&id) {
                tag.pages.push(id);
            }
        }
    }
    (tags, slugs)
}
