//! Lists that are too long for one page: they continue on further pages.

use std::collections::HashSet;

use super::{ContentPath, Entry, EntryId, PageId, Role, Site, UrlPath};
use crate::config::{Config, Layout, TermId};
use crate::memo::Fingerprint;

/// Entries of a page of a list at most.
pub(crate) const LIST_PAGE: usize = 500;

impl Site {
    /// The addresses of the pages with the list of an entry, first its own. An entry with a short list, or none, has
    /// only that.
    pub(crate) fn list_urls(&self, id: EntryId, config: &Config) -> Vec<UrlPath> {
        let entry = self.entry(id);
        let pages = self.listed(entry, config).div_ceil(LIST_PAGE);
        let further = if pages > 1 { self.further_urls(&entry.url, pages) } else { Vec::new() };
        std::iter::once(entry.url.clone()).chain(further).collect()
    }

    /// The length of the list of an entry; 0 if it has none, or one that is not divided.
    fn listed(&self, entry: &Entry, config: &Config) -> usize {
        let section = &self.sections[entry.section];
        let in_section = section.sections.len() + section.pages.len();
        match entry.role {
            Role::Home if config.home.lists_top(&config.collections) => in_section,
            Role::Section => in_section,
            Role::Collection(position) => match config.collections[position].layout {
                // Its letters lead to places on the same page.
                Layout::Glossary => 0,
                Layout::List => self.collections[position].len(),
            },
            Role::Tags => self.tags.len(),
            Role::Tag(at) => self.tags[at].pages.len(),
            Role::Vocabulary(position) => config.vocabularies[position].terms.len(),
            Role::Term(id) => self.pages_with(id).len(),
            _ => 0,
        }
    }

    /// The pages of collections that have a value of a vocabulary in any of their fields.
    pub(crate) fn pages_with(&self, term: TermId) -> &[PageId] {
        self.pages_by_term.get(&term).map_or(&[], Vec::as_slice)
    }

    /// The addresses of the second page of a list and of those after it, none of which anything else has.
    fn further_urls(&self, list: &UrlPath, pages: usize) -> Vec<UrlPath> {
        let mut word = "page".to_owned();
        loop {
            let urls: Vec<UrlPath> = (2..=pages).map(|page| list.list_page(&word, page)).collect();
            if !self.has_any(&urls) {
                return urls;
            }
            word.insert_str(0, "list-");
        }
    }

    /// Whether a page, a file or an old address has one of these addresses.
    fn has_any(&self, urls: &[UrlPath]) -> bool {
        let outputs = self.outputs.get_or_init(|| self.outputs_of_addresses());
        urls.iter().map(UrlPath::output).any(|file| {
            let is_taken = outputs.contains(&Fingerprint::of([file.as_str()]));
            is_taken || self.asset(&ContentPath::new(file.as_str())).is_some()
        })
    }

    /// The files at all addresses, new and old.
    fn outputs_of_addresses(&self) -> HashSet<Fingerprint> {
        let old = self.redirects.iter().map(|(from, _)| from);
        let urls = self.entries.iter().map(|entry| &entry.url).chain(old);
        urls.map(|url| Fingerprint::of([url.output().as_str()])).collect()
    }
}

impl UrlPath {
    /// The address of a further page of the list at this address, in the same style: `a/page-2.html` for
    /// `a/index.html`, `tags/b/page-2.html` for `tags/b.html`, `a/page-2/` for `a/`.
    fn list_page(&self, word: &str, number: usize) -> UrlPath {
        let own = self.as_str();
        if own.is_empty() || own.ends_with('/') {
            return UrlPath::of_file(format!("{own}{word}-{number}/"));
        }
        let folder = match own.strip_suffix("index.html") {
            Some(folder) => folder.to_owned(),
            None => format!("{}/", own.trim_end_matches(".html")),
        };
        UrlPath::of_file(format!("{folder}{word}-{number}.html"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn further_pages_lie_below_the_list_in_its_style() {
        for (list, page) in [
            ("index.html", "page-2.html"),
            ("a/index.html", "a/page-2.html"),
            ("tags/b.html", "tags/b/page-2.html"),
            ("", "page-2/"),
            ("a/", "a/page-2/"),
            ("tags/b/", "tags/b/page-2/"),
        ] {
            assert_eq!(UrlPath::of_file(list).list_page("page", 2).as_str(), page);
        }
    }
}
