//! What each column of a table holds, and the field that it becomes.

use std::collections::{BTreeMap, HashSet};

use super::dates::{self, DayForm};
use super::rows::TableText;
use super::{label, paragraphs};
use crate::config::PageKeys;
use crate::convert::PlainValue;
use crate::site::Slug;

/// Values of a vocabulary at most, and how often each has to be there.
const MOST_VALUES: usize = 12;
const FEWEST_USES: usize = 2;

/// Letters from which on a value is longer than a line.
const LONG: usize = 200;

/// A column and what becomes of it.
pub(super) struct Column {
    pub(super) position: usize,
    /// The name in the table, as readers see it.
    pub(super) label: String,
    /// The key in front matter and settings.
    pub(super) key: String,
    pub(super) kind: ColumnKind,
    /// Whether its days could be read in two ways.
    pub(super) is_ambiguous: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum ColumnKind {
    /// No row has a value.
    Empty,
    Title,
    /// The text of the page.
    Body,
    /// Values that stand there again and again: by their words, their short names. `divider` is what stands between
    /// several in a cell.
    Vocabulary {
        names: BTreeMap<String, String>,
        divider: Option<char>,
    },
    Day(DayForm),
    Url,
    Email,
    Integer,
    Number,
    Boolean,
    /// One line.
    Words,
    /// Several lines, or a long one.
    Text,
}

/// The columns of a table; `title` is the position of the one with titles.
pub(super) fn of(table: &TableText, title: usize) -> Vec<Column> {
    let mut keys = HashSet::new();
    let mut columns: Vec<Column> = table
        .names
        .iter()
        .enumerate()
        .map(|(position, name)| {
            let values =
                table.rows.iter().map(|row| row.cell(position)).filter(|cell| !cell.is_empty());
            let values: Vec<&str> = values.collect();
            let kind = if position == title { ColumnKind::Title } else { kind(&values) };
            let is_ambiguous =
                kind == ColumnKind::Words && dates::forms(values.iter().copied()).len() > 1;
            let key = key(name, position, &kind, &mut keys);
            Column { position, label: label(name), key, kind, is_ambiguous }
        })
        .collect();
    choose_body(&mut columns, table);
    columns
}

/// The longest of the long columns is the text of the pages.
fn choose_body(columns: &mut [Column], table: &TableText) {
    let length = |column: &&mut Column| {
        table.rows.iter().map(|row| row.cell(column.position).len()).sum::<usize>()
    };
    let long = columns.iter_mut().filter(|column| column.kind == ColumnKind::Text);
    if let Some(body) = long.max_by_key(length) {
        body.kind = ColumnKind::Body;
    }
}

/// What all values of a column are.
fn kind(values: &[&str]) -> ColumnKind {
    let all = |is_one: fn(&str) -> bool| values.iter().all(|value| is_one(value));
    if values.is_empty() {
        return ColumnKind::Empty;
    }
    if all(|value| matches!(value.to_ascii_lowercase().as_str(), "true" | "false")) {
        return ColumnKind::Boolean;
    }
    if all(is_integer) {
        return ColumnKind::Integer;
    }
    if all(is_number) {
        return ColumnKind::Number;
    }
    match dates::forms(values.iter().copied()).as_slice() {
        [] => {}
        [form] => return ColumnKind::Day(*form),
        _ => return ColumnKind::Words,
    }
    if all(is_url) {
        return ColumnKind::Url;
    }
    if all(is_email) {
        return ColumnKind::Email;
    }
    if let Some(vocabulary) =
        [None, Some(';'), Some('|')].into_iter().find_map(|divider| vocabulary(values, divider))
    {
        return vocabulary;
    }
    let is_long = values.iter().any(|value| value.contains('\n') || value.chars().count() > LONG);
    if is_long { ColumnKind::Text } else { ColumnKind::Words }
}

/// A vocabulary, if the values are few, short, and each is there more than once.
fn vocabulary(values: &[&str], divider: Option<char>) -> Option<ColumnKind> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for value in values.iter().flat_map(|value| parts(value, divider)) {
        *counts.entry(value).or_default() += 1;
    }
    let are_short = counts.keys().all(|value| value.chars().count() <= 60 && !value.contains('\n'));
    let are_repeated = counts.values().all(|count| *count >= FEWEST_USES);
    if counts.is_empty() || counts.len() > MOST_VALUES || !are_short || !are_repeated {
        return None;
    }
    let mut taken = HashSet::new();
    let names = counts.into_keys().map(|value| {
        let slug = Slug::new(value);
        let slug = if slug.as_str() == "index" { slug.numbered(1) } else { slug };
        let numbered = (2..).map(|number| slug.numbered(number));
        let mut wanted = std::iter::once(slug.clone()).chain(numbered);
        let free = wanted.find(|name| taken.insert(name.as_str().to_owned()));
        (value.to_owned(), free.unwrap_or(slug).as_str().to_owned())
    });
    Some(ColumnKind::Vocabulary { names: names.collect(), divider })
}

/// The values of a cell.
fn parts(cell: &str, divider: Option<char>) -> impl Iterator<Item = &str> {
    let parts = cell.split(move |letter| Some(letter) == divider);
    parts.map(str::trim).filter(|part| !part.is_empty())
}

