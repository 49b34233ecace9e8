//! Parts of a page's text that other pages can show: under a heading, or in a component.

use super::{Links, Page, PageId, Site, Target};
use crate::arena::Id;
use crate::document::{Anchor, Citation, EmbedKind, Link, Nodes, PlainText};

/// A part of the text of a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct DocumentPart {
    pub(crate) nodes: Nodes,
    /// The level that its first headings have, or would have.
    pub(crate) top: u8,
}

impl Page {
    /// The whole text, without the heading that says the title.
    pub(crate) fn whole(&self) -> DocumentPart {
        let mut nodes = self.document.all();
        if let Some(title) = self.title_heading {
            nodes.from = self.document.subtree(self.document.headings[title].node).to;
        }
        DocumentPart { nodes, top: 2 }
    }

    /// The part that an anchor names, or the whole text; `None` if nothing ends where it does.
    pub(crate) fn part(&self, anchor: Option<&Anchor>) -> Option<DocumentPart> {
        let named = anchor.filter(|anchor| self.title_anchor() != Some(*anchor));
        let Some(anchor) = named else { return Some(self.whole()) };
        let nodes = self.document.part(anchor)?;
        let mut headings = self.document.headings.iter();
        let top = match headings.find(|heading| heading.anchor == *anchor) {
            Some(heading) if nodes.contains(heading.node) => heading.level,
            Some(heading) => heading.level + 1,
            None => 2,
        };
        Some(DocumentPart { nodes, top })
    }

    /// The citations of a part that the page shows.
    pub(crate) fn citations_in(&self, part: Nodes) -> impl Iterator<Item = &Citation> {
        let citations = self.document.citations.iter();
        let shown = self.document.shown(part);
        citations.filter(move |citation| self.shows(citation) && shown.contains(citation.node))
    }

    /// The plain words of a part, with its headings.
    pub(crate) fn words_of(&self, part: DocumentPart) -> String {
        let plain = PlainText::of(&self.document, part.nodes, self.body());
        plain.joined(&self.document, self.body())
    }
}

/// Texts that a page includes at most, those that they include among them.
pub(crate) const MOST_INCLUDED: usize = 500;

/// Levels of texts that include each other at most.
pub(crate) const DEEPEST_TEXT: usize = 8;

/// The parts of other pages that a part includes, with those that they include. Leaves out a text that would include
/// itself, and texts beyond [`MOST_INCLUDED`] and [`DEEPEST_TEXT`].
pub(crate) fn included(
    id: PageId,
    part: DocumentPart,
    site: &Site,
    links: &Links,
) -> Vec<(PageId, DocumentPart)> {
    let mut walk = IncludeWalk { site, links, open: Vec::new(), found: Vec::new() };
    walk.collect(id, part);
    walk.found
}

struct IncludeWalk<'a> {
    site: &'a Site,
    links: &'a Links,
    /// The texts around.
    open: Vec<&'a Target>,
    found: Vec<(PageId, DocumentPart)>,
}

impl IncludeWalk<'_> {
    fn collect(&mut self, id: PageId, part: DocumentPart) {
        for Include { target, of: (other, part), .. } in includes(id, part, self.site, self.links) {
            let is_too_much = self.open.len() == DEEPEST_TEXT || self.found.len() == MOST_INCLUDED;
            if self.open.contains(&target) || is_too_much {
                continue;
            }
            self.found.push((other, part));
            self.open.push(target);
            self.collect(other, part);
            self.open.pop();
        }
    }
}

/// A place of a text that includes another one.
pub(crate) struct Include<'a> {
    pub(crate) link: Id<Link>,
    pub(crate) target: &'a Target,
    /// The page and the part of it that it shows.
    pub(crate) of: (PageId, DocumentPart),
}

/// The places of a part that include another text. One that leads nowhere is left out.
pub(crate) fn includes<'a>(
    id: PageId,
    part: DocumentPart,
    site: &'a Site,
    links: &'a Links,
) -> Vec<Include<'a>> {
    let page = site.page(id);
    let texts = page.embeds_in(part.nodes).filter(|embed| *embed.shown == EmbedKind::Text);
    let includes = texts.filter_map(|embed| {
        let target = &links.targets[id].text[embed.link];
        let Target::Entry { entry, anchor } = target else { return None };
        let other = site.entry(*entry).page?;
        let part = site.page(other).part(anchor.as_ref())?;
        Some(Include { link: embed.link, target, of: (other, part) })
    });
    includes.collect()
}
