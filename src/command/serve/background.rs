//! What follows behind the pages: the index of the search, and the problems of pages that nobody has
//! asked for.
//!
//! Both take longer than the site that is shown, so they have half of the processors: pages and the
//! next change need not wait for them.

use std::sync::Arc;

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::{LastReported, failed, problems};
use crate::cache::Cache;
use crate::command::{Terminal, first_look, note_damage};
use crate::diagnostic::{Diagnostic, summary};
use crate::serve::{Live, PublishedSite, Searchable, ValidatedPages, attempt, held};

/// Follows the site that is shown.
pub(super) struct BackgroundWorker<'t> {
    pub(super) live: &'t Live,
    pub(super) terminal: &'t Terminal,
    pub(super) last_reported: &'t LastReported,
    pub(super) cache: &'t Cache,
}

/// How far the work has come.
#[derive(Default)]
struct Done {
    /// The newest state of the files that was looked at.
    newest: Arc<PublishedSite>,
    /// The site that the search was made of.
    indexed: Arc<PublishedSite>,
    validated: ValidatedPages,
}

impl BackgroundWorker<'_> {
    /// Follows every state of the files until the program is stopped, also after one on which the work failed.
    pub(super) fn run(&self) {
        let threads = half_of_the_processors();
        let mut done = Done::default();
        loop {
            let (newest, shown) = self.live.after(&done.newest);
            done.newest = newest;
            let mut follow = || self.follow(&shown, &mut done);
            match &threads {
                Some(threads) => threads.install(follow),
                // Without threads of its own, it shares those of the pages.
                None => follow(),
            }
        }
    }

    fn follow(&self, shown: &Arc<PublishedSite>, done: &mut Done) {
        let mut not_kept = Vec::new();
        if !Arc::ptr_eq(&done.indexed, shown)
            && let Some(found) = self.index(|| Searchable::new(shown, self.cache))
        {
            not_kept = found;
            done.indexed = Arc::clone(shown);
        }
        let Done { newest, validated, .. } = done;
        if attempt(|| self.look_at(newest, validated, not_kept)).is_none() {
            failed(self.terminal, "it looked for problems of other pages", "they are not told");
            *validated = ValidatedPages::default();
        }
    }

    /// Has the search made, and returns what was found on the way; `None` if the work failed.
    fn index(
        &self,
        make: impl FnOnce() -> Option<(Searchable, Vec<Diagnostic>)>,
    ) -> Option<Vec<Diagnostic>> {
        let Some(made) = attempt(make) else {
            failed(self.terminal, "it made the search", "the search stays as it was");
            self.live.give_up_search();
            return None;
        };
        let Some((search, found)) = made else { return Some(Vec::new()) };
        self.live.publish_search(search);
        note_damage(self.cache, self.terminal);
        Some(found)
    }

    /// Tells what is wrong with pages that nobody has asked for, besides what was found already.
    fn look_at(
        &self,
        site: &Arc<PublishedSite>,
        validated: &mut ValidatedPages,
        mut later: Vec<Diagnostic>,
    ) {
        let Some(linked) = site.linked() else { return };
        let Some(found) = site.try_all(validated, || self.live.is_newest(site)) else { return };
        later.extend(found);
        let all = linked.diagnostics_with(later);
        let mut last_reported = held(self.last_reported.lock());
        if *last_reported != all && self.live.is_newest(site) {
            let is_new = |problem: &&Diagnostic| !last_reported.contains(problem);
            let new: Vec<Diagnostic> = all.iter().filter(is_new).cloned().collect();
            if !new.is_empty() {
                first_look::report(&linked.locale_sites, &new, &linked.sources, self.terminal);
                self.terminal.say(&format!("of the other pages: {}", summary(&new)));
            }
            self.live.tell(site, problems(&all, &linked.sources, site.editor()));
            *last_reported = all;
        }
    }
}

fn half_of_the_processors() -> Option<ThreadPool> {
    let half = std::thread::available_parallelism().map_or(1, |all| all.get().div_ceil(2));
    ThreadPoolBuilder::new().num_threads(half).build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::{Colour, ReportFormat};

    #[test]
    fn the_search_is_made_again_after_the_program_failed_on_it() {
        let (live, last_reported) = (Live::default(), LastReported::default());
        let terminal = Terminal::new(true, Colour::Never, ReportFormat::Human);
        let cache = Cache::in_folder(std::env::temp_dir().join("no-such-cache"));
        let background = BackgroundWorker {
            live: &live,
            terminal: &terminal,
            last_reported: &last_reported,
            cache: &cache,
        };
        assert!(background.index(|| panic!("as a library does")).is_none());
        assert_eq!(background.index(|| None), Some(Vec::new()));
    }
}
