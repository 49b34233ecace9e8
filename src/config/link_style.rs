//! What links may name.

/// What links may name besides files.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum LinkStyle {
    Files,
    /// The addresses at which other tools publish pages, too.
    Published,
}

impl LinkStyle {
    /// By the name that settings have for each.
    pub(crate) const ALL: [(&'static str, LinkStyle); 2] =
        [("files", LinkStyle::Files), ("published", LinkStyle::Published)];
}
