//! The files that builds keep in the project's cache folder for runs to come.

use std::fs;
use std::io;

use crate::cache::Cache;
use crate::memo::{Fingerprint, Kept, Unasked};

/// A file of the cache folder.
#[derive(Clone, Copy, Debug)]
pub(super) enum KeptFile {
    /// What the texts of pages hold.
    Texts,
    /// Highlighted code.
    Code,
}

impl KeptFile {
    fn name(self) -> &'static str {
        match self {
            KeptFile::Texts => "texts",
            KeptFile::Code => "code",
        }
    }

    /// What is in it, and what it is to have for the next run.
    pub(super) fn open(self, cache: &Cache) -> Kept {
        Kept::new(self.bytes(cache), program())
    }

    /// What is in it, for a run that leaves nothing.
    pub(super) fn open_to_read(self, cache: &Cache) -> Kept {
        Kept::to_read(self.bytes(cache), program())
    }

    /// Writes it if anything is new. Where it cannot be kept, the next run has to do it again.
    pub(super) fn close(self, kept: &Kept, unasked: Unasked, cache: &Cache) -> io::Result<()> {
        if !kept.has_new() {
            return Ok(());
        }
        cache.write(self.name(), |out| kept.write(unasked, out))
    }

    fn bytes(self, cache: &Cache) -> Vec<u8> {
        cache.read(self.name()).unwrap_or_default()
    }
}

/// Changes with the program: another one may make another site of the same.
pub(super) fn program() -> Fingerprint {
    let file = std::env::current_exe().and_then(fs::metadata).ok();
    let file = file.map(|file| format!("{} {:?}", file.len(), file.modified().ok()));
    Fingerprint::of([env!("CARGO_PKG_VERSION"), &file.unwrap_or_default()])
}
