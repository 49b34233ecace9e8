//! The live documents of an index and their postings, by the numbers that the site gives them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::BuildHasherDefault;
use std::io;
use std::ops::Range;
use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentReader;
use tantivy::postings::{Postings as _, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::termdict::TermMerger;
use tantivy::{DocSet as _, InvertedIndexReader, Searcher, TantivyDocument, Term};

use super::super::SearchDocument;
use super::super::compounds::Compounds;
use super::terms::SURFACE;
use super::{IndexFields, Posting, Result, ScoredField, WrittenWord, key_of};
use crate::memo::OfWord;

/// One list of documents over the segments of an index.
pub(crate) struct IndexReader {
    fields: IndexFields,
    segments: Vec<Segment>,
    /// Words that are written together: they hold terms within words that no document was indexed with.
    pub(in super::super) compounds: Compounds,
}

/// A segment, and what each of its terms is read with.
struct Segment {
    reader: SegmentReader,
    /// By tantivy's document, its number; `None` for one that was deleted.
    numbers: Vec<Option<u32>>,
    text: Scored,
    title: Scored,
    words: Arc<InvertedIndexReader>,
    inside_text: Scored,
    inside_title: Scored,
}

/// A field that is scored.
struct Scored {
    field: Field,
    index: Arc<InvertedIndexReader>,
    lengths: FieldNormReader,
    /// Where the postings of each term are; `None` if whoever asks does so for few terms.
    terms: Option<HashMap<Box<[u8]>, TermInfo, BuildHasherDefault<OfWord>>>,
}

/// What the documents that hold a term come to.
#[derive(Default)]
pub(crate) struct TermFrequency {
    /// How many they are.
    pub(crate) documents: usize,
    /// How often it stands in all of them together.
    pub(crate) times: u64,
    /// The sum of their marks.
    pub(crate) mark: u64,
}

/// The documents that hold a term, and where.
#[derive(Default)]
pub(crate) struct TermPositions {
    /// By number, each with the range of its positions.
    pub(crate) postings: Vec<(Posting, Range<usize>)>,
    pub(crate) positions: Vec<u32>,
}

/// The ways in which a word is written.
#[derive(Default)]
struct SurfaceForms {
    /// Pages of all together.
    pages: u32,
    /// The one on most pages, of equals the last: it has fewer capitals at its beginning.
    most: (u32, Box<str>),
}

impl SurfaceForms {
    fn add(&mut self, written: &str, pages: u32) {
        self.pages += pages;
        if pages >= self.most.0 {
            self.most = (pages, written.into());
        }
    }

    /// The form that is used most, if more than half of the pages that hold the word write it in such a way.
    fn most_used(self, pages: u32) -> Option<Box<str>> {
        (2 * self.pages > pages).then_some(self.most.1)
    }
}

impl Segment {
    /// A segment whose documents have numbers by their keys.
    fn new(
        reader: &SegmentReader,
        fields: IndexFields,
        numbers: &HashMap<u64, u32>,
    ) -> Result<Segment> {
        let keys = reader.fast_fields().u64("key")?;
        let mut own = vec![None; reader.max_doc() as usize];
        for document in reader.doc_ids_alive() {
            own[document as usize] =
                keys.first(document).and_then(|key| numbers.get(&key).copied());
        }
        Ok(Segment {
            numbers: own,
            text: Scored::new(reader, fields.text, fields.text)?,
            title: Scored::new(reader, fields.title, fields.title)?,
            words: reader.inverted_index(fields.words)?,
            inside_text: Scored::new(reader, fields.inside_text, fields.text)?,
            inside_title: Scored::new(reader, fields.inside_title, fields.title)?,
            reader: reader.clone(),
        })
    }
}

impl Scored {
    /// A field whose terms count as words of the field `of`.
    fn new(reader: &SegmentReader, field: Field, of: Field) -> Result<Scored> {
        Ok(Scored {
            field,
            index: reader.inverted_index(field)?,
            lengths: reader.get_fieldnorms_reader(of)?,
            terms: None,
        })
    }
}

impl IndexReader {
    /// A view of the index in which the documents with these keys have the numbers of their order.
    pub(super) fn new<'k>(
        searcher: &Searcher,
        fields: IndexFields,
        keys: impl Iterator<Item = &'k str>,
    ) -> Result<IndexReader> {
        let numbers: HashMap<u64, u32> =
            keys.zip(0..).map(|(key, number)| (key_of(key), number)).collect();
        let segments = searcher.segment_readers().iter();
        let segments = segments.map(|reader| Segment::new(reader, fields, &numbers));
        let segments = segments.collect::<Result<_>>()?;
        Ok(IndexReader { fields, segments, compounds: Compounds::new() })
    }

    /// The same for whoever asks for every term, and more than once: to read all terms in a row is much quicker
    /// than to look up each.
    pub(crate) fn with_all_terms(mut self) -> Result<IndexReader> {
        for segment in &mut self.segments {
            let Segment { text, title, inside_text, inside_title, .. } = segment;
            for scored in [text, title, inside_text, inside_title] {
                let mut stream = scored.index.terms().stream()?;
                let mut terms = HashMap::default();
                while let Some((term, info)) = stream.next() {
                    terms.insert(term.into(), info.clone());
                }
                scored.terms = Some(terms);
            }
        }
        Ok(self)
    }

    /// The documents that hold a term, by number.
    pub(crate) fn postings(&self, field: ScoredField, term: &str) -> Result<Vec<Posting>> {
        let mut found = Vec::new();
        self.each_posting(field, term, IndexRecordOption::WithFreqs, |posting, _| {
            found.push(posting);
        })?;
        self.add_compounds(field, term, &mut found)?;
        found.sort_unstable_by_key(|posting| posting.document);
        Ok(found)
    }

    /// What the documents that hold a term come to; `marks` stand for the documents, by number.
    pub(crate) fn frequencies(
        &self,
        field: ScoredField,
        term: &str,
        marks: &[u64],
    ) -> Result<TermFrequency> {
        let mut frequencies = TermFrequency::default();
        let mut count = |posting: Posting| {
            frequencies.documents += 1;
            frequencies.times += u64::from(posting.frequency);
            frequencies.mark = frequencies.mark.wrapping_add(marks[posting.document as usize]);
        };
        if self.compounds.contains_key(term) {
            self.postings(field, term)?.into_iter().for_each(count);
        } else {
            let option = IndexRecordOption::WithFreqs;
            self.each_posting(field, term, option, |posting, _| count(posting))?;
        }
        Ok(frequencies)
    }

    /// Adds the documents that hold a term as a part of words, where they do not hold it by itself.
    fn add_compounds(
        &self,
        field: ScoredField,
        term: &str,
        found: &mut Vec<Posting>,
    ) -> Result<()> {
        let own = match field {
            ScoredField::InsideText => ScoredField::Text,
            ScoredField::InsideTitle => ScoredField::Title,
            ScoredField::Text | ScoredField::Title => return Ok(()),
        };
        let Some(part) = self.compounds.get(term) else { return Ok(()) };
        let itself = if own == ScoredField::Text { part.stem.as_str() } else { term };
        let itself = self.postings(own, itself)?;
        let mut held: HashSet<u32> =
            itself.iter().chain(&*found).map(|posting| posting.document).collect();
        for word in &part.words {
            for posting in self.word_postings(own, word)? {
                if held.insert(posting.document) {
                    found.push(posting);
                }
            }
        }
        Ok(())
    }

    /// The documents that hold a word as it is written, in a field, each once.
    fn word_postings(&self, field: ScoredField, word: &str) -> Result<Vec<Posting>> {
        if field == ScoredField::Title {
            let mut titles = self.postings(field, word)?;
            for posting in &mut titles {
                posting.frequency = 1;
            }
            return Ok(titles);
        }
        let mut found = Vec::new();
        let term = Term::from_field_text(self.fields.words, word);
        for segment in &self.segments {
            let Some(mut postings) =
                segment.words.read_postings(&term, IndexRecordOption::Basic)?
            else {
                continue;
            };
            let lengths = &segment.scored(field).lengths;
            let mut document = postings.doc();
            while document != tantivy::TERMINATED {
                if let Some(number) = segment.numbers[document as usize] {
                    let length = lengths.fieldnorm_id(document);
                    found.push(Posting { document: number, frequency: 1, length });
                }
                document = postings.advance();
            }
        }
        Ok(found)
    }

    /// The documents that hold a term in the main field, with its positions there.
    pub(crate) fn positions(&self, term: &str) -> Result<TermPositions> {
        let mut found = TermPositions::default();
        let mut own = Vec::new();
        let option = IndexRecordOption::WithFreqsAndPositions;
        self.each_posting(ScoredField::Text, term, option, |posting, postings| {
            postings.positions(&mut own);
            let start = found.positions.len();
            found.positions.extend_from_slice(&own);
            found.postings.push((posting, start..found.positions.len()));
        })?;
        found.postings.sort_unstable_by_key(|(posting, _)| posting.document);
        Ok(found)
    }

    fn each_posting(
        &self,
        field: ScoredField,
        term: &str,
        option: IndexRecordOption,
        mut take: impl FnMut(Posting, &mut SegmentPostings),
    ) -> Result<()> {
        for segment in &self.segments {
            let scored = segment.scored(field);
            let Some(info) = scored.info(term)? else { continue };
            let mut postings = scored.index.read_postings_from_terminfo(&info, option)?;
            let mut document = postings.doc();
            while document != tantivy::TERMINATED {
                if let Some(number) = segment.numbers[document as usize] {
                    let posting = Posting {
                        document: number,
                        frequency: postings.term_freq(),
                        length: scored.lengths.fieldnorm_id(document),
                    };
                    take(posting, &mut postings);
                }
                document = postings.advance();
            }
        }
        Ok(())
    }

    /// Every word that a live document holds, in order.
    pub(crate) fn words(&self) -> Result<Vec<WrittenWord>> {
        let mut words: Vec<WrittenWord> = Vec::new();
        let mut forms = SurfaceForms::default();
        self.each_live_term(
            |segment| &segment.words,
            |term, pages| match term.split_once(SURFACE) {
                Some((_, written)) => forms.add(written, pages),
                None => {
                    let surface = std::mem::take(&mut forms);
                    if let Some(before) = words.last_mut() {
                        before.surface = surface.most_used(before.pages);
                    }
                    words.push(WrittenWord { text: term.to_owned(), pages, surface: None });
                }
            },
        )?;
        if let Some(last) = words.last_mut() {
            last.surface = forms.most_used(last.pages);
        }
        Ok(words)
    }

    /// Every term within words that a live document holds, in order.
    pub(crate) fn inside(&self) -> Result<Vec<String>> {
        let mut terms = Vec::new();
        self.each_live_term(
            |segment| &segment.inside_text.index,
            |term, _| terms.push(term.to_owned()),
        )?;
        self.each_live_term(
            |segment| &segment.inside_title.index,
            |term, _| terms.push(term.to_owned()),
        )?;
        terms.sort_unstable();
        terms.dedup();
        Ok(terms)
    }

    /// Takes the terms of a field that live documents hold, in order, with how many these are.
    fn each_live_term(
        &self,
        field: impl Fn(&Segment) -> &InvertedIndexReader,
        mut take: impl FnMut(&str, u32),
    ) -> Result<()> {
        let streams = self.segments.iter().map(|segment| field(segment).terms().stream());
        let mut terms = TermMerger::new(streams.collect::<std::io::Result<Vec<_>>>()?);
        while terms.advance() {
            let mut pages = 0;
            for (at, info) in terms.current_segment_ords_and_term_infos() {
                let segment = &self.segments[at];
                pages += segment.live(field(segment), &info)?;
            }
            if let (true, Ok(text)) = (pages > 0, std::str::from_utf8(terms.key())) {
                take(text, pages);
            }
        }
        Ok(())
    }

    /// The documents with these numbers, by number.
    pub(crate) fn documents(
        &self,
        wanted: &BTreeSet<u32>,
    ) -> Result<BTreeMap<u32, SearchDocument<'static>>> {
        let mut found = BTreeMap::new();
        for segment in &self.segments {
            let store = segment.reader.get_store_reader(8)?;
            for (document, number) in (0..).zip(&segment.numbers) {
                let Some(number) = number.filter(|number| wanted.contains(number)) else {
                    continue;
                };
                let stored: TantivyDocument = store.get(document)?;
                let bytes = stored.get_first(self.fields.document);
                let bytes = bytes.as_ref().and_then(Value::as_bytes).unwrap_or_default();
                found.insert(number, postcard::from_bytes(bytes).map_err(io::Error::other)?);
            }
        }
        Ok(found)
    }
}

impl Scored {
    /// Where the postings of a term are.
    fn info(&self, term: &str) -> io::Result<Option<TermInfo>> {
        match &self.terms {
            Some(terms) => Ok(terms.get(term.as_bytes()).cloned()),
            None => self.index.get_term_info(&Term::from_field_text(self.field, term)),
        }
    }
}

impl Segment {
    fn scored(&self, field: ScoredField) -> &Scored {
        match field {
            ScoredField::Text => &self.text,
            ScoredField::Title => &self.title,
            ScoredField::InsideText => &self.inside_text,
            ScoredField::InsideTitle => &self.inside_title,
        }
    }

    /// How many live documents hold a term.
    fn live(&self, terms: &InvertedIndexReader, info: &TermInfo) -> Result<u32> {
        let Some(alive) = self.reader.alive_bitset() else {
            return Ok(info.doc_freq);
        };
        let postings = terms.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
        Ok(postings.doc_freq_given_deletes(alive))
    }
}
