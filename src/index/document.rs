//! What of a site can be searched: a document for each page with words of its own.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::IndexInput;
use crate::config::{CollectionSchema, Config, Order};
use crate::document::{Numbered, PlainText};
use crate::site::{
    Anchor, Embed, EmbedKind, Entry, FieldValue, Page, PageId, PlainSize, Role, Target, included,
};

/// A page, as search sees it. Most of its texts are those of the site; of one that was read from an index, its own.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub(crate) struct SearchDocument<'s> {
    /// What it is known by from build to build: its content path.
    pub(crate) key: Cow<'s, str>,
    /// From the site's root, percent-encoded.
    pub(crate) url: String,
    pub(crate) title: String,
    /// The name of its collection.
    pub(crate) collection: Option<Cow<'s, str>>,
    /// Words that stand for it besides its title: tags, labels of vocabularies.
    pub(crate) keywords: Vec<Cow<'s, str>>,
    /// What it can be filtered by: names of facets with values, sorted.
    pub(crate) facets: Vec<(Cow<'s, str>, Cow<'s, str>)>,
    /// Its text: first what stands before the first heading.
    pub(crate) passages: Vec<Passage<'s>>,
}

/// A heading and the text under it.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub(crate) struct Passage<'s> {
    /// Empty at the head of the page.
    pub(crate) title: Cow<'s, str>,
    pub(crate) anchor: Cow<'s, str>,
    pub(crate) text: Cow<'s, str>,
}

/// The facets of the collection and of the tags.
pub(super) const COLLECTION: &str = "collection";
pub(super) const TAG: &str = "tag";

/// The documents of a site, in order of content path: their numbers in the index. Each is made when
/// it is asked for; all together would double the memory of a large site.
pub(crate) struct Documents<'s> {
    input: IndexInput<'s>,
    entries: Vec<&'s Entry>,
}

impl<'s> Documents<'s> {
    pub(crate) fn new(input: IndexInput<'s>) -> Documents<'s> {
        let searchable = |entry: &&Entry| {
            let generated = matches!(entry.role, Role::Collection(_) | Role::Matrix(_));
            let hidden = matches!(entry.role, Role::NotFound | Role::Search | Role::Review);
            // What nobody has translated is in the index of the language that it is written in.
            let page = entry.page.map(|page| input.site.page(page));
            let is_listed = page.is_none_or(|page| page.front_matter.listing.in_search);
            let is_shown = !hidden && is_listed && input.site.is_translated(entry);
            is_shown && (page.is_some() || generated)
        };
        let entries = input.site.entries.iter().filter(searchable).collect();
        Documents { input, entries }
    }

    /// What each is known by, in order.
    pub(crate) fn keys(&self) -> impl ExactSizeIterator<Item = &'s str> {
        self.entries.iter().map(|entry| entry.path.as_str())
    }

    pub(crate) fn get(&self, number: usize) -> SearchDocument<'s> {
        document(self.entries[number], self.input, passages)
    }

    /// A document without the text of its page, and what is known of that text: it tells whether the document has
    /// changed, and most have not. Of a page that shows something from other files, all is read.
    pub(crate) fn brief(&self, number: usize) -> (SearchDocument<'s>, Option<PlainSize>) {
        let entry = self.entries[number];
        let page = entry.page.map(|page| self.input.site.page(page));
        match page.filter(|page| page.embeds().next().is_none()) {
            Some(page) => (document(entry, self.input, titles), Some(page.plain)),
            None => (self.get(number), None),
        }
    }
}

/// The passages of a page.
type Passages<'s> = fn(PageId, &'s Page, IndexInput<'s>) -> Vec<Passage<'s>>;

/// What is kept of each document while its files are made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct DocumentSummary {
    pub(crate) url: String,
    pub(crate) title: String,
    pub(crate) collection: Option<String>,
    pub(crate) facets: Vec<(String, String)>,
    /// Bytes of its passages.
    pub(crate) size: usize,
}

impl DocumentSummary {
    pub(crate) fn of(document: SearchDocument<'_>) -> DocumentSummary {
        let passages = document.passages.iter();
        let size = passages
            .map(|passage| passage.title.len() + passage.anchor.len() + passage.text.len())
            .sum();
        let SearchDocument { url, title, collection, facets, .. } = document;
        let collection = collection.map(Cow::into_owned);
        let facets =
            facets.into_iter().map(|(name, value)| (name.into_owned(), value.into_owned()));
        DocumentSummary { url, title, collection, facets: facets.collect(), size }
    }
}

