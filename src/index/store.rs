//! The tantivy index, kept from build to build; the one home of that crate.
//!
//! A document is replaced only when its fingerprint changed. Segments are as tantivy likes to
//! have them; whoever reads the index sees one list of documents, numbered as the site orders
//! them, and none that was deleted.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use serde::{Deserialize, Serialize};
use tantivy::directory::MmapDirectory;
use tantivy::index::SegmentReader;
use tantivy::postings::Postings as _;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::termdict::TermMerger;
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};
use tantivy::{DocSet as _, Index, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, Term};
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::{Document, Language, tokens};

/// Changes whenever the same documents would give another index.
const REVISION: u64 = 1;

/// How often the title stands in the main field: a word of it counts that many times.
const TITLE_REPEATS: usize = 3;

/// Bytes of memory that each indexing thread fills before it writes a segment.
const MEMORY: usize = 64_000_000;

/// Documents per indexing thread at least.
const DOCUMENTS_PER_THREAD: usize = 500;

/// What keeps an index from being used.
pub(crate) type Error = tantivy::TantivyError;
pub(crate) type Result<T> = std::result::Result<T, Error>;

/// An index on disk, or in memory where there is no place for it.
pub(crate) struct Store {
    index: Index,
    fields: Fields,
    seed: u64,
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
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
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
        text: builder.add_text_field("text", text("stems", positions, true)),
        title: builder.add_text_field("title", text("words", IndexRecordOption::WithFreqs, true)),
        words: builder.add_text_field("words", text("words", IndexRecordOption::Basic, false)),
        document: builder.add_bytes_field("document", STORED),
    };
    (builder.build(), fields)
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
        let words = Words { language: None, stems: HashMap::new() };
        let stems = Words { language: Some(language.clone()), ..words.clone() };
        index.tokenizers().register("words", TextAnalyzer::from(words));
        index.tokenizers().register("stems", TextAnalyzer::from(stems));
        // A language that stems otherwise needs all documents anew.
        let seed = xxh3_64_with_seed(language.code.as_bytes(), REVISION);
        Store { index, fields: schema().1, seed }
    }

    /// Brings the index to these documents. Returns how many were written anew.
    pub(crate) fn update(&self, documents: &[Document]) -> Result<usize> {
        use rayon::prelude::*;
        let stored: Vec<(u64, u64, Vec<u8>)> = documents
            .par_iter()
            .map(|document| {
                let bytes = serde_json::to_vec(document).expect("a document is plain data");
                (key_of(&document.key), xxh3_64_with_seed(&bytes, self.seed), bytes)
            })
            .collect();
        let known = self.fingerprints()?;
        let wanted: HashMap<u64, u64> =
            stored.iter().map(|(key, print, _)| (*key, *print)).collect();
        let stale: Vec<u64> = known
            .iter()
            .filter(|(key, print)| wanted.get(key) != Some(print))
            .map(|(key, _)| *key)
            .collect();
        let fresh: Vec<usize> = (0..stored.len())
            .filter(|at| known.get(&stored[*at].0) != Some(&stored[*at].1))
            .collect();
        if stale.is_empty() && fresh.is_empty() {
            return Ok(0);
        }
        let threads = rayon::current_num_threads().min(8);
        let threads = threads.min(fresh.len().div_ceil(DOCUMENTS_PER_THREAD)).max(1);
        let mut writer: IndexWriter =
            self.index.writer_with_num_threads(threads, MEMORY * threads)?;
        for key in stale {
            writer.delete_term(Term::from_field_u64(self.fields.key, key));
        }
        for at in &fresh {
            let (key, print, bytes) = &stored[*at];
            writer.add_document(self.document(&documents[*at], *key, *print, bytes))?;
        }
        writer.commit()?;
        writer.wait_merging_threads()?;
        Ok(fresh.len())
    }

    fn document(&self, document: &Document, key: u64, print: u64, bytes: &[u8]) -> TantivyDocument {
        let fields = &self.fields;
        let mut made = TantivyDocument::default();
        made.add_u64(fields.key, key);
        made.add_u64(fields.fingerprint, print);
        made.add_bytes(fields.document, bytes);
        let mut add = |text: &str| {
            if !text.is_empty() {
                made.add_text(fields.text, text);
            }
        };
        for _ in 0..TITLE_REPEATS {
            add(&document.title);
        }
        for keyword in &document.keywords {
            add(keyword);
        }
        for passage in &document.passages {
            // A heading counts twice.
            add(&passage.title);
            add(&passage.title);
            add(&passage.text);
        }
        made.add_text(fields.title, &document.title);
        for text in document.texts() {
            made.add_text(fields.words, text);
        }
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
        let numbers: HashMap<u64, u32> =
            keys.zip(0..).map(|(key, number)| (key_of(key), number)).collect();
        let searcher = self.searcher()?;
        let mut segments = Vec::new();
        for segment in searcher.segment_readers() {
            let keys = segment.fast_fields().u64("key")?;
            let mut own = vec![None; segment.max_doc() as usize];
            for document in segment.doc_ids_alive() {
                own[document as usize] =
                    keys.first(document).and_then(|key| numbers.get(&key).copied());
            }
            segments.push(own);
        }
        Ok(Reader { searcher, fields: self.fields, numbers: segments })
    }
}

