//! By what readers can narrow the list of a collection.

use super::Input;
use super::view::{FilterValueView, FilterView};
use crate::config::{CollectionSchema, FieldKind, TermId};
use crate::percent;
use crate::site::{FieldValue, PageId, Role};

/// Pages that a list has at least before it is worth narrowing.
const FEWEST: usize = 5;

/// The fields with values of a vocabulary that tell the pages of a list apart, with those values.
pub(super) fn filters(
    schema: &CollectionSchema,
    pages: &[PageId],
    input: &Input<'_>,
) -> Vec<FilterView> {
    if pages.len() < FEWEST {
        return Vec::new();
    }
    let fields = schema.fields.iter().enumerate().filter_map(|(position, field)| {
        let FieldKind::OneOf(vocabulary) = field.kind else { return None };
        let count = |term| {
            let wanted = TermId { vocabulary, term };
            let has = |value: &FieldValue| matches!(value, FieldValue::Term(id) if *id == wanted);
            let values = |page: &PageId| input.site.page(*page).front_matter.values(position);
            pages.iter().filter(|page| values(page).iter().any(has)).count()
        };
        let terms = input.config.vocabularies[vocabulary].terms.iter().enumerate();
        let values: Vec<FilterValueView> = terms
            .map(|(at, term)| FilterValueView {
                name: term.value.clone(),
                text: term.label.clone(),
                count: count(at),
                search: search_for(schema, &field.name, &term.value, input),
            })
            .filter(|value| value.count > 0)
            .collect();
        let tells_apart = values.iter().any(|value| value.count < pages.len());
        tells_apart.then(|| FilterView {
            name: field.name.clone(),
            label: field.label.clone(),
            values,
        })
    });
    fields.collect()
}

/// The address of the search page for the pages of a collection with a value; `filters.js` of the search reads it.
fn search_for(schema: &CollectionSchema, field: &str, value: &str, input: &Input<'_>) -> String {
    let page = input.site.entry_with(Role::Search).map(|page| page.url.encoded());
    let filter = |(name, value): (&str, &str)| {
        format!("f.{}={}", percent::encode(name, PLAIN), percent::encode(value, PLAIN))
    };
    let filters = [("collection", schema.name.as_str()), (field, value)].map(filter);
    format!("{}?{}", page.unwrap_or_default(), filters.join("&"))
}

/// What stands for itself in a query besides letters and digits.
const PLAIN: &str = "-._~";
