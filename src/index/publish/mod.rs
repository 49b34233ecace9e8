//! The index as small static files that a browser reads: a query needs few of them.
//!
//! In: the lexicon, the postings, the documents. Out: files by name, each a script that hands
//! over deflated bytes, and a manifest for the client. `docs/content/reference/search-files.md`
//! describes every byte. The same input gives the same files.

mod bytes;
mod cut;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rayon::prelude::*;
use serde::Serialize;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::site::SEARCH_FILES;

use super::store::{Posting, Reader, Result, ScoredField};
use super::tokens::is_unspaced;
use super::{Document, Facet, Lexicon, Meta, Rule};
use bytes::{Bytes, Columns, gaps};
use cut::{Piece, cut};

/// The version of the format; the client refuses another one.
const FORMAT: u32 = 1;

/// Bytes of a file of words before it is deflated, about: 3.5 kB of compressed transfer.
const WORDS_TARGET: usize = 5500;

/// Documents whose titles and addresses stand in one file.
const TITLES_PER_FILE: usize = 256;

/// Documents among which texts share files, and bytes of text in a file, about.
const TEXT_GROUP: usize = 16;
const TEXTS_TARGET: usize = 9000;

/// Compressed bytes of a site's index up to which it travels in one file.
const ONE_FILE: usize = 200_000;

/// What a published file holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Kind {
    Words,
    Prefixes,
    Titles,
    Spelling,
    Rules,
    Facets,
    Texts,
    Positions,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Words => "words",
            Kind::Prefixes => "beginnings",
            Kind::Titles => "titles",
            Kind::Spelling => "spelling",
            Kind::Rules => "rules",
            Kind::Facets => "filters",
            Kind::Texts => "texts",
            Kind::Positions => "positions",
        }
    }
}

/// A file before it is written: its name without folder and ending.
struct File {
    kind: Kind,
    name: String,
    bytes: Vec<u8>,
}

/// A published file.
pub(crate) struct Published {
    /// What is in it; `None` for the one that holds several kinds.
    pub(crate) kind: Option<Kind>,
    /// From the site's root.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// The index as files.
pub(crate) struct Publication {
    pub(crate) files: Vec<Published>,
    /// What the client has to know first, as JSON.
    pub(crate) manifest: String,
}

/// What the client knows before it fetches anything.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Manifest<'a> {
    format: u32,
    /// Changes with every change of the index: part of each request, so that no cache is stale.
    version: String,
    /// Changes with the list of pages: files of two lists do not go together.
    edition: &'a str,
    language: &'a str,
    /// The folder of the files, from that of the client.
    folder: String,
    documents: usize,
    text_length: u64,
    title_length: u64,
    titles_per_file: usize,
    text_group: usize,
    /// Kinds of files that are all in one, by the first letter of their names.
    together: String,
    /// Where each file of words begins: shared letters as a digit, then the rest, by blanks.
    pieces: String,
    /// Beginnings that are completed in titles only.
    vague: String,
    /// Those of them that are words; they are not completed.
    vague_words: String,
    /// Letters that have files of spellings: of first letters, of second ones.
    first_letters: String,
    second_letters: String,
    stop_words: String,
    synonyms: &'a [Vec<String>],
    collections: Vec<&'a str>,
    facets: Vec<(&'a str, &'a str)>,
}

/// The postings of all stems, and of the words of titles.
pub(crate) struct Postings {
    /// By stem: the postings, and the positions as they are published.
    stems: Vec<(Vec<Posting>, Vec<u8>)>,
    /// By word.
    titles: Vec<Vec<Posting>>,
}

impl Postings {
    /// Takes them out of the index.
    pub(crate) fn read(reader: &Reader, lexicon: &Lexicon) -> Result<Postings> {
        let stems = lexicon.stems.par_iter().map(|stem| {
            let mut found = Vec::new();
            let mut all = Bytes::default();
            for (posting, positions) in reader.positions(stem)? {
                gaps(&mut all, positions.into_iter());
                found.push(posting);
            }
            Ok((found, all.0))
        });
        let titles =
            lexicon.words.par_iter().map(|word| reader.postings(ScoredField::Title, &word.text));
        Ok(Postings {
            stems: stems.collect::<Result<Vec<_>>>()?,
            titles: titles.collect::<Result<Vec<_>>>()?,
        })
    }

