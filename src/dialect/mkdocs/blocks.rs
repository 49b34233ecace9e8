//! Blocks: `!!!`, `???` and `===` with an indented text, as Python-Markdown and pymdownx have them, and the blocks
//! between lines of slashes of pymdownx (facelessuser.github.io/pymdown-extensions).

use std::ops::Range;

use super::super::callout::{self, Folding};
use super::super::edits::{Edits, literal};
use super::super::prose::{LineKind, SourceProse};
use super::fence::FenceInfo;

/// Turns the blocks of a text into components.
pub(super) fn translate(prose: &SourceProse<'_>, edits: &mut Edits) {
    Blocks { prose, edits }.lines(0..prose.lines.len(), 0);
}

struct Blocks<'p, 't> {
    prose: &'p SourceProse<'t>,
    edits: &'p mut Edits,
}

struct Block {
    opening: BlockOpening,
    /// The line that opens it.
    header: usize,
    /// The lines of its text.
    inner: Range<usize>,
    /// How many columns its text stands further in than the line that opens it.
    indent: usize,
    /// The line that closes it, if it has one.
    close: Option<usize>,
}

enum BlockOpening {
    /// A component, by the line that opens it, without its colons.
    Component(String),
    /// A tab; `begins` a group whatever stands before.
    Tab { title: String, begins: bool },
    /// A text with a look, an address or a place that is lost.
    Plain,
}

impl Block {
    fn end(&self) -> usize {
        self.close.map_or(self.inner.end, |close| close + 1)
    }
}

impl Blocks<'_, '_> {
    /// Translates lines, of whose indentation some columns belong to the blocks around them.
    fn lines(&mut self, lines: Range<usize>, dedent: usize) {
        let mut at = lines.start;
        while at < lines.end {
            match block_at(self.prose, at, lines.end) {
                Some(block) if matches!(block.opening, BlockOpening::Tab { .. }) => {
                    at = self.tabs(block, lines.end, dedent);
                }
                Some(block) => {
                    self.block(&block, dedent, ["", ""]);
                    at = block.end();
                }
                None => {
                    self.line(at, dedent);
                    at += 1;
                }
            }
        }
    }

    /// Translates a tab and those that follow it. The line behind them is the result.
    fn tabs(&mut self, first: Block, limit: usize, dedent: usize) -> usize {
        let mut group = vec![first];
        while let Some(next) = next_tab(self.prose, &group[group.len() - 1], limit) {
            group.push(next);
        }
        for (index, tab) in group.iter().enumerate() {
            let before = if index == 0 { "::: tabs" } else { "" };
            let after = if index + 1 == group.len() { ":::" } else { "" };
            self.block(tab, dedent, [before, after]);
        }
        group[group.len() - 1].end()
    }

    /// Translates a block, with a line before it and one after it, if these are not empty.
    fn block(&mut self, block: &Block, dedent: usize, [before, after]: [&str; 2]) {
        let opening = match &block.opening {
            BlockOpening::Component(opening) => format!("::: {opening}"),
            BlockOpening::Tab { title, .. } => format!("::: tab {title}"),
            BlockOpening::Plain => String::new(),
        };
        let closing = if matches!(block.opening, BlockOpening::Plain) { "" } else { ":::" };
        let margin = self.margin(block.header, dedent);
        let apart = if self.prose.follows_words(block.header) { "\n" } else { "" };
        let header = self.prose.lines[block.header].place.start
            ..self.prose.lines[block.inner.start - 1].place.end;
        self.edits.replace(header, apart.to_owned() + &with_margin(&margin, [before, &opening]));
        self.lines(block.inner.clone(), dedent + block.indent);
        let last = block.inner.end - 1;
        // HTML goes on to the next empty line.
        let apart = if self.prose.words(last).starts_with('<') { "\n" } else { "" };
        let closing = apart.to_owned() + &with_margin(&margin, [closing, after]);
        if let Some(close) = block.close {
            self.edits.replace(self.prose.lines[close].place.clone(), closing);
        } else {
            let end = self.prose.lines[last].place.end;
            self.edits.replace(end..end, format!("\n{closing}"));
        }
    }

    /// Translates a line that belongs to no further block.
    fn line(&mut self, line: usize, dedent: usize) {
        let place = self.prose.lines[line].place.clone();
        let words = &self.prose.text[place.clone()];
        let blanks = place.start..place.start + width_of(words, dedent);
        if !blanks.is_empty() {
            self.edits.remove(blanks);
        }
        if self.prose.lines[line].opens_code {
            self.fence(line, dedent);
        }
    }

    /// Rewrites what stands behind the fence of a block of code, and shows its title.
    fn fence(&mut self, line: usize, dedent: usize) {
        let place = self.prose.lines[line].place.clone();
        let Some(info) = FenceInfo::of(&self.prose.text[place.clone()]) else { return };
        let start = place.start + info.start;
        if let Some(title) = info.title.filter(|_| info.is_alone) {
            let apart = if self.prose.follows_words(line) { "\n" } else { "" };
            let margin = self.margin(line, dedent);
            let sign = place.start + width_of(&self.prose.text[place.clone()], usize::MAX);
            let title = literal(title);
            let text = format!("{apart}{margin}**{title}**\n\n{margin}");
            let kept = place.start + width_of(&self.prose.text[place.clone()], dedent);
            self.edits.replace(kept..sign, text);
        }
        self.edits.replace(start..place.end, info.language);
    }

