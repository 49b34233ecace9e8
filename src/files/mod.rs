//! Files that the program writes: whole or not at all.
//!
//! In: a path and what is to be in the file. Out: the file with all of it, or as it was before, whatever happens in
//! between. The bytes go into a temporary file beside it, which then takes its name. A symbolic link of that name is
//! replaced, and never followed: a project that somebody hands out must not lead us to files elsewhere.
//!
//! A process that is killed leaves its temporary file. Each is locked as long as its process lives, so [`sweep`] can
//! tell which ones nobody needs any more.

mod checked;
mod lock;

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

pub(crate) use checked::{read_checked, write_checked};
pub(crate) use lock::Lock;

/// What the names of temporary files end with. They begin with a dot.
const TEMPORARY: &str = ".fieldguide-tmp";

/// Bytes that are collected before they are handed to the system.
const BUFFER: usize = 1 << 16;

/// Writes a file in one step, and waits until the disk has it. The permissions of a file that it replaces stay.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut temporary = Temporary::beside(path)?;
    temporary.file.write_all(bytes)?;
    temporary.keep_permissions(path)?;
    temporary.file.sync_data()?;
    temporary.replace(path)
}

/// Writes a file that is not there yet, in one step. `Err` with [`io::ErrorKind::AlreadyExists`] if it is.
pub(crate) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut temporary = Temporary::beside(path)?;
    temporary.file.write_all(bytes)?;
    temporary.file.sync_data()?;
    temporary.take_free_name(path)
}

/// Removes the temporary files that killed processes left in a folder. What cannot be removed stays.
pub(crate) fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        sweep_file(&entry.path());
    }
}

/// Removes a file if it is a temporary one, unless the process that writes it is alive. Returns whether it is gone.
pub(crate) fn sweep_file(path: &Path) -> bool {
    let is_abandoned = is_temporary(path)
        && fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file())
        && open_unfollowed(path, OpenOptions::new().read(true).write(true))
            .is_ok_and(|file| file.try_lock().is_ok());
    is_abandoned && fs::remove_file(path).is_ok()
}

/// Whether a file has the name of a temporary one.
fn is_temporary(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('.') && name.ends_with(TEMPORARY)
}

/// Opens a file that has a name of our own. `Err` if that is a symbolic link.
pub(crate) fn open_unfollowed(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    if path.is_symlink() {
        return Err(io::Error::other("it is a symbolic link, which is not followed here"));
    }
    refuse_links(options).open(path)
}

/// The system refuses a link that came since it was looked for.
#[cfg(unix)]
fn refuse_links(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.custom_flags(rustix::fs::OFlags::NOFOLLOW.bits().cast_signed())
}

#[cfg(not(unix))]
fn refuse_links(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

/// Whether an open file is still the one of that name; it may have been removed since.
fn is_at(file: &File, path: &Path) -> bool {
    match (file.metadata(), fs::symlink_metadata(path)) {
        // Where files have no number, an open one cannot be removed.
        (Ok(open), Ok(named)) => is_one_file(&open, &named).unwrap_or(true),
        _ => false,
    }
}

/// Whether two names lead to one file; `None` where the system does not tell.
#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems do not tell")]
pub(crate) fn is_one_file(a: &fs::Metadata, b: &fs::Metadata) -> Option<bool> {
    use std::os::unix::fs::MetadataExt as _;
    Some((a.dev(), a.ino()) == (b.dev(), b.ino()))
}

#[cfg(not(unix))]
pub(crate) fn is_one_file(_: &fs::Metadata, _: &fs::Metadata) -> Option<bool> {
    None
}

/// Whether a path inside a folder leads out of it by a symbolic link, or by one to nothing. A path that does not lie in
/// the folder to begin with is the choice of whoever wrote it.
pub(crate) fn leads_out(path: &Path, folder: &Path) -> bool {
    if !plain(path).starts_with(plain(folder)) {
        return false;
    }
    let is_broken = path.is_symlink() && !path.exists();
    is_broken || !resolved(path).starts_with(resolved(folder))
}

/// The absolute path without `.` and `..`, links followed as far as it exists.
pub(crate) fn resolved(path: &Path) -> PathBuf {
    let follow = |path: PathBuf| fs::canonicalize(&path).unwrap_or(path);
    without_dots(path, follow)
}

/// The absolute path without `.` and `..`, as it is written.
fn plain(path: &Path) -> PathBuf {
    without_dots(path, |path| path)
}

/// `follow` says where each part of the path leads to.
fn without_dots(path: &Path, follow: impl Fn(PathBuf) -> PathBuf) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut found = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => _ = found.pop(),
            part => {
                found.push(part);
                found = follow(found);
            }
        }
    }
    found
}

