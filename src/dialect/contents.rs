//! `[TOC]` and its kin, on a line: a list of the headings, which each page has beside its text.

use super::edits::Edits;
use super::prose::SourceProse;

/// Leaves out such lines.
pub(super) fn remove(prose: &SourceProse<'_>, edits: &mut Edits) {
    for line in (0..prose.lines.len()).filter(|line| prose.is_open(*line)) {
        let words = prose.words(line).to_ascii_lowercase();
        if matches!(words.as_str(), "[toc]" | "[[toc]]" | "[[_toc_]]") {
            edits.remove(prose.lines[line].place.clone());
        }
    }
}
