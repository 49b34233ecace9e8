//! Work of the build before, kept for the next one.
//!
//! In: the fingerprint of all that a piece of work was made from. Out: the piece, made anew only if
//! none with that fingerprint is there. What a build did not ask for is gone after it.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::sync::Mutex;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

/// Pieces of work by fingerprint.
pub(crate) struct Memo<T> {
    /// Those of the build before, and those of this one.
    generations: Mutex<[Generation<T>; 2]>,
}

type Generation<T> = HashMap<Fingerprint, T, BuildHasherDefault<Hashed>>;

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

impl<T> Default for Memo<T> {
    fn default() -> Memo<T> {
        Memo { generations: Mutex::default() }
    }
}

impl<T: Clone> Memo<T> {
    /// One that begins with the work of a build before.
    pub(crate) fn with(known: impl IntoIterator<Item = (Fingerprint, T)>) -> Memo<T> {
        Memo { generations: Mutex::new([known.into_iter().collect(), Generation::default()]) }
    }

    /// What this build asked for, and if wanted what only builds before did; in no order.
    pub(crate) fn into_pieces(self, with_old: bool) -> impl Iterator<Item = (Fingerprint, T)> {
        let generations = self.generations.into_inner();
        let [old, asked] = generations.expect("no thread panics while it holds this");
        asked.into_iter().chain(with_old.then_some(old).into_iter().flatten())
    }

    /// The piece with this fingerprint; `make` makes it if there is none.
    pub(crate) fn get(&self, key: Fingerprint, make: impl FnOnce() -> T) -> T {
        let known = {
            let mut generations = self.lock();
            let [old, new] = &mut *generations;
            old.remove(&key).or_else(|| new.get(&key).cloned())
        };
        // Nothing is locked while it is made.
        let piece = known.unwrap_or_else(make);
        self.lock()[1].insert(key, piece.clone());
        piece
    }

    /// Ends a build: what it did not ask for is let go.
    pub(crate) fn sweep(&self) {
        let mut generations = self.lock();
        let new = std::mem::take(&mut generations[1]);
        generations[0] = new;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, [Generation<T>; 2]> {
        self.generations.lock().expect("no thread panics while it holds this")
    }
}

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