    /// The blanks before a line in the translation.
    fn margin(&self, line: usize, dedent: usize) -> String {
        " ".repeat(self.prose.indent(line).saturating_sub(dedent))
    }
}

/// Lines with a margin; those that are empty are none.
fn with_margin(margin: &str, lines: [&str; 2]) -> String {
    let lines: Vec<String> = lines
        .iter()
        .filter(|line| !line.is_empty())
        .map(|line| format!("{margin}{line}"))
        .collect();
    lines.join("\n")
}

/// How many bytes of blanks fill some columns at the start of a line.
fn width_of(line: &str, columns: usize) -> usize {
    let mut column = 0;
    for (at, letter) in line.char_indices() {
        let next = match letter {
            ' ' => column + 1,
            '\t' => (column / 4 + 1) * 4,
            _ => return at,
        };
        if next > columns {
            return at;
        }
        column = next;
    }
    line.len()
}

/// The tab that follows another one in its group.
fn next_tab(prose: &SourceProse<'_>, tab: &Block, limit: usize) -> Option<Block> {
    let next = (tab.end()..limit).find(|line| prose.lines[*line].kind != LineKind::Blank)?;
    let block = block_at(prose, next, limit)?;
    let is_same = prose.indent(next) == prose.indent(tab.header);
    let joins = matches!(block.opening, BlockOpening::Tab { begins: false, .. });
    (is_same && joins && block.close.is_some() == tab.close.is_some()).then_some(block)
}

/// The block that a line begins.
fn block_at(prose: &SourceProse<'_>, line: usize, limit: usize) -> Option<Block> {
    if !prose.is_open(line) {
        return None;
    }
    let words = prose.words(line);
    if words.starts_with("///") {
        return between_slashes(prose, line, limit);
    }
    let opening = tab(words).or_else(|| callout(words))?;
    let (inner, indent) = indented(prose, line, limit);
    Some(Block { opening, header: line, inner, indent, close: None })
}

/// The lines that stand further in than a line, and how much.
fn indented(prose: &SourceProse<'_>, header: usize, limit: usize) -> (Range<usize>, usize) {
    let base = prose.indent(header);
    let first = (header + 1..limit).find(|line| prose.lines[*line].kind != LineKind::Blank);
    let depth = first.map_or(0, |first| prose.indent(first).saturating_sub(base)).min(4);
    if depth < 2 {
        return (header + 1..header + 1, 0);
    }
    let mut end = header + 1;
    for line in header + 1..limit {
        let kind = prose.lines[line].kind;
        let is_in_code = kind == LineKind::Code
            && prose.lines[line - 1].kind == LineKind::Code
            && !prose.lines[line].opens_code;
        if is_in_code || (kind != LineKind::Blank && prose.indent(line) >= base + depth) {
            end = line + 1;
        } else if kind != LineKind::Blank {
            break;
        }
    }
    (header + 1..end, depth)
}

/// `=== "Title"`, with `!` for a new group and `+` for the tab that is open.
fn tab(words: &str) -> Option<BlockOpening> {
    let rest = words.strip_prefix("===")?;
    let signs = rest.len() - rest.trim_start_matches(['!', '+']).len();
    let (before, title) = quoted_title(&rest[signs..])?;
    let begins = rest[..signs].contains('!');
    let title = without_braces(title);
    (before.is_empty() && !title.is_empty()).then_some(BlockOpening::Tab { title, begins })
}

/// `!!! kind "Title"`; `???` and `???+` fold. Further words behind the kind say where it stands and how it looks.
fn callout(words: &str) -> Option<BlockOpening> {
    let (rest, folding) = match words.strip_prefix("!!!") {
        Some(rest) => (rest, Folding::None),
        None => {
            let rest = words.strip_prefix("???")?;
            (rest.strip_prefix('+').unwrap_or(rest), Folding::Folds)
        }
    };
    let (kinds, title) = quoted_title(rest).unwrap_or((rest.trim(), ""));
    let are_words = kinds.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' '));
    let kind = kinds.split(' ').next().unwrap_or_default();
    if !are_words || (kind.is_empty() && title.is_empty()) {
        return None;
    }
    Some(BlockOpening::Component(callout::opening(kind, title, folding)))
}

/// The words before a title between quotation marks, and the title, at the end of a line.
fn quoted_title(words: &str) -> Option<(&str, &str)> {
    const MARKS: [(char, char); 3] = [('"', '"'), ('“', '”'), ('\'', '\'')];
    let words = words.trim();
    let (open, close) = MARKS.into_iter().find(|(_, close)| words.ends_with(*close))?;
    let inner = &words[..words.len() - close.len_utf8()];
    let (before, title) = inner.split_once(open)?;
    Some((before.trim(), title.trim()))
}

fn without_braces(title: &str) -> String {
    title.replace('{', "(").replace('}', ")")
}

