//! What follows behind the pages: the index of the search, and the problems of pages that nobody has
//! asked for.
//!
//! Both take longer than the site that is shown, so they have half of the processors: pages and the
//! next change need not wait for them.

use std::sync::Arc;

use rayon::ThreadPoolBuilder;

use super::{Told, problems};
use crate::command::Terminal;
use crate::diagnostic::{Diagnostic, summary};
use crate::serve::{Live, Published, Searchable};

/// Follows the site that is shown.
pub(super) struct Behind<'t> {
    pub(super) live: &'t Live,
    pub(super) terminal: &'t Terminal,
    pub(super) told: &'t Told,
}

impl Behind<'_> {
    pub(super) fn run(&self) {
        let half = std::thread::available_parallelism().map_or(1, |all| all.get().div_ceil(2));
        let threads = ThreadPoolBuilder::new().num_threads(half).build();
        let mut site = self.live.site();
        loop {
            match &threads {
                Ok(threads) => threads.install(|| self.follow(&site)),
                // Without threads of its own, it shares those of the pages.
                Err(_) => self.follow(&site),
            }
            site = self.live.after(&site);
        }
    }

    fn follow(&self, site: &Arc<Published>) {
        let Some((search, not_kept)) = Searchable::new(site) else { return };
        self.live.publish_search(search);
        let Some(mut later) = site.try_pages(None, || self.live.shows(site)) else { return };
        later.extend(not_kept);
        let linked = site.linked().expect("it was searched");
        let all = linked.diagnostics_with(later);
        let mut told = self.told.lock().expect("no thread panics while it holds this");
        let is_new = |problem: &&Diagnostic| !told.contains(problem);
        let new: Vec<Diagnostic> = all.iter().filter(is_new).cloned().collect();
        if !new.is_empty() && self.live.shows(site) {
            self.terminal.report(&new, &linked.sources);
            self.terminal.say(&format!("of the other pages: {}", summary(&new)));
            self.live.tell(site, problems(&all, &linked.sources));
            *told = all;
        }
    }
}
