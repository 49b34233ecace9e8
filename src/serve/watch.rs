//! Changes of files, in batches.
//!
//! In: the files and folders of a project. Out: which of them changed, once they have been quiet for
//! a moment. Whatever vanishes is followed again when it comes back. Reads no file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::survive::{attempt, held};

/// How long files have to be quiet: an editor that replaces a file, and a version control that
/// writes many, pause for less than that between two steps.
const QUIET: Duration = Duration::from_millis(30);

/// The same for a single file that its writer has closed or moved into place: nothing of it is missing. Some editors
/// change the time or the rights of it right after. Where the system tells nothing of that, `QUIET` holds.
const QUIET_WHEN_CLOSED: Duration = Duration::from_millis(5);

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
    state: Mutex<PendingChanges>,
    changed: Condvar,
}

#[derive(Default)]
struct PendingChanges {
    /// Each with whether its writer may go on.
    paths: BTreeMap<PathBuf, bool>,
    /// When the first and the last of them were told.
    span: Option<(Instant, Instant)>,
}

impl PendingChanges {
    /// How long the files have to be quiet.
    fn quiet(&self) -> Duration {
        let mut paths = self.paths.values();
        if let (Some(false), None) = (paths.next(), paths.next()) {
            QUIET_WHEN_CLOSED
        } else {
            QUIET
        }
    }
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
        let mut state = held(self.batch.state.lock());
        loop {
            let Some((first, last)) = state.span else {
                state = held(self.batch.changed.wait(state));
                continue;
            };
            let now = Instant::now();
            let end = (last + state.quiet()).min(first + LONGEST);
            if now >= end {
                state.span = None;
                return std::mem::take(&mut state.paths).into_keys().collect();
            }
            let waited = self.batch.changed.wait_timeout(state, end - now);
            state = held(waited).0;
        }
    }
}

fn watcher(followed: &Followed, batch: &Arc<Batch>) -> notify::Result<RecommendedWatcher> {
    let (own, told) = (followed.clone(), Arc::clone(batch));
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        // A panic would end the thread that tells of changes.
        if attempt(|| told.take_in(event, &own)).is_none() {
            told.add(own.folders.iter().cloned(), WriterState::MayGoOn);
        }
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
        let Some(event) = event.ok().filter(|event| !event.need_rescan()) else {
            return self.add(followed.folders.iter().cloned(), WriterState::MayGoOn);
        };
        let Some(writer) = WriterState::of(event.kind) else { return };
        self.add(event.paths.into_iter().filter(|path| concerns(path, followed)), writer);
    }

    fn add(&self, paths: impl Iterator<Item = PathBuf>, writer: WriterState) {
        let mut state = held(self.state.lock());
        let mut paths = paths.peekable();
        if paths.peek().is_some() {
            for path in paths {
                let may_go_on = state.paths.entry(path).or_insert(true);
                match writer {
                    WriterState::MayGoOn => *may_go_on = true,
                    WriterState::IsDone => *may_go_on = false,
                    WriterState::IsNotTold => {}
                }
            }
            let now = Instant::now();
            let first = state.span.map_or(now, |(first, _)| first);
            state.span = Some((first, now));
            self.changed.notify_all();
        }
    }
}

/// What an event tells of whoever writes a file.
#[derive(Clone, Copy)]
enum WriterState {
    MayGoOn,
    IsDone,
    /// As it was told before.
    IsNotTold,
}

impl WriterState {
    /// `None` if an event changes nothing.
    fn of(kind: EventKind) -> Option<WriterState> {
        match kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write))
            | EventKind::Modify(ModifyKind::Name(RenameMode::To)) => Some(WriterState::IsDone),
            EventKind::Access(_) => None,
            // The first follows the two halves of which it tells once more.
            EventKind::Modify(ModifyKind::Name(RenameMode::Both) | ModifyKind::Metadata(_)) => {
                Some(WriterState::IsNotTold)
            }
            _ => Some(WriterState::MayGoOn),
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

    #[test]
    fn a_single_file_that_is_written_whole_is_waited_for_less_than_others() {
        use notify::event::{CreateKind, DataChange, MetadataKind};
        const CREATED: EventKind = EventKind::Create(CreateKind::File);
        const WRITTEN: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        const TOUCHED: EventKind = EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any));
        const CLOSED: EventKind = EventKind::Access(AccessKind::Close(AccessMode::Write));
        const READ: EventKind = EventKind::Access(AccessKind::Close(AccessMode::Read));
        const fn moved(mode: RenameMode) -> EventKind {
            EventKind::Modify(ModifyKind::Name(mode))
        }
        let followed = Followed {
            folders: BTreeSet::from([PathBuf::from("/p/content")]),
            ..Followed::default()
        };
        let quiet = |events: &[(EventKind, &[&str])]| {
            let batch = Batch::default();
            for (kind, paths) in events {
                let event = Event::new(*kind);
                let event = paths.iter().fold(event, |event, path| event.add_path(path.into()));
                batch.take_in(Ok(event), &followed);
            }
            let state = batch.state.lock().expect("nobody else has it");
            state.span.map(|_| state.quiet())
        };
        let (a, b) = ("/p/content/a.md", "/p/content/b.md");
        assert_eq!(quiet(&[(READ, &[a])]), None);
        assert_eq!(quiet(&[(CREATED, &[a]), (WRITTEN, &[a])]), Some(QUIET), "still open");
        assert_eq!(quiet(&[(WRITTEN, &[a]), (CLOSED, &[a])]), Some(QUIET_WHEN_CLOSED));
        assert_eq!(quiet(&[(CLOSED, &[a]), (TOUCHED, &[a])]), Some(QUIET_WHEN_CLOSED));
        assert_eq!(quiet(&[(CLOSED, &[a]), (WRITTEN, &[a])]), Some(QUIET), "opened once more");
        assert_eq!(quiet(&[(CLOSED, &[a]), (CLOSED, &[b])]), Some(QUIET), "several files");
        assert_eq!(quiet(&[(moved(RenameMode::From), &[a])]), Some(QUIET), "to be replaced");
        // An editor that writes another file first, one that nobody follows, and moves that into place.
        let swap = "/p/content/.a.md.swp";
        let events: [(EventKind, &[&str]); 4] = [
            (CLOSED, &[swap]),
            (moved(RenameMode::From), &[swap]),
            (moved(RenameMode::To), &[a]),
            (moved(RenameMode::Both), &[swap, a]),
        ];
        assert_eq!(quiet(&events), Some(QUIET_WHEN_CLOSED));
    }
}
