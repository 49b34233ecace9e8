//! What follows behind the pages: the index of the search, and the problems of pages that nobody has
//! asked for.
//!
//! Both take longer than the site that is shown, so they have half of the processors: pages and the
//! next change need not wait for them.

use std::sync::Arc;

use rayon::ThreadPoolBuilder;

use super::{Told, problems};
use crate::cache::Cache;
use crate::command::{Terminal, note_damage};
use crate::diagnostic::{Diagnostic, summary};
use crate::serve::{Live, Published, Searchable, Tried};

/// Follows the site that is shown.
pub(super) struct Behind<'t> {
    pub(super) live: &'t Live,
    pub(super) terminal: &'t Terminal,
    pub(super) told: &'t Told,
    pub(super) cache: &'t Cache,
}

impl Behind<'_> {
    pub(super) fn run(&self) {
        let half = std::thread::available_parallelism().map_or(1, |all| all.get().div_ceil(2));
        let threads = ThreadPoolBuilder::new().num_threads(half).build();
        let mut newest = Arc::default();
        let mut indexed = Arc::default();
        let mut tried = Tried::default();
        loop {
            let (next, shown) = self.live.after(&newest);
            newest = next;
            let mut follow = || {
                let mut not_kept = Vec::new();
                if !Arc::ptr_eq(&indexed, &shown)
                    && let Some((search, problems)) = Searchable::new(&shown, self.cache)
                {
                    self.live.publish_search(search);
                    note_damage(self.cache, self.terminal);
                    not_kept = problems;
                }
                self.look_at(&newest, &mut tried, not_kept);
            };
            match &threads {
                Ok(threads) => threads.install(follow),
                // Without threads of its own, it shares those of the pages.
                Err(_) => follow(),
            }
            indexed = shown;
        }
    }

    /// Tells what is wrong with pages that nobody has asked for, besides what was found already.
    fn look_at(&self, site: &Arc<Published>, tried: &mut Tried, mut later: Vec<Diagnostic>) {
        let Some(linked) = site.linked() else { return };
        let Some(found) = site.try_all(tried, || self.live.is_newest(site)) else { return };
        later.extend(found);
        let all = linked.diagnostics_with(later);
        let mut told = self.told.lock().expect("no thread panics while it holds this");
        if *told != all && self.live.is_newest(site) {
            let is_new = |problem: &&Diagnostic| !told.contains(problem);
            let new: Vec<Diagnostic> = all.iter().filter(is_new).cloned().collect();
            if !new.is_empty() {
                self.terminal.report(&new, &linked.sources);
                self.terminal.say(&format!("of the other pages: {}", summary(&new)));
            }
            self.live.tell(site, problems(&all, &linked.sources, site.editor()));
            *told = all;
        }
    }
}
