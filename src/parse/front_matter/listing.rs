//! Keys by which other tools keep a page out of menus, of search, or of search engines, though it is published.
//!
//! They are those of Docusaurus (`unlisted`), `VitePress` and Starlight (`search`, `pagefind`, `sidebar`), Material for
//! `MkDocs` (`search`), Just the Docs (`nav_exclude`, `search_exclude`), Hugo (`build`, `sitemap`) and Jekyll (`sitemap`).

use super::{Subject, is_declared};
use crate::config::Config;
use crate::site::{FrontMatter, HeldBy, PageListing};
use crate::yaml::{MappingReader, Value};

/// A list that a page may be missing from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PageList {
    Menus,
    Search,
    SearchEngines,
    All,
}

/// Keys, also within the block of another one, the values that keep a page from a list, and the list.
const KEYS: [(&str, &[SaidValue], PageList); 16] = [
    ("unlisted", &[SaidValue::True], PageList::All),
    ("build.list", &[SaidValue::False, SaidValue::Word("never")], PageList::All),
    ("_build.list", &[SaidValue::False, SaidValue::Word("never")], PageList::All),
    ("nav_exclude", &[SaidValue::True], PageList::Menus),
    ("sidebar.hidden", &[SaidValue::True], PageList::Menus),
    ("search", &[SaidValue::False], PageList::Search),
    ("search.exclude", &[SaidValue::True], PageList::Search),
    ("search_exclude", &[SaidValue::True], PageList::Search),
    ("pagefind", &[SaidValue::False], PageList::Search),
    ("noindex", &[SaidValue::True], PageList::SearchEngines),
    ("no_index", &[SaidValue::True], PageList::SearchEngines),
    ("robots", &[SaidValue::Word("noindex")], PageList::SearchEngines),
    ("sitemap", &[SaidValue::False], PageList::SearchEngines),
    ("sitemap.exclude", &[SaidValue::True], PageList::SearchEngines),
    ("sitemap.disable", &[SaidValue::True], PageList::SearchEngines),
    ("sitemap.priority", &[SaidValue::Word("-1")], PageList::SearchEngines),
];

/// A value that says so.
#[derive(Clone, Copy)]
enum SaidValue {
    True,
    False,
    /// A word among others.
    Word(&'static str),
}

impl SaidValue {
    fn is(self, value: &Value) -> bool {
        match (self, value) {
            (SaidValue::True, Value::Bool(truth)) => *truth,
            (SaidValue::False, Value::Bool(truth)) => !truth,
            (SaidValue::True, Value::String(word)) => word.eq_ignore_ascii_case("true"),
            (SaidValue::False, Value::String(word)) => word.eq_ignore_ascii_case("false"),
            (SaidValue::Word(wanted), Value::String(words)) => {
                words.split([',', ' ']).any(|word| word.eq_ignore_ascii_case(wanted))
            }
            (SaidValue::Word(wanted), Value::Integer(number)) => number.to_string() == wanted,
            _ => false,
        }
    }
}

/// Whether a key keeps pages from lists, or holds one that does.
pub(crate) fn is_listing_key(name: &str) -> bool {
    KEYS.iter().any(|(key, ..)| key.split('.').next() == Some(name))
}

/// Reads what such keys say of a page, but for those that its collection declares.
pub(super) fn keys(
    front_matter: &mut FrontMatter,
    block: &mut MappingReader<'_>,
    subject: Subject<'_>,
    config: &Config,
) {
    let Value::Map(entries) = block.node.value else { return };
    for (key, said, list) in KEYS {
        let (outer, inner) = key.split_once('.').map_or((key, None), |(a, b)| (a, Some(b)));
        let entry = entries.iter().find(|(name, _)| name == outer);
        let Some((_, value)) = entry.filter(|_| !is_declared(outer, subject, config)) else {
            continue;
        };
        let value = inner.map_or(Some(value), |inner| within(value, inner));
        let Some(value) = value else { continue };
        let Some(node) = block.get(outer) else { continue };
        if said.iter().any(|said| said.is(value)) {
            front_matter.listing = front_matter.listing.without(list);
            let by = || HeldBy { what: key.to_owned(), span: node.key_span() };
            front_matter.unlisted_by.get_or_insert_with(by);
        }
    }
}

fn within<'v>(block: &'v Value, key: &str) -> Option<&'v Value> {
    let Value::Map(entries) = block else { return None };
    entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
}

impl PageListing {
    fn without(self, list: PageList) -> PageListing {
        match list {
            PageList::Menus => PageListing { in_menus: false, ..self },
            PageList::Search => PageListing { in_search: false, ..self },
            PageList::SearchEngines => PageListing { by_search_engines: false, ..self },
            PageList::All => {
                PageListing { in_menus: false, in_search: false, by_search_engines: false }
            }
        }
    }
}
