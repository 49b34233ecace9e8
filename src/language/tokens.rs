//! Text to the words that can be searched: the twin of `themes/default/static/js/search/tokens.js`.
//!
//! A word is a run of letters, digits and marks (Unicode's Alphabetic, Number and Mark). It is
//! folded: compatibility forms and accents go (NFKD, Unicode Standard Annex 15), capitals become
//! small, a few letters that do not decompose are spelled out, Katakana becomes Hiragana. Where a script writes no spaces
//! (Han, Kana, Hangul, Thai, Lao, Khmer, Burmese), each two neighbours are a word; so are they in the query, and meet.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Code points of a word at most; longer ones are no words that a person would type.
pub(crate) const LONGEST: usize = 128;

/// A word and the bytes of the text it stands for. One that is too long has an empty text: it
/// keeps its place and is never found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Token {
    pub(crate) text: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// The words of a text, in order.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut scanner = Scanner::new(text);
    let mut found = Vec::new();
    while scanner.advance() {
        found.push(scanner.token.clone());
    }
    found
}

/// Goes through the words of a text.
pub(crate) struct Scanner<'t> {
    text: &'t str,
    at: usize,
    /// Words of a run that gave several, the next one last.
    waiting: Vec<Token>,
    /// The word it stands at.
    pub(crate) token: Token,
}

impl<'t> Scanner<'t> {
    pub(crate) fn new(text: &'t str) -> Scanner<'t> {
        let token = Token { text: String::new(), start: 0, end: 0 };
        Scanner { text, at: 0, waiting: Vec::new(), token }
    }

    /// Goes to the next word; `false` at the end.
    pub(crate) fn advance(&mut self) -> bool {
        if let Some(token) = self.waiting.pop() {
            self.token = token;
            return true;
        }
        let bytes = self.text.as_bytes();
        while self.at < bytes.len() {
            // Nearly all words are plain; they need no table.
            let start = self.at;
            let plain = bytes[start..].iter().take_while(|byte| byte.is_ascii_alphanumeric());
            let end = start + plain.count();
            if bytes.get(end).is_some_and(|byte| !byte.is_ascii()) {
                let rest = &self.text[start..];
                let length = rest.find(|letter| !is_word(letter)).unwrap_or(rest.len());
                if length > 0 {
                    self.at = start + length;
                    run(&rest[..length], start, &mut self.waiting);
                    self.waiting.reverse();
                    if let Some(token) = self.waiting.pop() {
                        self.token = token;
                        return true;
                    }
                    continue;
                }
            }
            if end > start {
                self.at = end;
                self.token.text.clear();
                if end - start <= LONGEST {
                    self.token.text.push_str(&self.text[start..end]);
                    self.token.text.make_ascii_lowercase();
                }
                (self.token.start, self.token.end) = (start, end);
                return true;
            }
            self.at += self.text[start..].chars().next().map_or(1, char::len_utf8);
        }
        false
    }
}

/// Whether words are made of it.
pub(crate) fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || is_combining_mark(letter)
}

/// Whether its script puts no spaces between words.
pub(crate) fn is_unspaced(letter: char) -> bool {
    is_east_asian(letter) || is_southeast_asian(letter)
}

/// Whether it is of the scripts of Thailand, Laos, Cambodia or Myanmar, and no digit.
fn is_southeast_asian(letter: char) -> bool {
    matches!(u32::from(letter),
        0x0e01..=0x0e4e
        | 0x0e81..=0x0ece | 0x0edc..=0x0edf
        | 0x1000..=0x103f | 0x1050..=0x108f | 0x109a..=0x109d | 0xa9e0..=0xa9ef | 0xa9fa..=0xa9fe | 0xaa60..=0xaa7f
        | 0x1780..=0x17d3 | 0x17d7 | 0x17dc..=0x17dd)
}

