//! YAML documents to [`Config`]. Names are resolved here, so that the rest of the program deals
//! in positions that are always valid.

use std::collections::BTreeMap;

use super::{
    Cardinality, CollectionSchema, Config, Field, FieldKind, Footer, Home, Layout, MatrixSchema,
    NamedLink, Order, References, RelationSchema, Term, ThemeSettings, UrlStyle, Vocabulary,
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Levels, Severity};
use crate::nearest::nearest;
use crate::source::Span;
use crate::yaml::{Document, Fields, Node};

/// Keys that every page may have; no field of a collection can take their names.
pub(crate) const PAGE_KEYS: [&str; 14] = [
    "title",
    "description",
    "slug",
    "aliases",
    "tags",
    "date",
    "updated",
    "weight",
    "draft",
    "publish_on",
    "expires_on",
    "template",
    "contents",
    "extra",
];

/// Reads the configuration from `fieldguide.yaml` and the files it includes, in that order.
pub(crate) fn load(documents: &[Document], diagnostics: &mut Diagnostics) -> Config {
    let mut config = Config::default();
    let mut declared = Declared::default();
    for document in documents {
        let node = document.node();
        if *node.value == crate::yaml::Value::Null {
            continue;
        }
        let Some(mut fields) = node.fields(diagnostics) else {
            continue;
        };
        settings(&mut config, &mut fields, diagnostics);
        declared.gather(&mut fields, diagnostics);
        fields.finish(diagnostics);
    }
    config.vocabularies = declared
        .vocabularies
        .iter()
        .filter_map(|(name, node)| vocabulary(name, node, diagnostics))
        .collect();
    collections(&mut config, &declared, diagnostics);
    config.matrices = declared
        .matrices
        .iter()
        .filter_map(|(name, node)| matrix(name, node, &config, diagnostics))
        .collect();
    report_taken_folders(&config, &declared, diagnostics);
    report_taken_pages(&config, diagnostics);
    if let Some(node) = &declared.home_collections {
        config.home.collections = Some(named_collections(node, &config, diagnostics));
    }
    config
}

/// What the documents declare by name, before the names are resolved.
#[derive(Default)]
struct Declared<'a> {
    vocabularies: Vec<(&'a str, Node<'a>)>,
    collections: Vec<(&'a str, Node<'a>)>,
    matrices: Vec<(&'a str, Node<'a>)>,
    home_collections: Option<Node<'a>>,
}

impl<'a> Declared<'a> {
    /// Where a relation names its inverse.
    fn inverse_span(&self, collection: &str, field: &str) -> Option<Span> {
        // Whatever is wrong on the way was reported when the fields were read.
        let mut silent = Diagnostics::default();
        let (_, node) = self.collections.iter().find(|(name, _)| *name == collection)?;
        let fields = node.fields(&mut silent)?.get("fields")?.entries(&mut silent);
        let (_, node) = fields.into_iter().find(|(name, _)| *name == field)?;
        Some(node.fields(&mut silent)?.get("inverse")?.span())
    }

    fn gather(&mut self, fields: &mut Fields<'a>, diagnostics: &mut Diagnostics) {
        for (key, list) in [
            ("vocabularies", &mut self.vocabularies),
            ("collections", &mut self.collections),
            ("matrices", &mut self.matrices),
        ] {
            let Some(node) = fields.get(key) else {
                continue;
            };
            for (name, entry) in node.entries(diagnostics) {
                if let Some((_, first)) = list.iter().find(|(known, _)| *known == name) {
                    let message = format!("`{name}` is declared twice in `{key}`");
                    let twice = Diagnostic::new(Code::DuplicateKey, message).at(entry.key_span());
                    diagnostics.push(twice.note_at("first declared here", first.key_span()));
                    continue;
                }
                if !is_name(name) {
                    let message = "names are made of letters, digits, `-` and `_`";
                    let problem = Diagnostic::new(Code::InvalidValue, message);
                    diagnostics.push(problem.at(entry.key_span()));
                    continue;
                }
                list.push((name, entry));
            }
        }
        if let Some(home) = fields.get("home")
            && let Some(mut home) = home.fields(&mut Diagnostics::default())
        {
            self.home_collections = home.get("collections").or(self.home_collections.take());
        }
    }
}

