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
mod picture_size;
mod relation;
mod review;
mod translation;
mod unknown_tag;
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

/// What can only be said of all editions together.
type CommonCheck = fn(&[Edition<'_>], &mut Diagnostics);

const COMMON_CHECKS: &[CommonCheck] = &[citation::uncited, unused_file::check, translation::words];

/// A site in one language.
#[derive(Clone, Copy)]
pub(crate) struct Edition<'a> {
    pub(crate) site: &'a Site,
    pub(crate) links: &'a Links,
    pub(crate) config: &'a Config,
}

impl Edition<'_> {
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
    translation::outdated,
];

/// What is wrong with where the links of a page lead.
type LinkCheck = fn(&Page, &PageTargets, &mut Diagnostics);

const LINK_CHECKS: &[LinkCheck] = &[broken_link::of_page];

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
pub(crate) fn check(editions: &[Edition<'_>], memo: &CheckMemo, diagnostics: &mut Diagnostics) {
    diagnostics.extend_from_editions(editions.iter().map(|edition| check_edition(edition, memo)));
    for check in COMMON_CHECKS {
        check(editions, diagnostics);
    }
}

fn check_edition(Edition { site, links, config }: &Edition<'_>, memo: &CheckMemo) -> Diagnostics {
    let pages =
        site.entries.as_slice().par_iter().filter_map(|entry| Some((entry.page?, entry.role)));
    let of_pages = pages.map(|(page, role)| check_page(site.page(page), role, &memo.pages));
    let of_pages: Vec<Diagnostics> = of_pages.filter(|found| !found.is_empty()).collect();
    let pages = site.pages.as_slice().par_iter().zip(links.targets.as_slice());
    let of_links = pages.map(|(page, targets)| check_links(page, targets, &memo.links));
    let of_links: Vec<Diagnostics> = of_links.filter(|found| !found.is_empty()).collect();
    let run = |checks: &[Check]| {
        let found =
            checks.par_iter().map(|check| found_by(|found| check(site, links, config, found)));
        all_of(found.collect::<Vec<_>>())
    };
    let (others, of_order) =
        rayon::join(|| run(CHECKS), || memo.order.get(site.fingerprint, || run(CHECKS_OF_ORDER)));
    all_of(of_pages.into_iter().chain(of_links).chain([others, of_order]))
}

fn all_of(found: impl IntoIterator<Item = Diagnostics>) -> Diagnostics {
    found_by(|all| found.into_iter().for_each(|found| all.extend(found)))
}

fn check_links(page: &Page, targets: &PageTargets, memo: &Memo<Diagnostics>) -> Diagnostics {
    memo.get(targets.fingerprint, || {
        found_by(|found| LINK_CHECKS.iter().for_each(|check| check(page, targets, found)))
    })
}

fn check_page(page: &Page, role: Role, memo: &Memo<Diagnostics>) -> Diagnostics {
    let is_plain = [u8::from(role == Role::Page)];
    let key = Fingerprint::of([&page.fingerprints.whole.bytes()[..], &is_plain]);
    memo.get(key, || {
        found_by(|found| PAGE_CHECKS.iter().for_each(|check| check(page, role, found)))
    })
}

fn found_by(look: impl FnOnce(&mut Diagnostics)) -> Diagnostics {
    let mut found = Diagnostics::default();
    look(&mut found);
    found
}
