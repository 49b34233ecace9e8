//! Other names of what a query says: the twin of `synonyms.js`.

use super::query::Clause;
use crate::index::OpenedIndex;

/// Words of a synonym at most.
const LONGEST_SYNONYM: usize = 4;

/// Other names of what the words around a part say.
pub(super) fn synonyms(index: &OpenedIndex, parts: &[Clause], at: usize) -> Vec<Vec<String>> {
    let mut found: Vec<Vec<String>> = Vec::new();
    let text = |part: &Clause| match part {
        Clause::Word { word, .. } => Some(word.text.clone()),
        Clause::Phrase(_) => None,
    };
    for start in (at + 1).saturating_sub(LONGEST_SYNONYM)..=at {
        for end in at + 1..=parts.len().min(start + LONGEST_SYNONYM) {
            let words: Option<Vec<String>> = parts[start..end].iter().map(text).collect();
            let Some(name) = words.map(|words| words.join(" ")) else {
                continue;
            };
            for set in index.meta.synonyms.iter().filter(|set| set.contains(&name)) {
                for other in set.iter().filter(|other| **other != name) {
                    let other = other.split(' ').map(str::to_owned).collect();
                    if !found.contains(&other) {
                        found.push(other);
                    }
                }
            }
        }
    }
    found
}
