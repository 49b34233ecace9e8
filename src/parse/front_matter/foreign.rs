//! Keys of other tools that count here: what keeps a page unpublished, puts it in order, or names its addresses.
//! Whoever moves in with such pages does not publish them, and `import` writes our keys in place of these.
//!
//! The keys are those of Hugo (gohugo.io/configuration/front-matter), Jekyll and Hexo
//! (jekyllrb.com/docs/front-matter), Obsidian Publish (obsidian.md/help/publish) and its plugin Digital Garden,
//! Pelican and `WordPress`. Hugo takes them in upper and lower case.

use jiff::civil::Date;

use super::{Subject, is_declared, visibility};
use crate::config::{Config, LinkStyle, date};
use crate::diagnostic::Diagnostics;
use crate::site::{FrontMatter, HeldBy, Repository, Visibility};
use crate::yaml::{MappingReader, Value, YamlNode};

/// What a key of another tool says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ForeignKey {
    /// `true` for a draft.
    Draft,
    /// `false` for a draft.
    Published,
    /// The same, or the first day.
    PublishedOrDay,
    FirstDay,
    /// The day from which it is published no more.
    LastDay,
    /// One of [`UNPUBLISHED`] for a draft; any other word is the author's own.
    Status,
}

impl ForeignKey {
    /// The keys in their usual spelling.
    pub(crate) const ALL: [(&str, ForeignKey); 13] = [
        ("draft", ForeignKey::Draft),
        ("headless", ForeignKey::Draft),
        ("published", ForeignKey::PublishedOrDay),
        // Of Zola.
        ("render", ForeignKey::Published),
        ("publish", ForeignKey::Published),
        ("dg-publish", ForeignKey::Published),
        ("publishDate", ForeignKey::FirstDay),
        ("pubDate", ForeignKey::FirstDay),
        ("publishOn", ForeignKey::FirstDay),
        ("expiryDate", ForeignKey::LastDay),
        ("unpublishDate", ForeignKey::LastDay),
        ("expiresOn", ForeignKey::LastDay),
        ("status", ForeignKey::Status),
    ];

    /// What a key says, in any of its spellings.
    pub(crate) fn named(key: &str) -> Option<ForeignKey> {
        let plain = plain(key);
        let found = ForeignKey::ALL.into_iter().find(|(name, _)| self::plain(name) == plain);
        found.map(|(_, key)| key)
    }
}

/// Keys by which other tools put pages in order.
pub(crate) const ORDER_KEYS: [&str; 4] = ["sidebar_position", "nav_order", "order", "menu_order"];

/// Keys by which other tools name the address of a page, or old ones. `slug` and `id` give a part of one.
pub(crate) const ADDRESS_KEYS: [&str; 4] = ["permalink", "url", "redirect_from", "aliases"];

/// The values of `status` that say that a page is not published.
pub(crate) const UNPUBLISHED: [&str; 3] = ["draft", "pending", "private"];

/// Keys of ours that are written like some of them.
const OURS: [&str; 3] = ["draft", "publish_on", "expires_on"];

/// A key without what its spellings differ in.
fn plain(key: &str) -> String {
    key.chars().filter(|c| !matches!(c, '-' | '_')).flat_map(char::to_lowercase).collect()
}

/// Reads what such keys say of a page, but for those that its collection declares: these are its author's.
pub(super) fn keys(
    front_matter: &mut FrontMatter,
    block: &mut MappingReader<'_>,
    subject: Subject<'_>,
    config: &Config,
    today: Date,
    diagnostics: &mut Diagnostics,
) {
    if config.links == LinkStyle::Published {
        front_matter.repository = repository(block.node.value);
    }
    for (name, node) in block.node.entries(diagnostics) {
        let names_addresses = config.links == LinkStyle::Published && names_address(name);
        if names_addresses && !is_declared(name, subject, config) {
            front_matter.addresses.extend(addresses(&node));
            // `slug` is ours, too.
            if name != "slug" && block.get(name).is_none() {
                continue;
            }
        }
        if ORDER_KEYS.contains(&name)
            && !is_declared(name, subject, config)
            && block.get(name).is_some()
        {
            take_order(front_matter, node.value);
            continue;
        }
        if let Some(place) = place_in_sidebar(name, node.value)
            && !is_declared(name, subject, config)
        {
            take_order(front_matter, place);
        }
        if let Some(inner) = rendering(name, node.value) {
            if !is_declared(name, subject, config) && block.get(name).is_some() {
                let by = || HeldBy { what: format!("{name}.{inner}"), span: node.key_span() };
                hold_back(front_matter, Visibility::Draft, by);
            }
            continue;
        }
        let Some(key) = ForeignKey::named(name) else { continue };
        if name == "draft" && !matches!(node.value, Value::Bool(_) | Value::Null) {
            // It is wrong, and told; until it is right, nobody should see the page.
            hold_back(front_matter, Visibility::Draft, || HeldBy {
                what: name.to_owned(),
                span: node.key_span(),
            });
        }
        if OURS.contains(&name) || is_declared(name, subject, config) {
            continue;
        }
        if key == ForeignKey::Status && !says_unpublished(&node) {
            continue;
        }
        if block.get(name).is_none() {
            continue;
        }
        if let Some(said) = said(key, &node, today, diagnostics) {
            let what = match (node.value, said) {
                (Value::Bool(value), _) => format!("{name}: {value}"),
                (Value::String(value), Visibility::Draft) => format!("{name}: {value}"),
                _ => name.to_owned(),
            };
            hold_back(front_matter, said, || HeldBy { what, span: node.key_span() });
        }
    }
}

