//! Outputs to files: a whole new site beside the old one, then the two change places.
//!
//! In: outputs, from several threads. Out: the output folder, either as it was or as it should
//! be, whatever happens in between. Files that did not change keep their time stamp: they are
//! hard links to the old ones. Files that no build made are carried over.

use std::collections::{BTreeSet, HashSet};
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use walkdir::WalkDir;

use crate::config::Project;
use crate::diagnostic::{Code, Diagnostic};
use crate::site::{Content, Output};

/// The list of files that a build made, in the output folder itself: it tells that the folder is
/// ours, and which files in it are.
const MANIFEST: &str = ".fieldguide-files";

const MANIFEST_HEAD: &str = "fieldguide output 1";

/// A new site in the making. Dropped without [`Staging::commit`], it leaves no trace.
pub(crate) struct Staging {
    output: PathBuf,
    /// The folder of the new site, beside the old one so that a rename is enough.
    folder: PathBuf,
    lock: PathBuf,
    /// Held while the build runs: a staging folder whose lock is free is a dead build's.
    _locked: File,
    has_old: bool,
    folders: Mutex<HashSet<PathBuf>>,
    paths: Mutex<BTreeSet<String>>,
    bytes: AtomicU64,
    changed: AtomicUsize,
    failure: Mutex<Option<Diagnostic>>,
}

/// What a commit did.
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) files: usize,
    pub(crate) bytes: u64,
    /// New files, and files whose bytes changed.
    pub(crate) changed: usize,
    pub(crate) removed: usize,
}

impl Staging {
    /// Prepares to write to `output`; `content` is the folder that it may not overlap with.
    pub(crate) fn open(output: &Path, content: &Path) -> Result<Staging, Diagnostic> {
        let output = resolved(output);
        refuse_overlap(&output, content)?;
        let parent = output.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(parent).map_err(|error| failed(parent, &error))?;
        let name = output.file_name().unwrap_or_default().to_string_lossy().into_owned();
        recover(&output, parent, &name);
        let has_old = refuse_foreign(&output)?;
        sweep(parent, &name);
        let folder = parent.join(format!(".{name}.fieldguide-{}", std::process::id()));
        let lock = folder.with_extension(format!("fieldguide-{}-lock", std::process::id()));
        let locked = File::create(&lock).map_err(|error| failed(&lock, &error))?;
        locked.try_lock().map_err(|error| failed(&lock, &error.into()))?;
        fs::create_dir(&folder).map_err(|error| failed(&folder, &error))?;
        Ok(Staging {
            output,
            folder,
            lock,
            _locked: locked,
            has_old,
            folders: Mutex::default(),
            paths: Mutex::default(),
            bytes: AtomicU64::new(0),
            changed: AtomicUsize::new(0),
            failure: Mutex::default(),
        })
    }

    /// Takes in an output. The first failure is kept and told by [`Staging::commit`].
    pub(crate) fn put(&self, output: Output) {
        if let Err((path, error)) = self.try_put(&output) {
            let mut failure = self.failure.lock().expect("no thread panics while it holds this");
            failure.get_or_insert_with(|| failed(&path, &error));
        }
    }

    fn try_put(&self, output: &Output) -> Result<(), (PathBuf, io::Error)> {
        let relative = output.path.as_str();
        let is_first = {
            let mut paths = self.paths.lock().expect("no thread panics while it holds this");
            paths.insert(relative.to_owned())
        };
        if !is_first {
            // Told as `duplicate-url`, so this site is not published; and writing here could
            // reach an old file through its link.
            return Ok(());
        }
        let path = self.folder.join(relative);
        let failing = |error| (self.output.join(relative), error);
        self.make_parent(&path).map_err(failing)?;
        let old = self.output.join(relative);
        let unchanged = self.has_old && is_equal(&old, &output.content).unwrap_or(false);
        let length = if unchanged {
            link(&old, &path).and_then(|()| fs::metadata(&path)).map_err(failing)?.len()
        } else {
            self.changed.fetch_add(1, Ordering::Relaxed);
            write_content(&path, &output.content).map_err(failing)?
        };
        self.bytes.fetch_add(length, Ordering::Relaxed);
        Ok(())
    }

    fn make_parent(&self, path: &Path) -> io::Result<()> {
        let parent = path.parent().expect("outputs lie in the folder");
        let known = |folders: &HashSet<PathBuf>| folders.contains(parent);
        if known(&self.folders.lock().expect("no thread panics while it holds this")) {
            return Ok(());
        }
        fs::create_dir_all(parent)?;
        let mut folders = self.folders.lock().expect("no thread panics while it holds this");
        folders.insert(parent.to_owned());
        Ok(())
    }

