//! Where the sorted words are cut into files: at beginnings, so that a change moves no cut but its
//! neighbours'.

use std::ops::Range;

/// A file of words: those from this beginning on, up to the next file's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Shard {
    pub(super) from: String,
    pub(super) words: Range<usize>,
    pub(super) cost: usize,
    /// The cost of the heaviest range in it that was not cut further.
    heaviest: usize,
}

/// Letters of a beginning at most.
const DEEPEST: usize = 12;

/// Cuts words of these costs into pieces of about `target`.
pub(super) fn plan(
    words: &[&str],
    cost: &mut dyn FnMut(Range<usize>) -> usize,
    target: usize,
) -> Vec<Shard> {
    let mut pieces = split(words, 0..words.len(), 0, cost, target);
    if let Some(first) = pieces.first_mut() {
        first.from.clear();
    }
    pieces
}

fn split(
    words: &[&str],
    range: Range<usize>,
    depth: usize,
    cost: &mut dyn FnMut(Range<usize>) -> usize,
    target: usize,
) -> Vec<Shard> {
    let whole = cost(range.clone());
    if range.is_empty() {
        return Vec::new();
    }
    if whole <= target || depth == DEEPEST || range.len() == 1 {
        let from = words[range.start].chars().take(depth).collect();
        return vec![Shard { from, words: range, cost: whole, heaviest: whole }];
    }
    let mut pieces: Vec<Shard> = Vec::new();
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
            let together = cost(last.words.start..piece.words.end);
            let heaviest = last.heaviest.max(piece.heaviest);
            if together <= target || together <= heaviest * 11 / 10 {
                last.cost = together;
                last.heaviest = heaviest;
                last.words.end = piece.words.end;
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
        let pieces = plan(&words, &mut |range| range.len(), 2);
        let mut next = 0;
        for (at, piece) in pieces.iter().enumerate() {
            assert_eq!(piece.words.start, next);
            next = piece.words.end;
            for word in &words[piece.words.clone()] {
                let found = pieces.partition_point(|piece| piece.from.as_str() <= *word) - 1;
                assert_eq!(found, at, "{word}");
            }
        }
        assert_eq!(next, words.len());
        assert!(pieces.len() >= 6, "{pieces:?}");
    }
}
