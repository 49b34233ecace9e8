//! The nearest words to one that no page holds: the twin of `spelling.js`.

/// Letters from which a word is corrected, and from which two letters of it may be wrong.
const SHORTEST: usize = 4;
const LONG: usize = 8;

/// Corrections that are searched for at most.
pub(super) const MOST: usize = 8;

/// Letters that may be wrong in a word; a number is what it is.
pub(super) fn tolerance(word: &str) -> usize {
    let letters = word.chars().count();
    if letters < SHORTEST || word.chars().any(char::is_numeric) {
        0
    } else if letters < LONG {
        1
    } else {
        2
    }
}

/// How many letters were inserted, left out, replaced, or exchanged with their neighbour (optimal
/// string alignment; Damerau 1964); `None` above `limit`.
pub(super) fn distance(left: &[char], right: &[char], limit: usize) -> Option<usize> {
    if left.len().abs_diff(right.len()) > limit {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for row in 1..=left.len() {
        let mut current = vec![row];
        for column in 1..=right.len() {
            let replaced = last[column - 1] + usize::from(left[row - 1] != right[column - 1]);
            let mut best = replaced.min(last[column] + 1).min(current[column - 1] + 1);
            if row > 1
                && column > 1
                && left[row - 1] == right[column - 2]
                && left[row - 2] == right[column - 1]
            {
                best = best.min(before[column - 2] + 1);
            }
            current.push(best);
        }
        if current.iter().min().is_some_and(|least| *least > limit) {
            return None;
        }
        before = std::mem::replace(&mut last, current);
    }
    last.last().copied().filter(|distance| *distance <= limit)
}

/// Of words with the pages that hold them, those nearest to a word: all at the least distance, the
/// most frequent first, then by the alphabet. Also that distance, which is no more than `limit`.
pub(super) fn nearest<'w>(
    word: &str,
    mut limit: usize,
    candidates: impl Iterator<Item = (&'w str, u32)>,
) -> (usize, Vec<&'w str>) {
    let letters: Vec<char> = word.chars().collect();
    let mut found: Vec<(&str, u32)> = Vec::new();
    for (candidate, pages) in candidates {
        let other: Vec<char> = candidate.chars().collect();
        let Some(distance) = distance(&letters, &other, limit) else {
            continue;
        };
        if distance < limit {
            limit = distance;
            found.clear();
        }
        found.push((candidate, pages));
    }
    found.sort_by(|left, right| right.1.cmp(&left.1).then(left.0.cmp(right.0)));
    found.truncate(MOST);
    (limit, found.into_iter().map(|(word, _)| word).collect())
}

/// The first two letters.
pub(super) fn first_letters(word: &str) -> (Option<char>, Option<char>) {
    let mut letters = word.chars();
    (letters.next(), letters.next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_words_at_the_least_distance_are_near() {
        let near = |word, known: &[(&'static str, u32)]| {
            nearest(word, tolerance(word), known.iter().copied())
        };
        let (near_one, far_one) = (("supervision", 1), ("supervisor", 90));
        assert_eq!(near("supervsion", &[far_one, near_one]), (1, vec!["supervision"]));
        assert_eq!(near("supervsion", &[near_one, far_one]), (1, vec!["supervision"]));
        assert_eq!(near("supervsian", &[("something", 90), near_one]), (2, vec!["supervision"]));
        let equals = [("bear", 1), ("gear", 3), ("fear", 3), ("dear", 9)];
        assert_eq!(near("zear", &equals), (1, vec!["dear", "fear", "gear", "bear"]));
        assert_eq!(near("per", &[("peer", 1)]), (0, vec![]));
    }
}
