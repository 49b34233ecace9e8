//! Which parts of a text are code, and which are prose.
//!
//! Translators look at letters, not at a tree: the tree is made from what they write. Code is told by its lines and
//! its backticks, as `CommonMark` 0.31.2 describes them (sections 4.4, 4.5 and 6.1), and by the elements of HTML that
//! hold it.

use std::ops::Range;

use crate::source::floor_char_boundary;

/// A text and the places in it that no translator may change.
pub(super) struct SourceProse<'t> {
    pub(super) text: &'t str,
    /// Where the text begins, after the front matter.
    pub(super) body: usize,
    /// The lines of the body, without their ends.
    pub(super) lines: Vec<Line>,
    /// Code and comments of HTML, in order.
    closed: Vec<Range<usize>>,
}

/// A line of a text.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) place: Range<usize>,
    pub(super) kind: LineKind,
    /// Whether a block of code between fences begins here.
    pub(super) opens_code: bool,
    /// Whether it stands within an element of HTML that holds it whole, as kramdown reads it.
    pub(super) is_in_html: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum LineKind {
    Blank,
    Words,
    /// A line of a code block, the lines around it among them.
    Code,
    /// A line that begins or ends a directive of `MyST` between fences that holds Markdown.
    Directive,
}

/// What a tool reads in another way than `CommonMark`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum BlockSyntax {
    Usual,
    /// No line is code because it is indented.
    Mdx,
    /// Fences with a name in braces are directives.
    Myst,
    /// No line within an element of HTML is code because it is indented.
    Kramdown,
}

/// A block of code that is open: its sign, how often that stands there, how many columns its line is indented, and the
/// column of its sign.
#[derive(Clone, Copy)]
struct CodeFence {
    sign: u8,
    length: usize,
    indent: usize,
    column: usize,
}

impl CodeFence {
    /// Whether a line stands outside of the item that the block stands in, which ends there.
    fn is_left_by(self, line: &str) -> bool {
        self.indent >= 4 && !line.trim().is_empty() && columns(line) + 3 < self.indent
    }

    /// Whether a line stands so far in that a fence in it is part of the code.
    fn holds(self, line: &str) -> bool {
        columns(line) > self.column + 3
    }
}