fn document<'s>(
    entry: &'s Entry,
    input: IndexInput<'s>,
    passages: Passages<'s>,
) -> SearchDocument<'s> {
    let IndexInput { site, config, .. } = input;
    let mut document = SearchDocument {
        key: entry.path.as_str().into(),
        url: entry.url.encoded(),
        title: site.title(entry),
        ..SearchDocument::default()
    };
    let Some((id, page)) = entry.page.map(|page| (page, site.page(page))) else {
        document.passages.push(Passage { text: description(entry, config), ..Passage::default() });
        return document;
    };
    document.passages = passages(id, page, input);
    for tag in &page.front_matter.tags {
        document.keywords.push(tag.into());
        if let Some(id) = site.tag(tag) {
            document.facets.push((TAG.into(), site.tags[id].slug.as_str().into()));
        }
    }
    if let Some(collection) = page.collection {
        let schema = &config.collections[collection];
        let name: &str = &schema.name;
        document.collection = Some(name.into());
        document.keywords.extend(name_by_number(page, schema).map(Cow::from));
        document.facets.push((COLLECTION.into(), name.into()));
        let mut words = Vec::new();
        for (field, values) in &page.front_matter.fields {
            for value in values {
                if let FieldValue::Term(id) = value {
                    let term = config.term(*id);
                    document.keywords.push(term.label.as_str().into());
                    let facet = schema.fields[*field].name.as_str();
                    document.facets.push((facet.into(), term.value.as_str().into()));
                }
                words.extend(value.words());
            }
        }
        // Fields stand before the text, as on the page.
        words.push(std::mem::take(&mut document.passages[0].text).into_owned());
        document.passages[0].text = words.join("\n").into();
    }
    document.facets.sort();
    document.facets.dedup();
    document
}

/// "Key element 7": what readers call a page of a collection that a number puts in order.
fn name_by_number(page: &Page, schema: &CollectionSchema) -> Option<String> {
    let Order::Field(field) = schema.order else { return None };
    match page.front_matter.values(field).first()? {
        FieldValue::Integer(number) => Some(format!("{} {number}", schema.singular)),
        _ => None,
    }
}

/// The texts of a page, with what they show from other files behind them.
fn passages<'s>(id: PageId, page: &'s Page, input: IndexInput<'s>) -> Vec<Passage<'s>> {
    let PlainText { passages: mut texts, embeds, .. } = page.plain_text();
    for text in &mut texts {
        text.truncate(text.trim_end().len());
        text.drain(..text.len() - text.trim_start().len());
    }
    for (passage, component) in embeds {
        let Some(embed) = page.embed(component) else { continue };
        let text = &mut texts[passage];
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&embedded(embed, id, input));
    }
    let mut passages = titles(id, page, input);
    for (passage, text) in passages.iter_mut().zip(texts) {
        passage.text = text.into();
    }
    passages
}

/// The passages of a page without their texts.
fn titles<'s>(_: PageId, page: &'s Page, input: IndexInput<'s>) -> Vec<Passage<'s>> {
    let numbers: HashMap<&Anchor, String> = page
        .numbered()
        .map(|(anchor, what, number)| (anchor, numbered(what, number, input.strings)))
        .collect();
    let headings = page.headings().map(|heading| Passage {
        title: match numbers.get(heading.anchor) {
            Some(number) => format!("{number} · {}", heading.text).into(),
            None => heading.text.into(),
        },
        anchor: heading.anchor.as_str().into(),
        ..Passage::default()
    });
    std::iter::once(Passage::default()).chain(headings).collect()
}

/// "Recommendation 2", as the page shows it before a heading.
fn numbered(what: Numbered, number: usize, strings: &BTreeMap<String, String>) -> String {
    let (key, english) = what.words();
    let words = strings.get(key).map_or(english, String::as_str);
    words.replace("{number}", &number.to_string())
}

/// The words that a text shows from another file.
fn embedded(embed: Embed<'_>, id: PageId, input: IndexInput<'_>) -> String {
    let path = match &input.links.targets[id].text[embed.link] {
        Target::Entry { entry, anchor } => {
            let page = input.site.entry(*entry).page;
            return page.map_or_else(String::new, |id| of_page(id, anchor.as_ref(), input));
        }
        Target::Asset(path) => path,
        _ => return String::new(),
    };
    let Some(table) = input.site.tables.get(path) else { return String::new() };
    let (caption, columns) = match embed.shown {
        EmbedKind::Text => return String::new(),
        EmbedKind::Table(shown) => (&shown.caption, shown.columns(table)),
        EmbedKind::Chart(shown) => {
            let columns = std::iter::once(shown.x(table)).chain(shown.y(table));
            (&shown.caption, columns.collect())
        }
    };
    format!("{caption}\n{}", table.text(&columns))
}

/// The words of a page, or of a part of it, with what they show from other files.
fn of_page(id: PageId, anchor: Option<&Anchor>, input: IndexInput<'_>) -> String {
    let IndexInput { site, links, .. } = input;
    let Some(part) = site.page(id).part(anchor) else { return String::new() };
    let inner = included(id, part, site, links);
    let mut words = String::new();
    for (id, part) in std::iter::once((id, part)).chain(inner) {
        let page = site.page(id);
        words.push_str(&page.words_of(part));
        let embeds = page.embeds_in(part.nodes);
        for embed in embeds.filter(|embed| *embed.shown != EmbedKind::Text) {
            words.push_str(&embedded(embed, id, input));
        }
    }
    words
}

/// What a generated page says of itself.
fn description<'s>(entry: &Entry, config: &'s Config) -> Cow<'s, str> {
    let text = match entry.role {
        Role::Collection(position) => config.collections[position].description.as_deref(),
        _ => None,
    };
    text.unwrap_or_default().into()
}