/// A file that is not complete. Dropped before it has its name, it is removed.
struct Temporary {
    file: File,
    path: PathBuf,
    has_its_name: bool,
}

impl Temporary {
    /// A new one beside the file that it is to become.
    fn beside(path: &Path) -> io::Result<Temporary> {
        loop {
            let path = path.with_file_name(temporary_name());
            let file = match File::create_new(&path) {
                Ok(file) => file,
                // A process that was killed had the same number.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                Err(error) => return Err(error),
            };
            let temporary = Temporary { file, path, has_its_name: false };
            // Where files cannot be locked, none is swept.
            let _ = temporary.file.lock();
            if is_at(&temporary.file, &temporary.path) {
                return Ok(temporary);
            }
            // Another process swept it before it was locked.
        }
    }

    /// Takes over the permissions of the file that it will replace, if there is one.
    fn keep_permissions(&self, path: &Path) -> io::Result<()> {
        match fs::symlink_metadata(path) {
            Ok(old) if old.is_file() => self.file.set_permissions(old.permissions()),
            _ => Ok(()),
        }
    }

    /// Takes a name, also where a file has it.
    fn replace(mut self, path: &Path) -> io::Result<()> {
        fs::rename(&self.path, path)?;
        self.has_its_name = true;
        Ok(())
    }

    /// Takes a name that no file has.
    fn take_free_name(mut self, path: &Path) -> io::Result<()> {
        match fs::hard_link(&self.path, path) {
            // The temporary name is removed.
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
            // There are systems without links.
            Err(_) => {
                drop(File::create_new(path)?);
                fs::rename(&self.path, path)?;
                self.has_its_name = true;
                Ok(())
            }
        }
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.has_its_name {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Of this process alone, and never the same twice.
fn temporary_name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    format!(".{}-{number}{TEMPORARY}", std::process::id())
}

/// A writer that collects small pieces.
fn buffered(file: &File) -> BufWriter<&File> {
    BufWriter::with_capacity(BUFFER, file)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of its own, removed at the end.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Folder {
            let name = format!("fieldguide-files-{}-{name}", std::process::id());
            let folder = std::env::temp_dir().join(name);
            fs::create_dir_all(&folder).expect("it can be made");
            Folder(folder)
        }

        fn names(&self) -> Vec<String> {
            let entries = fs::read_dir(&self.0).expect("it is there").flatten();
            let mut names: Vec<String> =
                entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
            names.sort();
            names
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_file_is_written_whole_and_created_once() {
        let folder = Folder::new("whole");
        let path = folder.0.join("a");
        create(&path, b"one").expect("it is not there");
        let again = create(&path, b"two").expect_err("it is there");
        assert_eq!(again.kind(), io::ErrorKind::AlreadyExists);
        write(&path, b"three").expect("it can be replaced");
        assert_eq!(fs::read(&path).expect("it is there"), b"three");
        assert_eq!(folder.names(), ["a"]);
    }

    #[test]
    fn only_what_a_dead_process_left_is_swept() {
        let folder = Folder::new("sweep");
        let alive = Temporary::beside(&folder.0.join("a")).expect("it can be made");
        fs::write(folder.0.join(".7-0.fieldguide-tmp"), "cut sh").expect("it can be written");
        fs::write(folder.0.join(".fieldguide-tmp-of-mine"), "").expect("it can be written");
        sweep(&folder.0);
        assert_eq!(folder.names().len(), 2, "{:?}", folder.names());
        drop(alive);
        assert_eq!(folder.names(), [".fieldguide-tmp-of-mine"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_replaced_and_not_followed() {
        let folder = Folder::new("links");
        let (precious, link) = (folder.0.join("precious"), folder.0.join("link"));
        fs::write(&precious, "precious").expect("it can be written");
        std::os::unix::fs::symlink(&precious, &link).expect("it can be made");
        assert!(create(&link, b"new").is_err());
        assert!(open_unfollowed(&link, OpenOptions::new().read(true)).is_err());
        write(&link, b"new").expect("it can be replaced");
        assert_eq!(fs::read(&precious).expect("it is there"), b"precious");
        assert_eq!(fs::read(&link).expect("it is there"), b"new");
    }
}
