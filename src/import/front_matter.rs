//! The keys of a page of another tool as keys of ours.
//!
//! In: front matter. Out: the lines to write. What has the same meaning under another name gets ours, what is nobody's
//! goes below `extra`, where templates of the project find it, and each line stays as its author wrote it.

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::config::{PageKeys, SourceDialect};
use crate::parse::{ADDRESS_KEYS, ForeignKey, ORDER_KEYS, is_listing_key};
use crate::site::{Page, Slug, Visibility};
use crate::yaml::Value;

/// What a page gets from its place among others, and from its old address.
#[derive(Clone, Debug)]
pub(super) struct Additions {
    /// The day of the import.
    pub(super) today: Date,
    /// Its place in the menu, where the old tool kept one.
    pub(super) weight: Option<usize>,
    /// Its place by a key of the old tool.
    pub(super) place: Option<i32>,
    /// Old addresses.
    pub(super) aliases: Vec<String>,
}

/// The keys of a page as they are written.
#[derive(Debug)]
pub(super) struct WrittenKeys {
    /// Lines, each with its break; empty if the page needs no keys.
    pub(super) lines: String,
    /// Keys that got another name, another form or another place: the old one.
    pub(super) converted: Vec<String>,
    /// Keys that are gone, each with its lines and the reason.
    pub(super) lost: Vec<LostKey>,
}

#[derive(Debug)]
pub(super) struct LostKey {
    pub(super) words: String,
    pub(super) rule: &'static str,
}

/// The lines of one key at the top of the front matter.
struct KeyBlock {
    key: String,
    lines: String,
}

/// What becomes of a key.
enum Fate {
    Kept,
    /// The same under a name of ours: one line.
    Written(String),
    /// Another line says it.
    Converted,
    /// It goes below `extra`.
    Extra,
}

/// Our keys in the order in which they are written; the others follow, `extra` is last.
const ORDER: [&str; 10] = [
    "title",
    "description",
    "date",
    "updated",
    "tags",
    "weight",
    "slug",
    "draft",
    "publish_on",
    "expires_on",
];

/// Writes the keys of a page.
pub(super) fn written(
    page: &Page,
    root: &Value,
    dialect: SourceDialect,
    more: &Additions,
) -> WrittenKeys {
    let text = page.front_matter.slice.text();
    let mut keys = WrittenKeys { lines: String::new(), converted: Vec::new(), lost: Vec::new() };
    let mut own: Vec<(String, String)> = Vec::new();
    let mut extra = String::new();
    if page.front_matter.is_whole {
        let entries: &[(String, Value)] = match root {
            Value::Map(entries) => entries,
            _ => &[],
        };
        for KeyBlock { key, lines } in blocks(text, entries) {
            let value = entries
                .iter()
                .find(|(name, _)| *name == key)
                .map_or(&Value::Null, |(_, value)| value);
            match fate(&key, value, page, dialect, more) {
                Fate::Kept => own.push((key, lines)),
                Fate::Written(line) => {
                    let name = line.split(':').next().unwrap_or_default().to_owned();
                    own.push((name, line));
                    keys.converted.push(key);
                }
                Fate::Converted => keys.converted.push(key),
                Fate::Extra => {
                    extra +=
                        &if key == "extra" { inner_lines(&lines, value) } else { indented(&lines) };
                    keys.converted.push(key);
                }
            }
        }
    } else if !text.trim().is_empty() {
        let rule = "the front matter cannot be read";
        keys.lost.push(LostKey { words: text.trim().to_owned(), rule });
    }
    add(&mut own, page, more);
    own.dedup_by(|second, first| second.0 == first.0);
    let place = |name: &str| ORDER.iter().position(|known| *known == name).unwrap_or(ORDER.len());
    own.sort_by_key(|(name, _)| place(name));
    keys.lines = own.into_iter().map(|(_, lines)| with_break(lines)).collect();
    if !extra.is_empty() {
        keys.lines += "extra:\n";
        keys.lines += &extra;
    }
    keys
}

/// Adds the keys that the page gets.
fn add(own: &mut Vec<(String, String)>, page: &Page, more: &Additions) {
    let mut line = |name: &str, value: String| {
        if own.iter().all(|(known, _)| known != name) {
            own.push((name.to_owned(), format!("{name}: {value}\n")));
        }
    };
    match page.front_matter.visibility {
        Visibility::Draft => line("draft", "true".to_owned()),
        Visibility::Scheduled(day) => line("publish_on", day.to_string()),
        // The key of a day that has passed is written as any other.
        _ => {}
    }
    let place = more.weight.map(|weight| weight.to_string());
    if let Some(weight) = place.or_else(|| more.place.map(|place| place.to_string())) {
        line("weight", weight);
    }
    if !more.aliases.is_empty() {
        let mut lines = "aliases:\n".to_owned();
        for alias in &more.aliases {
            let _ = writeln!(lines, "  - {}", quoted(alias));
        }
        own.push(("aliases".to_owned(), lines));
    }
}

