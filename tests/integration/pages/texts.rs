//! Texts for pages: those of the specifications, of the sample site and of the manual, each with some damage and with
//! words of its own in random places.

use std::fs;

use super::super::commonmark;
use super::super::random::Random;
use super::super::support::repository;

/// Lines of a piece of a long text.
const LINES: usize = 24;

/// Signs that mean something in Markdown, alone or together.
const SIGNS: [&str; 44] = [
    "*",
    "**",
    "_",
    "`",
    "``",
    "~~",
    "[",
    "]",
    "(",
    ")",
    "![",
    "](",
    "[^",
    "]: ",
    "<",
    ">",
    "</",
    "<b>",
    "</p>",
    "<!--",
    "-->",
    "&",
    "&amp;",
    "\\",
    "|",
    "#",
    "# ",
    "> ",
    "- ",
    "1. ",
    ": ",
    "$",
    "{",
    "}",
    "{{",
    "}}",
    "@",
    "\n",
    "\n\n",
    "\n---\n",
    "\n```\n",
    "\n::: note\n",
    "\n:::\n",
    "\t",
];

/// A text, and the words that were put into it, in order.
pub(super) struct Text {
    pub(super) text: String,
    pub(super) words: Vec<String>,
}

/// Texts that people wrote.
pub(super) fn written() -> Vec<String> {
    let mut texts: Vec<String> =
        commonmark::examples().into_iter().map(|example| example.markdown).collect();
    for folder in ["content", "docs/content"] {
        for entry in walkdir::WalkDir::new(repository().join(folder)).sort_by_file_name() {
            let entry = entry.expect("the repository can be read");
            if entry.path().extension().is_some_and(|ending| ending == "md") {
                let text = fs::read_to_string(entry.path()).expect("it is text");
                texts.extend(pieces(without_front_matter(&text)));
            }
        }
    }
    texts
}

fn without_front_matter(text: &str) -> &str {
    let rest = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    rest.map_or(text, |(_, body)| body)
}

fn pieces(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    lines.chunks(LINES).map(<[&str]>::concat).collect()
}

/// One of the texts, damaged now and then, with words of its own.
pub(super) fn text(random: &mut Random, texts: &[String]) -> Text {
    let mut text = texts[random.below(texts.len())].clone();
    for _ in 0..random.below(4) {
        text = damaged(random, &text);
    }
    let mut places: Vec<usize> = (0..3).map(|_| place(random, &text)).collect();
    places.sort_unstable();
    let words: Vec<String> = (0..places.len()).map(|at| format!("w{at}w")).collect();
    for (at, word) in places.iter().zip(&words).rev() {
        let word = if random.chance(2) { word.clone() } else { format!(" {word} ") };
        text.insert_str(*at, &word);
    }
    Text { text, words }
}

/// A place between two letters.
fn place(random: &mut Random, text: &str) -> usize {
    let mut at = random.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn damaged(random: &mut Random, text: &str) -> String {
    let (from, to) = (place(random, text), place(random, text));
    let (start, end) = (from.min(to), from.max(to).min(from.min(to) + 40));
    let end = (0..=end).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0).max(start);
    let (before, piece, after) = (&text[..start], &text[start..end], &text[end..]);
    match random.below(5) {
        0 => [before, after].concat(),
        1 => [before, piece, piece, after].concat(),
        2 => swapped(random, text),
        _ => [before, random.of(&SIGNS), piece, after].concat(),
    }
}

/// Two lines change places.
fn swapped(random: &mut Random, text: &str) -> String {
    let mut lines: Vec<&str> = text.split('\n').collect();
    let (one, other) = (random.below(lines.len()), random.below(lines.len()));
    lines.swap(one, other);
    lines.join("\n")
}
