//! Highlighted code, kept from build to build: grammars take longer than all else that makes a page.
//!
//! In: the bytes that the build before left. Out: the HTML of each block, made only if it is not among them,
//! and the bytes for the next build with what this one asked for.
//!
//! The bytes: [`HEAD`] and the fingerprint of the program, 16 each; then for each block its fingerprint
//! (16), the length of its HTML (four, the least first) and the HTML.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::highlight::highlight;
use crate::memo::{Fingerprint, Memo};
use crate::site::Html;

const HEAD: &[u8; 16] = b"fieldguide code\n";

/// How code is made.
#[derive(Clone, Copy)]
pub(crate) enum Highlighting<'a> {
    /// Highlighted, unless it is known.
    Kept(&'a CodeMemo),
    Anew,
    /// As it is written: grammars find no mistakes in pages.
    Plain,
}

impl Highlighting<'_> {
    /// The HTML of a block of code in a language.
    pub(super) fn html(self, language: &str, code: &str) -> Html {
        match self {
            Highlighting::Kept(known) => known.html(language, code),
            Highlighting::Anew => highlight(language, code),
            Highlighting::Plain => highlight("", code),
        }
    }
}

/// Blocks of code by what they were made from.
pub(crate) struct CodeMemo {
    blocks: Memo<Arc<str>>,
    /// How many were not there.
    made: AtomicUsize,
    head: Vec<u8>,
}

impl CodeMemo {
    /// What the last build left; nothing of another `program`.
    pub(crate) fn new(left: &[u8], program: Fingerprint) -> CodeMemo {
        let head = [&HEAD[..], &program.bytes()].concat();
        let known = left.strip_prefix(&head[..]).and_then(entries).unwrap_or_default();
        CodeMemo { blocks: Memo::with(known), made: AtomicUsize::new(0), head }
    }

    fn html(&self, language: &str, code: &str) -> Html {
        let key = Fingerprint::of([language, code]);
        let html = self.blocks.get(key, || {
            self.made.fetch_add(1, Ordering::Relaxed);
            Arc::from(highlight(language, code).as_str())
        });
        let mut made = Html::default();
        made.push_markup(&html);
        made
    }

    /// What was asked for, for the next build; `None` if nothing of it is new. If not all pages were made, what was
    /// not asked for is kept as well.
    pub(crate) fn left(self, all_were_made: bool) -> Option<Vec<u8>> {
        if self.made.into_inner() == 0 {
            return None;
        }
        let mut bytes = self.head;
        for (key, html) in self.blocks.into_pieces(!all_were_made) {
            let Ok(length) = u32::try_from(html.len()) else { continue };
            bytes.extend(key.bytes());
            bytes.extend(length.to_le_bytes());
            bytes.extend(html.as_bytes());
        }
        Some(bytes)
    }
}

/// The blocks among bytes; `None` if they were cut short.
fn entries(mut bytes: &[u8]) -> Option<Vec<(Fingerprint, Arc<str>)>> {
    let mut entries = Vec::new();
    while !bytes.is_empty() {
        let (key, rest) = bytes.split_first_chunk::<16>()?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let (html, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        entries.push((Fingerprint::from_bytes(*key), Arc::from(std::str::from_utf8(html).ok()?)));
        bytes = rest;
    }
    Some(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_kept_until_nobody_asks_for_them() {
        let mut left = Vec::new();
        let mut ask = |program: &str, codes: &[&str], cut: usize| {
            let memo = CodeMemo::new(&left[..left.len() - cut], Fingerprint::of([program]));
            let html: Vec<String> =
                codes.iter().map(|code| memo.html("rust", code).into_string()).collect();
            let made = memo.made.load(Ordering::Relaxed);
            left = memo.left(true).unwrap_or(std::mem::take(&mut left));
            (made, html)
        };
        let (made, first) = ask("a", &["let a = 1;", "\"é\"", "let a = 1;"], 0);
        assert_eq!(made, 2);
        assert!(first[0].contains("hl-keyword") && first[0] == first[2]);
        assert_eq!(
            ask("a", &["\"é\"", "let a = 1;"], 0),
            (0, vec![first[1].clone(), first[0].clone()])
        );
        assert_eq!(ask("a", &["let a = 1;", "new"], 0).0, 1);
        assert_eq!(ask("a", &["\"é\""], 0).0, 1, "it was let go");
        assert_eq!(ask("b", &["new"], 0).0, 1, "another program");
        assert_eq!(ask("b", &["new"], 1), (1, vec!["new".to_owned()]), "it was cut short");
    }
}
