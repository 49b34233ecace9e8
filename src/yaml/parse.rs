//! Text to [`Value`], by `serde_yaml`.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::{Aim, KeyPath, PathStep, Slice, Value, flow, locate};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Fix};

/// Reads a YAML text; reports what is wrong with it. `None` if it cannot be read.
pub(super) fn parse(slice: &Slice, diagnostics: &mut Diagnostics) -> Option<Value> {
    let text = slice.text();
    let blank = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    if text.lines().all(blank) {
        return Some(Value::Null);
    }
    if let Some(at) = flow::too_deep(text) {
        let span = slice.file.span(slice.start + at, slice.start + at + 1);
        diagnostics.push(Diagnostic::new(Code::NestingTooDeep, NESTED).at(span));
        return None;
    }
    match serde_yaml::from_str::<RawValue>(text) {
        Ok(parsed) => {
            let mut root = parsed.0;
            remove_repeated_keys(&mut root, &KeyPath::default(), slice, diagnostics);
            Some(root)
        }
        Err(error) => {
            diagnostics.push(syntax_error(&error, slice));
            None
        }
    }
}

/// The values of a text, in which keys may stand twice; `None` if it is not YAML.
pub(super) fn raw(text: &str) -> Option<Value> {
    if flow::too_deep(text).is_some() {
        return None;
    }
    serde_yaml::from_str::<RawValue>(text).ok().map(|parsed| parsed.0)
}

/// The report of values in values in values.
const NESTED: &str = "values are nested too deep";

/// The mark before the messages of our own visitors, which tells them from the path that `serde_yaml` puts before.
const OWN: &str = "\u{1}";

fn syntax_error(error: &serde_yaml::Error, slice: &Slice) -> Diagnostic {
    let text = slice.text();
    let parsed = ParserMessage::new(&error.to_string());
    let at = parsed.context_place.or(error.location().map(|place| (place.line(), place.column())));
    let at = at.map_or(0, |(line, column)| locate::byte_offset(text, line, column));
    let Slip { at, help, fix } = slip(text, at, &parsed);
    let length = text[at..].chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8);
    let code = if parsed.is_nesting { Code::NestingTooDeep } else { Code::YamlSyntax };
    let span = slice.file.span(slice.start + at, slice.start + at + length);
    let mut diagnostic = Diagnostic::new(code, parsed.message).at(span);
    diagnostic.help = help.map(str::to_owned);
    diagnostic.fix = fix.filter(|fix| fix.mends(text)).map(|fix| fix.in_file(slice));
    diagnostic
}

/// The library's message, taken apart.
struct ParserMessage {
    message: String,
    /// "while parsing a flow sequence".
    context: String,
    /// Line and column where a bracket or a quote that is not closed was opened.
    context_place: Option<(usize, usize)>,
    is_nesting: bool,
}

impl ParserMessage {
    fn new(text: &str) -> ParserMessage {
        let (text, context) = text.split_once(", while ").unwrap_or((text, ""));
        let problem = text.split(" at line ").next().unwrap_or(text);
        let problem = problem.split(" at position ").next().unwrap_or(problem);
        let problem = problem.split_once(OWN).map_or(problem, |(_, own)| own);
        let is_nesting = problem.contains("recursion limit");
        let message = match problem {
            _ if is_nesting => NESTED.to_owned(),
            _ if problem.contains("repetition limit") => {
                "aliases repeat too much content".to_owned()
            }
            _ if problem.contains("more than one document") => {
                "not valid YAML: there is more than one document".to_owned()
            }
            problem => format!("not valid YAML: {problem}"),
        };
        let opened = ["flow", "quoted scalar", "simple key"].iter().any(|it| context.contains(it));
        let (context, place) = context.split_once(" at line ").unwrap_or((context, ""));
        let context_place = place
            .split_once(" column ")
            .filter(|_| opened)
            .and_then(|(line, column)| Some((line.parse().ok()?, column.parse().ok()?)));
        ParserMessage { message, context: context.to_owned(), context_place, is_nesting }
    }
}

/// Where a mistake is and how to fix it, as far as experience tells.
struct Slip {
    at: usize,
    help: Option<&'static str>,
    fix: Option<SlipFix>,
}

/// Bytes of the text, and what they should be.
struct SlipFix {
    place: Range<usize>,
    text: String,
}

impl SlipFix {
    /// Whether the text can be read with it.
    fn mends(&self, text: &str) -> bool {
        let mut mended = text.to_owned();
        mended.replace_range(self.place.clone(), &self.text);
        raw(&mended).is_some()
    }

    fn in_file(self, slice: &Slice) -> Fix {
        let Range { start, end } = self.place;
        Fix { span: slice.file.span(slice.start + start, slice.start + end), text: self.text }
    }
}

