//! The list of works in a style, and citations of them.
//!
//! The processor writes all works and all citations of a text at once, in the order of the text. Here
//! the text begins with the works of the list, in its order: so numbers, and letters after years, are
//! those of the list, whatever a page cites. Where works have no numbers, the text begins only with works of the same
//! short name. Citations are written when they are first asked for.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;
use std::sync::{Arc, Mutex};

use hayagriva::citationberg::taxonomy::{NumberVariable, Variable};
use hayagriva::citationberg::{
    IndependentStyle, Layout, LayoutRenderingElement, Locale, LocaleCode, Text,
};
use hayagriva::{
    BibliographyDriver, BibliographyItem, BibliographyRequest, CitationItem, CitationRequest,
    ElemChild, ElemChildren, ElemMeta, Entry, LocatorPayload, Rendered, SpecificLocator,
    standalone_citation,
};
use rayon::prelude::*;

use super::locator::locator;
use super::piece::{FormattedRun, pieces, plain};
use super::style::{Style, locales};
use super::work::Work;

/// The works that a citation names: keys, each perhaps with the part that is meant.
pub(crate) type CitationGroup = Vec<(String, Option<String>)>;

/// A work in the list.
#[derive(Debug)]
pub(crate) struct BibliographyEntry {
    pub(crate) key: String,
    /// Its number or short name, as the style writes it before the entry.
    pub(crate) label: Option<String>,
    /// Its name in citations: "Smith, 2020", "[3]".
    pub(crate) name: String,
    pub(crate) pieces: Vec<FormattedRun>,
}

/// Works in a style.
pub(crate) struct Bibliography {
    /// In the order of the list.
    pub(crate) entries: Vec<BibliographyEntry>,
    /// Whether citations are numbers, or short names in their place.
    pub(crate) has_numbers: bool,
    works: Vec<Entry>,
    places: HashMap<String, usize>,
    /// By work: the works on which its citation depends, itself among them, in order.
    kin: Vec<Arc<[usize]>>,
    writer: BibliographyWriter,
    written: Mutex<HashMap<CitationGroup, Arc<[FormattedRun]>>>,
}

/// Citations that are written at once.
const AT_ONCE: usize = 200;

impl Bibliography {
    /// Writes the list.
    pub(crate) fn new(works: &[Work], style: Style, language: &str) -> Bibliography {
        let (locale, locales) = locales(language);
        let mut writer = BibliographyWriter { style: style.0, locale, locales };
        let works: Vec<Entry> = writer.in_order(works.iter().map(|work| &work.0));
        // They are in order now.
        if let Some(list) = &mut writer.style.bibliography {
            list.sort = None;
        }
        let Rendered { bibliography, citations } = writer.write(works.iter(), &[]);
        let items = bibliography.map(|list| list.items).unwrap_or_default();
        let first = citations.first();
        let has_numbers = first.is_some_and(|first| has_meta(&first.citation, &is_number));
        let names = citations.iter().map(|one| name(&pieces(&one.citation)));
        let entries = items.into_iter().zip(names).map(|(item, name)| listed(item, name)).collect();
        let places = works.iter().enumerate().map(|(at, work)| (work.key().to_owned(), at));
        let places = places.collect();
        writer.style.bibliography = None;
        let is_counted = citations.iter().any(|one| {
            has_meta(&one.citation, &|meta: &ElemMeta| *meta == ElemMeta::CitationNumber)
        });
        let kin = if is_counted { all_kin(works.len()) } else { writer.kin(&works) };
        let written = Mutex::default();
        Bibliography { entries, has_numbers, works, places, kin, writer, written }
    }

    /// Where a work stands in the list, from 0.
    pub(crate) fn place(&self, key: &str) -> Option<usize> {
        self.places.get(key).copied()
    }

    /// A work in the list.
    pub(crate) fn entry(&self, key: &str) -> Option<&BibliographyEntry> {
        self.entries.get(self.place(key)?)
    }

    /// A citation; `None` if it names a work that is not in the list.
    pub(crate) fn citation(&self, group: &CitationGroup) -> Option<Arc<[FormattedRun]>> {
        if let Some(known) = self.written().get(group) {
            return Some(Arc::clone(known));
        }
        self.prepare([group.clone()]);
        self.written().get(group).cloned()
    }

    /// Writes citations that will be asked for: many at once take less time.
    pub(crate) fn prepare(&self, groups: impl IntoIterator<Item = CitationGroup>) {
        let mut new: HashSet<CitationGroup> =
            groups.into_iter().filter(|group| self.can_be_written(group)).collect();
        // Nothing is locked while the style writes.
        let written = self.written();
        new.retain(|group| !written.contains_key(group));
        drop(written);
        let new: Vec<CitationGroup> = new.into_iter().collect();
        new.par_chunks(AT_ONCE).for_each(|groups| {
            let cited = groups.iter().flatten().map(|(key, _)| self.places[key]);
            let works: BTreeSet<usize> = cited.flat_map(|work| self.kin[work].to_vec()).collect();
            let before = works.iter().map(|work| &self.works[*work]);
            let citations = self.writer.write(before, &self.items(groups)).citations;
            let citations = citations.iter().skip(works.len());
            let citations = citations.map(|one| Arc::from(pieces(&one.citation)));
            self.written().extend(groups.iter().cloned().zip(citations));
        });
    }

    /// Whether a citation names works, and only works of the list.
    fn can_be_written(&self, group: &CitationGroup) -> bool {
        !group.is_empty() && group.iter().all(|(key, _)| self.places.contains_key(key))
    }

