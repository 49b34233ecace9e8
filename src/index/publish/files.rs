//! The bytes of each kind of file.

use std::collections::BTreeSet;
use std::ops::Range;

use super::super::dictionary::Dictionary;
use super::super::document::{DocumentSummary, Documents, SearchDocument};
use super::super::facet::Facet;
use super::super::state::DocumentFrequency;
use super::super::stem_rules::{StemRule, StemRules};
use super::super::store::{IndexReader, Posting, Result, ScoredField, WrittenWord};
use super::bytes::{Bytes, Columns, gaps};
use super::shards::Shard;
use super::{PendingFile, SearchFileKind};
use crate::language::{Language, SpellingPair};
use crate::memo::Fingerprint;

/// A name of plain letters for any text: other bytes by their hexadecimal digits.
pub(super) fn name(kind: &str, text: &str) -> String {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if is_plain {
        return format!("{kind}-{text}");
    }
    let digits = text.bytes().map(|byte| format!("{byte:02x}"));
    format!("{kind}-_{}", digits.collect::<String>())
}

/// The name of the file of rules.
pub(super) const RULES: &str = "r";

/// The name of a file of the texts of a group.
pub(super) fn name_of_texts(group: usize, number: usize) -> String {
    format!("x-{group}-{number}")
}

/// The words of a piece with all forms of their stems, the postings of the stems, and terms within words; beside them
/// the positions of the stems.
pub(super) fn words(
    piece: &Shard,
    dictionary: &Dictionary,
    reader: &IndexReader,
) -> Result<Vec<PendingFile>> {
    let (stems, forms) = stems_and_forms(piece, dictionary);
    let mut bytes = Bytes::default();
    bytes.words(strings(stems.iter().map(|stem| dictionary.stems[*stem].as_str())));
    bytes.words(strings(forms.iter().map(|form| dictionary.words[*form].text.as_str())));
    let mut of_forms = Bytes::default();
    let mut titles = Columns::default();
    for form in &forms {
        let stem = stems.binary_search(&dictionary.stem_of[*form]).expect("its stem is there");
        of_forms.size(stem);
        titles.term(&reader.postings(ScoredField::Title, &dictionary.words[*form].text)?);
    }
    bytes.part(&of_forms);
    let mut pages = Bytes::default();
    for form in &forms {
        pages.number(u64::from(dictionary.words[*form].pages));
    }
    bytes.part(&pages);
    titles.write(&mut bytes);
    let mut texts = Columns::default();
    let mut positions = Bytes::default();
    for stem in &stems {
        let found = reader.positions(&dictionary.stems[*stem])?;
        let mut own = Bytes::default();
        for (_, range) in &found.postings {
            gaps(&mut own, found.positions[range.clone()].iter().copied());
        }
        positions.part(&own);
        let postings: Vec<Posting> = found.postings.iter().map(|(posting, _)| *posting).collect();
        texts.term(&postings);
    }
    texts.write(&mut bytes);
    inside(&mut bytes, &dictionary.inside[piece.inside.clone()], reader)?;
    families(&mut bytes, &stems, dictionary);
    Ok(vec![
        PendingFile { kind: SearchFileKind::Words, name: name("w", &piece.from), bytes: bytes.0 },
        PendingFile {
            kind: SearchFileKind::Positions,
            name: name("p", &piece.from),
            bytes: positions.0,
        },
    ])
}

/// Writes terms within words, with their postings in texts and in titles.
fn inside(bytes: &mut Bytes, terms: &[String], reader: &IndexReader) -> Result<()> {
    bytes.words(terms.iter().map(String::as_str));
    for field in [ScoredField::InsideText, ScoredField::InsideTitle] {
        let mut columns = Columns::default();
        for term in terms {
            columns.term(&reader.postings(field, term)?);
        }
        columns.write_single(bytes);
    }
    Ok(())
}

/// Writes the words of other stems that belong to some of these, by the positions of these among all of a file.
fn families(bytes: &mut Bytes, stems: &[usize], dictionary: &Dictionary) {
    let own = stems
        .iter()
        .enumerate()
        .flat_map(|(at, stem)| dictionary.family(*stem).map(move |other| (at, other)));
    let own: Vec<(usize, &str)> = own.collect();
    bytes.size(own.len());
    for (at, other) in own {
        bytes.size(at);
        bytes.text(other);
    }
}

