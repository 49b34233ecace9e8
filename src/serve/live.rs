//! What the server shows now, and who waits for what comes next.
//!
//! In: sites as they are built. Out: the newest one, and news for open pages. Each piece says all that
//! is so now, so that nothing between two builds is missed.

use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Duration;

use serde::Serialize;

use super::published::{Answer, Published};
use super::searchable::Searchable;

/// What the files of the search begin with, and how long the first of them are waited for.
const SEARCH: &str = "assets/search";
const PATIENCE: Duration = Duration::from_secs(60);

/// The site that is shown, and what is wrong with the newest state of the files.
#[derive(Default)]
pub(crate) struct Live {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    site: Arc<Published>,
    /// The files of the search; they follow behind the pages. `None` before the first.
    search: Option<Arc<Searchable>>,
    news: News,
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
    pub(crate) problems: Problems,
    /// Whether the files have errors and the site shown is an older one without.
    pub(crate) stale: bool,
}

/// What is wrong, for the page.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize)]
pub(crate) struct Problems {
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    /// The first of them, each with its source, as in the terminal: a page has no room for thousands.
    pub(crate) problems: Vec<String>,
}

/// What has changed since the site before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Changed {
    Pages,
    /// Nothing but rules of style: open pages need not be loaded again.
    Style,
}

impl Live {
    /// Shows a site from now on.
    pub(crate) fn publish(&self, site: Published, changed: Changed, problems: Problems) {
        let site = Arc::new(site);
        let mut state = self.state.lock().expect("no thread panics while it holds this");
        state.news.revision += 1;
        if changed == Changed::Pages {
            state.news.page = state.news.revision;
        }
        site.style().clone_into(&mut state.news.style);
        state.news.problems = problems;
        state.news.stale = false;
        let old = std::mem::replace(&mut state.site, site);
        self.changed.notify_all();
        drop(state);
        // That takes its time, and nobody has to wait for it.
        drop(old);
    }

    /// Tells what is wrong with a site, if it is the newest state of the files.
    pub(crate) fn tell(&self, site: &Arc<Published>, problems: Problems) {
        let state = self.state.lock().expect("no thread panics while it holds this");
        if Arc::ptr_eq(&state.site, site) && !state.news.stale {
            self.tell_of(state, problems, false);
        }
    }

    /// Tells what is wrong with the files; the site that is shown stays.
    pub(crate) fn keep(&self, problems: Problems) {
        let state = self.state.lock().expect("no thread panics while it holds this");
        self.tell_of(state, problems, true);
    }

    fn tell_of(&self, mut state: MutexGuard<'_, State>, problems: Problems, stale: bool) {
        if state.news.problems != problems || state.news.stale != stale {
            state.news.revision += 1;
            state.news.problems = problems;
            state.news.stale = stale;
            self.changed.notify_all();
        }
    }

    /// Searches there from now on.
    pub(crate) fn publish_search(&self, search: Searchable) {
        let mut state = self.state.lock().expect("no thread panics while it holds this");
        let old = state.search.replace(Arc::new(search));
        self.changed.notify_all();
        drop(state);
        // That takes its time, and nobody has to wait for it.
        drop(old);
    }

    pub(crate) fn site(&self) -> Arc<Published> {
        Arc::clone(&self.state.lock().expect("no thread panics while it holds this").site)
    }

    /// Whether a site is the one that is shown.
    pub(crate) fn shows(&self, site: &Arc<Published>) -> bool {
        let state = self.state.lock().expect("no thread panics while it holds this");
        Arc::ptr_eq(&state.site, site)
    }

    /// Waits until another site than this one is shown, and returns it.
    pub(crate) fn after(&self, site: &Arc<Published>) -> Arc<Published> {
        let state = self.state.lock().expect("no thread panics while it holds this");
        let is_same = |state: &mut State| Arc::ptr_eq(&state.site, site);
        let state = self.changed.wait_while(state, is_same).expect("no thread panics with it");
        Arc::clone(&state.site)
    }

    /// The answer to the target of a request line, as it was sent; and the revision it is of.
    pub(super) fn answer(&self, target: &str) -> (Answer, u64) {
        let (site, search, revision) = {
            let mut state = self.state.lock().expect("no thread panics while it holds this");
            let is_search = target.trim_start_matches('/').starts_with(SEARCH);
            if is_search {
                let is_missing = |state: &mut State| state.search.is_none();
                let waited = self.changed.wait_timeout_while(state, PATIENCE, is_missing);
                state = waited.expect("no thread panics with it").0;
            }
            let search = state.search.clone().filter(|_| is_search);
            (Arc::clone(&state.site), search, state.news.revision)
        };
        // Nothing is locked while a file is made or read.
        (site.answer(target, search.as_deref()), revision)
    }

    /// What is new since a revision; `None` if there is nothing for a while.
    pub(super) fn wait(&self, since: u64, patience: Duration) -> Option<News> {
        let state = self.state.lock().expect("no thread panics while it holds this");
        let is_old = |state: &mut State| state.news.revision <= since;
        let waited = self.changed.wait_timeout_while(state, patience, is_old);
        let (state, timeout) = waited.expect("no thread panics with it");
        (!timeout.timed_out()).then(|| state.news.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NO_TIME: Duration = Duration::ZERO;

    fn problem(text: &str) -> Problems {
        Problems { errors: 1, problems: vec![text.to_owned()], ..Problems::default() }
    }

    #[test]
    fn whoever_waits_is_told_all_that_was_new_since() {
        let live = Live::default();
        assert!(live.wait(0, NO_TIME).is_none());
        live.publish(Published::default(), Changed::Pages, Problems::default());
        live.publish(Published::default(), Changed::Style, Problems::default());
        let site = live.site();
        live.tell(&site, problem("a"));
        let news = live.wait(0, NO_TIME).expect("there is news");
        assert_eq!((news.revision, news.page, news.problems.errors), (3, 1, 1));
        assert!(live.wait(3, NO_TIME).is_none());
        live.tell(&site, problem("a"));
        assert!(live.wait(3, NO_TIME).is_none(), "nothing new");
        live.tell(&site, Problems::default());
        assert_eq!(live.wait(3, NO_TIME).expect("it is mended").problems, Problems::default());
    }
}
