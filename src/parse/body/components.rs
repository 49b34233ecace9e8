//! Components of a text: whether each is closed, and holds what it is for.

use super::SourceText;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::walk::WalkEvent;
use crate::document::{Component, ComponentKind, NodeId, NodeKind, RequiredChild, TextRange};
use crate::markdown;

/// Reports components that are not closed, lack what they are for, or hold what belongs elsewhere.
pub(super) fn check(text: &SourceText<'_>, diagnostics: &mut Diagnostics) {
    let document = text.document;
    if document.components.len() == 0 {
        return;
    }
    let mut open = OpenComponents { text, open: Vec::new(), diagnostics };
    for step in document.walk(document.all()) {
        match step {
            WalkEvent::Enter(node) => open.enter(node),
            WalkEvent::Leave(node) => open.leave(node),
        }
    }
}

struct OpenComponents<'t, 'd> {
    text: &'t SourceText<'t>,
    /// Outer ones first.
    open: Vec<ComponentCheck<'t>>,
    diagnostics: &'d mut Diagnostics,
}

/// A component that is open.
struct ComponentCheck<'t> {
    component: &'t Component,
    holds: Option<RequiredChild>,
    /// Whether it has what it is for.
    is_filled: bool,
    /// Whether it holds what belongs into another component, which is told once.
    has_loose_text: bool,
    /// Nodes of it that are open.
    depth: usize,
}

impl OpenComponents<'_, '_> {
    fn enter(&mut self, id: NodeId) {
        let document = self.text.document;
        let node = &document.nodes[id];
        match node.kind {
            NodeKind::Component(component) => {
                let component = &document.components[component];
                if component.kind == ComponentKind::Tab {
                    self.fill(RequiredChild::Tab, component.opening);
                }
                if !component.is_leaf() {
                    let holds = RequiredChild::by(&component.kind);
                    let is_filled = holds.is_none();
                    let (has_loose_text, depth) = (false, 0);
                    self.open.push(ComponentCheck {
                        component,
                        holds,
                        is_filled,
                        has_loose_text,
                        depth,
                    });
                    return;
                }
            }
            NodeKind::Comment => {}
            kind => {
                self.loose_text(node.place);
                match kind {
                    NodeKind::Table(_) => self.fill(RequiredChild::Table, node.place),
                    NodeKind::Image(_) => self.fill(RequiredChild::Picture, node.place),
                    _ => {}
                }
            }
        }
        if let Some(open) = self.open.last_mut() {
            open.depth += 1;
        }
    }

    fn leave(&mut self, id: NodeId) {
        let is_own = self.open.last().is_some_and(|open| open.component.node == id);
        match self.open.pop_if(|_| is_own) {
            Some(open) => self.close(&open),
            None => {
                if let Some(open) = self.open.last_mut() {
                    open.depth -= 1;
                }
            }
        }
    }

    /// The innermost component that is for such a thing has it, at a place of the text.
    fn fill(&mut self, held: RequiredChild, place: TextRange) {
        let open = self.open.iter_mut().rev().find(|open| open.holds == Some(held));
        let Some(open) = open else { return };
        let is_second = std::mem::replace(&mut open.is_filled, true);
        if is_second && held == RequiredChild::Table {
            // The caption is that of the first one.
            let message = "the component `table` holds another table already";
            let help = "close the component before it, and put it into one of its own";
            self.misplaced(message.to_owned(), help, place);
        }
    }

    /// Something begins that is no component.
    fn loose_text(&mut self, place: TextRange) {
        let Some(open) = self.open.last_mut() else { return };
        let is_loose = open.holds == Some(RequiredChild::Tab) && open.depth == 0;
        if is_loose && !std::mem::replace(&mut open.has_loose_text, true) {
            let name = open.component.name(self.text.source);
            let message = format!("this stands in `{name}` and in no `tab` of it");
            self.misplaced(message, "put it before the component, or into a `tab`", place);
        }
    }

    fn close(&mut self, open: &ComponentCheck<'_>) {
        let name = open.component.name(self.text.source);
        if open.component.closing.is_none() {
            let message = format!("the component `{name}` is not closed");
            let problem = Diagnostic::new(Code::UnclosedComponent, message);
            let help = if open.component.is_whole {
                "add a line `:::` where it ends"
            } else {
                "add a line `:::` where it ends, indented as this one"
            };
            let span = self.text.span(open.component.opening);
            self.diagnostics.push(problem.at(span).help(help));
        }
        if let Some(held) = open.holds.filter(|_| !open.is_filled) {
            let message = format!("the component `{name}` holds no {}", held.name());
            self.misplaced(message, held.help(), open.component.opening);
        }
    }

    /// Reports the first line of a place.
    fn misplaced(&mut self, message: String, help: &str, place: TextRange) {
        let line = self.text.source[place.range()].lines().next().map_or(0, str::len);
        let span = self.text.span(place.part(0..line));
        let problem = Diagnostic::new(Code::MisplacedComponent, message);
        self.diagnostics.push(problem.at(span).help(help));
    }
}

/// A fence behind the mark of a list item is text to the parser.
pub(super) fn check_words(
    text: &SourceText<'_>,
    words: &str,
    place: TextRange,
    diagnostics: &mut Diagnostics,
) {
    let before = &text.source[..place.range().start];
    let is_mark = |c: char| c.is_ascii_digit() || " \t>-*+.)".contains(c);
    let rest = before.trim_end_matches(is_mark);
    let marks = &before[rest.len()..];
    let is_first = (rest.is_empty() || rest.ends_with('\n')) && !marks.trim().is_empty();
    if is_first && markdown::is_opening(words) {
        let message = "a component begins on a line of its own";
        let problem = Diagnostic::new(Code::MisplacedComponent, message).at(text.span(place));
        let help = "put this on the next line, indented as the words of the item";
        diagnostics.push(problem.help(help));
    }
}
