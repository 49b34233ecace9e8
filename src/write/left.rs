//! What a build left, so that the next one knows what there is to do.
//!
//! In: what the site was made from, and what single files were made from, as fingerprints. Out: whether the output
//! folder holds what came of it, to the last file; and whether a single file does. The record lies in the project's
//! cache folder; without it, and with another program, all is made anew.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::{MANIFEST, manifest_of};
use crate::memo::Fingerprint;

/// The file in the cache folder.
const RECORD: &str = "built.json";

/// A build that is over.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Record {
    program: [u8; 16],
    output: PathBuf,
    /// What the site was made from; `None` if a build of the same has something to tell again.
    made_from: Option<[u8; 16]>,
    /// Changes with any of the files.
    all: [u8; 16],
    /// Files of which is known what they were made from.
    files: BTreeMap<String, Made>,
}

/// A file, and what it was made from.
#[derive(Debug, Serialize, Deserialize)]
struct Made {
    from: [u8; 16],
    state: State,
}

/// What the disk says of a file: changes whenever it is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct State {
    pub(super) bytes: u64,
    /// When it was written last, in nanoseconds since 1970.
    modified: u64,
}

/// What is known of a file before its folder is looked at.
pub(super) struct Known {
    pub(super) made_from: Fingerprint,
    /// Of one that was taken over.
    pub(super) state: Option<State>,
}

/// Files of a site, and their bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Left {
    pub(crate) files: usize,
    pub(crate) bytes: u64,
}

impl Record {
    /// The record of the last build, if it went to this folder, by this program.
    pub(super) fn read(cache: &Path, output: &Path, program: Fingerprint) -> Option<Record> {
        let record = fs::read(cache.join(RECORD)).ok()?;
        let record: Record = serde_json::from_slice(&record).ok()?;
        let is_of_it = record.program == program.bytes()
            && fs::canonicalize(output).is_ok_and(|output| record.output == output);
        is_of_it.then_some(record)
    }

    /// What is in the output folder, if a build from the same left it so.
    pub(super) fn whole(&self, made_from: Fingerprint) -> Option<Left> {
        if self.made_from != Some(made_from.bytes()) {
            return None;
        }
        let found = look_at(&self.output, |_| None)?;
        let bytes =
            |(path, state): &(String, State)| if path == MANIFEST { 0 } else { state.bytes };
        let left = Left { files: found.len() - 1, bytes: found.iter().map(bytes).sum() };
        (fingerprint(&found).bytes() == self.all).then_some(left)
    }

    /// The state of a file of the output folder, if it was made from this and is as it was then.
    pub(super) fn state_of(&self, path: &str, from: Fingerprint) -> Option<State> {
        let made = self.files.get(path).filter(|made| made.from == from.bytes())?;
        let now = state(&fs::symlink_metadata(self.output.join(path)).ok()?)?;
        (now == made.state).then_some(now)
    }
}

/// Writes down what a build left: what all of it was made from, if the next one may rest on that, and what
/// single files were made from. Where that cannot be written, the next build has to do it all again.
pub(super) fn write_down(
    cache: &Path,
    output: &Path,
    program: Fingerprint,
    made_from: Option<Fingerprint>,
    known: &HashMap<String, Known>,
) {
    let found = look_at(output, |path| known.get(path)?.state);
    let Some((found, output)) = found.zip(fs::canonicalize(output).ok()) else { return };
    let all = fingerprint(&found).bytes();
    let files = found.into_iter().filter_map(|(path, state)| {
        let from = known.get(&path)?.made_from.bytes();
        Some((path, Made { from, state }))
    });
    let files = files.collect();
    let made_from = made_from.map(Fingerprint::bytes);
    let record = Record { program: program.bytes(), output, made_from, all, files };
    let text = serde_json::to_vec(&record).expect("a record is plain data");
    let _ = keep(&cache.join(RECORD), &text);
}

/// Writes a file of the cache folder, and that folder where there is none, in one step: no build finds half of
/// the file.
pub(crate) fn keep(file: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let new = file.with_extension(std::process::id().to_string());
    fs::write(&new, bytes)?;
    fs::rename(new, file)
}

/// The files that a build made in a folder, and their list; `None` if one is gone. Those whose state is known are
/// not looked at.
fn look_at(output: &Path, known: impl Fn(&str) -> Option<State>) -> Option<Vec<(String, State)>> {
    let files = manifest_of(output).into_iter().chain([MANIFEST.to_owned()]);
    let look = |path: &str| state(&fs::symlink_metadata(output.join(path)).ok()?);
    let found = files.map(|path| {
        let state = known(&path).or_else(|| look(&path))?;
        Some((path, state))
    });
    found.collect()
}

/// `None` if it is no file.
fn state(metadata: &Metadata) -> Option<State> {
    let modified = metadata.modified().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    let modified = u64::try_from(modified.as_nanos()).ok()?;
    metadata.is_file().then_some(State { bytes: metadata.len(), modified })
}

fn fingerprint(files: &[(String, State)]) -> Fingerprint {
    let seen = files.iter().map(|(path, State { bytes, modified })| {
        let numbers = [bytes.to_le_bytes(), modified.to_le_bytes()].concat();
        [path.as_bytes(), &numbers].concat()
    });
    Fingerprint::of(seen)
}
