//! The dialect of a text by marks that no other tool has.

use super::prose::SourceProse;
use crate::config::SourceDialect;

/// The dialects whose own marks stand in a text.
pub(crate) fn dialects_of(text: &str) -> Vec<SourceDialect> {
    let prose = SourceProse::of(text);
    let line_begins = |signs: &[&str]| {
        let mut lines = (0..prose.lines.len()).filter(|line| prose.is_open(*line));
        lines.any(|line| signs.iter().any(|sign| prose.words(line).starts_with(sign)))
    };
    let is_label = |line: usize| {
        let words = prose.words(line);
        words.starts_with('(') && words.ends_with(")=") && !words.contains(' ')
    };
    let has_label = (0..prose.lines.len()).any(|line| prose.is_open(line) && is_label(line));
    let found = [
        (SourceDialect::Obsidian, !prose.find("![[").is_empty()),
        (SourceDialect::Mkdocs, line_begins(&["=== \"", "!!! ", "??? ", "/// "])),
        (SourceDialect::Hugo, !prose.find("{{< ").is_empty()),
        (SourceDialect::Myst, has_label || !prose.find("{cite}`").is_empty()),
    ];
    found.into_iter().filter(|(_, is_there)| *is_there).map(|(dialect, _)| dialect).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_prose_tells_a_dialect() {
        for (text, dialects) in [
            ("![[a]]\n", vec![SourceDialect::Obsidian]),
            ("- a\n\n    === \"T\"\n\n        b\n", vec![SourceDialect::Mkdocs]),
            ("a {{< b >}}\n", vec![SourceDialect::Hugo]),
            ("(a)=\n# B\n", vec![SourceDialect::Myst]),
            ("`![[a]]`\n\n```\n{{< b >}}\n!!! c\n```\n\n[[a]] (b) = c\n", vec![]),
        ] {
            assert_eq!(dialects_of(text), dialects, "{text}");
        }
    }
}
