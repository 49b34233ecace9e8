//! A range of bytes in one file.

use serde::{Deserialize, Serialize};
use std::ops::Range;

use super::FileId;

/// A range of bytes in one source file, as it lies on disk.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub(crate) struct Span {
    pub(crate) file: FileId,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Span {
    /// The bytes from `start` to `end` of a file; `read` refuses files too large for this.
    pub(crate) fn new(file: FileId, start: usize, end: usize) -> Span {
        let fit = |offset| u32::try_from(offset).expect("`read` refuses files over 4 GiB");
        Span { file, start: fit(start), end: fit(end.max(start)) }
    }

    pub(crate) fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}
