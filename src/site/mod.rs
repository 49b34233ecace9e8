//! The site: pages, addresses and files to publish. Look-ups only: nothing here reads, writes or renders.

mod data;
mod embed;
mod entry;
mod link;
mod list;
mod output;
mod page;
mod path;
mod portable;
mod reference;
mod region;
mod related;
mod repository;
mod section;
mod signs;
mod term_vector;
mod text;
mod translation;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, OnceLock};

pub(crate) use data::{CellPlaces, DATA_ENDINGS, DataTable, is_data_file};
pub(crate) use embed::MOST_SERIES;
pub(crate) use entry::{Entry, EntryId, Role};
pub(crate) use link::{
    Backlink, Dangling, LinkedText, Links, PageTargets, Reason, RelatedPage, Relations, Target,
};
pub(crate) use list::LIST_PAGE;
pub(crate) use output::{
    Content, FEED, Html, MANIFEST, Output, ROBOTS, SEARCH_FILES, SEARCH_PAGE, SITEMAP,
    search_script,
};
pub(crate) use page::{
    FieldValue, Fingerprints, FrontMatter, HeldBy, Located, Page, PageListing, Relation,
    RelationSide, Review, Visibility,
};
pub(crate) use path::{ContentPath, OutputPath, Slug, UrlPath, leading_number, split_destination};
pub(crate) use portable::path as portable_path;
pub(crate) use reference::Reference;
pub(crate) use region::{DEEPEST_TEXT, DocumentPart, Include, MOST_INCLUDED, included, includes};
pub(crate) use related::{Neighbor, Partition, RelatedPages};
pub(crate) use repository::{FileUse, Repository, SourceFolder, WebOrigin};
pub(crate) use section::{Section, SectionId};
pub(crate) use term_vector::TermVector;
pub(crate) use text::{Embed, FieldPlace, FieldText, PageHeading, PlainSize, WrittenLink};
pub(crate) use translation::{ChangedUnit, TOP, Translation, UnitChange};

pub(crate) use crate::document::{Anchor, ChartKind, ChartUse, ComponentKind, EmbedKind, LinkKind};

use std::path::PathBuf;

use crate::arena::{Arena, Id};
use crate::config::{Config, TermId};
use crate::language::composed;
use crate::memo::Fingerprint;
use crate::source::SourceFile;

/// The position of a page in [`Site::pages`]; valid for one build.
pub(crate) type PageId = Id<Page>;

/// The position of a tag in [`Site::tags`]; valid for one build.
pub(crate) type TagId = Id<Tag>;

/// A file of Markdown.
#[derive(Debug)]
pub(crate) struct PageFile {
    /// Without the ending for its language.
    pub(crate) path: ContentPath,
    /// The position of its language in the settings.
    pub(crate) language: usize,
    /// As it is.
    pub(crate) file: ContentPath,
    pub(crate) source: Arc<SourceFile>,
    /// What of another tool keeps it from being published, as an author writes it.
    pub(crate) held_by: Option<Arc<str>>,
    fingerprint: OnceLock<Fingerprint>,
}

impl PageFile {
    pub(crate) fn new(
        path: ContentPath,
        language: usize,
        file: ContentPath,
        source: Arc<SourceFile>,
    ) -> PageFile {
        PageFile { path, language, file, source, held_by: None, fingerprint: OnceLock::new() }
    }

    pub(crate) fn held_by(self, held_by: Option<Arc<str>>) -> PageFile {
        PageFile { held_by, ..self }
    }

    /// Changes with its paths, with what keeps it from being published, and with the number and the text of its file.
    pub(crate) fn fingerprint(&self) -> Fingerprint {
        *self.fingerprint.get_or_init(|| {
            let paths = [&self.file, &self.path].map(|path| path.as_str().as_bytes());
            let held_by = self.held_by.as_deref().unwrap_or_default().as_bytes();
            Fingerprint::of([paths[0], paths[1], &self.source.fingerprint().bytes(), held_by])
        })
    }
}

