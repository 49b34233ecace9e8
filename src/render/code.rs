//! How code is made: grammars take longer than all else that makes a page, so that what they made is kept.

use super::highlight::highlight;
use crate::memo::{Fingerprint, Kept};
use crate::site::Html;

/// How code is made.
#[derive(Clone, Copy)]
pub(crate) enum Highlighting<'a> {
    /// Highlighted, unless it is known: the HTML of each block.
    Kept(&'a Kept),
    Anew,
    /// As it is written: grammars find no mistakes in pages.
    Plain,
}

impl Highlighting<'_> {
    /// The HTML of a block of code in a language.
    pub(super) fn html(self, language: &str, code: &str) -> Html {
        match self {
            Highlighting::Kept(kept) => known_or_made(kept, language, code),
            Highlighting::Anew => highlight(language, code),
            Highlighting::Plain => highlight("", code),
        }
    }
}

fn known_or_made(kept: &Kept, language: &str, code: &str) -> Html {
    let key = Fingerprint::of([language, code]);
    let known = kept.get(key, |known| {
        let mut html = Html::default();
        html.push_markup(std::str::from_utf8(known).ok()?);
        Some(html)
    });
    known.unwrap_or_else(|| {
        let html = highlight(language, code);
        kept.add(key, html.as_str().as_bytes());
        html
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_made_once_for_each_language() {
        let kept = Kept::new(Vec::new(), Fingerprint::of(["a"]));
        let html = |language: &str| {
            Highlighting::Kept(&kept).html(language, "let a = \"\u{e9}\";").into_string()
        };
        let (rust, text) = (html("rust"), html(""));
        assert!(rust.contains("hl-keyword") && rust != text);
        // What is known is taken as it is.
        kept.add(Fingerprint::of(["rust", "let a = \"\u{e9}\";"]), b"known");
        assert_eq!((html("rust"), html("")), ("known".to_owned(), text));
    }
}
