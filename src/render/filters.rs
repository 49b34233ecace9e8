//! The filters by which readers can narrow the list of a collection.

use super::view::{FilterValueView, FilterView};
use crate::config::{CollectionSchema, Config, FieldKind, TermId};
use crate::percent;
use crate::site::{PageId, Role, Site};

/// Pages that a list has at least before it is worth narrowing.
const FEWEST: usize = 5;

/// The fields with values of a vocabulary that divide a list, with those values.
pub(super) fn filters(
    schema: &CollectionSchema,
    pages: &[PageId],
    site: &Site,
    config: &Config,
) -> Vec<FilterView> {
    if pages.len() < FEWEST {
        return Vec::new();
    }
    let fields = schema.fields.iter().enumerate();
    fields.filter_map(|(position, _)| filter(position, schema, pages, site, config)).collect()
}

/// The filter of a field, by its position; `None` where its values do not divide the list.
fn filter(
    position: usize,
    schema: &CollectionSchema,
    pages: &[PageId],
    site: &Site,
    config: &Config,
) -> Option<FilterView> {
    let field = &schema.fields[position];
    let FieldKind::OneOf(vocabulary) = field.kind else { return None };
    let terms = config.vocabularies[vocabulary].terms.iter().enumerate();
    let values: Vec<FilterValueView> = terms
        .map(|(at, term)| FilterValueView {
            name: term.value.clone(),
            text: term.label.clone(),
            count: count(pages, position, TermId { vocabulary, term: at }, site),
            search: search_for(schema, &field.name, &term.value, site),
        })
        .filter(|value| value.count > 0)
        .collect();
    let tells_apart = values.iter().any(|value| value.count < pages.len());
    let (name, label) = (field.name.clone(), field.label.clone());
    tells_apart.then_some(FilterView { name, label, values })
}

/// How many pages have a value in a field.
fn count(pages: &[PageId], field: usize, wanted: TermId, site: &Site) -> usize {
    let values = pages.iter().map(|page| site.page(*page).front_matter.values(field));
    values.filter(|values| values.iter().any(|value| value.is_term(wanted))).count()
}

/// The address of the search page for the pages of a collection with a value; `filters.js` of the search reads it.
fn search_for(schema: &CollectionSchema, field: &str, value: &str, site: &Site) -> String {
    let page = site.entry_with(Role::Search).map(|page| page.url.encoded());
    let filters = [("collection", schema.name.as_str()), (field, value)].map(query_part);
    format!("{}?{}", page.unwrap_or_default(), filters.join("&"))
}

fn query_part((name, value): (&str, &str)) -> String {
    format!("f.{}={}", percent::encode(name, PLAIN), percent::encode(value, PLAIN))
}

/// Signs that need no encoding in a query, besides letters and digits.
const PLAIN: &str = "-._~";
