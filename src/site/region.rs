//! Parts of a page's text that other pages can show: under a heading, or in a component.

use serde::{Deserialize, Serialize};
use std::ops::Range;

use super::{Anchor, Citation, DEEPEST_TEXT, Embed, Links, Page, PageId, Shown, Site, Target};
use crate::source::Span;

/// A part of the text of a page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Region {
    /// In bytes of the Markdown after the front matter.
    pub(crate) range: Range<usize>,
    /// The level that its first headings have, or would have.
    pub(crate) top: u8,
    /// The part of a component without a heading.
    part: Option<usize>,
}

/// A component that has an anchor and no heading.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Part {
    pub(crate) anchor: Anchor,
    pub(crate) span: Span,
    /// The position of the passage that it stands in, and its bytes there.
    pub(crate) passage: usize,
    pub(crate) words: Range<usize>,
}

impl Page {
    /// The region that an anchor names, or the whole text; `None` if nothing ends where it does.
    pub(crate) fn region(&self, anchor: Option<&Anchor>) -> Option<Region> {
        let whole = Region { range: 0..self.body().len(), top: 2, part: None };
        let Some(anchor) = anchor.filter(|anchor| self.title_anchor.as_ref() != Some(*anchor))
        else {
            return Some(whole);
        };
        if let Some(heading) = self.headings.iter().find(|heading| heading.anchor == *anchor) {
            let section = heading.section?;
            let holds_heading = section.start <= heading.span.start;
            let top = if holds_heading { heading.level } else { heading.level + 1 };
            return Some(Region { range: self.in_body(section), top, part: None });
        }
        let at = self.parts.iter().position(|part| part.anchor == *anchor)?;
        Some(Region { range: self.in_body(self.parts[at].span), part: Some(at), ..whole })
    }

    fn in_body(&self, span: Span) -> Range<usize> {
        let range = span.range();
        range.start - self.body_start..range.end - self.body_start
    }

    fn holds(&self, region: &Region, span: Span) -> bool {
        region.range.contains(&self.in_body(span).start)
    }

    /// What a region shows from other files.
    pub(crate) fn embeds_in<'p>(
        &'p self,
        region: &'p Region,
    ) -> impl Iterator<Item = (usize, &'p Embed)> {
        let span = |embed: &Embed| self.links[self.body_links + embed.link].span;
        let embeds = self.embeds.iter().enumerate();
        embeds.filter(move |(_, embed)| self.holds(region, span(embed)))
    }

    /// The citations of a region that the page shows.
    pub(crate) fn citations_in<'p>(
        &'p self,
        region: &'p Region,
    ) -> impl Iterator<Item = &'p Citation> {
        let is_inside = move |citation: &&Citation| {
            citation.is_shown
                && citation.works.first().is_some_and(|work| self.holds(region, work.span))
        };
        self.citations.iter().filter(is_inside)
    }

    /// The plain words of a region, with its headings.
    pub(crate) fn words_of(&self, region: &Region) -> String {
        let mut words = String::new();
        let mut push = |text: &str| {
            let text = text.trim();
            if !text.is_empty() {
                words.push_str(text);
                words.push('\n');
            }
        };
        let is_whole = region.range == (0..self.body().len());
        match region.part.map(|at| &self.parts[at]) {
            Some(part) => push(&self.passages[part.passage][part.words.clone()]),
            None if is_whole => push(&self.passages[0]),
            None => {}
        }
        for (heading, passage) in self.headings.iter().zip(&self.passages[1..]) {
            let is_own = heading.section.is_some_and(|own| self.in_body(own) == region.range);
            if is_own || self.holds(region, heading.span) {
                if self.holds(region, heading.span) {
                    push(&heading.text);
                }
                push(passage);
            }
        }
        words
    }
}

/// Texts that a page includes at most, those that they include among them.
pub(crate) const MOST_INCLUDED: usize = 500;

/// What a region shows of other pages, and what that shows in turn. What would include itself is left out,
/// and so is what goes beyond [`MOST_INCLUDED`].
pub(crate) fn included(
    id: PageId,
    region: &Region,
    site: &Site,
    links: &Links,
) -> Vec<(PageId, Region)> {
    let mut walk = Walk { site, links, open: Vec::new(), found: Vec::new() };
    walk.collect(id, region);
    walk.found
}

struct Walk<'a> {
    site: &'a Site,
    links: &'a Links,
    /// What the texts around are parts of.
    open: Vec<&'a Target>,
    found: Vec<(PageId, Region)>,
}

impl Walk<'_> {
    fn collect(&mut self, id: PageId, region: &Region) {
        for (_, target, (other, region)) in includes(id, region, self.site, self.links) {
            let is_too_much = self.open.len() == DEEPEST_TEXT || self.found.len() == MOST_INCLUDED;
            if self.open.contains(&target) || is_too_much {
                continue;
            }
            self.found.push((other, region.clone()));
            self.open.push(target);
            self.collect(other, &region);
            self.open.pop();
        }
    }
}

/// The places of a region that include another text: the position of each among the embeds of the page,
/// where it leads, and what is shown there. One that leads nowhere is left out.
pub(crate) fn includes<'a>(
    id: PageId,
    region: &Region,
    site: &'a Site,
    links: &'a Links,
) -> Vec<(usize, &'a Target, (PageId, Region))> {
    let page = site.page(id);
    let texts = page.embeds_in(region).filter(|(_, embed)| embed.shown == Shown::Text);
    let includes = texts.filter_map(|(at, embed)| {
        let target = links.targets[id].links.get(page.body_links + embed.link)?;
        let Target::Entry { entry, anchor } = target else { return None };
        let other = site.entry(*entry).page?;
        let region = site.page(other).region(anchor.as_ref())?;
        Some((at, target, (other, region)))
    });
    includes.collect()
}