/// Changes with everything that `words` makes: documents, and the words that stand together.
pub(super) fn words_made_from(
    piece: &Shard,
    dictionary: &Dictionary,
    frequencies: &DocumentFrequency,
) -> Fingerprint {
    let (stems, forms) = stems_and_forms(piece, dictionary);
    let of_stems =
        stems.iter().map(|stem| (dictionary.stems[*stem].as_str(), frequencies.marks[*stem]));
    let of_forms = forms.iter().map(|form| {
        let WrittenWord { text, pages, .. } = &dictionary.words[*form];
        (text.as_str(), u64::from(*pages))
    });
    let of_inside = piece
        .inside
        .clone()
        .map(|term| (dictionary.inside[term].as_str(), frequencies.inside_marks[term]));
    let families = stems.iter().flat_map(|stem| dictionary.family(*stem).map(|other| (other, 0)));
    Fingerprint::of_values(of_stems.chain(of_forms).chain(of_inside).chain(families))
}

/// The stems of the words of a piece, and all forms of these.
fn stems_and_forms(piece: &Shard, dictionary: &Dictionary) -> (Vec<usize>, BTreeSet<usize>) {
    let stems: BTreeSet<usize> = piece.words.clone().map(|word| dictionary.stem_of[word]).collect();
    let stems: Vec<usize> = stems.into_iter().collect();
    let forms = stems.iter().flat_map(|stem| &dictionary.forms[*stem]);
    let forms = forms.copied().collect();
    (stems, forms)
}

fn strings<'w>(words: impl Iterator<Item = &'w str>) -> impl ExactSizeIterator<Item = &'w str> {
    words.collect::<Vec<_>>().into_iter()
}

/// The words of titles that begin so.
pub(super) fn beginning(
    prefix: &str,
    dictionary: &Dictionary,
    reader: &IndexReader,
) -> Result<PendingFile> {
    let mut words = Vec::new();
    let mut titles = Columns::default();
    for word in dictionary.beginning(prefix) {
        let text = dictionary.words[word].text.as_str();
        let postings = reader.postings(ScoredField::Title, text)?;
        if !postings.is_empty() {
            words.push(text);
            titles.term(&postings);
        }
    }
    let mut bytes = Bytes::default();
    bytes.words(words.into_iter());
    titles.write(&mut bytes);
    Ok(PendingFile { kind: SearchFileKind::Prefixes, name: name("c", prefix), bytes: bytes.0 })
}

/// Words with the same first letter, the pages that hold them, how their stems are made, and how most pages write them.
pub(super) fn first_letter(letter: char, words: &[usize], dictionary: &Dictionary) -> PendingFile {
    let mut bytes = spelled(words, dictionary);
    for word in words {
        let text = &dictionary.words[*word].text;
        rule(&mut bytes, &StemRule::between(text, &dictionary.stems[dictionary.stem_of[*word]]));
    }
    for word in words {
        bytes.text(dictionary.words[*word].surface.as_deref().unwrap_or_default());
    }
    let name = name("s", letter.encode_utf8(&mut [0; 4]));
    PendingFile { kind: SearchFileKind::Spelling, name, bytes: bytes.0 }
}

/// Words with the same second letter, and the pages that hold them.
pub(super) fn second_letter(letter: char, words: &[usize], dictionary: &Dictionary) -> PendingFile {
    let name = name("t", letter.encode_utf8(&mut [0; 4]));
    PendingFile { kind: SearchFileKind::Spelling, name, bytes: spelled(words, dictionary).0 }
}

fn spelled(words: &[usize], dictionary: &Dictionary) -> Bytes {
    let mut bytes = Bytes::default();
    bytes.words(strings(words.iter().map(|word| dictionary.words[*word].text.as_str())));
    for word in words {
        bytes.number(u64::from(dictionary.words[*word].pages));
    }
    bytes
}

fn rule(bytes: &mut Bytes, rule: &StemRule) {
    bytes.size(rule.cut);
    bytes.text(&rule.append);
}

