//! The tantivy index, kept from build to build; the one home of that crate.
//!
//! A document is replaced only when its fingerprint changed. Segments are as tantivy likes to
//! have them; whoever reads the index sees one list of documents, numbered as the site orders
//! them, and none that was deleted.

mod inside;
mod postings;
mod reader;
mod segment;
mod terms;

use std::collections::HashMap;
use std::path::Path;

use rayon::prelude::*;
use tantivy::directory::{Directory as _, MmapDirectory};
use tantivy::index::Segment;
use tantivy::merge_policy::LogMergePolicy;
use tantivy::schema::{
    Field, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{Index, IndexWriter, ReloadPolicy, Searcher, Term};
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::document::{DocumentSummary, Documents, SearchDocument};
use crate::language::Language;

pub(crate) use reader::{IndexReader, TermFrequency, TermPositions};
use segment::NewSegment;
use terms::SegmentTerms;

/// Changes whenever the same documents would give another index.
const REVISION: u64 = 6;

/// The file in which tantivy lists the segments of an index.
const META: &str = "meta.json";

/// Documents of a segment at most: all of their terms stand in memory together.
const DOCUMENTS_PER_SEGMENT: usize = 100_000;

/// Documents whose terms one thread finds, at least: each has a vocabulary of its own.
const DOCUMENTS_PER_THREAD: usize = 500;

/// Bytes of memory for tantivy's writer, which deletes and merges only: the least that it takes.
const WRITER_MEMORY: usize = 15_000_000;

/// Documents of a segment that is merged with other small ones only: builds after edits leave such segments, and
/// shall not have to write those of thousands of documents again.
const SMALL: u32 = 500;

/// What keeps an index from being used.
pub(crate) type Error = tantivy::TantivyError;
pub(crate) type Result<T> = std::result::Result<T, Error>;

/// An index on disk, or in memory where there is no place for it.
pub(crate) struct Store {
    index: Index,
    fields: IndexFields,
    seed: u64,
    language: Language,
}

#[derive(Clone, Copy)]
struct IndexFields {
    /// The hash of the document's key.
    key: Field,
    /// The hash of all that is indexed of it, its key among that. By this it is deleted: the next version of the
    /// same document has another one.
    fingerprint: Field,
    /// Title, keywords, headings by weight, then the body: stems with positions.
    text: Field,
    /// The title's words as written.
    title: Field,
    /// Every word as written, and with each of its surface forms behind `SURFACE`: a dictionary.
    words: Field,
    /// Terms within the words of all texts, and within those of titles.
    inside_text: Field,
    inside_title: Field,
    /// The document itself.
    document: Field,
}

/// The main field, and the small one of the title's words as written; and the terms within the words of both, each of
/// which counts as one word of its field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ScoredField {
    Text,
    Title,
    InsideText,
    InsideTitle,
}

/// A document that holds a term.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Posting {
    /// The number of the document.
    pub(crate) document: u32,
    pub(crate) frequency: u32,
    /// tantivy's one-byte length of the field.
    pub(crate) length: u8,
}

/// A word as the index writes it and the pages that hold it.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct WrittenWord {
    pub(crate) text: String,
    pub(crate) pages: u32,
    /// How most pages write it, with its capitals and accents; `None` where that is the same.
    pub(crate) surface: Option<Box<str>>,
}

fn schema() -> (Schema, IndexFields) {
    let mut builder = Schema::builder();
    let number = NumericOptions::default().set_fast();
    let positions = IndexRecordOption::WithFreqsAndPositions;
    let fields = IndexFields {
        key: builder.add_u64_field("key", number.clone()),
        fingerprint: builder.add_u64_field("fingerprint", number.set_indexed()),
        text: builder.add_text_field("text", terms_with(positions, true)),
        title: builder.add_text_field("title", terms_with(IndexRecordOption::WithFreqs, true)),
        words: builder.add_text_field("words", terms_with(IndexRecordOption::Basic, false)),
        inside_text: builder
            .add_text_field("inside_text", terms_with(IndexRecordOption::Basic, false)),
        inside_title: builder
            .add_text_field("inside_title", terms_with(IndexRecordOption::Basic, false)),
        document: builder.add_bytes_field("document", STORED),
    };
    (builder.build(), fields)
}

/// A field of terms that are found before tantivy sees them.
fn terms_with(option: IndexRecordOption, has_lengths: bool) -> TextOptions {
    let indexing =
        TextFieldIndexing::default().set_index_option(option).set_fieldnorms(has_lengths);
    TextOptions::default().set_indexing_options(indexing)
}

