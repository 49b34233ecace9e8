//! The closest name to a misspelt one, for "did you mean".

/// The candidate that differs least from `name`, if it differs by no more than a third of its
/// letters; words of one or two letters are near to nothing. Distance: Damerau-Levenshtein (optimal string alignment), ignoring case. Of equally
/// near ones the first in alphabetical order, so that the answer does not depend on theirs.
pub(crate) fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let wanted = name.to_lowercase();
    let length = wanted.chars().count();
    let allowed = (length / 3).min(4);
    candidates
        .into_iter()
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= allowed)
        .map(|candidate| {
            (
                strsim::osa_distance(&wanted, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(distance, candidate)| *distance <= allowed && *candidate != name)
        .min()
        .map(|(_, candidate)| candidate)
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
    }
}
