//! Comments as other tools write them. Here they are text, and would be published.
//!
//! Obsidian writes `%%…%%`, within a paragraph or around several blocks; Liquid `{% comment %}…{% endcomment %}`;
//! Hugo the same as a shortcode, and `{{/* … */}}`; kramdown `{::comment}…{:/comment}`; MDX `{/* … */}`. What stands in
//! code is code.

use std::ops::Range;

use super::SourceText;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Fix};
use crate::document::walk::WalkEvent;
use crate::document::{Document, NodeKind, TextRange};
use crate::markdown::is_escaped;

/// A comment of another tool, by its bytes in the text.
#[derive(PartialEq, Eq, Debug)]
struct Comment {
    open: Range<usize>,
    close: Range<usize>,
    /// Whether HTML can take its place: a comment of HTML ends with the paragraph in which it begins, unless it
    /// begins a line.
    has_fix: bool,
}

/// Reports comments that would be published as text.
pub(super) fn check(text: &SourceText<'_>, diagnostics: &mut Diagnostics) {
    for comment in find(text.source, text.document) {
        diagnostics.push(problem(text, &comment));
    }
}

fn problem(text: &SourceText<'_>, comment: &Comment) -> Diagnostic {
    let Comment { open, close, has_fix } = comment;
    let written = |range: &Range<usize>| &text.source[range.clone()];
    let (begin, end) = (written(open), written(close));
    let message =
        format!("text between `{begin}` and `{end}` is no comment here, it would be published");
    let help = format!("write `<!-- … -->` around it, or a backslash before `{begin}`");
    let problem = Diagnostic::new(Code::CommentSyntax, message).help(help);
    let mut problem = problem.at(text.span(TextRange::new(open)));
    let hidden = written(&(open.end..close.start));
    problem.fix = has_fix.then(|| Fix {
        span: text.span(TextRange::new(&(open.start..close.end))),
        text: if hidden.contains('\n') {
            format!("<!--{hidden}-->")
        } else {
            format!("<!-- {} -->", hidden.trim())
        },
    });
    problem
}

/// The comments of a text, in order.
fn find(text: &str, document: &Document) -> Vec<Comment> {
    if !text.contains("%%") && FORMS.iter().all(|form| !text.contains(form.close.start())) {
        return Vec::new();
    }
    let words = ProseRuns::of(document, text);
    let mut comments = in_delimiters(text, &words);
    let is_inside = |comments: &[Comment], at: usize| {
        let next = comments.partition_point(|comment| comment.open.start <= at);
        next > 0 && at < comments[next - 1].close.end
    };
    let mut others = in_percent_signs(text, &words);
    others.retain(|other| !is_inside(&comments, other.open.start));
    comments.append(&mut others);
    comments.sort_by_key(|comment| comment.open.start);
    comments
}

/// Where the words of a text stand.
struct ProseRuns {
    /// In order: runs of words, each with the number of its block.
    runs: Vec<(Range<usize>, usize)>,
    /// In order: HTML but for its comments, in which only tools that know nothing of HTML find theirs.
    html: Vec<Range<usize>>,
}

impl ProseRuns {
    fn of(document: &Document, text: &str) -> ProseRuns {
        let mut words = ProseRuns { runs: Vec::new(), html: Vec::new() };
        // Code, and bare addresses.
        let (mut block, mut closed) = (0, 0);
        for step in document.walk(document.all()) {
            let (WalkEvent::Enter(id) | WalkEvent::Leave(id)) = step;
            let node = &document.nodes[id];
            let range = node.place.range();
            let is_closed = match node.kind {
                NodeKind::CodeBlock(_) => true,
                NodeKind::Link(_) => !text[range.clone()].starts_with('['),
                _ => false,
            };
            block += usize::from(is_block(node.kind));
            if let WalkEvent::Leave(_) = step {
                closed -= usize::from(is_closed);
                continue;
            }
            closed += usize::from(is_closed);
            match node.kind {
                NodeKind::Verbatim | NodeKind::Text(_) if closed == 0 => {
                    words.runs.push((range, block));
                }
                NodeKind::Markup(_) => words.html.push(range),
                NodeKind::Element(element) => {
                    let element = &document.elements[element];
                    words.html.push(element.start_tag.range());
                    words.html.extend(element.end_tag.map(TextRange::range));
                }
                _ => {}
            }
        }
        words.runs.sort_by_key(|(run, _)| run.start);
        words.html.sort_by_key(|part| part.start);
        words
    }

    /// The block in whose words a place stands.
    fn block(&self, at: usize) -> Option<usize> {
        let next = self.runs.partition_point(|(run, _)| run.start <= at);
        let (run, block) = self.runs.get(next.checked_sub(1)?)?;
        run.contains(&at).then_some(*block)
    }

    /// Whether a place stands among words, or in HTML that is no comment itself.
    fn shows(&self, at: usize) -> bool {
        let next = self.html.partition_point(|html| html.start <= at);
        let html = next.checked_sub(1).map(|last| &self.html[last]);
        self.block(at).is_some() || html.is_some_and(|html| html.contains(&at))
    }
}