    /// Puts the new site in the place of the old one.
    pub(crate) fn commit(self) -> Result<Written, Diagnostic> {
        if let Some(failure) = self.failure.lock().expect("all threads are done").take() {
            return Err(failure);
        }
        let paths = std::mem::take(&mut *self.paths.lock().expect("all threads are done"));
        let old = old_manifest(&self.output);
        self.carry_over(&old, &paths)?;
        let manifest = format!("{MANIFEST_HEAD}\n{}\n", join_lines(&paths));
        let manifest_path = self.folder.join(MANIFEST);
        let unchanged = self.has_old
            && fs::read(self.output.join(MANIFEST)).is_ok_and(|old| old == manifest.as_bytes());
        let made = if unchanged {
            link(&self.output.join(MANIFEST), &manifest_path)
        } else {
            fs::write(&manifest_path, manifest)
        };
        made.map_err(|error| failed(&manifest_path, &error))?;
        self.swap().map_err(|error| failed(&self.output, &error))?;
        Ok(Written {
            files: paths.len(),
            bytes: self.bytes.load(Ordering::Relaxed),
            changed: self.changed.load(Ordering::Relaxed),
            removed: old.difference(&paths).count(),
        })
    }

    /// Brings files that no build made into the new folder.
    fn carry_over(&self, old: &BTreeSet<String>, new: &BTreeSet<String>) -> Result<(), Diagnostic> {
        if !self.has_old {
            return Ok(());
        }
        for entry in WalkDir::new(&self.output).min_depth(1) {
            let entry = entry.map_err(|error| failed(&self.output, &error.into()))?;
            let relative = entry.path().strip_prefix(&self.output).expect("it lies inside");
            let name = relative.to_string_lossy().replace('\\', "/");
            if old.contains(&name) || name == MANIFEST {
                continue;
            }
            let to = self.folder.join(relative);
            if entry.file_type().is_dir() {
                // A folder that only held files of the last build goes with them.
                let is_empty =
                    fs::read_dir(entry.path()).is_ok_and(|mut inner| inner.next().is_none());
                if is_empty {
                    fs::create_dir_all(&to).map_err(|error| failed(&to, &error))?;
                }
                continue;
            }
            if new.contains(&name) {
                return Err(in_the_way(entry.path()));
            }
            self.make_parent(&to)
                .and_then(|()| carry(entry.path(), &to, entry.file_type().is_symlink()))
                .map_err(|error| failed(entry.path(), &error))?;
        }
        Ok(())
    }

    /// The two folders change places: at once where the system can, else by two renames, which
    /// the next build repairs if this one is killed between them.
    fn swap(&self) -> io::Result<()> {
        if !self.output.exists() {
            return fs::rename(&self.folder, &self.output);
        }
        if exchange(&self.folder, &self.output).is_ok() {
            return fs::remove_dir_all(&self.folder);
        }
        let aside = aside(&self.output);
        fs::rename(&self.output, &aside)?;
        if let Err(error) = fs::rename(&self.folder, &self.output) {
            fs::rename(&aside, &self.output)?;
            return Err(error);
        }
        fs::remove_dir_all(&aside)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // After a commit the folder is gone already. What cannot be removed, the next build sweeps.
        let _ = fs::remove_dir_all(&self.folder);
        let _ = fs::remove_file(&self.lock);
    }
}

/// The absolute path, links followed as far as it exists.
fn resolved(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut missing = Vec::new();
    let mut existing = absolute.as_path();
    loop {
        if let Ok(resolved) = fs::canonicalize(existing) {
            return missing.iter().rev().fold(resolved, |path, name| path.join(name));
        }
        let (Some(parent), Some(name)) = (existing.parent(), existing.file_name()) else {
            return absolute;
        };
        missing.push(name);
        existing = parent;
    }
}

/// Refuses an output folder that holds the content, or lies in it.
pub(crate) fn refuse_overlap(output: &Path, content: &Path) -> Result<(), Diagnostic> {
    let (output, content) = (resolved(output), resolved(content));
    if !output.starts_with(&content) && !content.starts_with(&output) {
        return Ok(());
    }
    let message =
        format!("the output folder `{}` overlaps with the content", Project::shown(&output));
    let problem = Diagnostic::new(Code::OutputOverlap, message);
    Err(problem.help("name a folder beside the content with `--output DIR`"))
}

/// Whether there is an old site of ours; refuses any other folder that is not empty.
fn refuse_foreign(output: &Path) -> Result<bool, Diagnostic> {
    let shown = Project::shown(output);
    match fs::read_dir(output) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            let message = format!("the output `{shown}` is a file, not a folder");
            let problem = Diagnostic::new(Code::OutputNotOurs, message);
            Err(problem.help("name a folder with `--output DIR`"))
        }
        Err(error) => Err(failed(output, &error)),
        Ok(mut entries) => {
            if entries.next().is_none() || is_ours(output) {
                return Ok(true);
            }
            let message = format!("`{shown}` is not empty and was not made by fieldguide");
            let problem = Diagnostic::new(Code::OutputNotOurs, message);
            Err(problem.help("name another folder with `--output DIR`, or empty this one yourself"))
        }
    }
}

