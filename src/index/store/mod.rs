//! The tantivy index, kept from build to build; the one home of that crate.
//!
//! A document is replaced only when its fingerprint changed. Segments are as tantivy likes to
//! have them; whoever reads the index sees one list of documents, numbered as the site orders
//! them, and none that was deleted.

mod queue;
mod reader;
mod words;

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use tantivy::directory::MmapDirectory;
use tantivy::merge_policy::LogMergePolicy;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{Index, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, Term};
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::document::{Documents, Outline, SearchDocument};
use crate::language::Language;

use queue::Queue;
pub(crate) use reader::{Located, Reader, TermTally};
use words::{Analyzed, Analyzer};

/// Changes whenever the same documents would give another index.
const REVISION: u64 = 4;

/// The file in which tantivy lists the segments of an index.
const META: &str = "meta.json";

/// Bytes of memory that an indexing thread fills before it writes a segment. For few documents, the least that tantivy
/// takes, for it clears them first. For many, so much for each of them, up to a limit: a handful of large segments
/// need not be merged.
const MEMORY: usize = 30_000_000;
const LEAST_MEMORY: usize = 15_000_000;
const MEMORY_PER_DOCUMENT: usize = 3_000;
const MOST_MEMORY: usize = 1_000_000_000;

/// Documents per indexing thread at least.
const DOCUMENTS_PER_THREAD: usize = 500;

/// Documents of a segment that is merged with other small ones only: builds after edits leave such segments, and
/// shall not have to write those of thousands of documents again.
const SMALL: u32 = 500;

/// What keeps an index from being used.
pub(crate) type Error = tantivy::TantivyError;
pub(crate) type Result<T> = std::result::Result<T, Error>;

/// An index on disk, or in memory where there is no place for it.
pub(crate) struct Store {
    index: Index,
    fields: Fields,
    seed: u64,
    analyzer: Analyzer,
    queue: Arc<Queue>,
}

#[derive(Clone, Copy)]
struct Fields {
    /// The hash of the document's key.
    key: Field,
    /// The hash of all that is indexed of it.
    fingerprint: Field,
    /// Title, keywords, headings by weight, then the body: stems with positions.
    text: Field,
    /// The title's words as written.
    title: Field,
    /// Every word as written: a dictionary.
    words: Field,
    /// The document itself.
    document: Field,
}

/// The main field, and the small one of the title's words as written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ScoredField {
    Text,
    Title,
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

/// A word as written and the pages that hold it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) pages: u32,
}

fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let text = |tokenizer: &str, option, norms| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(option)
            .set_fieldnorms(norms);
        TextOptions::default().set_indexing_options(indexing)
    };
    let positions = IndexRecordOption::WithFreqsAndPositions;
    let fields = Fields {
        key: builder.add_u64_field("key", INDEXED | FAST),
        fingerprint: builder.add_u64_field("fingerprint", FAST),
        text: builder.add_text_field("text", text("lines", positions, true)),
        title: builder.add_text_field("title", text("titles", IndexRecordOption::WithFreqs, true)),
        words: builder.add_text_field("words", text("lines", IndexRecordOption::Basic, false)),
        document: builder.add_bytes_field("document", STORED),
    };
    (builder.build(), fields)
}

/// What an index was brought to.
pub(crate) struct Updated {
    /// By document, what changes with all that is indexed of it.
    pub(crate) prints: Vec<u64>,
    /// In the order of their numbers.
    pub(crate) outlines: Vec<Outline>,
    /// Documents that were written anew.
    pub(crate) written: usize,
}

