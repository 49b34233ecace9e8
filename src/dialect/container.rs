//! Containers between lines of colons, as Docusaurus, Starlight and `VitePress` write them: `:::kind[Title]{#id}` and
//! `::: kind Title {open}`. Their kinds and arguments become those of our components.

use super::callout::{Admonition, Folding, is_kind};
use super::edits::Edits;
use super::prose::{LineKind, SourceProse};

/// Turns the lines that open a container into those of our components. Lines that close one are the same.
pub(super) fn translate(prose: &SourceProse<'_>, edits: &mut Edits) {
    for line in prose.lines.iter().filter(|line| line.kind == LineKind::Words) {
        let words = &prose.text[line.place.clone()];
        let Some(opening) = ContainerOpening::read(words) else { continue };
        let start = line.place.end - opening.length;
        let indent = &words[..words.len() - opening.length];
        if let Some(component) = opening.component(indent).filter(|_| !prose.is_closed(start)) {
            edits.replace(start..line.place.end, component);
        }
    }
}

/// A line that opens a container.
pub(super) struct ContainerOpening<'t> {
    pub(super) name: &'t str,
    title: &'t str,
    /// What stands between the braces.
    arguments: &'t str,
    /// How many bytes the line has, from its colons on.
    pub(super) length: usize,
}

impl<'t> ContainerOpening<'t> {
    pub(super) fn read(line: &'t str) -> Option<ContainerOpening<'t>> {
        let line = line.trim_start_matches([' ', '\t', '>']);
        let words = line.trim_start_matches(':');
        if line.len() - words.len() < 3 {
            return None;
        }
        let words = words.trim();
        let length = words.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(words.len());
        let (name, rest) = words.split_at(length);
        let begins = rest.is_empty() || rest.starts_with([' ', '\t', '[', '{']);
        if name.is_empty() || !begins {
            return None;
        }
        let (title, arguments) = title_and_arguments(rest.trim())?;
        Some(ContainerOpening { name, title, arguments, length: line.len() })
    }

    /// The lines that open the component for it, each behind `indent`; `None` if there is none.
    fn component(&self, indent: &str) -> Option<String> {
        let kind = self.name.to_lowercase();
        let folding = if kind == "details" { Folding::Folds } else { Folding::None };
        if folding == Folding::None && !is_kind(&kind) {
            return None;
        }
        let callout = Admonition::new(&kind, self.title, folding);
        let id = self.arguments.split_whitespace().find(|word| word.starts_with('#'));
        let id = id.map_or_else(String::new, |id| format!(" {{{id}}}"));
        let title = callout.title_inside(self.title, indent);
        Some(format!("::: {}{id}{title}", callout.opening))
    }
}

/// The parts of `[Title]{arguments}` and of `Title {arguments}`.
fn title_and_arguments(rest: &str) -> Option<(&str, &str)> {
    if rest.starts_with('[') {
        let end = closing_bracket(rest)?;
        let arguments = rest[end + 1..].trim().strip_prefix('{').unwrap_or_default();
        return Some((rest[1..end].trim(), arguments.trim_end_matches('}')));
    }
    let braces = rest.rfind('{').filter(|_| rest.ends_with('}') && !rest.ends_with("}}"));
    Some(match braces {
        Some(at) => (rest[..at].trim(), &rest[at + 1..rest.len() - 1]),
        None => (rest, ""),
    })
}

/// Where the bracket stands that closes the first one.
fn closing_bracket(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::tests::translated;
    use crate::config::SourceDialect;

    #[test]
    fn containers_become_components() {
        for (text, expected) in [
            (":::note\n\nText\n\n:::\n", "::: note\n\nText\n\n:::\n"),
            (":::tip[My [own] title]\n", "::: tip\nMy [own] title\n\n"),
            (":::info[T]{#here .wide}\n", "::: note T {#here}\n"),
            ("::: info Some words\n", "::: note Some words\n"),
            (":::tip{icon=\"heart\"}\n", "::: tip\n"),
            ("::: danger\n", "::: caution Danger\n"),
            ("::: details Click {open}\n", "::: details Click\n"),
            ("::: details\n", "::: details Details\n"),
            (":::: info A\n::: tip\n:::\n::::\n", "::: note A\n::: tip\n:::\n::::\n"),
            ("- a\n\n  :::caution\n  b\n  :::\n", "- a\n\n  ::: caution\n  b\n  :::\n"),
            ("::: mine Words\n", "::: mine Words\n"),
            ("```md\n:::info\n```\n", "```md\n:::info\n```\n"),
            (":::) and ::: !\n", ":::) and ::: !\n"),
        ] {
            for dialect in [SourceDialect::Docusaurus, SourceDialect::Vitepress] {
                assert_eq!(translated(text, dialect, &[]), expected, "{text}");
            }
        }
    }
}
