//! Components of a text: opened, numbered, held to what they may hold, and closed.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::CowStr;

use super::Scan;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::spec::{self, Held, Spec};
use crate::markdown::{self, Fence, Opening};
use crate::site::{Anchor, Component, ComponentKind, LinkKind, Mark, Numbered, Part};
use crate::source::Span;

/// An open component, and what is to be as before when it ends.
pub(super) struct Open {
    pub(super) fence: Range<usize>,
    /// As its author wrote it.
    pub(super) name: String,
    pub(super) spec: &'static Spec,
    /// Blocks around it.
    pub(super) depth: usize,
    pub(super) level: u8,
    pub(super) steps: usize,
    pub(super) passage: usize,
    /// The position of its heading.
    pub(super) heading: Option<usize>,
    /// Its own anchor, if it has no heading.
    pub(super) anchor: Option<Anchor>,
    /// Where its words begin in its passage.
    pub(super) words: usize,
    /// Whether it has what it is for.
    pub(super) is_filled: bool,
    /// Whether it holds what belongs into another component, which is told once.
    pub(super) has_loose_text: bool,
}

/// Numbers given out so far.
#[derive(Default)]
pub(super) struct Numbers {
    pub(super) recommendations: usize,
    pub(super) steps: usize,
}

/// The words that a component shows beside those in it.
fn shown_words(component: &Component, opening: &Opening) -> String {
    match (&component.kind, &opening.label) {
        (ComponentKind::Quote { role, name: Some(name) }, _) => format!("{name}, {role}"),
        (ComponentKind::Quote { role, name: None }, _) => role.clone(),
        (_, label) => label.as_ref().map(|label| label.text.clone()).unwrap_or_default(),
    }
}

impl Scan<'_, '_> {
    /// A thematic break, or what stands in its place.
    pub(super) fn mark(&mut self) {
        self.blocks += 1;
        let source = self.source;
        let Some(fence) = source.fence(self.body.marks.len()) else {
            return self.body.marks.push(Mark::Break);
        };
        self.end_line();
        let mark = match &fence.opening {
            Some(opening) => {
                let opening = self.with_variables(opening);
                self.open(fence, &opening)
            }
            None if self.open.last().is_some_and(|open| open.depth == self.depth) => {
                self.close(&fence.range);
                Mark::Close
            }
            None => {
                let message = "no component is open here";
                let problem = Diagnostic::new(Code::UnclosedComponent, message);
                let help = "remove the line, or open one before it: `::: note`";
                self.diagnostics.push(problem.at(self.span(&fence.range)).help(help));
                Mark::Mistake
            }
        };
        self.body.marks.push(mark);
    }

