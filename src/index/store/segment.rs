//! A segment of the index, written from terms in their order through tantivy's serializers.
//!
//! In: the stored documents one by one, then the terms that threads found in them. Out: the files of the segment.
//! tantivy's own writer would look up each term of each document once more.

use std::sync::Mutex;

use rayon::prelude::*;
use tantivy::directory::TerminatingWrite as _;
use tantivy::fastfield::FastFieldsWriter;
use tantivy::fieldnorm::{FieldNormReaders, FieldNormsSerializer, FieldNormsWriter};
use tantivy::index::{Segment, SegmentComponent};
use tantivy::postings::{FieldSerializer, InvertedIndexSerializer};
use tantivy::schema::{Field, Schema};
use tantivy::store::StoreWriter;
use tantivy::{Index, TantivyDocument};

use super::postings::{Postings, Unpacked};
use super::terms::{Lengths, SegmentTerms, TermVocabulary};
use super::{IndexFields, Result};

/// What a lock relies on.
const UNHARMED: &str = "no thread panics while it holds this";

/// A segment in the making. Threads add documents to it at the same time.
pub(super) struct NewSegment {
    segment: Segment,
    fields: IndexFields,
    stored: Mutex<Stored>,
}

/// What is kept of the documents, by their numbers in the segment.
struct Stored {
    schema: Schema,
    documents: StoreWriter,
    columns: FastFieldsWriter,
    fingerprints: Vec<u64>,
}

impl NewSegment {
    pub(super) fn new(index: &Index, fields: IndexFields) -> Result<NewSegment> {
        let segment = index.new_segment();
        let (schema, settings) = (segment.schema(), index.settings());
        let stored = Stored {
            documents: StoreWriter::new(
                segment.open_write(SegmentComponent::Store)?,
                settings.docstore_compression,
                settings.docstore_blocksize,
                false,
            )?,
            columns: FastFieldsWriter::from_schema_and_tokenizer_manager(
                &schema,
                index.fast_field_tokenizer().clone(),
            )?,
            schema,
            fingerprints: Vec::new(),
        };
        Ok(NewSegment { segment, fields, stored: Mutex::new(stored) })
    }

    /// Adds a document without its terms: the hash of its key, its fingerprint, and the bytes to be kept. Returns its
    /// number in the segment.
    pub(super) fn store(&self, key: u64, fingerprint: u64, bytes: &[u8]) -> Result<u32> {
        let mut document = TantivyDocument::default();
        document.add_u64(self.fields.key, key);
        document.add_u64(self.fields.fingerprint, fingerprint);
        document.add_bytes(self.fields.document, bytes);
        let mut stored = self.stored.lock().expect(UNHARMED);
        stored.add(&document, fingerprint)
    }

    /// Writes all that is left, with the terms that threads found. Returns the segment.
    pub(super) fn finish(self, terms: Vec<SegmentTerms<'_>>) -> Result<Segment> {
        let NewSegment { segment, fields, stored } = self;
        let stored = stored.into_inner().expect(UNHARMED);
        let fingerprints = stored.finish(&segment)?;
        let (mut text, mut title, mut words) = (Vec::new(), Vec::new(), Vec::new());
        let (mut inside_text, mut inside_title) = (Vec::new(), Vec::new());
        let mut lengths = Vec::with_capacity(fingerprints.len());
        for found in terms {
            text.push(found.text);
            title.push(found.title);
            words.extend([found.words, found.surface_forms]);
            inside_text.push(found.inside_text);
            inside_title.push(found.inside_title);
            lengths.extend(found.lengths);
        }
        let norms = write_lengths(&segment, fields, &mut lengths)?;
        let mut inverted = Inverted { serializer: InvertedIndexSerializer::open(&segment)?, norms };
        inverted.write_fingerprints(fields.fingerprint, &fingerprints)?;
        let text_length = lengths.iter().map(|own| u64::from(own.text)).sum();
        inverted.write_terms(fields.text, text_length, text)?;
        let title_length = lengths.iter().map(|own| u64::from(own.title)).sum();
        inverted.write_terms(fields.title, title_length, title)?;
        inverted.write_terms(fields.words, 0, words)?;
        inverted.write_terms(fields.inside_text, 0, inside_text)?;
        inverted.write_terms(fields.inside_title, 0, inside_title)?;
        inverted.serializer.close()?;
        Ok(segment.with_max_doc(count(fingerprints.len())))
    }
}

impl Stored {
    fn add(&mut self, document: &TantivyDocument, fingerprint: u64) -> Result<u32> {
        self.documents.store(document, &self.schema)?;
        self.columns.add_document(document)?;
        let number = count(self.fingerprints.len());
        self.fingerprints.push(fingerprint);
        Ok(number)
    }

    /// Writes what is left of documents and columns. Returns the fingerprints.
    fn finish(mut self, segment: &Segment) -> Result<Vec<u64>> {
        self.documents.close()?;
        let mut file = segment.open_write(SegmentComponent::FastFields)?;
        self.columns.serialize(&mut file, None)?;
        file.terminate()?;
        Ok(self.fingerprints)
    }
}

