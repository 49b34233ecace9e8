//! What a result shows of a page's text: the twin of `excerpt.js`. Pieces of text, never HTML.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use crate::index::Passage;
use crate::language::tokens;

/// Words of an excerpt, and those before the first match.
const WORDS: usize = 32;
const BEFORE: usize = 6;

/// Sections that a result names.
const SECTIONS: usize = 3;

/// A piece of an excerpt.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct ExcerptRun {
    pub(crate) text: String,
    /// Whether it is a word that was searched for.
    pub(crate) marked: bool,
}

/// A section in which the words stand.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct ExcerptSection {
    pub(crate) title: String,
    pub(crate) anchor: String,
}

/// The words that count as found, with the part of the query that each belongs to.
pub(super) type Forms = HashMap<String, usize>;

/// The piece of text in which most of the query stands; the beginning if none does.
pub(super) fn excerpt(passages: &[Passage<'_>], forms: &Forms) -> Vec<ExcerptRun> {
    let mut best: Option<((usize, usize), usize, usize)> = None;
    for (at, passage) in passages.iter().enumerate() {
        let groups: Vec<Option<usize>> =
            tokens(&passage.text).iter().map(|token| forms.get(&token.text).copied()).collect();
        for start in (0..groups.len()).filter(|start| groups[*start].is_some()) {
            let end = groups.len().min(start + WORDS - BEFORE);
            let hits = groups[start..end].iter().flatten();
            let value = (hits.clone().collect::<BTreeSet<_>>().len(), hits.count());
            if best.is_none_or(|(known, ..)| value > known) {
                best = Some((value, at, start));
            }
        }
    }
    let first = || passages.iter().position(|passage| !passage.text.is_empty());
    match (best, first()) {
        (Some((_, at, start)), _) => pieces(&passages[at].text, start, forms),
        (None, Some(at)) => pieces(&passages[at].text, 0, forms),
        (None, None) => Vec::new(),
    }
}

/// The words around the one at `hit`.
fn pieces(text: &str, hit: usize, forms: &Forms) -> Vec<ExcerptRun> {
    let tokens = tokens(text);
    let start = hit.saturating_sub(BEFORE);
    let end = tokens.len().min(start + WORDS);
    let from = if start == 0 { 0 } else { tokens[start].start };
    let to = if end == tokens.len() { text.len() } else { tokens[end - 1].end };
    let mut pieces: Vec<ExcerptRun> = Vec::new();
    let mut push = |text: &str, marked: bool| {
        let text = spaced(text);
        match pieces.last_mut() {
            Some(last) if last.marked == marked => last.text.push_str(&text),
            _ if text.is_empty() => {}
            _ => pieces.push(ExcerptRun { text, marked }),
        }
    };
    if start > 0 {
        push("… ", false);
    }
    let mut at = from;
    for token in tokens[start..end].iter().filter(|token| forms.contains_key(&token.text)) {
        // Pairs of signs overlap.
        let begin = token.start.max(at);
        push(&text[at..begin], false);
        push(&text[begin..token.end.max(begin)], true);
        at = token.end.max(at);
    }
    push(&text[at..to.max(at)], false);
    if end < tokens.len() {
        push(" …", false);
    }
    pieces
}

/// Each run of white space as one blank.
fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    let mut after_space = false;
    for letter in text.chars() {
        let is_space = matches!(letter, ' ' | '\n' | '\t' | '\r');
        if !is_space {
            spaced.push(letter);
        } else if !after_space {
            spaced.push(' ');
        }
        after_space = is_space;
    }
    spaced
}

/// The sections that hold most of the query, in the order of the page.
pub(super) fn sections(passages: &[Passage<'_>], forms: &Forms) -> Vec<ExcerptSection> {
    let mut found: Vec<((usize, usize), usize)> = Vec::new();
    for (at, passage) in
        passages.iter().enumerate().filter(|(_, passage)| !passage.title.is_empty())
    {
        let words = [&passage.title, &passage.text].map(|text| tokens(text));
        let hits = words.iter().flatten().filter_map(|token| forms.get(&token.text));
        let value = (hits.clone().collect::<BTreeSet<_>>().len(), hits.count());
        if value.0 > 0 {
            found.push((value, at));
        }
    }
    found.sort_by(|left, right| right.0.cmp(&left.0).then(left.1.cmp(&right.1)));
    found.truncate(SECTIONS);
    found.sort_by_key(|(_, at)| *at);
    let section = |at: usize| ExcerptSection {
        title: passages[at].title.to_string(),
        anchor: passages[at].anchor.to_string(),
    };
    found.into_iter().map(|(_, at)| section(at)).collect()
}
