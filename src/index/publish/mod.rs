//! The index as small static files that a browser reads: a query needs few of them.
//!
//! In: the index, and the documents one by one. Out: files by name, each a script that hands over
//! deflated bytes, and a manifest for the client. `docs/content/reference/search-files.md` describes
//! every byte. The same input gives the same files; each is made by itself, from the index.

mod bytes;
mod shards;
mod files;
mod folder;
mod manifest;

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use libdeflater::{CompressionLvl, Compressor};
use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

use crate::language::{Language, is_unspaced};
use crate::memo::Fingerprint;
use crate::site::{OutputPath, SEARCH_FILES};

use super::Dictionary;
use super::document::{DocumentSummary, Documents};
use super::state::{DocumentFrequency, IndexState};
use super::store::Result;

use bytes::Bytes;
use files::name;
use folder::folder_of;
use shards::{Shard, plan};

/// The version of the format; the client refuses another one.
const FORMAT: u32 = 5;

/// Bytes of a file of words before it is deflated, about: 3.5 kB of compressed transfer.
const WORDS_TARGET: usize = 5500;

/// Bytes of all words, up to which files are of that size: those of 10,000 pages, about. Beyond it,
/// files grow with the square root, and so does the list of them: at a million pages each is ten
/// times as large, where otherwise the list would be a hundred times as long.
const WORDS_BALANCED: usize = 7_000_000;

/// Documents whose titles and addresses stand in one file: at most, and at least.
const MOST_TITLES: usize = 128;
const FEWEST_TITLES: usize = 64;

/// Documents of a site up to which files have most of them. There, the results of a query share some files. Each result
/// of a larger site has a file of its own, and what else is in it is for nothing.
const TITLES_SHARED: usize = 20_000;

/// Documents among which texts share files, and bytes of text in a file, about.
const TEXT_GROUP: usize = 16;
const TEXTS_TARGET: usize = 9000;

/// Compressed bytes of a site's index up to which it travels in one file.
const ONE_FILE: usize = 200_000;

/// The name of that file.
const ALL: &str = "all";

/// Bytes of words and texts, before they are deflated, above which no site has them in one file:
/// nothing shrinks to a tenth.
const SURELY_LARGE: usize = 10 * ONE_FILE;

/// How hard to look for repeats, of libdeflate's 1 to 12. 6 takes a quarter more time and saves one byte in a
/// hundred. Positions repeat nothing that is worth a search: the least gives the smallest files.
const LEVEL: i32 = 4;
const LEVEL_OF_POSITIONS: i32 = 1;

/// What a published file holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum SearchFileKind {
    Words,
    Prefixes,
    Titles,
    Spelling,
    Rules,
    Facets,
    Texts,
    Positions,
}

impl SearchFileKind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            SearchFileKind::Words => "words",
            SearchFileKind::Prefixes => "beginnings",
            SearchFileKind::Titles => "titles",
            SearchFileKind::Spelling => "spelling",
            SearchFileKind::Rules => "rules",
            SearchFileKind::Facets => "filters",
            SearchFileKind::Texts => "texts",
            SearchFileKind::Positions => "positions",
        }
    }

    /// How hard to look for repeats in it.
    fn level(self) -> i32 {
        if self == SearchFileKind::Positions { LEVEL_OF_POSITIONS } else { LEVEL }
    }

    /// What the names of its files begin with.
    fn letters(self) -> &'static str {
        match self {
            SearchFileKind::Words => "w",
            SearchFileKind::Prefixes => "c",
            SearchFileKind::Titles => "d",
            SearchFileKind::Spelling => "st",
            SearchFileKind::Rules => "r",
            SearchFileKind::Facets => "f",
            SearchFileKind::Texts => "x",
            SearchFileKind::Positions => "p",
        }
    }
}

/// A file before it is written: its name without folder and ending.
struct PendingFile {
    kind: SearchFileKind,
    name: String,
    bytes: Vec<u8>,
}