/// What an index was brought to.
pub(crate) struct Updated {
    /// By document, what changes with all that is indexed of it.
    pub(crate) fingerprints: Vec<u64>,
    /// In the order of their numbers.
    pub(crate) summaries: Vec<DocumentSummary>,
    /// Documents that were written anew.
    pub(crate) written: usize,
}

/// A document that was looked at.
struct Seen {
    fingerprint: u64,
    summary: DocumentSummary,
}

/// What is kept of a document, to be shown: in postcard's format (postcard.jamesmunns.com/wire-format).
fn stored(document: &SearchDocument<'_>) -> Vec<u8> {
    postcard::to_allocvec(document).expect("a document is plain data")
}

/// What makes the bytes of a document's key comparable.
fn key_of(key: &str) -> u64 {
    xxh3_64_with_seed(key.as_bytes(), 0)
}

impl Store {
    /// The index in a folder; one that cannot be read, or of another make, is begun anew.
    pub(crate) fn open(folder: &Path, language: &Language) -> Result<Store> {
        std::fs::create_dir_all(folder)?;
        let open = || Index::open(MmapDirectory::open(folder)?);
        let index = match open() {
            Ok(index) if index.schema() == schema().0 => index,
            _ => {
                // Whatever lies there is ours: the folder is a cache.
                std::fs::remove_dir_all(folder)?;
                std::fs::create_dir_all(folder)?;
                Index::create(
                    MmapDirectory::open(folder)?,
                    schema().0,
                    tantivy::IndexSettings::default(),
                )?
            }
        };
        Ok(Store::with(index, language))
    }

    /// The index in a folder, to be searched.
    pub(crate) fn open_existing(folder: &Path, language: &Language) -> Result<Store> {
        Ok(Store::with(Index::open(MmapDirectory::open(folder)?)?, language))
    }

    pub(crate) fn in_memory(language: &Language) -> Store {
        Store::with(Index::create_in_ram(schema().0), language)
    }

    fn with(index: Index, language: &Language) -> Store {
        // A language that stems otherwise needs all documents anew.
        let seed = xxh3_64_with_seed(language.code.as_bytes(), REVISION);
        Store { index, fields: schema().1, seed, language: language.clone() }
    }

    /// The names that files of the index may have in its folder.
    pub(crate) fn file_names(&self) -> Result<Vec<String>> {
        let of_segments = self.index.load_metas()?.list_segment_files();
        let of_segments =
            of_segments.into_iter().filter_map(|path| Some(path.to_str()?.to_owned()));
        Ok(of_segments.chain([META.to_owned()]).collect())
    }

    /// Brings the index to these documents.
    pub(crate) fn update(&self, documents: &Documents<'_>) -> Result<Updated> {
        let mut stale = self.fingerprints()?;
        let keys: Vec<u64> = documents.keys().map(key_of).collect();
        // All are new to an empty index: each is looked at when it is written.
        let mut seen: Vec<Option<Seen>> = if stale.is_empty() {
            keys.iter().map(|_| None).collect()
        } else {
            let look = |number| Some(self.look(documents, number));
            (0..keys.len()).into_par_iter().map(look).collect()
        };
        let mut fresh = Vec::new();
        for (number, (key, seen)) in keys.iter().zip(&seen).enumerate() {
            match seen {
                Some(seen) if stale.get(key) == Some(&seen.fingerprint) => _ = stale.remove(key),
                _ => fresh.push(number),
            }
        }
        if !(stale.is_empty() && fresh.is_empty()) {
            let written = self.write(documents, &fresh, stale.into_values())?;
            for (number, written) in fresh.iter().zip(written) {
                seen[*number] = Some(written);
            }
        }
        let seen =
            seen.into_iter().flatten().map(|Seen { fingerprint, summary }| (fingerprint, summary));
        let (fingerprints, summaries) = seen.unzip();
        Ok(Updated { fingerprints, summaries, written: fresh.len() })
    }

    /// Writes the documents with these numbers, and deletes those with these fingerprints.
    fn write(
        &self,
        documents: &Documents<'_>,
        fresh: &[usize],
        stale: impl ExactSizeIterator<Item = u64>,
    ) -> Result<Vec<Seen>> {
        let mut seen = Vec::with_capacity(fresh.len());
        for numbers in fresh.chunks(DOCUMENTS_PER_SEGMENT) {
            seen.extend(self.write_segment(documents, numbers)?);
        }
        if stale.len() > 0 || self.index.searchable_segment_ids()?.len() > 1 {
            self.delete_and_merge(stale)?;
        }
        Ok(seen)
    }