/// A file beside the pages that is published as it is.
#[derive(Clone, Debug)]
pub(crate) struct Asset {
    pub(crate) path: ContentPath,
    pub(crate) disk: PathBuf,
    /// Width and height in CSS pixels, of a picture whose size is known.
    pub(crate) size: Option<(u32, u32)>,
    /// The name of its format, of a picture that browsers do not show.
    pub(crate) unshown: Option<&'static str>,
    /// The length of the file.
    pub(crate) bytes: u64,
    /// Whether it is published only if a page leads to it.
    pub(crate) is_linked_only: bool,
    /// What of another tool keeps it from being published, as an author writes it.
    pub(crate) held_by: Option<Arc<str>>,
    /// Its state on the disk, which changes whenever it is written.
    pub(crate) state: String,
}

impl Asset {
    /// Where it is published.
    pub(crate) fn url(&self) -> UrlPath {
        UrlPath::of_asset(&self.path)
    }

    /// Changes with its place, its size, its length, and with every time that it is written.
    pub(crate) fn fingerprint(&self) -> Fingerprint {
        let disk = self.disk.as_os_str().as_encoded_bytes();
        let (width, height) = self.size.unwrap_or_default();
        let size = [width.to_le_bytes(), height.to_le_bytes()];
        let bytes = self.bytes.to_le_bytes();
        let state = self.state.as_bytes();
        Fingerprint::of([self.path.as_str().as_bytes(), disk, &size.concat(), &bytes, state])
    }
}

/// A whole site in one language: a locale site. Built once per build, then only read. Builds share the values behind an
/// `Arc` as long as the outlines of all pages stay the same.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    /// Changes with everything here but the text of pages.
    pub(crate) fingerprint: Fingerprint,
    /// The position of its language in the settings.
    pub(crate) language: usize,
    /// All languages of the site, one at least.
    pub(crate) languages: Arc<Vec<LocaleInfo>>,
    /// The beginning of its addresses: nothing, or a folder and a slash.
    pub(crate) prefix: String,
    /// By content path. Pages without a translation are there in the first language.
    pub(crate) pages: Arena<Arc<Page>, Page>,
    /// Pages by the file that holds them, where that has another path than the page; those of other locale sites, too.
    pub(crate) files: Arc<BTreeMap<ContentPath, PageLocation>>,
    /// Pages that exist but are not published today, with the reason.
    pub(crate) hidden: Arc<BTreeMap<ContentPath, Visibility>>,
    /// Every address that shows a page, written or generated, by content path.
    pub(crate) entries: Arc<Arena<Entry>>,
    /// By page, the entry that shows it.
    pub(crate) entry_ids: Arc<Arena<EntryId, Page>>,
    /// The one entry of each role but `Page` and `Section`.
    pub(crate) by_role: Arc<HashMap<Role, EntryId>>,
    /// Parents before children; the first is the root.
    pub(crate) sections: Arc<Arena<Section>>,
    /// The pages of each collection of the configuration, in the order of its schema.
    pub(crate) collections: Arc<Vec<Vec<PageId>>>,
    /// The pages of collections by each value of a vocabulary that they have in any of their fields; in the order of
    /// the collections.
    pub(crate) pages_by_term: Arc<HashMap<TermId, Vec<PageId>>>,
    /// By page: its place in its collection, 0 outside of them.
    pub(crate) ranks: Arc<Arena<usize, Page>>,
    /// In order of slug.
    pub(crate) tags: Arc<Arena<Tag>>,
    /// Tags by their words in lower case.
    pub(crate) tag_ids: Arc<HashMap<String, TagId>>,
    pub(crate) assets: Arc<Vec<Asset>>,
    /// What is known of the content folder on the web.
    pub(crate) origin: Arc<WebOrigin>,
    /// Files among them that a page stands in the place of.
    pub(crate) left_out: Arc<BTreeSet<ContentPath>>,
    /// Old addresses and the pages they lead to, in order of address.
    pub(crate) redirects: Arc<Vec<(UrlPath, PageId)>>,
    /// The files at all addresses of pages, new and old, by fingerprint; made when the first one is asked for.
    pub(crate) outputs: Arc<OnceLock<HashSet<Fingerprint>>>,
    /// The tables that pages show, by the path of their files.
    pub(crate) tables: Arc<BTreeMap<ContentPath, Arc<DataTable>>>,
    /// In the order of the reference file.
    pub(crate) references: Arc<Vec<Reference>>,
    /// Their positions by their keys, made when the first one is asked for.
    pub(crate) reference_positions: OnceLock<HashMap<String, usize>>,
}

