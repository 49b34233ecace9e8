//! Where every link, relation and citation of the site leads.
//!
//! In: the site and the configuration. Out: [`Links`]. Reports nothing: `check` reads the reasons.

mod meant;
mod published;
mod relate;
mod related;
mod resolve;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::arena::Arena;
use crate::config::Config;
use crate::document::{Document, ParsedDocument};
use crate::memo::{Fingerprint, Memo};
use crate::site::{
    Backlink, Entry, EntryId, FieldText, LinkedText, Links, Page, PageTargets, Partition,
    Relations, Site, Target,
};
use crate::source::Span;
use resolve::LinkNames;

/// Pages whose links are resolved together: few, for an edit of one resolves those of all.
const PAGES_AT_ONCE: usize = 16;

/// Where links led in the build before.
#[derive(Default)]
pub(crate) struct LinkMemo {
    pages: Memo<Vec<Arc<PageTargets>>>,
    backlinks: Memo<Arc<Arena<Vec<Backlink>, Entry>>>,
    relations: Memo<Arc<Relations>>,
    partitions: Memo<Arc<Partition>>,
}

impl LinkMemo {
    /// Ends a build: what it did not ask for is let go.
    pub(crate) fn sweep(&self) {
        self.pages.sweep();
        self.backlinks.sweep();
        self.relations.sweep();
        self.partitions.sweep();
    }
}

/// Resolves all links; those of a page only if it, one beside it, or what it can lead to, is not as it was.
pub(crate) fn link(site: &Site, config: &Config, memo: &LinkMemo) -> Links {
    let names = LinkNames::new(site, config.links);
    let ends = ends(site);
    let targets = site.pages.as_slice().par_chunks(PAGES_AT_ONCE);
    let targets: Vec<Vec<Arc<PageTargets>>> =
        targets.map(|pages| targets_of(pages, ends, &names, site, &memo.pages)).collect();
    let targets: Arena<Arc<PageTargets>, Page> = targets.into_iter().flatten().collect();
    let relations = memo.relations.get(site.fingerprint, || Arc::new(relate::relate(site, config)));
    Links {
        backlinks: backlinks(site, &targets, &memo.backlinks),
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

/// Where the links of some pages lead.
fn targets_of(
    pages: &[Arc<Page>],
    ends: Fingerprint,
    names: &LinkNames<'_>,
    site: &Site,
    memo: &Memo<Vec<Arc<PageTargets>>>,
) -> Vec<Arc<PageTargets>> {
    let wholes = pages.iter().map(|page| page.fingerprints.whole);
    let key = Fingerprint::of(std::iter::once(ends).chain(wholes).map(Fingerprint::bytes));
    memo.get(key, || pages.iter().map(|page| Arc::new(targets(page, ends, names, site))).collect())
}

fn targets(page: &Page, ends: Fingerprint, names: &LinkNames<'_>, site: &Site) -> PageTargets {
    let resolve = |link| resolve::resolve(link, Some(page), names, site);
    let text = page.text_links().map(resolve).collect();
    let fields =
        page.field_texts().map(|(place, text)| (place, text.links().map(resolve).collect()));
    let targets = PageTargets {
        fingerprint: Fingerprint::of([ends, page.fingerprints.whole].map(Fingerprint::bytes)),
        text,
        fields: fields.collect(),
        entries: Vec::new(),
    };
    PageTargets { entries: entries(page, &targets, site), ..targets }
}

/// The entries to which the links of a page lead, itself not among them; each once, in order.
fn entries(page: &Page, targets: &PageTargets, site: &Site) -> Vec<EntryId> {
    let to = targets.links(page).filter(|(link, _)| !link.kind.is_html());
    let to = to.filter_map(|(_, target)| match target {
        Target::Entry { entry, .. } => Some(*entry),
        _ => None,
    });
    let is_itself = |entry: &EntryId| site.entry(*entry).path == page.path;
    let entries: BTreeSet<EntryId> = to.filter(|entry| !is_itself(entry)).collect();
    entries.into_iter().collect()
}

/// By entry, the pages whose text links there; each once, and none to itself.
fn backlinks(
    site: &Site,
    targets: &Arena<Arc<PageTargets>, Page>,
    memo: &Memo<Arc<Arena<Vec<Backlink>, Entry>>>,
) -> Arc<Arena<Vec<Backlink>, Entry>> {
    let entries = Fingerprint::of_values(targets.iter().map(|targets| &targets.entries));
    let key = Fingerprint::of([site.fingerprint, entries].map(Fingerprint::bytes));
    memo.get(key, || {
        let mut backlinks = site.entries.filled(Vec::new());
        for (from, targets) in targets.enumerate() {
            for entry in &targets.entries {
                backlinks[*entry].push(Backlink { from });
            }
        }
        Arc::new(backlinks)
    })
}

/// The footer's text. `check` reports its problems.
fn footer(config: &Config, names: &LinkNames<'_>, site: &Site) -> Option<LinkedText> {
    let (markdown, span) = config.footer.text.clone()?;
    let ParsedDocument { document, problems } = Document::fragment(&markdown, config);
    let text = FieldText { markdown, document, span };
    let targets = text
        .links()
        .map(|link| resolve::resolve_destination(link.destination, "", None, names, site))
        .collect();
    Some(LinkedText { text, targets, problems })
}

/// The links that the configuration itself makes, by place.
fn configured(config: &Config, names: &LinkNames<'_>, site: &Site) -> BTreeMap<Span, Target> {
    let links = config.links().map(|link| (link.destination.as_str(), link.span));
    links
        .chain(config.theme.files())
        .map(|(to, span)| (span, resolve::resolve_destination(to, "", None, names, site)))
        .collect()
}