impl<'t> SourceProse<'t> {
    pub(super) fn of(text: &'t str) -> SourceProse<'t> {
        SourceProse::new(text, BlockSyntax::Usual)
    }

    /// A text in MDX, where no line is code because it is indented.
    pub(super) fn of_mdx(text: &'t str) -> SourceProse<'t> {
        SourceProse::new(text, BlockSyntax::Mdx)
    }

    /// A text for kramdown, where HTML goes on to the end of its element.
    pub(super) fn of_kramdown(text: &'t str) -> SourceProse<'t> {
        SourceProse::new(text, BlockSyntax::Kramdown)
    }

    /// A text in `MyST`, where fences may hold Markdown.
    pub(super) fn of_myst(text: &'t str) -> SourceProse<'t> {
        SourceProse::new(text, BlockSyntax::Myst)
    }

    fn new(text: &'t str, syntax: BlockSyntax) -> SourceProse<'t> {
        let body = body(text);
        let lines = lines(text, body, syntax);
        let mut closed: Vec<Range<usize>> = Vec::new();
        let is_closed = |line: &&Line| matches!(line.kind, LineKind::Code | LineKind::Directive);
        for line in lines.iter().filter(is_closed) {
            closed.push(line.place.clone());
        }
        let mut prose = SourceProse { text, body, lines, closed };
        prose.close(SourceProse::code_spans);
        // A tag between backticks is code.
        prose.close(SourceProse::html);
        prose
    }

    /// Closes places that `find` finds.
    fn close(&mut self, find: impl Fn(&SourceProse<'t>) -> Vec<Range<usize>>) {
        let found = find(self);
        self.closed.extend(found);
        self.closed.sort_by_key(|place| place.start);
    }

    /// The line that a place is in.
    pub(super) fn line_at(&self, at: usize) -> Option<&Line> {
        let next = self.lines.partition_point(|line| line.place.start <= at);
        next.checked_sub(1).map(|line| &self.lines[line])
    }

    /// Whether a place is in code or in a comment of HTML.
    pub(super) fn is_closed(&self, at: usize) -> bool {
        if at < self.body {
            return true;
        }
        let next = self.closed.partition_point(|place| place.start <= at);
        // A comment may hold code.
        self.closed[next.saturating_sub(2)..next].iter().any(|place| place.contains(&at))
    }

    /// The places of some words in prose, one after the other, none over another. A backslash before them takes their
    /// meaning.
    pub(super) fn find(&self, words: &str) -> Vec<usize> {
        let body = &self.text[self.body..];
        let found = body.match_indices(words).map(|(at, _)| self.body + at);
        found.filter(|at| !self.is_closed(*at) && !is_escaped(self.text, *at)).collect()
    }

    /// The words of a line, without the blanks around them.
    pub(super) fn words(&self, line: usize) -> &'t str {
        self.text[self.lines[line].place.clone()].trim()
    }

    /// The line that a place stands in.
    pub(super) fn line_of(&self, at: usize) -> Option<usize> {
        let next = self.lines.partition_point(|line| line.place.start <= at);
        next.checked_sub(1)
    }

    /// The columns before the words of a line. A tab fills four.
    pub(super) fn indent(&self, line: usize) -> usize {
        columns(&self.text[self.lines[line].place.clone()])
    }

    /// Whether a line holds words of prose, not code and no comment.
    pub(super) fn is_open(&self, line: usize) -> bool {
        let Line { place, kind, .. } = &self.lines[line];
        let first = self.text[place.clone()].len() - self.text[place.clone()].trim_start().len();
        *kind == LineKind::Words && !self.is_closed(place.start + first)
    }

    /// Whether the line before stands in the same paragraph.
    pub(super) fn follows_words(&self, line: usize) -> bool {
        line > 0 && self.lines[line - 1].kind == LineKind::Words
    }

    /// Whether the line before holds anything.
    pub(super) fn is_below_block(&self, line: usize) -> bool {
        line > 0 && self.lines[line - 1].kind != LineKind::Blank
    }

    /// The place of the words of a line, behind the blanks and signs of quotations before them.
    pub(super) fn words_place(&self, line: usize) -> Range<usize> {
        let place = self.lines[line].place.clone();
        let words = self.text[place.clone()].trim_start_matches([' ', '\t', '>']);
        place.end - words.len()..place.end
    }

    /// The blocks of code between fences: their lines, from the first fence to the last one.
    pub(super) fn code_blocks(&self) -> Vec<Range<usize>> {
        let openings = (0..self.lines.len()).filter(|line| self.lines[*line].opens_code);
        openings.map(|first| first..self.block_end(first)).collect()
    }

    /// The line behind a block of code.
    pub(super) fn block_end(&self, first: usize) -> usize {
        let rest = &self.lines[first + 1..];
        let is_inner = |line: &&Line| line.kind == LineKind::Code && !line.opens_code;
        first + 1 + rest.iter().take_while(is_inner).count()
    }

    /// What stands behind the fence that opens a block of code.
    pub(super) fn code_info(&self, line: usize) -> &'t str {
        let words = without_containers(&self.text[self.lines[line].place.clone()]);
        words.trim_start_matches(['`', '~']).trim()
    }

    /// Code within lines.
    fn code_spans(&self) -> Vec<Range<usize>> {
        let mut spans = Vec::new();
        let mut open: Vec<Range<usize>> = Vec::new();
        for line in &self.lines {
            match (line.kind, open.last_mut()) {
                (LineKind::Words, Some(paragraph)) => paragraph.end = line.place.end,
                (LineKind::Words, None) => open.push(line.place.clone()),
                (_, Some(_)) => {
                    spans.extend(open.drain(..).flat_map(|place| code_spans(self.text, place)));
                }
                (_, None) => {}
            }
        }
        spans.extend(open.drain(..).flat_map(|place| code_spans(self.text, place)));
        spans
    }

    /// Comments, and elements whose words are code.
    fn html(&self) -> Vec<Range<usize>> {
        const ELEMENTS: [(&str, &str); 5] = [
            ("<!--", "-->"),
            ("<pre", "</pre>"),
            ("<script", "</script>"),
            ("<style", "</style>"),
            ("<code", "</code>"),
        ];
        let mut found = Vec::new();
        // Elements that nothing ends from here on: each end is looked for once.
        let mut is_over = [false; ELEMENTS.len()];
        let mut at = self.body;
        while let Some(next) = self.text[at..].find('<') {
            let start = at + next;
            at = start + 1;
            let rest = &self.text[start..];
            let mut elements = ELEMENTS.iter().zip(&mut is_over);
            let element = elements.find(|((open, _), is_over)| !**is_over && begins(rest, open));
            let Some(((_, close), is_over)) = element.filter(|_| !self.is_closed(start)) else {
                continue;
            };
            match rest.find(close) {
                Some(length) => {
                    at = start + length + close.len();
                    found.push(start..at);
                }
                None => *is_over = true,
            }
        }
        found
    }
}

/// Whether a text begins with the start tag of an element, or with a comment.
fn begins(text: &str, open: &str) -> bool {
    let is_named = text.get(..open.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(open));
    let after = text.get(open.len()..).and_then(|rest| rest.chars().next());
    is_named && (open == "<!--" || after.is_none_or(|after| !after.is_ascii_alphanumeric()))
}

/// Bytes in which the end of a mark is looked for: longer ones are none, and a text of beginnings takes no longer.
const LONGEST_MARK: usize = 4_000;

/// The beginning of a text up to a blank line.
pub(super) fn paragraph(text: &str) -> &str {
    let window = &text[..floor_char_boundary(text, LONGEST_MARK)];
    let end = ["\n\n", "\n\r\n"].iter().filter_map(|blank| window.find(blank)).min();
    &window[..end.unwrap_or(window.len())]
}

/// The beginning of a text up to the end of its line.
pub(super) fn first_line(text: &str) -> &str {
    let window = &text[..floor_char_boundary(text, LONGEST_MARK)];
    window.split('\n').next().unwrap_or(window)
}

/// The end of a text from the beginning of its line.
pub(super) fn last_line(text: &str) -> &str {
    let part = last_part(text);
    part.rsplit('\n').next().unwrap_or(part)
}

/// The end of a text in which a mark begins, if one does.
pub(super) fn last_part(text: &str) -> &str {
    &text[floor_char_boundary(text, text.len().saturating_sub(LONGEST_MARK))..]
}

/// Whether an odd number of backslashes stands before a place.
pub(super) fn is_escaped(text: &str, at: usize) -> bool {
    let before = text[..at].bytes().rev().take_while(|byte| *byte == b'\\').count();
    before % 2 == 1
}

/// Where the text begins after its front matter.
fn body(text: &str) -> usize {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let words = text.len() - text[start..].trim_start().len();
    // Blank lines may stand before front matter in TOML; `---` below one is a line across the page.
    for (sign, start) in [("---", start), ("+++", words)] {
        let rest = &text[start..];
        let Some(block) = rest.strip_prefix(sign).filter(|rest| {
            rest.starts_with('\n') || rest.starts_with("\r\n") || rest.starts_with(' ')
        }) else {
            continue;
        };
        let mut at = start + sign.len();
        for line in block.split_inclusive('\n') {
            at += line.len();
            if line.trim_end() == sign && at > start + 2 * sign.len() {
                return at;
            }
        }
    }
    start
}

fn lines(text: &str, body: usize, syntax: BlockSyntax) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut fence: Option<CodeFence> = None;
    let mut directives: Vec<CodeFence> = Vec::new();
    // Whether a line that is indented can be part of an item of a list, or of something like it.
    let mut is_in_item = false;
    // Elements of HTML that are open.
    let mut html_depth = 0_usize;
    let mut at = body;
    for written in text[body..].split_inclusive('\n') {
        let line = written.trim_end_matches(['\n', '\r']);
        let place = at..at + line.len();
        at += written.len();
        let words = without_containers(line);
        fence = fence.filter(|open| !open.is_left_by(line));
        let was_open = fence.is_some();
        let is_in_html = html_depth > 0 && syntax == BlockSyntax::Kramdown;
        let kind = if let Some(open) = fence {
            if closes(words, open) && !open.holds(line) {
                fence = None;
            }
            LineKind::Code
        } else if directives.last().is_some_and(|open| closes(words, *open)) {
            directives.pop();
            LineKind::Directive
        } else if let Some(open) = opens_directive(words, syntax) {
            directives.push(open);
            LineKind::Directive
        } else if let Some(open) = opens(words).or_else(|| opens_colons(words, syntax)) {
            let column = columns(line) + line.trim_start().len() - words.len();
            fence = Some(CodeFence { indent: columns(line), column, ..open });
            LineKind::Code
        } else if line.trim().is_empty() {
            LineKind::Blank
        } else if syntax != BlockSyntax::Mdx
            && is_indented(line)
            && !is_in_item
            && !is_in_html
            && follows_blank(&lines)
        {
            LineKind::Code
        } else {
            LineKind::Words
        };
        if kind == LineKind::Words && !is_indented(line) {
            is_in_item = begins_item(line) || (is_in_item && line.starts_with([' ', '\t']));
        }
        if kind == LineKind::Words && (html_depth > 0 || line.trim_start().starts_with('<')) {
            html_depth = html_depth_behind(line, html_depth);
        }
        let opens_code = !was_open && fence.is_some();
        lines.push(Line { place, kind, opens_code, is_in_html });
    }
    lines
}

/// How many elements of HTML that divide a text are open behind a line.
fn html_depth_behind(line: &str, before: usize) -> usize {
    const ELEMENTS: [&str; 16] = [
        "article", "aside", "details", "div", "figure", "footer", "form", "header", "main", "nav",
        "section", "table", "tbody", "td", "thead", "tr",
    ];
    let mut depth = before;
    for tag in line.split('<').skip(1) {
        let (name, is_end) = tag.strip_prefix('/').map_or((tag, false), |name| (name, true));
        let length = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        if !ELEMENTS.contains(&&*name[..length].to_ascii_lowercase()) {
            continue;
        }
        depth = if is_end { depth.saturating_sub(1) } else { depth + 1 };
    }
    depth
}

/// Whether indented code may begin after these lines.
fn follows_blank(lines: &[Line]) -> bool {
    lines.last().is_none_or(|last| last.kind != LineKind::Words)
}

/// The columns before the words of a line. A tab fills four.
fn columns(line: &str) -> usize {
    let blanks = line.chars().take_while(|c| matches!(c, ' ' | '\t'));
    blanks.fold(0, |column, blank| if blank == '\t' { (column / 4 + 1) * 4 } else { column + 1 })
}

pub(super) fn is_indented(line: &str) -> bool {
    line.starts_with("    ") || line.trim_start_matches(' ').starts_with('\t')
}

/// Whether a line begins a block that goes on in indented lines: an item, a definition, a note, and the blocks that
/// other tools write so.
pub(super) fn begins_item(line: &str) -> bool {
    let line = line.trim_start();
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = number.len() < line.len() && number.starts_with(['.', ')']);
    let is_other =
        ["- ", "* ", "+ ", ": ", ":   ", "[^", "!!!", "???", "=== \"", "=== '", "{{%", "::"];
    is_numbered
        || is_other.iter().any(|start| line.starts_with(start))
        || matches!(line, "-" | "*" | "+")
}

/// A line without the signs of the quotations and items around its words.
pub(super) fn without_containers(line: &str) -> &str {
    let mut rest = line.trim_start();
    loop {
        let number = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let after_number = number.strip_prefix(['.', ')']).filter(|_| number.len() < rest.len());
        let after_sign = rest.strip_prefix(['-', '*', '+']);
        let after_item = after_number.or(after_sign).filter(|rest| rest.starts_with([' ', '\t']));
        match rest.strip_prefix('>').or(after_item) {
            Some(inner) => rest = inner.trim_start(),
            None => return rest,
        }
    }
}

/// The fence of a directive that holds Markdown.
fn opens_directive(words: &str, syntax: BlockSyntax) -> Option<CodeFence> {
    let fence = opens(words).filter(|_| syntax == BlockSyntax::Myst)?;
    let name = words[fence.length..].trim_start().strip_prefix('{')?.split('}').next()?;
    (!CODE_DIRECTIVES.contains(&name)).then_some(fence)
}

/// A block of code of `MyST` between colons: `:::python`.
fn opens_colons(words: &str, syntax: BlockSyntax) -> Option<CodeFence> {
    let rest = words.trim_start_matches(':');
    let length = words.len() - rest.len();
    let is_code = length >= 3 && rest.starts_with(|c: char| c.is_ascii_alphabetic());
    let fence = CodeFence { sign: b':', length, indent: 0, column: 0 };
    (is_code && syntax == BlockSyntax::Myst).then_some(fence)
}

/// Directives of `MyST` whose text is no Markdown.
const CODE_DIRECTIVES: [&str; 21] = [
    "code",
    "code-block",
    "code-cell",
    "sourcecode",
    "literalinclude",
    "parsed-literal",
    "prompt",
    "code-tab",
    "math",
    "mermaid",
    "graphviz",
    "plantuml",
    "raw",
    "eval-rst",
    "toctree",
    "doctest",
    "testcode",
    "command-output",
    "csv-table",
    "bibliography",
    "glue:math",
];

fn opens(words: &str) -> Option<CodeFence> {
    let sign = *words.as_bytes().first().filter(|sign| matches!(sign, b'`' | b'~'))?;
    let length = words.bytes().take_while(|byte| *byte == sign).count();
    let holds_backtick = sign == b'`' && words[length..].contains('`');
    (length >= 3 && !holds_backtick).then_some(CodeFence { sign, length, indent: 0, column: 0 })
}

fn closes(words: &str, fence: CodeFence) -> bool {
    let length = words.bytes().take_while(|byte| *byte == fence.sign).count();
    length >= fence.length && words[length..].trim().is_empty()
}

/// Code between backticks in a paragraph.
fn code_spans(text: &str, paragraph: Range<usize>) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let end = paragraph.end;
    let mut at = paragraph.start;
    while let Some(found) = text[at..end].find('`') {
        let start = at + found;
        let length = ticks(&text[start..end]);
        at = start + length;
        if is_escaped(text, start) {
            continue;
        }
        if let Some(close) = closing_ticks(text, at..end, length) {
            at = close + length;
            spans.push(start..at);
        }
    }
    spans
}

/// Where a run of as many backticks begins.
fn closing_ticks(text: &str, within: Range<usize>, length: usize) -> Option<usize> {
    let mut at = within.start;
    while let Some(found) = text[at..within.end].find('`') {
        let start = at + found;
        let run = ticks(&text[start..within.end]);
        if run == length {
            return Some(start);
        }
        at = start + run;
    }
    None
}

fn ticks(text: &str) -> usize {
    text.bytes().take_while(|byte| *byte == b'`').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_prose_only() {
        for (text, found) in [
            ("X", 1),
            ("a `X` X", 1),
            ("a ``X ` X`` X", 1),
            ("a ` X", 1),
            ("\\X", 0),
            ("\\\\X", 1),
            ("```\nX\n```\nX", 1),
            ("~~~ x\nX\n```\nX\n~~~\nX", 1),
            ("```\n    ```\n    X\n    ```\n```\nX", 1),
            ("1.  ```\n    X\n    ```\n\nX", 1),
            ("> ```\n> X\n> ```\n> X", 1),
            ("- ```\n  X\n  ```\n- X", 1),
            ("=== \"a\"\n\n    ```\n    X\n\nX", 1),
            ("a\n\n    X\n\nX", 1),
            ("- a\n\n    X", 1),
            ("a\n    X", 1),
            ("<!-- X\n\nX --> X", 1),
            ("<pre>X</pre> X <code>X</code>", 1),
            ("---\ntitle: X\n---\nX", 1),
            ("+++\ntitle = 'X'\n+++\nX", 1),
            ("\n+++\ntitle = 'X'\n+++  \nX", 1),
            ("a `<script>` X\n\nX </script>", 2),
            ("---\n\nX", 1),
            ("a `b\n\nX` X", 2),
        ] {
            assert_eq!(SourceProse::of(text).find("X").len(), found, "{text}");
        }
    }
}