    /// Words of all documents in the main field, and of all titles.
    pub(crate) fn lengths(&self) -> (u64, u64) {
        let sum = |postings: &Vec<Posting>| -> u64 {
            postings.iter().map(|posting| u64::from(posting.frequency)).sum()
        };
        let text = self.stems.iter().map(|(postings, _)| sum(postings)).sum();
        (text, self.titles.iter().map(sum).sum())
    }
}

/// Makes the files.
pub(crate) fn publish(
    lexicon: &Lexicon,
    postings: &Postings,
    documents: &[Document],
    meta: &Meta,
) -> Publication {
    let pieces = pieces(lexicon, postings);
    let vague: Vec<&str> = lexicon.vague_prefixes();
    let vague_words: Vec<&str> =
        vague.iter().copied().filter(|prefix| lexicon.word(prefix).is_some()).collect();
    let edition = edition(documents);
    let mut files = word_files(&pieces, lexicon, postings);
    files.extend(prefix_files(&vague, lexicon, postings));
    let (spelling, [first_letters, second_letters]) = spelling_files(lexicon);
    files.extend(spelling);
    let (texts, text_files) = text_files(documents);
    files.extend(title_files(documents, &text_files, meta));
    files.extend(texts);
    files.extend(facet_files(&meta.facets));
    let mut rules = Bytes::default();
    rules.words(meta.rules.0.keys().map(String::as_str).collect::<Vec<_>>().into_iter());
    for rule in meta.rules.0.values() {
        rules.size(rule.cut);
        rules.text(&rule.append);
    }
    files.push(File { kind: Kind::Rules, name: "r".to_owned(), bytes: rules.0 });

    let folder = format!("{SEARCH_FILES}{}/", meta.language);
    let version = version(&files);
    let (files, together) = packed(files, &folder, &edition);
    let manifest = Manifest {
        format: FORMAT,
        version,
        edition: &edition,
        language: &meta.language,
        folder: folder.replacen("assets/", "", 1),
        documents: documents.len(),
        text_length: meta.text_length,
        title_length: meta.title_length,
        titles_per_file: TITLES_PER_FILE,
        text_group: TEXT_GROUP,
        together,
        pieces: front_coded(pieces.iter().map(|piece| piece.from.as_str())),
        vague: front_coded(vague.iter().copied()),
        vague_words: vague_words.join(" "),
        first_letters,
        second_letters,
        stop_words: super::Language::new(&meta.language).stop_words().join(" "),
        synonyms: &meta.synonyms,
        collections: meta.collections.iter().map(String::as_str).collect(),
        facets: meta
            .facets
            .iter()
            .map(|facet| (facet.name.as_str(), facet.label.as_str()))
            .collect(),
    };
    let manifest = serde_json::to_string(&manifest).expect("a manifest is plain data");
    Publication { files, manifest }
}

/// What changes when pages come, go or move: files of two editions do not go together.
fn edition(documents: &[Document]) -> String {
    let mut hash = Xxh3::new();
    hash.update(&FORMAT.to_le_bytes());
    for document in documents {
        hash.update(document.url.as_bytes());
        hash.update(&[0]);
    }
    format!("{:08x}", hash.digest() >> 32)
}

fn version(files: &[File]) -> String {
    let hashes: Vec<u64> = files.par_iter().map(|file| xxh3_64(&file.bytes)).collect();
    let mut hash = Xxh3::new();
    for (file, own) in files.iter().zip(hashes) {
        hash.update(file.name.as_bytes());
        hash.update(&own.to_le_bytes());
    }
    format!("{:08x}", hash.digest() >> 32)
}

