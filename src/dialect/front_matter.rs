//! Front matter in TOML (toml.io/en/v1.1.0) between two lines `+++`, as Hugo and Zola write it, as front matter in YAML.
//!
//! What both languages write alike stays as it is, so that reports point at the value that an author wrote.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::edits::Edits;
use super::prose::SourceProse;
use crate::config::SourceDialect;

type TomlEntry<'e, 't> = (&'e Spanned<Cow<'t, str>>, &'e Spanned<DeValue<'t>>);

/// Turns front matter in TOML into YAML. What is no TOML stays as it is.
pub(super) fn translate(prose: &SourceProse<'_>, dialect: SourceDialect, edits: &mut Edits) {
    let Some(place) = toml_place(prose) else { return };
    let Ok(table) = DeTable::parse(&prose.text[place.clone()]) else { return };
    let text = &prose.text[place.clone()];
    let blank = prose.text.len() - prose.text.trim_start_matches('\u{feff}').len();
    edits.remove(blank..opening_sign(prose).start);
    for sign in [opening_sign(prose), place.end..place.end + 3] {
        edits.replace(sign, "---");
    }
    let block = TomlBlock { text, start: place.start, dialect };
    block.translate(table.get_ref(), edits);
}

/// The words of a value in one line, `"A: b"` or `A b`; `None` of a list, a block and the like.
pub(super) fn plain_value(written: &str) -> Option<&str> {
    let value = written.trim();
    let quote = value.chars().next().filter(|sign| matches!(sign, '"' | '\''));
    let words = match quote {
        Some(quote) => value[1..].strip_suffix(quote)?,
        None => value,
    };
    let is_plain = !words.is_empty() && !words.starts_with(['[', '{', '|', '>', '&', '*', '#']);
    is_plain.then_some(words)
}

/// Where the TOML stands between its lines of signs.
fn toml_place(prose: &SourceProse<'_>) -> Option<Range<usize>> {
    let block = &prose.text[..prose.body];
    let sign =
        block.find("+++").filter(|at| block[..*at].trim_matches('\u{feff}').trim().is_empty())?;
    let start = sign + block[sign..].find('\n')? + 1;
    let end = block.rfind("+++").filter(|end| *end >= start)?;
    Some(start..end)
}

/// The sign that opens the block.
fn opening_sign(prose: &SourceProse<'_>) -> Range<usize> {
    let sign = prose.text.find("+++").unwrap_or_default();
    sign..sign + 3
}

struct TomlBlock<'t> {
    text: &'t str,
    /// Where it begins in the page.
    start: usize,
    dialect: SourceDialect,
}

