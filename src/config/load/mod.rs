//! YAML documents to [`Config`]. Names are resolved here, so that the rest of the program deals
//! in positions that are always valid.

mod advice;
mod clash;
mod external;
mod languages;
mod schema;
mod settings;
mod theme;
mod values;

use std::collections::HashMap;

use super::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use crate::yaml::{Document, Fields, Node, Value};
use clash::{report_taken_folders, report_taken_pages};
use languages::{Spoken, languages};
use schema::{collection_name, collections, matrix, vocabulary};
use settings::settings;
use values::is_name;

pub(crate) use values::{is_absolute, parse_base_url, words_of_name};

/// Keys that every page may have; no field of a collection can take their names.
const PAGE_KEYS: [&str; 17] = [
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
    "silence",
    "contents",
    "extra",
    "translation",
    "translation_of",
];

/// Reads the configuration from `fieldguide.yaml` and the files it includes, in that order.
pub(crate) fn load(documents: &[Document], diagnostics: &mut Diagnostics) -> Config {
    let mut config = Config::default();
    let mut declared = Declared::default();
    for document in documents {
        let node = document.node();
        if *node.value == Value::Null {
            continue;
        }
        let Some(mut fields) = node.fields(diagnostics) else {
            continue;
        };
        settings(&mut config, &mut fields, diagnostics);
        declared.gather(&mut fields, diagnostics);
        fields.finish(diagnostics);
    }
    languages(&mut config, &declared.spoken, diagnostics);
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
    languages::report_taken_folders(&config, diagnostics);
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
    spoken: Spoken<'a>,
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
            let mut known: HashMap<&str, usize> =
                list.iter().map(|(name, _)| *name).zip(0..).collect();
            for (name, entry) in node.entries(diagnostics) {
                if let Some(first) = known.get(name) {
                    let (_, first) = &list[*first];
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
                known.insert(name, list.len());
                list.push((name, entry));
            }
        }
        self.spoken.gather(fields, diagnostics);
        if let Some(home) = fields.get("home")
            && let Some(mut home) = home.fields(&mut Diagnostics::default())
        {
            self.home_collections = home.get("collections").or(self.home_collections.take());
        }
    }
}

fn named_collections(
    node: &Node<'_>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Vec<usize> {
    let items = node.list(diagnostics).unwrap_or_default();
    items.iter().filter_map(|item| collection_name(item, config, diagnostics)).collect()
}