impl PendingFile {
    fn deflated(&self) -> Vec<u8> {
        deflate(&self.bytes, self.kind.level())
    }
}

/// A published file.
pub(crate) struct PublishedFile {
    /// What is in it; `None` for the one that holds several kinds.
    pub(crate) kind: Option<SearchFileKind>,
    /// From the site's root.
    pub(crate) path: OutputPath,
    pub(crate) made: FileSource,
}

/// A file that was made, or is there already.
pub(crate) enum FileSource {
    Text(String),
    /// Its bytes.
    TakenOver(u64),
}

/// Takes over the file at a path from the build before, if it was made from the same. Returns its bytes.
pub(crate) type TakeOver<'a> = &'a (dyn Fn(&OutputPath, Fingerprint) -> Option<u64> + Sync);

/// Files that are made together.
#[derive(Clone, Copy, Debug)]
enum FileBatch {
    /// The words of a piece, and their positions.
    Piece(usize),
    /// The words of titles with a vague beginning.
    Beginning(usize),
    FirstLetter(char),
    SecondLetter(char),
    /// A block of titles.
    Titles(usize),
    /// The texts of a group of documents.
    Texts(usize),
    Facet(usize),
    Rules,
}

/// The index as files: which there are, and each when it is asked for.
pub(super) struct Publication {
    pub(super) index: IndexState,
    pieces: Vec<Shard>,
    too_common: Vec<String>,
    /// Words by their first letter, and by their second.
    spelling: [BTreeMap<char, Vec<usize>>; 2],
    /// By document, the number of its file of texts within its group.
    text_files: Vec<usize>,
    build_id: String,
    folder: String,
    /// The file of a small site, and the kinds that are in it.
    all: Option<(String, Vec<SearchFileKind>)>,
    /// What to make for a file, by its path; known once a single file is asked for.
    parts: OnceLock<HashMap<String, FileBatch>>,
}

impl Publication {
    /// Decides what goes into which file.
    pub(super) fn new(index: IndexState, documents: &Documents<'_>) -> Result<Publication> {
        let mut publication = Publication {
            pieces: pieces(&index.dictionary, &index.frequencies),
            too_common: index
                .dictionary
                .too_common_prefixes()
                .into_iter()
                .map(str::to_owned)
                .collect(),
            spelling: spelling(&index.dictionary),
            text_files: text_files(&index.summaries),
            build_id: build_id(&index.summaries),
            folder: format!("{SEARCH_FILES}{}/", index.meta.language),
            all: None,
            parts: OnceLock::new(),
            index,
        };
        let words: usize = publication.pieces.iter().map(|piece| piece.cost).sum();
        if words <= SURELY_LARGE {
            publication.all = publication.together(documents)?;
        }
        Ok(publication)
    }

    /// Makes all files that cannot be taken over, several at a time, and hands each to `sink`.
    pub(super) fn each(
        &self,
        documents: &Documents<'_>,
        take_over: TakeOver<'_>,
        sink: &(dyn Fn(PublishedFile) + Sync),
    ) -> Result<()> {
        let alone: Vec<FileBatch> =
            self.parts().into_iter().filter(|part| !self.is_inside(*part)).collect();
        alone.into_par_iter().try_for_each(|part| match self.made_from(part) {
            Some(made_from) => self.unless_there(part, &made_from, documents, take_over, sink),
            None => self.others(part, documents, take_over, sink),
        })?;
        if let Some((text, _)) = &self.all {
            let path = OutputPath::new(self.path(ALL));
            sink(PublishedFile { kind: None, path, made: FileSource::Text(text.clone()) });
        }
        Ok(())
    }