/// Whether it is a sign of Han, Kana or Hangul.
pub(crate) fn is_east_asian(letter: char) -> bool {
    matches!(u32::from(letter),
        0x1100..=0x11ff          // Hangul letters
        | 0x2e80..=0x2fdf        // radicals
        | 0x3005..=0x3007 | 0x3021..=0x3029 | 0x3031..=0x3035 | 0x3038..=0x303c
        | 0x3041..=0x30ff        // Hiragana, Katakana and their marks
        | 0x3130..=0x318f        // Hangul letters
        | 0x31f0..=0x31ff
        | 0x3400..=0x4dbf | 0x4e00..=0x9fff
        | 0xa960..=0xa97f | 0xac00..=0xd7ff // Hangul
        | 0xf900..=0xfaff
        | 0xff66..=0xffdc        // narrow Katakana and Hangul
        | 0x1_b000..=0x1_b16f
        | 0x2_0000..=0x3_ffff)
}

/// Whether words with this between them are also written together.
pub(crate) fn is_joint(between: &str) -> bool {
    let mut signs = between.chars();
    let sign = signs.next();
    let joins = |sign| matches!(sign, '-' | '‐' | '‑' | '_' | '.' | ':' | '/' | '\'' | '’');
    sign.is_some_and(joins) && signs.next().is_none()
}

/// The signs of a text without spaces: letters, each with its marks.
pub(crate) fn signs(text: &str) -> impl Iterator<Item = &str> {
    sign_ends(text).into_iter().scan(0, |start, end| {
        let sign = &text[*start..end];
        *start = end;
        Some(sign)
    })
}

/// Where each sign of a text ends.
fn sign_ends(text: &str) -> Vec<usize> {
    let begins = |(at, letter): &(usize, char)| *at > 0 && !is_combining_mark(*letter);
    let ends = text.char_indices().filter(begins).map(|(at, _)| at);
    ends.chain((!text.is_empty()).then_some(text.len())).collect()
}

/// Whether a word is one sign of a script without spaces.
pub(crate) fn is_one_sign(word: &str) -> bool {
    word.starts_with(is_unspaced) && sign_ends(word).len() == 1
}

/// A mark that is left out: accents of Latin, Greek and Cyrillic, points of Hebrew and Arabic,
/// what tells how to draw a sign.
fn is_dropped(letter: char) -> bool {
    matches!(u32::from(letter),
        0x0300..=0x036f | 0x0483..=0x0489 | 0x0591..=0x05c7 | 0x0610..=0x061a | 0x064b..=0x065f
        | 0x0670 | 0x06d6..=0x06ed | 0x1ab0..=0x1aff | 0x1dc0..=0x1dff | 0x20d0..=0x20ff
        | 0xfe00..=0xfe0f | 0xfe20..=0xfe2f | 0xe_0100..=0xe_01ef)
}

/// Letters that do not decompose and yet have a plain spelling.
fn plain_spelling(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ł' => "l",
        'ŋ' => "n",
        'þ' => "th",
        'ς' => "σ",
        _ => return None,
    })
}

/// The form under which a word is found.
fn fold(word: &str) -> String {
    let lower = word.nfkd().collect::<String>().to_lowercase();
    let mut folded = String::with_capacity(lower.len());
    for letter in lower.chars() {
        if is_dropped(letter) || !is_word(letter) {
            continue;
        }
        match plain_spelling(letter) {
            Some(spelling) => folded.push_str(spelling),
            None => folded.push(letter),
        }
    }
    folded.nfc().map(to_hiragana).collect()
}

/// Katakana as the Hiragana of the same sound, where there is one.
fn to_hiragana(letter: char) -> char {
    let is_katakana = matches!(letter, 'ァ'..='ヶ' | 'ヽ' | 'ヾ');
    let hiragana = u32::from(letter) - if is_katakana { 'ァ' as u32 - 'ぁ' as u32 } else { 0 };
    char::from_u32(hiragana).unwrap_or(letter)
}

