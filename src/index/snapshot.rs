//! The index on disk as a whole: which files belong to it, and that they are as a run left them.
//!
//! A snapshot is a file beside the index, with a checksum of its own. It names each file of the index with its
//! checksum, so one that was damaged, is missing or comes from another run is noticed before tantivy reads it. Files
//! that no snapshot names are what a killed run left.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Meta;
use super::store::Store;
use crate::cache::Cache;
use crate::files;
use crate::memo::{Checksum, Fingerprint};

/// The file in the folder of the index.
const FILE: &str = "site.json";

/// Bytes that are read at once.
const PIECE: usize = 1 << 16;

/// An index as a run left it.
#[derive(Serialize, Deserialize)]
pub(super) struct Snapshot {
    pub(super) meta: Meta,
    /// The checksum of each file of the index.
    files: BTreeMap<String, Fingerprint>,
}

/// Whether a run left an index in a folder, whole or not.
pub(super) fn is_there(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some())
}

impl Snapshot {
    /// The index in a folder, with its checksum. Where it is damaged, the folder is removed; what a killed run left
    /// there, too. Only for whoever holds the lock of the folder.
    pub(super) fn read(cache: &Cache, folder: &Path) -> Option<(Snapshot, Fingerprint)> {
        let snapshot = Snapshot::read_whole(cache, folder);
        if snapshot.is_none() && is_there(folder) {
            cache.report_damage();
            let _ = remove(folder);
        }
        snapshot
    }

    fn read_whole(cache: &Cache, folder: &Path) -> Option<(Snapshot, Fingerprint)> {
        if folder.is_symlink() {
            return None;
        }
        let (bytes, checksum) = cache.read_file(&folder.join(FILE))?;
        let snapshot: Snapshot = serde_json::from_slice(&bytes).ok()?;
        snapshot.remove_strays(folder).ok()?;
        let is_whole = |(name, wanted): (&String, &Fingerprint)| {
            checksum_of(&folder.join(name)).is_ok_and(|found| found == *wanted)
        };
        snapshot.files.par_iter().all(is_whole).then_some((snapshot, checksum))
    }

    /// Takes note of an index and of what belongs to it. Returns the checksum of the snapshot.
    pub(super) fn write(
        meta: &Meta,
        store: &Store,
        folder: &Path,
    ) -> super::store::Result<Fingerprint> {
        let names = store.file_names()?.into_par_iter().filter(|name| folder.join(name).exists());
        let files =
            names.map(|name| checksum_of(&folder.join(&name)).map(|checksum| (name, checksum)));
        let files: io::Result<BTreeMap<String, Fingerprint>> = files.collect();
        let snapshot = Snapshot { meta: meta.clone(), files: files? };
        let text = serde_json::to_vec(&snapshot).expect("a snapshot is plain data");
        let checksum = files::write_checked(&folder.join(FILE), |out| out.write_all(&text))?;
        // What the system does not let go now, the next run removes.
        let _ = snapshot.remove_strays(folder);
        Ok(checksum)
    }

    /// Removes what does not belong to the index. `Err` if a name of the index is no file, or tantivy would follow a
    /// link that cannot be removed.
    fn remove_strays(&self, folder: &Path) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let is_file = entry.file_type()?.is_file();
            let name = entry.file_name();
            let belongs =
                name.to_str().is_some_and(|name| name == FILE || self.files.contains_key(name));
            if !(is_file && belongs) {
                // A file that another process still reads may stay on some systems, and does no harm.
                remove(&entry.path()).or_else(|error| if is_file { Ok(()) } else { Err(error) })?;
            }
        }
        Ok(())
    }
}

/// Removes a file, a link or a folder with all that it holds.
fn remove(path: &Path) -> io::Result<()> {
    if fs::symlink_metadata(path)?.is_dir() {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    }
}

fn checksum_of(path: &Path) -> io::Result<Fingerprint> {
    let mut checksum = Checksum::default();
    let mut file = fs::File::open(path)?;
    let mut piece = vec![0; PIECE];
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(checksum.finish()),
            length => checksum.update(&piece[..length]),
        }
    }
}
