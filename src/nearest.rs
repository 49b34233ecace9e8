//! The closest name to a misspelt one, for "did you mean".

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
    let by_letters = candidates
        .iter()
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= allowed)
        .map(|candidate| (strsim::osa_distance(&wanted, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| *candidate);
    by_letters.or_else(by_stem)
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
