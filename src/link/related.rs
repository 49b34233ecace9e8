//! The pages that can be related to others, in partitions that stay as long as the terms of their pages do. Locale sites
//! share those of the same terms, and an edit of an original leaves those of its translations.

use std::sync::Arc;

use crate::config::Config;
use crate::memo::{Fingerprint, Memo};
use crate::site::{PageId, Partition, RelatedPages, Role, Site};

/// Indexes pages with words of their own that no list and no folder stands for.
pub(super) fn related_pages(
    site: &Site,
    config: &Config,
    memo: &Memo<Arc<Partition>>,
) -> RelatedPages {
    if config.related == 0 {
        return RelatedPages::default();
    }
    let ordinary = site.entries.iter().filter(|entry| entry.role == Role::Page);
    let pages = ordinary.filter_map(|entry| entry.page).collect();
    RelatedPages::new(pages, |pages| partition(pages, site, memo))
}

fn partition(pages: &[PageId], site: &Site, memo: &Memo<Arc<Partition>>) -> Arc<Partition> {
    let vectors = || pages.iter().map(|page| &site.page(*page).term_vector);
    let fingerprints = vectors().map(|vector| vector.fingerprint().bytes());
    memo.get(Fingerprint::of(fingerprints), || Arc::new(Partition::new(vectors())))
}
