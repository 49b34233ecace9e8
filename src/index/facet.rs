//! What readers can filter by: collections, vocabularies, tags, languages.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::document::{COLLECTION, DocumentSummary, TAG};
use crate::config::{Config, FieldKind};
use crate::site::Site;

/// Something to filter by, and its values in the order in which readers see them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Facet {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) values: Vec<FacetValue>,
}

/// A value to filter by.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct FacetValue {
    pub(crate) name: String,
    pub(crate) label: String,
    /// The numbers of the documents that have it, ascending.
    pub(crate) documents: Vec<u32>,
}

/// The facet that every site has by this name.
const LANGUAGE: &str = "language";

/// What readers can filter by: the facets that some document has.
pub(crate) fn facets(documents: &[DocumentSummary], site: &Site, config: &Config) -> Vec<Facet> {
    let mut known: Vec<Facet> = Vec::new();
    let collections = config.collections.iter().map(|schema| (&schema.name, &schema.label));
    known.push(facet(COLLECTION, "Collection", collections));
    for schema in &config.collections {
        for field in &schema.fields {
            let FieldKind::OneOf(vocabulary) = field.kind else {
                continue;
            };
            let terms = &config.vocabularies[vocabulary].terms;
            let values = terms.iter().map(|term| (&term.value, &term.label));
            match known.iter_mut().find(|facet| facet.name == field.name) {
                None => known.push(facet(&field.name, &field.label, values)),
                // Two collections have a field of that name.
                Some(facet) => {
                    for (name, label) in values {
                        if facet.values.iter().all(|value| value.name != *name) {
                            let (name, label) = (name.clone(), label.clone());
                            facet.values.push(FacetValue { name, label, documents: Vec::new() });
                        }
                    }
                }
            }
        }
    }
    let tags: Vec<(String, String)> =
        site.tags.iter().map(|tag| (tag.slug.as_str().to_owned(), tag.label.clone())).collect();
    known.push(facet(TAG, "Tag", tags.iter().map(|(slug, label)| (slug, label))));
    let mut holders: HashMap<(&str, &str), Vec<u32>> = HashMap::new();
    for (document, number) in documents.iter().zip(0..) {
        for (name, value) in &document.facets {
            holders.entry((name, value)).or_default().push(number);
        }
    }
    let language = [(config.language.clone(), config.language.clone())];
    known.push(facet(LANGUAGE, "Language", language.iter().map(|(name, label)| (name, label))));
    for facet in &mut known {
        for value in &mut facet.values {
            value.documents = match facet.name.as_str() {
                LANGUAGE => (0..).take(documents.len()).collect(),
                name => holders.get(&(name, value.name.as_str())).cloned().unwrap_or_default(),
            };
        }
        facet.values.retain(|value| !value.documents.is_empty());
    }
    known.retain(|facet| !facet.values.is_empty());
    known
}

fn facet<'a>(
    name: &str,
    label: &str,
    values: impl Iterator<Item = (&'a String, &'a String)>,
) -> Facet {
    let values = values.map(|(name, label)| FacetValue {
        name: name.clone(),
        label: label.clone(),
        documents: Vec::new(),
    });
    Facet { name: name.to_owned(), label: label.to_owned(), values: values.collect() }
}
