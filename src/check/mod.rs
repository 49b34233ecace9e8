//! What is wrong with a site as a whole.
//!
//! In: the site and its links. Out: diagnostics. Each check is a function in a file of its own and
//! a line in one of the tables; nothing else knows of it.

mod advice;
mod broken_link;
mod circle;
mod circular_text;
mod citation;
mod data;
mod external;
mod duplicate_heading;
mod duplicate_title;
mod empty_link;
mod empty_section;
mod heading_order;
mod indirect_link;
mod large_picture;
mod missing_alt;
mod near_miss;
mod not_understood;
mod picture_size;
mod relation;
mod review;
mod translation;
mod unknown_tag;
mod unshown_picture;
mod unused_file;

use std::collections::BTreeSet;

use rayon::prelude::*;

pub(crate) use advice::advise;
pub(crate) use external::external_addresses;
pub(crate) use review::overdue;

use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::memo::{Fingerprint, Memo};
use crate::site::{Links, Page, PageTargets, Role, Site};
use crate::source::FileId;

type Check = fn(&Site, &Links, &Config, &mut Diagnostics);

const CHECKS: &[Check] = &[
    broken_link::of_settings,
    circular_text::check,
    data::check,
    indirect_link::ambiguous,
    indirect_link::redirected,
    citation::unknown,
    picture_size::check,
    large_picture::check,
    unshown_picture::check,
    near_miss::wiki_links,
];

/// Checks that look at no text: what they find stays as long as the order of the site does.
const CHECKS_OF_ORDER: &[Check] = &[
    duplicate_title::check,
    unknown_tag::check,
    relation::dangling,
    relation::required,
    relation::conflicts,
    relation::cardinality,
    relation::cycles,
];

/// What can only be said of all locale sites together.
type CommonCheck = fn(&[CheckedSite<'_>], &mut Diagnostics);

const COMMON_CHECKS: &[CommonCheck] = &[citation::uncited, unused_file::check, translation::words];

/// A site in one language.
#[derive(Clone, Copy)]
pub(crate) struct CheckedSite<'a> {
    pub(crate) site: &'a Site,
    pub(crate) links: &'a Links,
    pub(crate) config: &'a Config,
}

impl CheckedSite<'_> {
    /// The files in its language.
    fn own_files(&self) -> BTreeSet<FileId> {
        let own = self.site.pages.iter().filter(|page| self.site.is_own(page));
        own.map(|page| page.source.id).collect()
    }
}

/// What is wrong with a page whatever the others are like; its original is part of a translation.
type PageCheck = fn(&Page, Role, &mut Diagnostics);

const PAGE_CHECKS: &[PageCheck] = &[
    empty_link::check,
    heading_order::check,
    duplicate_heading::check,
    empty_section::check,
    missing_alt::check,
    near_miss::check,
    not_understood::check,
    translation::outdated,
];

/// What is wrong with where the links of a page lead.
type LinkCheck = fn(&Page, &PageTargets, &mut Diagnostics);

const LINK_CHECKS: &[LinkCheck] = &[broken_link::of_page];

/// Pages that are checked together: few, for an edit of one has all of them checked.
const PAGES_AT_ONCE: usize = 16;

/// What checks found in the build before, by all that they looked at.
#[derive(Default)]
pub(crate) struct CheckMemo {
    pages: Memo<Diagnostics>,
    links: Memo<Diagnostics>,
    order: Memo<Diagnostics>,
}

impl CheckMemo {
    /// Ends a build: what it did not ask for is let go.
    pub(crate) fn sweep(&self) {
        self.pages.sweep();
        self.links.sweep();
        self.order.sweep();
    }
}

/// Runs all checks, several at a time; what they find is in the order of the tables. What the memo has is not
/// looked for again.
pub(crate) fn check(
    locale_sites: &[CheckedSite<'_>],
    memo: &CheckMemo,
    diagnostics: &mut Diagnostics,
) {
    let found: Vec<Diagnostics> =
        locale_sites.par_iter().map(|locale_site| check_locale_site(locale_site, memo)).collect();
    diagnostics.extend_from_locale_sites(found);
    for check in COMMON_CHECKS {
        check(locale_sites, diagnostics);
    }
}

fn check_locale_site(
    CheckedSite { site, links, config }: &CheckedSite<'_>,
    memo: &CheckMemo,
) -> Diagnostics {
    let pages: Vec<LinkedPage<'_>> = pages(site, links).collect();
    let pages = pages.par_chunks(PAGES_AT_ONCE);
    let of_pages = pages.map(|pages| [check_pages(pages, memo), check_links(pages, memo)]);
    let of_pages: Vec<Diagnostics> = of_pages.flatten_iter().filter(|it| !it.is_empty()).collect();
    let run = |checks: &[Check]| {
        let found =
            checks.par_iter().map(|check| found_by(|found| check(site, links, config, found)));
        all_of(found.collect::<Vec<_>>())
    };
    let (others, of_order) =
        rayon::join(|| run(CHECKS), || memo.order.get(site.fingerprint, || run(CHECKS_OF_ORDER)));
    all_of(of_pages.into_iter().chain([others, of_order]))
}

fn all_of(found: impl IntoIterator<Item = Diagnostics>) -> Diagnostics {
    found_by(|all| found.into_iter().for_each(|found| all.extend(found)))
}

/// A page with where its links lead, and with what its entry shows.
struct LinkedPage<'a> {
    page: &'a Page,
    targets: &'a PageTargets,
    role: Role,
}

fn pages<'a>(site: &'a Site, links: &'a Links) -> impl Iterator<Item = LinkedPage<'a>> {
    let roles = site.entry_ids.iter().map(|entry| site.entry(*entry).role);
    let pages = site.pages.iter().zip(&links.targets).zip(roles);
    pages.map(|((page, targets), role)| LinkedPage { page, targets, role })
}

fn check_pages(pages: &[LinkedPage<'_>], memo: &CheckMemo) -> Diagnostics {
    let keys = pages.iter().map(|LinkedPage { page, role, .. }| {
        (page.fingerprints.whole.bytes(), *role == Role::Page)
    });
    memo.pages.get(Fingerprint::of_values(keys), || {
        found_by(|found| {
            for LinkedPage { page, role, .. } in pages {
                for check in PAGE_CHECKS {
                    check(page, *role, found);
                }
            }
        })
    })
}

fn check_links(pages: &[LinkedPage<'_>], memo: &CheckMemo) -> Diagnostics {
    let keys = pages.iter().map(|page| page.targets.fingerprint.bytes());
    memo.links.get(Fingerprint::of(keys), || {
        found_by(|found| {
            for LinkedPage { page, targets, .. } in pages {
                for check in LINK_CHECKS {
                    check(page, targets, found);
                }
            }
        })
    })
}

fn found_by(look: impl FnOnce(&mut Diagnostics)) -> Diagnostics {
    let mut found = Diagnostics::default();
    look(&mut found);
    found
}
