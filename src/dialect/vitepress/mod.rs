//! The Markdown of `VitePress` (vitepress.dev/guide/markdown).

mod snippet;

use super::container::{self, ContainerOpening};
use super::edits::{Edits, literal};
use super::prose::{Line, LineKind, SourceProse};
use super::tag::{TagKind, tags};
use super::{DialectPage, FileNames, contents, fence, inclusion, lines};
use snippet::CodeSnippet;

pub(super) fn translate(
    page: DialectPage<'_>,
    prose: &SourceProse<'_>,
    names: &FileNames,
    edits: &mut Edits,
) {
    let grouped = blocks(prose, edits);
    contents::remove(prose, edits);
    for line in prose.lines.iter().filter(|line| line.kind == LineKind::Words) {
        let is_grouped = grouped.contains(&line.place.start);
        snippet(line, is_grouped, page, prose, edits);
        inclusion(line, page, prose, names, edits);
    }
    program(prose, edits);
    components(prose, edits);
    container::translate(prose, edits);
    fence::languages(prose, edits);
}

/// A container that has a meaning of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum VitepressContainer {
    CodeGroup,
    /// Its words mean nothing but themselves.
    Verbatim,
    /// Its words look as anywhere else.
    Raw,
    Other,
}

impl VitepressContainer {
    fn named(name: &str) -> VitepressContainer {
        match name {
            "code-group" => VitepressContainer::CodeGroup,
            "v-pre" => VitepressContainer::Verbatim,
            "raw" => VitepressContainer::Raw,
            _ => VitepressContainer::Other,
        }
    }
}

/// `::: code-group`, `::: v-pre` and `::: raw`. Returns where lines of words in groups of code begin.
fn blocks(prose: &SourceProse<'_>, edits: &mut Edits) -> Vec<usize> {
    let mut grouped = Vec::new();
    let mut open: Vec<VitepressContainer> = Vec::new();
    let mut is_in_code = false;
    for line in &prose.lines {
        let words = &prose.text[line.place.clone()];
        if open.last() == Some(&VitepressContainer::CodeGroup) && line.kind == LineKind::Code {
            is_in_code = code_in_group(line, words, is_in_code, edits);
        }
        if line.kind != LineKind::Words || prose.is_closed(line.place.start) {
            continue;
        }
        let start = line.place.end - words.trim_start_matches([' ', '\t', '>']).len();
        if let Some(opening) = ContainerOpening::read(words) {
            let container = VitepressContainer::named(opening.name);
            open.push(container);
            match container {
                VitepressContainer::CodeGroup => edits.replace(start..line.place.end, "::: tabs"),
                VitepressContainer::Verbatim | VitepressContainer::Raw => {
                    edits.remove(start..line.place.end);
                }
                VitepressContainer::Other => {}
            }
        } else if is_closing(words) {
            if matches!(open.pop(), Some(VitepressContainer::Verbatim | VitepressContainer::Raw)) {
                edits.remove(start..line.place.end);
            }
        } else if open.contains(&VitepressContainer::Verbatim) {
            verbatim(line, prose, edits);
        } else if open.last() == Some(&VitepressContainer::CodeGroup) {
            grouped.push(line.place.start);
        }
    }
    grouped
}

fn is_closing(words: &str) -> bool {
    let words = words.trim();
    words.len() >= 3 && words.bytes().all(|byte| byte == b':')
}

/// Puts a block of code in a group into a tab, which the words in brackets name. Tells whether the block goes on.
fn code_in_group(line: &Line, words: &str, is_in_code: bool, edits: &mut Edits) -> bool {
    let fence = words.trim_start();
    let indent = &words[..words.len() - fence.len()];
    let info = fence.trim_start_matches(['`', '~']);
    if line.opens_code {
        let label = bracketed(info).unwrap_or_else(|| language(info));
        let label = if label.is_empty() { "…" } else { label };
        let start = line.place.start + indent.len();
        let tab = format!("::: tab {}\n{indent}", label.replace(['{', '}'], " "));
        edits.replace(start..start, tab);
        return true;
    }
    let is_end = is_in_code && fence.len() - info.len() >= 3 && info.trim().is_empty();
    if is_end {
        edits.replace(line.place.end..line.place.end, format!("\n{indent}:::"));
    }
    is_in_code && !is_end
}

/// The words in the brackets behind the language: `js [config.js]`.
fn bracketed(info: &str) -> Option<&str> {
    let (_, rest) = info.split_once('[')?;
    let (label, _) = rest.rsplit_once(']')?;
    Some(label.split_once('~').map_or(label, |(label, _)| label).trim())
}

fn language(info: &str) -> &str {
    info.trim().split([' ', '{', ':']).next().unwrap_or_default()
}

/// `{{ words }}` in such a container are words.
fn verbatim(line: &Line, prose: &SourceProse<'_>, edits: &mut Edits) {
    for at in prose.find("{{").into_iter().filter(|at| line.place.contains(at)) {
        let Some(length) = prose.text[at..line.place.end].find("}}") else { continue };
        let place = at..at + length + 2;
        edits.replace(place.clone(), literal(&prose.text[place]));
    }
}

