//! The output of a style: words with a look, links, and the parts of a citation.

use hayagriva::citationberg::{
    Display, FontStyle, FontVariant, FontWeight, TextDecoration, VerticalAlign,
};
use hayagriva::{ElemChild, ElemChildren, ElemMeta, Formatted, Formatting};

/// A piece of text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum FormattedRun {
    Words {
        text: String,
        looks: Vec<Look>,
    },
    Link {
        text: String,
        address: String,
    },
    /// The part of a citation for one of its works, by the place among those that it names.
    Work {
        place: usize,
        pieces: Vec<FormattedRun>,
    },
    /// On a line of its own.
    Block(Vec<FormattedRun>),
}

/// How words look.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Look {
    Italic,
    Bold,
    SmallCaps,
    Underlined,
    Raised,
    Lowered,
}

/// The output of the processor as pieces.
pub(super) fn pieces(children: &ElemChildren) -> Vec<FormattedRun> {
    let mut pieces = Vec::new();
    push(children, &mut pieces);
    pieces
}

/// The words of pieces.
pub(crate) fn plain(pieces: &[FormattedRun]) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            FormattedRun::Words { text: words, .. } | FormattedRun::Link { text: words, .. } => {
                text.push_str(words);
            }
            FormattedRun::Work { pieces, .. } | FormattedRun::Block(pieces) => {
                text.push_str(&plain(pieces));
            }
        }
    }
    text
}

fn push(children: &ElemChildren, to: &mut Vec<FormattedRun>) {
    for child in &children.0 {
        match child {
            ElemChild::Text(Formatted { text, formatting }) => push_words(text, *formatting, to),
            // Formulas in titles: as they are written.
            ElemChild::Markup(text) => push_words(text, Formatting::default(), to),
            ElemChild::Link { text, url } => {
                to.push(FormattedRun::Link { text: text.text.clone(), address: url.clone() });
            }
            ElemChild::Elem(elem) => match (&elem.meta, elem.display) {
                (Some(ElemMeta::Entry(place)), _) => {
                    to.push(FormattedRun::Work { place: *place, pieces: pieces(&elem.children) });
                }
                (_, Some(Display::Block | Display::Indent)) => {
                    to.push(FormattedRun::Block(pieces(&elem.children)));
                }
                (_, Some(Display::LeftMargin)) => {
                    push(&elem.children, to);
                    push_words(" ", Formatting::default(), to);
                }
                _ => push(&elem.children, to),
            },
            ElemChild::Transparent { .. } => {}
        }
    }
}

fn push_words(text: &str, formatting: Formatting, to: &mut Vec<FormattedRun>) {
    let looks = looks(formatting);
    match to.last_mut() {
        Some(FormattedRun::Words { text: before, looks: same }) if *same == looks => {
            before.push_str(text);
        }
        _ if text.is_empty() => {}
        _ => to.push(FormattedRun::Words { text: text.to_owned(), looks }),
    }
}

fn looks(formatting: Formatting) -> Vec<Look> {
    let all = [
        (formatting.font_style == FontStyle::Italic, Look::Italic),
        (formatting.font_weight == FontWeight::Bold, Look::Bold),
        (formatting.font_variant == FontVariant::SmallCaps, Look::SmallCaps),
        (formatting.text_decoration == TextDecoration::Underline, Look::Underlined),
        (formatting.vertical_align == VerticalAlign::Sup, Look::Raised),
        (formatting.vertical_align == VerticalAlign::Sub, Look::Lowered),
    ];
    all.into_iter().filter(|(has, _)| *has).map(|(_, look)| look).collect()
}