fn names_address(key: &str) -> bool {
    matches!(key, "slug" | "id") || ADDRESS_KEYS.contains(&key)
}

/// The addresses that a value names: one, or a list.
fn addresses(node: &YamlNode<'_>) -> Vec<String> {
    match node.value {
        Value::String(address) => vec![address.clone()],
        Value::List(list) => list
            .iter()
            .filter_map(|one| match one {
                Value::String(address) => Some(address.clone()),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// What a block of Hugo says that is not rendered (gohugo.io/content-management/build-options).
fn rendering(name: &str, value: &Value) -> Option<&'static str> {
    let Value::Map(entries) = value else { return None };
    let render = entries.iter().find(|(key, _)| key == "render").map(|(_, value)| value);
    let is_never = match render? {
        Value::Bool(truth) => !truth,
        Value::String(word) => word == "never",
        _ => false,
    };
    (matches!(name, "build" | "_build") && is_never).then_some("render")
}

/// The repository that a page names, itself or among the values for templates.
fn repository(block: &Value) -> Option<Repository> {
    let Value::Map(entries) = block else { return None };
    entries.iter().find_map(|(key, value)| match value {
        Value::String(address) if REPOSITORY.contains(&&**key) => Repository::parse(address),
        Value::Map(_) if matches!(&**key, "extra" | "params") => repository(value),
        _ => None,
    })
}

/// Keys by which pages name the repository that they are about.
const REPOSITORY: [&str; 4] = ["repository", "repo", "repo_url", "github"];

/// The place that Starlight has in a block (starlight.astro.build/reference/frontmatter).
fn place_in_sidebar<'v>(name: &str, value: &'v Value) -> Option<&'v Value> {
    let Value::Map(keys) = value else { return None };
    let place = keys.iter().find(|(key, _)| key == "order").filter(|_| name == "sidebar");
    place.map(|(_, place)| place)
}

/// Takes over a place in the order, unless our own key gives one.
fn take_order(front_matter: &mut FrontMatter, value: &Value) {
    // Places between others, 1.5, are made whole.
    let place = match value {
        Value::Integer(place) => {
            i32::try_from(*place).ok().and_then(|place| place.checked_mul(1000))
        }
        #[expect(clippy::cast_possible_truncation, reason = "it is held to the range before")]
        Value::Float(place) if place.abs() < 1_000_000.0 => Some((place * 1000.0) as i32),
        Value::String(place) => place.parse::<i32>().ok().and_then(|place| place.checked_mul(1000)),
        _ => None,
    };
    if let Some(place) = place.filter(|_| front_matter.weight == 0) {
        front_matter.weight = place;
    }
}

fn says_unpublished(node: &YamlNode<'_>) -> bool {
    let Value::String(status) = node.value else { return false };
    UNPUBLISHED.iter().any(|known| status.eq_ignore_ascii_case(known))
}

/// Whether a page is published by what a key says; `None` if its value is none of that key.
fn said(
    key: ForeignKey,
    node: &YamlNode<'_>,
    today: Date,
    diagnostics: &mut Diagnostics,
) -> Option<Visibility> {
    if matches!(node.value, Value::Null) {
        return None;
    }
    let draft = |is_draft| visibility(is_draft, None, None, today);
    Some(match key {
        ForeignKey::Draft => draft(truth(node, diagnostics).unwrap_or(true)),
        ForeignKey::PublishedOrDay if is_day(node) => first_day(node, today, diagnostics),
        ForeignKey::Published | ForeignKey::PublishedOrDay => {
            draft(!truth(node, diagnostics).unwrap_or(false))
        }
        ForeignKey::FirstDay => first_day(node, today, diagnostics),
        ForeignKey::LastDay => {
            let day = date(node, diagnostics);
            day.map_or(Visibility::Draft, |day| visibility(false, None, Some(day), today))
        }
        ForeignKey::Status => Visibility::Draft,
    })
}

/// What a first day says. One that cannot be read holds a page back: to publish one that was not meant for it is the
/// worse mistake.
fn first_day(node: &YamlNode<'_>, today: Date, diagnostics: &mut Diagnostics) -> Visibility {
    let day = date(node, diagnostics);
    day.map_or(Visibility::Draft, |day| visibility(false, Some(day), None, today))
}

/// Whether a value says yes or no, also in words and between quotes.
fn truth(node: &YamlNode<'_>, diagnostics: &mut Diagnostics) -> Option<bool> {
    let Value::String(word) = node.value else { return node.bool(diagnostics) };
    match word.trim().to_lowercase().as_str() {
        "true" | "yes" | "on" | "y" | "1" => Some(true),
        "false" | "no" | "off" | "n" | "0" => Some(false),
        _ => node.bool(diagnostics),
    }
}

fn is_day(node: &YamlNode<'_>) -> bool {
    matches!(node.value, Value::String(text) if text.starts_with(|c: char| c.is_ascii_digit()))
}

/// Holds a page back, unless something does already that weighs more.
pub(super) fn hold_back(
    front_matter: &mut FrontMatter,
    visibility: Visibility,
    by: impl FnOnce() -> HeldBy,
) {
    if visibility.outweighs(front_matter.visibility) {
        front_matter.visibility = visibility;
        front_matter.held_by = Some(by());
    }
}
