//! Text that is set apart: the kinds that tools have of it, and the form `> [!kind] title` of several of them.

use super::edits::Edits;
use super::prose::{LineKind, SourceProse};

/// The component and the title for a kind of callout of another tool.
pub(super) struct Admonition {
    /// The line that opens the component, without its colons.
    pub(super) opening: String,
    /// Whether the title holds marks of Markdown: then it is a paragraph of the component, because labels have none.
    has_title_inside: bool,
}

/// Kinds by the look that suits them. Others are notes.
const KINDS: [(&str, &[&str]); 5] = [
    (
        "note",
        &[
            "note",
            "info",
            "todo",
            "abstract",
            "summary",
            "tldr",
            "question",
            "help",
            "faq",
            "quote",
            "cite",
            "example",
            "secondary",
        ],
    ),
    ("tip", &["tip", "hint", "success", "check", "done"]),
    ("important", &["important"]),
    ("warning", &["warning", "attention", "warn"]),
    ("caution", &["caution", "danger", "error", "failure", "fail", "missing", "bug"]),
];

/// Quotations within each other that are looked at.
const DEEPEST: usize = 16;

/// Whether readers unfold it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Folding {
    None,
    Folds,
}

impl Admonition {
    /// `kind` and `title` as the tool has them; without a title, the kind is it.
    pub(super) fn new(kind: &str, title: &str, folding: Folding) -> Admonition {
        let has_title_inside = title.contains(['[', '*', '`', '_', '<', '=', '~']);
        let title = if has_title_inside { "" } else { title };
        Admonition { opening: opening(kind, title, folding), has_title_inside }
    }

    /// The paragraph for a title with marks, behind the line that opens the component; `margin` begins each line.
    pub(super) fn title_inside(&self, title: &str, margin: &str) -> String {
        if self.has_title_inside { format!("\n{margin}{title}\n{margin}") } else { String::new() }
    }
}

/// Whether tools have such a kind, in lower case.
pub(super) fn is_kind(kind: &str) -> bool {
    KINDS.iter().any(|(_, kinds)| kinds.contains(&kind))
}

/// What opens the component of a kind, with the words of a title and without its marks.
pub(super) fn opening(kind: &str, title: &str, folding: Folding) -> String {
    let title = plain(title);
    let lower = kind.to_lowercase();
    let tone = KINDS.iter().find(|(_, kinds)| kinds.contains(&&*lower));
    let tone = tone.map_or("note", |(tone, _)| tone);
    let named = if title.is_empty() { capitalized(&lower) } else { label(&title) };
    match folding {
        Folding::Folds => format!("details {named}"),
        // It has a title of its own, in the language of the page.
        Folding::None if title.is_empty() && tone == lower => tone.to_owned(),
        Folding::None => format!("{tone} {named}"),
    }
}

/// The words of a title: links without their addresses, and no marks around words.
fn plain(title: &str) -> String {
    let mut words = String::with_capacity(title.len());
    let mut rest = title;
    while let Some((before, link)) = rest.split_once("](") {
        words.push_str(before);
        rest = link.split_once(')').map_or("", |(_, after)| after);
    }
    words.push_str(rest);
    words.replace(['*', '`', '[', ']'], "").trim().to_owned()
}

/// Words of a title that no one takes for arguments.
fn label(title: &str) -> String {
    title.replace('{', "(").replace('}', ")")
}