    /// What the files of a part are made from, by their position among its names, if that is known before they
    /// are made.
    fn made_from(&self, part: FileBatch) -> Option<Vec<Fingerprint>> {
        let IndexState { dictionary, frequencies, fingerprints, .. } = &self.index;
        match part {
            FileBatch::Texts(group) => {
                let own = self.group(group);
                let mut files: Vec<Vec<[u8; 8]>> = vec![Vec::new(); self.names(part).len()];
                for document in own {
                    files[self.text_files[document]].push(fingerprints[document].to_le_bytes());
                }
                Some(files.into_iter().map(Fingerprint::of).collect())
            }
            // Of a small site, one of the two may be in the file of all.
            FileBatch::Piece(at) if self.all.is_none() => {
                Some(vec![files::words_made_from(&self.pieces[at], dictionary, frequencies); 2])
            }
            _ => None,
        }
    }

    /// The files of a part, unless they are there.
    fn unless_there(
        &self,
        part: FileBatch,
        made_from: &[Fingerprint],
        documents: &Documents<'_>,
        take_over: TakeOver<'_>,
        sink: &(dyn Fn(PublishedFile) + Sync),
    ) -> Result<()> {
        let there = self.names(part).into_iter().zip(made_from).map(|(name, fingerprint)| {
            let path = OutputPath::new(self.path(&name));
            let fingerprint = Fingerprint::of([self.build_id.as_bytes(), &fingerprint.bytes()]);
            let bytes = take_over(&path, fingerprint);
            (path, bytes)
        });
        let there: Vec<(OutputPath, Option<u64>)> = there.collect();
        let mut files = Vec::new();
        if there.iter().any(|(_, bytes)| bytes.is_none()) {
            files = self.make(part, documents)?;
        }
        let kinds = part.kinds().iter().cycle();
        for (number, ((path, bytes), kind)) in there.into_iter().zip(kinds).enumerate() {
            let text = || FileSource::Text(self.text(&files[number]));
            let made = bytes.map_or_else(text, FileSource::TakenOver);
            sink(PublishedFile { kind: Some(*kind), path, made });
        }
        Ok(())
    }

    /// The files of any other part: they are made to know whether they are there.
    fn others(
        &self,
        part: FileBatch,
        documents: &Documents<'_>,
        take_over: TakeOver<'_>,
        sink: &(dyn Fn(PublishedFile) + Sync),
    ) -> Result<()> {
        for file in self.make(part, documents)? {
            if !self.is_in_all(file.kind) {
                let path = OutputPath::new(self.path(&file.name));
                let made_from = Fingerprint::of([self.build_id.as_bytes(), &file.bytes]);
                let made = take_over(&path, made_from);
                let made =
                    made.map_or_else(|| FileSource::Text(self.text(&file)), FileSource::TakenOver);
                sink(PublishedFile { kind: Some(file.kind), path, made });
            }
        }
        Ok(())
    }

    /// Makes the file with a path from the site's root; `None` if there is none.
    pub(super) fn file(&self, path: &str, documents: &Documents<'_>) -> Result<Option<String>> {
        if let Some((text, _)) = self.all.as_ref().filter(|_| path == self.path(ALL)) {
            return Ok(Some(text.clone()));
        }
        let parts = self.parts.get_or_init(|| {
            let parts = self.parts().into_iter();
            let named = parts.flat_map(|part| self.names(part).into_iter().map(move |n| (n, part)));
            named.map(|(name, part)| (self.path(&name), part)).collect()
        });
        let Some(part) = parts.get(path) else { return Ok(None) };
        let files = self.make(*part, documents)?.into_iter();
        let mut published = files
            .filter(|file| self.path(&file.name) == path && !self.is_in_all(file.kind))
            .map(|file| self.text(&file));
        Ok(published.next())
    }

    fn text(&self, file: &PendingFile) -> String {
        self.script(&file.name, &file.deflated())
    }

    /// Where a file of that name is published.
    pub(super) fn path(&self, name: &str) -> String {
        format!("{}{}{name}.js", self.folder, folder_of(name))
    }

