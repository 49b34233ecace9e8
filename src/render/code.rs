//! The HTML of blocks of code. Grammars take longer than all else that makes a page, so their output is cached.

use super::highlight::highlight;
use crate::memo::{Fingerprint, ResultCache};
use crate::site::Html;

/// How a block of code becomes HTML.
#[derive(Clone, Copy)]
pub(crate) enum Highlighting<'a> {
    /// Taken from the cache, or highlighted and added to it.
    Cached(&'a ResultCache),
    /// Highlighted, without a cache.
    Anew,
    /// Not highlighted: grammars find no mistakes in pages, so `check` can do without.
    Plain,
}

impl Highlighting<'_> {
    /// The HTML of a block of code in a language.
    pub(super) fn html(self, language: &str, code: &str) -> Html {
        match self {
            Highlighting::Cached(cache) => known_or_made(cache, language, code),
            Highlighting::Anew => highlight(language, code),
            Highlighting::Plain => highlight("", code),
        }
    }
}

fn known_or_made(cache: &ResultCache, language: &str, code: &str) -> Html {
    let key = Fingerprint::of([language, code]);
    let known = cache.get(key, |known| {
        let mut html = Html::default();
        html.push_markup(std::str::from_utf8(known).ok()?);
        Some(html)
    });
    known.unwrap_or_else(|| {
        let html = highlight(language, code);
        cache.add(key, html.as_str().as_bytes());
        html
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_made_once_for_each_language() {
        let cache = ResultCache::new(Vec::new(), Fingerprint::of(["a"]));
        let (rust, text) = (html("rust", &cache), html("", &cache));
        assert!(rust.contains("hl-keyword") && rust != text);
        // What is known is taken as it is.
        cache.add(Fingerprint::of(["rust", CODE]), b"known");
        assert_eq!((html("rust", &cache), html("", &cache)), ("known".to_owned(), text));
    }

    const CODE: &str = "let a = \"\u{e9}\";";

    fn html(language: &str, cache: &ResultCache) -> String {
        Highlighting::Cached(cache).html(language, CODE).into_string()
    }
}
