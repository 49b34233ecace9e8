//! Outputs to files: a whole new site beside the old one, then the two change places.
//!
//! In: outputs, from several threads. Out: the output folder, either as it was or as it should
//! be, whatever happens in between. Files that did not change keep their time stamp: they are
//! hard links to the old ones. Files that no build made are carried over.

mod unmanaged;
mod build_manifest;
mod place;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crate::cache::Cache;
use crate::config::Project;
use crate::diagnostic::{Code, Diagnostic};
use crate::files::Lock;
use crate::memo::Fingerprint;
use crate::site::{Content, MANIFEST, Output, OutputPath};
use build_manifest::{BuildManifest, FileStamp, KnownFile};
use place::{OutputFolder, is_mounted};

pub(crate) use build_manifest::{MadeFrom, OutputSize};
pub(crate) use place::{Apart, overlap};

const MANIFEST_HEAD: &str = "fieldguide output 1";

/// A new site in the making. Dropped without [`Staging::commit`], it leaves no trace.
pub(crate) struct Staging {
    place: OutputFolder,
    /// Held from start to end: a second build of the same output waits for the first.
    _lock: Lock,
    has_old: bool,
    folders: Mutex<HashSet<PathBuf>>,
    paths: Mutex<BTreeSet<String>>,
    bytes: AtomicU64,
    changed: AtomicUsize,
    failure: Mutex<Option<Diagnostic>>,
    memory: Option<Memory>,
}

/// The record of the last build, and that of this one in the making.
struct Memory {
    cache: Arc<Cache>,
    program: Fingerprint,
    before: Option<BuildManifest>,
    /// Files of this site by path.
    known: Mutex<HashMap<String, KnownFile>>,
}

/// The numbers of a commit.
#[derive(Debug)]
pub(crate) struct CommitSummary {
    pub(crate) files: usize,
    pub(crate) bytes: u64,
    /// New files, and files whose bytes changed.
    pub(crate) changed: usize,
    pub(crate) removed: usize,
}

impl Staging {
    /// Prepares to write to `output`, which has to lie apart from the project's own files. Waits while another build
    /// writes there.
    pub(crate) fn open(output: &Path, apart: &Apart) -> Result<Staging, Diagnostic> {
        apart.refuse(output)?;
        let place = OutputFolder::new(output);
        let parent = place.parent();
        fs::create_dir_all(parent).map_err(|error| failed(parent, &error))?;
        place.refuse_links()?;
        let lock = place.lock().map_err(|error| failed(&place.output, &error))?;
        place.recover().map_err(|error| failed(&place.output, &error))?;
        let has_old = refuse_foreign(&place.output)?;
        refuse_mount_point(&place)?;
        place.make_staging().map_err(|error| failed(&place.staging(), &error))?;
        Ok(Staging {
            place,
            _lock: lock,
            has_old,
            folders: Mutex::default(),
            paths: Mutex::default(),
            bytes: AtomicU64::new(0),
            changed: AtomicUsize::new(0),
            failure: Mutex::default(),
            memory: None,
        })
    }

    /// Reads the record of the last build by the same program from the project's cache folder, and will write the
    /// record of this one there.
    pub(crate) fn remember(&mut self, cache: Arc<Cache>, program: Fingerprint) {
        let before = BuildManifest::read(&cache, &self.place.output, program);
        self.memory = Some(Memory { cache, program, before, known: Mutex::default() });
    }

    /// The files in the output folder, if they are those of a build of the same site; and the state of its indexes.
    pub(crate) fn whole(&self, site: Fingerprint) -> Option<(OutputSize, Fingerprint)> {
        self.memory.as_ref()?.before.as_ref()?.whole(&self.place.output, site)
    }

    /// Takes over a file of the old site, if it was made from the same. Returns its bytes; `None` if it
    /// has to be put.
    pub(crate) fn take_over(&self, path: &OutputPath, made_from: Fingerprint) -> Option<u64> {
        let relative = path.as_str();
        let memory = self.memory.as_ref()?;
        let state = self.linked(relative, made_from, memory.before.as_ref());
        let mut known = memory.known.lock().expect("no thread panics while it holds this");
        known.insert(relative.to_owned(), KnownFile { made_from, state });
        state.map(|state| state.bytes)
    }

    /// Links a file of the old site, if it was made from the same.
    fn linked(
        &self,
        relative: &str,
        made_from: Fingerprint,
        before: Option<&BuildManifest>,
    ) -> Option<FileStamp> {
        let state = before?.state_of(&self.place.output, relative, made_from)?;
        let (old, new) = (self.place.output.join(relative), self.place.staging().join(relative));
        self.make_parent(&new).and_then(|()| link(&old, &new)).ok()?;
        let mut paths = self.paths.lock().expect("no thread panics while it holds this");
        paths.insert(relative.to_owned());
        self.bytes.fetch_add(state.bytes, Ordering::Relaxed);
        Some(state)
    }

    /// Writes an output. [`Staging::commit`] reports the first failure.
    pub(crate) fn put(&self, output: Output) {
        if let Err(error) = self.try_put(&output) {
            let path = self.place.output.join(output.path.as_str());
            let mut failure = self.failure.lock().expect("no thread panics while it holds this");
            failure.get_or_insert_with(|| failed(&path, &error));
        }
    }

