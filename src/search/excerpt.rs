//! What a result shows of a page's text: the twin of `excerpt.js`. Pieces of text, never HTML.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use crate::index::Passage;
use crate::language::{Token, is_joint, is_unspaced, tokens};

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

/// What counts as found, each with the part of the query that it belongs to.
#[derive(Default)]
pub(super) struct Forms {
    pub(super) words: HashMap<String, usize>,
    /// Terms within words.
    pub(super) inside: HashMap<String, usize>,
}

/// Letters of a term from which it is marked as a part of any word, also one without capitals.
const PART_OF_ANY: usize = 4;

/// Neighbors that may be written together at most, as the index has them.
const MOST_JOINED: usize = 4;

/// By word of a text the part of the query that it belongs to.
fn groups(text: &str, tokens: &[Token], forms: &Forms) -> Vec<Option<usize>> {
    let mut groups: Vec<Option<usize>> =
        tokens.iter().map(|token| forms.words.get(&token.text).copied()).collect();
    if !forms.inside.is_empty() {
        for start in 0..tokens.len() {
            if let Some((group, end)) = inside(text, &tokens[start..], forms) {
                for own in &mut groups[start..start + end] {
                    own.get_or_insert(group);
                }
            }
        }
    }
    groups
}

/// The part of the query that the first of these words belongs to by a term within it, or written together with the next
/// ones; and how many they are.
fn inside(text: &str, tokens: &[Token], forms: &Forms) -> Option<(usize, usize)> {
    let first = tokens.first()?;
    let has_parts = first.text.starts_with(is_unspaced)
        || text[first.start..first.end].chars().skip(1).any(char::is_uppercase);
    let terms = forms.inside.iter().filter(|(term, _)| {
        first.text.contains(&**term) && (has_parts || term.chars().count() >= PART_OF_ANY)
    });
    if let Some(group) = terms.map(|(_, group)| *group).min() {
        return Some((group, 1));
    }
    let pairs = tokens.windows(2);
    let joined =
        pairs.take_while(|pair| text.get(pair[0].end..pair[1].start).is_some_and(is_joint)).count();
    let mut together = first.text.clone();
    for (at, next) in tokens[1..].iter().enumerate().take(joined.min(MOST_JOINED - 1)) {
        together.push_str(&next.text);
        if let Some(group) = forms.inside.get(&together) {
            return Some((*group, at + 2));
        }
    }
    None
}

/// The piece of text in which most of the query stands; the beginning if none does.
pub(super) fn excerpt(passages: &[Passage<'_>], forms: &Forms) -> Vec<ExcerptRun> {
    let mut best: Option<((usize, usize), usize, usize)> = None;
    for (at, passage) in passages.iter().enumerate() {
        let groups = groups(&passage.text, &tokens(&passage.text), forms);
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
    let place = best.map(|(_, at, start)| (at, start)).or_else(|| first().map(|at| (at, 0)));
    place.map_or_else(Vec::new, |(at, start)| pieces(&passages[at].text, start, forms))
}

/// The words around the one at `hit`.
fn pieces(text: &str, hit: usize, forms: &Forms) -> Vec<ExcerptRun> {
    let text = text.trim_matches(is_space);
    let tokens = tokens(text);
    let start = beginning(text, &tokens, hit);
    let end = tokens.len().min(start + WORDS);
    let from = if start == 0 { 0 } else { tokens[start].start };
    let to = if end == tokens.len() { text.len() } else { tokens[end - 1].end };
    let mut pieces: Vec<ExcerptRun> = Vec::new();
    let mut push = |text: &str, marked: bool| {
        let before = pieces.last().and_then(|piece: &ExcerptRun| piece.text.chars().next_back());
        let text = spaced(text, before);
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
    let groups = groups(text, &tokens, forms);
    let shown = tokens.iter().zip(groups).take(end).skip(start);
    for (token, _) in shown.filter(|(_, group)| group.is_some()) {
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

/// Each run of white space as one blank, with a dot where a block ends without a sign of its own. `before` is the letter
/// before the text.
fn spaced(text: &str, before: Option<char>) -> String {
    let mut spaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_space) {
        spaced.push_str(&rest[..start]);
        let end = rest[start..]
            .find(|letter: char| !is_space(letter))
            .map_or(rest.len(), |end| start + end);
        let last = spaced.chars().next_back().or(before);
        let ends_itself = last.is_some_and(|last| ".!?:;。！？：；".contains(last));
        let ends_block = rest[start..end].contains('\n') && !ends_itself;
        spaced.push_str(if ends_block { " · " } else { " " });
        rest = &rest[end..];
    }
    spaced.push_str(rest);
    spaced
}

fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\n' | '\t' | '\r')
}

/// Where an excerpt begins whose first found word is at `hit`: with all of a short text, or with the block, if that is
/// near.
fn beginning(text: &str, tokens: &[Token], hit: usize) -> usize {
    if tokens.len() <= WORDS {
        return 0;
    }
    let first = hit.saturating_sub(BEFORE);
    let begins_block = |at: &usize| {
        let before = tokens[at - 1].end;
        text.get(before..tokens[*at].start).is_some_and(|between| between.contains('\n'))
    };
    let near = first.max(1)..hit + 1;
    near.rev().filter(|at| *at < tokens.len()).find(begins_block).unwrap_or(first)
}

/// The sections that hold most of the query, in the order of the page.
pub(super) fn sections(passages: &[Passage<'_>], forms: &Forms) -> Vec<ExcerptSection> {
    let mut found: Vec<((usize, usize), usize)> = Vec::new();
    for (at, passage) in
        passages.iter().enumerate().filter(|(_, passage)| !passage.title.is_empty())
    {
        let words = [&passage.title, &passage.text].map(|text| groups(text, &tokens(text), forms));
        let hits = words.iter().flatten().flatten();
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
