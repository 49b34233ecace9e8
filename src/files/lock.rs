//! A file that one process at a time holds: whoever else wants it waits.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::{is_at, open_unfollowed};

/// The right to what a lock file stands for, until it is dropped. A process that is killed holds it no longer.
pub(crate) struct Lock {
    _file: File,
    path: PathBuf,
}

impl Lock {
    /// Waits for its turn. The folder of the lock file has to be there; a symbolic link in its place is refused.
    pub(crate) fn wait(path: &Path) -> io::Result<Lock> {
        loop {
            let file = open_unfollowed(path, OpenOptions::new().write(true).create(true))?;
            file.lock()?;
            // Whoever had it before removed the file that we waited for: then ours is another.
            if is_at(&file, path) {
                return Ok(Lock { _file: file, path: path.to_owned() });
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Before the file is closed, so that nobody is granted a lock that then vanishes.
        let _ = fs::remove_file(&self.path);
    }
}
