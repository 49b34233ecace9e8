//! The closest name to a misspelt one, for "did you mean".

use std::sync::atomic::{AtomicUsize, Ordering};

/// Looks for near names as long as that takes no great time: each search goes through all candidates, and a file
/// may have thousands of mistakes. One of these is for the problems of a file, or of a kind.
#[derive(Debug)]
pub(crate) struct Suggestions {
    /// How many more candidates are looked at.
    left: AtomicUsize,
}

/// Candidates that are looked at in all: a hundred mistakes among five hundred names.
const CANDIDATES: usize = 50_000;

impl Default for Suggestions {
    fn default() -> Suggestions {
        Suggestions { left: AtomicUsize::new(CANDIDATES) }
    }
}

impl Clone for Suggestions {
    fn clone(&self) -> Suggestions {
        Suggestions { left: AtomicUsize::new(self.left.load(Ordering::Relaxed)) }
    }
}

impl Suggestions {
    /// The candidate nearest to a name, as [`nearest`] has it; `None` also where more candidates would have to be
    /// looked at than are left, and from then on.
    pub(crate) fn nearest<'a>(
        &self,
        name: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 {
            return None;
        }
        let candidates: Vec<&str> = candidates.into_iter().take(left).collect();
        self.left.store(left - candidates.len(), Ordering::Relaxed);
        if candidates.len() == left { None } else { nearest(name, candidates) }
    }
}

/// The candidate that differs least from `name`, if it differs by no more than a third of its
/// letters; words of one or two letters are near to nothing. Distance: Damerau-Levenshtein (optimal string alignment), ignoring case. Of equally
/// near ones the first in alphabetical order, so that the answer does not depend on theirs. Failing
/// that, a candidate that begins as `name` does, but for its last letter.
pub(crate) fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let wanted = name.to_lowercase();
    let length = wanted.chars().count();
    let allowed = (length / 3).min(4);
    let candidates: Vec<&'a str> = candidates.into_iter().filter(|known| *known != name).collect();
    // "remedy" for "remedies", "one-place" for "one-place-for-everything".
    let stem: String = wanted.chars().take((length.max(1) - 1).max(4)).collect();
    let by_stem = || {
        let begins = |known: &&&str| known.to_lowercase().starts_with(&stem);
        candidates.iter().filter(|_| length >= 4).filter(begins).min().copied()
    };
    let letters = Letters::of(&wanted);
    let by_letters = candidates
        .iter()
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= allowed)
        .filter(|candidate| letters.least_distance(candidate) <= allowed)
        .map(|candidate| (strsim::osa_distance(&wanted, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| *candidate);
    by_letters.or_else(by_stem)
}

/// Names in order of their distance from one that is missing; equally near ones stay in their order.
pub(crate) fn by_nearness<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Vec<&'a str> {
    let wanted = name.to_lowercase();
    let mut candidates: Vec<&'a str> = candidates.into_iter().collect();
    candidates.sort_by_cached_key(|known| strsim::osa_distance(&wanted, &known.to_lowercase()));
    candidates
}

/// How often a word has each letter, by the letter's number modulo the length.
struct Letters([i32; 64]);

impl Letters {
    /// Those of a word in lower case.
    fn of(word: &str) -> Letters {
        let mut letters = Letters([0; 64]);
        word.chars().for_each(|letter| *letters.count(letter) += 1);
        letters
    }

    fn count(&mut self, letter: char) -> &mut i32 {
        &mut self.0[letter as usize % 64]
    }

    /// What the words differ by at least, ignoring case: the bag distance, which is quickly found (Bartolini, Ciaccia
    /// and Patella 2002). A transposition leaves the letters as they are, and any other change is of one letter.
    fn least_distance(&self, other: &str) -> usize {
        let mut left = Letters(self.0);
        other.chars().flat_map(char::to_lowercase).for_each(|letter| *left.count(letter) -= 1);
        let missing: i32 = left.0.iter().filter(|count| **count > 0).sum();
        let surplus: i32 = left.0.iter().filter(|count| **count < 0).sum();
        missing.unsigned_abs().max(surplus.unsigned_abs()) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_never_say_more_than_the_distance() {
        let words = [
            "titel",
            "title",
            "descripton",
            "Description",
            "tags",
            "",
            "straße",
            "Strasse",
            "ab",
            "ba",
        ];
        for (one, other) in
            words.iter().flat_map(|one| words.map(|other| (one.to_lowercase(), other)))
        {
            let distance = strsim::osa_distance(&one, &other.to_lowercase());
            let least = Letters::of(&one).least_distance(other);
            assert!(least <= distance, "{one} {other}: {least} of {distance}");
        }
        assert_eq!(Letters::of("title").least_distance("Tags"), 4);
        assert_eq!(Letters::of("ab").least_distance("ba"), 0);
    }

    #[test]
    fn a_slip_of_the_pen_finds_its_word() {
        let names = ["title", "tags", "description", "weight"];
        assert_eq!(nearest("titel", names), Some("title"));
        assert_eq!(nearest("Tag", names), Some("tags"));
        assert_eq!(nearest("descripton", names), Some("description"));
        assert_eq!(nearest("banana", names), None);
        assert_eq!(nearest("remedy", ["remedies"]), Some("remedies"));
        assert_eq!(nearest("ti", names), None);
    }

    #[test]
    fn suggestions_come_to_an_end() {
        let suggestions = Suggestions::default();
        let names = || std::iter::repeat_n("title", CANDIDATES / 3);
        assert_eq!(
            [(); 4].map(|()| suggestions.nearest("titel", names())),
            [Some("title"), Some("title"), Some("title"), None]
        );
        assert_eq!(suggestions.nearest("titel", ["title"]), None);
    }
}
