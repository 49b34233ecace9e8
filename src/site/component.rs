//! Components: the parts of a text that plain Markdown has no marks for.

use crate::document::{Anchor, ComponentKind};
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