/// `/// name | Title`, up to a line of as many slashes.
fn between_slashes(prose: &SourceProse<'_>, line: usize, limit: usize) -> Option<Block> {
    let words = prose.words(line);
    let rest = words.trim_start_matches('/');
    let slashes = &words[..words.len() - rest.len()];
    let (name, title) = rest.split_once('|').unwrap_or((rest, ""));
    let (name, title) = (name.trim(), title.trim());
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-".contains(c));
    if !is_name {
        return None;
    }
    let mut after = line + 1..limit;
    let close = after.find(|line| prose.is_open(*line) && prose.words(*line) == slashes)?;
    let start = after_options(prose, line, close);
    let kind = (line + 1..start).find_map(|line| prose.words(line).strip_prefix("type:"));
    let kind = kind.map(|kind| kind.trim().trim_matches(['"', '\'']));
    let opening = slash_opening(name, title, kind);
    Some(Block { opening, header: line, inner: start..close, indent: 0, close: Some(close) })
}

/// What a block between slashes becomes, by its name, its title, and the kind that its options name.
fn slash_opening(name: &str, title: &str, kind: Option<&str>) -> BlockOpening {
    match name {
        "tab" => BlockOpening::Tab { title: without_braces(title), begins: false },
        "html" | "caption" | "figure-caption" | "table-caption" | "define" => BlockOpening::Plain,
        "details" => {
            let kind = kind.unwrap_or(name);
            BlockOpening::Component(callout::opening(kind, title, Folding::Folds))
        }
        "admonition" => {
            BlockOpening::Component(callout::opening(kind.unwrap_or("note"), title, Folding::None))
        }
        _ => BlockOpening::Component(callout::opening(name, title, Folding::None)),
    }
}

/// The line behind the options of a block, which stand further in, right below the line that opens it.
fn after_options(prose: &SourceProse<'_>, header: usize, close: usize) -> usize {
    let base = prose.indent(header);
    let is_option = |line: &usize| {
        prose.lines[*line].kind == LineKind::Words
            && prose.indent(*line) >= base + 4
            && prose.words(*line).contains(':')
    };
    header + 1 + (header + 1..close).take_while(is_option).count()
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::translated;
    use crate::config::SourceDialect;

    #[test]
    fn blocks_become_components() {
        for (text, expected) in [
            ("!!! note\n    Words\n\nAfter\n", "::: note\nWords\n:::\n\nAfter\n"),
            ("!!! pied-piper \"A **title**\"\n    W\n", "::: note A title\nW\n:::\n"),
            ("!!! info inline end \"T\"\n\n    W\n", "::: note T\n\nW\n:::\n"),
            ("??? tip\n    W\n", "::: details Tip\nW\n:::\n"),
            ("???+ \"Own\"\n\tW\n", "::: details Own\nW\n:::\n"),
            ("Text\n!!! note\n    W\nText\n", "Text\n\n::: note\nW\n:::\nText\n"),
            ("!!! note \"T\"\n", "::: note T\n:::\n"),
            (
                "!!! note\n    A\n\n    ??? bug\n        B\n\n        C\n\n    D\n",
                "::: note\nA\n\n::: details Bug\nB\n\nC\n:::\n\nD\n:::\n",
            ),
            (
                "- item\n\n    !!! note\n        W\n\n- other\n",
                "- item\n\n    ::: note\n    W\n    :::\n\n- other\n",
            ),
            (
                "!!! note\n    ```py\n    a\n\n      b\n    ```\n    W\n",
                "::: note\n```py\na\n\n  b\n```\nW\n:::\n",
            ),
            (
                "=== \"A\"\n\n    a\n\n=== \"B\"\n    b\n\nText\n",
                "::: tabs\n::: tab A\n\na\n:::\n\n::: tab B\nb\n:::\n:::\n\nText\n",
            ),
            (
                "=== \"A\"\n    a\n===! \"B\"\n    b\n",
                "::: tabs\n::: tab A\na\n:::\n:::\n\n::: tabs\n::: tab B\nb\n:::\n:::\n",
            ),
            (
                "//// tab | A\n\n/// note\n\nN\n\n///\n\n////\n\n//// tab | B\n\nb\n\n////\n",
                "::: tabs\n::: tab A\n\n::: note\n\nN\n\n:::\n\n:::\n\n::: tab B\n\nb\n\n:::\n:::\n",
            ),
            ("!!! note\n    <b>x</b>\n", "::: note\n<b>x</b>\n\n:::\n"),
            (
                "/// details | T\n    type: warning\n    open: true\n\nW\n///\n",
                "::: details T\n\nW\n:::\n",
            ),
            ("/// caption\nWords\n///\n", "\nWords\n\n"),
            ("```\n!!! note\n    W\n```\n", "```\n!!! note\n    W\n```\n"),
            ("    !!! note\n", "    !!! note\n"),
            ("Wow!!! Really\n", "Wow!!! Really\n"),
            ("=== words\n", "=== words\n"),
        ] {
            assert_eq!(translated(text, SourceDialect::Mkdocs, &[]), expected, "{text}");
        }
    }
}
