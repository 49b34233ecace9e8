//! Tags that the settings do not name, where they name any.

use std::collections::{HashMap, HashSet};

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::nearest::Suggestions;
use crate::site::{Links, Page, Site};
use crate::source::Span;

pub(super) fn check(site: &Site, _: &Links, config: &Config, diagnostics: &mut Diagnostics) {
    if config.tags.is_empty() {
        return;
    }
    let known: HashSet<String> = config.tags.iter().map(|tag| tag.to_lowercase()).collect();
    let suggestions = Suggestions::default();
    for page in &site.pages {
        let mut places_of_page = None;
        for tag in &page.front_matter.tags {
            if !known.contains(&tag.to_lowercase()) {
                let message = format!("the settings name no tag `{tag}`");
                let (places, list) = places_of_page.get_or_insert_with(|| places(page));
                let place = places.get(tag.as_str()).copied().flatten().unwrap_or(*list);
                let problem = Diagnostic::new(Code::UnknownTag, message).at(place);
                diagnostics.push(
                    match suggestions.nearest(tag, config.tags.iter().map(String::as_str)) {
                        Some(near) => problem.did_you_mean(Some(near)),
                        None => problem
                            .help("choose one of them, or add it under `tags` in the settings"),
                    },
                );
            }
        }
    }
}

/// Where each tag of a page stands in its list; where nobody can tell, the list.
fn places(page: &Page) -> (HashMap<&str, Option<Span>>, Span) {
    let list = page.span_of_key("tags");
    let mut places = HashMap::new();
    let mut start = list.range().start;
    for part in page.source.text[list.range()].split(['[', ',', '\n', ']']) {
        let written = part.trim().trim_start_matches("- ").trim_matches([' ', '"', '\'']);
        let at = start + part.find(written).unwrap_or(0);
        let span = page.source.span(at, at + written.len());
        // One that stands there twice could be either.
        places.entry(written).and_modify(|place| *place = None).or_insert(Some(span));
        start += part.len() + 1;
    }
    (places, list)
}
