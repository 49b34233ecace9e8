//! What is wrong with a site as a whole.
//!
//! In: the site and its links. Out: diagnostics. Each check is a function in a file of its own and
//! a line in the table; nothing else knows of it.

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
use crate::site::{Links, Page, Role, Site};
use crate::source::FileId;

type Check = fn(&Site, &Links, &Config, &mut Diagnostics);

const CHECKS: &[Check] = &[
    broken_link::check,
    circular_text::check,
    data::check,
    indirect_link::ambiguous,
    indirect_link::redirected,
    citation::unknown,
    duplicate_title::check,
    picture_size::check,
    large_picture::check,
    unknown_tag::check,
    relation::dangling,
    relation::required,
    relation::conflicts,
    relation::cardinality,
    relation::cycles,
];

/// What can only be said of all editions together.
type CommonCheck = fn(&[Edition<'_>], &mut Diagnostics);

const COMMON_CHECKS: &[CommonCheck] =
    &[citation::uncited, unused_file::check, translation::words, translation::outdated];

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

/// What is wrong with a page whatever the others are like.
type PageCheck = fn(&Page, Role, &mut Diagnostics);

const PAGE_CHECKS: &[PageCheck] = &[
    empty_link::check,
    heading_order::check,
    duplicate_heading::check,
    empty_section::check,
    missing_alt::check,
];

/// Runs all checks, several at a time; what they find is in the order of the tables. What the memo has of a
/// page is not looked for again.
pub(crate) fn check(
    editions: &[Edition<'_>],
    memo: &Memo<Diagnostics>,
    diagnostics: &mut Diagnostics,
) {
    diagnostics.extend_from_editions(editions.iter().map(|edition| check_edition(edition, memo)));
    for check in COMMON_CHECKS {
        check(editions, diagnostics);
    }
}

fn check_edition(
    Edition { site, links, config }: &Edition<'_>,
    memo: &Memo<Diagnostics>,
) -> Diagnostics {
    let pages = site.entries.par_iter().filter_map(|entry| Some((entry.page?, entry.role)));
    let of_pages: Vec<Diagnostics> = pages
        .map(|(page, role)| check_page(site.page(page), role, memo))
        .filter(|found| !found.is_empty())
        .collect();
    let found: Vec<Diagnostics> = CHECKS
        .par_iter()
        .map(|check| {
            let mut found = Diagnostics::default();
            check(site, links, config, &mut found);
            found
        })
        .collect();
    let mut all = Diagnostics::default();
    for found in of_pages.into_iter().chain(found) {
        all.extend(found);
    }
    all
}

fn check_page(page: &Page, role: Role, memo: &Memo<Diagnostics>) -> Diagnostics {
    let is_plain = [u8::from(role == Role::Page)];
    let key = Fingerprint::of([&page.fingerprints.whole.bytes()[..], &is_plain]);
    memo.get(key, || {
        let mut found = Diagnostics::default();
        for check in PAGE_CHECKS {
            check(page, role, &mut found);
        }
        found
    })
}