    fn try_put(&self, output: &Output) -> io::Result<()> {
        let relative = output.path.as_str();
        let is_first = {
            let mut paths = self.paths.lock().expect("no thread panics while it holds this");
            paths.insert(relative.to_owned())
        };
        if !is_first {
            // `check` reports two files of one path as an error, so this site is not published; and
            // writing here could reach an old file through its link.
            return Ok(());
        }
        let path = self.place.staging().join(relative);
        self.make_parent(&path)?;
        let old = self.place.output.join(relative);
        let unchanged = self.has_old && is_equal(&old, &output.content).unwrap_or(false);
        let length = if unchanged {
            link(&old, &path)?;
            fs::metadata(&path)?.len()
        } else {
            self.changed.fetch_add(1, Ordering::Relaxed);
            write_content(&path, &output.content)?
        };
        self.bytes.fetch_add(length, Ordering::Relaxed);
        Ok(())
    }

    fn make_parent(&self, path: &Path) -> io::Result<()> {
        let parent = path.parent().expect("outputs lie in the folder");
        let is_known = {
            let folders = self.folders.lock().expect("no thread panics while it holds this");
            folders.contains(parent)
        };
        if is_known {
            return Ok(());
        }
        fs::create_dir_all(parent)?;
        let mut folders = self.folders.lock().expect("no thread panics while it holds this");
        folders.insert(parent.to_owned());
        Ok(())
    }

    /// Puts the new site in the place of the old one. `made_from` is `None` if the next build of the same site must not
    /// skip its work.
    pub(crate) fn commit(self, made_from: Option<MadeFrom>) -> Result<CommitSummary, Diagnostic> {
        if let Some(failure) = self.failure.lock().expect("all threads are done").take() {
            return Err(failure);
        }
        let paths = std::mem::take(&mut *self.paths.lock().expect("all threads are done"));
        let (output, staging) = (&self.place.output, self.place.staging());
        // Somebody may have put files there while the build ran.
        refuse_foreign(output)?;
        let old = manifest_of(output);
        unmanaged::carry_over(output, &staging, &old, &paths)?;
        let text = format!("{MANIFEST_HEAD}\n{}\n", join_lines(&paths));
        let manifest = staging.join(MANIFEST);
        let unchanged = fs::read(output.join(MANIFEST)).is_ok_and(|old| old == text.as_bytes());
        let made = if unchanged {
            link(&output.join(MANIFEST), &manifest)
        } else {
            fs::write(&manifest, text)
        };
        made.map_err(|error| failed(&manifest, &error))?;
        let old_site = self.place.swap().map_err(|error| failed(output, &error))?;
        rayon::join(
            // The new site is in place. The next build clears away what cannot be cleared now.
            || old_site.map(|old| unmanaged::clear(&old, output)),
            || {
                if let Some(memory) = &self.memory {
                    build_manifest::write_down(output, &paths, made_from, memory);
                }
            },
        );
        Ok(CommitSummary {
            files: paths.len(),
            bytes: self.bytes.load(Ordering::Relaxed),
            changed: self.changed.load(Ordering::Relaxed),
            removed: old.difference(&paths).count(),
        })
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // After a commit the folder is gone already. The next build clears what cannot be removed now.
        let _ = self.place.recover();
    }
}

/// A folder that is a mount point cannot change places with another.
fn refuse_mount_point(place: &OutputFolder) -> Result<(), Diagnostic> {
    if !is_mounted(&place.output, place.parent()) {
        return Ok(());
    }
    Err(failed(&place.output, &io::ErrorKind::CrossesDevices.into()))
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
    let Ok(file) = File::open(output.join(MANIFEST)) else { return false };
    let mut head = Vec::new();
    let length = MANIFEST_HEAD.len() as u64;
    file.take(length).read_to_end(&mut head).is_ok() && head == MANIFEST_HEAD.as_bytes()
}

/// The files that a build made in a folder, as it wrote down itself, without that record.
pub(crate) fn published_files(folder: &Path) -> Vec<String> {
    manifest_of(folder).into_iter().collect()
}

/// The files that a build made in a folder, as it wrote down itself.
fn manifest_of(folder: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(folder.join(MANIFEST)).unwrap_or_default();
    text.lines().skip(1).map(str::to_owned).collect()
}

fn join_lines(paths: &BTreeSet<String>) -> String {
    paths.iter().map(String::as_str).collect::<Vec<_>>().join("\n")
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
        Content::File(from) => copy(from, path),
    }
}

/// Not `fs::copy`: that would copy permissions, such as "read only".
fn copy(from: &Path, to: &Path) -> io::Result<u64> {
    io::copy(&mut File::open(from)?, &mut File::create_new(to)?)
}

/// The same file under another name; a copy with the same time stamp where links are not to be had.
fn link(from: &Path, to: &Path) -> io::Result<()> {
    if fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    copy(from, to)?;
    let modified = fs::metadata(from)?.modified()?;
    File::options().write(true).open(to)?.set_modified(modified)
}

fn failed(path: &Path, error: &io::Error) -> Diagnostic {
    let message = format!("`{}` cannot be written: {error}", Project::shown(path));
    let problem = Diagnostic::new(Code::WriteFailed, message);
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => problem
            .note("the new site is made beside the old one, in the folder that holds it")
            .help("name a folder with `--output DIR` whose parent you may write to"),
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