/// Beginners make a handful of mistakes; the library points to where it gave up, which is often
/// not where they are.
fn slip(text: &str, at: usize, parsed: &ParserMessage) -> Slip {
    let here = |help| Slip { at, help, fix: None };
    if parsed.is_nesting {
        return here(None);
    }
    if parsed.message.contains("control characters") {
        let found = text.find(|c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
        return Slip { at: found.unwrap_or(at), help: None, fix: None };
    }
    if parsed.message.contains("more than one document") {
        let second = text.find("\n---").map_or(at, |newline| newline + 1);
        return Slip {
            at: second,
            help: Some("remove the `---` line: one file holds one document"),
            fix: None,
        };
    }
    let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[line_start..].lines().next().unwrap_or_default();
    if let Some(tab) = line.find('\t').filter(|tab| line[..*tab].trim().is_empty()) {
        let help = "indent with spaces: YAML does not allow tabs";
        return Slip { at: line_start + tab, help: Some(help), fix: None };
    }
    if let Some(found) = quote_in_quotes(line, line_start) {
        return found;
    }
    if parsed.context.contains("flow") {
        return here(Some("close the bracket, or write one item a line after `- `"));
    }
    if parsed.context.contains("quoted scalar") {
        return here(Some("close the quote on the same line, or leave both out"));
    }
    if parsed.message.contains("could not find expected ':'")
        && let Some(found) = second_line(text, line_start)
    {
        return found;
    }
    let above = text[..line_start.saturating_sub(1)].rfind('\n').map_or(0, |newline| newline + 1);
    if parsed.message.contains("mapping values") && line_start > 0 {
        if let Some(colon) = colon_without_space(&text[above..line_start]) {
            let help = Some("write a space after the colon");
            let place = above + colon + 1..above + colon + 1;
            let fix = Some(SlipFix { place, text: " ".to_owned() });
            return Slip { at: above + colon, help, fix };
        }
        let indented = line.starts_with(' ') && !text[above..line_start].trim_end().ends_with(':');
        let value = line.split_once(": ").map_or("", |(_, value)| value);
        if indented && !value.contains(": ") {
            return here(Some("begin the key in the column of the one above"));
        }
    }
    let value = line.split_once(": ").map_or("", |(_, value)| value);
    let value_at = line_start + line.len() - value.len();
    if value.starts_with(['@', '`', '%', '*', '&', '!']) {
        let help = "put a value that begins with a special character in double quotes";
        return Slip { at: value_at, help: Some(help), fix: None };
    }
    if value.contains(": ") && !value.starts_with(['"', '\'']) {
        let help = Some("put a value that holds a colon in double quotes");
        let value = value.trim_end();
        let fix =
            in_quotes(value).map(|text| SlipFix { place: value_at..value_at + value.len(), text });
        return Slip { at, help, fix };
    }
    here(None)
}

/// A value whose quotation marks stand in it, too: `'Children's books'`.
fn quote_in_quotes(line: &str, line_start: usize) -> Option<Slip> {
    let value = value_of(line)?.trim_end();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let inside = value.strip_prefix(quote)?.strip_suffix(quote)?;
    let escaped = if quote == '"' { "\\\"" } else { "\'\'" };
    if !inside.replace(escaped, "").contains(quote) || inside.contains("\", ") {
        return None;
    }
    let start = line_start + line.trim_end().len() - value.len();
    let help = match quote {
        '"' => "put a value that holds double quotes in single quotes",
        _ => "put a value that holds an apostrophe in double quotes",
    };
    let place = start..start + value.len();
    let fix = in_quotes(inside).map(|text| SlipFix { place, text });
    Some(Slip { at: start, help: Some(help), fix })
}

/// What stands behind the key or the dash of a line.
fn value_of(line: &str) -> Option<&str> {
    let item = line.trim_start().strip_prefix("- ").unwrap_or(line);
    let value = item.split_once(": ").map_or(item, |(_, value)| value).trim_start();
    (value.len() < line.len()).then_some(value)
}

/// A text in the quotes that it does not hold itself; `None` if it holds both, or a sign that they would change.
fn in_quotes(text: &str) -> Option<String> {
    match (text.contains(['"', '\\']), text.contains('\'')) {
        (false, _) => Some(format!("\"{text}\"")),
        (true, false) => Some(format!("'{text}'")),
        (true, true) => None,
    }
}

/// A line that goes on with the value above it, and is not indented.
fn second_line(text: &str, line_start: usize) -> Option<Slip> {
    let above = text[..line_start].lines().next_back()?;
    let value = above.split_once(": ").map_or("", |(_, value)| value).trim_start();
    if value.is_empty() || value.starts_with(['"', '\'', '[', '{', '|', '>']) {
        return None;
    }
    let goes_on = |line: &&str| {
        !line.trim().is_empty() && !line.contains(':') && !line.starts_with(['-', '#'])
    };
    let lines = text[line_start..].split_inclusive('\n').take_while(goes_on);
    let length = lines.map(str::len).sum::<usize>();
    let lines = text[line_start..line_start + length].trim_end();
    let place = line_start..line_start + lines.len();
    let fix = Some(SlipFix { place, text: format!("  {}", lines.replace('\n', "\n  ")) });
    Some(Slip {
        at: line_start,
        help: Some("indent a line that goes on with the value above it"),
        fix,
    })
}

/// Where a line says `key:value`.
fn colon_without_space(line: &str) -> Option<usize> {
    let colon = line.find(':')?;
    let is_key = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let next = line[colon + 1..].chars().next()?;
    let slip =
        !next.is_whitespace() && !line[..colon].is_empty() && line[..colon].chars().all(is_key);
    slip.then_some(colon)
}

/// The help for a document that is one line of text where keys belong.
pub(super) fn missing_space(text: &str) -> bool {
    colon_without_space(text).is_some_and(|colon| !text[colon..].starts_with("://"))
}

/// Later uses of a key are reported and dropped.
fn remove_repeated_keys(
    value: &mut Value,
    place: &KeyPath,
    slice: &Slice,
    diagnostics: &mut Diagnostics,
) {
    match value {
        Value::Map(entries) => {
            let mut kept: Vec<(String, Value)> = Vec::with_capacity(entries.len());
            let mut uses: HashMap<String, usize> = HashMap::new();
            for (key, mut inner) in entries.drain(..) {
                let inner_place = place.then(PathStep::Key(key.clone()));
                let nth = uses.entry(key.clone()).and_modify(|uses| *uses += 1).or_insert(1);
                if *nth == 1 {
                    remove_repeated_keys(&mut inner, &inner_place, slice, diagnostics);
                    kept.push((key, inner));
                } else {
                    let repeated = slice.locate(&inner_place, Aim::RepeatedKey(*nth));
                    diagnostics.push(duplicate_key(
                        &key,
                        repeated,
                        slice.locate(&inner_place, Aim::Key),
                    ));
                }
            }
            *entries = kept;
        }
        Value::List(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                remove_repeated_keys(item, &place.then(PathStep::Index(index)), slice, diagnostics);
            }
        }
        _ => {}
    }
}

