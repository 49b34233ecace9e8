//! The style that the settings name.

use crate::config::{CitationStyle, References};
use crate::csl::{Style, Unfit};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{SourceFile, Span};

/// Styles that do what most styles of footnotes and all numbers are asked for.
const INSTEAD: &str =
    "use a style that cites in the text, such as `chicago-author-date`, `apa` or `ieee`";

/// The style to write in; `None` without one, and where it cannot be used, which is told. `file` is the
/// style file that the settings name, if it could be read.
pub(super) fn style(
    declared: &References,
    file: Option<&SourceFile>,
    diagnostics: &mut Diagnostics,
) -> Option<Style> {
    let (named, span) = declared.style.as_ref()?;
    let (style, name) = match named {
        CitationStyle::Bundled(name) => (Style::bundled(name), name),
        CitationStyle::File(path) => (Style::parse(&file?.text), path),
    };
    // What is wrong inside a file is told there.
    let inside = |at: Option<usize>| match (named, file) {
        (CitationStyle::File(_), Some(file)) => {
            let at = at.filter(|at| file.text.is_char_boundary(*at)).unwrap_or(0);
            file.span(at, at)
        }
        _ => *span,
    };
    match style {
        Ok(style) => Some(style),
        Err(unfit) => {
            diagnostics.push(problem(name, unfit, *span, inside));
            None
        }
    }
}

fn problem(
    name: &str,
    unfit: Unfit,
    named_at: Span,
    inside: impl Fn(Option<usize>) -> Span,
) -> Diagnostic {
    let new = |message: String| Diagnostic::new(Code::CitationStyle, message);
    match unfit {
        Unfit::Notes => new(format!("`{name}` is a style of footnotes, which are not supported"))
            .at(named_at)
            .help(INSTEAD),
        Unfit::NoList => {
            new(format!("`{name}` is a style without a list of works")).at(named_at).help(INSTEAD)
        }
        Unfit::Dependent(parent) => {
            let message = format!("`{name}` only names another style, `{parent}`");
            let help = match Style::name_of(&parent) {
                Some(known) => format!("write `style: {known}`"),
                None => "get that style, and name its file".to_owned(),
            };
            new(message).at(named_at).help(help)
        }
        Unfit::Endless { why, help, at } => {
            new(format!("`{name}` cannot be used: {why}")).at(inside(Some(at))).help(help)
        }
        Unfit::Broken { why, element, at } => {
            let problem = new(format!("`{name}` is not a CSL style: {why}")).at(inside(at));
            match element {
                Some(element) => problem.note(format!("in the element `{element}`")),
                None => problem,
            }
        }
    }
}
