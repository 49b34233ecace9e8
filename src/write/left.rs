//! What a build left, so that the next one knows whether there is anything to do.
//!
//! In: what the site was made from, as a fingerprint. Out: whether the output folder holds what came of
//! it, to the last file. The record lies in the project's cache folder; without it, there is a build.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::{MANIFEST, manifest_of};
use crate::memo::Fingerprint;

/// The file in the cache folder.
const RECORD: &str = "built.json";

/// A build that is over.
#[derive(PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Record {
    output: PathBuf,
    made_from: [u8; 16],
    files: [u8; 16],
}

/// Files of a site, and their bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Left {
    pub(crate) files: usize,
    pub(crate) bytes: u64,
}

/// Whether the output folder is as a build from the same left it; if so, what is in it.
pub(crate) fn is_as_left(output: &Path, cache: &Path, made_from: Fingerprint) -> Option<Left> {
    let record = fs::read(cache.join(RECORD)).ok()?;
    let record: Record = serde_json::from_slice(&record).ok()?;
    let (left, files) = look_at(output)?;
    (record == new_record(output, made_from, files)?).then_some(left)
}

/// Writes down what a build left. Where that cannot be written, the next build has to do it all again.
pub(crate) fn write_down(output: &Path, cache: &Path, made_from: Fingerprint) {
    let record = look_at(output).and_then(|(_, files)| new_record(output, made_from, files));
    if let Some(record) = record {
        let text = serde_json::to_vec(&record).expect("a record is plain data");
        let _ = keep(&cache.join(RECORD), &text);
    }
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

fn new_record(output: &Path, made_from: Fingerprint, files: Fingerprint) -> Option<Record> {
    let output = fs::canonicalize(output).ok()?;
    Some(Record { output, made_from: made_from.bytes(), files: files.bytes() })
}

/// The files that a build made in a folder, and what changes with any of them; `None` if one is gone.
fn look_at(output: &Path) -> Option<(Left, Fingerprint)> {
    let manifest = manifest_of(output);
    let mut left = Left { files: manifest.len(), bytes: 0 };
    let mut seen = Vec::with_capacity(manifest.len());
    for path in manifest.iter().map(String::as_str).chain([MANIFEST]) {
        let metadata =
            fs::symlink_metadata(output.join(path)).ok().filter(fs::Metadata::is_file)?;
        let modified = metadata.modified().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        if path != MANIFEST {
            left.bytes += metadata.len();
        }
        seen.push(format!("{path}\0{}\0{}", metadata.len(), modified.as_nanos()));
    }
    Some((left, Fingerprint::of(seen)))
}
