//! The folder in which builds keep what they made for runs to come. It can be removed at any time.
//!
//! In: names of files, and what is to be kept. Out: what an earlier run kept, if it is whole. Nothing is believed that
//! does not match its checksum: that is removed, and whoever asked makes it anew.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::config::Project;
use crate::diagnostic::{Code, Diagnostic};
use crate::files::{self, Lock};
use crate::memo::Fingerprint;

/// What is said of damage, once in a run.
pub(crate) const DAMAGE_NOTE: &str =
    "note: what earlier runs left in `.fieldguide` is damaged in part; that part is made anew";

/// The cache folder of a project.
pub(crate) struct Cache {
    folder: PathBuf,
    is_damaged: AtomicBool,
    /// Whether somebody was told of that.
    is_noted: AtomicBool,
}

impl Cache {
    /// The cache of a project. `Err` if it is a symbolic link that leads out of the project.
    pub(crate) fn of(project: &Project) -> Result<Cache, Diagnostic> {
        let folder = project.cache_folder();
        if files::leads_out(&folder, &project.root) {
            let shown = Project::shown(&folder);
            let message =
                format!("the cache folder `{shown}` is a link that leads out of the project");
            let problem = Diagnostic::new(Code::OutsideLink, message);
            return Err(problem.help("remove the link; the folder is made anew"));
        }
        Ok(Cache::in_folder(folder))
    }

    /// A cache in a folder.
    pub(crate) fn in_folder(folder: PathBuf) -> Cache {
        files::sweep(&folder);
        Cache { folder, is_damaged: AtomicBool::new(false), is_noted: AtomicBool::new(false) }
    }

    /// What an earlier run kept under a name; `None` if nothing, or nothing that is whole.
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

    /// Whether something was damaged, of which nobody has been told in this run.
    pub(crate) fn take_damage(&self) -> bool {
        self.is_damaged.load(Ordering::Relaxed) && !self.is_noted.swap(true, Ordering::Relaxed)
    }
}
