//! Tags that the settings do not name, where they name any.

use std::collections::HashSet;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::nearest::nearest;
use crate::site::{Links, Page, Site};
use crate::source::Span;

pub(super) fn check(site: &Site, _: &Links, config: &Config, diagnostics: &mut Diagnostics) {
    if config.tags.is_empty() {
        return;
    }
    let known: HashSet<String> = config.tags.iter().map(|tag| tag.to_lowercase()).collect();
    for page in &site.pages {
        for tag in &page.front_matter.tags {
            if !known.contains(&tag.to_lowercase()) {
                let message = format!("the settings name no tag `{tag}`");
                let problem = Diagnostic::new(Code::UnknownTag, message).at(place(tag, page));
                diagnostics.push(match nearest(tag, config.tags.iter().map(String::as_str)) {
                    Some(near) => problem.did_you_mean(Some(near)),
                    None => {
                        problem.help("choose one of them, or add it under `tags` in the settings")
                    }
                });
            }
        }
    }
}

/// Where a tag stands in the list, if it stands there once; else the list.
fn place(tag: &str, page: &Page) -> Span {
    let list = page.span_of_key("tags");
    let mut found = page.source.text[list.range()].match_indices(tag);
    match (found.next(), found.next()) {
        (Some((at, _)), None) => {
            let start = list.range().start + at;
            page.source.span(start, start + tag.len())
        }
        _ => list,
    }
}
