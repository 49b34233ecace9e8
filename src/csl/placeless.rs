//! A style whose citations do not depend on the place where they stand.
//!
//! Styles can write the first citation of a work in another way than the next one, and "ibid." for the
//! one after. Pages are read in any order, so here every citation is a first one.

use hayagriva::citationberg::IndependentStyle;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// The other tests of a condition.
const TESTS: [&str; 6] =
    ["@disambiguate", "@is-numeric", "@is-uncertain-date", "@locator", "@type", "@variable"];

/// The options for all citations of a work but the first.
const SUBSEQUENT: [&str; 2] = ["@et-al-subsequent-min", "@et-al-subsequent-use-first"];

/// The style, for first citations only; `Err` if it cannot be taken apart.
pub(super) fn placeless(mut style: IndependentStyle) -> Result<IndependentStyle, String> {
    style.settings.options.et_al_subsequent_min = None;
    style.settings.options.et_al_subsequent_use_first = None;
    style.citation = changed(&style.citation)?;
    style.macros = changed(&style.macros)?;
    Ok(style)
}

fn changed<T: Serialize + DeserializeOwned>(part: &T) -> Result<T, String> {
    let mut value = serde_json::to_value(part).map_err(|error| error.to_string())?;
    change(&mut value);
    serde_json::from_value(value).map_err(|error| error.to_string())
}

fn change(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(change),
        Value::Object(element) => {
            for name in SUBSEQUENT {
                element.remove(name);
            }
            if let Some(Value::Array(positions)) = element.remove("@position") {
                decide(element, &positions);
            }
            element.values_mut().for_each(change);
        }
        _ => {}
    }
}

/// Takes the tests of the position, which are known now, out of a condition.
fn decide(condition: &mut Map<String, Value>, positions: &[Value]) {
    let mut tests = positions.iter().map(|position| position == "first");
    let rule = condition.get("@match").and_then(Value::as_str).unwrap_or("all");
    let outcome = match rule {
        "any" => tests.any(|is_true| is_true).then_some(true),
        "none" => tests.any(|is_true| is_true).then_some(false),
        _ => tests.any(|is_true| !is_true).then_some(false),
    };
    let Some(outcome) = outcome else {
        // The other tests decide; without any, all and none of them are true.
        return;
    };
    for test in TESTS {
        condition.remove(test);
    }
    // Of no tests, all are true and not any.
    let rule = if outcome { "all" } else { "any" };
    condition.insert("@match".to_owned(), rule.into());
}