/// Words in order by blanks; of each, the number of letters it shares with the one before as a
/// digit in base 36, and the rest.
fn front_coded<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let mut all = String::new();
    let mut before = "";
    for word in words {
        let same = before.chars().zip(word.chars()).take_while(|(left, right)| left == right);
        let shared = same.count().min(35);
        if !all.is_empty() {
            all.push(' ');
        }
        all.push(std::char::from_digit(u32::try_from(shared).unwrap_or(0), 36).unwrap_or('0'));
        all.extend(word.chars().skip(shared));
        before = word;
    }
    all
}

/// A name of plain letters for any text: other bytes by their hexadecimal digits.
fn file_name(kind: &str, text: &str) -> String {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if is_plain {
        return format!("{kind}-{text}");
    }
    let mut name = format!("{kind}-_");
    for byte in text.bytes() {
        name += &format!("{byte:02x}");
    }
    name
}

fn pieces(lexicon: &Lexicon, postings: &Postings) -> Vec<Piece> {
    let words: Vec<&str> = lexicon.words.iter().map(|word| word.text.as_str()).collect();
    // A posting takes a gap, a frequency and a length: three bytes, and about half of that
    // deflated; a word its letters and counts.
    let cost = |range: Range<usize>| {
        let stems: BTreeSet<usize> = range.clone().map(|word| lexicon.stem_of[word]).collect();
        let of_stems: usize = stems.iter().map(|stem| 3 * postings.stems[*stem].0.len() + 5).sum();
        let of_words: usize = range.map(|word| 3 * postings.titles[word].len() + 8).sum();
        of_stems + of_words
    };
    cut(&words, &cost, WORDS_TARGET)
}

/// The words of each piece with all forms of their stems, and the postings of the stems; beside
/// them the positions.
fn word_files(pieces: &[Piece], lexicon: &Lexicon, postings: &Postings) -> Vec<File> {
    let made = pieces.par_iter().flat_map_iter(|piece| {
        let stems: BTreeSet<usize> =
            piece.words.clone().map(|word| lexicon.stem_of[word]).collect();
        let stems: Vec<usize> = stems.into_iter().collect();
        let forms = stems.iter().flat_map(|stem| &lexicon.forms[*stem]);
        let forms: BTreeSet<usize> = forms.copied().collect();
        let mut bytes = Bytes::default();
        bytes.words(strings(stems.iter().map(|stem| lexicon.stems[*stem].as_str())));
        bytes.words(strings(forms.iter().map(|form| lexicon.words[*form].text.as_str())));
        let mut of_forms = Bytes::default();
        let mut titles = Columns::default();
        for form in &forms {
            let stem = stems.binary_search(&lexicon.stem_of[*form]).expect("its stem is there");
            of_forms.size(stem);
            titles.term(&postings.titles[*form]);
        }
        bytes.part(&of_forms);
        let mut pages = Bytes::default();
        for form in &forms {
            pages.number(u64::from(lexicon.words[*form].pages));
        }
        bytes.part(&pages);
        titles.write(&mut bytes);
        let mut texts = Columns::default();
        for stem in &stems {
            texts.term(&postings.stems[*stem].0);
        }
        texts.write(&mut bytes);
        let mut positions = Bytes::default();
        for stem in &stems {
            let own = &postings.stems[*stem].1;
            positions.size(own.len());
            positions.0.extend_from_slice(own);
        }
        [
            File { kind: Kind::Words, name: file_name("w", &piece.from), bytes: bytes.0 },
            File { kind: Kind::Positions, name: file_name("p", &piece.from), bytes: positions.0 },
        ]
    });
    made.collect()
}

fn strings<'w>(words: impl Iterator<Item = &'w str>) -> impl ExactSizeIterator<Item = &'w str> {
    words.collect::<Vec<_>>().into_iter()
}