/// The words of a run without a gap, which stands at `offset` in the text.
fn run(run: &str, offset: usize, found: &mut Vec<Token>) {
    let mut start = 0;
    while let Some(first) = run[start..].chars().next() {
        let part = &run[start..];
        let end = part.find(|letter| is_unspaced(letter) != is_unspaced(first));
        let part = &part[..end.unwrap_or(part.len())];
        let place = offset + start;
        start += part.len();
        let folded = fold(part);
        if is_unspaced(first) {
            pairs(part, &folded, place, found);
        } else if !folded.is_empty() {
            let text = if folded.chars().count() <= LONGEST { folded } else { String::new() };
            found.push(Token { text, start: place, end: place + part.len() });
        }
    }
}

/// Each two neighbours of a text without spaces; a single sign alone.
fn pairs(part: &str, folded: &str, place: usize, found: &mut Vec<Token>) {
    let ends = |text: &str| -> Vec<usize> { [0].into_iter().chain(sign_ends(text)).collect() };
    let (signs, places) = (ends(folded), ends(part));
    let count = signs.len() - 1;
    let width = count.min(2);
    for first in 0..(count + 1).saturating_sub(width.max(1)) {
        let text = folded[signs[first]..signs[first + width]].to_owned();
        // Where folding changed the number of signs, each pair stands for the whole part.
        let (start, end) = if places.len() == signs.len() {
            (place + places[first], place + places[first + width])
        } else {
            (place, place + part.len())
        };
        found.push(Token { text, start, end });
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::Value;
    use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};

    use super::super::twin::{found_in_browser, random};
    use super::tokens;

    fn words(text: &str) -> Vec<String> {
        let found = tokens(text).into_iter().map(|token| token.text);
        found.filter(|word| !word.is_empty()).collect()
    }

    #[test]
    fn words_are_what_the_fixture_says_here_as_in_the_browser() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/search/tokens.json");
        let text = std::fs::read_to_string(path).expect("the fixture is there");
        let cases: Vec<Value> = serde_json::from_str(&text).expect("the fixture is JSON");
        assert!(cases.len() > 20);
        for case in cases {
            let text = case["text"].as_str().expect("every case has a text");
            let expected: Vec<String> =
                serde_json::from_value(case["tokens"].clone()).expect("a list of words");
            assert_eq!(words(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_word_knows_the_bytes_it_stands_for() {
        let text = "Ein Straßencafé, 東京都!";
        let found: Vec<(String, &str)> = tokens(text)
            .into_iter()
            .map(|token| (token.text, &text[token.start..token.end]))
            .collect();
        let expected =
            [("ein", "Ein"), ("strassencafe", "Straßencafé"), ("東京", "東京"), ("京都", "京都")];
        let expected = expected.map(|(word, part)| (word.to_owned(), part));
        assert_eq!(found, expected);
    }

    /// Random texts: any characters, more of those that matter.
    fn random_text(state: &mut u64) -> String {
        let mut next = |limit| random(state, limit);
        let mut text = String::new();
        for _ in 0..=next(16) {
            let letter = match next(8) {
                0 => next(0x11_0000),
                1 => next(0x3000),
                2 => 0x3000 + next(0xd000),
                3 => 0x300 + next(0x80),
                4 => 0x3040 + next(0xc0),
                5 => 0xff00 + next(0xf0),
                _ => 0x20 + next(0x60),
            };
            let letter = char::from_u32(letter);
            // Another version of Unicode may know what this one does not.
            let known = |letter: &char| letter.general_category() != GeneralCategory::Unassigned;
            text.extend(letter.filter(known));
        }
        text
    }

    #[test]
    fn the_browser_finds_the_same_words_in_random_texts() {
        let mut state = 0x9e37_79b9_7f4a_7c15;
        let texts: Vec<String> = (0..100_000).map(|_| random_text(&mut state)).collect();
        let Some(found) = found_in_browser("words", &texts) else { return };
        let mut compared = 0;
        for (text, found) in texts.iter().zip(found) {
            // Nothing where the engine does not know a character.
            if let Some(found) = found {
                compared += 1;
                assert_eq!(words(text), found, "{text:?}");
            }
        }
        assert!(compared > 90_000, "{compared}");
    }
}
