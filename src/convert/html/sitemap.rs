//! Where the links of a saved site lead.

use std::collections::{BTreeMap, HashMap};

use crate::convert::folder::ForeignFolder;
use crate::convert::names::{FreePaths, clean_path};
use crate::markdown::raw_html::is_unsafe;
use crate::percent;
use crate::site::{ContentPath, split_destination};

/// The pages and files of a saved site, by the paths that they had, and the paths that they get.
pub(super) struct SavedSite<'f> {
    folder: &'f ForeignFolder,
    /// Pages by the path that they had.
    pages: BTreeMap<String, ContentPath>,
    /// Other files, in the same way.
    files: BTreeMap<String, ContentPath>,
    /// Pages and files by the path that they had, composed and in lower case.
    by_lower_case: HashMap<String, String>,
    /// The host that the site was saved from, if its pages tell.
    pub(super) host: Option<String>,
}

/// Where an address leads.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum AddressTarget {
    /// A page, by its new path, and the id of a place on it.
    Page(ContentPath, Option<String>),
    /// A place on the same page.
    Here(String),
    /// A file of the folder, by the path that it had.
    File(String),
    /// Somewhere else.
    Outside(String),
    /// Nowhere: it is empty, or does nothing without a script.
    Nothing,
    /// A page or a file that was not saved.
    Missing,
}

impl<'f> SavedSite<'f> {
    /// `pages` are the names of the files that are pages, in order.
    pub(super) fn new(folder: &'f ForeignFolder, pages: &[String]) -> SavedSite<'f> {
        let mut paths = FreePaths::default();
        let mut taken =
            |name: &str, path: String| (name.to_owned(), ContentPath::new(paths.take(&path)));
        let pages: BTreeMap<_, _> = pages.iter().map(|name| taken(name, page_path(name))).collect();
        let others = folder.names().filter(|name| !pages.contains_key(*name));
        let files = others.map(|name| taken(name, clean_path(name))).collect();
        let by_lower_case = folder
            .names()
            .map(|name| (ContentPath::new(name).as_str().to_lowercase(), name.to_owned()));
        SavedSite { folder, by_lower_case: by_lower_case.collect(), pages, files, host: None }
    }

    /// The new path of a page.
    pub(super) fn path(&self, page: &str) -> ContentPath {
        self.pages.get(page).cloned().unwrap_or_else(|| ContentPath::new(page_path(page)))
    }

    /// The new path of a file that is no page.
    pub(super) fn file_path(&self, file: &str) -> ContentPath {
        self.files.get(file).cloned().unwrap_or_else(|| ContentPath::new(clean_path(file)))
    }

    /// Where an address leads that stands in a page.
    pub(super) fn target(&self, page: &str, address: &str) -> AddressTarget {
        let address: String =
            address.trim().chars().filter(|c| !matches!(c, '\n' | '\t' | '\r')).collect();
        if is_unsafe(&address) || address == "#" {
            return AddressTarget::Nothing;
        }
        let Some(inner) = self.inner(&address) else {
            return AddressTarget::Outside(outside(address));
        };
        let (path, query, fragment) = split_destination(inner);
        let id = fragment.strip_prefix('#').map(decoded).filter(|id| !id.is_empty());
        if path.is_empty() && query.is_empty() {
            return id.map_or(AddressTarget::Nothing, AddressTarget::Here);
        }
        match self.saved(page, &decoded(path), &decoded(query)) {
            None => AddressTarget::Missing,
            Some(name) if name == page && id.is_some() => {
                AddressTarget::Here(id.unwrap_or_default())
            }
            Some(name) => match self.pages.get(&name) {
                Some(path) => AddressTarget::Page(path.clone(), id),
                None => AddressTarget::File(name),
            },
        }
    }

    /// The part of an address inside the site; `None` if it leads elsewhere.
    fn inner<'a>(&self, address: &'a str) -> Option<&'a str> {
        let without_scheme =
            ["https://", "http://", "//"].iter().find_map(|scheme| address.strip_prefix(scheme));
        if let Some(rest) = without_scheme {
            let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            let is_own = self.host.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(host));
            return is_own.then_some(if path.is_empty() { "/" } else { path });
        }
        let before_path = &address[..address.find(['/', '?', '#']).unwrap_or(address.len())];
        (!before_path.contains(':')).then_some(address)
    }

    /// The saved file that a path means in a page: itself, the page of a folder, or one without its ending. Some programs
    /// save the query as a part of the name.
    fn saved(&self, page: &str, path: &str, query: &str) -> Option<String> {
        let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
        let found = ContentPath::resolve(folder, path)?;
        let path = found.as_str();
        let inside = if path.is_empty() { String::new() } else { format!("{path}/") };
        let names = [
            format!("{path}{query}"),
            format!("{path}{query}.html"),
            path.to_owned(),
            format!("{inside}index.html"),
            format!("{inside}index.htm"),
            format!("{path}.html"),
            format!("{path}.htm"),
        ];
        names.into_iter().filter(|name| !name.is_empty()).find_map(|name| self.known(name))
    }

    fn known(&self, name: String) -> Option<String> {
        if self.folder.path(&name).is_some() {
            return Some(name);
        }
        self.by_lower_case.get(&name.to_lowercase()).cloned()
    }
}

/// Whether a file of this name is a page.
pub(super) fn is_page(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".html", ".htm", ".xhtml", ".shtml"].iter().any(|ending| name.ends_with(ending))
}

/// The new path of a page, by the one that it had.
fn page_path(name: &str) -> String {
    let clean = clean_path(name);
    let stem = clean.rfind('.').map_or(&*clean, |dot| &clean[..dot]);
    let (folder, own) = stem.rsplit_once('/').map_or(("", stem), |(folder, own)| (folder, own));
    let own = if own.eq_ignore_ascii_case("index") || own.eq_ignore_ascii_case("default") {
        "index"
    } else {
        own
    };
    if folder.is_empty() { format!("{own}.md") } else { format!("{folder}/{own}.md") }
}

fn decoded(text: &str) -> String {
    percent::decode(text).unwrap_or_else(|| text.to_owned())
}

/// An address elsewhere, with its scheme.
fn outside(address: String) -> String {
    if address.starts_with("//") { format!("https:{address}") } else { address }
}