/// The rules for forms that are not on the site: of each context the rules in order; how words are spelled in two
/// countries; and signs that the site writes in another form.
pub(super) fn rules(
    rules: &StemRules,
    language: &Language,
    dictionary: &Dictionary,
) -> PendingFile {
    let mut bytes = Bytes::default();
    bytes.words(strings(rules.0.keys().map(String::as_str)));
    for own in rules.0.values() {
        bytes.size(own.len());
        for one in own {
            rule(&mut bytes, one);
        }
    }
    let pairs = language.spelling_pairs();
    bytes.size(pairs.len());
    for SpellingPair { sides: [british, american], shortest } in pairs {
        bytes.text(british);
        bytes.text(american);
        bytes.size(*shortest);
    }
    let signs = dictionary.other_signs();
    bytes.text(&signs.iter().flat_map(|(sign, other)| [*sign, *other]).collect::<String>());
    PendingFile { kind: SearchFileKind::Rules, name: RULES.to_owned(), bytes: bytes.0 }
}

/// The texts of a group of documents, some documents to a file.
pub(super) fn texts(
    group: usize,
    range: Range<usize>,
    numbers: &[usize],
    documents: &Documents<'_>,
) -> Vec<PendingFile> {
    let documents: Vec<SearchDocument<'_>> = range.map(|number| documents.get(number)).collect();
    let mut files: Vec<Vec<Vec<&str>>> = Vec::new();
    for (document, number) in documents.iter().zip(numbers) {
        let passages = document.passages.iter();
        let parts =
            passages.flat_map(|passage| [&*passage.title, &*passage.anchor, &*passage.text]);
        files.resize(number + 1, Vec::new());
        files[*number].push(parts.collect());
    }
    let files = files.iter().enumerate().map(|(number, texts)| {
        let bytes = serde_json::to_vec(texts).expect("texts are plain data");
        PendingFile { kind: SearchFileKind::Texts, name: name_of_texts(group, number), bytes }
    });
    files.collect()
}

/// Titles, addresses, collections and the place of the text of a block of documents.
pub(super) fn titles(
    block: usize,
    summaries: &[DocumentSummary],
    text_files: &[usize],
    collections: &[String],
) -> PendingFile {
    let mut bytes = Bytes::default();
    bytes.size(summaries.len());
    for summary in summaries {
        bytes.text(&summary.title);
    }
    let urls: Vec<String> = summaries.iter().map(short_url).collect();
    bytes.words(strings(urls.iter().map(String::as_str)));
    for summary in summaries {
        let collection = summary.collection.as_ref();
        let position = |name| collections.iter().position(|known| known == name);
        bytes.size(collection.and_then(position).map_or(0, |position| position + 1));
    }
    for file in text_files {
        bytes.size(*file);
    }
    PendingFile {
        kind: SearchFileKind::Titles,
        name: name("d", &block.to_string()),
        bytes: bytes.0,
    }
}

/// Stands in an address for the title, as most addresses have it.
const TITLE: &str = "\0";

/// An address in which the title stands as one character: most are named for it.
fn short_url(summary: &DocumentSummary) -> String {
    let plain = summary.title.split(|letter: char| !letter.is_ascii_alphanumeric());
    let plain: Vec<&str> = plain.filter(|part| !part.is_empty()).collect();
    let plain = plain.join("-").to_ascii_lowercase();
    match summary.url.rfind(&plain) {
        Some(at) if !plain.is_empty() => {
            format!("{}{TITLE}{}", &summary.url[..at], &summary.url[at + plain.len()..])
        }
        _ => summary.url.clone(),
    }
}

/// The values of a facet and the documents that have them.
pub(super) fn facet(facet: &Facet) -> PendingFile {
    let mut bytes = Bytes::default();
    bytes.size(facet.values.len());
    for value in &facet.values {
        bytes.text(&value.name);
        bytes.text(&value.label);
        bytes.size(value.documents.len());
        gaps(&mut bytes, value.documents.iter().copied());
    }
    PendingFile { kind: SearchFileKind::Facets, name: name("f", &facet.name), bytes: bytes.0 }
}
