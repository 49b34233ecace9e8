//! Typed values and relations in the words of the project.

use super::input::RenderInput;
use super::languages;
use super::view::{FieldView, HighlightView, ValueView};
use crate::config::{Config, FieldId, FieldKind, TermId};
use crate::site::{ContentPath, FieldValue, Page, PageId, RelationSide, Site};

/// The fields of a page without the HTML of its texts, as lists show them.
pub(super) fn plain_fields(page: &Page, input: &RenderInput<'_>) -> Vec<FieldView> {
    let Some(collection) = page.collection else {
        return Vec::new();
    };
    let schema = &input.config.collections[collection];
    let shown = page.front_matter.fields.iter().filter(|(position, _)| {
        !matches!(schema.fields[*position].kind, FieldKind::Citation | FieldKind::Relation(_))
    });
    shown
        .map(|(position, values)| {
            let field = &schema.fields[*position];
            FieldView {
                name: field.name.clone(),
                label: field.label.clone(),
                kind: field.kind.name(),
                values: values.iter().map(|value| value_view(value, input)).collect(),
                language: languages::of_field(page, *position, &field.kind, input.site),
            }
        })
        .collect()
}

/// The fields of a vocabulary in which all of several pages have the same values: a list says them once.
pub(super) fn shared_fields(pages: &[PageId], input: &RenderInput<'_>) -> Vec<FieldView> {
    let [first, others @ ..] = pages else { return Vec::new() };
    if others.is_empty() {
        return Vec::new();
    }
    let terms = |page: PageId, field: usize| {
        let values = input.site.page(page).front_matter.values(field).iter();
        values.map(FieldValue::term).collect::<Vec<Option<TermId>>>()
    };
    let page = input.site.page(*first);
    let positions = page.front_matter.fields.iter().map(|(position, _)| *position);
    let is_shared = |position: &usize| {
        let own = terms(*first, *position);
        own.iter().all(Option::is_some)
            && others.iter().all(|other| terms(*other, *position) == own)
    };
    let schema = page.collection.map(|position| &input.config.collections[position]);
    let names: Vec<&str> = positions
        .filter(is_shared)
        .filter_map(|position| Some(schema?.fields[position].name.as_str()))
        .collect();
    let fields = plain_fields(page, input).into_iter();
    fields.filter(|field| names.contains(&field.name.as_str())).collect()
}

/// Values of a field that a card shows.
const HIGHLIGHTS: usize = 3;

/// The fields that a card shows.
pub(super) fn highlights(page: &Page, config: &Config, site: &Site) -> Vec<HighlightView> {
    let Some(schema) = page.collection.map(|position| &config.collections[position]) else {
        return Vec::new();
    };
    let fields = page.front_matter.fields.iter();
    let shown = fields.filter(|(position, _)| schema.fields[*position].in_cards);
    shown
        .map(|(position, values)| {
            let field = &schema.fields[*position];
            HighlightView {
                label: field.label.clone(),
                values: values.iter().filter_map(FieldValue::words).take(HIGHLIGHTS).collect(),
                language: languages::of_field(page, *position, &field.kind, site),
            }
        })
        .collect()
}

fn value_view(value: &FieldValue, input: &RenderInput<'_>) -> ValueView {
    match value {
        FieldValue::String(text) => plain(text.clone()),
        FieldValue::Text(text) => plain(text.words()),
        FieldValue::Integer(value) => plain(value.to_string()),
        FieldValue::Number(value) => plain(value.to_string()),
        FieldValue::Boolean(value) => {
            let (key, english) = if *value { ("yes", "Yes") } else { ("no", "No") };
            let word = input.theme.strings.get(key).cloned();
            plain(word.unwrap_or_else(|| english.to_owned()))
        }
        FieldValue::Date(day) => {
            let written = input.theme.conventions.day(day.year(), day.month(), day.day());
            let iso = day.to_string();
            ValueView { name: Some(iso.clone()), ..plain(written.unwrap_or(iso)) }
        }
        FieldValue::Url(url) => linked(url, url.clone()),
        FieldValue::Email(address) => linked(address, format!("mailto:{address}")),
        FieldValue::Term(id) => {
            let folder = &input.config.vocabularies[id.vocabulary];
            let term = input.config.term(*id);
            let path = ContentPath::new(format!("{}/{}.md", folder.name, term.value));
            let url = input.site.entry_at(&path).map(|entry| entry.url.encoded());
            ValueView { name: Some(term.value.clone()), url, ..plain(term.label.clone()) }
        }
        FieldValue::Citation(key) => plain(key.value.clone()),
    }
}

/// A value of words only.
fn plain(text: String) -> ValueView {
    ValueView { name: None, text, html: None, url: None, external: false }
}

/// A value that is an address on another host.
fn linked(text: &str, url: String) -> ValueView {
    ValueView { url: Some(url), external: true, ..plain(text.to_owned()) }
}

/// Name and label of a relation as one side sees it.
pub(super) fn relation_name(id: FieldId, side: RelationSide, config: &Config) -> (String, String) {
    let schema = &config.collections[id.collection];
    let field = config.field(id);
    match (&field.kind, side) {
        (FieldKind::Relation(relation), RelationSide::Inverse) => {
            let name = relation.inverse.clone();
            let name = name.unwrap_or_else(|| format!("{}-{}", schema.name, field.name));
            (name, relation.inverse_label.clone())
        }
        _ => (field.name.clone(), field.label.clone()),
    }
}
