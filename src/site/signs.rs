//! Words for signs, where a name has no other letters or is another one without them.

use std::fmt::Write as _;

/// Names of signs in Unicode, as parts of an address have them.
const NAMES: [(char, &str); 21] = [
    ('!', "exclamation-mark"),
    ('#', "number-sign"),
    ('$', "dollar-sign"),
    ('%', "percent-sign"),
    ('&', "ampersand"),
    ('(', "left-parenthesis"),
    (')', "right-parenthesis"),
    ('*', "asterisk"),
    ('+', "plus-sign"),
    (',', "comma"),
    ('-', "hyphen"),
    ('.', "full-stop"),
    ('/', "slash"),
    (';', "semicolon"),
    ('=', "equals-sign"),
    ('?', "question-mark"),
    ('@', "at-sign"),
    ('[', "left-bracket"),
    (']', "right-bracket"),
    ('^', "circumflex"),
    ('~', "tilde"),
];

/// The word for a sign behind a word that is part of its name, as in C++ and C#.
pub(super) fn behind_a_word(sign: char) -> Option<&'static str> {
    match sign {
        '+' => Some("plus"),
        '#' | '♯' => Some("sharp"),
        _ => None,
    }
}

/// A name of signs alone in words: each with the number of times that it stands there, one without a name with its
/// number in Unicode.
pub(super) fn in_words(signs: &str) -> String {
    let mut signs = signs.chars().filter(|sign| !sign.is_whitespace()).peekable();
    let mut words = Vec::new();
    while let Some(sign) = signs.next() {
        let named = NAMES.iter().find(|(known, _)| *known == sign);
        let mut word =
            named.map_or_else(|| format!("u{:x}", u32::from(sign)), |(_, name)| (*name).to_owned());
        let mut times = 1;
        while signs.next_if_eq(&sign).is_some() {
            times += 1;
        }
        if times > 1 {
            let _ = write!(word, "-{times}");
        }
        words.push(word);
    }
    words.join("-")
}
