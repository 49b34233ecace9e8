//! The index, brought to the documents of a site.

use std::fs;
use std::path::Path;

use rayon::prelude::*;
use xxhash_rust::xxh3::{Xxh3, xxh3_64_with_seed};

use super::document::{DocumentSummary, Documents};
use super::facet::facets;
use super::snapshot::Snapshot;
use super::store::{Error, IndexReader, ScoredField, Store, TermFrequency, Updated};
use super::{Dictionary, Meta};
use crate::cache::Cache;
use crate::config::{Config, Project};
use crate::diagnostic::{Code, Diagnostic};
use crate::language::{Language, tokens};
use crate::memo::Fingerprint;
use crate::site::Site;

/// What whoever reads an index relies on.
pub(super) const READABLE: &str = "an index that was just written can be read";

/// An index that is up to date, and what files are made from besides.
pub(super) struct IndexState {
    pub(super) reader: IndexReader,
    pub(super) dictionary: Dictionary,
    pub(super) frequencies: DocumentFrequency,
    /// In the order of their numbers.
    pub(super) summaries: Vec<DocumentSummary>,
    /// By document, what changes with all that is indexed of it.
    pub(super) fingerprints: Vec<u64>,
    pub(super) meta: Meta,
    /// Changes with every change of a document.
    pub(super) contents: u64,
    /// Documents that were new or had changed.
    pub(super) written: usize,
    /// Why the index could not be kept.
    pub(super) problem: Option<Diagnostic>,
    /// Changes with the index as it was kept; `None` if it could not be.
    pub(super) snapshot: Option<Fingerprint>,
}

/// How many pages hold each stem, and each word in their titles.
pub(super) struct DocumentFrequency {
    /// By stem.
    pub(super) stems: Vec<usize>,
    /// By word.
    pub(super) titles: Vec<usize>,
    /// By stem, what changes with any of the documents that hold it, and with their numbers.
    pub(super) marks: Vec<u64>,
    /// By term within words, how many pages hold it in their texts and in their titles together.
    pub(super) inside: Vec<usize>,
    /// The same as for stems.
    pub(super) inside_marks: Vec<u64>,
    /// Words of all documents in the main field, and of all titles.
    text_length: u64,
    title_length: u64,
}

impl IndexState {
    /// Brings the index with a name in the cache up to date; where it cannot be kept, one in memory serves.
    pub(super) fn refresh(
        documents: &Documents<'_>,
        site: &Site,
        config: &Config,
        cache: &Cache,
        name: &str,
    ) -> IndexState {
        let language = Language::new(&config.language);
        let folder = &cache.folder(name);
        let lock = fs::create_dir_all(folder).and_then(|()| cache.lock(name));
        let before = lock.is_ok().then(|| Snapshot::read(cache, folder)).flatten();
        let opened = lock.map_err(Error::from).and_then(|lock| {
            let store = Store::open(folder, &language)?;
            Ok((store, lock))
        });
        // The lock is held until the snapshot is written.
        let (mut store, _lock, mut problem) = match opened {
            Ok((store, lock)) => (store, Some(lock), None),
            Err(error) => (Store::in_memory(&language), None, Some(not_kept(folder, &error))),
        };
        let updated = store.update(documents).unwrap_or_else(|error| {
            problem = Some(not_kept(folder, &error));
            store = Store::in_memory(&language);
            store.update(documents).expect("memory takes an index")
        });
        let Updated { fingerprints, summaries, written } = updated;
        let reader = store.reader(documents.keys()).and_then(IndexReader::with_all_terms);
        let mut reader = reader.expect(READABLE);
        let dictionary = Dictionary::of(&mut reader, &language).expect(READABLE);
        let words = dictionary.fingerprint();
        let kept = before.map(|(snapshot, _)| snapshot.meta);
        let kept = kept.filter(|meta| meta.is_of(&language.code, words));
        let rules = || kept.map_or_else(|| dictionary.rules(&language), |meta| meta.rules);
        let (frequencies, rules) =
            rayon::join(|| DocumentFrequency::new(&reader, &dictionary, &fingerprints), rules);
        let frequencies = frequencies.expect(READABLE);
        let meta = Meta {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            language: language.code,
            languages: config.languages.all.iter().map(|language| language.tag.clone()).collect(),
            keys: documents.keys().map(str::to_owned).collect(),
            text_length: frequencies.text_length,
            title_length: frequencies.title_length,
            facets: facets(&summaries, site, config),
            collections: config.collections.iter().map(|schema| schema.name.clone()).collect(),
            synonyms: synonyms(site, config),
            words,
            rules,
        };
        let mut snapshot = None;
        if problem.is_none() {
            match Snapshot::write(&meta, &store, folder) {
                Ok(checksum) => snapshot = Some(checksum),
                Err(error) => problem = Some(not_kept(folder, &error)),
            }
        }
        let contents = contents(&fingerprints);
        IndexState {
            reader,
            dictionary,
            frequencies,
            summaries,
            fingerprints,
            meta,
            contents,
            written,
            problem,
            snapshot,
        }
    }
}

