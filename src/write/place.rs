//! Where a site lies, and the folders and the lock beside it that a build needs.
//!
//! Beside the output `public` a build makes `.public.fieldguide-new`, the site in the making, and
//! `.public.fieldguide-lock`. When the two sites have changed places, the first holds the old one.
//! Where the system cannot exchange folders, the old one waits in `.public.fieldguide-old`. A build
//! that is killed leaves some of these behind; the next one knows what each of them is.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::unmanaged;
use crate::config::Project;
use crate::diagnostic::{Code, Diagnostic};
use crate::files::{self, Lock, resolved};

/// The mark of a site that was never in its place. It separates a site in the making from an old one:
/// both lie in the same folder, one before the exchange and the other after it.
pub(super) const UNPUBLISHED: &str = ".fieldguide-unpublished";

/// An output folder.
pub(super) struct OutputFolder {
    /// Absolute, links followed.
    pub(super) output: PathBuf,
}

impl OutputFolder {
    pub(super) fn new(output: &Path) -> OutputFolder {
        OutputFolder { output: resolved(output) }
    }

    pub(super) fn parent(&self) -> &Path {
        self.output.parent().unwrap_or(Path::new("/"))
    }

    /// The site in the making.
    pub(super) fn staging(&self) -> PathBuf {
        self.beside("new")
    }

    /// Waits for its turn.
    pub(super) fn lock(&self) -> io::Result<Lock> {
        Lock::wait(&self.beside("lock"))
    }

    /// Refuses a symbolic link that has one of the names beside the site: only we make these, and never as links.
    pub(super) fn refuse_links(&self) -> Result<(), Diagnostic> {
        let names = ["lock", "new", "old"].map(|what| self.beside(what));
        let Some(link) = names.iter().find(|name| name.is_symlink()) else { return Ok(()) };
        let shown = Project::shown(link);
        let message = format!("`{shown}` is a symbolic link, which a build does not follow");
        Err(Diagnostic::new(Code::OutsideLink, message).help("remove the link"))
    }

    /// The old site between two renames.
    fn aside(&self) -> PathBuf {
        self.beside("old")
    }

    fn beside(&self, what: &str) -> PathBuf {
        let name = self.output.file_name().unwrap_or_default().to_string_lossy();
        self.parent().join(format!(".{name}.fieldguide-{what}"))
    }

    /// Clears what a killed build left behind. Only for the holder of the lock.
    pub(super) fn recover(&self) -> io::Result<()> {
        let aside = self.aside();
        if aside.exists() && !self.output.exists() {
            fs::rename(&aside, &self.output)?;
        }
        // The build was killed just after it published: the mark is no part of the site.
        remove_if_there(&self.output.join(UNPUBLISHED))?;
        if aside.exists() {
            self.clear(&aside)?;
        }
        let staging = self.staging();
        if staging.join(UNPUBLISHED).exists() {
            return discard(&staging);
        }
        if staging.exists() { self.clear(&staging) } else { Ok(()) }
    }

    /// Clears an old site away. If a file of it cannot be removed, moves the rest out of the way,
    /// under a name that says what it is.
    fn clear(&self, old: &Path) -> io::Result<()> {
        if unmanaged::clear(old, &self.output).is_ok() {
            return Ok(());
        }
        let mut names = (1..).map(|number| self.beside(&format!("rest-{number}")));
        let free =
            names.find(|name| fs::symlink_metadata(name).is_err()).expect("numbers do not end");
        fs::rename(old, free)
    }

    /// Makes the folder of the new site.
    pub(super) fn make_staging(&self) -> io::Result<()> {
        let staging = self.staging();
        fs::create_dir(&staging)?;
        fs::write(staging.join(UNPUBLISHED), "")
    }

    /// The two sites change places: at once where the system can, else by two renames, which the
    /// next build repairs if this one is killed between them. Returns where the old site is now.
    pub(super) fn swap(&self) -> io::Result<Option<PathBuf>> {
        let staging = self.staging();
        if !self.output.exists() {
            fs::rename(&staging, &self.output)?;
            return remove_if_there(&self.output.join(UNPUBLISHED)).map(|()| None);
        }
        fs::set_permissions(&staging, fs::metadata(&self.output)?.permissions())?;
        let old = if exchange(&staging, &self.output).is_ok() {
            staging
        } else {
            let aside = self.aside();
            fs::rename(&self.output, &aside)?;
            if let Err(error) = fs::rename(&staging, &self.output) {
                fs::rename(&aside, &self.output)?;
                return Err(error);
            }
            aside
        };
        remove_if_there(&self.output.join(UNPUBLISHED))?;
        Ok(Some(old))
    }
}

pub(super) fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        // Not even its folder is there, or that is a file: then somebody else says so.
        Err(error)
            if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
        {
            Err(error)
        }
        _ => Ok(()),
    }
}

/// Whether `inner` is on another device than the folder around it.
#[cfg(unix)]
pub(super) fn is_mounted(inner: &Path, around: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let devices = [inner, around].map(|path| fs::metadata(path).map(|metadata| metadata.dev()));
    matches!(devices, [Ok(inner), Ok(around)] if inner != around)
}

#[cfg(not(unix))]
pub(super) fn is_mounted(_: &Path, _: &Path) -> bool {
    false
}

/// Removes a site that nobody but its build ever saw. Its mark goes last, or what a kill leaves
/// of it would pass for an old site with files to keep.
fn discard(staging: &Path) -> io::Result<()> {
    let mark = staging.join(UNPUBLISHED);
    for entry in fs::read_dir(staging)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else if entry.path() != mark {
            fs::remove_file(entry.path())?;
        }
    }
    fs::remove_file(mark)?;
    fs::remove_dir(staging)
}

/// Whether two folders are one, or one lies in the other.
pub(crate) fn overlap(a: &Path, b: &Path) -> bool {
    let (a, b) = (resolved(a), resolved(b));
    a.starts_with(&b) || b.starts_with(&a)
}

/// A project's own files, which no output may lie among.
pub(crate) struct Apart {
    /// The project's folder.
    pub(crate) root: PathBuf,
    /// Folders and files, each with what it is.
    pub(crate) own: Vec<(PathBuf, &'static str)>,
}

impl Apart {
    /// Refuses an output folder that holds one of them or lies in it, or that a symbolic link leads to from inside the
    /// project.
    pub(crate) fn refuse(&self, output: &Path) -> Result<(), Diagnostic> {
        if files::leads_out(output, &self.root) {
            let problem = Project::outside_link(output);
            return Err(problem.help("remove the link, or name its target with `--output DIR`"));
        }
        let Some((_, what)) = self.own.iter().find(|(path, _)| overlap(output, path)) else {
            return Ok(());
        };
        let shown = Project::shown(&resolved(output));
        let message = format!("the output folder `{shown}` overlaps with the {what}");
        let problem = Diagnostic::new(Code::OutputOverlap, message);
        Err(problem.help(format!("name a folder beside the {what} with `--output DIR`")))
    }
}

/// Exchanges two folders in one step.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
