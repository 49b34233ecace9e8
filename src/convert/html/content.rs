//! The part of a page that is its text, and what stands around it on every page.

use std::collections::{HashMap, HashSet};

use super::dom::{Dom, DomId};

/// The text of a page, and the parts that are left out.
pub(super) struct PageContent {
    pub(super) roots: Vec<DomId>,
    pub(super) left_out: Vec<LeftOut>,
}

/// A part that is no text of the page.
pub(super) struct LeftOut {
    pub(super) node: DomId,
    /// A stable word: `navigation`, `header`, `repeated`.
    pub(super) kind: &'static str,
}

/// Pages of a site at least, so that what they repeat means something; and the part of them that has to have it.
const FEWEST_PAGES: usize = 3;
const SHARE_PERCENT: usize = 80;

/// How deep a part that repeats is looked for.
const DEEPEST_REPEATED: usize = 12;

/// The words of parts, by how many pages have them.
#[derive(Default)]
pub(super) struct Repetitions {
    pages: usize,
    counts: HashMap<String, usize>,
}

impl Repetitions {
    pub(super) fn add(&mut self, dom: &Dom) {
        self.pages += 1;
        let mut own = HashSet::new();
        if let Some(body) = dom.first(dom.document, "body") {
            collect(dom, body, DEEPEST_REPEATED, &mut own);
        }
        for words in own {
            *self.counts.entry(words).or_default() += 1;
        }
    }

    fn has(&self, words: &str) -> bool {
        let count = self.counts.get(words).copied().unwrap_or(0);
        self.pages >= FEWEST_PAGES && count * 100 >= self.pages * SHARE_PERCENT
    }
}

/// The words of all parts that could repeat.
fn collect(dom: &Dom, node: DomId, depth: usize, found: &mut HashSet<String>) {
    for child in dom.children(node) {
        if may_repeat(dom, *child) {
            found.insert(words_of(dom, *child));
        }
        if depth > 0 {
            collect(dom, *child, depth - 1, found);
        }
    }
}

/// Whether a node is a part of a page rather than of its text.
fn may_repeat(dom: &Dom, node: DomId) -> bool {
    let parts = [
        "div", "section", "nav", "header", "footer", "aside", "p", "ul", "ol", "table", "td",
        "form", "center", "address",
    ];
    parts.contains(&dom.name(node))
}

/// The words of a part, and the pictures in it.
fn words_of(dom: &Dom, node: DomId) -> String {
    let pictures = dom.below(node).into_iter().filter(|id| dom.name(*id) == "img");
    let sources: Vec<&str> = pictures.filter_map(|id| dom.attribute(id, "src")).collect();
    format!("{} {}", dom.text(node), sources.join(" ")).trim().to_owned()
}

/// The content of a page: `main`, else the only `article`, else all that other pages do not repeat.
pub(super) fn content(dom: &Dom, repeated: &Repetitions) -> PageContent {
    let body = dom.first(dom.document, "body").unwrap_or(dom.document);
    let mut parts = PageContent { roots: Vec::new(), left_out: Vec::new() };
    parts.roots = named_content(dom, body);
    if parts.roots.is_empty() {
        parts.roots.push(body);
        leave_out_repeated(dom, body, repeated, &mut parts.left_out);
    } else {
        leave_out_around(dom, body, &mut parts);
    }
    leave_out_navigation(dom, &mut parts);
    parts
}

/// Leaves out menus inside the content.
fn leave_out_navigation(dom: &Dom, parts: &mut PageContent) {
    let mut gone: HashSet<DomId> = parts.left_out.iter().map(|part| part.node).collect();
    for root in &parts.roots {
        for node in dom.below(*root) {
            let is_inside = dom.parent(node).is_some_and(|parent| gone.contains(&parent));
            let is_menu = !is_inside && !gone.contains(&node) && is_navigation(dom, node);
            if is_menu {
                parts.left_out.push(LeftOut { node, kind: "navigation" });
            }
            if is_menu || is_inside {
                gone.insert(node);
            }
        }
    }
}

/// The element that says it is the text of the page.
fn named_content(dom: &Dom, body: DomId) -> Vec<DomId> {
    let all = dom.below(body);
    let mains = all.iter().filter(|id| dom.name(**id) == "main" || dom.has_role(**id, "main"));
    // A page may have one `main` inside what has the role.
    if let Some(main) = mains.copied().next() {
        return vec![main];
    }
    let articles = all.iter().filter(|id| dom.name(**id) == "article").copied();
    let articles: Vec<DomId> = articles.collect();
    if articles.len() == 1 { articles } else { Vec::new() }
}

/// Leaves out all parts of the body that do not hold the content.
fn leave_out_around(dom: &Dom, body: DomId, parts: &mut PageContent) {
    let ancestors: HashSet<DomId> = parts
        .roots
        .iter()
        .flat_map(|root| std::iter::successors(Some(*root), |id| dom.parent(*id)))
        .collect();
    let mut next = vec![body];
    while let Some(node) = next.pop() {
        for child in dom.children(node).iter().rev() {
            if parts.roots.contains(child) {
                continue;
            }
            if ancestors.contains(child) {
                next.push(*child);
            } else {
                parts.left_out.push(LeftOut { node: *child, kind: part_kind(dom, *child) });
            }
        }
    }
}

/// Leaves out the parts that most pages have, and those that say they are no content.
fn leave_out_repeated(dom: &Dom, node: DomId, repeated: &Repetitions, left_out: &mut Vec<LeftOut>) {
    for child in dom.children(node) {
        let kind = part_kind(dom, *child);
        let is_around = matches!(kind, "header" | "footer") && dom.name(node) == "body";
        if is_around || (may_repeat(dom, *child) && repeated.has(&words_of(dom, *child))) {
            left_out.push(LeftOut { node: *child, kind });
        } else if !matches!(dom.name(*child), "p" | "ul" | "ol" | "form") {
            leave_out_repeated(dom, *child, repeated, left_out);
        }
    }
}

fn is_navigation(dom: &Dom, node: DomId) -> bool {
    dom.name(node) == "nav" || dom.has_role(node, "navigation")
}

fn part_kind(dom: &Dom, node: DomId) -> &'static str {
    match dom.name(node) {
        _ if is_navigation(dom, node) => "navigation",
        "header" => "header",
        "footer" => "footer",
        "aside" => "sidebar",
        "script" => "script",
        "style" => "style",
        _ if dom.has_role(node, "banner") => "header",
        _ if dom.has_role(node, "contentinfo") => "footer",
        _ => "repeated",
    }
}
