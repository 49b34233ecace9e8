//! The pages that can be near others, on shelves that stay as long as the words of their pages do. Editions share those
//! of the same words, and an edit of an original leaves those of its translations.

use std::sync::Arc;

use crate::config::Config;
use crate::memo::{Fingerprint, Memo};
use crate::site::{Near, PageId, Role, Shelf, Site};

/// Puts pages on their shelves: those with words of their own that no list and no folder stands for.
pub(super) fn near(site: &Site, config: &Config, memo: &Memo<Arc<Shelf>>) -> Near {
    if config.related == 0 {
        return Near::default();
    }
    let ordinary = site.entries.iter().filter(|entry| entry.role == Role::Page);
    let pages: Vec<PageId> = ordinary.filter_map(|entry| entry.page).collect();
    let shelf = |pages: &[PageId]| {
        let signatures = || pages.iter().map(|page| &site.page(*page).signature);
        let prints = signatures().map(|signature| signature.fingerprint().bytes());
        memo.get(Fingerprint::of(prints), || Arc::new(Shelf::new(signatures())))
    };
    Near::new(pages, shelf)
}