/// Whether words on both sides of its ends stand in different blocks.
fn is_block(kind: NodeKind) -> bool {
    matches!(
        kind,
        NodeKind::Paragraph
            | NodeKind::Heading(_)
            | NodeKind::Quote(_)
            | NodeKind::CodeBlock(_)
            | NodeKind::Break
            | NodeKind::Bullets
            | NodeKind::Numbers(_)
            | NodeKind::Item(_)
            | NodeKind::Definitions
            | NodeKind::Term
            | NodeKind::Definition
            | NodeKind::Table(_)
            | NodeKind::Row
            | NodeKind::Cell
            | NodeKind::Component(_)
            | NodeKind::Note(_)
    )
}

/// What a comment begins or ends with.
#[derive(Clone, Copy)]
enum Delimiter {
    Signs(&'static str),
    /// A name between signs, perhaps with blanks beside it, and with hyphens that take blanks away.
    Tag(&'static str, &'static str, &'static str),
    /// The same without blanks, and perhaps without the name.
    Short(&'static str, &'static str, &'static str),
}

impl Delimiter {
    /// What it begins with.
    fn start(self) -> &'static str {
        match self {
            Delimiter::Signs(start) | Delimiter::Tag(start, ..) | Delimiter::Short(start, ..) => {
                start
            }
        }
    }

    /// How long it is at the beginning of a text, if it is there.
    fn length(self, text: &str) -> Option<usize> {
        let rest = text.strip_prefix(self.start())?;
        let rest = match self {
            Delimiter::Signs(_) => rest,
            Delimiter::Tag(_, name, end) => {
                let rest = rest.strip_prefix('-').unwrap_or(rest).trim_start();
                let rest = rest.strip_prefix(name)?.trim_start();
                rest.strip_prefix('-').unwrap_or(rest).strip_prefix(end)?
            }
            Delimiter::Short(_, name, end) => {
                rest.strip_prefix(name).unwrap_or(rest).strip_prefix(end)?
            }
        };
        Some(text.len() - rest.len())
    }
}

struct CommentForm {
    open: Delimiter,
    close: Delimiter,
}

/// Longer ones first.
const FORMS: [CommentForm; 6] = {
    use Delimiter::{Short, Signs, Tag};
    const fn form(open: Delimiter, close: Delimiter) -> CommentForm {
        CommentForm { open, close }
    }
    [
        form(Tag("{{%", "comment", "%}}"), Tag("{{%", "/comment", "%}}")),
        form(Tag("{{<", "comment", ">}}"), Tag("{{<", "/comment", ">}}")),
        form(Signs("{{/*"), Signs("*/}}")),
        form(Tag("{%", "comment", "%}"), Tag("{%", "endcomment", "%}")),
        form(Signs("{::comment}"), Short("{:/", "comment", "}")),
        form(Signs("{/*"), Signs("*/}")),
    ]
};

/// Comments between signs that nobody writes otherwise.
fn in_delimiters(text: &str, words: &ProseRuns) -> Vec<Comment> {
    let mut comments = Vec::new();
    // Forms that nothing closes from here on: each is looked for once.
    let mut is_over = [false; FORMS.len()];
    let mut at = 0;
    while let Some(found) = text[at..].find('{') {
        let start = at + found;
        at = start + 1;
        if !words.shows(start) || is_escaped(text, start) {
            continue;
        }
        for (form, is_over) in FORMS.iter().zip(&mut is_over) {
            let Some(length) = form.open.length(&text[start..]).filter(|_| !*is_over) else {
                continue;
            };
            let open = start..start + length;
            let Some(close) = closing(form.close, open.end, text, words) else {
                *is_over = true;
                continue;
            };
            at = close.end;
            comments.push(comment(open, close, text, words));
            break;
        }
    }
    comments
}

/// Where a comment ends that is open at a place.
fn closing(close: Delimiter, from: usize, text: &str, words: &ProseRuns) -> Option<Range<usize>> {
    let mut at = from;
    while let Some(found) = text[at..].find(close.start()) {
        let start = at + found;
        at = start + 1;
        // A star may belong to emphasis, and is no word then.
        let last = |length: usize| start + length - 1;
        if let Some(length) = close.length(&text[start..])
            && words.shows(last(length))
        {
            return Some(start..start + length);
        }
    }
    None
}

/// Two percent signs.
struct Percents {
    at: usize,
    block: usize,
    /// Whether a number stands before them and no word behind: then they are percent signs.
    is_share: bool,
    begins_line: bool,
    ends_line: bool,
}

impl Percents {
    fn range(&self) -> Range<usize> {
        self.at..self.at + 2
    }
}

/// Comments between two pairs of percent signs: in the words of one block, or from the beginning of a line to the
/// end of one.
fn in_percent_signs(text: &str, words: &ProseRuns) -> Vec<Comment> {
    let all = percent_signs(text, words);
    let mut comments = Vec::new();
    let mut at = 0;
    while let [open, close, ..] = &all[at..] {
        let is_one =
            !open.is_share && (open.block == close.block || (open.begins_line && close.ends_line));
        if is_one {
            comments.push(comment(open.range(), close.range(), text, words));
        }
        at += if is_one { 2 } else { 1 };
    }
    comments
}

fn percent_signs(text: &str, words: &ProseRuns) -> Vec<Percents> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find("%%") {
        let start = at + next;
        let length = text[start..].bytes().take_while(|byte| *byte == b'%').count();
        at = start + length;
        let Some(block) = words.block(start).filter(|_| length == 2 && !is_escaped(text, start))
        else {
            continue;
        };
        let (before, after) = (&text[..start], &text[at..]);
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        let line_end = after.find('\n').unwrap_or(after.len());
        found.push(Percents {
            at: start,
            block,
            is_share: before.ends_with(char::is_numeric)
                && !after.starts_with(char::is_alphanumeric),
            begins_line: text[line_start..start]
                .trim_matches([' ', '\t', '>', '-', '*'])
                .is_empty(),
            ends_line: after[..line_end].trim().is_empty(),
        });
    }
    found
}

fn comment(open: Range<usize>, close: Range<usize>, text: &str, words: &ProseRuns) -> Comment {
    let line_start = text[..open.start].rfind('\n').map_or(0, |end| end + 1);
    let indent = &text[line_start..open.start];
    let begins_block = indent.len() < 4 && indent.trim_matches([' ', '>']).is_empty();
    let block = words.block(open.start);
    let is_in_block = block.is_some() && block == words.block(close.end - 1);
    let is_plain = !text[open.end..close.start].contains("--");
    Comment { has_fix: is_plain && (is_in_block || begins_block), open, close }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    /// The comments of a text, as they are written; with a mark before those that cannot be mended.
    fn found(text: &str) -> Vec<String> {
        let told = |comment: &Comment| {
            let mark = if comment.has_fix { "" } else { "! " };
            format!("{mark}{}", &text[comment.open.start..comment.close.end])
        };
        let document = Document::parse(text, &Config::default()).document;
        find(text, &document).iter().map(told).collect()
    }

    #[test]
    fn comments_of_other_tools_are_found() {
        for comment in [
            "%%hidden%%",
            "%% hidden **words** and `code %%` %%",
            "%%see 100%%",
            "%%\nhidden\n\n# Heading\n\n- more\n%%",
            "%% begins here\n\n```\ncode %%\n```\n\nends here %%",
            "{% comment %}hidden{% endcomment %}",
            "{%- comment -%} a\n\nb {%- endcomment -%}",
            "{::comment}hidden{:/comment}",
            "{::comment}\nhidden\n{:/}",
            "{/* hidden */}",
            "{/*hidden*/}",
            "{{/* hidden */}}",
            "{{% comment %}}hidden{{% /comment %}}",
            "{{< comment >}} hidden {{< /comment >}}",
        ] {
            assert_eq!(found(comment), [comment]);
            assert_eq!(found(&format!("Words.\n\n{comment}\n\nMore.\n")), [comment]);
        }
        assert_eq!(found("Said%%a%%, and %%b%%."), ["%%a%%", "%%b%%"]);
        assert_eq!(found("- %%a%%\n- b"), ["%%a%%"]);
        assert_eq!(found("> %%\n> a\n>\n> b\n> %%"), ["%%\n> a\n>\n> b\n> %%"]);
        assert_eq!(found("<p>{% comment %}a{% endcomment %}</p>").len(), 1);
        assert_eq!(found("Text %%a -- b%% more"), ["! %%a -- b%%"]);
        assert_eq!(
            found("Text {% comment %}a\n\nb{% endcomment %} more"),
            ["! {% comment %}a\n\nb{% endcomment %}"]
        );
    }

    #[test]
    fn what_only_looks_like_a_comment_is_text() {
        for text in [
            "100%% sure and 50%% unsure",
            "Write %% once.",
            "%%\n\nonce",
            "%%% a %%%",
            "\\%%a\\%%",
            "`%%a%%` and ``{% comment %}a{% endcomment %}``",
            "```\n%%a%%\n```\n\n    %%b%%\n",
            "One %% in a paragraph.\n\nAnother %% in the next.",
            "| a %% | b %% |\n|---|---|\n| c | d |",
            "[words](a%%20b%%20c)",
            "https://a.example/a%%20b%%20c",
            "{% comment %} without an end",
            "{% if a %}b{% endif %}",
            "{# a #}",
            "<!-- {% comment %} a {% endcomment %} %%b%% -->",
            "\\{/* a */}",
            "{a} and {{ b }}",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn signs_without_an_end_take_no_time() {
        for text in ["{/* ".repeat(100_000), "{% comment %}".repeat(50_000), "1%% ".repeat(100_000)]
        {
            assert!(found(&text).is_empty());
        }
    }
}
