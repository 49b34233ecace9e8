//! Changes of files, in batches.
//!
//! In: the files and folders of a project. Out: which of them changed, once they have been quiet for
//! a moment. Whatever vanishes is followed again when it comes back. Reads no file.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

/// How long files have to be quiet: an editor that replaces a file, and a version control that
/// writes many, pause for less than that between two steps.
const QUIET: Duration = Duration::from_millis(30);

/// After how long a batch ends, however busy the files are.
const LONGEST: Duration = Duration::from_millis(500);

/// What to watch.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Followed {
    pub(crate) files: BTreeSet<PathBuf>,
    /// With all that is in them.
    pub(crate) folders: BTreeSet<PathBuf>,
}

/// A watch over the files of a project.
pub(crate) struct Watch {
    batch: Arc<Batch>,
    followed: Followed,
    /// Dropped and made anew when something that is followed comes or goes.
    watcher: RecommendedWatcher,
}

/// Changes that nobody has taken yet.
#[derive(Default)]
struct Batch {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    paths: BTreeSet<PathBuf>,
    /// When the first and the last of them were told.
    span: Option<(Instant, Instant)>,
}

impl Watch {
    /// Watches from now on.
    pub(crate) fn new(followed: Followed) -> notify::Result<Watch> {
        let batch = Arc::new(Batch::default());
        let followed = absolute(followed);
        let watcher = watcher(&followed, &batch)?;
        Ok(Watch { batch, followed, watcher })
    }

    /// Watches these instead, if they are others, or if some of them were among the changes.
    pub(crate) fn follow(&mut self, followed: Followed, changes: &[PathBuf]) -> notify::Result<()> {
        let followed = absolute(followed);
        let is_root = |path: &PathBuf| followed.folders.iter().any(|root| root.starts_with(path));
        if followed != self.followed || changes.iter().any(is_root) {
            self.watcher = watcher(&followed, &self.batch)?;
            self.followed = followed;
        }
        Ok(())
    }

    /// Waits for changes and returns the paths, when all has been quiet for a moment.
    pub(crate) fn wait(&self) -> Vec<PathBuf> {
        let mut state = self.batch.state.lock().expect("no thread panics while it holds this");
        loop {
            let Some((first, last)) = state.span else {
                state = self.batch.changed.wait(state).expect("no thread panics with it");
                continue;
            };
            let now = Instant::now();
            let end = (last + QUIET).min(first + LONGEST);
            if now >= end {
                state.span = None;
                return std::mem::take(&mut state.paths).into_iter().collect();
            }
            let waited = self.batch.changed.wait_timeout(state, end - now);
            state = waited.expect("no thread panics with it").0;
        }
    }
}

fn watcher(followed: &Followed, batch: &Arc<Batch>) -> notify::Result<RecommendedWatcher> {
    let (own, told) = (followed.clone(), Arc::clone(batch));
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        told.take_in(event, &own);
    })?;
    let parents = followed.files.iter().chain(&followed.folders).filter_map(|path| path.parent());
    for parent in parents.collect::<BTreeSet<&Path>>() {
        let existing = parent.ancestors().find(|folder| folder.is_dir());
        if let Some(existing) = existing.filter(|folder| !is_inside(folder, followed)) {
            watcher.watch(existing, RecursiveMode::NonRecursive)?;
        }
    }
    for folder in followed.folders.iter().filter(|folder| folder.is_dir()) {
        watcher.watch(folder, RecursiveMode::Recursive)?;
    }
    Ok(watcher)
}

fn is_inside(path: &Path, followed: &Followed) -> bool {
    followed.folders.iter().any(|folder| path.starts_with(folder))
}

/// Events have absolute paths.
fn absolute(followed: Followed) -> Followed {
    let absolute = |path: PathBuf| std::path::absolute(&path).unwrap_or(path);
    Followed {
        files: followed.files.into_iter().map(absolute).collect(),
        folders: followed.folders.into_iter().map(absolute).collect(),
    }
}

impl Batch {
    fn take_in(&self, event: notify::Result<Event>, followed: &Followed) {
        // An error may hide a change: it counts as one of everything.
        let Ok(event) = event else {
            return self.add(followed.folders.iter().cloned());
        };
        if event.need_rescan() {
            return self.add(followed.folders.iter().cloned());
        }
        let is_written =
            matches!(event.kind, EventKind::Access(AccessKind::Close(AccessMode::Write)));
        if matches!(event.kind, EventKind::Access(_)) && !is_written {
            return;
        }
        self.add(event.paths.into_iter().filter(|path| concerns(path, followed)));
    }

    fn add(&self, paths: impl Iterator<Item = PathBuf>) {
        let mut state = self.state.lock().expect("no thread panics while it holds this");
        let mut paths = paths.peekable();
        if paths.peek().is_some() {
            state.paths.extend(paths);
            let now = Instant::now();
            let first = state.span.map_or(now, |(first, _)| first);
            state.span = Some((first, now));
            self.changed.notify_all();
        }
    }
}

/// Whether a change of a path can change the site.
fn concerns(path: &Path, followed: &Followed) -> bool {
    let is_root = followed.folders.iter().any(|folder| folder.starts_with(path));
    let is_followed = followed.files.contains(path) || is_inside(path, followed);
    is_root || (is_followed && !is_passing(path))
}

/// Files that editors keep beside the one that is edited.
fn is_passing(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.starts_with(['.', '#']) || name.ends_with(['~', '#']) || name == "4913"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_of_the_project_concern_the_site_and_others_do_not() {
        let followed = Followed {
            files: BTreeSet::from([PathBuf::from("/p/fieldguide.yaml")]),
            folders: BTreeSet::from([PathBuf::from("/p/content")]),
        };
        for path in ["/p/fieldguide.yaml", "/p/content/a/b.md", "/p/content", "/p"] {
            assert!(concerns(Path::new(path), &followed), "{path}");
        }
        for path in ["/p/public/a.html", "/p/content/.a.md.swp", "/p/content/a.md~", "/p/x.yaml"] {
            assert!(!concerns(Path::new(path), &followed), "{path}");
        }
    }
}
