//! Pieces of work that a build leaves in a file, for the next one.
//!
//! In: the bytes of that file. Out: each piece by the fingerprint of all that it was made from, and the bytes for
//! the next build, with the pieces that this one asked for. What was cut short, or is of another program, holds
//! nothing.
//!
//! The bytes: [`HEAD`] and the fingerprint of the program, 16 each; then for each piece its fingerprint (16), its
//! length (four, the least first) and itself.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::io::{self, Write};
use std::ops::Range;
use std::sync::RwLock;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Fingerprint, Hashed, UNHARMED};

const HEAD: &[u8; 16] = b"fieldguide kept\n";

/// The bytes before a piece: its fingerprint and its length.
const BEFORE: usize = 16 + 4;

/// The bytes of a part of new pieces.
const PART: usize = 1 << 20;

type ByFingerprint<T> = HashMap<Fingerprint, T, BuildHasherDefault<Hashed>>;

/// Pieces of work as bytes, asked for by many threads at once. The default has none and takes none in.
#[derive(Default)]
pub(crate) struct ResultCache {
    /// `None` where nothing is left for a next build.
    program: Option<Fingerprint>,
    bytes: Vec<u8>,
    /// Where they stand in the bytes.
    left: ByFingerprint<CachedRange>,
    new: RwLock<New>,
}

struct CachedRange {
    range: Range<usize>,
    is_asked_for: AtomicBool,
}

/// Pieces that were not there, as the next build finds them.
#[derive(Default)]
struct New {
    /// In large parts, so that nothing else stands in between and all of their memory comes back.
    parts: Vec<Vec<u8>>,
    /// The part of each, and where it stands there.
    places: ByFingerprint<(usize, Range<usize>)>,
}

/// Whether pieces stay that nobody asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Unasked {
    Stay,
    Go,
}

impl ResultCache {
    /// What the last build left; nothing of another `program`.
    pub(crate) fn new(bytes: Vec<u8>, program: Fingerprint) -> ResultCache {
        let left = places(&bytes, program).unwrap_or_default();
        ResultCache { program: Some(program), bytes, left, new: RwLock::default() }
    }

    /// The same, for whoever leaves nothing to a next build.
    pub(crate) fn to_read(bytes: Vec<u8>, program: Fingerprint) -> ResultCache {
        ResultCache { program: None, ..ResultCache::new(bytes, program) }
    }

    /// What `read` makes of the piece with this fingerprint; `None` if there is none.
    pub(crate) fn get<T>(
        &self,
        key: Fingerprint,
        read: impl FnOnce(&[u8]) -> Option<T>,
    ) -> Option<T> {
        if let Some(place) = self.left.get(&key) {
            place.is_asked_for.store(true, Ordering::Relaxed);
            return read(&self.bytes[place.range.clone()]);
        }
        let New { parts, places } = &*self.new.read().expect(UNHARMED);
        let (part, range) = places.get(&key)?;
        read(&parts[*part][range.clone()])
    }

    /// Whether there will be a next build.
    pub(crate) fn takes_in(&self) -> bool {
        self.program.is_some()
    }

    /// Takes in a piece that was not there.
    pub(crate) fn add(&self, key: Fingerprint, piece: &[u8]) {
        let Ok(length) = u32::try_from(piece.len()) else { return };
        let New { parts, places } = &mut *self.new.write().expect(UNHARMED);
        let needed = BEFORE + piece.len();
        let has_room = |part: &Vec<u8>| part.capacity() - part.len() >= needed;
        if !parts.last().is_some_and(has_room) {
            parts.push(Vec::with_capacity(PART.max(needed)));
        }
        let last = parts.len() - 1;
        let part = &mut parts[last];
        part.extend(key.bytes());
        part.extend(length.to_le_bytes());
        let start = part.len();
        part.extend(piece);
        places.insert(key, (last, start..part.len()));
    }

    /// Whether the next build would find more than this one did.
    pub(crate) fn has_new(&self) -> bool {
        !self.new.read().expect(UNHARMED).places.is_empty()
    }

    /// Writes the bytes for the next build.
    pub(crate) fn write(&self, unasked: Unasked, out: &mut dyn Write) -> io::Result<()> {
        let Some(program) = self.program else { return Ok(()) };
        out.write_all(&head(program))?;
        let stays = |place: &&CachedRange| {
            unasked == Unasked::Stay || place.is_asked_for.load(Ordering::Relaxed)
        };
        // A piece stands behind its fingerprint and its length.
        let left = self.left.values().filter(stays);
        let mut left: Vec<Range<usize>> =
            left.map(|place| place.range.start - BEFORE..place.range.end).collect();
        left.sort_unstable_by_key(|range| range.start);
        for run in left.chunk_by(|one, next| one.end == next.start) {
            out.write_all(&self.bytes[run[0].start..run[run.len() - 1].end])?;
        }
        let new = self.new.read().expect(UNHARMED);
        new.parts.iter().try_for_each(|part| out.write_all(part))
    }
}

fn head(program: Fingerprint) -> Vec<u8> {
    [&HEAD[..], &program.bytes()].concat()
}

/// Where pieces stand among bytes; `None` if these were cut short, or are of another program.
fn places(bytes: &[u8], program: Fingerprint) -> Option<ByFingerprint<CachedRange>> {
    let mut places = ByFingerprint::default();
    let mut rest = bytes.strip_prefix(&head(program)[..])?;
    while !rest.is_empty() {
        let (key, behind) = rest.split_first_chunk::<16>()?;
        let (length, behind) = behind.split_first_chunk::<4>()?;
        let start = bytes.len() - behind.len();
        let (piece, behind) = behind.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        let place =
            CachedRange { range: start..start + piece.len(), is_asked_for: AtomicBool::new(false) };
        places.insert(Fingerprint::from_bytes(*key), place);
        rest = behind;
    }
    Some(places)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asks for words, adds those that are not there, and returns how many these were, with the bytes left.
    fn ask(left: &[u8], program: &str, words: &[&str], unasked: Unasked) -> (usize, Vec<u8>) {
        let kept = ResultCache::new(left.to_vec(), Fingerprint::of([program]));
        let mut added = 0;
        for word in words {
            let key = Fingerprint::of([word]);
            match kept.get(key, |piece| Some(piece.to_vec())) {
                Some(piece) => assert_eq!(piece, word.as_bytes()),
                None => {
                    added += 1;
                    kept.add(key, word.as_bytes());
                }
            }
        }
        assert_eq!(kept.has_new(), added > 0);
        let mut bytes = Vec::new();
        kept.write(unasked, &mut bytes).expect("memory takes it");
        (added, bytes)
    }

    #[test]
    fn pieces_are_kept_until_nobody_asks_for_them() {
        let (added, first) = ask(&[], "a", &["one", "", "two", "one"], Unasked::Go);
        assert_eq!(added, 3, "one of them twice");
        let (added, all) = ask(&first, "a", &["two", "one"], Unasked::Stay);
        assert_eq!((added, all.len()), (0, first.len()));
        let (added, fewer) = ask(&all, "a", &["two", "three"], Unasked::Go);
        assert_eq!(added, 1);
        assert_eq!(ask(&fewer, "a", &["three", "two", "one", ""], Unasked::Go).0, 2);
        assert_eq!(ask(&fewer, "b", &["two"], Unasked::Go).0, 1, "another program");
        let cut = &fewer[..fewer.len() - 1];
        assert_eq!(ask(cut, "a", &["two"], Unasked::Go).0, 1, "it was cut short");
    }
}