    /// Writes a segment of these documents, and adds it to the index.
    fn write_segment(&self, documents: &Documents<'_>, numbers: &[usize]) -> Result<Vec<Seen>> {
        let segment = NewSegment::new(&self.index, self.fields)?;
        let threads =
            numbers.len().div_ceil(DOCUMENTS_PER_THREAD).min(rayon::current_num_threads());
        let parts = numbers.par_chunks(numbers.len().div_ceil(threads));
        let parts = parts.map(|numbers| self.add_documents(documents, numbers, &segment));
        let parts: Vec<(SegmentTerms<'_>, Vec<Seen>)> = parts.collect::<Result<_>>()?;
        let (terms, seen): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
        self.add_segment(&segment.finish(terms)?)?;
        Ok(seen.into_iter().flatten().collect())
    }

    /// Adds documents to a segment. Each is made and let go: they never stand in memory together.
    fn add_documents(
        &self,
        documents: &Documents<'_>,
        numbers: &[usize],
        segment: &NewSegment,
    ) -> Result<(SegmentTerms<'_>, Vec<Seen>)> {
        let mut terms = SegmentTerms::new(&self.language);
        let mut all_seen = Vec::with_capacity(numbers.len());
        for number in numbers {
            let seen = self.look(documents, *number);
            let document = documents.get(*number);
            let bytes = stored(&document);
            let number = segment.store(key_of(&document.key), seen.fingerprint, &bytes)?;
            terms.add(number, &document);
            all_seen.push(seen);
        }
        Ok((terms, all_seen))
    }

    /// Lists a segment among those of the index, as tantivy does.
    fn add_segment(&self, segment: &Segment) -> Result<()> {
        let mut metas = self.index.load_metas()?;
        metas.segments.push(segment.meta().clone());
        let directory = self.index.directory();
        directory.sync_directory()?;
        Ok(directory.atomic_write(Path::new(META), &serde_json::to_vec_pretty(&metas)?)?)
    }

    /// Deletes the documents with these fingerprints, and merges segments if there are too many.
    fn delete_and_merge(&self, stale: impl Iterator<Item = u64>) -> Result<()> {
        let mut writer: IndexWriter = self.index.writer_with_num_threads(1, WRITER_MEMORY)?;
        let mut merges = LogMergePolicy::default();
        merges.set_min_layer_size(SMALL);
        writer.set_merge_policy(Box::new(merges));
        for fingerprint in stale {
            writer.delete_term(Term::from_field_u64(self.fields.fingerprint, fingerprint));
        }
        writer.commit()?;
        writer.wait_merging_threads()
    }

    /// What tells whether a document has changed since it was indexed, and what is kept of it.
    fn look(&self, documents: &Documents<'_>, number: usize) -> Seen {
        let (document, text) = documents.brief(number);
        let mut bytes = stored(&document);
        bytes.extend(text.iter().flat_map(|text| text.fingerprint.bytes()));
        let fingerprint = xxh3_64_with_seed(&bytes, self.seed);
        let mut summary = DocumentSummary::of(document);
        summary.size += text.map_or(0, |text| text.bytes);
        Seen { fingerprint, summary }
    }

    /// The fingerprint of each live document by the hash of its key.
    fn fingerprints(&self) -> Result<HashMap<u64, u64>> {
        let searcher = self.searcher()?;
        let mut found = HashMap::new();
        for segment in searcher.segment_readers() {
            let keys = segment.fast_fields().u64("key")?;
            let fingerprints = segment.fast_fields().u64("fingerprint")?;
            for document in segment.doc_ids_alive() {
                if let (Some(key), Some(fingerprint)) =
                    (keys.first(document), fingerprints.first(document))
                {
                    found.insert(key, fingerprint);
                }
            }
        }
        Ok(found)
    }

    fn searcher(&self) -> Result<Searcher> {
        let reader = self.index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let reader: tantivy::IndexReader = reader;
        Ok(reader.searcher())
    }

    /// A view of the index in which the documents with these keys have the numbers of their order.
    pub(crate) fn reader<'k>(&self, keys: impl Iterator<Item = &'k str>) -> Result<IndexReader> {
        IndexReader::new(&self.searcher()?, self.fields, keys)
    }
}
