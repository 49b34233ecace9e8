//! Pages to the [`Site`]: sections, collections, tags, and an entry for every address.

mod addresses;
mod entries;
mod order;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use addresses::{generated_files, redirects, report_duplicate_urls};
use entries::{entries, fill_sections, sections};
use order::{collections, ranks};

use crate::config::{Config, Drafts};
use crate::diagnostic::Diagnostics;
use crate::site::{Asset, Page, Reference, Role, Site, Slug, Tag, Visibility};

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
    let (tags, tag_slugs) = tags(&pages);
    let mut sections = sections(&pages, config);
    let entries = entries(&pages, &tags, &sections, !parts.references.is_empty(), config);
    let roles = entries.iter().enumerate().map(|(id, entry)| (entry.role, id));
    let by_role = roles.filter(|(role, _)| !matches!(role, Role::Page | Role::Section)).collect();
    let mut site = Site {
        by_role,
        collections: Vec::new(),
        ranks: Vec::new(),
        pages,
        hidden,
        entries,
        sections: Vec::new(),
        tags,
        tag_slugs,
        assets: parts.assets,
        redirects: Vec::new(),
        references: parts.references,
    };
    fill_sections(&mut sections, &site);
    site.sections = sections;
    site.collections = collections(&site, config);
    site.ranks = ranks(&site);
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