/// A document that was looked at.
struct Seen {
    print: u64,
    outline: Outline,
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
        index.tokenizers().register("lines", words::of_lines());
        let queue = Arc::default();
        index.tokenizers().register("titles", words::of_titles(&queue));
        // A language that stems otherwise needs all documents anew.
        let seed = xxh3_64_with_seed(language.code.as_bytes(), REVISION);
        Store { index, fields: schema().1, seed, analyzer: Analyzer::new(language), queue }
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
                Some(seen) if stale.get(key) == Some(&seen.print) => _ = stale.remove(key),
                _ => fresh.push(number),
            }
        }
        if !(stale.is_empty() && fresh.is_empty()) {
            let written = self.write(documents, &fresh, stale.into_keys())?;
            for (number, written) in fresh.iter().zip(written) {
                seen[*number] = Some(written);
            }
        }
        let seen = seen.into_iter().flatten().map(|Seen { print, outline }| (print, outline));
        let (prints, outlines) = seen.unzip();
        Ok(Updated { prints, outlines, written: fresh.len() })
    }

    /// Writes the documents with these numbers, and deletes those with these keys.
    fn write(
        &self,
        documents: &Documents<'_>,
        fresh: &[usize],
        stale: impl Iterator<Item = u64>,
    ) -> Result<Vec<Seen>> {
        // To find the words of a document takes about as long as to index them.
        let threads = (rayon::current_num_threads() / 2).min(8);
        let threads = threads.min(fresh.len().div_ceil(DOCUMENTS_PER_THREAD)).max(1);
        let memory = match fresh.len() {
            few if few < DOCUMENTS_PER_THREAD => LEAST_MEMORY,
            many => (many * MEMORY_PER_DOCUMENT / threads).clamp(MEMORY, MOST_MEMORY),
        };
        let mut writer: IndexWriter =
            self.index.writer_with_num_threads(threads, memory * threads)?;
        let mut merges = LogMergePolicy::default();
        merges.set_min_layer_size(SMALL);
        writer.set_merge_policy(Box::new(merges));
        for key in stale {
            writer.delete_term(Term::from_field_u64(self.fields.key, key));
        }
        // Documents are made here and taken over one by one: they never stand in memory together.
        let write = |number: &usize| {
            let seen = self.look(documents, *number);
            let made = self.document(&documents.get(*number), seen.print);
            self.queue.enter();
            writer.add_document(made)?;
            Ok(seen)
        };
        let seen = fresh.par_iter().map(write).collect::<Result<_>>()?;
        writer.commit()?;
        writer.wait_merging_threads()?;
        Ok(seen)
    }

    /// What tells whether a document has changed since it was indexed, and what is kept of it.
    fn look(&self, documents: &Documents<'_>, number: usize) -> Seen {
        let (document, text) = documents.brief(number);
        let mut bytes = stored(&document);
        bytes.extend(text.iter().flat_map(|text| text.fingerprint.bytes()));
        let print = xxh3_64_with_seed(&bytes, self.seed);
        let mut outline = Outline::of(document);
        outline.size += text.map_or(0, |text| text.bytes);
        Seen { print, outline }
    }

    fn document(&self, document: &SearchDocument<'_>, print: u64) -> TantivyDocument {
        let fields = &self.fields;
        let mut made = TantivyDocument::default();
        made.add_u64(fields.key, key_of(&document.key));
        made.add_u64(fields.fingerprint, print);
        made.add_bytes(fields.document, &stored(document));
        let Analyzed { stems, title, words } = self.analyzer.analyze(document);
        for text in &stems {
            made.add_text(fields.text, text);
        }
        made.add_text(fields.title, &title);
        made.add_text(fields.words, &words);
        made
    }

    /// The fingerprint of each live document by the hash of its key.
    fn fingerprints(&self) -> Result<HashMap<u64, u64>> {
        let searcher = self.searcher()?;
        let mut found = HashMap::new();
        for segment in searcher.segment_readers() {
            let keys = segment.fast_fields().u64("key")?;
            let prints = segment.fast_fields().u64("fingerprint")?;
            for document in segment.doc_ids_alive() {
                if let (Some(key), Some(print)) = (keys.first(document), prints.first(document)) {
                    found.insert(key, print);
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
    pub(crate) fn reader<'k>(&self, keys: impl Iterator<Item = &'k str>) -> Result<Reader> {
        Reader::new(&self.searcher()?, self.fields, keys)
    }
}
