//! The text of a file as its author wrote it, where the program reads a translation of it.
//!
//! A translation keeps runs of letters and puts others in the place of the rest. The runs say where each place of the
//! translation was written.

use std::ops::Range;
use std::sync::OnceLock;

use super::LineIndex;

/// A run of bytes that a translation keeps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct KeptRun {
    /// Where it begins in the translation, and in the text as written.
    pub(crate) translated: usize,
    pub(crate) written: usize,
    pub(crate) length: usize,
}

/// What a translation does not keep: where it was written, and what stands in its place in the translation.
pub(crate) type ReplacedText = (Range<usize>, Range<usize>);

/// The text that a translation was made from.
#[derive(Clone, Debug)]
pub(crate) struct WrittenText {
    pub(crate) text: String,
    lines: OnceLock<LineIndex>,
    /// In order. One without a length says where a place begins that has a report of its own.
    runs: Vec<KeptRun>,
}

impl WrittenText {
    /// A text and the runs of it that its translation keeps, in order.
    pub(crate) fn new(text: String, runs: Vec<KeptRun>) -> WrittenText {
        WrittenText { text, lines: OnceLock::new(), runs }
    }

    pub(crate) fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// Where a range of the translation was written. What stands in the place of other letters was written as all of
    /// them.
    pub(crate) fn range(&self, translated: Range<usize>) -> Range<usize> {
        if translated.is_empty() {
            let start = self.first_start(translated.start);
            return start..start;
        }
        let start = self.start(translated.start);
        start..self.end(translated.end).max(start)
    }

    /// Where exactly a range of the translation was written, if the translation keeps all of it.
    pub(crate) fn exact_range(&self, translated: Range<usize>) -> Option<Range<usize>> {
        let run = self.run_before(translated.start)?;
        let is_kept = translated.end <= run.translated + run.length;
        let written = |at: usize| run.written + (at - run.translated);
        is_kept.then(|| written(translated.start)..written(translated.end))
    }

    /// What the translation does not keep, in order: where it was written, and what stands in its place in the
    /// translation, which is so many bytes long.
    pub(crate) fn replaced(&self, length: usize) -> Vec<ReplacedText> {
        let kept = self.runs.iter().filter(|run| run.length > 0).copied();
        let end = KeptRun { translated: length, written: self.text.len(), length: 0 };
        let (mut written, mut translated) = (0, 0);
        let mut replaced = Vec::new();
        for run in kept.chain([end]) {
            if run.written > written || run.translated > translated {
                replaced.push((written..run.written, translated..run.translated));
            }
            (written, translated) = (run.written + run.length, run.translated + run.length);
        }
        replaced
    }

    /// The last run that begins at a place of the translation or before it.
    fn run_before(&self, at: usize) -> Option<KeptRun> {
        let next = self.runs.partition_point(|run| run.translated <= at);
        next.checked_sub(1).map(|last| self.runs[last])
    }

    /// Where a place of no length was written: before what a translation leaves out there.
    fn first_start(&self, at: usize) -> usize {
        let next = self.runs.partition_point(|run| run.translated < at);
        let begins_here = self.runs.get(next).filter(|run| run.translated == at);
        begins_here.map_or_else(|| self.start(at), |run| run.written)
    }

    fn start(&self, at: usize) -> usize {
        let Some(run) = self.run_before(at) else { return 0 };
        run.written + (at - run.translated).min(run.length)
    }

    fn end(&self, at: usize) -> usize {
        // The letter before the end says what it belongs to.
        match self.run_before(at.saturating_sub(1)) {
            Some(run) if at <= run.translated + run.length => run.written + (at - run.translated),
            _ => {
                let next = self.runs.partition_point(|run| run.translated < at);
                self.runs.get(next).map_or(self.text.len(), |run| run.written)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_a_translation_are_those_of_the_text() {
        // `a [[b]] c` as `a [b](b.md) c`.
        let run = |translated, written, length| KeptRun { translated, written, length };
        let text = WrittenText::new("a [[b]] c".to_owned(), vec![run(0, 0, 2), run(11, 7, 2)]);
        for (what, translated, written) in [
            ("a kept word", 0..1, 0..1),
            ("the whole link", 2..11, 2..7),
            ("a part of the link", 3..4, 2..7),
            ("all", 0..13, 0..9),
            ("the word behind", 12..13, 8..9),
            ("nothing before the link", 2..2, 2..2),
            ("the end", 13..13, 9..9),
        ] {
            assert_eq!(text.range(translated), written, "{what}");
        }
        // `a {{b}}c` as `a c`, with a report about `{{b}}`.
        let runs = vec![run(0, 0, 2), run(2, 2, 0), run(2, 7, 1)];
        let left_out = WrittenText::new("a {{b}}c".to_owned(), runs);
        assert_eq!(left_out.range(2..2), 2..2);
        assert_eq!(left_out.range(2..3), 7..8);
        assert_eq!(text.replaced(13), [(2..7, 2..11)]);
        assert_eq!(left_out.replaced(3), [(2..7, 2..2)]);
        assert_eq!(text.exact_range(12..13), Some(8..9));
        assert_eq!(text.exact_range(3..4), None);
        assert_eq!(text.exact_range(1..12), None);
    }
}