/// A language of the site, as pages name it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct LocaleInfo {
    /// A BCP 47 tag.
    pub(crate) tag: String,
    /// Its name in itself.
    pub(crate) name: String,
    /// `ltr` or `rtl`.
    pub(crate) direction: &'static str,
}

/// The page in a file of the content folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum PageLocation {
    /// A page of this locale site.
    Here(ContentPath),
    /// A page of another locale site, by its address.
    Elsewhere(UrlPath),
}

impl PageLocation {
    /// The path or the address.
    pub(crate) fn as_str(&self) -> &str {
        match self {
            PageLocation::Here(path) => path.as_str(),
            PageLocation::Elsewhere(url) => url.as_str(),
        }
    }
}

/// A word that authors give to pages.
#[derive(Debug)]
pub(crate) struct Tag {
    /// Its part of the address of its page.
    pub(crate) slug: Slug,
    /// As the first page in order of path writes it.
    pub(crate) label: String,
    pub(crate) pages: Vec<PageId>,
}

impl Tag {
    /// What all ways to write a tag have in common.
    pub(crate) fn key(label: &str) -> String {
        composed(label.to_lowercase()).into_owned()
    }

    /// The content path of its page.
    pub(crate) fn path(&self) -> String {
        format!("tags/{}.md", self.slug.as_str())
    }
}

impl Site {
    pub(crate) fn page(&self, id: PageId) -> &Page {
        &self.pages[id]
    }

    /// Whether a page is written in the language of this locale site.
    pub(crate) fn is_own(&self, page: &Page) -> bool {
        page.language == self.language
    }

    /// Whether what an entry shows is written in the language of this locale site.
    pub(crate) fn is_translated(&self, entry: &Entry) -> bool {
        entry.page.is_none_or(|page| self.is_own(self.page(page)))
    }

    pub(crate) fn entry(&self, id: EntryId) -> &Entry {
        &self.entries[id]
    }

    /// The entry that shows a page.
    pub(crate) fn entry_of_page(&self, id: PageId) -> &Entry {
        &self.entries[self.entry_ids[id]]
    }

    /// The entry of a section's own page.
    pub(crate) fn index_of(&self, section: SectionId) -> &Entry {
        &self.entries[self.sections[section].index]
    }

    pub(crate) fn entry_at(&self, path: &ContentPath) -> Option<&Entry> {
        Some(&self.entries[self.entry_id_at(path)?])
    }

    pub(crate) fn entry_id_at(&self, path: &ContentPath) -> Option<EntryId> {
        self.entries.find_by(|entry| entry.path.cmp(path))
    }

    /// The entry with a role that only one has: not for `Page` and `Section`.
    pub(crate) fn entry_with(&self, role: Role) -> Option<&Entry> {
        Some(&self.entries[*self.by_role.get(&role)?])
    }

    pub(crate) fn asset(&self, path: &ContentPath) -> Option<&Asset> {
        let at = self.assets.binary_search_by(|asset| asset.path.cmp(path)).ok()?;
        Some(&self.assets[at])
    }

    /// The entry that lists the pages with a tag.
    pub(crate) fn entry_of_tag(&self, id: TagId) -> Option<&Entry> {
        self.entry_at(&ContentPath::new(self.tags[id].path()))
    }

    /// The tag that a page writes so.
    pub(crate) fn tag(&self, label: &str) -> Option<TagId> {
        self.tag_ids.get(&Tag::key(label)).copied()
    }

    /// The pages to which texts link where they first use one of their names.
    pub(crate) fn terms(&self, config: &Config) -> impl Iterator<Item = PageId> {
        let collections = config.collections.iter().zip(self.collections.iter());
        collections.filter(|(schema, _)| schema.link_terms).flat_map(|(_, pages)| pages).copied()
    }

    pub(crate) fn reference(&self, key: &str) -> Option<usize> {
        let positions = self.reference_positions.get_or_init(|| {
            let keys = self.references.iter().map(|work| composed(&*work.key).into_owned());
            // Of two works with a key, the first one counts.
            keys.enumerate().map(|(position, key)| (key, position)).rev().collect()
        });
        positions.get(&*composed(key)).copied()
    }

    /// The title of an entry: its page's, or the one it was generated with.
    pub(crate) fn title(&self, entry: &Entry) -> String {
        entry.page.map_or_else(|| entry.title.clone(), |page| self.page(page).title.clone())
    }
}