/// `<<< file` shows a file as code; in a group, in a tab.
fn snippet(
    line: &Line,
    is_grouped: bool,
    page: DialectPage<'_>,
    prose: &SourceProse<'_>,
    edits: &mut Edits,
) {
    let words = prose.text[line.place.clone()].trim();
    let start = line.place.start + prose.text[line.place.clone()].find(words).unwrap_or_default();
    let Some(snippet) = CodeSnippet::read(words).filter(|_| !prose.is_closed(start)) else {
        return;
    };
    let place = start..start + words.len();
    edits.depend_on_others();
    match snippet.code(page) {
        Some(code) if is_grouped => {
            let title = snippet.title.replace(['{', '}'], " ");
            lines::replace(prose, place, &format!("::: tab {title}\n{code}\n:::"), edits);
        }
        Some(code) => lines::replace(prose, place, &code, edits),
        None => edits.not_understood(place, words, "<<<"),
    }
}

/// `<!--@include: ./file.md-->`.
fn inclusion(
    line: &Line,
    page: DialectPage<'_>,
    prose: &SourceProse<'_>,
    names: &FileNames,
    edits: &mut Edits,
) {
    let words = prose.text[line.place.clone()].trim();
    let start = line.place.start + prose.text[line.place.clone()].find(words).unwrap_or_default();
    let place = start..start + words.len();
    let comment = words.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
    let Some(path) = comment.and_then(|words| words.trim().strip_prefix("@include:")) else {
        return;
    };
    let file =
        names.find(path.trim().trim_start_matches("@/").trim_start_matches("../"), page.path);
    match file {
        Some(file) => inclusion::show(page, prose, names, file, place, edits),
        None => edits.not_understood(place, words, "<!--@include-->"),
    }
}

/// `<script>` and `<style>` at the edge of a page.
fn program(prose: &SourceProse<'_>, edits: &mut Edits) {
    let mut done = 0;
    for line in prose.lines.iter().filter(|line| line.kind == LineKind::Words) {
        let start = line.place.start;
        let rest = &prose.text[start..];
        let close = [("<script", "</script>"), ("<style", "</style>")]
            .into_iter()
            .find(|(open, _)| rest.starts_with(open))
            .map(|(_, close)| close);
        let end = close.and_then(|close| Some(start + rest.find(close)? + close.len()));
        if let Some(end) = end.filter(|_| start >= done) {
            edits.remove(start..end);
            done = end;
        }
    }
}

/// `<Badge text="beta" />`, and components of the theme.
fn components(prose: &SourceProse<'_>, edits: &mut Edits) {
    for tag in tags(prose) {
        match (tag.name, tag.kind) {
            ("Badge", TagKind::Empty) if tag.words("text").is_some() => {
                let words = tag.words("text").unwrap_or_default();
                edits.replace(tag.place.clone(), format!("<em>{}</em>", literal(words)));
            }
            ("Badge", TagKind::Opening) => edits.replace(tag.place.clone(), "<em>"),
            ("Badge", TagKind::Closing) => edits.replace(tag.place.clone(), "</em>"),
            ("ClientOnly" | "", _) | (_, TagKind::Closing) => edits.remove(tag.place.clone()),
            (name, _) => {
                let written = &prose.text[tag.place.clone()];
                edits.not_understood(tag.place.clone(), written, &format!("<{name}>"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{translated, translated_with};
    use crate::config::SourceDialect;

    #[test]
    fn marks_of_vitepress_become_ours() {
        for (text, expected) in [
            (
                "::: code-group\n\n```js{1} [a.js]\nx\n```\n\n```sh\ny\n```\n\n:::\n",
                "::: tabs\n\n::: tab a.js\n```js [a.js]\nx\n```\n:::\n\n::: tab sh\n```sh\ny\n```\n:::\n\n:::\n",
            ),
            ("::: v-pre\n{{ a }}\n:::\n", "\n&#123;&#123; a &#125;&#125;\n\n"),
            ("::: raw\na\n:::\n", "\na\n\n"),
            ("[[toc]]\n", "\n"),
            ("<script setup>\nimport a from 'b'\n\nc\n</script>\n\nA\n", "\n\nA\n"),
            ("# A <Badge type=\"tip\" text=\"^1.9\" />\n", "# A <em>&#94;1&#46;9</em>\n"),
            ("<Badge type=\"tip\">new</Badge>\n", "<em>new</em>\n"),
            ("<!--@include: ./part.md-->\n", "::: include part.md\n"),
            ("`<Badge />` and <ClientOnly>a</ClientOnly>\n", "`<Badge />` and a\n"),
        ] {
            let made = translated(text, SourceDialect::Vitepress, &["notes/part.md"]);
            assert_eq!(made, expected, "{text}");
        }
    }

    #[test]
    fn files_are_shown_as_code() {
        let files = [("a.ts", "one\n// #region two\n  let b;\n\n    c\n// #endregion two\n")];
        for (text, expected) in [
            ("<<< @/a.ts#two\n", "```ts\nlet b;\n\n  c\n```\n"),
            ("<<< ../a.ts#two{1,3 js:line-numbers}\n", "```js\nlet b;\n\n  c\n```\n"),
            (
                "::: code-group\n<<< ../a.ts#two [A {b}]\n:::\n",
                "::: tabs\n::: tab A  b \n```ts\nlet b;\n\n  c\n```\n:::\n:::\n",
            ),
            ("`<<< a`\n\n```\n<<< @/a.ts\n```\n", "`<<< a`\n\n```\n<<< @/a.ts\n```\n"),
        ] {
            assert_eq!(translated_with(text, SourceDialect::Vitepress, &files), expected, "{text}");
        }
        for text in ["<<< @/gone.ts\n", "<<< @/a.ts#gone\n"] {
            let made = translated_with(text, SourceDialect::Vitepress, &files);
            assert!(made.contains("not-understood"), "{made}");
        }
    }
}
