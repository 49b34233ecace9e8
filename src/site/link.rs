//! Where links lead.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{
    Anchor, ContentPath, Entry, EntryId, FieldPlace, FieldText, Page, PageId, RelatedPages,
    RelationSide, Site, UrlPath, Visibility, WrittenLink,
};
use crate::arena::Arena;
use crate::config::FieldId;
use crate::document::{Link, Problem};
use crate::markdown::raw_html::is_unsafe;
use crate::memo::Fingerprint;
use crate::source::Span;

/// Where a link leads.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Target {
    Entry {
        entry: EntryId,
        anchor: Option<Anchor>,
    },
    Asset(ContentPath),
    /// A page of another locale site.
    OtherLocale(UrlPath),
    /// Another host, another scheme, or nothing that we look after.
    External,
    /// What the link names lies outside of the site, at this address on the web.
    OnTheWeb(String),
    Unresolved(Reason),
}

/// Why a link leads nowhere.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Reason {
    NoSuchPage {
        nearest: Option<String>,
    },
    NoSuchFile {
        nearest: Option<String>,
    },
    /// Something that can only mean another destination.
    Meant {
        to: String,
    },
    /// The name of a page where a picture belongs.
    NotAPicture,
    /// Something else where a page of the site belongs.
    NotAPage,
    /// Something else where a file of data belongs.
    NotData,
    /// A place on a page that is no section and no component.
    NotASection,
    NoSuchAnchor {
        /// The page without it.
        entry: EntryId,
        nearest: Option<String>,
        /// Some places that the page has, the nearest ones first.
        known: Vec<String>,
    },
    /// The page exists but is not published today.
    Hidden(Visibility),
    /// The way leads out of the content folder.
    Outside,
}

impl Target {
    /// Whether a reader who follows a link, as it is written, gets somewhere. A missing place on a page still leads to
    /// the page.
    pub(crate) fn leads(&self, written: &str) -> bool {
        match self {
            Target::External => !is_unsafe(written),
            Target::Entry { .. }
            | Target::OtherLocale(_)
            | Target::OnTheWeb(_)
            | Target::Asset(_)
            | Target::Unresolved(Reason::NoSuchAnchor { .. }) => true,
            Target::Unresolved(_) => false,
        }
    }
}

/// A link seen from its target.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Backlink {
    pub(crate) from: PageId,
}

/// The other end of a relation, as the page on this end shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct RelatedPage {
    /// The collection and the field that declare the relation.
    pub(crate) field: FieldId,
    pub(crate) side: RelationSide,
    pub(crate) page: PageId,
    pub(crate) reason: Option<String>,
    /// The position of the term in the relation's vocabulary.
    pub(crate) strength: Option<usize>,
    /// The page that wrote it, and the position in its `relations`.
    pub(crate) written: (PageId, usize),
}

/// Where the links of one page lead.
#[derive(Debug)]
pub(crate) struct PageTargets {
    /// Changes with the page, and with everything that a link can lead to.
    pub(crate) fingerprint: Fingerprint,
    /// Those of its text.
    pub(crate) text: Arena<Target, Link>,
    /// Those of texts in its fields.
    pub(crate) fields: BTreeMap<FieldPlace, Arena<Target, Link>>,
    /// The entries to which links of Markdown lead, that of the page itself not among them; each once, in order.
    pub(crate) entries: Vec<EntryId>,
}

impl PageTargets {
    /// Every target, fields first.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Target> + Clone {
        self.fields.values().flat_map(|targets| targets.iter()).chain(self.text.iter())
    }

    /// Every link of the page as its document has it, with where it leads.
    pub(crate) fn links<'a>(
        &'a self,
        page: &'a Page,
    ) -> impl Iterator<Item = (&'a Link, &'a Target)> {
        let fields = page.field_texts().flat_map(|(_, text)| &text.document.links);
        fields.chain(&page.document.links).zip(self.all())
    }

    /// Every link of the page as it is written, with where it leads.
    pub(crate) fn written<'a>(
        &'a self,
        page: &'a Page,
    ) -> impl Iterator<Item = (WrittenLink<'a>, &'a Target)> {
        page.links().zip(self.all())
    }
}

/// A text in the settings, with where its links lead.
#[derive(Debug)]
pub(crate) struct LinkedText {
    pub(crate) text: FieldText,
    pub(crate) targets: Arena<Target, Link>,
    /// Mistakes in its Markdown.
    pub(crate) problems: Vec<Problem>,
}

impl LinkedText {
    /// Its links, with where they lead.
    pub(crate) fn written(&self) -> impl Iterator<Item = (WrittenLink<'_>, &Target)> {
        self.text.links().zip(&self.targets)
    }
}

/// The relations of a site.
#[derive(Debug)]
pub(crate) struct Relations {
    /// By page, in the order to show them.
    pub(crate) of_pages: Arena<Vec<RelatedPage>, Page>,
    /// Relations that name no page of their collection: page, position in its `relations`, why.
    pub(crate) dangling: Vec<(PageId, usize, Dangling)>,
    /// Pairs that are written twice with different reasons or strengths.
    pub(crate) conflicts: Vec<[(PageId, usize); 2]>,
}

/// Where every link of the site leads, in both directions.
#[derive(Debug)]
pub(crate) struct Links {
    /// By page.
    pub(crate) targets: Arena<Arc<PageTargets>, Page>,
    /// By entry: the pages whose text links there, each once, in order of path.
    pub(crate) backlinks: Arc<Arena<Vec<Backlink>, Entry>>,
    pub(crate) relations: Arc<Relations>,
    pub(crate) related_pages: RelatedPages,
    /// The footer's text, if it has one.
    pub(crate) footer: Option<LinkedText>,
    /// Targets of the links in the configuration, by the place where they are written.
    pub(crate) configured: BTreeMap<Span, Target>,
}

impl Links {
    /// Every link of every page, with where it leads.
    pub(crate) fn written<'a>(
        &'a self,
        site: &'a Site,
    ) -> impl Iterator<Item = (&'a Page, WrittenLink<'a>, &'a Target)> {
        site.pages.iter().zip(&self.targets).flat_map(|(page, targets)| {
            targets.written(page).map(|(link, target)| (&**page, link, target))
        })
    }

    /// Where the links of the settings lead, those in the footer's text among them.
    pub(crate) fn of_settings(&self) -> impl Iterator<Item = &Target> {
        let footer = self.footer.iter().flat_map(|footer| &footer.targets);
        footer.chain(self.configured.values())
    }

    /// The files to which any link of pages or settings leads.
    pub(crate) fn files(&self) -> impl Iterator<Item = &ContentPath> {
        let of_pages = self.targets.iter().flat_map(|page| page.all());
        of_pages.chain(self.of_settings()).filter_map(|target| match target {
            Target::Asset(path) => Some(path),
            _ => None,
        })
    }

    /// The target of a link of the configuration.
    pub(crate) fn configured(&self, span: Span) -> &Target {
        self.configured.get(&span).expect("every link of the configuration was resolved")
    }
}

/// Why a relation names no page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Dangling {
    NoSuchPage {
        nearest: Option<String>,
    },
    /// The path or the title of a page of the collection, and not its name.
    NotAName {
        name: String,
    },
    /// The page is in another collection, or in none.
    WrongCollection {
        found: PageId,
    },
    /// The page exists but is not published today.
    Hidden(Visibility),
    /// The page itself.
    Itself,
}
