//! Where every link, relation and citation of the site leads.
//!
//! In: the site and the configuration. Out: [`Links`]. Reports nothing: `check` reads the reasons.

mod near;
mod relate;
mod resolve;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::arena::Arena;
use crate::config::Config;
use crate::markdown;
use crate::memo::{Fingerprint, Memo};
use crate::site::{Backlink, Entry, Links, Page, PageTargets, Relations, Shelf, Site, Target};
use crate::source::Span;
use resolve::Names;

/// Where links led in the build before.
#[derive(Default)]
pub(crate) struct LinkMemo {
    pages: Memo<Arc<PageTargets>>,
    relations: Memo<Arc<Relations>>,
    shelves: Memo<Arc<Shelf>>,
}

impl LinkMemo {
    /// Ends a build: what it did not ask for is let go.
    pub(crate) fn sweep(&self) {
        self.pages.sweep();
        self.relations.sweep();
        self.shelves.sweep();
    }
}

/// Resolves all links; those of a page only if it, or what it can lead to, is not as it was.
pub(crate) fn link(site: &Site, config: &Config, memo: &LinkMemo) -> Links {
    let names = Names::new(site);
    let ends = ends(site).bytes();
    let targets: Vec<Arc<PageTargets>> = site
        .pages
        .as_slice()
        .par_iter()
        .map(|page| {
            let key = Fingerprint::of([&ends[..], &page.fingerprints.whole.bytes()]);
            memo.pages.get(key, || {
                let resolve = |link| resolve::resolve(link, Some(page), &names, site);
                let links = page.links.iter().map(resolve).collect();
                let html_links = page.html_links.iter().map(resolve).collect();
                Arc::new(PageTargets { fingerprint: key, links, html_links })
            })
        })
        .collect();
    let targets = Arena::from(targets);
    let (footer, footer_html) = footer(config, &names, site);
    let relations = memo.relations.get(site.fingerprint, || Arc::new(relate::relate(site, config)));
    Links {
        backlinks: backlinks(site, &targets),
        targets,
        relations,
        near: near::near(site, config, &memo.shelves),
        footer,
        footer_html,
        configured: configured(config, &names, site),
    }
}

/// Changes with all that a link can lead to.
fn ends(site: &Site) -> Fingerprint {
    let anchors = site.pages.iter().map(|page| page.fingerprints.anchors.bytes());
    Fingerprint::of(anchors.chain([site.fingerprint.bytes()]))
}

/// By entry, the pages whose text links there; each once, and none to itself.
fn backlinks(site: &Site, targets: &Arena<Arc<PageTargets>, Page>) -> Arena<Vec<Backlink>, Entry> {
    let mut backlinks = site.entries.filled(Vec::new());
    for (from, targets) in targets.enumerate() {
        for target in &targets.links {
            let Target::Entry { entry, .. } = target else {
                continue;
            };
            let known = &mut backlinks[*entry];
            let itself = site.entries[*entry].page == Some(from);
            if !itself && known.last() != Some(&Backlink { from }) {
                known.push(Backlink { from });
            }
        }
    }
    backlinks
}

fn footer(config: &Config, names: &Names<'_>, site: &Site) -> (Vec<Target>, Vec<Target>) {
    let Some((text, _)) = &config.footer.text else { return (Vec::new(), Vec::new()) };
    let resolve = |to: &str| resolve::resolve_destination(to, "", None, names, site);
    let links = markdown::link_destinations(text).iter().map(|to| resolve(to)).collect();
    let html = markdown::html_link_destinations(text);
    (links, html.iter().map(|to| resolve(to)).collect())
}

/// The links that the configuration itself makes, by place.
fn configured(config: &Config, names: &Names<'_>, site: &Site) -> BTreeMap<Span, Target> {
    let links = config.links().map(|link| (link.destination.as_str(), link.span));
    links
        .chain(config.theme.files())
        .map(|(to, span)| (span, resolve::resolve_destination(to, "", None, names, site)))
        .collect()
}
