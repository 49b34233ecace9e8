//! What of a site can be searched: a document for each page with words of its own.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::config::{Config, FieldKind};
use crate::markdown;
use crate::site::{Entry, FieldValue, Page, Role, Site};

/// A page, as search sees it.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub(crate) struct Document {
    /// What it is known by from build to build: its content path.
    pub(crate) key: String,
    /// From the site's root, percent-encoded.
    pub(crate) url: String,
    pub(crate) title: String,
    /// The name of its collection.
    pub(crate) collection: Option<String>,
    /// Words that stand for it besides its title: tags, labels of vocabularies.
    pub(crate) keywords: Vec<String>,
    /// What it can be filtered by: names of facets with values, sorted.
    pub(crate) facets: Vec<(String, String)>,
    /// Its text: first what stands before the first heading.
    pub(crate) passages: Vec<Passage>,
}

/// A heading and the text under it.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub(crate) struct Passage {
    /// Empty at the head of the page.
    pub(crate) title: String,
    pub(crate) anchor: String,
    pub(crate) text: String,
}

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

/// The facets that every site has by these names.
const COLLECTION: &str = "collection";
const TAG: &str = "tag";
const LANGUAGE: &str = "language";

/// The documents of a site, in order of content path: their numbers in the index.
pub(crate) fn documents(site: &Site, config: &Config) -> Vec<Document> {
    use rayon::prelude::*;
    let searchable = |entry: &&Entry| {
        let generated = matches!(entry.role, Role::Collection(_) | Role::Matrix(_));
        let hidden = matches!(entry.role, Role::NotFound | Role::Search);
        !hidden && (entry.page.is_some() || generated)
    };
    let entries: Vec<&Entry> = site.entries.iter().filter(searchable).collect();
    entries.into_par_iter().map(|entry| document(entry, site, config)).collect()
}

fn document(entry: &Entry, site: &Site, config: &Config) -> Document {
    let mut document = Document {
        key: entry.path.as_str().to_owned(),
        url: entry.url.encoded(),
        title: site.title(entry),
        ..Document::default()
    };
    let Some(page) = entry.page.map(|page| site.page(page)) else {
        document.passages.push(Passage { text: description(entry, config), ..Passage::default() });
        return document;
    };
    document.passages = passages(page);
    for tag in &page.front_matter.tags {
        document.keywords.push(tag.clone());
        if let Some(slug) = site.tag_slugs.get(&tag.to_lowercase()) {
            document.facets.push((TAG.to_owned(), slug.as_str().to_owned()));
        }
    }
    if let Some(collection) = page.collection {
        let schema = &config.collections[collection];
        document.collection = Some(schema.name.clone());
        document.facets.push((COLLECTION.to_owned(), schema.name.clone()));
        let mut words = Vec::new();
        for (field, values) in &page.front_matter.fields {
            for value in values {
                match value {
                    FieldValue::Term(id) => {
                        let term = config.term(*id);
                        document.keywords.push(term.label.clone());
                        let facet = schema.fields[*field].name.clone();
                        document.facets.push((facet, term.value.clone()));
                    }
                    FieldValue::String(text) => words.push(text.clone()),
                    FieldValue::Text { markdown, .. } => words.push(markdown::plain_text(markdown)),
                    _ => {}
                }
            }
        }
        // Fields stand before the text, as on the page.
        words.push(std::mem::take(&mut document.passages[0].text));
        document.passages[0].text = words.join("\n");
    }
    document.facets.sort();
    document.facets.dedup();
    document
}

/// What a generated page says of itself.
fn description(entry: &Entry, config: &Config) -> String {
    let text = match entry.role {
        Role::Collection(position) => config.collections[position].description.clone(),
        _ => None,
    };
    text.unwrap_or_default()
}

fn passages(page: &Page) -> Vec<Passage> {
    let headings = page
        .headings
        .iter()
        .map(|heading| (heading.text.clone(), heading.anchor.as_str().to_owned()));
    let headings = std::iter::once((String::new(), String::new())).chain(headings);
    let texts = page.passages.iter().map(|text| text.trim().to_owned());
    headings.zip(texts).map(|((title, anchor), text)| Passage { title, anchor, text }).collect()
}

/// What readers can filter by: the facets that some document has.
pub(crate) fn facets(documents: &[Document], site: &Site, config: &Config) -> Vec<Facet> {
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
        site.tags.iter().map(|(slug, tag)| (slug.as_str().to_owned(), tag.label.clone())).collect();
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
