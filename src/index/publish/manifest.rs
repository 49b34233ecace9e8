//! What the client knows before it fetches anything.

use std::collections::BTreeSet;

use serde::Serialize;
use xxhash_rust::xxh3::Xxh3;

use super::super::SiblingIndex;
use super::super::state::IndexState;
use super::{FORMAT, Publication, TEXT_GROUP};
use crate::language::Language;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Manifest<'a> {
    format: u32,
    /// Changes with every change of the index: part of each request, so that no cache is stale.
    version: String,
    /// Changes with the list of pages: files of two lists do not go together.
    #[serde(rename = "edition")]
    build_id: &'a str,
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
    #[serde(rename = "vague")]
    too_common: String,
    /// Those of them that are words; they are not completed.
    #[serde(rename = "vagueWords")]
    too_common_words: String,
    /// Letters that have files of spellings: of first letters, of second ones.
    first_letters: String,
    second_letters: String,
    stop_words: String,
    synonyms: &'a [Vec<String>],
    collections: Vec<&'a str>,
    facets: Vec<(&'a str, &'a str)>,
    /// The indexes of all languages, if there are several.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    languages: &'a [SiblingIndex],
}

impl Publication {
    /// What the client has to know first, as JSON. `siblings` are the indexes of all languages, if there are
    /// several.
    pub(in crate::index) fn manifest(&self, siblings: &[SiblingIndex]) -> String {
        let IndexState { dictionary, meta, .. } = &self.index;
        let too_common = || self.too_common.iter().map(String::as_str);
        let too_common_words = too_common().filter(|prefix| dictionary.word(prefix).is_some());
        let letters = |at: usize| self.spelling[at].keys().collect();
        let together = self.all.iter().flat_map(|(_, kinds)| kinds);
        let together: BTreeSet<char> = together.flat_map(|kind| kind.letters().chars()).collect();
        let manifest = Manifest {
            format: FORMAT,
            version: self.version(),
            build_id: &self.build_id,
            language: &meta.language,
            folder: self.folder.replacen("assets/", "", 1),
            documents: self.index.summaries.len(),
            text_length: meta.text_length,
            title_length: meta.title_length,
            titles_per_file: self.titles_per_file(),
            text_group: TEXT_GROUP,
            together: together.into_iter().collect(),
            pieces: front_coded(self.pieces.iter().map(|piece| piece.from.as_str())),
            too_common: front_coded(too_common()),
            too_common_words: front_coded(too_common_words),
            first_letters: letters(0),
            second_letters: letters(1),
            stop_words: Language::new(&meta.language).stop_words().join(" "),
            synonyms: &meta.synonyms,
            collections: meta.collections.iter().map(String::as_str).collect(),
            facets: meta
                .facets
                .iter()
                .map(|facet| (facet.name.as_str(), facet.label.as_str()))
                .collect(),
            languages: siblings,
        };
        serde_json::to_string(&manifest).expect("a manifest is plain data")
    }

    /// What changes with every change of the files.
    pub(in crate::index) fn version(&self) -> String {
        let mut hash = Xxh3::with_seed(self.index.contents);
        hash.update(&FORMAT.to_le_bytes());
        serde_json::to_writer(&mut hash, &self.index.meta).expect("a site is plain data");
        format!("{:08x}", hash.digest() >> 32)
    }
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
