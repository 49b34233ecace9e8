//! The folder in which runs keep results for later runs. It can be removed at any time.
//!
//! In: names of files, and bytes to keep. Out: the bytes of an earlier run, if their checksum fits. A file whose
//! checksum does not fit is removed, and the caller makes its contents again.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::config::Project;
use crate::diagnostic::Diagnostic;
use crate::files::{self, Lock};
use crate::memo::Fingerprint;

/// The note about damage, once in a run.
pub(crate) const DAMAGE_NOTE: &str =
    "note: what earlier runs left in `.fieldguide` is damaged in part; that part is made anew";

/// The cache folder of a project.
pub(crate) struct Cache {
    folder: PathBuf,
    is_damaged: AtomicBool,
    /// Whether this run has said so.
    is_noted: AtomicBool,
}

impl Cache {
    /// The cache of a project. `Err` if it is a symbolic link that leads out of the project.
    pub(crate) fn of(project: &Project) -> Result<Cache, Diagnostic> {
        let folder = project.cache_folder();
        if files::leads_out(&folder, &project.root) {
            let problem = Project::outside_link(&folder);
            return Err(problem.help("remove the link; the next run makes the folder"));
        }
        Ok(Cache::in_folder(folder))
    }

    /// A cache in a folder.
    pub(crate) fn in_folder(folder: PathBuf) -> Cache {
        files::sweep(&folder);
        Cache { folder, is_damaged: AtomicBool::new(false), is_noted: AtomicBool::new(false) }
    }

    /// The bytes of an earlier run under a name; `None` if there are none, or if they are damaged.
    pub(crate) fn read(&self, name: &str) -> Option<Vec<u8>> {
        self.read_file(&self.folder.join(name)).map(|(bytes, _)| bytes)
    }

    /// The same for a file in a folder of the cache, with its checksum.
    pub(crate) fn read_file(&self, path: &Path) -> Option<(Vec<u8>, Fingerprint)> {
        files::read_checked(path).unwrap_or_else(|_| {
            self.report_damage();
            let _ = fs::remove_file(path);
            None
        })
    }

    /// Keeps what `fill` writes under a name.
    pub(crate) fn write(
        &self,
        name: &str,
        fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        files::write_checked(&self.folder.join(name), fill).map(|_| ())
    }

    /// A folder of the cache.
    pub(crate) fn folder(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Waits until no other run works on a folder of the cache.
    pub(crate) fn lock(&self, name: &str) -> io::Result<Lock> {
        Lock::wait(&self.folder.join(format!("{name}.lock")))
    }

    /// Takes note that something was damaged.
    pub(crate) fn report_damage(&self) {
        self.is_damaged.store(true, Ordering::Relaxed);
    }

    /// Whether something was damaged, if this run has not said so yet.
    pub(crate) fn take_damage(&self) -> bool {
        self.is_damaged.load(Ordering::Relaxed) && !self.is_noted.swap(true, Ordering::Relaxed)
    }
}
