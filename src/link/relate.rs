//! Relations: each written once, on either side, and shown on both.

use std::collections::BTreeMap;

use crate::arena::Arena;
use crate::config::{Config, FieldId};
use crate::language::composed;
use crate::nearest::Suggestions;
use crate::site::{
    ContentPath, Dangling, Page, PageId, RelatedPage, Relation, RelationSide, Relations, Site,
};

/// A pair of pages that a relation joins, the declaring side first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct RelatedPair {
    field: FieldId,
    from: PageId,
    to: PageId,
}

/// Who wrote a pair, and what they wrote of it.
struct PairRecord<'s> {
    written: (PageId, usize),
    reason: Option<&'s str>,
    strength: Option<usize>,
}

pub(super) fn relate(site: &Site, config: &Config) -> Relations {
    let names = CollectionNames::new(site, config);
    let mut related = Relations {
        of_pages: site.pages.filled(Vec::new()),
        dangling: Vec::new(),
        conflicts: Vec::new(),
    };
    let mut pairs: BTreeMap<RelatedPair, PairRecord<'_>> = BTreeMap::new();
    for (id, page) in site.pages.enumerate() {
        for (position, relation) in page.front_matter.relations.iter().enumerate() {
            let target = match names.find(relation, page, site, config) {
                Ok(target) => target,
                Err(why) => {
                    related.dangling.push((id, position, why));
                    continue;
                }
            };
            if target == id {
                related.dangling.push((id, position, Dangling::Itself));
                continue;
            }
            let pair = pair(relation, id, target, config);
            join(&mut pairs, pair, relation, (id, position), &mut related.conflicts);
        }
    }
    for (pair, joined) in &pairs {
        let seen_from = |side, page| RelatedPage {
            field: pair.field,
            side,
            page,
            reason: joined.reason.map(str::to_owned),
            strength: joined.strength,
            written: joined.written,
        };
        related.of_pages[pair.from].push(seen_from(RelationSide::Forward, pair.to));
        let other_side = if is_symmetric(pair.field, config) {
            RelationSide::Forward
        } else {
            RelationSide::Inverse
        };
        related.of_pages[pair.to].push(seen_from(other_side, pair.from));
    }
    sort(&mut related.of_pages, site);
    related
}

/// A relation of a collection to itself whose inverse is itself: "related pages".
fn is_symmetric(id: FieldId, config: &Config) -> bool {
    let (relation, field) = (config.relation(id), config.field(id));
    relation.to == id.collection && relation.inverse.as_deref() == Some(&field.name)
}

fn pair(relation: &Relation, writer: PageId, target: PageId, config: &Config) -> RelatedPair {
    let (from, to) = match relation.side {
        RelationSide::Forward if is_symmetric(relation.field, config) => {
            (writer.min(target), writer.max(target))
        }
        RelationSide::Forward => (writer, target),
        RelationSide::Inverse => (target, writer),
    };
    RelatedPair { field: relation.field, from, to }
}

fn join<'s>(
    pairs: &mut BTreeMap<RelatedPair, PairRecord<'s>>,
    pair: RelatedPair,
    relation: &'s Relation,
    written: (PageId, usize),
    conflicts: &mut Vec<[(PageId, usize); 2]>,
) {
    let (reason, strength) = (relation.reason.as_deref(), relation.strength);
    let Some(known) = pairs.get_mut(&pair) else {
        pairs.insert(pair, PairRecord { written, reason, strength });
        return;
    };
    let differ = |a: bool, b: bool, equal: bool| a && b && !equal;
    let conflict = known.written.0 == written.0
        || differ(known.reason.is_some(), reason.is_some(), known.reason == reason)
        || differ(known.strength.is_some(), strength.is_some(), known.strength == strength);
    if conflict {
        conflicts.push([known.written, written]);
    }
    known.reason = known.reason.or(reason);
    known.strength = known.strength.or(strength);
}

/// By field, then in the order in which the page itself wrote them, then in that of the other
/// page's collection.
fn sort(relations: &mut Arena<Vec<RelatedPage>, Page>, site: &Site) {
    for (id, related) in site.pages.ids().zip(relations.iter_mut()) {
        related.sort_by_key(|other| {
            let own = (other.written.0 == id).then_some(other.written.1);
            (other.side, other.field, own.is_none(), own, site.ranks[other.page])
        });
    }
}

/// Pages by their name within their collection.
struct CollectionNames<'s> {
    by_collection: Vec<BTreeMap<&'s str, PageId>>,
    suggestions: Suggestions,
}

impl<'s> CollectionNames<'s> {
    fn new(site: &'s Site, config: &'s Config) -> CollectionNames<'s> {
        let mut by_collection = vec![BTreeMap::new(); config.collections.len()];
        for (id, page) in site.pages.enumerate() {
            let Some(collection) = page.collection else {
                continue;
            };
            let folder = &config.collections[collection].folder;
            by_collection[collection]
                .insert(&page.path.without_extension()[folder.len() + 1..], id);
        }
        CollectionNames { by_collection, suggestions: Suggestions::default() }
    }

    fn find(
        &self,
        relation: &Relation,
        page: &Page,
        site: &Site,
        config: &Config,
    ) -> Result<PageId, Dangling> {
        let collection = match relation.side {
            RelationSide::Inverse => relation.field.collection,
            RelationSide::Forward => config.relation(relation.field).to,
        };
        let name = &*composed(relation.to.value.trim_end_matches(".md"));
        if let Some(id) = self.by_collection[collection].get(name) {
            return Ok(*id);
        }
        let path = format!("{}/{name}.md", config.collections[collection].folder);
        if let Some(visibility) = site.hidden.get(&ContentPath::new(path)) {
            return Err(Dangling::Hidden(*visibility));
        }
        if let Some(found) = self.by_collection.iter().find_map(|pages| pages.get(name)) {
            return Err(Dangling::WrongCollection { found: *found });
        }
        let folder = &config.collections[collection].folder;
        let meant = self.by_path(name, page, folder, collection);
        if let Some(meant) = meant.or_else(|| self.by_title(name, collection, site)) {
            return Err(Dangling::NotAName { name: meant.to_owned() });
        }
        let nearest =
            self.suggestions.nearest(name, self.by_collection[collection].keys().copied());
        Err(Dangling::NoSuchPage { nearest: nearest.map(str::to_owned) })
    }

    /// The name of the page whose path is written, from the content folder or from a page.
    fn by_path(&self, path: &str, page: &Page, folder: &str, collection: usize) -> Option<&'s str> {
        let paths =
            [page.written.folder(), "", folder].map(|from| ContentPath::resolve(from, path));
        paths.into_iter().flatten().find_map(|path| {
            let name = path.as_str().strip_prefix(folder)?.strip_prefix('/')?;
            Some(*self.by_collection[collection].get_key_value(name)?.0)
        })
    }

    /// The name of the only page that has a title.
    fn by_title(&self, title: &str, collection: usize, site: &Site) -> Option<&'s str> {
        let title = title.to_lowercase();
        let pages = self.by_collection[collection].iter();
        let mut named = pages.filter(|(_, id)| site.page(**id).title.to_lowercase() == title);
        let (name, _) = named.next()?;
        named.next().is_none().then_some(*name)
    }
}
