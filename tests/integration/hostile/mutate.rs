//! Damage to a text: bytes flipped, cut, repeated and spliced, and pieces that parsers stumble over.

use super::super::random::Random;

/// Bytes of a text at most: what a file costs is tested elsewhere.
const LONGEST: usize = 40_000;

/// Signs and numbers that are read in more than one way, or in none.
const ODD: [&[u8]; 46] = [
    b"\xef\xbb\xbf",
    "\u{202e}".as_bytes(),
    "\u{2067}\u{2069}".as_bytes(),
    "\u{2028}".as_bytes(),
    "\u{85}".as_bytes(),
    "\u{a0}".as_bytes(),
    "\u{ad}".as_bytes(),
    "\u{200d}\u{fe0f}".as_bytes(),
    "a\u{301}\u{301}\u{301}\u{301}".as_bytes(),
    "\u{fdfa}".as_bytes(),
    "\u{130}\u{1e9e}\u{df}".as_bytes(),
    "\u{10ffff}".as_bytes(),
    "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}".as_bytes(),
    "日本語".as_bytes(),
    "שָׁלוֹם".as_bytes(),
    b"\0",
    b"\r",
    b"\r\n",
    b"\t",
    b"\x1b[31m",
    b"\xff",
    b"\xc0\x80",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\\ud800",
    b"\\u0000",
    b"\\",
    b"\"",
    b"'",
    b"\n---\n",
    b"\n...\n",
    b"\n:::\n",
    b"\n```\n",
    b"{{",
    b"}}",
    b"{%",
    b"<!--",
    b"]]>",
    b"&#0;",
    b"&#x110000;",
    b"-1",
    b"1e999",
    b"99999999999999999999999999",
    b"0x7fffffffffffffff",
    b"9999-12-31",
    b".nan",
];

/// What opens something; many in a row nest deep.
const OPENERS: [&str; 18] = [
    "[",
    "{",
    "(",
    "> ",
    "- ",
    "*",
    "_",
    "![",
    "[^",
    "<b>",
    "{{",
    "\"{",
    "$",
    "~~",
    "`",
    "- - ",
    "<group>",
    "::: note\n",
];

/// The text with some damage; without, now and then. `other` is what pieces are taken from.
pub(super) fn mutated(random: &mut Random, text: &str, other: &str) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..random.below(3) {
        damage(random, &mut bytes, other.as_bytes());
        bytes.truncate(LONGEST);
    }
    bytes
}

fn damage(random: &mut Random, bytes: &mut Vec<u8>, other: &[u8]) {
    let at = random.below(bytes.len() + 1);
    match random.below(10) {
        0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
        1 => bytes.truncate(at),
        2 => drop(bytes.drain(range(random, bytes.len()))),
        3 => {
            let piece = bytes[range(random, bytes.len())].repeat(1 + random.below(30));
            bytes.splice(at..at, piece);
        }
        4 => {
            let piece = &other[range(random, other.len())];
            bytes.splice(at..at, piece.iter().copied());
        }
        5 => {
            let piece = OPENERS[random.below(OPENERS.len())].repeat(1 + random.below(200));
            bytes.splice(at..at, piece.into_bytes());
        }
        6 => replace_number(random, bytes),
        7 => mix_lines(random, bytes),
        _ => {
            let piece = ODD[random.below(ODD.len())];
            bytes.splice(at..at, piece.iter().copied());
        }
    }
}

/// A short piece of something that long; it may be empty.
fn range(random: &mut Random, length: usize) -> std::ops::Range<usize> {
    let start = random.below(length + 1);
    start..(start + random.below(80)).min(length)
}

fn replace_number(random: &mut Random, bytes: &mut Vec<u8>) {
    let digits: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at].is_ascii_digit()).collect();
    if digits.is_empty() {
        return;
    }
    let at = digits[random.below(digits.len())];
    let number =
        random.of(&["0", "-1", "4294967296", "9223372036854775808", "1e400", "0.1", "٣", "１"]);
    bytes.splice(at..=at, number.bytes());
}

/// Gives all lines another end, or one of them another place.
fn mix_lines(random: &mut Random, bytes: &mut Vec<u8>) {
    let mut lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    let (from, to) = (random.below(lines.len()), random.below(lines.len()));
    let end: &[u8] = match random.below(4) {
        0 => b"\r\n",
        1 => b"\r",
        _ => {
            lines.swap(from, to);
            b"\n"
        }
    };
    *bytes = lines.join(end);
}