/// Names become file names and addresses.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
}

fn settings(config: &mut Config, fields: &mut Fields<'_>, diagnostics: &mut Diagnostics) {
    // Followed by `read::settings`, which leaves it to us to say what is wrong with it.
    if let Some(node) = fields.get("include") {
        node.texts(diagnostics);
    }
    if let Some(title) = fields.text("title", diagnostics) {
        config.title = title;
    }
    config.description = fields.text("description", diagnostics).or(config.description.take());
    config.author = fields.text("author", diagnostics).or(config.author.take());
    if let Some(node) = fields.get("language") {
        config.language = language(&node, diagnostics).unwrap_or(config.language.clone());
    }
    if let Some(node) = fields.get("base_url") {
        config.base_url = base_url(&node, diagnostics);
    }
    for (key, folder) in [("content", &mut config.content), ("output", &mut config.output)] {
        if let Some(node) = fields.get(key)
            && let Some(path) = inner_path(&node, diagnostics)
        {
            *folder = path;
        }
    }
    if let Some(node) = fields.get("urls") {
        let styles = [("files", UrlStyle::Files), ("directories", UrlStyle::Directories)];
        config.urls = choice(&node, &styles, diagnostics).unwrap_or(config.urls);
    }
    if let Some(node) = fields.get("references") {
        config.references = references(&node, diagnostics);
    }
    if let Some(node) = fields.get("theme") {
        theme(&mut config.theme, &node, diagnostics);
    }
    if let Some(node) = fields.get("menu") {
        config.menu = Some(links(&node, diagnostics));
    }
    if let Some(node) = fields.get("footer") {
        config.footer = footer(&node, diagnostics);
    }
    if let Some(node) = fields.get("home") {
        config.home = home(&node, diagnostics);
    }
    if let Some(node) = fields.get("feed")
        && let Some(mut feed) = node.fields(diagnostics)
    {
        if let Some(limit) = feed.get("limit") {
            let limit = limit.integer_in(0..=1000_usize, diagnostics);
            config.feed_limit = limit.unwrap_or(config.feed_limit);
        }
        feed.finish(diagnostics);
    }
    if let Some(node) = fields.get("checks") {
        config.checks.extend(checks(&node, diagnostics));
    }
}

/// A value out of a few, each with its name.
fn choice<T: Copy>(
    node: &Node<'_>,
    choices: &[(&str, T)],
    diagnostics: &mut Diagnostics,
) -> Option<T> {
    let text = node.text(diagnostics)?;
    if let Some((_, value)) = choices.iter().find(|(name, _)| *name == text) {
        return Some(*value);
    }
    let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
    let mut problem = node.invalid(format!("`{text}` is not one of {}", quoted(&names)));
    problem = problem.did_you_mean(nearest(&text, names.iter().copied()));
    diagnostics.push(problem);
    None
}

/// "`a`, `b` or `c`".
fn quoted(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
    }
}