/// Writes how long each field of each document is, in the order of the documents.
fn write_lengths(
    segment: &Segment,
    fields: IndexFields,
    lengths: &mut [Lengths],
) -> Result<FieldNormReaders> {
    lengths.sort_unstable_by_key(|own| own.document);
    let mut norms = FieldNormsWriter::for_schema(&segment.schema());
    for own in lengths {
        norms.record(own.document, fields.text, own.text);
        norms.record(own.document, fields.title, own.title);
    }
    let file = segment.open_write(SegmentComponent::FieldNorms)?;
    norms.serialize(FieldNormsSerializer::from_write(file)?, None)?;
    FieldNormReaders::open(segment.open_read(SegmentComponent::FieldNorms)?)
}

/// The terms of a segment in the making.
struct Inverted {
    serializer: InvertedIndexSerializer,
    norms: FieldNormReaders,
}

impl Inverted {
    /// Writes which document has which fingerprint, as numbers are terms of tantivy: eight bytes, the most
    /// significant first.
    fn write_fingerprints(&mut self, field: Field, fingerprints: &[u64]) -> Result<()> {
        let mut sorted: Vec<(u64, u32)> = fingerprints.iter().copied().zip(0..).collect();
        sorted.sort_unstable();
        let length = sorted.len() as u64;
        let mut serializer = self.serializer.new_field(field, length, None)?;
        for same in sorted.chunk_by(|(left, _), (right, _)| left == right) {
            serializer.new_term_without_freq(&same[0].0.to_be_bytes())?;
            for (_, document) in same {
                serializer.write_doc(*document, 0, &[]);
            }
            serializer.close_term()?;
        }
        Ok(serializer.close()?)
    }

    /// Writes the terms of a field of so many words.
    fn write_terms(&mut self, field: Field, length: u64, found: Vec<TermVocabulary>) -> Result<()> {
        // Several threads may have found the same term.
        let mut terms: Vec<(Box<str>, Postings)> =
            found.into_iter().flat_map(TermVocabulary::into_terms).collect();
        terms.par_sort_unstable_by(|(left, _), (right, _)| left.cmp(right));
        let norms = self.norms.get_field(field)?;
        let mut serializer = self.serializer.new_field(field, length, norms)?;
        let mut unpacked = Unpacked::default();
        for same in terms.chunk_by(|(left, _), (right, _)| left == right) {
            unpacked.clear();
            for (_, postings) in same {
                unpacked.add(postings);
            }
            unpacked.sort();
            write_term(&mut serializer, &same[0].0, &unpacked)?;
        }
        Ok(serializer.close()?)
    }
}

fn write_term(serializer: &mut FieldSerializer<'_>, term: &str, postings: &Unpacked) -> Result<()> {
    serializer.new_term(term.as_bytes(), count(postings.len()), true)?;
    for (document, positions) in postings.iter() {
        serializer.write_doc(document, count(positions.len()), positions);
    }
    Ok(serializer.close_term()?)
}

/// How many documents or positions there are, as tantivy counts them.
fn count(things: usize) -> u32 {
    u32::try_from(things).expect("a segment is limited to far fewer")
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::super::super::document::Passage;
    use super::super::{IndexReader, ScoredField, Store, WrittenWord, key_of};
    use super::*;
    use crate::index::SearchDocument;
    use crate::language::Language;

    /// More than tantivy packs together.
    const DOCUMENTS: usize = 300;

    fn key(number: usize) -> String {
        format!("{number}.md")
    }

    /// A document with words that all have, that some have, and that it has alone.
    fn document(number: usize) -> SearchDocument<'static> {
        let text = format!("Boards and boards, planed {} times by saw {number}", number % 7);
        let passage = Passage { text: Cow::from(text), ..Passage::default() };
        SearchDocument {
            key: Cow::from(key(number)),
            title: format!("Saw {}", number % 50),
            passages: vec![passage],
            ..SearchDocument::default()
        }
    }

    /// An index whose terms so many threads found, in turns.
    fn indexed(threads: usize) -> IndexReader {
        let language = Language::new("en");
        let store = Store::in_memory(&language);
        let segment = NewSegment::new(&store.index, store.fields).expect("memory takes it");
        let mut terms: Vec<SegmentTerms<'_>> =
            (0..threads).map(|_| SegmentTerms::new(&language)).collect();
        for number in 0..DOCUMENTS {
            let id = segment.store(key_of(&key(number)), 0, &[]).expect("memory takes it");
            terms[number % threads].add(id, &document(number));
        }
        let segment = segment.finish(terms).expect("memory takes it");
        store.add_segment(&segment).expect("memory takes it");
        let keys: Vec<String> = (0..DOCUMENTS).map(key).collect();
        store.reader(keys.iter().map(String::as_str)).expect("it was just written")
    }

    #[test]
    fn it_does_not_matter_which_thread_finds_a_term() {
        let (one, several) = (indexed(1), indexed(3));
        let words = one.words().expect("it was just written");
        assert_eq!(several.words().expect("it was just written"), words);
        let pages = |text: &str| words.iter().find(|word| word.text == text).map(|word| word.pages);
        assert_eq!(pages("boards"), Some(300));
        assert_eq!(pages("299"), Some(1));
        for WrittenWord { text, .. } in &words {
            let stem = Language::new("en").stem(text).into_owned();
            let located = |reader: &IndexReader| {
                let found = reader.positions(&stem).expect("it was just written");
                (found.postings, found.positions)
            };
            assert_eq!(located(&several), located(&one), "{text}");
            let titles = |reader: &IndexReader| reader.postings(ScoredField::Title, text);
            assert_eq!(titles(&several).ok(), titles(&one).ok(), "{text}");
        }
    }
}