/// A number as YAML reads it back: no sign before it but a minus, no zeros that mean something.
fn is_integer(value: &str) -> bool {
    let digits = value.strip_prefix('-').unwrap_or(value);
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit())
        && (digits == "0" || !digits.starts_with('0'));
    is_plain && value.parse::<i64>().is_ok()
}

fn is_number(value: &str) -> bool {
    is_integer(value)
        || value.split_once('.').is_some_and(|(whole, part)| {
            is_integer(whole) && !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
        })
}

fn is_url(value: &str) -> bool {
    let rest = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        host.contains('.') && !value.chars().any(|c| c.is_whitespace() || c.is_control())
    })
}

fn is_email(value: &str) -> bool {
    value.split_once('@').is_some_and(|(name, host)| {
        let is_plain = |c: char| !c.is_whitespace() && !c.is_control() && c != '@';
        let has_dot = host.contains('.') && !host.starts_with('.') && !host.ends_with('.');
        !name.is_empty() && has_dot && name.chars().chain(host.chars()).all(is_plain)
    })
}

/// The key of a column: its name in letters, digits and underscores. A key that means something on every page is taken
/// only by a column that means the same.
fn key(label: &str, position: usize, kind: &ColumnKind, taken: &mut HashSet<String>) -> String {
    let slug = Slug::new(label).as_str().replace('-', "_");
    let slug = if label.trim().is_empty() { format!("column_{}", position + 1) } else { slug };
    let slug = if PageKeys::is_reserved(&slug) && !is_page_key(&slug, kind) {
        format!("{slug}_of_row")
    } else {
        slug
    };
    let numbered = (2..).map(|number| format!("{slug}_{number}"));
    let mut wanted = std::iter::once(slug.clone()).chain(numbered);
    wanted.find(|key| taken.insert(key.clone())).unwrap_or(slug)
}

/// Whether a column has the meaning of the key of every page.
fn is_page_key(key: &str, kind: &ColumnKind) -> bool {
    match key {
        "description" => *kind == ColumnKind::Words,
        "date" | "updated" => matches!(kind, ColumnKind::Day(_)),
        _ => false,
    }
}

impl Column {
    /// The value of a cell in front matter; `None` if there is none.
    pub(super) fn value(&self, cell: &str) -> Option<PlainValue> {
        let text = |words: &str| PlainValue::Text(words.to_owned());
        if cell.is_empty() {
            return None;
        }
        Some(match &self.kind {
            ColumnKind::Empty | ColumnKind::Title | ColumnKind::Body => return None,
            ColumnKind::Vocabulary { names, divider } => {
                let mut values = parts(cell, *divider).filter_map(|value| names.get(value));
                if divider.is_some() {
                    PlainValue::List(values.map(|name| text(name)).collect())
                } else {
                    text(values.next()?)
                }
            }
            ColumnKind::Day(form) => PlainValue::Literal(dates::day(cell, *form)?),
            ColumnKind::Integer | ColumnKind::Number => PlainValue::Literal(cell.to_owned()),
            ColumnKind::Boolean => PlainValue::Literal(cell.to_ascii_lowercase()),
            ColumnKind::Text => PlainValue::Text(paragraphs(cell)),
            ColumnKind::Url | ColumnKind::Email | ColumnKind::Words => text(cell),
        })
    }

    /// The field in the settings; `None` of a column that is none.
    pub(super) fn field(&self, collection: &str) -> Option<(String, PlainValue)> {
        let kind = match &self.kind {
            ColumnKind::Empty | ColumnKind::Title | ColumnKind::Body => return None,
            ColumnKind::Vocabulary { .. } => "one-of",
            ColumnKind::Day(_) => "date",
            ColumnKind::Url => "url",
            ColumnKind::Email => "email",
            ColumnKind::Integer => "integer",
            ColumnKind::Number => "number",
            ColumnKind::Boolean => "boolean",
            ColumnKind::Words => "string",
            ColumnKind::Text => "text",
        };
        if PageKeys::is_reserved(&self.key) {
            return None;
        }
        let mut field = vec![("type".to_owned(), PlainValue::Text(kind.to_owned()))];
        if let ColumnKind::Vocabulary { divider, .. } = &self.kind {
            field.push((
                "vocabulary".to_owned(),
                PlainValue::Text(self.vocabulary_name(collection)),
            ));
            if divider.is_some() {
                field.push(("list".to_owned(), PlainValue::Literal("true".to_owned())));
            }
        }
        if !self.label.is_empty() {
            field.push(("label".to_owned(), PlainValue::Text(self.label.clone())));
        }
        Some((self.key.clone(), PlainValue::Block(field)))
    }

    /// The vocabulary in the settings, if the column is one.
    pub(super) fn vocabulary(&self, collection: &str) -> Option<(String, PlainValue)> {
        let ColumnKind::Vocabulary { names, .. } = &self.kind else { return None };
        let values =
            names.iter().map(|(label, name)| (name.clone(), PlainValue::Text(label.clone())));
        let block = vec![
            ("label".to_owned(), PlainValue::Text(self.label.clone())),
            ("values".to_owned(), PlainValue::Block(values.collect())),
        ];
        Some((self.vocabulary_name(collection), PlainValue::Block(block)))
    }

    /// The name of its vocabulary, which is a folder of the site: not that of the collection, and not that of tags.
    fn vocabulary_name(&self, collection: &str) -> String {
        let is_taken = self.key == collection || self.key == "tags";
        if is_taken { format!("{}-values", self.key) } else { self.key.clone() }
    }
}
