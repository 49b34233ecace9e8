//! Work of the build before, kept for the next one.
//!
//! In: the fingerprint of all that a piece of work was made from. Out: the piece, made anew only if
//! none with that fingerprint is there. What a build did not ask for is gone after it. `kept` does the same from
//! one run of the program to the next.

mod result_cache;

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::sync::RwLock;
use std::sync::atomic::{AtomicU32, Ordering};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_64_with_seed};

pub(crate) use result_cache::{ResultCache, Unasked};

/// Pieces of work by fingerprint. Most of what a build asks for is there, and many threads ask at once.
pub(crate) struct Memo<T> {
    pieces: RwLock<CacheEntries<T>>,
}

struct CacheEntries<T> {
    all: HashMap<Fingerprint, CacheEntry<T>, BuildHasherDefault<Hashed>>,
    /// The number of this build.
    build: u32,
}

struct CacheEntry<T> {
    work: T,
    /// The last build that asked for it.
    asked: AtomicU32,
}

/// 128 bits by which equal things are equal (XXH3).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Fingerprint(u128);

impl Hash for Fingerprint {
    #[expect(clippy::cast_possible_truncation, reason = "half of a hash is a hash, too")]
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0 as u64);
    }
}

/// Takes the hash that it is given.
#[derive(Default)]
pub(crate) struct Hashed(u64);

impl Hasher for Hashed {
    fn write(&mut self, _: &[u8]) {
        unreachable!("a fingerprint gives a number");
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Hashes words, at one go (XXH3): for tables in which a word is looked up for each that a text has.
#[derive(Default)]
pub(crate) struct OfWord(u64);

impl Hasher for OfWord {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64_with_seed(bytes, self.0);
    }

    fn write_u8(&mut self, _: u8) {
        // The end of a text, which says nothing of a key that is one text.
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl Fingerprint {
    /// The fingerprint of several texts in order.
    pub(crate) fn of<T: AsRef<[u8]>>(texts: impl IntoIterator<Item = T>) -> Fingerprint {
        let mut hash = Xxh3::new();
        for text in texts {
            let text = text.as_ref();
            hash.update(&text.len().to_le_bytes());
            hash.update(text);
        }
        Fingerprint(hash.digest128())
    }

    /// The fingerprint of values in order.
    pub(crate) fn of_values<T: Hash>(values: impl IntoIterator<Item = T>) -> Fingerprint {
        let mut hash = Xxh3::new();
        for value in values {
            value.hash(&mut hash);
        }
        Fingerprint(hash.digest128())
    }

    /// To be part of another one, or to be kept.
    pub(crate) fn bytes(self) -> [u8; 16] {
        self.0.to_le_bytes()
    }

    /// One that was kept.
    pub(crate) fn from_bytes(bytes: [u8; 16]) -> Fingerprint {
        Fingerprint(u128::from_le_bytes(bytes))
    }
}

/// The fingerprint of bytes that come one after another.
#[derive(Default)]
pub(crate) struct Checksum(Xxh3);

impl Checksum {
    /// The checksum of bytes that are there.
    pub(crate) fn of(bytes: &[u8]) -> Fingerprint {
        let mut checksum = Checksum::default();
        checksum.update(bytes);
        checksum.finish()
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub(crate) fn finish(&self) -> Fingerprint {
        Fingerprint(self.0.digest128())
    }
}

impl<T> Default for Memo<T> {
    fn default() -> Memo<T> {
        Memo { pieces: RwLock::new(CacheEntries { all: HashMap::default(), build: 1 }) }
    }
}

impl<T: Clone> Memo<T> {
    /// The piece with this fingerprint; `make` makes it if there is none.
    pub(crate) fn get(&self, key: Fingerprint, make: impl FnOnce() -> T) -> T {
        {
            let pieces = self.pieces.read().expect(UNHARMED);
            if let Some(known) = pieces.all.get(&key) {
                known.asked.store(pieces.build, Ordering::Relaxed);
                return known.work.clone();
            }
        }
        // Nothing is locked while it is made.
        let work = make();
        let mut pieces = self.pieces.write().expect(UNHARMED);
        let asked = AtomicU32::new(pieces.build);
        pieces.all.insert(key, CacheEntry { work: work.clone(), asked });
        work
    }

    /// Ends a build: what it did not ask for is let go.
    pub(crate) fn sweep(&self) {
        let mut pieces = self.pieces.write().expect(UNHARMED);
        let CacheEntries { all, build } = &mut *pieces;
        all.retain(|_, piece| piece.asked.load(Ordering::Relaxed) == *build);
        *build += 1;
    }
}

/// Why the lock can always be taken.
const UNHARMED: &str = "no thread panics while it holds this";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_made_once_and_kept_while_it_is_asked_for() {
        let memo: Memo<u32> = Memo::default();
        let (a, b) = (Fingerprint::of([b"a".as_slice()]), Fingerprint::of([b"b".as_slice()]));
        assert_eq!((memo.get(a, || 1), memo.get(b, || 2), memo.get(a, || 3)), (1, 2, 1));
        memo.sweep();
        assert_eq!(memo.get(a, || 4), 1);
        memo.sweep();
        assert_eq!((memo.get(a, || 5), memo.get(b, || 6)), (1, 6));
    }

    #[test]
    fn texts_that_are_cut_elsewhere_are_others() {
        let fingerprint = |texts: [&str; 2]| Fingerprint::of(texts.map(str::as_bytes));
        assert_ne!(fingerprint(["ab", "c"]), fingerprint(["a", "bc"]));
        assert_eq!(fingerprint(["ab", "c"]), fingerprint(["ab", "c"]));
    }
}