    fn script(&self, name: &str, deflated: &[u8]) -> String {
        let mut script = format!("fieldguide.put(\"{name}\",\"{}\",\"", self.build_id);
        STANDARD.encode_string(deflated, &mut script);
        script.push_str("\")\n");
        script
    }

    /// All that there is to make.
    fn parts(&self) -> Vec<FileBatch> {
        let documents = self.index.summaries.len();
        let is_unknown = |at: &usize| self.index.dictionary.word(&self.too_common[*at]).is_none();
        let mut parts = vec![FileBatch::Rules];
        parts.extend((0..self.pieces.len()).map(FileBatch::Piece));
        parts.extend((0..self.too_common.len()).filter(is_unknown).map(FileBatch::Beginning));
        parts.extend(self.spelling[0].keys().copied().map(FileBatch::FirstLetter));
        parts.extend(self.spelling[1].keys().copied().map(FileBatch::SecondLetter));
        parts.extend((0..documents.div_ceil(self.titles_per_file())).map(FileBatch::Titles));
        parts.extend((0..documents.div_ceil(TEXT_GROUP)).map(FileBatch::Texts));
        parts.extend((0..self.index.meta.facets.len()).map(FileBatch::Facet));
        parts
    }

    /// The documents among which texts share files.
    fn group(&self, number: usize) -> Range<usize> {
        number * TEXT_GROUP..self.text_files.len().min((number + 1) * TEXT_GROUP)
    }

    fn titles_per_file(&self) -> usize {
        titles_per_file(self.index.summaries.len())
    }

    /// The names of the files of a part.
    fn names(&self, part: FileBatch) -> Vec<String> {
        let letter = |kind, letter: char| vec![name(kind, letter.encode_utf8(&mut [0; 4]))];
        match part {
            FileBatch::Piece(at) => {
                ["w", "p"].map(|kind| name(kind, &self.pieces[at].from)).to_vec()
            }
            FileBatch::Beginning(at) => vec![name("c", &self.too_common[at])],
            FileBatch::FirstLetter(first) => letter("s", first),
            FileBatch::SecondLetter(second) => letter("t", second),
            FileBatch::Titles(number) => vec![name("d", &number.to_string())],
            FileBatch::Texts(group) => {
                let files = self.text_files[self.group(group)].last().map_or(0, |last| last + 1);
                (0..files).map(|number| files::name_of_texts(group, number)).collect()
            }
            FileBatch::Facet(at) => vec![name("f", &self.index.meta.facets[at].name)],
            FileBatch::Rules => vec![files::RULES.to_owned()],
        }
    }

    fn make(&self, part: FileBatch, documents: &Documents<'_>) -> Result<Vec<PendingFile>> {
        let IndexState { reader, dictionary, summaries, meta, .. } = &self.index;
        Ok(match part {
            FileBatch::Piece(at) => files::words(&self.pieces[at], dictionary, reader)?,
            FileBatch::Beginning(at) => {
                vec![files::beginning(&self.too_common[at], dictionary, reader)?]
            }
            FileBatch::FirstLetter(letter) => {
                vec![files::first_letter(letter, &self.spelling[0][&letter], dictionary)]
            }
            FileBatch::SecondLetter(letter) => {
                vec![files::second_letter(letter, &self.spelling[1][&letter], dictionary)]
            }
            FileBatch::Titles(number) => {
                let start = number * self.titles_per_file();
                let range = start..summaries.len().min(start + self.titles_per_file());
                let numbers = &self.text_files[range.clone()];
                vec![files::titles(number, &summaries[range], numbers, &meta.collections)]
            }
            FileBatch::Texts(number) => {
                let range = self.group(number);
                files::texts(number, range.clone(), &self.text_files[range], documents)
            }
            FileBatch::Facet(at) => vec![files::facet(&meta.facets[at])],
            FileBatch::Rules => {
                vec![files::rules(&meta.rules, &Language::new(&meta.language), dictionary)]
            }
        })
    }

