//! Addresses on other hosts, and where they stand. Nothing here asks for them.

use crate::config::Config;
use crate::site::{FieldValue, Links, Page, Site, Target};
use crate::source::Span;

/// Every address on another host that the site leads readers to, with its place: those of texts, of
/// fields, of the settings and of cited works.
pub(crate) fn external_addresses(
    site: &Site,
    links: &Links,
    config: &Config,
) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    found.extend(links.written(site).filter_map(|(_, link, target)| match target {
        Target::External => Some((link.destination.to_owned(), link.span)),
        Target::OnTheWeb(address) => Some((address.clone(), link.span)),
        _ => None,
    }));
    site.pages.iter().for_each(|page| in_fields(page, config, &mut found));
    found.extend(config.links().map(|link| (link.destination.clone(), link.span)));
    found.extend(site.references.iter().filter_map(|work| Some((work.link()?, work.span))));
    found.retain(|(address, _)| address.starts_with("https://") || address.starts_with("http://"));
    found
}

fn in_fields(page: &Page, config: &Config, found: &mut Vec<(String, Span)>) {
    let Some(collection) = page.collection else { return };
    for (position, values) in &page.front_matter.fields {
        for value in values {
            if let FieldValue::Url(address) = value {
                let name = &config.collections[collection].fields[*position].name;
                found.push((address.clone(), page.span_of_key(name)));
            }
        }
    }
}
