//! The bounds of templates: Tera follows `include`, `extends` and `elif` by recursion. This reports templates that
//! are nested too deep or that include too much. Tera itself reports circles.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic};
use crate::nesting::{GraphNode, Nesting};
use crate::source::SourceFile;

/// Templates that include or extend each other, in levels.
const DEEPEST: usize = 50;

/// Templates that one includes at most, directly and through others, each counted once for each `include`.
const MOST: usize = 1_000;

/// Branches of an `if` at most.
const MOST_BRANCHES: usize = 100;

/// A template by its name.
type NamedTemplate = (String, Arc<SourceFile>);

/// The problem of each of the project's templates, by its position: none for nearly all.
pub(super) fn check(built_in: &[NamedTemplate], own: &[NamedTemplate]) -> Vec<Option<Diagnostic>> {
    // Those of the project take the place of built-in ones.
    let nodes = built_in.iter().chain(own).map(|(name, file)| {
        let uses = used(&file.text).map(|(name, _)| (name.to_owned(), 1));
        (name.clone(), GraphNode { depth: 1, size: 1, uses: uses.collect() })
    });
    let nodes: HashMap<String, GraphNode> = nodes.collect();
    let nesting = Nesting::new(&nodes);
    own.iter().map(|(_, file)| branches(file).or_else(|| large(file, &nesting))).collect()
}

/// The problem of a template that is nested too deep or includes too much.
fn large(file: &SourceFile, nesting: &Nesting) -> Option<Diagnostic> {
    used(&file.text).find_map(|(name, range)| {
        let extent = nesting.of(name);
        let message = if extent.depth >= DEEPEST {
            format!("with `{name}`, templates are nested more than {DEEPEST} levels deep")
        } else if extent.size > MOST {
            format!("`{name}` includes more than {MOST} templates, directly or through others")
        } else {
            return None;
        };
        let problem = Diagnostic::new(Code::NestingTooDeep, message);
        let problem = problem.at(file.span(range.start, range.end));
        Some(problem.help("copy its contents here, or include fewer templates from one another"))
    })
}

/// The problem of an `if` with too many branches.
fn branches(file: &SourceFile) -> Option<Diagnostic> {
    let mut open = Vec::new();
    for TemplateTag { word, range } in tags(&file.text) {
        match word {
            "if" => open.push(0),
            "endif" => drop(open.pop()),
            "elif" => {
                let branches = open.last_mut()?;
                *branches += 1;
                if *branches > MOST_BRANCHES {
                    let message = format!("an `if` has more than {MOST_BRANCHES} branches");
                    let problem = Diagnostic::new(Code::NestingTooDeep, message);
                    let problem = problem.at(file.span(range.start, range.end));
                    return Some(problem.help("divide it into several `if`s"));
                }
            }
            _ => {}
        }
    }
    None
}

/// The names of the templates that a text includes or extends, each with its bytes.
fn used(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let using = tags(text).filter(|tag| matches!(tag.word, "include" | "extends"));
    using.flat_map(move |TemplateTag { range, .. }| {
        let tag = &text[range.clone()];
        let quote = if tag.contains('"') { '"' } else { '\'' };
        let mut at = range.start;
        let parts = tag.split(quote).map(move |part| {
            let start = at;
            at += part.len() + 1;
            (part, start..start + part.len())
        });
        parts.skip(1).step_by(2)
    })
}

/// A tag of a template: its first word, and its bytes.
struct TemplateTag<'t> {
    word: &'t str,
    range: Range<usize>,
}

/// The tags of a template in order, those in comments and raw text left out.
fn tags(text: &str) -> impl Iterator<Item = TemplateTag<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at
                + text[at..].match_indices('{').find_map(|(brace, _)| {
                    text[at + brace + 1..].starts_with(['%', '#']).then_some(brace)
                })?;
            let is_comment = text[start..].starts_with("{#");
            let end = if is_comment { "#}" } else { "%}" };
            at = start + text[start..].find(end)? + end.len();
            if is_comment {
                continue;
            }
            let inner = text[start + 2..at - 2].trim_start_matches(['-', ' ', '\t', '\n', '\r']);
            let word = inner.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            if word == "raw" {
                at += text[at..].find("endraw")?;
                continue;
            }
            return Some(TemplateTag { word, range: start..at });
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_and_names_in_them() {
        let text = "{%- extends \"a.html\" -%}{# {% include 'b.html' %} #}{% raw %}{% include 'c.html' %}{% endraw %}\
                    {%include 'd.html'%}{{ \"e.html\" }}{% if x == \"f.html\" %}";
        let names: Vec<&str> = used(text).map(|(name, _)| name).collect();
        assert_eq!(names, ["a.html", "d.html"]);
        assert!(used(text).all(|(name, range)| &text[range] == name));
        let words: Vec<&str> = tags(text).map(|tag| tag.word).collect();
        assert_eq!(words, ["extends", "include", "if"]);
    }
}