impl Document {
    /// All texts whose words belong to the dictionary.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let passages = self.passages.iter();
        let passages = passages.flat_map(|passage| [passage.title.as_str(), passage.text.as_str()]);
        std::iter::once(self.title.as_str())
            .chain(self.keywords.iter().map(String::as_str))
            .chain(passages)
    }
}

/// The live documents of an index and their postings.
pub(crate) struct Reader {
    searcher: Searcher,
    fields: Fields,
    /// By segment and tantivy's document, its number; `None` for one that was deleted.
    numbers: Vec<Vec<Option<u32>>>,
}

impl Reader {
    fn field(&self, field: ScoredField) -> Field {
        match field {
            ScoredField::Text => self.fields.text,
            ScoredField::Title => self.fields.title,
        }
    }

    /// The documents that hold a term, by number.
    pub(crate) fn postings(&self, field: ScoredField, term: &str) -> Result<Vec<Posting>> {
        let mut found = Vec::new();
        self.each_posting(field, term, IndexRecordOption::WithFreqs, |posting, _| {
            found.push(posting);
        })?;
        found.sort_unstable_by_key(|posting| posting.document);
        Ok(found)
    }

    /// The same with the positions of the term in the main field.
    pub(crate) fn positions(&self, term: &str) -> Result<Vec<(Posting, Vec<u32>)>> {
        let mut found = Vec::new();
        let option = IndexRecordOption::WithFreqsAndPositions;
        self.each_posting(ScoredField::Text, term, option, |posting, postings| {
            let mut positions = Vec::new();
            postings.positions(&mut positions);
            found.push((posting, positions));
        })?;
        found.sort_unstable_by_key(|(posting, _)| posting.document);
        Ok(found)
    }

    fn each_posting(
        &self,
        field: ScoredField,
        term: &str,
        option: IndexRecordOption,
        mut take: impl FnMut(Posting, &mut tantivy::postings::SegmentPostings),
    ) -> Result<()> {
        let term = Term::from_field_text(self.field(field), term);
        for (segment, numbers) in self.searcher.segment_readers().iter().zip(&self.numbers) {
            let index = segment.inverted_index(term.field())?;
            let Some(mut postings) = index.read_postings(&term, option)? else {
                continue;
            };
            let lengths = segment.get_fieldnorms_reader(term.field())?;
            let mut document = postings.doc();
            while document != tantivy::TERMINATED {
                if let Some(number) = numbers[document as usize] {
                    let posting = Posting {
                        document: number,
                        frequency: postings.term_freq(),
                        length: lengths.fieldnorm_id(document),
                    };
                    take(posting, &mut postings);
                }
                document = postings.advance();
            }
        }
        Ok(())
    }

