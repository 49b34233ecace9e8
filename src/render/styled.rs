//! The output of a style of citations as HTML.

use crate::csl::{FormattedRun, Look};
use crate::site::Html;

/// Writes the pieces of an entry.
pub(super) fn entry(pieces: &[FormattedRun]) -> Html {
    let mut html = Html::default();
    push(&mut html, pieces, StyledLinks::Written);
    html
}

/// Whether links of the style are links: not inside of another one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum StyledLinks {
    Written,
    WordsOnly,
}

/// Appends pieces.
pub(super) fn push(html: &mut Html, pieces: &[FormattedRun], links: StyledLinks) {
    for piece in pieces {
        match piece {
            FormattedRun::Words { text, looks } => {
                for look in looks {
                    html.push_markup(tags(*look).0);
                }
                html.push_text(text);
                for look in looks.iter().rev() {
                    html.push_markup(tags(*look).1);
                }
            }
            FormattedRun::Link { text, address }
                if links == StyledLinks::Written && is_web(address) =>
            {
                html.push_markup("<a href=\"");
                html.push_text(address);
                html.push_markup("\" rel=\"external\">");
                html.push_text(text);
                html.push_markup("</a>");
            }
            FormattedRun::Link { text, .. } => html.push_text(text),
            FormattedRun::Work { pieces, .. } => push(html, pieces, links),
            FormattedRun::Block(pieces) => {
                html.push_markup("<br>");
                push(html, pieces, links);
            }
        }
    }
}

fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

fn tags(look: Look) -> (&'static str, &'static str) {
    match look {
        Look::Italic => ("<i>", "</i>"),
        Look::Bold => ("<b>", "</b>"),
        Look::SmallCaps => ("<span class=\"small-caps\">", "</span>"),
        Look::Underlined => ("<u>", "</u>"),
        Look::Raised => ("<sup>", "</sup>"),
        Look::Lowered => ("<sub>", "</sub>"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_escaped_and_only_addresses_of_the_web_are_links() {
        let looks = vec![Look::Italic, Look::Raised];
        let pieces = [
            FormattedRun::Words { text: "a < b".to_owned(), looks },
            link("https://a.example/?b&c"),
            link("javascript:alert(1)"),
        ];
        let html = "<i><sup>a &lt; b</sup></i><a href=\"https://a.example/?b&amp;c\" \
                    rel=\"external\">x</a>x";
        assert_eq!(entry(&pieces).as_str(), html);
        let mut inner = Html::default();
        push(&mut inner, &pieces[1..2], StyledLinks::WordsOnly);
        assert_eq!(inner.as_str(), "x");
    }

    fn link(address: &str) -> FormattedRun {
        FormattedRun::Link { text: "x".to_owned(), address: address.to_owned() }
    }
}
