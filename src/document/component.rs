//! Components: from the fence that opens one to the fence that closes it.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::build::{Builder, Opener};
use super::spec;
use super::{Anchor, EmbedKind, Heading, Link, LinkKind, NodeId, NodeKind, TextRange, TextSource};
use crate::arena::Id;
use crate::config::{ComponentSpec, Tone};
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{self, Fence, Opening};

/// A component of a page's text.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Component {
    pub(crate) kind: ComponentKind,
    pub(crate) node: NodeId,
    pub(crate) label: Option<TextSource>,
    /// Of a heading, that heading's anchor.
    pub(crate) anchor: Option<Anchor>,
    /// Where its author chose the anchor.
    pub(crate) own_id: Option<TextRange>,
    /// The heading that its label is.
    pub(crate) heading: Option<Id<Heading>>,
    /// The link that its label is.
    pub(crate) link: Option<Id<Link>>,
    /// The line that opens it.
    pub(crate) opening: TextRange,
    /// The line that closes it; `None` if it is a line by itself, or not closed.
    pub(crate) closing: Option<TextRange>,
    /// Whether another page can show it: not in a list or in a quotation, where its markup would not be whole.
    pub(crate) is_whole: bool,
}

/// The kind of a component.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum ComponentKind {
    /// Words set apart. The kind is that of Markdown alerts, or one that the project declares.
    Callout(Callout),
    /// Words that a reader unfolds.
    Details,
    /// Somebody's own words.
    Quote {
        role: String,
        name: Option<String>,
    },
    /// One of several things to do, with a heading and a number.
    Numbered {
        what: Numbered,
        number: usize,
    },
    /// A question and its answer; the label is a heading.
    Question,
    /// One of several texts is shown at a time.
    Tabs,
    Tab,
    /// A picture with a caption.
    Figure,
    /// A page of the site, with its title and description; the label is its address.
    Card,
    /// Something from another file.
    Embed(EmbedKind),
    /// A table with a caption, perhaps with a heading for each row.
    Table {
        row_headings: bool,
    },
}

impl Component {
    /// Whether it is a line by itself and holds nothing.
    pub(crate) fn is_leaf(&self) -> bool {
        matches!(self.kind, ComponentKind::Card | ComponentKind::Embed(_))
    }

    /// As its author wrote it; `text` is the source of the document.
    pub(crate) fn name<'t>(&self, text: &'t str) -> &'t str {
        markdown::component_name(&text[self.opening.range()])
    }
}

/// A kind of callout.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum Callout {
    BuiltIn(Tone),
    /// By position in the configuration.
    Declared(usize),
}

/// A kind of component with numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum Numbered {
    /// Through the page.
    Recommendation,
    /// From one heading to the next.
    Step,
}

impl Numbered {
    /// The key of the theme's words for such a part with its number, and the English ones.
    pub(crate) fn words(self) -> (&'static str, &'static str) {
        match self {
            Numbered::Recommendation => ("recommendation", "Recommendation {number}"),
            Numbered::Step => ("step", "Step {number}"),
        }
    }
}

/// A component that is open, with the level and the number of steps before it, which its end brings back.
pub(super) struct OpenComponent {
    component: Id<Component>,
    pub(super) spec: &'static ComponentSpec,
    level: u8,
    steps: usize,
}

