//! The places of all values and keys of a YAML text, found in one pass.
//!
//! What a text holds is known from the library, which tells no places. So the text is read once more, and each value
//! is looked for where the one before ended: that takes no more than telling strings, brackets, comments and
//! indicators apart (YAML 1.1, chapters 7 to 9). Where text and values do not agree, nothing is known, and `locate` asks
//! the library for one place at a time. So it is for what an alias stands for.

use std::collections::HashMap;
use std::ops::Range;

use super::{Aim, PathStep, Value};

/// Where a value stands.
#[derive(Debug)]
pub(super) struct Marks {
    range: Range<usize>,
    inner: Inner,
}

#[derive(Debug)]
enum Inner {
    Scalar,
    /// An alias: its value stands somewhere else.
    Alias,
    List(Vec<Marks>),
    Map(Entries),
}

/// The entries of a block in the order of the text.
#[derive(Default, Debug)]
struct Entries {
    keys: Vec<Range<usize>>,
    values: Vec<Marks>,
    /// The positions of each key: several if it stands there several times.
    by_key: HashMap<String, Vec<usize>>,
}

impl Marks {
    /// The places in a text of these values, in which keys may stand twice.
    pub(super) fn of(text: &str, root: &Value) -> Option<Marks> {
        let mut reader = BlockScanner { text, at: 0, brackets: 0 };
        reader.skip(Until::Value);
        while reader.rest().starts_with('%') {
            reader.skip_line();
            reader.skip(Until::Value);
        }
        reader.value(root)
    }

    /// The bytes of what is at the end of a path; `None` if that is not known.
    pub(super) fn find(&self, path: &[PathStep], aim: Aim) -> Option<Range<usize>> {
        match (path, &self.inner) {
            ([], Inner::Alias) => None,
            // An item of a list has no key, and stands for itself.
            ([], _) => Some(self.range.clone()),
            ([PathStep::Index(at), rest @ ..], Inner::List(items)) => {
                items.get(*at)?.find(rest, aim)
            }
            ([PathStep::Key(key), rest @ ..], Inner::Map(entries)) => {
                let positions = entries.by_key.get(key)?;
                match (rest, aim) {
                    ([], Aim::Key) => Some(entries.keys[positions[0]].clone()),
                    ([], Aim::RepeatedKey(nth)) => {
                        Some(entries.keys[*positions.get(nth - 1)?].clone())
                    }
                    _ => entries.values[positions[0]].find(rest, aim),
                }
            }
            _ => None,
        }
    }
}

/// The end of what is skipped over.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    /// A value: indicators before it are skipped, too.
    Value,
    /// A value or an indicator.
    Sign,
}

struct BlockScanner<'t> {
    text: &'t str,
    at: usize,
    /// Brackets that are open.
    brackets: usize,
}

