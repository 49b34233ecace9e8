//! Where a page stands: breadcrumbs, the tree beside the text, previous and next.

use super::languages;
use super::view::{ContentsView, LinkView, NavigationView};
use crate::config::Config;
use crate::site::{ContentPath, Entry, Page, Role, SectionId, Site};

/// Links that the tree holds at most, and those of one folder: if the tree is too large, it lists fewer of each. The list
/// page of a folder has them all.
const TREE_LINKS: usize = 120;
const OF_FOLDER: [usize; 4] = [100, 50, 20, 6];

/// Pages of a large folder that are listed before one and after it.
const NEAR: usize = 10;

/// Headings of a page that are listed; of more, only those of the highest level.
const ALL_LEVELS: usize = 60;

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
    let top = *open.get(1).unwrap_or(&open[0]);
    let trees = OF_FOLDER.map(|most| Tree { entry, open: &open, most, site });
    let mut trees = trees.into_iter().map(|tree| tree.branches(top));
    let fitting = trees.find(|tree| links(tree) <= TREE_LINKS);
    fitting.unwrap_or_else(|| Tree { entry, open: &open, most: 2, site }.branches(top))
}

fn links(branches: &[NavigationView]) -> usize {
    branches.iter().map(|branch| 1 + links(&branch.children)).sum()
}

/// The tree on the page of an entry.
struct Tree<'s> {
    entry: &'s Entry,
    /// The sections around the entry.
    open: &'s [SectionId],
    /// Pages, and folders, of one folder; of a larger one, those around the entry.
    most: usize,
    site: &'s Site,
}

impl Tree<'_> {
    fn branches(&self, section: SectionId) -> Vec<NavigationView> {
        let Tree { entry, open, site, .. } = *self;
        let listed = &site.sections[section];
        let own = listed.pages.iter().position(|page| site.entry(*page).path == entry.path);
        let pages = self.around(&listed.pages, own);
        let pages = pages.iter().map(|page| leaf(site.entry(*page), entry, site));
        let inner = listed.sections.iter().position(|inner| open.contains(inner));
        let sections = self.around(&listed.sections, inner).iter().map(|inner| {
            let is_open = open.contains(inner);
            let children = if is_open { self.branches(*inner) } else { Vec::new() };
            NavigationView { open: is_open, children, ..leaf(site.index_of(*inner), entry, site) }
        });
        pages.chain(sections).collect()
    }

    /// What is listed of some: of too many, those around one of them, or none.
    fn around<'l, T>(&self, all: &'l [T], one: Option<usize>) -> &'l [T] {
        match one {
            _ if all.len() <= self.most => all,
            Some(one) => {
                let reach = self.most.min(2 * NEAR) / 2;
                &all[one.saturating_sub(reach)..(one + reach + 1).min(all.len())]
            }
            None => &[],
        }
    }
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

/// A page's headings of level 2, with those of level 3 below them unless there are too many.
pub(super) fn contents(page: &Page, site: &Site) -> Vec<ContentsView> {
    let mut contents: Vec<ContentsView> = Vec::new();
    let headings = || page.headings().filter(|heading| heading.level <= 3);
    let is_long = headings().count() > ALL_LEVELS;
    let highest = headings().map(|heading| heading.level).min().unwrap_or(2);
    let deepest = if is_long { highest.max(2) } else { 3 };
    for heading in headings().filter(|heading| heading.level <= deepest).take(ALL_LEVELS) {
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