impl Builder<'_> {
    pub(super) fn fence(&mut self, fence: &Fence) {
        match &fence.opening {
            Some(opening) => {
                let mut unknown = Vec::new();
                let variables = &self.config.variables;
                let filled = opening.filled(variables, spec::is_in_words, |name, range| {
                    unknown.push((name.to_owned(), range));
                });
                for (name, range) in unknown {
                    self.unknown_variable(&name, &range);
                }
                self.open_component(fence, &filled);
            }
            None => self.close_component(&fence.range),
        }
    }

    fn open_component(&mut self, fence: &Fence, opening: &Opening) {
        let around = self.open_frames.components.last().copied();
        let opened = spec::open(fence, opening, around, self.config, &self.suggestions);
        for (problem, range) in opened.problems {
            self.report(problem, &range);
        }
        // An unknown component is a callout for the rest of the text.
        let (kind, spec) = opened.component.unwrap_or_else(spec::unknown_as_callout);
        let label = opening.label.as_ref().map(|label| self.words(&label.text, &label.range));
        let component = self.document.components.push(Component {
            kind,
            node: self.document.nodes.end(),
            label,
            anchor: None,
            own_id: None,
            heading: None,
            link: None,
            opening: TextRange::new(&fence.range),
            closing: None,
            is_whole: self.open_frames.depth() == 0,
        });
        if spec.is_leaf {
            self.leaf(NodeKind::Component(component), &fence.range);
            self.name(component, opening);
            return self.link_component(component, opening);
        }
        let (level, steps) = (self.level, self.steps);
        let open = OpenComponent { component, spec, level, steps };
        self.open(NodeKind::Component(component), &fence.range, Opener::Component(open));
        self.count(component);
        let kind = &self.document.components[component].kind;
        if matches!(kind, ComponentKind::Numbered { .. } | ComponentKind::Question) {
            self.label_heading(component, opening);
        } else {
            self.name(component, opening);
        }
    }

    /// Gives a component without a heading the id that its author chose.
    fn name(&mut self, component: Id<Component>, opening: &Opening) {
        let Some(id) = spec::value(opening, "id") else { return };
        let of = &mut self.document.components[component];
        of.anchor = Some(self.anchors.take(&id.text));
        of.own_id = Some(TextRange::new(&id.range));
    }

    /// The label of some components is the address of the page or file that they show.
    fn link_component(&mut self, component: Id<Component>, opening: &Opening) {
        // Without a label, a component shows nothing, and has a report.
        let Some(label) = &opening.label else { return };
        let of = &self.document.components[component];
        let kind = match &of.kind {
            ComponentKind::Embed(EmbedKind::Text) => LinkKind::Include,
            ComponentKind::Embed(_) => LinkKind::Data,
            _ => LinkKind::Card,
        };
        let node = of.node;
        let destination = self.words(&label.text, &label.range);
        let link = self.document.links.push(Link {
            kind,
            node,
            place: TextRange::new(&label.range),
            destination,
            title: TextSource::NONE,
            definition: None,
        });
        self.document.components[component].link = Some(link);
    }

    /// Gives recommendations and steps their numbers.
    fn count(&mut self, component: Id<Component>) {
        let ComponentKind::Numbered { what, number } =
            &mut self.document.components[component].kind
        else {
            return;
        };
        match what {
            Numbered::Recommendation => {
                self.recommendations += 1;
                *number = self.recommendations;
            }
            Numbered::Step => {
                self.steps += 1;
                *number = self.steps;
                // The one around it goes on from here.
                if let Some(Opener::Component(open)) = self.frames.last_mut().map(|it| &mut it.open)
                {
                    open.steps = self.steps;
                }
            }
        }
    }

    /// The label is a heading, one level below the text around.
    fn label_heading(&mut self, component: Id<Component>, opening: &Opening) {
        let level = (self.level + 1).min(6);
        let Component { label, node, .. } = self.document.components[component];
        let words = opening.label.as_ref().map_or("", |label| label.text.as_str());
        let label = label.unwrap_or(TextSource::NONE);
        let own_id = spec::value(opening, "id").map(|id| id.text.as_str());
        let heading = self.add_heading(level, (words, label), own_id, node);
        let of = &mut self.document.components[component];
        of.heading = Some(heading);
        of.anchor = Some(self.document.headings[heading].anchor.clone());
        self.level = level;
    }

    /// Closes the innermost component, unless something else has to end before it.
    fn close_component(&mut self, fence: &Range<usize>) {
        let Some((at, component)) = self.innermost_component() else {
            let message = "no component is open here";
            let problem = Diagnostic::new(Code::UnclosedComponent, message);
            let help = "remove the line, or open one before it: `::: note`";
            return self.report(problem.help(help), fence);
        };
        self.document.components[component].closing = Some(TextRange::new(fence));
        while self.frames.len() > at + 1 {
            self.close(fence.start);
        }
        self.close(fence.end);
    }

    /// The innermost component and its frame, if only elements are open in it.
    fn innermost_component(&self) -> Option<(usize, Id<Component>)> {
        let mut frames = self.frames.iter().enumerate().rev();
        let (at, frame) = frames.find(|(_, frame)| !matches!(frame.open, Opener::Element(_)))?;
        match &frame.open {
            Opener::Component(open) => Some((at, open.component)),
            _ => None,
        }
    }

    /// Ends the sections of a component, and goes back to the level and the step before it.
    pub(super) fn end_component(&mut self, open: &OpenComponent) {
        self.end_inner_sections();
        self.level = open.level;
        self.steps = open.steps;
        let Component { heading, node, is_whole, .. } = self.document.components[open.component];
        if let Some(heading) = heading.filter(|_| is_whole) {
            self.document.headings[heading].section = Some(self.document.subtree(node));
        }
    }
}
