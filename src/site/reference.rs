//! Cited works.

use crate::percent;
use crate::source::Span;

/// The beginning of the anchors of entries.
const ANCHOR: &str = "ref-";

/// A work of the reference file, as far as the bibliography shows it.
#[derive(Debug)]
pub(crate) struct Reference {
    pub(crate) key: String,
    /// Where the key stands.
    pub(crate) span: Span,
    pub(crate) title: String,
    /// As written: "Family, Given".
    pub(crate) authors: Vec<String>,
    /// As written: a year, a month or a day.
    pub(crate) date: Option<String>,
    /// The journal or book in which it appeared, with volume and issue.
    pub(crate) container: Option<String>,
    pub(crate) pages: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) doi: Option<String>,
}

impl Reference {
    /// The best address of the work.
    pub(crate) fn link(&self) -> Option<String> {
        // A DOI may hold any sign (ISO 26324).
        let doi = self.doi.as_ref().map(|doi| percent::encode(doi, "/-._~!$&'()*+,;=:@"));
        doi.map(|doi| format!("https://doi.org/{doi}")).or_else(|| self.url.clone())
    }

    /// The anchor of its entry on the bibliography page.
    pub(crate) fn anchor(&self) -> String {
        Reference::anchor_of(&self.key)
    }

    /// The anchor of the entry of the work with that key.
    pub(crate) fn anchor_of(key: &str) -> String {
        format!("{ANCHOR}{key}")
    }

    /// The key of the work whose entry has that anchor, if it is the anchor of one.
    pub(crate) fn key_of(anchor: &str) -> Option<&str> {
        anchor.strip_prefix(ANCHOR)
    }
}