    /// Every word as written that a live document holds, in order.
    pub(crate) fn words(&self) -> Result<Vec<Word>> {
        let field = self.fields.words;
        let segments = self.searcher.segment_readers();
        let indices: Vec<_> = segments
            .iter()
            .map(|segment| segment.inverted_index(field))
            .collect::<Result<Vec<_>>>()?;
        let streams = indices.iter().map(|index| index.terms().stream());
        let mut terms = TermMerger::new(streams.collect::<std::io::Result<Vec<_>>>()?);
        let mut words = Vec::new();
        while terms.advance() {
            let mut pages = 0;
            for (at, info) in terms.current_segment_ords_and_term_infos() {
                pages += live(&indices[at], &segments[at], &info)?;
            }
            if let (true, Ok(text)) = (pages > 0, std::str::from_utf8(terms.key())) {
                words.push(Word { text: text.to_owned(), pages });
            }
        }
        Ok(words)
    }

    /// The documents with these numbers, by number.
    pub(crate) fn documents(&self, wanted: &[u32]) -> Result<BTreeMap<u32, Document>> {
        let mut found = BTreeMap::new();
        for (segment, numbers) in self.searcher.segment_readers().iter().zip(&self.numbers) {
            let store = segment.get_store_reader(8)?;
            for (document, number) in numbers.iter().enumerate() {
                let Some(number) = number.filter(|number| wanted.contains(number)) else {
                    continue;
                };
                let document = u32::try_from(document).expect("it came from one");
                let stored: TantivyDocument = store.get(document)?;
                let bytes = stored.get_first(self.fields.document);
                let bytes =
                    bytes.as_ref().and_then(tantivy::schema::Value::as_bytes).unwrap_or_default();
                found.insert(number, serde_json::from_slice(bytes).map_err(std::io::Error::other)?);
            }
        }
        Ok(found)
    }
}

/// How many live documents of a segment hold a term.
fn live(
    index: &tantivy::InvertedIndexReader,
    segment: &SegmentReader,
    info: &tantivy::postings::TermInfo,
) -> Result<u32> {
    let Some(alive) = segment.alive_bitset() else {
        return Ok(info.doc_freq);
    };
    let postings = index.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
    Ok(postings.doc_freq_given_deletes(alive))
}

/// tantivy's way to our words: as written, or their stems.
#[derive(Clone)]
struct Words {
    /// `None`: words as written.
    language: Option<Language>,
    /// Stems found so far: texts repeat their words, and a look-up is much cheaper.
    stems: HashMap<String, String>,
}

/// Stems to remember at most.
const REMEMBERED: usize = 200_000;

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        if self.stems.len() > REMEMBERED {
            self.stems.clear();
        }
        let language = self.language.as_ref();
        WordStream {
            scanner: tokens::Scanner::new(text),
            language,
            stems: &mut self.stems,
            token: Token::default(),
        }
    }
}

struct WordStream<'a> {
    scanner: tokens::Scanner<'a>,
    language: Option<&'a Language>,
    stems: &'a mut HashMap<String, String>,
    token: Token,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        while self.scanner.advance() {
            self.token.position = self.token.position.wrapping_add(1);
            let word = &self.scanner.token;
            if word.text.is_empty() {
                continue;
            }
            (self.token.offset_from, self.token.offset_to) = (word.start, word.end);
            self.token.text.clear();
            match self.language {
                None => self.token.text.push_str(&word.text),
                Some(language) => match self.stems.get(&word.text) {
                    Some(stem) => self.token.text.push_str(stem),
                    None => {
                        let stem = language.stem(&word.text).into_owned();
                        self.token.text.push_str(&stem);
                        self.stems.insert(word.text.clone(), stem);
                    }
                },
            }
            return true;
        }
        false
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
