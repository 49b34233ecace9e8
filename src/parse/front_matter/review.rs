//! When a page is to be reviewed and who sees to it: keys that every page may have, unless its
//! collection declares fields of these names. Then those say it, if they are of a type that can.

use crate::config::CollectionSchema;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::site::{FieldValue, FrontMatter, Review};
use crate::yaml::{Aim, KeyPath, PathStep};

const REVIEWED: &str = "reviewed";
const REVIEW_BY: &str = "review_by";
const OWNER: &str = "owner";

fn says(text: &str) -> bool {
    !text.trim().is_empty()
}

/// Reads the fields of these names.
pub(super) fn fields(front_matter: &mut FrontMatter, schema: &CollectionSchema) {
    let mut review = std::mem::take(&mut front_matter.review);
    for (position, values) in &front_matter.fields {
        let name = schema.fields[*position].name.as_str();
        match (name, values.first()) {
            (REVIEWED, Some(FieldValue::Date(day))) => review.reviewed = Some(*day),
            (REVIEW_BY, Some(FieldValue::Date(day))) => review.review_by = Some(*day),
            (OWNER, Some(FieldValue::String(text))) if says(text) => {
                review.owner = Some(text.clone());
            }
            _ => {}
        }
    }
    front_matter.review = review;
}

/// The next review comes after the last one.
pub(super) fn check(front_matter: &FrontMatter, diagnostics: &mut Diagnostics) {
    let Review { reviewed: Some(reviewed), review_by: Some(review_by), .. } = &front_matter.review
    else {
        return;
    };
    if review_by < reviewed {
        let place = KeyPath::default().then(PathStep::Key(REVIEW_BY.to_owned()));
        let span = front_matter.slice.locate(&place, Aim::Value);
        let message = format!("the page was reviewed after that, on {reviewed}");
        let problem = Diagnostic::new(Code::InvalidValue, message).at(span);
        diagnostics.push(problem.help("write the day of the next review"));
    }
}
