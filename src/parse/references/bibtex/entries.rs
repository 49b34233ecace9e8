//! The text of a `.bib` file to entries as they are written.

use std::ops::Range;

use biblatex::{Pair, ParseError, ParseErrorKind, RawBibliography, RawChunk, RawEntry, Spanned};

use super::{BibtexPlaces, problem};
use crate::diagnostic::Diagnostics;

/// An entry as it is written.
pub(super) type RawWork<'s> = Spanned<RawEntry<'s>>;

/// What a file holds. Ranges are in bytes of its text.
pub(super) struct Raw<'s> {
    pub(super) works: Vec<RawWork<'s>>,
    pub(super) abbreviations: Vec<Pair<'s>>,
}

/// Reads a text. The parser stops at its first mistake; then every entry is read for itself, so that
/// all mistakes are told and the other entries are there.
pub(super) fn read<'s>(places: &BibtexPlaces<'s>, diagnostics: &mut Diagnostics) -> Raw<'s> {
    let text = places.slice.text();
    let error = match RawBibliography::parse(text) {
        Ok(RawBibliography { entries, abbreviations, .. }) => {
            return Raw { works: entries, abbreviations };
        }
        Err(error) => error,
    };
    let mut raw = Raw { works: Vec::new(), abbreviations: Vec::new() };
    let mut found = Diagnostics::default();
    for range in parts(text) {
        match RawBibliography::parse(&text[range.clone()]) {
            Ok(mut part) => {
                part.entries.iter_mut().for_each(|entry| shift(entry, range.start));
                part.abbreviations.iter_mut().for_each(|pair| shift_pair(pair, range.start));
                raw.works.extend(part.entries);
                raw.abbreviations.extend(part.abbreviations);
            }
            Err(error) => found.push(problem(&placed(error, text, &range), places)),
        }
    }
    if found.is_empty() {
        found.push(problem(&error, places));
    }
    diagnostics.extend(found);
    raw
}

/// The place of a mistake in the whole text. What does not end is told where it begins.
fn placed(error: ParseError, text: &str, part: &Range<usize>) -> ParseError {
    let span = if error.kind == ParseErrorKind::UnexpectedEof {
        let first_line = text[part.clone()].lines().next().unwrap_or_default();
        part.start..part.start + first_line.trim_end().len()
    } else {
        error.span.start + part.start..error.span.end + part.start
    };
    ParseError { span, kind: error.kind }
}

/// From each line that begins with `@` to the next.
fn parts(text: &str) -> Vec<Range<usize>> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_start();
        if words.strip_prefix('@').is_some_and(|rest| rest.starts_with(char::is_alphabetic)) {
            starts.push(at + line.len() - words.len());
        }
        at += line.len();
    }
    let ends = starts.iter().copied().skip(1).chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

fn shift(entry: &mut RawWork<'_>, by: usize) {
    for span in [&mut entry.span, &mut entry.v.key.span, &mut entry.v.kind.span] {
        *span = span.start + by..span.end + by;
    }
    entry.v.fields.iter_mut().for_each(|pair| shift_pair(pair, by));
}

fn shift_pair(pair: &mut Pair<'_>, by: usize) {
    let chunks = pair.value.v.iter_mut().map(|chunk| &mut chunk.span);
    for span in chunks.chain([&mut pair.key.span]) {
        *span = span.start + by..span.end + by;
    }
    let span = &mut pair.value.span;
    *span = span.start + by..span.end + by;
}

/// The value of a field as it is written; an abbreviation in it with a mark that no key has.
pub(super) fn words(field: &Pair<'_>) -> String {
    let words = field.value.v.iter().map(|chunk| match chunk.v {
        RawChunk::Normal(text) => text.to_owned(),
        RawChunk::Abbreviation(text) => format!("{text}#"),
    });
    words.collect()
}

/// The abbreviations in a value.
pub(super) fn abbreviations<'p>(pair: &'p Pair<'_>) -> impl Iterator<Item = String> + 'p {
    pair.value.v.iter().filter_map(|chunk| match chunk.v {
        RawChunk::Abbreviation(name) => Some(name.to_owned()),
        RawChunk::Normal(_) => None,
    })
}