impl DocumentFrequency {
    fn new(
        reader: &IndexReader,
        dictionary: &Dictionary,
        fingerprints: &[u64],
    ) -> Result<DocumentFrequency, Error> {
        // A document stands for its number and for all that it holds.
        let mark = |(number, fingerprint): (u64, &u64)| {
            xxh3_64_with_seed(&fingerprint.to_le_bytes(), number)
        };
        let marks: Vec<u64> = (0..).zip(fingerprints).map(mark).collect();
        let stems = dictionary.stems.par_iter();
        let stems = stems.map(|stem| reader.frequencies(ScoredField::Text, stem, &marks));
        let titles = dictionary.words.par_iter();
        let titles = titles.map(|word| reader.frequencies(ScoredField::Title, &word.text, &marks));
        let stems: Vec<TermFrequency> = stems.collect::<Result<_, _>>()?;
        let titles: Vec<TermFrequency> = titles.collect::<Result<_, _>>()?;
        let inside = dictionary.inside.par_iter().map(|term| {
            let text = reader.frequencies(ScoredField::InsideText, term, &marks)?;
            let title = reader.frequencies(ScoredField::InsideTitle, term, &marks)?;
            Ok((text.documents + title.documents, text.mark ^ title.mark.rotate_left(1)))
        });
        let inside: Vec<(usize, u64)> = inside.collect::<Result<_, Error>>()?;
        let times = |all_frequencies: &[TermFrequency]| {
            all_frequencies.iter().map(|frequencies| frequencies.times).sum()
        };
        let pages = |all_frequencies: &[TermFrequency]| {
            all_frequencies.iter().map(|frequencies| frequencies.documents).collect()
        };
        Ok(DocumentFrequency {
            text_length: times(&stems),
            title_length: times(&titles),
            stems: pages(&stems),
            titles: pages(&titles),
            marks: stems.iter().map(|stem| stem.mark).collect(),
            inside: inside.iter().map(|(pages, _)| *pages).collect(),
            inside_marks: inside.iter().map(|(_, mark)| *mark).collect(),
        })
    }
}

/// What changes with every change of a document.
fn contents(fingerprints: &[u64]) -> u64 {
    let mut hash = Xxh3::new();
    for fingerprint in fingerprints {
        hash.update(&fingerprint.to_le_bytes());
    }
    hash.digest()
}

fn not_kept(folder: &Path, error: &dyn std::fmt::Display) -> Diagnostic {
    let shown = Project::shown(folder);
    let message = format!("the search index cannot be kept in `{shown}`: {error}");
    Diagnostic::new(Code::SearchIndexNotKept, message)
}

/// Words and phrases that mean the same: those of the settings, and of each page its title with
/// the values of fields that hold other names of it. Folded, each list without repeats.
fn synonyms(site: &Site, config: &Config) -> Vec<Vec<String>> {
    let mut sets: Vec<Vec<String>> = config.synonyms.clone();
    for page in site.pages.iter().filter(|page| page.collection.is_some()) {
        let others = page.other_names(config).cloned();
        sets.push(std::iter::once(page.title.clone()).chain(others).collect());
    }
    let fold = |text: &String| {
        let words = tokens(text).into_iter().map(|token| token.text);
        words.collect::<Vec<_>>().join(" ")
    };
    let mut folded: Vec<Vec<String>> = Vec::new();
    for set in sets {
        let mut known: Vec<String> = Vec::new();
        for name in set.iter().map(fold) {
            if !name.is_empty() && !known.contains(&name) {
                known.push(name);
            }
        }
        if known.len() > 1 {
            folded.push(known);
        }
    }
    folded
}
