//! Where every link, relation and citation of the site leads.
//!
//! In: the site and the configuration. Out: [`Links`]. Reports nothing: `check` reads the reasons.

mod relate;
mod related;
mod resolve;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::arena::Arena;
use crate::config::Config;
use crate::document::{Document, Parsed};
use crate::memo::{Fingerprint, Memo};
use crate::site::{
    Backlink, Entry, FieldText, LinkedText, Links, Page, PageTargets, Partition, Relations, Site,
    Target,
};
use crate::source::Span;
use resolve::Names;

/// Where links led in the build before.
#[derive(Default)]
pub(crate) struct LinkMemo {
    pages: Memo<Arc<PageTargets>>,
    relations: Memo<Arc<Relations>>,
    partitions: Memo<Arc<Partition>>,
}

impl LinkMemo {
    /// Ends a build: what it did not ask for is let go.
    pub(crate) fn sweep(&self) {
        self.pages.sweep();
        self.relations.sweep();
        self.partitions.sweep();
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
                let text = page.text_links().map(resolve).collect();
                let fields = page.field_texts();
                let fields = fields
                    .map(|(place, text)| (place, text.links().map(resolve).collect()))
                    .collect();
                Arc::new(PageTargets { fingerprint: key, text, fields })
            })
        })
        .collect();
    let targets = Arena::from(targets);
    let relations = memo.relations.get(site.fingerprint, || Arc::new(relate::relate(site, config)));
    Links {
        backlinks: backlinks(site, &targets),
        footer: footer(config, &names, site),
        targets,
        relations,
        related_pages: related::related_pages(site, config, &memo.partitions),
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
    for (from, page) in site.pages.enumerate() {
        for (link, target) in targets[from].links(page) {
            let Target::Entry { entry, .. } = target else {
                continue;
            };
            if link.kind.is_html() {
                continue;
            }
            let known = &mut backlinks[*entry];
            let itself = site.entries[*entry].page == Some(from);
            if !itself && known.last() != Some(&Backlink { from }) {
                known.push(Backlink { from });
            }
        }
    }
    backlinks
}

/// The footer's text. `check` reports its problems.
fn footer(config: &Config, names: &Names<'_>, site: &Site) -> Option<LinkedText> {
    let (markdown, span) = config.footer.text.clone()?;
    let Parsed { document, problems } = Document::fragment(&markdown, config);
    let text = FieldText { markdown, document, span };
    let targets = text
        .links()
        .map(|link| resolve::resolve_destination(link.destination, "", None, names, site))
        .collect();
    Some(LinkedText { text, targets, problems })
}

/// The links that the configuration itself makes, by place.
fn configured(config: &Config, names: &Names<'_>, site: &Site) -> BTreeMap<Span, Target> {
    let links = config.links().map(|link| (link.destination.as_str(), link.span));
    links
        .chain(config.theme.files())
        .map(|(to, span)| (span, resolve::resolve_destination(to, "", None, names, site)))
        .collect()
}
