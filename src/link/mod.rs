//! Where every link, relation and citation of the site leads.
//!
//! In: the site and the configuration. Out: [`Links`]. Reports nothing: `check` reads the reasons.

mod relate;
mod resolve;

use rayon::prelude::*;

use crate::config::Config;
use crate::markdown;
use crate::site::{Backlink, Links, Site, Target};
use resolve::Names;

/// Resolves all links.
pub(crate) fn link(site: &Site, config: &Config) -> Links {
    let names = Names::new(site);
    let targets: Vec<Vec<Target>> = site
        .pages
        .par_iter()
        .map(|page| {
            let resolve = |link| resolve::resolve(link, Some(page), &names, site);
            page.links.iter().map(resolve).collect()
        })
        .collect();
    let html_targets = site.pages.iter().map(|page| {
        let resolve = |link| resolve::resolve(link, Some(page), &names, site);
        page.html_links.iter().map(resolve).collect()
    });
    let html_targets = html_targets.collect();
    let (footer, footer_html) = footer(config, &names, site);
    let related = relate::relate(site, config);
    Links {
        backlinks: backlinks(site, &targets),
        targets,
        html_targets,
        relations: related.relations,
        dangling: related.dangling,
        conflicts: related.conflicts,
        footer,
        footer_html,
        configured: configured(config, &names, site),
    }
}

/// By entry, the pages whose text links there; each once, and none to itself.
fn backlinks(site: &Site, targets: &[Vec<Target>]) -> Vec<Vec<Backlink>> {
    let mut backlinks: Vec<Vec<Backlink>> = vec![Vec::new(); site.entries.len()];
    for (from, targets) in targets.iter().enumerate() {
        for target in targets {
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
fn configured(
    config: &Config,
    names: &Names<'_>,
    site: &Site,
) -> Vec<(crate::source::Span, Target)> {
    let menu = config.menu.iter().flatten();
    let links = menu.chain(&config.footer.links).chain(&config.home.entries);
    let links = links.map(|link| (link.destination.as_str(), link.span));
    let pictures = [&config.theme.logo, &config.theme.favicon];
    let pictures = pictures.into_iter().flatten().map(|(path, span)| (path.as_str(), *span));
    links
        .chain(pictures)
        .map(|(to, span)| (span, resolve::resolve_destination(to, "", None, names, site)))
        .collect()
}
