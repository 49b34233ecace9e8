//! Highlighted code, kept from build to build: grammars take longer than all else that makes a page.
//!
//! In: the file that the build before left in the project's cache folder. Out: the HTML of each block, made
//! only if that file does not have it, and the file for the next build with what this one asked for.
//!
//! The file: a head of 32 bytes, that is [`HEAD`] and the fingerprint of the program; then for each block
//! its fingerprint (16 bytes), the length of its HTML (four bytes, the least first) and the HTML.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::highlight::highlight;
use crate::memo::{Fingerprint, Memo};
use crate::site::Html;

/// The file in the cache folder, and how it begins.
const FILE: &str = "code";
const HEAD: &[u8; 16] = b"fieldguide code\n";

/// Blocks of code by what they were made from.
#[derive(Default)]
pub(crate) struct CodeMemo {
    blocks: Memo<Arc<str>>,
    /// How many were not there.
    made: AtomicUsize,
    file: PathBuf,
    head: Vec<u8>,
}

impl CodeMemo {
    /// What the last build left in a cache folder; nothing of another `program`.
    pub(crate) fn open(cache: &Path, program: Fingerprint) -> CodeMemo {
        let file = cache.join(FILE);
        let head = [&HEAD[..], &program.bytes()].concat();
        let bytes = fs::read(&file).unwrap_or_default();
        let known = bytes.strip_prefix(&head[..]).and_then(entries).unwrap_or_default();
        CodeMemo { blocks: Memo::with(known), made: AtomicUsize::new(0), file, head }
    }

    /// The HTML of a block of code in a language.
    pub(super) fn html(&self, language: &str, code: &str) -> Html {
        let key = Fingerprint::of([language, code]);
        let html = self.blocks.get(key, || {
            self.made.fetch_add(1, Ordering::Relaxed);
            Arc::from(highlight(language, code).as_str())
        });
        let mut made = Html::default();
        made.push_markup(&html);
        made
    }

    /// Writes down what was asked for, if something of it is new.
    pub(crate) fn close(self) -> io::Result<()> {
        if self.made.into_inner() == 0 {
            return Ok(());
        }
        let mut bytes = self.head;
        for (key, html) in self.blocks.into_asked() {
            let Ok(length) = u32::try_from(html.len()) else { continue };
            bytes.extend(key.bytes());
            bytes.extend(length.to_le_bytes());
            bytes.extend(html.as_bytes());
        }
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder)?;
        }
        let new = self.file.with_extension("new");
        fs::write(&new, bytes)?;
        fs::rename(new, self.file)
    }
}

/// The blocks in a file; `None` if it was cut short.
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
        let cache = std::env::temp_dir().join(format!("fieldguide-code-{}", std::process::id()));
        let program = |name: &str| Fingerprint::of([name]);
        let ask = |program, codes: &[&str]| {
            let memo = CodeMemo::open(&cache, program);
            let html: Vec<String> =
                codes.iter().map(|code| memo.html("rust", code).into_string()).collect();
            let made = memo.made.load(Ordering::Relaxed);
            memo.close().expect("the folder can be written");
            (made, html)
        };
        let (made, first) = ask(program("a"), &["let a = 1;", "\"é\"", "let a = 1;"]);
        assert_eq!(made, 2);
        assert!(first[0].contains("hl-keyword") && first[0] == first[2]);
        assert_eq!(ask(program("a"), &["\"é\"", "let a = 1;"]).0, 0);
        assert_eq!(ask(program("a"), &["let a = 1;", "new"]).0, 1);
        assert_eq!(ask(program("a"), &["\"é\""]).0, 1, "it was let go");
        assert_eq!(ask(program("b"), &["new"]).0, 1, "another program");
        let whole = fs::read(cache.join(FILE)).expect("it is there");
        fs::write(cache.join(FILE), &whole[..whole.len() - 1]).expect("it is ours");
        assert_eq!(ask(program("b"), &["new"]), (1, vec!["new".to_owned()]), "it was cut short");
        fs::remove_dir_all(&cache).expect("it is ours");
    }
}
