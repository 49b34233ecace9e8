//! What Markdown has no marks for, as HTML on one line.

use std::fmt::Write as _;

use super::{ForeignInline, single_line};

/// A place that links lead to.
pub(super) fn place(id: &str) -> String {
    format!("<span id=\"{}\"></span>", attribute(id))
}

/// Words as they are between tags.
pub(super) fn text(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A text as it is between quotation marks.
pub(super) fn attribute(value: &str) -> String {
    single_line(&text(value).replace('"', "&quot;"))
}

/// Whether HTML can hold words: it knows neither notes nor formulas.
pub(super) fn can_hold(words: &[ForeignInline]) -> bool {
    words.iter().all(|word| match word {
        ForeignInline::Note(_) | ForeignInline::Formula(_) => false,
        ForeignInline::Styled(_, inner) | ForeignInline::Link { words: inner, .. } => {
            can_hold(inner)
        }
        _ => true,
    })
}

/// Words with their tags. Notes are left to the caller: [`can_hold`].
pub(super) fn line(words: &[ForeignInline]) -> String {
    let mut written = String::new();
    push_all(words, &mut written);
    written
}

fn push_all(words: &[ForeignInline], written: &mut String) {
    for word in words {
        push(word, written);
    }
}

fn push(word: &ForeignInline, written: &mut String) {
    match word {
        ForeignInline::Words(words) => written.push_str(&text(words)),
        ForeignInline::Styled(style, words) => {
            let element = style.element();
            let _ = write!(written, "<{element}>");
            push_all(words, written);
            let _ = write!(written, "</{element}>");
        }
        ForeignInline::Code(code) | ForeignInline::Formula(code) => {
            let _ = write!(written, "<code>{}</code>", text(code));
        }
        ForeignInline::Link { to, title, words } => {
            let _ = write!(written, "<a href=\"{}\"{}>", attribute(to), titled(title));
            push_all(words, written);
            written.push_str("</a>");
        }
        ForeignInline::Picture { source, alt, title } => {
            let (source, alt) = (attribute(source), attribute(alt));
            let _ = write!(written, "<img src=\"{source}\" alt=\"{alt}\"{}>", titled(title));
        }
        ForeignInline::LineBreak => written.push_str("<br>"),
        ForeignInline::Note(at) => {
            let _ = write!(written, "<sup>{}</sup>", at + 1);
        }
        ForeignInline::Place(id) => written.push_str(&place(id)),
    }
}

fn titled(title: &str) -> String {
    if title.is_empty() { String::new() } else { format!(" title=\"{}\"", attribute(title)) }
}
