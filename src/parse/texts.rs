//! What the texts of pages hold, kept from run to run: to take it from there is quicker than to read a text again.
//!
//! In: the pieces that a build left. Out: for each page what its text holds and what it says most; those of new
//! texts become pieces. A piece is both of them, one after the other, in postcard's format
//! (postcard.jamesmunns.com/wire-format). A text with a mistake leaves none: to tell of it, it has to be read.

use super::body::{self, PageBody};
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::document::PlainText;
use crate::memo::{Fingerprint, ResultCache};
use crate::site::{PageFile, TermVector};
use crate::source::SourceFile;

/// The texts of a site's pages.
#[derive(Clone, Copy)]
pub(crate) struct Texts<'k> {
    pub(crate) cache: &'k ResultCache,
    /// Changes with the settings as they are written.
    pub(crate) settings: Fingerprint,
}

/// The text of a page.
pub(super) enum PageText<'k> {
    Known(Box<(PageBody, TermVector)>),
    /// To be read; it may become a piece.
    New(Option<(&'k ResultCache, Fingerprint)>),
}

/// What there is to know of a text besides what it holds.
pub(super) enum Said<'k> {
    Known(TermVector),
    /// Its words; and what it holds, as the first half of a piece.
    New(PlainText, Option<(&'k ResultCache, Fingerprint, Vec<u8>)>),
}

impl<'k> Texts<'k> {
    pub(super) fn of(&self, file: &PageFile) -> PageText<'k> {
        let (path, fingerprint) =
            (file.file.as_str().as_bytes(), file.source.fingerprint().bytes());
        let language = file.language.to_le_bytes();
        let key = Fingerprint::of([&self.settings.bytes()[..], path, &fingerprint, &language]);
        let known = self.cache.get(key, |piece| {
            let (body, rest) = postcard::take_from_bytes(piece).ok()?;
            Some(PageText::Known(Box::new((body, postcard::from_bytes(rest).ok()?))))
        });
        known.unwrap_or_else(|| PageText::New(self.cache.takes_in().then_some((self.cache, key))))
    }
}

impl<'k> PageText<'k> {
    /// What the text of a file holds from `start` on.
    pub(super) fn body(
        self,
        file: &SourceFile,
        start: usize,
        config: &Config,
        diagnostics: &mut Diagnostics,
    ) -> (PageBody, Said<'k>) {
        match self {
            PageText::Known(known) => {
                let (body, vector) = *known;
                (body, Said::Known(vector))
            }
            PageText::New(place) => {
                let mut found = Diagnostics::default();
                let (body, plain) = body::read(file, start, config, &mut found);
                let place = place.filter(|_| found.is_empty());
                let piece = place.map(|(cache, key)| (cache, key, postcard::to_allocvec(&body)));
                let piece = piece.and_then(|(cache, key, piece)| Some((cache, key, piece.ok()?)));
                diagnostics.extend(found);
                (body, Said::New(plain, piece))
            }
        }
    }
}

impl Said<'_> {
    /// What the page says most; `find` finds that out by the words of a new text.
    pub(super) fn term_vector(self, find: impl FnOnce(&PlainText) -> TermVector) -> TermVector {
        match self {
            Said::Known(vector) => vector,
            Said::New(plain, piece) => {
                let vector = find(&plain);
                if let Some((cache, key, piece)) = piece
                    && let Ok(piece) = postcard::to_extend(&vector, piece)
                {
                    cache.add(key, &piece);
                }
                vector
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::document::Document;

    #[test]
    fn a_tree_is_kept_as_it_is() {
        let text = "# A {#a}\n\nb *c* &amp; [d](e.md) ![f][g] <b id=x>h</b> [^1]\n\n[g]: i.png\n\n[^1]: j\n\n\
                    ::: step K\n- l\n- [x] m\n\n| n |\n|--:|\n| o |\n:::\n\n```p\nq\n```\n";
        let piece = postcard::to_allocvec(&Document::parse(text, &Config::default()).document);
        let piece = piece.expect("all of it can be kept");
        let cache: Document = postcard::from_bytes(&piece).expect("it was written so");
        assert_eq!(postcard::to_allocvec(&cache).as_ref(), Ok(&piece));
        assert!(piece.len() < 2 * text.len(), "{} bytes for {}", piece.len(), text.len());
    }
}
