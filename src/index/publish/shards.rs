//! Where the sorted words are cut into files: at beginnings, so that a change moves no cut but its
//! neighbours'.

use std::collections::BTreeSet;
use std::ops::Range;

/// A file of words: those from this beginning on, up to the next file's; and the terms within words between them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Shard {
    pub(super) from: String,
    pub(super) words: Range<usize>,
    pub(super) inside: Range<usize>,
    pub(super) cost: usize,
}

/// A range of words and terms as one.
struct Piece {
    from: String,
    range: Range<usize>,
    cost: usize,
    /// The cost of the heaviest range in it that was not cut further.
    heaviest: usize,
}

/// Letters of a beginning at most.
const DEEPEST: usize = 12;

/// Cuts sorted words, and terms within words, into files of about `target`. `cost` is that of a range of both.
pub(super) fn plan(
    words: &[&str],
    inside: &[&str],
    cost: &mut dyn FnMut(Range<usize>, Range<usize>) -> usize,
    target: usize,
) -> Vec<Shard> {
    let all: Vec<&str> =
        words.iter().chain(inside).copied().collect::<BTreeSet<_>>().into_iter().collect();
    // How many words and terms stand before each, and before the end.
    let before = |list: &[&str], at: usize| match all.get(at) {
        Some(text) => list.partition_point(|other| other < text),
        None => list.len(),
    };
    let words_before: Vec<usize> = (0..=all.len()).map(|at| before(words, at)).collect();
    let inside_before: Vec<usize> = (0..=all.len()).map(|at| before(inside, at)).collect();
    let both = |range: &Range<usize>| {
        let words = words_before[range.start]..words_before[range.end];
        (words, inside_before[range.start]..inside_before[range.end])
    };
    let mut cost = |range: Range<usize>| {
        let (words, inside) = both(&range);
        cost(words, inside)
    };
    let mut pieces = split(&all, 0..all.len(), 0, &mut cost, target);
    if let Some(first) = pieces.first_mut() {
        first.from.clear();
    }
    let shards = pieces.into_iter().map(|Piece { from, range, cost, .. }| {
        let (words, inside) = both(&range);
        Shard { from, words, inside, cost }
    });
    shards.collect()
}

fn split(
    words: &[&str],
    range: Range<usize>,
    depth: usize,
    cost: &mut dyn FnMut(Range<usize>) -> usize,
    target: usize,
) -> Vec<Piece> {
    let whole = cost(range.clone());
    if range.is_empty() {
        return Vec::new();
    }
    if whole <= target || depth == DEEPEST || range.len() == 1 {
        let from = words[range.start].chars().take(depth).collect();
        return vec![Piece { from, range, cost: whole, heaviest: whole }];
    }
    let mut pieces: Vec<Piece> = Vec::new();
    let mut start = range.start;
    while start < range.end {
        let letter = words[start].chars().nth(depth);
        let same =
            words[start..range.end].iter().take_while(|word| word.chars().nth(depth) == letter);
        let end = start + same.count();
        // Words without a further letter stand first, alone.
        for piece in split(words, start..end, depth + 1, cost, target) {
            let Some(last) = pieces.last_mut() else {
                pieces.push(piece);
                continue;
            };
            // Forms of one word share their postings: together they cost little more than one.
            let together = cost(last.range.start..piece.range.end);
            let heaviest = last.heaviest.max(piece.heaviest);
            if together <= target || together <= heaviest * 11 / 10 {
                last.cost = together;
                last.heaviest = heaviest;
                last.range.end = piece.range.end;
            } else {
                pieces.push(piece);
            }
        }
        start = end;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::plan;

    #[test]
    fn pieces_hold_all_words_in_order_and_begin_where_they_say() {
        let words = ["a", "aa", "ab", "abc", "abd", "b", "ba", "c", "ca", "cab", "日本", "本"];
        let inside = ["abba", "bee", "zed"];
        let pieces = plan(&words, &inside, &mut |words, inside| words.len() + inside.len(), 2);
        let (mut next, mut next_inside) = (0, 0);
        for (at, piece) in pieces.iter().enumerate() {
            assert_eq!(piece.words.start, next);
            assert_eq!(piece.inside.start, next_inside);
            (next, next_inside) = (piece.words.end, piece.inside.end);
            for word in words[piece.words.clone()].iter().chain(&inside[piece.inside.clone()]) {
                let found = pieces.partition_point(|piece| piece.from.as_str() <= *word) - 1;
                assert_eq!(found, at, "{word}");
            }
        }
        assert_eq!((next, next_inside), (words.len(), inside.len()));
        assert!(pieces.len() >= 6, "{pieces:?}");
    }
}