fn language(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let text = node.text(diagnostics)?;
    let part = |part: &str| {
        (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
    };
    let primary = text.split('-').next().unwrap_or_default();
    let valid = text.split('-').all(part)
        && (2..=3).contains(&primary.len())
        && primary.chars().all(|c| c.is_ascii_alphabetic());
    if !valid {
        let problem = node.invalid(format!("`{text}` is not a language tag"));
        diagnostics.push(problem.help("write a tag such as `en`, `es` or `zh-CN`"));
        return None;
    }
    Some(text)
}

fn base_url(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let text = node.text(diagnostics)?;
    match parse_base_url(&text) {
        Ok(url) => Some(url),
        Err(help) => {
            let problem = node.invalid(format!("`{text}` is not the address of a site"));
            diagnostics.push(problem.help(help));
            None
        }
    }
}

/// An absolute address with a final slash, or what to do.
pub(crate) fn parse_base_url(text: &str) -> Result<String, &'static str> {
    const HELP: &str = "write the whole address, such as `https://guide.example/`";
    let (scheme, rest) = text.split_once("://").ok_or(HELP)?;
    if !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") {
        return Err(HELP);
    }
    let host = rest.split('/').next().unwrap_or_default();
    let port = host.rsplit_once(':').filter(|_| !host.ends_with(']')).map(|(_, port)| port);
    let is_port = port.is_none_or(|port| port.parse::<u16>().is_ok());
    let odd = |c: char| c.is_whitespace() || c.is_control() || "\"<>\\".contains(c);
    if host.is_empty() || host.contains('@') || !is_port || text.chars().any(odd) {
        return Err(HELP);
    }
    if text.contains(['?', '#']) {
        return Err("leave out the part after `?` or `#`");
    }
    Ok(if text.ends_with('/') { text.to_owned() } else { format!("{text}/") })
}

/// A relative path that stays where it starts.
fn inner_path(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let text = node.text(diagnostics)?;
    let trimmed = text.trim_end_matches('/').trim_start_matches("./");
    let absolute = text.starts_with(['/', '\\']) || text.get(1..2) == Some(":");
    if absolute
        || trimmed.is_empty()
        || trimmed.split(['/', '\\']).any(|part| matches!(part, "." | ".."))
    {
        let problem = node.invalid(format!("`{text}` is not a path inside the project"));
        diagnostics.push(problem.help("write a relative path without `..`"));
        return None;
    }
    Some(trimmed.to_owned())
}

