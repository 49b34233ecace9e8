//! What the server shows now, and who waits for what comes next.
//!
//! In: sites as they are built. Out: the newest one, and news for open pages. Each piece says all that
//! is so now, so that nothing between two builds is missed.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use serde::Serialize;

use super::published::{Answer, Published};
use crate::site::Content;

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
    search: Option<Arc<HashMap<String, Content>>>,
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

    /// Tells what is wrong with the site that is shown.
    pub(crate) fn tell(&self, problems: Problems) {
        self.tell_of(problems, false);
    }

    /// Tells what is wrong with the files; the site that is shown stays.
    pub(crate) fn keep(&self, problems: Problems) {
        self.tell_of(problems, true);
    }

    fn tell_of(&self, problems: Problems, stale: bool) {
        let mut state = self.state.lock().expect("no thread panics while it holds this");
        if state.news.problems != problems || state.news.stale != stale {
            state.news.revision += 1;
            state.news.problems = problems;
            state.news.stale = stale;
            self.changed.notify_all();
        }
    }

    /// Searches in these files from now on.
    pub(crate) fn publish_search(&self, files: HashMap<String, Content>) {
        let mut state = self.state.lock().expect("no thread panics while it holds this");
        state.search = Some(Arc::new(files));
        self.changed.notify_all();
    }

    /// Whether the files have errors and the site shown is an older one without.
    pub(crate) fn is_stale(&self) -> bool {
        self.state.lock().expect("no thread panics while it holds this").news.stale
    }

    pub(crate) fn site(&self) -> Arc<Published> {
        Arc::clone(&self.state.lock().expect("no thread panics while it holds this").site)
    }

    /// The answer to the target of a request line, as it was sent; and the revision it is of.
    pub(super) fn answer(&self, target: &str) -> (Answer, u64) {
        let (site, search, revision) = {
            let mut state = self.state.lock().expect("no thread panics while it holds this");
            if target.trim_start_matches('/').starts_with(SEARCH) {
                let is_missing = |state: &mut State| state.search.is_none();
                let waited = self.changed.wait_timeout_while(state, PATIENCE, is_missing);
                state = waited.expect("no thread panics with it").0;
            }
            let search = state.search.clone().unwrap_or_default();
            (Arc::clone(&state.site), search, state.news.revision)
        };
        // Nothing is locked while a page is made or a file read.
        (site.answer(target, &search), revision)
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
        live.tell(problem("a"));
        let news = live.wait(0, NO_TIME).expect("there is news");
        assert_eq!((news.revision, news.page, news.problems.errors), (3, 1, 1));
        assert!(live.wait(3, NO_TIME).is_none());
        live.tell(problem("a"));
        assert!(live.wait(3, NO_TIME).is_none(), "nothing new");
        live.tell(Problems::default());
        assert_eq!(live.wait(3, NO_TIME).expect("it is mended").problems, Problems::default());
    }
}
