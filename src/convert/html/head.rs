//! What the heads of pages say of them and of their site.

use std::collections::HashMap;

use super::dom::Dom;
use crate::convert::PlainValue;
use crate::convert::tree::single_line;

/// What the head of a page says.
pub(super) struct PageHead {
    pub(super) title: String,
    description: String,
    language: String,
    /// The host that it was saved from.
    host: Option<String>,
}

/// What the heads of most pages say.
pub(super) struct SiteHead {
    /// The name of the site, and how titles of pages end or begin with it.
    name: Option<TitlePart>,
    language: String,
    pub(super) host: Option<String>,
}

/// The part of titles that is the same on most pages.
#[derive(Clone, PartialEq, Eq, Hash)]
enum TitlePart {
    /// With the sign between the two.
    End(String),
    Start(String),
}

/// Signs between the title of a page and the name of its site.
const DIVIDERS: [&str; 7] = [" | ", " - ", " – ", " — ", " · ", " :: ", " » "];

impl PageHead {
    pub(super) fn of(dom: &Dom, name: &str) -> PageHead {
        let head = dom.first(dom.document, "head").unwrap_or(dom.document);
        let title = dom.first(head, "title").map(|title| dom.text(title)).unwrap_or_default();
        let root = dom.first(dom.document, "html");
        let language = root.and_then(|root| dom.attribute(root, "lang")).unwrap_or_default();
        let description = meta(dom, "description").unwrap_or_default();
        PageHead {
            title,
            description: single_line(&description),
            language: language.trim().to_owned(),
            host: host(dom, name),
        }
    }

    pub(super) fn front_matter(&self) -> Vec<(String, PlainValue)> {
        let description = || ("description".to_owned(), PlainValue::Text(self.description.clone()));
        (!self.description.is_empty()).then(description).into_iter().collect()
    }
}

/// The value of a `meta` of a name.
fn meta(dom: &Dom, name: &str) -> Option<String> {
    let metas = dom.below(dom.document).into_iter().filter(|id| dom.name(*id) == "meta");
    let mut named = metas.filter(|id| {
        dom.attribute(*id, "name")
            .or_else(|| dom.attribute(*id, "property"))
            .is_some_and(|own| own.eq_ignore_ascii_case(name))
    });
    named.find_map(|id| dom.attribute(id, "content")).map(str::to_owned)
}

/// The host in the address that a page says is its own, if that ends with its path.
fn host(dom: &Dom, name: &str) -> Option<String> {
    let links = dom.below(dom.document).into_iter().filter(|id| dom.name(*id) == "link");
    let mut canonical = links.filter(|id| dom.attribute(*id, "rel") == Some("canonical"));
    let address = canonical
        .find_map(|id| dom.attribute(id, "href"))
        .map(str::to_owned)
        .or_else(|| meta(dom, "og:url"))?;
    let rest = address.split_once("://")?.1;
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let path = path.trim_matches('/');
    let stem = name.trim_end_matches(".html").trim_end_matches(".htm");
    let is_own = path == name
        || path == stem
        || path == stem.trim_end_matches("index").trim_end_matches('/');
    (is_own && !host.is_empty()).then(|| host.to_owned())
}

impl SiteHead {
    pub(super) fn of(heads: &[PageHead]) -> SiteHead {
        let parts = heads.iter().flat_map(|head| title_parts(&head.title));
        // Two pages are enough to see what their titles share.
        let name =
            most_common(parts).filter(|(_, count)| *count > 1 && count * 10 >= heads.len() * 8);
        let languages = heads.iter().map(|head| head.language.clone()).filter(|it| !it.is_empty());
        SiteHead {
            name: name.map(|(name, _)| name),
            language: most_common(languages).map(|(language, _)| language).unwrap_or_default(),
            host: most_common(heads.iter().filter_map(|head| head.host.clone()))
                .map(|(host, _)| host),
        }
    }

    /// The title of a page without the name of the site.
    pub(super) fn own_title(&self, title: &str) -> String {
        let own = match &self.name {
            Some(TitlePart::End(end)) => title.strip_suffix(end.as_str()),
            Some(TitlePart::Start(start)) => title.strip_prefix(start.as_str()),
            None => None,
        };
        own.unwrap_or(title).trim().to_owned()
    }

    /// The settings of the site; `title` is that of its first page.
    pub(super) fn settings(&self, title: Option<&str>, pages: usize) -> Vec<(String, PlainValue)> {
        let name = match &self.name {
            Some(TitlePart::End(part) | TitlePart::Start(part)) => Some(without_dividers(part)),
            None => title.filter(|_| pages == 1).map(str::to_owned),
        };
        let mut settings = Vec::new();
        settings.extend(name.map(|name| ("title".to_owned(), PlainValue::Text(name))));
        if !self.language.is_empty() && self.language != "en" {
            settings.push(("language".to_owned(), PlainValue::Text(self.language.clone())));
        }
        settings
    }
}

/// The ways in which a title could end or begin with the name of its site.
fn title_parts(title: &str) -> Vec<TitlePart> {
    let dividers = DIVIDERS.iter();
    let parts = dividers.flat_map(|divider| {
        let end = title.rfind(divider).map(|at| TitlePart::End(title[at..].to_owned()));
        let start =
            title.find(divider).map(|at| TitlePart::Start(title[..at + divider.len()].to_owned()));
        [end, start].into_iter().flatten()
    });
    parts.collect()
}

fn without_dividers(part: &str) -> String {
    let mut name = part;
    for divider in DIVIDERS {
        name = name.trim_start_matches(divider).trim_end_matches(divider);
    }
    name.trim().to_owned()
}

/// The value that is there most often, the first one of equals, and how often it is.
fn most_common<T: Eq + std::hash::Hash + Clone>(
    values: impl Iterator<Item = T>,
) -> Option<(T, usize)> {
    let mut counts: HashMap<T, (usize, usize)> = HashMap::new();
    for (at, value) in values.enumerate() {
        counts.entry(value).or_insert((at, 0)).1 += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, (at, count))| (*count, std::cmp::Reverse(*at)));
    most.map(|(value, (_, count))| (value, count))
}
