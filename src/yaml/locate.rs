//! Finds where a value stands in a YAML text.
//!
//! `serde_yaml` attaches the position of the value that it is reading to any error that a visitor
//! returns. The seed here follows a path and returns an error at its end; the position of that
//! error is the place.

use std::fmt;
use std::ops::Range;

use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{PathStep, flow};

/// The part of an entry to find.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Aim {
    Value,
    Key,
    /// The n-th use of a key in its block.
    RepeatedKey(usize),
}

/// The bytes of the value or key at the end of `path`; the start of the text if it has gone.
pub(super) fn locate(text: &str, path: &[PathStep], aim: Aim) -> Range<usize> {
    if flow::too_deep(text).is_some() {
        return 0..0;
    }
    let found = Follow { path, aim }.deserialize(serde_yaml::Deserializer::from_str(text));
    let Err(error) = found else { return 0..0 };
    let Some(location) = error.location() else {
        return 0..0;
    };
    let start = byte_offset(text, location.line(), location.column());
    let start = if aim == Aim::Value { start + anchor_length(&text[start..]) } else { start };
    let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let before = &text[line_start..start];
    let in_brackets = before.matches(['[', '{']).count() > before.matches([']', '}']).count();
    start..start + length(&text[start..], aim, in_brackets)
}

/// The byte offset of a line and a column as `serde_yaml` counts them: from 1, in characters; lines
/// end as YAML 1.1 has it (section 4.2). Its `index` counts characters too, whatever its
/// documentation says, so it is of no use here.
pub(super) fn byte_offset(text: &str, line: usize, column: usize) -> usize {
    let (mut at_line, mut at_column) = (1, 1);
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        if at_line == line && at_column == column || at_line > line {
            return at;
        }
        let is_first_of_two = c == '\r' && characters.peek().is_some_and(|(_, next)| *next == '\n');
        if matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}') && !is_first_of_two {
            (at_line, at_column) = (at_line + 1, 1);
        } else {
            at_column += 1;
        }
    }
    text.len()
}

/// How many bytes a name for aliases takes before its value: `&name value`.
fn anchor_length(text: &str) -> usize {
    let Some(rest) = text.strip_prefix('&') else {
        return 0;
    };
    let name = rest.find([' ', '\n']).unwrap_or(rest.len());
    let space = rest[name..].len() - rest[name..].trim_start_matches(' ').len();
    1 + name + space
}

/// How many bytes the key or scalar at the start of `text` takes.
fn length(text: &str, aim: Aim, in_brackets: bool) -> usize {
    let line = text.lines().next().unwrap_or_default();
    let quote = line.chars().next().filter(|c| matches!(c, '"' | '\''));
    if let Some(quote) = quote {
        return quoted_length(line, quote);
    }
    let within = match aim {
        Aim::Value => line.split(" #").next().unwrap_or(line).split("	#").next().unwrap_or(line),
        Aim::Key | Aim::RepeatedKey(_) => line.split(':').next().unwrap_or(line),
    };
    let flow_end = match aim {
        Aim::Value if in_brackets && !within.starts_with(['[', '{']) => {
            within.find([',', ']', '}'])
        }
        _ => None,
    };
    within[..flow_end.unwrap_or(within.len())].trim_end().len()
}

fn quoted_length(line: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in line.char_indices().skip(1) {
        if c == quote && !escaped {
            return at + 1;
        }
        escaped = quote == '"' && c == '\\' && !escaped;
    }
    line.trim_end().len()
}

#[derive(Clone, Copy)]
struct Follow<'p> {
    path: &'p [PathStep],
    aim: Aim,
}