    /// An opening whose words say what their variables stand for.
    fn with_variables<'o>(&mut self, opening: &'o Opening) -> Cow<'o, Opening> {
        let mut unknown = Vec::new();
        let filled = opening.filled(&self.config.variables, spec::is_in_words, |name, range| {
            unknown.push((name.to_owned(), range));
        });
        for (name, range) in unknown {
            self.unknown_variable(&name, &range);
        }
        filled
    }

    pub(super) fn open(&mut self, fence: &Fence, opening: &Opening) -> Mark {
        let inside = self.open.last().map(|open| open.spec.name);
        let opened = spec::open(fence, opening, inside, self.config, &self.suggestions);
        for (problem, range) in opened.problems {
            self.diagnostics.push(problem.at(self.span(&range)));
        }
        // One that nobody knows is a callout as far as the rest of the text goes.
        let (kind, label, spec) = opened.component.unwrap_or_else(spec::unknown_as_callout);
        let mut component = Component { kind, label, anchor: None };
        if let Some(held) = Held::of(spec) {
            self.fill(held, &fence.range);
        }
        if spec.is_leaf {
            component.anchor = spec::value(opening, "id").map(|id| self.own_anchor(id));
            if let Some(anchor) = component.anchor.as_ref().filter(|_| self.depth == 0) {
                let words = self.body.passages[self.passage].len();
                self.add_part(anchor.clone(), self.span(&fence.range), self.passage, words);
            }
            self.leaf(&mut component, opening);
            return Mark::Open(component);
        }
        self.open.push(Open {
            fence: fence.range.clone(),
            name: opening.name.text.clone(),
            spec,
            depth: self.depth,
            level: self.level,
            steps: self.numbers_so_far.steps,
            passage: self.passage,
            heading: None,
            anchor: None,
            words: self.body.passages[self.passage].len(),
            is_filled: spec.holds.is_none(),
            has_loose_text: false,
        });
        let label = shown_words(&component, opening);
        let own_id = spec::value(opening, "id");
        match &mut component.kind {
            ComponentKind::Numbered { what: Numbered::Recommendation, number } => {
                self.numbers_so_far.recommendations += 1;
                *number = self.numbers_so_far.recommendations;
            }
            ComponentKind::Numbered { what: Numbered::Step, number } => {
                self.numbers_so_far.steps += 1;
                *number = self.numbers_so_far.steps;
                // The one around it goes on from here.
                self.open.last_mut().expect("one was opened").steps = *number;
            }
            _ => {}
        }
        if matches!(component.kind, ComponentKind::Numbered { .. } | ComponentKind::Question) {
            let level = (self.level + 1).min(6);
            let span = self.span(&fence.range);
            let position = self.body.headings.len();
            let anchor = self.add_heading(level, label, own_id.map(|id| id.text.clone()), span);
            component.anchor = Some(anchor);
            self.open.last_mut().expect("one was opened").heading = Some(position);
            self.level = level;
        } else {
            self.words(&label);
            self.end_line();
            component.anchor = own_id.map(|id| self.own_anchor(id));
            self.open.last_mut().expect("one was opened").anchor.clone_from(&component.anchor);
        }
        Mark::Open(component)
    }

    /// A component that stands for what its label names.
    fn leaf(&mut self, component: &mut Component, opening: &Opening) {
        // One without a label shows nothing, which is told.
        let Some(label) = &opening.label else { return };
        let kind = match &mut component.kind {
            ComponentKind::Embed(position) => {
                let kind;
                (*position, kind) = self.embed(opening);
                kind
            }
            _ => LinkKind::Card,
        };
        let destination = CowStr::from(label.text.clone());
        self.link(kind, destination, false, &label.range);
        self.links.pop();
    }

    /// The id that a component without a heading sets.
    pub(super) fn own_anchor(&mut self, id: &markdown::Part) -> Anchor {
        let anchor = Anchor::verbatim(&id.text);
        if !self.taken.insert(anchor.clone()) {
            let message = format!("the anchor `{}` is taken on this page", id.text);
            let problem = Diagnostic::new(Code::DuplicateAnchor, message);
            self.diagnostics.push(problem.at(self.span(&id.range)).help("choose another one"));
        }
        self.body.ids.push(id.text.clone());
        anchor
    }

    /// Takes in a component with an anchor; its words begin at a byte of its passage.
    fn add_part(&mut self, anchor: Anchor, span: Span, passage: usize, words: usize) {
        let words = words..self.body.passages[passage].len();
        self.body.parts.push(Part { anchor, span, passage, words });
    }

    /// The innermost component has what it is for, at a place of the text.
    pub(super) fn fill(&mut self, held: Held, place: &Range<usize>) {
        let open = self.open.iter_mut().rev().find(|open| open.spec.holds == Some(held));
        let Some(open) = open else { return };
        let is_second = std::mem::replace(&mut open.is_filled, true);
        if is_second && held == Held::Table {
            // The caption is that of the first one.
            let message = "the component `table` holds another table already";
            let problem = Diagnostic::new(Code::MisplacedComponent, message);
            let span = self.first_line(place);
            let help = "close the component before it, and put it into one of its own";
            self.diagnostics.push(problem.at(span).help(help));
        }
    }

    /// The first line of a place.
    fn first_line(&self, place: &Range<usize>) -> Span {
        let line = self.source.text()[place.clone()].lines().next().map_or(0, str::len);
        self.span(&(place.start..place.start + line))
    }

    /// A block begins that is no component.
    pub(super) fn block_in_component(&mut self, place: &Range<usize>) {
        let Some(open) = self.open.last_mut() else { return };
        let is_loose = open.spec.holds == Some(Held::Tab) && self.depth == open.depth + 1;
        if is_loose && !std::mem::replace(&mut open.has_loose_text, true) {
            let message = format!("this stands in `{}` and in no `tab` of it", open.name);
            let problem = Diagnostic::new(Code::MisplacedComponent, message);
            let span = self.first_line(place);
            let help = "put it before the component, or into a `tab`";
            self.diagnostics.push(problem.at(span).help(help));
        }
    }

    /// Closes the innermost component, by the fence at a place.
    pub(super) fn close(&mut self, fence: &Range<usize>) {
        let Some(open) = self.open.pop() else { return };
        let inside = self.open.len();
        self.end_sections(fence.start, |section| section.inside > inside);
        let span = self.span(&(open.fence.start..fence.end));
        // In a list or a quotation, the markup of a part would not be whole.
        match (open.heading, open.anchor) {
            _ if open.depth > 0 => {}
            (Some(heading), _) => self.body.headings[heading].section = Some(span),
            (None, Some(anchor)) => self.add_part(anchor, span, open.passage, open.words),
            (None, None) => {}
        }
        self.level = open.level;
        self.numbers_so_far.steps = open.steps;
        self.passage = open.passage;
        if let Some(held) = open.spec.holds.filter(|_| !open.is_filled) {
            let message = format!("the component `{}` holds no {}", open.name, held.name());
            let problem = Diagnostic::new(Code::MisplacedComponent, message);
            let help = held.help();
            self.diagnostics.push(problem.at(self.span(&open.fence)).help(help));
        }
    }

    /// Closes components that are deeper than a block which ends; `None`: the text ends.
    pub(super) fn close_down_to(&mut self, depth: Option<usize>) {
        let is_left = |open: &&Open| depth.is_none_or(|depth| open.depth > depth);
        while let Some(open) = self.open.last().filter(is_left) {
            let message = format!("the component `{}` is not closed", open.name);
            let problem = Diagnostic::new(Code::UnclosedComponent, message);
            let help = if depth.is_none() {
                "add a line `:::` where it ends"
            } else {
                "add a line `:::` where it ends, indented as this one"
            };
            let span = self.span(&open.fence);
            self.diagnostics.push(problem.at(span).help(help));
            let end = self.source.text().len();
            self.close(&(end..end));
        }
    }

    /// A fence behind the mark of a list item is text to the parser.
    pub(super) fn fence_in_text(&mut self, text: &str, range: &Range<usize>) {
        let before = &self.file.text[self.offset..][..range.start];
        let is_mark = |c: char| c.is_ascii_digit() || " \t>-*+.)".contains(c);
        let words = before.trim_end_matches(is_mark);
        let marks = &before[words.len()..];
        let is_first = (words.is_empty() || words.ends_with('\n')) && !marks.trim().is_empty();
        if is_first && self.depth > 1 && markdown::is_opening(text) {
            let message = "a component begins on a line of its own";
            let problem = Diagnostic::new(Code::MisplacedComponent, message).at(self.span(range));
            let help = "put this on the next line, indented as the words of the item";
            self.diagnostics.push(problem.help(help));
        }
    }
}
