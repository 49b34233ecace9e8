//! The same word by the spellings of two countries: British and American English.

/// How a part of a word is written on both sides, and the letters of a word at least in which that says something.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SpellingPair {
    pub(crate) sides: [&'static str; 2],
    pub(crate) shortest: usize,
}

const fn pair(british: &'static str, american: &'static str) -> SpellingPair {
    SpellingPair { sides: [british, american], shortest: 5 }
}

/// The pairs of English. A doubled `l` says something in long words only: `filled` and `filed` are two words.
const ENGLISH: [SpellingPair; 10] = [
    pair("our", "or"),
    pair("ae", "e"),
    pair("oe", "e"),
    pair("is", "iz"),
    pair("ys", "yz"),
    pair("ogue", "og"),
    pair("tre", "ter"),
    pair("ence", "ense"),
    pair("amme", "am"),
    SpellingPair { sides: ["ll", "l"], shortest: 8 },
];

/// The pairs of a language, by its primary subtag.
pub(super) fn of(language: &str) -> &'static [SpellingPair] {
    match language {
        "en" => &ENGLISH,
        _ => &[],
    }
}

/// A folded word as the other side of a pair writes it, once for each place of each pair; one place is changed at a time.
/// In the order of the pairs, British first, then of the places.
pub(crate) fn variants(word: &str, pairs: &[SpellingPair]) -> Vec<String> {
    let letters = word.chars().count();
    let mut variants = Vec::new();
    for SpellingPair { sides: [british, american], shortest } in pairs {
        if letters < *shortest {
            continue;
        }
        for (own, other) in [(british, american), (american, british)] {
            for (at, _) in word.match_indices(own) {
                variants.push(format!("{}{other}{}", &word[..at], &word[at + own.len()..]));
            }
        }
    }
    variants
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_the_spelling_of_the_other_side() {
        let has = |word, other: &str| variants(word, &ENGLISH).iter().any(|found| found == other);
        for (british, american) in [
            ("colour", "color"),
            ("anaemia", "anemia"),
            ("oestrogen", "estrogen"),
            ("organisation", "organization"),
            ("analyse", "analyze"),
            ("dialogue", "dialog"),
            ("centre", "center"),
            ("defence", "defense"),
            ("programmes", "programs"),
            ("counselling", "counseling"),
        ] {
            assert!(has(british, american), "{british}");
            assert!(has(american, british), "{american}");
        }
        assert!(!has("filled", "filed"));
        assert!(variants("four", &ENGLISH).is_empty());
        assert!(variants("colour", of("fr")).is_empty());
    }
}
