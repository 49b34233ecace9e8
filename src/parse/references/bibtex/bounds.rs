//! What the parser is asked for. It follows braces, abbreviations and references for more fields by recursion, and
//! takes all that they come to into memory: what has no end or goes too deep is told here and dropped.

use std::collections::{HashMap, HashSet};

use biblatex::{Pair, RawChunk};

use super::entries::{self, Raw, RawWork};
use super::{BibtexPlaces, is_literal, parents_in};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::nearest::Suggestions;
use crate::nesting::{GraphNode, Nesting};

/// Braces in braces at most, abbreviations that stand for others, and works that take fields from others.
const DEEPEST: usize = 100;

/// Parts of a value at most: braces, formulas, and pieces with a `#` between them, those of abbreviations
/// included. The parser joins them in time that grows with the square.
const MOST_PARTS: usize = 4_000;

/// Works that one takes fields from at most, one counted as often as it is come by.
const MOST_PARENTS: usize = 1_000;

/// Drops fields and abbreviations that nest too deep, or come to too much.
pub(super) fn remove_large_values(
    raw: &mut Raw<'_>,
    places: &BibtexPlaces<'_>,
    diagnostics: &mut Diagnostics,
) {
    let mut drop_if = |problem: Option<Diagnostic>| {
        let is_odd = problem.is_some();
        if let Some(problem) = problem {
            diagnostics.push(problem);
        }
        !is_odd
    };
    raw.abbreviations.retain(|pair| drop_if(nested(pair, places)));
    let mut nodes: HashMap<String, GraphNode> = HashMap::new();
    for pair in &raw.abbreviations {
        let node = nodes.entry(pair.key.v.to_owned()).or_default();
        node.depth = 1;
        node.size += parts(pair);
        node.uses.extend(entries::abbreviations(pair).map(|name| (name, 1)));
    }
    let nesting = Nesting::new(&nodes);
    raw.abbreviations.retain(|pair| {
        let circular =
            entries::abbreviations(pair).any(|used| nesting.is_circle(pair.key.v, &used));
        let circular = circular.then(|| circular_abbreviation(pair, places));
        drop_if(circular.or_else(|| large(pair, &nesting, places)))
    });
    for work in &mut raw.works {
        work.v.fields.retain(|field| {
            drop_if(nested(field, places).or_else(|| large(field, &nesting, places)))
        });
    }
}

fn circular_abbreviation(pair: &Pair<'_>, places: &BibtexPlaces<'_>) -> Diagnostic {
    let message = format!("`{}` stands for itself in a circle", pair.key.v);
    Diagnostic::new(Code::InvalidValue, message).at(places.span(pair.key.span.clone()))
}

/// How many parts a value has by itself.
fn parts(pair: &Pair<'_>) -> usize {
    let of_chunk = |chunk: &RawChunk<'_>| match chunk {
        RawChunk::Normal(text) => 1 + text.matches(['{', '$']).count(),
        RawChunk::Abbreviation(_) => 1,
    };
    pair.value.v.iter().map(|chunk| of_chunk(&chunk.v)).sum()
}

/// A value that comes to more than the parser can be asked for.
fn large(pair: &Pair<'_>, nesting: &Nesting, places: &BibtexPlaces<'_>) -> Option<Diagnostic> {
    let used = || entries::abbreviations(pair).map(|name| nesting.of(&name));
    let size = used().fold(parts(pair), |size, extent| size.saturating_add(extent.size));
    let depth = used().map(|extent| extent.depth).max().unwrap_or(0);
    let span = || places.span(pair.key.span.clone());
    if depth >= DEEPEST {
        let message = format!("abbreviations stand for each other more than {DEEPEST} levels deep");
        let problem = Diagnostic::new(Code::NestingTooDeep, message).at(span());
        return Some(problem.help("write the words themselves"));
    }
    (size > MOST_PARTS).then(|| {
        let message = format!("`{}` has more than {MOST_PARTS} parts", pair.key.v);
        let problem = Diagnostic::new(Code::InvalidValue, message).at(span());
        problem.help("leave out braces, or abbreviations that repeat each other")
    })
}

