//! The record of the last build, so that the next one makes only files that change.
//!
//! In: fingerprints of all that the site, and that single files, were made from. Out: whether the output folder still
//! holds that site, to the last file; and whether it holds a single file. The record lies in the project's cache
//! folder. Without it, or with another program, a build makes all files.

use std::collections::BTreeSet;
use std::fs::{self, Metadata};
use std::path::Path;
use std::time::SystemTime;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{MANIFEST, Memory, manifest_of};
use crate::cache::Cache;
use crate::memo::Fingerprint;

/// The file in the cache folder.
const RECORD: &str = "built.json";

/// A build that is over.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct BuildManifest {
    program: Fingerprint,
    /// Where the site is.
    output: Fingerprint,
    /// `None` if the next build of the same site has problems to report again.
    made_from: Option<MadeFrom>,
    /// Changes with any of the files.
    all: Fingerprint,
    /// The files whose sources are known, in order of path.
    files: Vec<(String, ManifestEntry)>,
}

/// Fingerprints of all that a build made its files from.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct MadeFrom {
    pub(crate) site: Fingerprint,
    /// The search indexes in the cache, from which it made the files of the search.
    pub(crate) indexes: Fingerprint,
}

/// A file, with the fingerprint of all that it was made from.
#[derive(Debug, Serialize, Deserialize)]
struct ManifestEntry {
    from: Fingerprint,
    state: FileStamp,
}

/// The length and the time of a file on the disk, which change whenever it is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct FileStamp {
    pub(super) bytes: u64,
    /// When it was written last, in nanoseconds since 1970.
    modified: u64,
}

/// The knowledge of a build about one of its files.
pub(super) struct KnownFile {
    pub(super) made_from: Fingerprint,
    /// Of one that was taken over.
    pub(super) state: Option<FileStamp>,
}

/// Files of a site, and their bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct OutputSize {
    pub(crate) files: usize,
    pub(crate) bytes: u64,
}

impl BuildManifest {
    /// The record of the last build, if it went to this folder, by this program.
    pub(super) fn read(
        cache: &Cache,
        output: &Path,
        program: Fingerprint,
    ) -> Option<BuildManifest> {
        let record: BuildManifest = serde_json::from_slice(&cache.read(RECORD)?).ok()?;
        (record.program == program && record.output == place(output)?).then_some(record)
    }

    /// The files in the output folder, if they are those of a build of the same site; and the state of its indexes.
    pub(super) fn whole(
        &self,
        output: &Path,
        site: Fingerprint,
    ) -> Option<(OutputSize, Fingerprint)> {
        let made_from = self.made_from.filter(|made_from| made_from.site == site)?;
        let found = look_at(output, &manifest_of(output), |_| None)?;
        let published = found.iter().filter(|(path, _)| path != MANIFEST);
        let bytes = published.map(|(_, state)| state.bytes).sum();
        let left = OutputSize { files: found.len() - 1, bytes };
        (fingerprint(&found) == self.all).then_some((left, made_from.indexes))
    }

    /// The state of a file of the output folder, if it was made from this and has not changed since.
    pub(super) fn state_of(
        &self,
        output: &Path,
        path: &str,
        from: Fingerprint,
    ) -> Option<FileStamp> {
        let at = self.files.binary_search_by(|(known, _)| known.as_str().cmp(path)).ok()?;
        let (_, made) = &self.files[at];
        if made.from != from {
            return None;
        }
        let now = state(&fs::symlink_metadata(output.join(path)).ok()?)?;
        (now == made.state).then_some(now)
    }
}

/// Changes with the place of a folder; `None` if there is none.
fn place(folder: &Path) -> Option<Fingerprint> {
    let folder = fs::canonicalize(folder).ok()?;
    Some(Fingerprint::of([folder.as_os_str().as_encoded_bytes()]))
}

/// Writes the record of a build. `made_from` is `None` if the next build has to check the site again. Where the record
/// cannot be written, the next build makes all files.
pub(super) fn write_down(
    output: &Path,
    files: &BTreeSet<String>,
    made_from: Option<MadeFrom>,
    Memory { cache, program, known, .. }: &Memory,
) {
    let known = known.lock().expect("all threads are done");
    let found = look_at(output, files, |path| known.get(path)?.state);
    let Some((found, output)) = found.zip(place(output)) else { return };
    let all = fingerprint(&found);
    let files = found.into_iter().filter_map(|(path, state)| {
        let from = known.get(&path)?.made_from;
        Some((path, ManifestEntry { from, state }))
    });
    let files = files.collect();
    let record = BuildManifest { program: *program, output, made_from, all, files };
    let text = serde_json::to_vec(&record).expect("a record is plain data");
    let _ = cache.write(RECORD, |out| out.write_all(&text));
}

/// The files of a build in a folder, in order, then their manifest; `None` if one is gone. Asks the disk only for those
/// whose state is not known.
fn look_at(
    output: &Path,
    files: &BTreeSet<String>,
    known: impl Fn(&str) -> Option<FileStamp> + Sync,
) -> Option<Vec<(String, FileStamp)>> {
    let mut all: Vec<&str> = files.iter().map(String::as_str).collect();
    all.push(MANIFEST);
    let found = all.into_par_iter().map(|path| {
        let state = match known(path) {
            Some(known) => known,
            None => state(&fs::symlink_metadata(output.join(path)).ok()?)?,
        };
        Some((path.to_owned(), state))
    });
    found.collect()
}

/// `None` if it is no file.
fn state(metadata: &Metadata) -> Option<FileStamp> {
    let modified = metadata.modified().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    let modified = u64::try_from(modified.as_nanos()).ok()?;
    metadata.is_file().then_some(FileStamp { bytes: metadata.len(), modified })
}

fn fingerprint(files: &[(String, FileStamp)]) -> Fingerprint {
    let seen = files.iter().map(|(path, FileStamp { bytes, modified })| {
        let numbers = [bytes.to_le_bytes(), modified.to_le_bytes()].concat();
        [path.as_bytes(), &numbers].concat()
    });
    Fingerprint::of(seen)
}
