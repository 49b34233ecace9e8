//! Files with a checksum, for what one run keeps for the next: what was damaged since is not believed.
//!
//! The bytes: what is kept, then its checksum ([`Checksum`], 16 bytes, the least first).

use std::fs::{self, OpenOptions};
use std::io::{self, Read as _, Write};
use std::path::Path;

use super::{Temporary, buffered, open_unfollowed};
use crate::memo::{Checksum, Fingerprint};

/// The bytes of a checksum.
const CHECKSUM: usize = 16;

/// Writes what `fill` makes, with its checksum, in one step; the folder is made where there is none. A file that a
/// power cut damages is noticed when it is read, so nobody waits for the disk. Returns the checksum.
pub(crate) fn write_checked(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<Fingerprint> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let temporary = Temporary::beside(path)?;
    let mut out = Checking { out: buffered(&temporary.file), checksum: Checksum::default() };
    fill(&mut out)?;
    let checksum = out.checksum.finish();
    out.out.write_all(&checksum.bytes())?;
    out.out.flush()?;
    drop(out);
    temporary.replace(path)?;
    Ok(checksum)
}

/// Reads what was kept, and its checksum; `None` where there is no such file. `Err` if it cannot be read or was
/// damaged.
pub(crate) fn read_checked(path: &Path) -> io::Result<Option<(Vec<u8>, Fingerprint)>> {
    let mut bytes = Vec::new();
    match open_unfollowed(path, OpenOptions::new().read(true)) {
        Ok(mut file) => file.read_to_end(&mut bytes)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let damaged = || io::Error::new(io::ErrorKind::InvalidData, "its checksum is wrong");
    let (kept, checksum) = bytes.split_last_chunk::<CHECKSUM>().ok_or_else(damaged)?;
    let checksum = Fingerprint::from_bytes(*checksum);
    if Checksum::of(kept) != checksum {
        return Err(damaged());
    }
    bytes.truncate(bytes.len() - CHECKSUM);
    Ok(Some((bytes, checksum)))
}

/// Sums up what goes through it.
struct Checking<W> {
    out: W,
    checksum: Checksum,
}

impl<W: Write> Write for Checking<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.checksum.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
