//! Directives (myst-parser.readthedocs.io/en/latest/syntax/roles-and-directives.html): a name in braces behind a fence
//! or colons, words on the same line, options, and a text.

use std::ops::Range;

use super::super::lines;
use super::super::prose::{LineKind, SourceProse, without_containers};

/// A directive, by the lines that it takes.
pub(super) struct MystDirective<'t> {
    pub(super) name: &'t str,
    /// The words behind the name, and where they begin.
    pub(super) argument: &'t str,
    pub(super) argument_at: usize,
    pub(super) options: Vec<(&'t str, &'t str)>,
    /// The line that opens it.
    pub(super) first: usize,
    /// The lines of its text.
    pub(super) body: Range<usize>,
    /// The line that closes it.
    pub(super) close: Option<usize>,
    /// The position of the directive around it.
    pub(super) outer: Option<usize>,
    sign: char,
    length: usize,
}

impl<'t> MystDirective<'t> {
    pub(super) fn option(&self, keys: &[&str]) -> Option<&'t str> {
        let found = keys.iter().find_map(|key| self.options.iter().find(|(name, _)| name == key));
        found.map(|(_, value)| *value).filter(|value| !value.is_empty())
    }

    pub(super) fn has_class(&self, class: &str) -> bool {
        let classes = self.option(&["class"]).unwrap_or_default();
        classes.split([' ', ',']).any(|one| one == class)
    }

    /// The address that it has.
    pub(super) fn label(&self) -> Option<&'t str> {
        self.option(&["name", "label"])
    }

    /// From its first sign to its last one.
    pub(super) fn place(&self, prose: &SourceProse<'_>) -> Range<usize> {
        let start = prose.words_place(self.first).start;
        let last = self.close.unwrap_or(self.body.end.max(self.first + 1) - 1);
        start..prose.lines[last].place.end
    }

    /// The text, without the margin that the directive has.
    pub(super) fn text(&self, prose: &SourceProse<'_>) -> String {
        if self.body.is_empty() {
            return String::new();
        }
        let start = prose.lines[self.body.start].place.start;
        let end = prose.lines[self.body.end - 1].place.end;
        let at = prose.words_place(self.first).start;
        lines::without_margin(prose, start..end, at)
            .trim_matches(['\n', '\r'])
            .trim_end()
            .to_owned()
    }
}

/// The directives of a page in the order in which they begin.
pub(super) fn directives<'t>(prose: &SourceProse<'t>) -> Vec<MystDirective<'t>> {
    let mut found: Vec<MystDirective<'t>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut line = 0;
    while line < prose.lines.len() {
        let mut next = line + 1;
        if prose.lines[line].opens_code {
            next = prose.block_end(line);
            found.extend(code_directive(prose, line, next, open.last().copied()));
        } else if prose.lines[line].kind == LineKind::Directive || prose.is_open(line) {
            let words = words_of(prose, line);
            if let Some(directive) = opening(prose, line, open.last().copied()) {
                open.push(found.len());
                found.push(directive);
            } else if let Some(depth) = open.iter().rposition(|it| closes(words, &found[*it])) {
                let closed = &mut found[open[depth]];
                closed.close = Some(line);
                closed.body.end = line;
                open.truncate(depth);
            }
        }
        line = next;
    }
    for directive in &mut found {
        directive.body.start = directive.body.start.min(directive.body.end);
    }
    found
}

/// A directive whose text is code, to the end of its block.
fn code_directive<'t>(
    prose: &SourceProse<'t>,
    line: usize,
    end: usize,
    outer: Option<usize>,
) -> Option<MystDirective<'t>> {
    let mut directive = opening(prose, line, outer)?;
    let last = end - 1;
    let is_closed = last > line && closes(words_of(prose, last), &directive);
    directive.close = is_closed.then_some(last);
    directive.body.end = directive.close.unwrap_or(end).max(directive.body.start);
    Some(directive)
}

fn closes(words: &str, directive: &MystDirective<'_>) -> bool {
    words.len() >= directive.length && words.chars().all(|sign| sign == directive.sign)
}

fn opening<'t>(
    prose: &SourceProse<'t>,
    line: usize,
    outer: Option<usize>,
) -> Option<MystDirective<'t>> {
    let place = prose.lines[line].place.clone();
    let words = without_containers(&prose.text[place.clone()]);
    let sign = words.chars().next().filter(|sign| matches!(sign, '`' | '~' | ':'))?;
    let rest = words.trim_start_matches(sign);
    let length = words.len() - rest.len();
    let (name, rest) = rest.trim_start().strip_prefix('{')?.split_once('}')?;
    let is_part = |c: char| c.is_alphanumeric() || "-_:.+".contains(c);
    if length < 3 || name.is_empty() || !name.chars().all(is_part) {
        return None;
    }
    let (options, start) = options(prose, line + 1);
    Some(MystDirective {
        name,
        argument: rest.trim(),
        argument_at: place.end - rest.trim_start().len(),
        options,
        first: line,
        body: start..prose.lines.len(),
        close: None,
        outer,
        sign,
        length,
    })
}

/// The options from a line on, `:key: value` or YAML between lines of hyphens, and the line behind them.
fn options<'t>(prose: &SourceProse<'t>, first: usize) -> (Vec<(&'t str, &'t str)>, usize) {
    if first < prose.lines.len() && words_of(prose, first) == "---" {
        let end = (first + 1..prose.lines.len()).find(|line| words_of(prose, *line) == "---");
        let Some(end) = end else { return (Vec::new(), first) };
        let pairs = (first + 1..end).filter_map(|line| words_of(prose, line).split_once(':'));
        return (pairs.map(|(key, value)| (key.trim(), value.trim())).collect(), end + 1);
    }
    let mut options = Vec::new();
    let mut line = first;
    while line < prose.lines.len()
        && let Some(option) = option(words_of(prose, line))
    {
        options.push(option);
        line += 1;
    }
    (options, line)
}

/// The words of a line, behind the signs of the quotations that it stands in.
fn words_of<'t>(prose: &SourceProse<'t>, line: usize) -> &'t str {
    prose.text[prose.words_place(line)].trim()
}

fn option(words: &str) -> Option<(&str, &str)> {
    let (key, value) = words.strip_prefix(':')?.split_once(':')?;
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
    (is_key && (value.is_empty() || value.starts_with(' '))).then(|| (key, value.trim()))
}
