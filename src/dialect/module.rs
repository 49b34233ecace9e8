//! Lines of a program at the edge of MDX (mdxjs.com/docs/what-is-mdx): `import` and `export`, comments and expressions.

use std::ops::Range;

use super::edits::Edits;
use super::prose::{LineKind, SourceProse};
use super::tag::braces;

/// What a name in a page stands for: `import Name from './path'`.
pub(super) struct Import<'t> {
    pub(super) name: &'t str,
    pub(super) path: &'t str,
}

/// Takes the lines that import and export from a page, and tells what is imported under one name.
pub(super) fn statements<'t>(prose: &SourceProse<'t>, edits: &mut Edits) -> Vec<Import<'t>> {
    let mut imports = Vec::new();
    let mut done = prose.body;
    for line in prose.lines.iter().filter(|line| line.kind == LineKind::Words) {
        let start = line.place.start;
        if start < done || prose.is_closed(start) {
            continue;
        }
        let rest = &prose.text[start..];
        let Some(length) = import_length(rest).or_else(|| export_length(rest)) else { continue };
        done = start + length;
        imports.extend(import(&rest[..length]));
        edits.remove(start..done);
    }
    imports
}

/// `import x from 'y'` and `import 'y'`, over several lines or not.
fn import_length(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("import")?;
    let quote = rest.find(['"', '\''])?;
    let names = rest[..quote].trim_end();
    let is_import = match names.strip_suffix("from") {
        Some(names) => is_names(names),
        None => names.is_empty(),
    };
    if !is_import || !rest.starts_with([' ', '{', '"', '\'']) {
        return None;
    }
    let path = quote + 1;
    let end = rest[path..].find(&rest[quote..=quote])? + path + 1;
    let after = line_end(rest, end);
    let is_last = matches!(rest[end..after].trim(), "" | ";");
    is_last.then_some("import".len() + after)
}

/// Whether words are what a statement imports, and no sentence.
fn is_names(words: &str) -> bool {
    let words = words.trim();
    let is_list = words.contains(['{', '*']);
    !words.is_empty()
        && !words.contains("\n\n")
        && (is_list || !words.contains(char::is_whitespace))
}

/// `export` and what a program says behind it, up to the line in which all its brackets are closed.
fn export_length(text: &str) -> Option<usize> {
    const KINDS: [&str; 8] =
        ["const ", "let ", "var ", "function ", "default ", "class ", "async ", "{"];
    let rest = text.strip_prefix("export ")?;
    let kind = KINDS.iter().find(|kind| rest.starts_with(**kind))?;
    let names_a_value = matches!(*kind, "const " | "let " | "var ");
    if names_a_value && !rest.lines().next()?.contains('=') {
        return None;
    }
    let (mut depth, mut at) = (0_i64, 0);
    for line in text.split_inclusive('\n') {
        for letter in line.chars() {
            match letter {
                '{' | '(' | '[' => depth += 1,
                '}' | ')' | ']' => depth -= 1,
                _ => {}
            }
        }
        at += line.len();
        let goes_on = line.trim_end().ends_with(['=', '>', ',', '+', '(']);
        if depth <= 0 && !goes_on {
            return Some(at - (line.len() - line.trim_end_matches(['\r', '\n']).len()));
        }
    }
    None
}

fn line_end(text: &str, from: usize) -> usize {
    let end = text[from..].find('\n').map_or(text.len(), |end| from + end);
    from + text[from..end].trim_end_matches('\r').len()
}

fn import(statement: &str) -> Option<Import<'_>> {
    let rest = statement.strip_prefix("import ")?;
    let (name, rest) = rest.trim_start().split_once(" from ")?;
    let path = rest.trim().trim_end_matches(';').trim_matches(['"', '\'']);
    name.chars().all(|c| c.is_alphanumeric() || c == '_').then_some(Import { name, path })
}

/// Takes comments from a page, and shows the expressions that no one computes.
pub(super) fn expressions(prose: &SourceProse<'_>, is_mdx: bool, edits: &mut Edits) {
    let mut done = 0;
    for at in prose.find("{") {
        let rest = &prose.text[at..];
        if at < done {
            continue;
        }
        if let Some(end) = comment_length(rest) {
            done = at + end;
            edits.remove(at..done);
        } else if let Some(length) = expression_length(prose, at).filter(|_| is_mdx) {
            done = at + length;
            expression(at..done, prose.text, edits);
        }
    }
}

/// `{/* words */}`.
fn comment_length(text: &str) -> Option<usize> {
    let inner = text[1..].trim_start().strip_prefix("/*")?;
    let end = text.len() - inner.len() + inner.find("*/")? + 2;
    let rest = text[end..].trim_start();
    rest.starts_with('}').then(|| text.len() - rest.len() + 1)
}

/// How long an expression is that begins at a brace; `None` for a list of attributes, and for braces that others read.
fn expression_length(prose: &SourceProse<'_>, at: usize) -> Option<usize> {
    let text = prose.text;
    let length = braces(&text[at..])?;
    let inner = text[at + 1..at + length - 1].trim();
    let is_list = inner.is_empty() || inner.starts_with(['#', '.', ':']);
    let is_long = text[at..at + length].contains("\n\n");
    let line = &text[text[..at].rfind('\n').map_or(0, |end| end + 1)..at];
    let is_other = line.trim_start().starts_with(":::") || line.contains('$');
    (!is_list && !is_long && !is_other && !inner.starts_with(['{', '%'])).then_some(length)
}

/// `{'words'}` are words, and other expressions mean nothing.
fn expression(place: Range<usize>, text: &str, edits: &mut Edits) {
    let written = &text[place.clone()];
    let inner = written[1..written.len() - 1].trim();
    let sign = inner.chars().next().filter(|sign| matches!(sign, '"' | '\'' | '`'));
    let words = sign.and_then(|sign| inner[1..].strip_suffix(sign));
    match words.filter(|words| !words.contains("${")) {
        Some(words) => edits.replace(place, super::edits::literal(words)),
        None => edits.not_understood(place, written, "{…}"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::translated;
    use crate::config::SourceDialect;

    #[test]
    fn statements_vanish_and_sentences_stay() {
        for (text, expected) in [
            ("import A from './a';\n\nText\n", "\n\nText\n"),
            ("import A, {\n  b,\n} from \"a\"\n\nText\n", "\n\nText\n"),
            ("import 'a.css';\n", "\n"),
            ("import * as a from 'b'\nimport {c} from 'd'\n", "\n\n"),
            ("export const a = {\n  b: 1,\n\n  c: 2,\n};\n\nText\n", "\n\nText\n"),
            ("export const A = () =>\n  <b>x</b>;\nText\n", "\nText\n"),
            ("import the tools from 'there'\n", "import the tools from 'there'\n"),
            ("import tax and export duty\n", "import tax and export duty\n"),
            ("export const is said twice\n", "export const is said twice\n"),
            ("```js\nimport a from 'b'\n```\n", "```js\nimport a from 'b'\n```\n"),
            ("a {/* b\n\nc */} d\n", "a  d\n"),
        ] {
            assert_eq!(translated(text, SourceDialect::Docusaurus, &[]), expected, "{text}");
        }
    }
}
