//! Components: the parts of a text that plain Markdown has no marks for.

use super::Anchor;
use crate::config::Tone;
use serde::{Deserialize, Serialize};

/// A component of a page's text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Component {
    pub(crate) kind: ComponentKind,
    /// Plain text.
    pub(crate) label: Option<String>,
    /// Of a heading, that heading's anchor.
    pub(crate) anchor: Option<Anchor>,
}

/// What a component is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum ComponentKind {
    /// Words set apart. The kind is that of Markdown alerts, or one that the project declares.
    Callout(Callout),
    /// Words that are shown when asked for.
    Details,
    /// What somebody said.
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
    /// Something from another file: the position among the embeds of the page.
    Embed(usize),
    /// A table with a caption, perhaps with a heading for each row.
    Table {
        row_headings: bool,
    },
}

/// A kind of callout.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum Callout {
    BuiltIn(Tone),
    /// By position in the configuration.
    Declared(usize),
}

/// What is numbered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum Numbered {
    /// Through the page.
    Recommendation,
    /// From one heading to the next.
    Step,
}

/// What a thematic break in the parsed text stands for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum Mark {
    Break,
    Open(Component),
    /// Closes the innermost open component.
    Close,
    /// Nothing: what it should have been is told as a mistake.
    Mistake,
}