    fn is_in_all(&self, kind: SearchFileKind) -> bool {
        self.all.as_ref().is_some_and(|(_, kinds)| kinds.contains(&kind))
    }

    /// Whether all files of a part are in the one of a small site.
    fn is_inside(&self, part: FileBatch) -> bool {
        part.kinds().iter().all(|kind| self.is_in_all(*kind))
    }

    /// The one file of a small site, with as many kinds as its size allows.
    fn together(&self, documents: &Documents<'_>) -> Result<Option<(String, Vec<SearchFileKind>)>> {
        let made = |parts: Vec<FileBatch>| -> Result<Vec<PendingFile>> {
            let files: Result<Vec<Vec<PendingFile>>> =
                parts.into_par_iter().map(|part| self.make(part, documents)).collect();
            Ok(files?.into_iter().flatten().collect())
        };
        let of = |kinds: &[SearchFileKind]| {
            let parts = self.parts().into_iter();
            parts.filter(|part| part.kinds().iter().any(|kind| kinds.contains(kind))).collect()
        };
        let texts: usize = self.index.summaries.iter().map(|summary| summary.size).sum();
        let mut inside: Vec<PendingFile> = Vec::new();
        let mut known: Vec<SearchFileKind> = Vec::new();
        let mut size = 0;
        for kinds in TOGETHER {
            if kinds.contains(&SearchFileKind::Texts) && texts > SURELY_LARGE {
                break;
            }
            let mut files = made(of(kinds))?;
            files.retain(|file| kinds.contains(&file.kind));
            size += files.par_iter().map(|file| file.deflated().len()).sum::<usize>();
            if size > ONE_FILE {
                break;
            }
            known.extend(kinds);
            inside.extend(files);
        }
        if known.is_empty() {
            return Ok(None);
        }
        let mut bytes = Bytes::default();
        bytes.size(inside.len());
        for file in &inside {
            bytes.text(&file.name);
            bytes.size(file.bytes.len());
        }
        for file in &inside {
            bytes.0.extend_from_slice(&file.bytes);
        }
        Ok(Some((self.script(ALL, &deflate(&bytes.0, LEVEL)), known)))
    }
}

impl FileBatch {
    fn kinds(self) -> &'static [SearchFileKind] {
        match self {
            FileBatch::Piece(_) => &[SearchFileKind::Words, SearchFileKind::Positions],
            FileBatch::Beginning(_) => &[SearchFileKind::Prefixes],
            FileBatch::FirstLetter(_) | FileBatch::SecondLetter(_) => &[SearchFileKind::Spelling],
            FileBatch::Titles(_) => &[SearchFileKind::Titles],
            FileBatch::Texts(_) => &[SearchFileKind::Texts],
            FileBatch::Facet(_) => &[SearchFileKind::Facets],
            FileBatch::Rules => &[SearchFileKind::Rules],
        }
    }
}

/// The kinds that a small site has in one file, in the order in which they are taken in.
const TOGETHER: [&[SearchFileKind]; 3] = [
    &[
        SearchFileKind::Words,
        SearchFileKind::Prefixes,
        SearchFileKind::Titles,
        SearchFileKind::Spelling,
        SearchFileKind::Rules,
        SearchFileKind::Facets,
    ],
    &[SearchFileKind::Texts],
    &[SearchFileKind::Positions],
];

/// What changes when pages come, go or move: files of two locale sites do not go together.
fn build_id(summaries: &[DocumentSummary]) -> String {
    let mut hash = Xxh3::new();
    hash.update(&FORMAT.to_le_bytes());
    for summary in summaries {
        hash.update(summary.url.as_bytes());
        hash.update(&[0]);
    }
    format!("{:08x}", hash.digest() >> 32)
}

