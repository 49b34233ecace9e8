//! Byte offsets to lines and columns, and back.

use std::ops::Range;

/// A place as an editor shows it: both count from 1, the column in characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Position {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// The byte offsets at which the lines of a text begin.
#[derive(Debug)]
pub(crate) struct LineIndex {
    starts: Vec<usize>,
    end: usize,
}

impl LineIndex {
    pub(crate) fn new(text: &str) -> LineIndex {
        let after_newlines = text.match_indices('\n').map(|(at, _)| at + 1);
        LineIndex { starts: std::iter::once(0).chain(after_newlines).collect(), end: text.len() }
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
        let start = self.starts[line];
        let before = text[start..offset].trim_start_matches('\u{feff}');
        Position { line: line + 1, column: before.chars().count() + 1 }
    }

    /// The byte offset of a line and a column, both from 0, the column in characters.
    pub(crate) fn offset(&self, text: &str, line: usize, column: usize) -> usize {
        let range = self.line_range(line);
        let within = &text[range.clone()];
        within.char_indices().nth(column).map_or(range.end, |(at, _)| range.start + at)
    }
}

fn floor_char_boundary(text: &str, offset: usize) -> usize {
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
}
