//! The dialects that other tools have of Markdown.

/// The dialects that other tools have of Markdown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SourceDialect {
    Mkdocs,
    Mdbook,
    Hugo,
    Obsidian,
    Docusaurus,
    Vitepress,
    Jekyll,
    Myst,
    Zola,
    /// Markdown without marks of another tool.
    Plain,
}

impl SourceDialect {
    /// By the name that settings and reports have for each.
    pub(crate) const ALL: [(&'static str, SourceDialect); 10] = [
        ("mkdocs", SourceDialect::Mkdocs),
        ("mdbook", SourceDialect::Mdbook),
        ("hugo", SourceDialect::Hugo),
        ("obsidian", SourceDialect::Obsidian),
        ("docusaurus", SourceDialect::Docusaurus),
        ("vitepress", SourceDialect::Vitepress),
        ("jekyll", SourceDialect::Jekyll),
        ("myst", SourceDialect::Myst),
        ("zola", SourceDialect::Zola),
        ("none", SourceDialect::Plain),
    ];

    /// Whether its tool shows formulas without being asked to.
    pub(crate) fn has_math(self) -> bool {
        matches!(self, SourceDialect::Obsidian | SourceDialect::Myst)
    }

    /// The name that settings and reports have for it.
    pub(crate) fn name(self) -> &'static str {
        let named = SourceDialect::ALL.iter().find(|(_, dialect)| *dialect == self);
        named.map_or("none", |(name, _)| name)
    }
}
