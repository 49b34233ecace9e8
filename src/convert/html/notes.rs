//! Footnotes of a page: numbers that lead to a note, and lists of notes under a heading that says so.
//!
//! Nothing is guessed: a list is one of notes only if the text has a mark for each of its items.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::dom::{Dom, DomId};

/// The notes of a page.
#[derive(Default)]
pub(super) struct FoundNotes {
    /// By the element that is the mark, the position of its note.
    pub(super) marks: HashMap<DomId, usize>,
    /// The element that holds the words of each note.
    pub(super) bodies: Vec<DomId>,
    /// What does not show by itself: notes, their numbers, the links back to the text.
    pub(super) hidden: HashSet<DomId>,
    /// The headings of lists of notes, which are hidden too.
    pub(super) headings: BTreeSet<DomId>,
}

/// Headings of lists of notes, in lower case.
const HEADINGS: [&str; 10] = [
    "notes",
    "note",
    "footnotes",
    "endnotes",
    "references",
    "anmerkungen",
    "fußnoten",
    "notas",
    "notes et références",
    "einzelnachweise",
];

/// A mark in the text, and the element of its note.
struct Pair {
    mark: DomId,
    body: DomId,
}

pub(super) fn find(dom: &Dom, roots: &[DomId]) -> FoundNotes {
    let all: Vec<DomId> = roots.iter().flat_map(|root| dom.below(*root)).collect();
    let mut pairs = linked(dom, &all);
    pairs.extend(numbered(dom, &all, &pairs));
    let mut found = FoundNotes::default();
    for Pair { mark, body } in pairs.iter().filter(|pair| is_whole(dom, pair.body, &pairs)) {
        let known = found.bodies.iter().position(|known| known == body);
        let at = known.unwrap_or_else(|| {
            found.bodies.push(*body);
            found.bodies.len() - 1
        });
        found.marks.insert(*mark, at);
    }
    hide(dom, &mut found);
    found
}

/// Marks that are links to their notes.
fn linked(dom: &Dom, all: &[DomId]) -> Vec<Pair> {
    let mut by_id: HashMap<&str, DomId> = HashMap::new();
    for node in all {
        let name = dom.attribute(*node, "name").filter(|_| dom.name(*node) == "a");
        if let Some(id) = dom.attribute(*node, "id").or(name) {
            by_id.entry(id).or_insert(*node);
        }
    }
    let links =
        all.iter().copied().filter(|node| dom.name(*node) == "a" && is_mark(&dom.text(*node)));
    let pairs = links.filter_map(|link| {
        let id = dom.attribute(link, "href")?.strip_prefix('#')?;
        let body = note_around(dom, *by_id.get(id)?)?;
        let is_inside = ancestors(dom, link).any(|around| around == body);
        let mark = raised_around(dom, link).unwrap_or(link);
        let is_raised = mark != link || dom.has_role(link, "doc-noteref");
        let leads_back = dom.below(body).into_iter().any(|inner| is_back_link(dom, inner, link));
        let is_note = !is_inside && (leads_back || (is_raised && is_among_notes(dom, body)));
        is_note.then_some(Pair { mark, body })
    });
    pairs.collect()
}

/// Whether words can be the mark of a note: a number, or a sign, perhaps in brackets.
fn is_mark(words: &str) -> bool {
    let inner = words.trim().trim_matches(['[', ']', '(', ')']);
    let is_number =
        (1..=3).contains(&inner.len()) && inner.bytes().all(|byte| byte.is_ascii_digit());
    let is_sign = !inner.is_empty() && inner.chars().all(|sign| "*†‡§¶".contains(sign));
    is_number
        || is_sign
        || (inner.len() == 1 && inner.bytes().all(|byte| byte.is_ascii_lowercase()))
}

/// The element that holds a note, from the element with its id.
fn note_around(dom: &Dom, target: DomId) -> Option<DomId> {
    let mut around = std::iter::once(target).chain(ancestors(dom, target));
    around.find(|node| matches!(dom.name(*node), "li" | "dd" | "p" | "div" | "aside"))
}

fn ancestors(dom: &Dom, node: DomId) -> impl Iterator<Item = DomId> {
    std::iter::successors(dom.parent(node), |id| dom.parent(*id))
}

/// The raised element that holds a link and nothing else.
fn raised_around(dom: &Dom, link: DomId) -> Option<DomId> {
    let words = dom.text(link);
    let mut around = ancestors(dom, link).take_while(|node| {
        dom.text(*node).trim_matches(['[', ']']) == words.trim_matches(['[', ']'])
    });
    around.find(|node| dom.name(*node) == "sup")
}

/// Whether a link of a note leads back to its mark.
fn is_back_link(dom: &Dom, inner: DomId, mark: DomId) -> bool {
    let id = dom
        .attribute(inner, "href")
        .filter(|_| dom.name(inner) == "a")
        .and_then(|href| href.strip_prefix('#'));
    let is_named = |node: DomId| {
        dom.attribute(node, "id").or_else(|| dom.attribute(node, "name")) == id
            || dom.children(node).iter().any(|child| dom.attribute(*child, "id") == id)
    };
    id.is_some_and(|id| !id.is_empty())
        && std::iter::once(mark).chain(ancestors(dom, mark).take(2)).any(is_named)
}