/// A value with braces in braces beyond what is followed.
fn nested(pair: &Pair<'_>, places: &BibtexPlaces<'_>) -> Option<Diagnostic> {
    let mut depth = 0_usize;
    for chunk in &pair.value.v {
        let RawChunk::Normal(text) = chunk.v else { continue };
        for (at, brace) in text.match_indices(['{', '}']) {
            depth = if brace == "{" { depth + 1 } else { depth.saturating_sub(1) };
            if depth > DEEPEST {
                let at = chunk.span.start + at;
                let message = format!("braces are nested more than {DEEPEST} levels deep");
                let problem = Diagnostic::new(Code::NestingTooDeep, message);
                return Some(
                    problem.at(places.span(at..at + 1)).help("leave out those that add nothing"),
                );
            }
        }
    }
    None
}

/// References for more fields that lead nowhere, back in a circle, or too far are told and dropped: the parser
/// would follow a circle without end. Other keys of a work (`ids`) are dropped, too; nothing here asks
/// for them, and they would be ways to a circle.
pub(super) fn remove_circles(
    works: &mut [RawWork<'_>],
    places: &BibtexPlaces<'_>,
    diagnostics: &mut Diagnostics,
) {
    let node = |work: &RawWork<'_>| {
        let uses = work.v.fields.iter().flat_map(parents_in).map(|parent| (parent, 1));
        (work.v.key.v.to_owned(), GraphNode { depth: 1, size: 1, uses: uses.collect() })
    };
    let nodes: HashMap<String, GraphNode> = works.iter().map(node).collect();
    let (nesting, suggestions) = (Nesting::new(&nodes), Suggestions::default());
    for work in works {
        let key = work.v.key.v;
        work.v.fields.retain(|field| {
            let span = || places.span(field.value.span.clone());
            let parents = parents_in(field);
            let problem = parents.iter().find_map(|parent| {
                if !nodes.contains_key(parent) || !is_literal(parent) {
                    let names = nodes.keys().map(String::as_str).filter(|name| *name != key);
                    let near = suggestions.nearest(parent, names);
                    let message = format!("no work is called `{parent}`");
                    let problem = Diagnostic::new(Code::UnknownName, message).at(span());
                    return Some(problem.did_you_mean(near));
                }
                parent_problem(key, parent, &nesting).map(|problem| problem.at(span()))
            });
            let holds = problem.is_none();
            if let Some(problem) = problem {
                diagnostics.push(problem);
            }
            holds && !field.key.v.eq_ignore_ascii_case("ids")
        });
    }
}

/// Why a work cannot take fields from one that is there.
fn parent_problem(key: &str, parent: &str, nesting: &Nesting) -> Option<Diagnostic> {
    if nesting.is_circle(key, parent) {
        let message = format!("`{key}` takes fields from itself in a circle");
        return Some(Diagnostic::new(Code::InvalidValue, message));
    }
    let extent = nesting.of(parent);
    let is_too_much = extent.depth >= DEEPEST || extent.size > MOST_PARENTS;
    is_too_much.then(|| {
        let message = format!("by way of `{parent}`, `{key}` takes fields from too many works");
        let help = "write the fields themselves, or take them from fewer works";
        Diagnostic::new(Code::NestingTooDeep, message).help(help)
    })
}

/// The abbreviations that a field needs, and those that they need.
pub(super) fn needed<'s>(field: &Pair<'s>, known: &HashMap<&str, &Pair<'s>>) -> Vec<Pair<'s>> {
    let (mut open, mut seen) = (vec![field], HashSet::new());
    let mut needed = Vec::new();
    while let Some(pair) = open.pop() {
        for name in entries::abbreviations(pair) {
            if let Some(used) = known.get(name.as_str()).filter(|used| seen.insert(used.key.v)) {
                needed.push((*used).clone());
                open.push(used);
            }
        }
    }
    needed
}
