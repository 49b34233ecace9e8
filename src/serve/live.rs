//! What the server shows now, and who waits for what comes next.
//!
//! In: sites as they are built. Out: the newest one, and news for open pages. Each piece says all that
//! is so now, so that nothing between two builds is missed.

use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Duration;

use serde::Serialize;

use super::edit::{self, EditPosition};
use super::published::{PublishedSite, Response};
use super::searchable::Searchable;
use super::survive::held;

/// What the files of the search begin with, and how long the first of them are waited for.
const SEARCH: &str = "assets/search";
const PATIENCE: Duration = Duration::from_secs(60);

/// The site that is shown, and what is wrong with the newest state of the files.
#[derive(Default)]
pub(crate) struct Live {
    state: Mutex<LiveState>,
    changed: Condvar,
}

#[derive(Default)]
struct LiveState {
    /// The site that is shown.
    site: Arc<PublishedSite>,
    /// The newest state of the files: another one while that has errors.
    newest: Arc<PublishedSite>,
    /// The files of the search; they follow behind the pages. `None` before the first.
    search: Option<Arc<Searchable>>,
    /// Whether the newest of them could not be made: nobody has to wait for the first.
    search_failed: bool,
    news: News,
    /// How often those who wait for news were woken without any.
    calls: u64,
}

/// What open pages have to know, as they are told.
#[derive(Clone, Default, Debug, Serialize)]
pub(crate) struct News {
    /// Grows with everything that is told.
    pub(crate) revision: u64,
    /// The revision since which pages are as they are.
    pub(crate) page: u64,
    /// The address of the style sheet.
    pub(crate) style: String,
    #[serde(flatten)]
    pub(crate) problems: ShownProblems,
    /// Whether the files have errors and the site shown is an older one without.
    pub(crate) stale: bool,
}

/// What is wrong, for the page.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize)]
pub(crate) struct ShownProblems {
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    /// The first of them: a page has no room for thousands.
    pub(crate) problems: Vec<ShownProblem>,
    /// Those that these reports do not cover.
    pub(crate) more: usize,
}

/// One problem.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct ShownProblem {
    /// With its source, as in the terminal.
    pub(crate) report: String,
    pub(crate) place: Option<EditPosition>,
}

/// What has changed since the site before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SiteChange {
    Pages,
    /// Nothing but rules of style: open pages need not be loaded again.
    Style,
}

impl Live {
    /// Shows a site from now on.
    pub(crate) fn publish(
        &self,
        site: PublishedSite,
        changed: SiteChange,
        problems: ShownProblems,
    ) {
        let site = Arc::new(site);
        let mut state = held(self.state.lock());
        state.news.revision += 1;
        if changed == SiteChange::Pages {
            state.news.page = state.news.revision;
        }
        site.style().clone_into(&mut state.news.style);
        state.news.problems = problems;
        state.news.stale = false;
        let old = std::mem::replace(&mut state.site, Arc::clone(&site));
        state.newest = site;
        self.changed.notify_all();
        drop(state);
        // That takes its time, and nobody has to wait for it.
        drop(old);
    }

    /// Tells what is wrong with a site, if it is still the newest state of the files.
    pub(crate) fn tell(&self, site: &Arc<PublishedSite>, problems: ShownProblems) {
        let state = held(self.state.lock());
        if Arc::ptr_eq(&state.newest, site) {
            self.tell_of(state, problems);
        }
    }

    /// Takes note of a newer state of the files, which has errors; the site that is shown stays.
    pub(crate) fn keep(&self, newest: PublishedSite, problems: ShownProblems) {
        let newest = Arc::new(newest);
        let mut state = held(self.state.lock());
        state.newest = newest;
        self.tell_of(state, problems);
        self.changed.notify_all();
    }

    fn tell_of(&self, mut state: MutexGuard<'_, LiveState>, problems: ShownProblems) {
        let stale = !Arc::ptr_eq(&state.site, &state.newest);
        if state.news.problems != problems || state.news.stale != stale {
            state.news.revision += 1;
            state.news.problems = problems;
            state.news.stale = stale;
            self.changed.notify_all();
        }
    }

    /// Searches there from now on.
    pub(crate) fn publish_search(&self, search: Searchable) {
        let mut state = held(self.state.lock());
        let old = state.search.replace(Arc::new(search));
        state.search_failed = false;
        self.changed.notify_all();
        drop(state);
        // That takes its time, and nobody has to wait for it.
        drop(old);
    }