/// What becomes of a key with a value.
fn fate(key: &str, value: &Value, page: &Page, dialect: SourceDialect, more: &Additions) -> Fate {
    if matches!(value, Value::Null) {
        return Fate::Converted;
    }
    if let Some(ours) = day_key(key) {
        return match first_day(value) {
            // A first day that has come counts no more. The date of a page says it, for some tools.
            Some(day) if ours == "publish_on" && key != ours && day <= more.today => {
                let is_said = page.front_matter.date == Some(day);
                if is_said { Fate::Converted } else { Fate::Extra }
            }
            _ => day(ours, value, key == ours),
        };
    }
    match key {
        "weight" if more.weight.is_none() && matches!(value, Value::Integer(_)) => Fate::Kept,
        "weight" => Fate::Converted,
        _ if ORDER_KEYS.contains(&key) => Fate::Converted,
        _ if key != "draft" && says_published(key) => holding(value),
        "aliases" if dialect == SourceDialect::Obsidian => Fate::Extra,
        _ if ADDRESS_KEYS.contains(&key) => Fate::Converted,
        "id" if dialect == SourceDialect::Docusaurus => Fate::Converted,
        "draft" if page.front_matter.visibility == Visibility::Draft => Fate::Converted,
        // These count here, too.
        _ if is_listing_key(key) => Fate::Kept,
        // Of the same name as one of ours, and of another meaning.
        "template" | "translation" | "translation_of" | "silence" | "review_by" | "reviewed" => {
            Fate::Extra
        }
        _ if key != "extra" && PageKeys::is_reserved(key) => own_key(key, value, page),
        _ => Fate::Extra,
    }
}

/// The day that a value begins with.
fn first_day(value: &Value) -> Option<Date> {
    let Value::String(text) = value else { return None };
    text.get(..10)?.parse().ok()
}

/// Our key for the day that a key names: the same, or one of another tool.
fn day_key(key: &str) -> Option<&'static str> {
    match (key, ForeignKey::named(key)) {
        ("date", _) => Some("date"),
        ("updated" | "lastmod" | "last_modified_at", _) => Some("updated"),
        (_, Some(ForeignKey::FirstDay)) => Some("publish_on"),
        (_, Some(ForeignKey::LastDay)) => Some("expires_on"),
        _ => None,
    }
}

/// Whether a key says that a page is published, or is not.
fn says_published(key: &str) -> bool {
    use ForeignKey::{Draft, Published, PublishedOrDay};
    matches!(ForeignKey::named(key), Some(Draft | Published | PublishedOrDay))
}

/// A day by the name that we have for its key; `is_ours`: whether the key has that name already.
fn day(name: &str, value: &Value, is_ours: bool) -> Fate {
    match value {
        Value::String(text) if is_ours && is_day(text) => Fate::Kept,
        Value::String(text) if text.get(..10).is_some_and(is_day) => {
            Fate::Written(format!("{name}: {}\n", &text[..10]))
        }
        _ => Fate::Extra,
    }
}

/// What says whether a page is published: `draft` says so now, and a day is the first one.
fn holding(value: &Value) -> Fate {
    match value {
        Value::String(text) if text.get(..10).is_some_and(is_day) => {
            Fate::Written(format!("publish_on: {}\n", &text[..10]))
        }
        Value::Bool(_) | Value::String(_) => Fate::Converted,
        _ => Fate::Extra,
    }
}

/// A key of the same name as ours: it stays if its value can be ours.
fn own_key(key: &str, value: &Value, page: &Page) -> Fate {
    match (key, value) {
        ("slug", Value::String(text)) if is_own_slug(text, page) => Fate::Kept,
        ("slug", _) => Fate::Converted,
        ("title" | "description" | "owner", Value::String(text)) if !text.trim().is_empty() => {
            Fate::Kept
        }
        ("title", Value::Integer(_) | Value::Float(_) | Value::Bool(_)) => {
            Fate::Written(format!("title: {}\n", quoted(&page.title)))
        }
        ("tags", Value::List(items)) if items.iter().all(is_text) => Fate::Kept,
        ("tags", Value::String(text)) => Fate::Written(format!("tags: [{}]\n", listed(text))),
        ("draft" | "contents", Value::Bool(_)) => Fate::Kept,
        _ => Fate::Extra,
    }
}

fn is_text(value: &Value) -> bool {
    matches!(value, Value::String(_))
}

