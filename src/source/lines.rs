//! Byte offsets to lines and columns, and back.

use std::ops::Range;

/// A place as an editor shows it: both count from 1, the column in characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Position {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// The byte offsets at which the lines of a text begin, and how many characters stand before them and before places
/// in long ones: so a column is found in the same time wherever it is.
#[derive(Clone, Debug)]
pub(crate) struct LineIndex {
    starts: Vec<usize>,
    /// The characters before each [`BLOCK`] bytes.
    characters: Vec<usize>,
    end: usize,
}

/// Bytes of a text whose characters are counted anew for each column.
const BLOCK: usize = 256;

impl LineIndex {
    pub(crate) fn new(text: &str) -> LineIndex {
        let after_newlines = text.match_indices('\n').map(|(at, _)| at + 1);
        let blocks = text.as_bytes().chunks(BLOCK);
        let characters =
            blocks.scan(0, |before, block| Some(std::mem::replace(before, *before + count(block))));
        LineIndex {
            starts: std::iter::once(0).chain(after_newlines).collect(),
            characters: characters.collect(),
            end: text.len(),
        }
    }

    /// The line (from 0) that holds a byte offset.
    pub(crate) fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// The bytes of a line (from 0), with its line end.
    pub(crate) fn line_range(&self, line: usize) -> Range<usize> {
        let end = self.starts.get(line + 1).copied().unwrap_or(self.end);
        self.starts.get(line).copied().unwrap_or(self.end)..end
    }

    pub(crate) fn position(&self, text: &str, offset: usize) -> Position {
        let offset = floor_char_boundary(text, offset);
        let line = self.line_of(offset);
        let mut start = self.starts[line];
        while start < offset && text[start..].starts_with('\u{feff}') {
            start += '\u{feff}'.len_utf8();
        }
        let column = self.characters_before(text, offset) - self.characters_before(text, start);
        Position { line: line + 1, column: column + 1 }
    }

    /// The byte offset of a line and a column, both from 0, the column in characters.
    pub(crate) fn offset(&self, text: &str, line: usize, column: usize) -> usize {
        let range = self.line_range(line);
        let wanted = self.characters_before(text, range.start).saturating_add(column);
        if wanted >= self.characters_before(text, range.end) {
            return range.end;
        }
        let block = self.characters.partition_point(|before| *before <= wanted).saturating_sub(1);
        let start = range.start.max(floor_char_boundary(text, block * BLOCK));
        let left = wanted - self.characters_before(text, start);
        let found = text[start..range.end].char_indices().nth(left);
        found.map_or(range.end, |(at, _)| start + at)
    }

    /// How many characters begin before a byte of the text.
    fn characters_before(&self, text: &str, offset: usize) -> usize {
        let block = offset / BLOCK;
        let Some(before) = self.characters.get(block) else {
            // The text ends where a block does.
            let last = self.characters.len().saturating_sub(1);
            return self
                .characters
                .last()
                .map_or(0, |before| before + count(&text.as_bytes()[last * BLOCK..offset]));
        };
        before + count(&text.as_bytes()[block * BLOCK..offset])
    }
}

/// How many characters begin in some bytes of UTF-8.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

/// The last place at which a character begins, up to a byte of a text.
pub(crate) fn floor_char_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_end_at_newlines() {
        let text = "a\r\nñb\n";
        let lines = LineIndex::new(text);
        let position = |offset| {
            let Position { line, column } = lines.position(text, offset);
            (line, column)
        };
        assert_eq!(position(0), (1, 1));
        assert_eq!(position(5), (2, 2), "after the two bytes of ñ");
        assert_eq!(position(4), (2, 1), "inside ñ");
        assert_eq!(position(99), (3, 1));
        assert_eq!(lines.offset(text, 1, 1), 5);
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        let text = "\u{feff}ab";
        assert_eq!(LineIndex::new(text).position(text, 4).column, 2);
    }

    #[test]
    fn columns_of_long_lines_are_those_that_counting_finds() {
        let long: String = (0..700).map(|at| ["a", "ñ", "日", "🦀", " "][at * at % 5]).collect();
        let text = format!("{long}\n\u{feff}{long}{long}\r\n\n{long}");
        let lines = LineIndex::new(&text);
        let (mut line, mut column) = (0, 0);
        for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
            let counted = column - usize::from(line == 1 && column > 0);
            let position = lines.position(&text, at);
            assert_eq!(position, Position { line: line + 1, column: counted + 1 }, "{at}");
            assert_eq!(lines.offset(&text, line, column), at);
            (line, column) = if letter == '\n' { (line + 1, 0) } else { (line, column + 1) };
        }
        assert_eq!(lines.offset(&text, 0, 10_000), long.len() + 1);
        assert_eq!(LineIndex::new("").offset("", 0, 3), 0);
    }
}