impl BlockScanner<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    /// Whether a blank, a line end or the end of the text is so many bytes ahead.
    fn is_blank(&self, ahead: usize) -> bool {
        self.byte(ahead).is_none_or(|byte| byte.is_ascii_whitespace())
    }

    fn skip_line(&mut self) {
        self.at += self.rest().find('\n').map_or(self.rest().len(), |end| end + 1);
    }

    /// Skips blanks, comments, and names and types of values.
    fn skip(&mut self, until: Until) {
        loop {
            let is_after_blank =
                self.at == 0 || self.text.as_bytes()[self.at - 1].is_ascii_whitespace();
            match self.byte(0) {
                Some(b' ' | b'\t' | b'\r' | b'\n') => self.at += 1,
                Some(b'#') if is_after_blank => self.skip_line(),
                Some(b',') if until == Until::Value && self.brackets > 0 => self.at += 1,
                Some(b'-') if self.rest().starts_with("---") && self.is_blank(3) => self.at += 3,
                _ => return,
            }
        }
    }

    /// Skips a name for aliases and a type. Returns whether what they belong to stands in the same line.
    fn skip_properties(&mut self) -> bool {
        let start = self.at;
        while matches!(self.byte(0), Some(b'&' | b'!')) {
            while !self.is_blank(0) {
                self.at += 1;
            }
            self.skip(Until::Sign);
        }
        self.at > start && !self.text[start..self.at].contains('\n')
    }

    fn value(&mut self, value: &Value) -> Option<Marks> {
        let before = self.at;
        self.skip(Until::Value);
        let has_properties = self.skip_properties();
        let start = self.at;
        let is_block = !matches!(self.byte(0), Some(b'[' | b'{'));
        if has_properties && is_block && matches!(value, Value::List(_) | Value::Map(_)) {
            // They are those of a first key.
            return None;
        }
        if self.byte(0) == Some(b'*') && !self.is_blank(1) {
            self.word();
            return Some(Marks { range: start..self.at, inner: Inner::Alias });
        }
        match value {
            Value::List(items) => self.list(items),
            Value::Map(entries) => self.map(entries),
            Value::Null if !self.is_null() => {
                // Nothing is written. It stands behind what comes before it.
                self.at = before;
                Some(Marks { range: before..before, inner: Inner::Scalar })
            }
            scalar => {
                let range = self.scalar(scalar)?;
                Some(Marks { range, inner: Inner::Scalar })
            }
        }
    }

    /// Whether a word for nothing comes next.
    fn is_null(&self) -> bool {
        let (word, after) = self.rest().split_at(self.word_length());
        let after = after.trim_start_matches([' ', '\t', '\r']);
        let is_whole = after.is_empty() || after.starts_with(['\n', '#', ',', ']', '}']);
        is_whole && matches!(word, "~" | "null" | "Null" | "NULL")
    }

    /// The length of a word that is no text: up to a blank, or a sign that ends it.
    fn word_length(&self) -> usize {
        let mut bytes = self.rest().bytes().enumerate();
        bytes.position(|(at, byte)| self.ends_word(at, byte)).unwrap_or(self.rest().len())
    }

    fn ends_word(&self, at: usize, byte: u8) -> bool {
        byte.is_ascii_whitespace()
            || byte == b':' && self.is_blank(at + 1)
            || self.brackets > 0 && matches!(byte, b',' | b']' | b'}' | b':')
    }

    fn word(&mut self) {
        self.at += self.word_length();
    }

    /// Reads a value that holds no others; returns its bytes in its first line.
    fn scalar(&mut self, value: &Value) -> Option<Range<usize>> {
        let start = self.at;
        match (self.byte(0)?, value) {
            (b'"', _) => self.quoted('"')?,
            (b'\'', _) => self.quoted('\'')?,
            (_, Value::String(text)) => self.plain(text)?,
            _ => self.word(),
        }
        if self.at == start {
            return None;
        }
        let written = &self.text[start..self.at];
        let line = written.find('\n').map_or(written, |end| &written[..end]);
        Some(start..start + line.trim_end().len())
    }

    fn quoted(&mut self, quote: char) -> Option<()> {
        self.at += 1;
        loop {
            let next = self.rest().find(['\\', quote])?;
            self.at += next + 1;
            let is_escape = self.text.as_bytes()[self.at - 1] == b'\\';
            if is_escape && quote == '"' {
                self.at += self.rest().chars().next()?.len_utf8();
            } else if !is_escape && self.rest().starts_with(quote) && quote == '\'' {
                self.at += 1;
            } else if !is_escape {
                return Some(());
            }
        }
    }

    /// Reads a text without quotes, or in lines of its own: its letters as they are, whatever is between them.
    fn plain(&mut self, text: &str) -> Option<()> {
        if matches!(self.byte(0), Some(b'|' | b'>')) && self.is_block_header() {
            self.skip_line();
        }
        for word in text.split(is_space).filter(|word| !word.is_empty()) {
            self.at += self.rest().len() - self.rest().trim_start_matches(is_space).len();
            self.at += self.rest().strip_prefix(word).map(|_| word.len())?;
        }
        Some(())
    }

    /// Whether a line ends behind the sign that begins a text in lines of its own.
    fn is_block_header(&self) -> bool {
        let line = self.rest().lines().next().unwrap_or_default();
        let after = line[1..]
            .trim_start_matches(['+', '-'])
            .trim_start_matches(|c: char| c.is_ascii_digit());
        let after = after.trim_start_matches(['+', '-']);
        after.trim().is_empty()
            || after.trim_start().starts_with('#') && after.starts_with([' ', '\t'])
    }

    /// Goes behind the bracket that closes a list or a block.
    fn close(&mut self, bracket: u8) -> Option<()> {
        self.skip(Until::Value);
        (self.byte(0)? == bracket).then_some(())?;
        self.at += 1;
        self.brackets -= 1;
        Some(())
    }

    fn list(&mut self, items: &[Value]) -> Option<Marks> {
        let start = self.at;
        let is_flow = self.byte(0)? == b'[';
        let mut marks = Vec::with_capacity(items.len());
        if is_flow {
            self.at += 1;
            self.brackets += 1;
        }
        for item in items {
            self.skip(if is_flow { Until::Value } else { Until::Sign });
            if !is_flow {
                (self.byte(0)? == b'-' && self.is_blank(1)).then_some(())?;
                self.at += 1;
            }
            marks.push(self.value(item)?);
        }
        if is_flow {
            self.close(b']')?;
        }
        Some(Marks { range: self.first_line(start, is_flow), inner: Inner::List(marks) })
    }

    fn map(&mut self, entries: &[(String, Value)]) -> Option<Marks> {
        let start = self.at;
        let is_flow = self.byte(0)? == b'{';
        if is_flow {
            self.at += 1;
            self.brackets += 1;
        }
        let mut marks = Entries::default();
        for (key, value) in entries {
            self.skip(Until::Value);
            // The value of a key is text, whatever it looks like; and so it is written.
            if matches!(self.byte(0), Some(b'&' | b'!' | b'?' | b'*')) {
                return None;
            }
            let range =
                if key == "null" && !self.is_null() && !self.rest().starts_with(key.as_str()) {
                    self.at..self.at
                } else {
                    self.key(key)?
                };
            marks.keys.push(range);
            let end = self.at;
            self.skip(Until::Sign);
            let has_value = self.byte(0) == Some(b':');
            marks.by_key.entry(key.clone()).or_default().push(marks.values.len());
            if has_value {
                self.at += 1;
                marks.values.push(self.value(value)?);
            } else if *value == Value::Null {
                self.at = end;
                marks.values.push(Marks { range: end..end, inner: Inner::Scalar });
            } else {
                return None;
            }
        }
        if is_flow {
            self.close(b'}')?;
        }
        Some(Marks { range: self.first_line(start, is_flow), inner: Inner::Map(marks) })
    }

    fn key(&mut self, key: &str) -> Option<Range<usize>> {
        let written = &self.rest()[..self.word_length()];
        if self.byte(0)? != b'"'
            && self.byte(0)? != b'\''
            && !self.rest().starts_with(key.split(is_space).next()?)
        {
            // A number that is written in another way.
            let start = self.at;
            (!written.is_empty()).then_some(())?;
            self.word();
            return Some(start..self.at);
        }
        self.scalar(&Value::String(key.to_owned()))
    }

    /// The bytes of a list or a block that begins at `start` and was read, as far as its first line goes. One in
    /// brackets ends with them.
    fn first_line(&self, start: usize, is_flow: bool) -> Range<usize> {
        let end = if is_flow { self.at } else { self.text.len() };
        let line = self.text[start..end].lines().next().unwrap_or_default();
        let comment = line.find(" #").or_else(|| line.find("\t#")).unwrap_or(line.len());
        start..start + line[..comment].trim_end().len()
    }
}

fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\r' | '\n')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::{locate, parse};

    /// The paths of all values.
    fn paths(value: &Value, path: &mut Vec<PathStep>, found: &mut Vec<(Vec<PathStep>, bool)>) {
        found.push((path.clone(), *value == Value::Null));
        let inner: Vec<(PathStep, &Value)> = match value {
            Value::List(items) => {
                items.iter().enumerate().map(|(at, item)| (PathStep::Index(at), item)).collect()
            }
            Value::Map(entries) => {
                entries.iter().map(|(key, value)| (PathStep::Key(key.clone()), value)).collect()
            }
            _ => Vec::new(),
        };
        for (step, value) in inner {
            path.push(step);
            paths(value, path, found);
            path.pop();
        }
    }

    /// Holds the marks of a text to the places that the library tells; returns how many there are.
    fn compare(text: &str) -> usize {
        let Some(root) = parse::raw(text) else { return 0 };
        let marks = Marks::of(text, &root).unwrap_or_else(|| panic!("no marks: {text}"));
        let mut found = Vec::new();
        paths(&root, &mut Vec::new(), &mut found);
        let mut count = 0;
        for (path, is_empty) in &found {
            for aim in [Aim::Value, Aim::Key] {
                let Some(range) = marks.find(path, aim) else { continue };
                let slow = locate::locate(text, path, aim);
                // The library tells of a name before a value, which may stand on another line.
                if text[slow.start..].starts_with(['\n', '!', '#', '&']) {
                    continue;
                }
                if aim == Aim::Value && *is_empty {
                    assert!(text[range.clone()].is_empty() || range.start == slow.start, "{text}");
                    continue;
                }
                assert_eq!(range.start, slow.start, "{path:?} {aim:?} in {text}");
                count += 1;
            }
        }
        count
    }

    #[test]
    fn every_place_is_where_the_library_says() {
        for text in [
            "title: Ärger # note\nlist: [a, 'b c', \"d\\\"e\", [f], {g: h, i: [j]}]\nmap:\n  inner:\n    - to: x\n      \
             reason: y\n        z\n    -   - 1\n        - 2.5\n  \"quoted\": |\n    # text\n\n    more: text\n  last: >-\n   a\n\n   b\n",
            "- a: |\n    x\n  b: y\n-\n  c: d\n- ~\n- null\n- true\n- 'it''s'\n",
            "c: &x [1, 2]\nd: *x\ne: !!str f\ng: &y\n  h: i\nj: k l\n",
            "---\na: {b: c,\n  d: e}\nf: [\n  g,\n  # no\n  h, ]\n1: x\n0x10: y\ntrue: z\n\"k\": \"l\n  m\"\n",
            "%YAML 1.1\n---\na: 'b\n\n  c'\n\"d\\u0041\": e\n'f''g': h#i\nj: 'k' # l\n",
            "a:\nb: ''\nc: [, d]\n",
            "[a: b, c]",
            "{a, b: , c: d}",
            "just text\n",
            "\"x\"",
            "a: \"b: [c\"\nd: -1\ne: - 2\n",
            "a: -b\nc: x-y:z\nd: http://e\n",
        ] {
            if parse::raw(text).is_some() {
                assert!(compare(text) > 0, "{text}");
            }
        }
    }

    #[test]
    fn random_texts_have_their_places_where_the_library_says() {
        let parts = [
            "a: ",
            "b: ",
            "\"c d\": ",
            "- ",
            "  ",
            "    ",
            "\n",
            "\n",
            "\n  ",
            "x",
            "y z",
            "'q: r'",
            "\"s\\\"t\"",
            "[",
            "]",
            "{",
            "}",
            ", ",
            "# no\n",
            " # no\n",
            "|\n    text\n    # more\n",
            ">-\n    text\n",
            "1",
            "~",
            "&n ",
            "*n",
            "!t ",
            "é",
        ];
        let (mut state, mut count) = (7_usize, 0);
        for _ in 0..60_000 {
            let mut text = String::new();
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            for _ in 0..2 + (state >> 40) % 12 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                text.push_str(parts[(state >> 33) % parts.len()]);
            }
            // Where text and values do not agree, the library is asked.
            let is_known = |root: &Value| Marks::of(&text, root).is_some();
            if parse::raw(&text).as_ref().is_some_and(is_known) {
                count += compare(&text);
            }
        }
        assert!(count > 5_000, "{count}");
    }

    #[test]
    fn the_second_use_of_a_key_is_found() {
        let text = "a: 1\nb: 2\na: 3\n";
        let root = parse::raw(text).expect("it is YAML");
        let marks = Marks::of(text, &root).expect("they agree");
        assert_eq!(marks.find(&[PathStep::Key("a".to_owned())], Aim::RepeatedKey(2)), Some(10..11));
    }
}
