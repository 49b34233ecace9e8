//! Citations in the text of a page.

use crate::source::Span;
use serde::{Deserialize, Serialize};

/// A place in a text that names works.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Citation {
    pub(crate) works: Vec<CitedWork>,
    /// Whether the page shows it: not in the words that stand for a picture, nor in a title.
    pub(crate) is_shown: bool,
}

/// A work that a text names.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct CitedWork {
    /// Its key in the reference file, which may not have it.
    pub(crate) key: String,
    pub(crate) span: Span,
    /// Which part of the work: "p. 4".
    pub(crate) locator: Option<String>,
}

impl Citation {
    /// The id of the n-th citation of a page, from 0. No author can give it: `~` is not for them.
    pub(crate) fn id(number: usize) -> String {
        format!("cite~{}", number + 1)
    }
}