/// For each vague beginning the words of titles that begin so; not for one that is a word.
fn prefix_files(vague: &[&str], lexicon: &Lexicon, postings: &Postings) -> Vec<File> {
    let unknown = vague.par_iter().filter(|prefix| lexicon.word(prefix).is_none());
    let made = unknown.map(|prefix| {
        let in_titles = |word: &usize| !postings.titles[*word].is_empty();
        let words: Vec<usize> = lexicon.beginning(prefix).filter(in_titles).collect();
        let mut bytes = Bytes::default();
        bytes.words(strings(words.iter().map(|word| lexicon.words[*word].text.as_str())));
        let mut titles = Columns::default();
        for word in &words {
            titles.term(&postings.titles[*word]);
        }
        titles.write(&mut bytes);
        File { kind: Kind::Prefixes, name: file_name("c", prefix), bytes: bytes.0 }
    });
    made.collect()
}

/// The words by their first letter with their stems, and by their second letter; and the letters.
fn spelling_files(lexicon: &Lexicon) -> (Vec<File>, [String; 2]) {
    let mut by_letter: [BTreeMap<char, Vec<usize>>; 2] = Default::default();
    for (at, word) in lexicon.words.iter().enumerate() {
        let mut letters = word.text.chars();
        for words in &mut by_letter {
            // Signs without spaces are not misspelled by a letter.
            if let Some(letter) = letters.next().filter(|letter| !is_unspaced(*letter)) {
                words.entry(letter).or_default().push(at);
            }
        }
    }
    let letters = by_letter.each_ref().map(|words| words.keys().collect::<String>());
    let file = |kind: &str, letter: char, words: &[usize]| {
        let mut bytes = Bytes::default();
        bytes.words(strings(words.iter().map(|word| lexicon.words[*word].text.as_str())));
        for word in words {
            bytes.number(u64::from(lexicon.words[*word].pages));
        }
        if kind == "s" {
            for word in words {
                let text = &lexicon.words[*word].text;
                let rule = Rule::between(text, &lexicon.stems[lexicon.stem_of[*word]]);
                bytes.size(rule.cut);
                bytes.text(&rule.append);
            }
        }
        let name = file_name(kind, letter.encode_utf8(&mut [0; 4]));
        File { kind: Kind::Spelling, name, bytes: bytes.0 }
    };
    let lists = by_letter.iter().zip(["s", "t"]);
    let lists: Vec<(&str, char, &Vec<usize>)> = lists
        .flat_map(|(words, kind)| words.iter().map(move |(letter, words)| (kind, *letter, words)))
        .collect();
    let files = lists.par_iter().map(|(kind, letter, words)| file(kind, *letter, words)).collect();
    (files, letters)
}

/// The texts of the documents, some documents to a file; and by document the number of its file
/// within its group.
fn text_files(documents: &[Document]) -> (Vec<File>, Vec<usize>) {
    let groups: Vec<(Vec<File>, Vec<usize>)> = documents
        .par_chunks(TEXT_GROUP)
        .enumerate()
        .map(|(group, documents)| {
            let mut files: Vec<Vec<Vec<&str>>> = Vec::new();
            let mut size = usize::MAX;
            let mut numbers = Vec::new();
            for document in documents {
                let parts: Vec<&str> = document
                    .passages
                    .iter()
                    .flat_map(|passage| [&*passage.title, &*passage.anchor, &*passage.text])
                    .collect();
                let own: usize = parts.iter().map(|part| part.len()).sum();
                if size.saturating_add(own) > TEXTS_TARGET {
                    files.push(Vec::new());
                    size = 0;
                }
                size += own;
                numbers.push(files.len() - 1);
                files.last_mut().expect("one was begun").push(parts);
            }
            let files = files.iter().enumerate().map(|(number, texts)| {
                let bytes = serde_json::to_vec(texts).expect("texts are plain data");
                File { kind: Kind::Texts, name: format!("x-{group}-{number}"), bytes }
            });
            (files.collect(), numbers)
        })
        .collect();
    let mut all = (Vec::new(), Vec::new());
    for (files, numbers) in groups {
        all.0.extend(files);
        all.1.extend(numbers);
    }
    all
}

