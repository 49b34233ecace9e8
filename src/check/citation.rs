//! Citations that name no work of the reference file, and works that nobody cites.

use std::collections::HashSet;

use super::CheckedSite;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::nearest::Suggestions;
use crate::site::{FieldValue, Links, Page, Site};
use crate::source::Span;

/// A key, and where it stands; finding that takes a moment.
type CitedKey<'p> = (&'p str, Box<dyn Fn() -> Span + 'p>);

pub(super) fn unknown(site: &Site, _: &Links, config: &Config, diagnostics: &mut Diagnostics) {
    if could_not_be_read(site, config) {
        return;
    }
    let known: HashSet<&str> = site.references.iter().map(|work| work.key.as_str()).collect();
    let suggestions = Suggestions::default();
    for (key, span) in site.pages.iter().flat_map(|page| named(page)) {
        if known.contains(key) {
            continue;
        }
        let message = format!("no work is called `{key}`");
        let mut problem = Diagnostic::new(Code::UnknownCitation, message).at(span());
        problem = problem.did_you_mean(suggestions.nearest(key, known.iter().copied()));
        if config.references.is_none() {
            problem = problem.help("name the file of cited works: `references: { file: … }`");
        }
        diagnostics.push(problem);
    }
}

pub(super) fn uncited(locale_sites: &[CheckedSite<'_>], diagnostics: &mut Diagnostics) {
    let CheckedSite { site, config, .. } = locale_sites[0];
    if could_not_be_read(site, config) {
        return;
    }
    let pages = locale_sites.iter().flat_map(|locale_site| &locale_site.site.pages);
    let cited: HashSet<&str> = pages.flat_map(|page| named(page)).map(|(key, _)| key).collect();
    for work in site.references.iter().filter(|work| !cited.contains(work.key.as_str())) {
        let message = format!("no page cites `{}`", work.key);
        let problem = Diagnostic::new(Code::UncitedWork, message).at(work.span);
        diagnostics.push(problem.help(format!("cite it with `[@{}]`, or remove it", work.key)));
    }
}

/// Whether there is a reference file without works: that is told already.
fn could_not_be_read(site: &Site, config: &Config) -> bool {
    config.references.is_some() && site.references.is_empty()
}

/// The works that a page names, in its fields and in its text.
fn named(page: &Page) -> impl Iterator<Item = CitedKey<'_>> {
    let values = page.front_matter.fields.iter().flat_map(|(_, values)| values);
    let in_fields = values.filter_map(move |value| match value {
        FieldValue::Citation(key) => {
            let span = move || page.span_of_value(key);
            Some((key.value.as_str(), Box::new(span) as Box<dyn Fn() -> Span>))
        }
        _ => None,
    });
    let in_text = page.document.citations.iter().flat_map(|citation| &citation.works);
    let in_text = in_text.map(move |work| {
        let span = move || page.span(work.place);
        (page.read(work.key), Box::new(span) as Box<dyn Fn() -> Span>)
    });
    in_fields.chain(in_text)
}
