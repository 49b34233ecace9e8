//! The YAML block at the head of a page to [`FrontMatter`], checked against the page's collection.

use std::sync::Arc;

use jiff::civil::Date;

use super::body;
use crate::config::{Config, Drafts, Field, FieldKind, Project, RelationSchema};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::nearest::nearest;
use crate::site::{
    FieldValue, FrontMatter, Link, Located, Relation, RelationSide, Slug, UrlPath, Visibility,
};
use crate::source::SourceFile;
use crate::yaml::{Document, Fields, Node, Slice, Value};

/// Finds the block between two lines `---` at the start of a file. Returns it and where the
/// Markdown begins.
pub(super) fn split(file: &Arc<SourceFile>, diagnostics: &mut Diagnostics) -> (Slice, usize) {
    let text = &file.text;
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let none = Slice { file: Arc::clone(file), start, end: start };
    let mut lines = text[start..].split_inclusive('\n');
    let Some(first) = lines.next() else {
        return (none, start);
    };
    if first.trim_end() == "+++" {
        let message = "front matter is written in YAML, between two lines `---`";
        let problem = Diagnostic::new(Code::YamlSyntax, message);
        let span = file.span(start, start + 3);
        diagnostics.push(problem.at(span).help("write `key: value` instead of `key = \"value\"`"));
        return (none, start);
    }
    if first.trim_end() != "---" {
        report_misplaced(file, start, diagnostics);
        return (none, start);
    }
    let begin = start + first.len();
    let mut at = begin;
    for line in lines {
        if line.trim_end() == "---" {
            let slice = Slice { file: Arc::clone(file), start: begin, end: at };
            return (slice, at + line.len());
        }
        at += line.len();
    }
    // `---` may be a rule across the page; with a key after it, it is front matter.
    if begins_with_key(&text[begin..]) {
        let message = "the front matter is not closed";
        diagnostics.push(
            Diagnostic::new(Code::UnclosedFrontMatter, message)
                .at(file.span(start, start + 3))
                .label("opened here")
                .help("add a line `---` after the last key"),
        );
    }
    (none, start)
}