/// Titles, addresses, collections and the place of the text, by document.
fn title_files(documents: &[Document], text_files: &[usize], meta: &Meta) -> Vec<File> {
    let blocks = documents.par_chunks(TITLES_PER_FILE).zip(text_files.par_chunks(TITLES_PER_FILE));
    let made = blocks.enumerate().map(|(block, (documents, text_files))| {
        let mut bytes = Bytes::default();
        bytes.size(documents.len());
        for document in documents {
            bytes.text(&document.title);
        }
        bytes.words(strings(documents.iter().map(|document| document.url.as_str())));
        for document in documents {
            let collection = document.collection.as_ref();
            let position = |name| meta.collections.iter().position(|known| known == name);
            bytes.size(collection.and_then(position).map_or(0, |position| position + 1));
        }
        for file in text_files {
            bytes.size(*file);
        }
        File { kind: Kind::Titles, name: format!("d-{block}"), bytes: bytes.0 }
    });
    made.collect()
}

/// For each facet its values and the documents that have them.
fn facet_files(facets: &[Facet]) -> Vec<File> {
    let made = facets.par_iter().map(|facet| {
        let mut bytes = Bytes::default();
        bytes.size(facet.values.len());
        for value in &facet.values {
            bytes.text(&value.name);
            bytes.text(&value.label);
            bytes.size(value.documents.len());
            gaps(&mut bytes, value.documents.iter().copied());
        }
        File { kind: Kind::Facets, name: file_name("f", &facet.name), bytes: bytes.0 }
    });
    made.collect()
}

/// The kinds that a small site has in one file, in the order in which they are taken in.
const TOGETHER: [&[Kind]; 3] = [
    &[Kind::Words, Kind::Prefixes, Kind::Titles, Kind::Spelling, Kind::Rules, Kind::Facets],
    &[Kind::Texts],
    &[Kind::Positions],
];

/// The files as scripts; those of a small site in one. Also the first letters of the names of
/// those.
fn packed(files: Vec<File>, folder: &str, edition: &str) -> (Vec<Published>, String) {
    let deflated: Vec<Vec<u8>> = files.par_iter().map(|file| deflate(&file.bytes)).collect();
    let size_of = |kinds: &[Kind]| -> usize {
        let own = files.iter().zip(&deflated).filter(|(file, _)| kinds.contains(&file.kind));
        own.map(|(_, deflated)| deflated.len()).sum()
    };
    let mut together: Vec<Kind> = Vec::new();
    let mut size = 0;
    for kinds in TOGETHER {
        size += size_of(kinds);
        if size > ONE_FILE {
            break;
        }
        together.extend(kinds);
    }
    let script = |kind, name: &str, deflated: &[u8]| {
        let data = STANDARD.encode(deflated);
        let text = format!("fieldguide.put(\"{name}\",\"{edition}\",\"{data}\")\n");
        let path = format!("{folder}{name}.js");
        Published { kind, path, text }
    };
    let alone = files.par_iter().zip(&deflated).filter(|(file, _)| !together.contains(&file.kind));
    let mut published: Vec<Published> =
        alone.map(|(file, deflated)| script(Some(file.kind), &file.name, deflated)).collect();
    if together.is_empty() {
        return (published, String::new());
    }
    let inside: Vec<&File> = files.iter().filter(|file| together.contains(&file.kind)).collect();
    let mut bytes = Bytes::default();
    bytes.size(inside.len());
    for file in &inside {
        bytes.text(&file.name);
        bytes.size(file.bytes.len());
    }
    for file in &inside {
        bytes.0.extend_from_slice(&file.bytes);
    }
    published.push(script(None, "all", &deflate(&bytes.0)));
    let letters: BTreeSet<char> =
        inside.iter().filter_map(|file| file.name.chars().next()).collect();
    (published, letters.into_iter().collect())
}

/// Deflated without a header (RFC 1951).
fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::new(8));
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes all bytes")
}