    fn items<'a>(&'a self, groups: &'a [CitationGroup]) -> Vec<Vec<CitationItem<'a, Entry>>> {
        let items = groups
            .iter()
            .map(|group| group.iter().map(|(key, part)| self.item(key, part.as_deref())).collect());
        items.collect()
    }

    fn item<'a>(&'a self, key: &str, part: Option<&'a str>) -> CitationItem<'a, Entry> {
        let part = part.map(locator);
        let part = part.map(|(kind, text)| SpecificLocator(kind, LocatorPayload::Str(text)));
        CitationItem::with_locator(&self.works[self.places[key]], part)
    }

    fn written(&self) -> std::sync::MutexGuard<'_, HashMap<CitationGroup, Arc<[FormattedRun]>>> {
        self.written.lock().expect("no thread panics while it holds this")
    }
}

impl fmt::Debug for Bibliography {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bibliography").field("entries", &self.entries).finish_non_exhaustive()
    }
}

/// A style and the language that it is written in.
struct BibliographyWriter {
    style: IndependentStyle,
    locale: LocaleCode,
    locales: Vec<Locale>,
}

impl BibliographyWriter {
    /// Writes a citation of each work, then these, and the list.
    fn write<'a>(
        &'a self,
        works: impl Iterator<Item = &'a Entry>,
        groups: &[Vec<CitationItem<'a, Entry>>],
    ) -> Rendered {
        let mut driver = BibliographyDriver::new();
        let singles = works.map(|work| vec![CitationItem::with_entry(work)]);
        for items in singles.chain(groups.iter().cloned()) {
            driver.citation(self.request(items));
        }
        let locale = Some(self.locale.clone());
        driver.finish(BibliographyRequest::new(&self.style, locale, &self.locales))
    }

    fn request<'a>(&'a self, items: Vec<CitationItem<'a, Entry>>) -> CitationRequest<'a, Entry> {
        let locale = Some(self.locale.clone());
        CitationRequest::new(items, &self.style, locale, &self.locales, None)
    }

    /// By work: those with the same citation, without letters after the year and other distinctions.
    fn kin(&self, works: &[Entry]) -> Vec<Arc<[usize]>> {
        let words: Vec<String> = works.par_iter().map(|work| self.cited_alone(work)).collect();
        let mut alike: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, words) in words.iter().enumerate() {
            alike.entry(words).or_default().push(at);
        }
        let alike: HashMap<&str, Arc<[usize]>> =
            alike.into_iter().map(|(words, works)| (words, works.into())).collect();
        words.iter().map(|words| Arc::clone(&alike[words.as_str()])).collect()
    }

    /// The citation of a work without any other, as plain text.
    fn cited_alone(&self, work: &Entry) -> String {
        let request = self.request(vec![CitationItem::with_entry(work)]);
        plain(&pieces(&standalone_citation(request)))
    }

    /// The works in the order of the list.
    fn in_order<'a>(&self, works: impl Iterator<Item = &'a Entry>) -> Vec<Entry> {
        let works: Vec<Entry> = works.cloned().collect();
        let sort = self.style.bibliography.as_ref().and_then(|list| list.sort.as_ref());
        if sort.is_none() {
            return works;
        }
        // The words do not matter here, as long as those of each work are different.
        let number = Variable::Number(NumberVariable::CitationNumber);
        let number = LayoutRenderingElement::Text(Text::with_target(number));
        let mut style = self.style.clone();
        style.citation.layout = Layout::with_elements(vec![number.clone()]);
        if let Some(list) = &mut style.bibliography {
            list.layout = Layout::with_elements(vec![number]);
        }
        let (locale, locales) = (self.locale.clone(), self.locales.clone());
        let list =
            BibliographyWriter { style, locale, locales }.write(works.iter(), &[]).bibliography;
        let keys = list.into_iter().flat_map(|list| list.items).map(|item| item.key);
        let mut by_key: HashMap<String, Entry> =
            works.into_iter().map(|work| (work.key().to_owned(), work)).collect();
        keys.filter_map(|key| by_key.remove(&key)).collect()
    }
}

/// Of works with numbers, each counts.
fn all_kin(works: usize) -> Vec<Arc<[usize]>> {
    let all: Arc<[usize]> = (0..works).collect();
    vec![all; works]
}

/// Whether something is the number of a work, or a short name in its place.
fn is_number(meta: &ElemMeta) -> bool {
    matches!(meta, ElemMeta::CitationNumber | ElemMeta::CitationLabel)
}

fn listed(item: BibliographyItem, name: String) -> BibliographyEntry {
    let BibliographyItem { key, first_field, content } = item;
    let first = ElemChildren(first_field.into_iter().collect());
    if has_meta(&first, &is_number) {
        let label = plain(&pieces(&first)).trim().to_owned();
        return BibliographyEntry { key, label: Some(label), name, pieces: pieces(&content) };
    }
    let whole = first.0.into_iter().chain(content.0).collect();
    BibliographyEntry { key, label: None, name, pieces: pieces(&ElemChildren(whole)) }
}

fn has_meta(children: &ElemChildren, fits: &dyn Fn(&ElemMeta) -> bool) -> bool {
    children.0.iter().any(|child| match child {
        ElemChild::Elem(elem) => {
            elem.meta.as_ref().is_some_and(fits) || has_meta(&elem.children, fits)
        }
        _ => false,
    })
}

/// The name of a work in a citation of it alone, without the brackets around.
fn name(citation: &[FormattedRun]) -> String {
    let work = citation.iter().find_map(|piece| match piece {
        FormattedRun::Work { pieces, .. } => Some(plain(pieces)),
        _ => None,
    });
    work.unwrap_or_else(|| plain(citation))
}
