//! The documents that hold a term, in few bytes, while a segment is in the making.
//!
//! The bytes: for each document its distance from the one before, doubled, plus one; then for each position in it
//! the distance from the one before, doubled. The first ones count from zero.

use std::ops::Range;

use super::super::varint;

/// The documents that hold a term, ascending, each with the positions where it does.
#[derive(Default)]
pub(super) struct Postings {
    bytes: Vec<u8>,
    /// One more than the last document; 0 if there is none.
    end: u32,
    /// The last position in that document.
    position: u32,
}

impl Postings {
    /// Adds a document, if it is not the last one already.
    pub(super) fn add_document(&mut self, document: u32) {
        let end = document + 1;
        if end > self.end {
            varint::write(&mut self.bytes, u64::from(end - self.end) << 1 | 1);
            self.end = end;
            self.position = 0;
        }
    }

    /// Whether a document is the last one.
    pub(super) fn ends_with(&self, document: u32) -> bool {
        self.end == document + 1
    }

    /// Adds a position in the last document or in a new one, behind those that it has.
    pub(super) fn add(&mut self, document: u32, position: u32) {
        self.add_document(document);
        varint::write(&mut self.bytes, u64::from(position - self.position) << 1);
        self.position = position;
    }
}

/// Postings as a segment is written from them.
#[derive(Default)]
pub(super) struct Unpacked {
    /// Each document with the range of its positions.
    documents: Vec<(u32, Range<usize>)>,
    /// Each as the distance from the one before it in the document.
    positions: Vec<u32>,
}

impl Unpacked {
    pub(super) fn clear(&mut self) {
        self.documents.clear();
        self.positions.clear();
    }

    pub(super) fn add(&mut self, postings: &Postings) {
        let mut bytes = postings.bytes.as_slice();
        let mut end = 0;
        while let Some(number) = varint::read(&mut bytes) {
            #[expect(clippy::cast_possible_truncation, reason = "32 bits and a mark were written")]
            let distance = (number >> 1) as u32;
            if number & 1 == 1 {
                end += distance;
                self.documents.push((end - 1, self.positions.len()..self.positions.len()));
            } else if let Some((_, positions)) = self.documents.last_mut() {
                self.positions.push(distance);
                positions.end += 1;
            }
        }
    }

    /// Puts the documents of several postings in order.
    pub(super) fn sort(&mut self) {
        // This sort is quick where ascending runs follow each other.
        self.documents.sort_by_key(|(document, _)| *document);
    }

    /// How many documents there are.
    pub(super) fn len(&self) -> usize {
        self.documents.len()
    }

    /// Each document with its positions.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &[u32])> {
        self.documents.iter().map(|(document, range)| (*document, &self.positions[range.clone()]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_of_several_postings_come_in_order() {
        let (mut first, mut second) = (Postings::default(), Postings::default());
        for position in [0, 7, 1_000] {
            first.add(0, position);
        }
        first.add(300, 5);
        second.add_document(2);
        second.add_document(2);
        second.add(299, u32::MAX);
        let mut unpacked = Unpacked::default();
        unpacked.add(&first);
        unpacked.add(&second);
        unpacked.sort();
        let found: Vec<(u32, &[u32])> = unpacked.iter().collect();
        let expected: [(u32, &[u32]); 4] =
            [(0, &[0, 7, 993]), (2, &[]), (299, &[u32::MAX]), (300, &[5])];
        assert_eq!(found, expected);
        assert_eq!(unpacked.len(), 4);
        unpacked.clear();
        assert_eq!(unpacked.iter().count(), 0);
    }
}