fn capitalized(kind: &str) -> String {
    let words = kind.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Quotations that begin with `[!kind]`, but for those that our dialect knows too.
pub(super) fn quoted(prose: &SourceProse<'_>, edits: &mut Edits) {
    let lines: Vec<usize> = (0..prose.lines.len()).collect();
    quotations(prose, &lines, 1, "", edits);
}

/// The quotations among lines whose first `depth - 1` signs belong to those around them. `kept` is what stands before
/// a line of the translation.
fn quotations(
    prose: &SourceProse<'_>,
    lines: &[usize],
    depth: usize,
    kept: &str,
    edits: &mut Edits,
) {
    if depth > DEEPEST {
        return;
    }
    let mut rest = lines;
    while let Some(first) = rest.iter().position(|line| sign(prose, *line, depth).is_some()) {
        rest = &rest[first..];
        let length = rest.iter().take_while(|line| sign(prose, **line, depth).is_some()).count();
        let (block, after) = rest.split_at(length);
        let is_changed = quotation(prose, block, depth, kept, edits);
        let inner_kept = if is_changed { kept.to_owned() } else { format!("{kept}> ") };
        quotations(prose, block, depth + 1, &inner_kept, edits);
        rest = after;
    }
}

/// Turns a quotation into a component, if it is a callout that our dialect does not know.
fn quotation(
    prose: &SourceProse<'_>,
    block: &[usize],
    depth: usize,
    kept: &str,
    edits: &mut Edits,
) -> bool {
    let Some((&first, inner)) = block.split_first() else { return false };
    let Some(header) = sign(prose, first, depth) else { return false };
    let line = prose.lines[first].place.clone();
    if prose.lines[first].kind == LineKind::Code || prose.is_closed(header) {
        return false;
    }
    let Some((callout, title)) = header_of(&prose.text[header + 1..line.end]) else { return false };
    let follows_words = first > 0 && prose.lines[first - 1].kind == LineKind::Words;
    let apart = if follows_words { format!("\n{kept}") } else { String::new() };
    let opening = format!("{apart}::: {}", callout.opening);
    if callout.has_title_inside {
        edits.replace(header..line.end - title.len(), format!("{opening}\n{kept}"));
        edits.replace(line.end..line.end, format!("\n{kept}"));
    } else {
        edits.replace(header..line.end, opening);
    }
    for line in inner {
        let at = sign(prose, *line, depth).expect("each line of the block has one");
        let blank = usize::from(prose.text[at + 1..].starts_with(' '));
        edits.remove(at..at + 1 + blank);
    }
    let end = prose.lines[block[block.len() - 1]].place.end;
    edits.replace(end..end, format!("\n{kept}:::"));
    true
}

/// The callout that the words behind a sign begin, and its title up to the end of the line.
fn header_of(words: &str) -> Option<(Admonition, &str)> {
    let rest = words.trim_start().strip_prefix("[!")?;
    let (kind, rest) = rest.split_once(']')?;
    let kind = kind.split('|').next().unwrap_or(kind).trim();
    let is_kind = !kind.is_empty()
        && kind.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '));
    let folds = rest.starts_with(['+', '-']);
    let rest = rest.trim_start_matches(['+', '-']).trim_start();
    let title = rest.trim_end();
    let is_ours =
        title.is_empty() && !folds && KINDS.iter().any(|(tone, _)| tone.eq_ignore_ascii_case(kind));
    let folding = if folds { Folding::Folds } else { Folding::None };
    (is_kind && !is_ours).then(|| (Admonition::new(kind, title, folding), rest))
}

/// Where the sign of a quotation at a depth stands in a line.
fn sign(prose: &SourceProse<'_>, line: usize, depth: usize) -> Option<usize> {
    let place = prose.lines[line].place.clone();
    let mut at = place.start;
    for level in 1..=depth {
        let words = prose.text[at..place.end].trim_start_matches([' ', '\t']);
        at = place.end - words.len();
        if !words.starts_with('>') {
            return None;
        }
        if level < depth {
            at += 1;
        }
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::super::tests::translated;
    use crate::config::SourceDialect;

    #[test]
    fn callouts_become_components() {
        for (text, expected) in [
            ("> [!NOTE]\n> Words\n", "> [!NOTE]\n> Words\n"),
            ("> [!info]\n> Words\n", "::: note Info\nWords\n:::\n"),
            ("> [!tip] A title\n> Words\n>\n> More\n", "::: tip A title\nWords\n\nMore\n:::\n"),
            ("> [!faq]- Folded\n> Words", "::: details Folded\nWords\n:::"),
            ("Text\n> [!bug] B\n> W\n\nText", "Text\n\n::: caution B\nW\n:::\n\nText"),
            ("> [!a] A\n> w\n> > [!b] B\n> > x\n", "::: note A\nw\n\n::: note B\nx\n:::\n:::\n"),
            ("> a\n> > [!b] B\n> > x\n", "> a\n> \n> ::: note B\n> x\n> :::\n"),
            ("> [!tip] See [[x]]\n> w\n", "::: tip\nSee [x](x.md)\n\nw\n:::\n"),
            ("> [!faq]- *A*?\n> w\n", "::: details Faq\n*A*?\n\nw\n:::\n"),
            ("> plain\n> words\n", "> plain\n> words\n"),
            ("```\n> [!info]\n```\n", "```\n> [!info]\n```\n"),
        ] {
            assert_eq!(translated(text, SourceDialect::Obsidian, &[]), expected, "{text}");
        }
    }
}
