//! Answers of earlier runs.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{LinkStatus, Manners};
use crate::cache::Cache;

/// The file in the project's cache folder.
const FILE: &str = "links.json";

/// Answers by address, each with its day. A file that cannot be read is none.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct LinkStatusCache(BTreeMap<String, Dated>);

#[derive(Serialize, Deserialize)]
struct Dated {
    day: Date,
    answer: LinkStatus,
}

impl LinkStatusCache {
    /// Reads the answers that are young enough.
    pub(super) fn read(cache: &Cache, manners: &Manners) -> LinkStatusCache {
        let bytes = cache.read(FILE).unwrap_or_default();
        let mut kept: LinkStatusCache = serde_json::from_slice(&bytes).unwrap_or_default();
        kept.0.retain(|_, dated| {
            let age = manners.today.since(dated.day).map_or(i64::MAX, |age| age.get_days().into());
            (0..manners.keep).contains(&age)
        });
        kept
    }

    pub(super) fn get(&self, address: &str) -> Option<LinkStatus> {
        self.0.get(address).map(|dated| dated.answer.clone())
    }

    /// Adds the answers of addresses that work. All others are asked again in the next run.
    pub(super) fn put(&mut self, answers: &BTreeMap<String, LinkStatus>, manners: &Manners) {
        for (address, answer) in answers {
            if matches!(answer, LinkStatus::Works | LinkStatus::Moved(_)) {
                let answer = answer.clone();
                self.0.entry(address.clone()).or_insert(Dated { day: manners.today, answer });
            }
        }
    }

    pub(super) fn write(&self, cache: &Cache) -> std::io::Result<()> {
        let text = serde_json::to_vec_pretty(self)?;
        cache.write(FILE, |out| out.write_all(&text))
    }
}
