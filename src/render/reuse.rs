//! Pages of the last build that need not be made again. A fingerprint stands for all that a page is made from.
//!
//! In: the site, and a fingerprint of all that pages share. Out: the pages that are left to make. A page is made from
//! its own text and those of the pages that it shows something of: pages that it links to, includes or lists, that a
//! relation names, or that are near it.

use rayon::prelude::*;

use super::input::{PageToRender, RenderInput, Reuse};
use super::page;
use crate::memo::Fingerprint;
use crate::site::{Entry, EntryId, PageId, Role, Site, Target, included};

impl Reuse<'_> {
    /// Takes over pages that are made from the same as before. Returns the others.
    pub(super) fn left_to_make(
        &self,
        pages: &[PageToRender],
        input: &RenderInput<'_>,
    ) -> Vec<PageToRender> {
        let shared_inputs = shared_inputs(self.shared_inputs, input);
        let pages = pages.par_iter().copied();
        pages.filter(|page| !self.take_over(*page, input, shared_inputs)).collect()
    }

    /// Takes over a page, if it was made from the same. Returns whether it did.
    fn take_over(
        &self,
        page: PageToRender,
        input: &RenderInput<'_>,
        shared_inputs: Fingerprint,
    ) -> bool {
        let PageToRender::Entry(id) = page else { return false };
        made_from(id, input, shared_inputs)
            .is_some_and(|fingerprint| self.take_over_all(id, fingerprint, input))
    }

    /// Takes over all pages of an entry, if all are there: those of a long list are made together.
    fn take_over_all(
        &self,
        id: EntryId,
        fingerprint: Fingerprint,
        input: &RenderInput<'_>,
    ) -> bool {
        let urls = input.site.list_urls(id, input.config);
        let mut missing = urls.iter().filter(|url| !(self.take_over)(&url.output(), fingerprint));
        missing.next().is_none()
    }
}

/// The fingerprint of all that the pages of a locale site share: names and places of pages in all languages, and
/// the pages that explain terms.
fn shared_inputs(shared_inputs: Fingerprint, input: &RenderInput<'_>) -> Fingerprint {
    let RenderInput { site, links, config, locale_sites, .. } = input;
    let terms = site.terms(config).map(|page| site.page(page).fingerprints.whole);
    let others = locale_sites.iter().map(|sibling| sibling.site.fingerprint);
    let targets = Fingerprint::of_values(links.of_settings());
    let all = [shared_inputs, targets].into_iter().chain(others).chain(terms);
    Fingerprint::of(all.map(Fingerprint::bytes))
}

/// Changes with everything that the page of an entry is made from; `None` if it may be made from any page.
fn made_from(
    at: EntryId,
    input: &RenderInput<'_>,
    shared_inputs: Fingerprint,
) -> Option<Fingerprint> {
    let RenderInput { site, links, .. } = *input;
    let entry = site.entry(at);
    let listed = listed(entry, site)?;
    let own = entry.page.filter(|_| entry.role == Role::Page);
    let included = entry.page.map(|id| included_in(id, input)).unwrap_or_default();
    let texts = entry.page.into_iter().chain(included.iter().copied());
    let targets = texts.clone().map(|page| &links.targets[page]);
    let targets = targets.flat_map(|targets| targets.all());
    let linked = targets.clone().filter_map(|target| match target {
        Target::Entry { entry, .. } => site.entry(*entry).page,
        _ => None,
    });
    let related = entry.page.into_iter().flat_map(|id| &links.relations.of_pages[id]);
    let related = related.map(|related| related.page);
    let near = own.map(|id| page::nearest(id, input)).unwrap_or_default();
    let near_by = near.iter().map(|near| near.page);
    let linking = links.backlinks[at].iter().map(|backlink| backlink.from.number().to_le_bytes());
    let shown = texts.chain(listed).chain(linked).chain(related).chain(near_by);
    let parts = [
        shared_inputs,
        Fingerprint::of([entry.path.as_str()]),
        Fingerprint::of(shown.map(|page| site.page(page).fingerprints.whole.bytes())),
        Fingerprint::of(near.iter().flat_map(|near| &near.words)),
        Fingerprint::of(linking),
        Fingerprint::of_values(targets),
    ];
    Some(Fingerprint::of(parts.map(Fingerprint::bytes)))
}

/// The pages that an entry lists besides its own words; `None` if they are not known.
fn listed(entry: &Entry, site: &Site) -> Option<Vec<PageId>> {
    match entry.role {
        Role::Page => Some(Vec::new()),
        Role::Section => {
            let section = &site.sections[entry.section];
            let inner = section.sections.iter().filter_map(|inner| site.index_of(*inner).page);
            let pages = section.pages.iter().filter_map(|id| site.entry(*id).page);
            Some(pages.chain(inner).collect())
        }
        Role::Collection(position) => Some(site.collections[position].clone()),
        Role::Tag(id) => Some(site.tags[id].pages.clone()),
        _ => None,
    }
}

/// The pages of which a text shows the whole or a part.
fn included_in(id: PageId, input: &RenderInput<'_>) -> Vec<PageId> {
    let whole = input.site.page(id).whole();
    let included = included(id, whole, input.site, input.links);
    included.into_iter().map(|(page, _)| page).collect()
}