    /// The search stays as it was, for it could not be brought up to date.
    pub(crate) fn give_up_search(&self) {
        held(self.state.lock()).search_failed = true;
        self.changed.notify_all();
    }

    pub(crate) fn site(&self) -> Arc<PublishedSite> {
        Arc::clone(&held(self.state.lock()).site)
    }

    pub(crate) fn newest(&self) -> Arc<PublishedSite> {
        Arc::clone(&held(self.state.lock()).newest)
    }

    /// Whether a site is the newest state of the files.
    pub(crate) fn is_newest(&self, site: &Arc<PublishedSite>) -> bool {
        let state = held(self.state.lock());
        Arc::ptr_eq(&state.newest, site)
    }

    /// Waits until the newest state of the files is another one than this, and returns it; then the
    /// site that is shown.
    pub(crate) fn after(
        &self,
        site: &Arc<PublishedSite>,
    ) -> (Arc<PublishedSite>, Arc<PublishedSite>) {
        let state = held(self.state.lock());
        let is_same = |state: &mut LiveState| Arc::ptr_eq(&state.newest, site);
        let state = held(self.changed.wait_while(state, is_same));
        (Arc::clone(&state.newest), Arc::clone(&state.site))
    }

    /// The answer to the target of a request line, as it was sent; and the revision it is of.
    pub(super) fn answer(&self, target: &str) -> (Response, u64) {
        let (site, search, revision) = {
            let mut state = held(self.state.lock());
            let is_search = target.trim_start_matches('/').starts_with(SEARCH);
            if is_search {
                let is_due = |state: &mut LiveState| state.search.is_none() && !state.search_failed;
                let waited = self.changed.wait_timeout_while(state, PATIENCE, is_due);
                state = held(waited).0;
            }
            let search = state.search.clone().filter(|_| is_search);
            (Arc::clone(&state.site), search, state.news.revision)
        };
        // Nothing is locked while a file is made or read.
        (site.answer(target, search.as_deref()), revision)
    }

    /// Opens a file of the site, or one that has a problem, for its author; `Err` says why that did not
    /// work.
    pub(super) fn open(&self, file: &str, line: usize, column: usize) -> Result<(), String> {
        let (site, has_problem) = {
            let state = held(self.state.lock());
            let mut problems = state.news.problems.problems.iter();
            let is_there =
                |problem: &ShownProblem| problem.place.as_ref().is_some_and(|p| p.file == file);
            (Arc::clone(&state.site), problems.any(is_there))
        };
        let is_known = site.linked().is_some_and(|linked| linked.sources.has(file));
        if !has_problem && !is_known {
            return Err(format!("`{file}` is no file of the site"));
        }
        edit::open(file, line, column, site.editor())
    }

    /// What is new since a revision; `None` if there is nothing for a while, and when all who wait are woken.
    pub(super) fn wait(&self, since: u64, patience: Duration) -> Option<News> {
        let state = held(self.state.lock());
        let calls = state.calls;
        let is_quiet = |state: &mut LiveState| state.news.revision <= since && state.calls == calls;
        let (state, _) = held(self.changed.wait_timeout_while(state, patience, is_quiet));
        (state.news.revision > since).then(|| state.news.clone())
    }

    /// Wakes all who wait for news.
    pub(super) fn wake(&self) {
        held(self.state.lock()).calls += 1;
        self.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NO_TIME: Duration = Duration::ZERO;

    fn problem(text: &str) -> ShownProblems {
        let problem = ShownProblem { report: text.to_owned(), place: None };
        ShownProblems { errors: 1, problems: vec![problem], ..ShownProblems::default() }
    }

    #[test]
    fn whoever_waits_is_told_all_that_was_new_since() {
        let live = Live::default();
        assert!(live.wait(0, NO_TIME).is_none());
        live.publish(PublishedSite::default(), SiteChange::Pages, ShownProblems::default());
        live.publish(PublishedSite::default(), SiteChange::Style, ShownProblems::default());
        let site = live.site();
        live.tell(&site, problem("a"));
        let news = live.wait(0, NO_TIME).expect("there is news");
        assert_eq!((news.revision, news.page, news.problems.errors), (3, 1, 1));
        assert!(live.wait(3, NO_TIME).is_none());
        live.tell(&site, problem("a"));
        assert!(live.wait(3, NO_TIME).is_none(), "nothing new");
        live.tell(&site, ShownProblems::default());
        assert_eq!(live.wait(3, NO_TIME).expect("it is mended").problems, ShownProblems::default());
    }
}
