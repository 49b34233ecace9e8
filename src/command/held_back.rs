//! What is not published because of marks of other tools, or because they left it behind: how much, and why.

use super::terminal::count;
use crate::config::DRAFTS;
use crate::parse::{HeldBack, HeldPages};
use crate::source::Sources;

/// One line for all of it; `None` if nothing is held back.
pub(super) fn said(held: &HeldBack, sources: &Sources) -> Option<String> {
    let pages: usize = held.pages.iter().map(|held| held.number).sum();
    let mut all = Vec::new();
    if pages > 0 {
        let because: Vec<String> = held.pages.iter().map(|pages| reason(pages, sources)).collect();
        all.push(format!("{}: {}", count(pages, "page"), because.join("; ")));
    }
    if held.files > 0 {
        all.push(format!("{} in `{DRAFTS}/`", count(held.files, "file")));
    }
    if let Some(first) = held.leftovers.first() {
        let number = count(held.leftovers.len(), "leftover file");
        all.push(format!("{number} of other programs, first `{first}`"));
    }
    (!all.is_empty()).then(|| format!("not published: {}", all.join("; ")))
}

/// "`draft` in 3, first in a.md:2:1".
fn reason(HeldPages { by, number, first }: &HeldPages, sources: &Sources) -> String {
    let (file, position) = sources.position(*first);
    let place = format!("{}:{}:{}", file.path, position.line, position.column);
    if *number == 1 {
        format!("`{by}` in {place}")
    } else {
        format!("`{by}` in {number}, first in {place}")
    }
}