fn located_path(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<(String, Span)> {
    Some((inner_path(node, diagnostics)?, node.span()))
}

fn references(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<References> {
    let mut fields = node.fields(diagnostics)?;
    let file =
        fields.require("file", diagnostics).and_then(|node| located_path(&node, diagnostics));
    let page = fields.get("page").and_then(|node| inner_path(&node, diagnostics));
    fields.finish(diagnostics);
    let (file, file_span) = file?;
    Some(References { file, file_span, page: page.unwrap_or("references.md".to_owned()) })
}

fn theme(theme: &mut ThemeSettings, node: &Node<'_>, diagnostics: &mut Diagnostics) {
    let Some(mut fields) = node.fields(diagnostics) else {
        return;
    };
    theme.folder = fields.get("folder").and_then(|node| located_path(&node, diagnostics));
    theme.logo = fields.get("logo").and_then(|node| located_path(&node, diagnostics));
    theme.favicon = fields.get("favicon").and_then(|node| located_path(&node, diagnostics));
    for (key, setting) in [("accent", &mut theme.accent), ("accent_dark", &mut theme.accent_dark)] {
        *setting = fields.get(key).and_then(|node| colour(&node, diagnostics));
        if let Some(span) = fields.empty(key) {
            let problem = Diagnostic::new(Code::InvalidValue, format!("`{key}` has no value"));
            diagnostics.push(problem.at(span).help(COLOUR_HELP));
        }
    }
    fields.finish(diagnostics);
}

/// The usual mistake with colours.
const COLOUR_HELP: &str = "write it as `\"#0b5cad\"`, in quotes, since `#` begins a comment";

fn colour(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let text = node.text(diagnostics)?;
    let digits = text.strip_prefix('#').unwrap_or_default();
    if !matches!(digits.len(), 3 | 6) || !digits.chars().all(|c| c.is_ascii_hexdigit()) {
        let problem = node.invalid(format!("`{text}` is not a colour"));
        diagnostics.push(problem.help(COLOUR_HELP));
        return None;
    }
    Some(text.to_lowercase())
}

fn links(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Vec<NamedLink> {
    let items = node.list(diagnostics).unwrap_or_default();
    items.iter().filter_map(|item| link(item, "label", diagnostics)).collect()
}

/// A link and its words; `words` is the key of the words.
fn link(node: &Node<'_>, words: &str, diagnostics: &mut Diagnostics) -> Option<NamedLink> {
    let mut fields = node.fields(diagnostics)?;
    let label = fields.require(words, diagnostics).and_then(|node| {
        let label = node.text(diagnostics)?;
        if label.trim().is_empty() {
            diagnostics.push(node.invalid("the words of the link are missing"));
        }
        Some(label)
    });
    let text = if words == "title" { fields.text("text", diagnostics) } else { None };
    let destination = fields
        .require("link", diagnostics)
        .and_then(|node| Some((node.text(diagnostics)?, node.span())));
    fields.finish(diagnostics);
    let (destination, span) = destination?;
    Some(NamedLink { label: label?, text, destination, span })
}

fn footer(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Footer {
    let Some(mut fields) = node.fields(diagnostics) else {
        return Footer::default();
    };
    let text = fields.get("text").and_then(|node| Some((node.text(diagnostics)?, node.span())));
    let links = fields.get("links").map(|node| links(&node, diagnostics)).unwrap_or_default();
    fields.finish(diagnostics);
    Footer { text, links }
}

fn home(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Home {
    let Some(mut fields) = node.fields(diagnostics) else {
        return Home::default();
    };
    let lead = fields.text("lead", diagnostics);
    let entries = fields.get("entries").and_then(|node| node.list(diagnostics)).unwrap_or_default();
    let entries = entries.iter().filter_map(|item| link(item, "title", diagnostics)).collect();
    // Resolved once the collections are known.
    fields.get("collections");
    fields.finish(diagnostics);
    Home { lead, entries, collections: None }
}

fn named_collections(
    node: &Node<'_>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Vec<usize> {
    let items = node.list(diagnostics).unwrap_or_default();
    items.iter().filter_map(|item| collection_name(item, config, diagnostics)).collect()
}

fn checks(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Levels {
    let mut levels = BTreeMap::new();
    for (name, level) in node.entries(diagnostics) {
        let Some(code) = Code::from_name(name).filter(|code| !code.is_fixed()) else {
            let known = Code::all().filter(|code| !code.is_fixed()).map(Code::name);
            let message = format!("no check is called `{name}`");
            let problem = Diagnostic::new(Code::UnknownName, message).at(level.key_span());
            diagnostics.push(problem.did_you_mean(nearest(name, known)));
            continue;
        };
        // YAML 1.1 habits: some editors turn `off` into `false`.
        if *level.value == crate::yaml::Value::Bool(false) {
            levels.insert(code, None);
            continue;
        }
        let choices =
            [("off", None), ("warning", Some(Severity::Warning)), ("error", Some(Severity::Error))];
        if let Some(chosen) = choice(&level, &choices, diagnostics) {
            levels.insert(code, chosen);
        }
    }
    levels
}

fn vocabulary(name: &str, node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Vocabulary> {
    let mut fields = node.fields(diagnostics)?;
    let label = fields.text("label", diagnostics).unwrap_or_else(|| title_case(name));
    let values = fields.require("values", diagnostics);
    fields.finish(diagnostics);
    let mut terms = Vec::new();
    for (value, node) in values?.entries(diagnostics) {
        if !is_name(value) {
            let message =
                "values are made of letters, digits, `-` and `_`; their label can be anything";
            let problem = Diagnostic::new(Code::InvalidValue, message);
            diagnostics.push(problem.at(node.key_span()));
            continue;
        }
        terms.push(term(value, &node, diagnostics));
    }
    Some(Vocabulary { name: name.to_owned(), label, terms })
}

fn term(value: &str, node: &Node<'_>, diagnostics: &mut Diagnostics) -> Term {
    let plain = |label| Term { value: value.to_owned(), label, description: None };
    match node.value {
        crate::yaml::Value::Null => plain(title_case(value)),
        crate::yaml::Value::Map(_) => {
            let Some(mut fields) = node.fields(diagnostics) else {
                return plain(title_case(value));
            };
            let label = fields.text("label", diagnostics).unwrap_or_else(|| title_case(value));
            let description = fields.text("description", diagnostics);
            fields.finish(diagnostics);
            Term { value: value.to_owned(), label, description }
        }
        _ => plain(node.text(diagnostics).unwrap_or_else(|| title_case(value))),
    }
}

/// `peer-drift` as a label: "Peer drift".
fn title_case(name: &str) -> String {
    let spaced = name.replace(['-', '_'], " ");
    let mut letters = spaced.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn collections(config: &mut Config, declared: &Declared<'_>, diagnostics: &mut Diagnostics) {
    // First their names, so that relations can find them whatever the order.
    let mut blocks = Vec::new();
    for (name, node) in &declared.collections {
        let Some(mut fields) = node.fields(diagnostics) else {
            continue;
        };
        let label = fields.text("label", diagnostics).unwrap_or_else(|| title_case(name));
        let folder_node = fields.get("folder");
        let folder = folder_node.as_ref().and_then(|node| inner_path(node, diagnostics));
        let folder = folder.unwrap_or_else(|| (*name).to_owned());
        if let Some(other) = config.collections.iter().find(|other| other.folder == folder) {
            let message =
                format!("the folder `{folder}` belongs to the collection `{}` already", other.name);
            let span = folder_node.as_ref().map_or_else(|| node.key_span(), Node::span);
            diagnostics.push(Diagnostic::new(Code::InvalidValue, message).at(span));
        }
        let layouts = [("list", Layout::List), ("glossary", Layout::Glossary)];
        let layout = fields.get("layout").and_then(|node| choice(&node, &layouts, diagnostics));
        config.collections.push(CollectionSchema {
            name: (*name).to_owned(),
            singular: fields.text("singular", diagnostics).unwrap_or_else(|| label.clone()),
            label,
            description: fields.text("description", diagnostics),
            folder,
            layout: layout.unwrap_or(Layout::List),
            order: Order::Title,
            ordered: fields.bool("ordered", diagnostics).unwrap_or(false),
            group_by: None,
            fields: Vec::new(),
        });
        blocks.push(fields);
    }
    for (position, mut block) in blocks.into_iter().enumerate() {
        if let Some(node) = block.get("fields") {
            let fields = node.entries(diagnostics);
            let fields = fields
                .into_iter()
                .filter_map(|(name, node)| field(name, &node, config, position, diagnostics))
                .collect();
            config.collections[position].fields = fields;
        }
        let schema = &config.collections[position];
        let order = block.get("order").and_then(|node| order(&node, schema, diagnostics));
        let group_by = block.get("group_by").and_then(|node| group_by(&node, schema, diagnostics));
        let schema = &mut config.collections[position];
        schema.order = order.unwrap_or(schema.order);
        schema.group_by = group_by;
        block.finish(diagnostics);
    }
    report_clashing_inverses(config, declared, diagnostics);
}

fn field(
    name: &str,
    node: &Node<'_>,
    config: &Config,
    collection: usize,
    diagnostics: &mut Diagnostics,
) -> Option<Field> {
    if PAGE_KEYS.contains(&name) || !is_name(name) {
        let message = if is_name(name) {
            format!("`{name}` is a key of every page already")
        } else {
            "names are made of letters, digits, `-` and `_`".to_owned()
        };
        let problem = Diagnostic::new(Code::InvalidValue, message).at(node.key_span());
        diagnostics.push(problem.help("give the field another name"));
        return None;
    }
    let mut fields = node.fields(diagnostics)?;
    let kind = fields
        .require("type", diagnostics)
        .and_then(|node| field_kind(&node, &mut fields, config, collection, diagnostics));
    let label = fields.text("label", diagnostics).unwrap_or_else(|| title_case(name));
    let help = fields.text("help", diagnostics);
    let list = match &kind {
        Some(FieldKind::Relation(relation)) => relation.cardinality.to_many(),
        _ => fields.bool("list", diagnostics).unwrap_or(false),
    };
    let required = fields.bool("required", diagnostics).unwrap_or(false);
    fields.finish(diagnostics);
    Some(Field { name: name.to_owned(), label, help, kind: kind?, list, required })
}

fn field_kind(
    node: &Node<'_>,
    fields: &mut Fields<'_>,
    config: &Config,
    collection: usize,
    diagnostics: &mut Diagnostics,
) -> Option<FieldKind> {
    #[derive(Clone, Copy)]
    enum Name {
        String,
        Text,
        Integer,
        Number,
        Boolean,
        Date,
        Url,
        Email,
        OneOf,
        Citation,
        Relation,
    }
    let names = [
        ("string", Name::String),
        ("text", Name::Text),
        ("integer", Name::Integer),
        ("number", Name::Number),
        ("boolean", Name::Boolean),
        ("date", Name::Date),
        ("url", Name::Url),
        ("email", Name::Email),
        ("one-of", Name::OneOf),
        ("citation", Name::Citation),
        ("relation", Name::Relation),
    ];
    Some(match choice(node, &names, diagnostics)? {
        Name::String => FieldKind::String,
        Name::Text => FieldKind::Text,
        Name::Integer => {
            let (min, max) = bounds(fields, Node::integer, diagnostics);
            FieldKind::Integer { min, max }
        }
        Name::Number => {
            let (min, max) = bounds(fields, Node::number, diagnostics);
            FieldKind::Number { min, max }
        }
        Name::Boolean => FieldKind::Boolean,
        Name::Date => FieldKind::Date,
        Name::Url => FieldKind::Url,
        Name::Email => FieldKind::Email,
        Name::OneOf => {
            let node = fields.require("vocabulary", diagnostics)?;
            FieldKind::OneOf(vocabulary_name(&node, config, diagnostics)?)
        }
        Name::Citation => FieldKind::Citation,
        Name::Relation => FieldKind::Relation(relation(fields, config, collection, diagnostics)?),
    })
}

/// The least and the greatest number that a field takes.
fn bounds<'a, T: PartialOrd>(
    fields: &mut Fields<'a>,
    read: fn(&Node<'a>, &mut Diagnostics) -> Option<T>,
    diagnostics: &mut Diagnostics,
) -> (Option<T>, Option<T>) {
    let min = fields.get("min").and_then(|node| read(&node, diagnostics));
    let max_node = fields.get("max");
    let max = max_node.as_ref().and_then(|node| read(node, diagnostics));
    if let (Some(min), Some(max), Some(node)) = (&min, &max, &max_node)
        && min > max
    {
        diagnostics.push(node.invalid("the greatest number is below the least"));
    }
    (min, max)
}

fn vocabulary_name(
    node: &Node<'_>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    let names: Vec<&str> = config.vocabularies.iter().map(|v| v.name.as_str()).collect();
    declared_name(node, "vocabulary", &names, diagnostics)
}

fn collection_name(
    node: &Node<'_>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    let names: Vec<&str> = config.collections.iter().map(|c| c.name.as_str()).collect();
    declared_name(node, "collection", &names, diagnostics)
}

/// The position of a declared name.
fn declared_name(
    node: &Node<'_>,
    what: &str,
    names: &[&str],
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    let name = node.text(diagnostics)?;
    let position = names.iter().position(|known| *known == name);
    if position.is_none() {
        let message = format!("no {what} is called `{name}`");
        let mut problem = Diagnostic::new(Code::UnknownName, message).at(node.span());
        problem = problem.did_you_mean(nearest(&name, names.iter().copied()));
        if problem.help.is_none() && !names.is_empty() {
            problem = problem.note(format!("declared are {}", quoted(names)));
        }
        diagnostics.push(problem);
    }
    position
}

fn relation(
    fields: &mut Fields<'_>,
    config: &Config,
    collection: usize,
    diagnostics: &mut Diagnostics,
) -> Option<RelationSchema> {
    let to = fields
        .require("to", diagnostics)
        .and_then(|node| collection_name(&node, config, diagnostics));
    let inverse = fields.text("inverse", diagnostics);
    let inverse_label = fields
        .text("inverse_label", diagnostics)
        .unwrap_or_else(|| config.collections[collection].label.clone());
    let cardinalities = [
        ("many-to-many", Cardinality::ManyToMany),
        ("one-to-many", Cardinality::OneToMany),
        ("many-to-one", Cardinality::ManyToOne),
        ("one-to-one", Cardinality::OneToOne),
    ];
    let cardinality =
        fields.get("cardinality").and_then(|node| choice(&node, &cardinalities, diagnostics));
    let strength =
        fields.get("strength").and_then(|node| vocabulary_name(&node, config, diagnostics));
    let acyclic = fields.bool("acyclic", diagnostics).unwrap_or(false);
    Some(RelationSchema {
        to: to?,
        inverse,
        inverse_label,
        cardinality: cardinality.unwrap_or(Cardinality::ManyToMany),
        strength,
        acyclic,
    })
}

fn order(
    node: &Node<'_>,
    schema: &CollectionSchema,
    diagnostics: &mut Diagnostics,
) -> Option<Order> {
    let fields = schema.fields.iter().enumerate();
    let mut choices =
        vec![("title", Order::Title), ("weight", Order::Weight), ("date", Order::Date)];
    choices.extend(fields.map(|(position, field)| (field.name.as_str(), Order::Field(position))));
    choice(node, &choices, diagnostics)
}

fn group_by(
    node: &Node<'_>,
    schema: &CollectionSchema,
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    let text = node.text(diagnostics)?;
    let choices: Vec<(&str, usize)> = schema
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| matches!(field.kind, FieldKind::OneOf(_)))
        .map(|(position, field)| (field.name.as_str(), position))
        .collect();
    let found = choices.iter().find(|(name, _)| *name == text);
    if found.is_none() {
        let message = format!("the collection `{}` has no one-of field `{text}`", schema.name);
        let problem = Diagnostic::new(Code::UnknownName, message).at(node.span());
        let names = choices.iter().map(|(name, _)| *name);
        diagnostics.push(problem.did_you_mean(nearest(&text, names)));
    }
    found.map(|(_, position)| *position)
}

/// The name of a relation on the other side is a key there: it has to be free.
fn report_clashing_inverses(
    config: &Config,
    declared: &Declared<'_>,
    diagnostics: &mut Diagnostics,
) {
    let mut taken: BTreeMap<(usize, &str), &str> = BTreeMap::new();
    for schema in &config.collections {
        for field in &schema.fields {
            let FieldKind::Relation(relation) = &field.kind else {
                continue;
            };
            let Some(inverse) = relation.inverse.as_deref() else {
                continue;
            };
            let target = &config.collections[relation.to];
            let symmetric = target.name == schema.name && inverse == field.name;
            let clashes = (target.field(inverse).is_some() && !symmetric)
                || PAGE_KEYS.contains(&inverse)
                || taken.insert((relation.to, inverse), &field.name).is_some();
            let message = if !is_name(inverse) {
                "names are made of letters, digits, `-` and `_`".to_owned()
            } else if clashes {
                let (field, target) = (&field.name, &target.name);
                format!("the inverse `{inverse}` of `{field}` is a key of `{target}` already")
            } else {
                continue;
            };
            let mut problem = Diagnostic::new(Code::InvalidValue, message);
            problem.span = declared.inverse_span(&schema.name, &field.name);
            diagnostics.push(problem.help("give the inverse another name"));
        }
    }
}

/// The pages of a vocabulary stand in a folder of its name.
fn report_taken_folders(config: &Config, declared: &Declared<'_>, diagnostics: &mut Diagnostics) {
    for position in config.browsable_vocabularies() {
        let name = config.vocabularies[position].name.as_str();
        let collection = config.collections.iter().find(|schema| schema.folder == name);
        let owner = match collection {
            Some(schema) => format!("the collection `{}`", schema.name),
            None if name == "tags" => "the tags".to_owned(),
            None => continue,
        };
        let message =
            format!("the folder `{name}` of this vocabulary's pages belongs to {owner} already");
        let mut problem = Diagnostic::new(Code::InvalidValue, message);
        let node = declared.vocabularies.iter().find(|(declared, _)| *declared == name);
        problem.span = node.map(|(_, node)| node.key_span());
        diagnostics.push(problem.help("give the vocabulary another name"));
    }
}

/// A matrix needs a page of its own.
fn report_taken_pages(config: &Config, diagnostics: &mut Diagnostics) {
    for (position, matrix) in config.matrices.iter().enumerate() {
        let page = matrix.page.as_str();
        let other = config.matrices[..position].iter().find(|other| other.page == page);
        let references = config.references.as_ref().filter(|references| references.page == page);
        let index_of = page.strip_suffix("index.md").map(|folder| folder.trim_end_matches('/'));
        let message = if let Some(other) = other {
            format!("`{page}` is the page of `{}` already", other.name)
        } else if references.is_some() {
            format!("`{page}` is the page of the references already")
        } else if page == "index.md" {
            format!("`{page}` is the home page already")
        } else if index_of
            .is_some_and(|folder| config.collections.iter().any(|c| c.folder == folder))
        {
            format!("`{page}` is the page of a collection already")
        } else if !page.ends_with(".md") {
            let problem = Diagnostic::new(Code::InvalidValue, format!("`{page}` is not a page"));
            diagnostics.push(problem.at(matrix.span).help("write a name that ends in `.md`"));
            continue;
        } else {
            continue;
        };
        diagnostics.push(Diagnostic::new(Code::InvalidValue, message).at(matrix.span));
    }
}

fn matrix(
    name: &str,
    node: &Node<'_>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<MatrixSchema> {
    let mut fields = node.fields(diagnostics)?;
    let label = fields.text("label", diagnostics).unwrap_or_else(|| title_case(name));
    let page = fields.get("page");
    let span = page.as_ref().map_or_else(|| node.key_span(), Node::span);
    let page = page.and_then(|node| inner_path(&node, diagnostics));
    let mut side = |key| {
        let node = fields.require(key, diagnostics)?;
        collection_name(&node, config, diagnostics)
    };
    let (rows, columns) = (side("rows"), side("columns"));
    let relation_node = fields.require("relation", diagnostics);
    fields.finish(diagnostics);
    if rows.is_none() || columns.is_none() {
        // At least whether it is a name at all.
        relation_node.as_ref().and_then(|node| node.text(diagnostics));
    }
    let (rows, columns, relation_node) = (rows?, columns?, relation_node?);

    let candidates: Vec<(&str, (usize, usize))> = [(rows, columns), (columns, rows)]
        .into_iter()
        .flat_map(|(from, to)| {
            let fields = config.collections[from].fields.iter().enumerate();
            fields.filter_map(move |(position, field)| match &field.kind {
                FieldKind::Relation(relation) if relation.to == to => {
                    Some((field.name.as_str(), (from, position)))
                }
                _ => None,
            })
        })
        .collect();
    relation_node.text(diagnostics)?;
    if candidates.is_empty() {
        let (rows, columns) = (&config.collections[rows].name, &config.collections[columns].name);
        let message = format!("no relation joins `{rows}` and `{columns}`");
        let problem = Diagnostic::new(Code::UnknownName, message).at(relation_node.span());
        diagnostics.push(problem);
        return None;
    }
    let relation = choice(&relation_node, &candidates, diagnostics)?;
    Some(MatrixSchema {
        name: name.to_owned(),
        label,
        page: page.unwrap_or_else(|| format!("{name}.md")),
        span,
        rows,
        columns,
        relation,
    })
}
