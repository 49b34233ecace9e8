//! The caches that builds leave in the project's cache folder for later runs.

use std::fs;
use std::io;

use crate::cache::Cache;
use crate::memo::{Fingerprint, ResultCache, Unasked};

/// A file of the cache folder.
#[derive(Clone, Copy, Debug)]
pub(super) enum CacheFile {
    /// Parsed texts of pages.
    Texts,
    /// Highlighted code.
    Code,
}

impl CacheFile {
    fn name(self) -> &'static str {
        match self {
            CacheFile::Texts => "texts",
            CacheFile::Code => "code",
        }
    }

    /// Its entries, and room for those of this run.
    pub(super) fn open(self, cache: &Cache) -> ResultCache {
        ResultCache::new(self.bytes(cache), program())
    }

    /// Its entries, for a run that adds none.
    pub(super) fn open_to_read(self, cache: &Cache) -> ResultCache {
        ResultCache::to_read(self.bytes(cache), program())
    }

    /// Writes it if it has new entries. Where that fails, the next run makes them again.
    pub(super) fn close(
        self,
        kept: &ResultCache,
        unasked: Unasked,
        cache: &Cache,
    ) -> io::Result<()> {
        if !kept.has_new() {
            return Ok(());
        }
        cache.write(self.name(), |out| kept.write(unasked, out))
    }

    fn bytes(self, cache: &Cache) -> Vec<u8> {
        cache.read(self.name()).unwrap_or_default()
    }
}

/// The fingerprint of the program: another one may make another site from the same files.
pub(super) fn program() -> Fingerprint {
    let file = std::env::current_exe().and_then(fs::metadata).ok();
    let file = file.map(|file| format!("{} {:?}", file.len(), file.modified().ok()));
    Fingerprint::of([env!("CARGO_PKG_VERSION"), &file.unwrap_or_default()])
}
