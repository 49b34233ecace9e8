//! The HTML of blocks of code. Grammars take longer than all else that makes a page, so their output is cached.

use super::highlight::highlight;
use crate::memo::{Fingerprint, Kept};
use crate::site::Html;

/// How a block of code becomes HTML.
#[derive(Clone, Copy)]
pub(crate) enum Highlighting<'a> {
    /// Taken from the cache, or highlighted and added to it.
    Kept(&'a Kept),
    /// Highlighted, without a cache.
    Anew,
    /// Not highlighted: grammars find no mistakes in pages, so `check` can do without.
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
        let (rust, text) = (html("rust", &kept), html("", &kept));
        assert!(rust.contains("hl-keyword") && rust != text);
        // What is known is taken as it is.
        kept.add(Fingerprint::of(["rust", CODE]), b"known");
        assert_eq!((html("rust", &kept), html("", &kept)), ("known".to_owned(), text));
    }

    const CODE: &str = "let a = \"\u{e9}\";";

    fn html(language: &str, kept: &Kept) -> String {
        Highlighting::Kept(kept).html(language, CODE).into_string()
    }
}