impl TomlBlock<'_> {
    fn translate(&self, table: &DeTable<'_>, edits: &mut Edits) {
        let (tables, values): (Vec<TomlEntry<'_, '_>>, Vec<_>) =
            in_order(table).into_iter().partition(|(_, value)| self.has_header(value));
        let body = values.iter().map(|(_, value)| value.span().end).max().unwrap_or_default();
        let header = self.first_header(body);
        let ends = tables.iter().skip(1).map(|(key, _)| self.line_start(key.span().start));
        let ends: Vec<usize> = ends.chain([self.text.len()]).collect();
        let is_scattered = tables.iter().zip(&ends).any(|((key, value), end)| {
            // Keys with dots and headers of inner tables may stand anywhere.
            key.span().start < header || last(value) > *end
        });
        if is_scattered {
            let place = self.start..self.start + self.text.len();
            return edits.replace(place, self.rewritten(table));
        }
        for entry in &values {
            self.entry(*entry, "", edits);
        }
        for (entry, end) in tables.iter().zip(ends) {
            self.table(*entry, end, table, edits);
        }
    }

    /// Where the first table begins that has a header of its own.
    fn first_header(&self, after: usize) -> usize {
        let rest = &self.text[after..];
        if after == 0 && rest.trim_start().starts_with('[') {
            return rest.len() - rest.trim_start().len();
        }
        let headers = rest.match_indices('\n').map(|(at, _)| after + at + 1);
        headers
            .into_iter()
            .find(|at| self.text[*at..].trim_start_matches([' ', '\t']).starts_with('['))
            .unwrap_or(self.text.len())
    }

    /// Whether a value is a table, or a list of tables, that is not written behind its key.
    fn has_header(&self, value: &Spanned<DeValue<'_>>) -> bool {
        let written = &self.text[value.span()];
        match value.get_ref() {
            DeValue::Table(_) => !written.starts_with('{'),
            DeValue::Array(list) => {
                written.starts_with("[[") && list.iter().any(|one| one.get_ref().is_table())
            }
            _ => false,
        }
    }

    /// Whether a table holds no others with headers.
    fn is_plain(&self, table: &DeTable<'_>) -> bool {
        !table.values().any(|value| self.has_header(value))
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    /// A key and its value on lines of their own.
    fn entry(&self, (key, value): TomlEntry<'_, '_>, margin: &str, edits: &mut Edits) {
        let (name, place) = (key.get_ref(), self.place(key.span()));
        if self.dialect == SourceDialect::Zola && TEMPLATES.contains(&name.as_ref()) {
            let start = self.line_start(key.span().start);
            return edits.remove(self.place(start..value.span().end));
        }
        if is_bare(name) && place.len() == name.len() {
            edits.replace(place.start..place.start, margin);
        } else {
            edits.replace(place.clone(), format!("{margin}{}", quoted(name)));
        }
        edits.replace(place.end..self.start + value.span().start, ": ");
        if !is_alike(value, &self.text[value.span()]) {
            edits.replace(self.place(value.span()), flow(value.get_ref()));
        }
    }

    /// A table that begins with a header and ends where the next one does.
    fn table(&self, entry: TomlEntry<'_, '_>, end: usize, all: &DeTable<'_>, edits: &mut Edits) {
        let (key, value) = entry;
        let start = self.line_start(key.span().start);
        let inner = value.get_ref().as_table().filter(|inner| self.is_plain(inner));
        let Some(inner) = inner else {
            let text = self.entry_rewritten(entry);
            return edits.replace(self.place(start..end), text);
        };
        let header = start + self.text[start..end].find('\n').unwrap_or(end - start);
        let is_taxonomies = key.get_ref() == "taxonomies"
            && in_order(inner).iter().all(|(name, _)| !all.contains_key(&**name.get_ref()));
        let (line, margin) =
            if is_taxonomies { (String::new(), "") } else { (named(key.get_ref()), "  ") };
        edits.replace(self.place(start..header), line);
        for entry in in_order(inner) {
            self.entry(entry, margin, edits);
        }
    }

    fn place(&self, inner: Range<usize>) -> Range<usize> {
        self.start + inner.start..self.start + inner.end
    }

    fn rewritten(&self, table: &DeTable<'_>) -> String {
        in_order(table).into_iter().map(|entry| self.entry_rewritten(entry)).collect()
    }

    fn entry_rewritten(&self, (key, value): TomlEntry<'_, '_>) -> String {
        let is_template = TEMPLATES.contains(&key.get_ref().as_ref());
        if self.dialect == SourceDialect::Zola && is_template {
            return String::new();
        }
        format!("{} {}\n", named(key.get_ref()), flow(value.get_ref()))
    }
}

/// Keys of Zola that name files of its theme, which have a meaning of their own here.
const TEMPLATES: [&str; 2] = ["template", "page_template"];

fn in_order<'e, 't>(table: &'e DeTable<'t>) -> Vec<TomlEntry<'e, 't>> {
    let mut entries: Vec<TomlEntry<'e, 't>> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

/// Where the last part of a value ends.
fn last(value: &Spanned<DeValue<'_>>) -> usize {
    let own = value.span().end;
    let inner = match value.get_ref() {
        DeValue::Table(table) => table.values().map(last).max(),
        DeValue::Array(list) => list.iter().map(last).max(),
        _ => None,
    };
    inner.map_or(own, |inner| inner.max(own))
}

/// Whether YAML reads a value as TOML does.
fn is_alike(value: &Spanned<DeValue<'_>>, written: &str) -> bool {
    match value.get_ref() {
        DeValue::String(_) => !written.starts_with("\"\"\"") && !written.starts_with("'''"),
        DeValue::Integer(_) | DeValue::Float(_) => {
            let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '.');
            written.chars().all(is_part)
        }
        DeValue::Boolean(_) | DeValue::Datetime(_) => true,
        DeValue::Array(list) => !written.contains(['\n', '#']) && are_alike(list),
        DeValue::Table(_) => false,
    }
}

/// Whether a list holds nothing but words and truths, which are the same on one line.
fn are_alike(list: &DeArray<'_>) -> bool {
    list.iter().all(|one| matches!(one.get_ref(), DeValue::String(_) | DeValue::Boolean(_)))
}

