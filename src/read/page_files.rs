//! The Markdown files of a listing as pages in their languages, in order.
//!
//! In: the files, their texts and the languages of the site. Out: the pages. Where each stands is found once; after
//! an edit, only its text is another one.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::walk::FoundFile;
use crate::config::{Languages, LocalePath};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::site::{ContentPath, PageFile};
use crate::source::SourceFile;

/// The pages of some files.
pub(super) struct PageFiles {
    /// The tags of the languages of the site.
    tags: Vec<String>,
    /// By language, then in order of path: each with the position of its file.
    pages: Vec<(usize, Arc<PageFile>)>,
    contradictions: Vec<Contradiction>,
}

/// A file whose folder says one language, and whose name another one.
struct Contradiction {
    /// The position of the file.
    at: usize,
    /// Positions of languages.
    folder: usize,
    name: usize,
}

impl PageFiles {
    /// The pages of files with their texts, `None` where one could not be read. `known` is those of the same files before, if all of them could be read then.
    pub(super) fn new<T>(
        files: &[(FoundFile, T)],
        texts: &[Option<Arc<SourceFile>>],
        known: Option<PageFiles>,
        languages: &Languages,
    ) -> PageFiles {
        let is_whole = texts.iter().all(Option::is_some);
        let known = known.filter(|known| is_whole && known.tags.iter().eq(tags(languages)));
        known.map_or_else(|| place(files, texts, languages), |known| known.with(texts))
    }

    /// The same pages with texts that may be others.
    fn with(mut self, texts: &[Option<Arc<SourceFile>>]) -> PageFiles {
        for (at, page) in &mut self.pages {
            if let Some(text) = &texts[*at]
                && !Arc::ptr_eq(&page.source, text)
            {
                let (path, file) = (page.path.clone(), page.file.clone());
                let held_by = page.held_by.clone();
                let new = PageFile::new(path, page.language, file, Arc::clone(text));
                *page = Arc::new(new.held_by(held_by));
            }
        }
        self
    }

    /// By language, then in order of path.
    pub(super) fn in_order(&self) -> Vec<Arc<PageFile>> {
        self.pages.iter().map(|(_, page)| Arc::clone(page)).collect()
    }

    /// Reports files that say two languages.
    pub(super) fn report(
        &self,
        texts: &[Option<Arc<SourceFile>>],
        languages: &Languages,
        diagnostics: &mut Diagnostics,
    ) {
        for Contradiction { at, folder, name } in &self.contradictions {
            let Some(text) = &texts[*at] else { continue };
            let tag = |position: usize| &languages.all[position].tag;
            let message = format!(
                "the folder says that the page is written in `{}`, and its name says `{}`",
                tag(*folder),
                tag(*name)
            );
            let problem = Diagnostic::new(Code::ContradictoryLanguage, message).at(text.span(0, 0));
            diagnostics.push(problem.help("move the file, or take the language out of its name"));
        }
    }
}

fn tags(languages: &Languages) -> impl Iterator<Item = &String> {
    languages.all.iter().map(|language| &language.tag)
}

/// Finds where files stand.
fn place<T>(
    files: &[(FoundFile, T)],
    texts: &[Option<Arc<SourceFile>>],
    languages: &Languages,
) -> PageFiles {
    let mut contradictions = Vec::new();
    let mut pages: Vec<(usize, PageFile)> = Vec::with_capacity(files.len());
    for (at, ((file, _), text)) in files.iter().zip(texts).enumerate() {
        let Some(text) = text else { continue };
        let LocalePath { language, path, contradiction } = languages.place(file.path.as_str());
        contradictions.extend(contradiction.map(|(folder, name)| Contradiction {
            at,
            folder,
            name,
        }));
        let path = ContentPath::new(path);
        let page = PageFile::new(path, language, file.path.clone(), Arc::clone(text));
        pages.push((at, page.held_by(file.held_by.clone())));
    }
    // `README.fr.md` became a `README.md` only now.
    name_indexes(&mut pages, |(_, page)| (page.language, &mut page.path));
    pages.sort_by(|(_, a), (_, b)| (a.language, &a.path).cmp(&(b.language, &b.path)));
    let pages = pages.into_iter().map(|(at, page)| (at, Arc::new(page))).collect();
    PageFiles { tags: tags(languages).cloned().collect(), pages, contradictions }
}

/// A lone `Index.md` is the page of its folder; without one, so is an `_index.md` or a `README.md`, in any case and with any ending.
/// `place` is the language and the path of a file.
pub(super) fn name_indexes<T>(
    files: &mut [T],
    place: impl Fn(&mut T) -> (usize, &mut ContentPath),
) {
    // By language and folder, the file that fits best: in order of rank, then of path.
    let mut best: BTreeMap<(usize, String), (usize, ContentPath)> = BTreeMap::new();
    for (language, path) in files.iter_mut().map(&place) {
        let Some(rank) = index_rank(path) else { continue };
        let key = (language, path.folder().to_owned());
        let own = (rank, path.clone());
        if best.get(&key).is_none_or(|other| own < *other) {
            best.insert(key, own);
        }
    }
    for (language, path) in files.iter_mut().map(place) {
        let first = best.get(&(language, path.folder().to_owned()));
        if first.is_some_and(|(_, first)| first == path)
            && let Some(index) = ContentPath::resolve(path.folder(), "index.md")
        {
            *path = index;
        }
    }
}

/// How well the name of a file says that it is the page of its folder: 0 is best.
fn index_rank(path: &ContentPath) -> Option<usize> {
    let stem = path.stem();
    match stem {
        _ if path.file_name() == "index.md" => Some(0),
        "index" => Some(1),
        _ if stem.eq_ignore_ascii_case("index") => Some(2),
        // As Hugo names it.
        _ if stem.eq_ignore_ascii_case("_index") => Some(3),
        _ if stem.eq_ignore_ascii_case("readme") => Some(4),
        _ => None,
    }
}
