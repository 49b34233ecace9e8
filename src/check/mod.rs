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
mod unknown_tag;
mod unused_file;

use rayon::prelude::*;

pub(crate) use advice::advise;
pub(crate) use external::external_addresses;
pub(crate) use review::overdue;

use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::site::{Links, Site};

type Check = fn(&Site, &Links, &Config, &mut Diagnostics);

const CHECKS: &[Check] = &[
    broken_link::check,
    circular_text::check,
    data::check,
    indirect_link::ambiguous,
    indirect_link::redirected,
    empty_link::check,
    citation::check,
    duplicate_title::check,
    heading_order::check,
    duplicate_heading::check,
    empty_section::check,
    missing_alt::check,
    picture_size::check,
    large_picture::check,
    unused_file::check,
    unknown_tag::check,
    relation::dangling,
    relation::required,
    relation::conflicts,
    relation::cardinality,
    relation::cycles,
];

/// Runs all checks, several at a time; what they find is in the order of the table.
pub(crate) fn check(site: &Site, links: &Links, config: &Config, diagnostics: &mut Diagnostics) {
    let found: Vec<Diagnostics> = CHECKS
        .par_iter()
        .map(|check| {
            let mut found = Diagnostics::default();
            check(site, links, config, &mut found);
            found
        })
        .collect();
    for found in found {
        diagnostics.extend(found);
    }
}