/// Whether the first line that says anything is `key:`.
fn begins_with_key(text: &str) -> bool {
    let says_something =
        |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let first = text.lines().take(10).find(says_something).unwrap_or_default();
    let key = first.split_once(':').map_or("", |(key, _)| key);
    !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

/// Front matter after an empty line or a space is text to everyone but its author.
fn report_misplaced(file: &SourceFile, start: usize, diagnostics: &mut Diagnostics) {
    let text = &file.text[start..];
    let blank = text.len() - text.trim_start().len();
    let rest = &text[blank..];
    let Some(after) = rest.strip_prefix("---").filter(|_| blank > 0) else {
        return;
    };
    let Some((line_end, after)) = after.split_once('\n') else {
        return;
    };
    let is_closed = after.lines().any(|line| line.trim_end() == "---");
    if line_end.trim().is_empty() && is_closed && begins_with_key(after) {
        let message = "front matter begins on the first line of the file";
        let span = file.span(start + blank, start + blank + 3);
        let problem = Diagnostic::new(Code::YamlSyntax, message).at(span);
        diagnostics.push(problem.help("remove what stands before the line `---`"));
    }
}

/// Decodes the block; the second result are the links in its Markdown fields. Whatever is wrong
/// is reported and left out.
pub(super) fn decode(
    slice: Slice,
    collection: Option<usize>,
    config: &Config,
    project: &Project,
    diagnostics: &mut Diagnostics,
) -> (FrontMatter, Vec<Link>) {
    let mut links = Vec::new();
    let document = Document::parse(slice, diagnostics);
    let mut front_matter = FrontMatter::empty(document.slice.clone());
    let no_fields = Document { slice: document.slice.clone(), root: Value::Map(Vec::new()) };
    let block = match &document.root {
        // Without any front matter, required fields are still missing.
        Value::Null => no_fields.node().fields(diagnostics),
        Value::Map(_) => document.node().fields(diagnostics),
        _ => {
            let problem = document.node().wrong_type("a block of keys");
            let is_slip = matches!(&document.root, Value::String(text) if begins_with_key(text));
            let help = if is_slip {
                "write a space after the colon"
            } else {
                "write `***` for a rule across the page"
            };
            diagnostics.push(problem.help(help));
            None
        }
    };
    let Some(mut block) = block else {
        // The mistake is told; what would follow from it is not.
        return (front_matter, links);
    };
    common_keys(&mut front_matter, &mut block, project, diagnostics);
    match collection {
        Some(position) => {
            declared_fields(
                &mut front_matter,
                &mut block,
                &mut links,
                position,
                config,
                project,
                diagnostics,
            );
            for unknown in block.unknown() {
                let label = &config.collections[position].label;
                let message = format!("`{label}` have no field `{}`", unknown.key);
                diagnostics.push(unknown.report(Code::UnknownKey, message));
            }
        }
        None => {
            for unknown in block.unknown() {
                let message = format!("nobody knows the key `{}`", unknown.key);
                diagnostics.push(unknown.report(Code::UndeclaredKey, message));
            }
        }
    }
    (front_matter, links)
}

fn common_keys(
    front_matter: &mut FrontMatter,
    block: &mut Fields<'_>,
    project: &Project,
    diagnostics: &mut Diagnostics,
) {
    front_matter.title = block.text("title", diagnostics).filter(|title| !title.trim().is_empty());
    front_matter.description = block.text("description", diagnostics);
    if let Some(node) = block.get("slug") {
        front_matter.slug = slug(&node, diagnostics);
    }
    if let Some(node) = block.get("aliases") {
        let items = node.list(diagnostics).unwrap_or_default();
        front_matter.aliases = items.iter().filter_map(|item| alias(item, diagnostics)).collect();
    }
    if let Some(node) = block.get("tags") {
        front_matter.tags = node.texts(diagnostics);
        front_matter.tags.retain(|tag| !tag.trim().is_empty());
    }
    let mut day = |key| block.get(key).and_then(|node| date(&node, diagnostics));
    front_matter.date = day("date");
    front_matter.updated = day("updated");
    let (publish_on, expires_on) = (day("publish_on"), day("expires_on"));
    if let Some(node) = block.get("weight") {
        let weight = node.integer_in(-1_000_000..=1_000_000_i32, diagnostics);
        front_matter.weight = weight.unwrap_or(0);
    }
    let draft = block.bool("draft", diagnostics).unwrap_or(false);
    front_matter.visibility = visibility(draft, publish_on, expires_on, project.today);
    if let Some(node) = block.get("template") {
        let value = node.text(diagnostics);
        front_matter.template = value.map(|value| Located { value, place: node.place.clone() });
    }
    front_matter.contents = block.bool("contents", diagnostics).unwrap_or(true);
    if let Some(node) = block.get("extra") {
        node.entries(diagnostics);
        front_matter.extra = node.value.clone();
    }
}

fn visibility(
    draft: bool,
    publish_on: Option<Date>,
    expires_on: Option<Date>,
    today: Date,
) -> Visibility {
    if draft {
        return Visibility::Draft;
    }
    if let Some(day) = publish_on.filter(|day| *day > today) {
        return Visibility::Scheduled(day);
    }
    match expires_on.filter(|day| *day <= today) {
        Some(day) => Visibility::Expired(day),
        None => Visibility::Published,
    }
}

fn slug(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Located<Slug>> {
    let text = node.text(diagnostics)?;
    let Some(value) = Slug::parse(&text) else {
        let suggestion = Slug::new(&text);
        let message = format!("`{text}` cannot be a part of an address");
        let problem = Diagnostic::new(Code::InvalidSlug, message).at(node.span());
        let help = format!("use letters, digits and hyphens, as in `{}`", suggestion.as_str());
        diagnostics.push(problem.help(help));
        return None;
    };
    Some(Located { value, place: node.place.clone() })
}

fn alias(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Located<UrlPath>> {
    let text = node.text(diagnostics)?;
    let Some(value) = UrlPath::parse_alias(&text) else {
        let problem = node.invalid(format!("`{text}` is not an address of this site"));
        let help = "write the address from the site's root, such as `/old/page.html`";
        diagnostics.push(problem.help(help));
        return None;
    };
    Some(Located { value, place: node.place.clone() })
}

/// A day. Times of day, which other tools write, are cut off.
fn date(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Date> {
    let Value::String(text) = node.value else {
        diagnostics.push(node.wrong_type(A_DAY));
        return None;
    };
    let Some(day) = day_part(text) else {
        diagnostics.push(node.wrong_type(A_DAY).label("this is written otherwise"));
        return None;
    };
    let parsed: Option<Date> = day.parse().ok();
    if parsed.is_none() {
        let problem = node.wrong_type(&format!("a day, and there is no day `{day}`"));
        diagnostics.push(problem.label("the calendar has no such day"));
    }
    parsed
}

/// `2026-03-31` out of itself or out of `2026-03-31T08:00:00Z`.
fn day_part(text: &str) -> Option<&str> {
    let day = text.get(..10)?;
    let shape = |(at, c): (usize, char)| {
        if matches!(at, 4 | 7) { c == '-' } else { c.is_ascii_digit() }
    };
    let rest = &text[10..];
    let is_time = rest.is_empty()
        || rest.strip_prefix(['T', 't', ' ']).is_some_and(|time| {
            let hour = time.split(':').next().unwrap_or_default();
            hour.len() == 2 && hour.chars().all(|c| c.is_ascii_digit())
        });
    (day.char_indices().all(shape) && is_time).then_some(day)
}

const A_DAY: &str = "a day, written as `2026-03-31`";

fn declared_fields(
    front_matter: &mut FrontMatter,
    block: &mut Fields<'_>,
    links: &mut Vec<Link>,
    position: usize,
    config: &Config,
    project: &Project,
    diagnostics: &mut Diagnostics,
) {
    let schema = &config.collections[position];
    // A draft may be unfinished as long as nobody reads it.
    let is_draft = front_matter.visibility == Visibility::Draft;
    let is_due = !is_draft || project.drafts == Drafts::Include;
    for (field_position, field) in schema.fields.iter().enumerate() {
        let node = block.get(&field.name);
        let Some(node) = node.filter(|node| !(field.required && is_blank(node))) else {
            if field.required && is_due {
                diagnostics.push(missing_field(front_matter, field, &schema.singular));
            }
            continue;
        };
        if let FieldKind::Relation(relation) = &field.kind {
            let side = (position, field_position, RelationSide::Forward);
            let many = relation.cardinality.to_many();
            let found = relations(&node, side, relation, many, config, diagnostics);
            front_matter.relations.extend(found);
            continue;
        }
        let values: Vec<FieldValue> = items(&node, field.list, diagnostics)
            .iter()
            .filter_map(|item| value(item, &field.kind, links, config, diagnostics))
            .collect();
        if !values.is_empty() {
            front_matter.fields.push((field_position, values));
        }
    }
    // Relations of other collections that end here may be written on this side.
    for (from, schema) in config.collections.iter().enumerate() {
        for (field_position, field) in schema.fields.iter().enumerate() {
            let FieldKind::Relation(relation) = &field.kind else {
                continue;
            };
            let Some(inverse) = relation.inverse.as_deref() else {
                continue;
            };
            if relation.to != position || config.collections[position].field(inverse).is_some() {
                continue;
            }
            let Some(node) = block.get(inverse) else {
                continue;
            };
            let side = (from, field_position, RelationSide::Inverse);
            let many = relation.cardinality.is_shared();
            let found = relations(&node, side, relation, many, config, diagnostics);
            front_matter.relations.extend(found);
        }
    }
}

/// Nothing, though it is written: `""` or `[]`.
fn is_blank(node: &Node<'_>) -> bool {
    match node.value {
        Value::String(text) => text.trim().is_empty(),
        Value::List(items) => items.is_empty(),
        _ => false,
    }
}

fn missing_field(front_matter: &FrontMatter, field: &Field, singular: &str) -> Diagnostic {
    let slice = &front_matter.slice;
    let first_line = slice.text().lines().next().map_or(0, str::len);
    let span = slice.file.span(slice.start, slice.start + first_line);
    let message = format!("a page of the kind `{singular}` needs the field `{}`", field.name);
    let mut problem = Diagnostic::new(Code::MissingField, message).at(span);
    if first_line == 0 {
        problem =
            problem.help(format!("begin the file with front matter that has `{}:`", field.name));
    } else if let Some(help) = &field.help {
        problem = problem.help(format!("add `{}:` ({help})", field.name));
    } else {
        problem = problem.help(format!("add `{}:`", field.name));
    }
    problem
}

/// The items of a list field, or the one value of another.
fn items<'a>(node: &Node<'a>, list: bool, diagnostics: &mut Diagnostics) -> Vec<Node<'a>> {
    if list { node.list(diagnostics).unwrap_or_default() } else { vec![node.clone()] }
}

fn value(
    node: &Node<'_>,
    kind: &FieldKind,
    links: &mut Vec<Link>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<FieldValue> {
    Some(match kind {
        FieldKind::String => {
            let text = node.text(diagnostics)?;
            if text.trim_end().contains('\n') {
                diagnostics.push(node.invalid("one line of text is wanted here"));
            }
            FieldValue::String(text.trim().to_owned())
        }
        FieldKind::Text => {
            let markdown = node.text(diagnostics)?;
            let first_link = links.len();
            links.extend(body::links(&markdown, || node.span()));
            FieldValue::Text { markdown, first_link }
        }
        FieldKind::Integer { min, max } => {
            let value = node.integer(diagnostics)?;
            in_range(node, value, *min, *max, diagnostics)?;
            FieldValue::Integer(value)
        }
        FieldKind::Number { min, max } => {
            let value = node.number(diagnostics)?;
            in_range(node, value, *min, *max, diagnostics)?;
            FieldValue::Number(value)
        }
        FieldKind::Boolean => FieldValue::Boolean(node.bool(diagnostics)?),
        FieldKind::Date => FieldValue::Date(date(node, diagnostics)?),
        FieldKind::Url => FieldValue::Url(url(node, diagnostics)?),
        FieldKind::Email => FieldValue::Email(email(node, diagnostics)?),
        FieldKind::OneOf(vocabulary) => {
            FieldValue::Term(*vocabulary, term(node, *vocabulary, config, diagnostics)?)
        }
        FieldKind::Citation => {
            let value = node.text(diagnostics)?;
            FieldValue::Citation(Located { value, place: node.place.clone() })
        }
        FieldKind::Relation(_) => unreachable!("relations are not values"),
    })
}

fn in_range<T: PartialOrd + std::fmt::Display>(
    node: &Node<'_>,
    value: T,
    min: Option<T>,
    max: Option<T>,
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    if let Some(min) = min.filter(|min| value < *min) {
        diagnostics.push(node.invalid(format!("the number has to be at least {min}")));
        return None;
    }
    if let Some(max) = max.filter(|max| value > *max) {
        diagnostics.push(node.invalid(format!("the number has to be at most {max}")));
        return None;
    }
    Some(())
}

fn url(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let text = node.text(diagnostics)?;
    let rest = text.strip_prefix("https://").or(text.strip_prefix("http://"));
    let valid = rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        host.contains('.') && !text.chars().any(|c| c.is_whitespace() || c.is_control())
    });
    if !valid {
        let problem = node.invalid(format!("`{text}` is not a web address"));
        let help = if !text.contains("://") && text.contains('.') && !text.contains(' ') {
            format!("write the whole address: `https://{text}`")
        } else {
            "write the whole address, such as `https://example.org/page`".to_owned()
        };
        diagnostics.push(problem.help(help));
        return None;
    }
    Some(text)
}

fn email(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let text = node.text(diagnostics)?;
    let valid = text.split_once('@').is_some_and(|(name, host)| {
        let plain = |c: char| !c.is_whitespace() && !c.is_control() && c != '@';
        !name.is_empty()
            && host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && name.chars().chain(host.chars()).all(plain)
    });
    if !valid {
        let problem = node.invalid(format!("`{text}` is not an e-mail address"));
        diagnostics.push(problem.help("write it like `name@example.org`"));
        return None;
    }
    Some(text)
}

/// The position of a value in its vocabulary.
fn term(
    node: &Node<'_>,
    vocabulary: usize,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    let text = node.text(diagnostics)?;
    let vocabulary = &config.vocabularies[vocabulary];
    if let Some(position) = vocabulary.position(&text) {
        return Some(position);
    }
    let values = || vocabulary.terms.iter().map(|term| term.value.as_str());
    let by_label = vocabulary.terms.iter().find(|term| term.label.eq_ignore_ascii_case(&text));
    let meant = by_label.map(|term| term.value.as_str()).or_else(|| nearest(&text, values()));
    let message = format!("`{text}` is not a value of `{}`", vocabulary.name);
    let problem = Diagnostic::new(Code::UnknownValue, message).at(node.span()).did_you_mean(meant);
    let all: Vec<String> = values().map(|value| format!("`{value}`")).collect();
    diagnostics.push(problem.note(format!("the values are {}", all.join(", "))));
    None
}

/// The entries of a relation: names of pages, or blocks with `to`, `reason` and `strength`.
fn relations(
    node: &Node<'_>,
    (collection, field, side): (usize, usize, RelationSide),
    schema: &RelationSchema,
    many: bool,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Vec<Relation> {
    let mut found = Vec::new();
    if !many && matches!(node.value, Value::List(_)) {
        diagnostics.push(node.wrong_type("the name of one page"));
        return found;
    }
    for item in items(node, many, diagnostics) {
        let plain = |to: Node<'_>, value| Relation {
            field: (collection, field),
            side,
            to: Located { value, place: to.place },
            reason: None,
            strength: None,
        };
        if !matches!(item.value, Value::Map(_)) {
            found.extend(item.text(diagnostics).map(|value| plain(item.clone(), value)));
            continue;
        }
        let Some(mut block) = item.fields(diagnostics) else {
            continue;
        };
        // `require` would name the list's key; the block itself is the place here.
        let Some(to) = block.get("to") else {
            let problem = Diagnostic::new(Code::MissingKey, "the key `to` is missing here");
            diagnostics.push(problem.at(item.span()).help("add `to:` with the page's file name"));
            continue;
        };
        let Some(value) = to.text(diagnostics) else {
            continue;
        };
        let mut relation = plain(to, value);
        relation.reason = block.text("reason", diagnostics);
        if let Some(vocabulary) = schema.strength
            && let Some(node) = block.get("strength")
        {
            relation.strength = term(&node, vocabulary, config, diagnostics);
        }
        block.finish(diagnostics);
        found.push(relation);
    }
    found
}

impl FrontMatter {
    /// What a page without front matter has.
    fn empty(slice: Slice) -> FrontMatter {
        FrontMatter {
            slice,
            title: None,
            description: None,
            slug: None,
            aliases: Vec::new(),
            tags: Vec::new(),
            date: None,
            updated: None,
            weight: 0,
            visibility: Visibility::Published,
            template: None,
            contents: true,
            fields: Vec::new(),
            relations: Vec::new(),
            extra: Value::Map(Vec::new()),
        }
    }
}
