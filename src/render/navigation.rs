//! Where a page stands: breadcrumbs, the tree beside the text, previous and next.

use super::languages;
use super::view::{ContentsView, LinkView, NavigationView};
use crate::config::Config;
use crate::site::{ContentPath, Entry, Page, Role, SectionId, Site};

/// Pages, and folders, of one folder that the tree still lists; larger ones have their list page
/// for that.
const TREE_PAGES: usize = 100;

/// A link to an entry.
pub(super) fn link_to(entry: &Entry, site: &Site) -> LinkView {
    let language = languages::lang_override_of_entry(entry, site);
    LinkView { title: site.title(entry), url: entry.url.encoded(), language }
}

/// The sections from the root to the one that holds the entry.
fn ancestors(entry: &Entry, site: &Site) -> Vec<SectionId> {
    let mut sections = vec![entry.section];
    while let Some(parent) = site.sections[sections[sections.len() - 1]].parent {
        sections.push(parent);
    }
    sections.reverse();
    sections
}

/// The pages above an entry, from the home page on.
pub(super) fn breadcrumbs(entry: &Entry, site: &Site) -> Vec<LinkView> {
    let mut crumbs: Vec<&Entry> =
        ancestors(entry, site).into_iter().map(|section| site.index_of(section)).collect();
    // Pages of generated folders, which are no sections.
    if let Some(parent) = generated_parent(entry, site)
        && !crumbs.iter().any(|crumb| crumb.path == parent.path)
    {
        crumbs.push(parent);
    }
    crumbs.retain(|crumb| crumb.path != entry.path);
    crumbs.into_iter().map(|crumb| link_to(crumb, site)).collect()
}

/// The list that a generated page is part of.
fn generated_parent<'s>(entry: &Entry, site: &'s Site) -> Option<&'s Entry> {
    match entry.role {
        Role::Term(..) | Role::Tag(_) => {
            site.entry_at(&ContentPath::resolve(entry.path.folder(), "index.md")?)
        }
        _ => None,
    }
}

/// The top section that an entry is in.
pub(super) fn top_section(entry: &Entry, site: &Site) -> Option<LinkView> {
    let top = *ancestors(entry, site).get(1)?;
    Some(link_to(site.index_of(top), site))
}

/// The tree beside the text: of the top section that the page is in, or of the whole site's top.
pub(super) fn tree(entry: &Entry, site: &Site) -> Vec<NavigationView> {
    if matches!(entry.role, Role::Home | Role::NotFound) {
        return Vec::new();
    }
    let open = ancestors(entry, site);
    branches(*open.get(1).unwrap_or(&open[0]), entry, &open, site)
}

fn branches(
    section: SectionId,
    entry: &Entry,
    open: &[SectionId],
    site: &Site,
) -> Vec<NavigationView> {
    let listed = &site.sections[section];
    let pages = if listed.pages.len() > TREE_PAGES { &[][..] } else { &listed.pages };
    let pages = pages.iter().map(|page| leaf(site.entry(*page), entry, site));
    let too_many = listed.sections.len() > TREE_PAGES;
    let shown = listed.sections.iter().filter(|inner| !too_many || open.contains(inner));
    let sections = shown.map(|inner| {
        let is_open = open.contains(inner);
        let children = if is_open { branches(*inner, entry, open, site) } else { Vec::new() };
        NavigationView { open: is_open, children, ..leaf(site.index_of(*inner), entry, site) }
    });
    pages.chain(sections).collect()
}

/// A place of the tree with nothing below it; `entry` is the one whose page shows the tree.
fn leaf(listed: &Entry, entry: &Entry, site: &Site) -> NavigationView {
    NavigationView {
        title: site.title(listed),
        url: listed.url.encoded(),
        current: listed.path == entry.path,
        open: false,
        children: Vec::new(),
        language: languages::lang_override_of_entry(listed, site),
    }
}

/// The pages before and after one in its collection, if that is ordered.
pub(super) fn neighbours(
    entry: &Entry,
    site: &Site,
    config: &Config,
) -> (Option<LinkView>, Option<LinkView>) {
    let Some(id) = entry.page else {
        return (None, None);
    };
    let collection = site.page(id).collection.filter(|at| config.collections[*at].ordered);
    let Some(collection) = collection else {
        return (None, None);
    };
    let pages = &site.collections[collection];
    let at = site.ranks[id];
    let around = [at.checked_sub(1), Some(at + 1)].map(|at| {
        let page = pages.get(at?)?;
        Some(link_to(site.entry_of_page(*page), site))
    });
    around.into()
}

/// A page's headings of level 2, with those of level 3 below them.
pub(super) fn contents(page: &Page, site: &Site) -> Vec<ContentsView> {
    let mut contents: Vec<ContentsView> = Vec::new();
    for heading in page.headings() {
        let line = ContentsView {
            title: heading.text.to_owned(),
            anchor: heading.anchor.as_str().to_owned(),
            level: heading.level,
            children: Vec::new(),
            language: languages::lang_override(page, site),
        };
        match (heading.level, contents.last_mut()) {
            (1 | 2, _) | (3, None) => contents.push(line),
            (3, Some(above)) => above.children.push(line),
            _ => {}
        }
    }
    contents
}
