//! Citation fields that name no work of the reference file.

use std::collections::HashSet;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::nearest::nearest;
use crate::site::{FieldValue, Links, Site};

pub(super) fn check(site: &Site, _: &Links, config: &Config, diagnostics: &mut Diagnostics) {
    // A reference file that could not be read is told already.
    if config.references.is_some() && site.references.is_empty() {
        return;
    }
    let known: HashSet<&str> = site.references.iter().map(|work| work.key.as_str()).collect();
    let mut suggestions = 0;
    for page in &site.pages {
        let values = page.front_matter.fields.iter().flat_map(|(_, values)| values);
        for value in values {
            let FieldValue::Citation(key) = value else {
                continue;
            };
            if known.contains(key.value.as_str()) {
                continue;
            }
            let message = format!("no work is called `{}`", key.value);
            let mut problem =
                Diagnostic::new(Code::UnknownCitation, message).at(page.span_of(&key.place));
            // Each suggestion goes through all works.
            suggestions += 1;
            let names = known.iter().copied().filter(|_| suggestions <= 200);
            problem = problem.did_you_mean(nearest(&key.value, names));
            if config.references.is_none() {
                problem = problem.help("name the file of cited works: `references: { file: … }`");
            }
            diagnostics.push(problem);
        }
    }
}
