//! What a search is narrowed to, and how many of its matches have which value.

use std::collections::{BTreeMap, BTreeSet};

use crate::index::OpenedIndex;

/// How many of the matches have each value of a facet.
#[derive(Debug)]
pub(crate) struct FacetCounts {
    pub(crate) label: String,
    pub(crate) values: Vec<(String, usize)>,
}

/// Which documents a search is narrowed to, by facet.
pub(super) struct Filters<'a> {
    index: &'a OpenedIndex,
    wanted: Vec<(&'a str, BTreeSet<u32>)>,
}

impl<'a> Filters<'a> {
    pub(super) fn new(
        index: &'a OpenedIndex,
        filters: &'a BTreeMap<String, Vec<String>>,
    ) -> Filters<'a> {
        let mut wanted = Vec::new();
        for (name, values) in filters {
            let facet = index.meta.facets.iter().find(|facet| facet.name == *name);
            let known = facet.iter().flat_map(|facet| &facet.values);
            let chosen = known.filter(|value| values.contains(&value.name));
            let documents = chosen.flat_map(|value| value.documents.iter().copied()).collect();
            wanted.push((name.as_str(), documents));
        }
        Filters { index, wanted }
    }

    /// Whether a document has a chosen value of each facet but one.
    pub(super) fn pass(&self, document: u32, but: Option<&str>) -> bool {
        let mut wanted = self.wanted.iter().filter(|(name, _)| Some(*name) != but);
        wanted.all(|(_, documents)| documents.contains(&document))
    }

    /// For each facet how many of the matches have which value, whatever is chosen of it.
    pub(super) fn counts(&self, ranked: &[(u32, f32)]) -> Vec<FacetCounts> {
        let facets = self.index.meta.facets.iter().map(|facet| {
            let matches = ranked.iter().map(|(document, _)| *document);
            let passing: BTreeSet<u32> =
                matches.filter(|document| self.pass(*document, Some(&facet.name))).collect();
            let values = facet.values.iter().map(|value| {
                let count = value.documents.iter().filter(|number| passing.contains(number));
                (value.name.clone(), count.count())
            });
            FacetCounts { label: facet.name.clone(), values: values.collect() }
        });
        facets.collect()
    }
}
