//! What is not published because of marks of other tools, or because they left it behind: how much, and why.

use super::terminal::count;
use crate::parse::{HeldBack, HeldPages};
use crate::source::Sources;

/// A line for what is held back, and one for what is not listed; `None` if nothing is held back.
pub(super) fn said(held: &HeldBack, sources: &Sources) -> Option<String> {
    let pages: usize = held.pages.iter().map(|held| held.number).sum();
    let mut all = Vec::new();
    if pages > 0 {
        let because: Vec<String> = held.pages.iter().map(|pages| reason(pages, sources)).collect();
        all.push(format!("{}: {}", count(pages, "page"), because.join("; ")));
    }
    for (reason, number) in &held.files {
        // A folder ends with a slash; others are settings.
        let way = if reason.ends_with('/') { "in" } else { "by" };
        all.push(format!("{} {way} `{reason}`", count(*number, "file")));
    }
    if let Some(first) = held.leftovers.first() {
        let number = count(held.leftovers.len(), "leftover file");
        all.push(format!("{number} of other programs, first `{first}`"));
    }
    let unlisted = (!held.unlisted.is_empty()).then(|| unlisted(&held.unlisted, sources));
    let not_published = (!all.is_empty()).then(|| format!("not published: {}", all.join("; ")));
    let lines: Vec<String> = not_published.into_iter().chain(unlisted).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// "kept from lists: 2 pages: `unlisted` in a.md:2:1; `search` in b.md:2:1".
fn unlisted(pages: &[HeldPages], sources: &Sources) -> String {
    let number = pages.iter().map(|pages| pages.number).sum();
    let because: Vec<String> = pages.iter().map(|pages| reason(pages, sources)).collect();
    format!("kept from lists: {}: {}", count(number, "page"), because.join("; "))
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
