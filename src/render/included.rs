//! What pages show of other pages.

use super::Input;
use crate::site::{DEEPEST_TEXT, Page, PageId, Region, Shown, Target};

/// The regions of other pages that a page shows, and those that they show.
pub(super) fn included<'a>(id: PageId, input: &Input<'a>) -> Vec<(&'a Page, Region)> {
    let page = input.site.page(id);
    let mut found = Vec::new();
    if let Some(whole) = page.region(None).filter(|_| !page.embeds.is_empty()) {
        collect(id, &whole, 0, input, &mut found);
    }
    found
}

fn collect<'a>(
    id: PageId,
    region: &Region,
    depth: usize,
    input: &Input<'a>,
    found: &mut Vec<(&'a Page, Region)>,
) {
    let page = input.site.page(id);
    let texts = page.embeds_in(region).filter(|(_, embed)| embed.shown == Shown::Text);
    for (_, embed) in texts.take_while(|_| depth < DEEPEST_TEXT) {
        let target = input.links.targets[id].links.get(page.body_links + embed.link);
        let Some(Target::Entry { entry, anchor }) = target else { continue };
        let Some(other) = input.site.entry(*entry).page else { continue };
        let Some(region) = input.site.page(other).region(anchor.as_ref()) else { continue };
        found.push((input.site.page(other), region.clone()));
        collect(other, &region, depth + 1, input, found);
    }
}