impl<'de> DeserializeSeed<'de> for Follow<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.path {
            [] => deserializer.deserialize_any(Here),
            _ => deserializer.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for Follow<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value on the way")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let [PathStep::Index(wanted), rest @ ..] = self.path else {
            return Ok(());
        };
        for _ in 0..*wanted {
            if items.next_element::<IgnoredAny>()?.is_none() {
                return Ok(());
            }
        }
        items.next_element_seed(Follow { path: rest, aim: self.aim })?;
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let [PathStep::Key(wanted), rest @ ..] = self.path else {
            return Ok(());
        };
        let fail_on = match (rest, self.aim) {
            ([], Aim::Key) => Some(1),
            ([], Aim::RepeatedKey(nth)) => Some(nth),
            _ => None,
        };
        let mut key = FollowKey { wanted, fail_on, met: 0 };
        while let Some(is_wanted) = entries.next_key_seed(&mut key)? {
            if is_wanted && fail_on.is_none() {
                return entries.next_value_seed(Follow { path: rest, aim: self.aim });
            }
            entries.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

/// Reads keys; fails at the wanted one, and the error has its position.
struct FollowKey<'p> {
    wanted: &'p str,
    fail_on: Option<usize>,
    met: usize,
}

impl<'de> DeserializeSeed<'de> for &mut FollowKey<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for &mut FollowKey<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<bool, E> {
        let is_wanted = key == self.wanted;
        self.met += usize::from(is_wanted);
        if is_wanted && self.fail_on == Some(self.met) {
            return Err(E::custom(FOUND));
        }
        Ok(is_wanted)
    }

    fn visit_bool<E: de::Error>(self, key: bool) -> Result<bool, E> {
        self.visit_str(&key.to_string())
    }

    fn visit_i64<E: de::Error>(self, key: i64) -> Result<bool, E> {
        self.visit_str(&key.to_string())
    }

    fn visit_u64<E: de::Error>(self, key: u64) -> Result<bool, E> {
        self.visit_str(&key.to_string())
    }

    fn visit_f64<E: de::Error>(self, key: f64) -> Result<bool, E> {
        self.visit_str(&key.to_string())
    }

    fn visit_unit<E: de::Error>(self) -> Result<bool, E> {
        self.visit_str("null")
    }
}

const FOUND: &str = "found";

/// Fails at whatever it meets.
struct Here;

impl Visitor<'_> for Here {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Every visit that is not written here fails too, and with a position.
        f.write_str(FOUND)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at<'t>(text: &'t str, path: &[PathStep], aim: Aim) -> &'t str {
        &text[locate(text, path, aim)]
    }

    fn key(name: &str) -> PathStep {
        PathStep::Key(name.to_owned())
    }

    #[test]
    fn values_and_keys_are_found_in_every_style() {
        let text = "title: Ärger # note\nlist: [a, 'b c', \"d\\\"e\"]\nmap:\n  inner:\n    - to: x\n      reason: y z\n  \"quoted\": |\n    text\n";
        assert_eq!(at(text, &[key("title")], Aim::Value), "Ärger");
        assert_eq!(at(text, &[key("list"), PathStep::Index(0)], Aim::Value), "a");
        assert_eq!(at(text, &[key("list"), PathStep::Index(1)], Aim::Value), "'b c'");
        assert_eq!(at(text, &[key("list"), PathStep::Index(2)], Aim::Value), "\"d\\\"e\"");
        let entry = [key("map"), key("inner"), PathStep::Index(0), key("reason")];
        assert_eq!(at(text, &entry, Aim::Value), "y z");
        assert_eq!(at(text, &entry, Aim::Key), "reason");
        assert_eq!(at(text, &[key("map"), key("quoted")], Aim::Key), "\"quoted\"");
        assert_eq!(at(text, &[key("list")], Aim::Value), "[a, 'b c', \"d\\\"e\"]");
    }

    #[test]
    fn the_second_use_of_a_key_is_found() {
        let text = "a: 1\nb: 2\na: 3\n";
        assert_eq!(locate(text, &[key("a")], Aim::RepeatedKey(2)), 10..11);
    }

    #[test]
    fn a_way_that_leads_nowhere_is_the_start() {
        assert_eq!(locate("a: 1", &[key("b"), PathStep::Index(3)], Aim::Value), 0..0);
    }
}
