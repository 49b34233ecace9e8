//! How numbers and words are written in the published files. `docs/` describes each file.

use super::super::dictionary::shared_bytes;
use super::super::store::Posting;
use super::super::varint;

/// Bytes in the making.
#[derive(Default)]
pub(super) struct Bytes(pub(super) Vec<u8>);

impl Bytes {
    pub(super) fn number(&mut self, number: u64) {
        varint::write(&mut self.0, number);
    }

    pub(super) fn size(&mut self, size: usize) {
        self.number(size as u64);
    }

    /// Its length in bytes, then the text in UTF-8.
    pub(super) fn text(&mut self, text: &str) {
        self.size(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }

    /// Words in order: of each, how many bytes it shares with the one before, and the rest.
    pub(super) fn words<'w>(&mut self, words: impl ExactSizeIterator<Item = &'w str>) {
        self.size(words.len());
        let mut before = "";
        for word in words {
            let mut shared = shared_bytes(before, word);
            while !word.is_char_boundary(shared) {
                shared -= 1;
            }
            self.size(shared);
            self.text(&word[shared..]);
            before = word;
        }
    }

    /// A part, with its length before it.
    pub(super) fn part(&mut self, part: &Bytes) {
        self.size(part.0.len());
        self.0.extend_from_slice(&part.0);
    }
}

/// Postings in columns: like things stand together, and deflate finds them.
#[derive(Default)]
pub(super) struct Columns {
    counts: Bytes,
    gaps: Bytes,
    frequencies: Bytes,
    lengths: Bytes,
}

impl Columns {
    /// Adds the postings of a term.
    pub(super) fn term(&mut self, postings: &[Posting]) {
        self.counts.size(postings.len());
        gaps(&mut self.gaps, postings.iter().map(|posting| posting.document));
        for posting in postings {
            self.frequencies.number(u64::from(posting.frequency));
            self.lengths.0.push(posting.length);
        }
    }

    pub(super) fn write(&self, bytes: &mut Bytes) {
        for column in [&self.counts, &self.gaps, &self.frequencies, &self.lengths] {
            bytes.part(column);
        }
    }

    /// Without frequencies, where each is one.
    pub(super) fn write_single(&self, bytes: &mut Bytes) {
        for column in [&self.counts, &self.gaps, &self.lengths] {
            bytes.part(column);
        }
    }
}

/// Ascending numbers, each as its distance from the one before, less one; the first from -1.
pub(super) fn gaps(bytes: &mut Bytes, numbers: impl Iterator<Item = u32>) {
    let mut next = 0;
    for number in numbers {
        bytes.number(u64::from(number - next));
        next = number + 1;
    }
}