fn is_bare(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}

fn named(name: &str) -> String {
    if is_bare(name) { format!("{name}:") } else { format!("{}:", quoted(name)) }
}

/// Words between quotation marks, as YAML reads them.
pub(super) fn quoted(words: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in words.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            sign if sign.is_control() => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(sign));
            }
            letter => quoted.push(letter),
        }
    }
    quoted + "\""
}

/// A value on one line.
fn flow(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(words) => quoted(words),
        DeValue::Integer(number) => whole_number(number.as_str(), number.radix()),
        DeValue::Float(number) => number.as_str().replace('+', ""),
        DeValue::Boolean(truth) => truth.to_string(),
        DeValue::Datetime(time) => time.to_string(),
        DeValue::Array(list) => {
            let items: Vec<String> = list.iter().map(|one| flow(one.get_ref())).collect();
            format!("[{}]", items.join(", "))
        }
        DeValue::Table(table) => {
            let entry = |(key, value): TomlEntry<'_, '_>| {
                format!("{}: {}", quoted(key.get_ref()), flow(value.get_ref()))
            };
            let entries: Vec<String> = in_order(table).into_iter().map(entry).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

fn whole_number(digits: &str, radix: u32) -> String {
    let number = i64::from_str_radix(digits, radix);
    number.map_or_else(|_| quoted(digits), |number| number.to_string())
}

#[cfg(test)]
mod tests {
    use super::super::tests::translated;
    use crate::config::SourceDialect::{Hugo, Zola};

    #[test]
    fn toml_becomes_yaml() {
        for (toml, dialect, yaml) in [
            ("title = \"A \\\"b\\\"\"\nweight = 3\n", Hugo, "title: \"A \\\"b\\\"\"\nweight: 3\n"),
            ("draft=true # no\ndate = 2020-01-02\n", Hugo, "draft: true # no\ndate: 2020-01-02\n"),
            ("a = 'b\\c'\n\"d e\" = 1_000\n", Hugo, "a: 'b\\c'\n\"d e\": 1000\n"),
            ("a = \"\"\"\nb\nc\"\"\"\n", Hugo, "a: \"b\\nc\"\n"),
            ("tags = [\n  \"a\",\n  \"b\",\n]\n", Hugo, "tags: [\"a\", \"b\"]\n"),
            ("tags = ['a', \"b\",]\n", Hugo, "tags: ['a', \"b\",]\n"),
            ("a = 1\n\n[extra]\nb = 0x1F\n", Zola, "a: 1\n\nextra:\n  b: 31\n"),
            ("[taxonomies]\ntags = ['a']\n[extra]\n", Zola, "\ntags: ['a']\nextra:\n"),
            (
                "tags = []\n[taxonomies]\ntags = ['a']\n",
                Zola,
                "tags: []\ntaxonomies:\n  tags: ['a']\n",
            ),
            ("a = 1\n[b.c]\nd = 1\n", Hugo, "a: 1\nb: {\"c\": {\"d\": 1}}\n"),
            ("[[b]]\nc = 1\n[[b]]\nc = 2\n", Hugo, "b: [{\"c\": 1}, {\"c\": 2}]\n"),
            ("b.c = 1\na = 2\n", Hugo, "b: {\"c\": 1}\na: 2\n"),
            ("b = {c = 1}\n", Hugo, "b: {\"c\": 1}\n"),
            ("[a]\nb = 1\n[c]\n[a.d]\ne = 2\n", Hugo, "a: {\"b\": 1, \"d\": {\"e\": 2}}\nc: {}\n"),
            ("template = \"a.html\"\nb = 1\n", Zola, "\nb: 1\n"),
            ("template = \"a\"\n", Hugo, "template: \"a\"\n"),
        ] {
            let text = format!("+++\n{toml}+++\nText\n");
            let made = translated(&text, dialect, &[]);
            assert_eq!(made, format!("---\n{yaml}---\nText\n"));
        }
        let below_blank = translated("\n \n+++\na = 1\n+++  \nText\n", Zola, &[]);
        assert_eq!(below_blank, "---\na: 1\n---  \nText\n");
        for text in ["+++\na = \n+++\n", "+++\n", "+++\n\nText\n"] {
            assert_eq!(translated(text, Hugo, &[]), text);
        }
    }
}