fn pieces(dictionary: &Dictionary, frequencies: &DocumentFrequency) -> Vec<Shard> {
    let Dictionary { words, inside, .. } = dictionary;
    let words: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    let inside: Vec<&str> = inside.iter().map(String::as_str).collect();
    // A posting takes a gap, a frequency and a length: three bytes, and about half of that
    // deflated; a word its letters and counts. A term within words has no frequency, and no forms.
    // By stem, the number of the last range that has it: a stem counts once in each.
    let mut last = vec![0; dictionary.stems.len()];
    let mut number = 0;
    let mut cost = |words: Range<usize>, inside: Range<usize>| {
        number += 1;
        let mut sum = 0;
        for word in words {
            sum += 3 * frequencies.titles[word] + 8;
            let stem = dictionary.stem_of[word];
            if std::mem::replace(&mut last[stem], number) < number {
                sum += 3 * frequencies.stems[stem] + 5;
            }
        }
        let of_inside = inside.map(|term| 2 * frequencies.inside[term] + 8);
        sum + of_inside.sum::<usize>()
    };
    let growth = (cost(0..words.len(), 0..inside.len()) / WORDS_BALANCED).max(1).isqrt();
    plan(&words, &inside, &mut cost, WORDS_TARGET * growth)
}

/// Documents of a site of so many whose titles and addresses stand in one file: whole groups of those among which texts
/// share files.
fn titles_per_file(documents: usize) -> usize {
    let wanted = MOST_TITLES * TITLES_SHARED / documents.max(1);
    wanted.clamp(FEWEST_TITLES, MOST_TITLES) / TEXT_GROUP * TEXT_GROUP
}

/// The words by their first letter, and by their second.
fn spelling(dictionary: &Dictionary) -> [BTreeMap<char, Vec<usize>>; 2] {
    let mut by_letter: [BTreeMap<char, Vec<usize>>; 2] = Default::default();
    for (at, word) in dictionary.words.iter().enumerate() {
        let mut letters = word.text.chars();
        for words in &mut by_letter {
            // Signs without spaces are not misspelled by a letter.
            if let Some(letter) = letters.next().filter(|letter| !is_unspaced(*letter)) {
                words.entry(letter).or_default().push(at);
            }
        }
    }
    by_letter
}

/// By document, the number of its file of texts within its group.
fn text_files(summaries: &[DocumentSummary]) -> Vec<usize> {
    let mut numbers = Vec::new();
    for group in summaries.chunks(TEXT_GROUP) {
        let mut file = 0;
        let mut size = 0;
        for summary in group {
            if size > 0 && size + summary.size > TEXTS_TARGET {
                file += 1;
                size = 0;
            }
            size += summary.size.max(1);
            numbers.push(file);
        }
    }
    numbers
}

/// Deflated without a header (RFC 1951), at a level of libdeflate.
fn deflate(bytes: &[u8], level: i32) -> Vec<u8> {
    thread_local! {
        // What it works with takes longer to set up than to deflate a file.
        static BY_LEVEL: RefCell<BTreeMap<i32, Compressor>> = RefCell::default();
    }
    BY_LEVEL.with_borrow_mut(|by_level| {
        let new = || Compressor::new(CompressionLvl::new(level).expect("it is one of the levels"));
        let compressor = by_level.entry(level).or_insert_with(new);
        let mut deflated = vec![0; compressor.deflate_compress_bound(bytes.len())];
        let length = compressor.deflate_compress(bytes, &mut deflated);
        deflated.truncate(length.expect("there is room for the longest result"));
        deflated
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_titles_get_smaller_on_large_sites_and_hold_whole_groups() {
        for documents in [0, 1, 20_000, 30_000, 50_000, 77_777, 100_000, 1_000_000] {
            assert_eq!(titles_per_file(documents) % TEXT_GROUP, 0, "{documents}");
        }
        let sizes = [20_000, 40_000, 120_000, 1_000_000].map(titles_per_file);
        assert_eq!(sizes, [MOST_TITLES, MOST_TITLES / 2, FEWEST_TITLES, FEWEST_TITLES]);
    }
}