/// The old addresses that keys name: one or several of each.
pub(super) fn addresses(root: &Value, dialect: SourceDialect) -> Vec<String> {
    let Value::Map(entries) = root else { return Vec::new() };
    let is_name = |key: &str| key == "aliases" && dialect == SourceDialect::Obsidian;
    let named =
        entries.iter().filter(|(key, _)| ADDRESS_KEYS.contains(&key.as_str()) && !is_name(key));
    named.flat_map(|(_, value)| texts(value)).map(str::to_owned).collect()
}

/// A text, or the texts of a list.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::List(items) => items.iter().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

/// Whether a slug is the last part of the address that the page has here, too.
fn is_own_slug(text: &str, page: &Page) -> bool {
    page.path.stem() != "index" && Slug::parse(text).is_some()
}

fn is_day(text: &str) -> bool {
    text.parse::<Date>().is_ok() && text.len() == 10
}

/// The words of "a, b" as a list.
fn listed(text: &str) -> String {
    let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
    words.map(quoted).collect::<Vec<_>>().join(", ")
}

/// A text as YAML takes it for one.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The lines of each key, with the comments before it. Where they cannot be told apart, each value is written anew.
fn blocks(text: &str, entries: &[(String, Value)]) -> Vec<KeyBlock> {
    let mut blocks: Vec<KeyBlock> = Vec::new();
    let mut between = String::new();
    for line in text.split_inclusive('\n') {
        if let Some(key) = top_key(line) {
            blocks.push(KeyBlock { key, lines: std::mem::take(&mut between) + line });
        } else if line.starts_with('#') || line.trim().is_empty() {
            between += line;
        } else if let Some(last) = blocks.last_mut() {
            last.lines += &std::mem::take(&mut between);
            last.lines += line;
        }
    }
    if let Some(last) = blocks.last_mut() {
        last.lines += between.trim_end_matches(['\n', '\r', ' ']);
    }
    let keys = entries.iter().map(|(key, _)| key);
    let are_told_apart = blocks.iter().map(|block| &block.key).eq(keys);
    let anew = |(key, value): &(String, Value)| KeyBlock {
        key: key.clone(),
        lines: format!("{}: {}\n", quoted(key), value.json()),
    };
    if are_told_apart { blocks } else { entries.iter().map(anew).collect() }
}

/// The key that begins at the start of a line.
fn top_key(line: &str) -> Option<String> {
    let is_outer = !line.starts_with(|c: char| c.is_whitespace() || "#-{}[]|>?&*!".contains(c));
    let (key, rest) = line.split_once(':').filter(|_| is_outer)?;
    let key = key.trim().trim_matches(['"', '\'']);
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then(|| key.to_owned())
}

/// The lines below the key `extra`, as they are.
fn inner_lines(lines: &str, value: &Value) -> String {
    let (_, below) = lines.split_once('\n').unwrap_or((lines, ""));
    let is_below = lines.lines().next().is_some_and(|line| line.trim_end().ends_with(':'));
    match value {
        Value::Map(_) if is_below => indented_by(below, usize::from(!below.starts_with(' ')) * 2),
        Value::Map(entries) => {
            let lines =
                entries.iter().map(|(key, value)| format!("  {}: {}\n", quoted(key), value.json()));
            lines.collect()
        }
        _ => indented(lines),
    }
}

fn indented(lines: &str) -> String {
    indented_by(lines, 2)
}

/// Lines further in; empty ones stay empty.
fn indented_by(lines: &str, columns: usize) -> String {
    let mut inner = String::with_capacity(lines.len() * 2);
    for line in lines.lines() {
        if !line.trim().is_empty() {
            inner += &" ".repeat(columns);
            inner += line;
        }
        inner.push('\n');
    }
    inner
}

fn with_break(mut lines: String) -> String {
    if !lines.ends_with('\n') {
        lines.push('\n');
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_told_apart_by_lines() {
        let text = "# About\ntitle: \"A: b\"\n'tags':\n- one\n- two: x\n\ntext: |\n  title: no\n\n  # no\n# end\n";
        let keys = ["title", "tags", "text"].map(|key| (key.to_owned(), Value::Null));
        let blocks = blocks(text, &keys);
        let lines: Vec<&str> = blocks.iter().map(|block| block.lines.as_str()).collect();
        let expected = [
            "# About\ntitle: \"A: b\"\n",
            "'tags':\n- one\n- two: x\n",
            "\ntext: |\n  title: no\n\n  # no\n# end",
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn keys_in_braces_are_written_anew() {
        let entries = [("a".to_owned(), Value::List(vec![Value::Integer(1)]))];
        let blocks = blocks("{a: [1]}\n", &entries);
        assert_eq!(blocks[0].lines, "\"a\": [1]\n");
    }
}