fn duplicate_key(
    key: &str,
    repeated: crate::source::Span,
    first: crate::source::Span,
) -> Diagnostic {
    Diagnostic::new(Code::DuplicateKey, format!("the key `{key}` stands twice in this block"))
        .at(repeated)
        .note_at("it stands here first, and this value counts", first)
        .help("remove one of the two")
}

/// A value as the deserializer makes it, with repeated keys still in it.
struct RawValue(Value);

impl<'de> Deserialize<'de> for RawValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<RawValue, D::Error> {
        deserializer.deserialize_any(ParsedVisitor).map(RawValue)
    }
}

struct ParsedVisitor;

impl<'de> Visitor<'de> for ParsedVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Integer(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value, E> {
        i64::try_from(value).map(Value::Integer).map_err(|_| own("the number is too large"))
    }

    fn visit_u128<E: de::Error>(self, _: u128) -> Result<Value, E> {
        Err(own("the number is too large"))
    }

    fn visit_i128<E: de::Error>(self, _: i128) -> Result<Value, E> {
        Err(own("the number is too large"))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element::<RawValue>()? {
            list.push(item.0);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Vec::new();
        while let Some((key, value)) = entries.next_entry::<MappingKey, RawValue>()? {
            map.push((key.0, value.0));
        }
        Ok(Value::Map(map))
    }

    fn visit_enum<A: de::EnumAccess<'de>>(self, _: A) -> Result<Value, A::Error> {
        Err(own("tags such as `!name` are not supported"))
    }
}

fn own<E: de::Error>(message: &str) -> E {
    E::custom(format!("{OWN}{message}"))
}

/// A key: a word. Numbers, and true or false, are taken by their text.
struct MappingKey(String);

impl<'de> Deserialize<'de> for MappingKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<MappingKey, D::Error> {
        deserializer.deserialize_any(KeyVisitor)
    }
}

struct KeyVisitor;

impl<'de> Visitor<'de> for KeyVisitor {
    type Value = MappingKey;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<MappingKey, E> {
        Ok(MappingKey(key.to_owned()))
    }

    fn visit_bool<E>(self, key: bool) -> Result<MappingKey, E> {
        Ok(MappingKey(key.to_string()))
    }

    fn visit_i64<E>(self, key: i64) -> Result<MappingKey, E> {
        Ok(MappingKey(key.to_string()))
    }

    fn visit_u64<E>(self, key: u64) -> Result<MappingKey, E> {
        Ok(MappingKey(key.to_string()))
    }

    fn visit_f64<E>(self, key: f64) -> Result<MappingKey, E> {
        Ok(MappingKey(key.to_string()))
    }

    fn visit_unit<E>(self) -> Result<MappingKey, E> {
        Ok(MappingKey("null".to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<MappingKey, A::Error> {
        Err(own("a key cannot be a list or a block"))
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<MappingKey, A::Error> {
        Err(own("a key cannot be a list or a block"))
    }
}