fn is_ours(output: &Path) -> bool {
    let Ok(file) = File::open(output.join(MANIFEST)) else {
        return false;
    };
    let mut head = Vec::new();
    let length = MANIFEST_HEAD.len() as u64;
    file.take(length).read_to_end(&mut head).is_ok() && head == MANIFEST_HEAD.as_bytes()
}

fn old_manifest(output: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(output.join(MANIFEST)).unwrap_or_default();
    text.lines().skip(1).map(str::to_owned).collect()
}

fn join_lines(paths: &BTreeSet<String>) -> String {
    paths.iter().map(String::as_str).collect::<Vec<_>>().join("\n")
}

/// Where the old site waits while two renames are under way.
fn aside(output: &Path) -> PathBuf {
    let name = output.file_name().unwrap_or_default().to_string_lossy().into_owned();
    output.with_file_name(format!(".{name}.fieldguide-old"))
}

/// Brings back the site that a build left aside when it was killed.
fn recover(output: &Path, parent: &Path, name: &str) {
    let aside = parent.join(format!(".{name}.fieldguide-old"));
    if !aside.exists() {
        return;
    }
    let _ = if output.exists() { fs::remove_dir_all(&aside) } else { fs::rename(&aside, output) };
}

/// Removes what builds left behind that were killed: their locks are free.
fn sweep(parent: &Path, name: &str) {
    let prefix = format!(".{name}.fieldguide-");
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let file_name = entry.file_name().to_string_lossy().into_owned();
        let Some(process) = file_name.strip_prefix(&prefix) else {
            continue;
        };
        let Some(process) = process.strip_suffix("-lock") else {
            continue;
        };
        let is_free = File::open(entry.path()).is_ok_and(|lock| lock.try_lock().is_ok());
        if is_free {
            let _ = fs::remove_dir_all(parent.join(format!("{prefix}{process}")));
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn is_equal(old: &Path, content: &Content) -> io::Result<bool> {
    let metadata = fs::symlink_metadata(old)?;
    if !metadata.is_file() {
        return Ok(false);
    }
    match content {
        Content::Bytes(bytes) => {
            Ok(metadata.len() == bytes.len() as u64 && fs::read(old)? == bytes.as_ref())
        }
        Content::File(from) => {
            Ok(metadata.len() == fs::metadata(from)?.len() && same_bytes(old, from)?)
        }
    }
}

fn same_bytes(a: &Path, b: &Path) -> io::Result<bool> {
    let (mut a, mut b) = (File::open(a)?, File::open(b)?);
    let (mut left, mut right) = (vec![0; 64 * 1024], vec![0; 64 * 1024]);
    loop {
        let length = a.read(&mut left)?;
        if length == 0 {
            return Ok(b.read(&mut right)? == 0);
        }
        if b.read_exact(&mut right[..length]).is_err() || left[..length] != right[..length] {
            return Ok(false);
        }
    }
}

fn write_content(path: &Path, content: &Content) -> io::Result<u64> {
    match content {
        Content::Bytes(bytes) => {
            File::create_new(path)?.write_all(bytes)?;
            Ok(bytes.len() as u64)
        }
        Content::File(from) => {
            // Not `fs::copy`: that would copy permissions, such as "read only".
            io::copy(&mut File::open(from)?, &mut File::create_new(path)?)
        }
    }
}

/// The same file under another name; a copy with the same time stamp where links are not to be had.
fn link(from: &Path, to: &Path) -> io::Result<()> {
    if fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    fs::copy(from, to)?;
    let modified = fs::metadata(from)?.modified()?;
    File::options().append(true).open(to)?.set_modified(modified)
}

fn carry(from: &Path, to: &Path, is_symlink: bool) -> io::Result<()> {
    #[cfg(unix)]
    if is_symlink {
        return std::os::unix::fs::symlink(fs::read_link(from)?, to);
    }
    let _ = is_symlink;
    link(from, to)
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

fn failed(path: &Path, error: &io::Error) -> Diagnostic {
    let message = format!("`{}` cannot be written: {error}", Project::shown(path));
    let problem = Diagnostic::new(Code::WriteFailed, message);
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            problem.help("name a folder that you may write to with `--output DIR`")
        }
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => {
            problem.help("name another folder with `--output DIR`")
        }
        io::ErrorKind::StorageFull => problem.help("make room on the disk"),
        io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices => {
            problem.help("name a folder inside the mounted one with `--output DIR`")
        }
        _ => problem,
    }
}

fn in_the_way(path: &Path) -> Diagnostic {
    let shown = Project::shown(path);
    let message =
        format!("`{shown}` was not made by fieldguide, and the new site has a file there");
    Diagnostic::new(Code::OutputNotOurs, message).help("move the file away, or rename the page")
}