/// Whether an element stands in a list of notes: by a class or a role, or by the heading before the list.
fn is_among_notes(dom: &Dom, body: DomId) -> bool {
    let mut around = ancestors(dom, body);
    around.any(|node| {
        dom.has_class(node, "footnotes")
            || dom.has_class(node, "references")
            || dom.has_role(node, "doc-endnotes")
    }) || notes_heading(dom, body).is_some()
}

/// The heading of notes that comes before the list that an element belongs to.
fn notes_heading(dom: &Dom, body: DomId) -> Option<DomId> {
    let list =
        ancestors(dom, body).find(|node| matches!(dom.name(*node), "ol" | "ul")).unwrap_or(body);
    let mut places = std::iter::once(list).chain(ancestors(dom, list).take(2));
    places.find_map(|place| {
        let siblings = dom.children(dom.parent(place)?);
        let at = siblings.iter().position(|sibling| *sibling == place)?;
        let before = siblings[..at].iter().rev().find(|sibling| is_heading(dom, **sibling))?;
        HEADINGS
            .contains(&dom.text(*before).to_lowercase().trim_end_matches(':'))
            .then_some(*before)
    })
}

fn is_heading(dom: &Dom, node: DomId) -> bool {
    matches!(dom.name(node), "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// Raised numbers without links, if a list under a heading of notes has an item for each.
fn numbered(dom: &Dom, all: &[DomId], linked: &[Pair]) -> Vec<Pair> {
    let lists = all.iter().copied().filter(|node| {
        dom.name(*node) == "ol"
            && notes_heading(dom, items(dom, *node).first().copied().unwrap_or(*node)).is_some()
    });
    let items: BTreeMap<usize, DomId> = lists
        .take(1)
        .flat_map(|list| items(dom, list))
        .enumerate()
        .map(|(at, item)| (at + 1, item))
        .collect();
    let is_free = |node: &DomId| linked.iter().all(|pair| pair.mark != *node);
    let raised = all.iter().copied().filter(|node| dom.name(*node) == "sup" && is_free(node));
    let pairs = raised.filter_map(|mark| {
        let number: usize = dom.text(mark).trim_matches(['[', ']']).parse().ok()?;
        let body = *items.get(&number)?;
        (!follows_unit(dom, mark)).then_some(Pair { mark, body })
    });
    pairs.collect()
}

fn items(dom: &Dom, list: DomId) -> Vec<DomId> {
    dom.children(list).iter().copied().filter(|item| dom.name(*item) == "li").collect()
}

/// Whether a raised number is a power: it follows a word of one or two letters, or a number, as in `m²`.
fn follows_unit(dom: &Dom, mark: DomId) -> bool {
    let Some(parent) = dom.parent(mark) else { return false };
    let siblings = dom.children(parent);
    let before = siblings.iter().take_while(|sibling| **sibling != mark).last();
    let words = before.and_then(|before| dom.own_text(*before)).unwrap_or_default();
    let last = words.rsplit(char::is_whitespace).next().unwrap_or_default();
    (1..=2).contains(&last.chars().count()) && last.chars().all(char::is_alphanumeric)
}

/// Whether each item of the list that a note belongs to has a mark.
fn is_whole(dom: &Dom, body: DomId, pairs: &[Pair]) -> bool {
    let list = dom.parent(body).filter(|list| matches!(dom.name(*list), "ol" | "ul"));
    let items = list.map(|list| items(dom, list)).unwrap_or_default();
    items.iter().all(|item| pairs.iter().any(|pair| pair.body == *item))
}

/// Hides the notes, what leads back from them, and the headings and rules of lists that hold nothing else.
fn hide(dom: &Dom, found: &mut FoundNotes) {
    for body in found.bodies.clone() {
        let marks: Vec<DomId> = found.marks.keys().copied().collect();
        let inner = dom.below(body);
        let leads_back = |node: &DomId| {
            let links = marks.iter().flat_map(|mark| dom.below(*mark));
            dom.name(*node) == "a" && links.into_iter().any(|mark| is_back_link(dom, *node, mark))
        };
        let back: Vec<DomId> = inner.iter().copied().filter(leads_back).collect();
        let heading = notes_heading(dom, body);
        found.hidden.extend(back);
        found.hidden.extend(leading_number(dom, body));
        found.hidden.insert(body);
        found.hidden.extend(heading);
        found.headings.extend(heading);
        found.hidden.extend(rule_before(dom, body));
    }
}

/// The number that stands at the beginning of a note.
fn leading_number(dom: &Dom, body: DomId) -> Option<DomId> {
    let first = dom.children(body).iter().copied().find(|child| !dom.text(*child).is_empty())?;
    let is_number = matches!(dom.name(first), "sup" | "a" | "span" | "b")
        && is_mark(dom.text(first).trim_end_matches('.'));
    is_number.then_some(first)
}

/// The line before a list of notes.
fn rule_before(dom: &Dom, body: DomId) -> Option<DomId> {
    let list = dom.parent(body)?;
    let around = [Some(list), dom.parent(list)].into_iter().flatten();
    let mut rules = around.filter_map(|place| {
        let siblings = dom.children(dom.parent(place)?);
        let at = siblings.iter().position(|sibling| *sibling == place)?;
        let before = siblings[..at]
            .iter()
            .rev()
            .find(|sibling| !dom.text(**sibling).is_empty() || dom.name(**sibling) == "hr");
        before.copied().filter(|before| dom.name(*before) == "hr")
    });
    let inside = dom.children(list).iter().copied().find(|child| dom.name(*child) == "hr");
    rules.next().or(inside)
}
